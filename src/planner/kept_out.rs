use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Error, Planner, Request};
use crate::metric::Verdict;
use crate::policy::{Blocked, RuleIndex, RuleRef, Violation};
use crate::router::ArcId;

/// What a policy keeps out of a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeptOut {
    /// How many operations the shipment could use without any rule, parts of hauls included.
    pub operations: usize,
    /// The rules that forbid some of them, in the order of the policy. An operation that breaks
    /// several rules counts for the first.
    pub rules: Vec<KeptByRule>,
}

/// What one rule keeps out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeptByRule {
    /// The rule.
    pub rule: RuleRef,
    /// How many operations it forbids.
    pub operations: usize,
    /// The verdict on one of them: the one whose ends have the first codes.
    pub sample: Violation,
}

impl KeptOut {
    /// How many operations the rules forbid together.
    #[must_use]
    pub fn forbidden(&self) -> usize {
        self.rules.iter().map(|rule| rule.operations).sum()
    }
}

impl fmt::Display for KeptOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} operations", self.forbidden(), self.operations)?;
        for (index, kept) in self.rules.iter().enumerate() {
            let (mark, count) = (if index == 0 { ": " } else { "; " }, kept.operations);
            write!(f, "{mark}{count} by `{}`", kept.rule)?;
        }
        Ok(())
    }
}

impl Planner {
    /// Counts the operations that the rules of a request keep out, by rule.
    ///
    /// # Errors
    /// As [`Planner::best`], without the search: unknown or excluded ends, a policy that does not
    /// fit.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
    /// let request = Request::new("CNHGS", "TRIST");
    /// assert_eq!(planner.kept_out(&request)?.forbidden(), 0);
    /// let kept = planner.kept_out(&request.policy(Policy::russia_excluded()))?;
    /// assert!(0 < kept.forbidden() && kept.forbidden() < kept.operations);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn kept_out(&self, request: &Request) -> Result<KeptOut, Error> {
        let case = self.case(request)?;
        let (operations, verdicts) = (case.operations(), &case.verdicts);
        let network = self.world.network();
        let ends = |arc: ArcId| {
            let operation = operations.arc(arc)?;
            let code = |node| network.end_code(operations.position(node)?.at);
            Some((
                code(operation.from)?,
                code(operation.to)?,
                operation.kind.as_str(),
            ))
        };
        let mut found: BTreeMap<RuleIndex, (usize, ArcId, &Blocked)> = BTreeMap::new();
        for (arc, blocked) in verdicts.blocked() {
            let (count, first, sample) = found.entry(blocked.rule).or_insert((0, *arc, blocked));
            *count += 1;
            if ends(*arc) < ends(*first) {
                (*first, *sample) = (*arc, blocked);
            }
        }
        let usable = |arc: &ArcId| verdicts.get(*arc) != Verdict::Unsuited;
        Ok(KeptOut {
            operations: operations.graph().arc_ids().filter(usable).count(),
            rules: found
                .into_iter()
                .map(|(rule, (count, _, blocked))| KeptByRule {
                    rule: case.policy.rule_ref(rule),
                    operations: count,
                    sample: case.policy.explain(&self.world, blocked),
                })
                .collect(),
        })
    }
}

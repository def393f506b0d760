//! Which rules on what a route uses and comes by no way keeps.

use super::{Case, Error, Hindrance, Planner, Reason, Unmet};
use crate::metric::{Collects, Objective, Verdict};
use crate::operations::{Operations, Wanted};
use crate::policy::{CompiledPolicy, RuleIndex, RuleSet};
use crate::router::{ArcId, NodeId};

impl Planner {
    /// The rules on what a route uses and comes by that no way keeps, when there is a way under all other
    /// rules.
    pub(super) fn unmet(
        &self,
        case: &Case,
        objective: &Objective,
    ) -> Result<Option<Reason>, Error> {
        let whole = case.policy.whole_route();
        if whole.is_empty() || !Self::has_way(&case.bare(), objective)? {
            return Ok(None);
        }
        let mut rules = Vec::new();
        for rule in whole.iter() {
            let alone = case.policy.clone().with_only(rule);
            rules.push(Unmet {
                rule: case.policy.rule_ref(rule),
                hindrance: self.hindrance(case, &alone, rule, objective)?,
            });
        }
        if rules.iter().any(|rule| rule.hindrance.is_some()) {
            rules.retain(|rule| rule.hindrance.is_some());
        }
        Ok(Some(Reason::RulesUnmet { rules }))
    }

    /// Of the rules of a policy on what a route uses and comes by, those that no way keeps even without the
    /// others.
    pub(super) fn never_met(
        &self,
        case: &Case,
        policy: &CompiledPolicy,
        objective: &Objective,
    ) -> Result<RuleSet, Error> {
        let mut never = RuleSet::EMPTY;
        for rule in policy.whole_route().iter() {
            let alone = policy.clone().with_only(rule);
            let alone = self.case_under(case.from, case.to, case.shipment, &alone)?;
            if !Self::has_way(&alone, objective)? {
                never = never.union(RuleSet::one(rule));
            }
        }
        Ok(never)
    }

    fn hindrance(
        &self,
        case: &Case,
        alone: &CompiledPolicy,
        rule: RuleIndex,
        objective: &Objective,
    ) -> Result<Option<Hindrance>, Error> {
        let asked = self.case_under(case.from, case.to, case.shipment, alone)?;
        if Self::has_way(&asked, objective)? {
            return Ok(None);
        }
        if alone.once().contains(rule) {
            let often = alone.clone().however_often();
            let often = self.case_under(case.from, case.to, case.shipment, &often)?;
            if Self::has_way(&often, objective)? {
                return Ok(Some(Hindrance::NotOnce));
            }
        }
        let operations = asked.operations();
        let Some(whole) = &asked.whole else {
            return Ok(None);
        };
        let mut collects = asked.collects(whole);
        let mut hindrance = Hindrance::NothingOpen;
        let mut forbidden = None;
        for arc in operations.graph().arc_ids() {
            if !is_of(
                (operations, &whole.wanted),
                &mut collects,
                arc,
                (rule, alone),
            ) {
                continue;
            }
            match asked.verdicts.get(arc) {
                Verdict::Open => return Ok(Some(Hindrance::NoWay)),
                Verdict::Blocked(blocked) => forbidden = forbidden.or(Some(blocked)),
                Verdict::Unsuited => hindrance = Hindrance::Unsuited,
                Verdict::PartOnly => {}
            }
        }
        if let Some(blocked) = forbidden {
            let violation = Box::new(alone.explain(&self.world, &blocked));
            hindrance = Hindrance::Forbidden { violation };
        }
        Ok(Some(hindrance))
    }
}

/// Whether an operation is of what a rule asks for: for places, comes by one of them.
fn is_of(
    (operations, wanted): (&Operations, &Wanted),
    collects: &mut Collects<'_>,
    arc: ArcId,
    (rule, alone): (RuleIndex, &CompiledPolicy),
) -> bool {
    match alone.via() {
        Some((via, _)) if via == rule => {
            let ends = operations.graph().ends(arc);
            let passes = |node: NodeId| wanted.is_stop(operations, node);
            ends.is_some_and(|(_, head)| passes(head))
        }
        _ => collects.mark(arc) != 0,
    }
}

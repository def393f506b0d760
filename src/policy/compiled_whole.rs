//! What a compiled policy says of a route as a whole, beside limits.

use super::node::Verdict;
use super::{CompiledPolicy, OperationAttributes, RuleIndex, RuleSet};
use crate::network::PlaceId;

impl CompiledPolicy {
    /// The rules that say what a route uses, at least or exactly once.
    #[must_use]
    pub fn uses(&self) -> RuleSet {
        RuleSet(self.uses & !self.lifted)
    }

    /// Those of them that say that it is used exactly once.
    #[must_use]
    pub fn once(&self) -> RuleSet {
        RuleSet(self.once & !self.lifted)
    }

    /// The same policy where what is used exactly once may be used more often.
    pub(crate) fn however_often(mut self) -> Self {
        self.once = 0;
        self
    }

    /// Those of them of whose subject an operation is.
    #[must_use]
    pub fn used_by(&self, attributes: &OperationAttributes<'_>) -> RuleSet {
        let uses = self.uses();
        if uses.is_empty() {
            return uses;
        }
        let mut rules = self.marks.forbid(attributes) & uses.0;
        for rule in RuleSet(self.marks.combined & uses.0).iter() {
            if matches!(self.judge(rule, attributes), Verdict::Broken(_)) {
                rules |= 1 << rule.index();
            }
        }
        RuleSet(rules)
    }

    /// The places that a route comes by in order, and the rule that says so.
    #[must_use]
    pub fn via(&self) -> Option<(RuleIndex, &[PlaceId])> {
        let (rule, places) = self.via.as_ref()?;
        let lifted = RuleSet(self.lifted).contains(*rule);
        (!lifted).then_some((*rule, &**places))
    }

    /// The rules on what a route uses and comes by.
    pub(crate) fn whole_route(&self) -> RuleSet {
        let via = self.via().map(|(rule, _)| RuleSet::one(rule));
        self.uses().union(via.unwrap_or_default())
    }

    /// The same policy with one rule alone of those on what a route uses and comes by.
    pub(crate) fn with_only(mut self, rule: RuleIndex) -> Self {
        self.lifted |= self.whole_route().0 & !RuleSet::one(rule).0;
        self
    }

    /// The policy's own rules.
    pub(crate) fn own_set(&self) -> RuleSet {
        (0..self.own).filter_map(RuleIndex::new).collect()
    }

    /// Whether some rule speaks of single operations, closures of the scenario included.
    pub(crate) fn judges_operations(&self) -> bool {
        let whole = self.whole_route();
        let limits = self.stated_limits.iter().map(|(_, rule)| *rule);
        let others: RuleSet = limits.collect::<RuleSet>().union(whole);
        self.rules().any(|rule| !others.contains(rule))
    }

    /// Whether what is of a subject to use of one lift at a place may not be of another by the same parties,
    /// both onto or off trucks or neither.
    pub(crate) fn marks_tell_lifts_apart(&self) -> bool {
        !self.marks.conveyances.is_empty() || self.marks.combined & !self.lifted != 0
    }

    /// Whether what is of a subject to use on one link of a line may not be on another.
    pub(crate) fn marks_tell_links_apart(&self) -> bool {
        !self.marks.links.is_empty() || self.marks.combined & !self.lifted != 0
    }
}

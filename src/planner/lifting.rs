//! Best routes with sets of rules lifted, in as few searches as settle them all.
//!
//! A route that is best with some rules lifted, and breaks only some of these, is best with any of them lifted among
//! which are those that it breaks. So from all rules lifted down, one broken rule after the other is held again
//! (hitting sets; R. Reiter, *A Theory of Diagnosis from First Principles*, 1987), until what the best route breaks
//! is lifted. A rule that none of the routes met on the way breaks changes nothing.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Effect, Error, Planner, Request};
use crate::costing::{CostModel, Shipment};
use crate::metric::{Objective, violations};
use crate::network::PlaceId;
use crate::operations::Operations;
use crate::policy::{CompiledPolicy, Policy, Rule, RuleIndex, RuleSet};
use crate::route::{Route, compare};
use crate::router::ArcId;
use crate::verify::{VerifyError, verify_in};

/// Intervals of sets that are gone through for each search that is allowed.
const INTERVALS: usize = 64;

/// How many models with hauls led around something are kept for the next searches.
const MODELS: usize = 8;

/// The best route with some rules lifted, if there is one.
pub(super) struct Lifted {
    pub(super) rules: RuleSet,
    /// Those of them that it breaks.
    pub(super) breaks: RuleSet,
    /// What it has of the objective.
    pub(super) least: Option<u64>,
    /// What the lifted rules do to it.
    pub(super) effect: Effect,
}

impl Lifted {
    /// Whether it is the best one with these lifted instead as well.
    fn settles(&self, rules: RuleSet) -> bool {
        self.breaks.is_subset(rules) && rules.is_subset(self.rules)
    }
}

/// What is known of a question with rules lifted.
pub(super) struct Lifting<'q> {
    planner: &'q Planner,
    policy: &'q Policy,
    objective: &'q Objective,
    compiled: CompiledPolicy,
    shipment: Shipment,
    ends: (PlaceId, PlaceId),
    /// The best route under all rules.
    with: Option<Route>,
    known: Vec<Lifted>,
    /// By the rules that are lifted.
    found: BTreeMap<RuleSet, usize>,
    /// What recent searches stood on, so that hauls are led around the same links once.
    models: VecDeque<Arc<CostModel>>,
    /// How many searches may be made, and how many more.
    pub(super) most: usize,
    left: usize,
}

impl<'q> Lifting<'q> {
    /// Resolves the question, and searches with all rules and with none.
    pub(super) fn of(
        planner: &'q Planner,
        request: &'q Request,
        objective: &'q Objective,
    ) -> Result<Self, Error> {
        let network = planner.world.network();
        let from = network.find_place(&request.from)?;
        let to = network.find_place(&request.to)?;
        let home = |place| network.place_at(place).country;
        let compiled = request.policy.compile(&planner.world)?;
        let most = planner.query_bounds().rule_searches;
        let mut lifting = Self {
            planner,
            policy: &request.policy,
            objective,
            compiled: compiled.for_trip(home(from), home(to)),
            shipment: request.shipment,
            ends: (from, to),
            with: None,
            known: Vec::new(),
            found: BTreeMap::new(),
            models: VecDeque::new(),
            most,
            left: most,
        };
        let with = lifting.search(RuleSet::EMPTY)?;
        lifting.with = with.map(|(route, _)| route);
        lifting.note(
            RuleSet::EMPTY,
            lifting.with.clone().map(|route| (route, RuleSet::EMPTY)),
        );
        lifting.surely(lifting.rules())?;
        Ok(lifting)
    }

    /// The policy's own rules.
    pub(super) fn rules(&self) -> RuleSet {
        self.compiled.own_set()
    }

    /// What the best route under all rules has of the objective.
    pub(super) fn least(&self) -> Option<u64> {
        self.known.first().and_then(|found| found.least)
    }

    /// The best route with these lifted, searched for whatever the bound is.
    pub(super) fn surely(&mut self, rules: RuleSet) -> Result<&Lifted, Error> {
        if let Some(at) = self.known.iter().position(|found| found.settles(rules)) {
            return Ok(&self.known[at]);
        }
        let found = self.search(rules)?;
        let at = self.note(rules, found);
        Ok(&self.known[at])
    }

    /// The best route with these lifted; nothing where that takes more searches than are left.
    pub(super) fn settle(&mut self, rules: RuleSet) -> Result<Option<&Lifted>, Error> {
        if let Some(at) = self.known.iter().position(|found| found.settles(rules)) {
            return Ok(Some(&self.known[at]));
        }
        let mut lifted = self.rules();
        loop {
            let Some(at) = self.within_bound(lifted)? else {
                return Ok(None);
            };
            let broken = self.known[at].breaks.without(rules);
            match broken.first() {
                None => return Ok(Some(&self.known[at])),
                Some(rule) => lifted = lifted.without(RuleSet::one(rule)),
            }
        }
    }

    /// Shows every best route that is better than that under all rules, each with rules of which all are lifted:
    /// it is best on the sets that hold these and what it breaks, and nothing that is not lifted for it. These
    /// intervals have no set in common, and on all other sets the best route is that under all rules or as good.
    /// Intervals that ask for more than `most` rules are left out. Whether all were shown.
    pub(super) fn explore(
        &mut self,
        most: usize,
        mut show: impl FnMut(&Lifted, RuleSet),
    ) -> Result<bool, Error> {
        let mut waiting = vec![(self.rules(), RuleSet::EMPTY)];
        let mut intervals = self.most.saturating_mul(INTERVALS);
        while let Some((lifted, mut asked)) = waiting.pop() {
            let Some(at) = self.within_bound(lifted)? else {
                return Ok(false);
            };
            let found = &self.known[at];
            let is_better = match (found.least, self.least()) {
                (Some(least), Some(with)) => least < with,
                (least, _) => least.is_some(),
            };
            if !is_better {
                continue;
            }
            let Some(left) = intervals.checked_sub(1) else {
                return Ok(false);
            };
            intervals = left;
            show(found, asked);
            for rule in found.breaks.without(asked).iter() {
                if asked.len() > most {
                    break;
                }
                waiting.push((lifted.without(RuleSet::one(rule)), asked));
                asked = asked.union(RuleSet::one(rule));
            }
        }
        Ok(true)
    }

    fn within_bound(&mut self, rules: RuleSet) -> Result<Option<usize>, Error> {
        if let Some(at) = self.found.get(&rules) {
            return Ok(Some(*at));
        }
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        let found = self.search(rules)?;
        Ok(Some(self.note(rules, found)))
    }

    fn note(&mut self, rules: RuleSet, found: Option<(Route, RuleSet)>) -> usize {
        let breaks = found.as_ref().map(|(_, breaks)| *breaks);
        let least = found.as_ref().and_then(|(route, _)| route.value());
        let effect = match (&self.with, found) {
            (Some(with), Some((route, _))) if with.steps == route.steps => Effect::Free,
            (Some(with), Some((route, _))) => Effect::Costs(Box::new(compare(&route, with))),
            (None, Some((route, _))) => Effect::Decides(Box::new(route)),
            (_, None) => Effect::Nothing,
        };
        let at = self.known.len();
        self.known.push(Lifted {
            rules,
            breaks: breaks.unwrap_or_default(),
            least: least.map(crate::metric::ObjectiveValue::units),
            effect,
        });
        self.found.insert(rules, at);
        at
    }

    /// The best route with rules lifted, checked under the others, and what it breaks.
    fn search(&mut self, lifted: RuleSet) -> Result<Option<(Route, RuleSet)>, Error> {
        let rules = self.compiled.clone().relax(lifted);
        let (planner, (from, to)) = (self.planner, self.ends);
        let case = match planner.case_under(from, to, self.shipment, &rules) {
            Ok(case) => case,
            Err(error) => return error.into_no_route().map(|_| None),
        };
        self.models.push_back(case.model.clone());
        if self.models.len() > MODELS {
            self.models.pop_front();
        }
        let arcs = if rules.limits().is_empty() {
            case.path(planner, self.objective, case.endpoints)?
        } else {
            planner.limited(&case, self.objective)?
        };
        let Some(arcs) = arcs else { return Ok(None) };
        let Some(route) = planner.assemble(&case, self.objective, &arcs) else {
            return Ok(None);
        };
        let route = planner.verified(route, &self.policy.without(lifted))?;
        let breaks = self.broken(lifted, &route, case.operations(), &arcs)?;
        Ok(Some((route, breaks)))
    }

    /// Which of the lifted rules a route breaks.
    fn broken(
        &self,
        lifted: RuleSet,
        route: &Route,
        operations: &Operations,
        arcs: &[ArcId],
    ) -> Result<RuleSet, Error> {
        let (from, to) = self.ends;
        let ends = [from, to].map(|place| self.compiled.endpoint_violations(place));
        let done = arcs
            .iter()
            .map(|arc| violations(operations, &self.compiled, &self.shipment, *arc));
        let mut broken = ends
            .into_iter()
            .chain(done)
            .fold(RuleSet::EMPTY, RuleSet::union);
        for rule in lifted.iter() {
            if self.misses(rule, route)? {
                broken = broken.union(RuleSet::one(rule));
            }
        }
        Ok(broken.within(lifted))
    }

    /// Whether a route does not keep a rule on routes as a whole.
    fn misses(&self, rule: RuleIndex, route: &Route) -> Result<bool, Error> {
        let Some(named) = self.policy.rule(rule) else {
            return Ok(false);
        };
        let whole = matches!(
            named.rule(),
            Rule::Limit(_) | Rule::Use(_) | Rule::UseOnce(_) | Rule::Via(_)
        );
        if !whole {
            return Ok(false);
        }
        let alone: Policy = [named].into_iter().collect();
        match verify_in(route, &alone, &self.planner.world) {
            Ok(_) => Ok(false),
            Err(
                VerifyError::Missed { .. }
                | VerifyError::UsedAgain { .. }
                | VerifyError::AboveLimit { .. },
            ) => Ok(true),
            Err(error) => Err(Error::Unverified(Box::new(error))),
        }
    }
}

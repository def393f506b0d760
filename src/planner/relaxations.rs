//! Which rules to lift for a route: every smallest set of them.
//!
//! Sets of broken rules are spread over the operations first; that gives every set without which
//! some way stays open, however long or dear. Rules on a route as a whole, and ways that nobody sells as a
//! whole, are then settled by trial, from the smallest sets up.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::limits::Bound;
use super::{Case, Error, Planner, Relaxation, Request};
use crate::metric::{Objective, ObjectiveWeights, Verdict, violations};
use crate::operations::OperationKind;
use crate::policy::{CompiledPolicy, Limit, Policy, Rule, RuleIndex, RuleSet};
use crate::router::NodeId;

/// The most rules that one relaxation lifts.
const MOST_RELAXED: usize = 3;

/// What is known of the rules of a request before any trial.
struct Ways {
    /// Every smallest set of rules without which some way stays open, limits not regarded.
    smallest: Vec<RuleSet>,
    /// Each set of rules that some operation, or an end, breaks.
    broken: Vec<RuleSet>,
}

impl Planner {
    /// Each smallest set of rules whose relaxation makes a route, with the route, cheapest first; and
    /// whether these are all, or trials were too many.
    pub(super) fn relaxations(
        &self,
        request: &Request,
        objective: &Objective,
    ) -> Result<(Vec<Relaxation>, bool), Error> {
        let policy = &request.policy;
        let free = match self.case(&request.clone().policy(Policy::open())) {
            Ok(free) => free,
            Err(error) => return error.into_no_route().map(|_| (Vec::new(), true)),
        };
        let network = self.world.network();
        let home = |place| network.place_at(place).country;
        let compiled = policy.compile(&self.world)?;
        let compiled = compiled.for_trip(home(free.from), home(free.to));
        let ways = Self::ways(&compiled, &free, objective)?;
        let (from, to, shipment) = (free.from, free.to, free.shipment);
        let limits = limits(policy, self.world.day());
        // Limits that no way keeps even without any rule must go with every set.
        let bounds = Self::bounds(&free.limited_by(compiled.clone()))?;
        let whole = compiled.whole_route();
        let singly = compiled.own_set().without(whole);
        let never = self.never_met(&free, &compiled.clone().relax(singly), objective)?;
        let loosened = Loosened::of(&limits, &bounds).with(whole, never);
        let doomed = loosened.cannot_stay();
        drop(free);

        let mut known: Vec<RuleSet> = Vec::new();
        let mut found: Vec<Relaxation> = Vec::new();
        let mut trials = self.query_bounds().trials;
        let mut is_complete = true;
        'sizes: for size in 0..=MOST_RELAXED.saturating_sub(doomed.len()) {
            for lifted in ways.candidates(size) {
                if covered(&known, lifted.union(doomed)) {
                    continue;
                }
                let Some(left) = trials.checked_sub(1) else {
                    is_complete = false;
                    break 'sizes;
                };
                trials = left;
                let rules = compiled.clone().relax(lifted);
                let case = self.case_under(from, to, shipment, &rules)?;
                let never = self.never_met(&case, &rules, objective)?;
                let loosened = Loosened::of(&limits, &Self::bounds(&case.bare())?);
                let loosened = loosened.with(whole, never);
                let doomed = loosened.cannot_stay();
                for more in loosened.subsets() {
                    let all = lifted.union(more);
                    if all.is_empty()
                        || all.len() > MOST_RELAXED
                        || !doomed.is_subset(more)
                        || covered(&known, all)
                    {
                        continue;
                    }
                    let Some(left) = trials.checked_sub(1) else {
                        is_complete = false;
                        break 'sizes;
                    };
                    trials = left;
                    let freed = compiled.clone().relax(all);
                    // What has to be used and come by decides on what is searched.
                    let freed = if whole.is_empty() {
                        case.limited_by(freed)
                    } else {
                        self.case_under(from, to, shipment, &freed)?
                    };
                    let Some(route) = self.search(&freed, objective)? else {
                        continue;
                    };
                    let route = self.verified(route, &policy.without(all))?;
                    known.push(all);
                    found.push(Relaxation {
                        rules: all.iter().map(|rule| compiled.rule_ref(rule)).collect(),
                        route,
                    });
                }
            }
        }
        found.sort_by_key(|way| (way.route.cost(), way.route.duration(), way.lifted()));
        Ok((found, is_complete))
    }

    /// Spreads sets of broken rules over the operations: of two sets at a position, one within the
    /// other, the larger one is forgotten.
    fn ways(compiled: &CompiledPolicy, free: &Case, objective: &Objective) -> Result<Ways, Error> {
        let own = compiled.own_set();
        let ends = compiled
            .endpoint_violations(free.from)
            .union(compiled.endpoint_violations(free.to));
        let operations = free.operations();
        let weights = ObjectiveWeights::new(&free.model, &free.quote, &free.verdicts, objective)?;
        // Hauls are looked at link by link: another haul may lead around what is blocked.
        let broken: Vec<Option<RuleSet>> = operations
            .graph()
            .arc_ids()
            .map(|arc| {
                let operation = operations.arc(arc)?;
                let usable = match free.verdicts.get(arc) {
                    Verdict::PartOnly => true,
                    _ => {
                        !matches!(operation.kind, OperationKind::Haul(_))
                            && weights.metric().is_open(arc)
                    }
                };
                if !usable {
                    return None;
                }
                let rules = violations(operations, compiled, &free.shipment, arc);
                (rules.is_subset(own) && rules.len() <= MOST_RELAXED).then_some(rules)
            })
            .collect();
        let distinct: BTreeSet<RuleSet> = broken.iter().flatten().copied().chain([ends]).collect();
        let mut ways = Ways {
            smallest: Vec::new(),
            broken: distinct.into_iter().collect(),
        };
        let graph = operations.graph();
        let (from, to) = free.endpoints;
        let mut known: Vec<Vec<RuleSet>> = vec![Vec::new(); graph.nodes() as usize];
        let mut waiting: [Vec<(NodeId, RuleSet)>; MOST_RELAXED + 1] = Default::default();
        if ends.len() > MOST_RELAXED || !ends.is_subset(own) {
            return Ok(ways);
        }
        known[from.index()].push(ends);
        waiting[ends.len()].push((from, ends));
        for size in 0..=MOST_RELAXED {
            // Sets only grow on the way, so those of a size are final when all smaller ones are.
            while let Some((node, rules)) = waiting[size].pop() {
                if !known[node.index()].contains(&rules) || node == to {
                    continue;
                }
                for arc in graph.out_arcs(node) {
                    let (Some(broken), Some((_, next))) = (broken[arc.index()], graph.ends(arc))
                    else {
                        continue;
                    };
                    let rules = rules.union(broken);
                    let here = &known[next.index()];
                    let there = &known[to.index()];
                    let worse = |other: &RuleSet| other.is_subset(rules);
                    if rules.len() > MOST_RELAXED
                        || here.iter().any(worse)
                        || there.iter().any(worse)
                    {
                        continue;
                    }
                    let here = &mut known[next.index()];
                    here.retain(|other| !rules.is_subset(*other));
                    here.push(rules);
                    waiting[rules.len()].push((next, rules));
                }
            }
        }
        ways.smallest = std::mem::take(&mut known[to.index()]);
        Ok(ways)
    }
}

impl Ways {
    /// Sets of this size with which some way stays open, and each rule of which sets something
    /// free, in order.
    fn candidates(&self, size: usize) -> Vec<RuleSet> {
        let speak = self
            .broken
            .iter()
            .copied()
            .fold(RuleSet::EMPTY, RuleSet::union);
        let mut sets: BTreeSet<RuleSet> = BTreeSet::new();
        for smallest in &self.smallest {
            let mut grown = BTreeSet::from([*smallest]);
            for _ in smallest.len()..size {
                let more = |set: RuleSet| {
                    let others = speak.iter().filter(move |rule| !set.contains(*rule));
                    others.map(move |rule| set.union(RuleSet::one(rule)))
                };
                grown = grown.into_iter().flat_map(more).collect();
            }
            sets.extend(grown.into_iter().filter(|set| set.len() == size));
        }
        sets.retain(|set| {
            let frees = |rule| {
                let mut within = self.broken.iter().filter(|broken| broken.is_subset(*set));
                within.any(|broken| broken.contains(rule))
            };
            set.iter().all(frees)
        });
        sets.into_iter().collect()
    }
}

/// The limits that hold on the day.
fn limits(policy: &Policy, day: Date) -> Vec<(RuleIndex, Limit)> {
    let limit = |rule: RuleIndex| {
        let named = policy.rule(rule).filter(|named| named.holds_on(day))?;
        match named.rule() {
            Rule::Limit(limit) => Some((rule, *limit)),
            _ => None,
        }
    };
    let rules = (0..policy.rules().len()).filter_map(RuleIndex::new);
    rules.filter_map(limit).collect()
}

/// Rules on a route as a whole, and which of them some way keeps by itself.
struct Loosened {
    limits: Vec<(RuleIndex, bool)>,
}

impl Loosened {
    fn of(limits: &[(RuleIndex, Limit)], bounds: &[Bound]) -> Self {
        let stays = |limit: &Limit| bounds.iter().all(|bound| bound.allows(*limit));
        let limits = limits.iter().map(|(rule, limit)| (*rule, stays(limit)));
        Self {
            limits: limits.collect(),
        }
    }

    /// With rules on what a route uses and comes by, some of which no way keeps.
    fn with(mut self, whole: RuleSet, never: RuleSet) -> Self {
        let rules = whole.iter().map(|rule| (rule, !never.contains(rule)));
        self.limits.extend(rules);
        self
    }

    fn cannot_stay(&self) -> RuleSet {
        let doomed = self.limits.iter().filter(|(_, stays)| !stays);
        doomed.map(|(rule, _)| *rule).collect()
    }

    /// Every set of at most [`MOST_RELAXED`] of them, the smaller ones first.
    fn subsets(&self) -> Vec<RuleSet> {
        let mut all: BTreeSet<(usize, RuleSet)> = BTreeSet::from([(0, RuleSet::EMPTY)]);
        for (rule, _) in &self.limits {
            let with = all
                .iter()
                .map(|(size, set)| (size + 1, set.union(RuleSet::one(*rule))));
            let with: Vec<_> = with.filter(|(size, _)| *size <= MOST_RELAXED).collect();
            all.extend(with);
        }
        all.into_iter().map(|(_, set)| set).collect()
    }
}

fn covered(known: &[RuleSet], set: RuleSet) -> bool {
    known.iter().any(|other| other.is_subset(set))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Mode, Network};
    use crate::scenario::Scenario;

    #[test]
    fn no_set_of_rules_holds_another() {
        let network = Network::europe_central_asia();
        let today = Scenario::preset("status-quo").unwrap();
        let planner = Planner::new(network, &today).unwrap();
        let countries = ["RU", "IR", "TM", "GE", "AZ", "BY", "UZ"];
        let policy = countries.iter().fold(Policy::open(), |policy, code| {
            policy.with(Rule::exclude_territory(code.parse().unwrap()))
        });
        let policy = policy.with(Rule::exclude_mode(Mode::Road));
        let ends = [
            ("Almaty", "Istanbul"),
            ("Tashkent", "Constanta"),
            ("Istanbul", "Almaty"),
            ("Constanta", "Tashkent"),
        ];
        for (from, to) in ends {
            let request = Request::new(from, to).policy(policy.clone());
            let free = planner
                .case(&request.clone().policy(Policy::open()))
                .unwrap();
            let compiled = policy.compile(&planner.world).unwrap();
            let ways = Planner::ways(&compiled, &free, &Objective::Cost).unwrap();
            assert!(ways.smallest.len() > 1, "{from}-{to}");
            for (at, set) in ways.smallest.iter().enumerate() {
                let mut others = ways.smallest.iter().enumerate();
                let within = others.any(|(other, more)| at != other && set.is_subset(*more));
                assert!(!within, "{from}-{to}: {:?}", ways.smallest);
            }
        }
    }
}

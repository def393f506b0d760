use std::fmt;

use super::{Case, Planner, Request};
use crate::metric::{Objective, Verdict, Verdicts};
use crate::policy::Policy;
use crate::search::{Dijkstra, Metric};

/// Why no way leads from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Rules block every way; named are those that block operations on the way that would be best
    /// without any rule, each with what it found.
    BlockedByRules(Vec<String>),
    /// Ways exist, but none keeps the limits of these rules.
    LimitsTooTight(Vec<String>),
    /// Ways exist, but nobody sells all of one to this shipment at a known price.
    NotSold,
    /// Ways exist only over what is not open on the day.
    NotOpen(Vec<String>),
    /// No way exists, open or not.
    Unconnected,
}

/// No way leads there, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoRoute {
    /// Where it should start.
    pub from: String,
    /// Where it should end.
    pub to: String,
    /// Why.
    pub cause: Cause,
}

impl fmt::Display for NoRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no route from {} to {}: ", self.from, self.to)?;
        match &self.cause {
            Cause::BlockedByRules(found) => {
                write!(f, "rules block every way; {}", found.join("; "))
            }
            Cause::LimitsTooTight(rules) => {
                write!(
                    f,
                    "ways exist, but none keeps the limits: {}",
                    rules.join(", ")
                )
            }
            Cause::NotSold => f.write_str(
                "ways exist, but nobody sells all of one to this shipment at a known price; try \
                 another unit, or ask for the shortest or fastest route",
            ),
            Cause::NotOpen(things) => {
                write!(
                    f,
                    "a way exists only over what is not open: {}",
                    things.join(", ")
                )
            }
            Cause::Unconnected => f.write_str("they are not connected for this kind of shipment"),
        }
    }
}

impl<'n> Planner<'n> {
    /// Finds out why a search came back empty.
    pub(crate) fn cause(
        &self,
        request: &Request,
        case: &Case<'_, 'n>,
        objective: &Objective,
    ) -> NoRoute {
        let network = self.world.network();
        let cause = self
            .rules_in_the_way(request, case, objective)
            .map(Cause::BlockedByRules)
            .or_else(|| limits_in_the_way(case).map(Cause::LimitsTooTight))
            .or_else(|| reachable(case).then_some(Cause::NotSold))
            .or_else(|| self.not_open(request).map(Cause::NotOpen))
            .unwrap_or(Cause::Unconnected);
        NoRoute {
            from: network.place_label(case.from),
            to: network.place_label(case.to),
            cause,
        }
    }

    /// What the rules find on the way that is best without them, if there is one.
    fn rules_in_the_way(
        &self,
        request: &Request,
        case: &Case<'_, 'n>,
        objective: &Objective,
    ) -> Option<Vec<String>> {
        if request.rules().rules().is_empty() {
            return None;
        }
        let free = self.case(&request.clone().policy(Policy::open())).ok()?;
        let operations = self.operations();
        let verdicts = Verdicts::of(operations, &case.policy, &case.shipment);
        let frozen = crate::metric::Frozen::new(
            operations,
            self.model(),
            &free.quote,
            &free.verdicts,
            objective,
        )
        .ok()?;
        let (from, to) = free.gates;
        let path = Dijkstra::new()
            .path(operations.graph(), frozen.metric(), from, to)
            .ok()??;
        let mut found: Vec<String> = Vec::new();
        for arc in path.arcs() {
            if let Verdict::Blocked(blocked) = verdicts.get(*arc) {
                let text = case.policy.explain(&self.world, &blocked);
                if !found.contains(&text) {
                    found.push(text);
                }
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// What would have to open for a way: the fewest links, crossings and services, by project.
    fn not_open(&self, request: &Request) -> Option<Vec<String>> {
        let openings = self.openings(request).ok()?;
        let names = openings.iter().map(ToString::to_string);
        (!openings.is_empty()).then(|| names.collect())
    }
}

/// The limits of the policy, when there is a way without them.
fn limits_in_the_way(case: &Case<'_, '_>) -> Option<Vec<String>> {
    let limits = case.policy.limits();
    let rules = [
        limits.transhipments.map(|(_, rule)| rule),
        limits.gauge_changes.map(|(_, rule)| rule),
        limits.borders.map(|(_, rule)| rule),
        limits.duration.map(|(_, rule)| rule),
        limits.cost.map(|(_, rule)| rule),
    ];
    let mut names: Vec<String> = Vec::new();
    for rule in rules.into_iter().flatten() {
        let name = case.policy.rule_name(rule).to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty() && reachable(case)).then_some(names)
}

/// Whether open operations lead there, sold or not.
fn reachable(case: &Case<'_, '_>) -> bool {
    let graph = case.ground.operations().graph();
    let Ok(metric) = Metric::new(graph, |arc| case.verdicts.is_open(arc).then_some(0)) else {
        return false;
    };
    let (from, to) = case.gates;
    matches!(
        Dijkstra::new().distance(graph, &metric, from, to),
        Ok(Some(_))
    )
}

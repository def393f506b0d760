use std::fmt;

use super::{Case, Opening, Planner, Request, RouteError};
use crate::metric::{Frozen, Objective, Verdict, Verdicts};
use crate::policy::{BlockReason, Policy, RuleIndex};
use crate::router::{Dijkstra, Metric};

/// Why no way leads from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Rules, or countries that the scenario closes to transit, block every way; named are those
    /// that block operations on the way that would be best without them, each with what it found
    /// first.
    BlockedByRules(Vec<String>),
    /// Ways exist under all other rules, but none keeps the limits of these, each with the least
    /// that can be reached; where each alone can be kept, all of them, because no way keeps them
    /// together.
    LimitsTooTight(Vec<String>),
    /// Ways exist, but nobody sells all of one to this shipment at a known price.
    NotSold,
    /// Ways exist only over what is not open on the day; the way that needs the fewest such things
    /// needs these.
    NotOpen(Vec<Opening>),
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
                match Opening::all_open_on(things) {
                    Some(day) => write!(f, "not open before {day}: ")?,
                    None => f.write_str("a way exists only over what is not open: ")?,
                }
                for (index, thing) in things.iter().enumerate() {
                    write!(f, "{}{thing}", if index > 0 { ", " } else { "" })?;
                }
                Ok(())
            }
            Cause::Unconnected => f.write_str("they are not connected for this kind of shipment"),
        }
    }
}

impl Planner {
    /// Finds out why a search came back empty.
    pub(crate) fn cause(
        &self,
        request: &Request,
        case: &Case,
        objective: &Objective,
    ) -> Result<NoRoute, RouteError> {
        let network = self.world.network();
        let cause = if let Some(limits) = Self::limits_in_the_way(case, objective)? {
            Cause::LimitsTooTight(limits)
        } else if let Some(found) = self.rules_in_the_way(request, case, objective)? {
            Cause::BlockedByRules(found)
        } else if reachable(case)? {
            Cause::NotSold
        } else {
            let openings = self.openings(request)?;
            if openings.is_empty() {
                Cause::Unconnected
            } else {
                Cause::NotOpen(openings)
            }
        };
        Ok(NoRoute {
            from: network.place_label(case.from),
            to: network.place_label(case.to),
            cause,
        })
    }

    /// What the rules find on the way that is best without them and without closures of the
    /// scenario, if there is one.
    fn rules_in_the_way(
        &self,
        request: &Request,
        case: &Case,
        objective: &Objective,
    ) -> Result<Option<Vec<String>>, RouteError> {
        if case.policy.rules().next().is_none() {
            return Ok(None);
        }
        let open = Policy::open().compile(&self.world)?.without_closures();
        let free = self.case_under(case.from, case.to, request.shipment_or_default(), &open)?;
        let operations = self.operations();
        let verdicts = Verdicts::of(operations, &case.policy, &case.shipment);
        let frozen = Frozen::new(self.model(), &free.quote, &free.verdicts, objective)?;
        let (from, to) = free.gates;
        let Some(path) = Dijkstra::new().path(operations.graph(), frozen.metric(), from, to)?
        else {
            return Ok(None);
        };
        // One sentence for each rule and what it minds, however many links it minds it on.
        let mut found: Vec<(RuleIndex, BlockReason, String, usize)> = Vec::new();
        for arc in path.arcs() {
            let Verdict::Blocked(blocked) = verdicts.get(*arc) else {
                continue;
            };
            let known = found
                .iter_mut()
                .find(|(rule, reason, ..)| (*rule, *reason) == (blocked.rule, blocked.reason));
            match known {
                Some((.., times)) => *times += 1,
                None => {
                    let text = case.policy.explain(&self.world, &blocked).to_string();
                    found.push((blocked.rule, blocked.reason, text, 1));
                }
            }
        }
        let texts = found.into_iter().map(|(.., text, times)| match times {
            1 => text,
            2 => format!("{text} and once more"),
            more => format!("{text} and {} times more", more - 1),
        });
        let texts: Vec<String> = texts.collect();
        Ok((!texts.is_empty()).then_some(texts))
    }

    /// The limits that no way keeps, when there is a way under all other rules.
    fn limits_in_the_way(
        case: &Case,
        objective: &Objective,
    ) -> Result<Option<Vec<String>>, RouteError> {
        if case.policy.limits().is_empty() || !Self::has_way(case, objective)? {
            return Ok(None);
        }
        let mut all: Vec<String> = Vec::new();
        let mut alone: Vec<String> = Vec::new();
        for bound in Self::bounds(case)? {
            let name = case.policy.rule_name(bound.rule);
            match bound.least {
                Some(least) if least > bound.most => {
                    alone.push(format!("`{name}` (the least is {})", bound.in_words(least)));
                }
                Some(_) => {}
                None => alone.push(format!("`{name}` (no way has a known price)")),
            }
            all.push(format!("`{name}`"));
        }
        Ok(Some(if alone.is_empty() { all } else { alone }))
    }
}

/// Whether open operations lead there, sold or not.
fn reachable(case: &Case) -> Result<bool, RouteError> {
    let graph = case.operations().graph();
    let metric = Metric::new(graph, |arc| case.verdicts.is_open(arc).then_some(0))?;
    let (from, to) = case.gates;
    let found = Dijkstra::new().distance(graph, &metric, from, to)?;
    Ok(found.is_some())
}

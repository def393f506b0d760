use std::fmt;

use super::{Case, Planner, Request};
use crate::metric::{Objective, Verdict, Verdicts};
use crate::operations::Operation;
use crate::policy::Policy;
use crate::scenario::{Change, Target, TargetKind};
use crate::search::{Dijkstra, Metric};

/// Why no way leads from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Rules block every way; named are those that block operations on the way that would be best
    /// without any rule, each with what it found.
    BlockedByRules(Vec<String>),
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
            .rules_in_the_way(request, objective)
            .map(Cause::BlockedByRules)
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
    fn rules_in_the_way(&self, request: &Request, objective: &Objective) -> Option<Vec<String>> {
        if request.rules().rules().is_empty() {
            return None;
        }
        let free = self.case(&request.clone().policy(Policy::open())).ok()?;
        let ruled = self.case(request).ok()?;
        let operations = self.operations();
        let verdicts = Verdicts::of(operations, &ruled.policy, &ruled.shipment);
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
                let text = ruled.policy.explain(&self.world, &blocked);
                if !found.contains(&text) {
                    found.push(text);
                }
            }
        }
        Some(found)
    }

    /// What would have to open for a way: the fewest links, crossings and services, by name.
    fn not_open(&self, request: &Request) -> Option<Vec<String>> {
        let network = self.world.network();
        let opened = self.world.scenario().clone();
        let opened = network.projects().fold(opened, |scenario, (_, project)| {
            scenario.with(Change::open(Target::of_kind(
                TargetKind::Project,
                project.id.as_str(),
            )))
        });
        let opened = network
            .links()
            .filter(|(id, link)| !self.world.is_open_link(*id) && link.project.is_none())
            .fold(opened, |scenario, (_, link)| {
                scenario.with(Change::open(Target::of_kind(
                    TargetKind::Link,
                    link.id.as_str(),
                )))
            });
        let opened = network
            .crossings()
            .filter(|(id, row)| !self.world.is_open_crossing(*id) && row.project.is_none())
            .fold(opened, |scenario, (_, row)| {
                let target = Target::of_kind(TargetKind::Crossing, row.code.as_str());
                scenario.with(Change::open(target))
            });
        let planner = Planner::new(network, &opened).ok()?;
        let case = planner.case(request).ok()?;
        let operations = case.ground.operations();
        let closed = |operation: &Operation| {
            operation
                .link()
                .is_some_and(|id| !self.world.is_open_link(id))
                || operation
                    .crossing()
                    .is_some_and(|id| !self.world.is_open_crossing(id))
                || operation
                    .service()
                    .is_some_and(|id| !self.world.is_open_service(id))
        };
        let metric = Metric::new(operations.graph(), |arc| {
            let operation = operations.arc(arc)?;
            let parts = operations.parts(operation).iter();
            let closed_parts = parts.filter(|part| operations.arc(**part).is_some_and(closed));
            let count = u32::from(closed(operation)) + closed_parts.count() as u32;
            case.verdicts.is_open(arc).then_some(count)
        })
        .ok()?;
        let (from, to) = case.gates;
        let path = Dijkstra::new()
            .path(operations.graph(), &metric, from, to)
            .ok()??;
        let mut names: Vec<String> = Vec::new();
        for arc in path.arcs() {
            let operation = operations.arc(*arc)?;
            let parts = operations
                .parts(operation)
                .iter()
                .filter_map(|part| operations.arc(*part));
            for operation in parts
                .chain([operation])
                .filter(|operation| closed(operation))
            {
                let name = self.project_or_id(operation)?;
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        Some(names)
    }

    /// The project that an operation waits for, else the link, crossing or service itself.
    fn project_or_id(&self, operation: &Operation) -> Option<String> {
        let network = self.world.network();
        let (project, id) = if let Some(link) = operation.link() {
            let link = network.link(link)?;
            (link.project, link.id.clone())
        } else if let Some(crossing) = operation.crossing() {
            let crossing = network.crossing(crossing)?;
            (crossing.project, crossing.code.clone())
        } else {
            let service = network.service(operation.service()?)?;
            (service.project, service.id.clone())
        };
        Some(match project.and_then(|project| network.project(project)) {
            Some(project) if project.expected.is_empty() => project.id.clone(),
            Some(project) => format!("{} (expected {})", project.id, project.expected),
            None => id,
        })
    }
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

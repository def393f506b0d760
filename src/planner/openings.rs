//! What would have to open for a way.

use std::collections::BTreeMap;
use std::fmt;

use super::{Planner, Request, RouteError};
use crate::network::{ProjectId, Status};
use crate::operations::{Operation, OperationKind};
use crate::scenario::{Change, Scenario, Standing, Target, TargetKind};
use crate::search::{Dijkstra, Metric};

/// Something that is not open on the day and lies on the way with the fewest such things.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opening {
    /// The project that opens it, or the link, crossing or service itself, as a change names it.
    pub what: Target,
    /// What it is called.
    pub name: String,
    /// Its status on the day; nothing when no record speaks of the day.
    pub status: Option<Status>,
    /// When the project is expected to open, as its source tells it; may be empty.
    pub expected: String,
    /// How many links, crossings and services of the way belong to it.
    pub things: usize,
}

impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (`{}`", self.name, self.what)?;
        match self.status {
            Some(status) => write!(f, ", {}", status.as_str().replace('_', " "))?,
            None => f.write_str(", no longer or not yet recorded")?,
        }
        if !self.expected.is_empty() {
            write!(f, ", expected {}", self.expected)?;
        }
        f.write_str(")")
    }
}

/// Something closed that an operation uses.
struct Closed {
    what: Target,
    name: String,
    status: Option<Status>,
    project: Option<ProjectId>,
}

impl Planner<'_> {
    /// What would have to open for a way under all rules of a request, as few things as possible;
    /// empty when opening does not help. Prices do not matter here.
    ///
    /// # Complexity
    /// Builds the operations of a world in which everything is open.
    ///
    /// # Errors
    /// Unknown places and policies that do not fit.
    pub fn openings(&self, request: &Request) -> Result<Vec<Opening>, RouteError> {
        let open = match Planner::new(self.world.network(), &self.all_open()) {
            Ok(open) => open,
            Err(super::PlannerError::Build(error)) => return Err(error.into()),
            Err(super::PlannerError::Scenario(_)) => return Ok(Vec::new()),
        };
        let case = match open.case(request) {
            Ok(case) => case,
            Err(RouteError::EndpointExcluded { .. } | RouteError::NoTerminal { .. }) => {
                return Ok(Vec::new());
            }
            Err(other) => return Err(other),
        };
        let operations = case.ground.operations();
        let graph = operations.graph();
        let count = |operation: &Operation| u32::from(self.closed(operation).is_some());
        let Ok(metric) = Metric::new(graph, |arc| {
            let operation = operations.arc(arc)?;
            let parts = operations.parts(operation).iter();
            let parts = parts.filter_map(|part| operations.arc(*part)).map(count);
            let all = count(operation) + parts.sum::<u32>();
            case.verdicts.is_open(arc).then_some(all)
        }) else {
            return Ok(Vec::new());
        };
        let (from, to) = case.gates;
        let Some(path) = Dijkstra::new().path(graph, &metric, from, to)? else {
            return Ok(Vec::new());
        };
        let mut found: BTreeMap<Target, Opening> = BTreeMap::new();
        let mut note = |operation: &Operation| {
            if let Some(closed) = self.closed(operation) {
                let opening = self.opening(closed);
                found
                    .entry(opening.what.clone())
                    .and_modify(|known| known.things += 1)
                    .or_insert(opening);
            }
        };
        for arc in path.arcs() {
            let Some(operation) = operations.arc(*arc) else {
                continue;
            };
            note(operation);
            for part in operations.parts(operation) {
                if let Some(part) = operations.arc(*part) {
                    note(part);
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// The scenario with everything open, its other changes kept.
    fn all_open(&self) -> Scenario {
        let world = &self.world;
        let kept = |change: &Change| {
            !matches!(
                change,
                Change::Open(_) | Change::Close(_) | Change::OpensOn { .. }
            )
        };
        let changes = world.scenario().changes().iter();
        let mut scenario = changes
            .map(crate::scenario::NamedChange::change)
            .filter(|change| kept(change))
            .cloned()
            .fold(Scenario::on(world.day()), Scenario::with);
        let mut open = |kind, id: &str| {
            let everything = std::mem::replace(&mut scenario, Scenario::on(world.day()));
            scenario = everything.with(Change::Open(Target::of_kind(kind, id)));
        };
        let network = world.network();
        for (_, link) in network.links() {
            open(TargetKind::Link, &link.id);
        }
        for (_, crossing) in network.crossings() {
            open(TargetKind::Crossing, &crossing.code);
        }
        for (_, service) in network.services() {
            open(TargetKind::Service, &service.id);
        }
        scenario
    }

    fn closed(&self, operation: &Operation) -> Option<Closed> {
        let world = &self.world;
        let network = world.network();
        let status = |standing: Option<Standing<'_>>| standing.and_then(|found| found.status);
        match operation.kind {
            OperationKind::Move { link, .. } if !world.is_open_link(link) => {
                let record = network.link(link)?;
                let (from, to) = (network.end_name(record.from), network.end_name(record.to));
                Some(Closed {
                    what: Target::of_kind(TargetKind::Link, &record.id),
                    name: format!("{}–{}", from.unwrap_or("?"), to.unwrap_or("?")),
                    status: status(world.link_status(link)),
                    project: record.project.or(network.line(record.line)?.project),
                })
            }
            OperationKind::BorderControl { crossing } if !world.is_open_crossing(crossing) => {
                let record = network.crossing(crossing)?;
                Some(Closed {
                    what: Target::of_kind(TargetKind::Crossing, &record.code),
                    name: record.name.clone(),
                    status: status(world.crossing_status(crossing)),
                    project: record.project,
                })
            }
            OperationKind::Run { service } if !world.is_open_service(service) => {
                let record = network.service(service)?;
                Some(Closed {
                    what: Target::of_kind(TargetKind::Service, &record.id),
                    name: record.id.clone(),
                    status: status(world.service_status(service)),
                    project: record.project,
                })
            }
            _ => None,
        }
    }

    /// What opens it: its project, where it has one.
    fn opening(&self, closed: Closed) -> Opening {
        let network = self.world.network();
        match closed.project.and_then(|project| network.project(project)) {
            Some(project) => Opening {
                what: Target::of_kind(TargetKind::Project, &project.id),
                name: project.name.clone(),
                status: closed.status,
                expected: project.expected.clone(),
                things: 1,
            },
            None => Opening {
                what: closed.what,
                name: closed.name,
                status: closed.status,
                expected: String::new(),
                things: 1,
            },
        }
    }
}

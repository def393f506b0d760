//! What would have to open for a way.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Error, Planner, Request};
use crate::code::Name;
use crate::network::{ProjectId, Status, Timeline, Validity, day_alone};
use crate::operations::{Operation, OperationKind, SeaRun, TrainRun};
use crate::router::{Dijkstra, Metric};
use crate::scenario::{Availability, Cause, Change, Scenario, Target, TargetKind};

/// Something that is not open on the day and lies on the way with the fewest such things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Opening {
    /// The project that opens it, or the link, crossing or service itself, as a change names it.
    pub what: Target,
    /// What it is called.
    pub name: Name,
    /// Its status on the day; nothing when no record speaks of the day.
    pub status: Option<Status>,
    /// When the project is expected to open, as its source states it; may be empty.
    pub expected: String,
    /// The first day on which all of it is open by its records or by the scenario, when they give
    /// one.
    pub opens_on: Option<Date>,
    /// The change of the scenario that closes it, if one does.
    pub closed_by: Option<Name>,
    /// Who runs it on other days, where it is not open for want of an operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vacancy: Option<Vacancy>,
    /// How many links, crossings and services of the way belong to it.
    pub things: usize,
}

/// Who runs a line or service on other days, and why nobody does on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Vacancy {
    /// Id of the operator: the last one before the day, else the first one after it.
    pub operator: Name,
    /// Its name.
    pub name: Name,
    /// When it runs it, or else when it exists.
    pub validity: Validity,
    /// The day without an operator.
    #[serde(deserialize_with = "day_alone")]
    pub day: Date,
}

impl fmt::Display for Vacancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            validity,
            day,
            ..
        } = self;
        write!(f, "without an operator on {day}: {name} is {validity}")
    }
}

impl Opening {
    /// One thing that lacks an operator.
    pub(super) fn vacant(
        what: Target,
        name: Name,
        vacancy: Vacancy,
        opens_on: Option<Date>,
    ) -> Self {
        Self {
            what,
            name,
            status: None,
            expected: String::new(),
            opens_on,
            closed_by: None,
            vacancy: Some(vacancy),
            things: 1,
        }
    }

    /// The first day on which all of them are open, when each gives one.
    #[must_use]
    pub fn all_open_on(things: &[Self]) -> Option<Date> {
        let days = things.iter().map(|thing| thing.opens_on);
        days.collect::<Option<Vec<Date>>>()?.into_iter().max()
    }
}

impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (`{}`", self.name, self.what)?;
        match (self.status, &self.vacancy) {
            (_, Some(vacancy)) => write!(f, ", {vacancy}")?,
            (Some(status), None) => write!(f, ", {}", status.as_str().replace('_', " "))?,
            (None, None) => f.write_str(", no longer or not yet recorded")?,
        }
        if let Some(change) = &self.closed_by {
            write!(f, " by `{change}`")?;
        }
        if let Some(day) = self.opens_on {
            write!(f, ", opens on {day}")?;
        } else if !self.expected.is_empty() {
            write!(f, ", expected {}", self.expected)?;
        }
        f.write_str(")")
    }
}

/// Something closed that an operation uses.
struct Closed {
    what: Target,
    name: Name,
    status: Option<Status>,
    project: Option<ProjectId>,
    opens_on: Option<Date>,
    by: Option<Name>,
}

impl Planner {
    /// What would have to open for a way under all rules of a request, as few things as possible;
    /// empty when opening does not help. Prices do not matter here.
    ///
    /// # Complexity
    /// The first call builds the operations of a world in which everything is open and keeps them;
    /// then one search.
    ///
    /// # Errors
    /// Unknown places and policies that do not fit.
    pub fn openings(&self, request: &Request) -> Result<Vec<Opening>, Error> {
        let Some(open) = self.everything_open()? else {
            return Ok(Vec::new());
        };
        let case = match open.case(request) {
            Ok(case) => case,
            Err(error) => return error.into_no_route().map(|_| Vec::new()),
        };
        let operations = case.operations();
        let searched = case.searched()?;
        let graph = searched.graph();
        let Some((from, to)) = searched.ends(case.endpoints) else {
            return Ok(Vec::new());
        };
        let count = |operation: &Operation| u32::from(self.closed(operation).is_some());
        let Ok(metric) = Metric::new(graph, |arc| {
            let arc = searched.operation_of(arc)?;
            let operation = operations.arc(arc)?;
            let parts = operations.parts(operation).iter();
            let parts = parts.filter_map(|part| operations.arc(*part)).map(count);
            let all = count(operation) + parts.sum::<u32>();
            case.verdicts.is_open(arc).then_some(all)
        }) else {
            return Ok(Vec::new());
        };
        let Some(path) = Dijkstra::new().path(graph, &metric, from, to)? else {
            return Ok(Vec::new());
        };
        let mut found: BTreeMap<Target, Opening> = BTreeMap::new();
        let mut note = |operation: &Operation| {
            if let Some(closed) = self.closed(operation) {
                let vacant = self.lacks_operator(operation);
                let opening = vacant.unwrap_or_else(|| self.opening(closed));
                found
                    .entry(opening.what.clone())
                    .and_modify(|known| {
                        known.things += 1;
                        known.opens_on = known.opens_on.max(opening.opens_on).filter(|_| {
                            // One thing without a day leaves the whole without.
                            known.opens_on.is_some() && opening.opens_on.is_some()
                        });
                    })
                    .or_insert(opening);
            }
        };
        for arc in searched.operations_of(path.arcs()) {
            let Some(operation) = operations.arc(arc) else {
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

    /// A planner in the same world with everything open, built when first asked for; nothing when
    /// there can be none.
    fn everything_open(&self) -> Result<Option<&Self>, Error> {
        if self.kept.all_open.get().is_none() {
            let built = match Planner::new(self.world.network(), &self.all_open()) {
                Ok(open) => Some(open),
                Err(Error::Scenario(_)) => None,
                Err(error) => return Err(error),
            };
            let _ = self.kept.all_open.set(built); // another thread may have been first
        }
        Ok(self.kept.all_open.get().and_then(Option::as_ref))
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

    /// Status, day of opening and closing change of something that is not open.
    fn shut(
        &self,
        states: &Timeline,
        availability: Option<Availability<'_>>,
    ) -> (Option<Status>, Option<Date>, Option<Name>) {
        let day = self.world.day();
        let status = availability.and_then(|found| found.status);
        match availability.map(|found| found.cause) {
            Some(Cause::Change(change)) => match change.change() {
                Change::OpensOn { date, .. } => (status, Some(*date), None),
                _ => (status, None, Some(change.name().into())),
            },
            _ => {
                let open = states.states().iter();
                let later = open
                    .filter(|state| state.status == Status::Open)
                    .filter_map(|state| state.validity.from());
                (status, later.filter(|from| day < *from).min(), None)
            }
        }
    }

    fn closed(&self, operation: &Operation) -> Option<Closed> {
        let world = &self.world;
        let network = world.network();
        let (what, name, project, (status, opens_on, by)) = match operation.kind {
            OperationKind::Move(run) if !world.is_open_link(run.link) => {
                let record = network.link(run.link)?;
                let (from, to) = (network.end_name(record.from), network.end_name(record.to));
                (
                    Target::of_kind(TargetKind::Link, &record.id),
                    format!("{}–{}", from.unwrap_or("?"), to.unwrap_or("?")).into(),
                    record.project.or(network.line(record.line)?.project),
                    self.shut(&record.states, world.link_status(run.link)),
                )
            }
            OperationKind::BorderControl(border) if !world.is_open_crossing(border.crossing) => {
                let record = network.crossing(border.crossing)?;
                (
                    Target::of_kind(TargetKind::Crossing, &record.code),
                    record.name.clone(),
                    record.project,
                    self.shut(&record.states, world.crossing_status(border.crossing)),
                )
            }
            OperationKind::SeaRun(SeaRun { service, .. })
            | OperationKind::TrainRun(TrainRun { service, .. })
                if !world.is_open_service(service) =>
            {
                let record = network.service(service)?;
                (
                    Target::of_kind(TargetKind::Service, &record.id),
                    record.id.clone(),
                    record.project,
                    self.shut(&record.states, world.service_status(service)),
                )
            }
            _ => return None,
        };
        Some(Closed {
            what,
            name,
            status,
            project,
            opens_on,
            by,
        })
    }

    /// What an operation lacks an operator of, and nothing else.
    fn lacks_operator(&self, operation: &Operation) -> Option<Opening> {
        let network = self.world.network();
        match operation.kind {
            OperationKind::Move(run) => self.line_vacant_under(network.link(run.link)?),
            OperationKind::SeaRun(SeaRun { service, .. })
            | OperationKind::TrainRun(TrainRun { service, .. }) => {
                self.vacant_service(network.service(service)?)
            }
            _ => None,
        }
    }

    /// What opens it: its project, where it has one.
    fn opening(&self, closed: Closed) -> Opening {
        let network = self.world.network();
        let project = closed.project.and_then(|project| network.project(project));
        let (what, name, expected) = match project {
            Some(project) => (
                Target::of_kind(TargetKind::Project, &project.id),
                project.name.clone(),
                project.expected.clone(),
            ),
            None => (closed.what, closed.name, String::new()),
        };
        Opening {
            what,
            name,
            status: closed.status,
            expected,
            opens_on: closed.opens_on,
            closed_by: closed.by,
            vacancy: None,
            things: 1,
        }
    }
}

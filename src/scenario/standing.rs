//! What can be used on the day, who runs it, and what says so.

use super::overlay::ChangeIndex;
use super::{Availability, Cause, ManagerCause, World};
use crate::network::{CrossingId, LineId, LinkId, OperatorId, ServiceId, Status, Timeline};

impl World {
    /// Whether a link can be used: it is open, and whoever manages it exists; a change that opens it
    /// counts alone.
    #[must_use]
    pub fn is_open_link(&self, id: LinkId) -> bool {
        match (self.links.get(&id), self.network.link(id)) {
            (Some((open, _)), _) => *open,
            (None, Some(link)) => link.states.is_open(self.day()) && !self.is_vacant(link.line),
            (None, None) => self.link(id).is_some(), // added, or of another network
        }
    }

    /// Whether an operator exists on the day by its record.
    #[must_use]
    pub fn has_operator(&self, id: OperatorId) -> bool {
        let operator = self.network.operator(id);
        operator.is_some_and(|operator| operator.validity.contains(self.day()))
    }

    /// Whether a line has managers on record, but none on the day: nothing moves there.
    #[must_use]
    pub fn is_vacant(&self, id: LineId) -> bool {
        let line = self.network.line(id);
        line.is_some_and(|line| !line.managers.is_empty()) && self.manager(id).is_none()
    }

    /// Whether a crossing can be used.
    #[must_use]
    pub fn is_open_crossing(&self, id: CrossingId) -> bool {
        match (self.crossings.get(&id), self.network.crossing(id)) {
            (Some((open, _)), _) => *open,
            (None, crossing) => crossing.is_some_and(|item| item.states.is_open(self.day())),
        }
    }

    /// Whether a service can be used: it is open, and its operator exists; a change that opens it
    /// counts alone.
    #[must_use]
    pub fn is_open_service(&self, id: ServiceId) -> bool {
        match (self.services.get(&id), self.network.service(id)) {
            (Some((open, _)), _) => *open,
            (None, Some(service)) => service.states.is_open(self.day()) && self.is_run(id),
            (None, None) => self.service(id).is_some(), // added, or of another network
        }
    }

    /// Whether whoever runs a service exists on the day, or a change says who does.
    fn is_run(&self, id: ServiceId) -> bool {
        let changed = self.formulas.services.get(&id);
        let named = changed.is_some_and(|service| service.is_run_by);
        let service = self.service(id);
        named || service.is_some_and(|service| self.has_operator(service.operator))
    }

    /// The availability by a change, or else by the record.
    fn availability<'w>(
        &'w self,
        change: Option<(bool, ChangeIndex)>,
        states: &'w Timeline,
    ) -> Availability<'w> {
        if let Some((open, change)) = change {
            let status = if open { Status::Open } else { Status::Closed };
            return Availability {
                status: Some(status),
                cause: Cause::Change(self.change_at(change)),
            };
        }
        let mut fitting = states.states().iter();
        match fitting.find(|state| state.validity.contains(self.day())) {
            Some(state) => Availability {
                status: Some(state.status),
                cause: Cause::State(state),
            },
            None => Availability {
                status: None,
                cause: Cause::NoRecord,
            },
        }
    }

    /// The status of a link on the day, and what says so.
    #[must_use]
    pub fn link_status(&self, id: LinkId) -> Option<Availability<'_>> {
        let link = self.link(id)?;
        let added = id.index().checked_sub(self.link_count);
        let added = added.map(|at| (true, self.added_links[at].1));
        let change = self.links.get(&id).copied().or(added);
        let standing = self.availability(change, &link.states);
        let line = self.network.line(link.line);
        Some(match line.filter(|_| self.is_vacant(link.line)) {
            Some(line) if standing.is_open() && change.is_none() => Availability {
                status: None,
                cause: Cause::NoManager(line),
            },
            _ => standing,
        })
    }

    /// The status of a crossing on the day, and what says so.
    #[must_use]
    pub fn crossing_status(&self, id: CrossingId) -> Option<Availability<'_>> {
        let crossing = self.network.crossing(id)?;
        let change = self.crossings.get(&id).copied();
        Some(self.availability(change, &crossing.states))
    }

    /// The status of a service on the day, and what says so.
    #[must_use]
    pub fn service_status(&self, id: ServiceId) -> Option<Availability<'_>> {
        let service = self.service(id)?;
        let added = id.index().checked_sub(self.service_count);
        let added = added.map(|at| (true, self.added_services[at].1));
        let change = self.services.get(&id).copied().or(added);
        let standing = self.availability(change, &service.states);
        let operator = self.network.operator(service.operator);
        Some(match operator.filter(|_| !self.is_run(id)) {
            Some(operator) if standing.is_open() && change.is_none() => Availability {
                status: None,
                cause: Cause::NoOperator(operator),
            },
            _ => standing,
        })
    }

    /// Who manages a line on the day; nobody who does not exist on it, unless a change says so.
    #[must_use]
    pub fn manager(&self, line: LineId) -> Option<OperatorId> {
        match self.managers.get(&line) {
            Some((operator, _)) => Some(*operator),
            None => {
                let manager = self.network.line(line)?.manager(self.day())?;
                self.has_operator(manager).then_some(manager)
            }
        }
    }

    /// What makes somebody the manager of a line on the day.
    #[must_use]
    pub fn manager_cause(&self, line: LineId) -> Option<ManagerCause<'_>> {
        if let Some((_, change)) = self.managers.get(&line) {
            return Some(ManagerCause::Change(self.change_at(*change)));
        }
        let mut rows = self.network.line(line)?.managers.iter();
        let row = rows.find(|row| row.validity.contains(self.day()))?;
        self.has_operator(row.operator)
            .then_some(ManagerCause::Row(row))
    }
}

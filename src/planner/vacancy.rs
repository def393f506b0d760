//! What nobody runs on the day.

use jiff::civil::Date;

use super::case::stop;
use super::{Opening, Planner, Reason, Vacancy};
use crate::network::{End, LineId, Link, OperatorId, PlaceId, Service, Validity};
use crate::scenario::{Target, TargetKind};

/// An operator, and the days on which it runs a thing by one record.
type Term = (OperatorId, Validity);

impl Planner {
    /// Whoever ran it last before the day, else whoever runs it first after it, and the first day after
    /// it on which somebody does.
    fn vacancy(&self, terms: &[Term]) -> Option<(Vacancy, Option<Date>)> {
        let (day, network) = (self.world.day(), self.world.network());
        // A term within the operator's own days; whichever of the two leaves the day out is told.
        let told = terms.iter().map(|(id, term)| {
            let own = network.operator_at(*id).validity;
            let validity = if term.contains(day) { own } else { *term };
            let starts = term.from().max(own.from());
            (*id, validity, starts)
        });
        let ended = told
            .clone()
            .filter(|(_, validity, _)| validity.to().is_some_and(|last| last < day))
            .max_by_key(|(_, validity, _)| validity.to());
        let later = told.filter(|(.., starts)| starts.is_some_and(|first| day < first));
        let later = later.min_by_key(|(.., starts)| *starts);
        let opens_on = later.and_then(|(.., starts)| starts);
        let (id, validity, _) = ended.or(later)?;
        let operator = network.operator_at(id);
        let vacancy = Vacancy {
            operator: operator.id.clone(),
            name: operator.name.clone(),
            validity,
            day,
        };
        Some((vacancy, opens_on))
    }

    /// A line that nobody manages on the day, though its links are open.
    pub(super) fn vacant_line(&self, id: LineId) -> Option<Opening> {
        if !self.world.is_vacant(id) {
            return None;
        }
        let line = self.world.network().line(id)?;
        let terms = line.managers.iter();
        let terms: Vec<Term> = terms.map(|row| (row.operator, row.validity)).collect();
        let (vacancy, opens_on) = self.vacancy(&terms)?;
        let what = Target::of_kind(TargetKind::Line, &line.id);
        Some(Opening::vacant(what, line.name.clone(), vacancy, opens_on))
    }

    /// The line of a link where it is closed for want of a manager alone.
    pub(super) fn line_vacant_under(&self, link: &Link) -> Option<Opening> {
        let open = link.states.is_open(self.world.day());
        open.then(|| self.vacant_line(link.line)).flatten()
    }

    /// A service that is open by its record and whose operator does not exist on the day.
    pub(super) fn vacant_service(&self, service: &Service) -> Option<Opening> {
        let operator = service.operator;
        if self.world.has_operator(operator) || !service.states.is_open(self.world.day()) {
            return None;
        }
        let (vacancy, opens_on) = self.vacancy(&[(operator, Validity::ALWAYS)])?;
        let what = Target::of_kind(TargetKind::Service, &service.id);
        Some(Opening::vacant(what, service.id.clone(), vacancy, opens_on))
    }

    /// Why nothing is handled at a place: nobody runs the lines that end there, else it has no terminal.
    pub(super) fn not_handled(&self, place: PlaceId) -> Reason {
        let network = self.world.network();
        let ends = |link: &Link| [link.from, link.to].contains(&End::Place(place));
        let mut openings: Vec<Opening> = Vec::new();
        for (_, link) in network.links().filter(|(_, link)| ends(link)) {
            let Some(opening) = self.line_vacant_under(link) else {
                continue;
            };
            match openings.iter_mut().find(|known| known.what == opening.what) {
                Some(known) => known.things += 1,
                None => openings.push(opening),
            }
        }
        openings.sort_by(|a, b| a.what.cmp(&b.what));
        if openings.is_empty() {
            let place = stop(network, place);
            return Reason::NoTerminal { place };
        }
        Reason::NotOpen { openings }
    }
}

//! How long lifts and the time in port take, and what they emit.

use super::appraisal::{Appraisal, Appraisals, Appraiser, Seen, expecting, taking};
use super::carbon::Factor;
use super::sites::{dwell, site};
use crate::network::{Conveyance, EmissionSubject, HandlingId, Service};
use crate::operations::{Lift, Operation};
use crate::quantity::TravelTime;
use crate::scenario::Site;

impl<'w> Appraiser<'w> {
    pub(super) fn lift(
        &self,
        (operation, lift): (&Operation, &Lift),
        family: Option<&'static str>,
        known: &mut Appraisals,
        seen: &mut Seen<'w>,
    ) -> u32 {
        let site = site(operation);
        let changed = site.and_then(|site| self.world.handling_terms(site).time);
        let key = (lift.handling, lift.country, family, changed);
        *seen.lifted.entry(key).or_insert_with(|| {
            let time = site.and_then(|site| dwell(self.world, lift.handling, site));
            let (time, figure) = time.unzip();
            let (subject, country) = (EmissionSubject::Handling, Some(lift.country));
            let factor = self.factors.find(subject, country, None, family);
            let lifted = taking(time.unwrap_or_default(), figure);
            known.add(expecting(lifted.emitting(factor, Factor::once)))
        })
    }

    /// A stop at a border where goods change trucks: two lifts more.
    pub(super) fn reloaded(
        &self,
        spans: &[TravelTime],
        lifts: [Option<HandlingId>; 2],
        site: Site,
    ) -> Appraisal {
        let country = site.country;
        let lifting = lifts.map(|lift| self.dwell(lift, site));
        let spans = spans.iter().copied().chain(lifting);
        let family = Some(Conveyance::Truck.family());
        let subject = EmissionSubject::Handling;
        let factor = self.factors.find(subject, Some(country), None, family);
        taking(TravelTime::total(spans), None).emitting(factor, Factor::twice)
    }

    /// Hours of handling at a site.
    fn dwell(&self, record: Option<HandlingId>, site: Site) -> TravelTime {
        let found = dwell(self.world, record, site);
        found.map(|(time, _)| time).unwrap_or_default()
    }

    /// Hours in port of what goes by sea; trains have none.
    pub(super) fn in_port(
        &self,
        service: &Service,
        record: Option<HandlingId>,
        operation: &Operation,
    ) -> TravelTime {
        let site = site(operation).filter(|_| service.is_by_sea());
        site.map(|site| self.dwell(record, site))
            .unwrap_or_default()
    }
}

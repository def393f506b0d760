//! Whose trucks carry the shipment in a country, and what is done where they change.

use super::misstatement::Misstatement;
use super::reckoning::Reckoning;
use super::records::Records;
use super::took::Took;
use crate::code::Country;
use crate::network::{
    Component, Conveyance, EmissionSubject, FigureId, HandlingId, HandlingKind, PlaceId, Plate,
    PlateRule, Role,
};
use crate::quantity::TravelTime;
use crate::route::{Act, Step};
use crate::scenario::Site;

/// The records of the lifts off the one truck and onto the other.
pub(super) type Lifts = [Option<HandlingId>; 2];

impl Records<'_> {
    /// Whether trucks of a plate enter a country. Of what it says of entering, records for the plate
    /// count, else those for the European Union where the plate's country belongs to it, else those for
    /// any plate.
    fn enters(&self, plate: Country, country: Country) -> bool {
        let day = self.world.day();
        // Sorted by country.
        let rows = self.network.plates();
        let first = rows.partition_point(|row| row.country < country);
        let here = rows[first..].iter();
        let here = here.take_while(|row| row.country == country);
        let here = here.filter(|row| {
            !matches!(row.rule, PlateRule::NoCabotage | PlateRule::Cabotage)
                && row.validity.contains(day)
        });
        let said = |by: Plate| here.clone().find(|row| row.plate == by).map(|row| row.rule);
        let european = |_: &PlateRule| self.network.is_in_union(plate, "EU", day);
        let union = || said(Plate::EuropeanUnion).filter(european);
        let rule = said(Plate::Country(plate)).or_else(union);
        let rule = rule.or_else(|| said(Plate::Other));
        plate == country || matches!(rule, None | Some(PlateRule::Allowed))
    }

    /// The shipment's own plate, or where its trucks do not enter a country, the country's.
    pub(super) fn plate_in(&self, country: Country) -> Country {
        if let Some(known) = self.ledger.borrow().plates.get(&country) {
            return *known;
        }
        let own = self.cargo.plate;
        let plate = if self.enters(own, country) {
            own
        } else {
            country
        };
        self.ledger.borrow_mut().plates.insert(country, plate);
        plate
    }

    /// The plates of both trucks, where the goods change them between two countries.
    fn changed(
        &self,
        conveyances: &[Conveyance],
        (from, to): (Country, Country),
    ) -> Option<(Country, Country)> {
        let plates = (self.plate_in(from), self.plate_in(to));
        if conveyances != [Conveyance::Truck] || plates.0 == plates.1 {
            return None;
        }
        // Between two countries that the shipment's own trucks do not enter, those of the one that is
        // left run on where they may.
        let neither = plates == (from, to) && ![from, to].contains(&self.cargo.plate);
        let runs_on = neither && self.enters(from, to);
        (!runs_on).then_some(plates)
    }

    /// The plates between which a step changes trucks, as it should state them.
    pub(super) fn same_reload(&self, step: &Step) -> Result<(), Misstatement> {
        let border = match &step.act {
            Act::BorderControl { from, to, .. } => Some((*from, *to)),
            Act::Land { border, .. } => *border,
            Act::Move { .. }
            | Act::Haul
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Wait { .. }
            | Act::Run { .. }
            | Act::Through { .. } => None,
        };
        let recorded = border.and_then(|border| self.changed(&step.conveyances, border));
        if step.reload == recorded {
            return Ok(());
        }
        Err(Misstatement::OtherReload {
            stated: step.reload,
            recorded,
        })
    }

    /// The lifts at a border where the goods change trucks: of the port, else of the country entered.
    pub(super) fn lifts_between(
        &self,
        step: &Step,
        border: (Country, Country),
        port: Option<PlaceId>,
    ) -> Option<Lifts> {
        self.changed(&step.conveyances, border)?;
        let (truck, ground) = (Conveyance::Truck, Conveyance::Terminal);
        let kind = HandlingKind::Tranship;
        let record = |both| self.handling_row(kind, port, border.1, both);
        Some([record([truck, ground]), record([ground, truck])])
    }

    /// Adds the hours and CO2e of these lifts to what a stop at a border takes otherwise, and who lifts.
    pub(super) fn reload(
        &self,
        lifts: Lifts,
        spans: &[TravelTime],
        site: Site,
        found: &mut Reckoning,
    ) {
        let entered = site.country;
        let dwells = lifts.map(|lift| self.dwell_of(lift, site));
        let lifting = dwells.map(|dwell| dwell.map(|(time, _)| time).unwrap_or_default());
        let all = spans.iter().chain(&lifting).copied();
        found.took = Took::long(TravelTime::total(all));
        let subject = EmissionSubject::Handling;
        let factor = self.emission_record(subject, Some(entered), None, Some("truck"));
        let lifted = self.emitted_by_lift(factor);
        found.took.per_unit = lifted.plus(lifted);
        found.factor = factor.map(FigureId::Emission);
        for (time, figure) in dwells.into_iter().flatten() {
            found.hours.push((figure, time.expected()));
        }
        for lift in lifts {
            let operator = self.terminal_of(lift, site);
            let party = operator.map(|operator| (operator, Role::Terminal));
            if !party.is_some_and(|party| found.parties.contains(&party)) {
                found.party(operator, Role::Terminal);
            }
        }
    }

    /// What these lifts are charged.
    pub(super) fn owe_reload(&self, lifts: Option<Lifts>, site: Site, found: &mut Reckoning) {
        for lift in lifts.into_iter().flatten() {
            // What follows something without a price is not itemised.
            if found.priced {
                self.owe_handling(lift, (Component::Handling, site), found);
            }
        }
    }

    /// Where the trucks of a step are registered: of two countries those of the one entered, on a ship
    /// those of the country left.
    pub(super) fn carrier_plate(&self, step: &Step, countries: &[Country]) -> Option<Country> {
        let by_truck = step.conveyances.contains(&Conveyance::Truck);
        let country = countries.last().copied().unwrap_or(step.from.country);
        by_truck.then(|| self.plate_in(country))
    }
}

//! What the records say of one step: who takes part, hours, CO2e and charges.

use super::Mismatch;
use super::cargo::Goes;
use super::formula::fast;
use super::owed::Payee;
use super::reckoning::Reckoning;
use super::records::{Found, Records};
use super::took::Took;
use crate::code::Country;
use crate::network::{
    BorderTermsId, Bound, Component, Consist, Conveyance, CrossingId, EmissionSubject, End,
    FigureId, HandlingKind, Mode, OperatorId, Product, Role,
};
use crate::quantity::{Distance, Duration, TravelTime};
use crate::route::{Act, Step, Stop};
use crate::scenario::Site;

impl Records<'_> {
    /// What the records say of a step without parts; `carrier` hauls it, where it moves, and at borders
    /// and ships it waits as goods that go so.
    pub(super) fn reckon(
        &self,
        step: &Step,
        carrier: Option<OperatorId>,
        goes: Goes,
        found: &mut Reckoning,
    ) -> Found<()> {
        found.clear();
        match &step.act {
            Act::Move { link, .. } => self.reckon_move(step, link, carrier, found),
            Act::BorderControl { crossing, from, to } => {
                self.reckon_border(step, crossing, (*from, *to), goes, found)
            }
            Act::Load => self.reckon_lift(step, HandlingKind::Load, found),
            Act::Unload => self.reckon_lift(step, HandlingKind::Unload, found),
            Act::Tranship => self.reckon_lift(step, HandlingKind::Tranship, found),
            Act::GaugeChange => self.reckon_lift(step, HandlingKind::GaugeChange, found),
            Act::Depart => self.reckon_departure(step, found),
            Act::Wait { service } => self.reckon_wait(step, service, goes, found),
            Act::Run { service } => self.reckon_run(step, service, found),
            Act::Land { service, border } => self.reckon_land(step, service, *border, found),
            Act::Haul | Act::Through { .. } => Err(Mismatch::HaulWithoutLinks),
        }
    }

    fn reckon_move(
        &self,
        step: &Step,
        id: &str,
        carrier: Option<OperatorId>,
        found: &mut Reckoning,
    ) -> Found<()> {
        let key = self.world.link_by_id(id);
        let link = key.and_then(|key| self.world.link(key));
        let (Some(key), Some(link), Some(product)) = (key, link, step.product) else {
            return Err(Mismatch::unknown("link", id));
        };
        let sold = self.sold_by(link, product, carrier);
        let Some((all, at)) = sold else {
            return Err(Mismatch::Unhauled { link: id.into() });
        };
        found.parties.extend_from_slice(&all[at].parties);
        self.toll_takers(key, &mut found.parties);
        let offer = all[at].offer.clone();
        let bound = self.bound(&step.from, &step.to);
        let pace = self.pace(link, product, bound);
        let change = self
            .world
            .pace(link.line, (link.country, link.mode), product);
        let speed = pace
            .speed
            .and_then(|id| self.network.speeds().get(id.index()));
        let fast = fast(speed, change);
        let known = self
            .ledger
            .borrow()
            .moves
            .get(&(key, product, bound))
            .copied();
        found.took = known.unwrap_or_else(|| {
            let length = link.length.value();
            let time = fast.map(|(speed, spread)| {
                let hazard = pace.hazard.map_or(1_000, |(_, factor)| factor);
                moving_time(length, speed, [spread, hazard])
            });
            let mut took = Took::long(time.unwrap_or_default());
            took.per_tonne = self.emitted_over(pace.factor, length);
            let mut ledger = self.ledger.borrow_mut();
            ledger.moves.insert((key, product, bound), took);
            took
        });
        let recorded = pace.speed.map(FigureId::Speed);
        let figure = change.map(|_| FigureId::Scenario).or(recorded);
        if let Some(figure) = figure.filter(|_| fast.is_some()) {
            found.hours.push((figure, found.took.expected()));
            let hazard = pace.hazard.map(|(id, _)| FigureId::Hazard(id));
            let hazard = hazard.map(|figure| (figure, Duration::ZERO));
            found.hours.extend(hazard);
        }
        found.length = Some(FigureId::LinkLength(key));
        found.factor = pace.factor.map(FigureId::Emission);
        let (length, owed) = (link.length.value(), &mut found.owed);
        found.priced = offer.haulage(&self.cargo, (length, bound), link.country, owed);
        self.owe_tolls(&offer, length, link.country, owed);
        if found.priced {
            self.owe_link_tolls(key, (length, link.country), owed);
        }
        for payee in self.toll_payees(product, link.country) {
            let party = (payee, Role::InfrastructureManager);
            if !found.parties.contains(&party) {
                found.parties.push(party);
            }
        }
        found.moved = Some((offer, (link.country, link.mode, product)));
        Ok(())
    }

    /// Which way something moves: west where the longitude of its end is less than that of its start.
    pub(super) fn bound(&self, from: &Stop, to: &Stop) -> Bound {
        let longitude = |stop: &Stop| {
            let place = self.network.place_by_code(&stop.code).map(End::Place);
            let crossing = || self.network.crossing_by_code(&stop.code).map(End::Crossing);
            let end = place.or_else(crossing);
            let at = end.and_then(|end| self.network.end_location(end));
            at.map_or(0.0, geo_types::Point::x)
        };
        if longitude(to) < longitude(from) {
            Bound::Westbound
        } else {
            Bound::Eastbound
        }
    }

    fn reckon_border(
        &self,
        step: &Step,
        code: &str,
        (from, to): (Country, Country),
        goes: Goes,
        found: &mut Reckoning,
    ) -> Found<()> {
        let id = self.network.crossing_by_code(code);
        let crossing = id.and_then(|id| self.network.crossing(id));
        let (Some(id), Some(crossing)) = (id, crossing) else {
            return Err(Mismatch::unknown("border crossing", code));
        };
        let control = (crossing.mode, crossing.regime);
        let goes = match crossing.mode {
            Mode::Rail => goes,
            Mode::Road | Mode::Sea | Mode::InlandWaterway => (Product::Truck, Consist::Single),
        };
        let record = self.border_record(Some(id), control, (from, to), Some(goes));
        let (time, figure) = match self.world.border_override(id, from, to) {
            Some(time) => (time, Some(FigureId::Scenario)),
            None => {
                let (time, figure) = self.control_of(record).unzip();
                (time.unwrap_or_default(), figure)
            }
        };
        let lifts = self.lifts_between(step, (from, to), None);
        match lifts {
            None => found.takes(time, figure),
            Some(lifts) => {
                let control = figure.map(|figure| (figure, time.expected()));
                found.hours.extend(control);
                self.reload(lifts, &[time], Site::lift(None, to), found);
            }
        }
        let expected = found.took.expected();
        for conveyance in &step.conveyances {
            self.owe_standing(*conveyance, from, expected, &mut found.owed);
        }
        self.controlled(step, (Some(id), record), (from, to), found);
        self.owe_reload(lifts, Site::lift(None, to), found);
        Ok(())
    }

    /// Hours of a record of border control.
    pub(super) fn control_of(
        &self,
        record: Option<BorderTermsId>,
    ) -> Option<(TravelTime, FigureId)> {
        let id = record?;
        let row = self.network.border_terms(id)?;
        Some((row.time.value(), FigureId::BorderTime(id)))
    }

    /// Who controls a border, and what is paid there.
    pub(super) fn controlled(
        &self,
        step: &Step,
        (crossing, record): (Option<CrossingId>, Option<BorderTermsId>),
        (from, to): (Country, Country),
        found: &mut Reckoning,
    ) {
        let row = record.and_then(|id| Some((id, self.network.border_terms(id)?)));
        let changed = self.world.border_payee(crossing, from, to);
        let payee = changed.or(row.and_then(|(_, row)| row.payee));
        found.party(payee, Role::StateAgency);
        if let Some(crossing) = crossing {
            self.toll_takers_at(crossing, &mut found.parties);
        }
        for payee in self.fee_payees(&step.conveyances, crossing, (from, to)) {
            let party = (payee, Role::StateAgency);
            if !found.parties.contains(&party) {
                found.parties.push(party);
            }
        }
        let change = crossing.and_then(|crossing| self.world.border_fee(crossing, from, to));
        let recorded = row.map(|(_, row)| row.fee.value());
        if let Some((rate, changed)) = self.asked(change, recorded) {
            let payee = payee.map_or(Payee::Authority(to), Payee::Operator);
            let fee = rate.times(self.cargo.count, 1);
            let figure = match row {
                Some((id, _)) if !changed => FigureId::BorderFee(id),
                Some(_) | None => FigureId::Scenario,
            };
            found.owe((Component::Border, fee), payee, Some(to), figure);
        }
        if let Some(crossing) = crossing {
            self.owe_crossing_tolls(crossing, to, &mut found.owed);
        }
        self.owe_fees(&step.conveyances, crossing, (from, to), &mut found.owed);
    }

    /// The wait for a train to leave, of the shipment as it goes by itself.
    fn reckon_departure(&self, step: &Step, found: &mut Reckoning) -> Found<()> {
        let place = self.place(&step.from)?;
        let record = self.departure_record(place, step.from.country, self.cargo.goes);
        let row = record.and_then(|id| Some((id, self.network.departures().get(id.index())?)));
        let time = row.map(|(_, row)| row.time.value()).unwrap_or_default();
        found.takes(time, record.map(FigureId::DepartureTime));
        Ok(())
    }

    fn reckon_lift(&self, step: &Step, kind: HandlingKind, found: &mut Reckoning) -> Found<()> {
        let place = self.place(&step.from)?;
        let [before, after] = step.conveyances[..] else {
            return Err(Mismatch::HandlingConveyances);
        };
        let country = step.from.country;
        let record = self.handling_record(kind, place, country, [before, after]);
        let lifted = if kind == HandlingKind::GaugeChange {
            "gauge_change"
        } else if before == Conveyance::Terminal {
            after.family()
        } else {
            before.family()
        };
        let site = Site::at(kind, place, country);
        found.party(self.terminal_of(record, site), Role::Terminal);
        let (time, figure) = self.dwell_of(record, site).unzip();
        found.takes(time.unwrap_or_default(), figure);
        let subject = EmissionSubject::Handling;
        let factor = self.emission_record(subject, Some(country), None, Some(lifted));
        found.took.per_unit = self.emitted_by_lift(factor);
        found.factor = factor.map(FigureId::Emission);
        let truck = [before, after].contains(&Conveyance::Truck);
        let truck = if truck { Conveyance::Truck } else { before };
        self.owe_standing(truck, country, found.took.expected(), &mut found.owed);
        let component = if kind == HandlingKind::GaugeChange {
            Component::GaugeChange
        } else {
            Component::Handling
        };
        self.owe_handling(record, (component, site), found);
        Ok(())
    }
}

/// Length over speed, and that times the ratio of the spread and that of a hazard, both rounded half up to
/// the minute.
fn moving_time(length: Distance, metres_per_hour: u32, p90_per_mille: [u32; 2]) -> TravelTime {
    let pace = u64::from(metres_per_hour.max(1));
    let scaled = length.as_metres() * 60;
    let rounded = |scaled: u64| minutes((scaled + pace / 2) / pace);
    let [spread, hazard] = p90_per_mille.map(u128::from);
    let slow = u128::from(scaled) * spread * hazard / 1_000_000;
    let slow = u64::try_from(slow).unwrap_or(u64::MAX / 2);
    TravelTime::new(rounded(scaled), rounded(slow))
}

pub(super) fn minutes(minutes: u64) -> Duration {
    Duration::from_minutes(u32::try_from(minutes).unwrap_or(u32::MAX))
}

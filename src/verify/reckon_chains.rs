//! What the records say of services, hauls, block trains and through rates.

use super::Mismatch;
use super::cargo::Goes;
use super::offer::Offer;
use super::owed::Payee;
use super::reckon::minutes;
use super::reckoning::{Inside, Reckoning};
use super::records::{Found, Records};
use super::stays::berth;
use super::took::Took;
use crate::code::Country;
use crate::network::{
    CitedTime, Component, Consist, Conveyance, DepartureRule, EmissionSubject, FigureId,
    HandlingKind, Mode, OperatorId, PriceFor, Regime, Role, Season, SeasonId, Service, ServiceId,
};
use crate::quantity::{Duration, Rate, Share, TravelTime};
use crate::route::{Act, Step};
use crate::scenario::Site;

impl<'w> Records<'w> {
    fn service_of(&self, id: &str) -> Found<(ServiceId, &'w Service)> {
        let key = self.world.service_by_id(id);
        let known = key.and_then(|key| Some((key, self.world.service(key)?)));
        known.ok_or_else(|| Mismatch::unknown("service", id))
    }

    fn run_by(service: &Service, found: &mut Reckoning) {
        let role = if service.is_by_sea() {
            Role::ShippingLine
        } else {
            Role::RailwayUndertaking
        };
        found.party(Some(service.operator), role);
    }

    /// The dwell before a vessel is boarded, and the wait until it leaves.
    pub(super) fn reckon_wait(
        &self,
        step: &Step,
        id: &str,
        (_, consist): Goes,
        found: &mut Reckoning,
    ) -> Found<()> {
        let (key, service) = self.service_of(id)?;
        let country = step.from.country;
        let dwell = service.is_by_sea().then(|| {
            let (land, sea) = berth(service);
            let kind = HandlingKind::PortDwell;
            self.handling_record(kind, service.from, country, [land, sea])
        });
        let dwell = dwell.flatten();
        let site = Site::at(HandlingKind::PortDwell, service.from, country);
        let by_sea = service.is_by_sea();
        if by_sea {
            found.party(self.terminal_of(dwell, site), Role::Terminal);
        }
        Self::run_by(service, found);
        let (usual, figure) = usual_wait(key, service, consist);
        let figure = if self.world.changes_service_wait(key) {
            FigureId::Scenario
        } else {
            figure
        };
        let season = self.season_of(key);
        let alone = season.map_or(usual, |(_, season)| seasonal(usual, season));
        let wait = crowded(alone, self.world.service_capacity_left(key));
        let handled = self.dwell_of(dwell, site).filter(|_| by_sea);
        let both = [wait, handled.map(|(time, _)| time).unwrap_or_default()];
        found.took = Took::long(TravelTime::total(both));
        let shorter = usual.expected().min(alone.expected());
        found.hours.push((figure, shorter));
        if let Some((season, _)) = season {
            let longer = alone.expected().saturating_sub(usual.expected());
            found.hours.push((FigureId::Season(season), longer));
        }
        if let Some((time, figure)) = handled {
            found.hours.push((figure, time.expected()));
        }
        let longer = wait.expected().saturating_sub(alone.expected());
        if longer > Duration::ZERO {
            found.hours.push((FigureId::Scenario, longer));
        }
        let expected = found.took.expected();
        self.owe_standing(service.conveyance, country, expected, &mut found.owed);
        if by_sea {
            self.owe_handling(dwell, (Component::Handling, site), found);
        }
        Ok(())
    }

    /// The season in which the day lies for a service.
    fn season_of(&self, service: ServiceId) -> Option<(SeasonId, &'w Season)> {
        let month = self.world.day().month();
        for (index, season) in self.network.seasons().iter().enumerate() {
            let (first, last) = (
                i8::try_from(season.month_from),
                i8::try_from(season.month_to),
            );
            let (Ok(first), Ok(last)) = (first, last) else {
                continue;
            };
            let inside = if last < first {
                month >= first || month <= last
            } else {
                first <= month && month <= last
            };
            if inside && season.services.contains(&service) {
                return Some((SeasonId::new(index), season));
            }
        }
        None
    }

    /// A voyage. Trucks on board stand, at the rate of the country of the first port.
    pub(super) fn reckon_run(&self, step: &Step, id: &str, found: &mut Reckoning) -> Found<()> {
        let (key, service) = self.service_of(id)?;
        Self::run_by(service, found);
        let time = service.time.as_ref().map(CitedTime::value);
        let figure = time.map(|_| self.time_figure(key));
        found.takes(time.unwrap_or_default(), figure);
        if let Some(length) = &service.distance {
            let subject = EmissionSubject::Service(service.kind);
            let factor = self.emission_record(subject, None, None, None);
            found.took.per_tonne = self.emitted_over(factor, length.value());
            found.factor = factor.map(FigureId::Emission);
            found.length = Some(FigureId::ServiceLength(key));
        }
        let (country, expected) = (step.from.country, found.took.expected());
        self.owe_standing(service.conveyance, country, expected, &mut found.owed);
        match self.fare(key, service) {
            Some((fare, figure)) => {
                let fare = (Component::Freight, fare.times(self.cargo.count, 1));
                found.owe(fare, Payee::Operator(service.operator), None, figure);
            }
            None => found.priced = false,
        }
        Ok(())
    }

    /// What a service asks for a unit: the unit's own price; on a truck that of the truck first; of
    /// containers in wagons, where they have none of their own, that of a wagon, of which a 20 ft
    /// container pays half, rounded up to the millionth of a dollar. Trailers go on trucks alone.
    pub(super) fn fare(&self, id: ServiceId, service: &Service) -> Option<(Rate, FigureId)> {
        let asked = |unit| {
            let price = service.prices.of(unit)?;
            let figure = if self.world.changes_service_price(id, unit) {
                FigureId::Scenario
            } else {
                FigureId::ServicePrice(id, unit)
            };
            Some((price.value(), figure))
        };
        let own = self.cargo.price();
        match service.conveyance {
            Conveyance::Truck => asked(PriceFor::Truck).or_else(|| asked(own)),
            _ if own == PriceFor::Truck => None,
            Conveyance::Wagon(_) if own == PriceFor::Container20 => asked(own).or_else(|| {
                let (wagon, figure) = asked(PriceFor::Wagon)?;
                let half = wagon.as_millionths().div_ceil(2);
                Some((Rate::of_millionths(half), figure))
            }),
            Conveyance::Wagon(_) => asked(own).or_else(|| asked(PriceFor::Wagon)),
            Conveyance::Vessel | Conveyance::Barge | Conveyance::Terminal => asked(own),
        }
    }

    /// The dwell after a vessel is left, and the control of the border that it brought along; fees and
    /// the time of trucks are of the country left.
    pub(super) fn reckon_land(
        &self,
        step: &Step,
        id: &str,
        border: Option<(Country, Country)>,
        found: &mut Reckoning,
    ) -> Found<()> {
        let (_, service) = self.service_of(id)?;
        let here = step.to.country;
        let dwell = service.is_by_sea().then(|| {
            let (land, sea) = berth(service);
            let kind = HandlingKind::PortDwell;
            self.handling_record(kind, service.to, here, [sea, land])
        });
        let dwell = dwell.flatten();
        let site = Site::at(HandlingKind::PortDwell, service.to, here);
        let by_sea = service.is_by_sea();
        if by_sea {
            found.party(self.terminal_of(dwell, site), Role::Terminal);
        }
        Self::run_by(service, found);
        let control = (Mode::Sea, Regime::Controlled);
        let record = border.and_then(|border| self.border_record(None, control, border, None));
        let dwells = self.dwell_of(dwell, site).filter(|_| by_sea);
        let spans = [dwells, self.control_of(record)];
        let both = spans.map(|span| span.map(|(time, _)| time).unwrap_or_default());
        found.took = Took::long(TravelTime::total(both));
        for (time, figure) in spans.into_iter().flatten() {
            found.hours.push((figure, time.expected()));
        }
        let lifts = border.and_then(|border| self.lifts_between(step, border, Some(service.to)));
        if let Some(lifts) = lifts {
            self.reload(lifts, &both, Site::lift(Some(service.to), here), found);
        }
        let left = border.map_or(here, |(left, _)| left);
        let expected = found.took.expected();
        self.owe_standing(service.conveyance, left, expected, &mut found.owed);
        if let Some(border) = border {
            self.controlled(step, (None, record), border, found);
        }
        if by_sea {
            self.owe_handling(dwell, (Component::Handling, site), found);
        }
        self.owe_reload(lifts, Site::lift(Some(service.to), here), found);
        Ok(())
    }

    /// A haul, a train or a through rate over its parts.
    pub(super) fn reckon_whole(
        &self,
        step: &Step,
        carrier: Option<OperatorId>,
        inside: Inside,
        found: &mut Reckoning,
    ) -> Found<()> {
        found.clear();
        found.took = inside.sum.total();
        match &step.act {
            Act::Haul => {
                found.party(carrier, Role::RailwayUndertaking);
                let Some((offer, (country, ..))) = inside.moved else {
                    return Err(Mismatch::HaulWithoutLinks);
                };
                let length = step.parts.iter().map(|part| part.distance).sum();
                let way = (length, self.bound(&step.from, &step.to));
                found.priced = Offer::haulage(&offer, &self.cargo, way, country, &mut found.owed);
                self.owe_tolls(&offer, length, country, &mut found.owed);
                if found.priced {
                    self.owe_haul_tolls(step, country, &mut found.owed);
                }
            }
            Act::Run { service } => {
                let (key, service) = self.service_of(service)?;
                Self::run_by(service, found);
                if let Some(time) = &service.time {
                    let time = time.value();
                    (found.took.time, found.took.mean) = (time, time.mean());
                    found.hours.push((self.time_figure(key), Duration::ZERO));
                }
                let length = service.distance.as_ref();
                found.length = length.map(|_| FigureId::ServiceLength(key));
                match self.fare(key, service) {
                    Some((fare, figure)) => {
                        let fare = (Component::Haulage, fare.times(self.cargo.count, 1));
                        found.owe(fare, Payee::Operator(service.operator), None, figure);
                    }
                    // A train without a price of its own pays what its parts are charged.
                    None => {
                        found.owed = inside.owed;
                        found.priced = !inside.unpriced;
                    }
                }
            }
            Act::Through { rate } => {
                let id = self.network.through_rate_by_id(rate);
                let row = id.and_then(|id| Some((id, self.network.through_rate(id)?)));
                let Some((id, row)) = row else {
                    return Err(Mismatch::unknown("through rate", rate));
                };
                found.party(Some(row.seller), Role::Forwarder);
                let unit = self.cargo.price();
                let price = self.world.through_price(id, unit);
                found.priced = price.is_some();
                let (price, changed) = price.unwrap_or_default();
                let asked = (Component::ThroughRate, price.times(self.cargo.count, 1));
                let figure = if changed {
                    FigureId::Scenario
                } else {
                    FigureId::ThroughPrice(id, unit)
                };
                if let Some(time) = self.world.through_time(id) {
                    (found.took.time, found.took.mean) = (time, time.mean());
                    found.hours.push((FigureId::Scenario, Duration::ZERO));
                }
                found.owe(asked, Payee::Operator(row.seller), None, figure);
            }
            Act::Move { .. }
            | Act::BorderControl { .. }
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::Depart
            | Act::GaugeChange
            | Act::Wait { .. }
            | Act::Land { .. } => return Err(Mismatch::PartsOfNothing),
        }
        Ok(())
    }

    fn time_figure(&self, service: ServiceId) -> FigureId {
        if self.world.changes_service_time(service) {
            FigureId::Scenario
        } else {
            FigureId::ServiceTime(service)
        }
    }

    /// Whether a train asks no price for the shipment, so that it pays what its parts are charged.
    pub(super) fn pays_by_parts(&self, step: &Step) -> bool {
        let Act::Run { service } = &step.act else {
            return false;
        };
        let known = self.service_of(service);
        known.is_ok_and(|(key, service)| self.fare(key, service).is_none())
    }
}

/// The wait before a service leaves: that of whole trains for what goes as one, else its own record.
/// Without either, of what leaves by a timetable half a headway by median and nine tenths of one in
/// nine of ten cases; of what leaves when full 0.693 and 2.303 headways, as an exponential law has it
/// with a mean of one. Rounded down to the minute.
fn usual_wait(id: ServiceId, service: &Service, consist: Consist) -> (TravelTime, FigureId) {
    if let (Some(wait), Consist::BlockTrain) = (&service.train_wait, consist) {
        return (wait.value(), FigureId::ServiceTrainWait(id));
    }
    if let Some(wait) = &service.wait {
        return (wait.value(), FigureId::ServiceWait(id));
    }
    let often = service.departures_per_1000_weeks.as_ref();
    let often = often.map_or(0, |often| u64::from(often.value()));
    let headway = (168 * 60 * 1_000_u64).checked_div(often).unwrap_or(0);
    let per_mille = |part: u64| minutes(headway * part / 1_000);
    let wait = match service.rule {
        DepartureRule::Timetable => TravelTime::new(per_mille(500), per_mille(900)),
        DepartureRule::WhenFull => TravelTime::new(per_mille(693), per_mille(2_303)),
    };
    (wait, FigureId::ServiceFrequency(id))
}

/// A wait in a season: the median and the 90th percentile times their factors, rounded half up to
/// the minute; the second is never below the first.
fn seasonal(usual: TravelTime, season: &Season) -> TravelTime {
    let scaled = |span: Duration, factor: u32| {
        minutes((span.as_minutes() * u64::from(factor) + 500) / 1_000)
    };
    let median = scaled(usual.median(), season.median_per_mille.value());
    let late = scaled(usual.p90(), season.p90_per_mille.value());
    TravelTime::new(median, if late < median { median } else { late })
}

/// Goods that fill one departure fill several where a part of the room is left: both quantiles over
/// that part, rounded half up to the minute.
fn crowded(wait: TravelTime, left: Share) -> TravelTime {
    let whole = u64::from(Share::WHOLE.as_millionths());
    let left = u64::from(left.as_millionths().max(1));
    let longer = |span: Duration| minutes((span.as_minutes() * whole + left / 2) / left);
    TravelTime::new(longer(wait.median()), longer(wait.p90()))
}

//! How long an operation takes and what it emits.

use rustc_hash::FxHashMap;

use super::Shipment;
use super::pace::{Speeds, crowded, pace, wait};
use crate::code::Country;
use crate::network::{
    BorderTermsId, Carriage, EmissionSubject, HandlingId, Network, Product, Service, ServiceId,
};
use crate::operations::{ArcId, Lift, Move, Operation, OperationKind, Operations};
use crate::quantity::{Distance, Duration, Emissions, Share, TravelTime};
use crate::scenario::World;

/// Time and emissions of one operation, whatever the shipment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Appraisal {
    pub(super) time: TravelTime,
    pub(super) expected: Duration,
    /// Mean and variance of the time in minutes, so that composites sum them without a logarithm.
    moments: (f64, f64),
    /// Milligrams of CO2e per tonne of goods.
    pub(super) per_tonne: u64,
    /// Milligrams of CO2e per unit.
    pub(super) per_unit: u64,
    pub(super) assumed_time: bool,
    pub(super) assumed_distance: bool,
}

impl Appraisal {
    pub(super) fn emissions(&self, shipment: &Shipment) -> Emissions {
        let moved = u128::from(self.per_tonne) * u128::from(shipment.goods().as_kg()) / 1_000;
        let lifted = u128::from(self.per_unit) * u128::from(shipment.count());
        let grams = (moved + lifted) / 1_000;
        Emissions::from_grams(u64::try_from(grams).unwrap_or(u64::MAX))
    }
}

/// Appraises operations by the records of a day.
pub(super) struct Appraiser<'w> {
    world: &'w World,
    network: &'w Network,
    speeds: Speeds<'w>,
    /// Emission factors by subject, most specific first.
    intensities: FxHashMap<EmissionSubject, Vec<usize>>,
}

impl<'w> Appraiser<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        let network = world.network();
        let mut intensities: FxHashMap<EmissionSubject, Vec<usize>> = FxHashMap::default();
        let rows = network.emissions();
        for (index, row) in rows.iter().enumerate() {
            intensities.entry(row.subject).or_default().push(index);
        }
        for indexes in intensities.values_mut() {
            indexes.sort_by_key(|index| {
                let row = &rows[*index];
                let named = row.product.is_some() || row.family.is_some();
                std::cmp::Reverse((row.country.is_some(), named))
            });
        }
        Self {
            world,
            network,
            speeds: Speeds::of(world),
            intensities,
        }
    }

    /// Every operation in turn; parts come before what they are part of.
    pub(super) fn all(&self, operations: &Operations) -> Vec<Appraisal> {
        let mut known = Vec::with_capacity(operations.len());
        for operation in operations.arcs() {
            let appraisal = self.one(operation, operations.parts(operation), &known);
            known.push(appraisal);
        }
        known
    }

    fn one(&self, operation: &Operation, parts: &[ArcId], known: &[Appraisal]) -> Appraisal {
        let mut found = match &operation.kind {
            OperationKind::Move(run) => self.movement(run),
            OperationKind::Pass(_) => Appraisal::default(),
            OperationKind::Haul(_) | OperationKind::Through(_) => sum(parts, known),
            OperationKind::BorderControl(border) => {
                let (time, assumed_time) = self.control(border.terms);
                let [from, to] = border.countries;
                match self.world.border_override(border.crossing, from, to) {
                    Some(time) => taking(time, true),
                    None => taking(time, assumed_time),
                }
            }
            OperationKind::Load(lift)
            | OperationKind::Unload(lift)
            | OperationKind::Tranship(lift) => self.lift(lift, lifted(lift)),
            OperationKind::GaugeChange(lift) => self.lift(lift, Some("gauge_change")),
            OperationKind::Wait(stop) => {
                let left = self.world.service_capacity_left(stop.service);
                let service = service(self.world, stop.service);
                let (wait, column) = wait(service);
                let dwell = self.dwell(stop.dwell);
                let assumed = self.network.is_assumed(&service.provenance, column)
                    || dwell.1
                    || left < Share::WHOLE;
                taking(TravelTime::total([crowded(wait, left), dwell.0]), assumed)
            }
            OperationKind::SeaRun(run) => {
                let service = service(self.world, run.service);
                let subject = EmissionSubject::Service(service.kind);
                let intensity = self.intensity(subject, None, None, None);
                Appraisal {
                    per_tonne: over(intensity, run.distance),
                    ..self.recorded(Appraisal::default(), service)
                }
            }
            OperationKind::TrainRun(run) => {
                self.recorded(sum(parts, known), service(self.world, run.service))
            }
            OperationKind::Land(land) => {
                let dwell = self.dwell(land.dwell);
                let terms = land.border.and_then(|border| border.terms);
                let border = self.control(terms);
                let time = TravelTime::total([dwell.0, border.0]);
                taking(time, dwell.1 || border.1)
            }
        };
        if found.moments.0 <= 0.0 {
            found.moments = found.time.moments();
        }
        let minutes = found.moments.0.round().clamp(0.0, f64::from(u32::MAX));
        found.expected = Duration::from_minutes(minutes as u32);
        found
    }

    fn movement(&self, run: &Move) -> Appraisal {
        let link = self.world.link(run.link);
        let speed = self.speeds.find(run);
        let subject = EmissionSubject::Mode(run.mode);
        let intensity = self.intensity(subject, Some(run.country), Some(run.product), None);
        Appraisal {
            time: speed.map_or_else(TravelTime::default, |speed| pace(speed, run.distance)),
            assumed_time: speed
                .is_none_or(|speed| self.network.is_assumed(&speed.provenance, "kmh")),
            assumed_distance: link
                .is_none_or(|link| self.network.is_assumed(&link.provenance, "length_km")),
            per_tonne: over(intensity, run.distance),
            ..Appraisal::default()
        }
    }

    fn lift(&self, lift: &Lift, family: Option<&str>) -> Appraisal {
        let (time, assumed) = self.dwell(lift.handling);
        let (subject, country) = (EmissionSubject::Handling, Some(lift.country));
        Appraisal {
            per_unit: self.intensity(subject, country, None, family),
            ..taking(time, assumed)
        }
    }

    /// The same with the hours and the length that a service records itself.
    fn recorded(&self, mut known: Appraisal, service: &Service) -> Appraisal {
        if let Some(time) = service.time {
            known.time = time;
            known.moments = (0.0, 0.0);
            known.assumed_time = self.network.is_assumed(&service.provenance, "hours");
        }
        if service.distance.is_some() {
            known.assumed_distance = self.network.is_assumed(&service.provenance, "distance_km");
        }
        known
    }

    /// Hours of a handling record, and whether they are assumed.
    fn dwell(&self, record: Option<HandlingId>) -> (TravelTime, bool) {
        record.map_or((TravelTime::default(), false), |record| {
            let row = self.network.handling_record_at(record);
            (row.time, self.network.is_assumed(&row.provenance, "hours"))
        })
    }

    /// Hours of a border record, and whether they are assumed.
    fn control(&self, terms: Option<BorderTermsId>) -> (TravelTime, bool) {
        terms.map_or((TravelTime::default(), false), |terms| {
            let row = self.network.border_terms_at(terms);
            (row.time, self.network.is_assumed(&row.provenance, "hours"))
        })
    }

    /// The country's own factor, else that of any country; a named product or family first.
    fn intensity(
        &self,
        subject: EmissionSubject,
        country: Option<Country>,
        product: Option<Product>,
        family: Option<&str>,
    ) -> u64 {
        let rows = self.intensities.get(&subject);
        let rows = rows.into_iter().flatten();
        let mut rows = rows.map(|row| &self.network.emissions()[*row]);
        let fitting = rows.find(|row| {
            row.country.is_none_or(|named| Some(named) == country)
                && row.product.is_none_or(|named| Some(named) == product)
                && row
                    .family
                    .as_deref()
                    .is_none_or(|named| Some(named) == family)
        });
        fitting.map_or(0, |row| row.milligrams)
    }
}

/// A service that an operation of the world names.
pub(super) fn service(world: &World, id: ServiceId) -> &Service {
    world
        .service(id)
        .expect("operations name services of this world")
}

fn taking(time: TravelTime, assumed_time: bool) -> Appraisal {
    Appraisal {
        time,
        assumed_time,
        ..Appraisal::default()
    }
}

/// The parts of a composite operation, which were appraised before it.
fn sum(parts: &[ArcId], known: &[Appraisal]) -> Appraisal {
    let mut sum = Appraisal::default();
    for part in parts {
        let part = &known[part.index()];
        sum.moments.0 += part.moments.0;
        sum.moments.1 += part.moments.1;
        sum.per_tonne = sum.per_tonne.saturating_add(part.per_tonne);
        sum.per_unit = sum.per_unit.saturating_add(part.per_unit);
        sum.assumed_time |= part.assumed_time;
        sum.assumed_distance |= part.assumed_distance;
    }
    sum.time = TravelTime::from_moments(sum.moments);
    sum
}

/// The family of what is lifted.
fn lifted(lift: &Lift) -> Option<&'static str> {
    let mut carriages = lift.carriages.iter();
    let moving = carriages.find(|carriage| **carriage != Carriage::Depot);
    moving.map(|carriage| carriage.family())
}

/// Milligrams per tonne over a distance.
fn over(intensity: u64, distance: Distance) -> u64 {
    intensity.saturating_mul(distance.as_metres()) / 1_000
}

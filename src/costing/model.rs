use super::haul;
use super::pace::{Speeds, crowded, pace, wait};
use super::quote::{Price, Quote};
use super::{Charge, Payee, Shipment};
use crate::network::{
    Carriage, Component, EmissionSubject, LinkId, Mode, Service, ServiceId, ServiceKind, TariffId,
};
use crate::operations::{BuildError, Operation, OperationKind, Operations};
use crate::quantity::{Duration, Emissions, Rate, Share, TravelTime};
use crate::scenario::World;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The operations of a day with their times, intensities and prices.
#[derive(Clone, Debug)]
pub struct CostModel {
    world: Arc<World>,
    operations: Operations,
    /// By operation.
    facts: Vec<Facts>,
    /// Emission factors by subject, most specific first.
    intensities: FxHashMap<EmissionSubject, Vec<usize>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    time: TravelTime,
    expected: Duration,
    /// Mean and variance of the time in minutes, so that composites sum them without a logarithm.
    moments: (f64, f64),
    /// Milligrams of CO2e per tonne of goods.
    per_tonne: u64,
    /// Milligrams of CO2e per unit.
    per_unit: u64,
    assumed_time: bool,
    assumed_distance: bool,
}

impl CostModel {
    /// Makes the operations of a world and reads times and intensities for each.
    ///
    /// Links for which `avoid` is true are left out, as by [`Operations::build`].
    ///
    /// # Errors
    /// A network beyond the search's number range.
    pub fn new(world: Arc<World>, avoid: &dyn Fn(LinkId) -> bool) -> Result<Self, BuildError> {
        let operations = Operations::build(&world, avoid)?;
        let mut intensities: FxHashMap<EmissionSubject, Vec<usize>> = FxHashMap::default();
        let rows = world.network().emissions();
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
        let facts = Vec::with_capacity(operations.arcs().len());
        let mut model = Self {
            world,
            operations,
            facts,
            intensities,
        };
        let speeds = Speeds::of(&model.world);
        for arc in model.operations.arcs() {
            let facts = model.appraise(arc, &speeds);
            model.facts.push(facts);
        }
        Ok(model)
    }

    /// The operations it prices.
    pub fn operations(&self) -> &Operations {
        &self.operations
    }

    /// The world it reads.
    pub fn world(&self) -> &World {
        &self.world
    }

    pub(super) fn service(&self, id: ServiceId) -> &Service {
        self.world
            .service(id)
            .expect("operations name services of this world")
    }

    /// A tariff's rate on the day, scaled by the scenario.
    pub(super) fn rate(&self, id: TariffId) -> Rate {
        self.world.tariff_rate(id).unwrap_or_default()
    }

    /// Reads every price for a shipment.
    pub fn quote(&self, shipment: Shipment) -> Quote {
        Quote::new(self, shipment)
    }

    /// How long an operation takes; nothing for an unknown index.
    pub fn time(&self, arc: u32) -> Option<TravelTime> {
        Some(self.facts.get(arc as usize)?.time)
    }

    /// The mean time of an operation, which searches minimise; nothing for an unknown index.
    pub fn expected(&self, arc: u32) -> Option<Duration> {
        Some(self.facts.get(arc as usize)?.expected)
    }

    /// What an operation emits for a shipment (ISO 14083: mass of goods times distance times
    /// intensity; handling by mass); nothing for an unknown index.
    pub fn emissions(&self, arc: u32, shipment: &Shipment) -> Option<Emissions> {
        let facts = self.facts.get(arc as usize)?;
        let moved = u128::from(facts.per_tonne) * u128::from(shipment.goods().as_kg()) / 1_000;
        let lifted = u128::from(facts.per_unit) * u128::from(shipment.count());
        let grams = (moved + lifted) / 1_000;
        Some(Emissions::from_grams(
            u64::try_from(grams).unwrap_or(u64::MAX),
        ))
    }

    /// Whether the hours of an operation rest on an assumption; nothing for an unknown index.
    pub fn time_is_assumed(&self, arc: u32) -> Option<bool> {
        Some(self.facts.get(arc as usize)?.assumed_time)
    }

    /// Whether the length of an operation rests on an assumption; nothing for an unknown index.
    pub fn distance_is_assumed(&self, arc: u32) -> Option<bool> {
        Some(self.facts.get(arc as usize)?.assumed_distance)
    }

    fn appraise(&self, arc: &Operation, speeds: &Speeds<'_>) -> Facts {
        let network = self.world.network();
        let mut facts = Facts::default();
        match arc.kind {
            OperationKind::Move { link, .. } => {
                let record = self.world.link(link);
                let speed = speeds.find(arc);
                facts.time = speed.map_or_else(TravelTime::default, |speed| pace(speed, arc));
                facts.assumed_time =
                    speed.is_none_or(|speed| network.is_assumed(&speed.provenance, "kmh"));
                facts.assumed_distance =
                    record.is_none_or(|link| network.is_assumed(&link.provenance, "length_km"));
                let subject = EmissionSubject::Mode(arc.mode.unwrap_or(Mode::Rail));
                facts.per_tonne = self.moved(subject, arc);
            }
            OperationKind::Pass => {}
            OperationKind::BorderControl { crossing } => {
                if let Some(terms) = arc.border_terms.map(|i| &network.borders()[i as usize]) {
                    facts.time = terms.time;
                    facts.assumed_time = network.is_assumed(&terms.provenance, "hours");
                }
                if let Some((from, to)) = arc.border
                    && let Some(time) = self.world.border_override(crossing, from, to)
                {
                    facts.time = time;
                    facts.assumed_time = true;
                }
            }
            OperationKind::Wait { service } => {
                let left = self.world.service_capacity_left(service);
                let service = self.service(service);
                let (wait, column) = wait(service);
                let dwell = self.dwell(arc);
                facts.time = TravelTime::total([crowded(wait, left), dwell.0]);
                facts.assumed_time = network.is_assumed(&service.provenance, column)
                    || dwell.1
                    || left < Share::WHOLE;
            }
            OperationKind::Run { service } => {
                let service = self.service(service);
                facts = self.sum(arc);
                if let Some(time) = service.time {
                    facts.time = time;
                    facts.moments = (0.0, 0.0);
                    facts.assumed_time = network.is_assumed(&service.provenance, "hours");
                }
                if service.distance.is_some() {
                    facts.assumed_distance = network.is_assumed(&service.provenance, "distance_km");
                }
                if service.kind != ServiceKind::BlockTrain {
                    facts.per_tonne = self.moved(EmissionSubject::Service(service.kind), arc);
                }
            }
            OperationKind::Haul | OperationKind::Through { .. } => {
                facts = self.sum(arc);
            }
            OperationKind::Land { .. } => {
                let dwell = self.dwell(arc);
                let control = arc.border_terms.map(|i| &network.borders()[i as usize]);
                let border = control.map_or(TravelTime::default(), |terms| terms.time);
                facts.time = TravelTime::total([dwell.0, border]);
                facts.assumed_time = dwell.1
                    || control.is_some_and(|terms| network.is_assumed(&terms.provenance, "hours"));
            }
            _ => {
                let dwell = self.dwell(arc);
                facts.time = dwell.0;
                facts.assumed_time = dwell.1;
                facts.per_unit = self.handled(arc);
            }
        }
        if facts.moments.0 <= 0.0 {
            facts.moments = facts.time.moments();
        }
        facts.expected =
            Duration::from_minutes(facts.moments.0.round().clamp(0.0, f64::from(u32::MAX)) as u32);
        facts
    }

    /// The parts of a composite operation, which were appraised before it.
    fn sum(&self, arc: &Operation) -> Facts {
        let mut sum = Facts::default();
        for part in self.operations.parts(arc) {
            let part = &self.facts[*part as usize];
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

    /// Hours of the handling record, and whether they are assumed.
    fn dwell(&self, arc: &Operation) -> (TravelTime, bool) {
        let network = self.world.network();
        arc.handling
            .map_or((TravelTime::default(), false), |index| {
                let row = &network.handling()[index as usize];
                (row.time, network.is_assumed(&row.provenance, "hours"))
            })
    }

    /// Milligrams per unit of a handling operation, by what is lifted.
    fn handled(&self, arc: &Operation) -> u64 {
        let gauge_change = arc.kind == OperationKind::GaugeChange;
        let lifted = arc
            .carriages()
            .find(|carriage| *carriage != Carriage::Depot);
        let family = if gauge_change {
            Some("gauge_change")
        } else {
            lifted.map(Carriage::family)
        };
        self.intensity(EmissionSubject::Handling, arc, family)
    }

    /// Milligrams per tonne of an operation that moves.
    fn moved(&self, subject: EmissionSubject, arc: &Operation) -> u64 {
        self.intensity(subject, arc, None)
            .saturating_mul(arc.distance.as_metres())
            / 1_000
    }

    /// The country's own factor, else that of any country; a named product or family first.
    fn intensity(&self, subject: EmissionSubject, arc: &Operation, family: Option<&str>) -> u64 {
        let country = arc.countries().next();
        let rows = self
            .intensities
            .get(&subject)
            .map_or(&[][..], Vec::as_slice);
        let fits = |row: &&usize| {
            let row = &self.world.network().emissions()[**row];
            row.country.is_none_or(|named| Some(named) == country)
                && row.product.is_none_or(|named| Some(named) == arc.product)
                && row
                    .family
                    .as_deref()
                    .is_none_or(|named| Some(named) == family)
        };
        rows.iter()
            .find(fits)
            .map_or(0, |row| self.world.network().emissions()[*row].milligrams)
    }

    /// Itemises an operation through `sink`.
    ///
    /// Returns false when the operation is not sold to the shipment, or its price is not known (it
    /// is not in a quote of another model, and that of an unknown index is not known); what went
    /// through `sink` is then incomplete.
    pub fn charges(&self, arc: u32, quote: &Quote, sink: &mut dyn FnMut(Charge)) -> bool {
        self.itemise(arc, quote, sink).is_some()
    }

    /// The cents of all charges; nothing where [`CostModel::charges`] is incomplete.
    pub(crate) fn cents(&self, arc: u32, quote: &Quote) -> Option<u64> {
        let mut sum = 0_u64;
        let priced = self.charges(arc, quote, &mut |charge| {
            sum = sum.saturating_add(charge.amount.as_cents().unsigned_abs());
        });
        priced.then_some(sum)
    }

    fn itemise(&self, index: u32, quote: &Quote, sink: &mut dyn FnMut(Charge)) -> Option<()> {
        let arc = self.operations.arc(index)?;
        let country = arc.countries().next();
        self.standing(index, arc, quote, sink);
        match arc.kind {
            OperationKind::Move { .. } | OperationKind::Haul => {
                let lines = quote.offers.get(arc.offer?.index())?.as_ref()?;
                let metres = arc.distance.as_metres();
                haul::charges(lines, metres, &quote.shipment, country, sink).then_some(())
            }
            OperationKind::BorderControl { .. } => self.border(arc, quote, sink),
            OperationKind::Pass => Some(()),
            OperationKind::Run { service } => {
                let price = *quote.services.get(service.index())?;
                let record = self.service(service);
                let train = record.kind == ServiceKind::BlockTrain;
                if train && price.is_none() {
                    // A train without a price of its own pays the tariffs of the lines it runs on.
                    let mut parts = self.operations.parts(arc).iter();
                    return parts.try_for_each(|part| self.itemise(*part, quote, sink));
                }
                let component = if train {
                    Component::Haulage
                } else {
                    Component::Freight
                };
                put(
                    price,
                    component,
                    Payee::Operator(record.operator),
                    None,
                    sink,
                )
            }
            OperationKind::Through { rate } => {
                let seller = self.world.network().through_rate_at(rate).seller;
                let price = *quote.through_rates.get(rate.index())?;
                put(
                    price,
                    Component::ThroughRate,
                    Payee::Operator(seller),
                    None,
                    sink,
                )
            }
            _ => {
                self.border(arc, quote, sink)?;
                let Some(index) = arc.handling else {
                    return Some(());
                };
                let component = match arc.kind {
                    OperationKind::GaugeChange => Component::GaugeChange,
                    _ => Component::Handling,
                };
                let row = &self.world.network().handling()[index as usize];
                let payee = row.operator.map_or(Payee::Unnamed, Payee::Operator);
                put(
                    *quote.handling.get(index as usize)?,
                    component,
                    payee,
                    country,
                    sink,
                )
            }
        }
    }
}

fn put(
    price: Price,
    component: Component,
    payee: Payee,
    country: Option<crate::code::Country>,
    sink: &mut dyn FnMut(Charge),
) -> Option<()> {
    let (amount, assumed) = price?;
    if amount.as_cents() > 0 {
        sink(Charge {
            component,
            amount,
            payee,
            country,
            assumed,
        });
    }
    Some(())
}

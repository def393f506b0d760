//! How long an operation takes and what it emits.

use rustc_hash::FxHashMap;

use super::carbon::{Carbon, Factor, Factors};
use super::measured::measured;
use super::pace::{self, Speeds, crowded, hazard, in_season, season, wait};
use super::sites::lifted;
use crate::code::Country;
use crate::network::{
    BorderTermsId, Bound, Departure, DepartureId, EmissionSubject, FigureId, HandlingId, HazardId,
    LineId, LinkId, Network, Product, Service, ServiceId, Speed, SpeedId,
};
use crate::operations::{ArcId, Measure, Move, Operation, OperationKind, Operations};
use crate::quantity::{Duration, TimeSum, TravelTime};
use crate::scenario::{Pace, Site, World};

/// Time and emissions of one operation, whatever the shipment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Appraisal {
    pub(super) time: TravelTime,
    pub(super) expected: Duration,
    /// The mean in minutes, not rounded, so that composites add means up without a logarithm.
    mean: f64,
    pub(super) carbon: Carbon,
    /// Where the time is read, where one figure alone gives it.
    pub(super) time_from: Option<FigureId>,
    /// What adds to its spread.
    pub(super) hazard: Option<HazardId>,
    /// Where the length is read, where a record states it.
    pub(super) length_from: Option<FigureId>,
    /// Where the emission factor is read.
    pub(super) carbon_from: Option<FigureId>,
}

impl Appraisal {
    pub(super) fn emitting<'f>(
        mut self,
        factor: Option<Factor<'f>>,
        carbon: impl Fn(Factor<'f>) -> Carbon,
    ) -> Self {
        self.carbon = factor.map(carbon).unwrap_or_default();
        self.carbon_from = factor.map(Factor::figure);
        self
    }

    /// What objectives count of a move.
    fn measure(&self) -> Measure {
        let spread = self.time.p90().saturating_sub(self.time.median());
        Measure {
            mean: self.mean,
            spread: spread.as_minutes(),
            per_tonne: self.carbon.per_tonne(),
            tolls: [0; 3],
        }
    }
}

/// The appraisals of operations; what takes the same has one of them.
#[derive(Clone, Debug)]
pub(super) struct Appraisals {
    by_arc: Vec<u32>,
    all: Vec<Appraisal>,
}

impl Appraisals {
    pub(super) fn get(&self, arc: ArcId) -> Option<&Appraisal> {
        self.all.get(*self.by_arc.get(arc.index())? as usize)
    }

    pub(super) fn measure(&self, arc: ArcId) -> Measure {
        self.get(arc).map(Appraisal::measure).unwrap_or_default()
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.by_arc[..]) + size_of_val(&self.all[..])
    }

    /// Of operations that nothing is known of yet.
    pub(super) fn none(operations: &Operations) -> Self {
        Self {
            by_arc: vec![0; operations.len()],
            all: vec![Appraisal::default()],
        }
    }

    /// Nothing is known of any operation.
    pub(super) fn forget(&mut self) {
        self.all.truncate(1);
        self.by_arc.fill(0);
    }

    pub(super) fn add(&mut self, appraisal: Appraisal) -> u32 {
        self.all.push(appraisal);
        self.all.len() as u32 - 1
    }

    /// The parts of a composite operation, which were appraised before it; `haul` says which haul a
    /// part belongs to.
    fn sum<H: PartialEq>(&self, parts: &[ArcId], haul: impl Fn(ArcId) -> Option<H>) -> Appraisal {
        let (mut sum, mut time) = (Appraisal::default(), TimeSum::default());
        for arc in parts {
            let part = &self.all[self.by_arc[arc.index()] as usize];
            match haul(*arc) {
                Some(haul) => time.along(haul, part.time, part.mean),
                None => time.apart(part.time),
            }
            sum.mean += part.mean;
            sum.carbon.add(&part.carbon);
        }
        sum.time = time.total();
        sum
    }

    /// The moves of one haul.
    fn haul(&self, moves: &[ArcId]) -> Appraisal {
        self.sum(moves, |_| Some(()))
    }

    /// Moves of any hauls, and what is done between them.
    fn chain(&self, operations: &Operations, parts: &[ArcId]) -> Appraisal {
        self.sum(parts, |arc| operations.arc(arc)?.kind.haul())
    }

    /// The same where these hauls, in order, run over other parts or are new.
    pub(super) fn around(&self, operations: &Operations, hauls: &[ArcId]) -> Self {
        let mut led = self.clone();
        for arc in hauls {
            if let Some(haul) = operations.arc(*arc) {
                let own = expecting(led.haul(operations.parts(haul)));
                match self.by_arc.get(arc.index()) {
                    Some(at) => led.all[*at as usize] = own,
                    None => {
                        let at = led.add(own);
                        led.by_arc.push(at);
                    }
                }
            }
        }
        led
    }
}

/// Appraises operations by the records of a day.
pub(super) struct Appraiser<'w> {
    pub(super) world: &'w World,
    network: &'w Network,
    speeds: Speeds<'w>,
    by_bound: bool,
    pub(super) factors: Factors<'w>,
}

/// A link, what is sold on it, and which way where speeds ask for it.
type MovedBy = (LinkId, Product, Option<Bound>);

/// The record of a lift, its country, what is lifted, and the hours that a change sets.
type Lifted = (
    Option<HandlingId>,
    Country,
    Option<&'static str>,
    Option<TravelTime>,
);

/// What was found before, where it is found again.
#[derive(Default)]
pub(super) struct Seen<'w> {
    paced: FxHashMap<(LineId, Product, Option<Bound>), Paced<'w>>,
    moved: Option<(MovedBy, u32)>,
    pub(super) lifted: FxHashMap<Lifted, u32>,
}

/// What moving one product on a line takes per kilometre.
#[derive(Clone, Copy)]
struct Paced<'w> {
    speed: Option<(SpeedId, &'w Speed)>,
    change: Option<Pace>,
    hazard: Option<(HazardId, u32)>,
    factor: Option<Factor<'w>>,
}

impl<'w> Appraiser<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        let factors = Factors::of(world.network());
        Self::reading(world, Speeds::of(world), factors)
    }

    /// The same by speeds that are known to be those of the day, as they are looked up; without any, moves are
    /// not appraised and nothing has CO2e.
    pub(super) fn again(world: &'w World, speeds: Option<&[SpeedId]>) -> Self {
        let factors = speeds.map(|_| Factors::of(world.network()));
        let speeds = Speeds::again(world, speeds.unwrap_or_default());
        Self::reading(world, speeds, factors.unwrap_or_default())
    }

    fn reading(world: &'w World, speeds: Speeds<'w>, factors: Factors<'w>) -> Self {
        Self {
            world,
            network: world.network(),
            by_bound: speeds.differ_by_bound(),
            speeds,
            factors,
        }
    }

    /// Every operation in turn; parts come before what they are part of.
    pub(super) fn all(&self, operations: &Operations) -> Appraisals {
        let mut known = Appraisals {
            by_arc: Vec::with_capacity(operations.len()),
            all: Vec::with_capacity(operations.len()),
        };
        let mut seen = Seen::default();
        for operation in operations.arcs() {
            let at = self.one(operations, operation, &mut known, &mut seen);
            known.by_arc.push(at);
        }
        known
    }

    /// These operations alone, in order, with the parts of each; of others nothing is known.
    pub(super) fn some(&self, operations: &Operations, arcs: &[ArcId], known: &mut Appraisals) {
        known.forget();
        let mut seen = Seen::default();
        for arc in arcs {
            if let Some(operation) = operations.arc(*arc) {
                known.by_arc[arc.index()] = self.one(operations, operation, known, &mut seen);
            }
        }
    }

    /// One more operation, whose parts are known.
    pub(super) fn one_more(&self, operations: &Operations, arc: ArcId, known: &mut Appraisals) {
        if let Some(operation) = operations.arc(arc) {
            let at = self.one(operations, operation, known, &mut Seen::default());
            known.by_arc[arc.index()] = at;
        }
    }

    fn one(
        &self,
        operations: &Operations,
        operation: &Operation,
        known: &mut Appraisals,
        seen: &mut Seen<'w>,
    ) -> u32 {
        let parts = operations.parts(operation);
        let found = match &operation.kind {
            OperationKind::Move(run) => return self.movement(run, known, seen),
            OperationKind::Pass(_) => Appraisal::default(),
            OperationKind::Haul(_) => known.haul(parts),
            OperationKind::Through(chain) => {
                let mut sum = known.chain(operations, parts);
                if let Some(time) = self.world.through_time(chain.rate) {
                    (sum.time, sum.mean) = (time, 0.0);
                    sum.time_from = Some(FigureId::Scenario);
                }
                sum
            }
            OperationKind::BorderControl(border) => {
                let [from, to] = border.countries;
                let control = match self.world.border_override(border.crossing, from, to) {
                    Some(time) => taking(time, Some(FigureId::Scenario)),
                    None => taking(
                        self.control(border.terms),
                        border.terms.map(FigureId::BorderTime),
                    ),
                };
                match operations.reload(operation) {
                    None => control,
                    Some(lifts) => self.reloaded(&[control.time], lifts, Site::lift(None, to)),
                }
            }
            OperationKind::Load(lift)
            | OperationKind::Unload(lift)
            | OperationKind::Tranship(lift) => {
                return self.lift((operation, lift), lifted(lift), known, seen);
            }
            OperationKind::GaugeChange(lift) => {
                return self.lift((operation, lift), Some("gauge_change"), known, seen);
            }
            OperationKind::Depart(stop) => {
                let row = stop.departure.map(|id| (id, departure(self.network, id)));
                let time = row.map(|(_, row)| row.time.value());
                let figure = stop.departure.map(FigureId::DepartureTime);
                taking(time.unwrap_or_default(), figure)
            }
            OperationKind::Wait(stop) => {
                let left = self.world.service_capacity_left(stop.service);
                let service = service(self.world, stop.service);
                let (mut wait, _) = wait((stop.service, service), stop.reserved);
                if let Some((_, season)) = season(self.network, stop.service, self.world.day()) {
                    wait = in_season(wait, season);
                }
                let dwell = self.in_port(service, stop.dwell, operation);
                taking(TravelTime::total([crowded(wait, left), dwell]), None)
            }
            OperationKind::SeaRun(run) => {
                let service = service(self.world, run.service);
                let subject = EmissionSubject::Service(service.kind);
                let factor = self.factors.find(subject, None, None, None);
                recorded(self.world, Appraisal::default(), run.service)
                    .emitting(factor, |factor| factor.over(run.distance))
            }
            OperationKind::TrainRun(run) => {
                recorded(self.world, known.chain(operations, parts), run.service)
            }
            OperationKind::Land(land) => {
                let service = service(self.world, land.service);
                let dwell = self.in_port(service, land.dwell, operation);
                let terms = land.border.and_then(|border| border.terms);
                let border = self.control(terms);
                match operations.reload(operation) {
                    None => taking(TravelTime::total([dwell, border]), None),
                    Some(lifts) => {
                        let site = Site::lift(Some(land.place), land.country);
                        self.reloaded(&[dwell, border], lifts, site)
                    }
                }
            }
        };
        known.add(expecting(found))
    }

    /// What objectives count of moves, one link after the other.
    pub(super) fn measures(&self) -> impl FnMut(&Move) -> Measure {
        let mut seen = Seen::default();
        move |run| {
            let tolls = self.world.link_tolls(run.link);
            Measure {
                tolls: measured(tolls, run.distance.as_metres()),
                ..self.moved(run, &mut seen).measure()
            }
        }
    }

    /// Which way something goes, where speeds ask for it.
    fn told(&self, run: &Move) -> Option<Bound> {
        self.by_bound.then_some(run.bound)
    }

    /// What one offer after the other sells on a link takes the same, either way unless speeds differ.
    fn movement(&self, run: &Move, known: &mut Appraisals, seen: &mut Seen<'w>) -> u32 {
        let key = (run.link, run.product, self.told(run));
        match seen.moved {
            Some((last, found)) if last == key => found,
            _ => {
                let found = known.add(self.moved(run, seen));
                seen.moved = Some((key, found));
                found
            }
        }
    }

    fn moved(&self, run: &Move, seen: &mut Seen<'w>) -> Appraisal {
        let paced = seen.paced.entry((run.line, run.product, self.told(run)));
        let Paced {
            speed,
            change,
            hazard,
            factor,
        } = *paced.or_insert_with(|| {
            let subject = EmissionSubject::Mode(run.mode);
            let (country, product) = (Some(run.country), Some(run.product));
            Paced {
                speed: self.speeds.find(run),
                change: self
                    .world
                    .pace(run.line, (run.country, run.mode), run.product),
                hazard: hazard(self.world, run.country, run.mode),
                factor: self.factors.find(subject, country, product, None),
            }
        });
        let spread = hazard.map_or(1_000, |(_, factor)| factor);
        let fast = pace::speed(speed.map(|(_, speed)| speed), change);
        let time = fast.map(|fast| pace::pace(fast, spread, run.distance));
        let read = match change {
            Some(_) => Some(FigureId::Scenario),
            None => speed.map(|(id, _)| FigureId::Speed(id)),
        };
        let moved = Appraisal {
            time: time.unwrap_or_default(),
            time_from: time.and(read),
            hazard: time.and(hazard).map(|(id, _)| id),
            length_from: Some(FigureId::LinkLength(run.link)),
            ..Appraisal::default()
        };
        expecting(moved.emitting(factor, |factor| factor.over(run.distance)))
    }

    /// Hours of a border record.
    fn control(&self, terms: Option<BorderTermsId>) -> TravelTime {
        let row = terms.map(|terms| self.network.border_terms_at(terms));
        row.map(|row| row.time.value()).unwrap_or_default()
    }
}

/// A service that an operation of the world names.
pub(super) fn service(world: &World, id: ServiceId) -> &Service {
    world
        .service(id)
        .expect("operations name services of this world")
}

/// A record that an operation of the network names.
fn departure(network: &Network, id: DepartureId) -> &Departure {
    &network.departures()[id.index()]
}

/// The same with the hours and the length that a service records itself.
fn recorded(world: &World, mut known: Appraisal, id: ServiceId) -> Appraisal {
    let service = service(world, id);
    if let Some(time) = &service.time {
        known.time = time.value();
        known.mean = 0.0;
        known.time_from = Some(if world.changes_service_time(id) {
            FigureId::Scenario
        } else {
            FigureId::ServiceTime(id)
        });
    }
    if service.distance.is_some() {
        known.length_from = Some(FigureId::ServiceLength(id));
    }
    known
}

pub(super) fn taking(time: TravelTime, time_from: Option<FigureId>) -> Appraisal {
    Appraisal {
        time,
        time_from,
        ..Appraisal::default()
    }
}

/// With its mean, where that is not known yet.
pub(super) fn expecting(mut found: Appraisal) -> Appraisal {
    if found.mean <= 0.0 {
        found.mean = found.time.mean();
    }
    let minutes = found.mean.round().clamp(0.0, f64::from(u32::MAX));
    found.expected = Duration::from_minutes(minutes as u32);
    found
}

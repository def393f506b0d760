//! Some operations of a model under other values of its figures.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::CostModel;
use super::appraisal::Appraiser;
use super::pace::Speeds;
use super::quote::PricedBy;
use crate::network::{
    BorderTermsId, Conveyance, DepartureId, FigureId, HandlingId, LinkId, PriceFor, Product,
    RateBasis, ServiceId, SpeedId, ThroughRateId,
};
use crate::operations::{Kept, OfferId, Operation, OperationKind, Operations};
use crate::router::ArcId;
use crate::scenario::World;

const UNITS: [PriceFor; 4] = [
    PriceFor::Container20,
    PriceFor::Container40,
    PriceFor::Truck,
    PriceFor::Wagon,
];

/// What a figure of an operation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Price,
    Length,
    Time,
    Carbon,
}

/// A record that an operation itself is read from.
pub(super) enum Record {
    Offer(OfferId),
    Handling(HandlingId),
    Border(BorderTermsId),
    Service(ServiceId),
    Departure(DepartureId),
    Through(ThroughRateId),
}

/// Which figures of a list the prices, hours, lengths and CO2e of some operations may be read from, whatever
/// the shipment, by their positions in the list.
#[derive(Debug)]
pub(crate) struct Reads {
    /// By operation, where its own start; the end of the last one.
    starts: Vec<u32>,
    own: Vec<(Need, u32)>,
    /// Which of these applies hangs on their values, or on the shipment.
    pub(super) always: Vec<u32>,
    /// The same of hours.
    pub(super) of_hours: Vec<u32>,
    /// By operation, whether its length or that of a part may be another.
    pub(super) varies: Vec<bool>,
    /// Links that moves and hauls run over, and the places of their lengths.
    pub(super) links: Vec<(LinkId, Range<u32>)>,
    /// By operation, where the links start that a move or haul runs over; the end of the last one.
    run: Vec<u32>,
    over: Vec<u32>,
    /// Speeds of the day, as they are looked up.
    pub(super) speeds: Vec<SpeedId>,
    /// In order, those of all.
    all: Vec<u32>,
}

/// What is read again for some operations when figures have other values.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(super) priced: PricedBy,
    /// Operations with hours, and their parts, ascending.
    pub(super) timed: Vec<ArcId>,
    /// Operations with lengths that may be others, and their parts, ascending.
    pub(super) measured: Vec<ArcId>,
    /// Whether moves are among those with hours, or CO2e counts.
    pub(super) moves: bool,
    pub(super) speeds: Vec<SpeedId>,
    /// Positions of the figures, ascending.
    pub(crate) figures: Vec<u32>,
}

/// What of an operation is to be read.
pub(super) const PRICED: u8 = 1;
pub(super) const TIMED: u8 = 2;
pub(super) const MEASURED: u8 = 4;

impl Reads {
    /// Of operations that are some of the model's; `at` says where the numbers of a figure stand in a list of so
    /// many.
    pub(crate) fn of(
        model: &CostModel,
        kept: &Kept,
        count: usize,
        at: &impl Fn(FigureId) -> Range<u32>,
    ) -> Self {
        let (operations, network) = (&kept.operations, model.world().network());
        let (mut starts, mut own) = (Vec::with_capacity(operations.len() + 1), Vec::new());
        let mut varies: Vec<bool> = Vec::with_capacity(operations.len());
        let mut by_percent = false;
        let mut runs = Runs::default();
        for ((_, operation), whole) in operations.iter().zip(kept.whole()) {
            starts.push(own.len() as u32);
            let first = own.len();
            let mut add = |need: Need, figure: FigureId| {
                own.extend(at(figure).map(|position| (need, position)));
            };
            if let Some(known) = model.appraisal(*whole) {
                by_percent |= known.time_from == Some(FigureId::Scenario);
                let named = [
                    (Need::Time, known.time_from),
                    (Need::Length, known.length_from),
                    (Need::Carbon, known.carbon_from),
                ];
                for (need, figure) in named {
                    if let Some(figure) = figure {
                        add(need, figure);
                    }
                }
            }
            records(operations, operation, &mut |record| {
                figures(operations, &record, &mut add);
            });
            let parts = operations.parts(operation).iter();
            let longer = own[first..].iter().any(|(need, _)| *need == Need::Length)
                || parts
                    .filter_map(|part| varies.get(part.index()))
                    .any(|varies| *varies);
            varies.push(longer);
            // Each part of what is tolled pays by its own length.
            runs.add(
                operations,
                operation,
                longer && !model.is_tolled(*whole),
                at,
            );
        }
        starts.push(own.len() as u32);
        runs.starts.push(runs.over.len() as u32);
        let numbers = |figures: &mut dyn Iterator<Item = FigureId>| -> Vec<u32> {
            figures.flat_map(at).collect()
        };
        // A standing truck costs by the hour.
        let hourly = network.tariffs().filter(|(_, tariff)| {
            tariff.basis == RateBasis::PerHour && tariff.product == Product::Truck
        });
        let fees = (0..network.fees().len()).map(crate::network::FeeId::new);
        let mut always = hourly
            .map(|(id, _)| FigureId::TariffRate(id))
            .chain(fees.map(FigureId::Fee));
        let hazards = (0..network.hazards().len()).map(crate::network::HazardId::new);
        let seasons = (0..network.seasons().len()).map(crate::network::SeasonId::new);
        // A change may be a percentage of any speed.
        let speeds = if by_percent {
            network.speeds().len()
        } else {
            0
        };
        let mut of_hours = hazards
            .map(FigureId::Hazard)
            .chain(seasons.map(FigureId::Season))
            .chain((0..speeds).map(|index| FigureId::Speed(SpeedId::new(index))));
        let mut reads = Self {
            starts,
            own,
            always: numbers(&mut always),
            of_hours: numbers(&mut of_hours),
            varies,
            links: runs.links,
            run: runs.starts,
            over: runs.over,
            speeds: Speeds::of(model.world()).ids(),
            all: Vec::new(),
        };
        let mut read = vec![false; count];
        let named = reads.own.iter().map(|(_, position)| position);
        for position in named.chain(&reads.always).chain(&reads.of_hours) {
            read[*position as usize] = true;
        }
        reads.all = positions(&read);
        reads
    }

    /// Every figure, in order.
    pub(crate) fn all(&self) -> &[u32] {
        &self.all
    }

    /// What is read for the prices and lengths of some of the operations, and for the hours and CO2e of others.
    /// Hours that prices hang on are among the first.
    pub(crate) fn scope(
        &self,
        operations: &Operations,
        priced: &[ArcId],
        timed: &[ArcId],
        count: usize,
    ) -> Scope {
        let mut marks = vec![0_u8; operations.len()];
        for arc in priced {
            let stands = operations.arc(*arc).is_some_and(stands);
            let bits = PRICED | MEASURED | if stands { TIMED } else { 0 };
            self.mark(operations, *arc, bits, &mut marks);
        }
        for arc in timed {
            self.mark(operations, *arc, TIMED | MEASURED, &mut marks);
        }
        let (mut by, mut read) = (PricedBy::default(), vec![false; count]);
        let (mut moves, mut hours, mut measured) = (!timed.is_empty(), Vec::new(), Vec::new());
        for ((arc, operation), marks) in operations.iter().zip(&marks) {
            if *marks == 0 {
                continue;
            }
            let has = |bit: u8| marks & bit > 0;
            let at = arc.index();
            for (need, position) in self.own(arc) {
                read[*position as usize] |= match need {
                    Need::Price => has(PRICED),
                    Need::Length => has(MEASURED),
                    Need::Time | Need::Carbon => has(TIMED),
                };
            }
            if has(PRICED) {
                records(operations, operation, &mut |record| by.add(&record));
            }
            if has(TIMED) {
                moves |= matches!(operation.kind, OperationKind::Move(_));
                hours.push(arc);
            }
            if has(MEASURED) && self.varies[at] {
                measured.push(arc);
            }
        }
        by.settle();
        let of_hours: &[u32] = if hours.is_empty() {
            &[]
        } else {
            &self.of_hours
        };
        for position in self.always.iter().chain(of_hours) {
            read[*position as usize] = true;
        }
        Scope {
            priced: by,
            timed: hours,
            measured,
            moves,
            speeds: if moves {
                self.speeds.clone()
            } else {
                Vec::new()
            },
            figures: positions(&read),
        }
    }

    fn mark(&self, operations: &Operations, arc: ArcId, bits: u8, marks: &mut [u8]) {
        let Some(mark) = marks.get_mut(arc.index()) else {
            return;
        };
        let new = bits & !*mark;
        *mark |= new;
        let Some(operation) = operations.arc(arc).filter(|_| new > 0) else {
            return;
        };
        let passed = new & self.passed(arc, operation);
        if passed > 0 {
            for part in operations.parts(operation) {
                self.mark(operations, *part, passed, marks);
            }
        }
    }

    /// What of an operation hangs on its parts.
    pub(super) fn passed(&self, arc: ArcId, operation: &Operation) -> u8 {
        // A train without a price of its own pays the tariffs of the lines it runs on.
        let paid = matches!(operation.kind, OperationKind::TrainRun(_));
        let longer = self.varies[arc.index()];
        TIMED | if paid { PRICED } else { 0 } | if longer { MEASURED } else { 0 }
    }

    /// The links, by their places among all, that the length of a move or haul is the sum of; none where it is
    /// another sum or none.
    pub(super) fn over(&self, arc: ArcId) -> &[u32] {
        let at = arc.index();
        &self.over[self.run[at] as usize..self.run[at + 1] as usize]
    }

    /// The figures of an operation itself.
    pub(super) fn own(&self, arc: ArcId) -> &[(Need, u32)] {
        let at = arc.index();
        &self.own[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// Which links moves and hauls run over.
#[derive(Default)]
struct Runs {
    links: Vec<(LinkId, Range<u32>)>,
    places: FxHashMap<LinkId, u32>,
    starts: Vec<u32>,
    over: Vec<u32>,
}

impl Runs {
    fn add(
        &mut self,
        operations: &Operations,
        operation: &Operation,
        wanted: bool,
        at: &impl Fn(FigureId) -> Range<u32>,
    ) {
        self.starts.push(self.over.len() as u32);
        if !wanted {
            return;
        }
        let first = self.over.len();
        let mut add = |link: LinkId| {
            let next = self.links.len() as u32;
            let place = *self.places.entry(link).or_insert_with(|| {
                self.links.push((link, at(FigureId::LinkLength(link))));
                next
            });
            self.over.push(place);
        };
        match &operation.kind {
            OperationKind::Move(run) => add(run.link),
            OperationKind::Haul(_) => {
                for part in operations.parts(operation) {
                    let part = operations.arc(*part).map(|part| &part.kind);
                    let Some(OperationKind::Move(run)) = part else {
                        self.over.truncate(first);
                        return;
                    };
                    add(run.link);
                }
            }
            OperationKind::Pass(_)
            | OperationKind::BorderControl(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::Tranship(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::Depart(_)
            | OperationKind::Wait(_)
            | OperationKind::SeaRun(_)
            | OperationKind::TrainRun(_)
            | OperationKind::Land(_)
            | OperationKind::Through(_) => {}
        }
    }
}

fn positions(marked: &[bool]) -> Vec<u32> {
    let all = (0..).zip(marked);
    all.filter_map(|(position, marked)| marked.then_some(position))
        .collect()
}

impl PricedBy {
    fn add(&mut self, record: &Record) {
        match record {
            Record::Offer(id) => self.offers.push(*id),
            Record::Handling(id) => self.handling.push(*id),
            Record::Border(id) => self.borders.push(*id),
            Record::Service(id) => self.services.push(*id),
            Record::Through(id) => self.through_rates.push(*id),
            Record::Departure(_) => {}
        }
    }

    /// Each once.
    fn settle(&mut self) {
        fn once<T: Ord>(ids: &mut Vec<T>) {
            ids.sort_unstable();
            ids.dedup();
        }
        once(&mut self.offers);
        once(&mut self.handling);
        once(&mut self.borders);
        once(&mut self.services);
        once(&mut self.through_rates);
    }
}

impl CostModel {
    /// The same reading of figures of a world of the same records with other values, for operations that
    /// are some of this model's, measured in that world.
    pub(crate) fn drawn(&self, world: Arc<World>, operations: Operations) -> Self {
        let appraiser = Appraiser::of(&world);
        let appraisals = appraiser.all(&operations);
        drop(appraiser);
        Self {
            world,
            operations,
            appraisals,
            citations: self.citations.clone(),
            tolled: OnceLock::new(),
            quoted_as: None,
        }
    }
}

/// Whether a truck may stand for it, by the hour.
pub(super) fn stands(operation: &Operation) -> bool {
    let truck = |conveyance: Conveyance| conveyance == Conveyance::Truck;
    match &operation.kind {
        OperationKind::BorderControl(border) => truck(border.conveyance),
        OperationKind::Load(lift)
        | OperationKind::Unload(lift)
        | OperationKind::Tranship(lift)
        | OperationKind::GaugeChange(lift) => lift.conveyances.into_iter().any(truck),
        OperationKind::Wait(wait) => truck(wait.conveyance),
        OperationKind::SeaRun(run) => truck(run.conveyance),
        OperationKind::TrainRun(run) => truck(run.conveyance),
        OperationKind::Land(land) => truck(land.conveyance),
        OperationKind::Move(_)
        | OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::Depart(_)
        | OperationKind::Through(_) => false,
    }
}

/// Shows every record that an operation itself is read from.
pub(super) fn records(
    operations: &Operations,
    operation: &Operation,
    see: &mut impl FnMut(Record),
) {
    for record in operations.reload(operation).into_iter().flatten().flatten() {
        see(Record::Handling(record));
    }
    let handling = |record: Option<HandlingId>, see: &mut dyn FnMut(Record)| {
        if let Some(record) = record {
            see(Record::Handling(record));
        }
    };
    match &operation.kind {
        OperationKind::Load(lift)
        | OperationKind::Unload(lift)
        | OperationKind::Tranship(lift)
        | OperationKind::GaugeChange(lift) => handling(lift.handling, see),
        OperationKind::Wait(wait) => {
            handling(wait.dwell, see);
            see(Record::Service(wait.service));
        }
        OperationKind::Land(land) => {
            handling(land.dwell, see);
            if let Some(terms) = land.border.and_then(|border| border.terms) {
                see(Record::Border(terms));
            }
        }
        OperationKind::BorderControl(control) => {
            if let Some(terms) = control.terms {
                see(Record::Border(terms));
            }
        }
        OperationKind::SeaRun(run) => see(Record::Service(run.service)),
        OperationKind::TrainRun(run) => see(Record::Service(run.service)),
        OperationKind::Depart(stop) => {
            if let Some(departure) = stop.departure {
                see(Record::Departure(departure));
            }
        }
        OperationKind::Through(chain) => see(Record::Through(chain.rate)),
        OperationKind::Move(run) => see(Record::Offer(run.offer)),
        OperationKind::Haul(haul) => see(Record::Offer(haul.offer)),
        OperationKind::Pass(_) => {}
    }
}

/// Shows every figure of a record.
fn figures(operations: &Operations, record: &Record, see: &mut impl FnMut(Need, FigureId)) {
    match *record {
        Record::Offer(id) => {
            let tariffs = operations.offer(id).map(|offer| &offer.tariffs);
            for id in tariffs.into_iter().flatten() {
                see(Need::Price, FigureId::TariffRate(*id));
                see(Need::Price, FigureId::TariffMinimum(*id));
            }
        }
        Record::Handling(id) => {
            see(Need::Time, FigureId::HandlingTime(id));
            for unit in UNITS {
                see(Need::Price, FigureId::HandlingPrice(id, unit));
            }
        }
        Record::Border(id) => {
            see(Need::Time, FigureId::BorderTime(id));
            see(Need::Price, FigureId::BorderFee(id));
        }
        Record::Service(id) => {
            see(Need::Length, FigureId::ServiceLength(id));
            for figure in [
                FigureId::ServiceTime(id),
                FigureId::ServiceWait(id),
                FigureId::ServiceTrainWait(id),
                FigureId::ServiceFrequency(id),
            ] {
                see(Need::Time, figure);
            }
            for unit in UNITS {
                see(Need::Price, FigureId::ServicePrice(id, unit));
            }
        }
        Record::Departure(id) => see(Need::Time, FigureId::DepartureTime(id)),
        Record::Through(id) => {
            for unit in UNITS {
                see(Need::Price, FigureId::ThroughPrice(id, unit));
            }
        }
    }
}

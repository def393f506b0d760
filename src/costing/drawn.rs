//! Some operations of a model under other values of its figures.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::CostModel;
use super::appraisal::Appraiser;
use super::pace::Speeds;
use super::quote::PricedBy;
use super::read_from::{Need, Record, figures, records, stands};
use super::runs::Runs;
use crate::network::{FigureId, LinkId, Product, RateBasis, SpeedId};
use crate::operations::{ArcId, Kept, Operation, OperationKind, Operations};
use crate::scenario::World;

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
    /// By operation, whether a truck may stand for it.
    pub(super) stands: Vec<bool>,
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
            stands: operations.arcs().map(stands).collect(),
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
            let stands = self.stands[arc.index()];
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

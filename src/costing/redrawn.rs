//! A model whose figures have other values again and again.

use std::sync::{Arc, OnceLock};

use super::appraisal::{Appraisals, Appraiser};
use super::drawn::{MEASURED, PRICED, Reads, Scope, TIMED};
use super::haul::Line;
use super::in_turn::InTurn;
use super::read_from::{Need, Record, records};
use super::{CostModel, Quote, Shipment};
use crate::code::Country;
use crate::network::{FigurePart, Network};
use crate::operations::{ArcId, OperationKind, Operations};
use crate::quantity::Distance;
use crate::scenario::{ScenarioError, World};

/// Operations of a model, priced by records of their own as often as their figures have other values.
#[derive(Debug)]
pub(crate) struct Drawn {
    model: CostModel,
    quote: Quote,
    read: Read,
}

/// What was read since figures last had other values.
#[derive(Debug, Default)]
struct Read {
    /// Counts how often they had.
    run: u32,
    /// Tolls of trucks by the kilometre.
    tolls: Vec<(Country, Line)>,
    /// By link, as the operations number them.
    metres: Vec<u64>,
    /// By figure, operation and record, the run in which it was last read; of an operation what of it.
    figures: Vec<u32>,
    operations: Vec<(u32, u8)>,
    offers: Vec<u32>,
    handling: Vec<u32>,
    borders: Vec<u32>,
    services: Vec<u32>,
    through_rates: Vec<u32>,
}

/// Whether something is read for the first time in a run.
fn first(read: &mut Vec<u32>, at: usize, run: u32) -> bool {
    if at >= read.len() {
        read.resize(at + 1, 0);
    }
    std::mem::replace(&mut read[at], run) != run
}

impl Drawn {
    /// Of operations that are some of the model's, over records of the same world that nobody else holds.
    ///
    /// # Errors
    /// As [`World::over`].
    pub(crate) fn of(
        model: &CostModel,
        network: Network,
        operations: Operations,
        shipment: Shipment,
    ) -> Result<Self, ScenarioError> {
        let stated = model.shared_world().clone();
        let mut drawn = CostModel {
            appraisals: Appraisals::none(&operations),
            citations: model.citations.clone(),
            tolled: OnceLock::new(),
            quoted_as: Some(stated.clone()),
            world: stated.clone(),
            operations,
        };
        // Whose trucks run is read from the stated records: it hangs on no figure.
        let quote = drawn.quote(shipment);
        drawn.world = Arc::new(stated.over(network)?);
        Ok(Self {
            model: drawn,
            quote,
            read: Read::default(),
        })
    }

    /// The model and the quote where these numbers have other values. Only what is in scope can be asked for.
    ///
    /// # Errors
    /// As [`World::over`].
    pub(crate) fn put(
        &mut self,
        scope: &Scope,
        numbers: impl Iterator<Item = (FigurePart, f64)>,
    ) -> Result<(), ScenarioError> {
        let Self { model, quote, .. } = self;
        Arc::make_mut(&mut model.world).redraw(numbers)?;
        model
            .operations
            .measure(&model.world, scope.measured.iter().copied());
        let speeds = scope.moves.then_some(&scope.speeds[..]);
        let appraiser = Appraiser::again(&model.world, speeds);
        appraiser.some(&model.operations, &scope.timed, &mut model.appraisals);
        drop(appraiser);
        quote.read_again(model, &scope.priced);
        Ok(())
    }

    /// What was put, or what is ready.
    pub(crate) const fn prices(&self) -> (&CostModel, &Quote) {
        (&self.model, &self.quote)
    }

    /// Has figures with other values from now on, each read when [`Drawn::ready`] needs it: of a world in which
    /// no change lies over records.
    pub(crate) fn start(&mut self, reads: &Reads, number: &impl Fn(u32) -> (FigurePart, f64)) {
        let all = 0..reads.links.len() as u32;
        self.start_over(all, reads, number);
    }

    /// The same where no other links than these are run over.
    fn start_over(
        &mut self,
        links: impl Iterator<Item = u32> + Clone,
        reads: &Reads,
        number: &impl Fn(u32) -> (FigurePart, f64),
    ) {
        self.read.run = self.read.run.wrapping_add(1);
        if self.read.run == 0 {
            self.read = Read {
                run: 1,
                ..Read::default()
            };
        }
        let Self { model, quote, read } = self;
        let world = Arc::make_mut(&mut model.world);
        let always = reads.always.iter().chain(&reads.of_hours).copied();
        let lengths = links.clone();
        let lengths = lengths.flat_map(|link| reads.links[link as usize].1.clone());
        world.redraw_records(always.chain(lengths).map(|place| {
            first(&mut read.figures, place as usize, read.run);
            number(place)
        }));
        read.metres.resize(reads.links.len(), 0);
        for at in links {
            let link = world.link(reads.links[at as usize].0);
            let metres = link.map_or(0, |link| link.length.value().as_metres());
            read.metres[at as usize] = metres;
        }
        model.appraisals.forget();
        quote.read_standing(&model.world);
        read.tolls = quote.read_fees(&model.world);
    }

    /// Reads what the price or length of an operation hangs on, if that was not read yet.
    pub(crate) fn ready(
        &mut self,
        arc: ArcId,
        reads: &Reads,
        number: &impl Fn(u32) -> (FigurePart, f64),
    ) {
        self.ready_for(arc, PRICED | MEASURED, reads, number);
    }

    fn ready_for(
        &mut self,
        arc: ArcId,
        bits: u8,
        reads: &Reads,
        number: &impl Fn(u32) -> (FigurePart, f64),
    ) {
        let run = self.read.run;
        let known = self.read.operations.get(arc.index());
        if known.is_some_and(|(read, bits)| *read == run && bits & PRICED > 0) {
            return;
        }
        let count = self.model.operations.len();
        self.read.operations.resize(count, (0, 0));
        let stands = reads.stands.get(arc.index()) == Some(&true);
        let bits = bits | if stands { TIMED } else { 0 };
        self.read_operation(arc, bits, reads, number);
    }

    /// Has figures with other values, as [`Drawn::start`], and shows what every operation costs.
    pub(crate) fn price(
        &mut self,
        all: &InTurn,
        reads: &Reads,
        number: &impl Fn(u32) -> (FigurePart, f64),
        mut see: impl FnMut(ArcId, Option<u64>),
    ) {
        self.start_over(all.links.iter().copied(), reads, number);
        for arc in &all.free {
            see(*arc, Some(0));
        }
        for arc in &all.offers {
            self.ready_for(*arc, PRICED, reads, number);
        }
        for hauled in &all.hauled {
            let metres = hauled.metres.unwrap_or_else(|| {
                let over = reads.over(hauled.arc).iter();
                over.map(|link| self.read.metres[*link as usize]).sum()
            });
            let cents = self.quote.cents(hauled.offer, hauled.bound, metres);
            see(hauled.arc, cents);
        }
        for alike in &all.alike {
            let Some(first) = alike.first() else {
                continue;
            };
            self.ready_for(*first, self.read_for_price(*first), reads, number);
            let cents = self.model.priced(*first, &self.quote);
            for arc in alike {
                see(*arc, cents);
            }
        }
    }

    /// What the price of an operation hangs on: that of a voyage or a chain not on its length.
    fn read_for_price(&self, arc: ArcId) -> u8 {
        let operation = self.model.operations.arc(arc);
        let measured = operation.is_some_and(|operation| {
            matches!(
                operation.kind,
                OperationKind::Move(_) | OperationKind::Haul(_) | OperationKind::TrainRun(_)
            )
        });
        PRICED | if measured { MEASURED } else { 0 }
    }

    fn read_operation(
        &mut self,
        arc: ArcId,
        bits: u8,
        reads: &Reads,
        number: &impl Fn(u32) -> (FigurePart, f64),
    ) {
        let (at, run) = (arc.index(), self.read.run);
        let Some(known) = self.read.operations.get_mut(at) else {
            return;
        };
        if known.0 != run {
            *known = (run, 0);
        }
        let new = bits & !known.1;
        known.1 |= new;
        if new == 0 {
            return;
        }
        let Some(operation) = self.model.operations.arc(arc) else {
            return;
        };
        let over = reads.over(arc);
        // Hours of a haul are those of its parts, which hang on their lengths.
        let alone = !over.is_empty() && new & TIMED == 0;
        let summed = if alone { MEASURED } else { 0 };
        let passed = new & reads.passed(arc, operation) & !summed;
        if passed > 0 {
            let parts = self.model.operations.parts(operation).to_vec();
            for part in parts {
                self.read_operation(part, passed, reads, number);
            }
        }
        let Self {
            model, quote, read, ..
        } = self;
        let asked = |need: Need| match need {
            Need::Price => new & PRICED > 0,
            Need::Length => new & MEASURED > 0,
            Need::Time | Need::Carbon => new & TIMED > 0,
        };
        let own = reads.own(arc).iter();
        let mut own = own
            .filter(|(need, place)| asked(*need) && first(&mut read.figures, *place as usize, run))
            .peekable();
        if own.peek().is_some() {
            let world = Arc::make_mut(&mut model.world);
            world.redraw_records(own.map(|(_, place)| number(*place)));
        }
        if summed & new > 0 {
            let metres = over.iter().map(|link| read.metres[*link as usize]).sum();
            model.operations.put_length(arc, Distance::of_units(metres));
        } else if new & MEASURED > 0 && reads.varies[at] {
            model.operations.measure(&model.world, std::iter::once(arc));
        }
        if new & TIMED > 0 {
            let operation = model.operations.arc(arc);
            let moves = operation.is_some_and(|one| matches!(one.kind, OperationKind::Move(_)));
            let appraiser = Appraiser::again(&model.world, moves.then_some(&reads.speeds[..]));
            appraiser.one_more(&model.operations, arc, &mut model.appraisals);
        }
        if new & PRICED > 0
            && let Some(operation) = model.operations.arc(arc)
        {
            records(&model.operations, operation, &mut |record| {
                read.record(&record, model, quote);
            });
        }
    }

    /// Gives the records back, if nobody else has them.
    pub(crate) fn into_network(self) -> Option<Network> {
        drop(self.quote);
        Arc::into_inner(self.model.world).map(World::into_network)
    }
}

impl Read {
    /// Reads the price of a record, once in a run.
    fn record(&mut self, record: &Record, model: &CostModel, quote: &mut Quote) {
        let (run, world) = (self.run, model.world());
        match *record {
            Record::Offer(id) => {
                if first(&mut self.offers, id.index(), run) {
                    quote.read_offer(model, id, &self.tolls);
                }
            }
            Record::Handling(id) => {
                if first(&mut self.handling, id.index(), run) {
                    quote.read_handling(world, id);
                }
            }
            Record::Border(id) => {
                if first(&mut self.borders, id.index(), run) {
                    quote.read_border(world, id);
                }
            }
            Record::Service(id) => {
                if first(&mut self.services, id.index(), run) {
                    quote.read_service(world, id);
                }
            }
            Record::Through(id) => {
                if first(&mut self.through_rates, id.index(), run) {
                    quote.read_through(world, id);
                }
            }
            Record::Departure(_) => {}
        }
    }
}

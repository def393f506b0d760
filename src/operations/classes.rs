//! What searches ask of every operation, in a few bytes each.

use rustc_hash::FxHashMap;

use super::{Offer, OfferId, Operation, OperationKind};
use crate::code::Country;
use crate::network::{Bound, Conveyance, LineId, Product};
use crate::quantity::Distance;
use crate::router::ArcId;

/// An operation in brief.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brief {
    class: u32,
    /// How far an offer is read, [`BEYOND`] where none is or where it does not fit.
    metres: u32,
}

const BEYOND: u32 = u32::MAX;

/// Operations that take the same units; moves of a class are sold by one offer on one line for one
/// conveyance, hauls by one offer for one conveyance.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    pub(super) briefs: Vec<Brief>,
    /// The first operation of each class.
    pub(super) first: Vec<ArcId>,
    /// By class: the offer that prices it, and which way it is sold.
    pub(super) offers: Vec<Option<(OfferId, Bound)>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// The parties are the same on all links of a line but those with tolls of their own.
    Move(LineId, OfferId, Conveyance, Option<Bound>, u32),
    Haul(OfferId, Conveyance, Option<Bound>),
    /// A border that trucks cross, and whether goods change them there.
    Trucks((Country, Country), bool),
    Other(u16),
}

impl Brief {
    pub(crate) const fn class(self) -> usize {
        self.class as usize
    }
}

impl Classes {
    pub(super) fn of(arcs: &[Operation], offers: &[Offer]) -> Self {
        // Which way something goes tells classes apart only where prices ask for it.
        let told = |offer: OfferId, bound: Bound| offers[offer.index()].by_bound.then_some(bound);
        let mut known: FxHashMap<Key, u32> = FxHashMap::default();
        let mut classes = Self {
            briefs: Vec::with_capacity(arcs.len()),
            ..Self::default()
        };
        let mut last = None;
        for (arc, operation) in arcs.iter().enumerate() {
            let (key, offer, metres) = match &operation.kind {
                OperationKind::Move(run) => (
                    Key::Move(
                        run.line,
                        run.offer,
                        run.conveyance,
                        told(run.offer, run.bound),
                        operation.parties.first,
                    ),
                    Some((run.offer, run.bound)),
                    run.distance.as_metres(),
                ),
                OperationKind::Haul(haul) => (
                    Key::Haul(haul.offer, haul.conveyance, told(haul.offer, haul.bound)),
                    Some((haul.offer, haul.bound)),
                    haul.distance.as_metres(),
                ),
                border @ (OperationKind::BorderControl(_) | OperationKind::Land(_)) => {
                    let touched = border.touched();
                    let trucks = touched.conveyances == [Conveyance::Truck];
                    let key = match touched.border.filter(|_| trucks) {
                        Some(countries) => Key::Trucks(countries, border.is_reload()),
                        None => Key::Other(form(operation)),
                    };
                    (key, None, u64::from(BEYOND))
                }
                OperationKind::Pass(_)
                | OperationKind::Load(_)
                | OperationKind::Unload(_)
                | OperationKind::Tranship(_)
                | OperationKind::GaugeChange(_)
                | OperationKind::Depart(_)
                | OperationKind::Wait(_)
                | OperationKind::SeaRun(_)
                | OperationKind::TrainRun(_)
                | OperationKind::Through(_) => {
                    (Key::Other(form(operation)), None, u64::from(BEYOND))
                }
            };
            let class = match last {
                Some((before, class)) if before == key => class,
                _ => *known.entry(key).or_insert_with(|| {
                    classes.first.push(ArcId::new(arc as u32));
                    classes.offers.push(offer);
                    classes.first.len() as u32 - 1
                }),
            };
            last = Some((key, class));
            classes.briefs.push(Brief {
                class,
                metres: u32::try_from(metres).unwrap_or(BEYOND),
            });
        }
        classes
    }

    /// Notes that a haul runs another way, or that there is one more beside another.
    pub(super) fn lead(&mut self, haul: ArcId, beside: ArcId, length: Distance) {
        let metres = u32::try_from(length.as_metres()).unwrap_or(BEYOND);
        match self.briefs.get_mut(haul.index()) {
            Some(brief) => brief.metres = metres,
            None => {
                let class = self.briefs[beside.index()].class;
                self.briefs.push(Brief { class, metres });
            }
        }
    }

    /// The offer that prices an operation, which way it is sold, and the metres that it is read over.
    #[inline]
    pub(super) fn sold(&self, arc: ArcId) -> Option<(OfferId, Bound, u64)> {
        let brief = self.briefs.get(arc.index())?;
        if brief.metres == BEYOND {
            return None;
        }
        let offer = self.offers.get(brief.class())?;
        offer.map(|(offer, bound)| (offer, bound, u64::from(brief.metres)))
    }
}

/// The conveyances, the product and the riders of other operations, which decide on the units they
/// take.
fn form(operation: &Operation) -> u16 {
    let touched = operation.kind.touched();
    let riders = u16::from(operation.riders().bits());
    let family = |at: usize| match touched.conveyances.get(at) {
        None => 0,
        Some(Conveyance::Wagon(_)) => 1,
        Some(Conveyance::Truck) => 2,
        Some(Conveyance::Vessel) => 3,
        Some(Conveyance::Barge) => 4,
        Some(Conveyance::Terminal) => 5,
    };
    let product = match touched.product {
        None => 0,
        Some(Product::ContainerTrain) => 1,
        Some(Product::Wagon) => 2,
        Some(Product::Truck) => 3,
    };
    family(0) | family(1) << 3 | product << 6 | riders << 8
}

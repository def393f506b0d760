//! What was read off the records for one shipment, kept for the routes that are checked next.

use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::cargo::{Cargo, Goes};
use super::offer::{Offer, Sold};
use super::took::Took;
use crate::code::Country;
use crate::network::{
    BorderTermsId, Bound, Conveyance, CrossingId, DepartureId, EmissionFactorId, Evidence, FeeId,
    FigureId, HandlingId, HandlingKind, HazardId, LineId, LinkId, OperatorId, PlaceId, Product,
    ServiceId, SourceId, SpeedId, TariffId, Trigger,
};
use crate::quantity::Rate;
use crate::route::Act;

/// A fee that the shipment's trucks owe.
#[derive(Clone, Copy, Debug)]
pub(super) struct DueFee {
    pub(super) fee: FeeId,
    pub(super) country: Country,
    pub(super) trigger: Trigger,
    /// Of one truck; of [`Trigger::Run`] for a kilometre.
    pub(super) rate: Rate,
    pub(super) payee: Option<OperatorId>,
}

/// What moving a product on a line takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) speed: Option<SpeedId>,
    pub(super) hazard: Option<(HazardId, u32)>,
    pub(super) factor: Option<EmissionFactorId>,
}

/// Moves of one route, for most.
const ROOM: usize = 64;

/// What is done at a place, and the conveyances before and after.
type Handled = (HandlingKind, PlaceId, [Conveyance; 2]);

/// Where control takes place, between which countries, of goods that go how.
type Controlled = (Option<CrossingId>, (Country, Country), Option<Goes>);

/// Everything that was read, by what it was read for.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    cargo: Option<Cargo>,
    pub(super) moves: FxHashMap<(LinkId, Product, Bound), Took>,
    pub(super) paces: FxHashMap<(LineId, Product, Bound), Pace>,
    pub(super) handling: FxHashMap<Handled, Option<HandlingId>>,
    /// Without a crossing those of ports.
    pub(super) borders: FxHashMap<Controlled, Option<BorderTermsId>>,
    pub(super) departures: FxHashMap<(PlaceId, Goes), Option<DepartureId>>,
    pub(super) offers: Vec<Arc<Offer>>,
    pub(super) sold: FxHashMap<LineId, Arc<[Sold]>>,
    /// What was stated of a figure and found to be what its record says.
    pub(super) evidence: FxHashMap<FigureId, Evidence>,
    pub(super) on_assumption: FxHashMap<SourceId, bool>,
    /// The way of each block train that was found to be the shortest.
    pub(super) trains: FxHashMap<ServiceId, Vec<Act>>,
    pub(super) fees: FxHashMap<Country, Arc<[DueFee]>>,
    /// By country: where the trucks are registered that run there.
    pub(super) plates: FxHashMap<Country, Country>,
    pub(super) standing: FxHashMap<Country, Arc<[TariffId]>>,
}

impl Ledger {
    /// The same where it was read for this cargo, else an empty one.
    pub(super) fn for_cargo(self, cargo: Cargo) -> Self {
        if self.cargo == Some(cargo) {
            return self;
        }
        Self {
            cargo: Some(cargo),
            moves: FxHashMap::with_capacity_and_hasher(ROOM, FxBuildHasher),
            evidence: FxHashMap::with_capacity_and_hasher(2 * ROOM, FxBuildHasher),
            ..Self::default()
        }
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let few = self.paces.len() + self.sold.len() + self.on_assumption.len();
        let trains: usize = self.trains.values().map(Vec::len).sum();
        let few = few + trains + self.handling.len() + self.borders.len() + self.departures.len();
        64 * self.moves.len() + 48 * self.evidence.len() + 128 * few + 256 * self.offers.len()
    }
}

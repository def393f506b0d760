use std::sync::Arc;

use super::Shipment;
use super::appraisal::{Appraisal, Appraiser};
use super::quote::Quote;
use crate::network::{LinkId, TariffId};
use crate::operations::{ArcId, BuildError, Operations};
use crate::quantity::{Duration, Emissions, Rate, TravelTime};
use crate::scenario::World;

/// The operations of a day with their times, intensities and prices.
#[derive(Clone, Debug)]
pub struct CostModel {
    world: Arc<World>,
    operations: Operations,
    /// By operation.
    appraisals: Vec<Appraisal>,
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
        let appraisals = Appraiser::of(&world).all(&operations);
        Ok(Self {
            world,
            operations,
            appraisals,
        })
    }

    /// The operations it prices.
    #[must_use]
    pub fn operations(&self) -> &Operations {
        &self.operations
    }

    /// The world it reads.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world it reads, for quotes to share.
    pub(super) const fn shared_world(&self) -> &Arc<World> {
        &self.world
    }

    /// A tariff's rate on the day, scaled by the scenario.
    pub(super) fn rate(&self, id: TariffId) -> Rate {
        self.world.tariff_rate(id).unwrap_or_default()
    }

    /// Reads every price for a shipment.
    #[must_use]
    pub fn quote(&self, shipment: Shipment) -> Quote {
        Quote::new(self, shipment)
    }

    fn appraisal(&self, arc: ArcId) -> Option<&Appraisal> {
        self.appraisals.get(arc.index())
    }

    /// How long an operation takes; nothing for an unknown index.
    #[must_use]
    pub fn time(&self, arc: ArcId) -> Option<TravelTime> {
        Some(self.appraisal(arc)?.time)
    }

    /// The mean time of an operation, which searches minimise; nothing for an unknown index.
    #[must_use]
    pub fn expected(&self, arc: ArcId) -> Option<Duration> {
        Some(self.appraisal(arc)?.expected)
    }

    /// What an operation emits for a shipment (ISO 14083: mass of goods times distance times
    /// intensity; handling by mass); nothing for an unknown index.
    #[must_use]
    pub fn emissions(&self, arc: ArcId, shipment: &Shipment) -> Option<Emissions> {
        Some(self.appraisal(arc)?.emissions(shipment))
    }

    /// Whether the hours of an operation rest on an assumption; nothing for an unknown index.
    #[must_use]
    pub fn time_is_assumed(&self, arc: ArcId) -> Option<bool> {
        Some(self.appraisal(arc)?.assumed_time)
    }

    /// Whether the length of an operation rests on an assumption; nothing for an unknown index.
    #[must_use]
    pub fn distance_is_assumed(&self, arc: ArcId) -> Option<bool> {
        Some(self.appraisal(arc)?.assumed_distance)
    }
}

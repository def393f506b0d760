//! The same changes over other figures.

use super::{ScenarioError, World};
use crate::network::{FigurePart, Network};

impl World {
    /// This world over records that differ in figures alone: nothing opens, closes or is renamed by that.
    ///
    /// # Errors
    /// As [`Scenario::apply`](super::Scenario::apply), where changes set terms of services, which are put
    /// over their records again.
    pub(crate) fn over(&self, network: Network) -> Result<Self, ScenarioError> {
        let services = if self.formulas.services.is_empty() {
            None
        } else {
            Some(self.scenario.apply(&network)?.formulas.services)
        };
        let mut world = self.clone();
        world.network = network;
        if let Some(services) = services {
            world.formulas.services = services;
        }
        Ok(world)
    }

    /// Puts other values in place of numbers of its records, and the same changes over them. Records that
    /// others share are copied.
    ///
    /// # Errors
    /// As [`World::over`].
    pub(crate) fn redraw(
        &mut self,
        numbers: impl Iterator<Item = (FigurePart, f64)>,
    ) -> Result<(), ScenarioError> {
        self.network.set_all(numbers);
        if self.lies_over_records() {
            self.formulas.services = self.scenario.apply(&self.network)?.formulas.services;
        }
        Ok(())
    }

    /// Gives its records back.
    pub(crate) fn into_network(self) -> Network {
        self.network
    }

    /// Puts other values in place of numbers of its records alone, where no change lies over records:
    /// [`World::lies_over_records`].
    pub(crate) fn redraw_records(&mut self, numbers: impl Iterator<Item = (FigurePart, f64)>) {
        self.network.set_all(numbers);
    }

    /// Whether changes set terms of services, which then are no longer those of their records alone.
    pub(crate) fn lies_over_records(&self) -> bool {
        !self.formulas.services.is_empty()
    }
}

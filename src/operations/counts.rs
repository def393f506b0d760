//! How often the goods change conveyance, gauge or country within one operation, its parts included.

use super::{ArcId, Operation, OperationKind, Operations, Stage};
use crate::network::{Conveyance, Network, Regime};

impl Operations {
    /// How often an operation and its parts set the goods down at a terminal on the way: a transhipment
    /// is two lifts, and the first of them counts; changing trucks at a border is one as well. Loading,
    /// unloading and gauge changes are none, nor is embarking a ship that takes the wagon or truck itself.
    #[must_use]
    pub fn transhipments(&self, arc: ArcId) -> u32 {
        self.count(arc, |operation| {
            operation.kind.is_reload()
                || matches!(operation.kind, OperationKind::Tranship(_))
                    && self.position(operation.to).is_some_and(|position| {
                        matches!(
                            position.stage,
                            Stage::In(Conveyance::Terminal) | Stage::OffRail
                        )
                    })
        })
    }

    /// How often an operation and its parts change the gauge.
    #[must_use]
    pub fn gauge_changes(&self, arc: ArcId) -> u32 {
        self.count(arc, Operation::is_gauge_change)
    }

    /// How many borders an operation and its parts cross.
    #[must_use]
    pub fn borders(&self, arc: ArcId) -> u32 {
        self.count(arc, |operation| operation.border().is_some())
    }

    /// How many borders an operation and its parts cross at which goods are controlled: every one but
    /// crossings between countries without controls.
    #[must_use]
    pub fn controlled_borders(&self, network: &Network, arc: ArcId) -> u32 {
        let free = |id| {
            let crossing = network.crossing(id);
            crossing.is_some_and(|crossing| crossing.regime == Regime::Free)
        };
        self.count(arc, |operation| {
            operation.border().is_some() && !operation.crossing().is_some_and(free)
        })
    }

    fn count(&self, arc: ArcId, counts: impl Fn(&Operation) -> bool) -> u32 {
        let Some(operation) = self.arc(arc) else {
            return 0;
        };
        let parts = self.parts(operation).iter();
        let parts = parts.filter_map(|part| self.arc(*part));
        let counted = parts.chain([operation]);
        counted.filter(|operation| counts(operation)).count() as u32
    }
}

//! What a route has to use and come by, as questions under its rules search for it.

use std::sync::{Arc, OnceLock};

use super::Ends;
use crate::metric::{Collected, LayeredEnds, Layers, Verdicts};
use crate::operations::{Operations, Wanted};
use crate::router::LayeredError;

/// What is to be collected, and what searches for it stand on, each made when first needed: a single question
/// reads what the operations that it comes to collect, and makes neither.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) wanted: Wanted,
    collected: OnceLock<Arc<Collected>>,
    layers: OnceLock<Result<Layers, LayeredError>>,
}

impl Whole {
    pub(super) const fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            collected: OnceLock::new(),
            layers: OnceLock::new(),
        }
    }

    /// The nodes and states where a search starts and ends.
    pub(super) fn ends(&self, operations: &Operations, (from, to): Ends) -> LayeredEnds {
        let start = self.wanted.start(operations, from);
        ((from, start), (to, self.wanted.done()))
    }

    /// What every operation collects, read when first asked for.
    pub(super) fn collected(&self, read: impl FnOnce() -> Collected) -> &Arc<Collected> {
        self.collected.get_or_init(|| Arc::new(read()))
    }

    /// The graph of all layers of open operations, made when first asked for.
    pub(super) fn layers(
        &self,
        operations: &Operations,
        verdicts: &Verdicts,
        read: impl FnOnce() -> Collected,
    ) -> Result<&Layers, LayeredError> {
        let made = self.layers.get_or_init(|| {
            let collected = self.collected(read);
            Layers::new(operations, verdicts, &self.wanted, collected)
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let collected = self.collected.get().map_or(0, |known| known.bytes());
        let layers = self.layers.get();
        let layers = layers.and_then(|layers| layers.as_ref().ok());
        collected + layers.map_or(0, Layers::bytes)
    }
}

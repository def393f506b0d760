//! Which links moves and hauls run over.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::network::{FigureId, LinkId};
use crate::operations::{Operation, OperationKind, Operations};

/// By operation, the links that a move or haul runs over.
#[derive(Default)]
pub(super) struct Runs {
    /// Each once, and the places of its length.
    pub(super) links: Vec<(LinkId, Range<u32>)>,
    places: FxHashMap<LinkId, u32>,
    /// Where those of each operation start.
    pub(super) starts: Vec<u32>,
    pub(super) over: Vec<u32>,
}

impl Runs {
    /// The next operation, if the sum of its links is wanted.
    pub(super) fn add(
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

//! A question that is drawn.

use std::sync::Arc;

use super::shared::Shared;
use crate::draws::{Points, Uncertainty};
use crate::metric::Objective;
use crate::planner::{Case, Ends, Planner, Request};

pub(super) struct Question<'a> {
    pub(super) planner: &'a Planner,
    pub(super) request: &'a Request,
    pub(super) case: &'a Case,
    pub(super) ends: Ends,
    pub(super) objective: &'a Objective,
    pub(super) uncertainty: &'a Arc<Uncertainty>,
    pub(super) shared: &'a Shared,
    /// Draws that total effects are worked out over.
    pub(super) total_draws: u32,
    /// Factors whose coordinates are those of an earlier question, in order.
    pub(super) earlier: &'a [u32],
}

impl Question<'_> {
    /// Where the draws lie.
    pub(super) const fn points(&self) -> &Points {
        &self.shared.coordinates.points
    }
}

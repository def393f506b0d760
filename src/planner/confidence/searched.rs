//! A question that has an answer, ready to be drawn.

use super::question::Question;
use std::sync::Arc;

use super::shared::Shared;
use super::{ConfidenceError, Sampling};
use crate::draws::Uncertainty;
use crate::planner::{Case, Ends, Error, Planner, Request};
use crate::router::ArcId;

/// What was asked and the operations of the answer.
pub(super) struct Searched<'a> {
    planner: &'a Planner,
    request: &'a Request,
    case: Case,
    ends: Ends,
    pub(super) arcs: Vec<ArcId>,
}

impl<'a> Searched<'a> {
    /// Finds the best route at the stated figures.
    pub(super) fn of(
        planner: &'a Planner,
        request: &'a Request,
        sampling: &Sampling,
    ) -> Result<Self, Error> {
        sampling.check()?;
        let case = planner.case(request)?;
        if !case.policy.limits().is_empty() {
            return Err(ConfidenceError::Limits.into());
        }
        let objective = &sampling.objective;
        let arcs = case.path(planner, objective, case.endpoints)?;
        let ends = case.searched()?.ends(case.endpoints);
        let (Some(arcs), Some(ends)) = (arcs, ends) else {
            return Err(planner.cause(request, &case, objective)?.into());
        };
        Ok(Self {
            planner,
            request,
            case,
            ends,
            arcs,
        })
    }

    /// The question, with coordinates of the draws that an earlier one has given to some factors.
    pub(super) fn question<'q>(
        &'q self,
        uncertainty: &'q Arc<Uncertainty>,
        sampling: &'q Sampling,
        shared: &'q Shared,
        earlier: &'q [u32],
    ) -> Question<'q> {
        Question {
            planner: self.planner,
            request: self.request,
            case: &self.case,
            ends: self.ends,
            objective: &sampling.objective,
            uncertainty,
            shared,
            total_draws: sampling.total_draws,
            earlier,
        }
    }
}

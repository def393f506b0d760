use serde::{Deserialize, Serialize};

use super::Request;
use crate::metric::Objective;

/// A request, and what its route should have least of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Question {
    /// From where to where, what, and under which rules.
    pub request: Request,
    /// What the route should have least of.
    pub objective: Objective,
}

impl Question {
    /// The best route for a request by an objective.
    #[must_use]
    pub const fn new(request: Request, objective: Objective) -> Self {
        Self { request, objective }
    }
}

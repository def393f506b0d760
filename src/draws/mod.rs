//! What is not known about the figures of a network, and how to draw it.
//!
//! A figure with a range hangs on *factors*, independent standard normal variables: on those of the
//! assumptions that it cites, so that all figures of an assumption are high or low together, else on one
//! of its own row, and for a share on those of its groups; see [`FactorGroups`]. Its law gives the value; see
//! [`Law`]. What the model gets wrong beside it multiplies that; see [`ModelErrors`].

mod decide;
mod factors;
mod groups;
mod law;
mod model_errors;
mod normal;
mod points;
mod varying;

pub(crate) use decide::{Centred, Effect, Terms, by_chance, jansen, variance};
pub(crate) use factors::{Factor, Uncertain, Uncertainty};
pub use groups::{FactorGroup, FactorGroups, FactorGroupsError, GroupedFigures};
pub(crate) use law::Law;
pub use model_errors::{
    ModelError, ModelErrors, ModelErrorsError, ModelFigures, ModelPart, Together,
};
pub(crate) use model_errors::{ModelFactor, Modelled};
pub(crate) use points::{MOST_DRAWS, Points};
pub(crate) use varying::Varying;

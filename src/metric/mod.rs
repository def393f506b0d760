//! Policy times objective: one integer per operation, or *blocked*.
//!
//! [`Verdicts`] hold for every operation whether a shipment may and can use it, and why not.
//! [`ObjectiveWeights::new`] turns those that stay open into search weights of one [`Objective`]. A
//! blocked operation has no weight at all: there is no number that a search could add up.

#![deny(clippy::wildcard_enum_match_arm)]

mod attributes;
mod breaches;
mod choice;
mod collects;
mod custom;
mod layers;
mod limited;
mod objective;
mod suits;
mod ties;
mod value;
mod verdicts;
mod weights;
mod wide;

pub use breaches::violations;
pub(crate) use choice::choose;
pub(crate) use collects::{Collected, Collects, wanted};
pub use custom::{CustomObjective, Weighing};
pub(crate) use layers::Layers;
pub(crate) use limited::{Least, Within, best_within};
pub use objective::{GeneralisedCost, Objective};
pub(crate) use ties::Ties;
pub use value::{ObjectiveDifference, ObjectiveValue};
pub use verdicts::{Verdict, Verdicts};
pub(crate) use weights::{LayeredEnds, Unprepared, Weigher, search_layers_once, search_once};
pub use weights::{ObjectiveWeights, WeightsError};
pub(crate) use wide::WideMetric;

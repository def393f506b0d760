//! Customizable contraction hierarchies (Dibbelt, Strasser, Wagner).

mod climb;
mod customise;
mod dirty;
mod error;
mod file;
mod front;
mod hierarchy;
mod labels;
mod lanes;
mod matrix;
mod metric;
mod nearest;
#[cfg(feature = "rayon")]
mod parallel;
mod partial;
mod passing;
mod perfect;
mod potential;
mod query;
mod range;
mod reach;
mod sets;
mod structure;
mod ties;
mod unpack;

pub use error::CchError;
pub use hierarchy::Cch;
pub use labels::CchLabels;
pub use lanes::{CchLanes, CchMetrics};
pub use matrix::Matrix;
pub use metric::CchMetric;
pub use nearest::CchTargets;
pub(crate) use potential::Potential;
pub use query::CchQuery;
pub use reach::CchReach;
pub use ties::CchTies;

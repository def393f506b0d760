//! Networks to measure on: generated ones, Luxembourg and the continent where they are at hand.

mod continent;
#[path = "../../crates/router/tests/networks.rs"]
pub(crate) mod generated;
mod luxembourg;

pub(crate) use generated::Network;

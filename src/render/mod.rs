//! A picture one can look at (feature `render`).
//!
//! [`map`] draws a network, or routes on it, over coasts and borders as an SVG. `report` puts answers
//! into one HTML file (feature `report`).

pub mod map;
#[cfg(feature = "report")]
pub mod report;

pub use map::{Drawing, DrawnPair, Flow, Map, MapError, Mark, Naming, Region, SideBySide};

//! A picture one can look at (feature `render`).
//!
//! [`map`] draws a network, or routes on it, over coasts and borders as an SVG.

pub mod map;

pub use map::{Drawing, Map, MapError, Naming, Region};

//! Freight routes between Europe and Central Asia over operators, owners, borders and gauges.

pub mod code;
pub mod network;
pub mod quantity;
pub mod scenario;
pub mod search;

//! Freight routes between Europe and Central Asia over operators, owners, borders and gauges.

pub mod atlas;
pub mod code;
pub mod costing;
pub mod network;
pub mod operations;
pub mod policy;
pub mod quantity;
pub mod scenario;
pub mod search;

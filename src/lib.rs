//! Freight routes between Europe and Central Asia over operators, owners, borders and gauges.

pub mod analysis;
pub mod atlas;
pub mod code;
pub mod costing;
pub mod metric;
pub mod network;
pub mod operations;
pub mod planner;
pub mod policy;
pub mod prelude;
pub mod quantity;
pub mod route;
pub mod scenario;
pub mod search;

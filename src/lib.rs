//! Freight routes between Europe and Central Asia over operators, owners, borders and gauges.

pub mod search;

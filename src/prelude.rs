//! The names that most programs need.

pub use jiff::civil::{Date, date};

pub use crate::code::{Country, Locode};
pub use crate::costing::{LoadUnit, Shipment};
pub use crate::metric::Objective;
pub use crate::network::{Conveyance, Gauge, Mode, Network};
pub use crate::planner::{Error, NoRoute, Planner, Request};
pub use crate::policy::{Policy, Rule};
pub use crate::quantity::{Distance, Duration, Emissions, Mass, Money, PerYear, Share, TravelTime};
pub use crate::route::{Route, compare};
pub use crate::scenario::{Change, Scenario};
pub use crate::verify::verify;

//! Amounts that changes of scenarios set, and a map that they are laid over.

use trade_corridor::prelude::*;
use trade_corridor::quantity::{Rate, TravelTime};
use trade_corridor::scenario::{Factor, World};

use crate::by_hand::{CONTAINERS, network};
use crate::maps::DAY;

pub(crate) fn usd(amount: f64) -> Rate {
    Rate::from_usd(amount).unwrap()
}

pub(crate) fn percent(part: f64) -> Factor {
    Factor::from_percent(part).unwrap()
}

pub(crate) fn hours(count: u32) -> TravelTime {
    TravelTime::certain(Duration::from_minutes(60 * count))
}

/// What exists under some changes.
pub(crate) fn under(network: &Network, changes: impl IntoIterator<Item = Change>) -> World {
    let mut scenario = Scenario::on(DAY);
    scenario.extend(changes);
    scenario.apply(network).unwrap()
}

/// The map by hand with two collectors, a ferry and a through rate.
pub(crate) fn collectors() -> Network {
    network(&[
        CONTAINERS,
        ("operators", "T,Tolls,,DE,infrastructure_manager,,,,S"),
        ("operators", "C,Collector,,PL,state_agency,,,,S"),
        (
            "services",
            "v,F,feeder,DE-thr,DE-isl,vessel,200,10,10,7,timetable,,,,,,,100,,,,USD,2025,open,,,,,,,S",
        ),
        (
            "through_rates",
            "t,R,DE-one,DE-thr,DE-two,150,,USD,2025,,,,S",
        ),
    ])
}

//! The base year: flows of 2024 as they are spread here, held against what was counted at gates.
//!
//! Demand is that of the embedded lists, of rows within two years of the base year, in groups of countries that have
//! a value of time and a scale of their own. Rows of a gravity model ([`MODELLED`]) are told apart. What was observed
//! to pass is no part of the question, neither as a background nor as a capacity, or it would answer itself. A gate
//! whose own count some rows of the demand were made from ([`HeldGate::counted`]) is shown and judges nothing.

mod gates;
mod held;

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

pub use gates::{Gate, Passing, gates};
pub use held::{Held, HeldGate, hold};

use super::{Assignment, Background, Bottleneck, Choice, Flows, FlowsError, Table, assign};
use crate::analysis::demand::Demand;
use crate::metric::GeneralisedCost;
use crate::planner::{Planner, Progress};
use crate::policy::Policy;
use crate::quantity::Rate;

/// The base year.
pub const YEAR: i16 = 2024;

/// The day of its world: the middle of the year, after Baku - Tbilisi - Kars opened again.
pub const DAY: Date = date(2024, 7, 1);

/// Years by which a figure of the demand may lie off the base year.
const NEAR: i16 = 2;

/// Sources of rows that a gravity model filled in: nobody published them.
pub const MODELLED: [&str; 1] = ["A-DEM-TREU"];

/// Sources of rows that were counted at a ferry whose throughput is held against the model, and are left out.
const LEFT_OUT: [&str; 2] = ["A-DEM-FERRY", "A-DEM-BTK"];

/// Flows of a group of countries, and how its shippers choose.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Group {
    /// Whom it is about.
    pub name: String,
    /// What it sends, as one list.
    pub demand: Demand,
    /// What an hour is worth, and how strongly a USD tells.
    pub settings: Assignment,
}

/// A name, the lists of the embedded demand, USD that an hour is worth per tonne, and the scale per USD.
type Stated = (&'static str, &'static [&'static str], f64, f64);

/// Stated alike for all groups, not calibrated: what `cargo run --release --example base_year -- --calibrate` finds for a
/// group may be put here, for a pair never.
const GROUPS: [Stated; 5] = [
    ("Türkiye - Europe", &["turkiye-europe-modelled"], 0.1, 0.003),
    (
        "Türkiye - Central Asia",
        &["turkiye-central-asia"],
        0.1,
        0.003,
    ),
    (
        "China by rail",
        &["kazakhstan-china", "northern-route"],
        0.1,
        0.003,
    ),
    ("Caspian", &["middle-corridor"], 0.1, 0.003),
    ("Armenia", &["armenia-trade"], 0.1, 0.003),
];

/// The groups of the base year, under the open policy.
///
/// # Errors
/// None with the embedded demand; lists and settings are looked up as anybody's.
pub fn groups() -> Result<Vec<Group>, FlowsError> {
    let group = |(name, lists, hour, scale): &Stated| {
        let mut flows = Demand::new();
        for list in *lists {
            let list = Demand::embedded(list).map_err(FlowsError::Demand)?;
            let of_base = list.iter().filter(|flow| {
                let near = |year: i16| (year - YEAR).abs() <= NEAR;
                flow.year.is_some_and(near) && !LEFT_OUT.contains(&flow.source.as_str())
            });
            for flow in of_base {
                flows = flows.flow(flow.clone());
            }
        }
        Ok(Group {
            name: (*name).to_owned(),
            demand: flows.joined(name).under(&Policy::open()),
            settings: settings(*hour, *scale)?,
        })
    };
    GROUPS.iter().map(group).collect()
}

/// How shippers choose to whom an hour is worth so many USD per tonne and a USD tells so much.
///
/// # Errors
/// A value of time or scale out of bounds.
pub fn settings(hour: f64, scale: f64) -> Result<Assignment, FlowsError> {
    let value_of_time = Rate::from_usd(hour).map_err(|_| FlowsError::Setting {
        setting: "value_of_time",
        given: hour.to_string(),
        least: "0".to_owned(),
        most: "the most a rate can be".to_owned(),
    })?;
    let cost = GeneralisedCost::of_time(value_of_time);
    Ok(Assignment::new(cost, Choice::logit(scale)?))
}

/// Spreads each group with all others beside it: one after the other, and those that share something with a capacity
/// once more.
///
/// # Errors
/// As [`assign`].
pub fn settle(
    planner: &Planner,
    groups: &[Group],
    table: &Table,
    progress: &Progress,
) -> Result<Vec<Flows>, FlowsError> {
    let mut settled: Vec<Option<Flows>> = vec![None; groups.len()];
    for sweep in 0..2 {
        for (at, group) in groups.iter().enumerate() {
            let others = settled.iter().enumerate();
            let others: Vec<&Flows> = others
                .filter(|(other, _)| *other != at)
                .filter_map(|(_, flows)| flows.as_ref())
                .collect();
            if sweep > 0 && !shares(settled[at].as_ref(), &others) {
                continue;
            }
            let beside = Background::of(&others);
            settled[at] = Some(assign(
                planner,
                &group.demand,
                table,
                &beside,
                &group.settings,
                progress,
            )?);
        }
    }
    Ok(settled.into_iter().flatten().collect())
}

/// Whether others pass something with a capacity that these flows pass.
fn shares(flows: Option<&Flows>, others: &[&Flows]) -> bool {
    let passed = |flows: &Flows| -> BTreeSet<Bottleneck> {
        flows.jams.iter().map(|jam| jam.at.clone()).collect()
    };
    let Some(own) = flows.map(passed) else {
        return true;
    };
    others.iter().any(|other| !own.is_disjoint(&passed(other)))
}

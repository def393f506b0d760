//! What the model sends through gates, beside what was counted there.

use std::fmt;

use serde::Serialize;

use super::gates::Gate;
use super::{Group, MODELLED, YEAR};
use crate::analysis::calibration::median;
use crate::analysis::flows::{Flows, Measure, Table};
use crate::route::Route;

/// A gate, what was counted and what the model sends through it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HeldGate {
    /// What people call it.
    pub gate: &'static str,
    /// What was counted.
    pub measure: Measure,
    /// How many of it in a year.
    pub published: f64,
    /// The year of the count.
    pub year: i16,
    /// How many the model sends.
    pub modelled: f64,
    /// The part of these that rows of a gravity model send, 0 to 1.
    pub by_gravity: f64,
    /// Sources of rows of this demand that were made from this very count.
    pub counted: Vec<&'static str>,
    /// Why the model misses it, where it does.
    pub reason: &'static str,
}

impl HeldGate {
    /// How far the model is off, as a part of what was counted; negative where it sends less.
    #[must_use]
    pub fn error(&self) -> f64 {
        (self.modelled - self.published) / self.published
    }

    /// Whether it judges: no row of the demand was made from its count.
    #[must_use]
    pub const fn judges(&self) -> bool {
        self.counted.is_empty()
    }
}

/// All gates.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Held {
    /// In the order of the gates; those without a count are left out.
    pub gates: Vec<HeldGate>,
}

impl Held {
    /// The aim: half of the judging gates are met this closely.
    pub const AIM: f64 = 0.35;

    /// The median of the errors, without their signs, of gates that judge; nothing where none does.
    #[must_use]
    pub fn median_error(&self) -> Option<f64> {
        let judging = self.gates.iter().filter(|gate| gate.judges());
        let mut errors: Vec<f64> = judging.map(|gate| gate.error().abs()).collect();
        median(&mut errors)
    }
}

/// Holds flows of groups against gates.
#[must_use]
pub fn hold(groups: &[Group], flows: &[Flows], table: &Table, gates: &[Gate]) -> Held {
    let held = gates.iter().filter_map(|gate| {
        let (published, year) = gate.published(table, YEAR)?;
        let (mut modelled, mut by_gravity) = (0.0, 0.0);
        let mut counted: Vec<&'static str> = Vec::new();
        for (group, flows) in groups.iter().zip(flows) {
            for (flow, row) in group.demand.iter().zip(&flows.rows) {
                let ways = row.ways.iter().flatten();
                let through = ways.filter(|way| gate.passing.is_passed_by(&way.route));
                let sum: f64 = through
                    .map(|way| way.volume.as_boxes() * counts(&way.route, gate.measure))
                    .sum();
                modelled += sum;
                if MODELLED.contains(&flow.source.as_str()) {
                    by_gravity += sum;
                }
                let of_count = gate.counted.iter().find(|source| **source == flow.source);
                if let Some(source) = of_count.filter(|source| !counted.contains(source)) {
                    counted.push(source);
                }
            }
        }
        Some(HeldGate {
            gate: gate.name,
            measure: gate.measure,
            published,
            year,
            modelled,
            by_gravity: if modelled > 0.0 {
                by_gravity / modelled
            } else {
                0.0
            },
            counted,
            reason: gate.reason,
        })
    });
    Held {
        gates: held.collect(),
    }
}

/// How many of what was counted a shipment of the route is.
fn counts(route: &Route, measure: Measure) -> f64 {
    if measure == Measure::Tonnes {
        return route.shipment.goods().as_tonnes();
    }
    let boxes = crate::analysis::flows::boxes(&route.shipment);
    measure.boxes().map_or(0.0, |each| boxes / each)
}

impl fmt::Display for Held {
    /// A row for each gate, then why those are missed that are, then the median.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "  published  year   modelled  error %  by gravity %  gate"
        )?;
        for held in &self.gates {
            writeln!(
                f,
                "{:>11.0}  {}  {:>9.0}  {:>+7.0}  {:>12.0}  {}, {}{}",
                held.published,
                held.year,
                held.modelled,
                held.error() * 100.0,
                held.by_gravity * 100.0,
                held.gate,
                held.measure,
                if held.judges() {
                    ""
                } else {
                    " (its count is in the demand: judges nothing)"
                }
            )?;
        }
        for held in &self.gates {
            if held.error().abs() > Self::AIM {
                writeln!(f, "missed: {}: {}", held.gate, held.reason)?;
            }
        }
        match self.median_error() {
            Some(median) => write!(
                f,
                "median error of those that judge {:.0} %, aim {:.0} %",
                median * 100.0,
                Self::AIM * 100.0
            ),
            None => write!(f, "no gate judges"),
        }
    }
}

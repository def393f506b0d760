//! A curve of tolls as tables.

use std::fmt;

use super::{Choice, Curve, SeveralTolls, TollPoint};
use crate::quantity::Money;

/// How many points of a curve are printed.
const SHOWN: usize = 10;

impl fmt::Display for TollPoint {
    /// A row: toll, shipments a year, and USD a year of revenue, joint revenue and welfare.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>9.2}  {:>9.0}  {:>13.0}  {:>13.0}  {:>13.0}",
            self.toll.as_usd(),
            self.traffic.as_boxes(),
            self.revenue.as_usd(),
            self.joint.as_usd(),
            self.welfare.as_usd()
        )
    }
}

impl fmt::Display for Curve {
    /// Points of the curve, the best tolls, and what every flow pays.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chosen = match self.question.choice {
            Choice::Steps => "every flow its cheapest way".to_owned(),
            Choice::Logit { per_usd, .. } => format!("by logit at {per_usd} per USD"),
        };
        writeln!(f, "toll on {} ({}), {chosen}", self.subject, self.day)?;
        writeln!(
            f,
            "USD/trip   trips/year  revenue/year     joint/year   welfare/year"
        )?;
        let step = self.points.len().div_ceil(SHOWN).max(1);
        for point in self.points.iter().step_by(step) {
            writeln!(f, "{point}")?;
        }
        writeln!(f, "{}  most revenue", self.most_revenue)?;
        let members = match self.members.len() {
            0 => "nobody named".to_owned(),
            _ => self.members.join(", "),
        };
        writeln!(f, "{}  most joint revenue ({members})", self.most_joint)?;
        let why = if self.is_best_free() {
            "most welfare: no toll, for a trip more costs nothing more"
        } else {
            "most welfare: the marginal cost of use"
        };
        writeln!(f, "{}  {why}", self.most_welfare)?;
        if self.captive.as_millionths() > 0 {
            let captive = self.captive.as_boxes();
            writeln!(
                f,
                "{captive:.0} a year have no way around and pay whatever is asked"
            )?;
        }
        for flow in &self.flows {
            write!(f, "{} to {}: ", flow.from.name, flow.to.name)?;
            match flow.gap {
                Some(gap) => write!(f, "gap {:+.0} USD", gap.as_usd())?,
                None if flow.through.is_some() => write!(f, "no way around")?,
                None => write!(f, "no way through")?,
            }
            for (way, at) in flow
                .through
                .iter()
                .map(|way| (way, "through"))
                .chain(flow.around.iter().map(|way| (way, "around")))
            {
                write!(
                    f,
                    "; {at} by {} {:.0}/year",
                    way.name,
                    way.traffic.as_boxes()
                )?;
            }
            if flow.pays > Money::ZERO {
                write!(f, "; pays {:.0} USD/year", flow.pays.as_usd())?;
            }
            writeln!(f)?;
        }
        for (flow, none) in &self.unanswered {
            writeln!(f, "flow {flow}: {none}")?;
        }
        let payers = self.payers();
        let payers = payers
            .iter()
            .map(|(country, paid)| format!("{country} {:.0}", paid.as_usd()));
        write!(
            f,
            "paid in USD/year by where flows start: {}",
            payers.collect::<Vec<_>>().join(", ")
        )
    }
}

impl fmt::Display for SeveralTolls {
    /// A line for each toll, and the revenue of all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "USD/trip   trips/year  revenue/year")?;
        for toll in &self.tolls {
            writeln!(
                f,
                "{:>8.2}  {:>11.0}  {:>12.0}  {}",
                toll.toll.as_usd(),
                toll.traffic.as_boxes(),
                toll.revenue.as_usd(),
                toll.subject
            )?;
        }
        write!(
            f,
            "{:>8}  {:>11}  {:>12.0}  in all",
            "",
            "",
            self.revenue.as_usd()
        )
    }
}

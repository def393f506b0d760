//! How ways are chosen by what they cost.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::FlowsError;
use crate::quantity::{PerYear, by_largest_remainder};
use crate::route::{Act, Route};

/// How the shipments of a flow spread over its ways.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Choice {
    /// All take the way of least generalised cost; of equal ones the first.
    Least,
    /// Path-size logit (Ben-Akiva and Bierlaire 1999): the share of a way goes with `exp(-scale · cost) · size`.
    Logit {
        /// How strongly a USD tells, above nothing: ways that differ by `1 / scale` USD differ by a factor of e.
        scale_per_usd: f64,
    },
}

impl Choice {
    /// Path-size logit.
    ///
    /// # Errors
    /// A scale that is not finite or not above nothing.
    ///
    /// ```
    /// use trade_corridor::analysis::flows::Choice;
    /// assert!(Choice::logit(0.005).is_ok());
    /// assert!(Choice::logit(0.0).unwrap_err().to_string().contains("above 0"));
    /// ```
    pub fn logit(scale_per_usd: f64) -> Result<Self, FlowsError> {
        Self::Logit { scale_per_usd }.checked()
    }

    pub(super) fn checked(self) -> Result<Self, FlowsError> {
        match self {
            Self::Logit { scale_per_usd } if !scale_per_usd.is_finite() || scale_per_usd <= 0.0 => {
                Err(FlowsError::Scale {
                    given: scale_per_usd.to_string(),
                })
            }
            Self::Least | Self::Logit { .. } => Ok(self),
        }
    }

    pub(super) const fn is_spread(&self) -> bool {
        matches!(self, Self::Logit { .. })
    }

    /// The part of each way, by its cost in USD and the logarithm of its path size.
    pub(super) fn shares(&self, costs: &[f64], sizes: &[f64]) -> Vec<f64> {
        let least = cheapest(costs);
        match self {
            Self::Least => {
                let first = costs.iter().position(|cost| *cost <= least);
                let at = |way| if Some(way) == first { 1.0 } else { 0.0 };
                (0..costs.len()).map(at).collect()
            }
            Self::Logit { scale_per_usd } => {
                let both = costs.iter().zip(sizes);
                let weight =
                    |(cost, size): (&f64, &f64)| libm::exp(size - scale_per_usd * (cost - least));
                let weights: Vec<f64> = both.map(weight).collect();
                let sum: f64 = weights.iter().sum();
                weights.iter().map(|weight| weight / sum).collect()
            }
        }
    }

    /// What one shipment more on a way adds to the function whose least the equilibrium is, queues apart.
    pub(super) fn marginal(&self, cost: f64, size: f64, flow: f64) -> f64 {
        match self {
            Self::Least => cost,
            Self::Logit { scale_per_usd } => cost + (libm::log(flow) - size) / scale_per_usd,
        }
    }
}

/// The least of costs.
pub(super) fn cheapest(costs: &[f64]) -> f64 {
    costs.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Logarithms of path sizes: the sum over what a way runs along of its part of the way's length, divided by how many
/// ways run along it; nothing for ways that share nothing.
pub(super) fn sizes(routes: &[&Route]) -> Vec<f64> {
    let along: Vec<BTreeMap<(&str, bool), f64>> =
        routes.iter().map(|route| lengths(route)).collect();
    let mut used: BTreeMap<(&str, bool), f64> = BTreeMap::new();
    for way in &along {
        for part in way.keys() {
            *used.entry(*part).or_default() += 1.0;
        }
    }
    let size = |way: &BTreeMap<(&str, bool), f64>| {
        let length: f64 = way.values().sum();
        if length <= 0.0 {
            return 0.0;
        }
        let parts = way.iter().map(|(part, km)| km / length / used[part]);
        libm::log(parts.sum())
    };
    along.iter().map(size).collect()
}

/// Kilometres along each link, in its direction, and with each service.
fn lengths(route: &Route) -> BTreeMap<(&str, bool), f64> {
    let mut lengths = BTreeMap::new();
    for step in route.atoms() {
        let part = match &step.act {
            Act::Move { link, forward } => (link.as_str(), *forward),
            Act::Run { service } => (service.as_str(), true),
            Act::Haul
            | Act::BorderControl { .. }
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Wait { .. }
            | Act::Land { .. }
            | Act::Through { .. } => continue,
        };
        *lengths.entry(part).or_default() += step.distance.as_km();
    }
    lengths
}

/// What adds up to `whole`, in proportion to `parts`: by the largest remainder, of equal ones the first. Nothing each
/// where the parts are nothing together.
pub(super) fn divide(whole: PerYear, parts: &[f64]) -> Vec<PerYear> {
    let sum: f64 = parts.iter().sum();
    if sum <= 0.0 || !sum.is_finite() {
        return vec![PerYear::ZERO; parts.len()];
    }
    let tops: Vec<u128> = parts
        .iter()
        .map(|part| (part / sum * FINE).round() as u128)
        .collect();
    let bottom: u128 = tops.iter().sum();
    let fractions = tops.iter().map(|top| (*top, bottom));
    let divided = by_largest_remainder(whole.as_millionths(), fractions);
    divided.into_iter().map(PerYear::of_units).collect()
}

/// As fine as a number between 0 and 1 is told.
const FINE: f64 = (1_u64 << 53) as f64;

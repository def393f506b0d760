use std::fmt;

use serde::{Deserialize, Serialize};

use super::Route;
use crate::code::Country;
use crate::quantity::{Difference, Distance, Duration, Emissions, Money};

/// How a second route differs from a first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Length more; negative for less.
    #[serde(rename = "distance_metres")]
    pub distance: Difference<Distance>,
    /// Expected time more.
    #[serde(rename = "duration_minutes")]
    pub duration: Difference<Duration>,
    /// Money more.
    #[serde(rename = "cost_cents")]
    pub cost: Money,
    /// Greenhouse gases more.
    #[serde(rename = "emissions_grams")]
    pub emissions: Difference<Emissions>,
    /// Countries that only the second enters.
    pub gained: Vec<Country>,
    /// Countries that only the first enters.
    pub lost: Vec<Country>,
}

/// Sets a second route against a first.
#[must_use]
pub fn compare(first: &Route, second: &Route) -> Comparison {
    let (before, after) = (first.countries(), second.countries());
    let only = |here: &[Country], there: &[Country]| {
        here.iter()
            .copied()
            .filter(|country| !there.contains(country))
            .collect()
    };
    Comparison {
        distance: second.distance() - first.distance(),
        duration: second.duration() - first.duration(),
        cost: second.cost() - first.cost(),
        emissions: second.emissions() - first.emissions(),
        gained: only(&after, &before),
        lost: only(&before, &after),
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:+.0} km, {:+.1} h, {:+.2} USD, {:+.0} kg CO2e",
            self.distance.as_km(),
            self.duration.as_hours(),
            self.cost.as_usd(),
            self.emissions.as_kg()
        )?;
        for (word, countries) in [
            ("now through", &self.gained),
            ("no longer through", &self.lost),
        ] {
            if !countries.is_empty() {
                let names: Vec<&str> = countries.iter().map(Country::as_str).collect();
                write!(f, "; {word} {}", names.join(", "))?;
            }
        }
        Ok(())
    }
}

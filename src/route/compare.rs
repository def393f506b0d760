use std::fmt;

use serde::{Deserialize, Serialize};

use super::Route;
use crate::code::Country;
use crate::quantity::Money;

/// How a second route differs from a first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Kilometres more; negative for fewer.
    pub km: f64,
    /// Expected hours more.
    pub hours: f64,
    /// Money more.
    #[serde(rename = "cost_cents")]
    pub cost: Money,
    /// Kilograms of CO2e more.
    pub kg_co2e: f64,
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
        km: second.distance().as_km() - first.distance().as_km(),
        hours: second.duration().as_hours() - first.duration().as_hours(),
        cost: second.cost() - first.cost(),
        kg_co2e: second.emissions().as_kg() - first.emissions().as_kg(),
        gained: only(&after, &before),
        lost: only(&before, &after),
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:+.0} km, {:+.1} h, {:+.2} USD, {:+.0} kg CO2e",
            self.km,
            self.hours,
            self.cost.as_usd(),
            self.kg_co2e
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

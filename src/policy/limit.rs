use serde::{Deserialize, Serialize};

use crate::quantity::{Duration, Money};

/// Not more than so much on a whole route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Limit {
    /// Changes between conveyances other than gauge changes.
    Transhipments(u32),
    /// Gauge changes.
    GaugeChanges(u32),
    /// Borders crossed.
    Borders(u32),
    /// Borders crossed at which goods are controlled; those between countries without controls do not
    /// count.
    ControlledBorders(u32),
    /// Expected hours from door to door.
    Hours(#[serde(with = "hours")] Duration),
    /// USD of the network's price year, all charges together.
    Usd(#[serde(with = "usd")] Money),
}

/// How much a route takes of what a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Amount {
    /// Changes between conveyances other than gauge changes.
    Transhipments(u32),
    /// Gauge changes.
    GaugeChanges(u32),
    /// Borders crossed.
    Borders(u32),
    /// Borders crossed at which goods are controlled.
    ControlledBorders(u32),
    /// Expected duration from door to door.
    #[serde(rename = "duration_minutes")]
    Duration(Duration),
    /// All charges together.
    #[serde(rename = "cost_cents")]
    Cost(Money),
}

impl Limit {
    /// Whether an amount keeps the limit; amounts of another kind do.
    ///
    /// ```
    /// use trade_corridor::policy::{Amount, Limit};
    /// assert!(Limit::Borders(2).allows(Amount::Borders(2)));
    /// assert!(!Limit::Borders(2).allows(Amount::Borders(3)));
    /// assert!(Limit::Borders(2).allows(Amount::GaugeChanges(3)));
    /// ```
    #[must_use]
    pub fn allows(&self, amount: Amount) -> bool {
        match (*self, amount) {
            (Self::Transhipments(most), Amount::Transhipments(found))
            | (Self::GaugeChanges(most), Amount::GaugeChanges(found))
            | (Self::Borders(most), Amount::Borders(found))
            | (Self::ControlledBorders(most), Amount::ControlledBorders(found)) => found <= most,
            (Self::Hours(most), Amount::Duration(found)) => found <= most,
            (Self::Usd(most), Amount::Cost(found)) => found <= most,
            _ => true,
        }
    }
}

mod hours {
    use crate::quantity::Duration;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(span: &Duration, to: S) -> Result<S::Ok, S::Error> {
        span.as_hours().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        Duration::from_hours(f64::deserialize(from)?).map_err(D::Error::custom)
    }
}

mod usd {
    use crate::quantity::Money;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(money: &Money, to: S) -> Result<S::Ok, S::Error> {
        money.as_usd().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Money, D::Error> {
        Money::from_usd(f64::deserialize(from)?).map_err(D::Error::custom)
    }
}

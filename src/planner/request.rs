use serde::{Deserialize, Serialize};

use crate::costing::Shipment;
use crate::policy::Policy;
use crate::quantity::Mass;

/// From where to where, what, and under which rules.
///
/// ```
/// use trade_corridor::prelude::*;
/// let request = Request::new("CNHGS", "Istanbul")
///     .shipment(Shipment::container_40ft(Mass::from_tonnes(20.0)?)?)
///     .policy(Policy::russia_excluded());
/// assert_eq!(request.to(), "Istanbul");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Request {
    from: String,
    to: String,
    shipment: Option<Shipment>,
    policy: Policy,
}

impl Request {
    /// A question from a place to another, each by code, name or alias: one 40 ft container of
    /// 20 t, no rules.
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            shipment: None,
            policy: Policy::open(),
        }
    }

    /// The same for another shipment.
    pub fn shipment(mut self, shipment: Shipment) -> Self {
        self.shipment = Some(shipment);
        self
    }

    /// The same under a policy.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Where it starts.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// Where it ends.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The rules.
    pub fn rules(&self) -> &Policy {
        &self.policy
    }

    /// The shipment, one 40 ft container of 20 t when none was given.
    pub fn shipment_or_default(&self) -> Shipment {
        self.shipment.unwrap_or_else(|| {
            Shipment::container_40ft(Mass::from_kg(20_000)).expect("20 t fit a 40 ft container")
        })
    }
}

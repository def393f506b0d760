use serde::{Deserialize, Deserializer, Serialize};

use crate::costing::Shipment;
use crate::policy::{Policy, Subject};
use crate::quantity::Mass;

/// From where to where, what, and under which rules.
///
/// Each part is set by the method and read from the field of the same name.
///
/// ```
/// use trade_corridor::prelude::*;
/// let request = Request::new("CNHGS", "Istanbul")
///     .shipment(Shipment::container_40ft(Mass::from_tonnes(24.0)?)?)
///     .policy(Policy::russia_excluded());
/// assert_eq!(request.to, "Istanbul");
/// assert_eq!(request.policy.rules().len(), 4);
/// assert_eq!(request.shipment.goods(), Mass::from_tonnes(24.0)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
#[must_use]
pub struct Request {
    /// Where it starts: a code, name or alias of a place.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// What is shipped.
    #[serde(default = "usual", deserialize_with = "given_or_usual")]
    pub shipment: Shipment,
    /// The rules.
    pub policy: Policy,
}

/// One 40 ft container of 20 t.
fn usual() -> Shipment {
    Shipment::container_40ft(Mass::from_kg(20_000)).expect("20 t fit a 40 ft container")
}

fn given_or_usual<'de, D: Deserializer<'de>>(from: D) -> Result<Shipment, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_else(usual))
}

impl Request {
    /// A question from a place to another, each by code, name or alias: one 40 ft container of
    /// 20 t, no rules.
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            shipment: usual(),
            policy: Policy::open(),
        }
    }

    /// The same for another shipment.
    pub fn shipment(mut self, shipment: Shipment) -> Self {
        self.shipment = shipment;
        self
    }

    /// The same with the rule, beside those of its policy, that the route uses a subject at least once; see
    /// [`Rule::Use`](crate::policy::Rule::Use). Set the policy before.
    pub fn must_use(mut self, subject: impl Into<Subject>) -> Self {
        self.policy = self.policy.must_use(subject);
        self
    }

    /// The same with the rule, beside those of its policy, that the route comes by places in this order; see
    /// [`Rule::Via`](crate::policy::Rule::Via). Set the policy before.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    /// let request = Request::new("Almaty", "Istanbul").via(["Aktau", "Poti"]);
    /// assert_eq!(request.policy.rules()[0].name(), "via Aktau, then Poti");
    /// ```
    pub fn via<T: Into<String>>(mut self, places: impl IntoIterator<Item = T>) -> Self {
        self.policy = self.policy.via(places);
        self
    }

    /// The same under a policy.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }
}

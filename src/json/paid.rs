//! Who is paid what, for what and where.

use serde::{Deserialize, Serialize};

use crate::code::{Country, Name};
use crate::quantity::Money;
use crate::route::PaidTo;

/// What somebody is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct PaidToWhom {
    /// What kind of payee it is.
    pub kind: PayeeKind,
    /// Id of the operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub id: Option<Name>,
    /// The country of the authorities, or of the carrier's plates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub country: Option<Country>,
    /// What it is called.
    pub name: String,
    /// How much.
    #[serde(rename = "usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub amount: Money,
}

/// Somebody who is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Payee", deny_unknown_fields))]
#[non_exhaustive]
pub struct PayeeDocument {
    /// What kind of payee it is.
    pub kind: PayeeKind,
    /// Id of the operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub id: Option<Name>,
    /// The country of the authorities, or of the carrier's plates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub country: Option<Country>,
    /// What it is called.
    pub name: String,
}

/// Who can be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PayeeKind {
    /// A named operator.
    Operator,
    /// The shipment's own road carrier.
    Carrier,
    /// The authorities of a country.
    Authority,
    /// A terminal or carrier that the network does not name.
    Unnamed,
}

/// What is paid for one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PaidFor", deny_unknown_fields))]
#[non_exhaustive]
pub struct PaidByComponent {
    /// The word for what is charged.
    pub component: String,
    /// How much.
    #[serde(rename = "usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub amount: Money,
}

/// What is paid in one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct PaidIn {
    /// The country; null at sea.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub country: Option<Country>,
    /// How much.
    #[serde(rename = "usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub amount: Money,
}

impl PaidToWhom {
    pub(super) fn of((payee, amount): (PaidTo, Money)) -> Self {
        let PayeeDocument {
            kind,
            id,
            country,
            name,
        } = (&payee).into();
        Self {
            kind,
            id,
            country,
            name,
            amount,
        }
    }
}

impl From<&PaidTo> for PayeeDocument {
    fn from(payee: &PaidTo) -> Self {
        let (kind, id, country) = match payee {
            PaidTo::Operator { id, .. } => (PayeeKind::Operator, Some(id.clone()), None),
            PaidTo::Carrier(country) => (PayeeKind::Carrier, None, Some(*country)),
            PaidTo::Authority(country) => (PayeeKind::Authority, None, Some(*country)),
            PaidTo::Unnamed => (PayeeKind::Unnamed, None, None),
        };
        Self {
            kind,
            id,
            country,
            name: payee.to_string(),
        }
    }
}

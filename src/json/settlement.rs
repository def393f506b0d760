//! What the members of a consortium are attributed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::version::Version;
use crate::analysis::settlement::{Division, Settlement};
use crate::code::{Name, Named};
use crate::quantity::Money;

/// What the members of a consortium are attributed of what it earned on some routes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Settlement", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct SettlementDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// The consortium.
    pub consortium: NamedDocument,
    /// The day whose members share.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Day"))]
    pub on: Date,
    /// How it is divided.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::DivisionWord"))]
    pub division: Division,
    /// What is divided: revenue, before costs.
    #[serde(rename = "earned_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub earned: Money,
    /// The members, each with its part; the parts add up to what was earned.
    pub parts: Vec<PartDocument>,
}

/// A record by its id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Named", deny_unknown_fields))]
#[non_exhaustive]
pub struct NamedDocument {
    /// Its id.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub id: Name,
    /// Its name.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub name: Name,
}

/// What a member is attributed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Part", deny_unknown_fields))]
#[non_exhaustive]
pub struct PartDocument {
    /// The member.
    pub member: NamedDocument,
    /// How much.
    #[serde(rename = "usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub amount: Money,
    /// Why that is nothing, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl From<&Settlement> for SettlementDocument {
    fn from(settled: &Settlement) -> Self {
        let parts = settled.parts.iter().map(|part| PartDocument {
            member: (&part.member).into(),
            amount: part.amount,
            reason: part.reason.map(|reason| reason.to_string()),
        });
        Self {
            version: Version,
            consortium: (&settled.consortium).into(),
            on: settled.day,
            division: settled.division,
            earned: settled.earned,
            parts: parts.collect(),
        }
    }
}

impl From<&Named> for NamedDocument {
    fn from(named: &Named) -> Self {
        Self {
            id: named.id.clone(),
            name: named.name.clone(),
        }
    }
}

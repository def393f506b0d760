//! Where the money of a year goes.

use serde::{Deserialize, Serialize};

use super::paid::PayeeDocument;
use super::version::Version;
use super::year::{FlowsAsked, UnansweredFlow};
use crate::analysis::demand::Demand;
use crate::analysis::money::{Paid, Received, Recipient, Trail, YearOfMoney};
use crate::code::{Country, Name};
use crate::quantity::{Money, PerYear, Share};

/// Where the money of a year goes: the same sum as it is paid and as it is received in the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Money", deny_unknown_fields))]
#[non_exhaustive]
pub struct MoneyDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults.
    pub asked: FlowsAsked,
    /// Boxes a year whose money is followed, in millionths.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// What is paid in all.
    #[serde(rename = "total_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub total: Money,
    /// The rows of both.
    pub money: TrailDocument,
    /// Flows that are not in it.
    pub unanswered: Vec<UnansweredFlow>,
}

/// Money as it is paid, and as it is received; each adds up to the same sum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Trail", deny_unknown_fields))]
#[non_exhaustive]
pub struct TrailDocument {
    /// By payee, state, component and territory.
    pub paid: Vec<PaidDocument>,
    /// By payee and recipient.
    pub received: Vec<ReceivedDocument>,
}

/// What is paid of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Paid", deny_unknown_fields))]
#[non_exhaustive]
pub struct PaidDocument {
    /// Who is paid.
    pub payee: PayeeDocument,
    /// The state whose income it is, whoever collects it; null for what is no income of a state.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub state: Option<Country>,
    /// The word for what is charged.
    pub component: String,
    /// Where; null at sea.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub territory: Option<Country>,
    /// How much.
    #[serde(rename = "usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub amount: Money,
}

/// What somebody receives in the end of what a payee is paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Received", deny_unknown_fields))]
#[non_exhaustive]
pub struct ReceivedDocument {
    /// Who is paid.
    pub payee: PayeeDocument,
    /// Who receives it.
    pub recipient: RecipientDocument,
    /// Which part of what the payee is paid of its own: an exact fraction.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Fraction"))]
    pub share: Share,
    /// The same in percent, the nearest number.
    #[serde(rename = "share_percent")]
    pub percent: f64,
    /// How much.
    #[serde(rename = "usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub amount: Money,
}

/// Who receives money in the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Recipient", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct RecipientDocument {
    /// What kind of recipient it is.
    pub kind: RecipientKind,
    /// Id of the owner, or of the company whose holders are not on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub id: Option<Name>,
    /// Whose country the money goes to; missing where that is not on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub country: Option<Country>,
    /// What it is called.
    pub name: String,
}

/// Who can receive money in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecipientKind {
    /// A state.
    Treasury,
    /// An owner of which no holder is on record.
    Owner,
    /// Holders of a company who are not on record.
    Unrecorded,
    /// Road carriers of a country.
    Carriers,
    /// Companies that hold only each other.
    Circle,
    /// Terminals and carriers without a name.
    Unnamed,
}

impl MoneyDocument {
    /// The money of a list of flows.
    #[must_use]
    pub fn of(asked: FlowsAsked, demand: &Demand, year: &YearOfMoney) -> Self {
        let unanswered = year.unfollowed.iter();
        Self {
            version: Version,
            asked,
            boxes: year.boxes,
            total: year.money.total(),
            money: (&year.money).into(),
            unanswered: unanswered
                .map(|it| UnansweredFlow::of(demand, it.at, &it.code, &it.reason))
                .collect(),
        }
    }
}

impl From<&Trail> for TrailDocument {
    fn from(trail: &Trail) -> Self {
        Self {
            paid: trail.paid.iter().map(Into::into).collect(),
            received: trail.received.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Paid> for PaidDocument {
    fn from(paid: &Paid) -> Self {
        Self {
            payee: (&paid.payee).into(),
            state: paid.state,
            component: paid.component.as_str().to_owned(),
            territory: paid.territory,
            amount: paid.amount,
        }
    }
}

impl From<&Received> for ReceivedDocument {
    fn from(received: &Received) -> Self {
        Self {
            payee: (&received.payee).into(),
            recipient: (&received.recipient).into(),
            share: received.share,
            percent: received.share.as_percent(),
            amount: received.amount,
        }
    }
}

impl From<&Recipient> for RecipientDocument {
    fn from(recipient: &Recipient) -> Self {
        let (kind, id) = match recipient {
            Recipient::Treasury(_) => (RecipientKind::Treasury, None),
            Recipient::Owner { id, .. } => (RecipientKind::Owner, Some(id.clone())),
            Recipient::Unrecorded { id, .. } => (RecipientKind::Unrecorded, Some(id.clone())),
            Recipient::Carriers(_) => (RecipientKind::Carriers, None),
            Recipient::Circle => (RecipientKind::Circle, None),
            Recipient::Unnamed => (RecipientKind::Unnamed, None),
        };
        Self {
            kind,
            id,
            country: recipient.country(),
            name: recipient.to_string(),
        }
    }
}

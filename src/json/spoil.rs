//! The worst that closing a few things does to flows.

use serde::{Deserialize, Serialize};

use super::route::RouteDocument;
use super::version::Version;
use super::year::{FlowsAsked, UnansweredFlow};
use crate::analysis::demand::Demand;
use crate::analysis::interdiction::{Among, Damage, Lever, LeverKind, Secured, Worst};
use crate::quantity::{Money, PerYear};

/// The worst that closing a few things does to flows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Spoil", deny_unknown_fields))]
#[non_exhaustive]
pub struct SpoilDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults.
    pub asked: FlowsAsked,
    /// How many things are closed at the most.
    pub budget: usize,
    /// What may be closed.
    pub among: AmongDocument,
    /// Boxes a year of all flows that have a route, in millionths.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// The worst of one closure, of two, and so on.
    pub curve: Vec<DamageDocument>,
    /// Flows that the worst closures of the whole budget concern.
    pub rerouted: Vec<ReroutedDocument>,
    /// What is best secured against closure; null where closures do no harm.
    pub secure_first: Option<SecuredDocument>,
    /// Flows without a route to begin with.
    pub unanswered: Vec<UnansweredFlow>,
    /// Searches that were made, each for one flow in one world.
    pub searches: usize,
    /// Sets of closures that were looked at.
    pub worlds: usize,
}

/// What may be closed: everything of some kinds, or some things alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Among", deny_unknown_fields))]
#[non_exhaustive]
pub struct AmongDocument {
    /// Everything of these kinds.
    pub kinds: Vec<LeverWord>,
    /// These alone.
    pub levers: Vec<LeverDocument>,
}

/// Something that can be closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Lever", deny_unknown_fields))]
#[non_exhaustive]
pub struct LeverDocument {
    /// What kind of thing it is.
    pub kind: LeverWord,
    /// Its code or id; of exports that of the country.
    pub id: String,
}

/// What can be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeverWord {
    /// A border crossing.
    Crossing,
    /// A link.
    Link,
    /// A service.
    Service,
    /// An operator, as what it carries, runs, manages and handles.
    Operator,
    /// What is sent from a country.
    Exports,
}

/// The worst of closures of up to so many things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Damage", deny_unknown_fields))]
#[non_exhaustive]
pub struct DamageDocument {
    /// How many things may be closed.
    pub budget: usize,
    /// What is closed; fewer things where more would do no more harm.
    pub closed: Vec<LeverDocument>,
    /// Boxes a year that are left without a route, in millionths.
    #[serde(rename = "cut_off_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub cut_off: PerYear,
    /// What all others pay more in a year.
    #[serde(rename = "more_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub more: Money,
}

/// How a flow goes in the worst world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Rerouted", deny_unknown_fields))]
#[non_exhaustive]
pub struct ReroutedDocument {
    /// Its position in the list, from 0.
    pub flow: usize,
    /// Boxes a year, in millionths.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// Its cheapest route while everything is open.
    pub before: RouteDocument,
    /// Its cheapest route with the closures; null where none is left.
    pub after: Option<RouteDocument>,
}

/// What is best secured against closure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Secured", deny_unknown_fields))]
#[non_exhaustive]
pub struct SecuredDocument {
    /// What is kept open.
    pub lever: LeverDocument,
    /// The worst that can be done then, under the same budget.
    pub left: DamageDocument,
}

impl SpoilDocument {
    /// The worst closures for a list of flows, with prices of a year.
    #[must_use]
    pub fn of(asked: FlowsAsked, demand: &Demand, found: &Worst, price_year: i16) -> Self {
        let rerouted = found.rerouted.iter().map(|it| ReroutedDocument {
            flow: it.flow,
            boxes: it.volume,
            before: RouteDocument::of(&it.before, price_year),
            after: it
                .after
                .as_ref()
                .map(|after| RouteDocument::of(after, price_year)),
        });
        Self {
            version: Version,
            asked,
            budget: found.question.budget,
            among: (&found.question.among).into(),
            boxes: found.volume,
            curve: found.curve.iter().map(Into::into).collect(),
            rerouted: rerouted.collect(),
            secure_first: found.secure_first.as_ref().map(Into::into),
            unanswered: UnansweredFlow::all(demand, &found.unanswered),
            searches: found.searches,
            worlds: found.worlds,
        }
    }
}

impl From<&Among> for AmongDocument {
    fn from(among: &Among) -> Self {
        let (kinds, levers) = match among {
            Among::Kinds(kinds) => (kinds.as_slice(), &[][..]),
            Among::Levers(levers) => (&[][..], levers.as_slice()),
        };
        Self {
            kinds: kinds.iter().copied().map(Into::into).collect(),
            levers: levers.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Lever> for LeverDocument {
    fn from(lever: &Lever) -> Self {
        let id = match lever {
            Lever::Crossing(id) | Lever::Link(id) | Lever::Service(id) | Lever::Operator(id) => {
                id.to_string()
            }
            Lever::Exports(country) => country.to_string(),
        };
        Self {
            kind: lever.kind().into(),
            id,
        }
    }
}

impl From<LeverKind> for LeverWord {
    fn from(kind: LeverKind) -> Self {
        match kind {
            LeverKind::Crossing => Self::Crossing,
            LeverKind::Link => Self::Link,
            LeverKind::Service => Self::Service,
            LeverKind::Operator => Self::Operator,
            LeverKind::Exports => Self::Exports,
        }
    }
}

impl From<&Damage> for DamageDocument {
    fn from(damage: &Damage) -> Self {
        Self {
            budget: damage.budget,
            closed: damage.closed.iter().map(Into::into).collect(),
            cut_off: damage.cut_off,
            more: damage.more,
        }
    }
}

impl From<&Secured> for SecuredDocument {
    fn from(secured: &Secured) -> Self {
        Self {
            lever: (&secured.lever).into(),
            left: (&secured.left).into(),
        }
    }
}

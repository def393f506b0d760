//! Why there is no route, what would help, and what rules cost where there is one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::answer::{Asked, NoRouteDocument};
use super::difference::DifferenceDocument;
use super::route::RouteDocument;
use super::version::Version;
use crate::code::Name;
use crate::planner::{Effect, Opening, RulePrice, WhyNot};

/// Why there is no route and what would help; where there is one, what each rule costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "WhyNot", deny_unknown_fields))]
#[non_exhaustive]
pub struct WhyNotDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked.
    pub asked: Asked,
    /// Why there is no route; null when there is one.
    pub no_route: Option<NoRouteDocument>,
    /// Each smallest set of at most three rules whose relaxation makes a route, the best route first.
    pub relaxations: Vec<RelaxationDocument>,
    /// Whether all of them are there.
    pub is_complete: bool,
    /// What would have to open for a way under all rules, all of it together.
    pub openings: Vec<OpeningDocument>,
    /// What each rule does while all others hold; empty where that was not asked for.
    pub rules: Vec<RulePriceDocument>,
}

/// Rules whose relaxation makes a route.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Relaxation", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct RelaxationDocument {
    /// The rules to lift, by name.
    pub rules: Vec<String>,
    /// The best route without them.
    pub route: RouteDocument,
}

/// Something that is not open on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Opening", deny_unknown_fields))]
#[non_exhaustive]
pub struct OpeningDocument {
    /// What it is, as a change of a scenario names it.
    pub what: String,
    /// What it is called.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub name: Name,
    /// When it is expected to open, as its source states it; may be empty.
    pub expected: String,
    /// The first day on which it is open by its records or by the scenario, when they give one.
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Day>"))]
    pub opens_on: Option<Date>,
    /// The change of the scenario that closes it, if one does.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub closed_by: Option<Name>,
    /// A sentence.
    pub message: String,
}

/// What one rule does while all others hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "RulePrice", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct RulePriceDocument {
    /// What the rule is called.
    pub rule: String,
    /// `free`: the best route is as good without it; `costs`: it is worse by the difference; `decides`: there is a
    /// route without it and none with it; `nothing`: there is none either way.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::EffectWord"))]
    pub effect: String,
    /// How much more the best route with it takes, where it costs something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<DifferenceDocument>,
    /// A sentence.
    pub message: String,
}

impl WhyNotDocument {
    /// What was found, with prices of a year.
    #[must_use]
    pub fn of(asked: Asked, found: &WhyNot, rules: &[RulePrice], price_year: i16) -> Self {
        let relaxations = found.relaxations().iter().map(|way| RelaxationDocument {
            rules: way.rules().iter().map(ToString::to_string).collect(),
            route: RouteDocument::of(way.route(), price_year),
        });
        Self {
            version: Version,
            asked,
            no_route: found.cause().map(Into::into),
            relaxations: relaxations.collect(),
            is_complete: found.is_complete(),
            openings: found.openings().iter().map(Into::into).collect(),
            rules: rules.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Opening> for OpeningDocument {
    fn from(opening: &Opening) -> Self {
        Self {
            what: opening.what.to_string(),
            name: opening.name.clone(),
            expected: opening.expected.clone(),
            opens_on: opening.opens_on,
            closed_by: opening.closed_by.clone(),
            message: opening.to_string(),
        }
    }
}

impl From<&RulePrice> for RulePriceDocument {
    fn from(price: &RulePrice) -> Self {
        let (effect, difference) = match &price.effect {
            Effect::Free => ("free", None),
            Effect::Costs(more) => ("costs", Some((&**more).into())),
            Effect::Decides(_) => ("decides", None),
            Effect::Nothing => ("nothing", None),
        };
        Self {
            rule: price.rule.to_string(),
            effect: effect.to_owned(),
            difference,
            message: price.to_string(),
        }
    }
}

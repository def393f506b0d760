//! Why there is no route, what would help, and what rules cost where there is one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::answer::{Asked, NoRouteDocument};
use super::difference::DifferenceDocument;
use super::route::RouteDocument;
use super::version::Version;
use crate::code::Name;
use crate::planner::{Effect, GroupPrice, Opening, RulePrice, RulePrices, WhyNot};

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
    /// Groups of two to four rules that do more together than each alone.
    pub rule_groups: Vec<RuleGroupDocument>,
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

/// What several rules do together while all others hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "RuleGroup", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct RuleGroupDocument {
    /// What the rules are called.
    pub rules: Vec<String>,
    /// As that of one rule.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::EffectWord"))]
    pub effect: String,
    /// How much more the best route with them takes, where they cost something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<DifferenceDocument>,
    /// A sentence.
    pub message: String,
}

impl WhyNotDocument {
    /// What was found, with prices of a year; without prices of rules where these were not asked for.
    #[must_use]
    pub fn of(asked: Asked, found: &WhyNot, prices: Option<&RulePrices>, price_year: i16) -> Self {
        let relaxations = found.relaxations().iter().map(|way| RelaxationDocument {
            rules: way.rules().iter().map(ToString::to_string).collect(),
            route: RouteDocument::of(way.route(), price_year),
        });
        let rules = prices.into_iter().flat_map(RulePrices::rules);
        let groups = prices.into_iter().flat_map(RulePrices::surprising);
        Self {
            version: Version,
            asked,
            no_route: found.cause().map(Into::into),
            relaxations: relaxations.collect(),
            is_complete: found.is_complete(),
            openings: found.openings().iter().map(Into::into).collect(),
            rules: rules.map(Into::into).collect(),
            rule_groups: groups.map(Into::into).collect(),
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
        let (effect, difference) = told(&price.effect);
        Self {
            rule: price.rule.to_string(),
            effect,
            difference,
            message: price.to_string(),
        }
    }
}

impl From<&GroupPrice> for RuleGroupDocument {
    fn from(group: &GroupPrice) -> Self {
        let (effect, difference) = told(&group.effect);
        Self {
            rules: group.rules.iter().map(ToString::to_string).collect(),
            effect,
            difference,
            message: group.to_string(),
        }
    }
}

fn told(effect: &Effect) -> (String, Option<DifferenceDocument>) {
    let (word, difference) = match effect {
        Effect::Free => ("free", None),
        Effect::Costs(more) => ("costs", Some((&**more).into())),
        Effect::Decides(_) => ("decides", None),
        Effect::Nothing => ("nothing", None),
    };
    (word.to_owned(), difference)
}

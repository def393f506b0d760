//! Which projects first.

use serde::{Deserialize, Serialize};

use super::building::{ProjectDrawsDocument, ProjectOrderDocument, ProjectQueuesDocument};
use super::investment::InvestmentDocument;
use super::version::Version;
use super::year::FlowsAsked;
use crate::analysis::projects::{
    Aim, Checked, ChosenSet, Contradiction, Pair, Programme, Standing,
};
use crate::quantity::{Money, PerYear};

/// Which projects first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Projects", deny_unknown_fields))]
#[non_exhaustive]
pub struct ProjectsDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults; the world is that in which nothing of it is built.
    pub asked: FlowsAsked,
    /// What may be spent.
    #[serde(rename = "budget_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub budget: Money,
    /// What the best set has most of.
    pub aim: AimWord,
    /// By how much a year later counts less.
    pub rate_percent: f64,
    /// For how many years savings count.
    pub years: u32,
    /// How much money comes in a year.
    #[serde(rename = "funds_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub funds: Money,
    /// Each project, in the order given.
    pub projects: Vec<ProjectDocument>,
    /// The best set.
    pub best: ProjectSetDocument,
    /// Where the budget is below every project: the cheapest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cheapest: Option<String>,
    /// What that costs.
    #[serde(
        default,
        rename = "cheapest_usd_cents",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub cheapest_cost: Option<Money>,
    /// Pairs that are worth more or less together, those that differ most first.
    pub pairs: Vec<ProjectPairDocument>,
    /// Orders of building the best set, the best one first.
    pub orders: Vec<ProjectOrderDocument>,
    /// What draws of costs say; null where there are none.
    pub draws: Option<ProjectDrawsDocument>,
    /// Sets that cannot be built together.
    pub contradictions: Vec<ProjectContradictionDocument>,
    /// Flows without a way where nothing is built, by their positions in the list, from 0: they save nothing, since what
    /// they would pay is not known.
    pub without: Vec<usize>,
    /// Boxes a year of those that have one with some projects, in millionths.
    #[serde(rename = "opened_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub opened: PerYear,
    /// How many searches were made, each for one flow in one world.
    pub searches: usize,
    /// In how many worlds.
    pub worlds: usize,
    /// The best set with queues, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queues: Option<ProjectQueuesDocument>,
}

/// What the best set has most of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AimWord {
    /// What shippers save, within the budget; of sets that save as much the cheapest.
    Savings,
    /// What shippers save less what the set costs.
    Net,
}

/// What one project saves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Project", deny_unknown_fields))]
#[non_exhaustive]
pub struct ProjectDocument {
    /// Its name.
    pub project: String,
    /// What it costs; null where nobody has said so, and it is never chosen then.
    pub cost: Option<InvestmentDocument>,
    /// Months of building; null where nobody has said so.
    pub months: Option<u32>,
    /// What it alone saves in a year; null where it cannot be built alone.
    #[serde(rename = "alone_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub alone: Option<Money>,
    /// What is saved less without it where all others are built; null where all cannot be.
    #[serde(rename = "last_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub last: Option<Money>,
    /// Whether it changes what any set saves.
    pub changes: bool,
    /// Whether it is in the best set.
    pub chosen: bool,
}

/// A set of projects, and what it is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "ProjectSet", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct ProjectSetDocument {
    /// Their names, in the order given.
    pub projects: Vec<String>,
    /// What they cost together, end by end.
    pub cost: InvestmentDocument,
    /// What shippers save in a year.
    #[serde(rename = "saved_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub saved: Money,
    /// What the savings of all years are worth on the day of opening.
    #[serde(rename = "present_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub present: Money,
    /// The same less the cost.
    #[serde(rename = "net_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub net: Money,
}

/// Two projects of which one is worth more, or less, with the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "ProjectPair", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct ProjectPairDocument {
    /// The first one.
    pub one: String,
    /// The second one.
    pub other: String,
    /// What the first saves in a year, nothing else being built.
    #[serde(rename = "one_alone_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub one_alone: Money,
    /// What the second saves.
    #[serde(rename = "other_alone_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub other_alone: Money,
    /// What both save.
    #[serde(rename = "together_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub together: Money,
    /// What both save more than each alone: above nothing they are complements, below it substitutes.
    #[serde(rename = "synergy_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub synergy: Money,
    /// The same where all others are built; null where all cannot be.
    #[serde(rename = "synergy_with_all_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub synergy_with_all: Option<Money>,
}

/// Projects that cannot be built together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "ProjectContradiction", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct ProjectContradictionDocument {
    /// Their names.
    pub projects: Vec<String>,
    /// Why.
    pub message: String,
}

impl ProjectsDocument {
    /// Which projects first, for a list of flows.
    #[must_use]
    pub fn of(asked: FlowsAsked, found: &Programme, queues: Option<&Checked>) -> Self {
        let cheapest = found.below_all.clone().unzip();
        Self {
            version: Version,
            asked,
            budget: found.terms.budget,
            aim: found.terms.aim.into(),
            rate_percent: found.terms.rate.as_percent(),
            years: found.terms.years,
            funds: found.terms.funds,
            projects: found.projects.iter().map(Into::into).collect(),
            best: (&found.best).into(),
            cheapest: cheapest.0,
            cheapest_cost: cheapest.1,
            pairs: found.pairs.iter().map(Into::into).collect(),
            orders: found.orders.iter().map(Into::into).collect(),
            draws: found.spread.as_ref().map(Into::into),
            contradictions: found.contradictions.iter().map(Into::into).collect(),
            without: found.without.clone(),
            opened: found.opened,
            searches: found.searches,
            worlds: found.worlds,
            queues: queues.map(Into::into),
        }
    }
}

impl From<Aim> for AimWord {
    fn from(aim: Aim) -> Self {
        match aim {
            Aim::Savings => Self::Savings,
            Aim::Net => Self::Net,
        }
    }
}

impl From<&Standing> for ProjectDocument {
    fn from(row: &Standing) -> Self {
        Self {
            project: row.project.clone(),
            cost: row.cost.map(Into::into),
            months: row.months,
            alone: row.alone,
            last: row.last,
            changes: row.changes,
            chosen: row.chosen,
        }
    }
}

impl From<&ChosenSet> for ProjectSetDocument {
    fn from(set: &ChosenSet) -> Self {
        Self {
            projects: set.projects.clone(),
            cost: set.cost.into(),
            saved: set.saved,
            present: set.present,
            net: set.net,
        }
    }
}

impl From<&Pair> for ProjectPairDocument {
    fn from(pair: &Pair) -> Self {
        Self {
            one: pair.one.clone(),
            other: pair.other.clone(),
            one_alone: pair.one_alone,
            other_alone: pair.other_alone,
            together: pair.together,
            synergy: pair.synergy(),
            synergy_with_all: pair.synergy_with_all(),
        }
    }
}

impl From<&Contradiction> for ProjectContradictionDocument {
    fn from(found: &Contradiction) -> Self {
        Self {
            projects: found.projects.clone(),
            message: found.reason.clone(),
        }
    }
}

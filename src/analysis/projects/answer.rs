//! What is answered.

use serde::{Deserialize, Serialize};

use super::Aim;
use super::band::CostBand;
use crate::analysis::gains::WorldOf;
use crate::metric::Objective;
use crate::quantity::{Money, PerYear, Share};

/// On what the answer rests, as it was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Terms {
    /// What may be spent.
    #[serde(rename = "budget_cents")]
    pub budget: Money,
    /// What the best set has most of.
    pub aim: Aim,
    /// At which rate a year later counts less.
    pub rate: Share,
    /// For how many years savings count.
    pub years: u32,
    /// How much money comes in a year.
    #[serde(rename = "funds_cents")]
    pub funds: Money,
    /// What every flow has least of.
    pub objective: Objective,
}

/// What one project saves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Standing {
    /// Its name.
    pub project: String,
    /// What it costs; nothing where nobody has said so, and it is never chosen then.
    pub cost: Option<CostBand>,
    /// Months of building, where they are known.
    pub months: Option<u32>,
    /// What it alone saves in a year.
    #[serde(rename = "alone_cents")]
    pub alone: Option<Money>,
    /// What is saved less without it where all others are built; nothing where all cannot be.
    #[serde(rename = "last_cents")]
    pub last: Option<Money>,
    /// Whether it changes what any set saves.
    pub changes: bool,
    /// Whether it is in the best set.
    pub chosen: bool,
}

/// A set of projects, and what it is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChosenSet {
    /// Their names, in the order given.
    pub projects: Vec<String>,
    /// What they cost together, end by end.
    pub cost: CostBand,
    /// What shippers save in a year.
    #[serde(rename = "saved_cents")]
    pub saved: Money,
    /// What the savings of all years are worth on the day of opening.
    #[serde(rename = "present_cents")]
    pub present: Money,
    /// The same less the cost.
    #[serde(rename = "net_cents")]
    pub net: Money,
}

/// Two projects of which one is worth more, or less, with the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pair {
    /// The first one.
    pub one: String,
    /// The second one.
    pub other: String,
    /// What the first saves in a year, nothing else being built.
    #[serde(rename = "one_alone_cents")]
    pub one_alone: Money,
    /// What the second saves.
    #[serde(rename = "other_alone_cents")]
    pub other_alone: Money,
    /// What both save.
    #[serde(rename = "together_cents")]
    pub together: Money,
    /// What the first adds where all others are built, with the second and without it; nothing where all cannot be.
    #[serde(rename = "one_with_all_cents")]
    pub one_with_all: Option<(Money, Money)>,
}

impl Pair {
    /// What both save more than each alone: above nothing they are complements, below it substitutes.
    #[must_use]
    pub fn synergy(&self) -> Money {
        self.together - self.one_alone - self.other_alone
    }

    /// The same where all others are built.
    #[must_use]
    pub fn synergy_with_all(&self) -> Option<Money> {
        self.one_with_all.map(|(with, without)| with - without)
    }
}

/// By what an order goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderBy {
    /// It is the best of all.
    Best,
    /// Next the one that adds most savings for each year that it takes.
    Greedy,
    /// The cheapest first.
    Cheapest,
    /// As they are expected to open; those without a date last.
    Expected,
}

/// The best set in an order of building, one after the other: each takes until its money has come, and at least as
/// long as it is built.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BuiltInOrder {
    /// By what it goes.
    pub by: OrderBy,
    /// The projects, the first one first.
    pub projects: Vec<String>,
    /// After how many years each opens.
    pub opens: Vec<f64>,
    /// What is saved from today on to the end of the years, as of today; nothing where a part of the order cannot
    /// stand together.
    #[serde(rename = "value_cents")]
    pub value: Option<Money>,
    /// How much less than the best order it is worth.
    #[serde(rename = "regret_cents")]
    pub regret: Option<Money>,
    /// The 95 % quantile of that over draws of the costs; nothing where costs are not drawn or sets are too many.
    #[serde(rename = "regret_high_cents")]
    pub regret_high: Option<Money>,
}

/// What is not known because costs are not: over draws of them, each by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Spread {
    /// How many draws.
    pub draws: u32,
    /// Of which number.
    pub seed: u32,
    /// The part of the draws in which the set stays within the budget, 0 to 1.
    pub within_budget: f64,
    /// The part in which no other set is better under the budget.
    pub still_best: f64,
    /// The part in which each project is in the best set, in the order given.
    pub chosen: Vec<f64>,
    /// The 5 % and 95 % quantiles of what the set costs.
    #[serde(rename = "cost_cents")]
    pub cost: (Money, Money),
    /// Those of its savings less its cost.
    #[serde(rename = "net_cents")]
    pub net: (Money, Money),
    /// The 95 % quantile of what it is worth less than the best set, where it stays within the budget.
    #[serde(rename = "regret_high_cents")]
    pub regret_high: Money,
}

/// Projects that cannot be built together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contradiction {
    /// Their names.
    pub projects: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Which projects first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Programme {
    /// The world in which nothing of it is built.
    pub world: WorldOf,
    /// On what it rests.
    pub terms: Terms,
    /// Each project, in the order given.
    pub projects: Vec<Standing>,
    /// The best set.
    pub best: ChosenSet,
    /// The cheapest project and its cost, where the budget is below it.
    pub below_all: Option<(String, Money)>,
    /// Pairs that are worth more or less together, those that differ most first.
    pub pairs: Vec<Pair>,
    /// Orders of building the best set, the best one first; none where it has no project or no order of it can be
    /// built.
    pub orders: Vec<BuiltInOrder>,
    /// What draws of costs say; nothing where there are none.
    pub spread: Option<Spread>,
    /// Sets that cannot be built together.
    pub contradictions: Vec<Contradiction>,
    /// Flows without a way where nothing is built, by position: they save nothing, since what they would pay is not
    /// known.
    pub without: Vec<usize>,
    /// Shipments a year of those that have one with some projects.
    #[serde(rename = "opened_millionths")]
    pub opened: PerYear,
    /// How many searches were made, each for one flow in one world.
    pub searches: usize,
    /// In how many worlds, made for sets of projects that change more than what is open.
    pub worlds: usize,
}

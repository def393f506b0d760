//! What the rules of a policy cost, each and together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::metric::ObjectiveDifference;
use crate::policy::{RuleRef, RuleSet};
use crate::route::{Comparison, Route};

/// What the rules of a policy do to a route: each alone, in groups and all together, and how much of what they
/// cost together is due to each.
///
/// The price of some rules is by how much the best route under the whole policy is worse than the best one without
/// them, *all others held*. Rules that keep out the same thing cost nothing one by one, for another one still holds,
/// and everything together; so no sum of such prices says what a rule is responsible for. Its **share** does: the
/// Shapley value of the game in which some rules are worth what the best route costs more under them than under
/// none (L. S. Shapley, *A Value for n-Person Games*, 1953). It is what a rule adds on average when the rules are
/// imposed one after the other, over all orders, or lifted one after the other, which gives the same. Shares add up
/// to the price of all rules, a rule that changes nothing has none, and rules that do the same have the same.
///
/// See [`Planner::price_of_rules`](super::Planner::price_of_rules).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RulePrices {
    pub(super) rules: Vec<RulePrice>,
    pub(super) groups: Vec<GroupPrice>,
    pub(super) together: Effect,
    pub(super) total: Option<ObjectiveDifference>,
    pub(super) shares: Vec<RuleShare>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unshared: Option<Unshared>,
    pub(super) is_complete: bool,
}

/// What one rule of a policy does to a route.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RulePrice {
    /// The rule.
    pub rule: RuleRef,
    /// What it does while all others hold.
    pub effect: Effect,
    /// How much more of the objective the best route has with it; nothing where there is none with it or without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<ObjectiveDifference>,
}

/// What several rules of a policy do to a route together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupPrice {
    /// The rules, in the order of the policy.
    pub rules: Vec<RuleRef>,
    /// What they do together while all others hold.
    pub effect: Effect,
    /// How much more of the objective the best route has with them; nothing where there is none with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<ObjectiveDifference>,
}

/// What rules do while all others hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// The best route is as good with them as without.
    Free,
    /// The best route with them is this much longer, slower and dearer.
    Costs(Box<Comparison>),
    /// There is a route without them, and none with them.
    Decides(Box<Route>),
    /// There is no route with them or without them.
    Nothing,
}

/// How much of what all rules cost together is due to one of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RuleShare {
    /// The rule.
    pub rule: RuleRef,
    /// Its Shapley value in metres, minutes, cents, grams or units of the caller's own.
    pub share: ObjectiveDifference,
}

/// Why what rules cost together is not shared among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unshared {
    /// There is no route under all rules, so that they have no price.
    NoRoute,
    /// More rules change the best route than shares are exact for.
    TooManyRules {
        /// For how many they are.
        most: usize,
    },
    /// More searches are needed than [`QueryBounds::rule_searches`](super::QueryBounds::rule_searches) allows.
    TooManySearches {
        /// How many are allowed.
        most: usize,
    },
    /// The amounts are beyond the range of exact shares: those of an objective of the caller's own.
    TooLarge,
}

impl Unshared {
    /// The stable code, that of the serialised form.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoRoute => "no_route",
            Self::TooManyRules { .. } => "too_many_rules",
            Self::TooManySearches { .. } => "too_many_searches",
            Self::TooLarge => "too_large",
        }
    }
}

impl RulePrices {
    /// Among how many rules shares are worked out: rules that change no best route do not count.
    pub const MOST_SHARING: usize = 40;

    /// What each rule does while all others hold, in the order of the policy.
    #[must_use]
    pub fn rules(&self) -> &[RulePrice] {
        &self.rules
    }

    /// What groups of rules do while all others hold, the smaller ones first.
    ///
    /// Where there is a route under all rules: every group of two to four rules
    /// ([`QueryBounds::group_size`](super::QueryBounds::group_size)) of those that change the best route of some set
    /// of the policy's rules; any other rule adds nothing to the price of a group. Where there is none: the
    /// smallest groups of that size without which there is a route; what holds a smaller one, or a rule that
    /// decides alone, is left out.
    #[must_use]
    pub fn groups(&self) -> &[GroupPrice] {
        &self.groups
    }

    /// The groups that say something which their parts do not: they cost more together than any two parts of them
    /// do one by one, or decide whether there is a route.
    pub fn surprising(&self) -> impl Iterator<Item = &GroupPrice> {
        let alone = self.rules.iter();
        let alone = alone.filter_map(|price| Some((RuleSet::one(price.rule.index?), price.more?)));
        let groups = self.groups.iter();
        let grouped = groups.filter_map(|price| Some((price.set(), price.more?)));
        let known: BTreeMap<RuleSet, ObjectiveDifference> = alone.chain(grouped).collect();
        self.groups.iter().filter(move |group| {
            let Some(more) = group.more else {
                return matches!(group.effect, Effect::Decides(_));
            };
            let whole = group.set();
            let mut parts = whole
                .subsets()
                .filter(|part| !part.is_empty() && *part != whole);
            parts.all(|part| {
                let rest = known.get(&whole.without(part));
                let sum = known.get(&part).zip(rest);
                let sum = sum.and_then(|(part, rest)| part.checked_add(*rest));
                sum.is_none_or(|sum| sum < more)
            })
        })
    }

    /// What all rules do together.
    #[must_use]
    pub fn together(&self) -> &Effect {
        &self.together
    }

    /// How much more of the objective the best route has under all rules than under none; nothing where there is no
    /// route under them.
    #[must_use]
    pub fn total(&self) -> Option<ObjectiveDifference> {
        self.total
    }

    /// What of the total is due to each rule, in the order of the policy: the exact Shapley values, rounded to whole
    /// units by largest remainders, so that they add up to the total; of equal remainders the first rule gets the
    /// unit.
    ///
    /// # Errors
    /// Why there are none.
    pub fn shares(&self) -> Result<&[RuleShare], &Unshared> {
        match &self.unshared {
            Some(why) => Err(why),
            None => Ok(&self.shares),
        }
    }

    /// Whether all groups are there: false where [`QueryBounds::rule_searches`](super::QueryBounds::rule_searches)
    /// or [`QueryBounds::rule_groups`](super::QueryBounds::rule_groups) ended the search for them; what is there
    /// holds.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }
}

impl GroupPrice {
    /// The rules as a set.
    #[must_use]
    pub fn set(&self) -> RuleSet {
        self.rules.iter().filter_map(|rule| rule.index).collect()
    }
}

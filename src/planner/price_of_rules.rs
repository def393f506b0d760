//! Pricing rules: each, in groups, and all together.

use super::lifting::{Lifted, Lifting};
use super::shares::Sharing;
use super::{
    Effect, Error, GroupPrice, Planner, Request, RulePrice, RulePrices, RuleShare, Unshared,
};
use crate::metric::{Objective, ObjectiveDifference};
use crate::policy::{RuleIndex, RuleRef, RuleSet};
use crate::route::Route;

impl Planner {
    /// What the rules cost on the cheapest route: each while all others hold, in groups of up to four, and what of
    /// the price of all is due to each; [`RulePrices`] says what these are.
    ///
    /// # Complexity
    /// A search for each different set of rules that best routes break, a few for most policies, at most
    /// [`QueryBounds::rule_searches`](super::QueryBounds::rule_searches) and one for each rule.
    ///
    /// # Errors
    /// Unknown places, policies that do not fit; see [`Error`].
    ///
    /// ```
    /// use trade_corridor::planner::Effect;
    /// use trade_corridor::prelude::*;
    ///
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
    /// let request = Request::new("Astana", "Istanbul").policy(Policy::russia_excluded());
    /// let prices = planner.price_of_rules(&request)?;
    /// // The way through Russia breaks all four: lifting one or three of them changes nothing.
    /// assert!(prices.rules().iter().all(|price| matches!(price.effect, Effect::Free)));
    /// let together: Vec<_> = prices.surprising().collect();
    /// assert_eq!(together.len(), 1);
    /// assert_eq!(together[0].rules.len(), 4);
    /// let shares = prices.shares().unwrap().iter().map(|share| share.share);
    /// let sum = shares.reduce(|sum, share| sum.checked_add(share).unwrap_or(sum));
    /// assert_eq!(sum, prices.total());
    ///
    /// let policy = Policy::new("two")
    ///     .with(Rule::exclude_territory("PT".parse()?))
    ///     .with(Rule::exclude_territory("GE".parse()?));
    /// let prices = planner.price_of_rules(&Request::new("Tbilisi", "Baku").policy(policy))?;
    /// assert!(matches!(prices.rules()[0].effect, Effect::Nothing)); // Tbilisi lies in Georgia
    /// assert!(matches!(prices.rules()[1].effect, Effect::Decides(_)));
    /// assert_eq!(prices.shares().unwrap_err().code(), "no_route");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn price_of_rules(&self, request: &Request) -> Result<RulePrices, Error> {
        self.price_of_rules_for(request, &Objective::Cost)
    }

    /// The same for another objective.
    ///
    /// # Errors
    /// As [`Planner::price_of_rules`].
    pub fn price_of_rules_for(
        &self,
        request: &Request,
        objective: &Objective,
    ) -> Result<RulePrices, Error> {
        let bounds = self.query_bounds();
        let mut lifting = Lifting::of(self, request, objective)?;
        let least = lifting.least();
        let mut openings: Vec<(RuleSet, Effect)> = Vec::new();
        let (mut sharing, mut shared) = (Sharing::among(request.policy.rules().len()), Ok(()));
        let mut matter = RuleSet::EMPTY;
        let all = lifting.rules();
        let most = match least {
            Some(_) => usize::MAX,
            None => bounds.group_size,
        };
        let mut is_complete = lifting.explore(most, |found, asked| {
            matter = matter.union(found.breaks);
            match least.zip(found.least) {
                Some((with, without)) => {
                    let saving = with.saturating_sub(without);
                    let lifted = asked.union(found.breaks);
                    if shared.is_ok() {
                        shared = sharing.add(lifted, all.without(found.rules), saving);
                    }
                }
                None => openings.push((found.breaks, found.effect.clone())),
            }
        })?;
        if !is_complete {
            shared = Err(Unshared::TooManySearches { most: lifting.most });
        }

        let name = |rule: RuleIndex| {
            let named = request.policy.rule(rule)?;
            Some(RuleRef::new(Some(rule), named.name().into()))
        };
        // A route is certified under the rules that are left for the set that it is stated for.
        let stated = |effect: &Effect, lifted: RuleSet| match effect {
            Effect::Decides(route) => {
                let left = request.policy.without(lifted);
                let route = self.verified(Route::clone(route), &left)?;
                Ok(Effect::Decides(Box::new(route)))
            }
            other => Ok::<Effect, Error>(other.clone()),
        };
        let more = |found: &Lifted| {
            let (with, without) = least.zip(found.least)?;
            objective.value(with).difference(objective.value(without))
        };
        let mut rules = Vec::new();
        for rule in all.iter().filter_map(name) {
            let alone = rule.index.map_or(RuleSet::EMPTY, RuleSet::one);
            let found = match lifting.settle(alone)? {
                Some(found) => found,
                None => lifting.surely(alone)?,
            };
            rules.push(RulePrice {
                rule,
                effect: stated(&found.effect, alone)?,
                more: more(found),
            });
        }
        let group = |set: RuleSet, effect: Effect, more| GroupPrice {
            rules: set.iter().filter_map(name).collect(),
            effect,
            more,
        };
        let mut groups = Vec::new();
        if least.is_none() {
            for (set, effect) in smallest(openings) {
                if (2..=bounds.group_size).contains(&set.len()) {
                    groups.push(group(set, stated(&effect, set)?, None));
                }
            }
            is_complete &= groups.len() <= bounds.rule_groups;
            groups.truncate(bounds.rule_groups);
        } else {
            for set in (2..=bounds.group_size).flat_map(|size| matter.subsets_of(size)) {
                let found = if groups.len() < bounds.rule_groups {
                    lifting.settle(set)?
                } else {
                    None
                };
                let Some(found) = found else {
                    is_complete = false;
                    break;
                };
                groups.push(group(set, stated(&found.effect, set)?, more(found)));
            }
        }
        let found = lifting.surely(all)?;
        let (together, total) = (found.effect.clone(), more(found));
        let shares = match least.zip(found.least) {
            None => Err(Unshared::NoRoute),
            Some((with, without)) => {
                shared.and_then(|()| sharing.units(with.saturating_sub(without)))
            }
        };
        let (shares, unshared) = match shares {
            Ok(units) => (units, None),
            Err(why) => (Vec::new(), Some(why)),
        };
        let shares = all.iter().filter_map(name).zip(shares);
        Ok(RulePrices {
            rules,
            groups,
            together,
            total,
            shares: shares
                .filter_map(|(rule, units)| {
                    let share = signed(objective, units)?;
                    Some(RuleShare { rule, share })
                })
                .collect(),
            unshared,
            is_complete,
        })
    }
}

/// So many units of an objective more, or less.
fn signed(objective: &Objective, units: i64) -> Option<ObjectiveDifference> {
    let (amount, nothing) = (objective.value(units.unsigned_abs()), objective.value(0));
    match units {
        0.. => amount.difference(nothing),
        _ => nothing.difference(amount),
    }
}

/// The sets that hold no other one, the smaller ones first.
fn smallest(mut sets: Vec<(RuleSet, Effect)>) -> Vec<(RuleSet, Effect)> {
    sets.sort_by_key(|(set, _)| (set.len(), *set));
    let mut kept: Vec<(RuleSet, Effect)> = Vec::new();
    for (set, effect) in sets {
        if !kept.iter().any(|(other, _)| other.is_subset(set)) {
            kept.push((set, effect));
        }
    }
    kept
}

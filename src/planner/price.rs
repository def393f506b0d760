//! What each rule of a policy costs.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Error, Planner, Request};
use crate::metric::{Objective, violations};
use crate::policy::{Rule, RuleIndex, RuleRef, RuleSet};
use crate::route::{Comparison, Route, compare};

/// What one rule of a policy does to a route.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RulePrice {
    /// The rule.
    pub rule: RuleRef,
    /// What it does.
    pub effect: Effect,
}

/// What a rule does while all others hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// The best route is as good with it as without.
    Free,
    /// The best route with it is this much longer, slower and dearer.
    Costs(Box<Comparison>),
    /// There is a route without it, and none with it.
    Decides(Box<Route>),
    /// There is no route with it or without it.
    Nothing,
}

impl fmt::Display for RulePrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.rule)?;
        match &self.effect {
            Effect::Free => f.write_str("costs nothing"),
            Effect::Costs(more) => more.fmt(f),
            Effect::Decides(route) => write!(
                f,
                "decides: without it {}, {}, {}",
                route.distance(),
                route.duration(),
                route.cost()
            ),
            Effect::Nothing => f.write_str("no route with it or without it"),
        }
    }
}

impl Planner {
    /// What each rule costs on the cheapest route while all others hold.
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
    /// let policy = Policy::new("two")
    ///     .with(Rule::exclude_territory("PT".parse()?))
    ///     .with(Rule::exclude_territory("GE".parse()?));
    /// let prices = planner.price_of_rules(&Request::new("Tbilisi", "Baku").policy(policy))?;
    /// assert!(matches!(prices[0].effect, Effect::Nothing)); // Tbilisi lies in Georgia
    /// assert!(matches!(prices[1].effect, Effect::Decides(_)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn price_of_rules(&self, request: &Request) -> Result<Vec<RulePrice>, Error> {
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
    ) -> Result<Vec<RulePrice>, Error> {
        let policy = &request.policy;
        let with = self.best_or_none(request, objective)?;
        let alone = self.blocking_alone(request)?;
        let mut prices = Vec::new();
        for (position, named) in policy.rules().iter().enumerate() {
            let Some(rule) = RuleIndex::new(position) else {
                break;
            };
            if !alone.contains(rule) {
                let effect = with.as_ref().map_or(Effect::Nothing, |_| Effect::Free);
                prices.push(RulePrice {
                    rule: RuleRef::new(Some(rule), named.name().into()),
                    effect,
                });
                continue;
            }
            let without = policy.without(RuleSet::one(rule));
            let without = self.best_or_none(&request.clone().policy(without), objective)?;
            let effect = match (&with, without) {
                (Some(with), Some(without)) if with.steps == without.steps => Effect::Free,
                (Some(with), Some(without)) => Effect::Costs(Box::new(compare(&without, with))),
                (None, Some(without)) => Effect::Decides(Box::new(without)),
                (_, None) => Effect::Nothing,
            };
            prices.push(RulePrice {
                rule: RuleRef::new(Some(rule), named.name().into()),
                effect,
            });
        }
        Ok(prices)
    }

    /// Rules that block something which no other rule blocks, those on a route as a whole included:
    /// relaxing any other one changes nothing.
    fn blocking_alone(&self, request: &Request) -> Result<RuleSet, Error> {
        let policy = &request.policy;
        let compiled = policy.compile(&self.world)?;
        let mut alone = RuleSet::EMPTY;
        let mut note = |rules: RuleSet| {
            if rules.len() == 1 {
                alone = alone.union(rules);
            }
        };
        let shipment = request.shipment;
        for arc in self.operations().graph().arc_ids() {
            let rules = violations(self.operations(), &compiled, &shipment, arc).iter();
            // A closure of the scenario may not bind this request.
            let own = rules.filter(|rule| rule.index() < compiled.own_rules());
            note(own.collect());
        }
        let network = self.world.network();
        for name in [&request.from, &request.to] {
            if let Ok(place) = network.find_place(name) {
                note(compiled.endpoint_violations(place));
            }
        }
        for (position, named) in policy.rules().iter().enumerate() {
            let whole = matches!(named.rule(), Rule::Limit(_) | Rule::Use(_) | Rule::Via(_));
            if let (true, Some(rule)) = (whole, RuleIndex::new(position)) {
                note(RuleSet::one(rule));
            }
        }
        Ok(alone)
    }
}

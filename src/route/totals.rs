use std::collections::BTreeMap;

use super::{Act, PaidTo, Route, RouteCharge, Step};
use crate::code::{Country, Name};
use crate::metric::{GeneralisedCost, Objective, ObjectiveValue};
use crate::network::Component;
use crate::quantity::{Distance, Duration, Emissions, Money, TravelTime};

impl Route {
    /// Every charge, in the order of the steps.
    pub fn charges(&self) -> impl Iterator<Item = &RouteCharge> {
        self.steps.iter().flat_map(|step| &step.charges)
    }

    /// Everything that is paid.
    #[must_use]
    pub fn cost(&self) -> Money {
        self.charges().map(|charge| charge.amount).sum()
    }

    /// How far it goes.
    #[must_use]
    pub fn distance(&self) -> Distance {
        self.steps.iter().map(|step| step.distance).sum()
    }

    /// The mean of how long it takes.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.steps.iter().map(|step| step.expected).sum()
    }

    /// Median and 90th percentile of how long it takes: hours within a haul are short or long
    /// together, hauls and everything else are independent, as [`TravelTime`] describes.
    #[must_use]
    pub fn time(&self) -> TravelTime {
        Step::time_of(&self.steps)
    }

    /// What is emitted, well to wheel.
    #[must_use]
    pub fn emissions(&self) -> Emissions {
        self.steps.iter().map(|step| step.emissions).sum()
    }

    /// What vehicles and machines emit themselves (tank to wheel), as far as that is known.
    #[must_use]
    pub fn tank_to_wheel(&self) -> Emissions {
        self.steps.iter().map(|step| step.tank_to_wheel).sum()
    }

    /// What the making of fuel and electricity emits (well to tank), as far as that is known.
    #[must_use]
    pub fn well_to_tank(&self) -> Emissions {
        self.steps.iter().map(Step::well_to_tank).sum()
    }

    /// What is emitted of which nobody says how much vehicles and machines emit themselves; with the
    /// other two it is all of [`Route::emissions`].
    #[must_use]
    pub fn undivided_emissions(&self) -> Emissions {
        self.steps.iter().map(|step| step.undivided).sum()
    }

    /// Whether the price of every step is known; routes found for another objective than cost may
    /// have steps without.
    #[must_use]
    pub fn is_priced(&self) -> bool {
        self.steps.iter().all(|step| step.priced)
    }

    /// How much it has of what was asked for least of.
    ///
    /// Nothing only where a route was read back that does not say it.
    #[must_use]
    pub fn value(&self) -> Option<ObjectiveValue> {
        match self.objective {
            Objective::Distance => Some(ObjectiveValue::Distance(self.distance())),
            Objective::Cost => Some(ObjectiveValue::Money(self.cost())),
            Objective::Time => Some(ObjectiveValue::Duration(self.duration())),
            Objective::Emissions => Some(ObjectiveValue::Emissions(self.emissions())),
            Objective::Direct { .. } | Objective::Generalised(_) | Objective::Custom(_) => {
                self.weighed
            }
        }
    }

    /// The same where the steps tell it.
    pub(crate) fn certain_value(&self) -> Option<ObjectiveValue> {
        match self.objective {
            Objective::Custom(_) => None,
            Objective::Cost if !self.is_priced() => None,
            Objective::Distance
            | Objective::Cost
            | Objective::Time
            | Objective::Emissions
            | Objective::Direct { .. }
            | Objective::Generalised(_) => self.value(),
        }
    }

    /// What [`Route::weighed`] states and what it should, where these differ, in words; a generalised
    /// cost and a distance with this detour a transhipment are worked out by the caller. Of an
    /// objective of the caller's own nobody else can tell.
    pub(crate) fn weighs_otherwise(
        &self,
        generalised: impl FnOnce(&GeneralisedCost) -> Option<Money>,
        direct: impl FnOnce(Distance) -> Distance,
    ) -> Option<[String; 2]> {
        let recorded = match &self.objective {
            Objective::Generalised(worth) => generalised(worth).map(ObjectiveValue::Money),
            Objective::Direct { detour } => Some(ObjectiveValue::Distance(direct(*detour))),
            Objective::Distance | Objective::Cost | Objective::Time | Objective::Emissions => None,
            Objective::Custom(_) => return None,
        };
        let told = |value: Option<ObjectiveValue>| {
            value.map_or_else(|| "nothing".to_owned(), |value| value.to_string())
        };
        (self.weighed != recorded).then(|| [self.weighed, recorded].map(told))
    }

    /// The charges summed by component.
    #[must_use]
    pub fn by_component(&self) -> BTreeMap<Component, Money> {
        self.sums(|charge| charge.component)
    }

    /// The charges summed by who is paid.
    #[must_use]
    pub fn by_payee(&self) -> BTreeMap<PaidTo, Money> {
        self.sums(|charge| charge.payee.clone())
    }

    /// The charges summed by country; what arises at sea stands under nothing.
    #[must_use]
    pub fn by_country(&self) -> BTreeMap<Option<Country>, Money> {
        self.sums(|charge| charge.country)
    }

    /// The charges summed by operator id; what is paid to others stands under nothing.
    #[must_use]
    pub fn by_operator(&self) -> BTreeMap<Option<Name>, Money> {
        self.sums(|charge| match &charge.payee {
            PaidTo::Operator { id, .. } => Some(id.clone()),
            PaidTo::Carrier(_) | PaidTo::Authority(_) | PaidTo::Unnamed => None,
        })
    }

    fn sums<K: Ord>(&self, key: impl Fn(&RouteCharge) -> K) -> BTreeMap<K, Money> {
        let mut sums = BTreeMap::new();
        for charge in self.charges() {
            *sums.entry(key(charge)).or_insert(Money::ZERO) += charge.amount;
        }
        sums
    }

    /// The steps with the parts of hauls, trains and through rates in their place.
    pub fn atoms(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().flat_map(Step::atoms)
    }

    /// Countries entered, the first one included, in order and without repetition.
    #[must_use]
    pub fn countries(&self) -> Vec<Country> {
        let mut countries = Vec::new();
        for country in self.atoms().flat_map(|step| step.countries.iter()) {
            if !countries.contains(country) {
                countries.push(*country);
            }
        }
        countries
    }

    /// Borders crossed, in order: where, from which country into which.
    #[must_use]
    pub fn borders(&self) -> Vec<(Name, Country, Country)> {
        self.atoms()
            .filter_map(|step| match &step.act {
                Act::BorderControl { crossing, from, to } => Some((crossing.clone(), *from, *to)),
                Act::Land {
                    border: Some((from, to)),
                    ..
                } => Some((step.to.code.clone(), *from, *to)),
                Act::Move { .. }
                | Act::Haul
                | Act::Load
                | Act::Unload
                | Act::Tranship
                | Act::Depart
                | Act::GaugeChange
                | Act::Wait { .. }
                | Act::Run { .. }
                | Act::Land { border: None, .. }
                | Act::Through { .. } => None,
            })
            .collect()
    }

    /// How often the goods change conveyance on the way, trucks at borders included; a gauge change is
    /// not counted.
    #[must_use]
    pub fn transhipments(&self) -> usize {
        let lifts = self.atoms().filter(|step| step.act == Act::Tranship);
        let reloads = self.atoms().filter(|step| step.reload.is_some());
        lifts.count().div_ceil(2) + reloads.count()
    }

    /// How often the gauge changes.
    #[must_use]
    pub fn gauge_changes(&self) -> usize {
        self.atoms()
            .filter(|step| step.act == Act::GaugeChange)
            .count()
    }
}

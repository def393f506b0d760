use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::analysis::money::Trail;
use crate::code::{Country, Name};
use crate::metric::{Objective, ObjectiveDifference};
use crate::planner::Planner;
use crate::quantity::{Difference, Duration, Money, PerYear, Share};
use crate::route::PaidTo;

/// Money of a year in two worlds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MoneyChange {
    /// In the first world.
    #[serde(rename = "before_cents")]
    pub before: Money,
    /// In the second one.
    #[serde(rename = "after_cents")]
    pub after: Money,
}

impl MoneyChange {
    /// How much more it is in the second world.
    #[must_use]
    pub fn difference(self) -> Money {
        self.after - self.before
    }
}

/// Hours of a year in two worlds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HoursChange {
    /// In the first world.
    #[serde(rename = "before_minutes")]
    pub before: Duration,
    /// In the second one.
    #[serde(rename = "after_minutes")]
    pub after: Duration,
}

impl HoursChange {
    /// How much more it is in the second world.
    #[must_use]
    pub fn difference(self) -> Difference<Duration> {
        self.after - self.before
    }
}

/// What a year is in two worlds for a country, of flows that have a way in both.
///
/// What its shippers pay less they gain; what its operators, owners and treasury are paid more they gain.
/// Operators and owners are the same money seen twice and are never added up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CountryGains {
    /// The country; nothing for what no country is on record of.
    pub country: Option<Country>,
    /// What its shippers pay, by [`GainsQuestion::importers`](super::GainsQuestion::importers).
    pub shippers: MoneyChange,
    /// What operators and carriers registered in it are paid.
    pub operators: MoneyChange,
    /// What owners from it receive of it in the end.
    pub owners: MoneyChange,
    /// What is the income of the state.
    pub treasury: MoneyChange,
    /// Hours that goods of its shippers are on their way.
    pub hours: HoursChange,
}

impl CountryGains {
    /// Whether anything of it differs in the two worlds.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let money = [self.shippers, self.operators, self.owners, self.treasury];
        money.iter().any(|it| it.before != it.after) || self.hours.before != self.hours.after
    }
}

/// How many boxes cross a border in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BorderChange {
    /// Code of the crossing, or of the place where a vessel lands.
    pub at: Name,
    /// The country left.
    pub from: Country,
    /// The country entered.
    pub to: Country,
    /// In the first world.
    #[serde(rename = "before_millionths")]
    pub before: PerYear,
    /// In the second one.
    #[serde(rename = "after_millionths")]
    pub after: PerYear,
}

/// What somebody is paid in a year, of all flows that have a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PayeeChange {
    /// Who is paid; what is the income of a state is that of its authorities.
    pub payee: PaidTo,
    /// In both worlds.
    pub paid: MoneyChange,
}

/// What became of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
#[non_exhaustive]
pub enum FlowOutcome {
    /// Its best way is another one, or costs something else.
    Changed {
        /// Whether the same is done at the same places, for another price.
        same_way: bool,
        /// How much more a shipment costs.
        #[serde(rename = "cost_cents")]
        cost: Money,
        /// How much longer it takes.
        #[serde(rename = "duration_minutes")]
        duration: Difference<Duration>,
    },
    /// Its best way is as it was.
    Same {
        /// What it lacks to change.
        lacks: Lack,
    },
    /// It has a way in the second world alone.
    Opened,
    /// It has a way in the first world alone.
    Closed,
    /// It has no way in either world, or cannot be asked.
    Unanswered {
        /// Stable code of the reason.
        code: String,
        /// The reason.
        reason: String,
    },
}

/// By how much the best way that uses something new is worse than the best of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lack {
    /// By so much; nothing more where both are as good.
    By(ObjectiveDifference),
    /// No way uses any of it.
    NoWay,
    /// The second world has no link, crossing or service that the first lacks.
    NothingNew,
    /// It cannot be asked for under the rules of the flow.
    NotAsked {
        /// Stable code of the reason.
        code: String,
        /// The reason.
        reason: String,
    },
    /// It was not asked for ([`GainsQuestion::lacks`](super::GainsQuestion::lacks)).
    NotWanted,
}

/// One of the two worlds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WorldOf {
    /// Name of its scenario; may be empty.
    pub scenario: String,
    /// Its day.
    pub day: Date,
}

impl WorldOf {
    pub(in crate::analysis) fn of(planner: &Planner) -> Self {
        let world = planner.world();
        Self {
            scenario: world.scenario().name().to_owned(),
            day: world.day(),
        }
    }
}

/// Who gains and who loses where one world becomes another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Gains {
    /// The first world.
    pub before: WorldOf,
    /// The second one.
    pub after: WorldOf,
    /// What every flow has least of.
    pub objective: Objective,
    /// Which part of what a shipment costs is that of shippers in the country where it ends.
    pub importers: Share,
    /// Countries in their order, what no country is on record of first.
    pub countries: Vec<CountryGains>,
    /// Borders that more or fewer boxes cross, in their order.
    pub borders: Vec<BorderChange>,
    /// Payees that are paid more or less, in their order.
    pub payees: Vec<PayeeChange>,
    /// What becomes of each flow, in their order.
    pub flows: Vec<FlowOutcome>,
    /// How many boxes a year the flows are.
    #[serde(rename = "volumes_millionths")]
    pub volumes: Vec<PerYear>,
    /// What is paid for flows that have a way in the second world alone.
    pub opened: Trail,
    /// What was paid for flows that have a way in the first world alone.
    pub closed: Trail,
}

impl Gains {
    /// What all shippers pay, of flows that have a way in both worlds.
    #[must_use]
    pub fn paid(&self) -> MoneyChange {
        let sum = |of: fn(&MoneyChange) -> Money| {
            let rows = self.countries.iter();
            rows.map(|row| of(&row.shippers)).sum()
        };
        MoneyChange {
            before: sum(|it| it.before),
            after: sum(|it| it.after),
        }
    }

    /// Borders that boxes cross in the second world alone.
    pub fn borders_gained(&self) -> impl Iterator<Item = &BorderChange> {
        let rows = self.borders.iter();
        rows.filter(|row| row.before == PerYear::ZERO)
    }

    /// Borders that boxes cross in the first world alone.
    pub fn borders_lost(&self) -> impl Iterator<Item = &BorderChange> {
        let rows = self.borders.iter();
        rows.filter(|row| row.after == PerYear::ZERO)
    }

    /// Payees that are paid in the second world alone.
    pub fn payees_gained(&self) -> impl Iterator<Item = &PayeeChange> {
        let rows = self.payees.iter();
        rows.filter(|row| row.paid.before == Money::ZERO)
    }

    /// Payees that are paid in the first world alone.
    pub fn payees_lost(&self) -> impl Iterator<Item = &PayeeChange> {
        let rows = self.payees.iter();
        rows.filter(|row| row.paid.after == Money::ZERO)
    }

    /// How many flows, and how many boxes a year they are, whose outcome is of a kind.
    #[must_use]
    pub fn count(&self, of: impl Fn(&FlowOutcome) -> bool) -> (usize, PerYear) {
        let rows = self.flows.iter().zip(&self.volumes);
        let rows = rows.filter(|(flow, _)| of(flow));
        rows.fold((0, PerYear::ZERO), |(flows, boxes), (_, volume)| {
            (flows + 1, boxes + *volume)
        })
    }
}

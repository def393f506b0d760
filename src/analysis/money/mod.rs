//! Who earns in the end: from what is paid on routes to the payees, and on to whoever owns them.
//!
//! Two ways to add up the same money, which are never added to each other:
//!
//! * *paid*: what operators and carriers are paid, and what is the income of states ([`Trail::by_payee`],
//!   [`Trail::by_component`], [`Trail::by_territory`]);
//! * *received*: what owners, holders who are not on record, and states receive of it ([`Trail::by_recipient`],
//!   [`Trail::by_country`]).
//!
//! It is revenue that is attributed and not income: nobody's costs are taken off. Shares are those of the
//! world's day, multiplied along chains of holders; the cents of a payee go by largest remainder, so that both
//! ways add up to what was paid.

mod follow;

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

pub use follow::{Unfollowed, YearOfMoney, follow};

use super::settlement::state_of;
use crate::code::{Country, Name};
use crate::network::{Component, Network, Party};
use crate::policy::FinalHolder;
use crate::policy::ownership::Holdings;
use crate::quantity::{Money, PerYear, Share, apportion_by_shares, rounded_together};
use crate::route::{PaidTo, Route, RouteCharge};
use crate::scenario::World;

/// Who receives money in the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Recipient {
    /// A state, as what is asked at its borders or paid to its authorities.
    Treasury(Country),
    /// An owner of which no holder is recorded: a state as a holder, a fund, a person, a company.
    Owner {
        /// Id.
        id: Name,
        /// Name.
        name: Name,
        /// Its country.
        country: Country,
    },
    /// Holders of a company who are not on record.
    Unrecorded {
        /// Id of the company.
        id: Name,
        /// Its name.
        name: Name,
        /// Where it is registered.
        country: Country,
    },
    /// The road carriers of a country, whom the network does not name.
    Carriers(Country),
    /// Companies that only hold each other.
    Circle,
    /// Terminals and carriers that the network does not name, and companies that it does not have.
    Unnamed,
}

impl Recipient {
    /// Whose country the money goes to; nothing where that is not on record. For holders who are not on
    /// record it is nothing: where a company is registered says nothing of them.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        match self {
            Self::Treasury(country) | Self::Carriers(country) | Self::Owner { country, .. } => {
                Some(*country)
            }
            Self::Unrecorded { .. } | Self::Circle | Self::Unnamed => None,
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Treasury(country) => f.pad(&format!("treasury of {country}")),
            Self::Owner { name, country, .. } => f.pad(&format!("{name} ({country})")),
            Self::Unrecorded { name, .. } => f.pad(&format!("holders of {name} not on record")),
            Self::Carriers(country) => f.pad(&format!("road carriers ({country})")),
            Self::Circle => f.pad("companies that hold each other"),
            Self::Unnamed => f.pad("terminals and carriers without name"),
        }
    }
}

/// What was paid, of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Paid {
    /// Who was paid.
    pub payee: PaidTo,
    /// The state whose income it is, whoever collects it.
    pub state: Option<Country>,
    /// What for.
    pub component: Component,
    /// Where; nothing at sea.
    pub territory: Option<Country>,
    /// How much.
    pub amount: Money,
}

/// What somebody receives in the end of what a payee was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Received {
    /// Who was paid.
    pub payee: PaidTo,
    /// Who receives it.
    pub recipient: Recipient,
    /// Which part of what the payee was paid of its own.
    pub share: Share,
    /// How much.
    pub amount: Money,
}

/// Where the money of some routes goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Trail {
    /// What was paid, by payee, state, component and territory.
    pub paid: Vec<Paid>,
    /// What is received of it in the end, by payee and recipient.
    pub received: Vec<Received>,
}

impl Trail {
    /// Follows the charges of routes to the payees and from there to their owners on the day of `world`.
    ///
    /// ```
    /// use trade_corridor::analysis::money::Trail;
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let route = planner.cheapest(&Request::new("Almaty", "Poti").policy(Policy::russia_excluded()))?;
    /// let money = Trail::of(planner.world(), [&route]);
    /// println!("{money}"); // a table of recipients
    /// assert_eq!(money.total(), route.cost());
    /// assert_eq!(money.by_recipient().into_values().sum::<Money>(), route.cost());
    /// assert_eq!(money.by_country().into_values().sum::<Money>(), route.cost());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of<'r>(world: &World, routes: impl IntoIterator<Item = &'r Route>) -> Self {
        let routes = routes.into_iter();
        Self::of_year(world, routes.map(|route| (route, PerYear::ONCE)))
    }

    /// The same of a year in which each route is taken so often. What each row comes to is added up exactly, and
    /// rounded once: the rows add up to the rounded sum of all.
    pub fn of_year<'r>(
        world: &World,
        routes: impl IntoIterator<Item = (&'r Route, PerYear)>,
    ) -> Self {
        let mut sums = Sums::default();
        for (route, times) in routes {
            for charge in route.charges() {
                sums.add(Kind::of(charge), charge.amount, times);
            }
        }
        sums.trail(world)
    }

    /// What was paid in all.
    #[must_use]
    pub fn total(&self) -> Money {
        self.paid.iter().map(|paid| paid.amount).sum()
    }

    /// By who was paid, what is the income of a state apart under its treasury's authorities.
    #[must_use]
    pub fn by_payee(&self) -> BTreeMap<PaidTo, Money> {
        sums(self.paid.iter().map(|paid| {
            let payee = paid
                .state
                .map_or_else(|| paid.payee.clone(), PaidTo::Authority);
            (payee, paid.amount)
        }))
    }

    /// By what it was paid for.
    #[must_use]
    pub fn by_component(&self) -> BTreeMap<Component, Money> {
        sums(self.paid.iter().map(|paid| (paid.component, paid.amount)))
    }

    /// By where it was paid; nothing for what is paid at sea.
    #[must_use]
    pub fn by_territory(&self) -> BTreeMap<Option<Country>, Money> {
        sums(self.paid.iter().map(|paid| (paid.territory, paid.amount)))
    }

    /// By who receives it in the end.
    #[must_use]
    pub fn by_recipient(&self) -> BTreeMap<Recipient, Money> {
        let rows = self.received.iter();
        sums(rows.map(|row| (row.recipient.clone(), row.amount)))
    }

    /// By the country of who receives it in the end; nothing where that is not on record.
    #[must_use]
    pub fn by_country(&self) -> BTreeMap<Option<Country>, Money> {
        let rows = self.received.iter();
        sums(rows.map(|row| (row.recipient.country(), row.amount)))
    }
}

impl fmt::Display for Trail {
    /// A line for each recipient with its part of the whole, the most first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        let mut rows: Vec<_> = self.by_recipient().into_iter().collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        writeln!(f, "{:>17}       %  received by", "USD")?;
        for (recipient, amount) in rows {
            let percent = amount.as_usd() * 100.0 / total.as_usd();
            let percent = if percent.is_finite() { percent } else { 0.0 };
            writeln!(f, "{:17.2}  {percent:5.1} %  {recipient}", amount.as_usd())?;
        }
        write!(f, "{:17.2}  100.0 %  in all", total.as_usd())
    }
}

/// What is told apart of what is paid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Kind {
    payee: PaidTo,
    state: Option<Country>,
    component: Component,
    territory: Option<Country>,
}

impl Kind {
    pub(super) fn of(charge: &RouteCharge) -> Self {
        Self {
            payee: charge.payee.clone(),
            state: state_of(charge),
            component: charge.component,
            territory: charge.country,
        }
    }
}

/// What is paid in a year, exactly: millionths of cents by kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums(FxHashMap<Kind, i128>);

impl Sums {
    pub(super) fn add(&mut self, kind: Kind, each: Money, times: PerYear) {
        let added = i128::from(each.as_cents()) * i128::from(times.as_millionths());
        *self.0.entry(kind).or_default() += added;
    }

    /// To whole cents, and on to the owners on the day of a world.
    pub(super) fn trail(self, world: &World) -> Trail {
        let mut rows: Vec<(Kind, i128)> = self.0.into_iter().collect();
        rows.sort_unstable();
        let exact: Vec<i128> = rows.iter().map(|(_, sum)| *sum).collect();
        let amounts = rounded_together(&exact).into_iter().map(Money::from_cents);
        let paid = rows
            .into_iter()
            .zip(amounts)
            .map(|((kind, _), amount)| Paid {
                payee: kind.payee,
                state: kind.state,
                component: kind.component,
                territory: kind.territory,
                amount,
            });
        let paid: Vec<Paid> = paid.collect();
        let received = received(world, &paid);
        Trail { paid, received }
    }
}

/// What is received in the end of what was paid.
fn received(world: &World, paid: &[Paid]) -> Vec<Received> {
    let mut own: BTreeMap<(&PaidTo, Option<Country>), Money> = BTreeMap::new();
    for row in paid {
        *own.entry((&row.payee, row.state)).or_insert(Money::ZERO) += row.amount;
    }
    let holdings = Holdings::of(world);
    let mut received = Vec::new();
    for ((payee, state), amount) in own {
        let recipients = match state {
            Some(state) => vec![(Recipient::Treasury(state), Share::WHOLE)],
            None => recipients(&holdings, world.network(), payee),
        };
        let shares: Vec<Share> = recipients.iter().map(|(_, share)| *share).collect();
        let parts = apportion_by_shares(amount, &shares);
        for ((recipient, share), amount) in recipients.into_iter().zip(parts) {
            received.push(Received {
                payee: payee.clone(),
                recipient,
                share,
                amount,
            });
        }
    }
    received
}

fn sums<K: Ord>(rows: impl Iterator<Item = (K, Money)>) -> BTreeMap<K, Money> {
    let mut sums = BTreeMap::new();
    for (key, amount) in rows {
        *sums.entry(key).or_insert(Money::ZERO) += amount;
    }
    sums
}

/// Who is behind a payee, with shares that are the whole together.
fn recipients(
    holdings: &Holdings<'_>,
    network: &Network,
    payee: &PaidTo,
) -> Vec<(Recipient, Share)> {
    let whole = |recipient| vec![(recipient, Share::WHOLE)];
    let id = match payee {
        PaidTo::Authority(country) => return whole(Recipient::Treasury(*country)),
        PaidTo::Carrier(country) => return whole(Recipient::Carriers(*country)),
        PaidTo::Unnamed => return whole(Recipient::Unnamed),
        PaidTo::Operator { id, .. } => id,
    };
    let Some(party) = network.party(id) else {
        return whole(Recipient::Unnamed);
    };
    let ends = holdings.final_holders(party).into_iter();
    ends.map(|(end, share)| (recipient(network, end), share))
        .collect()
}

fn recipient(network: &Network, end: FinalHolder) -> Recipient {
    let named = |party| match party {
        Party::Operator(id) => network
            .operator(id)
            .map(|it| (it.id.clone(), it.name.clone(), it.domicile)),
        Party::Owner(id) => network
            .owner(id)
            .map(|it| (it.id.clone(), it.name.clone(), it.country)),
    };
    match end {
        FinalHolder::Owner(party) => {
            named(party).map_or(Recipient::Unnamed, |(id, name, country)| Recipient::Owner {
                id,
                name,
                country,
            })
        }
        FinalHolder::Unrecorded(party) => named(party)
            .map_or(Recipient::Unnamed, |(id, name, country)| {
                Recipient::Unrecorded { id, name, country }
            }),
        FinalHolder::Circle => Recipient::Circle,
    }
}

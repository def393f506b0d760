//! Who was paid on a set of routes, and what of it is a state's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::Component;
use crate::quantity::Money;
use crate::route::{PaidTo, Route, RouteCharge};

/// What everybody was paid on some routes.
///
/// What states ask at their borders is told apart, whoever collects it: it is no company's revenue.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::analysis::settlement::Ledger;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
/// let routes = [planner.cheapest(&Request::new("Baku", "Tbilisi"))?];
/// let ledger = Ledger::of(&routes);
/// assert_eq!(ledger.total(), routes[0].cost());
/// assert_eq!(ledger.operator("no such operator"), Money::ZERO);
/// let states: Money = ledger.states().values().copied().sum();
/// assert!(states < ledger.total());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Earning>", into = "Vec<Earning>")]
pub struct Ledger {
    /// By who was paid, and for which state.
    earned: BTreeMap<(PaidTo, Option<Country>), Money>,
}

#[derive(Serialize, Deserialize)]
struct Earning {
    payee: PaidTo,
    /// The state whose income it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<Country>,
    #[serde(rename = "earned_cents")]
    earned: Money,
}

impl From<Vec<Earning>> for Ledger {
    fn from(rows: Vec<Earning>) -> Self {
        let mut earned = BTreeMap::new();
        for row in rows {
            *earned.entry((row.payee, row.state)).or_insert(Money::ZERO) += row.earned;
        }
        Self { earned }
    }
}

impl From<Ledger> for Vec<Earning> {
    fn from(ledger: Ledger) -> Self {
        let rows = ledger.earned.into_iter();
        rows.map(|((payee, state), earned)| Earning {
            payee,
            state,
            earned,
        })
        .collect()
    }
}

/// The state whose income a charge is: fees of border control and of trucks at borders, whoever collects
/// them, and whatever is paid to authorities.
pub(in crate::analysis) fn state_of(charge: &RouteCharge) -> Option<Country> {
    let at_border = matches!(charge.component, Component::Border | Component::TransitFee);
    match &charge.payee {
        PaidTo::Authority(country) => Some(*country),
        PaidTo::Operator { .. } | PaidTo::Carrier(_) | PaidTo::Unnamed => {
            charge.country.filter(|_| at_border)
        }
    }
}

impl Ledger {
    /// Sums the charges of routes.
    pub fn of<'r>(routes: impl IntoIterator<Item = &'r Route>) -> Self {
        let mut earned = BTreeMap::new();
        for charge in routes.into_iter().flat_map(Route::charges) {
            let key = (charge.payee.clone(), state_of(charge));
            *earned.entry(key).or_insert(Money::ZERO) += charge.amount;
        }
        Self { earned }
    }

    /// Everybody who was paid, how much, and for which state where it is one's income.
    pub fn payees(&self) -> impl Iterator<Item = (&PaidTo, Option<Country>, Money)> {
        let earned = self.earned.iter();
        earned.map(|((payee, state), amount)| (payee, *state, *amount))
    }

    /// What an operator was paid, fees that it collects for states included.
    #[must_use]
    pub fn operator(&self, id: &str) -> Money {
        let own = self.payees().filter(|(payee, ..)| is_operator(payee, id));
        own.map(|(_, _, amount)| amount).sum()
    }

    /// What an operator was paid of its own: without the fees that it collects for states.
    #[must_use]
    pub fn revenue(&self, id: &str) -> Money {
        let own = self.payees();
        let own = own.filter(|(payee, state, _)| state.is_none() && is_operator(payee, id));
        own.map(|(_, _, amount)| amount).sum()
    }

    /// What was paid to each state, whoever collected it.
    #[must_use]
    pub fn states(&self) -> BTreeMap<Country, Money> {
        let mut states = BTreeMap::new();
        for (_, state, amount) in self.payees() {
            if let Some(state) = state {
                *states.entry(state).or_insert(Money::ZERO) += amount;
            }
        }
        states
    }

    /// What was paid in all.
    #[must_use]
    pub fn total(&self) -> Money {
        self.earned.values().copied().sum()
    }
}

fn is_operator(payee: &PaidTo, wanted: &str) -> bool {
    matches!(payee, PaidTo::Operator { id, .. } if id == wanted)
}

//! What of a route is kept where many are compared: far less than the route.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::money::Kind;
use crate::code::{Country, Name};
use crate::metric::ObjectiveValue;
use crate::planner::{Error, Planner, Progress, Question};
use crate::quantity::{Duration, Money};
use crate::route::Route;

/// What of a route is kept.
#[derive(Clone, Debug)]
pub(super) struct Brief {
    pub(super) ends: [Country; 2],
    pub(super) cost: Money,
    pub(super) hours: Duration,
    pub(super) value: Option<ObjectiveValue>,
    /// What is paid on it, by kind.
    pub(super) paid: Vec<(Kind, Money)>,
    /// Borders that it crosses, each once.
    pub(super) borders: Vec<(Name, Country, Country)>,
    /// A fingerprint of what is done where: two routes that do the same have the same.
    way: u64,
}

impl Brief {
    fn of(route: &Route) -> Self {
        let mut paid: BTreeMap<Kind, Money> = BTreeMap::new();
        for charge in route.charges() {
            *paid.entry(Kind::of(charge)).or_insert(Money::ZERO) += charge.amount;
        }
        let mut borders = route.borders();
        borders.sort();
        borders.dedup();
        let mut way = DefaultHasher::new();
        for step in &route.steps {
            (&step.act, &step.from, &step.to, &step.conveyances).hash(&mut way);
            for part in &step.parts {
                (&part.act, &part.from, &part.to).hash(&mut way);
            }
        }
        Self {
            ends: [route.from.country, route.to.country],
            cost: route.cost(),
            hours: route.duration(),
            value: route.value(),
            paid: paid.into_iter().collect(),
            borders,
            way: way.finish(),
        }
    }

    /// The same, where every step has a price.
    ///
    /// # Errors
    /// A step without one.
    pub(super) fn priced(route: &Route) -> Result<Self, Error> {
        if !route.is_priced() {
            return Err(Error::unpriced());
        }
        Ok(Self::of(route))
    }

    /// Whether the same is done at the same places, at whatever price.
    pub(super) fn goes_as(&self, other: &Self) -> bool {
        self.way == other.way
    }
}

/// The best route for each question in brief, or why there is none; one without known prices has
/// no money that could be followed.
pub(super) fn briefs(
    planner: &Planner,
    questions: &[Question],
    progress: &Progress,
) -> Vec<Result<Brief, Error>> {
    let keep = |_, answer: Result<Route, Error>| Brief::priced(&answer?);
    planner.answer_each(questions, progress, keep).into_rows()
}

//! How far a place, a country or a list of flows depends on a country, an operator, an owner, a crossing or a
//! service; what it would cost to do without; and what would end it.
//!
//! A way *touches* what is depended on if it breaks the rule that takes it away
//! ([`Dependence::rule`]): the territory of a country, everybody whom its parties stand behind, and so on. The
//! same rule gives the price of independence, so that what is counted and what is done without are one thing.

mod answer;
mod asked;
mod ends;
mod measure;
mod words;

pub use answer::{Amounts, Basis, Concentration, Independence, Reliance, Whose};
pub use ends::{EndingSet, EndsIt};
pub use measure::{Measure, Taken};

use super::brief::Brief;
use super::criticality::Dependence;
use super::demand::Demand;
use super::gains::WorldOf;
use super::money::{Sums, Trail};
use crate::code::Country;
use crate::metric::Objective;
use crate::planner::{Error, Planner, Progress, Question};
use crate::quantity::Money;
use crate::route::PaidTo;
use asked::{Adder, asked, chosen};

/// What is asked of a world.
///
/// Each part is set by the method and read from the field of the same name.
///
/// ```
/// use trade_corridor::analysis::criticality::Dependence;
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::analysis::dependence::{Basis, DependenceQuestion};
/// use trade_corridor::planner::Progress;
/// use trade_corridor::prelude::*;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let demand: Demand = [("Tbilisi", "Yerevan", 900), ("Baku", "Tbilisi", 100)]
///     .map(|(from, to, boxes)| Flow::new(Request::new(from, to), PerYear::from_count(boxes)))
///     .into_iter()
///     .collect();
/// let armenia = Dependence::Territory("AM".parse()?);
/// let found = DependenceQuestion::on(armenia).answer(&planner, &demand, &Progress::none())?;
/// assert_eq!(found.share(Basis::Boxes), "90".parse()?);
/// assert_eq!(found.ending_there.flows, 1); // it ends there, and cannot but touch it
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct DependenceQuestion {
    /// What is depended on.
    pub on: Dependence,
    /// Whose flows; those of the whole list unless set otherwise.
    pub whose: Whose,
    /// What every flow has least of; the cost unless set otherwise.
    pub objective: Objective,
    /// Of how many measures at the most a set is that could end it; two unless set otherwise.
    pub size: usize,
    /// How many sets are tried at the most; 1,000 unless set otherwise. Each is a world of its own, in which
    /// every flow is asked.
    pub trials: usize,
}

impl DependenceQuestion {
    /// How far the cheapest ways of a whole list depend on something.
    pub const fn on(on: Dependence) -> Self {
        Self {
            on,
            whose: Whose::List,
            objective: Objective::Cost,
            size: 2,
            trials: 1_000,
        }
    }

    /// The same of the flows of somebody.
    pub fn whose(mut self, whose: Whose) -> Self {
        self.whose = whose;
        self
    }

    /// The same by another objective.
    pub fn objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// The same with sets of at most so many measures, and so many of them tried.
    pub const fn bounds(mut self, size: usize, trials: usize) -> Self {
        self.size = size;
        self.trials = trials;
        self
    }

    /// How far it depends in a world.
    ///
    /// # Errors
    /// Flows of several lists, no flows, an unknown place, something that the network does not have. What
    /// cannot be asked spoils its own flow only.
    pub fn answer(
        &self,
        planner: &Planner,
        demand: &Demand,
        progress: &Progress,
    ) -> Result<Reliance, Error> {
        demand.total()?;
        let world = planner.world();
        let flows = chosen(world.network(), demand, &self.whose)?;
        let found = asked(planner, &flows, &self.on, &self.objective, progress)?;
        let (mut all, mut touching, mut there) =
            (Adder::default(), Adder::default(), Adder::default());
        let (mut sums, mut unanswered, mut without) = (Sums::default(), Vec::new(), Vec::new());
        for flow in &found {
            let (way, touched) = match &flow.way {
                Ok((way, touched)) => (way, *touched),
                Err(error) => {
                    unanswered.push((flow.at, error.code().to_owned(), error.to_string()));
                    continue;
                }
            };
            all.add(flow.flow, way);
            for (kind, amount) in &way.paid {
                sums.add(kind.clone(), *amount, flow.flow.volume);
            }
            if touched {
                touching.add(flow.flow, way);
                if self.ends(way) {
                    there.add(flow.flow, way);
                }
                without.push((flow.flow, way));
            }
        }
        let money = sums.trail(world);
        Ok(Reliance {
            world: WorldOf::of(planner),
            whose: self.whose.clone(),
            on: self.on.clone(),
            all: all.amounts(),
            touching: touching.amounts(),
            ending_there: there.amounts(),
            paid: self.paid(&money),
            payees: Concentration::of(money.by_payee().into_values().map(|it| (true, it))),
            owners: Concentration::of(
                money
                    .by_country()
                    .into_iter()
                    .map(|(country, it)| (country.is_some(), it)),
            ),
            territories: Concentration::of(money.by_territory().into_values().map(|it| (true, it))),
            independence: self.independence(planner, &without, progress)?,
            unanswered,
        })
    }

    /// Whether a way starts or ends in what is depended on.
    fn ends(&self, way: &Brief) -> bool {
        match &self.on {
            Dependence::Territory(country) => way.ends.contains(country),
            Dependence::Owner(_)
            | Dependence::Operator(_)
            | Dependence::Crossing(_)
            | Dependence::Service(_) => false,
        }
    }

    /// What of the money is that of what is depended on.
    fn paid(&self, money: &Trail) -> Option<Money> {
        let of = |country: &Country| Some(*country);
        Some(match &self.on {
            Dependence::Territory(country) => money.by_territory().remove(&of(country))?,
            Dependence::Owner(country) => money.by_country().remove(&of(country))?,
            Dependence::Operator(wanted) => {
                let own = money.by_payee().into_iter().filter(
                    |(payee, _)| matches!(payee, PaidTo::Operator { id, .. } if id == wanted),
                );
                own.map(|(_, amount)| amount).sum()
            }
            Dependence::Crossing(_) | Dependence::Service(_) => return None,
        })
    }

    /// What it costs to do without, of flows that touch it.
    fn independence(
        &self,
        planner: &Planner,
        flows: &[(&super::demand::Flow, &Brief)],
        progress: &Progress,
    ) -> Result<Independence, Error> {
        let questions = flows.iter().map(|(flow, _)| {
            let policy = flow.request.policy.clone().with(self.on.rule());
            Question::new(flow.request.clone().policy(policy), self.objective.clone())
        });
        let questions: Vec<Question> = questions.collect();
        let ways = super::brief::briefs(planner, &questions, progress);
        let [mut with, mut without, mut cut, mut unknown] = [(); 4].map(|()| Adder::default());
        for ((flow, way), other) in flows.iter().zip(ways) {
            match other {
                Ok(other) => {
                    with.add(flow, way);
                    without.add(flow, &other);
                }
                Err(error) if error.no_route().is_some() => cut.add(flow, way),
                Err(Error::Cancelled) => return Err(Error::Cancelled),
                Err(_) => unknown.add(flow, way),
            }
        }
        let (with, without) = (with.amounts(), without.amounts());
        Ok(Independence {
            freed: with,
            more: without.usd - with.usd,
            longer: without.hours - with.hours,
            cut_off: cut.amounts(),
            unknown: unknown.amounts(),
        })
    }
}

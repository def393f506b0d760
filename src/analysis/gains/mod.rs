//! Who gains and who loses where one world becomes another.
//!
//! [`compare_worlds`] asks a list of flows in both worlds and follows the money of both. By country it
//! sets what shippers pay against what is paid to operators and treasuries, and the same against what owners
//! receive in the end: two views of one sum, which are never added up. In each view what shippers pay less is
//! what the others are paid less, to the cent.
//!
//! Volumes are those of the list in both worlds: what cheaper ways would call forth is not in them. What is
//! attributed to operators and owners is revenue, not income: nobody's costs are taken off.

mod answer;
mod lacks;
mod tables;
mod words;

pub(in crate::analysis) use lacks::new_things;

pub use answer::{
    BorderChange, CountryGains, FlowOutcome, Gains, HoursChange, Lack, MoneyChange, PayeeChange,
    WorldOf,
};

use super::brief::briefs;
use super::demand::Demand;
use crate::metric::Objective;
use crate::planner::{Error, Planner, Progress};
use crate::quantity::Share;
use tables::Side;

/// What is asked of two worlds.
///
/// Each part is set by the method and read from the field of the same name.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct GainsQuestion {
    /// What every flow has least of; the cost unless set otherwise.
    pub objective: Objective,
    /// Which part of what a shipment costs shippers of the country bear where it ends; those of the country
    /// where it starts bear the rest. Half unless set otherwise: who bears freight in the end depends on how
    /// far sellers and buyers can turn elsewhere, which nobody has measured for these flows. A country that
    /// sells and buys at prices of the world market bears all of both: ask with nothing and with the whole.
    pub importers: Share,
    /// Whether it is asked what flows that do not change lack; so unless set otherwise. It takes up to three
    /// searches for each.
    pub lacks: bool,
}

impl Default for GainsQuestion {
    fn default() -> Self {
        Self::new()
    }
}

impl GainsQuestion {
    /// The cheapest ways, half of the cost borne at each end, and what flows lack.
    pub const fn new() -> Self {
        Self {
            objective: Objective::Cost,
            importers: Share::HALF,
            lacks: true,
        }
    }

    /// The same by another objective.
    pub fn objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// The same with another part borne where shipments end.
    pub const fn importers(mut self, part: Share) -> Self {
        self.importers = part;
        self
    }

    /// The same, asking or not asking what flows lack.
    pub const fn lacks(mut self, wanted: bool) -> Self {
        self.lacks = wanted;
        self
    }

    /// Asks every flow in both worlds. Cancelled flows are [`FlowOutcome::Unanswered`].
    ///
    /// # Errors
    /// Flows of several lists, no flows. What cannot be asked spoils its own flow only.
    pub fn answer(
        &self,
        before: &Planner,
        after: &Planner,
        demand: &Demand,
        progress: &Progress,
    ) -> Result<Gains, Error> {
        demand.total()?;
        let questions = demand.questions(&self.objective);
        let found = [before, after].map(|planner| briefs(planner, &questions, progress));
        let [found_before, found_after] = &found;
        let mut sides = [Side::default(), Side::default()];
        let (mut flows, mut same) = (Vec::with_capacity(demand.len()), Vec::new());
        for (index, (flow, ways)) in demand
            .iter()
            .zip(found_before.iter().zip(found_after))
            .enumerate()
        {
            let unanswered = |error: &Error| FlowOutcome::Unanswered {
                code: error.code().to_owned(),
                reason: error.to_string(),
            };
            let failed = [ways.0, ways.1].map(|way| way.as_ref().err());
            let mut failed = failed.into_iter().flatten();
            // What cannot be asked in one world says nothing of what became of it.
            if let Some(error) = failed.find(|error| error.no_route().is_none()) {
                flows.push(unanswered(error));
                continue;
            }
            let ways = (ways.0.as_ref(), ways.1.as_ref());
            let in_both = ways.0.is_ok() && ways.1.is_ok();
            for (side, way) in sides.iter_mut().zip([ways.0, ways.1]) {
                if let Ok(way) = way {
                    side.add(way, flow.volume, in_both);
                }
            }
            flows.push(match ways {
                (Ok(old), Ok(new)) => {
                    let same_way = new.goes_as(old);
                    if same_way && old.paid == new.paid && old.hours == new.hours {
                        same.push((index, (&flow.request, new)));
                        let lacks = Lack::NotWanted;
                        FlowOutcome::Same { lacks }
                    } else {
                        FlowOutcome::Changed {
                            same_way,
                            cost: new.cost - old.cost,
                            duration: new.hours - old.hours,
                        }
                    }
                }
                (Err(_), Ok(_)) => FlowOutcome::Opened,
                (Ok(_), Err(_)) => FlowOutcome::Closed,
                (Err(_), Err(error)) => unanswered(error),
            });
        }
        if self.lacks {
            let things = new_things(before.world(), after.world());
            let asked: Vec<_> = same.iter().map(|(_, asked)| *asked).collect();
            let found = lacks::lacks(after, &things, &asked, &self.objective, progress);
            for ((index, _), lacks) in same.iter().zip(found) {
                flows[*index] = FlowOutcome::Same { lacks };
            }
        }
        let [old, new] = sides;
        let old = old.added(before.world(), self.importers);
        let new = new.added(after.world(), self.importers);
        let both = [(&old, before.world()), (&new, after.world())];
        Ok(Gains {
            before: WorldOf::of(before),
            after: WorldOf::of(after),
            objective: self.objective.clone(),
            importers: self.importers,
            countries: tables::countries(both),
            borders: tables::borders(&old, &new),
            payees: tables::payees(&old, &new),
            flows,
            volumes: demand.iter().map(|flow| flow.volume).collect(),
            opened: new.alone,
            closed: old.alone,
        })
    }
}

/// Who gains and who loses where the cheapest ways of `before` become those of `after`, for the flows of a
/// year; [`GainsQuestion`] asks by other objectives and with other shippers.
///
/// A flow that has a way in one world alone is told as [`FlowOutcome::Opened`] or [`FlowOutcome::Closed`]; its
/// money is in [`Gains::opened`] or [`Gains::closed`] and not in the table of countries, since what its shippers
/// gain is not known.
///
/// # Errors
/// Flows of several lists, no flows.
///
/// ```
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::analysis::gains::compare_worlds;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let opened = Scenario::preset("tripp-opens")?;
/// let before = Planner::new(network, &Scenario::on(opened.day()))?;
/// let after = Planner::new(network, &opened)?;
/// let boxes = Flow::new(Request::new("Baku", "Nakhchivan"), PerYear::from_count(1_000));
/// let gains = compare_worlds(&before, &after, &Demand::new().flow(boxes))?;
/// println!("{gains}"); // a table of countries
///
/// // What shippers pay less, the others are paid less.
/// let sum = |of: fn(&trade_corridor::analysis::gains::CountryGains) -> Money| -> Money {
///     gains.countries.iter().map(of).sum()
/// };
/// let paid = gains.paid().difference();
/// assert_eq!(paid, sum(|row| row.operators.difference() + row.treasury.difference()));
/// assert_eq!(paid, sum(|row| row.owners.difference() + row.treasury.difference()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare_worlds(before: &Planner, after: &Planner, demand: &Demand) -> Result<Gains, Error> {
    GainsQuestion::new().answer(before, after, demand, &Progress::none())
}

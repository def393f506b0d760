//! The money of a year, flow by flow.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Kind, Sums, Trail};
use crate::analysis::demand::Demand;
use crate::metric::Objective;
use crate::planner::{Error, Planner, Progress};
use crate::quantity::{Money, PerYear};

/// A flow whose money cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unfollowed {
    /// Its position in the list.
    pub at: usize,
    /// From where to where, as it was asked.
    pub ends: [String; 2],
    /// Stable code of the reason.
    pub code: String,
    /// The reason.
    pub reason: String,
}

/// Where the money of a year goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct YearOfMoney {
    /// What is paid and received.
    pub money: Trail,
    /// How many boxes it is paid for.
    #[serde(rename = "boxes_millionths")]
    pub boxes: PerYear,
    /// Flows without a way, with one of unknown price, or that cannot be asked.
    pub unfollowed: Vec<Unfollowed>,
}

/// Follows the money of the best way of every flow, each as often as it goes in a year.
///
/// # Errors
/// Flows of several lists, no flows. What cannot be asked spoils its own flow only.
///
/// ```
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::analysis::money::follow;
/// use trade_corridor::planner::Progress;
/// use trade_corridor::prelude::*;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let request = Request::new("Baku", "Poti");
/// let demand = Demand::new().flow(Flow::new(request.clone(), "10.5".parse()?));
/// let year = follow(&planner, &demand, &Objective::Cost, &Progress::none())?;
/// let cost = planner.cheapest(&request)?.cost();
/// assert_eq!(year.money.total(), year.boxes.times(cost));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn follow(
    planner: &Planner,
    demand: &Demand,
    objective: &Objective,
    progress: &Progress,
) -> Result<YearOfMoney, Error> {
    demand.total()?;
    let questions = demand.questions(objective);
    let answers = planner.answer_each(&questions, progress, |_, answer| {
        let route = answer?;
        if !route.is_priced() {
            return Err(Error::unpriced());
        }
        let charges = route.charges();
        let paid = charges.map(|charge| (Kind::of(charge), charge.amount));
        Ok::<Vec<(Kind, Money)>, Error>(paid.collect())
    });
    let (mut sums, mut boxes, mut unfollowed) = (Sums::default(), PerYear::ZERO, Vec::new());
    for (at, (flow, answer)) in demand.iter().zip(answers).enumerate() {
        match answer {
            Ok(paid) => {
                boxes += flow.volume;
                for (kind, amount) in paid {
                    sums.add(kind, amount, flow.volume);
                }
            }
            Err(error) => unfollowed.push(Unfollowed {
                at,
                ends: [flow.request.from.clone(), flow.request.to.clone()],
                code: error.code().to_owned(),
                reason: error.to_string(),
            }),
        }
    }
    Ok(YearOfMoney {
        money: sums.trail(planner.world()),
        boxes,
        unfollowed,
    })
}

impl fmt::Display for Unfollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [from, to] = &self.ends;
        write!(f, "{from} to {to}: {}", self.reason)
    }
}

impl fmt::Display for YearOfMoney {
    /// The recipients, then the flows that are not in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} boxes a year\n{}", self.boxes, self.money)?;
        for flow in &self.unfollowed {
            write!(f, "\nnot in it: {flow}")?;
        }
        Ok(())
    }
}

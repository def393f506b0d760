//! Whether something arrives in time: what varies from trip to trip, over draws of what is not known.

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use serde::Serialize;

use super::Sampling;
use super::columns::Columns;
use super::searched::Searched;
use super::shared::Shared;
use super::solve::each;
use crate::draws::Varying;
use crate::planner::{Error, Planner, Reason, Request};
use crate::quantity::{Duration, TravelTime};
use crate::route::Route;

/// When a route arrives: what varies from trip to trip over draws of what is not known.
///
/// In each draw the hours of the route have the law that a route states, a lognormal by its median and 90th
/// percentile ([`Route::time`]): hours within one haul go together, all else is independent. What is not known
/// is shared by all that rests on it: where an assumption on waits at ports is high, all of them are.
/// Probabilities are exact for that law, over the draws; what the law itself is off by, [`TravelTime`] says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OnTime {
    /// The route, with its certificate.
    pub route: Route,
    /// How many draws there are.
    pub draws: u32,
    /// Day of the planner, which nothing leaves or arrives before.
    pub day: Date,
    /// By draw what the route states of its hours there.
    hours: Vec<TravelTime>,
}

/// Why nothing can be said about an arrival.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OnTimeError {
    /// It is to arrive before it leaves.
    #[error(
        "it leaves on {departure} and cannot arrive by {deadline}; give a deadline after the departure"
    )]
    BeforeDeparture {
        /// When it leaves.
        departure: DateTime,
        /// When it is to arrive.
        deadline: DateTime,
    },
    /// Something before the day of the planner.
    #[error(
        "{when} lies before {day}, the day that routes are found on; give a later one, or ask a planner of an earlier day"
    )]
    Past {
        /// The departure or the deadline.
        when: DateTime,
        /// Day of the planner.
        day: Date,
    },
    /// No departure from the day of the planner on is early enough.
    #[error(
        "to arrive by {deadline} in {per_mille} of 1000 trips it would have to leave on {departure}, before {day}, the day that routes are found on"
    )]
    TooLate {
        /// When it is to arrive.
        deadline: DateTime,
        /// In how many of 1,000 trips.
        per_mille: u16,
        /// When it would have to leave.
        departure: DateTime,
        /// Day of the planner.
        day: Date,
    },
    /// A share of trips that no time is enough for, or any.
    #[error("{per_mille} of 1000 trips has no latest hour; give from 1 to 999, such as 950")]
    Share {
        /// In how many of 1,000 trips it was to arrive.
        per_mille: u16,
    },
    /// A date beyond those that can be written.
    #[error("{per_mille} of 1000 trips take {hours}, which leads before the first date there is")]
    NoDate {
        /// In how many of 1,000 trips it was to arrive.
        per_mille: u16,
        /// How long they take at most.
        hours: Duration,
    },
}

coded!(OnTimeError {
    BeforeDeparture { departure, deadline } = "deadline_before_departure",
    Past { when, day } = "in_the_past",
    TooLate { deadline, per_mille, departure, day } = "too_late",
    Share { per_mille } = "trips_out_of_range",
    NoDate { per_mille, hours } = "no_date",
});

impl From<OnTimeError> for Error {
    fn from(error: OnTimeError) -> Self {
        Self::other(error.code(), &error)
    }
}

impl OnTime {
    /// The share of trips that take no longer than this, from 0 to 1.
    #[must_use]
    pub fn within(&self, time: Duration) -> f64 {
        let shares = self.hours.iter().map(|hours| share(*hours, time));
        shares.sum::<f64>() / self.hours.len().max(1) as f64
    }

    /// The same where 5 % and where 95 % of the draws have less: how far the share itself is known. Both are
    /// the same where no figure of the route's hours has a range.
    #[must_use]
    pub fn within_between(&self, time: Duration) -> [f64; 2] {
        let shares = self.hours.iter().map(|hours| share(*hours, time));
        let mut shares: Vec<f64> = shares.collect();
        shares.sort_by(f64::total_cmp);
        let at = |per_mille: usize| {
            let rank = (shares.len() * per_mille).div_ceil(1_000);
            shares
                .get(rank.saturating_sub(1))
                .copied()
                .unwrap_or_default()
        };
        [at(50), at(950)]
    }

    /// The least whole minutes that so many thousandths of all trips do not exceed.
    ///
    /// # Errors
    /// None or all of the trips.
    pub fn hours_of(&self, per_mille: u16) -> Result<Duration, OnTimeError> {
        if !(1..1_000).contains(&per_mille) {
            return Err(OnTimeError::Share { per_mille });
        }
        let wanted = f64::from(per_mille) / 1_000.0;
        let enough = |minutes: u64| self.within(Duration::of_units(minutes)) >= wanted;
        let (mut short, mut long) = (0, 1);
        while !enough(long) && long < u64::MAX / 2 {
            (short, long) = (long, long * 2);
        }
        while long - short > 1 {
            let middle = short + (long - short) / 2;
            if enough(middle) {
                long = middle;
            } else {
                short = middle;
            }
        }
        Ok(Duration::of_units(if enough(0) { 0 } else { long }))
    }

    /// The share of trips that leave then and arrive by a deadline, from 0 to 1; both by one clock, whatever
    /// time it is where the goods are. Hours count from the gate, waits for services included: no record says
    /// on which weekdays a service leaves.
    ///
    /// # Errors
    /// A deadline that is not after the departure, and either of them before the day of the planner.
    pub fn arrives(&self, departure: DateTime, deadline: DateTime) -> Result<f64, OnTimeError> {
        Ok(self.within(self.between(departure, deadline)?))
    }

    /// The time from a departure to a deadline.
    ///
    /// # Errors
    /// As [`OnTime::arrives`].
    pub fn between(
        &self,
        departure: DateTime,
        deadline: DateTime,
    ) -> Result<Duration, OnTimeError> {
        self.not_past(departure)?;
        self.not_past(deadline)?;
        let seconds = deadline.duration_since(departure).as_secs();
        match u64::try_from(seconds) {
            Ok(seconds) if seconds > 0 => Ok(Duration::of_units(seconds / 60)),
            _ => Err(OnTimeError::BeforeDeparture {
                departure,
                deadline,
            }),
        }
    }

    /// The latest departure, to the minute, that arrives by a deadline in so many of 1,000 trips.
    ///
    /// # Errors
    /// A deadline before the day of the planner, or so soon after it that the departure would be; none or all
    /// of the trips.
    pub fn latest_departure(
        &self,
        deadline: DateTime,
        per_mille: u16,
    ) -> Result<DateTime, OnTimeError> {
        self.not_past(deadline)?;
        let hours = self.hours_of(per_mille)?;
        let departure = i64::try_from(hours.as_minutes())
            .ok()
            .and_then(SignedDuration::try_from_mins)
            .and_then(|span| deadline.checked_sub(span).ok())
            .ok_or(OnTimeError::NoDate { per_mille, hours })?;
        let day = self.day;
        if departure.date() < day {
            return Err(OnTimeError::TooLate {
                deadline,
                per_mille,
                departure,
                day,
            });
        }
        Ok(departure)
    }

    /// By draw what the route states of its hours there: median and 90th percentile of all trips.
    #[must_use]
    pub fn hours(&self) -> &[TravelTime] {
        &self.hours
    }

    fn not_past(&self, when: DateTime) -> Result<(), OnTimeError> {
        let day = self.day;
        if when.date() < day {
            return Err(OnTimeError::Past { when, day });
        }
        Ok(())
    }
}

/// The share of a lognormal that takes no longer than this.
fn share(hours: TravelTime, time: Duration) -> f64 {
    let [median, p90, time] =
        [hours.median(), hours.p90(), time].map(|span| span.as_minutes() as f64);
    Varying::of(median, p90).below(time)
}

impl Planner {
    /// When the best route arrives, over draws of what is not known about its hours.
    ///
    /// ```
    /// use jiff::civil::datetime;
    /// use trade_corridor::planner::Sampling;
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let request = Request::new("Baku", "Istanbul");
    /// let trips = planner.on_time(&request, &Sampling::default().draws(64))?;
    /// let deadline = datetime(2026, 12, 24, 12, 0, 0, 0);
    /// let latest = trips.latest_departure(deadline, 950)?;
    /// assert!(trips.arrives(latest, deadline)? >= 0.95);
    /// assert!(trips.arrives(deadline, latest).unwrap_err().to_string().contains("cannot arrive by"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Planner::confidence_with`].
    pub fn on_time(&self, request: &Request, sampling: &Sampling) -> Result<OnTime, Error> {
        let searched = Searched::of(self, request, sampling)?;
        let uncertainty = &self.uncertainty(sampling)?;
        let shared = Shared::of(uncertainty, sampling);
        let question = searched.question(uncertainty, sampling, &shared, &[]);
        let arcs = std::slice::from_ref(&searched.arcs);
        let paths = question.paths(arcs)?;
        let route = self.assemble(question.case, question.objective, &searched.arcs);
        let none = || {
            let (from, to) = (question.case.from, question.case.to);
            Error::from(self.no_route(from, to, Reason::Unexamined))
        };
        let route = route.ok_or_else(none)?;
        let route = self.verified_for(question.case, route, &request.policy)?;
        let factors = paths.drawing.factors();
        let columns = Columns::of(&factors, uncertainty.factors.len(), &shared.coordinates);
        let draws: Vec<u32> = (0..question.points().len()).collect();
        let hours = each(&draws, |draw| {
            paths.time(|figure| figure.at(|factor| columns.at(factor, draw)))
        })?;
        let hours: Option<Vec<TravelTime>> = hours.into_iter().collect();
        Ok(OnTime {
            draws: question.points().len(),
            day: self.world.day(),
            hours: hours.ok_or_else(none)?,
            route,
        })
    }
}

/// How long it takes at the stated figures, and how long at most in 19 of 20 trips.
impl fmt::Display for OnTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by mean", self.route.duration())?;
        for (per_mille, said) in [(500, "half"), (950, "19 of 20")] {
            if let Ok(hours) = self.hours_of(per_mille) {
                write!(f, ", {said} of the trips within {hours}")?;
            }
        }
        Ok(())
    }
}

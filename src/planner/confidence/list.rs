//! How sure the answers to a list of requests are, and what to find out next for all of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use super::shared::Shared;
use super::solve::each;
use super::unknown::{Decided, named};
use super::{Confidence, ConfidenceError, Sampling};
use crate::code::Name;
use crate::draws::{Factor, ModelPart, Uncertainty};
use crate::metric::{Objective, ObjectiveDifference};
use crate::network::{CitedFigure, FigureKind, Origin};
use crate::planner::{Error, Planner, Progress, Request};

/// How sure the answers to a list of requests are, and what it is worth over all of them to know a figure.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConfidenceOfAll<T> {
    /// How many of the requests have an answer that is drawn.
    pub answered: usize,
    rows: Vec<T>,
    next: Vec<WorthKnowing>,
}

impl<T> ConfidenceOfAll<T> {
    /// One for each request, in their order.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The same, owned.
    #[must_use]
    pub fn into_rows(self) -> Vec<T> {
        self.rows
    }

    /// What to find out next: what is worth most to know to somebody who ships once for each request and can
    /// choose another way for each, first.
    ///
    /// Requests choose for themselves, so the worth of one thing is the sum of its worths over the requests;
    /// worths of several things do not add up. What shows no effect on any request is left out.
    #[must_use]
    pub fn find_out_next(&self) -> &[WorthKnowing] {
        &self.next
    }
}

/// One thing that is not known, and what it is worth to know it over a list of requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WorthKnowing {
    /// The group ([`FactorGroups`](crate::planner::FactorGroups)) whose figures have it in common, if it is one.
    pub group: Option<Name>,
    /// What the model itself gets wrong ([`ModelErrors`](crate::planner::ModelErrors)), and where, if it is that.
    pub model: Option<ModelPart>,
    /// Ids of the sources that state it; of a group those that the figures in it are known to go together by.
    pub sources: Vec<Name>,
    /// Whether it is an assumption, whose figures are all high or all low together; else what one row states. Of
    /// a group, whether how far its figures go together is assumed.
    pub assumed: bool,
    /// What the row states, and where; nothing for an assumption, a group or the model.
    pub figure: Option<(FigureKind, Origin)>,
    /// How many requests it matters to.
    pub requests: u32,
    /// The expected value of perfect information on it, summed over the requests.
    pub worth: ObjectiveDifference,
    /// Its part of the variance of an answer, by mean over the requests that have one, from 0 to 1.
    pub share: f64,
}

/// What it is worth to know it, for how many requests, and where it stands.
impl fmt::Display for WorthKnowing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sources: Vec<&str> = self.sources.iter().map(AsRef::as_ref).collect();
        let noun = if self.requests == 1 {
            "request"
        } else {
            "requests"
        };
        write!(f, "{} over {} {noun}: ", self.worth, self.requests)?;
        if let Some(group) = &self.group {
            write!(f, "what `{group}` has in common, by ")?;
        }
        if let Some(part) = &self.model {
            write!(f, "what the model itself gets wrong: {part}, by ")?;
        }
        if sources.is_empty() {
            f.write_str("a figure without a source")?;
        } else {
            f.write_str(&sources.join(", "))?;
        }
        if self.assumed {
            f.write_str(" (assumed)")?;
        }
        if let Some((kind, origin)) = &self.figure {
            write!(f, ", {}", kind.as_str())?;
            if let Some(file) = origin.file() {
                write!(f, " in {file} row {}", origin.row())?;
            }
        }
        Ok(())
    }
}

/// Requests that are drawn at once; each has records of its own to write to.
const AT_ONCE: usize = 4;

impl Planner {
    /// How sure the best routes of a list of requests are: for each the same as [`Planner::confidence_with`]
    /// alone. A request that cannot be asked spoils its own row only.
    ///
    /// The points of the draws, the bounds of the world and the records that are drawn are made once for all.
    ///
    /// ```
    /// use trade_corridor::planner::{Progress, Sampling};
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let requests = ["Istanbul", "Atlantis", "Mersin"].map(|to| Request::new("Baku", to));
    /// let sampling = Sampling::default().draws(32);
    /// let sure = planner.confidence_of_all(&requests, &sampling, &Progress::none())?;
    /// let found: Vec<bool> = sure.rows().iter().map(Result::is_ok).collect();
    /// assert_eq!((found, sure.answered), (vec![true, false, true], 2));
    /// let next = sure.find_out_next();
    /// assert!(next.is_sorted_by(|one, other| one.worth >= other.worth));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// No draws, too many of them, or too many requests for everything to be kept
    /// ([`Sampling::MOST_KEPT`]): [`Planner::confidence_of_each`] keeps less.
    pub fn confidence_of_all(
        &self,
        requests: &[Request],
        sampling: &Sampling,
        progress: &Progress,
    ) -> Result<ConfidenceOfAll<Result<Confidence, Error>>, Error> {
        sampling.check()?;
        let most = (Sampling::MOST_KEPT / sampling.draws).max(1) as usize;
        let hint =
            "keep what you need of each by `Planner::confidence_of_each`, or ask for fewer draws";
        within(requests.len(), most, sampling.draws, hint)?;
        self.confidence_of_each(requests, sampling, progress, |_, sure| sure)
    }

    /// The same, where only what `keep` makes of each is kept. It is given the position of the request and called
    /// once for each, on any thread and in any order.
    ///
    /// Once cancelled, requests that are being drawn are still drawn to the end; the others are
    /// [`Error::Cancelled`].
    ///
    /// # Errors
    /// No draws, too many of them, or more requests than [`Sampling::MOST_REQUESTS`].
    pub fn confidence_of_each<T: Send>(
        &self,
        requests: &[Request],
        sampling: &Sampling,
        progress: &Progress,
        keep: impl Fn(usize, Result<Confidence, Error>) -> T + Sync,
    ) -> Result<ConfidenceOfAll<T>, Error> {
        sampling.check()?;
        let hint = "ask for a part of them at a time";
        within(
            requests.len(),
            Sampling::MOST_REQUESTS,
            sampling.draws,
            hint,
        )?;
        let uncertainty = &self.uncertainty(sampling)?;
        let shared = Shared::of(uncertainty, sampling);
        let sums: Mutex<Sums> = Mutex::default();
        let done = AtomicUsize::new(0);
        let mut rows = Vec::with_capacity(requests.len());
        let all: Vec<usize> = (0..requests.len()).collect();
        for some in all.chunks(AT_ONCE) {
            rows.extend(each(some, |row| {
                let sure = if progress.is_cancelled() {
                    Err(Error::Cancelled)
                } else {
                    self.drawn(&requests[row], sampling, uncertainty, &shared)
                };
                if let Ok(sure) = &sure {
                    let mut sums = sums
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                    sums.add(&sure.decided);
                }
                let kept = keep(row, sure);
                progress.tell(done.fetch_add(1, Ordering::Relaxed) + 1, requests.len());
                Ok(kept)
            })?);
        }
        let sums = sums
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(ConfidenceOfAll {
            answered: sums.answered,
            rows,
            next: sums.sorted(self, uncertainty, &sampling.objective),
        })
    }
}

const fn within(
    given: usize,
    most: usize,
    draws: u32,
    hint: &'static str,
) -> Result<(), ConfidenceError> {
    if given > most {
        return Err(ConfidenceError::TooManyRequests {
            given,
            most,
            draws,
            hint,
        });
    }
    Ok(())
}

/// By factor, in whole numbers: sums are the same in any order.
#[derive(Default)]
struct Sums {
    answered: usize,
    of: BTreeMap<u32, Sum>,
}

#[derive(Default)]
struct Sum {
    requests: u32,
    /// Thousandths of the smallest unit.
    worth: u128,
    /// Billionths.
    share: u128,
}

const THOUSANDTHS: f64 = 1e3;
const BILLIONTHS: f64 = 1e9;

impl Sums {
    fn add(&mut self, decided: &[Decided]) {
        self.answered += 1;
        for one in decided {
            let sum = self.of.entry(one.factor).or_default();
            sum.requests += 1;
            sum.worth += (one.worth * THOUSANDTHS).round() as u128;
            sum.share += (one.share * BILLIONTHS).round() as u128;
        }
    }

    fn sorted(
        self,
        planner: &Planner,
        uncertainty: &Uncertainty,
        objective: &Objective,
    ) -> Vec<WorthKnowing> {
        let answered = self.answered.max(1) as f64;
        let mut sums: Vec<(u32, Sum)> = self.of.into_iter().collect();
        sums.sort_by_key(|(factor, sum)| (Reverse((sum.worth, sum.share)), *factor));
        let zero = objective.value(0);
        let known = |(factor, sum): (u32, Sum)| {
            let named = named(uncertainty, &planner.model, factor);
            let units = u64::try_from((sum.worth + 500) / 1_000).unwrap_or(u64::MAX);
            Some(WorthKnowing {
                group: named.group,
                model: match uncertainty.factors.get(factor as usize) {
                    Some(Factor::Model(factor)) => Some(factor.part_here()),
                    _ => None,
                },
                sources: named.sources,
                assumed: named.assumed,
                figure: figure(planner, uncertainty, factor),
                requests: sum.requests,
                worth: objective.value(units).difference(zero)?,
                share: sum.share as f64 / BILLIONTHS / answered,
            })
        };
        sums.into_iter().filter_map(known).collect()
    }
}

/// What the row of a factor states, and where.
fn figure(
    planner: &Planner,
    uncertainty: &Uncertainty,
    factor: u32,
) -> Option<(FigureKind, Origin)> {
    let (figure, spread) = match uncertainty.factors.get(factor as usize)? {
        Factor::Assumption(_) | Factor::Group(_) | Factor::Model(_) => return None,
        Factor::Row(figure) => (*figure, false),
        Factor::RowSpread(figure) => (*figure, true),
    };
    let evidence = planner.model.evidence(figure);
    let is_spread = |one: &&CitedFigure| (one.kind == FigureKind::Spread) == spread;
    let figures = evidence.figures();
    let found = figures.iter().find(is_spread).or(figures.first())?;
    Some((found.kind, found.origin.clone()))
}

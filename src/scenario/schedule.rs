//! Who holds how much of a company from when to when.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::settings;
use crate::quantity::{Share, ShareSum};

/// The holders of a company by term: on each day those of its step and nobody else.
///
/// Before the first step the records hold; after the last one that counts nobody holds anything. Steps
/// that are only contemplated count where the schedule is extended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ShareSchedule {
    /// Who is held: the id of an operator or owner. Of a consortium the holders are the members.
    pub held: String,
    /// Whether the steps count that are only contemplated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub extended: bool,
    /// The steps, each beginning on the day after the one before ends.
    pub steps: Vec<ShareStep>,
}

/// The holders of a company during one term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ShareStep {
    /// Its first day.
    #[serde(deserialize_with = "crate::network::day_alone")]
    pub from: Date,
    /// Its last day.
    #[serde(deserialize_with = "crate::network::day_alone")]
    pub to: Date,
    /// Whether it is only contemplated and not agreed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contemplated: bool,
    /// The holders, by id.
    #[serde(with = "settings::percents")]
    pub shares: BTreeMap<String, Share>,
}

impl ShareStep {
    /// An agreed term.
    pub fn new<H: Into<String>>(
        from: Date,
        to: Date,
        shares: impl IntoIterator<Item = (H, Share)>,
    ) -> Self {
        let shares = shares.into_iter();
        Self {
            from,
            to,
            contemplated: false,
            shares: shares.map(|(who, share)| (who.into(), share)).collect(),
        }
    }

    /// The same, only contemplated.
    #[must_use]
    pub const fn contemplated(mut self) -> Self {
        self.contemplated = true;
        self
    }
}

/// What is wrong with a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScheduleFault {
    Empty,
    Reversed(Date, Date),
    /// The last day of a step, and the first of the next.
    Apart(Date, Date),
    /// The first day of the step.
    AboveWhole(Date),
}

impl ShareSchedule {
    /// A schedule of these steps, of which those that are only contemplated do not count.
    pub fn of(held: impl Into<String>, steps: impl IntoIterator<Item = ShareStep>) -> Self {
        Self {
            held: held.into(),
            extended: false,
            steps: steps.into_iter().collect(),
        }
    }

    /// The same with the steps that are only contemplated.
    #[must_use]
    pub const fn extended(mut self) -> Self {
        self.extended = true;
        self
    }

    /// The step of a day; nothing where none counts on it.
    #[must_use]
    pub fn step(&self, day: Date) -> Option<&ShareStep> {
        let mut steps = self.steps.iter();
        let counts = |step: &ShareStep| self.extended || !step.contemplated;
        steps.find(|step| counts(step) && (step.from..=step.to).contains(&day))
    }

    /// Whether the records hold on a day that is before all of it.
    pub(super) fn is_before(&self, day: Date) -> bool {
        self.steps.iter().all(|step| day < step.from)
    }

    pub(super) fn fault(&self) -> Option<ScheduleFault> {
        if self.steps.is_empty() {
            return Some(ScheduleFault::Empty);
        }
        for step in &self.steps {
            if step.to < step.from {
                return Some(ScheduleFault::Reversed(step.from, step.to));
            }
            let sum = ShareSum::of(step.shares.values().copied());
            if sum.is_none_or(|sum| sum.whole().is_gt()) {
                return Some(ScheduleFault::AboveWhole(step.from));
            }
        }
        let mut pairs = self.steps.windows(2);
        pairs.find_map(|pair| {
            let follows = pair[0].to.tomorrow().is_ok_and(|day| day == pair[1].from);
            (!follows).then_some(ScheduleFault::Apart(pair[0].to, pair[1].from))
        })
    }
}

impl fmt::Display for ShareSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = &self.held;
        match (self.steps.first(), self.steps.last()) {
            (Some(first), Some(last)) => {
                let (from, to) = (first.from, last.to);
                write!(f, "the shares in {held} are scheduled from {from} to {to}")
            }
            _ => write!(f, "the shares in {held} are scheduled"),
        }
    }
}

//! What to choose where it is not known which case will be.

use serde::Serialize;

use crate::metric::{ObjectiveDifference, ObjectiveValue};
use crate::planner::Error;

/// What each of several options has in each of several cases, in one unit of which less is better; the cases
/// count alike.
///
/// Options are what can be chosen now: ways, offers, carriers. Cases are what is not known yet: draws of the
/// figures, scenarios. An option that has no price in a case in which another one has is never chosen; cases
/// in which none has any are left out.
///
/// ```
/// use trade_corridor::metric::{Objective, ObjectiveValue};
/// use trade_corridor::planner::Stakes;
///
/// let usd = |usd: u64| Some(Objective::Cost.value(100 * usd));
/// // A price that is agreed, and one that is mostly lower; in four cases.
/// let stakes = Stakes::of(&[
///     vec![usd(100), usd(100), usd(100), usd(100)],
///     vec![usd(70), usd(70), usd(70), usd(170)],
/// ])?;
/// assert_eq!(stakes.least_mean().ok_or("none")?.option, 1);
/// assert_eq!(stakes.least_worst_regret().ok_or("none")?.option, 0);
/// // By the mean of the worst quarter of the cases.
/// let safe = stakes.least_tail(250)?.ok_or("none")?;
/// assert_eq!((safe.option, Some(safe.value)), (0, usd(100)));
/// assert_eq!(stakes.least_tail(0).unwrap_err().code(), "tail_out_of_range");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Stakes {
    /// By option and case in the smallest unit; nothing for an option that is not sure to have a price.
    options: Vec<Option<Vec<u64>>>,
    /// By case, the least of all options.
    least: Vec<u64>,
    /// Of any value, for its unit.
    unit: ObjectiveValue,
}

/// An option that is chosen, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Pick<T> {
    /// The position of the option; of several that are as good the first.
    pub option: usize,
    /// What it has of what the choice is made by, to the smallest unit.
    pub value: T,
}

/// Why nothing can be chosen.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StakesError {
    /// Options with unequal numbers of cases.
    #[error(
        "option {option} has {given} cases, the first has {expected}; give every option one value a case"
    )]
    Uneven {
        /// The position of the option.
        option: usize,
        /// How many cases it has.
        given: usize,
        /// How many the first one has.
        expected: usize,
    },
    /// Values of several kinds.
    #[error(
        "option {option} is measured in another unit in case {case}; give values of one objective"
    )]
    Units {
        /// The position of the option.
        option: usize,
        /// The position of the case.
        case: usize,
    },
    /// No value at all.
    #[error("no option has a value in any case; leave out what has none")]
    Empty,
    /// A tail that is no part of the cases.
    #[error(
        "a tail of {per_mille} thousandths is none; give from 1 to 1000, such as 50 for the worst twentieth"
    )]
    Tail {
        /// The tail that was asked for.
        per_mille: u16,
    },
}

coded!(StakesError {
    Uneven { option, given, expected } = "cases_uneven",
    Units { option, case } = "cases_of_other_units",
    Empty {} = "cases_empty",
    Tail { per_mille } = "tail_out_of_range",
});

impl From<StakesError> for Error {
    fn from(error: StakesError) -> Self {
        Self::other(error.code(), &error)
    }
}

impl Stakes {
    /// By option what it has in each case; nothing where it has no price.
    ///
    /// # Errors
    /// Options with unequal numbers of cases, values of several units, no value at all.
    pub fn of(options: &[Vec<Option<ObjectiveValue>>]) -> Result<Self, StakesError> {
        let expected = options.first().map_or(0, Vec::len);
        let unit = options.iter().flatten().flatten().next();
        let unit = *unit.ok_or(StakesError::Empty)?;
        let mut units = Vec::with_capacity(options.len());
        for (option, values) in options.iter().enumerate() {
            if values.len() != expected {
                return Err(StakesError::Uneven {
                    option,
                    given: values.len(),
                    expected,
                });
            }
            let other = |value: &Option<ObjectiveValue>| {
                value.is_some_and(|value| value.partial_cmp(&unit).is_none())
            };
            if let Some(case) = values.iter().position(other) {
                return Err(StakesError::Units { option, case });
            }
            let values = values.iter().map(|value| value.map(ObjectiveValue::units));
            units.push(values.collect());
        }
        Ok(Self::of_units(&units, unit))
    }

    /// The same in the unit of a value; every option has as many cases.
    pub(super) fn of_units(options: &[Vec<Option<u64>>], unit: ObjectiveValue) -> Self {
        let cases = 0..options.first().map_or(0, Vec::len);
        let least = |case: &usize| options.iter().filter_map(|option| option[*case]).min();
        let cases: Vec<usize> = cases.filter(|case| least(case).is_some()).collect();
        let sure = |option: &Vec<Option<u64>>| -> Option<Vec<u64>> {
            cases.iter().map(|case| option[*case]).collect()
        };
        Self {
            options: options.iter().map(sure).collect(),
            least: cases.iter().filter_map(least).collect(),
            unit,
        }
    }

    /// The option with the least mean.
    #[must_use]
    pub fn least_mean(&self) -> Option<Pick<ObjectiveValue>> {
        let (option, sum) = self.pick(|values| values.iter().map(|one| u128::from(*one)).sum())?;
        let value = self.value(rounded(sum, self.least.len() as u128));
        Some(Pick { option, value })
    }

    /// The option whose worst case is the least above the best option of that case: the one that is never
    /// far from what somebody has who knew the case.
    #[must_use]
    pub fn least_worst_regret(&self) -> Option<Pick<ObjectiveDifference>> {
        let (option, most) = self.pick(|values| {
            let regrets = values.iter().zip(&self.least);
            let regrets = regrets.map(|(own, least)| u128::from(own - least));
            regrets.max().unwrap_or_default()
        })?;
        let more = self.value(u64::try_from(most).unwrap_or(u64::MAX));
        let value = more.difference(self.value(0))?;
        Some(Pick { option, value })
    }

    /// The option with the least mean of its worst cases, so many thousandths of all cases (conditional value
    /// at risk; Rockafellar and Uryasev, *Optimization of conditional value-at-risk*, Journal of Risk 2,
    /// 2000). A case that is only partly within the tail counts in that part; 1,000 is the mean.
    ///
    /// # Errors
    /// A tail of nothing, or of more than all cases.
    pub fn least_tail(&self, per_mille: u16) -> Result<Option<Pick<ObjectiveValue>>, StakesError> {
        if !(1..=1_000).contains(&per_mille) {
            return Err(StakesError::Tail { per_mille });
        }
        // In thousandths of a case.
        let whole = self.least.len() as u128 * u128::from(per_mille);
        let tail = |values: &[u64]| {
            let mut worst = values.to_vec();
            worst.sort_unstable_by(|one, other| other.cmp(one));
            let (mut left, mut sum) = (whole, 0);
            for value in worst {
                let part = left.min(1_000);
                sum += part * u128::from(value);
                left -= part;
            }
            sum
        };
        let pick = self.pick(tail).map(|(option, sum)| Pick {
            option,
            value: self.value(rounded(sum, whole)),
        });
        Ok(pick)
    }

    /// The first option that has the least of something.
    fn pick(&self, measure: impl Fn(&[u64]) -> u128) -> Option<(usize, u128)> {
        let options = self.options.iter().enumerate();
        let options = options.filter_map(|(at, values)| Some((at, measure(values.as_deref()?))));
        options.min_by_key(|(at, measured)| (*measured, *at))
    }

    fn value(&self, units: u64) -> ObjectiveValue {
        self.unit.of_units(units)
    }
}

fn rounded(sum: u128, count: u128) -> u64 {
    let rounded = (sum + count / 2).checked_div(count).unwrap_or_default();
    u64::try_from(rounded).unwrap_or(u64::MAX)
}

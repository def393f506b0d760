//! Shares of rules in what they cost together, exactly.
//!
//! The saving of a set of lifted rules is a step function: on an interval of sets, those that hold all of some
//! rules and none of some others, it is the same. The Shapley values of such a step are known, and those of a sum
//! are the sum of those: with `a` rules that have to be lifted and `k` that must not be, each of the first
//! has 1 / (a (a + k choose a)) of the saving, each of the others less than nothing by 1 / (k (a + k choose a)), and
//! all other rules nothing, which is the integral of x^(a-1) (1-x)^k or of x^a (1-x)^(k-1) over 0..1 (G. Owen,
//! *Multilinear Extensions of Games*, 1972). So neither sets nor orders of rules are gone through.

use super::{RulePrices, Unshared};
use crate::policy::RuleSet;

/// Up to how many rules [`COMMON`] is a multiple of every denominator.
const MOST_RULES: usize = RulePrices::MOST_SHARING;

/// The least common multiple of 1 to [`MOST_RULES`].
const COMMON: i128 = 5_342_931_457_063_200;

/// Shares of rules, while steps are added.
pub(super) struct Sharing {
    /// By rule, in parts of [`COMMON`].
    parts: Vec<i128>,
}

impl Sharing {
    /// Among so many rules.
    pub(super) fn among(rules: usize) -> Self {
        Self {
            parts: vec![0; rules],
        }
    }

    /// Adds what is saved on all sets that hold `lifted` and nothing of `held`.
    pub(super) fn add(
        &mut self,
        lifted: RuleSet,
        held: RuleSet,
        saving: u64,
    ) -> Result<(), Unshared> {
        let (a, k) = (lifted.len(), held.len());
        if a + k > MOST_RULES {
            return Err(Unshared::TooManyRules { most: MOST_RULES });
        }
        let all = choose(a + k, a);
        let each = [(lifted, a, 1), (held, k, -1)];
        for (rules, count, sign) in each.into_iter().filter(|(_, count, _)| *count > 0) {
            let part = COMMON / (count as i128 * all) * i128::from(saving) * sign;
            for rule in rules.iter() {
                let sum = self.parts.get_mut(rule.index()).ok_or(Unshared::TooLarge)?;
                *sum = sum.checked_add(part).ok_or(Unshared::TooLarge)?;
            }
        }
        Ok(())
    }

    /// Whole units that add up to the total, by largest remainders.
    pub(super) fn units(self, total: u64) -> Result<Vec<i64>, Unshared> {
        let total = i64::try_from(total).map_err(|_| Unshared::TooLarge)?;
        let whole = self.parts.iter().map(|part| part.div_euclid(COMMON));
        let whole: Result<Vec<i64>, _> = whole.map(i64::try_from).collect();
        let mut units = whole.map_err(|_| Unshared::TooLarge)?;
        let given: i128 = units.iter().copied().map(i128::from).sum();
        let mut left = i128::from(total) - given;
        let mut order: Vec<usize> = (0..units.len()).collect();
        order.sort_by_key(|rule| std::cmp::Reverse(self.parts[*rule].rem_euclid(COMMON)));
        for rule in order {
            if left > 0 {
                units[rule] += 1;
                left -= 1;
            }
        }
        Ok(units)
    }
}

/// How many sets of `k` there are of `n`, at most [`MOST_RULES`].
fn choose(n: usize, k: usize) -> i128 {
    (0..k).fold(1, |ways, at| ways * (n - at) as i128 / (at + 1) as i128)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::RuleIndex;

    fn set(rules: &[usize]) -> RuleSet {
        let rules = rules.iter().map(|rule| RuleIndex::new(*rule).unwrap());
        rules.collect()
    }

    #[test]
    fn every_denominator_divides_the_common_one() {
        for n in 1..=MOST_RULES {
            for k in 1..=n {
                assert_eq!(COMMON % (k as i128 * choose(n, k)), 0, "{n} {k}");
            }
        }
        assert_eq!(choose(40, 20), 137_846_528_820);
    }

    #[test]
    fn steps_are_shared_as_over_all_orders() {
        // lifted 0 and 1, held 2: of the six orders of lifting, 2 comes last in two, and each of 0 and 1 completes the
        // pair in one of these; 2 ends it in both.
        let mut sharing = Sharing::among(4);
        sharing.add(set(&[0, 1]), set(&[2]), 6).unwrap();
        let parts = sharing.parts.iter().map(|part| part / COMMON);
        assert_eq!(parts.collect::<Vec<_>>(), [1, 1, -2, 0]);
    }

    #[test]
    fn what_is_left_goes_to_the_largest_remainders() {
        let mut sharing = Sharing::among(3);
        sharing.add(set(&[0, 1, 2]), RuleSet::EMPTY, 101).unwrap();
        assert_eq!(sharing.units(101).unwrap(), [34, 34, 33]);
        let mut sharing = Sharing::among(41);
        let all: Vec<usize> = (0..41).collect();
        let refused = sharing.add(set(&all), RuleSet::EMPTY, 1).unwrap_err();
        assert_eq!(refused, Unshared::TooManyRules { most: 40 });
    }

    #[test]
    fn amounts_beyond_the_range_are_refused() {
        let mut sharing = Sharing::among(1);
        let refused =
            (0..100_000).find_map(|_| sharing.add(set(&[0]), RuleSet::EMPTY, u64::MAX).err());
        assert_eq!(refused, Some(Unshared::TooLarge));
        let refused = Sharing::among(1).units(u64::MAX).unwrap_err();
        assert_eq!(refused, Unshared::TooLarge);
    }
}

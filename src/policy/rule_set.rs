use serde::{Deserialize, Serialize};

/// The most rules that one policy can hold, closures of the scenario included.
pub(super) const MOST_RULES: usize = 128;

/// Position of a rule in its policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleIndex(u8);

impl RuleIndex {
    /// The rule at `position` (from zero); positions from 128 on do not exist.
    #[must_use]
    pub const fn new(position: usize) -> Option<Self> {
        if position < MOST_RULES {
            Some(Self(position as u8))
        } else {
            None
        }
    }

    /// Position from zero.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Some rules of a policy.
///
/// ```
/// use trade_corridor::policy::{RuleIndex, RuleSet};
/// let second = RuleIndex::new(1).unwrap();
/// let set: RuleSet = [second].into_iter().collect();
/// assert!(set.contains(second) && set.len() == 1);
/// assert!(RuleIndex::new(128).is_none());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleSet(pub(super) u128);

impl RuleSet {
    /// No rule.
    pub const EMPTY: Self = Self(0);

    /// One rule.
    #[must_use]
    pub const fn one(rule: RuleIndex) -> Self {
        Self(1 << rule.0)
    }

    /// Whether the rule is in it.
    #[must_use]
    pub const fn contains(self, rule: RuleIndex) -> bool {
        self.0 >> rule.0 & 1 == 1
    }

    /// Whether no rule is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many rules are in it.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The rules of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The rules of this that are not in `other`.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The rules of this that are in `other` as well.
    pub(crate) const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Every set of its rules, itself and the empty one included.
    pub(crate) fn subsets(self) -> impl Iterator<Item = Self> {
        let mut next = Some(self.0);
        std::iter::from_fn(move || {
            let set = next?;
            next = (set != 0).then(|| set.wrapping_sub(1) & self.0);
            Some(Self(set))
        })
    }

    /// Every set of `size` of its rules, in order.
    pub(crate) fn subsets_of(self, size: usize) -> impl Iterator<Item = Self> {
        let rules: Vec<RuleIndex> = self.iter().collect();
        let mut chosen = (size <= rules.len()).then(|| (0..size).collect::<Vec<usize>>());
        std::iter::from_fn(move || {
            let places = chosen.as_mut()?;
            let set = places.iter().map(|place| rules[*place]).collect();
            // the last place that can move on, and those behind it next to it
            let last = (0..size)
                .rev()
                .find(|at| places[*at] + size < rules.len() + at);
            match last {
                Some(at) => {
                    let first = places[at] + 1;
                    for (step, place) in places[at..].iter_mut().enumerate() {
                        *place = first + step;
                    }
                }
                None => chosen = None,
            }
            Some(set)
        })
    }

    /// Whether every rule of it is in `other`.
    #[must_use]
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The first rule.
    #[must_use]
    pub fn first(self) -> Option<RuleIndex> {
        (self.0 != 0).then(|| RuleIndex(self.0.trailing_zeros() as u8))
    }

    /// The rules in order.
    pub fn iter(self) -> impl Iterator<Item = RuleIndex> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let first = rest.first()?;
            rest.0 &= rest.0 - 1;
            Some(first)
        })
    }
}

impl FromIterator<RuleIndex> for RuleSet {
    fn from_iter<I: IntoIterator<Item = RuleIndex>>(rules: I) -> Self {
        rules
            .into_iter()
            .fold(Self::EMPTY, |set, rule| set.union(Self::one(rule)))
    }
}

//! What a search for compromises answers, and how far it may stop short.

use crate::ids::ArcId;

/// How far a [`Front`] may stop short of all compromises. The default is exact, up to
/// [`FrontLimits::MOST_LABELS`] partial paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontLimits {
    /// Leave a path out when another one in the front is at most this many per mille worse in
    /// every objective; 0 is exact.
    pub epsilon_permille: u32,
    /// Stop after so many members, in the order of the first objective.
    pub most_members: Option<usize>,
    /// Stop after so many partial paths (40 bytes each and more), or after 64 times as many comparisons
    /// of them: bounds time and memory.
    pub most_labels: Option<usize>,
}

impl FrontLimits {
    /// Partial paths unless set otherwise.
    pub const MOST_LABELS: usize = 4_000_000;
}

impl Default for FrontLimits {
    fn default() -> Self {
        Self {
            epsilon_permille: 0,
            most_members: None,
            most_labels: Some(Self::MOST_LABELS),
        }
    }
}

/// What a [`Front`] holds of all compromises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Completeness {
    /// All of them, one path for each.
    Exact,
    /// For each of them one that is at most so many per mille worse in every objective.
    Within {
        /// Per mille.
        epsilon_permille: u32,
    },
    /// A cap was hit: those with the smallest first objective only. Members are optimal all the
    /// same (within ε, if one was given).
    Capped,
}

/// One compromise: no other path is better in one objective and as good in the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compromise {
    pub(super) costs: Vec<u64>,
    pub(super) arcs: Vec<ArcId>,
}

impl Compromise {
    /// Sum by objective, in the order in which the objectives were given.
    #[must_use]
    pub fn costs(&self) -> &[u64] {
        &self.costs
    }

    /// The caller's arcs, in order of travel.
    #[must_use]
    pub fn arcs(&self) -> &[ArcId] {
        &self.arcs
    }
}

/// The compromises between two nodes, by ascending first objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Front {
    pub(super) members: Vec<Compromise>,
    pub(super) completeness: Completeness,
}

impl Front {
    /// The members, by ascending costs (first objective first).
    #[must_use]
    pub fn members(&self) -> &[Compromise] {
        &self.members
    }

    /// Whether anything was left out.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        self.completeness
    }
}

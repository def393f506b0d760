/// How many alternatives, and how different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlternativeLimits {
    /// At most so many paths, the best one included.
    pub count: usize,
    /// An alternative shares with each better one at most so many per cent of its own weight;
    /// 100 and more allows all.
    pub overlap_percent: u32,
    /// Look at no more than so many paths, in the order of their weight.
    pub considered: usize,
    /// End after the search in which so many labels are set in all (arcs of paths that are compared count
    /// as well): bounds time, whatever `count` and `considered` ask for.
    pub labels: usize,
}

impl AlternativeLimits {
    /// Labels unless set otherwise: below a second.
    pub const MOST_LABELS: usize = 5_000_000;
}

impl Default for AlternativeLimits {
    /// Three paths that share at most 70 % with each other, among the 200 best.
    fn default() -> Self {
        Self {
            count: 3,
            overlap_percent: 70,
            considered: 200,
            labels: Self::MOST_LABELS,
        }
    }
}

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
}

impl Default for AlternativeLimits {
    /// Three paths that share at most 70 % with each other, among the 200 best.
    fn default() -> Self {
        Self {
            count: 3,
            overlap_percent: 70,
            considered: 200,
        }
    }
}

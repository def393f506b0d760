use crate::rows::{MOST_BYTES, MOST_FAULTS, MOST_ROWS};

/// How much of a table of flows is read, and how many of its faults are told; what is larger is refused.
///
/// ```
/// use trade_corridor::analysis::demand::DemandLimits;
/// let mut limits = DemandLimits::default();
/// limits.rows = 1_000_000;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DemandLimits {
    /// Bytes; by default 16 MiB.
    pub bytes: u64,
    /// Rows; by default 100,000.
    pub rows: usize,
    /// Faults that are told; by default 1,000, and never fewer than one.
    pub faults: usize,
}

impl Default for DemandLimits {
    fn default() -> Self {
        Self {
            bytes: MOST_BYTES as u64,
            rows: MOST_ROWS,
            faults: MOST_FAULTS,
        }
    }
}

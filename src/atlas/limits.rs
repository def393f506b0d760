use crate::network::Faults;

/// How much of tables is read, and how many of their faults are told; what is larger is refused.
///
/// ```
/// use trade_corridor::atlas::TableLimits;
/// let mut limits = TableLimits::default();
/// limits.rows = 10_000_000;
/// limits.bytes = 2_000_000_000;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableLimits {
    /// Bytes of a file; by default 64 MiB, a hundred times the largest table of Europe and Central
    /// Asia.
    pub bytes: u64,
    /// Tables of a folder, and of texts; by default 1,000.
    pub files: usize,
    /// Bytes of the tables of a folder together; by default 256 MiB.
    pub all_bytes: u64,
    /// Rows of a file; by default a million.
    pub rows: usize,
    /// Faults that are kept and told, of all files together and of each; by default
    /// [`Faults::MOST`], and never fewer than one. A file is not read on after 10,000.
    pub faults: usize,
    /// Sources that one cell may cite; by default 100.
    pub sources: usize,
}

impl Default for TableLimits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            files: 1_000,
            all_bytes: 256 << 20,
            rows: 1_000_000,
            faults: Faults::MOST,
            sources: 100,
        }
    }
}

/// How many unknown names of one set of tables are told the nearest known one, for each of which
/// every known name is looked at.
pub(super) const SUGGESTIONS: u32 = 100;

/// After how many faults a file is not read on.
pub(super) const FAULTS_OF_A_FILE: usize = 10_000;

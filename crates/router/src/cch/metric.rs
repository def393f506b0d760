//! Weights on a hierarchy.

use super::hierarchy::{Cch, CchId};
use crate::metric::{BLOCKED, Metric};
use crate::path::QueryError;
use crate::rows::Rows;
use crate::version::Version;

/// No way; two of them add up without wrapping, and no distance reaches it.
pub(super) const FAR: u32 = u32::MAX >> 1;

/// Weights of one arc: upward and downward, for `L` metrics side by side.
pub(super) type Cell<const L: usize> = [[u32; L]; 2];

/// A metric on a [`Cch`], ready for queries.
///
/// Made by [`Cch::customise`] and its kin; it belongs to that hierarchy and
/// is refused on others.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchQuery, Graph, Metric, NodeId, Order};
///
/// let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let customised = cch.customise_perfect(&Metric::from_weights(&graph, [4, 3, 8])?)?;
/// let [a, c] = [0, 2].map(NodeId::new);
/// assert_eq!(CchQuery::new().distance(&cch, &customised, a, c)?, Some(7));
///
/// let foreign = Graph::new(3, [(0, 1), (1, 2), (2, 0)])?;
/// assert!(cch.customise(&Metric::from_weights(&foreign, [4, 3, 8])?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CchMetric {
    /// Nothing in a default value, which no hierarchy takes.
    pub(super) cch: Option<CchId>,
    /// State of the weights.
    pub(super) version: Version,
    /// State of the metric that they were last customised from.
    pub(super) source: Version,
    /// The caller's weights.
    pub(super) given: Vec<u32>,
    pub(super) weights: Vec<Cell<1>>,
    /// No path of the hierarchy weighs more than this.
    pub(super) bound: u64,
    pub(super) heaviest: u32,
    /// Whether an arc weighs nothing, so that unpacked paths may run in a circle.
    pub(super) has_zero: bool,
    pub(super) pruned: Option<Pruned>,
    /// Whether weights were refused and every arc is blocked instead.
    pub(super) refused: bool,
}

impl CchMetric {
    /// Whether [`Cch::customise_perfect`] made it: queries are about
    /// twice as fast.
    #[must_use]
    pub fn is_perfect(&self) -> bool {
        self.pruned.is_some()
    }

    /// Whether it was customised from these weights.
    pub(crate) fn is_of(&self, metric: &Metric) -> bool {
        self.source == *metric.version() || self.given == metric.raw()
    }

    pub(super) fn block_all(&mut self) {
        self.version.renew();
        self.source = Version::default();
        self.given.fill(BLOCKED);
        self.weights.fill([[FAR]; 2]);
        (self.bound, self.heaviest) = (0, 0);
        self.pruned = None;
        self.refused = true;
    }
}

impl Cch {
    /// Refuses a metric that was customised on another hierarchy.
    #[inline]
    pub(crate) fn check_metric(&self, metric: &CchMetric) -> Result<(), QueryError> {
        if metric.cch == Some(self.id) {
            return Ok(());
        }
        Err(QueryError::ForeignCustomisation)
    }
}

/// The hierarchy and the state of a metric that something was made from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    cch: CchId,
    version: Version,
}

impl Origin {
    pub(super) fn new(cch: &Cch, metric: &CchMetric) -> Self {
        Self {
            cch: cch.id,
            version: metric.version.clone(),
        }
    }

    /// Whether they are the same still.
    #[inline]
    pub(super) fn is(&self, cch: &Cch, metric: &CchMetric) -> bool {
        self.cch == cch.id && self.version == metric.version
    }
}

/// One arc of the search: an ancestor by depth, and the weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Climb {
    pub(super) depth: u32,
    pub(super) weight: u32,
}

/// The arcs that a perfect customisation leaves.
#[derive(Clone, Debug)]
pub(super) struct Pruned {
    /// By rank an upward row (`2 rank`) and a downward one (`2 rank + 1`).
    pub(super) climbs: Rows<Climb>,
    /// Arc of the hierarchy, by position in `climbs`.
    pub(super) arc: Vec<u32>,
    /// What slots are made of, in order of travel: paths unpack by reading along short lists.
    /// Slots, or with [`INPUT`] the caller's arcs.
    pub(super) parts: Rows<u32>,
}

/// Marks a caller's arc among [`Pruned::parts`]; others are slots.
pub(super) const INPUT: u32 = 1 << 31;

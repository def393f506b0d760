//! What the climbs from both kinds of ends found, kept: a question between ends that were asked for
//! before is one pass over the ancestors that they share.

use rustc_hash::FxHashMap;

use super::hierarchy::Cch;
use super::metric::{CchMetric, FAR, Origin};
use crate::graph::NONE;
use crate::ids::NodeId;
use crate::path::QueryError;

/// Distances with what was found from each end kept for the next question: hub labels, made when an
/// end is first asked for.
///
/// For questions that come back to the same few thousand ends. Labels are of one hierarchy and one
/// state of a metric; asked under another, they are forgotten and made anew. Memory is bounded: the
/// ends that were not asked for lately go first.
///
/// # Complexity
///
/// One climb per end that is new; then one addition per ancestor that both ends share. 8 bytes per
/// ancestor of an end, once as a source and once as a target.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchLabels, Graph, Metric, NodeId, Order};
///
/// let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let metric = cch.customise(&Metric::from_weights(&graph, [4, 3, 8])?)?;
/// let [a, c, none] = [0, 2, 3].map(NodeId::new);
/// let mut labels = CchLabels::with_memory(1 << 20);
/// assert_eq!(labels.distance(&cch, &metric, a, c)?, Some(7));
///
/// let cheaper = cch.customise(&Metric::from_weights(&graph, [4, 3, 5])?)?;
/// assert_eq!(labels.distance(&cch, &cheaper, a, c)?, Some(5)); // nothing stale
/// assert!(labels.distance(&cch, &metric, a, none).is_err()); // no such node
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CchLabels {
    origin: Option<Origin>,
    sources: Kept,
    targets: Kept,
    /// [`FAR`] by depth.
    tentative: Vec<u32>,
}

impl Default for CchLabels {
    /// At most [`CchLabels::DEFAULT_MEMORY`].
    fn default() -> Self {
        Self::with_memory(Self::DEFAULT_MEMORY)
    }
}

impl CchLabels {
    /// How many bytes labels take at most unless something else is asked for: 64 MiB.
    pub const DEFAULT_MEMORY: usize = 64 << 20;

    /// No labels yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No labels yet, and at most so many bytes of them, but at least those of one question.
    #[must_use]
    pub fn with_memory(bytes: usize) -> Self {
        Self {
            origin: None,
            sources: Kept::new(bytes / 2),
            targets: Kept::new(bytes / 2),
            tentative: Vec::new(),
        }
    }

    /// How many bytes the labels take at present.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.sources.bytes() + self.targets.bytes()
    }

    /// Distance from one node to another; `None` when there is no path.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metric of another hierarchy.
    pub fn distance(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<u64>, QueryError> {
        let (source, target) = (cch.rank_of(from)?, cch.rank_of(to)?);
        cch.check_metric(metric)?;
        let known = |origin: &Origin| origin.is(cch, metric);
        if !self.origin.as_ref().is_some_and(known) {
            self.sources.clear();
            self.targets.clear();
            self.tentative.clear();
            self.tentative.resize(cch.height as usize, FAR);
            self.origin = Some(Origin::new(cch, metric));
        }
        let tentative = &mut self.tentative;
        let source = self
            .sources
            .get(source, || Label::new(cch, metric, source, 0, tentative));
        let target = self
            .targets
            .get(target, || Label::new(cch, metric, target, 1, tentative));
        let shared = source.shared(target);
        let there = &source.distances[..shared];
        let back = &target.distances[..shared];
        let sums = there.iter().zip(back).map(|(there, back)| there + back);
        let best = sums.fold(FAR, u32::min);
        Ok((best < FAR).then(|| u64::from(best)))
    }
}

/// By depth: the ancestors of a node, and how far they are in one direction.
#[derive(Clone, Debug)]
struct Label {
    chain: Box<[u32]>,
    distances: Box<[u32]>,
}

impl Label {
    fn new(cch: &Cch, metric: &CchMetric, rank: u32, side: usize, tentative: &mut [u32]) -> Self {
        let levels = cch.depth[rank as usize] as usize + 1;
        let mut distances = vec![FAR; levels];
        cch.climb(metric, rank, side, tentative, |at, distance| {
            distances[cch.depth[at as usize] as usize] = distance;
            true
        });
        let above = |at: &u32| Some(cch.parent[*at as usize]).filter(|&at| at != NONE);
        let mut chain: Vec<u32> = std::iter::successors(Some(rank), above).collect();
        chain.reverse();
        Self {
            chain: chain.into(),
            distances: distances.into(),
        }
    }

    /// How many ancestors both have: those of the least depths, or none.
    fn shared(&self, other: &Self) -> usize {
        let (mut low, mut high) = (0, self.chain.len().min(other.chain.len()));
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.chain[middle] == other.chain[middle] {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn bytes(&self) -> usize {
        size_of::<(u32, Self)>() + 8 * self.chain.len()
    }
}

/// Labels by rank within a bound: when the young ones fill half of it, they become the old ones, and
/// former old ones that nobody asked for are dropped.
#[derive(Clone, Debug)]
struct Kept {
    most: usize,
    young: FxHashMap<u32, Label>,
    young_bytes: usize,
    old: FxHashMap<u32, Label>,
    old_bytes: usize,
}

impl Kept {
    fn new(most: usize) -> Self {
        Self {
            most,
            young: FxHashMap::default(),
            young_bytes: 0,
            old: FxHashMap::default(),
            old_bytes: 0,
        }
    }

    fn clear(&mut self) {
        *self = Self::new(self.most);
    }

    fn bytes(&self) -> usize {
        self.young_bytes + self.old_bytes
    }

    fn get(&mut self, rank: u32, make: impl FnOnce() -> Label) -> &Label {
        if !self.young.contains_key(&rank) {
            let label = match self.old.remove(&rank) {
                Some(label) => {
                    self.old_bytes -= label.bytes();
                    label
                }
                None => make(),
            };
            let bytes = label.bytes();
            if self.young_bytes + bytes > self.most / 2 {
                self.old = std::mem::take(&mut self.young);
                self.old_bytes = std::mem::take(&mut self.young_bytes);
            }
            self.young_bytes += bytes;
            self.young.insert(rank, label);
            if self.bytes() > self.most {
                self.old.clear();
                self.old_bytes = 0;
            }
        }
        &self.young[&rank]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{CchQuery, Graph, Metric, Order};

    proptest! {
        #[test]
        fn labels_answer_like_queries(
            arcs in prop::collection::vec((0_u32..9, 0_u32..9, 0_u32..50), 0..30),
            perfect in any::<bool>(),
            memory in prop_oneof![0_usize..2_000, Just(1 << 20)],
        ) {
            let graph = Graph::new(9, arcs.iter().map(|&(from, to, _)| (from, to))).unwrap();
            let metric = Metric::from_weights(&graph, arcs.iter().map(|arc| arc.2)).unwrap();
            let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
            let metric = if perfect {
                cch.customise_perfect(&metric).unwrap()
            } else {
                cch.customise(&metric).unwrap()
            };
            let (mut labels, mut query) = (CchLabels::with_memory(memory), CchQuery::new());
            let nodes = || (0..9).map(NodeId);
            for (from, to) in nodes().flat_map(|from| nodes().map(move |to| (from, to))) {
                let asked = query.distance(&cch, &metric, from, to).unwrap();
                prop_assert_eq!(labels.distance(&cch, &metric, from, to).unwrap(), asked);
                let one = 2 * (size_of::<(u32, Label)>() + 8 * cch.height as usize);
                prop_assert!(labels.memory() <= memory.max(one));
            }
            prop_assert!(labels.distance(&cch, &metric, NodeId(9), NodeId(0)).is_err());
        }
    }
}

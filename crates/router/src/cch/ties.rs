//! Shortest paths with the ties of Dijkstra: of several paths that weigh the same, the one that it finds.

use rustc_hash::FxHashMap;

use super::hierarchy::Cch;
use super::metric::{CchMetric, FAR, INPUT, Origin};
use crate::graph::NONE;
use crate::heap::Heap;
use crate::ids::{ArcId, NodeId};
use crate::path::{Path, QueryError, walk_back};

/// Asks a [`Cch`] for the path that [`Dijkstra::path`](crate::Dijkstra::path) finds, ties included,
/// and for every arc that lies on a shortest path.
///
/// What the arcs of the hierarchy are made of is kept from question to question, for one hierarchy
/// and one state of a metric; asked under another, it is forgotten and found anew.
///
/// # Complexity
///
/// As [`CchQuery::path`](super::CchQuery::path) over a basic metric, plus the arcs that lie on a shortest
/// path. What arcs are made of takes about 64 MiB at most, then it is forgotten.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchTies, Dijkstra, Graph, Metric, NodeId, Order};
///
/// // two ways of the same weight from A to D
/// let graph = Graph::new(4, [(0, 2), (0, 1), (1, 3), (2, 3)])?;
/// let metric = Metric::from_weights(&graph, [1, 1, 1, 1])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let customised = cch.customise_perfect(&metric)?;
/// let [a, d] = [0, 3].map(NodeId::new);
/// let mut ties = CchTies::new();
/// assert_eq!(ties.arcs(&cch, &customised, a, d)?, [0, 1, 2, 3]);
/// let path = ties.path(&cch, &customised, a, d)?;
/// assert_eq!(path, Dijkstra::new().path(&graph, &metric, a, d)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CchTies {
    /// Of which metric the parts are.
    origin: Option<Origin>,
    /// Where the parts of a slot stand.
    known: FxHashMap<u32, (u32, u32)>,
    /// Slots, and caller's arcs marked by [`INPUT`].
    parts: Vec<u32>,
    climbs: [Climb; 2],
    todo: Vec<u32>,
    seen: Vec<u32>,
    run: u32,
    arcs: Vec<ArcId>,
    local: Local,
}

/// So many parts are kept before all are forgotten.
const MOST_PARTS: usize = 8 << 20;

/// Tentative distances along the ancestors of one end.
#[derive(Clone, Debug, Default)]
struct Climb {
    /// Ranks from the end up to its root.
    chain: Vec<u32>,
    /// By depth.
    distance: Vec<u32>,
    /// By depth, whether a shortest path passes.
    passed: Vec<bool>,
}

impl Climb {
    /// Distances from (`side` 0) or to (1) the end over upward paths.
    fn run(&mut self, cch: &Cch, metric: &CchMetric, rank: u32, side: usize) {
        self.chain.clear();
        self.chain.extend(std::iter::successors(Some(rank), |at| {
            Some(cch.parent[*at as usize]).filter(|up| *up != NONE)
        }));
        let height = self.chain.len();
        self.distance.clear();
        self.distance.resize(height, FAR);
        self.passed.clear();
        self.passed.resize(height, false);
        self.distance[height - 1] = 0;
        for &at in &self.chain {
            let here = self.distance[cch.depth[at as usize] as usize];
            if here >= FAR {
                continue;
            }
            for arc in cch.row(at as usize) {
                let cell = &mut self.distance[cch.head_depth[arc] as usize];
                *cell = (*cell).min(here + metric.weights[arc][side][0]);
            }
        }
    }

    /// Collects the slots on shortest paths from the end up to where they were marked to pass.
    fn collect(&mut self, cch: &Cch, metric: &CchMetric, side: usize, slots: &mut Vec<u32>) {
        for &at in self.chain.iter().rev() {
            let depth = cch.depth[at as usize] as usize;
            let here = self.distance[depth];
            if here >= FAR {
                continue;
            }
            for arc in cch.row(at as usize) {
                let head = cch.head_depth[arc] as usize;
                if self.passed[head] && here + metric.weights[arc][side][0] == self.distance[head] {
                    self.passed[depth] = true;
                    slots.push(2 * arc as u32 + side as u32);
                }
            }
        }
    }
}

impl CchTies {
    /// Empty scratch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every arc that lies on a shortest path from one node to another, ascending; none where there is
    /// no path or both are one node. Circles that weigh nothing may be among them.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metric of another hierarchy.
    pub fn arcs(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        from: NodeId,
        to: NodeId,
    ) -> Result<&[ArcId], QueryError> {
        self.find(cch, metric, from, to)?;
        Ok(&self.arcs)
    }

    /// The path that [`Dijkstra::path`](crate::Dijkstra::path) finds; `None` when there is none.
    ///
    /// # Errors
    ///
    /// As [`CchTies::arcs`].
    pub fn path(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<Path>, QueryError> {
        let Some(distance) = self.find(cch, metric, from, to)? else {
            return Ok(None);
        };
        let arcs = self.local.path(cch, metric, &self.arcs, from.0, to.0);
        Ok(Some(Path {
            source: from,
            target: to,
            distance: u64::from(distance),
            arcs,
        }))
    }

    /// Fills `self.arcs`; the distance, if there is a path.
    fn find(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<u32>, QueryError> {
        let (from, to) = (cch.rank_of(from)?, cch.rank_of(to)?);
        cch.check_metric(metric)?;
        let known = |origin: &Origin| origin.is(cch, metric);
        if !self.origin.as_ref().is_some_and(known) || self.parts.len() > MOST_PARTS {
            self.known.clear();
            self.parts.clear();
            self.origin = Some(Origin::new(cch, metric));
        }
        self.arcs.clear();
        let [ahead, behind] = &mut self.climbs;
        ahead.run(cch, metric, from, 0);
        behind.run(cch, metric, to, 1);
        let shared = ahead.chain.iter().rev().zip(behind.chain.iter().rev());
        let shared = shared.take_while(|(one, other)| one == other).count();
        let sums = ahead.distance.iter().zip(&behind.distance).take(shared);
        let sums = sums.map(|(there, back)| there + back);
        let best = sums.clone().min().unwrap_or(FAR);
        if best >= FAR {
            return Ok(None);
        }
        for (depth, sum) in sums.enumerate() {
            if sum == best {
                ahead.passed[depth] = true;
                behind.passed[depth] = true;
            }
        }
        self.todo.clear();
        ahead.collect(cch, metric, 0, &mut self.todo);
        behind.collect(cch, metric, 1, &mut self.todo);
        self.unpack(cch, metric);
        Ok(Some(best))
    }

    /// The caller's arcs behind the slots of `self.todo`, by every way that weighs as little.
    fn unpack(&mut self, cch: &Cch, metric: &CchMetric) {
        self.seen.resize(2 * cch.tail.len(), 0);
        self.run = self.run.wrapping_add(1);
        if self.run == 0 {
            self.seen.fill(0);
            self.run = 1;
        }
        while let Some(slot) = self.todo.pop() {
            if std::mem::replace(&mut self.seen[slot as usize], self.run) == self.run {
                continue;
            }
            let (from, to) = match self.known.get(&slot) {
                Some(range) => *range,
                None => self.learn(cch, metric, slot),
            };
            for &part in &self.parts[from as usize..to as usize] {
                if part & INPUT == 0 {
                    self.todo.push(part);
                } else {
                    self.arcs.push(ArcId(part & !INPUT));
                }
            }
        }
        self.arcs.sort_unstable();
        self.arcs.dedup();
    }

    fn learn(&mut self, cch: &Cch, metric: &CchMetric, slot: u32) -> (u32, u32) {
        let (arc, side) = (slot as usize / 2, slot as usize % 2);
        let (weights, target) = (&metric.weights, metric.weights[arc][side][0]);
        let from = self.parts.len() as u32;
        let inputs = cch.inputs(cch.tail[arc]).iter().copied();
        let given = inputs.filter(|&input| {
            cch.slot[input as usize] == slot && metric.given[input as usize] == target
        });
        self.parts.extend(given.map(|input| input | INPUT));
        let parts = &mut self.parts;
        cch.each_lower_triangle(arc as u32, |low, high| {
            if weights[low as usize][1 - side][0] + weights[high as usize][side][0] == target {
                parts.push(2 * low + (1 - side as u32));
                parts.push(2 * high + side as u32);
            }
            true
        });
        let range = (from, self.parts.len() as u32);
        self.known.insert(slot, range);
        range
    }
}

/// Dijkstra over the few arcs that lie on shortest paths.
#[derive(Clone, Debug, Default)]
struct Local {
    /// Tail, arc and head, by tail and then arc.
    arcs: Vec<(u32, u32, u32)>,
    /// Distance, whether settled, and the arc that it came by.
    labels: FxHashMap<u32, (u64, bool, u32)>,
    heap: Heap,
}

impl Local {
    fn path(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        arcs: &[ArcId],
        from: u32,
        to: u32,
    ) -> Vec<ArcId> {
        self.arcs.clear();
        self.arcs.extend(arcs.iter().map(|&arc| {
            let (tail, head) = cch.ends_of(arc.0);
            (cch.node[tail as usize], arc.0, cch.node[head as usize])
        }));
        self.arcs.sort_unstable();
        self.labels.clear();
        self.heap.clear();
        self.labels.insert(from, (0, false, NONE));
        self.heap.push(0, from);
        while let Some((distance, node)) = self.heap.pop() {
            match self.labels.get_mut(&node) {
                Some((least, settled, _)) if *least == distance && !*settled => *settled = true,
                _ => continue,
            }
            if node == to {
                break;
            }
            let first = self.arcs.partition_point(|(tail, ..)| *tail < node);
            let out = self.arcs[first..].iter();
            for &(_, arc, head) in out.take_while(|(tail, ..)| *tail == node) {
                let reached = distance + u64::from(metric.given[arc as usize]);
                let label = self.labels.entry(head).or_insert((u64::MAX, false, NONE));
                if reached < label.0 {
                    *label = (reached, false, arc);
                    self.heap.push(reached, head);
                }
            }
        }
        let mut path = Vec::new();
        walk_back(to, &mut path, |at| {
            let &(_, _, arc) = self.labels.get(&at).filter(|label| label.2 != NONE)?;
            Some((ArcId(arc), cch.node[cch.ends_of(arc).0 as usize]))
        });
        path.reverse();
        path
    }
}

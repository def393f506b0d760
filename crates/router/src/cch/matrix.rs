//! Many to many: a label per end, then the best common ancestor of every pair.

use super::hierarchy::Cch;
use super::metric::{CchMetric, FAR};
use crate::graph::NONE;
use crate::ids::NodeId;
use crate::path::QueryError;
use crate::rows::Rows;

/// Targets side by side in the lanes of the processor.
const LANES: usize = 16;

/// Bytes of the labels of targets that are kept at once.
const LABELS: usize = 64 << 20;

/// How many cells a matrix has, refused before memory is taken for them.
pub(super) fn size(rows: usize, columns: usize) -> Result<usize, QueryError> {
    let most = Cch::MOST_CELLS;
    let cells = rows.checked_mul(columns).filter(|&cells| cells <= most);
    cells.ok_or(QueryError::TooManyCells {
        rows,
        columns,
        most,
    })
}

/// Distances from every source to every target.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, Graph, Metric, NodeId, Order};
///
/// let graph = Graph::new(3, [(0, 1), (1, 2)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let metric = cch.customise_perfect(&Metric::from_weights(&graph, [4, 3])?)?;
/// let [a, b, c, none] = [0, 1, 2, 9].map(NodeId::new);
/// let matrix = cch.matrix(&metric, &[a, c], &[b, c])?;
/// assert_eq!((matrix.get(0, 0), matrix.get(0, 1)), (Some(4), Some(7)));
/// assert_eq!((matrix.get(1, 0), matrix.get(1, 1)), (None, Some(0)));
/// assert!(cch.matrix(&metric, &[a], &[none]).is_err()); // no such node
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) cells: Vec<u32>,
}

impl Matrix {
    /// Number of sources.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of targets.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Distance of a cell; `None` when the target cannot be reached or there is no such cell.
    #[inline]
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<u64> {
        if row >= self.rows || column >= self.columns {
            return None;
        }
        let cell = self.cells[row * self.columns + column];
        (cell < FAR).then_some(u64::from(cell))
    }
}

/// One reached ancestor of an end.
#[derive(Clone, Copy, Debug)]
struct Entry {
    depth: u32,
    distance: u32,
}

/// Scratch for labels.
#[derive(Debug)]
struct Labels<'a> {
    cch: &'a Cch,
    metric: &'a CchMetric,
    tentative: Vec<u32>,
    exact: Vec<u32>,
    chain: Vec<u32>,
}

impl<'a> Labels<'a> {
    fn new(cch: &'a Cch, metric: &'a CchMetric) -> Self {
        let height = cch.height as usize;
        let (tentative, exact) = (vec![FAR; height], vec![FAR; height]);
        Self {
            cch,
            metric,
            tentative,
            exact,
            chain: vec![NONE; height],
        }
    }

    /// Calls `visit` from the root down with every ancestor whose tentative distance is exact:
    /// others never lie on a shortest path as its highest node.
    fn each(&mut self, rank: u32, side: usize, mut visit: impl FnMut(Entry)) {
        let bottom = self.cch.depth[rank as usize] as usize;
        self.tentative[bottom] = 0;
        let mut at = rank;
        for depth in (0..=bottom).rev() {
            self.chain[depth] = at;
            let here = self.tentative[depth];
            if here < FAR {
                self.climb(at, side, |depth, weight, tentative, _| {
                    let there = &mut tentative[depth];
                    *there = (*there).min(here + weight);
                });
            }
            at = self.cch.parent[at as usize];
        }
        for depth in 0..=bottom {
            let mut best = self.tentative[depth];
            self.climb(self.chain[depth], 1 - side, |depth, weight, _, exact| {
                best = best.min(exact[depth] + weight);
            });
            self.exact[depth] = best;
            let distance = std::mem::replace(&mut self.tentative[depth], FAR);
            if distance == best && distance < FAR {
                visit(Entry {
                    depth: depth as u32,
                    distance,
                });
            }
        }
    }

    #[inline]
    fn climb(
        &mut self,
        rank: u32,
        side: usize,
        mut visit: impl FnMut(usize, u32, &mut [u32], &[u32]),
    ) {
        if let Some(pruned) = &self.metric.pruned {
            for climb in pruned.climbs.row(2 * rank as usize + side) {
                let depth = climb.depth as usize;
                visit(depth, climb.weight, &mut self.tentative, &self.exact);
            }
        } else {
            let row = self.cch.row(rank as usize);
            let weights = &self.metric.weights[row.clone()];
            for (weight, &depth) in weights.iter().zip(&self.cch.head_depth[row]) {
                visit(
                    depth as usize,
                    weight[side][0],
                    &mut self.tentative,
                    &self.exact,
                );
            }
        }
    }
}

/// What one thread needs to compute rows.
pub(super) struct Scratch<'a> {
    labels: Labels<'a>,
    label: Vec<Entry>,
    shared: Vec<u32>,
}

impl<'a> Scratch<'a> {
    pub(super) fn new(cch: &'a Cch, metric: &'a CchMetric) -> Self {
        Self {
            labels: Labels::new(cch, metric),
            label: Vec::new(),
            shared: Vec::new(),
        }
    }
}

/// Labels of the targets, sorted by rank, in groups of [`LANES`].
pub(super) struct Targets<'t> {
    /// Ranks, and positions in the caller's list.
    sorted: &'t [(u32, u32)],
    /// By group and depth.
    groups: Rows<[u32; LANES]>,
}

impl Cch {
    /// The largest number of cells of a [`Matrix`], 4 bytes each; rows can be asked for in parts.
    pub const MOST_CELLS: usize = 1 << 27;

    /// Distances between two lists of nodes; nodes may repeat. A cell equals the single query.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node, the metric of another hierarchy, or more than
    /// [`Cch::MOST_CELLS`] cells.
    ///
    /// # Complexity
    ///
    /// One climb per node, then about 20 additions per cell, 16 cells at a time.
    pub fn matrix(
        &self,
        metric: &CchMetric,
        from: &[NodeId],
        to: &[NodeId],
    ) -> Result<Matrix, QueryError> {
        self.check_metric(metric)?;
        let size = size(from.len(), to.len())?;
        let (sources, sorted) = (self.sorted(from)?, self.sorted(to)?);
        let mut scratch = Scratch::new(self, metric);
        let mut cells = vec![FAR; size];
        for part in sorted.chunks(self.targets_at_once()) {
            let targets = self.targets(part, &mut scratch);
            for &(rank, position) in &sources {
                let row = position as usize * to.len();
                let row = &mut cells[row..row + to.len()];
                self.row_of(rank, &targets, &mut scratch, row);
            }
        }
        Ok(Matrix {
            rows: from.len(),
            columns: to.len(),
            cells,
        })
    }

    /// Computes one row of a matrix.
    pub(super) fn row_of(
        &self,
        rank: u32,
        targets: &Targets<'_>,
        scratch: &mut Scratch<'_>,
        cells: &mut [u32],
    ) {
        let Scratch {
            labels,
            label,
            shared,
        } = scratch;
        shared.resize(targets.groups.len() * LANES, 0);
        self.shared_levels(rank, targets.sorted, shared);
        label.clear();
        labels.each(rank, 0, |entry| label.push(entry));
        fill_row(label, targets, shared, cells);
    }

    /// Ranks with the caller's positions, ascending.
    pub(super) fn sorted(&self, nodes: &[NodeId]) -> Result<Vec<(u32, u32)>, QueryError> {
        let mut sorted = Vec::with_capacity(nodes.len());
        for (position, &node) in nodes.iter().enumerate() {
            sorted.push((self.rank_of(node)?, position as u32));
        }
        sorted.sort_unstable();
        Ok(sorted)
    }

    /// Targets whose labels are kept at once: 64 MiB of them, however high the hierarchy is.
    pub(super) fn targets_at_once(&self) -> usize {
        let groups = (LABELS / (4 * LANES)) / (self.height as usize).max(1);
        groups.max(1) * LANES
    }

    /// Labels of some targets of a matrix, given with their positions and sorted.
    pub(super) fn targets<'t>(
        &self,
        sorted: &'t [(u32, u32)],
        scratch: &mut Scratch<'_>,
    ) -> Targets<'t> {
        let mut targets = Targets {
            groups: Rows::with_capacity(sorted.len() / LANES + 1, 0),
            sorted,
        };
        for group in sorted.chunks(LANES) {
            let deepest = group
                .iter()
                .map(|target| self.depth[target.0 as usize])
                .max();
            let levels = deepest.unwrap_or(0) as usize + 1;
            targets.groups.extend_by(levels, [FAR; LANES]);
            let group_rows = targets.groups.open_row();
            for (lane, &(rank, _)) in group.iter().enumerate() {
                scratch.labels.each(rank, 1, |entry| {
                    group_rows[entry.depth as usize][lane] = entry.distance;
                });
            }
            targets.groups.end_row();
        }
        targets
    }

    /// Number of common ancestors of one node and every target (none in different trees).
    ///
    /// Along the targets in post-order it only falls to either side of the node.
    fn shared_levels(&self, rank: u32, targets: &[(u32, u32)], shared: &mut [u32]) {
        let split = targets.partition_point(|target| target.0 < rank);
        let mut at = rank;
        for index in split..targets.len() {
            at = self.common(at, targets[index].0);
            shared[index] = self.levels(at);
        }
        at = rank;
        for index in (0..split).rev() {
            at = self.common(at, targets[index].0);
            shared[index] = self.levels(at);
        }
    }

    fn levels(&self, rank: u32) -> u32 {
        if rank == NONE {
            0
        } else {
            self.depth[rank as usize] + 1
        }
    }

    /// Lowest ancestor of `at` that has `node` beneath it or is it.
    fn common(&self, mut at: u32, node: u32) -> u32 {
        while at != NONE && !self.is_above(at, node) {
            at = self.parent[at as usize];
        }
        at
    }

    /// Whether `node` lies in the subtree of `at`: subtrees are contiguous.
    fn is_above(&self, at: u32, node: u32) -> bool {
        node <= at && node >= self.lowest[at as usize]
    }
}

fn fill_row(label: &[Entry], targets: &Targets<'_>, shared: &[u32], cells: &mut [u32]) {
    for (group, members) in targets.sorted.chunks(LANES).enumerate() {
        let shared = &shared[group * LANES..group * LANES + members.len()];
        let all = shared.iter().copied().min().unwrap_or(0);
        let rows = targets.groups.row(group);
        let count = label.partition_point(|entry| entry.depth < all);
        let mut best = [FAR; LANES];
        for entry in &label[..count] {
            let row = &rows[entry.depth as usize];
            for lane in 0..LANES {
                best[lane] = best[lane].min(entry.distance + row[lane]);
            }
        }
        for (lane, (&(_, position), &levels)) in members.iter().zip(shared).enumerate() {
            for entry in label[count..]
                .iter()
                .take_while(|entry| entry.depth < levels)
            {
                best[lane] = best[lane].min(entry.distance + rows[entry.depth as usize][lane]);
            }
            cells[position as usize] = best[lane];
        }
    }
}

//! The same on all cores (feature `rayon`); nothing else in this crate starts a thread.

use rayon::prelude::*;

use super::error::CchError;
use super::hierarchy::Cch;
use super::matrix::{Matrix, Scratch, size};
use super::metric::{CchMetric, Cell, FAR};
use crate::graph::NONE;
use crate::ids::NodeId;
use crate::metric::Metric;
use crate::path::QueryError;

/// A subtree that one thread customises: its rows, and where its arcs begin and end.
struct Part {
    rows: std::ops::RangeInclusive<usize>,
    arcs: std::ops::Range<usize>,
}

impl Cch {
    /// As [`Cch::customise`], on all cores: subtrees do not depend on each other.
    ///
    /// # Errors
    ///
    /// As [`Cch::customise`].
    pub fn customise_parallel(&self, metric: &Metric) -> Result<CchMetric, CchError> {
        let mut customised = CchMetric::default();
        let most = (self.node.len() / (4 * rayon::current_num_threads())).max(64);
        self.customise_by(metric, &mut customised, |given, weights| {
            self.sweep_parallel(most, given, weights)
        })?;
        Ok(customised)
    }

    /// As [`Cch::matrix`], the rows on all cores.
    ///
    /// # Errors
    ///
    /// As [`Cch::matrix`].
    pub fn matrix_parallel(
        &self,
        metric: &CchMetric,
        from: &[NodeId],
        to: &[NodeId],
    ) -> Result<Matrix, QueryError> {
        self.check_metric(metric)?;
        let size = size(from.len(), to.len())?;
        let ranks = from
            .iter()
            .map(|&node| self.rank_of(node))
            .collect::<Result<Vec<_>, _>>()?;
        let sorted = self.sorted(to)?;
        let mut cells = vec![FAR; size];
        for part in sorted.chunks(self.targets_at_once()) {
            let targets = self.targets(part, &mut Scratch::new(self, metric));
            cells.par_chunks_mut(to.len()).zip(&ranks).for_each_init(
                || Scratch::new(self, metric),
                |scratch, (cells, &rank)| self.row_of(rank, &targets, scratch, cells),
            );
        }
        Ok(Matrix {
            rows: from.len(),
            columns: to.len(),
            cells,
        })
    }

    /// Subtrees of at most `most` nodes that lie in no larger such subtree, by rank.
    fn parts(&self, most: usize) -> Vec<Part> {
        let size = |at: usize| at + 1 - self.lowest[at] as usize;
        let whole = |at: usize| {
            let up = self.parent[at];
            size(at) <= most && (up == NONE || size(up as usize) > most)
        };
        let roots = (0..self.node.len()).filter(|&at| whole(at));
        let part = |root: usize| {
            let lowest = self.lowest[root] as usize;
            let arcs = self.row(lowest).start..self.row(root).end;
            Part {
                rows: lowest..=root,
                arcs,
            }
        };
        roots.map(part).collect()
    }

    fn sweep_parallel(&self, most: usize, given: &[[u32; 1]], weights: &mut [Cell<1>]) -> u32 {
        let parts = self.parts(most);
        let mut inside = vec![false; self.node.len()];
        let mut tasks = Vec::with_capacity(parts.len());
        let (mut rest, mut done) = (&mut *weights, 0);
        for part in &parts {
            inside[part.rows.clone()].fill(true);
            let (_, from) = std::mem::take(&mut rest).split_at_mut(part.arcs.start - done);
            let (own, after) = from.split_at_mut(part.arcs.len());
            (rest, done) = (after, part.arcs.end);
            tasks.push((part, own));
        }
        let heaviest = tasks
            .into_par_iter()
            .map(|(part, own)| self.sweep_rows(part.rows.clone(), part.arcs.start, given, own))
            .max()
            .unwrap_or(0);
        let top = (0..self.node.len()).filter(|&row| !inside[row]);
        heaviest.max(self.sweep_rows(top, 0, given, weights))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cch, CchQuery, Graph, Metric, NodeId, Order};

    #[test]
    fn all_cores_give_the_answers_of_one() {
        let side = 30;
        let grid = |x: u32, y: u32| y * side + x;
        let mut arcs = Vec::new();
        for y in 0..side {
            for x in 1..side {
                arcs.extend([(grid(x - 1, y), grid(x, y)), (grid(x, y), grid(x - 1, y))]);
                arcs.extend([(grid(y, x - 1), grid(y, x)), (grid(y, x), grid(y, x - 1))]);
            }
        }
        let graph = Graph::new(side * side, arcs).unwrap();
        let metric = Metric::new(&graph, |arc| (arc.0 % 11 > 0).then_some(arc.0 * 7 % 97)).unwrap();
        let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
        let one = cch.customise(&metric).unwrap();
        let mut all = one.clone();
        cch.customise_by(&metric, &mut all, |given, weights| {
            cch.sweep_parallel(20, given, weights)
        })
        .unwrap();
        assert_eq!(one.weights, all.weights);
        assert_eq!(
            cch.customise_parallel(&metric).unwrap().weights,
            one.weights
        );
        let nodes: Vec<_> = (0..graph.nodes()).step_by(7).map(NodeId).collect();
        let matrix = cch.matrix(&one, &nodes, &nodes).unwrap();
        assert_eq!(cch.matrix_parallel(&one, &nodes, &nodes).unwrap(), matrix);
        let many = cch.customise_many_parallel(&[&metric; 9]).unwrap();
        let last = cch.extract(&many, 8, &metric).unwrap();
        let [from, to] = [0, 899].map(NodeId);
        let mut query = CchQuery::new();
        let want = query.distance(&cch, &one, from, to).unwrap();
        assert_eq!(query.distance(&cch, &last, from, to).unwrap(), want);
    }
}

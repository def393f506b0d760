//! The one path to return among several that have as little of the objective.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::router::{ArcId, Graph, NodeId};

/// What decides between paths that tie, the first number first; sums along a path.
///
/// Every arc has a last number above zero, so that no circle has nothing.
pub(crate) type Rank = [u64; 4];

pub(crate) fn add(one: Rank, other: Rank) -> Rank {
    [0, 1, 2, 3].map(|at| one[at].saturating_add(other[at]))
}

/// The path of least rank over arcs that lie on shortest paths between two nodes; of equally ranked ones
/// the first by the order of their arcs, compared from the start.
///
/// Ranks are asked for only where ways part, until they all meet again.
///
/// `None` only where these arcs do not lead there.
pub(crate) fn choose(
    graph: &Graph,
    arcs: &[ArcId],
    (from, to): (NodeId, NodeId),
    rank: impl Fn(ArcId) -> Rank,
    order: impl Fn(ArcId, ArcId) -> Ordering,
) -> Option<Vec<ArcId>> {
    let mut steps = Vec::with_capacity(arcs.len());
    for &arc in arcs {
        let (tail, head) = graph.ends(arc)?;
        steps.push(Step {
            tail,
            head,
            arc,
            kept: false,
        });
    }
    steps.sort_unstable_by_key(|step| (step.tail, step.arc));
    let mut path = Vec::with_capacity(steps.len());
    let mut partings: Option<Partings> = None;
    let mut node = from;
    while node != to {
        let here = range(&steps, node);
        if let [step] = &steps[here.clone()] {
            path.push(step.arc);
            node = step.head;
        } else if here.is_empty() {
            return None;
        } else {
            let partings = partings.get_or_insert_with(|| Partings::of(&steps, to));
            let (mut parted, meet) = match partings.from(&steps, here) {
                Some((inside, meet)) => (inside, meet),
                // Ways that go round in circles weighing nothing: all that is left of them.
                None => (steps.clone(), to),
            };
            parted.sort_unstable_by_key(|step| (step.tail, step.arc));
            keep_least(&mut parted, (node, meet), &rank);
            parted.retain(|step| step.kept);
            while node != meet {
                let here = parted[range(&parted, node)].iter();
                let step = here.min_by(|one, other| order(one.arc, other.arc))?;
                path.push(step.arc);
                node = step.head;
                if path.len() > arcs.len() {
                    return None;
                }
            }
        }
        if path.len() > arcs.len() {
            return None; // only over arcs that are not those of shortest paths
        }
    }
    Some(path)
}

/// Where ways part and meet again.
struct Partings {
    /// Nodes that steps leave or lead to, ascending.
    nodes: Vec<NodeId>,
    /// By node: steps that lead to it and were not followed yet.
    ahead: Vec<u32>,
    /// By node, whether it was reached; each is once, since all ways go forward.
    met: Vec<bool>,
    to: NodeId,
}

impl Partings {
    /// Of steps by their tails.
    fn of(steps: &[Step], to: NodeId) -> Self {
        let mut nodes: Vec<NodeId> = steps.iter().map(|step| step.tail).collect();
        nodes.dedup();
        if let Err(at) = nodes.binary_search(&to) {
            nodes.insert(at, to);
        }
        let mut ahead = vec![0; nodes.len()];
        for step in steps {
            if let Ok(at) = nodes.binary_search(&step.head) {
                ahead[at] += 1;
            }
        }
        let met = vec![false; nodes.len()];
        Self {
            nodes,
            ahead,
            met,
            to,
        }
    }

    /// The steps from a node up to the first node that all ways pass, and that node; nothing where ways
    /// lead back to themselves.
    fn from(
        &mut self,
        steps: &[Step],
        here: std::ops::Range<usize>,
    ) -> Option<(Vec<Step>, NodeId)> {
        let mut inside = Vec::new();
        // Nodes that are reached and not left; of these, the ones that nothing else leads to.
        let (mut open, mut ready) = (0_usize, Vec::new());
        let mut follow = here;
        loop {
            for step in &steps[follow] {
                let head = self.nodes.binary_search(&step.head).ok()?;
                open += usize::from(!std::mem::replace(&mut self.met[head], true));
                self.ahead[head] = self.ahead[head].checked_sub(1)?;
                if self.ahead[head] == 0 {
                    ready.push(head);
                }
                inside.push(step.clone());
            }
            let next = ready.iter().position(|at| self.nodes[*at] != self.to);
            if open == 1 && ready.len() == 1 {
                return Some((inside, self.nodes[ready[0]]));
            }
            let left = self.nodes[ready.swap_remove(next?)];
            open -= 1;
            follow = range(steps, left);
        }
    }
}

/// An arc with its ends.
#[derive(Clone)]
struct Step {
    tail: NodeId,
    head: NodeId,
    arc: ArcId,
    /// Whether it lies on a path of least rank.
    kept: bool,
}

/// Where the arcs out of a node stand.
fn range(steps: &[Step], node: NodeId) -> std::ops::Range<usize> {
    let first = steps.partition_point(|step| step.tail < node);
    let more = steps[first..].iter();
    first..first + more.take_while(|step| step.tail == node).count()
}

/// Marks the arcs on paths of least rank.
fn keep_least(steps: &mut [Step], (from, to): (NodeId, NodeId), rank: &impl Fn(ArcId) -> Rank) {
    let mut nodes: Vec<NodeId> = steps.iter().map(|step| step.tail).collect();
    nodes.push(to);
    nodes.sort_unstable();
    nodes.dedup();
    let index = |node: NodeId| nodes.binary_search(&node).ok();
    let mut least: Vec<Option<Rank>> = vec![None; nodes.len()];
    let (Some(start), Some(end)) = (index(from), index(to)) else {
        return;
    };
    // arcs by which a node is reached with the least rank
    let mut reached: Vec<(usize, usize, usize)> = Vec::with_capacity(steps.len());
    least[start] = Some(Rank::default());
    let mut heap = BinaryHeap::from([Reverse((Rank::default(), start))]);
    let mut sums = vec![Rank::default(); steps.len()];
    while let Some(Reverse((sum, node))) = heap.pop() {
        if node == end {
            break;
        }
        if least[node] != Some(sum) {
            continue; // reached better since
        }
        for at in range(steps, nodes[node]) {
            let Some(head) = index(steps[at].head) else {
                continue;
            };
            sums[at] = add(sum, rank(steps[at].arc));
            if least[head].is_none_or(|known| sums[at] < known) {
                least[head] = Some(sums[at]);
                heap.push(Reverse((sums[at], head)));
            }
            reached.push((head, node, at));
        }
    }
    reached.retain(|(head, _, at)| least[*head] == Some(sums[*at]));
    reached.sort_unstable();
    let (mut todo, mut seen) = (vec![end], vec![false; nodes.len()]);
    while let Some(node) = todo.pop() {
        if std::mem::replace(&mut seen[node], true) {
            continue;
        }
        let first = reached.partition_point(|(head, ..)| *head < node);
        let into = reached[first..].iter();
        for &(_, tail, at) in into.take_while(|(head, ..)| *head == node) {
            steps[at].kept = true;
            todo.push(tail);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::router::{Dijkstra, Metric};

    /// Every path without a loop that weighs the least.
    fn all_best(
        arcs: &[(u32, u32, u32, u64)],
        (from, to): (u32, u32),
        distance: u64,
    ) -> Vec<Vec<u32>> {
        let (mut best, mut stack) = (Vec::new(), vec![(vec![from], Vec::new(), 0)]);
        while let Some((nodes, path, sum)) = stack.pop() {
            let at = nodes[nodes.len() - 1];
            if at == to {
                best.push(path);
                continue;
            }
            for (arc, (tail, head, weight, _)) in (0..).zip(arcs) {
                let sum = sum + u64::from(*weight);
                if *tail == at && sum <= distance && !nodes.contains(head) {
                    let mut longer: (Vec<u32>, Vec<u32>) = (nodes.clone(), path.clone());
                    longer.0.push(*head);
                    longer.1.push(arc);
                    stack.push((longer.0, longer.1, sum));
                }
            }
        }
        best
    }

    proptest! {
        #[test]
        fn it_is_the_best_of_all_that_tie(
            arcs in prop::collection::vec((0_u32..6, 0_u32..6, 0_u32..3, 0_u64..3), 0..24),
        ) {
            let graph = Graph::new(6, arcs.iter().map(|arc| (arc.0, arc.1))).unwrap();
            let metric = Metric::from_weights(&graph, arcs.iter().map(|arc| arc.2)).unwrap();
            let ends = (NodeId::new(0), NodeId::new(5));
            let mut tied = Vec::new();
            let weigh = |arc| metric.weight(arc);
            let found = Dijkstra::new().ties_by(&graph, ends.0, ends.1, weigh, &mut tied).unwrap();
            let plain = Dijkstra::new().distance(&graph, &metric, ends.0, ends.1).unwrap();
            prop_assert_eq!(found, plain);
            let Some(distance) = found else { return Ok(()) };
            let rank = |arc: ArcId| [arcs[arc.index()].3, 0, 0, 1];
            // names that two arcs may share
            let order = |one: ArcId, other: ArcId| (one.get() % 7, one).cmp(&(other.get() % 7, other));
            let path = choose(&graph, &tied, ends, rank, order).unwrap();
            let sum = |path: &[u32]| path.iter().fold(Rank::default(), |sum, arc| add(sum, rank(ArcId::new(*arc))));
            let names = |path: &[u32]| -> Vec<(u32, u32)> { path.iter().map(|arc| (arc % 7, *arc)).collect() };
            let all = all_best(&arcs, (0, 5), distance);
            let best = all.into_iter().min_by_key(|path| (sum(path), names(path))).unwrap();
            let path: Vec<u32> = path.into_iter().map(ArcId::get).collect();
            prop_assert_eq!(path, best);
        }
    }
}

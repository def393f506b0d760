//! The best path within limits, exact for any weight and among paths that tie.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::choice::{Rank, add};
use crate::router::{ArcId, Graph, LimitedError, NodeId};

/// A weight of an arc; nothing where it is blocked.
pub(crate) type Weigh<'a> = dyn Fn(ArcId) -> Option<u64> + 'a;

/// What a path may have of something at most.
pub(crate) struct Within<'a> {
    pub(crate) uses: &'a Weigh<'a>,
    pub(crate) most: u64,
}

/// What a path is chosen by: least weight, then least rank, then the order of arcs.
pub(crate) struct Least<'a> {
    pub(crate) weight: &'a Weigh<'a>,
    pub(crate) rank: &'a dyn Fn(ArcId) -> Rank,
    pub(crate) order: &'a dyn Fn(ArcId, ArcId) -> Ordering,
}

/// A partial path.
struct Label {
    weight: u128,
    rank: Rank,
    node: NodeId,
    /// The label before and the arc from there.
    before: Option<(u32, ArcId)>,
}

/// Weight so far and at least ahead, rank so far, label.
type Key = (u128, Rank, u32);

struct Search<'a> {
    graph: &'a Graph,
    least: &'a Least<'a>,
    limits: &'a [Within<'a>],
    /// The least that is ahead of a node, by weight and by limit.
    ahead: Vec<Option<u128>>,
    needs: Vec<Vec<Option<u128>>>,
    ceiling: Option<u64>,
    labels: Vec<Label>,
    /// What the labels use up, in rows of one number per limit.
    used: Vec<u128>,
    heap: BinaryHeap<Reverse<Key>>,
    /// Labels gone on from, by node, but for those that another one stands for.
    settled: Vec<Vec<u32>>,
    /// Labels of those lists that were looked at.
    compared: usize,
}

/// Comparisons by partial path, of which a search may take so many in all.
const COMPARISONS: usize = 64;

/// The best path between two nodes that keeps all limits; with a ceiling, one that weighs no more.
///
/// Label setting as in [`Limited`](crate::router::Limited), which is several times faster, takes 32 bits and does not regard
/// ties. Partial paths leave the queue by weight, lower bound of the way ahead included, and rank. An arc
/// raises the rank, so that all that are equal in both are in the queue when the first of them leaves it.
///
/// # Errors
/// More partial paths than a quarter of `most`, because they are larger than those of the narrow search.
pub(crate) fn best_within(
    graph: &Graph,
    least: &Least<'_>,
    limits: &[Within<'_>],
    (from, to): (NodeId, NodeId),
    ceiling: Option<u64>,
    most: usize,
) -> Result<Option<Vec<ArcId>>, LimitedError> {
    let needs = limits.iter();
    let needs = needs.map(|limit| all_to(graph, limit.uses, to, Some(limit.most)));
    let mut search = Search {
        graph,
        least,
        limits,
        ahead: all_to(graph, least.weight, to, ceiling),
        needs: needs.collect(),
        ceiling,
        labels: Vec::new(),
        used: Vec::new(),
        heap: BinaryHeap::new(),
        settled: Vec::new(),
        compared: 0,
    };
    search.settled.resize_with(graph.nodes() as usize, Vec::new);
    search.run(from, to, most)
}

/// The least sums to a node from every node that has no more than `most`; of others nothing, or some sum
/// above it.
fn all_to(graph: &Graph, weight: &Weigh<'_>, to: NodeId, most: Option<u64>) -> Vec<Option<u128>> {
    let mut least: Vec<Option<u128>> = vec![None; graph.nodes() as usize];
    let Some(end) = least.get_mut(to.index()) else {
        return least;
    };
    *end = Some(0);
    let mut heap = BinaryHeap::from([Reverse((0_u128, to))]);
    while let Some(Reverse((sum, node))) = heap.pop() {
        if most.is_some_and(|most| sum > u128::from(most)) {
            break;
        }
        if least[node.index()] != Some(sum) {
            continue; // reached better since
        }
        for arc in graph.in_arcs(node) {
            let (Some((tail, _)), Some(weight)) = (graph.ends(arc), weight(arc)) else {
                continue;
            };
            let sum = sum + u128::from(weight);
            let known = &mut least[tail.index()];
            if known.is_none_or(|known| sum < known) {
                *known = Some(sum);
                heap.push(Reverse((sum, tail)));
            }
        }
    }
    least
}

impl Search<'_> {
    fn run(
        &mut self,
        from: NodeId,
        to: NodeId,
        most: usize,
    ) -> Result<Option<Vec<ArcId>>, LimitedError> {
        let labels = most / 4;
        let start = Label {
            weight: 0,
            rank: Rank::default(),
            node: from,
            before: None,
        };
        self.enter(start, &vec![0; self.limits.len()]);
        let mut equal = Vec::new();
        while let Some(Reverse((key, rank, first))) = self.heap.pop() {
            equal.clear();
            equal.push(first);
            while let Some(Reverse((other, second, label))) = self.heap.peek()
                && (*other, second) == (key, &rank)
            {
                equal.push(*label);
                self.heap.pop();
            }
            if equal.len() > 1 {
                equal.sort_by(|one, other| self.in_order(*one, *other));
            }
            for &label in &equal {
                let node = self.labels[label as usize].node;
                if self.is_dominated(label) {
                    continue;
                }
                if node == to {
                    return Ok(Some(self.trace(label)));
                }
                self.settled[node.index()].push(label);
                self.expand(label);
                if self.labels.len() > labels || self.compared > labels.saturating_mul(COMPARISONS)
                {
                    return Err(LimitedError::TooManyLabels { most });
                }
            }
        }
        Ok(None)
    }

    fn row(&self, label: u32) -> &[u128] {
        let (at, width) = (label as usize, self.limits.len());
        &self.used[at * width..(at + 1) * width]
    }

    /// Whether one that left the queue before, and so is no worse, uses up no more of anything. Those
    /// that use up no less than this one are forgotten: it stands for them.
    fn is_dominated(&mut self, label: u32) -> bool {
        let node = self.labels[label as usize].node.index();
        let mut known = std::mem::take(&mut self.settled[node]);
        self.compared += known.len();
        let both = |known: u32| self.row(known).iter().zip(self.row(label));
        let mut rows = known.iter().map(|known| both(*known));
        let dominated = rows.any(|mut both| both.all(|(known, own)| known <= own));
        if !dominated {
            known.retain(|known| !both(*known).all(|(known, own)| known >= own));
        }
        self.settled[node] = known;
        dominated
    }

    fn expand(&mut self, label: u32) {
        let (graph, least, limits) = (self.graph, self.least, self.limits);
        let Label {
            weight, rank, node, ..
        } = self.labels[label as usize];
        let before = self.row(label).to_vec();
        let mut used = before.clone();
        'arcs: for arc in graph.out_arcs(node) {
            let (Some((_, head)), Some(more)) = (graph.ends(arc), (least.weight)(arc)) else {
                continue;
            };
            for (place, limit) in limits.iter().enumerate() {
                let Some(uses) = (limit.uses)(arc) else {
                    continue 'arcs;
                };
                used[place] = before[place] + u128::from(uses);
            }
            if self.is_beyond(weight + u128::from(more), head, &used) {
                continue;
            }
            let next = Label {
                weight: weight + u128::from(more),
                rank: add(rank, (least.rank)(arc)),
                node: head,
                before: Some((label, arc)),
            };
            self.enter(next, &used);
        }
    }

    /// Whether the end cannot be reached from there within the limits.
    fn is_beyond(&self, weight: u128, node: NodeId, used: &[u128]) -> bool {
        let Some(ahead) = self.ahead.get(node.index()).copied().flatten() else {
            return true;
        };
        let over = |ceiling: u64| weight + ahead > u128::from(ceiling);
        let kept = used.iter().zip(&self.needs).zip(self.limits);
        let mut kept = kept.map(|((used, needs), limit)| {
            needs[node.index()].is_some_and(|need| used + need <= u128::from(limit.most))
        });
        self.ceiling.is_some_and(over) || !kept.all(|kept| kept)
    }

    fn enter(&mut self, label: Label, used: &[u128]) {
        if self.is_beyond(label.weight, label.node, used) {
            return;
        }
        let ahead = self.ahead[label.node.index()].unwrap_or_default();
        let key = (label.weight + ahead, label.rank, self.labels.len() as u32);
        self.heap.push(Reverse(key));
        self.labels.push(label);
        self.used.extend_from_slice(used);
    }

    /// Two paths of as many arcs, compared arc by arc from the start.
    fn in_order(&self, one: u32, other: u32) -> Ordering {
        let (one, other) = (self.trace(one), self.trace(other));
        let steps = one.iter().zip(&other);
        let mut steps = steps.map(|(one, other)| (self.least.order)(*one, *other));
        steps
            .find(|order| order.is_ne())
            .unwrap_or_else(|| one.len().cmp(&other.len()))
    }

    fn trace(&self, label: u32) -> Vec<ArcId> {
        let mut arcs = Vec::new();
        let mut at = label;
        while let Some((before, arc)) = self.labels[at as usize].before {
            arcs.push(arc);
            at = before;
        }
        arcs.reverse();
        arcs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::router::{Limit, Limited, Metric};

    const ENDS: (NodeId, NodeId) = (NodeId::new(0), NodeId::new(7));

    proptest! {
        #[test]
        fn it_agrees_with_the_search_on_32_bits_at_any_size(
            arcs in prop::collection::vec((0_u32..8, 0_u32..8, prop::option::of(0_u32..5), 0_u32..4, 0_u64..2), 0..50),
            most in 0_u32..12,
            scale in prop::sample::select(vec![1_u64, 3_000_000_000, u64::MAX / 8]),
        ) {
            let graph = Graph::new(8, arcs.iter().map(|arc| (arc.0, arc.1))).unwrap();
            let cost = Metric::new(&graph, |arc| arcs[arc.index()].2).unwrap();
            let uses = Metric::new(&graph, |arc| Some(arcs[arc.index()].3)).unwrap();
            let limits = [Limit { uses: &uses, most }];
            let ends = ([(ENDS.0, 0)], [(ENDS.1, 0)]);
            let narrow = Limited::new().path(&graph, &cost, &limits, &ends.0, &ends.1).unwrap();
            let weight = |arc: ArcId| cost.weight(arc).map(|weight| u64::from(weight) * scale);
            let counted = |arc: ArcId| uses.weight(arc).map(|uses| u64::from(uses) * (scale / 4));
            let within = [Within { uses: &counted, most: u64::from(most) * (scale / 4) }];
            // where the unit is one, nothing is counted
            let within = if scale == 1 {
                [Within { uses: &|arc| uses.weight(arc).map(u64::from), most: most.into() }]
            } else {
                within
            };
            let rank = |arc: ArcId| [arcs[arc.index()].4, 0, 0, 1];
            let order = |one: ArcId, other: ArcId| one.cmp(&other);
            let least = Least { weight: &weight, rank: &rank, order: &order };
            let found = best_within(&graph, &least, &within, ENDS, None, Limited::MOST_LABELS).unwrap();
            let sum = |arcs: &[ArcId]| cost.sum(arcs);
            prop_assert_eq!(
                found.as_deref().and_then(sum),
                narrow.as_ref().map(|narrow| narrow.path().distance())
            );
            if let (Some(found), Some(narrow)) = (found, narrow) {
                let ranked = |arcs: &[ArcId]| arcs.iter().fold(Rank::default(), |sum, arc| add(sum, rank(*arc)));
                prop_assert!(uses.sum(&found).unwrap() <= u64::from(most));
                prop_assert!(ranked(&found) <= ranked(narrow.path().arcs()));
                let ceiling = narrow.path().distance().checked_mul(scale);
                if let Some(ceiling) = ceiling {
                    let again = best_within(&graph, &least, &within, ENDS, Some(ceiling), Limited::MOST_LABELS).unwrap();
                    prop_assert_eq!(again, Some(found));
                    let below = ceiling.checked_sub(1);
                    if let Some(below) = below {
                        prop_assert_eq!(best_within(&graph, &least, &within, ENDS, Some(below), Limited::MOST_LABELS).unwrap(), None);
                    }
                }
            }
        }
    }
}

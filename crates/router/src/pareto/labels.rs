//! The search for compromises itself: partial paths, and which of them another one covers.

use super::front::{Completeness, Compromise, Front, FrontLimits};
use crate::graph::{Graph, NONE};
use crate::heap::FourAry;
use crate::ids::{ArcId, NodeId};
use crate::metric::{BLOCKED, Metric};
use crate::path::walk_back;

/// Comparisons by partial path, of which a search may take so many in all.
const COMPARISONS: usize = 64;

#[derive(Clone, Copy, Debug)]
struct Label<const N: usize, T> {
    costs: [u64; N],
    /// What decides between paths of the same costs.
    tie: T,
    node: u32,
    /// Label before and arc from there, [`NONE`] at the source.
    before: u32,
    arc: u32,
}

/// What was expanded at the nodes.
#[derive(Clone, Debug, Default)]
pub(super) struct Fronts {
    /// Smallest second objective of an expanded label by node, for two objectives.
    least: Vec<u64>,
    /// Place of a node's list in `lists`, for three objectives.
    place: Vec<u32>,
    lists: Vec<Vec<[u64; 2]>>,
}

impl Fronts {
    /// The search itself; `ahead` gives lower bounds to the target, `None` where no compromise
    /// leads, and `further` what decides between paths of the same costs with one arc more. That
    /// never falls, so of the same costs the label taken first has least of it.
    pub(super) fn search<const N: usize, T: Copy + Ord + Default>(
        &mut self,
        graph: &Graph,
        metrics: [&Metric; N],
        (from, to): (NodeId, NodeId),
        (limits, most): (FrontLimits, &[u64; N]),
        mut ahead: impl FnMut(u32) -> Option<[u64; N]>,
        further: impl Fn(T, ArcId) -> T,
    ) -> Front {
        let mut completeness = match limits.epsilon_permille {
            0 => Completeness::Exact,
            epsilon_permille => Completeness::Within { epsilon_permille },
        };
        let mut members = Vec::new();
        self.reset(graph.nodes(), N);
        let mut labels: Vec<Label<N, T>> = Vec::new();
        // smallest sums first, lexicographically; then what decides, then the older label
        let mut queue = FourAry::default();
        let mut found: Vec<(u32, [u64; N])> = Vec::new();
        let slack = 1000 + u64::from(limits.epsilon_permille);
        let most_labels = limits.most_labels.unwrap_or(usize::MAX);
        // each comparison of three objectives, or with an ε, looks at a list
        let most_compared = most_labels.saturating_mul(COMPARISONS);
        let listed = N > 2 || slack != 1000;
        let mut compared = 0;
        if let Some(bound) = ahead(from.0) {
            labels.push(Label {
                costs: [0; N],
                tie: T::default(),
                node: from.0,
                before: NONE,
                arc: NONE,
            });
            queue.push((bound, T::default(), 0));
        }
        while let Some((sum, _, at)) = queue.pop() {
            let label = labels[at as usize];
            if listed {
                compared += found.len() + self.listed(label.node);
                if compared > most_compared {
                    completeness = Completeness::Capped;
                    break;
                }
            }
            if self.is_dominated(label.node, &label.costs) || covers(&found, &sum, slack) {
                continue;
            }
            if label.node == to.0 {
                found.push((at, label.costs));
                if limits.most_members.is_some_and(|most| found.len() >= most) {
                    if queue.first().is_some() {
                        completeness = Completeness::Capped;
                    }
                    break;
                }
                continue;
            }
            self.enter(label.node, &label.costs);
            for step in graph.out(label.node) {
                let Some(costs) = add(&label.costs, &metrics, step.arc) else {
                    continue;
                };
                let Some(bound) = ahead(step.node) else {
                    continue;
                };
                if listed {
                    compared += found.len() + self.listed(step.node);
                }
                let mut sum = bound;
                for (sum, cost) in sum.iter_mut().zip(costs) {
                    *sum = sum.saturating_add(cost);
                }
                if sum.iter().zip(most).any(|(sum, most)| sum > most)
                    || self.is_dominated(step.node, &costs)
                    || covers(&found, &sum, slack)
                {
                    continue;
                }
                let tie = further(label.tie, ArcId(step.arc));
                queue.push((sum, tie, labels.len() as u32));
                labels.push(Label {
                    costs,
                    tie,
                    node: step.node,
                    before: at,
                    arc: step.arc,
                });
            }
            if labels.len() >= most_labels.min(NONE as usize / 2) {
                completeness = Completeness::Capped;
                break;
            }
        }
        for (at, costs) in found {
            let mut arcs = Vec::new();
            walk_back(at, &mut arcs, |at| {
                let label: Label<N, T> = labels[at as usize];
                (label.before != NONE).then_some((ArcId(label.arc), label.before))
            });
            arcs.reverse();
            members.push(Compromise {
                costs: costs.to_vec(),
                arcs,
            });
        }
        Front {
            members,
            completeness,
        }
    }

    fn reset(&mut self, nodes: u32, objectives: usize) {
        if objectives == 2 {
            self.least.clear();
            self.least.resize(nodes as usize, u64::MAX);
            self.place.clear();
        } else {
            self.place.clear();
            self.place.resize(nodes as usize, NONE);
            self.lists.clear();
        }
    }

    /// Number of expanded labels that a comparison at a node looks at.
    #[inline]
    fn listed(&self, node: u32) -> usize {
        let place = self.place.get(node as usize).copied().unwrap_or(NONE);
        self.lists.get(place as usize).map_or(0, Vec::len)
    }

    /// Whether an expanded label of the node is as good in all objectives but the first, in which
    /// it is as good because it came first.
    #[inline]
    fn is_dominated<const N: usize>(&self, node: u32, costs: &[u64; N]) -> bool {
        if N == 2 {
            return self.least[node as usize] <= costs[1];
        }
        match self.lists.get(self.place[node as usize] as usize) {
            Some(list) => list
                .iter()
                .any(|known| known[0] <= costs[1] && known[1] <= costs[2]),
            None => false,
        }
    }

    fn enter<const N: usize>(&mut self, node: u32, costs: &[u64; N]) {
        if N == 2 {
            self.least[node as usize] = costs[1];
            return;
        }
        let place = &mut self.place[node as usize];
        if *place == NONE {
            *place = self.lists.len() as u32;
            self.lists.push(Vec::new());
        }
        let list = &mut self.lists[*place as usize];
        list.retain(|known| known[0] < costs[1] || known[1] < costs[2]);
        list.push([costs[1], costs[2]]);
    }
}

/// Whether a found path is at most ε worse than a lower bound, in every objective.
#[inline]
fn covers<const N: usize>(found: &[(u32, [u64; N])], sum: &[u64; N], slack: u64) -> bool {
    if slack == 1000 {
        // in lexicographic order all found paths are as good in the first objective, and of two
        // objectives the last found path has the smallest second one
        return if N == 2 {
            found.last().is_some_and(|(_, known)| known[1] <= sum[1])
        } else {
            found
                .iter()
                .any(|(_, known)| known[1..].iter().zip(&sum[1..]).all(|(a, b)| a <= b))
        };
    }
    found.iter().any(|(_, known)| {
        known
            .iter()
            .zip(sum)
            .all(|(&known, &sum)| u128::from(known) * 1000 <= u128::from(sum) * u128::from(slack))
    })
}

#[inline]
fn add<const N: usize>(costs: &[u64; N], metrics: &[&Metric; N], arc: u32) -> Option<[u64; N]> {
    let mut sums = *costs;
    for (sum, metric) in sums.iter_mut().zip(metrics) {
        let weight = metric.raw()[arc as usize];
        if weight == BLOCKED {
            return None;
        }
        *sum += u64::from(weight);
    }
    Some(sums)
}

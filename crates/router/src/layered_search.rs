//! Shortest walks through the layers of a graph without making them.

use rustc_hash::FxHashMap;

use crate::graph::{Graph, NONE};
use crate::heap::Heap;
use crate::ids::{ArcId, NodeId};
use crate::layered::{Layered, LayeredError};
use crate::metric::BLOCKED;
use crate::side::Side;

/// Searches in the product of a graph and a finite automaton, of which it makes what it comes to.
///
/// [`Layered`] is right for many questions; for one it takes longer to make than to search. This searches from
/// the target back over the graph alone first. What that finds bounds what is left to the target in any state, so
/// that of the layers little more than the best walks is looked at (A* search; Hart, Nilsson and Raphael 1968).
/// Scratch memory is used again.
///
/// # Complexity
///
/// One search over the graph, and one over the part of the layers that is no further away than the best walk;
/// of these [`Layered::MOST_ARCS`] arcs at most. 24 bytes per node and 8 per arc of the graph, 44 per node of the
/// layers that is reached.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{ArcId, Graph, LayeredError, LayeredSearch, NodeId};
///
/// // A-1-B, A-1-C, C-1-A: the way to B that uses an arc to C first goes there and back
/// let graph = Graph::new(3, [(0, 1), (0, 2), (2, 0)])?;
/// let [a, b, unknown] = [0, 1, 9].map(NodeId::new);
/// let weigh = |_: ArcId| Some(1);
/// let uses = |arc: ArcId, state: u32| Some(state | u32::from(arc == 1));
///
/// let mut search = LayeredSearch::new();
/// let ties = search.ties_by(&graph, (a, 0), (b, 1), weigh, uses)?.expect("a way");
/// assert_eq!((ties.distance(), ties.graph().nodes(), ties.graph().arcs()), (3, 4, 3));
/// let mut arcs: Vec<Option<ArcId>> = ties.graph().arc_ids().map(|arc| ties.base_arc(arc)).collect();
/// arcs.sort();
/// assert_eq!(arcs, [0, 1, 2].map(|arc| Some(ArcId::new(arc))));
///
/// assert!(search.ties_by(&graph, (a, 0), (b, 2), weigh, uses)?.is_none());
/// let refused = search.ties_by(&graph, (a, 0), (unknown, 1), weigh, uses).unwrap_err();
/// assert_eq!(refused, LayeredError::UnknownNode { node: unknown, nodes: 3 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct LayeredSearch {
    /// Over the graph, from the target.
    back: Side,
    /// By arc, the run in which its weight was asked for, and that.
    weights: Vec<(u32, u32)>,
    run: u32,
    labels: Vec<Label>,
    /// By node and state: its label.
    known: FxHashMap<(u32, u32), u32>,
    heap: Heap,
    equals: Vec<Equal>,
}

/// A node in a state, and the arc by which it was reached first with so little.
#[derive(Clone, Copy, Debug)]
struct Label {
    distance: u64,
    node: u32,
    state: u32,
    step: Step,
}

/// An arc, and the label that it leaves; [`NONE`] where a walk starts.
#[derive(Clone, Copy, Debug)]
struct Step {
    arc: u32,
    before: u32,
}

/// A step by which a label was reached as well as before.
#[derive(Clone, Copy, Debug)]
struct Equal {
    distance: u64,
    label: u32,
    step: Step,
}

/// The shortest walks between two nodes in two states: a graph of their arcs alone.
#[derive(Clone, Debug)]
pub struct LayeredTies {
    distance: u64,
    graph: Graph,
    arcs: Vec<ArcId>,
    ends: (NodeId, NodeId),
}

impl LayeredTies {
    /// What each of the walks weighs.
    #[must_use]
    pub fn distance(&self) -> u64 {
        self.distance
    }

    /// The arcs that lie on shortest walks, circles that weigh nothing among them; its nodes are nodes of the
    /// searched graph in a state.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The nodes of that graph where the walks start and end.
    #[must_use]
    pub fn ends(&self) -> (NodeId, NodeId) {
        self.ends
    }

    /// The arc of the searched graph behind an arc; `None` for an unknown one.
    #[must_use]
    pub fn base_arc(&self, arc: ArcId) -> Option<ArcId> {
        self.arcs.get(arc.index()).copied()
    }
}

impl LayeredSearch {
    /// Empty scratch; it grows to the first graph it meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every arc that lies on a shortest walk from a node in a state to a node in a state: what
    /// [`Dijkstra::ties_by`](crate::Dijkstra::ties_by) finds over a [`Layered`]. `None` where no walk leads
    /// there.
    ///
    /// Weights are asked for when the search comes to an arc, each at most once; `None` blocks an arc, and so
    /// does a weight above [`Metric::MAX_WEIGHT`](crate::Metric::MAX_WEIGHT). `next` says in which state a walk
    /// is that takes an arc in a state, `None` where it may not take it.
    ///
    /// # Errors
    ///
    /// [`LayeredError`].
    pub fn ties_by(
        &mut self,
        graph: &Graph,
        from: (NodeId, u32),
        to: (NodeId, u32),
        mut weight: impl FnMut(ArcId) -> Option<u32>,
        next: impl FnMut(ArcId, u32) -> Option<u32>,
    ) -> Result<Option<LayeredTies>, LayeredError> {
        let nodes = graph.nodes();
        if let Some(&node) = [from.0, to.0].iter().find(|node| node.0 >= nodes) {
            return Err(LayeredError::UnknownNode { node, nodes });
        }
        self.start(graph);
        let (weights, run) = (&mut self.weights[..], self.run);
        let mut weigh = |arc: u32| {
            let known = &mut weights[arc as usize];
            if known.0 != run {
                *known = (run, weight(ArcId(arc)).unwrap_or(BLOCKED));
            }
            known.1
        };
        let Some(least) = bound(&mut self.back, graph, (from.0, to.0), &mut weigh) else {
            return Ok(None);
        };
        let mut forward = Forward {
            back: &self.back,
            least,
            labels: &mut self.labels,
            known: &mut self.known,
            heap: &mut self.heap,
            equals: &mut self.equals,
        };
        match forward.run(graph, from, to, weigh, next)? {
            Some(end) => Ok(Some(self.ties(end)?)),
            None => Ok(None),
        }
    }

    fn start(&mut self, graph: &Graph) {
        self.run = self.run.wrapping_add(1);
        if self.run == 0 {
            self.weights.fill((0, BLOCKED));
            self.run = 1;
        }
        let arcs = graph.arcs() as usize;
        if self.weights.len() < arcs {
            self.weights.resize(arcs, (0, BLOCKED));
        }
        self.labels.clear();
        self.known.clear();
        self.heap.clear();
        self.equals.clear();
    }

    /// The steps that lead to a label in the end, as a graph.
    fn ties(&mut self, end: u32) -> Result<LayeredTies, LayeredError> {
        let Self { labels, equals, .. } = self;
        equals.retain(|equal| labels[equal.label as usize].distance == equal.distance);
        equals.sort_unstable_by_key(|equal| (equal.label, equal.step.arc, equal.step.before));
        // Numbered as they are found, from the end.
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        numbers.insert(end, 0);
        let (mut ends, mut arcs, mut open) = (Vec::new(), Vec::new(), vec![end]);
        let mut start = 0;
        while let Some(label) = open.pop() {
            let head = numbers[&label];
            let first = labels[label as usize].step;
            if first.before == NONE {
                start = head;
            }
            let more = equals.partition_point(|equal| equal.label < label);
            let more = equals[more..].iter();
            let more = more.take_while(|equal| equal.label == label);
            let steps = std::iter::once(first).chain(more.map(|equal| equal.step));
            for step in steps.filter(|step| step.before != NONE) {
                let fresh = numbers.len() as u32;
                let tail = *numbers.entry(step.before).or_insert_with(|| {
                    open.push(step.before);
                    fresh
                });
                ends.push((tail, head));
                arcs.push(ArcId(step.arc));
            }
        }
        Ok(LayeredTies {
            distance: labels[end as usize].distance,
            graph: Graph::new(numbers.len() as u32, ends)?,
            arcs,
            ends: (NodeId(start), NodeId(0)),
        })
    }
}

/// Searches back from the target until the start is settled: what is left from there in no state at all.
fn bound(
    back: &mut Side,
    graph: &Graph,
    (from, to): (NodeId, NodeId),
    weigh: &mut impl FnMut(u32) -> u32,
) -> Option<u64> {
    back.start(graph.nodes(), &[(to, 0)]);
    while let Some((distance, node)) = back.settle() {
        if node == from.0 {
            return Some(distance);
        }
        back.relax_by(distance, graph.into(node), &mut *weigh);
    }
    None
}

/// The search through the layers.
struct Forward<'a> {
    back: &'a Side,
    /// What is left from the start, and at least from each node that was not settled from the target.
    least: u64,
    labels: &'a mut Vec<Label>,
    known: &'a mut FxHashMap<(u32, u32), u32>,
    heap: &'a mut Heap,
    equals: &'a mut Vec<Equal>,
}

impl Forward<'_> {
    /// The label of the end, if a walk leads there.
    fn run(
        &mut self,
        graph: &Graph,
        from: (NodeId, u32),
        to: (NodeId, u32),
        mut weigh: impl FnMut(u32) -> u32,
        mut next: impl FnMut(ArcId, u32) -> Option<u32>,
    ) -> Result<Option<u32>, LayeredError> {
        let none = Step {
            arc: NONE,
            before: NONE,
        };
        self.reach((from.0.0, from.1), 0, none);
        let (mut found, mut taken): (Option<(u32, u64)>, usize) = (None, 0);
        while let Some((key, at)) = self.heap.pop() {
            // What is as far as the end may lead there over arcs that weigh nothing.
            if found.is_some_and(|(_, least)| key > least) {
                break;
            }
            let Label {
                distance,
                node,
                state,
                ..
            } = self.labels[at as usize];
            if key != distance + self.left(node) {
                continue; // reached better since
            }
            if (node, state) == (to.0.0, to.1) {
                found = Some((at, distance));
                continue;
            }
            let steps = graph.out(node);
            taken += steps.len();
            if taken > Layered::MOST_ARCS {
                let most = Layered::MOST_ARCS;
                return Err(LayeredError::TooManyArcs { most });
            }
            for step in steps {
                let weight = weigh(step.arc);
                if weight == BLOCKED {
                    continue;
                }
                if let Some(after) = next(ArcId(step.arc), state) {
                    let by = Step {
                        arc: step.arc,
                        before: at,
                    };
                    self.reach((step.node, after), distance + u64::from(weight), by);
                }
            }
        }
        Ok(found.map(|(at, _)| at))
    }

    /// What is left from a node in any state, at least: no more than over an arc and from its head.
    #[inline]
    fn left(&self, node: u32) -> u64 {
        let left = self.back.distance(node);
        left.map_or(self.least, |left| left.min(self.least))
    }

    #[inline]
    fn reach(&mut self, (node, state): (u32, u32), distance: u64, step: Step) {
        let fresh = self.labels.len() as u32;
        let label = *self.known.entry((node, state)).or_insert(fresh);
        let reached = Label {
            distance,
            node,
            state,
            step,
        };
        if label == fresh {
            self.labels.push(reached);
        } else {
            let known = &mut self.labels[label as usize];
            if distance == known.distance {
                self.equals.push(Equal {
                    distance,
                    label,
                    step,
                });
            }
            if distance >= known.distance {
                return;
            }
            *known = reached;
        }
        let left = self.left(node);
        self.heap.push(distance + left, label);
    }
}

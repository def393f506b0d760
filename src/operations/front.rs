//! The ways of a railway that no other way between the same ends is better than.
//!
//! What a haul weighs never falls when its way has more of something: its hours with the hours of its
//! links, its CO2e with theirs, its price with the kilometres (`costing/haul.rs`) and with the tolls that a
//! scenario puts on links. So the best way by any
//! objective that adds these up is among those that are not dominated, whatever is shipped. Under a rule
//! the ways left are some of those without it, and each of them is dominated by one that was kept without
//! it, so no rule lowers an optimum; and they are those of a network without the links, so that a link is
//! excluded by a rule as it is closed by a scenario.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::{Operation, Parts};
use crate::router::ArcId;

/// How many ways between two interchanges, or partial ways to one, are kept at most. Where there are more,
/// those with the least of each thing are, and [`Unresolved::Ways`](super::Unresolved::Ways) says so.
pub(super) const MOST_WAYS: usize = 64;

/// What objectives count of a move beside its metres, whatever is shipped.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measure {
    /// The mean of its minutes, not rounded.
    pub(crate) mean: f64,
    /// Minutes from the median to the 90th percentile.
    pub(crate) spread: u64,
    /// Milligrams of CO2e per tonne of goods.
    pub(crate) per_tonne: u64,
    /// Tolls that changes put on the link, in millionths: per unit, and per unit and per tonne times
    /// its metres.
    pub(crate) tolls: [u64; 3],
}

/// Metres, mean minutes as the bits of a number that is not negative, which have its order, minutes of
/// spread, milligrams per tonne, and tolls.
pub(super) type Counts = [u64; 7];

pub(super) fn add(counts: Counts, metres: u64, measure: &Measure) -> Counts {
    let [known, mean, spread, per_tonne, tolls @ ..] = counts;
    let mean = f64::from_bits(mean) + measure.mean.max(0.0);
    let [per_unit, per_km, per_tonne_km] = tolls;
    [
        known.saturating_add(metres),
        mean.to_bits(),
        spread.saturating_add(measure.spread),
        per_tonne.saturating_add(measure.per_tonne),
        per_unit.saturating_add(measure.tolls[0]),
        per_km.saturating_add(measure.tolls[1]),
        per_tonne_km.saturating_add(measure.tolls[2]),
    ]
}

pub(super) fn covers(one: &Counts, other: &Counts) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other)
}

/// A way from the start to a node.
#[derive(Clone, Copy)]
struct Label {
    counts: Counts,
    node: u32,
    /// Moves so far.
    moves: u32,
    /// The label before and the step from there.
    before: Option<(u32, u32)>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Settled,
    Dropped,
}

#[derive(Clone, Copy)]
struct Step {
    arc: ArcId,
    tail: u32,
    head: u32,
    metres: u64,
    measure: Measure,
}

/// Searches over some moves, from one node at a time.
pub(super) struct Front {
    /// In order.
    nodes: Vec<u32>,
    /// By tail, then in the order of moves, which is that of the names of links.
    steps: Vec<Step>,
    /// By node: where its steps begin.
    first: Vec<u32>,
    labels: Vec<Label>,
    /// By node: labels that none there is better than.
    here: Vec<Vec<u32>>,
    /// By what a search counts first, then by age.
    heap: BinaryHeap<Reverse<(u64, u32)>>,
    cut: bool,
}

impl Front {
    /// Over these moves, in order.
    pub(super) fn over(
        all: &[Operation],
        moves: &[ArcId],
        mut measure: impl FnMut(ArcId) -> Measure,
    ) -> Self {
        let ends = moves.iter().map(|arc| &all[arc.index()]);
        let ends = ends.flat_map(|run| [run.from.get(), run.to.get()]);
        let mut nodes: Vec<u32> = ends.collect();
        nodes.sort_unstable();
        nodes.dedup();
        let local = |node: u32| nodes.partition_point(|known| *known < node) as u32;
        let steps = moves.iter().map(|arc| {
            let run = &all[arc.index()];
            Step {
                arc: *arc,
                tail: local(run.from.get()),
                head: local(run.to.get()),
                metres: run.distance().as_metres(),
                measure: measure(*arc),
            }
        });
        let mut steps: Vec<Step> = steps.collect();
        steps.sort_by_key(|step| step.tail);
        let first = (0..=nodes.len() as u32)
            .map(|node| steps.partition_point(|step| step.tail < node) as u32)
            .collect();
        Self {
            here: vec![Vec::new(); nodes.len()],
            nodes,
            steps,
            first,
            labels: Vec::new(),
            heap: BinaryHeap::new(),
            cut: false,
        }
    }

    /// The nodes that its moves touch, in order.
    pub(super) fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    /// What a way has.
    pub(super) fn counts(&self, parts: &[ArcId]) -> Counts {
        let steps = parts.iter().filter_map(|part| {
            let mut steps = self.steps.iter();
            steps.find(|step| step.arc == *part)
        });
        rounded(steps.fold(Counts::default(), |counts, step| {
            add(counts, step.metres, &step.measure)
        }))
    }

    /// Searches from a node; false where more ways are left out than kept are bad for.
    pub(super) fn from(&mut self, node: u32) -> bool {
        self.cut = false;
        self.clear();
        let Ok(start) = self.nodes.binary_search(&node) else {
            return true;
        };
        self.start(start);
        while let Some(Reverse((_, at))) = self.heap.pop() {
            if self.labels[at as usize].state == State::Open {
                self.expand(at, Self::enter);
            }
            if self.cut {
                self.only_least(start);
                return false;
            }
        }
        true
    }

    /// Appends the ways that the last search found to a node to `parts`, the shortest first, then by what
    /// else they have, and calls `found` with what each has, its mean rounded, and where it stands.
    pub(super) fn append(
        &self,
        node: u32,
        parts: &mut Vec<ArcId>,
        mut found: impl FnMut(&Counts, Parts),
    ) {
        let Ok(node) = self.nodes.binary_search(&node) else {
            return;
        };
        let mut append = |counts: &Counts, at: u32| {
            let first = parts.len();
            let mut at = at;
            while let Some((before, step)) = self.labels[at as usize].before {
                parts.push(self.steps[step as usize].arc);
                at = before;
            }
            parts[first..].reverse();
            let (first, end) = (first as u32, parts.len() as u32);
            found(counts, Parts { first, end });
        };
        if let [only] = self.here[node][..] {
            append(&rounded(self.labels[only as usize].counts), only);
            return;
        }
        let labels = self.here[node].iter();
        let labels = labels.map(|at| (self.labels[*at as usize].counts, *at));
        let mut labels: Vec<(Counts, u32)> = labels.collect();
        labels.sort_unstable();
        let mut ways: Vec<(Counts, u32)> = Vec::with_capacity(labels.len());
        for (counts, at) in labels {
            let counts = rounded(counts);
            if !ways.iter().any(|(known, _)| covers(known, &counts)) {
                ways.retain(|(known, _)| !covers(&counts, known));
                ways.push((counts, at));
            }
        }
        for (counts, at) in ways {
            append(&counts, at);
        }
    }

    fn clear(&mut self) {
        self.labels.clear();
        self.heap.clear();
        self.here.iter_mut().for_each(Vec::clear);
    }

    fn start(&mut self, node: usize) {
        let start = Label {
            counts: Counts::default(),
            node: node as u32,
            moves: 0,
            before: None,
            state: State::Open,
        };
        self.heap.push(Reverse((0, self.labels.len() as u32)));
        self.here[node].push(self.labels.len() as u32);
        self.labels.push(start);
    }

    fn expand(&mut self, at: u32, mut enter: impl FnMut(&mut Self, Label)) {
        self.labels[at as usize].state = State::Settled;
        let label = self.labels[at as usize];
        let node = label.node as usize;
        for step in self.first[node]..self.first[node + 1] {
            let Step {
                head,
                metres,
                measure,
                ..
            } = self.steps[step as usize];
            let next = Label {
                counts: add(label.counts, metres, &measure),
                node: head,
                moves: label.moves + 1,
                before: Some((at, step)),
                state: State::Open,
            };
            enter(self, next);
        }
    }

    /// Labels leave the queue by metres: one is better than another that left it before only where both
    /// are as long, and then what was made of the other is dropped in its turn.
    fn enter(&mut self, label: Label) {
        let node = label.node as usize;
        for place in 0..self.here[node].len() {
            let known = self.here[node][place];
            let other = &self.labels[known as usize];
            if !covers(&other.counts, &label.counts) {
                continue;
            }
            // Of ways that are alike the one with fewer links, then the first by their names.
            let alike = other.counts == label.counts && other.state == State::Open;
            if alike && self.precedes(&label, other) {
                self.labels[known as usize] = label;
            }
            return;
        }
        let Self { here, labels, .. } = self;
        here[node].retain(|known| {
            let other = &mut labels[*known as usize];
            let worse = covers(&label.counts, &other.counts);
            if worse {
                other.state = State::Dropped;
            }
            !worse
        });
        self.cut |= self.here[node].len() == MOST_WAYS;
        let at = self.labels.len() as u32;
        self.here[node].push(at);
        self.heap.push(Reverse((label.counts[0], at)));
        self.labels.push(label);
    }

    fn precedes(&self, one: &Label, other: &Label) -> bool {
        let by_name = || {
            let trace = |label: &Label| {
                let (before, step) = label.before?;
                let mut steps = self.trace(before);
                steps.push(step);
                Some(steps.into_iter().map(|step| self.steps[step as usize].arc))
            };
            let (Some(one), Some(other)) = (trace(one), trace(other)) else {
                return Ordering::Equal;
            };
            one.cmp(other)
        };
        one.moves.cmp(&other.moves).then_with(by_name).is_lt()
    }

    fn trace(&self, label: u32) -> Vec<u32> {
        let mut steps = Vec::with_capacity(self.labels[label as usize].moves as usize);
        let mut at = label;
        while let Some((before, step)) = self.labels[at as usize].before {
            steps.push(step);
            at = before;
        }
        steps.reverse();
        steps
    }

    /// In place of too many ways those with the least of each thing, then of the next.
    fn only_least(&mut self, start: usize) {
        self.clear();
        let mut kept: Vec<Vec<u32>> = vec![Vec::new(); self.nodes.len()];
        for first in 0..Counts::default().len() {
            let key = |counts: Counts| {
                let mut key = counts;
                key.rotate_left(first);
                key
            };
            self.here.iter_mut().for_each(Vec::clear);
            self.start(start);
            while let Some(Reverse((_, at))) = self.heap.pop() {
                if self.labels[at as usize].state != State::Open {
                    continue;
                }
                self.expand(at, |front, label| {
                    let best = front.here[label.node as usize].first();
                    let best = best.map(|best| key(front.labels[*best as usize].counts));
                    if best.is_none_or(|best| key(label.counts) < best) {
                        let at = front.labels.len() as u32;
                        for old in front.here[label.node as usize].drain(..) {
                            front.labels[old as usize].state = State::Dropped;
                        }
                        front.here[label.node as usize].push(at);
                        front.heap.push(Reverse((label.counts[first], at)));
                        front.labels.push(label);
                    }
                });
            }
            for (kept, here) in kept.iter_mut().zip(&self.here) {
                kept.extend(here);
            }
        }
        self.here = kept;
    }
}

/// With the mean as it is rounded.
pub(super) fn rounded(counts: Counts) -> Counts {
    let mut rounded = counts;
    let mean = f64::from_bits(counts[1]).round();
    rounded[1] = mean.clamp(0.0, f64::from(u32::MAX)) as u64;
    rounded
}

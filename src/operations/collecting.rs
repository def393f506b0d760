//! The ways of a railway that collect something, none of which another one is better than.
//!
//! As in `front.rs`, with what is collected as one more thing to compare. There a way that comes to a node
//! twice is never better; here it may be, for it turned round to collect something, and no haul does so.
//! Therefore ways that come back out of a branch are left out by its components (`blocks.rs`), and of others
//! that come to a node twice the nodes are noted and the search is repeated with labels that know whether
//! they were there (decremental state space relaxation, Righini and Salani 2008), until none is left.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::blocks::Blocks;
use super::front::{Counts, MOST_WAYS, Measure, add, covers, rounded};
use super::wanted::{Collected, NOWHERE, StopsByNode, Wanted};
use super::{Operation, Parts};
use crate::router::ArcId;

/// How many nodes labels know of.
const MOST_NOTED: usize = 64;

/// A way from the start to a node.
#[derive(Clone, Copy)]
struct Label {
    counts: Counts,
    collected: Collected,
    /// Of the nodes noted, which it came to.
    been: u64,
    node: u32,
    /// The label before and the step from there.
    before: Option<(u32, u32)>,
    dropped: bool,
}

/// Whether some way comes to a node twice.
enum Repeated {
    None,
    /// One that labels know of from now on.
    Noted,
    /// One beyond what labels can know of.
    Beyond,
}

struct Step {
    arc: ArcId,
    head: u32,
    metres: u64,
    measure: Measure,
    mark: u8,
    stop: u8,
}

/// Searches over some moves, from one node at a time.
pub(super) struct Collecting<'w> {
    wanted: &'w Wanted,
    nothing: Collected,
    /// In order.
    nodes: Vec<u32>,
    /// By tail, then in the order of moves.
    steps: Vec<Step>,
    ends: Vec<(u32, u32)>,
    /// By node: where its steps begin.
    first: Vec<u32>,
    blocks: Blocks,
    /// The first of the moves.
    first_arc: usize,
    /// By arc from there on: its step.
    by_arc: Vec<u32>,
    /// How many nodes labels know of, and by node its bit.
    noted: usize,
    bits: Vec<u64>,
    labels: Vec<Label>,
    /// By node: labels that none there is better than.
    here: Vec<Vec<u32>>,
    /// By node: by which way it was looked at last, and how many steps before its end.
    seen: Vec<(u64, u32)>,
    looked: u64,
    cut: bool,
}

impl<'w> Collecting<'w> {
    /// Over these moves, in order; nothing where all ways collect the same.
    pub(super) fn over(
        all: &[Operation],
        moves: &[ArcId],
        stops: &StopsByNode,
        (wanted, marked): (&'w Wanted, &[(ArcId, u8)]),
        measure: impl Fn(ArcId) -> Measure,
    ) -> Option<Self> {
        let operation = |arc: &ArcId| &all[arc.index()];
        let mark = |arc: &ArcId| {
            let at = marked.binary_search_by_key(arc, |(arc, _)| *arc);
            at.map_or(0, |at| marked[at].1)
        };
        let alike = moves.windows(2).all(|two| mark(&two[0]) == mark(&two[1]));
        let comes_by = moves.iter().any(|arc| stops.is_asked_for(operation(arc)));
        if alike && !comes_by {
            return None;
        }
        let ends = moves.iter().map(operation);
        let ends = ends.flat_map(|run| [run.from.get(), run.to.get()]);
        let mut nodes: Vec<u32> = ends.collect();
        nodes.sort_unstable();
        nodes.dedup();
        let local = |node: u32| nodes.partition_point(|known| *known < node) as u32;
        let steps = moves.iter().map(|arc| {
            let run = operation(arc);
            let step = Step {
                arc: *arc,
                head: local(run.to.get()),
                metres: run.distance().as_metres(),
                measure: measure(*arc),
                mark: mark(arc),
                stop: stops.at(run.to),
            };
            (local(run.from.get()), step)
        });
        let mut steps: Vec<(u32, Step)> = steps.collect();
        steps.sort_by_key(|(tail, _)| *tail);
        let first = (0..=nodes.len() as u32)
            .map(|node| steps.partition_point(|(tail, _)| *tail < node) as u32)
            .collect();
        let ends: Vec<(u32, u32)> = steps
            .iter()
            .map(|(tail, step)| (*tail, step.head))
            .collect();
        let arcs = moves.iter().map(|arc| arc.index());
        let first_arc = arcs.clone().min().unwrap_or_default();
        let past = arcs.max().map_or(first_arc, |last| last + 1);
        let mut by_arc = vec![u32::MAX; past - first_arc];
        for (at, (_, step)) in (0..).zip(&steps) {
            by_arc[step.arc.index() - first_arc] = at;
        }
        Some(Self {
            wanted,
            nothing: wanted.none(),
            first_arc,
            by_arc,
            bits: vec![0; nodes.len()],
            blocks: Blocks::of(nodes.len(), &ends),
            here: vec![Vec::new(); nodes.len()],
            seen: vec![(0, 0); nodes.len()],
            looked: 0,
            nodes,
            steps: steps.into_iter().map(|(_, step)| step).collect(),
            ends,
            first,
            noted: 0,
            labels: Vec::new(),
            cut: false,
        })
    }

    /// What a way has and collects; nothing where it collects nothing.
    fn read(&self, parts: &[ArcId]) -> Option<(Counts, Collected)> {
        let steps = parts.iter().filter_map(|part| {
            let at = part.index().checked_sub(self.first_arc)?;
            self.steps.get(*self.by_arc.get(at)? as usize)
        });
        let collects = |step: &Step| step.mark != 0 || step.stop != NOWHERE;
        if !steps.clone().any(collects) {
            return None;
        }
        let mut sum = (Counts::default(), self.nothing);
        for step in steps {
            sum.0 = add(sum.0, step.metres, &step.measure);
            sum.1 = self.wanted.add(sum.1, step.mark, step.stop);
        }
        Some((rounded(sum.0), sum.1))
    }

    /// Searches from a node; false where ways may be missing because there are too many.
    pub(super) fn from(&mut self, node: u32) -> bool {
        let Ok(start) = self.nodes.binary_search(&node) else {
            self.clear();
            return true;
        };
        let open = self.blocks.away_from(start as u32, &self.ends);
        loop {
            self.search(start as u32, &open);
            if self.cut {
                break;
            }
            match self.note_repeated() {
                Repeated::Noted => {}
                Repeated::Beyond => break,
                Repeated::None => return true,
            }
        }
        let round = self.drop_repeated();
        !self.cut && !round
    }

    fn clear(&mut self) {
        self.labels.clear();
        self.here.iter_mut().for_each(Vec::clear);
        self.cut = false;
    }

    fn search(&mut self, start: u32, open: &[bool]) {
        self.clear();
        let label = Label {
            counts: Counts::default(),
            collected: self.nothing,
            been: self.bits[start as usize],
            node: start,
            before: None,
            dropped: false,
        };
        self.labels.push(label);
        self.here[start as usize].push(0);
        let mut heap = BinaryHeap::from([Reverse((0_u64, 0_u32))]);
        while let Some(Reverse((_, at))) = heap.pop() {
            let label = self.labels[at as usize];
            if label.dropped {
                continue;
            }
            let node = label.node as usize;
            for step in self.first[node]..self.first[node + 1] {
                let taken = &self.steps[step as usize];
                let bit = self.bits[taken.head as usize];
                if !open[step as usize] || taken.head == start || label.been & bit != 0 {
                    continue;
                }
                let next = Label {
                    counts: add(label.counts, taken.metres, &taken.measure),
                    collected: self.wanted.add(label.collected, taken.mark, taken.stop),
                    been: label.been | bit,
                    node: taken.head,
                    before: Some((at, step)),
                    dropped: false,
                };
                if let Some(entered) = self.enter(next) {
                    heap.push(Reverse((next.counts[0], entered)));
                }
            }
            if self.cut {
                return;
            }
        }
    }

    fn enter(&mut self, label: Label) -> Option<u32> {
        let better = |one: &Label, other: &Label| {
            covers(&one.counts, &other.counts)
                && one.collected.covers(other.collected)
                && one.been & !other.been == 0
        };
        let Self { here, labels, .. } = self;
        let here = &mut here[label.node as usize];
        if here
            .iter()
            .any(|known| better(&labels[*known as usize], &label))
        {
            return None;
        }
        here.retain(|known| {
            let other = &mut labels[*known as usize];
            other.dropped = better(&label, other);
            !other.dropped
        });
        let collects = |known: &&u32| labels[**known as usize].collected == label.collected;
        self.cut |= here.iter().filter(collects).count() >= MOST_WAYS;
        let at = labels.len() as u32;
        here.push(at);
        labels.push(label);
        Some(at)
    }

    /// The first node that a way comes to twice, the nearest pair of the two times.
    fn repeated(&mut self, at: u32) -> Option<u32> {
        let Self { labels, seen, .. } = self;
        // Of ways that collect nothing, a shorter one would be better.
        if labels[at as usize].collected == self.nothing {
            return None;
        }
        self.looked += 1;
        let mut found: Option<(u32, u32)> = None;
        let (mut at, mut steps) = (at, 0);
        loop {
            let label = &labels[at as usize];
            let here = &mut seen[label.node as usize];
            if here.0 == self.looked {
                let again = (steps - here.1, label.node);
                found = Some(found.map_or(again, |known| known.min(again)));
            }
            *here = (self.looked, steps);
            let Some((before, _)) = label.before else {
                return found.map(|(_, node)| node);
            };
            (at, steps) = (before, steps + 1);
        }
    }

    /// Notes nodes that some way comes to twice.
    fn note_repeated(&mut self) -> Repeated {
        let mut found = Vec::new();
        let here = std::mem::take(&mut self.here);
        for at in here.iter().flatten() {
            found.extend(self.repeated(*at));
        }
        self.here = here;
        if found.is_empty() {
            return Repeated::None;
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|node| self.bits[*node as usize] == 0);
        found.truncate(MOST_NOTED - self.noted);
        for node in &found {
            self.bits[*node as usize] = 1 << self.noted;
            self.noted += 1;
        }
        if found.is_empty() {
            Repeated::Beyond
        } else {
            Repeated::Noted
        }
    }

    /// Whether ways had to be dropped that come to a node twice.
    fn drop_repeated(&mut self) -> bool {
        let mut any = false;
        for node in 0..self.here.len() {
            let mut here = std::mem::take(&mut self.here[node]);
            here.retain(|at| {
                let round = self.repeated(*at).is_some();
                any |= round;
                !round
            });
            self.here[node] = here;
        }
        any
    }

    /// Appends the ways that the last search found to a node and that none of those known covers to `parts`,
    /// the shortest first, and calls `found` with where each stands.
    ///
    /// What is known are all ways that no other is better than in what they have, so that no way is looked at that
    /// collects nothing.
    pub(super) fn append<'p>(
        &self,
        node: u32,
        known: impl Iterator<Item = &'p [ArcId]>,
        parts: &mut Vec<ArcId>,
        mut found: impl FnMut(Parts),
    ) {
        let Ok(node) = self.nodes.binary_search(&node) else {
            return;
        };
        let labels = self.here[node].iter();
        let labels = labels.map(|at| (&self.labels[*at as usize], *at));
        let labels = labels.filter(|(label, _)| label.collected != self.nothing);
        let labels = labels.map(|(label, at)| (label.counts, at));
        let mut labels: Vec<(Counts, u32)> = labels.collect();
        if labels.is_empty() {
            return;
        }
        labels.sort_unstable();
        let mut known: Vec<(Counts, Collected)> =
            known.filter_map(|parts| self.read(parts)).collect();
        for (counts, at) in labels {
            let (counts, collected) = (rounded(counts), self.labels[at as usize].collected);
            let covered = known
                .iter()
                .any(|(other, all)| covers(other, &counts) && all.covers(collected));
            if covered {
                continue;
            }
            known.push((counts, collected));
            let first = parts.len();
            let mut at = at;
            while let Some((before, step)) = self.labels[at as usize].before {
                parts.push(self.steps[step as usize].arc);
                at = before;
            }
            parts[first..].reverse();
            let (first, end) = (first as u32, parts.len() as u32);
            found(Parts { first, end });
        }
    }
}

//! Smallest vertex separators by augmenting paths (Dinic on the graph with split nodes).

use super::links::Links;
use crate::graph::NONE;

/// Scratch for flows on cells.
///
/// Every node lets one unit through, sources and sinks too, so that neighbouring ends can be
/// separated. A node has two states, `2 node` (entering) and `2 node + 1` (leaving).
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// Where the unit through a node comes from; the node itself at the start of a path.
    before: Vec<u32>,
    /// Where it goes to; the node itself at the end of a path, [`NONE`] in an empty node.
    after: Vec<u32>,
    /// Steps by state, [`NONE`] where none lead.
    level: Vec<u32>,
    next: Vec<u32>,
    queue: Vec<u32>,
}

/// Where a cut puts a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    Sink,
    Cut,
}

/// What a node is to the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Source,
    Sink,
    Neither,
}

impl Flow {
    /// Pushes as many units as possible from sources to sinks; `None` when more than `most` fit.
    ///
    /// Levels count steps to the nearest sink, and every source may push along them, not only the
    /// nearest ones: few rounds do.
    pub(super) fn run(&mut self, links: &Links, ends: &[End], most: u32) -> Option<u32> {
        self.before.clear();
        self.before.resize(links.len(), NONE);
        self.after.clear();
        self.after.resize(links.len(), NONE);
        let mut total = 0;
        loop {
            self.level_back(links, ends);
            self.next.clear();
            self.next.resize(2 * links.len(), 0);
            let former = total;
            for node in 0..links.len() as u32 {
                if ends[node as usize] == End::Source && self.augment(links, ends, node) {
                    total += 1;
                    if total > most {
                        return None;
                    }
                }
            }
            if total == former {
                return Some(total);
            }
        }
    }

    /// Levels of the residual graph, counted from the sources.
    fn level_ahead(&mut self, links: &Links, ends: &[End]) {
        self.start(links);
        for node in 0..links.len() as u32 {
            if ends[node as usize] == End::Source {
                self.visit(2 * node, 0);
            }
        }
        let mut at = 0;
        while at < self.queue.len() {
            let state = self.queue[at];
            at += 1;
            let level = self.level[state as usize] + 1;
            let through = self.through(state);
            self.visit(through, level);
            if state & 1 == 1 {
                for &other in links.row(state as usize >> 1) {
                    self.visit(2 * other, level);
                }
            }
        }
    }

    /// Levels of the residual graph, counted back from the sinks.
    fn level_back(&mut self, links: &Links, ends: &[End]) {
        self.start(links);
        for node in 0..links.len() as u32 {
            if ends[node as usize] == End::Sink {
                self.visit(2 * node + 1, 0);
            }
        }
        let mut at = 0;
        while at < self.queue.len() {
            let state = self.queue[at];
            at += 1;
            let node = state >> 1;
            let level = self.level[state as usize] + 1;
            let after = self.after[node as usize];
            if state & 1 == 1 {
                if after == NONE {
                    self.visit(state - 1, level);
                } else if after != node {
                    self.visit(2 * after, level);
                }
            } else {
                if after != NONE {
                    self.visit(state + 1, level);
                }
                for &other in links.row(node as usize) {
                    self.visit(2 * other + 1, level);
                }
            }
        }
    }

    fn start(&mut self, links: &Links) {
        self.level.clear();
        self.level.resize(2 * links.len(), NONE);
        self.queue.clear();
    }

    #[inline]
    fn visit(&mut self, state: u32, level: u32) {
        if state != NONE && self.level[state as usize] == NONE {
            self.level[state as usize] = level;
            self.queue.push(state);
        }
    }

    /// The step that is not along a link of the graph: through an empty node, or back along the
    /// unit of a full one.
    #[inline]
    fn through(&self, state: u32) -> u32 {
        let node = (state >> 1) as usize;
        let full = self.after[node] != NONE;
        match (state & 1 == 0, full) {
            (true, false) => state + 1,
            (true, true) if self.before[node] != state >> 1 => 2 * self.before[node] + 1,
            (false, true) => state - 1,
            _ => NONE,
        }
    }

    /// Depth-first down the levels from one source; applies the path it finds.
    fn augment(&mut self, links: &Links, ends: &[End], source: u32) -> bool {
        self.queue.clear();
        if self.level[2 * source as usize] != NONE {
            self.queue.push(2 * source);
        }
        while let Some(&state) = self.queue.last() {
            let node = state >> 1;
            if state & 1 == 1 && ends[node as usize] == End::Sink {
                self.apply();
                return true;
            }
            let nearer = self.level[state as usize].wrapping_sub(1);
            let index = self.next[state as usize] as usize;
            let mut found = None;
            if index == 0 {
                let through = self.through(state);
                if through != NONE && self.level[through as usize] == nearer {
                    found = Some((through, 1));
                }
            }
            if found.is_none() && state & 1 == 1 {
                let rest = links.row(node as usize).get(index.saturating_sub(1)..);
                let mut rest = rest
                    .unwrap_or_default()
                    .iter()
                    .zip(index.max(1) as u32 + 1..);
                found = rest.find_map(|(&other, next)| {
                    (self.level[2 * other as usize] == nearer).then_some((2 * other, next))
                });
            }
            match found {
                Some((to, next)) => {
                    self.next[state as usize] = next;
                    self.queue.push(to);
                }
                None => {
                    self.next[state as usize] = NONE;
                    // nothing leads on from here in this round
                    self.level[state as usize] = NONE;
                    self.queue.pop();
                }
            }
        }
        false
    }

    /// Cancels what the path goes back along, then lays what it goes forward along.
    fn apply(&mut self) {
        for pair in self.queue.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if from & 1 == 0 && to >> 1 != from >> 1 {
                self.before[(from >> 1) as usize] = NONE;
                self.after[(to >> 1) as usize] = NONE;
            }
        }
        for pair in self.queue.windows(2) {
            let (from, to) = (pair[0] >> 1, pair[1] >> 1);
            if pair[0] & 1 == 1 && to != from {
                self.after[from as usize] = to;
                self.before[to as usize] = from;
            }
        }
        if let (Some(&first), Some(&last)) = (self.queue.first(), self.queue.last()) {
            self.before[(first >> 1) as usize] = first >> 1;
            self.after[(last >> 1) as usize] = last >> 1;
        }
    }

    /// After a run: the smallest cut next to the sources.
    pub(super) fn source_cut(&mut self, links: &Links, ends: &[End], sides: &mut Vec<Side>) {
        self.level_ahead(links, ends);
        sides.clear();
        sides.extend((0..links.len()).map(|node| {
            match (
                self.level[2 * node] != NONE,
                self.level[2 * node + 1] != NONE,
            ) {
                (_, true) => Side::Source,
                (true, false) => Side::Cut,
                (false, false) => Side::Sink,
            }
        }));
    }

    /// After a run: the smallest cut next to the sinks.
    pub(super) fn sink_cut(&mut self, links: &Links, ends: &[End], sides: &mut Vec<Side>) {
        self.level_back(links, ends);
        sides.clear();
        sides.extend((0..links.len()).map(|node| {
            match (
                self.level[2 * node] != NONE,
                self.level[2 * node + 1] != NONE,
            ) {
                (true, _) => Side::Sink,
                (false, true) => Side::Cut,
                (false, false) => Side::Source,
            }
        }));
    }
}

//! Greedy elimination: remove the node with the fewest neighbours, join those into a clique.

use std::collections::BTreeMap;

use super::links::Links;

/// Neighbour lists that grow, all in one pool.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: u32,
    len: u32,
    room: u32,
}

/// The graph while nodes are being eliminated.
#[derive(Debug)]
pub(super) struct Elimination {
    pool: Vec<u32>,
    spans: Vec<Span>,
    level: Vec<u32>,
    stamp: Vec<u32>,
    token: u32,
    gone: Vec<bool>,
    /// Eliminated nodes in their order.
    pub(super) order: Vec<u32>,
    neighbours: Vec<u32>,
    /// Neighbours that the pool may hold: beyond it the rest is ordered as it stands.
    most: usize,
}

/// Neighbours in the pool by neighbour of the graph, and those that any graph may take. Road networks end
/// with below three; where a core fills in, as of a random graph, any order of it is about as good.
const ROOM: (usize, usize) = (16, 1 << 24);

impl Elimination {
    pub(super) fn new(links: &Links) -> Self {
        let nodes = links.len();
        let mut pool = Vec::with_capacity(links.items().len() * 2);
        let mut spans = Vec::with_capacity(nodes);
        for node in 0..nodes {
            let row = links.row(node);
            let start = pool.len() as u32;
            let len = row.len() as u32;
            pool.extend_from_slice(row);
            spans.push(Span {
                start,
                len,
                room: len,
            });
        }
        Self {
            pool,
            spans,
            level: vec![0; nodes],
            stamp: vec![0; nodes],
            token: 0,
            gone: vec![false; nodes],
            order: Vec::with_capacity(nodes),
            neighbours: Vec::new(),
            most: (links.items().len().saturating_mul(ROOM.0))
                .max(ROOM.1)
                .min(u32::MAX as usize / 4),
        }
    }

    pub(super) fn of_node(&self, node: u32) -> &[u32] {
        let span = self.spans[node as usize];
        &self.pool[span.start as usize..(span.start + span.len) as usize]
    }

    pub(super) fn is_gone(&self, node: u32) -> bool {
        self.gone[node as usize]
    }

    #[inline]
    fn key(&self, node: u32, class: &[u32]) -> u64 {
        let class = class
            .get(node as usize)
            .map_or(0, |&class| u64::from(class));
        let degree = u64::from(self.spans[node as usize].len);
        let level = u64::from(self.level[node as usize].min(0xffff));
        class << 48 | degree << 16 | level
    }

    /// Eliminates nodes by class, then degree, then level, of equals the one that became so last,
    /// while the degree is at most `most`.
    pub(super) fn run(&mut self, class: &[u32], most: u32) {
        let nodes = self.spans.len();
        let mut queued = vec![u64::MAX; nodes];
        let mut queue = Queue::default();
        let mut left = 0;
        for node in (0..nodes as u32).rev() {
            if !self.gone[node as usize] {
                left += 1;
                let key = self.key(node, class);
                queued[node as usize] = key;
                queue.push(key, node);
            }
        }
        while let Some((key, node)) = queue.pop() {
            let at = node as usize;
            if self.gone[at] || queued[at] != key {
                continue;
            }
            let now = self.key(node, class);
            if now > key {
                queued[at] = now;
                queue.push(now, node);
                continue;
            }
            let degree = self.spans[at].len;
            if degree > most {
                break;
            }
            let fill = (degree as usize).saturating_mul(degree as usize);
            if self.pool.len().saturating_add(fill.saturating_mul(3)) > self.most {
                self.append_rest(class);
                break;
            }
            self.eliminate(node);
            left -= 1;
            if degree == left && class.is_empty() {
                // a clique remains: any order of it is as good as another
                let mut rest = std::mem::take(&mut self.neighbours);
                rest.sort_unstable();
                for &other in &rest {
                    self.gone[other as usize] = true;
                }
                self.order.append(&mut rest);
                break;
            }
            for index in 0..self.neighbours.len() {
                let other = self.neighbours[index];
                let key = self.key(other, class);
                if key < queued[other as usize] {
                    queued[other as usize] = key;
                    queue.push(key, other);
                }
            }
        }
    }

    /// Takes all that are left as eliminated, by class, degree and level as they stand.
    fn append_rest(&mut self, class: &[u32]) {
        let left = (0..self.spans.len() as u32).filter(|&node| !self.is_gone(node));
        let mut rest: Vec<(u64, u32)> = left.map(|node| (self.key(node, class), node)).collect();
        rest.sort_unstable();
        for (_, node) in rest {
            self.gone[node as usize] = true;
            self.order.push(node);
        }
    }

    /// Removes a node and joins its neighbours, which are left in `self.neighbours`.
    fn eliminate(&mut self, node: u32) {
        let mut neighbours = std::mem::take(&mut self.neighbours);
        neighbours.clear();
        neighbours.extend_from_slice(self.of_node(node));
        self.gone[node as usize] = true;
        self.order.push(node);
        let above = self.level[node as usize] + 1;
        for &other in &neighbours {
            let level = &mut self.level[other as usize];
            *level = (*level).max(above);
        }
        if let [a, b] = neighbours[..] {
            self.replace(a, node, b);
            self.replace(b, node, a);
        } else {
            for &other in &neighbours {
                self.join(other, node, &neighbours);
            }
        }
        self.neighbours = neighbours;
    }

    /// `old` leaves the row of `node` and `new` takes its seat, unless it has one.
    fn replace(&mut self, node: u32, old: u32, new: u32) {
        let span = &mut self.spans[node as usize];
        let row = &mut self.pool[span.start as usize..(span.start + span.len) as usize];
        let known = row.contains(&new);
        let Some(seat) = row.iter().position(|&other| other == old) else {
            return;
        };
        if known {
            row[seat] = row[row.len() - 1];
            span.len -= 1;
        } else {
            row[seat] = new;
        }
    }

    fn join(&mut self, node: u32, old: u32, neighbours: &[u32]) {
        self.token = self.token.wrapping_add(1);
        if self.token == 0 {
            self.stamp.fill(0);
            self.token = 1;
        }
        let token = self.token;
        let span = self.spans[node as usize];
        let row = &mut self.pool[span.start as usize..(span.start + span.len) as usize];
        let mut seat = 0;
        for (at, &other) in row.iter().enumerate() {
            self.stamp[other as usize] = token;
            if other == old {
                seat = at;
            }
        }
        row[seat] = row[row.len() - 1];
        let len = span.len - 1;
        self.stamp[node as usize] = token;
        let fresh = neighbours
            .iter()
            .filter(|&&other| self.stamp[other as usize] != token)
            .count() as u32;
        let mut span = Span { len, ..span };
        if len + fresh > span.room {
            let room = (len + fresh) * 3 / 2;
            let start = self.pool.len() as u32;
            let from = span.start as usize;
            self.pool.extend_from_within(from..from + len as usize);
            self.pool.resize((start + room) as usize, 0);
            span = Span { start, len, room };
        }
        for &other in neighbours {
            if self.stamp[other as usize] != token {
                self.pool[(span.start + span.len) as usize] = other;
                span.len += 1;
            }
        }
        self.spans[node as usize] = span;
    }
}

/// Smallest key first; of equal keys the last one in, which is likely to be still in the cache.
#[derive(Debug, Default)]
struct Queue {
    keys: BTreeMap<u64, Vec<u32>>,
}

impl Queue {
    fn push(&mut self, key: u64, node: u32) {
        self.keys.entry(key).or_default().push(node);
    }

    fn pop(&mut self) -> Option<(u64, u32)> {
        loop {
            let mut first = self.keys.first_entry()?;
            if let Some(node) = first.get_mut().pop() {
                return Some((*first.key(), node));
            }
            first.remove();
        }
    }
}

//! How paths begin, shared where they begin alike.

use crate::ids::ArcId;

/// The arcs that go on from a beginning, ascending, each with the beginning that it makes.
type Next = Vec<(ArcId, u32)>;

/// Paths as a tree of their beginnings.
#[derive(Debug)]
pub(crate) struct Prefixes {
    /// By beginning; the first is the empty one.
    next: Vec<Next>,
    paths: usize,
}

impl Default for Prefixes {
    fn default() -> Self {
        Self {
            next: vec![Next::new()],
            paths: 0,
        }
    }
}

/// Where an arc stands among those that go on, or would stand.
pub(crate) fn position(next: &[(ArcId, u32)], arc: ArcId) -> Result<usize, usize> {
    next.binary_search_by_key(&arc, |&(known, _)| known)
}

impl Prefixes {
    /// Number of paths.
    pub(crate) fn len(&self) -> usize {
        self.paths
    }

    pub(crate) fn enter(&mut self, path: &[ArcId]) {
        self.paths += 1;
        let mut at = 0;
        for &arc in path {
            at = match position(&self.next[at], arc) {
                Ok(known) => self.next[at][known].1 as usize,
                Err(place) => {
                    let fresh = self.next.len();
                    self.next[at].insert(place, (arc, fresh as u32));
                    self.next.push(Next::new());
                    fresh
                }
            };
        }
    }

    /// By position along a path that was entered, the arcs by which paths go on that begin alike.
    pub(crate) fn along<'p>(
        &'p self,
        path: &'p [ArcId],
    ) -> impl Iterator<Item = &'p [(ArcId, u32)]> + 'p {
        let mut at = Some(0);
        path.iter().map_while(move |&arc| {
            let next = self.next.get(at?)?.as_slice();
            at = position(next, arc).ok().map(|known| next[known].1 as usize);
            Some(next)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_from_each_beginning() {
        let mut seen = Prefixes::default();
        let path = |arcs: &[u32]| -> Vec<ArcId> { arcs.iter().copied().map(ArcId).collect() };
        for arcs in [&[3, 1, 4][..], &[3, 1, 5], &[2], &[3, 0, 4]] {
            seen.enter(&path(arcs));
        }
        let next = |arcs: &[u32]| -> Vec<Vec<u32>> {
            let arcs = path(arcs);
            let along = seen.along(&arcs);
            let numbers = along.map(|next| next.iter().map(|(arc, _)| arc.0).collect());
            numbers.collect()
        };
        assert_eq!(seen.len(), 4);
        assert_eq!(next(&[3, 1, 4]), [vec![2, 3], vec![0, 1], vec![4, 5]]);
        assert_eq!(next(&[3, 0, 4]), [vec![2, 3], vec![0, 1], vec![4]]);
    }
}

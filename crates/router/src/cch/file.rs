//! A hierarchy on disk.

use std::io::{Read, Write};

use super::hierarchy::{Cch, MOST_ARCS};
use super::structure::contract;
use crate::file::{Body, FileKind, LARGEST, LoadError, load, save};
use crate::graph::{GraphId, NONE};
use crate::order::Order;

impl Cch {
    /// Writes the hierarchy: the caller's arcs, the order and the shortcuts.
    ///
    /// # Errors
    ///
    /// As the writer.
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{Cch, Graph, LoadError, Order};
    ///
    /// let graph = Graph::new(2, [(0, 1)])?;
    /// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
    /// let mut file = Vec::new();
    /// cch.save(&mut file)?;
    /// assert_eq!(Cch::load(&file[..])?.arcs(), cch.arcs());
    ///
    /// file[40] ^= 1;
    /// assert!(matches!(Cch::load(&file[..]), Err(LoadError::Checksum { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self, writer: impl Write) -> std::io::Result<()> {
        let mut ends = Vec::with_capacity(2 * self.slot.len());
        let mut loops = self.loops.iter();
        for &slot in &self.slot {
            if slot == NONE {
                ends.extend(loops.next().into_iter().flat_map(|&node| [node; 2]));
                continue;
            }
            let (low, high) = (
                self.tail[slot as usize / 2],
                self.heads()[slot as usize / 2],
            );
            let (from, to) = if slot & 1 == 0 {
                (low, high)
            } else {
                (high, low)
            };
            ends.extend([from, to].map(|rank| self.node[rank as usize]));
        }
        save(
            writer,
            FileKind::Hierarchy,
            &[&self.node, &ends, self.heads()],
        )
    }

    /// Reads what [`Cch::save`] wrote.
    ///
    /// # Errors
    ///
    /// [`LoadError`] for a file that is damaged, foreign, of another kind or of another version, or longer
    /// than 1 GiB; files of release 0.1 are refused by their version before anything else is read.
    ///
    /// # Complexity
    ///
    /// Memory in proportion to what the reader really holds, whatever its header says.
    pub fn load(reader: impl Read) -> Result<Self, LoadError> {
        Self::load_within(reader, LARGEST)
    }

    /// Reads like [`Cch::load`] a file of at most so many bytes behind its header.
    ///
    /// # Errors
    ///
    /// As [`Cch::load`].
    pub fn load_within(reader: impl Read, most: u64) -> Result<Self, LoadError> {
        let bytes = load(reader, FileKind::Hierarchy, most)?;
        let mut body = Body::new(&bytes);
        let (order, ends, head) = (body.words()?, body.words()?, body.words()?);
        body.end()?;
        let damaged = |what| LoadError::Content { what };
        let order =
            Order::from_raw(order).map_err(|_| damaged("the order is not a permutation"))?;
        let nodes = order.raw().len() as u32;
        if !ends.len().is_multiple_of(2) || ends.iter().any(|&end| end >= nodes) {
            return Err(damaged("an arc has no end"));
        }
        let ends: Vec<_> = ends
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect();
        if head.len() > MOST_ARCS as usize || ends.len() > 2 * MOST_ARCS as usize {
            return Err(damaged("more arcs than a hierarchy can have"));
        }
        let shape = contract(order.raw(), &ends, head.len() as u32)
            .filter(|shape| shape.up.items() == head)
            .ok_or(damaged("the shortcuts are not those of the order"))?;
        let graph = GraphId::of(nodes, &ends);
        Ok(Self::with_shape(shape, graph, &ends))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{CchQuery, Dijkstra, Graph, Metric, NodeId, Order};

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        /// With a right checksum, arrays from anywhere: an error, or a hierarchy of these arcs.
        #[test]
        fn arrays_from_anywhere_are_an_error_or_a_hierarchy(
            order in prop_oneof![
                3 => Just((0..6).collect::<Vec<u32>>()).prop_shuffle(),
                1 => prop::collection::vec(0_u32..7, 0..8),
            ],
            ends in prop::collection::vec(0_u32..7, 0..14),
            noise in prop::collection::vec(any::<u32>(), 0..6),
            keep in any::<bool>(),
        ) {
            let arcs: Vec<_> = ends.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            let built = Graph::new(order.len() as u32, arcs.iter().copied()).ok().zip(
                Order::from_raw(order.clone()).ok(),
            );
            let built = built.map(|(graph, order)| (Cch::new(&graph, &order).unwrap(), graph));
            let head = match &built {
                Some((cch, _)) if keep => cch.heads().to_vec(),
                _ => noise,
            };
            let nodes = built.as_ref().map_or(&order, |(cch, _)| &cch.node);
            let mut file = Vec::new();
            save(&mut file, FileKind::Hierarchy, &[nodes, &ends, &head]).unwrap();
            let loaded = Cch::load(&file[..]);
            let whole = ends.len() % 2 == 0;
            match (&loaded, &built) {
                (Ok(loaded), Some((cch, graph))) => {
                    prop_assert!(whole && loaded.heads() == cch.heads());
                    let metric = Metric::new(graph, |arc| Some(arc.0 % 3)).unwrap();
                    let customised = loaded.customise_perfect(&metric).unwrap();
                    let (mut query, mut dijkstra) = (CchQuery::new(), Dijkstra::new());
                    for from in (0..graph.nodes()).map(NodeId) {
                        for to in (0..graph.nodes()).map(NodeId) {
                            let want = dijkstra.distance(graph, &metric, from, to).unwrap();
                            let found = query.distance(loaded, &customised, from, to).unwrap();
                            prop_assert_eq!(found, want);
                        }
                    }
                }
                (Ok(_), None) => prop_assert!(false, "no graph of these arrays"),
                (Err(LoadError::Content { .. }), _) => prop_assert!(!(keep && whole && built.is_some())),
                (Err(other), _) => prop_assert!(false, "{other}"),
            }
        }
    }
}

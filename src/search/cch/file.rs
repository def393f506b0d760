//! A hierarchy on disk.

use std::io::{Read, Write};

use super::{Cch, NONE, structure};
use crate::search::file::{Body, HIERARCHY, LoadError, load, save};

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
    /// use trade_corridor::search::{Cch, Graph, LoadError, Order};
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
        for &slot in &self.slot {
            // which node a loop is at does not matter: it shortens no path
            let (low, high) = match slot {
                NONE => (0, 0),
                slot => (self.tail[slot as usize / 2], self.head[slot as usize / 2]),
            };
            let (from, to) = if slot & 1 == 0 {
                (low, high)
            } else {
                (high, low)
            };
            ends.extend([from, to].map(|rank| self.node.get(rank as usize).copied().unwrap_or(0)));
        }
        save(writer, HIERARCHY, &[&self.node, &ends, &self.head])
    }

    /// Reads what [`Cch::save`] wrote.
    ///
    /// # Errors
    ///
    /// [`LoadError`] for a file that is damaged, foreign, of another kind or a newer version.
    ///
    /// # Complexity
    ///
    /// Memory in proportion to what the reader really holds, whatever its header says.
    pub fn load(reader: impl Read) -> Result<Self, LoadError> {
        let bytes = load(reader, HIERARCHY)?;
        let mut body = Body::new(&bytes);
        let (order, ends, head) = (body.words()?, body.words()?, body.words()?);
        body.end()?;
        let damaged = |what| LoadError::Content { what };
        let order = crate::search::Order::from_nodes(order)
            .map_err(|_| damaged("the order is not a permutation"))?;
        let nodes = order.nodes().len() as u32;
        if !ends.len().is_multiple_of(2) || ends.iter().any(|&end| end >= nodes) {
            return Err(damaged("an arc has no end"));
        }
        let ends: Vec<_> = ends
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect();
        let shape = structure::contract(order.nodes(), &ends, head.len() as u32)
            .filter(|shape| shape.head == head)
            .ok_or(damaged("the shortcuts are not those of the order"))?;
        Ok(Self::with_shape(shape, &ends))
    }
}

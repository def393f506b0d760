//! Names of nodes and arcs.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The name of a number.
            #[inline]
            #[must_use]
            pub const fn new(number: u32) -> Self {
                Self(number)
            }

            /// Its number.
            #[inline]
            #[must_use]
            pub const fn get(self) -> u32 {
                self.0
            }

            /// Its number, to index with.
            #[inline]
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        /// The number alone.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        /// Whether it has this number.
        impl PartialEq<u32> for $name {
            fn eq(&self, number: &u32) -> bool {
                self.0 == *number
            }
        }
    };
}

id! {
    /// A node of a [`Graph`](crate::Graph): `0..graph.nodes()`.
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{Graph, NodeId};
    ///
    /// let graph = Graph::new(2, [(0, 1)])?;
    /// let [tail, head] = [0, 1].map(NodeId::new);
    /// assert_eq!(graph.all_ends().collect::<Vec<_>>(), [(tail, head)]);
    /// assert_eq!(head.to_string(), "1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    NodeId
}

id! {
    /// An arc of a [`Graph`](crate::Graph), by its position in the input: `0..graph.arcs()`.
    ///
    /// It is no node, and cannot be given for one:
    ///
    /// ```compile_fail
    /// use trade_corridor_router::{ArcId, Graph};
    ///
    /// let graph = Graph::new(2, [(0, 1)]).unwrap();
    /// graph.out_arcs(ArcId::new(0));
    /// ```
    ArcId
}

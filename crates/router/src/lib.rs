//! Shortest paths on integers; knows no freight word.
//!
//! A [`Graph`] holds the topology, a [`Metric`] one weight per arc (or none: blocked), and a query
//! object the scratch memory that is used again from question to question:
//!
//! ```
//! use trade_corridor_router::{Dijkstra, Graph, Metric};
//!
//! // A-4-B, B-3-C and a dearer direct arc A-8-C
//! let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
//! let metric = Metric::from_weights(&graph, [4, 3, 8])?;
//! let mut dijkstra = Dijkstra::new();
//!
//! let path = dijkstra.path(&graph, &metric, 0, 2)?.expect("C is reachable from A");
//! assert_eq!((path.distance(), path.arcs()), (7, &[0, 1][..]));
//! assert_eq!(dijkstra.distance(&graph, &metric, 2, 0)?, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nodes are `0..graph.nodes()`. Arcs are named by their position in the caller's input, in every
//! answer of every algorithm. Weights are `u32` in whatever small unit the caller chose; sums are
//! `u64`, so that no path can wrap.

mod alternatives;
mod cch;
mod dijkstra;
mod file;
mod graph;
mod hash;
mod heap;
mod limited;
mod metric;
mod order;
mod pareto;
mod path;
mod side;

pub use alternatives::{AlternativeLimits, AlternativePaths, Alternatives};
#[doc(hidden)]
pub use cch::Labels;
pub use cch::{
    Cch, CchError, CchLanes, CchMetric, CchMetrics, CchQuery, CchReach, CchTargets, Matrix,
};
pub use dijkstra::{Dijkstra, Reached};
pub use file::LoadError;
pub use graph::{Graph, GraphError};
pub use limited::{Limit, Limited, LimitedError, LimitedPath};
pub use metric::{Metric, MetricError};
pub use order::{Order, OrderError};
pub use pareto::{Completeness, Compromise, Front, FrontLimits, Pareto, ParetoError};
pub use path::{Path, QueryError};

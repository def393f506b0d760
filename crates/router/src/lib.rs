//! Shortest paths on directed multigraphs with integer weights.
//!
//! A [`Graph`] holds the topology, a [`Metric`] one weight per arc (or none: blocked), and a query
//! object the scratch memory that is used again from question to question:
//!
//! ```
//! use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId};
//!
//! // A-4-B, B-3-C and a heavier direct arc A-8-C
//! let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
//! let metric = Metric::from_weights(&graph, [4, 3, 8])?;
//! let [a, c] = [0, 2].map(NodeId::new);
//! let mut dijkstra = Dijkstra::new();
//!
//! let path = dijkstra.path(&graph, &metric, a, c)?.expect("C is reachable from A");
//! assert_eq!(path.distance(), 7);
//! assert_eq!(path.arcs(), [0, 1]);
//! assert_eq!(dijkstra.distance(&graph, &metric, c, a)?, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! For many questions on one graph, a hierarchy is built once and takes any metric:
//!
//! ```
//! use trade_corridor_router::{Cch, CchQuery, Graph, Metric, NodeId, Order};
//!
//! let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
//! let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?; // once per graph
//! let metric = cch.customise_perfect(&Metric::from_weights(&graph, [4, 3, 8])?)?; // per metric
//! let [a, c] = [0, 2].map(NodeId::new);
//! assert_eq!(CchQuery::new().distance(&cch, &metric, a, c)?, Some(7)); // microseconds
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which type for which question
//!
//! | question | without preparation | on a hierarchy |
//! |---|---|---|
//! | distance or path of a pair, or between sets | [`Dijkstra`] | [`CchQuery`] |
//! | the path that Dijkstra's algorithm finds among ties | [`Dijkstra`] | [`CchTies`] |
//! | distances between ends that come back | – | [`CchLabels`] |
//! | from one node to all | [`Dijkstra::one_to_all`] | [`CchReach`] |
//! | many to many, the nearest of a set | – | [`Cch::matrix`], [`CchTargets`] |
//! | one pair under many metrics | – | [`CchLanes`] |
//! | compromises between two or three metrics | [`Pareto::front`] | [`Pareto::front_on`] |
//! | the best path within limits on other sums | [`Limited`] | – |
//! | the next best paths that differ | [`Alternatives`] | – |
//! | the best walk that uses some arcs or comes by some nodes in order | [`LayeredSearch`] | – |
//! | any of these for walks that use some arcs or come by some nodes in order | on the graph of [`Layered`] | on the graph of [`Layered`] |
//!
//! # Numbers
//!
//! Nodes and arcs are [`NodeId`] and [`ArcId`], so that neither is taken for the other; they are
//! given as raw numbers to [`Graph::new`] only. Nodes are `0..graph.nodes()`. Arcs are named by
//! their position in the caller's input, in every answer of every algorithm. Weights are `u32` in
//! whatever small unit the caller chose; sums are `u64`, so that no path can wrap. A hierarchy adds
//! up in 31 bits and refuses metrics whose paths could weigh more ([`CchError::TooHeavy`]).
//!
//! # Identity
//!
//! A [`Metric`] and a [`Cch`] carry the [`GraphId`] of their graph, a [`CchMetric`] the identity of
//! its hierarchy, [`CchLabels`] and [`CchTargets`] that of a customised metric. Every call compares
//! them in constant time, so that a mix-up is an error and not a wrong answer.
//!
//! # Features
//!
//! * `rayon`: customisation and matrices on all cores. Nothing else starts a thread.
//!
//! # What it does not do
//!
//! Graphs do not change (block arcs instead), weights are not negative, and there is no geometry:
//! coordinates only help to find a good [`Order`].

mod alternative_limits;
mod alternatives;
mod cch;
mod dijkstra;
mod file;
mod graph;
mod hash;
mod heap;
mod ids;
mod layered;
mod layered_search;
mod limited;
mod metric;
mod order;
mod pareto;
mod path;
mod prefixes;
mod rows;
mod side;
mod version;

pub use alternative_limits::AlternativeLimits;
pub use alternatives::{AlternativePaths, Alternatives};
pub use cch::{
    Cch, CchError, CchLabels, CchLanes, CchMetric, CchMetrics, CchQuery, CchReach, CchTargets,
    CchTies, Matrix,
};
pub use dijkstra::{Dijkstra, Reached};
pub use file::{FileKind, LoadError};
pub use graph::{Graph, GraphError, GraphId, GraphLimits};
pub use ids::{ArcId, NodeId};
pub use layered::{Layered, LayeredError};
pub use layered_search::{LayeredSearch, LayeredTies};
pub use limited::{Limit, Limited, LimitedError, LimitedPath};
pub use metric::{Metric, MetricError};
pub use order::{Order, OrderError};
pub use pareto::{Completeness, Compromise, Front, FrontLimits, Pareto, ParetoError};
pub use path::{Path, QueryError};

/// The program of the README runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

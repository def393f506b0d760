//! Public types are sent to threads, shared between them and kept in structures; errors are compared
//! and cloned.

use std::error::Error;
use std::fmt::{Debug, Display};
use std::hash::Hash;

use trade_corridor_router::{
    AlternativeLimits, AlternativePaths, Alternatives, ArcId, Cch, CchError, CchLabels, CchLanes,
    CchMetric, CchMetrics, CchQuery, CchReach, CchTargets, CchTies, Completeness, Compromise,
    Dijkstra, FileKind, Front, FrontLimits, Graph, GraphError, GraphId, Limit, Limited,
    LimitedError, LimitedPath, LoadError, Matrix, Metric, MetricError, NodeId, Order, OrderError,
    Pareto, ParetoError, Path, QueryError, Reached,
};

fn owned<T: Clone + Debug + Send + Sync + 'static>() {}
fn value<T: Clone + Debug + Eq + Send + Sync + 'static>() {}
fn scratch<T: Clone + Debug + Default + Send + Sync + 'static>() {}
fn name<T: Copy + Debug + Display + Eq + Hash + Send + Sync + 'static>() {}
fn error<T: Clone + Eq + Error + Send + Sync + 'static>() {}
fn view<T: Debug + Send + Sync>() {}

#[test]
fn all_of_them() {
    name::<GraphId>();
    name::<NodeId>();
    name::<ArcId>();
    value::<Graph>();
    value::<Metric>();
    value::<Order>();
    value::<Path>();
    value::<LimitedPath>();
    value::<AlternativeLimits>();
    value::<AlternativePaths>();
    value::<Front>();
    value::<FrontLimits>();
    value::<Compromise>();
    value::<Completeness>();
    value::<Matrix>();
    value::<FileKind>();
    owned::<Cch>();
    owned::<CchMetric>();
    owned::<CchMetrics>();
    owned::<CchTargets>();
    scratch::<Dijkstra>();
    scratch::<Limited>();
    scratch::<Alternatives>();
    scratch::<Pareto>();
    scratch::<CchQuery>();
    scratch::<CchReach>();
    scratch::<CchLanes>();
    scratch::<CchLabels>();
    scratch::<CchTies>();
    error::<GraphError>();
    error::<MetricError>();
    error::<QueryError>();
    error::<OrderError>();
    error::<CchError>();
    error::<LimitedError>();
    error::<ParetoError>();
    error::<LoadError>();
    // borrowed on purpose: they last as long as one question
    view::<Reached<'_>>();
    view::<Limit<'_>>();
}

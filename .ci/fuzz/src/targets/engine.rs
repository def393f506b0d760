//! The engine: graphs from any numbers, orders and hierarchies from files.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use trade_corridor_router::{
    AlternativeLimits, Alternatives, Cch, CchQuery, Dijkstra, FrontLimits, Graph, Limit, Limited,
    Metric, NodeId, Order, Pareto,
};
use twox_hash::XxHash3_64;

use super::{reads, same};
use crate::edits::{self, Edit, edits};
use crate::run::{Tally, Verdict, cases};

type Arcs = Vec<(u32, u32, Option<u32>)>;

/// Least sums from one node, relaxed until nothing changes.
fn least(nodes: u32, arcs: &Arcs, from: u32) -> Vec<Option<u64>> {
    let mut least = vec![None; nodes as usize];
    if let Some(start) = least.get_mut(from as usize) {
        *start = Some(0);
    }
    let mut changed = true;
    while changed {
        changed = false;
        for &(tail, head, weight) in arcs {
            let (Some(sum), Some(weight)) = (least[tail as usize], weight) else {
                continue;
            };
            let sum: u64 = sum + u64::from(weight);
            if least[head as usize].is_none_or(|known| sum < known) {
                least[head as usize] = Some(sum);
                changed = true;
            }
        }
    }
    least
}

/// Weights that a metric takes.
fn weight() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![
        8 => (0_u32..6).prop_map(Some),
        1 => prop::sample::select(vec![Metric::MAX_WEIGHT, 1 << 31, (1 << 31) - 1]).prop_map(Some),
        1 => Just(None),
    ]
}

fn any_weight() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![
        6 => (0_u32..6).prop_map(Some),
        1 => any::<u32>().prop_map(Some),
        1 => prop::sample::select(vec![u32::MAX, u32::MAX - 1, 1 << 31, (1 << 31) - 1]).prop_map(Some),
        1 => Just(None),
    ]
}

pub(crate) fn graphs(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    let node = || prop_oneof![20 => 0_u32..9, 1 => any::<u32>()];
    let arcs = prop::collection::vec((node(), node(), any_weight()), 0..30);
    let nodes = prop_oneof![9 => 0_u32..10, 1 => (1_u32 << 27)..];
    let sound = (1_u32..10).prop_flat_map(|nodes| {
        let arc = (0..nodes, 0..nodes, weight());
        (Just(nodes), prop::collection::vec(arc, 0..30))
    });
    let graph = prop_oneof![1 => (nodes, arcs), 9 => sound];
    cases(
        runner,
        tally,
        &(graph, 0_u32..12),
        |((nodes, arcs), most), tally| {
            let graph = match Graph::new(*nodes, arcs.iter().map(|arc| (arc.0, arc.1))) {
                Ok(graph) => graph,
                Err(error) => return reads(&error),
            };
            let metric = match Metric::from_options(&graph, arcs.iter().map(|arc| arc.2)) {
                Ok(metric) => metric,
                Err(error) => return reads(&error),
            };
            tally.accept();
            let count = Metric::new(&graph, |arc| Some(arc.get() % 3))
                .map_err(|error| error.to_string())?;
            let order = Order::minimum_degree(&graph);
            let cch = Cch::new(&graph, &order).map_err(|error| error.to_string())?;
            let customised = cch.customise_perfect(&metric);
            let (mut dijkstra, mut query) = (Dijkstra::new(), CchQuery::new());
            for from in 0..*nodes {
                let least = least(*nodes, arcs, from);
                for (to, least) in (0..*nodes).zip(&least) {
                    let ends = (NodeId::new(from), NodeId::new(to));
                    same(
                        "Dijkstra",
                        &dijkstra.distance(&graph, &metric, ends.0, ends.1),
                        &Ok(*least),
                    )?;
                    if let Ok(customised) = &customised {
                        same(
                            "hierarchy",
                            &query.distance(&cch, customised, ends.0, ends.1),
                            &Ok(*least),
                        )?;
                    }
                    if (from + to) % 5 == 0 {
                        choices(&graph, [&metric, &count], ends, *most, *least)?;
                    }
                }
            }
            Ok(())
        },
    )
}

/// Compromises, alternatives and limits begin with what has least.
fn choices(
    graph: &Graph,
    [metric, count]: [&Metric; 2],
    (from, to): (NodeId, NodeId),
    most: u32,
    least: Option<u64>,
) -> Verdict {
    let front = Pareto::new().front(graph, &[metric, count], from, to, FrontLimits::default());
    let front = front.map_err(|error| error.to_string())?;
    same(
        "front",
        &front.members().first().map(|member| member.costs()[0]),
        &least,
    )?;
    let limits = AlternativeLimits {
        count: 4,
        overlap_percent: 100,
        ..AlternativeLimits::default()
    };
    let found = Alternatives::new()
        .paths(graph, metric, from, to, limits)
        .map_err(|error| error.to_string())?;
    same(
        "alternatives",
        &found
            .paths()
            .first()
            .map(trade_corridor_router::Path::distance),
        &least,
    )?;
    let limit = [Limit { uses: count, most }];
    let limited = Limited::new().path(graph, metric, &limit, &[(from, 0)], &[(to, 0)]);
    let limited = limited.map_err(|error| error.to_string())?;
    let within = front
        .members()
        .iter()
        .filter(|member| member.costs()[1] <= u64::from(most));
    same(
        "limited",
        &limited.map(|found| found.path().distance()),
        &within.map(|member| member.costs()[0]).min(),
    )
}

struct Saved {
    graph: Graph,
    hierarchy: Vec<u8>,
    order: Vec<u8>,
}

static SAVED: LazyLock<Saved> = LazyLock::new(|| {
    let arcs = (0..40_u32).flat_map(|at| [(at % 12, at * 7 % 12), (at * 5 % 12, at % 12)]);
    let graph = Graph::new(12, arcs.collect::<Vec<_>>()).expect("a graph");
    let order = Order::minimum_degree(&graph);
    let (mut hierarchy, mut bare) = (Vec::new(), Vec::new());
    Cch::new(&graph, &order)
        .expect("a hierarchy")
        .save(&mut hierarchy)
        .expect("a vector takes it");
    order.save(&mut bare).expect("a vector takes it");
    Saved {
        graph,
        hierarchy,
        order: bare,
    }
});

/// Edits the words behind the header and makes length and checksum fit again.
fn forged(file: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut body = file[32..].to_vec();
    for edit in edits {
        edits::bytes(&mut body, edit);
    }
    let mut file = file[..32].to_vec();
    file[16..24].copy_from_slice(&(body.len() as u64).to_le_bytes());
    let sum = XxHash3_64::oneshot(&[&file[8..16], &body].concat());
    file[24..32].copy_from_slice(&sum.to_le_bytes());
    file.extend(body);
    file
}

pub(crate) fn hierarchies(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    let small = any::<(u8, u8)>();
    let strategy = (edits(), prop::bool::weighted(0.8), prop::option::of(small));
    cases(runner, tally, &strategy, |(edits, forge, word), tally| {
        let edit = |file: &[u8]| {
            let mut file = file.to_vec();
            if let Some((at, value)) = word {
                // another node or length, of a size that may be right
                let words = (file.len() - 32) / 4;
                let at = 32 + 4 * (usize::from(*at) % words);
                file[at..at + 4].copy_from_slice(&u32::from(value % 14).to_le_bytes());
            }
            if *forge {
                return forged(&file, if word.is_some() { &[] } else { edits });
            }
            for edit in edits {
                edits::bytes(&mut file, edit);
            }
            file
        };
        match Order::load(&edit(&SAVED.order)[..]) {
            Err(error) => reads(&error)?,
            Ok(order) => {
                tally.accept();
                let mut file = Vec::new();
                order.save(&mut file).map_err(|error| error.to_string())?;
                same("order", &Order::load(&file[..]), &Ok(order))?;
            }
        }
        let cch = match Cch::load(&edit(&SAVED.hierarchy)[..]) {
            Err(error) => return reads(&error),
            Ok(cch) => cch,
        };
        tally.accept();
        let mut file = Vec::new();
        cch.save(&mut file).map_err(|error| error.to_string())?;
        let again = Cch::load(&file[..]).map_err(|error| format!("saved and refused: {error}"))?;
        let mut twice = Vec::new();
        again.save(&mut twice).map_err(|error| error.to_string())?;
        same("saved again", &twice, &file)?;
        let graph = &SAVED.graph;
        if cch.graph() != graph.id() {
            return Ok(());
        }
        let metric =
            Metric::new(graph, |arc| Some(arc.get() % 5)).map_err(|error| error.to_string())?;
        let customised = cch.customise(&metric).map_err(|error| error.to_string())?;
        let (mut dijkstra, mut query) = (Dijkstra::new(), CchQuery::new());
        for (from, to) in graph
            .node_ids()
            .flat_map(|from| graph.node_ids().map(move |to| (from, to)))
        {
            let want = dijkstra.distance(graph, &metric, from, to);
            same(
                "distance",
                &query.distance(&cch, &customised, from, to),
                &want,
            )?;
        }
        Ok(())
    })
}

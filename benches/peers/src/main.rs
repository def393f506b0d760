//! Prints the table of ratios for `RESULTS.md`: ours and the peers in turns, medians of rounds.
//!
//! `cargo run --release -- luxembourg`, `-- continent`, or `-- 1000000` for a generated network of
//! that size; a second word picks a part, `growth` among them.

mod fronts;
mod growth;
mod measure;
#[path = "../../networks/mod.rs"]
mod networks;
mod others;
mod trial;

use std::hint::black_box;

use growth::growth;
use measure::{duel, resident, row};
use networks::Network;
use networks::generated::Random;
use routingkit_cch as rk;
use trade_corridor_router::{ArcId, Cch, CchLanes, CchQuery, CchReach, Dijkstra, NodeId, Order};

fn main() {
    let name = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "luxembourg".to_owned());
    let only = std::env::args().nth(2);
    let wants = |part: &str| only.as_deref().is_none_or(|only| only == part);
    let network = match name.parse() {
        Ok(nodes) => Network::towns(nodes, 1),
        Err(_) if name == "continent" => Network::continent().expect("its extracts are at hand"),
        Err(_) => Network::luxembourg().expect("the graph of Luxembourg is at hand"),
    };
    let big = network.nodes() > 300_000;
    let rounds = if big { 3 } else { 9 };
    let (graph, metric) = network.build();
    if only.as_deref() == Some("growth") {
        growth(&network);
        return;
    }
    println!("{name}: {} nodes, {} arcs\n", graph.nodes(), graph.arcs());
    println!("| work | ours | peer | ratio | goal | |\n|---|---|---|---|---|---|");

    let tail: Vec<u32> = network.arcs.iter().map(|arc| arc.0).collect();
    let head: Vec<u32> = network.arcs.iter().map(|arc| arc.1).collect();
    let lat: Vec<f32> = network.points.iter().map(|point| point.1 as f32).collect();
    let lon: Vec<f32> = network.points.iter().map(|point| point.0 as f32).collect();
    if only.as_deref() == Some("memory-ours") {
        let before = resident();
        let order = Order::combined(&graph, &network.points).unwrap();
        let cch = Cch::new(&graph, &order).unwrap();
        drop(order);
        let customised = cch.customise(&metric).unwrap();
        println!(
            "| resident, structure + one metric | {:.0} MB | | | | |",
            resident() - before
        );
        black_box((cch, customised));
        return;
    }
    let rk_order = || rk::compute_order_inertial(graph.nodes(), &tail, &head, &lat, &lon);
    let rk_build = |order: &[u32]| rk::CCH::new(order, &tail, &head, |_| {}, false);
    let mut peer = None;
    let best = || Cch::new(&graph, &Order::combined(&graph, &network.points).unwrap()).unwrap();
    let fast = || Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
    if wants("order") {
        let few = if big { 1 } else { 3 };
        let both = duel(few, best, || peer = Some(rk_build(&rk_order())));
        row("order + build, best order", both, 1e3, "ms", 0.5);
        let (mine, _) = duel(few, fast, || ());
        row("order + build, fast order", (mine, both.1), 1e3, "ms", 0.06);
    }
    if only.as_deref() == Some("memory-peer") {
        let before = resident();
        let order = rk_order();
        let peer = rk_build(&order);
        drop(order);
        let customised = rk::CCHMetric::new(&peer, network.time.clone());
        println!(
            "| resident, structure + one metric | | {:.0} MB | | | |",
            resident() - before
        );
        black_box(customised.weights().len());
        return;
    }
    let peer = peer.unwrap_or_else(|| rk_build(&rk_order()));
    let cch = best();
    let (degree_cch, degree_name) = (fast(), "fast order: ");
    println!(
        "| arcs of ours | {} | height {} | triangles {} | | |",
        cch.arcs(),
        cch.height(),
        cch.triangles()
    );

    let mut peer_metric = rk::CCHMetric::new(&peer, network.time.clone());
    let basic = cch.customise(&metric).unwrap();
    let perfect = cch.customise_perfect(&metric).unwrap();
    if wants("customise") {
        let mut into = basic.clone();
        let both = duel(
            rounds,
            || cch.customise_into(&metric, &mut into),
            || peer_metric.reset(network.time.clone()),
        );
        row("customise one metric", both, 1e3, "ms", 0.7);
        let eight = [&metric; 8];
        let mut many = cch.customise_many(&eight).unwrap();
        let (mine, _) = duel(
            rounds,
            || cch.customise_many_into(&eight, &mut many).unwrap(),
            || (),
        );
        row(
            "customise, per metric of 8",
            (mine / 8.0, both.1),
            1e3,
            "ms",
            0.25,
        );
        let (mine, _) = duel(rounds, || cch.customise_perfect(&metric).unwrap(), || ());
        row(
            "customise, perfect",
            (mine, both.1),
            1e3,
            "ms",
            f64::INFINITY,
        );
        let mut random = Random::new(7);
        let mut changed_metric = metric.clone();
        let mut into = basic.clone();
        let (part, _) = duel(
            4 * rounds,
            || {
                let changed = (0..100).map(|_| ArcId::new(random.below(graph.arcs())));
                let changed: Vec<_> = changed.collect();
                for &arc in &changed {
                    let weight = changed_metric.weight(arc).unwrap();
                    changed_metric
                        .set(arc, Some(weight / 2 + random.below(weight + 1)))
                        .unwrap();
                }
                cch.recustomise(&mut into, &changed_metric, &changed)
                    .unwrap();
            },
            || (),
        );
        let (full, _) = duel(rounds, || cch.customise_into(&metric, &mut into), || ());
        row(
            "re-customise 100 arcs / full",
            (part, full),
            1e3,
            "ms",
            if big { 0.1 } else { 0.15 },
        );
    }

    let pairs = network.pairs(if big { 2_000 } else { 10_000 });
    let mut query = CchQuery::new();
    let mut dijkstra = Dijkstra::new();
    let count = pairs.len() as f64;
    if wants("query") {
        for &(from, to) in &pairs[..pairs.len().min(200)] {
            let want = dijkstra.distance(&graph, &metric, from, to).unwrap();
            assert_eq!(query.distance(&cch, &perfect, from, to).unwrap(), want);
            let mut other = rk::CCHQuery::new(&peer_metric);
            other.add_source(from.get(), 0);
            other.add_target(to.get(), 0);
            assert_eq!(other.run().distance().map(u64::from), want);
        }
        let mut other = rk::CCHQuery::new(&peer_metric);
        let degree_perfect = degree_cch.customise_perfect(&metric).unwrap();
        let mut theirs = |path: bool| {
            let mut sum = 0;
            for &(from, to) in &pairs {
                other.add_source(from.get(), 0);
                other.add_target(to.get(), 0);
                let result = other.run();
                sum += result.distance().unwrap_or(0) as usize;
                if path {
                    sum += result.arc_path().len();
                }
            }
            sum
        };
        let mut ours = |cch: &Cch, metric, path: bool| {
            let mut sum = 0;
            for &(from, to) in &pairs {
                sum += if path {
                    query
                        .path(cch, metric, from, to)
                        .unwrap()
                        .map_or(0, |path| path.arcs().len())
                } else {
                    query.distance(cch, metric, from, to).unwrap().unwrap_or(0) as usize
                };
            }
            sum
        };
        let per = 1e6 / count;
        let distances = duel(rounds, || ours(&cch, &perfect, false), || theirs(false));
        row(
            "distance",
            distances,
            per,
            "µs",
            if big { 0.3 } else { 0.4 },
        );
        let (mine, _) = duel(rounds, || ours(&cch, &basic, false), || ());
        row(
            "distance, basic",
            (mine, distances.1),
            per,
            "µs",
            f64::INFINITY,
        );
        let (mine, _) = duel(rounds, || ours(&degree_cch, &degree_perfect, false), || ());
        row(
            &format!("{degree_name}distance"),
            (mine, distances.1),
            per,
            "µs",
            f64::INFINITY,
        );
        let both = duel(rounds, || ours(&cch, &perfect, true), || theirs(true));
        row(
            "path as arc ids",
            both,
            per,
            "µs",
            if big { 0.25 } else { 0.3 },
        );
        let (mine, _) = duel(rounds, || ours(&cch, &basic, true), || ());
        row("path, basic", (mine, both.1), per, "µs", f64::INFINITY);
        let lanes = cch.customise_many(&[&metric; 8]).unwrap();
        let mut lane = CchLanes::new();
        let (mine, _) = duel(
            rounds,
            || {
                let mut sum = 0;
                for &(from, to) in &pairs {
                    sum += lane.distances(&cch, &lanes, from, to).unwrap()[3].unwrap_or(0);
                }
                sum
            },
            || (),
        );
        row(
            "distance under 8 metrics, each",
            (mine / 8.0, distances.1),
            per,
            "µs",
            f64::INFINITY,
        );
    }
    if wants("matrix") {
        let ends: (Vec<_>, Vec<_>) = pairs[..1000].iter().copied().unzip();
        let [from, to] = [&ends.0, &ends.1]
            .map(|nodes| -> Vec<u32> { nodes.iter().map(|node| node.get()).collect() });
        let mut many = rk::CCHOneToMany::new(&peer_metric, &to);
        let matrix = cch.matrix(&perfect, &ends.0, &ends.1).unwrap();
        for (row, &from) in from.iter().enumerate() {
            let want = many.distances_from(from);
            for (column, want) in want.into_iter().enumerate() {
                assert_eq!(matrix.get(row, column), want.map(u64::from));
            }
        }
        let both = duel(
            rounds,
            || cch.matrix(&perfect, &ends.0, &ends.1).unwrap(),
            || {
                let mut many = rk::CCHOneToMany::new(&peer_metric, &to);
                from.iter()
                    .map(|&from| many.distances_from(from))
                    .collect::<Vec<_>>()
            },
        );
        row(
            "1000 x 1000 matrix",
            both,
            1e3,
            "ms",
            if big { 0.13 } else { 0.08 },
        );
        let (mine, _) = duel(
            rounds,
            || cch.matrix(&basic, &ends.0, &ends.1).unwrap(),
            || (),
        );
        row(
            "1000 x 1000 matrix, basic",
            (mine, both.1),
            1e3,
            "ms",
            f64::INFINITY,
        );
        let mut reach = CchReach::new();
        let from = &pairs[..20];
        let both = duel(
            rounds,
            || {
                from.iter()
                    .for_each(|&(from, _)| reach.run(&cch, &perfect, &[(from, 0)]).unwrap())
            },
            || {
                for &(from, _) in from {
                    black_box(
                        dijkstra
                            .one_to_all(&graph, &metric, &[(from, 0)])
                            .unwrap()
                            .distance(NodeId::new(0)),
                    );
                }
            },
        );
        row("one-to-all / Dijkstra", both, 1e3 / 20.0, "ms", 0.1);
        let (mine, _) = duel(
            rounds,
            || {
                from.iter()
                    .for_each(|&(from, _)| reach.run(&cch, &basic, &[(from, 0)]).unwrap())
            },
            || (),
        );
        row(
            "one-to-all, basic",
            (mine, both.1),
            1e3 / 20.0,
            "ms",
            f64::INFINITY,
        );
    }
    if wants("front") && !big {
        fronts::compare(&network, (&graph, &metric), (&cch, &perfect), &pairs);
    }
    if wants("others") && !big {
        let order = rk_order();
        others::compare(
            &network,
            (&graph, &metric),
            (&cch, &perfect),
            &order,
            rounds.min(5),
        );
    }
}

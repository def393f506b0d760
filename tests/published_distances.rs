//! Railway lengths in the atlas are those that railways and builders publish.

use std::path::Path;

use crate::questions::DAY;
use petgraph::graph::DiGraph;
use trade_corridor::network::{End, Mode, Network};
use trade_corridor::scenario::Scenario;

struct Row {
    id: String,
    stops: Vec<String>,
    km: f64,
    confidence: String,
}

fn rows() -> Vec<Row> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/benchmarks.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|known| known == name).unwrap();
    let (id, usage, value) = (column("id"), column("use"), column("value"));
    let (from, via, to) = (column("origin"), column("via"), column("destination"));
    let confidence = column("confidence");
    reader
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[usage] == "rail_distance")
        .map(|row| {
            let mut stops = vec![row[from].to_owned()];
            let between = row[via].split(';').filter(|stop| !stop.is_empty());
            stops.extend(between.map(str::to_owned));
            stops.push(row[to].to_owned());
            Row {
                id: row[id].to_owned(),
                stops,
                km: row[value].parse().unwrap(),
                confidence: row[confidence].to_owned(),
            }
        })
        .collect()
}

/// Metres of the shortest way over open railways through the stops.
fn measure(
    graph: &DiGraph<End, u64>,
    nodes: &dyn Fn(&str) -> u32,
    stops: &[String],
) -> Option<u64> {
    let mut metres = 0;
    for leg in stops.windows(2) {
        let (from, to) = (nodes(&leg[0]).into(), nodes(&leg[1]).into());
        let reached = petgraph::algo::dijkstra(graph, from, Some(to), |edge| *edge.weight());
        metres += reached.get(&to)?;
    }
    Some(metres)
}

#[test]
fn railways_are_as_long_as_published() {
    let network = Network::europe_central_asia();
    let world = Scenario::on(DAY).apply(network).unwrap();
    let view = network.graph();
    let open = |end: &End| match end {
        End::Crossing(id) => world.is_open_crossing(*id),
        End::Place(_) => true,
    };
    let rails = view.as_graph().filter_map(
        |_, end| Some(*end),
        |edge, weight| match weight {
            trade_corridor::network::GraphEdge::Link { link, mode, length } => {
                let (from, to) = view.as_graph().edge_endpoints(edge)?;
                let ends = open(&view.as_graph()[from]) && open(&view.as_graph()[to]);
                let usable = *mode == Mode::Rail && world.is_open_link(*link) && ends;
                usable.then_some(length.as_metres())
            }
            _ => None,
        },
    );
    assert_eq!(rails.node_count(), view.as_graph().node_count());
    let node = |code: &str| {
        let place = network.place_by_code(code).map(End::Place);
        let end = place.or_else(|| network.crossing_by_code(code).map(End::Crossing));
        let end = end.unwrap_or_else(|| panic!("`{code}` is in benchmarks.csv alone"));
        view.node(end).unwrap().index() as u32
    };
    let (mut errors, mut misses) = (Vec::new(), Vec::new());
    for row in rows() {
        if row.confidence != "high" {
            continue;
        }
        let Some(metres) = measure(&rails, &node, &row.stops) else {
            misses.push(format!("{}: no railway along {:?}", row.id, row.stops));
            continue;
        };
        let km = metres as f64 / 1e3;
        let error = (km / row.km - 1.0).abs();
        if error > 0.05 {
            misses.push(format!("{}: {km:.1} km, published {}", row.id, row.km));
        }
        errors.push(error);
    }
    errors.sort_by(f64::total_cmp);
    assert!(errors.len() >= 15, "only {} rows", errors.len());
    let median = errors[errors.len() / 2];
    println!(
        "{} published lengths, median error {:.2} %",
        errors.len(),
        median * 100.0
    );
    assert!(misses.is_empty(), "{misses:#?}");
    assert!(median <= 0.015, "median error {:.2} %", median * 100.0);
}

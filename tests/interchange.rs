//! What other programs read says the same as the network and the route, read back by other libraries.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Point;
use petgraph::algo::{connected_components, dijkstra};
use petgraph::visit::EdgeRef as _;
use roxmltree::Document;
use trade_corridor::geojson::{Feature, FeatureCollection, GeometryValue};
use trade_corridor::network::{Direction, End, Network, Place};
use trade_corridor::prelude::*;

fn day() -> Date {
    date(2026, 11, 22)
}

fn graphml(network: &Network) -> String {
    let mut out = Vec::new();
    network
        .export()
        .on(day())
        .write_graphml(&mut out)
        .expect("written to memory");
    String::from_utf8(out).expect("UTF-8")
}

/// Rows by column, as any CSV reader has them.
fn rows(table: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(table);
    let rows = reader.deserialize();
    rows.map(|row| row.expect("a row")).collect()
}

fn tables(network: &Network) -> [Vec<BTreeMap<String, String>>; 2] {
    let (mut nodes, mut edges) = (Vec::new(), Vec::new());
    let export = network.export().on(day());
    export
        .write_nodes_csv(&mut nodes)
        .expect("written to memory");
    export
        .write_edges_csv(&mut edges)
        .expect("written to memory");
    [rows(&nodes), rows(&edges)]
}

#[test]
fn graphml_and_tables_have_everything_once_and_agree() {
    let network = Network::europe_central_asia();
    let text = graphml(network);
    let xml = Document::parse(&text).expect("valid XML");
    let [nodes, edges] = tables(network);
    let crossings = network.crossings().len();
    assert_eq!(nodes.len(), network.places().len() + crossings);
    assert_eq!(
        edges.len(),
        network.links().len() + network.services().len()
    );
    let ids: BTreeSet<&str> = nodes.iter().map(|node| node["id"].as_str()).collect();
    assert_eq!(ids.len(), nodes.len());

    let elements = |tag: &'static str| xml.descendants().filter(move |node| node.has_tag_name(tag));
    let keys: BTreeMap<&str, &str> = elements("key")
        .filter_map(|key| Some((key.attribute("id")?, key.attribute("attr.name")?)))
        .collect();
    let data = |element: roxmltree::Node<'_, '_>| -> BTreeMap<String, String> {
        let data = element
            .children()
            .filter(|child| child.has_tag_name("data"));
        data.map(|data| {
            let key = keys[data.attribute("key").expect("a key")];
            (key.to_owned(), data.text().unwrap_or_default().to_owned())
        })
        .collect()
    };
    let known = |row: &BTreeMap<String, String>, without: &[&str]| -> BTreeMap<String, String> {
        let cells = row
            .iter()
            .filter(|(key, cell)| !cell.is_empty() && !without.contains(&key.as_str()));
        cells
            .map(|(key, cell)| (key.clone(), cell.clone()))
            .collect()
    };
    for (element, row) in elements("node").zip(&nodes) {
        assert_eq!(element.attribute("id"), Some(row["id"].as_str()));
        assert_eq!(data(element), known(row, &[]));
    }
    let mut seen = BTreeSet::new();
    for (element, row) in elements("edge").zip(&edges) {
        for end in ["source", "target"] {
            assert_eq!(element.attribute(end), Some(row[end].as_str()));
            assert!(ids.contains(row[end].as_str()), "{row:?}");
        }
        assert!(seen.insert(element.attribute("id").expect("an id").to_owned()));
        let directed = row["type"] == "Directed";
        assert_eq!(
            element.attribute("directed"),
            Some(if directed { "true" } else { "false" })
        );
        assert_eq!(data(element), known(row, &["source", "target", "type"]));
    }
    assert_eq!(elements("edge").count(), edges.len());
}

#[test]
fn lengths_ends_and_statuses_are_those_of_the_records() {
    let network = Network::europe_central_asia();
    let [_, edges] = tables(network);
    for ((_, link), row) in network.links().zip(&edges) {
        assert_eq!(row["id"], *link.id);
        assert_eq!(row["km"], link.length.value().as_km().to_string());
        assert_eq!(
            row["type"] == "Directed",
            link.direction == Direction::Forward
        );
        let status = link.states.on(day()).map(|status| status.to_string());
        assert_eq!(row["status"], status.unwrap_or_default());
    }
    let opened = |day: Date| {
        let mut table = Vec::new();
        let written = network.export().on(day).write_edges_csv(&mut table);
        written.expect("written to memory");
        rows(&table)
            .iter()
            .filter(|row| row["status"] == "open")
            .count()
    };
    assert_ne!(opened(date(2010, 1, 1)), opened(day()));
}

#[test]
fn names_with_any_letters_survive() {
    let mut network = Network::builder();
    let country: Country = "AM".parse().expect("a country");
    let odd = "<A> & \"B\", 'C'; \u{e9}";
    for (code, name) in [("AMAAA", odd), ("AMBBB", "plain")] {
        let code = code.parse().expect("a code");
        network.place(Place::new(code, name, country, Point::new(44.5, 40.2)));
    }
    let network = network.build().expect("a network");
    let text = graphml(&network);
    let xml = Document::parse(&text).expect("valid XML");
    let labels = xml
        .descendants()
        .filter(|node| node.attribute("key") == Some("node_label"));
    assert!(
        labels
            .filter_map(|label| label.text())
            .any(|label| label == odd)
    );
    let [nodes, edges] = tables(&network);
    assert_eq!(nodes[0]["label"], odd);
    assert!(edges.is_empty());
}

#[test]
fn algorithms_of_petgraph_run_on_the_view_itself() {
    let network = Network::europe_central_asia();
    let view = network.graph();
    let baku = network.find_place("Baku").expect("a place");
    let node = view.node(End::Place(baku)).expect("a node");
    assert_eq!(view.end(node), Some(End::Place(baku)));
    let metres = |edge: &trade_corridor::network::GraphEdge| edge.length().as_metres();
    let by_view = dijkstra(&view, node, None, |edge| metres(edge.weight()));
    let by_graph = dijkstra(view.as_graph(), node, None, |edge| metres(edge.weight()));
    assert!(by_view.len() > 100);
    assert_eq!(by_view, by_graph);
    assert_eq!(
        connected_components(&view),
        connected_components(view.as_graph())
    );
    let reference = petgraph::visit::IntoEdgeReferences::edge_references(&view).next();
    assert!(reference.is_some_and(|edge| edge.source() != edge.target()));
}

fn text<'f>(feature: &'f Feature, key: &str) -> &'f str {
    let value = feature.property(key).and_then(|value| value.as_str());
    value.unwrap_or_else(|| panic!("`{key}` of {feature:?}"))
}

fn number(feature: &Feature, key: &str) -> f64 {
    let value = feature.property(key).and_then(serde_json::Value::as_f64);
    value.unwrap_or_else(|| panic!("`{key}` of {feature:?}"))
}

fn of_kind<'f>(features: &'f FeatureCollection, kind: &str) -> Vec<&'f Feature> {
    let features = features.features.iter();
    features
        .filter(|feature| text(feature, "kind") == kind)
        .collect()
}

#[test]
fn a_route_is_one_feature_and_its_legs_and_stops_add_up_to_it() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(day())).expect("a planner");
    for request in [
        Request::new("Khorgos", "Istanbul"),
        Request::new("Almaty", "Duisburg").policy(Policy::russia_excluded()),
    ] {
        let route = planner.cheapest(&request).expect("a route");
        let saved = route.geojson(network).to_string();
        let features: FeatureCollection = saved.parse().expect("valid GeoJSON");
        let [whole] = of_kind(&features, "route")[..] else {
            panic!("one feature of the whole");
        };
        let (legs, stops) = (of_kind(&features, "leg"), of_kind(&features, "stop"));
        assert!(legs.len() > 2 && stops.len() > 2);
        assert_eq!(
            (number(whole, "usd") * 100.0).round() as i64,
            route.cost().as_cents()
        );
        let sum = |key: &str| -> f64 {
            legs.iter()
                .chain(&stops)
                .filter_map(|feature| feature.property(key)?.as_f64())
                .sum()
        };
        assert!((sum("usd") - route.cost().as_usd()).abs() < 0.005);
        assert!((sum("hours") - route.duration().as_hours()).abs() < 1e-6);
        assert!((sum("km") - route.distance().as_km()).abs() < 1e-6);
        assert_eq!(text(stops[0], "code"), &*route.from.code);
        assert_eq!(text(stops[stops.len() - 1], "code"), &*route.to.code);
        for leg in &legs {
            let parties = leg
                .property("parties")
                .and_then(|parties| parties.as_array());
            let parties = parties.expect("a list");
            let told: BTreeSet<String> = parties.iter().map(ToString::to_string).collect();
            assert_eq!(told.len(), parties.len(), "{leg:?}");
        }
        let lines = |feature: &Feature| {
            let geometry = feature.geometry.as_ref().expect("a geometry");
            match &geometry.value {
                GeometryValue::LineString { coordinates } => vec![coordinates.clone()],
                GeometryValue::MultiLineString { coordinates } => coordinates.clone(),
                other => panic!("{other:?}"),
            }
        };
        let points: usize = lines(whole).iter().map(Vec::len).sum();
        assert!(points > 100, "{points}");
        for line in legs
            .iter()
            .chain([&whole])
            .flat_map(|feature| lines(feature))
        {
            for pair in line.windows(2) {
                assert!((pair[0][0] - pair[1][0]).abs() < 180.0);
            }
        }
    }
}

/// A network that knows only where the places of a route are, and has them on both sides of the meridian
/// of 180 degrees.
#[test]
fn lines_over_the_antimeridian_are_cut() {
    let planner = Planner::new(Network::europe_central_asia(), &Scenario::on(day()));
    let planner = planner.expect("a planner");
    let route = planner
        .cheapest(&Request::new("Baku", "Batumi"))
        .expect("a route");
    let mut builder = Network::builder();
    let mut codes = BTreeSet::new();
    for stop in route.atoms().flat_map(|step| [&step.from, &step.to]) {
        let Ok(code) = stop.code.parse() else {
            continue;
        };
        if codes.insert(stop.code.clone()) {
            let longitude = if codes.len() % 2 == 0 { 179.0 } else { -179.0 };
            let at = Point::new(longitude, 40.0 + codes.len() as f64 / 10.0);
            builder.place(Place::new(code, stop.name.clone(), stop.country, at));
        }
    }
    let network = builder.build().expect("a network");
    let features = route.geojson(&network);
    let whole = features
        .features
        .first()
        .and_then(|whole| whole.geometry.as_ref());
    let GeometryValue::MultiLineString { coordinates } = &whole.expect("a geometry").value else {
        panic!("{whole:?}");
    };
    let mut met = 0;
    for line in coordinates {
        for pair in line.windows(2) {
            assert!((pair[0][0] - pair[1][0]).abs() <= 1.0, "{pair:?}");
            met += usize::from(pair[1][0].abs() > 179.99);
        }
    }
    assert!(met > 0);
}

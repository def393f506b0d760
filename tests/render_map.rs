//! Maps are valid XML, the same every time, and show what is planned as planned.
#![cfg(feature = "render")]

use jiff::civil::date;
use roxmltree::{Document, Node};
use trade_corridor::network::Network;
use trade_corridor::planner::{Planner, Request};
use trade_corridor::render::{Map, MapError, Naming, Region};
use trade_corridor::scenario::{Change, Scenario};

const TRIPP: &str = "AM-meg~AM-nrn~rail: ";

/// The group of the line whose title begins with `title`.
fn group_of<'a, 'i>(svg: &'a Document<'i>, title: &str) -> Node<'a, 'i> {
    let found = svg.descendants().find(|node| {
        node.has_tag_name("title") && node.text().is_some_and(|text| text.starts_with(title))
    });
    let path = found.expect("the line is on the map").parent();
    path.and_then(|path| path.parent())
        .expect("lines are in groups")
}

#[test]
fn every_named_region_is_valid_xml_and_drawn_the_same_twice() {
    let network = Network::europe_central_asia();
    for (name, region) in Region::NAMED {
        let map = Map::of(network).region(*region).title(*name);
        let drawing = map.draw().expect("a map");
        let svg = Document::parse(drawing.svg()).expect("valid XML");
        assert_eq!(svg.root_element().tag_name().name(), "svg", "{name}");
        assert!(drawing.labels() > 20, "{name}: {drawing}");
        assert!(drawing.places() >= drawing.labels());
        assert_eq!(map.draw().as_ref(), Ok(&drawing), "{name}");
    }
}

#[test]
fn the_planned_railway_through_southern_armenia_is_dashed_until_it_opens() {
    let network = Network::europe_central_asia();
    let today = date(2026, 11, 22);
    let map = Map::of(network).region(Region::CAUCASUS).on(today);
    let drawing = map.draw().expect("a map");
    let svg = Document::parse(drawing.svg()).expect("valid XML");
    let group = group_of(&svg, TRIPP);
    assert!(
        group
            .attribute("class")
            .is_some_and(|class| class.ends_with("planned"))
    );
    assert_eq!(group.attribute("stroke-dasharray"), Some("7 5"));

    let opened = Scenario::on(today).with(Change::open("TRIPP-rail"));
    let world = opened.apply(network).expect("the scenario fits");
    let map = Map::world(&world)
        .region(Region::CAUCASUS)
        .on(date(1990, 1, 1));
    let drawing = map.draw().expect("a map");
    let svg = Document::parse(drawing.svg()).expect("valid XML");
    let group = group_of(&svg, TRIPP);
    assert!(
        group
            .attribute("class")
            .is_some_and(|class| class.ends_with("open"))
    );
    assert_eq!(group.attribute("stroke-dasharray"), None);
    assert!(drawing.svg().contains("State of 2026-11-22."));
}

#[test]
fn routes_lie_on_top_and_stand_in_the_legend() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).expect("a planner");
    let request = Request::new("Baku", "Batumi");
    let routes = [
        planner.cheapest(&request).expect("a route"),
        planner.shortest(&request).expect("a route"),
    ];
    let drawing = Map::world(planner.world())
        .routes(&[&routes[0], &routes[1]])
        .draw()
        .expect("a map");
    assert_eq!(drawing.undrawn_steps(), 0);
    let svg = Document::parse(drawing.svg()).expect("valid XML");
    let groups = svg
        .descendants()
        .filter(|node| node.attribute("class") == Some("route"));
    let colours: Vec<_> = groups
        .filter_map(|group| group.attribute("stroke"))
        .collect();
    assert_eq!(colours.len(), 2);
    assert_ne!(colours[0], colours[1]);
    for word in ["least cost: ", "least distance: ", "Baku"] {
        assert!(drawing.svg().contains(word), "{word}");
    }
    // Fitted around the routes: nothing of the Rhine.
    assert!(
        !drawing
            .region()
            .contains(trade_corridor::geo_types::Point::new(6.8, 51.4))
    );

    // On a network that knows none of it the steps are counted, not drawn.
    let empty = Network::builder().build().expect("an empty network");
    let drawing = Map::of(&empty)
        .region(Region::CAUCASUS)
        .routes(&[&routes[0]])
        .draw()
        .expect("a map");
    assert!(drawing.undrawn_steps() > 0);
    assert_eq!(drawing.labels(), 0);
}

#[test]
fn highlights_and_names_are_as_asked() {
    let network = Network::europe_central_asia();
    let operator = network.operator_by_id("AM-scr").or_else(|| {
        let mut lines = network
            .lines()
            .filter(|(_, line)| line.country.as_str() == "AM");
        lines.find_map(|(_, line)| line.manager(date(2026, 11, 22)))
    });
    let region = Region::CAUCASUS;
    let plain = Map::of(network).region(region);
    let marked = plain
        .clone()
        .highlight(operator.expect("a railway manager in Armenia"))
        .naming(Naming::Code)
        .title("<&> \"quoted\" \u{7}");
    let (plain, marked) = (plain.draw().expect("a map"), marked.draw().expect("a map"));
    assert!(!plain.svg().contains("class=\"highlight\""));
    assert!(marked.svg().contains("class=\"highlight\""));
    assert!(marked.svg().contains(">GETBS</text>") && !plain.svg().contains(">GETBS</text>"));
    assert!(Document::parse(marked.svg()).is_ok());
    let nameless = Map::of(network)
        .region(region)
        .naming(Naming::Nothing)
        .draw();
    assert_eq!(nameless.expect("a map").labels(), 0);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let empty = Network::builder().build().expect("an empty network");
    assert_eq!(Map::of(&empty).draw(), Err(MapError::Nothing));
    let land_only = Map::of(&empty)
        .region(Region::CASPIAN)
        .draw()
        .expect("a map");
    assert!(Document::parse(land_only.svg()).is_ok());
    let network = Network::europe_central_asia();
    for (width, height) in [(0, 100), (500, 0), (u32::MAX, 500)] {
        let refusal = Map::of(network).size(width, height).draw().unwrap_err();
        assert_eq!(refusal, MapError::Size { width, height });
    }
    assert_eq!(
        Map::of(network).size(1, 2).draw().unwrap_err().to_string(),
        "a map of 1 x 2 pixels cannot be drawn; use 200 to 20000 each way"
    );
    assert_eq!(
        MapError::Nothing.to_string(),
        "the network has no places to fit a map around; name a region with `Map::region`"
    );
}

#[test]
fn any_box_can_be_drawn() {
    let network = Network::europe_central_asia();
    for (west, south, east, north) in [
        (-180.0, -80.0, 180.0, 84.0),
        (-180.0, 83.9, 180.0, 84.0),
        (10.0, -5.0, 10.06, 5.0),
        (44.0, 41.0, 44.05, 41.05),
        (-60.0, -40.0, -50.0, -20.0),
    ] {
        let region = Region::new(west, south, east, north).expect("a box");
        let drawing = Map::of(network)
            .region(region)
            .size(400, 400)
            .draw()
            .expect("a map");
        let svg = Document::parse(drawing.svg()).expect("valid XML");
        assert!(
            svg.root_element().attribute("viewBox").is_some(),
            "{region}"
        );
    }
}

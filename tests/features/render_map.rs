//! Maps are valid XML, the same every time, and show what is planned as planned.
use jiff::civil::date;
use roxmltree::{Document, Node};
use trade_corridor::network::Network;
use trade_corridor::planner::{Planner, Request};
use trade_corridor::policy::Policy;
use trade_corridor::render::{Flow, Map, MapError, Mark, Naming, Region};
use trade_corridor::route::Act;
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
        assert!(drawing.areas() > 5, "{name}: {drawing}");
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

/// Texts of the names of places.
fn names<'i>(svg: &'i Document<'i>) -> Vec<&'i str> {
    let group = svg
        .descendants()
        .find(|node| node.attribute("class") == Some("names"));
    let texts = group
        .expect("names")
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts.filter_map(|text| text.text()).collect()
}

#[test]
fn ends_and_transhipments_of_a_route_are_always_named() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).expect("a planner");
    let request = Request::new("Khorgos", "Duisburg").policy(Policy::russia_excluded());
    let route = planner.cheapest(&request).expect("a route");
    assert!(route.transhipments() > 1);
    // Small, so that there is no room for all of them beside their dots.
    for size in [(500, 300), (1600, 1100)] {
        let map = Map::world(planner.world())
            .routes(&[&route])
            .size(size.0, size.1);
        let drawing = map.draw().expect("a map");
        let svg = Document::parse(drawing.svg()).expect("valid XML");
        let names = names(&svg);
        let lifted = route.atoms().filter(|step| step.act == Act::Tranship);
        for stop in lifted.map(|step| &step.to).chain([&route.from, &route.to]) {
            assert!(names.contains(&&*stop.name), "{stop:?} {size:?}");
        }
    }
}

#[test]
fn countries_and_seas_are_named_and_what_is_excluded_is_hatched() {
    let network = Network::europe_central_asia();
    let map = Map::of(network).region(Region::EURASIA);
    let plain = map.clone().draw().expect("a map");
    for name in ["CHINA", "KAZAKHSTAN", "IRAN", "Black Sea", "Arabian Sea"] {
        assert!(plain.svg().contains(&format!(">{name}</text>")), "{name}");
    }
    assert!(!plain.svg().contains("class=\"excluded\""));
    let without_russia = map.clone().policy(&Policy::russia_excluded()).draw();
    let hatched = without_russia.expect("a map");
    let svg = Document::parse(hatched.svg()).expect("valid XML");
    let area = svg
        .descendants()
        .find(|node| node.attribute("class") == Some("excluded"));
    assert_eq!(
        area.and_then(|area| area.attribute("fill")),
        Some("url(#excluded)")
    );
    assert!(hatched.svg().contains("excluded: Russia</text>"));
    let nameless = map.naming(Naming::Nothing).draw().expect("a map");
    assert_eq!(nameless.areas(), 0);
}

#[test]
fn wide_maps_are_rectangles_with_upright_meridians() {
    let network = Network::europe_central_asia();
    let wide = Map::of(network)
        .region(Region::EURASIA)
        .draw()
        .expect("a map");
    let svg = Document::parse(wide.svg()).expect("valid XML");
    let lines = svg
        .descendants()
        .find(|node| node.attribute("class") == Some("graticule"))
        .and_then(|lines| lines.attribute("d"))
        .expect("meridians");
    // The first line is a meridian: two points of one abscissa.
    let first = lines.split('M').nth(1).expect("a line");
    let abscissas: Vec<&str> = first
        .split('L')
        .filter_map(|point| point.split(' ').next())
        .collect();
    assert_eq!(abscissas.len(), 2);
    assert_eq!(abscissas[0], abscissas[1]);
    assert!(wide.svg().contains("km in the middle"));
    let narrow = Map::of(network).region(Region::CAUCASUS).draw();
    assert!(!narrow.expect("a map").svg().contains("km in the middle"));
}

#[test]
fn lines_are_as_wide_as_what_goes_over_them() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).expect("a planner");
    let near = planner
        .cheapest(&Request::new("Baku", "Tbilisi"))
        .expect("a route");
    let far = planner
        .cheapest(&Request::new("Baku", "Batumi"))
        .expect("a route");
    let flows = [Flow::new(&near, 300), Flow::new(&far, 100)];
    let map = Map::world(planner.world()).flows(&flows, "containers");
    let drawing = map.draw().expect("a map");
    let svg = Document::parse(drawing.svg()).expect("valid XML");
    let group = svg
        .descendants()
        .find(|node| node.attribute("class") == Some("flows"));
    let mut widths = std::collections::BTreeMap::new();
    for path in group
        .expect("flows")
        .children()
        .filter(|node| node.has_tag_name("path"))
    {
        let width = path.attribute("stroke-width").expect("a width");
        let title = path
            .first_element_child()
            .and_then(|title| title.text())
            .expect("a title");
        let amount = title.split(": ").nth(1).expect("an amount").to_owned();
        assert_eq!(*widths.entry(amount).or_insert(width), width, "{title}");
    }
    let most = if widths.contains_key("400 containers") {
        400
    } else {
        300
    };
    // In proportion, to the tenth of a pixel.
    let least = if most == 400 { "4.5" } else { "6" };
    assert_eq!(widths.get("100 containers"), Some(&least), "{widths:?}");
    let widest = format!("{most} containers");
    assert_eq!(widths.get(&widest), Some(&"18"), "{widths:?}");
    assert!(drawing.svg().contains(&format!(">{widest}</text>")));
}

#[test]
fn two_maps_stand_side_by_side_and_mark_what_is_not_the_same() {
    let network = Network::europe_central_asia();
    let today = Scenario::on(date(2026, 11, 22));
    let opened = today.clone().with(Change::open("TRIPP-rail"));
    let [before, after] = [today, opened].map(|it| it.apply(network).expect("the scenario fits"));
    let region = Region::CAUCASUS;
    let (left, right) = (
        Map::world(&before).title("before"),
        Map::world(&after).title("after"),
    );
    let pair = left.region(region).beside(right).draw().expect("two maps");
    assert!(
        pair.changed() > 0 && pair.changed() < 20,
        "{}",
        pair.changed()
    );
    assert_eq!(pair.before().region(), pair.after().region());
    assert!(pair.size().0 > pair.before().size().0 + pair.after().size().0);
    let svg = Document::parse(pair.svg()).expect("valid XML");
    let marked = svg
        .descendants()
        .filter(|node| node.attribute("class") == Some("changed"));
    assert_eq!(marked.count(), 2);
    let mut ids: Vec<&str> = svg
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are each there once");
    let same = Map::world(&before).beside(Map::world(&before)).draw();
    assert_eq!(same.expect("two maps").changed(), 0);
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

#[test]
fn marks_are_rings_with_words() {
    let marks = [
        Mark::new("KZ-kur", "first"),
        Mark::new("ASCO-ro_ro-KZ-kur-AZ-ala", "second & last"),
        Mark::new("TMKRW", "third"),
        Mark::new("x-ge-tr-kartsakhi-rail", "beyond the frame"),
        Mark::new("nowhere", "fourth"),
    ];
    let map = Map::of(Network::europe_central_asia()).region(Region::CASPIAN);
    let plain = map.clone().draw().expect("a map");
    let drawing = map.marks(&marks, "what rings mean").draw().expect("a map");
    assert_eq!((plain.unplaced_marks(), drawing.unplaced_marks()), (0, 1));
    let svg = Document::parse(drawing.svg()).expect("valid XML");
    let group = |class: &str| {
        let mut nodes = svg.descendants();
        nodes
            .find(|node| node.attribute("class") == Some(class))
            .expect("a group")
    };
    let rings = group("marks");
    let rings = rings.children().filter(|node| node.has_tag_name("circle"));
    assert_eq!(rings.count(), 2);
    let words: Vec<&str> = group("mark-words")
        .children()
        .filter_map(|it| it.text())
        .collect();
    let words: Vec<&str> = words
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect();
    assert_eq!(words, ["first; second & last", "third"]);
    assert!(drawing.svg().contains("what rings mean"));
    assert!(!plain.svg().contains("class=\"marks\""));
}

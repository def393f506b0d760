//! A change of a group reaches what belongs to the group, all of it and nothing else.

use jiff::civil::{Date, date};
use trade_corridor::network::{End, LinkId, Network};
use trade_corridor::scenario::{Cause, Change, Scenario, Target, TargetKind, World};

const DAY: Date = date(2026, 11, 22);

/// Codes of what a change of `target` closed, each with its kind.
fn reached(network: &Network, kind: TargetKind, name: &str) -> Vec<String> {
    let target = Target::of_kind(kind, name);
    let scenario = Scenario::on(DAY).with(Change::close(target));
    let Ok(world) = scenario.apply(network) else {
        return Vec::new(); // nothing belongs to it
    };
    let changed = |cause: Cause<'_>| matches!(cause, Cause::Change(_));
    let links = network.links().filter(|(id, _)| {
        let standing = world.link_status(*id).unwrap();
        assert_eq!(standing.is_open(), world.is_open_link(*id));
        changed(standing.cause)
    });
    let crossings = network.crossings().filter(|(id, _)| {
        let standing = world.crossing_status(*id).unwrap();
        assert_eq!(standing.is_open(), world.is_open_crossing(*id));
        changed(standing.cause)
    });
    let services = network.services().filter(|(id, _)| {
        let standing = world.service_status(*id).unwrap();
        assert_eq!(standing.is_open(), world.is_open_service(*id));
        changed(standing.cause)
    });
    let links = links.map(|(_, link)| format!("link {}", link.id));
    let crossings = crossings.map(|(_, item)| format!("crossing {}", item.code));
    let services = services.map(|(_, item)| format!("service {}", item.id));
    links.chain(crossings).chain(services).collect()
}

/// The same, looked for among all records.
fn belongs(network: &Network, kind: TargetKind, name: &str) -> Vec<String> {
    let project = network.project_by_id(name);
    let line = network.line_by_id(name);
    let place = network.place_by_code(name);
    let home = |id| network.place(id).unwrap().country.as_str() == name;
    let links = network.links().filter(|(_, link)| match kind {
        TargetKind::Project => {
            link.project == project || network.line(link.line).unwrap().project == project
        }
        TargetKind::Line => Some(link.line) == line,
        TargetKind::Place => [link.from, link.to].contains(&End::Place(place.unwrap())),
        _ => link.country.as_str() == name,
    });
    let crossings = network.crossings().filter(|(_, item)| match kind {
        TargetKind::Project => item.project == project,
        TargetKind::Country => item.countries.iter().any(|side| side.as_str() == name),
        _ => false,
    });
    let services = network.services().filter(|(_, item)| match kind {
        TargetKind::Project => item.project == project,
        TargetKind::Line => false,
        TargetKind::Place => [item.from, item.to].contains(&place.unwrap()),
        _ => home(item.from) || home(item.to),
    });
    let links = links.map(|(_, link)| format!("link {}", link.id));
    let crossings = crossings.map(|(_, item)| format!("crossing {}", item.code));
    let services = services.map(|(_, item)| format!("service {}", item.id));
    links.chain(crossings).chain(services).collect()
}

#[test]
fn groups_of_the_atlas_are_whole() {
    let network = Network::europe_central_asia();
    let mut countries: Vec<&str> = network
        .places()
        .map(|(_, at)| at.country.as_str())
        .collect();
    countries.sort_unstable();
    countries.dedup();
    let projects = network.projects().map(|(_, project)| project.id.as_str());
    let lines = network
        .lines()
        .map(|(_, line)| line.id.as_str())
        .step_by(11);
    let places = network.places().map(|(_, at)| at.code.as_str()).step_by(11);
    let countries = countries
        .into_iter()
        .map(|name| (TargetKind::Country, name));
    let targets = projects.map(|name| (TargetKind::Project, name));
    let targets = targets.chain(lines.map(|name| (TargetKind::Line, name)));
    let targets = targets.chain(places.map(|name| (TargetKind::Place, name)));
    let mut found = [0; 3];
    for (kind, name) in targets.chain(countries) {
        let expected = belongs(network, kind, name);
        assert_eq!(reached(network, kind, name), expected, "{kind:?} {name}");
        for (count, what) in found.iter_mut().zip(["link", "crossing", "service"]) {
            *count += expected.iter().filter(|id| id.starts_with(what)).count();
        }
    }
    assert!(found.iter().all(|count| *count > 50), "{found:?}");
}

#[test]
fn ids_of_a_larger_network_are_open_nowhere_else() {
    let (small, large) = (
        Network::builder().build().unwrap(),
        Network::europe_central_asia(),
    );
    let day = Scenario::on(DAY);
    let (here, there): (World, World) = (day.apply(&small).unwrap(), day.apply(large).unwrap());
    let open: Vec<LinkId> = large.links().map(|(id, _)| id).collect();
    assert!(open.iter().any(|id| there.is_open_link(*id)));
    assert!(!open.iter().any(|id| here.is_open_link(*id)));
    assert!(!large.crossings().any(|(id, _)| here.is_open_crossing(id)));
    assert!(!large.services().any(|(id, _)| here.is_open_service(id)));
}

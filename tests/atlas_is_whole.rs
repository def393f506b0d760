//! The embedded atlas covers what it claims to cover and hangs together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::questions::{DAY, PLANNER, for_most};
use petgraph::unionfind::UnionFind;
use trade_corridor::metric::{Objective, ObjectiveWeights, Verdicts};
use trade_corridor::network::{End, Mode, Network, PlaceId, Role, Status};
use trade_corridor::planner::Request;
use trade_corridor::policy::Policy;
use trade_corridor::router::{Dijkstra, NodeId};
use trade_corridor::scenario::Scenario;

/// Places by the corridors that a freight planner names them with.
const NAMED: &[(&str, &[&str])] = &[
    (
        "Middle Corridor",
        &[
            "Khorgos",
            "Altynkol",
            "Dostyk",
            "Almaty",
            "Beyneu",
            "Aktau",
            "Kuryk",
            "Alat",
            "Baku",
            "Ganja",
            "Böyük Kəsik",
            "Gardabani",
            "Tbilisi",
        ],
    ),
    (
        "Turkmenistan and Uzbekistan",
        &[
            "Türkmenbaşy",
            "Tashkent",
            "Samarkand",
            "Bukhara",
            "Ashgabat",
        ],
    ),
    (
        "Black Sea",
        &["Poti", "Batumi", "Constanța", "Burgas", "Varna"],
    ),
    (
        "Baku-Tbilisi-Kars and on to the Rhine",
        &[
            "Akhalkalaki",
            "Kars",
            "Sivas",
            "Ankara",
            "Istanbul",
            "Kapıkule",
            "Sofia",
            "Bucharest",
            "Belgrade",
            "Budapest",
            "Vienna",
            "Munich",
            "Duisburg",
        ],
    ),
    (
        "southern Armenia",
        &[
            "Horadiz",
            "Aghband",
            "Meghri",
            "Ordubad",
            "Julfa",
            "Nakhchivan",
            "Sadarak",
            "Dilucu",
        ],
    ),
    ("Armenia", &["Ayrum", "Gyumri", "Yerevan", "Yeraskh"]),
    (
        "Northern route",
        &["Brest", "Małaszewicze", "Warsaw", "Moscow"],
    ),
    (
        "Southern route",
        &[
            "Sarakhs",
            "Incheh Borun",
            "Tehran",
            "Tabriz",
            "Razi",
            "Kapıköy",
            "Van",
        ],
    ),
    ("INSTC west", &["Astara", "Yalama", "Astrakhan"]),
    ("Georgian Military Road", &["Upper Lars"]),
];

fn find(name: &str) -> Result<PlaceId, String> {
    let network = Network::europe_central_asia();
    network.find_place(name).map_err(|error| error.to_string())
}

#[test]
fn every_named_place_is_in_the_atlas() {
    let missing: Vec<String> = NAMED
        .iter()
        .flat_map(|(corridor, names)| names.iter().map(move |name| (corridor, name)))
        .filter_map(|(corridor, name)| find(name).err().map(|error| format!("{corridor}: {error}")))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn codes_are_found_as_unece_writes_them() {
    assert_eq!(find("TR MER"), find("TRMER"));
    assert_eq!(find(" kz  ala "), find("KZALA"));
    assert!(find("TR QQQ").is_err());
}

#[test]
fn a_container_gets_from_every_main_place_to_every_other() {
    let (network, operations) = (PLANNER.world().network(), PLANNER.operations());
    let shipment = Request::new("", "").shipment;
    let policy = for_most(Policy::open().compile(PLANNER.world()).unwrap());
    let verdicts = Verdicts::of(operations, &policy, &shipment);
    let quote = PLANNER.model().quote(shipment);
    let model = PLANNER.model();
    let weights = ObjectiveWeights::new(model, &quote, &verdicts, &Objective::Cost).unwrap();
    let named: BTreeSet<PlaceId> = NAMED
        .iter()
        .flat_map(|(_, names)| names.iter())
        .filter_map(|name| find(name).ok())
        .collect();
    let main: Vec<PlaceId> = network
        .places()
        .filter(|(id, place)| place.tier == 1 || named.contains(id))
        .map(|(id, _)| id)
        .collect();
    let label = |id: PlaceId| {
        let place = network.place(id).unwrap();
        format!("{} {}", place.code, place.name)
    };
    let gates: Vec<(PlaceId, NodeId, NodeId)> = main
        .iter()
        .filter_map(|id| Some((*id, operations.gate(*id)?, operations.delivered(*id)?)))
        .collect();
    let mut search = Dijkstra::new();
    let mut unreached: BTreeMap<String, usize> = BTreeMap::new();
    for (from, gate, _) in &gates {
        let reached = search
            .one_to_all(operations.graph(), weights.metric(), &[(*gate, 0)])
            .unwrap();
        for (to, _, delivered) in &gates {
            if to != from && reached.distance(*delivered).is_none() {
                *unreached
                    .entry(format!("from {}", label(*from)))
                    .or_default() += 1;
                *unreached.entry(format!("to {}", label(*to))).or_default() += 1;
            }
        }
    }
    let others = gates.len() - 1;
    unreached.retain(|_, count| *count * 2 > others);
    assert!(unreached.is_empty(), "of {others}: {unreached:#?}");
    assert!(gates.len() >= 200, "only {} main places", gates.len());

    // Border stations and junctions handle no goods, yet goods pass all that are not planned.
    let gate = operations.gate(find("Tbilisi").unwrap()).unwrap();
    let reached = search
        .one_to_all(operations.graph(), weights.metric(), &[(gate, 0)])
        .unwrap();
    let passed: BTreeSet<PlaceId> = operations
        .graph()
        .node_ids()
        .filter(|node| reached.distance(*node).is_some())
        .filter_map(|node| match operations.position(node)?.at {
            End::Place(id) => Some(id),
            End::Crossing(_) => None,
        })
        .collect();
    // A haul over a railway passes places that it does not stop at.
    let inside = operations
        .arcs()
        .filter(|arc| reached.distance(arc.from).is_some() && reached.distance(arc.to).is_some())
        .flat_map(|arc| operations.parts(arc))
        .filter_map(|part| operations.arc(*part))
        .filter_map(|part| match operations.position(part.to)?.at {
            End::Place(id) => Some(id),
            End::Crossing(_) => None,
        });
    let passed: BTreeSet<PlaceId> = passed.into_iter().chain(inside).collect();
    let aside: Vec<String> = main
        .iter()
        .filter(|id| !passed.contains(id))
        .map(|id| label(*id))
        .collect();
    let planned = ["AM-nrn Nrnadzor", "GE-ana Anaklia (planned port)"];
    assert_eq!(aside, planned, "what nothing passes");
}

#[test]
fn the_counts_are_reached() {
    let network = Network::europe_central_asia();
    assert!(
        network
            .places()
            .filter(|(_, place)| place.tier == 1)
            .count()
            >= 280
    );
    assert!(network.places().count() >= 550);
    assert!(network.links().count() >= 1_500);
    assert!(network.services().count() >= 60);
    assert!(network.operators().count() >= 65);
    let both_sides = network.crossings().filter(|(_, crossing)| {
        let sides = crossing.stations.iter().zip(&crossing.countries);
        let mut sides = sides.map(|(station, country)| {
            let place = network.place((*station)?)?;
            (place.country == *country).then_some(())
        });
        sides.all(|side| side.is_some())
    });
    assert!(both_sides.count() >= 180);
    let members = |id| {
        network
            .members()
            .iter()
            .filter(|row| row.consortium == id)
            .count()
    };
    let consortia = network
        .operators()
        .filter(|(id, row)| row.roles.contains(&Role::Consortium) && members(*id) >= 2);
    assert!(consortia.count() >= 4);
    for id in ["TDC", "BTKI", "MCM", "UTLC"] {
        let operator = network.operator_by_id(id).unwrap();
        assert!(members(operator) >= 2, "{id} has members");
    }
    let roads: BTreeSet<_> = network
        .links()
        .filter(|(_, link)| link.mode == Mode::Road)
        .map(|(_, link)| link.country)
        .collect();
    let rails = network.links().filter(|(_, link)| link.mode == Mode::Rail);
    let alone: BTreeSet<_> = rails
        .map(|(_, link)| link.country)
        .filter(|country| !roads.contains(country))
        .collect();
    assert!(alone.is_empty(), "railways without roads beside: {alone:?}");
}

#[test]
fn open_roads_hang_together() {
    let network = Network::europe_central_asia();
    let world = Scenario::on(DAY).apply(network).unwrap();
    let ends: Vec<End> = network
        .places()
        .map(|(id, _)| End::Place(id))
        .chain(network.crossings().map(|(id, _)| End::Crossing(id)))
        .collect();
    let number: BTreeMap<End, usize> = ends.iter().copied().zip(0..).collect();
    let mut islands = UnionFind::new(ends.len());
    let mut used = BTreeSet::new();
    let open = |end: End| match end {
        End::Crossing(id) => world.is_open_crossing(id),
        End::Place(_) => true,
    };
    for (id, link) in network.links() {
        let usable = world.is_open_link(id) && open(link.from) && open(link.to);
        if link.mode == Mode::Road && usable {
            islands.union(number[&link.from], number[&link.to]);
            used.extend([link.from, link.to]);
        }
    }
    let mut by_island: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for end in used {
        let island = islands.find(number[&end]);
        let codes = by_island.entry(island).or_default();
        codes.push(network.end_code(end).unwrap());
    }
    let mut islands: Vec<Vec<&str>> = by_island.into_values().collect();
    islands.sort_by_key(|codes| std::cmp::Reverse(codes.len()));
    assert_eq!(islands.len(), 1, "cut off: {:?}", &islands[1..]);
}

#[test]
fn every_link_lies_in_one_country() {
    let network = Network::europe_central_asia();
    for (_, link) in network.links() {
        for end in [link.from, link.to] {
            let inside = match end {
                End::Place(id) => network.place(id).unwrap().country == link.country,
                End::Crossing(id) => {
                    let crossing = network.crossing(id).unwrap();
                    crossing.mode == link.mode && crossing.countries.contains(&link.country)
                }
            };
            assert!(inside, "{} ends abroad", link.id);
        }
        assert_eq!(
            network.line(link.line).unwrap().country,
            link.country,
            "{}",
            link.id
        );
    }
    // A crossing is a point on a line: a link leads to it from each side.
    let mut sides: BTreeMap<End, BTreeSet<_>> = BTreeMap::new();
    for (_, link) in network.links() {
        for end in [link.from, link.to] {
            sides.entry(end).or_default().insert(link.country);
        }
    }
    let world = Scenario::on(DAY).apply(network).unwrap();
    let one_sided: Vec<&str> = network
        .crossings()
        .filter(|(id, _)| world.is_open_crossing(*id))
        .filter(|(id, _)| {
            sides
                .get(&End::Crossing(*id))
                .is_none_or(|set| set.len() != 2)
        })
        .map(|(_, crossing)| crossing.code.as_str())
        .collect();
    assert!(
        one_sided.is_empty(),
        "open, but no link on a side: {one_sided:?}"
    );
}

#[test]
fn what_is_planned_has_a_project_or_a_date() {
    // A thing that will never open by itself must be something that a scenario can open.
    let network = Network::europe_central_asia();
    for (_, link) in network.links() {
        for state in link.states.states() {
            let coming = matches!(state.status, Status::Planned | Status::UnderConstruction);
            assert!(
                !coming || link.project.is_some(),
                "{} opens with nothing",
                link.id
            );
        }
    }
}

#[test]
fn the_tables_stay_small_in_a_program() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let files = std::fs::read_dir(data).unwrap().map(Result::unwrap);
    let tables = files.filter(|file| file.path().extension().is_some_and(|kind| kind == "csv"));
    let bytes: u64 = tables.map(|file| file.metadata().unwrap().len()).sum();
    assert!(bytes < 2_000_000, "{bytes} bytes");
}

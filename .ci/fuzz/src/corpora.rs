//! Sound inputs, made from the embedded tables when first asked for.

use std::sync::LazyLock;

use jiff::civil::date;
use serde_json::Value;
use trade_corridor::costing::{LoadUnit, Shipment};
use trade_corridor::metric::Objective;
use trade_corridor::network::Network;
use trade_corridor::planner::{Planner, Request};
use trade_corridor::policy::Policy;
use trade_corridor::quantity::Mass;
use trade_corridor::scenario::Scenario;

use crate::edits;

/// The small tables of the tests.
#[path = "../../../tests/tables/mod.rs"]
#[allow(dead_code, unreachable_pub, missing_docs, clippy::pedantic)]
mod tables;

/// Tables as rows of cells, by file.
pub(crate) type Tables = Vec<(String, Vec<Vec<String>>)>;

pub(crate) const MANIFEST: &str = tables::MANIFEST;

pub(crate) static SMALL: LazyLock<Tables> = LazyLock::new(|| {
    let more = tables::MORE
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let overrides = "table,id,column,value,source\nplaces,GETBS,name,Tiflis,S1\n";
    let overrides = [("overrides.csv".to_owned(), overrides.to_owned())];
    let all = tables::sound().into_iter().chain(more).chain(overrides);
    all.map(|(name, text)| (name, edits::rows(&text))).collect()
});

/// The embedded tables.
pub(crate) static LARGE: LazyLock<(String, Tables)> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect("a table");
    let beside = [
        "audit_explained.csv",
        "benchmarks.csv",
        "capacity.csv",
        "demand.csv",
        "factor_groups.csv",
        "links_override.csv",
        "model_errors.csv",
        "project_costs.csv",
    ];
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the tables")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| is_table(name) && !beside.contains(&name.as_str()))
        .collect();
    names.sort_unstable();
    let tables = names.into_iter().map(|name| {
        let rows = edits::rows(&read(&name));
        (name, rows)
    });
    (read("atlas.toml"), tables.collect())
});

pub(crate) static PLANNER: LazyLock<Planner> =
    LazyLock::new(|| Planner::embedded(date(2026, 11, 22)).expect("the embedded tables"));

fn is_table(name: &str) -> bool {
    std::path::Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "csv")
}

/// Every subject of a rule, and every way to combine rules.
const EVERY_RULE: &str = r#"
schema = 1
name = "every rule"
date = 2026-11-22
note = "n"
source = "s"
[[rule]]
label = "territory"
valid_from = 2022-02-24
valid_to = 2030-01-01
exclude.territory = { countries = ["RU", "BY"] }
[[rule]]
exclude.border = { pairs = [["GE", "RU"], ["KZ", "RU"]] }
[[rule]]
exclude.operator = { operators = ["RZD"], roles = ["railway_undertaking"] }
[[rule]]
exclude.domicile = { countries = ["RU"], roles = ["terminal", "road_carrier"] }
[[rule]]
exclude.owner = { countries = ["RU"], owners = ["RZD"], method = "aggregate 50 %" }
[[rule]]
exclude.member = { countries = ["RU"] }
[[rule]]
exclude.call = { countries = ["RU"], places = ["Novorossiysk"] }
[[rule]]
exclude.flag = { countries = ["RU"] }
[[rule]]
require.mode = { modes = ["rail", "sea", "road"] }
[[rule]]
exclude.gauge_change = {}
[[rule]]
limit.transhipments = 6
[[rule]]
limit.borders = 9
[[rule]]
limit.hours = 900
[[rule]]
limit.usd = 20000
[[rule]]
all = [{ exclude = { territory = { countries = ["RU"] } } }, { not = { exclude = { mode = { modes = ["road"] } } } }]
[[rule]]
any = [{ exclude = { territory = { countries = ["IR"] } } }, { exclude = { mode = { modes = ["sea"] } } }]
"#;

/// Every change that needs no id of the tables.
const EVERY_CHANGE: &str = r#"
schema = 1
name = "every change"
date = 2029-01-01
[[change]]
label = "opens"
open = "project:TRIPP-rail"
[[change]]
opens_on = { what = "project:TRIPP-road", date = 2028-06-01 }
[[change]]
close_transit = { country = "RU" }
[[change]]
scale_tariffs = { scope = { country = "GE" }, percent = 120 }
[[change]]
border_time = { from = "GE", to = "TR", hours = 12, hours_p90 = 24 }
[[change]]
capacity = { what = "place:AZALT", percent_left = 50 }
[[change]]
add_link = { id = "new", from = "Baku", to = "Tbilisi", mode = "road", country = "AZ", length_km = 500 }
"#;

fn documents<T>(
    names: impl Iterator<Item = &'static str>,
    every: &str,
    text: impl Fn(&str) -> T,
) -> Vec<T> {
    names.map(&text).chain([text(every)]).collect()
}

pub(crate) static POLICIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    documents(Policy::presets(), EVERY_RULE, |name| {
        match Policy::preset(name) {
            Ok(policy) => policy.to_toml().expect("a preset"),
            Err(_) => name.to_owned(),
        }
    })
});

pub(crate) static SCENARIOS: LazyLock<Vec<String>> = LazyLock::new(|| {
    documents(
        Scenario::presets(),
        EVERY_CHANGE,
        |name| match Scenario::preset(name) {
            Ok(scenario) => scenario.to_toml().expect("a preset"),
            Err(_) => name.to_owned(),
        },
    )
});

/// Questions with answers.
const TRIPS: [(&str, &str); 8] = [
    ("Khorgos", "Istanbul"),
    ("Tashkent", "Istanbul"),
    ("Baku", "Tbilisi"),
    ("Almaty", "Constanta"),
    ("Aktau", "Poti"),
    ("Xi'an", "Duisburg"),
    ("Ashgabat", "Mersin"),
    ("Yerevan", "Tbilisi"),
];

pub(crate) static REQUESTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let units = [
        LoadUnit::Container40,
        LoadUnit::Container20,
        LoadUnit::Trailer,
        LoadUnit::Wagon,
    ];
    let shipments = units.map(|unit| Shipment::new(unit, Mass::from_kg(18_000)).expect("18 t"));
    let mut policies: Vec<Policy> = Policy::presets()
        .filter_map(|name| Policy::preset(name).ok())
        .collect();
    policies.push(Policy::from_toml("every", EVERY_RULE).expect("a policy"));
    let trips = TRIPS
        .iter()
        .zip(shipments.iter().cycle())
        .zip(policies.iter().cycle());
    let requests = trips.map(|(((from, to), shipment), policy)| {
        let request = Request::new(*from, *to)
            .shipment(*shipment)
            .policy(policy.clone());
        serde_json::to_value(request).expect("a request")
    });
    requests.collect()
});

/// Routes as they are saved, without the certificate every other time.
pub(crate) static ROUTES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut routes = Vec::new();
    for (from, to) in TRIPS {
        for objective in [Objective::Cost, Objective::Time, Objective::Distance] {
            let request = Request::new(from, to).policy(Policy::russia_excluded());
            let Ok(mut route) = PLANNER.best(&request, &objective) else {
                continue;
            };
            if routes.len() % 2 == 1 {
                route.certificate = None;
            }
            routes.push(serde_json::to_value(route).expect("a route"));
        }
    }
    assert!(routes.len() > 12, "{} routes", routes.len());
    routes
});

/// The records of a small network as they are saved.
pub(crate) static RECORDS: LazyLock<Value> = LazyLock::new(|| {
    let texts = SMALL
        .iter()
        .map(|(name, rows)| (name.clone(), edits::csv(rows)));
    let network = trade_corridor::atlas::Atlas::texts(MANIFEST, texts);
    let network = network
        .and_then(|atlas| atlas.load())
        .expect("the small tables");
    let file = saved(&network);
    let body = file
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a first line");
    serde_json::from_slice(&file[body + 1..]).expect("JSON")
});

pub(crate) fn saved(network: &Network) -> Vec<u8> {
    let mut file = Vec::new();
    network.save(&mut file).expect("a vector takes it");
    file
}

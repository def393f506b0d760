//! Policies, scenarios, requests and routes, as TOML and as JSON.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use trade_corridor::metric::Objective;
use trade_corridor::planner::{Error, Planner, Request};
use trade_corridor::policy::Policy;
use trade_corridor::route::Route;
use trade_corridor::scenario::Scenario;
use trade_corridor::verify::verify_in;

use super::{reads, same};
use crate::corpora::{PLANNER, POLICIES, REQUESTS, ROUTES, SCENARIOS};
use crate::edits::{self, Edit, edits};
use crate::run::{Tally, Verdict, cases};

/// A document of the corpus, edits of its nodes, and whether those are edits of its letters.
fn document() -> impl Strategy<Value = (usize, Vec<Edit>, bool)> {
    (
        any::<u16>().prop_map(usize::from),
        edits(),
        prop::bool::weighted(0.3),
    )
}

/// A document as text or as nodes, edited.
enum Edited {
    Text(String),
    Nodes(Value),
}

fn edited(corpus: &[String], (which, edits, letters): &(usize, Vec<Edit>, bool)) -> Edited {
    let mut text = corpus[edits::round(*which, corpus.len())].clone();
    if *letters {
        for edit in edits {
            edits::text(&mut text, edit);
        }
        return Edited::Text(text);
    }
    let table: toml::Table = text.parse().expect("the corpus is TOML");
    let mut nodes = serde_json::to_value(table).expect("tables are JSON");
    for edit in edits {
        edits::json(&mut nodes, edit);
    }
    Edited::Nodes(nodes)
}

/// What is read from JSON is the same when written and read again.
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> Verdict {
    let text =
        serde_json::to_string(value).map_err(|error| format!("read and not written: {error}"))?;
    let again: T = serde_json::from_str(&text)
        .map_err(|error| format!("written and refused: {error}\n{text}"))?;
    same("as JSON", &again, value)
}

/// Where a document can be written as TOML too.
fn through_toml<T: PartialEq + std::fmt::Debug, E: std::fmt::Display>(
    value: &T,
    written: Result<String, E>,
    read: impl Fn(&str) -> Result<T, E>,
) -> Verdict {
    let text = written.map_err(|error| format!("read and not written: {error}"))?;
    let again = read(&text).map_err(|error| format!("written and refused: {error}\n{text}"))?;
    same("as TOML", &again, value)
}

/// The best route by two objectives; no answer that fails its check.
fn ask(planner: &Planner, request: &Request) -> Verdict {
    for objective in [Objective::Cost, Objective::Time] {
        match planner.best(request, &objective) {
            Err(Error::Unverified(error)) => {
                return Err(format!("{objective:?} is unverified: {error}"));
            }
            Err(error) => reads(&error)?,
            Ok(route) => {
                let checked = verify_in(&route, &request.policy, planner.world());
                checked.map_err(|error| format!("{objective:?} fails the check: {error}"))?;
            }
        }
    }
    Ok(())
}

pub(crate) fn policies(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    cases(runner, tally, &document(), |case, tally| {
        let read = match edited(&POLICIES, case) {
            Edited::Text(text) => {
                Policy::from_toml("edited", &text).map_err(|error| error.to_string())
            }
            Edited::Nodes(nodes) => {
                serde_json::from_value(nodes).map_err(|error| error.to_string())
            }
        };
        let policy = match read {
            Ok(policy) => policy,
            Err(error) => return reads(&error),
        };
        tally.accept();
        round_trip(&policy)?;
        through_toml(&policy, policy.to_toml(), |text| {
            Policy::from_toml("again", text)
        })?;
        reads(&policy)?;
        match policy.compile(PLANNER.world()) {
            Err(error) => reads(&error),
            Ok(_) => ask(
                &PLANNER,
                &Request::new("Tashkent", "Istanbul").policy(policy),
            ),
        }
    })
}

pub(crate) fn scenarios(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    cases(runner, tally, &document(), |case, tally| {
        let read = match edited(&SCENARIOS, case) {
            Edited::Text(text) => {
                Scenario::from_toml("edited", &text).map_err(|error| error.to_string())
            }
            Edited::Nodes(nodes) => {
                serde_json::from_value(nodes).map_err(|error| error.to_string())
            }
        };
        let scenario: Scenario = match read {
            Ok(scenario) => scenario,
            Err(error) => return reads(&error),
        };
        tally.accept();
        round_trip(&scenario)?;
        through_toml(&scenario, scenario.to_toml(), |text| {
            Scenario::from_toml("again", text)
        })?;
        match scenario.apply(PLANNER.world().network()) {
            Err(error) => reads(&error),
            // operations take long to make
            Ok(_) if case.0 % 8 != 0 => Ok(()),
            Ok(world) => match Planner::new(world.network(), &scenario) {
                Err(error) => reads(&error),
                Ok(planner) => ask(&planner, &Request::new("Tashkent", "Istanbul")),
            },
        }
    })
}

fn node(corpus: &[Value], which: usize, edits: &[Edit]) -> Value {
    let mut nodes = corpus[edits::round(which, corpus.len())].clone();
    for edit in edits {
        edits::json(&mut nodes, edit);
    }
    nodes
}

pub(crate) fn requests(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    cases(
        runner,
        tally,
        &document(),
        |(which, edits, letters), tally| {
            let mut text = node(&REQUESTS, *which, if *letters { &[] } else { edits }).to_string();
            for edit in edits.iter().filter(|_| *letters) {
                edits::text(&mut text, edit);
            }
            match serde_json::from_str::<Request>(&text) {
                Err(error) => reads(&error),
                Ok(request) => {
                    tally.accept();
                    round_trip(&request)?;
                    ask(&PLANNER, &request)
                }
            }
        },
    )
}

/// What a route states beside its certificate, which may be left out.
fn stated(mut route: Route) -> Route {
    route.certificate = None;
    route
}

pub(crate) fn routes(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    let sound: Vec<Route> = ROUTES
        .iter()
        .map(|saved| {
            serde_json::from_value(saved.clone())
                .map(stated)
                .expect("a saved route")
        })
        .collect();
    cases(
        runner,
        tally,
        &document(),
        |(which, edits, letters), tally| {
            let mut text = node(&ROUTES, *which, if *letters { &[] } else { edits }).to_string();
            for edit in edits.iter().filter(|_| *letters) {
                edits::text(&mut text, edit);
            }
            let route: Route = match serde_json::from_str(&text) {
                Ok(route) => route,
                Err(error) => return reads(&error),
            };
            round_trip(&route)?;
            reads(&route)?;
            let drawn = route.geojson(PLANNER.world().network());
            reads(&drawn)?;
            for policy in [Policy::russia_excluded(), Policy::open()] {
                match verify_in(&route, &policy, PLANNER.world()) {
                    Err(error) => reads(&error)?,
                    Ok(_) => {
                        tally.accept();
                        let route = stated(route.clone());
                        if !sound.contains(&route) {
                            return Err(format!("passes the check: {}", serde_json::json!(route)));
                        }
                    }
                }
            }
            Ok(())
        },
    )
}

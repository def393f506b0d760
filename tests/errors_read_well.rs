//! Errors and answers have stable codes, can be saved, and read well when `main` returns them.

use std::collections::BTreeSet;
use std::fmt::Debug;

use crate::maps;
use crate::questions::PLANNER;
use serde::Serialize;
use serde_json::Value;
use trade_corridor::Error;
use trade_corridor::analysis::calibration::{Benchmark, BenchmarkError};
use trade_corridor::analysis::demand::{DemandError, RowFaultKind};
use trade_corridor::analysis::game::GameError;
use trade_corridor::analysis::interdiction::InterdictionError;
use trade_corridor::analysis::projects::ProjectsError;
use trade_corridor::analysis::settlement::{Division, SettlementError, divide};
use trade_corridor::analysis::toll::TollError;
use trade_corridor::atlas::{Atlas, AtlasError, SnapshotError};
use trade_corridor::code::CodeError;
use trade_corridor::costing::ShipmentError;
use trade_corridor::network::{PlaceError, PlaceKind, Validity};
use trade_corridor::planner::{EngineError, ErrorKind, Reason};
use trade_corridor::policy::{Limit, PolicyError, Subject};
use trade_corridor::prelude::*;
use trade_corridor::quantity::QuantityError;
use trade_corridor::router::{AlternativeLimits, FrontLimits};
use trade_corridor::scenario::ScenarioError;
use trade_corridor::verify::{Disorder, Mismatch, Misstatement, VerifyError};

fn asked(from: &str, to: &str) -> Result<Route, Error> {
    PLANNER.cheapest(&Request::new(from, to))
}

/// One error of each kind that a caller can make, by `?` from where it comes.
fn mistakes() -> Vec<(&'static str, Error)> {
    fn of<T>(code: &'static str, result: Result<T, impl Into<Error>>) -> (&'static str, Error) {
        let Err(error) = result else {
            panic!("{code} is no error")
        };
        (code, error.into())
    }
    let network = Network::europe_central_asia();
    let today = Scenario::on(date(2026, 11, 22));
    let policy = |rule: Rule| Policy::new("mine").with(rule).compile(PLANNER.world());
    let under = |change: Change| today.clone().with(change).apply(network);
    let limited = Policy::new("few").with(Rule::Limit(Limit::Borders(1)));
    let shipment = Request::new("", "").shipment;
    let request = Request::new("Baku", "Tbilisi");
    let reversed = Validity::new(Some(date(2027, 1, 1)), Some(date(2026, 1, 1)));
    let georgia = Policy::country_excluded("GE".parse().unwrap());
    let route = PLANNER.cheapest(&request).unwrap();
    let small = maps::caucasus();
    let foreign = network.find_place("Vienna").unwrap();
    let ambiguous = PlaceError::Ambiguous {
        query: "Santiago".to_owned(),
        candidates: vec!["ESSCQ".to_owned(), "CLSCL".to_owned()],
    };
    vec![
        of("place_unknown", asked("Khorgos", "Istambul")),
        of("place_outside", asked("Khorgos", "New York, US")),
        of("place_ambiguous", Err::<(), _>(ambiguous)),
        of(
            "place_foreign",
            Planner::new(&small, &Scenario::on(maps::DAY)).and_then(|planner| {
                let places = [foreign];
                planner.matrix(
                    &places,
                    &places,
                    &shipment,
                    &Policy::open(),
                    &Objective::Cost,
                )
            }),
        ),
        of("policy_unknown_name", policy(Rule::exclude_operator("RZB"))),
        of(
            "policy_unreadable",
            Policy::from_toml("p.toml", "schema = 1\nno toml"),
        ),
        of("policy_unknown_preset", Policy::preset("rusia-excluded")),
        of("scenario_unknown_name", under(Change::open("TRIP-rail"))),
        of("scenario_unknown_preset", Scenario::preset("tripp-open")),
        of(
            "limits_not_prepared",
            PLANNER.prepare(&shipment, &limited, &Objective::Cost),
        ),
        of(
            "objectives",
            PLANNER.compromises(&request, &[Objective::Cost], FrontLimits::default()),
        ),
        of("tables_unreadable", Atlas::folder("no/such/folder")),
        of("network_file_is_none", Network::load(&b"nothing\n"[..])),
        of("quantity_negative", Mass::from_tonnes(-1.0)),
        of(
            "shipment_overloaded",
            Shipment::container_20ft(Mass::from_kg(60_000)),
        ),
        of("code_unknown_country", "XX".parse::<Country>()),
        of("word", "plane".parse::<Mode>()),
        of("dates_reversed", reversed),
        of(
            "route_breaks_rule",
            verify(&route, &georgia, network, &today),
        ),
        of("benchmark_missing_column", Benchmark::table("id\nmine\n")),
        of(
            "settlement_unknown_operator",
            divide(network, "nobody", date(2026, 11, 22), &[], Division::Equity),
        ),
    ]
}

#[test]
fn every_error_converts_and_reads_as_it_prints() {
    for (code, error) in mistakes() {
        assert_eq!(
            (error.code(), error.kind()),
            (code, ErrorKind::Input),
            "{error}"
        );
        let (shown, debug) = (error.to_string(), format!("{error:?}"));
        assert_eq!(shown, debug);
        assert!(!debug.contains(" { "), "a dump of fields: {debug}");
        assert!(
            !shown.ends_with('.') && !shown.starts_with(char::is_uppercase),
            "{shown}"
        );
        assert_eq!(error.clone(), error);
        let json: Value = serde_json::to_value(&error).unwrap();
        assert_eq!(
            (&json["code"], &json["kind"]),
            (&code.into(), &"input".into())
        );
        assert_eq!(json["message"], shown.as_str());
        assert!(format!("{error:#?}").contains(code), "all of it on request");
        assert!(error.into_no_route().is_err());
    }
}

/// What `fn main() -> Result<(), Error>` prints after `Error: `.
#[test]
fn an_error_that_main_returns_tells_what_to_do() {
    let main = || -> Result<(), Error> {
        let policy = Policy::preset("russia-excluded")?.with(Rule::exclude_operator("RZB"));
        PLANNER.cheapest(&Request::new("Baku", "Tbilisi").policy(policy))?;
        Ok(())
    };
    assert_eq!(
        format!("Error: {:?}", main().unwrap_err()),
        "Error: rule `without operator RZB`: `RZB` is no known operator; did you mean `RZD`?"
    );
    let boxed = || -> Result<(), Box<dyn std::error::Error>> {
        asked("Khorgos", "Istambul")?;
        Ok(())
    };
    let text = format!("Error: {:?}", boxed().unwrap_err());
    assert!(
        text.starts_with("Error: `Istambul` is no known place; did you mean TRIST"),
        "{text}"
    );
    // Errors of single modules read the same without the detour.
    let readings: [(&dyn Debug, &str); 4] = [
        (&"XX".parse::<Country>().unwrap_err(), "`XX` is not an ISO"),
        (
            &Policy::preset("opn").unwrap_err(),
            "`opn` is no embedded policy; did you mean `open`?",
        ),
        (
            &Scenario::preset("x").unwrap_err(),
            "`x` is no embedded scenario",
        ),
        (
            &Atlas::folder("no/such").unwrap_err(),
            "cannot read `no/such`: ",
        ),
    ];
    for (error, start) in readings {
        assert!(format!("{error:?}").starts_with(start), "{error:?}");
    }
}

#[test]
fn data_of_an_error_is_in_its_serialised_form() {
    let json = |error: Error| serde_json::to_value(&error).unwrap();
    let place = json(asked("Khorgos", "Istambul").unwrap_err());
    assert_eq!(place["query"], "Istambul");
    assert_eq!(place["nearest"][0], "TRIST (Istanbul, TR)");
    let policy = Policy::from_toml(
        "p.toml",
        "schema = 1\n[[rule]]\nexclude.operator.operators = [\"RZB\"]\n",
    );
    let error = policy.unwrap().compile(PLANNER.world()).unwrap_err();
    let policy = json(error.into());
    assert_eq!(policy["at"]["read_from"]["file"], "p.toml");
    assert_eq!(
        (&policy["at"]["read_from"]["line"], &policy["nearest"]),
        (&2.into(), &"RZD".into())
    );
    let tables = [("places.csv", "code,name\nX,Y\n")];
    let tables = tables.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let manifest = "schema = 1\nname = \"x\"\nprice_year = 2025\n";
    let faults = json(
        Atlas::texts(manifest, tables)
            .and_then(|atlas| atlas.load())
            .unwrap_err()
            .into(),
    );
    assert_eq!(
        (&faults["code"], &faults["faults"][0]["file"]),
        (&"tables_faulty".into(), &"places.csv".into())
    );
    let none = json(asked("Baku", "Baku").unwrap_err());
    assert_eq!(
        (&none["code"], &none["kind"]),
        (&"same_place".into(), &"no_route".into())
    );
    assert_eq!(none["no_route"]["reason"]["code"], "same_place");
    let many = [
        Scenario::on(date(2026, 11, 22)),
        Scenario::on(date(2026, 11, 22)).with(Change::open("x")),
    ];
    let network = Network::europe_central_asia();
    let request = Request::new("", "");
    let error = trade_corridor::planner::Ensemble::new(
        network,
        &many,
        &request.shipment,
        &request.policy,
        &Objective::Cost,
    );
    let error = error.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("scenario 1: change `x is open`"),
        "{error}"
    );
    let error = json(error);
    assert_eq!(
        (&error["code"], &error["scenario_index"]),
        (&"scenario_unknown_name".into(), &1.into())
    );
}

#[test]
fn no_code_stands_for_two_things() {
    let all = [
        Reason::CODES,
        EngineError::CODES,
        PlaceError::CODES,
        PolicyError::CODES,
        ScenarioError::CODES,
        AtlasError::CODES,
        SnapshotError::CODES,
        QuantityError::CODES,
        CodeError::CODES,
        ShipmentError::CODES,
        VerifyError::CODES,
        Mismatch::CODES,
        Misstatement::CODES,
        Disorder::CODES,
        SettlementError::CODES,
        BenchmarkError::CODES,
        DemandError::CODES,
        RowFaultKind::CODES,
        GameError::CODES,
        InterdictionError::CODES,
        ProjectsError::CODES,
        TollError::CODES,
        &["place_foreign", "limits_not_prepared", "objectives"],
        &["records_faulty", "word", "dates_reversed", "unverified"],
    ];
    let mut known = BTreeSet::new();
    for code in all.into_iter().flatten() {
        let fits = |c: char| c.is_ascii_lowercase() || c == '_';
        assert!(code.chars().all(fits) && known.insert(*code), "`{code}`");
    }
}

fn saved<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

/// A question for each reason that a planner can give.
fn unanswered() -> Vec<(&'static str, Planner, Request)> {
    let on = |name: &str| {
        let scenario = Scenario::preset(name).unwrap();
        Planner::new(Network::europe_central_asia(), &scenario).unwrap()
    };
    let small = Planner::new(&maps::caucasus(), &Scenario::on(maps::DAY)).unwrap();
    let without = |subject: Subject| Policy::new("mine").with(Rule::Exclude(subject));
    let modes = without(Subject::Mode {
        modes: Mode::ALL.to_vec(),
    });
    let limits = Policy::new("few").with(Rule::Limit(Limit::Borders(0)));
    let network = Network::europe_central_asia();
    let junction = network
        .places()
        .find(|(_, place)| place.kinds.is_empty() || place.kinds == [PlaceKind::Junction]);
    let junction = junction.map(|(_, place)| place.code.to_string());
    let today = on("status-quo");
    let wagon = Shipment::wagon(Mass::from_kg(60_000)).unwrap();
    vec![
        ("same_place", today.clone(), Request::new("Baku", "Baku")),
        (
            "no_terminal",
            today.clone(),
            Request::new("Baku", junction.unwrap()),
        ),
        (
            "endpoint_excluded",
            today.clone(),
            Request::new("Moscow", "Baku").policy(Policy::russia_excluded()),
        ),
        (
            "blocked_by_rules",
            today.clone(),
            Request::new("Almaty", "Istanbul").policy(modes),
        ),
        (
            "limits_too_tight",
            today,
            Request::new("Almaty", "Istanbul").policy(limits),
        ),
        (
            "rules_unmet",
            on("status-quo"),
            Request::new("Baku", "Tbilisi").must_use(Subject::Crossing {
                crossings: vec!["x-ru-ua-kozacha-lopan-rail".to_owned()],
            }),
        ),
        (
            "not_sold",
            small.clone(),
            Request::new("Poti", "Novorossiysk"),
        ),
        (
            "not_open",
            on("iran-closed"),
            Request::new("AZ-ord", "TRIST").shipment(wagon),
        ),
        ("unconnected", small, Request::new("Novorossiysk", "Poti")),
    ]
}

#[test]
fn every_reason_is_the_same_answer_wherever_it_is_asked_for() {
    // `own_objectives` asks what is not weighed
    let mut codes = BTreeSet::from(["unexamined", "not_weighed"]);
    for (code, planner, request) in unanswered() {
        let told = |result: Result<_, Error>| -> NoRoute {
            let error: Error = match result {
                Ok(()) => panic!("{code}: there is a route"),
                Err(error) => error,
            };
            error
                .into_no_route()
                .unwrap_or_else(|error| panic!("{code}: {error}"))
        };
        let single = told(planner.cheapest(&request).map(drop));
        assert_eq!(single.code(), code, "{single}");
        codes.insert(code);
        assert_eq!(saved(&single)["reason"]["code"], code);
        assert_eq!(
            serde_json::from_value::<NoRoute>(saved(&single)).unwrap(),
            single
        );
        assert_eq!(format!("{single:?}"), single.to_string());
        let Request {
            policy, shipment, ..
        } = &request;
        let network = planner.world().network();
        let ends = [&request.from, &request.to].map(|name| network.find_place(name).unwrap());
        assert_eq!(
            single.from().code,
            network.place(ends[0]).unwrap().code.as_str()
        );
        assert_eq!(
            single.to().code,
            network.place(ends[1]).unwrap().code.as_str()
        );

        let why = planner.why_not(&request).unwrap();
        assert_eq!(why.cause(), Some(&single));
        if code == "limits_too_tight" {
            continue; // limits are asked for one by one
        }
        let cost = Objective::Cost;
        let limits = AlternativeLimits::default();
        assert_eq!(
            told(planner.alternatives(&request, &cost, limits).map(drop)),
            single
        );
        let both = [Objective::Cost, Objective::Time];
        let front = planner.compromises(&request, &both, FrontLimits::default());
        if code != "not_sold" {
            assert_eq!(told(front.map(drop)), single);
        }
        // Many at once: what is known without a search, and else that no way was found.
        let matrix = planner
            .matrix(&ends[..1], &ends[1..], shipment, policy, &cost)
            .unwrap();
        let cell = matrix.get(0, 0).unwrap().clone().unwrap_err();
        let prepared = planner.prepare(shipment, policy, &cost).unwrap();
        assert_eq!(told(prepared.route(ends[0], ends[1]).map(drop)), cell);
        assert_eq!(told(prepared.least(ends[0], ends[1]).map(drop)), cell);
        match code {
            "same_place" | "no_terminal" | "endpoint_excluded" => assert_eq!(cell, single),
            _ => {
                assert_eq!(cell.reason(), &Reason::Unexamined, "{code}");
                assert_eq!((cell.from(), cell.to()), (single.from(), single.to()));
                assert_eq!(saved(&cell)["reason"]["code"], "unexamined");
            }
        }
    }
    assert_eq!(codes, Reason::CODES.iter().copied().collect());
}

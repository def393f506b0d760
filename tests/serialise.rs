//! What is written down is read back the same, and nothing unsound is read.

use crate::questions::{DAY, PLANNER, pairs, policies, shipments};
use serde::Serialize;
use serde::de::DeserializeOwned;
use trade_corridor::code::{Country, Locode};
use trade_corridor::costing::{LoadUnit, Shipment};
use trade_corridor::metric::{GeneralisedCost, Objective, Weighing};
use trade_corridor::network::{Conveyance, Validity};
use trade_corridor::planner::Request;
use trade_corridor::policy::Policy;
use trade_corridor::quantity::{
    Distance, Duration, Emissions, Mass, Money, Rate, Share, TravelTime,
};
use trade_corridor::route::Route;
use trade_corridor::scenario::Scenario;

fn twice<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(read, *value);
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}

#[test]
fn routes_requests_and_shipments_come_back() {
    let (shipments, policies) = (shipments(), policies());
    let mut routes = 0;
    for (index, (from, to)) in pairs(11, 24).into_iter().enumerate() {
        let request = Request::new(from, to)
            .shipment(shipments[index % shipments.len()])
            .policy(policies[index % policies.len()].clone());
        twice(&request);
        twice(&request.shipment);
        if let Ok(route) = PLANNER.cheapest(&request) {
            twice(&route);
            routes += 1;
            // A request that was written down has the same answer.
            let text = serde_json::to_string(&request).unwrap();
            let again: Request = serde_json::from_str(&text).unwrap();
            assert_eq!(PLANNER.cheapest(&again).unwrap(), route);
        }
    }
    assert!(routes >= 12, "only {routes} routes");
    twice(&Request::new("Baku", "Tbilisi"));
}

#[test]
fn policies_and_scenarios_come_back() {
    for name in Policy::presets() {
        twice(&Policy::preset(name).unwrap());
    }
    for name in Scenario::presets() {
        twice(&Scenario::preset(name).unwrap());
    }
    twice(&Policy::open());
    twice(&Scenario::on(DAY));
}

#[test]
fn objectives_come_back() {
    twice(&Objective::Distance);
    twice(&Objective::DIRECT);
    let usual: Objective = serde_json::from_str(r#"{"direct":{}}"#).unwrap();
    assert_eq!(usual, Objective::DIRECT);
    twice(&Objective::Generalised(GeneralisedCost {
        value_of_time: Rate::from_usd(0.5).unwrap(),
        reliability_per_mille: 800,
        carbon_price: Rate::from_usd(80.0).unwrap(),
    }));
}

#[test]
fn values_and_differences_come_back() {
    let objectives = [
        Objective::Distance,
        Objective::Cost,
        Objective::Time,
        Objective::Emissions,
        Objective::custom("own", |_: &Weighing<'_>| None),
    ];
    for objective in objectives {
        for units in [0, 7, u64::from(u32::MAX) * 9] {
            let (value, other) = (objective.value(units), objective.value(5));
            twice(&value);
            twice(&value.difference(other).unwrap());
            assert_eq!(value.units(), units);
        }
    }
}

#[test]
fn sound_quantities_come_back() {
    twice(&Distance::from_km(1_234.567).unwrap());
    twice(&Duration::from_hours(78.5).unwrap());
    twice(&Mass::from_tonnes(28.8).unwrap());
    twice(&Emissions::from_kg(1.5).unwrap());
    twice(&Money::from_cents(-123));
    twice(&Rate::from_usd(0.000_125).unwrap());
    twice(&"1/3".parse::<Share>().unwrap());
    let wait = TravelTime::new(Duration::from_minutes(60), Duration::from_minutes(600));
    twice(&wait);
    twice(&"TRIST".parse::<Locode>().unwrap());
    twice(&"KZ".parse::<Country>().unwrap());
    twice(&"wagon-1520".parse::<Conveyance>().unwrap());
    twice(&Validity::new(Some(DAY), None).unwrap());
}

#[track_caller]
fn refused<T: DeserializeOwned + std::fmt::Debug>(texts: &[&str]) {
    for text in texts {
        let read = serde_json::from_str::<T>(text);
        assert!(read.is_err(), "{text} was read as {read:?}");
    }
}

#[test]
fn unsound_quantities_are_refused() {
    let bad = [
        "-1",
        "0.5",
        "null",
        "\"12\"",
        "1e400",
        "NaN",
        "[1]",
        "true",
        "18446744073709551616",
    ];
    refused::<Distance>(&bad);
    refused::<Duration>(&bad);
    refused::<Mass>(&bad);
    refused::<Emissions>(&bad);
    refused::<Rate>(&bad);
    refused::<Money>(&[
        "0.5",
        "null",
        "\"12\"",
        "1e400",
        "NaN",
        "9223372036854775808",
    ]);
    refused::<Share>(&[
        "-1",
        "0.5",
        "1",
        "null",
        "\"4/3\"",
        "\"1/0\"",
        "\"-1\"",
        "\"2/3 %\"",
    ]);
    refused::<TravelTime>(&[
        r#"{"median":60}"#,
        r#"{"median":-60,"p90":60}"#,
        r#"{"median":600,"p90":60}"#,
    ]);
}

#[test]
fn unsound_codes_dates_and_words_are_refused() {
    refused::<Country>(&["\"XX\"", "\"ge\"", "\"GEO\"", "\"\"", "7"]);
    refused::<Locode>(&["\"Istanbul\"", "\"TRis\"", "\"KZ-DST\"", "\"\"", "null"]);
    refused::<Conveyance>(&["\"wagon\"", "\"wagon-broad\"", "\"plane\""]);
    refused::<Validity>(&[
        r#"{"from":"2027-01-01","to":"2026-01-01"}"#,
        r#"{"from":"2026-02-30","to":null}"#,
    ]);
    refused::<Objective>(&["\"scenery\"", r#"{"generalised":{}}"#]);
}

#[test]
fn unsound_shipments_are_refused() {
    let sound = r#"{"unit":"40ft","count":1,"mass_kg":20000,"plate":"TR","value":null}"#;
    assert!(serde_json::from_str::<Shipment>(sound).is_ok());
    for (from, to) in [
        ("\"count\":1", "\"count\":0"),
        ("\"count\":1", "\"count\":100001"),
        ("\"count\":1", "\"count\":-1"),
        ("20000", "28801"),
        ("20000", "-1"),
        ("20000", "1e30"),
        ("40ft", "41ft"),
        ("\"TR\"", "\"XX\""),
    ] {
        let text = sound.replace(from, to);
        assert_ne!(text, sound);
        refused::<Shipment>(&[&text]);
        let request = format!(r#"{{"from":"A","to":"B","shipment":{text},"policy":{{}}}}"#);
        refused::<Request>(&[&request]);
    }
}

#[test]
fn unsound_rules_are_refused() {
    let text = serde_json::to_string(&Policy::russia_excluded()).unwrap();
    assert!(serde_json::from_str::<Policy>(&text).is_ok());
    for (from, to) in [
        ("\"RU\"", "\"XX\""),
        ("territory", "teritory"),
        ("exclude", "exlcude"),
    ] {
        assert!(text.contains(from), "{text}");
        refused::<Policy>(&[&text.replace(from, to)]);
    }
    refused::<Route>(&["{}", "null"]);
}

/// What is not understood is not left out in silence: a rule lost on the way is a way through.
#[test]
fn misspelt_keys_and_newer_forms_are_refused() {
    let rule = r#"{"exclude":{"territory":{"countries":["RU"]}}}"#;
    let policy = |key: &str, rule: &str| format!(r#"{{"schema":1,"{key}":[{rule}]}}"#);
    let sound = policy("rule", rule);
    let read: Policy = serde_json::from_str(&sound).unwrap();
    assert_eq!(read.rules().len(), 1);
    let two = r#"{"exclude":{"territory":{"countries":["RU"]}},"limit":{"borders":2}}"#;
    refused::<Policy>(&[
        &policy("rules", rule),
        &policy("rule", two),
        &policy("rule", r#"{"label":"nothing"}"#),
        &policy("rule", r#"{"exlude":{"territory":{"countries":["RU"]}}}"#),
        &sound.replace(r#""schema":1"#, r#""schema":2"#),
        &sound.replace(r#""schema":1"#, r#""schema":0"#),
        &sound.replace(r#""schema":1,"#, ""),
    ]);
    let request = format!(r#"{{"from":"Baku","to":"Poti","shipment":null,"policy":{sound}}}"#);
    assert!(serde_json::from_str::<Request>(&request).is_ok());
    refused::<Request>(&[
        &request.replace("shipment", "shipement"),
        &request.replace(r#""policy""#, r#""rules":null,"policy""#),
    ]);
    let scenario = r#"{"schema":1,"date":"2026-11-22","change":[{"open":"project:TRIPP-rail"}]}"#;
    assert!(serde_json::from_str::<Scenario>(scenario).is_ok());
    refused::<Scenario>(&[
        &scenario.replace("change", "changes"),
        &scenario.replace(r#""schema":1"#, r#""schema":7"#),
        &scenario.replace("{\"open", r#"{"close":"project:AM-TR-border","open"#),
    ]);
    refused::<GeneralisedCost>(&[
        r#"{"value_of_time":0,"reliability_per_mille":0,"carbon_price":0,"carbon":5}"#,
    ]);
}

#[test]
fn units_are_saved_in_the_words_that_are_read() {
    for unit in [
        LoadUnit::Container20,
        LoadUnit::Container40,
        LoadUnit::Trailer,
        LoadUnit::Wagon,
    ] {
        let word = unit.to_string();
        assert_eq!(word.parse(), Ok(unit));
        assert_eq!(serde_json::to_string(&unit).unwrap(), format!("\"{word}\""));
        assert_eq!(
            serde_json::from_str::<LoadUnit>(&format!("\"{word}\"")).unwrap(),
            unit
        );
    }
}

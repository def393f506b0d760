//! Rules on what a route uses and comes by that cannot be kept are refused by name when they are compiled; others
//! are written and read.

use std::collections::BTreeSet;

use trade_corridor::network::End;
use trade_corridor::policy::{PolicyError, Subject};
use trade_corridor::prelude::*;

use crate::questions::{DAY, PLANNER};

fn operator(id: &str) -> Subject {
    Subject::Operator {
        operators: vec![id.to_owned()],
        roles: Vec::new(),
    }
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let world = PLANNER.world();
    let refused = |policy: Policy| -> PolicyError { policy.compile(world).unwrap_err() };
    let open = || Policy::new("p");
    let contradicts = [
        (
            open()
                .with(Rule::exclude_operator("ASCO"))
                .must_use(operator("ASCO")),
            "without operator ASCO",
        ),
        (
            open()
                .with(Rule::exclude_territory("AZ".parse().unwrap()))
                .must_use(Subject::Call {
                    countries: Vec::new(),
                    places: vec!["Baku".to_owned()],
                }),
            "without the territory of AZ",
        ),
        (
            open()
                .with(Rule::exclude_mode(Mode::Sea))
                .must_use(Subject::Mode {
                    modes: vec![Mode::Sea],
                }),
            "without mode sea",
        ),
        (
            open()
                .with(Rule::exclude_territory("AZ".parse().unwrap()))
                .via(["Baku"]),
            "without the territory of AZ",
        ),
        (
            open()
                .with(Rule::exclude_domicile("AZ".parse().unwrap()))
                .must_use(operator("ASCO")),
            "without operators domiciled in AZ",
        ),
    ];
    for (policy, other) in contradicts {
        let error = refused(policy);
        assert_eq!(error.code(), "policy_contradiction", "{error}");
        let told = error.to_string();
        assert!(told.contains(&format!("contradicts `{other}`")), "{told}");
    }
    let unknown = refused(open().must_use(operator("ADYY")));
    assert!(
        unknown.to_string().contains("did you mean `ADY`"),
        "{unknown}"
    );
    assert_eq!(
        refused(open().via(["Atlantis"])).code(),
        "policy_unknown_name"
    );
    assert_eq!(
        refused(open().via(Vec::<String>::new())).code(),
        "policy_empty_rule"
    );
    let twice = refused(open().via(["Baku", "AZBAK"]));
    assert!(
        matches!(&twice, PolicyError::RepeatedStop { place, .. } if place == "AZBAK"),
        "{twice}"
    );
    let second = refused(open().via(["Baku"]).via(["Poti"]));
    assert!(
        second.to_string().contains("`via Baku` says already"),
        "{second}"
    );
    let many = (0..9).map(|at| ["Baku", "Poti"][at % 2]);
    assert_eq!(refused(open().via(many)).code(), "policy_too_many_stops");
    let uses = (0..=Rule::MOST_USES).fold(open(), |policy, _| policy.must_use(operator("ADY")));
    assert!(refused(uses).to_string().contains("at most 6"));
    let inside = open().with(Rule::any([
        Rule::Use(operator("ADY")),
        Rule::exclude_operator("GR"),
    ]));
    assert_eq!(refused(inside).code(), "policy_misplaced_use");
    let reached: BTreeSet<_> = world
        .links()
        .filter(|(id, _)| world.is_open_link(*id))
        .flat_map(|(_, link)| [link.from, link.to])
        .collect();
    let served = |code: &str| {
        let services = world
            .services()
            .filter(|(id, _)| world.is_open_service(*id));
        let mut ends = services.flat_map(|(_, service)| [service.from, service.to]);
        ends.any(|place| world.network().place(place).unwrap().code.as_str() == code)
    };
    let lonely = world
        .network()
        .places()
        .find(|(id, place)| !reached.contains(&End::Place(*id)) && !served(place.code.as_str()));
    if let Some((_, place)) = lonely {
        let error = refused(open().via([place.code.as_str()]));
        assert_eq!(error.code(), "policy_unreached", "{error}");
        assert!(error.to_string().contains(&DAY.to_string()), "{error}");
    }
    let two = open().must_use(operator("ADY")).must_use(operator("ASCO"));
    let shipment = Request::new("", "").shipment;
    let error = PLANNER
        .prepare(&shipment, &two, &Objective::Cost)
        .unwrap_err();
    assert_eq!(error.code(), "several_uses_not_prepared");
    assert!(
        error.to_string().contains("must use operator ASCO"),
        "{error}"
    );
}

#[test]
fn rules_on_the_whole_route_are_written_and_read() {
    let policy = Policy::new("asked")
        .must_use(operator("ASCO"))
        .via(["Aktau", "Baku"]);
    let text = policy.to_toml().unwrap();
    assert!(text.contains("via = [\"Aktau\", \"Baku\"]"), "{text}");
    assert_eq!(Policy::from_toml("copy.toml", &text).unwrap(), policy);
    let text = "schema = 1\n[[rule]]\nuse.operator = { operators = [\"ASCO\"] }\n[[rule]]\nvia = [\"Aktau\", \"Baku\"]\n";
    let read = Policy::from_toml("mine.toml", text).unwrap();
    assert_eq!(read.rules(), policy.rules());
    let subject = |text: &str| Subject::find(text, PLANNER.world().network());
    assert_eq!(subject("operator:ASCO").unwrap(), operator("ASCO"));
    assert_eq!(subject("ASCO").unwrap(), operator("ASCO"));
    assert_eq!(
        subject("thing:ASCO").unwrap_err().code(),
        "policy_unknown_subject"
    );
    assert_eq!(
        subject("TDC").unwrap_err().code(),
        "policy_ambiguous_subject"
    );
}

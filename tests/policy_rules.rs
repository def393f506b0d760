//! Each rule blocks what it names and nothing else.

use crate::maps::{caucasus, country};
use crate::rulings::{countries, names, verdict};
use trade_corridor::network::{Conveyance, Gauge, Mode};
use trade_corridor::policy::{BlockReason, OperationAttributes, Rule, Subject};

#[test]
fn territory_and_borders_are_ordered_pairs() {
    let rule = Rule::exclude_territory(country("RU"));
    let at = |codes: &[&str]| {
        let codes = countries(codes);
        let facts = OperationAttributes {
            countries: &codes,
            ..OperationAttributes::default()
        };
        verdict(rule.clone(), &facts)
    };
    assert_eq!(
        at(&["GE", "RU"]),
        Some(BlockReason::Territory(country("RU")))
    );
    assert_eq!(at(&["GE"]), None);
    assert_eq!(at(&[]), None);
    let (ge, am) = (country("GE"), country("AM"));
    let border = |rule: &Rule, from, into| {
        let facts = OperationAttributes {
            border: Some((from, into)),
            ..OperationAttributes::default()
        };
        verdict(rule.clone(), &facts)
    };
    let out = Rule::exclude_border(ge, am);
    assert_eq!(border(&out, ge, am), Some(BlockReason::Border(ge, am)));
    assert_eq!(border(&out, am, ge), None, "the other way is free");
    let only = Rule::Require(Subject::Border {
        pairs: vec![[ge, am]],
    });
    assert_eq!(border(&only, ge, am), None);
    assert_eq!(border(&only, am, ge), Some(BlockReason::Border(am, ge)));
    assert_eq!(
        verdict(only, &OperationAttributes::default()),
        None,
        "no border, no concern"
    );
    let inside = Rule::Require(Subject::Territory {
        countries: countries(&["GE", "AM"]),
    });
    let codes = countries(&["GE", "AZ"]);
    let facts = OperationAttributes {
        countries: &codes,
        ..OperationAttributes::default()
    };
    assert_eq!(
        verdict(inside, &facts),
        Some(BlockReason::Territory(country("AZ")))
    );
}

#[test]
fn calls_flags_modes_conveyances_and_gauges() {
    let network = caucasus();
    let rule = Rule::exclude_call_or_flag(country("RU"));
    let novorossiysk = network.find_place("Novorossiysk").unwrap();
    let places = [network.find_place("Poti").unwrap(), novorossiysk];
    let facts = OperationAttributes {
        places: &places,
        ..OperationAttributes::default()
    };
    assert_eq!(
        verdict(rule.clone(), &facts),
        Some(BlockReason::Call(novorossiysk))
    );
    let named = Rule::Exclude(Subject::Call {
        countries: Vec::new(),
        places: names(&["Poti"]),
    });
    assert_eq!(verdict(named, &facts), Some(BlockReason::Call(places[0])));
    let facts = OperationAttributes {
        flag: Some(country("RU")),
        ..OperationAttributes::default()
    };
    assert_eq!(
        verdict(rule.clone(), &facts),
        Some(BlockReason::Flag(country("RU")))
    );
    let facts = OperationAttributes {
        flag: Some(country("MT")),
        places: &places[..1],
        ..OperationAttributes::default()
    };
    assert_eq!(verdict(rule, &facts), None);

    let road = OperationAttributes {
        mode: Some(Mode::Road),
        ..OperationAttributes::default()
    };
    assert!(verdict(Rule::exclude_mode(Mode::Road), &road).is_some());
    assert_eq!(verdict(Rule::exclude_mode(Mode::Rail), &road), None);
    let rail = Rule::Require(Subject::Mode {
        modes: vec![Mode::Rail],
    });
    assert_eq!(
        verdict(rail.clone(), &road),
        Some(BlockReason::Mode(Mode::Road))
    );
    assert_eq!(verdict(rail, &OperationAttributes::default()), None);

    let broad = Conveyance::Wagon(Gauge::RUSSIAN);
    let riding = |rule: &Rule, conveyances: &[Conveyance]| {
        let facts = OperationAttributes {
            conveyances,
            ..OperationAttributes::default()
        };
        verdict(rule.clone(), &facts)
    };
    let only = Rule::Require(Subject::Conveyance {
        conveyances: vec![broad],
    });
    assert_eq!(riding(&only, &[broad, Conveyance::Terminal]), None);
    assert!(riding(&only, &[Conveyance::Terminal, Conveyance::Truck]).is_some());
    let none = Rule::Exclude(Subject::Conveyance {
        conveyances: vec![Conveyance::Truck, Conveyance::Terminal],
    });
    assert!(riding(&none, &[Conveyance::Terminal]).is_some());
    assert_eq!(riding(&none, &[broad]), None);
    let gauge = Rule::Exclude(Subject::GaugeChange);
    assert_eq!(
        verdict(gauge.clone(), &OperationAttributes::default()),
        None
    );
    let facts = OperationAttributes {
        gauge_change: true,
        ..OperationAttributes::default()
    };
    assert_eq!(verdict(gauge, &facts), Some(BlockReason::GaugeChange));
}

#[test]
fn links_lines_services_and_crossings() {
    let network = caucasus();
    let link = network.link_by_id("tbilisi-poti");
    let line = network.line_by_id("GE-rail");
    let service = network.service_by_id("poti-novorossiysk");
    let crossing = network.crossing_by_code("x-am-ge-sadakhlo-rail");
    let facts = OperationAttributes {
        link,
        line,
        service,
        crossing,
        ..OperationAttributes::default()
    };
    let subjects = [
        Subject::Link {
            links: names(&["tbilisi-poti"]),
        },
        Subject::Line {
            lines: names(&["GE-rail"]),
        },
        Subject::Service {
            services: names(&["poti-novorossiysk"]),
        },
        Subject::Crossing {
            crossings: names(&["x-am-ge-sadakhlo-rail"]),
        },
    ];
    let others = [
        Subject::Link {
            links: names(&["boyuk-baku"]),
        },
        Subject::Line {
            lines: names(&["AM-rail"]),
        },
    ];
    for subject in subjects {
        assert!(
            verdict(Rule::Exclude(subject.clone()), &facts).is_some(),
            "{subject}"
        );
        assert_eq!(
            verdict(Rule::Require(subject.clone()), &facts),
            None,
            "{subject}"
        );
        assert_eq!(
            verdict(Rule::Exclude(subject), &OperationAttributes::default()),
            None
        );
    }
    for subject in others {
        assert_eq!(
            verdict(Rule::Exclude(subject.clone()), &facts),
            None,
            "{subject}"
        );
        assert!(
            verdict(Rule::Require(subject.clone()), &facts).is_some(),
            "{subject}"
        );
    }
}

#[test]
fn rules_combine_with_three_values() {
    let russia = Rule::exclude_territory(country("RU"));
    let road = Rule::exclude_mode(Mode::Road);
    let ru = countries(&["RU"]);
    let ge = countries(&["GE"]);
    let facts = |countries, mode| OperationAttributes {
        countries,
        mode,
        ..OperationAttributes::default()
    };
    let either = Rule::any([russia.clone(), road.clone()]);
    assert_eq!(verdict(either.clone(), &facts(&ru, Some(Mode::Rail))), None);
    assert_eq!(verdict(either.clone(), &facts(&ge, Some(Mode::Road))), None);
    assert_eq!(
        verdict(either.clone(), &facts(&ru, Some(Mode::Road))),
        Some(BlockReason::Combined)
    );
    assert!(
        verdict(either, &facts(&ru, None)).is_some(),
        "the mode is not concerned"
    );
    let not = !Rule::exclude_territory(country("RU"));
    assert!(verdict(not.clone(), &facts(&ge, None)).is_some());
    assert_eq!(verdict(not.clone(), &facts(&ru, None)), None);
    assert_eq!(
        verdict(not, &OperationAttributes::default()),
        None,
        "not concerned"
    );
    let both = Rule::all([russia.clone(), !road]);
    assert!(verdict(both.clone(), &facts(&ge, Some(Mode::Rail))).is_some());
    assert_eq!(verdict(both, &facts(&ge, Some(Mode::Road))), None);
    assert_eq!(!!russia.clone(), russia);
}

#[test]
fn a_rule_inside_an_area_leaves_the_rest_alone() {
    let area = Subject::Territory {
        countries: vec![country("PL")],
    };
    let rule = Rule::inside(
        area,
        Rule::Exclude(Subject::Flag {
            countries: vec![country("RU")],
        }),
    );
    let (inside, outside) = (countries(&["PL"]), countries(&["BY"]));
    let facts = |countries, flag: Option<&str>| OperationAttributes {
        countries,
        flag: flag.map(country),
        ..OperationAttributes::default()
    };
    let broken = |countries, flag| verdict(rule.clone(), &facts(countries, flag)).is_some();
    assert!(broken(&inside, Some("RU")));
    for flag in [Some("TR"), None] {
        assert!(!broken(&inside, flag), "{flag:?} may come in");
    }
    for flag in [Some("RU"), Some("TR"), None] {
        assert!(!broken(&outside, flag), "{flag:?} stays outside");
        assert!(!broken(&[], flag), "{flag:?} is nowhere");
    }
}

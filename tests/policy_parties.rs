//! Rules on operators, owners, members and plates block whom they name and nobody else.

use crate::maps::{caucasus, country, share};
use crate::rulings::{MANAGER, countries, names, operator, verdict};
use trade_corridor::network::{Conveyance, Gauge, Mode, Role};
use trade_corridor::policy::OwnershipMethod::{Aggregate50, LookThrough, Threshold};
use trade_corridor::policy::{BlockReason, OperationAttributes, Rule, Subject};

#[test]
fn operators_by_name_role_domicile_owner_and_membership() {
    let network = caucasus();
    let by = |rule: Rule, id: &str, role: Role| {
        let parties = [(operator(&network, id), role)];
        let facts = OperationAttributes {
            parties: &parties,
            ..OperationAttributes::default()
        };
        verdict(rule, &facts)
    };
    let scr = operator(&network, "SCR");
    let named = Rule::Exclude(Subject::Operator {
        operators: names(&["SCR"]),
        roles: vec![Role::Terminal],
    });
    assert_eq!(
        by(named.clone(), "SCR", MANAGER),
        None,
        "only as a terminal"
    );
    assert_eq!(
        by(named.clone(), "SCR", Role::Terminal),
        Some(BlockReason::Operator(scr, Role::Terminal))
    );
    assert_eq!(by(named, "GR", Role::Terminal), None);
    let domicile = Rule::exclude_domicile(country("RU"));
    assert_eq!(by(domicile.clone(), "SCR", MANAGER), None, "it is Armenian");
    assert!(by(domicile, "UTLC", Role::Forwarder).is_some());
    let owner = Rule::exclude_owner(country("RU"), Aggregate50);
    assert_eq!(
        by(owner.clone(), "SCR", MANAGER),
        Some(BlockReason::Owner(scr, MANAGER))
    );
    assert_eq!(by(owner.clone(), "KTZ", MANAGER), None);
    assert_eq!(by(owner, "UTLC", Role::Forwarder), None);
    let quarter = Rule::exclude_owner(country("RU"), Threshold(share("25")));
    assert!(by(quarter, "UTLC", Role::Forwarder).is_some());
    let through = Rule::exclude_party("RU-state", LookThrough(share("34")));
    assert!(by(through.clone(), "SCR", MANAGER).is_some());
    assert_eq!(by(through, "UTLC", Role::Forwarder), None);
    let itself = Rule::exclude_party("KTZ", Aggregate50);
    assert!(by(itself, "KTZ", MANAGER).is_some());
    let members = Rule::no_member_from(country("GE"));
    assert!(by(members.clone(), "MCM", Role::Forwarder).is_some());
    assert_eq!(
        by(members.clone(), "GR", MANAGER),
        None,
        "its business besides"
    );
    assert_eq!(
        by(Rule::no_member_from(country("RU")), "MCM", Role::Forwarder),
        None
    );
    let at_large = Rule::exclude_members_of("MCM");
    let gr = operator(&network, "GR");
    assert_eq!(
        by(at_large.clone(), "GR", MANAGER),
        Some(BlockReason::MemberOf(gr, MANAGER))
    );
    assert_eq!(by(at_large.clone(), "MCM", Role::Forwarder), None);
    assert_eq!(by(at_large, "SCR", MANAGER), None);
    let only = Rule::Require(Subject::Operator {
        operators: names(&["GR", "ADY"]),
        roles: Vec::new(),
    });
    assert!(by(only.clone(), "SCR", MANAGER).is_some());
    assert_eq!(by(only.clone(), "GR", MANAGER), None);
    assert_eq!(
        by(only, "SCR", Role::StateAgency),
        None,
        "the state is not chosen"
    );
}

#[test]
fn plates_belong_to_the_rules_on_domicile_and_owners() {
    let plate = |code: &str| OperationAttributes {
        carrier: Some(country(code)),
        ..OperationAttributes::default()
    };
    let owner = Rule::exclude_owner(country("RU"), Aggregate50);
    for rule in [Rule::exclude_domicile(country("RU")), owner] {
        assert_eq!(
            verdict(rule.clone(), &plate("RU")),
            Some(BlockReason::Carrier(country("RU")))
        );
        assert_eq!(verdict(rule, &plate("GE")), None);
    }
    let named = |roles: Vec<Role>| {
        Rule::Exclude(Subject::Owner {
            countries: countries(&["RU"]),
            owners: Vec::new(),
            method: Aggregate50,
            roles,
        })
    };
    assert!(verdict(named(vec![Role::RoadCarrier]), &plate("RU")).is_some());
    assert_eq!(verdict(named(vec![Role::Terminal]), &plate("RU")), None);
    let party = Rule::exclude_party("RZD", Aggregate50);
    assert_eq!(
        verdict(party, &plate("RU")),
        None,
        "nobody owns them by name"
    );
    let only = Rule::Require(Subject::Domicile {
        countries: countries(&["GE"]),
        roles: Vec::new(),
    });
    assert_eq!(verdict(only.clone(), &plate("GE")), None);
    assert!(verdict(only, &plate("RU")).is_some());
}

#[test]
fn who_is_required_is_on_record() {
    let network = caucasus();
    let home = |roles: Vec<Role>| {
        Rule::Require(Subject::Domicile {
            countries: countries(&["GE"]),
            roles,
        })
    };
    let only_gr = Rule::Require(Subject::Operator {
        operators: names(&["GR"]),
        roles: Vec::new(),
    });
    let owned = Rule::Require(Subject::Owner {
        countries: countries(&["GE"]),
        owners: Vec::new(),
        method: Aggregate50,
        roles: Vec::new(),
    });
    let by = |mode| OperationAttributes {
        mode: Some(mode),
        ..OperationAttributes::default()
    };
    let moving = [
        (Mode::Rail, Role::RailwayUndertaking),
        (Mode::Road, Role::RoadCarrier),
        (Mode::Sea, Role::ShippingLine),
    ];
    for (mode, role) in moving {
        for rule in [
            home(Vec::new()),
            only_gr.clone(),
            owned.clone(),
            home(vec![role]),
        ] {
            assert_eq!(
                verdict(rule, &by(mode)),
                Some(BlockReason::Nobody(role)),
                "{mode}"
            );
        }
        assert_eq!(verdict(home(vec![Role::Terminal]), &by(mode)), None);
        assert_eq!(
            verdict(Rule::exclude_domicile(country("RU")), &by(mode)),
            None
        );
    }
    let parties = [(operator(&network, "GR"), MANAGER)];
    let managed = OperationAttributes {
        parties: &parties,
        ..by(Mode::Rail)
    };
    assert_eq!(verdict(home(Vec::new()), &managed), None);
    let carriers = home(vec![Role::RailwayUndertaking]);
    assert!(
        verdict(carriers, &managed).is_some(),
        "who manages the line hauls nothing"
    );
    let own = OperationAttributes {
        carrier: Some(country("GE")),
        ..by(Mode::Road)
    };
    for rule in [
        home(Vec::new()),
        only_gr,
        owned,
        home(vec![Role::RoadCarrier]),
    ] {
        assert_eq!(verdict(rule, &own), None, "its own truck");
    }
    let conveyances = [Conveyance::Terminal, Conveyance::Wagon(Gauge::RUSSIAN)];
    let lift = OperationAttributes {
        conveyances: &conveyances,
        ..OperationAttributes::default()
    };
    assert_eq!(verdict(home(Vec::new()), &lift), None);
    assert_eq!(
        verdict(home(vec![Role::Terminal]), &lift),
        Some(BlockReason::Nobody(Role::Terminal))
    );
    let border = OperationAttributes {
        border: Some((country("GE"), country("AM"))),
        ..by(Mode::Rail)
    };
    assert_eq!(verdict(home(Vec::new()), &border), None);
}

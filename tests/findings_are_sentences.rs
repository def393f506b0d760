//! What a rule found reads as a sentence with the place and without it, and a rule prints down to the depth that is
//! accepted.

use serde_json::{Value, json};
use trade_corridor::policy::{Finding, Violation};
use trade_corridor::prelude::*;

fn named(id: &str, name: &str) -> Value {
    json!({ "id": id, "name": name })
}

fn link() -> Value {
    json!({ "link": { "id": "l", "from": "A", "to": "B" } })
}

fn place() -> Value {
    json!({ "place": named("p", "Place") })
}

/// The sentence at a site, and without one.
fn said(finding: &Value, site: &Value) -> [String; 2] {
    let alone: Finding = serde_json::from_value(finding.clone()).unwrap();
    assert_eq!(serde_json::to_value(&alone).unwrap(), *finding);
    assert_eq!(finding["code"], alone.code());
    let violation = json!({ "rule": { "name": "r" }, "finding": finding, "site": site });
    let violation: Violation = serde_json::from_value(violation).unwrap();
    let text = violation.to_string();
    let text = text.strip_prefix("blocked: ").unwrap();
    let text = text.strip_suffix(" [rule `r`]").unwrap();
    [text.to_owned(), alone.to_string()]
}

fn actor(role: &str) -> Value {
    json!({ "operator": named("o", "Operator"), "domicile": "AM", "role": role })
}

fn record() -> Value {
    let validity = json!({ "from": "2008-02-13", "to": "2038-02-12" });
    let origin = json!({ "file": "stakes.csv", "row": 3 });
    json!({ "record": { "validity": validity, "origin": origin, "sources": ["S1", "S2"] } })
}

const RECORD: &str = "valid 2008-02-13 to 2038-02-12; stakes.csv row 3, source S1, S2";

fn changed() -> Value {
    json!({ "change": { "change": "c" } })
}

#[test]
fn what_is_touched_is_named_with_the_site_and_without() {
    let same = |finding: Value, text: &str| {
        assert_eq!(said(&finding, &link()), [text, text]);
    };
    same(
        json!({ "code": "territory", "country": "AM" }),
        "it enters AM",
    );
    same(
        json!({ "code": "transit_closed", "country": "AM" }),
        "AM is closed to the goods",
    );
    same(
        json!({ "code": "border", "from": "AM", "to": "GE" }),
        "it crosses the border from AM into GE",
    );
    same(
        json!({ "code": "crossing", "crossing": named("x", "Ex") }),
        "it uses the border crossing Ex",
    );
    same(
        json!({ "code": "carrier", "country": "AM" }),
        "a road carrier with plates of AM moves the goods",
    );
    same(
        json!({ "code": "call", "place": named("p", "Place"), "country": null }),
        "it calls at p (Place)",
    );
    same(
        json!({ "code": "call", "place": named("p", "Place"), "country": "AM" }),
        "it calls at p (Place, AM)",
    );
    same(
        json!({ "code": "conveyance", "conveyance": "truck" }),
        "the goods ride in truck",
    );
    same(json!({ "code": "line", "line": "l" }), "it uses the line l");
    same(
        json!({ "code": "service", "service": "s" }),
        "it uses the service s",
    );
    let both = |finding: Value, at: &str, alone: &str| {
        assert_eq!(said(&finding, &link()), [at, alone]);
    };
    both(
        json!({ "code": "passage", "passage": "bosphorus" }),
        "A–B passes bosphorus",
        "it passes bosphorus",
    );
    both(
        json!({ "code": "passage", "passage": "kerch", "countries": ["RU", "UA"] }),
        "A–B passes kerch (coast of RU, UA)",
        "it passes kerch (coast of RU, UA)",
    );
    both(
        json!({ "code": "flag", "country": "MT" }),
        "the vessel of A–B flies the flag of MT",
        "the vessel flies the flag of MT",
    );
    both(
        json!({ "code": "mode", "mode": "rail" }),
        "A–B is by rail",
        "it is by rail",
    );
    both(
        json!({ "code": "gauge_change" }),
        "the gauge changes at A–B",
        "the gauge changes",
    );
    both(
        json!({ "code": "link", "link": "l" }),
        "it uses the link A–B",
        "it uses the link l",
    );
    both(
        json!({ "code": "nobody", "role": "railway_undertaking" }),
        "no railway undertaking is on record for A–B",
        "no railway undertaking is on record for it",
    );
    both(
        json!({ "code": "not_of_consortium", "consortium": named("c", "Con") }),
        "A–B is neither run nor sold by Con, or a member for it",
        "it is neither run nor sold by Con, or a member for it",
    );
    both(
        json!({ "code": "combined" }),
        "no part of the rule allows A–B",
        "no part of the rule allows it",
    );
    let parts = [
        json!({ "code": "mode", "mode": "rail" }),
        json!({ "code": "line", "line": "l" }),
        json!({ "code": "gauge_change" }),
    ];
    both(
        json!({ "code": "combined", "parts": parts }),
        "A–B is by rail, and it uses the line l, and the gauge changes at A–B",
        "it is by rail, and it uses the line l, and the gauge changes",
    );
    let rule = serde_json::to_value(Rule::exclude_mode(Mode::Sea)).unwrap();
    let holds = format!("{} holds", Rule::exclude_mode(Mode::Sea));
    same(json!({ "code": "denied", "rule": rule }), &holds);
}

#[test]
fn sites_are_named_by_what_they_are() {
    let by_rail = json!({ "code": "mode", "mode": "rail" });
    let sites = [
        (link(), "A–B"),
        (
            json!({ "service": { "id": "s", "from": "A", "to": "B" } }),
            "A–B (s)",
        ),
        (json!({ "crossing": named("x", "Ex") }), "Ex"),
        (place(), "Place"),
        (json!({ "line": "l" }), "l"),
        (json!("unknown"), "an operation"),
    ];
    for (site, name) in sites {
        assert_eq!(said(&by_rail, &site)[0], format!("{name} is by rail"));
    }
}

#[test]
fn who_acts_does_what_its_role_does_there() {
    let operator = |role| json!({ "code": "operator", "actor": actor(role) });
    let crossing = json!({ "crossing": named("x", "Ex") });
    let cases = [
        ("terminal", place(), "Operator handles the goods at Place"),
        ("terminal", link(), "Operator handles the goods on A–B"),
        ("terminal", crossing.clone(), "Operator is at work at Ex"),
        (
            "railway_undertaking",
            place(),
            "Operator is at work at Place",
        ),
        ("railway_undertaking", link(), "Operator runs A–B"),
        ("forwarder", link(), "Operator sells A–B"),
        ("consortium", link(), "Operator sells A–B"),
        ("state_agency", link(), "Operator controls A–B"),
        ("state_agency", crossing, "Operator is at work at Ex"),
    ];
    for (role, site, text) in cases {
        let alone = format!("Operator is {}", role.replace('_', " "));
        assert_eq!(said(&operator(role), &site), [text.to_owned(), alone]);
    }
    let by = |evidence: Value| {
        let mut finding = operator("infrastructure_manager");
        finding["actor"]["manager_by"] = evidence;
        said(&finding, &link())[0].clone()
    };
    assert_eq!(by(record()), format!("Operator runs A–B ({RECORD})"));
    assert_eq!(
        by(changed()),
        "Operator runs A–B (changed by the scenario: c)"
    );
    let mut always = record();
    always["record"]["validity"] = json!({ "from": null, "to": null });
    assert_eq!(by(always), "Operator runs A–B");
    let home = |domicile: Value| {
        let mut finding = json!({ "code": "domicile", "actor": actor("forwarder") });
        finding["actor"]["domicile"] = domicile;
        said(&finding, &link())[0].clone()
    };
    assert_eq!(home(json!("AM")), "Operator sells A–B, domiciled in AM");
    assert_eq!(home(Value::Null), "Operator sells A–B");
}

#[test]
fn members_and_owners_are_named_with_what_shows_it() {
    let consortium = |consortium: Value| {
        json!({
            "consortium": consortium,
            "member": named("m", "Member"),
            "country": "KZ",
            "evidence": changed(),
        })
    };
    let other = consortium(named("t", "Titr"));
    let mut runs = other.clone();
    runs["runs"] = record();
    let itself = consortium(named("o", "Operator"));
    let told = |code: &str, memberships: &[&Value]| {
        let finding =
            json!({ "code": code, "actor": actor("forwarder"), "memberships": memberships });
        let [at, alone] = said(&finding, &link());
        let at = at.strip_prefix("Operator sells A–B").unwrap().to_owned();
        assert_eq!(alone, format!("Operator is forwarder{at}"));
        at
    };
    let plain = ", of KZ and a member of Titr (changed by the scenario: c)";
    let run = format!("{plain}, for which it runs this ({RECORD})");
    let sold = ", of which Member of KZ is a member (changed by the scenario: c)";
    for code in ["member", "consortium", "member_of"] {
        assert_eq!(told(code, &[&other]), plain);
        assert_eq!(told(code, &[&runs]), run);
        assert_eq!(told(code, &[&itself, &runs]), format!("{sold}{run}"));
        assert_eq!(told(code, &[]), "");
    }
    let holding = |holder: &str, held: &str, share: &str| {
        json!({
            "holder": named("h", holder),
            "held": named("d", held),
            "share": share,
            "evidence": changed(),
        })
    };
    let owned = |ownership: Value, home: Value| {
        let mut finding =
            json!({ "code": "owner", "actor": actor("forwarder"), "ownership": ownership });
        finding["actor"]["domicile"] = home;
        let at = said(&finding, &link())[0].clone();
        at.strip_prefix("Operator sells A–B").unwrap().to_owned()
    };
    let (a, b) = (holding("Aa", "Operator", "1/2"), holding("Bb", "Aa", "1/4"));
    let by = "(changed by the scenario: c)";
    assert_eq!(
        owned(
            json!({ "share": "1/2", "direct": [a], "chain": [a, b] }),
            json!("AM")
        ),
        format!(", owned 50 % by Aa {by}, owned 25 % by Bb {by}")
    );
    assert_eq!(
        owned(
            json!({ "share": "3/4", "direct": [a, b], "chain": [a, b] }),
            json!("AM")
        ),
        format!(
            ", owned 50 % by Aa {by} and 25 % by Bb {by}, together 75 %; Aa owned 25 % by Bb {by}"
        )
    );
    let controller = json!({ "controller": named("s", "State"), "evidence": changed() });
    let none: [Value; 0] = [];
    assert_eq!(
        owned(
            json!({ "share": "1/2", "direct": none, "chain": none, "controller": controller }),
            json!("AM")
        ),
        format!(", for which State decides {by}")
    );
    let listed = json!({ "share": "1/2", "direct": none, "chain": none });
    assert_eq!(
        owned(listed.clone(), json!("AM")),
        ", listed itself as a party of AM"
    );
    assert_eq!(owned(listed, Value::Null), ", listed itself as a party");
    assert_eq!(
        owned(json!({ "direct": none, "chain": none }), json!("AM")),
        ""
    );
}

#[test]
fn rules_print_down_to_the_depth_that_is_accepted() {
    let not = |count: usize| {
        let innermost = Rule::exclude_operator("R");
        (0..count).fold(innermost, |rule, _| Rule::Not(Box::new(rule)))
    };
    let group = |count: usize, any: bool| {
        let innermost = Rule::exclude_operator("R");
        (0..count).fold(innermost, |rule, _| {
            if any {
                Rule::any([rule])
            } else {
                Rule::all([rule])
            }
        })
    };
    let most = Rule::MOST_DEPTH;
    for depth in [1, 2, most - 1] {
        assert_eq!(
            not(depth).to_string(),
            format!("{}without operator R", "not ".repeat(depth))
        );
        let sentence = format!(
            "{}without operator R{}",
            "(".repeat(depth),
            ")".repeat(depth)
        );
        for any in [false, true] {
            assert_eq!(group(depth, any).to_string(), sentence);
        }
        let printed = format!("{:?}", not(depth));
        assert_eq!(printed.matches("Not(").count(), depth);
        assert!(printed.contains("Exclude(") && !printed.contains('…'));
    }
    for depth in [most, most + 1, 3 * most] {
        assert_eq!(not(depth).to_string(), format!("{}…", "not ".repeat(most)));
        for (rule, word) in [
            (not(depth), "Not("),
            (group(depth, false), "All("),
            (group(depth, true), "Any("),
        ] {
            let printed = format!("{rule:?}");
            assert_eq!(printed.matches(word).count(), most, "{depth}");
            assert_eq!(printed.matches('…').count(), 1);
            let text = rule.to_string();
            assert!(text.contains('…') && !text.contains("operator"));
        }
        let text = group(depth, true).to_string();
        assert_eq!(text, format!("{}…{}", "(".repeat(most), ")".repeat(most)));
    }
    let pair = Rule::any([
        Rule::exclude_mode(Mode::Sea),
        Rule::exclude_mode(Mode::Road),
    ]);
    let words = format!(
        "({} or {})",
        Rule::exclude_mode(Mode::Sea),
        Rule::exclude_mode(Mode::Road)
    );
    assert_eq!(pair.to_string(), words);
    assert_eq!(pair, pair.clone());
    assert_ne!(pair, Rule::any([Rule::exclude_mode(Mode::Sea)]));
    assert_ne!(not(2), not(3));
    assert_ne!(
        group(2, true),
        Rule::all([Rule::all([Rule::exclude_operator("R")])])
    );
}

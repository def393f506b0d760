//! A scenario keeps every word of it: two that differ in one are not equal, sources and labels stay with their
//! change, and parameters with theirs.

use trade_corridor::network::RateBasis;
use trade_corridor::prelude::*;
use trade_corridor::quantity::{Rate, Share};
use trade_corridor::scenario::{
    NamedChange, ShareSchedule, ShareStep, Target, TargetKind, TollChange,
};

use crate::changes::usd;
use crate::maps::{DAY, caucasus};

const TEXT: &str = r#"schema = 1
name = "named"
date = 2026-11-22
note = "remarked"
source = "reported"

[[change]]
label = "labelled"
source = "said"
close = "line:AM-rail"

[[change]]
open = "TRIPP-rail"
"#;

#[test]
fn what_differs_in_one_word_is_another_scenario() {
    let read = |text: &str| Scenario::from_toml("s.toml", text).unwrap();
    let scenario = read(TEXT);
    assert_eq!(scenario, Scenario::from_toml("other.toml", TEXT).unwrap());
    assert_eq!(
        (scenario.name(), scenario.note(), scenario.source()),
        ("named", "remarked", "reported")
    );
    let words = [
        ("\"named\"", "\"renamed\""),
        ("2026-11-22", "2026-11-23"),
        ("remarked", "remarkable"),
        ("reported", "repeated"),
        ("labelled", "relabelled"),
        ("\"said\"", "\"unsaid\""),
        ("close =", "open ="),
        ("AM-rail", "GE-rail"),
        ("\"TRIPP-rail\"", "\"project:TRIPP-rail\""),
    ];
    for (word, other) in words {
        let changed = TEXT.replacen(word, other, 1);
        assert_ne!(changed, TEXT);
        let changed = read(&changed);
        assert_ne!(changed, scenario, "{word}");
        // And it is kept as it is.
        let json = serde_json::to_string(&changed).unwrap();
        assert_eq!(serde_json::from_str::<Scenario>(&json).unwrap(), changed);
        assert_eq!(read(&changed.to_toml().unwrap()), changed, "{word}");
    }
    let fewer = TEXT.split("\n[[change]]\nopen").next().unwrap();
    assert_ne!(read(fewer), scenario);
    assert_eq!(
        scenario.clone().with_day(date(2026, 11, 23)).day(),
        date(2026, 11, 23)
    );
    assert_eq!(
        scenario.clone().moved_to(date(2027, 1, 1)).day(),
        date(2027, 1, 1)
    );
    assert_ne!(scenario.clone().moved_to(date(2027, 1, 1)), scenario);
    assert_eq!(scenario.clone().named("again").name(), "again");
}

#[test]
fn labels_and_sources_stay_with_their_change() {
    let scenario = Scenario::from_toml("s.toml", TEXT).unwrap();
    let [first, second] = scenario.changes() else {
        panic!("two changes")
    };
    let told = |change: &NamedChange| {
        let label = change.label().map(str::to_owned);
        (label, change.source().to_owned(), change.name().to_owned())
    };
    let labelled = Some("labelled".to_owned());
    assert_eq!(
        told(first),
        (labelled, "said".to_owned(), "labelled".to_owned())
    );
    let open = (None, String::new(), "TRIPP-rail is open".to_owned());
    assert_eq!(told(second), open);
    assert_eq!(first.change(), &Change::close("line:AM-rail"));
    let made = Change::close("line:AM-rail")
        .labelled("labelled")
        .sourced("said");
    assert_eq!(*first, made);
    assert_eq!(NamedChange::from(first), made);
    assert_ne!(Change::close("line:AM-rail").labelled("labelled"), made);
    assert_ne!(
        NamedChange::from(Change::close("line:AM-rail")).sourced("said"),
        made
    );
    let mut extended = Scenario::on(DAY);
    extended.extend([made.clone(), Change::open("TRIPP-rail").into()]);
    assert_eq!(extended.changes(), scenario.changes());
    // One key more, one less, and one that is no text.
    let error = |text: &str| Scenario::from_toml("s.toml", text).unwrap_err().to_string();
    let both = TEXT.replace("close =", "open = \"GE-rail\"\nclose =");
    assert_eq!(
        error(&both),
        "s.toml line 7: one change says one thing, this one has the keys `close`, `open`; split it"
    );
    let none = TEXT.replace("open = \"TRIPP-rail\"\n", "");
    assert_eq!(
        error(&none),
        "s.toml line 12: the change is empty; say what it does"
    );
    let number = TEXT.replace("\"said\"", "3");
    assert_eq!(
        error(&number),
        "s.toml line 7: `source` is `3`; give a text in quotes"
    );
}

/// A toll in a range, called by what it says where it has no label.
#[test]
fn parameters_keep_the_name_the_source_and_the_range_of_their_change() {
    let toll = |amount| TollChange::new("line:AM-road", RateBasis::PerKm, usd(amount), "TDC");
    let ranged = toll(0.5).between(usd(0.25), usd(2.0));
    let mut below = toll(0.75);
    below.usd_low = Some(usd(0.5));
    let mut above = toll(0.75);
    above.usd_high = Some(usd(1.0));
    let scenario = Scenario::on(DAY)
        .with(Change::from(ranged).labelled("road toll").sourced("nobody"))
        .with(Change::from(below).labelled("below"))
        .with(Change::from(above))
        .with(Change::from(toll(3.0)).labelled("fixed"));
    let all = |scenario: &Scenario| -> Vec<(String, Rate, Rate, Rate, String)> {
        let known = scenario.parameters().map(|known| {
            let (name, source) = (known.name.to_owned(), known.source.to_owned());
            (name, known.usd, known.low, known.high, source)
        });
        known.collect()
    };
    let sentence = "TDC takes a toll of 0.75 USD a unit and km on line:AM-road";
    let mut expected = vec![
        (
            "road toll".to_owned(),
            usd(0.5),
            usd(0.25),
            usd(2.0),
            "nobody".to_owned(),
        ),
        (
            "below".to_owned(),
            usd(0.75),
            usd(0.5),
            usd(0.75),
            String::new(),
        ),
        (
            sentence.to_owned(),
            usd(0.75),
            usd(0.75),
            usd(1.0),
            String::new(),
        ),
    ];
    assert_eq!(all(&scenario), expected);
    // At both ends of the range, and beyond.
    for amount in [0.25, 2.0] {
        let set = scenario.with_parameter("road toll", usd(amount)).unwrap();
        expected[0].1 = usd(amount);
        assert_eq!(all(&set), expected);
        assert_eq!(set.changes()[1..], scenario.changes()[1..]);
        assert_eq!(set.changes()[0].label(), Some("road toll"));
        assert_eq!(set.changes()[0].source(), "nobody");
    }
    for amount in [0.249, 2.001] {
        let error = scenario
            .with_parameter("road toll", usd(amount))
            .unwrap_err();
        assert_eq!(error.code(), "scenario_parameter_outside_range");
    }
    // Called by what it said before.
    let set = scenario.with_parameter(sentence, usd(1.0)).unwrap();
    assert_eq!(set.changes()[2].name(), sentence);
    assert_eq!(all(&set)[2].1, usd(1.0));
    assert_eq!(set.changes()[..2], scenario.changes()[..2]);
    // What has no range is no parameter.
    let error = scenario.with_parameter("fixed", usd(3.0)).unwrap_err();
    assert_eq!(error.code(), "scenario_unknown_parameter");
    // Two of one name are set together, where both may be.
    let twice =
        scenario.with(Change::from(toll(0.3).between(usd(0.0), usd(0.4))).labelled("road toll"));
    let error = twice.with_parameter("road toll", usd(0.5)).unwrap_err();
    assert_eq!(error.code(), "scenario_parameter_outside_range");
    let set = twice.with_parameter("road toll", usd(0.3)).unwrap();
    let same = set.parameters().filter(|known| known.name == "road toll");
    assert_eq!(
        same.map(|known| known.usd).collect::<Vec<_>>(),
        [usd(0.3); 2]
    );
}

#[test]
fn a_schedule_has_the_step_of_the_day() {
    let step = |from, to| ShareStep::new(from, to, [("A", Share::WHOLE)]);
    let agreed = step(date(2026, 1, 1), date(2026, 12, 31));
    let after = step(date(2027, 1, 1), date(2027, 12, 31)).contemplated();
    let schedule = ShareSchedule::of("C", [agreed.clone(), after.clone()]);
    let on = |schedule: &ShareSchedule, day| schedule.step(day).cloned();
    assert_eq!(on(&schedule, date(2025, 12, 31)), None);
    assert_eq!(on(&schedule, date(2026, 1, 1)), Some(agreed.clone()));
    assert_eq!(on(&schedule, date(2026, 12, 31)), Some(agreed.clone()));
    assert_eq!(on(&schedule, date(2027, 1, 1)), None);
    let extended = schedule.clone().extended();
    assert_ne!(extended, schedule);
    assert_eq!(on(&extended, date(2026, 6, 1)), Some(agreed));
    assert_eq!(on(&extended, date(2027, 1, 1)), Some(after.clone()));
    assert_eq!(on(&extended, date(2027, 12, 31)), Some(after));
    assert_eq!(on(&extended, date(2028, 1, 1)), None);
}

#[test]
fn targets_are_read_by_kind() {
    let kinds = [
        (TargetKind::Project, "project"),
        (TargetKind::Link, "link"),
        (TargetKind::Crossing, "crossing"),
        (TargetKind::Line, "line"),
        (TargetKind::Service, "service"),
        (TargetKind::Place, "place"),
        (TargetKind::Country, "country"),
    ];
    for (kind, word) in kinds {
        let target: Target = format!(" {word} : a b ").parse().unwrap();
        assert_eq!((target.kind(), target.name()), (Some(kind), "a b"));
        assert_eq!(target.to_string(), format!("{word}:a b"));
        assert_eq!(target, Target::of_kind(kind, "a b"));
        assert_ne!(target, Target::named("a b"));
        assert_eq!(kind.as_str(), word);
    }
    let plain: Target = " a b ".parse().unwrap();
    assert_eq!((plain.kind(), plain.name()), (None, "a b"));
    let error = "lime:a".parse::<Target>().unwrap_err().to_string();
    assert!(
        error.contains("`lime`") && error.contains("`country:`"),
        "{error}"
    );
    // As a name it is refused when it is looked up, with the nearest of what a name without a kind may mean.
    let refused = |name: &str| {
        let scenario = Scenario::on(DAY).with(Change::close(name));
        scenario.apply(&caucasus()).unwrap_err().to_string()
    };
    assert!(refused("lime:AM-rail").contains("`lime:AM-rail` is no known project, link"));
    for (name, nearest) in [
        ("TRIPP railwai", "TRIPP railway"),
        ("link:tbilisi-pot", "tbilisi-poti"),
        ("crossing:x-am-ge-sadaklo-rail", "x-am-ge-sadakhlo-rail"),
        ("line:AM-meghry", "AM-meghri"),
        ("service:poti-novorosiysk", "poti-novorossiysk"),
        ("place:Tbilissi", "Tbilisi"),
    ] {
        let error = refused(name);
        assert!(
            error.contains(&format!("did you mean `{nearest}`?")),
            "{error}"
        );
    }
    // Places and countries are meant only where the kind is written.
    assert!(refused("Poti").contains("is no known"));
    assert!(refused("GE").contains("is no known"));
    assert!(refused("country:XX").contains("is no known country"));
}

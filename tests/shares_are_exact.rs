//! Shares are what is written: fractions add up, multiply and compare without rounding.

use crate::maps::{DAY, country, share, stakes};
use trade_corridor::network::{Member, Network, Operator, Party, Role, Stake};
use trade_corridor::policy::OwnershipMethod::{self, Aggregate50, LookThrough, Threshold};
use trade_corridor::policy::ownership::{Holdings, UndecidedShare};
use trade_corridor::policy::{Policy, Rule};
use trade_corridor::quantity::{Money, Share};
use trade_corridor::scenario::{Change, Scenario};

type Counts = Vec<(String, Share)>;

fn counted(
    network: &Network,
    listed: &[&str],
    method: OwnershipMethod,
) -> Result<Counts, UndecidedShare> {
    let world = Scenario::on(DAY).apply(network).unwrap();
    let holdings = Holdings::of(&world);
    let parties: Vec<Party> = listed.iter().filter_map(|id| network.party(id)).collect();
    let found = holdings.counted(&holdings.list(network, |_| false, &parties), method)?;
    let named = found
        .parties()
        .filter(|(party, _)| !parties.contains(party));
    let mut names: Counts = named
        .map(|(party, share)| (network.party_id(party).unwrap().to_owned(), share))
        .collect();
    names.sort();
    Ok(names)
}

#[test]
fn shares_are_read_and_shown_as_written() {
    let shown = [
        ("1/6", "16 2/3 %", "1/6"),
        ("16 2/3 %", "16 2/3 %", "1/6"),
        ("16 2/3", "16 2/3 %", "1/6"),
        ("16.67", "16.67 %", "1667/10000"),
        ("49.99996", "49.99996 %", "1249999/2500000"),
        ("49.99996 %", "49.99996 %", "1249999/2500000"),
        ("0 2/3 %", "0 2/3 %", "1/150"),
        ("1.5e1", "15 %", "3/20"),
        ("1E-05", "0.00001 %", "1/10000000"),
        (".5", "0.5 %", "1/200"),
        ("100.000", "100 %", "1/1"),
        ("0", "0 %", "0/1"),
        (
            "12.3456789012345678",
            "12.3456789012345678 %",
            "61728394506172839/500000000000000000",
        ),
        (
            "999999999999999999/1000000000000000000",
            "99.9999999999999999 %",
            "999999999999999999/1000000000000000000",
        ),
    ];
    for (text, display, exact) in shown {
        let read = share(text);
        assert_eq!(read.to_string(), display, "{text}");
        assert_eq!(share(display), read, "{text}");
        assert_eq!(
            serde_json::to_string(&read).unwrap(),
            format!("\"{exact}\"")
        );
        let back: Share = serde_json::from_str(&format!("\"{exact}\"")).unwrap();
        assert_eq!(back, read, "{text}");
        let method = LookThrough(read).to_string();
        assert_eq!(method.parse(), Ok(LookThrough(read)), "{method}");
    }
    let refused = [
        "",
        "%",
        "2/3 %",
        "100 1/3 %",
        "5 3/3",
        "5 1/0",
        "1/0",
        "4/3",
        "1/2/3",
        "-1",
        "-1/3",
        "nan",
        "inf",
        "100.0000000000000001",
        "12.34567890123456789",
        "1e-400",
        "1e-17",
        "1/1000000000000000001",
        "1e9999999999",
        "1/99999999999999999999",
        "33,3",
    ];
    for text in refused {
        let error = text.parse::<Share>().unwrap_err();
        assert!(error.to_string().contains("; ") || error.to_string().contains("such as"));
    }
    assert_eq!(Share::from_percent(33.3), "33.3".parse());
    assert!(share("1/3") > share("33.3333333333333333") && share("1/3") < share("33.33334"));
    assert_eq!(share("1/3").as_millionths(), 333_333);
}

#[test]
fn three_sixths_are_half_and_a_little_less_is_not() {
    let cases: [(&str, bool); 8] = [
        ("X 1/6 A; Y 1/6 A; Z 1/6 A", true),
        ("X 1/3 A; Y 1/6 A", true),
        ("X 16 2/3 A", false),
        ("X 16.67 A; Y 16.67 A; Z 16.67 A", true),
        ("X 16.66 A; Y 16.67 A; Z 16.66 A", false),
        ("X 16.6667 A; Y 16.6667 A; Z 16.6666 A", true),
        ("X 49.99996 A", false),
        ("X 49.9999999999999999 A", false),
    ];
    for (text, expected) in cases {
        let text = text.replace("16 2/3", "1/6");
        let network = stakes(&text);
        let found = counted(&network, &["X", "Y", "Z"], Aggregate50).unwrap();
        assert_eq!(!found.is_empty(), expected, "{text}");
    }
    let network = stakes("X 1/6 A; Y 1/6 A; Z 1/6 A; A 1/7 B; A 6/7 C");
    let listed = ["X", "Y", "Z"];
    let found = counted(&network, &listed, Threshold(share("1/7"))).unwrap();
    let expected = [("A", "1/2"), ("B", "1/7"), ("C", "6/7")];
    assert_eq!(
        found,
        expected.map(|(id, text)| (id.to_owned(), share(text)))
    );
    let found = counted(&network, &listed, LookThrough(share("1/14"))).unwrap();
    let expected = [("A", "1/2"), ("B", "1/14"), ("C", "3/7")];
    assert_eq!(
        found,
        expected.map(|(id, text)| (id.to_owned(), share(text)))
    );
}

#[test]
fn a_rule_at_half_blocks_three_sixths() {
    let network = stakes("X@RU 1/6 A; Y@RU 1/6 A; Z@RU 1/6 A; X@RU 49.99996 B");
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let compiled = Policy::new("one rule")
        .with(Rule::exclude_owner(country("RU"), Aggregate50))
        .compile(&world)
        .unwrap();
    let judged = |id: &str| {
        let parties = [(network.operator_by_id(id).unwrap(), Role::RoadCarrier)];
        let attributes = trade_corridor::policy::OperationAttributes {
            parties: &parties,
            ..Default::default()
        };
        compiled.check(&attributes).is_err()
    };
    assert!(judged("A") && !judged("B"));
}

#[test]
fn stakes_add_up_to_the_whole_and_not_beyond() {
    let built = |texts: [&str; 3]| {
        let mut builder = Network::builder();
        let ids = ["A", "X", "Y", "Z", "other"];
        let [held, x, y, z, _] = ids.map(|id| {
            let operator = Operator::new(id, id, country("GE"));
            Party::Operator(builder.operator(operator))
        });
        for (holder, text) in [x, y, z].into_iter().zip(texts) {
            builder.stake(Stake::new(holder, held, share(text)));
        }
        builder.build().map_err(|faults| faults.to_string())
    };
    assert!(built(["1/3", "1/3", "1/3"]).is_ok());
    let above = built(["33.3333", "33.3333", "33.3334000000000001"]).unwrap_err();
    assert!(
        above.contains("add up to 100.0000000000000001 %"),
        "{above}"
    );
    let unlike = built(["1/999999999989", "1/999999999961", "1/3"]).unwrap_err();
    assert!(unlike.contains("no common denominator"), "{unlike}");

    let network = built(["1/3", "1/999999999989", "1/3"]).unwrap();
    let changed = |text| {
        let scenario = Scenario::on(DAY).with(Change::stake("other", "A", share(text)));
        scenario.apply(&network).map_err(|error| error.code())
    };
    assert!(changed("1/4").is_ok());
    assert_eq!(changed("1/2").unwrap_err(), "scenario_stakes_above_whole");
    assert_eq!(
        changed("1/999999999961").unwrap_err(),
        "scenario_stakes_unlike"
    );
}

#[test]
fn earnings_are_split_by_exact_shares() {
    let mut builder = Network::builder();
    let ids = ["JV", "A", "B", "C"];
    let [whole, members @ ..] = ids.map(|id| {
        let mut operator = Operator::new(id, id, country("GE"));
        operator.roles = vec![Role::Consortium];
        builder.operator(operator)
    });
    for (member, text) in members.into_iter().zip(["1/6", "1/3", "1/2"]) {
        builder.member(Member::new(
            whole,
            Party::Operator(member),
            Some(share(text).into()),
        ));
    }
    let network = builder.build().unwrap();
    let consortium = network.consortium(whole, DAY).unwrap();
    let parts = consortium.split(Money::from_cents(600_000_000));
    let parts: Vec<i64> = parts.iter().map(|(_, part)| part.as_cents()).collect();
    assert_eq!(parts, [100_000_000, 200_000_000, 300_000_000]);
    let odd: i64 = consortium
        .split(Money::from_cents(100))
        .iter()
        .map(|(_, part)| part.as_cents())
        .sum();
    assert_eq!(odd, 100);
}

#[test]
fn what_cannot_be_decided_is_said() {
    // A and B decay towards nothing and everything; T holds both by half, so exactly 50 %, in
    // fractions that are too long.
    let decaying = |steps: usize, last: &str| {
        let mut rows = vec!["X 1/3 A0; X 0 B0".to_owned()];
        for step in 1..=steps {
            let below = step - 1;
            rows.push(format!("A{below} 1/97 A{step}; B{below} 1/97 B{step}"));
            rows.push(format!("X 96/97 B{step}"));
        }
        rows.push(format!("X 1/3 A{steps}; {last}"));
        stakes(&rows.join("; "))
    };
    let exact = decaying(8, "A8 1/2 T; B8 1/2 T");
    let long = decaying(40, "A40 1/2 T; B40 1/2 T");
    let at = |network: &Network, text: &str| counted(network, &["X"], LookThrough(share(text)));
    let near = "66.6666";
    assert!(at(&exact, near).unwrap().iter().any(|(id, _)| id == "T"));
    for text in ["66", "67", "0"] {
        let found = at(&long, text).unwrap();
        assert_eq!(
            found.iter().any(|(id, _)| id == "T"),
            text != "67",
            "{text}"
        );
    }
    let undecided = at(&long, "100").unwrap_err();
    assert!(undecided.party.starts_with('B'), "{undecided}");
    assert!(undecided.least < Share::WHOLE && undecided.most == Share::WHOLE);
    assert!(undecided.to_string().contains("give another threshold"));
    // Added up and not multiplied, nothing is left open.
    assert!(counted(&long, &["X"], Threshold(share("100"))).is_ok());
}

#[test]
fn circles_beyond_what_is_solved_are_not_guessed() {
    let ring = |size: usize| {
        let mut rows = vec![format!("X 50 P0; P{} 50 P0", size - 1)];
        for party in 1..size {
            rows.push(format!("P{} 100 P{party}", party - 1));
        }
        stakes(&rows.join("; "))
    };
    let all = counted(&ring(200), &["X"], LookThrough(Share::WHOLE)).unwrap();
    assert_eq!(all.len(), 200);
    assert!(all.iter().all(|(_, share)| *share == Share::WHOLE));
    let large = ring(201);
    let undecided = counted(&large, &["X"], LookThrough(Share::HALF)).unwrap_err();
    assert_eq!(
        (undecided.least, undecided.most),
        (Share::ZERO, Share::WHOLE)
    );
    assert_eq!(
        counted(&large, &["X"], LookThrough(Share::ZERO))
            .unwrap()
            .len(),
        201
    );
    assert_eq!(counted(&large, &["X"], Aggregate50).unwrap().len(), 201);
    let world = Scenario::on(DAY).apply(&large).unwrap();
    let rule = Rule::exclude_owner(country("US"), LookThrough(share("99")));
    assert!(
        Policy::new("one rule").with(rule).compile(&world).is_ok(),
        "all are listed"
    );
}

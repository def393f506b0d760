//! The published cases of the 50 % rule, cross-holdings, circles, and who is not touched.

use crate::maps::{DAY, caucasus, country, share, stakes};
use jiff::civil::date;
use proptest::prelude::*;
use trade_corridor::network::{Network, Party};
use trade_corridor::policy::OwnershipMethod::{self, Aggregate50, LookThrough, Threshold};
use trade_corridor::policy::ownership::Holdings;
use trade_corridor::quantity::Share;
use trade_corridor::scenario::{Change, Scenario};

/// Who counts when the parties named are listed, without them.
fn counted(network: &Network, listed: &[&str], method: OwnershipMethod) -> Vec<String> {
    let world = Scenario::on(DAY).apply(network).unwrap();
    let holdings = Holdings::of(&world);
    let parties: Vec<Party> = listed.iter().filter_map(|id| network.party(id)).collect();
    let listed = holdings.list(network, |_| false, &parties);
    let found = holdings.counted(&listed, method).unwrap();
    let mut names: Vec<String> = found
        .parties()
        .filter(|(party, _)| !parties.contains(party))
        .map(|(party, _)| network.party_id(party).unwrap().to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_published_cases_of_the_aggregate_method() {
    let cases: [(&str, &[&str]); 6] = [
        ("X 50 A; A 50 B", &["A", "B"]),
        ("X 50 A; X 50 B; A 25 C; B 25 C", &["A", "B", "C"]),
        ("X 50 A; X 10 B; A 40 B", &["A", "B"]),
        ("X 50 A; X 25 B; A 25 C; B 25 C", &["A"]),
        ("X 25 A; X 25 B; A 50 C; B 50 C", &[]),
        ("X 25 A; Y 25 A", &["A"]),
    ];
    for (text, expected) in cases {
        let network = stakes(text);
        assert_eq!(
            counted(&network, &["X", "Y"], Aggregate50),
            expected,
            "{text}"
        );
    }
}

#[test]
fn look_through_gives_other_answers_on_purpose() {
    let half = LookThrough(Share::HALF);
    let cases: [(&str, &[&str], &str); 4] = [
        ("X 50 A; A 50 B", &["A"], "25"),
        ("X 50 A; X 50 B; A 25 C; B 25 C", &["A", "B"], "25"),
        ("X 50 A; X 25 B; A 25 C; B 25 C", &["A"], "18.75"),
        ("X 25 A; X 25 B; A 50 C; B 50 C", &[], "25"),
    ];
    for (text, expected, last) in cases {
        let network = stakes(text);
        assert_eq!(counted(&network, &["X"], half), expected, "{text}");
        // The last company of each case has exactly this share looked through.
        let exact = share(last);
        let above = Share::from_millionths(exact.as_millionths() + 1).unwrap();
        let last = if text.contains('C') { "C" } else { "B" }.to_owned();
        assert!(
            counted(&network, &["X"], LookThrough(exact)).contains(&last),
            "{text}"
        );
        assert!(
            !counted(&network, &["X"], LookThrough(above)).contains(&last),
            "{text}"
        );
    }
}

#[test]
fn circles_without_a_listed_owner_do_not_count() {
    let circle = stakes("A 100 B; B 100 A; X 10 C");
    for method in [
        Aggregate50,
        Threshold(Share::ZERO),
        LookThrough(Share::ZERO),
    ] {
        let found = counted(&circle, &["X"], method);
        assert!(!found.contains(&"A".to_owned()) && !found.contains(&"B".to_owned()));
    }
    let longer = stakes("A 60 B; B 60 C; C 60 A");
    assert!(counted(&longer, &["X"], Aggregate50).is_empty());
}

#[test]
fn cross_holdings_are_solved_exactly() {
    // A = 0.5 X + 0.5 B, B = 0.5 A + 0.5 Z: a third of B's fate is Z's, two thirds of A's are X's.
    let network = stakes("X 50 A; B 50 A; A 50 B; Z 50 B");
    let two_thirds = LookThrough(share("2/3"));
    assert_eq!(counted(&network, &["X"], two_thirds), ["A"]);
    assert!(counted(&network, &["X"], LookThrough(share("66.6667"))).is_empty());
    assert_eq!(
        counted(&network, &["X"], LookThrough(share("1/3"))),
        ["A", "B"]
    );
    // Aggregate: A counts by X, B by A.
    assert_eq!(counted(&network, &["X"], Aggregate50), ["A", "B"]);
    // Almost closed circles keep their digits: all of A's fate is X's in the end.
    let tight = stakes("X 0.0001 A; B 99.9999 A; A 100 B");
    assert_eq!(
        counted(&tight, &["X"], LookThrough(Share::WHOLE)),
        ["A", "B"]
    );
    // A closed circle keeps what enters it.
    let trap = stakes("X 50 A; B 50 A; C 100 B; B 100 C");
    assert_eq!(counted(&trap, &["X"], LookThrough(Share::HALF)), ["A"]);
    assert!(counted(&trap, &["X"], LookThrough(share("50.0001"))).is_empty());
}

#[test]
fn thresholds_below_half() {
    let network = stakes("X 49 A; A 30 B; Y 0.01 C");
    assert!(counted(&network, &["X"], Aggregate50).is_empty());
    assert_eq!(
        counted(&network, &["X"], Threshold(share("25"))),
        ["A", "B"]
    );
    assert_eq!(counted(&network, &["X"], Threshold(share("49"))), ["A"]);
    assert_eq!(
        counted(&network, &["X"], LookThrough(share("14.7"))),
        ["A", "B"]
    );
    assert_eq!(counted(&network, &["X"], LookThrough(share("14.8"))), ["A"]);
    assert_eq!(counted(&network, &["Y"], Threshold(Share::ZERO)), ["C"]);
    assert_eq!(counted(&network, &["Y"], LookThrough(Share::ZERO)), ["C"]);
}

#[test]
fn ownership_runs_down_never_up() {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let holdings = Holdings::of(&world);
    let by = |countries: &[&str], method| {
        let home = |home| countries.iter().any(|code| country(code) == home);
        let listed = holdings.list(&network, home, &[]);
        holdings.counted(&listed, method).unwrap()
    };
    let party = |id: &str| network.party(id).unwrap();
    let russia = by(&["RU"], Aggregate50);
    for id in ["SCR", "RZD", "RU-state"] {
        assert!(russia.share(party(id)).is_some(), "{id}");
    }
    assert!(
        russia.share(party("KTZ")).is_none(),
        "it owns a third of a Russian operator"
    );
    // A third is Russian; its domicile is another rule's matter.
    assert!(russia.share(party("UTLC")).is_none());
    let utlc = |countries, method| by(countries, method).share(party("UTLC"));
    assert_eq!(utlc(&["RU", "BY"], Aggregate50), Some(share("2/3")));
    assert_eq!(utlc(&["RU"], Threshold(share("25"))), Some(share("1/3")));
    assert_eq!(utlc(&["RU"], LookThrough(share("34"))), None);
}

#[test]
fn chains_follow_the_largest_holder_that_counts() {
    let network = stakes("V 35 A; X 20 A; Y 45 A; Z 60 Y; W 40 Y");
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let holdings = Holdings::of(&world);
    let party = |id: &str| network.party(id).unwrap();
    let listed = holdings.list(&network, |_| false, &[party("X"), party("Z"), party("W")]);
    let counted = holdings.counted(&listed, Aggregate50).unwrap();
    assert_eq!(counted.share(party("A")), Some(share("65")));
    let chain = holdings.chain(&counted, party("A"));
    let chain = chain.into_iter().filter_map(|link| holdings.stake(link));
    let holders: Vec<_> = chain.map(|stake| network.party_id(stake.holder)).collect();
    assert_eq!(
        holders,
        [Some("Y"), Some("Z")],
        "neither the first nor one that does not count"
    );
    let who = holdings.contributions(&counted, party("A"));
    assert_eq!(who.count(), 2);
}

#[test]
fn stakes_count_on_their_days_only() {
    let network = caucasus();
    let counts = |scenario: Scenario| {
        let world = scenario.apply(&network).unwrap();
        let holdings = Holdings::of(&world);
        let listed = holdings.list(&network, |home| home == country("RU"), &[]);
        let found = holdings.counted(&listed, Aggregate50).unwrap();
        found.share(network.party("SCR").unwrap()).is_some()
    };
    assert!(!counts(Scenario::on(date(2008, 2, 12))));
    assert!(counts(Scenario::on(date(2008, 2, 13))));
    assert!(counts(Scenario::on(date(2038, 2, 12))));
    assert!(!counts(Scenario::on(date(2038, 2, 13))));
    let sold = Scenario::on(DAY)
        .with(Change::stake("RZD", "SCR", Share::ZERO))
        .with(Change::stake("KTZ", "SCR", Share::WHOLE));
    assert!(!counts(sold));
}

#[test]
fn a_registered_party_without_known_holders_is_its_own_owner() {
    let network = stakes("X@RU 10 A; Q@DE 100 R@RU");
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let holdings = Holdings::of(&world);
    let listed = holdings.list(&network, |home| home == country("RU"), &[]);
    let found = holdings.counted(&listed, Aggregate50).unwrap();
    let counts = |id: &str| found.share(network.party(id).unwrap()).is_some();
    assert!(counts("X"), "nobody is known to stand behind it");
    assert!(!counts("R"), "it is German, whatever its register says");
}

/// Look-through by plain iteration in floating point, long enough for loose circles.
fn iterated(stakes: &[(usize, usize, f64)], listed: &[bool]) -> Vec<f64> {
    let mut chance = vec![0.0; listed.len()];
    for _ in 0..4_000 {
        let mut next = vec![0.0; listed.len()];
        for (holder, held, part) in stakes {
            next[*held] += part
                * if listed[*holder] {
                    1.0
                } else {
                    chance[*holder]
                };
        }
        chance = next;
    }
    chance
}

proptest! {
    #[test]
    fn look_through_agrees_with_plain_iteration(
        raw in prop::collection::vec((0_usize..7, 0_usize..7, 1_u32..60), 1..20),
        listed in 0_usize..7,
        threshold in 1_u32..1_000_000,
    ) {
        let mut left = [100_u32; 7];
        let mut rows: Vec<(usize, usize, u32)> = Vec::new();
        for (holder, held, percent) in raw {
            let known = rows.iter().any(|(a, b, _)| (*a, *b) == (holder, held));
            if holder == held || known || left[held] < percent {
                continue;
            }
            left[held] -= percent;
            rows.push((holder, held, percent));
        }
        let text: Vec<String> = rows
            .iter()
            .map(|(holder, held, percent)| format!("P{holder} {percent} P{held}"))
            .collect();
        let network = stakes(&text.join("; "));
        let name = format!("P{listed}");
        let shares: Vec<(usize, usize, f64)> = rows
            .iter()
            .map(|(holder, held, percent)| (*holder, *held, f64::from(*percent) / 100.0))
            .collect();
        let mut marks = vec![false; 7];
        marks[listed] = true;
        let expected = iterated(&shares, &marks);
        let method = LookThrough(Share::from_millionths(threshold).unwrap());
        let found = counted(&network, &[&name], method);
        for (party, chance) in expected.iter().enumerate() {
            let near = (chance * 1e6 - f64::from(threshold)).abs() < 1e-2;
            if party != listed && !near {
                let counts = *chance * 1e6 >= f64::from(threshold);
                prop_assert_eq!(found.contains(&format!("P{party}")), counts, "P{}", party);
            }
        }
        // More listed owners never let anybody off.
        let before = counted(&network, &[&name], Aggregate50);
        let after = counted(&network, &[&name, "P0"], Aggregate50);
        prop_assert!(before.iter().all(|party| after.contains(party) || party == "P0"));
    }
}

//! An owner counts over so many stakes, by an end of their ranges, and by control where a rule asks for it.

use crate::maps::{DAY, country, share, stakes};
use crate::questions::Dice;
use jiff::civil::date;
use trade_corridor::network::{
    Cited, Control, ControlKind, Network, NetworkBuilder, Operator, OperatorId, Party, Stake,
    Validity,
};
use trade_corridor::policy::ownership::Holdings;
use trade_corridor::policy::{OwnershipMethod, Policy, Rule, ShareEnd, Subject, Tracing};
use trade_corridor::quantity::Share;
use trade_corridor::scenario::{Scenario, World};

fn world(network: &Network) -> World {
    Scenario::on(DAY).apply(network).unwrap()
}

/// Ids of those who count when `owner` is listed.
fn counted(world: &World, owner: &str, method: &str) -> Vec<String> {
    let (network, holdings) = (world.network(), Holdings::of(world));
    let listed = holdings.list(network, |_| false, &[network.party(owner).unwrap()]);
    let method: OwnershipMethod = method.parse().unwrap();
    let counted = holdings.counted(&listed, method).unwrap();
    let ids = counted.parties();
    ids.map(|(party, _)| network.party_id(party).unwrap().to_owned())
        .collect()
}

#[test]
fn a_threshold_reaches_over_so_many_hops() {
    let network = stakes("A 60 B; B 60 C; C 60 D; A 30 E; C 30 E");
    let world = world(&network);
    let within = |hops: &str| counted(&world, "A", &format!("threshold 50 %{hops}"));
    assert_eq!(within(""), ["A", "B", "C", "D", "E"]);
    assert_eq!(within(" within 3 hops"), ["A", "B", "C", "D", "E"]);
    assert_eq!(within(" within 2 hops"), ["A", "B", "C"]);
    assert_eq!(within(" within 1 hop"), ["A", "B"]);
    assert_eq!(within(" within 0 hops"), ["A"]);
}

#[test]
fn hops_agree_with_rounds_worked_out_anew() {
    let mut dice = Dice::new(7);
    for _ in 0..300 {
        let mut text = Vec::new();
        let mut left = [100_usize; 7];
        for holder in 0..7 {
            for (held, left) in left.iter_mut().enumerate() {
                let percent = dice.below(60).min(*left);
                if holder != held && dice.below(3) == 0 && percent > 0 {
                    *left -= percent;
                    text.push(format!("P{holder} {percent} P{held}"));
                }
            }
        }
        if !text.iter().any(|row| row.contains("P0")) {
            continue;
        }
        let network = stakes(&text.join("; "));
        let world = world(&network);
        let hops = dice.below(5);
        let found = counted(&world, "P0", &format!("threshold 40 % within {hops} hops"));
        // round by round, every sum from the start
        let mut active = vec!["P0".to_owned()];
        for _ in 0..hops {
            let before = active.clone();
            for held in (0..7).map(|number| format!("P{number}")) {
                let of = |row: &&String| row.ends_with(&format!(" {held}"));
                let sum: usize = text
                    .iter()
                    .filter(of)
                    .map(|row| row.split(' ').collect::<Vec<_>>())
                    .filter(|row| before.iter().any(|it| it == row[0]))
                    .map(|row| row[1].parse::<usize>().unwrap())
                    .sum();
                if sum >= 40 && !active.contains(&held) {
                    active.push(held);
                }
            }
        }
        active.sort();
        let mut found = found;
        found.sort();
        assert_eq!(found, active, "{hops} hops: {text:?}");
    }
}

fn company(builder: &mut NetworkBuilder, id: &str, home: &str) -> OperatorId {
    builder.operator(Operator::new(id, id, country(home)))
}

#[test]
fn a_rule_reads_an_end_of_the_range() {
    let mut builder = Network::builder();
    let [owner, held, other] = ["A", "B", "C"].map(|id| company(&mut builder, id, "US"));
    let range = Cited::from(share("48")).within(share("40"), share("55"));
    let stake = Stake::new(
        Party::Operator(owner),
        Party::Operator(held),
        range.unwrap(),
    );
    builder.stake(stake);
    let range = Cited::from(share("52")).within(share("45"), share("90"));
    let stake = Stake::new(
        Party::Operator(owner),
        Party::Operator(other),
        range.unwrap(),
    );
    builder.stake(stake);
    let network = builder.build().unwrap();
    let world = world(&network);
    assert_eq!(counted(&world, "A", "aggregate 50 %"), ["A", "C"]);
    let low = counted(&world, "A", "aggregate 50 % at the low end");
    assert_eq!(low, ["A"]);
    let high = counted(&world, "A", "aggregate 50 % at the high end");
    assert_eq!(high, ["A", "B", "C"]);
}

#[test]
fn who_decides_counts_where_a_rule_follows_control() {
    let mut builder = Network::builder();
    let [owner, port, terminal, granted] =
        ["A", "P", "T", "G"].map(|id| company(&mut builder, id, "KZ"));
    let party = Party::Operator;
    let mut trust = Control::new(party(owner), party(port), ControlKind::Management);
    trust.validity = Validity::new(Some(date(2020, 1, 1)), None).unwrap();
    builder.control(trust);
    builder.stake(Stake::new(party(port), party(terminal), Share::WHOLE));
    let concession = Control::new(party(owner), party(granted), ControlKind::Concession);
    builder.control(concession);
    let network = builder.build().unwrap();
    let there = world(&network);
    assert_eq!(counted(&there, "A", "aggregate 50 %"), ["A"]);
    let with = "aggregate 50 % with control";
    assert_eq!(counted(&there, "A", with), ["A", "P", "T"], "no concession");
    let once = "aggregate 50 % within 1 hop with control";
    assert_eq!(counted(&there, "A", once), ["A", "P"]);
    let before = Scenario::on(date(2019, 12, 31)).apply(&network).unwrap();
    assert_eq!(counted(&before, "A", with), ["A"]);

    let rule = Rule::exclude_party("A", with.parse().unwrap());
    let compiled = Policy::new("p").with(rule).compile(&there).unwrap();
    let parties = [(
        network.operator_by_id("P").unwrap(),
        crate::rulings::MANAGER,
    )];
    let facts = trade_corridor::policy::OperationAttributes {
        parties: &parties,
        ..Default::default()
    };
    let blocked = compiled.check(&facts).unwrap_err();
    let said = compiled.explain(&there, &blocked).to_string();
    assert!(
        said.contains("for which A (A) decides") || said.contains("for which A decides"),
        "{said}"
    );
    assert!(said.contains("2020-01-01"), "{said}");
}

#[test]
fn methods_are_read_as_they_are_written() {
    for text in [
        "aggregate 50 %",
        "aggregate 50 % with control",
        "threshold 25 % within 3 hops",
        "threshold 25 % within 1 hop at the low end",
        "threshold 33 1/3 % at the high end with control",
        "look-through 25 %",
    ] {
        let method: OwnershipMethod = text.parse().unwrap();
        assert_eq!(method.to_string(), text);
        let policy = Policy::new("p").with(Rule::Exclude(Subject::Owner {
            countries: vec![country("RU")],
            owners: Vec::new(),
            method,
            roles: Vec::new(),
        }));
        let again = Policy::from_toml("p.toml", &policy.to_toml().unwrap()).unwrap();
        assert_eq!(again, policy);
    }
    for text in [
        "look-through 25 % within 3 hops",
        "threshold 25 % within 300 hops",
        "threshold 25 % with control within 3 hops",
        "aggregate 40 % with control",
        "threshold 25 % at the end",
    ] {
        let refused = text.parse::<OwnershipMethod>().unwrap_err().to_string();
        assert!(refused.contains("within 3 hops"), "{refused}");
    }
    let traced = OwnershipMethod::Traced(share("10"), Tracing::default().at(ShareEnd::Low));
    assert_eq!(traced.to_string(), "threshold 10 % at the low end");
}

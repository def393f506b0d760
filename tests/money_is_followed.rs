//! Money goes from payees to their owners in the end, exactly and without a cent lost.

use std::collections::BTreeMap;

use crate::maps::share;
use crate::questions::{PLANNER, terminals};
use trade_corridor::analysis::money::{Recipient, Trail};
use trade_corridor::network::{Operator, Owner, OwnerKind, Party, Stake};
use trade_corridor::policy::FinalHolder;
use trade_corridor::policy::ownership::Holdings;
use trade_corridor::prelude::*;

/// Companies `a` to `d`, owners `x` and `y`, and who holds how much of whom.
fn held(stakes: &[(&str, &str, &str)], of: &str) -> Vec<(String, Share)> {
    let country: Country = "GE".parse().unwrap();
    let mut builder = Network::builder();
    let mut parties: BTreeMap<&str, Party> = BTreeMap::new();
    for id in ["a", "b", "c", "d"] {
        let operator = builder.operator(Operator::new(id, id, country));
        parties.insert(id, Party::Operator(operator));
    }
    for id in ["x", "y"] {
        let owner = builder.owner(Owner::new(id, id, country, OwnerKind::Company));
        parties.insert(id, Party::Owner(owner));
    }
    for (holder, of, part) in stakes {
        builder.stake(Stake::new(parties[holder], parties[of], share(part)));
    }
    let network = builder.build().expect("sound");
    let world = Scenario::on(date(2026, 11, 22)).apply(&network).unwrap();
    let name = |end| match end {
        FinalHolder::Owner(party) => network.party_id(party).unwrap().to_owned(),
        FinalHolder::Unrecorded(party) => format!("rest of {}", network.party_id(party).unwrap()),
        _ => "circle".to_owned(),
    };
    let ends = Holdings::of(&world).final_holders(parties[of]);
    ends.into_iter()
        .map(|(end, share)| (name(end), share))
        .collect()
}

fn found(rows: &[(&str, &str)]) -> Vec<(String, Share)> {
    let rows = rows.iter();
    rows.map(|(name, part)| ((*name).to_owned(), share(part)))
        .collect()
}

#[test]
fn chains_multiply_and_add_up() {
    // a is held by x to a half directly, and to a third of its other half through b.
    let stakes = [
        ("x", "a", "1/2"),
        ("b", "a", "1/2"),
        ("x", "b", "1/3"),
        ("y", "b", "2/3"),
    ];
    assert_eq!(held(&stakes, "a"), found(&[("x", "2/3"), ("y", "1/3")]));
}

#[test]
fn what_is_not_recorded_ends_there() {
    let stakes = [("x", "a", "60"), ("b", "a", "30"), ("y", "b", "50")];
    let rows = [
        ("x", "60"),
        ("y", "15"),
        ("rest of a", "10"),
        ("rest of b", "15"),
    ];
    assert_eq!(held(&stakes, "a"), found(&rows));
    assert_eq!(held(&stakes, "c"), found(&[("rest of c", "100")]));
}

#[test]
fn circles_are_solved_and_closed_ones_end_in_themselves() {
    // b and c hold a third of each other: what goes round comes out at x and y.
    let stakes = [
        ("b", "c", "1/3"),
        ("c", "b", "1/3"),
        ("x", "b", "2/3"),
        ("y", "c", "2/3"),
    ];
    assert_eq!(held(&stakes, "b"), found(&[("x", "3/4"), ("y", "1/4")]));
    let closed = [
        ("b", "c", "100"),
        ("c", "b", "100"),
        ("b", "a", "40"),
        ("x", "a", "60"),
    ];
    assert_eq!(held(&closed, "a"), found(&[("x", "60"), ("circle", "40")]));
    assert_eq!(held(&closed, "c"), found(&[("circle", "100")]));
}

/// Cheapest routes between places all over the network.
fn routes() -> Vec<Route> {
    let places = terminals();
    let mut routes = Vec::new();
    for step in 0..40 {
        let (from, to) = (
            &places[step * 7 % places.len()],
            &places[(step * 31 + 11) % places.len()],
        );
        let request = Request::new(from.as_str(), to.as_str());
        routes.extend(PLANNER.cheapest(&request).ok());
    }
    assert!(routes.len() > 20, "{} routes", routes.len());
    routes
}

#[test]
fn both_ways_of_adding_up_are_what_was_paid() {
    let routes = routes();
    let money = Trail::of(PLANNER.world(), &routes);
    let cost: Money = routes.iter().map(Route::cost).sum();
    assert_eq!(money.total(), cost);
    let sums = [
        money.by_payee().into_values().sum::<Money>(),
        money.by_component().into_values().sum(),
        money.by_territory().into_values().sum(),
        money.by_recipient().into_values().sum(),
        money.by_country().into_values().sum(),
    ];
    assert_eq!(sums, [cost; 5]);
    let kinds = |money: &Trail| {
        let recipients = money.received.iter().map(|row| &row.recipient);
        let treasuries = recipients
            .clone()
            .filter(|it| matches!(it, Recipient::Treasury(_)));
        let owners = recipients.filter(|it| matches!(it, Recipient::Owner { .. }));
        (treasuries.count(), owners.count())
    };
    let (treasuries, owners) = kinds(&money);
    assert!(treasuries > 0 && owners > 0, "{treasuries} {owners}");
}

#[test]
fn a_part_is_its_share_of_what_the_payee_was_paid() {
    let routes = routes();
    let money = Trail::of(PLANNER.world(), &routes);
    for row in &money.received {
        let of_payee = money.paid.iter().filter(|paid| paid.payee == row.payee);
        let same = of_payee.filter(|paid| match &row.recipient {
            Recipient::Treasury(state) => paid.state == Some(*state),
            _ => paid.state.is_none(),
        });
        let whole: Money = same.map(|paid| paid.amount).sum();
        let expected = whole.as_cents() as f64 * row.share.as_percent() / 100.0;
        assert!(
            (row.amount.as_cents() as f64 - expected).abs() < 1.0,
            "{row:?}"
        );
    }
}

#[test]
fn a_trail_is_saved_and_printed() {
    let money = Trail::of(PLANNER.world(), &routes());
    let saved = serde_json::to_string(&money).unwrap();
    assert_eq!(serde_json::from_str::<Trail>(&saved).unwrap(), money);
    let printed = money.to_string();
    for recipient in money.by_recipient().keys() {
        assert!(
            printed.contains(&recipient.to_string()),
            "{recipient} in\n{printed}"
        );
    }
    let none = Trail::of(PLANNER.world(), []);
    assert_eq!(none.total(), Money::ZERO);
    assert!(!none.to_string().contains("NaN"));
}

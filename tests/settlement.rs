//! Earnings are divided to the cent: by shares on the day, by kilometre, by Shapley value.

use crate::questions::PLANNER;
use jiff::civil::date;
use trade_corridor::analysis::settlement::{
    Division, LARGEST_GAME, Ledger, SettlementError, divide, shapley,
};
use trade_corridor::prelude::*;

fn cents(amount: i64) -> Money {
    Money::from_cents(amount)
}

/// Routes over the Meghri section once it is open.
fn opened() -> Vec<Route> {
    let network = Network::europe_central_asia();
    let scenario = Scenario::on(date(2030, 1, 1))
        .with(Change::open("TRIPP-rail"))
        .with(Change::open("HORADIZ-AGHBAND"));
    let planner = Planner::new(network, &scenario).unwrap();
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).unwrap();
    [1, 3, 7]
        .into_iter()
        .map(|count| {
            let request = Request::new("AZ-hor", "AZ-jul")
                .shipment(shipment.with_count(count).unwrap())
                .policy(Policy::open().with(Rule::exclude_mode(Mode::Road)));
            planner.cheapest(&request).unwrap()
        })
        .collect()
}

#[test]
fn the_tripp_company_shares_by_its_schedule() {
    let network = Network::europe_central_asia();
    let routes = opened();
    let earned = Ledger::of(&routes).operator("TDC");
    assert!(earned > Money::ZERO);
    for (day, state, partner) in [
        (date(2030, 1, 1), 26, 74),
        (date(2075, 5, 25), 26, 74),
        (date(2075, 5, 26), 49, 51),
    ] {
        let settled = divide(network, "TDC", day, &routes, Division::Equity).unwrap();
        assert_eq!(settled.earned, earned);
        let sum: Money = settled.parts.iter().map(|part| part.amount).sum();
        assert_eq!(sum, earned);
        for (id, percent) in [("STATE-AM", state), ("US-DFC", partner)] {
            let part = settled.parts.iter().find(|part| part.member.id == id);
            let part = part.unwrap();
            let exact = earned.as_cents() * percent;
            assert!(
                (part.amount.as_cents() * 100 - exact).abs() < 100,
                "{day} {id}"
            );
        }
    }
    // Neither member runs a link: only shares can divide it.
    let refused = divide(
        network,
        "TDC",
        date(2030, 1, 1),
        &routes,
        Division::Kilometres,
    );
    assert!(matches!(refused, Err(SettlementError::NoLinks { .. })));
}

#[test]
fn a_ledger_adds_up_to_what_routes_cost() {
    let routes = opened();
    let ledger = Ledger::of(&routes);
    let cost: Money = routes.iter().map(Route::cost).sum();
    assert_eq!(ledger.total(), cost);
    let sum: Money = ledger.payees().map(|(_, amount)| amount).sum();
    assert_eq!(sum, cost);
}

/// The northern through rate is paid to a company of three railways.
#[test]
fn kilometres_and_coalitions_divide_a_through_rate() {
    let network = Network::europe_central_asia();
    let day = date(2026, 11, 22);
    let request = Request::new("PL-mal", "KZ-dst");
    let routes = vec![PLANNER.cheapest(&request).unwrap()];
    let earned = Ledger::of(&routes).operator("UTLC");
    assert!(earned > Money::ZERO, "{}", routes[0]);

    let km = divide(network, "UTLC", day, &routes, Division::Kilometres).unwrap();
    let part = |id: &str| {
        let found = km.parts.iter().find(|part| part.member.id == id);
        found.unwrap().amount
    };
    let metres = |id: &str| -> u64 {
        routes[0]
            .atoms()
            .filter(|step| step.parties.iter().any(|party| party.0 == id))
            .map(|step| step.distance.as_metres())
            .sum()
    };
    let all: u64 = ["KTZ", "RZD", "BCH"].into_iter().map(metres).sum();
    for id in ["KTZ", "RZD", "BCH"] {
        let exact = earned.as_cents() as f64 * metres(id) as f64 / all as f64;
        assert!(metres(id) > 0);
        assert!((part(id).as_cents() as f64 - exact).abs() < 1.0, "{id}");
    }

    // One route that needs all three: each adds the same.
    let value = divide(network, "UTLC", day, &routes, Division::Shapley).unwrap();
    let parts: Vec<i64> = value
        .parts
        .iter()
        .map(|part| part.amount.as_cents())
        .collect();
    assert_eq!(parts.iter().sum::<i64>(), earned.as_cents());
    assert!(parts.iter().max().unwrap() - parts.iter().min().unwrap() <= 1);
    let sum: Money = km.parts.iter().map(|part| part.amount).sum();
    assert_eq!(sum, earned);
}

/// Gloves (Shapley 1953's classic): one left, two right, a pair is worth 600 cents.
#[test]
fn the_glove_game_gives_two_thirds_to_the_scarce_side() {
    let parts = shapley(3, |who| {
        let pair = who & 1 != 0 && who & 0b110 != 0;
        cents(if pair { 600 } else { 0 })
    });
    assert_eq!(parts.unwrap(), [cents(400), cents(100), cents(100)]);
}

/// An airport: three planes need 1, 2 and 3 cents of runway, sharing what they all use.
#[test]
fn rounding_cents_go_to_the_largest_remainders() {
    let need = [100, 200, 400];
    let game = |who: u32| {
        let longest = (0..3)
            .filter(|bit| who & 1 << bit != 0)
            .map(|bit| need[bit])
            .max();
        cents(longest.unwrap_or(0))
    };
    // 100/3, then 100/2 of the next stretch, then 200 alone: 33.3, 83.3 and 283.3.
    let parts = shapley(3, game).unwrap();
    assert_eq!(parts, [cents(34), cents(83), cents(283)]);
}

#[test]
fn what_cannot_be_divided_says_why() {
    let network = Network::europe_central_asia();
    let day = date(2026, 11, 22);
    let text = |id: &str, day, division| {
        divide(network, id, day, &[], division)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        text("nobody", day, Division::Equity),
        "`nobody` is no operator of the network; give the id of a consortium"
    );
    assert_eq!(
        text("KTZ", day, Division::Equity),
        "`KTZ` has no members on 2026-11-22; give a consortium and a day of its life"
    );
    assert_eq!(
        text("TITR", day, Division::Equity),
        "no member of `TITR` has a share on 2026-11-22; divide by kilometres or Shapley value"
    );
    assert_eq!(
        text("UTLC", day, Division::Kilometres),
        "no member of `UTLC` runs or manages a link of the routes; divide by equity"
    );
    assert_eq!(
        text("TITR", day, Division::Shapley),
        format!("a game of 12 players is above the largest accepted of {LARGEST_GAME}")
    );
}

//! Earnings are divided to the cent: by shares on the day, by kilometre, by Shapley value.

use crate::questions::PLANNER;
use jiff::civil::date;
use trade_corridor::analysis::settlement::{
    Costs, Division, Horizon, LARGEST_GAME, Ledger, SettlementError, divide, settle, settle_over,
    shapley,
};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Share;

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
    let sum: Money = ledger.payees().map(|(_, _, amount)| amount).sum();
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
        "no member of `TITR` has a share on 2026-11-22; divide as charged, by kilometres, by parity or by \
         Shapley value"
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

/// A container from Aktau to Tbilisi, over the Caspian.
fn over_the_caspian() -> Vec<Route> {
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).unwrap();
    let policy = Policy::open().with(Rule::exclude_mode(Mode::Road));
    let request = Request::new("Aktau", "Tbilisi");
    let request = request.shipment(shipment).policy(policy);
    vec![PLANNER.cheapest(&request).unwrap()]
}

#[test]
fn associations_and_ventures_are_settled_without_equity() {
    let routes = over_the_caspian();
    let world = PLANNER.world();
    let ledger = Ledger::of(&routes);
    for consortium in ["TITR", "MCM"] {
        assert_eq!(ledger.operator(consortium), Money::ZERO);
        let charged = settle(world, consortium, &routes, Division::AsCharged).unwrap();
        assert!(charged.earned > Money::ZERO);
        for part in &charged.parts {
            assert_eq!(part.amount, ledger.revenue(&part.member.id), "{consortium}");
            assert_eq!(part.reason.is_some(), part.amount == Money::ZERO);
        }
        for division in [Division::Kilometres, Division::Parity] {
            let other = settle(world, consortium, &routes, division).unwrap();
            assert_eq!(other.earned, charged.earned);
            let sum: Money = other.parts.iter().map(|part| part.amount).sum();
            assert_eq!(sum, charged.earned);
        }
    }
    let parity = settle(world, "MCM", &routes, Division::Parity).unwrap();
    let amounts: Vec<i64> = parity
        .parts
        .iter()
        .map(|part| part.amount.as_cents())
        .collect();
    assert!(amounts.iter().max().unwrap() - amounts.iter().min().unwrap() <= 1);
    let by_km = settle(world, "MCM", &routes, Division::Kilometres).unwrap();
    let part = |id: &str| {
        by_km
            .parts
            .iter()
            .find(|part| part.member.id == id)
            .unwrap()
    };
    assert!(part("ADY").amount > part("GR").amount);
    // A venture with shares that is paid nothing itself says so and divides no nothing.
    let nothing = settle(world, "MCM", &routes, Division::Equity).unwrap_err();
    assert_eq!(nothing.code(), "settlement_nothing_earned");
    let nothing = settle(world, "UTLC", &[], Division::Parity).unwrap_err();
    assert!(
        nothing.to_string().contains("nobody pays `UTLC`"),
        "{nothing}"
    );
}

#[test]
fn revenue_is_no_income_without_costs() {
    let routes = over_the_caspian();
    let settled = settle(PLANNER.world(), "TITR", &routes, Division::AsCharged).unwrap();
    let percent = |percent| Share::from_percent(percent).unwrap();
    let costs = Costs {
        operating: percent(60.0),
        debt: percent(10.0),
        tax: percent(6.0),
    };
    let income = settled.income(costs).unwrap();
    let exact = settled.earned.as_cents() as f64 * 0.24;
    assert!((income.net.as_cents() as f64 - exact).abs() < 1.0);
    let sum: Money = income.parts.iter().map(|part| part.amount).sum();
    assert_eq!((income.gross, sum), (settled.earned, income.net));
    let above = Costs {
        tax: percent(31.0),
        ..costs
    };
    let refused = settled.income(above).unwrap_err().to_string();
    assert!(
        refused.contains("come to 101 % of the revenue"),
        "{refused}"
    );
}

/// 49 years at 26 per cent and 50 at 49, every year the same revenue.
#[test]
fn a_term_is_settled_year_by_year_and_at_present_value() {
    let network = Network::europe_central_asia();
    let first = date(2026, 5, 26);
    let over = |years, discount_percent| {
        let horizon = Horizon {
            first,
            years,
            discount_percent,
        };
        let level = |_| cents(100_000_000);
        settle_over(network, &Scenario::on(first), "TDC", horizon, level)
    };
    for (years, rate, percent) in [
        (99, 0.0, 37.6),
        (99, 5.0, 27.9),
        (49, 0.0, 26.0),
        (49, 5.0, 26.0),
    ] {
        let outlook = over(years, rate).unwrap();
        let armenia = outlook.percent_of("STATE-AM").unwrap();
        assert!(
            (armenia - percent).abs() < 0.05,
            "{years} {rate}: {armenia}"
        );
        assert_eq!(outlook.years.len(), years as usize);
        let whole: Money = outlook.undiscounted.iter().map(|part| part.amount).sum();
        assert_eq!(whole, cents(100_000_000 * i64::from(years)));
    }
    // One year at 5 per cent, by hand.
    let one = over(1, 5.0).unwrap();
    let amounts: Vec<i64> = one
        .present_value
        .iter()
        .map(|part| part.amount.as_cents())
        .collect();
    assert_eq!(amounts, [24_761_905, 70_476_190]);
    assert_eq!(over(0, 5.0).unwrap_err().code(), "settlement_years");
    assert_eq!(over(9, -1.0).unwrap_err().code(), "settlement_discount");
}

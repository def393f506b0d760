//! Of changes that fit a border, a site, a link or a line the one holds that names most of it; what none fits stays as
//! it is recorded.

use trade_corridor::network::{HandlingKind, Product, RateBasis};
use trade_corridor::prelude::*;
use trade_corridor::scenario::{
    BorderFee, BorderTime, CarrierChange, Collector, HandlingChange, Pace, PriceChange, Site,
    SpeedChange, TollChange, TollPayee, World,
};

use crate::changes::{collectors, hours, under, usd};
use crate::maps::{DAY, country};

#[test]
fn border_control_takes_and_costs_what_names_most_says() {
    let network = collectors();
    let (a, b) = (
        network.crossing_by_code("x-de-pl-a-road").unwrap(),
        network.crossing_by_code("x-cz-pl-b-road").unwrap(),
    );
    let [de, pl, cz] = ["DE", "PL", "CZ"].map(country);
    let ways = [(a, de, pl), (a, pl, de), (b, cz, pl), (b, pl, cz)];
    let mut into_poland = BorderTime::between(de, pl, hours(2));
    into_poland.from = None;
    let mut by_road = BorderTime::between(de, pl, hours(4));
    by_road.mode = Some(Mode::Road);
    let mut by_rail = by_road.clone();
    by_rail.mode = Some(Mode::Rail);
    let times = |changes: Vec<BorderTime>| {
        let world = under(&network, changes.into_iter().map(Change::from));
        ways.map(|(at, from, to)| world.border_override(at, from, to))
    };
    let [two, three, four, five] = [2, 3, 4, 5].map(|count| Some(hours(count)));
    assert_eq!(times(vec![]), [None; 4]);
    assert_eq!(times(vec![into_poland.clone()]), [two, None, two, None]);
    let between = BorderTime::between(de, pl, hours(3));
    assert_eq!(
        times(vec![into_poland.clone(), between.clone()]),
        [three, None, two, None]
    );
    assert_eq!(
        times(vec![between.clone(), by_road.clone()]),
        [four, None, None, None]
    );
    let at = BorderTime::at("x-de-pl-a-road", hours(5));
    assert_eq!(
        times(vec![by_road.clone(), at.clone()]),
        [five, five, None, None]
    );
    assert_eq!(times(vec![at, into_poland]), [five, five, two, None]);
    let none = Scenario::on(DAY).with(Change::from(by_rail));
    assert_eq!(
        none.apply(&network).unwrap_err().code(),
        "scenario_hits_nothing"
    );
    // The same of equal rank twice agrees, otherwise it is a contradiction.
    assert_eq!(
        times(vec![between.clone(), between.clone()]),
        [three, None, None, None]
    );
    let other = BorderTime::between(de, pl, hours(9));
    let scenario = Scenario::on(DAY)
        .with(Change::from(between))
        .with(Change::from(other));
    assert_eq!(
        scenario.apply(&network).unwrap_err().code(),
        "scenario_contradiction"
    );

    let price = |amount| PriceChange::Usd(usd(amount));
    let fees = |changes: Vec<BorderFee>| {
        let world = under(&network, changes.into_iter().map(Change::from));
        ways.map(|(at, from, to)| world.border_fee(at, from, to))
    };
    let between = BorderFee::between(de, pl, price(3.0));
    let here = BorderFee::at("x-cz-pl-b-road", price(5.0));
    let mut both_ways = BorderFee::between(de, pl, price(1.0));
    both_ways.from = None;
    assert_eq!(
        fees(vec![between, here, both_ways]),
        [Some(price(3.0)), None, Some(price(5.0)), Some(price(5.0))]
    );
    let [t, c] = ["T", "C"].map(|id| network.operator_by_id(id).unwrap());
    let payees = |changes: Vec<Change>| {
        let world = under(&network, changes);
        ways.map(|(at, from, to)| world.border_payee(Some(at), from, to))
    };
    let paid = Change::from(BorderFee::between(de, pl, price(3.0)).paid_to("T"));
    let collected = Change::from(Collector::of(pl, "C"));
    let at = Change::from(Collector::of(pl, "T").at("x-cz-pl-b-road"));
    assert_eq!(payees(vec![paid.clone()]), [Some(t), None, None, None]);
    assert_eq!(
        payees(vec![collected.clone()]),
        [Some(c), None, Some(c), None]
    );
    assert_eq!(
        payees(vec![paid, collected.clone()]),
        [Some(t), None, Some(c), None]
    );
    assert_eq!(
        payees(vec![collected.clone(), at]),
        [Some(c), None, Some(t), None]
    );
    let world = under(&network, [collected]);
    assert_eq!(world.border_payee(None, de, pl), Some(c));
    assert_eq!(world.border_payee(None, pl, de), None);
    assert_eq!(world.collectors().of(pl, None), Some(c));
    assert!(!world.collectors().is_empty());
    assert!(under(&network, []).collectors().is_empty());
}

#[test]
fn handling_is_what_names_most_says() {
    let network = collectors();
    let place = |code: &str| network.place_by_code(code).unwrap();
    let de = country("DE");
    let one = |kind| Site::at(kind, place("DE-one"), de);
    let two = Site::at(HandlingKind::Load, place("DE-two"), de);
    let abroad = Site::at(HandlingKind::Load, place("PL-one"), country("PL"));
    let [t, c] = ["T", "C"].map(|id| network.operator_by_id(id).unwrap());
    let world = under(
        &network,
        [
            HandlingChange::within(de)
                .taking(hours(1))
                .run_by("T")
                .into(),
            HandlingChange::at("DE-one").taking(hours(2)).into(),
            HandlingChange::at("DE-one")
                .of_kind(HandlingKind::Load)
                .priced(PriceChange::Usd(usd(9.0)))
                .run_by("C")
                .into(),
        ],
    );
    let terms = |site| {
        let terms = world.handling_terms(site);
        (terms.price, terms.time, terms.operator)
    };
    let price = Some(PriceChange::Usd(usd(9.0)));
    assert_eq!(
        terms(one(HandlingKind::Load)),
        (price, Some(hours(2)), Some(c))
    );
    assert_eq!(
        terms(one(HandlingKind::Unload)),
        (None, Some(hours(2)), Some(t))
    );
    assert_eq!(terms(two), (None, Some(hours(1)), Some(t)));
    assert_eq!(terms(abroad), (None, None, None));
    assert_eq!(terms(Site::lift(None, de)), (None, Some(hours(1)), Some(t)));
    assert_eq!(Site::lift(None, de).kind, HandlingKind::Tranship);
    assert_eq!(world.terminal(two, Some(c)), Some(t));
    assert_eq!(world.terminal(abroad, Some(c)), Some(c));
    assert_eq!(world.terminal(abroad, None), None);
}

#[test]
fn tolls_stand_where_they_are_put() {
    let network = collectors();
    let link = |id: &str| network.link_by_id(id).unwrap();
    let a = network.crossing_by_code("x-de-pl-a-road").unwrap();
    let b = network.crossing_by_code("x-cz-pl-b-road").unwrap();
    let t = network.operator_by_id("T").unwrap();
    let toll = |on: &str, basis, amount, payee: &str| {
        Change::from(TollChange::new(on, basis, usd(amount), payee))
    };
    let world = under(
        &network,
        [
            toll("line:DE-rail", RateBasis::PerKm, 0.5, "T"),
            toll("link:l2", RateBasis::PerKm, 0.75, "T"),
            toll("link:l2", RateBasis::PerUnit, 2.0, "T"),
            toll("link:l2", RateBasis::PerKm, 0.1, "authority:DE"),
            toll(
                "crossing:x-de-pl-a-road",
                RateBasis::PerConsignment,
                3.0,
                "C",
            ),
        ],
    );
    let tolls = |tolls: &[trade_corridor::scenario::ActiveToll]| -> Vec<_> {
        let all = tolls.iter();
        all.map(|toll| (toll.payee.operator() == Some(t), toll.basis, toll.rate))
            .collect()
    };
    assert_eq!(
        tolls(world.link_tolls(link("l1"))),
        [(true, RateBasis::PerKm, usd(0.5))]
    );
    let mut on_two = tolls(world.link_tolls(link("l2")));
    on_two.sort_by_key(|(_, _, rate)| *rate);
    let state = (false, RateBasis::PerKm, usd(0.1));
    let own = (true, RateBasis::PerKm, usd(0.75));
    assert_eq!(on_two, [state, own, (true, RateBasis::PerUnit, usd(2.0))]);
    assert!(world.link_tolls(link("r1")).is_empty());
    assert_eq!(world.crossing_tolls(a).len(), 1);
    assert!(world.crossing_tolls(b).is_empty());
    assert!(world.has_link_tolls() && !under(&network, []).has_link_tolls());
    assert_eq!(TollPayee::Authority(country("DE")).operator(), None);
    let at_border = under(
        &network,
        [toll(
            "crossing:x-de-pl-a-road",
            RateBasis::PerUnit,
            3.0,
            "C",
        )],
    );
    assert!(!at_border.has_link_tolls());
}

#[test]
fn speeds_and_carriers_are_those_of_their_line() {
    let network = collectors();
    let line = |id: &str| network.line_by_id(id).unwrap();
    let [de, pl] = ["DE", "PL"].map(country);
    let kmh = |kmh| Some(Pace::Kmh(kmh));
    let mut trains = SpeedChange::within(de, Mode::Rail, Pace::Kmh(30.0));
    trains.product = Some(Product::ContainerTrain);
    let world = under(
        &network,
        [
            SpeedChange::on("DE-rail", Pace::Kmh(60.0)).into(),
            SpeedChange::within(de, Mode::Road, Pace::Kmh(20.0)).into(),
        ],
    );
    let pace = |world: &World, id: &str, at, product| world.pace(line(id), at, product);
    let (rail, road) = ((de, Mode::Rail), (de, Mode::Road));
    let train = Product::ContainerTrain;
    assert_eq!(pace(&world, "DE-rail", rail, train), kmh(60.0));
    assert_eq!(pace(&world, "DE-road", road, Product::Truck), kmh(20.0));
    assert_eq!(
        pace(&world, "PL-road", (pl, Mode::Road), Product::Truck),
        None
    );
    let world = under(&network, [trains.into()]);
    assert_eq!(pace(&world, "DE-rail", rail, train), kmh(30.0));
    assert_eq!(pace(&world, "DE-rail", rail, Product::Wagon), None);
    let too_fast = |pace| {
        let scenario = Scenario::on(DAY).with(Change::from(SpeedChange::on("DE-rail", pace)));
        scenario.apply(&network).err().map(|error| error.code())
    };
    assert_eq!(too_fast(Pace::Kmh(1_000.0)), None);
    for kmh in [0.0, -1.0, 1_000.5, f64::NAN] {
        assert_eq!(too_fast(Pace::Kmh(kmh)), Some("scenario_invalid"));
    }

    let [r, t] = ["R", "T"].map(|id| network.operator_by_id(id).unwrap());
    let world = under(&network, [CarrierChange::new("DE-rail", "T", "R").into()]);
    assert_eq!(world.carrier(line("DE-rail"), r), t);
    assert_eq!(world.carrier(line("DE-road"), r), r);
    assert!(world.has_carrier(line("DE-rail"), r));
    assert_eq!(under(&network, []).carrier(line("DE-rail"), r), r);
}

//! What a formula charges, whom it pays and what it promises, worked out by hand on a small map.

use crate::by_hand::{CONTAINERS, network, rail, small, tonnes, usd};
use jiff::civil::{Date, date};
use trade_corridor::costing::Shipment;
use trade_corridor::network::{Component, FigureKind, HandlingKind, Mode, Party, RateBasis};
use trade_corridor::prelude::*;
use trade_corridor::quantity::{Rate, Share, TravelTime};
use trade_corridor::route::PaidTo;
use trade_corridor::scenario::{
    BorderFee, CarrierChange, Collector, Factor, Frequency, HandlingChange, Pace, PriceChange,
    ScenarioError, ServiceChange, ShareSchedule, ShareStep, SpeedChange, ThroughRateChange,
    TollChange, UnitPrices,
};
use trade_corridor::verify::verify;

const DAY: Date = date(2026, 11, 22);

/// Somebody who takes tolls, and somebody who collects fees.
const OTHERS: [(&str, &str); 2] = [
    ("operators", "T,Tolls,,DE,infrastructure_manager,,,,S"),
    ("operators", "C,Collector,,PL,state_agency,,,,S"),
];

fn map(more: &[(&str, &str)]) -> Network {
    network(&[&OTHERS[..], more].concat())
}

fn rate(amount: f64) -> Rate {
    Rate::from_usd(amount).unwrap()
}

fn percent(part: f64) -> Factor {
    Factor::from_percent(part).unwrap()
}

fn hours(median: f64, p90: f64) -> TravelTime {
    let [median, p90] = [median, p90].map(|hours| Duration::from_hours(hours).unwrap());
    TravelTime::new(median, p90)
}

/// The answer under these changes, which a check finds as well and which survives saving.
fn under(
    network: &Network,
    changes: &[Change],
    (from, to): (&str, &str),
    shipment: Shipment,
) -> Route {
    let scenario = changes
        .iter()
        .cloned()
        .fold(Scenario::on(DAY), Scenario::with);
    let again = Scenario::from_toml("again.toml", &scenario.to_toml().unwrap()).unwrap();
    assert_eq!(again, scenario);
    let planner = Planner::new(network, &again).unwrap();
    let route = planner
        .cheapest(&Request::new(from, to).shipment(shipment))
        .unwrap();
    verify(&route, &Policy::open(), network, &scenario).unwrap();
    // Without the changes the records say otherwise.
    if !changes.is_empty() {
        let mut bare = route.clone();
        bare.certificate = None;
        let plain = Scenario::on(DAY);
        verify(&bare, &Policy::open(), network, &plain).unwrap_err();
    }
    route
}

/// What an operator is paid, by id.
fn paid(route: &Route, wanted: &str) -> Money {
    route
        .charges()
        .filter(|charge| matches!(&charge.payee, PaidTo::Operator { id, .. } if id == wanted))
        .map(|charge| charge.amount)
        .sum()
}

fn refused(network: &Network, change: impl Into<Change>) -> ScenarioError {
    Scenario::on(DAY)
        .with(change.into())
        .apply(network)
        .unwrap_err()
}

#[test]
fn a_toll_is_paid_on_what_it_stands_on() {
    let network = map(&[]);
    let two = small(10.0).with_count(2).unwrap();
    let way = ("DE-one", "PL-one");
    let plain = under(&network, &[], way, two);
    for (on, basis, amount, due) in [
        ("link:r1", RateBasis::PerKm, 0.5, 100.0),
        // 12.3 t with the box, two of them, 100 km
        ("link:r1", RateBasis::PerTonneKm, 0.01, 24.6),
        ("link:r1", RateBasis::PerUnit, 7.25, 14.5),
        ("line:DE-road", RateBasis::PerKm, 0.125, 25.0),
        ("crossing:x-de-pl-a-road", RateBasis::PerUnit, 7.25, 14.5),
        (
            "crossing:x-de-pl-a-road",
            RateBasis::PerConsignment,
            7.25,
            7.25,
        ),
        ("country:PL", RateBasis::PerKm, 0.5, 100.0),
    ] {
        let toll = TollChange::new(on, basis, rate(amount), "T").into();
        let route = under(&network, &[toll], way, two);
        assert_eq!(route.cost(), plain.cost() + usd(due), "{on}");
        assert_eq!(paid(&route, "T"), usd(due), "{on}");
        let charges = route.charges();
        let mut tolls = charges.filter(|charge| charge.component == Component::Toll);
        let toll = tolls.next().unwrap();
        assert_eq!(toll.evidence.figures()[0].kind, FigureKind::Scenario);
        assert!(tolls.next().is_none());
        let mut named = route.atoms().flat_map(|step| &step.parties);
        assert!(named.any(|(id, ..)| id == "T"), "{on}");
        // Who is paid is a party, so a rule on it is one on the toll.
        let barred = Policy::open().with(Rule::exclude_operator("T"));
        let scenario =
            Scenario::on(DAY).with(Change::from(TollChange::new(on, basis, rate(amount), "T")));
        let planner = Planner::new(&network, &scenario).unwrap();
        let request = Request::new(way.0, way.1).shipment(two).policy(barred);
        planner.cheapest(&request).unwrap_err();
    }
    // The authorities of a country are nobody's company.
    let state = TollChange::new("link:r1", RateBasis::PerKm, rate(0.5), "authority:DE");
    let route = under(&network, &[state.into()], way, two);
    let charges = route.charges();
    let state = charges.filter(|charge| matches!(charge.payee, PaidTo::Authority(_)));
    assert_eq!(state.map(|charge| charge.amount).sum::<Money>(), usd(100.0));
}

#[test]
fn a_haul_pays_the_tolls_of_its_links_once() {
    // Banded, so that it is priced as a whole: 300 km at 1 USD.
    let hauled = rail(&["any,any,per_km,1,USD,2025,40,,,,,"]);
    let toll =
        |on: &str, amount| Change::from(TollChange::new(on, RateBasis::PerKm, rate(amount), "F"));
    let way = ("DE-one", "DE-thr");
    let plain = under(&hauled, &[], way, small(10.0));
    let whole = under(&hauled, &[toll("line:DE-rail", 0.005)], way, small(10.0));
    assert_eq!(whole.cost(), plain.cost() + usd(1.5));
    let part = under(&hauled, &[toll("link:l2", 0.1)], way, small(10.0));
    assert_eq!(paid(&part, "F"), usd(20.0));
    // The one link is dearer than the line.
    let both = [toll("link:l2", 0.1), toll("line:DE-rail", 0.005)];
    let both = under(&hauled, &both, way, small(10.0));
    assert_eq!(paid(&both, "F"), usd(20.5));
}

#[test]
fn border_control_has_another_fee_and_payee() {
    let network = map(&[
        ("borders", ",DE,PL,road,controlled,1,1,12,USD,2025,,,,,S"),
        ("fees", "PL,road,*,transit,,,50,USD,2025,,,,,S"),
    ]);
    let way = ("DE-one", "PL-one");
    let two = small(10.0).with_count(2).unwrap();
    let plain = under(&network, &[], way, two);
    let [germany, poland] = ["DE", "PL"].map(|code| code.parse::<Country>().unwrap());
    let usd_40 = PriceChange::Usd(rate(40.0));
    for (fee, due) in [
        (BorderFee::at("x-de-pl-a-road", usd_40), 80.0),
        (
            BorderFee::between(germany, poland, PriceChange::Percent(percent(150.0))),
            36.0,
        ),
    ] {
        let route = under(&network, &[fee.clone().into()], way, two);
        assert_eq!(route.cost() + usd(24.0), plain.cost() + usd(due));
        let route = under(&network, &[fee.paid_to("C").into()], way, two);
        assert_eq!(paid(&route, "C"), usd(due));
    }
    // Whoever collects fees has them all, and they stay the state's.
    let collector = Collector::of(poland, "C");
    let route = under(&network, &[collector.into()], way, two);
    assert_eq!(route.cost(), plain.cost());
    assert_eq!(paid(&route, "C"), usd(24.0 + 100.0));
    let ledger = trade_corridor::analysis::settlement::Ledger::of([&route]);
    assert_eq!(ledger.states()[&poland], usd(124.0));
    assert_eq!(ledger.operator("C"), usd(124.0));
    assert_eq!(ledger.revenue("C"), Money::ZERO);
    let at = Collector::of(poland, "C").at("x-cz-pl-b-road");
    let far = under(&network, &[at.into()], ("CZ-one", "PL-one"), two);
    assert_eq!(paid(&far, "C"), usd(100.0));
}

#[test]
fn handling_has_another_price_time_and_operator() {
    let network = map(&[CONTAINERS]);
    let way = ("DE-one", "DE-two");
    let plain = under(&network, &[], way, small(10.0));
    assert_eq!(plain.cost(), usd(100.0));
    let load = HandlingChange::at("DE-one").of_kind(HandlingKind::Load);
    let dear = load.clone().priced(PriceChange::Usd(rate(33.0)));
    let route = under(
        &network,
        &[dear.clone().run_by("T").into()],
        way,
        small(10.0),
    );
    assert_eq!((route.cost(), paid(&route, "T")), (usd(133.0), usd(33.0)));
    let slow = load.taking(hours(7.0, 9.0));
    let route = under(&network, &[slow.into()], way, small(10.0));
    assert_eq!(route.steps[0].time, hours(7.0, 9.0));
    // The place before the country, and of the country what the place leaves open.
    let germany = "DE".parse().unwrap();
    let all = HandlingChange::within(germany)
        .priced(PriceChange::Usd(rate(1.0)))
        .run_by("C");
    let route = under(&network, &[dear.into(), all.into()], way, small(10.0));
    assert_eq!((route.cost(), paid(&route, "C")), (usd(134.0), usd(34.0)));
    let boxes = UnitPrices {
        container_20: Some(rate(5.0)),
        ..UnitPrices::default()
    };
    let boxes = HandlingChange::at("DE-two").priced(PriceChange::PerUnit(boxes));
    let route = under(&network, &[boxes.into()], way, small(10.0));
    assert_eq!(route.cost(), usd(105.0));
}

#[test]
fn goods_move_at_another_speed() {
    let network = map(&[CONTAINERS]);
    let way = ("DE-one", "DE-two");
    let moved = |change: SpeedChange| {
        let route = under(&network, &[change.into()], way, small(10.0));
        let step = route.atoms().find(|step| step.distance.as_metres() > 0);
        step.unwrap().time.median()
    };
    let two_hours = Duration::from_hours(2.0).unwrap();
    // 50 km/h on record over 100 km
    assert_eq!(
        moved(SpeedChange::on("DE-rail", Pace::Kmh(100.0))).as_minutes(),
        60
    );
    let half = Pace::Percent(percent(50.0));
    let germany = "DE".parse().unwrap();
    let slow = moved(SpeedChange::within(germany, Mode::Rail, half));
    assert_eq!(slow, two_hours + two_hours);
}

const SHIP: (&str, &str) = (
    "services",
    "v,F,feeder,DE-thr,DE-isl,vessel,80,8,8,7,timetable,,,DE,,,,100,180,,,USD,2025,open,,,,,,,S",
);

#[test]
fn a_service_is_another_one() {
    let network = map(&[SHIP]);
    let way = ("DE-thr", "DE-isl");
    let plain = under(&network, &[], way, small(10.0));
    let of = || ServiceChange::of("v");
    let half = of().priced(PriceChange::Percent(percent(50.0)));
    let cheap = under(&network, &[half.into()], way, small(10.0));
    assert_eq!(cheap.cost() + usd(50.0), plain.cost());
    let step = |route: &Route, act: &str| {
        let mut steps = route.steps.iter();
        let step = steps.find(|step| step.act.as_str() == act);
        step.unwrap().time
    };
    // Once a day: half a day by median. Twice as often: half of that.
    assert_eq!(step(&plain, "wait").median().as_minutes(), 12 * 60);
    let often = of().leaving(Frequency::Percent(percent(200.0)));
    let often = under(&network, &[often.into()], way, small(10.0));
    assert_eq!(step(&often, "wait").median().as_minutes(), 6 * 60);
    let promised = of().waiting(hours(3.0, 3.0)).taking(hours(5.0, 5.0));
    let promised = under(&network, &[promised.into()], way, small(10.0));
    assert_eq!(step(&promised, "wait"), hours(3.0, 3.0));
    assert_eq!(step(&promised, "run"), hours(5.0, 5.0));
    let run_by = of().run_by("R");
    let route = under(&network, &[run_by.into()], way, small(10.0));
    assert_eq!(paid(&route, "R"), usd(100.0));
    assert_eq!(paid(&route, "F"), Money::ZERO);
}

#[test]
fn a_through_rate_is_guaranteed() {
    let rate_row = (
        "through_rates",
        "t,R,DE-one,DE-thr,DE-two,150,,USD,2025,,,,S",
    );
    let network = map(&[CONTAINERS, rate_row]);
    let way = ("DE-one", "DE-thr");
    let change = ThroughRateChange::of("t")
        .priced(PriceChange::Usd(rate(140.0)))
        .taking(hours(20.0, 20.0));
    let route = under(&network, &[change.into()], way, small(10.0));
    assert_eq!(
        (route.cost(), route.time()),
        (usd(140.0), hours(20.0, 20.0))
    );
    assert_eq!(paid(&route, "R"), usd(140.0));
}

/// A price for the whole is held: whoever sells it pays for the line. Link by link the toll is due.
#[test]
fn a_price_for_the_whole_has_tolls_in_it() {
    let rate_row = (
        "through_rates",
        "t,F,DE-one,DE-thr,DE-two,15,,USD,2025,,,,S",
    );
    let network = map(&[CONTAINERS, rate_row]);
    let way = ("DE-one", "DE-thr");
    let toll = TollChange::new("line:DE-rail", RateBasis::PerKm, rate(0.5), "T");
    let tolled = |policy: Policy| {
        let scenario = Scenario::on(DAY).with(Change::from(toll.clone()));
        let planner = Planner::new(&network, &scenario).unwrap();
        let request = Request::new(way.0, way.1)
            .shipment(small(10.0))
            .policy(policy);
        planner.cheapest(&request)
    };
    let plain = under(&network, &[], way, small(10.0));
    assert_eq!(plain.cost(), usd(15.0));
    let whole = tolled(Policy::open()).unwrap();
    assert_eq!(whole.cost(), plain.cost());
    assert_eq!(paid(&whole, "T"), Money::ZERO);
    // 300 km by links, each with its toll
    let apart = Policy::open().with(Rule::exclude_operator("F"));
    let bare = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    let request = Request::new(way.0, way.1).shipment(small(10.0));
    let bare = bare.cheapest(&request.policy(apart.clone())).unwrap();
    let apart = tolled(apart).unwrap();
    assert_eq!(apart.cost(), bare.cost() + usd(150.0));
    assert_eq!(paid(&apart, "T"), usd(150.0));
    // Passed on, it stands in the price.
    let price = PriceChange::Usd(rate(165.0));
    let passed = [
        Change::from(toll.clone()),
        ThroughRateChange::of("t").priced(price).into(),
    ];
    let passed = under(&network, &passed, way, small(10.0));
    assert_eq!(passed.cost(), usd(165.0));
}

#[test]
fn another_railway_hauls_at_the_same_tariffs() {
    let network = map(&[CONTAINERS]);
    let way = ("DE-one", "DE-thr");
    let change = CarrierChange::new("DE-rail", "T", "R");
    let route = under(&network, &[change.into()], way, small(10.0));
    assert_eq!(
        (paid(&route, "T"), paid(&route, "R")),
        (usd(300.0), Money::ZERO)
    );
    let nobody = CarrierChange::new("DE-rail", "T", "F");
    let text = refused(&network, nobody).to_string();
    assert!(text.contains("`F` sells nothing on `DE-rail`"), "{text}");
}

fn thirds(from: Date, to: Date, a: u64, b: u64) -> ShareStep {
    let share = |part| Share::from_fraction(part, 10).unwrap();
    ShareStep::new(from, to, [("R", share(a)), ("F", share(b))])
}

#[test]
fn shares_follow_their_schedule() {
    let network = map(&[]);
    let first = thirds(date(2026, 1, 1), date(2029, 12, 31), 7, 3);
    let second = thirds(date(2030, 1, 1), date(2039, 12, 31), 5, 5).contemplated();
    let agreed = ShareSchedule::of("T", [first.clone(), second.clone()]);
    let held = |schedule: &ShareSchedule, day| {
        let scenario = Scenario::on(day).with(Change::from(schedule.clone()));
        let world = scenario.apply(&network).unwrap();
        let held = network.party("T").unwrap();
        let railway = network.operator_by_id("R").map(Party::Operator);
        let mut stakes = world.stakes();
        let stake = stakes.find(|stake| stake.held == held && Some(stake.holder) == railway);
        stake.map(|stake| stake.share.as_percent())
    };
    assert_eq!(held(&agreed, date(2025, 6, 1)), None);
    assert_eq!(held(&agreed, date(2029, 12, 31)), Some(70.0));
    // Only contemplated, so nobody holds it then.
    assert_eq!(held(&agreed, date(2030, 1, 1)), None);
    assert_eq!(held(&agreed.extended(), date(2030, 1, 1)), Some(50.0));

    let gap = thirds(date(2030, 1, 2), date(2039, 12, 31), 5, 5);
    let text = refused(&network, ShareSchedule::of("T", [first, gap])).to_string();
    assert!(
        text.contains("ends on 2029-12-31 and the next begins on 2030-01-02"),
        "{text}"
    );
    let above = thirds(date(2026, 1, 1), date(2029, 12, 31), 7, 4);
    let text = refused(&network, ShareSchedule::of("T", [above])).to_string();
    assert!(text.contains("more than 100 %"), "{text}");
    let text = refused(&network, ShareSchedule::of("T", [])).to_string();
    assert!(text.contains("has no step"), "{text}");
}

#[test]
fn what_hits_nothing_or_contradicts_is_refused_by_name() {
    let network = map(&[SHIP]);
    let toll = |on: &str, basis, payee: &str| TollChange::new(on, basis, rate(1.0), payee);
    let usd_5 = PriceChange::Usd(rate(5.0));
    let cases: [(Change, &str); 14] = [
        (
            toll("link:r1", RateBasis::PerKm, "").into(),
            "without a payee",
        ),
        (
            toll("link:r1", RateBasis::PerKm, "TT").into(),
            "is no known operator",
        ),
        (
            toll("link:rr", RateBasis::PerKm, "T").into(),
            "is no known link",
        ),
        (
            toll("line:DE-rail", RateBasis::PerUnit, "T").into(),
            "more than one thing",
        ),
        (
            toll("link:r1", RateBasis::PerHour, "T").into(),
            "cannot be `per_hour`",
        ),
        (
            toll("link:r1", RateBasis::PerConsignment, "T").into(),
            "cannot be `per_consignment`",
        ),
        (
            toll("crossing:x-de-pl-a-road", RateBasis::PerKm, "T").into(),
            "no link belongs",
        ),
        (
            toll("link:r1", RateBasis::PerKm, "T")
                .between(rate(2.0), rate(3.0))
                .into(),
            "1 USD lies outside 2 to 3 USD",
        ),
        (
            HandlingChange::at("DE-one").into(),
            "states nothing to change",
        ),
        (
            HandlingChange::default().priced(usd_5).into(),
            "names no place",
        ),
        (
            SpeedChange::on("DE-rail", Pace::Kmh(0.0)).into(),
            "`0` km/h cannot be",
        ),
        (
            ServiceChange::of("v")
                .leaving(Frequency::PerWeek(-1.0))
                .into(),
            "cannot be",
        ),
        (
            ServiceChange::of("v")
                .leaving(Frequency::PerWeek(1.0))
                .waiting(hours(1.0, 1.0))
                .into(),
            "has a wait and a frequency",
        ),
        (
            ThroughRateChange::of("x").priced(usd_5).into(),
            "is no known through rate",
        ),
    ];
    for (change, part) in cases {
        let text = refused(&network, change).to_string();
        assert!(text.contains(part), "{part}: {text}");
    }
    let dear = HandlingChange::at("DE-one").priced(PriceChange::Usd(rate(6.0)));
    let cheap = HandlingChange::at("DE-one").priced(usd_5);
    let both = Scenario::on(DAY)
        .with(Change::from(dear))
        .with(Change::from(cheap));
    let text = both.apply(&network).unwrap_err().to_string();
    assert!(text.contains("contradicts"), "{text}");
    let twice = [1.0, 2.0].map(|usd| TollChange::new("link:r1", RateBasis::PerKm, rate(usd), "T"));
    let both = twice
        .into_iter()
        .map(Change::from)
        .fold(Scenario::on(DAY), Scenario::with);
    let text = both.apply(&network).unwrap_err().to_string();
    assert!(text.contains("the toll of T on link:r1"), "{text}");

    // Without a payee in a text, by name as well.
    let text = "schema = 1\ndate = 2026-11-22\n[[change]]\ntoll = { on = \"link:r1\", basis = \"per_km\", usd = 1 }\n";
    let scenario = Scenario::from_toml("toll.toml", text).unwrap();
    let text = scenario.apply(&network).unwrap_err().to_string();
    assert!(
        text.contains("a toll on `link:r1` without a payee"),
        "{text}"
    );
    assert!(text.starts_with("toll.toml line 3"), "{text}");
}

#[test]
fn an_edited_route_under_a_formula_is_refused() {
    let network = map(&[]);
    let toll = Change::from(TollChange::new("link:r1", RateBasis::PerKm, rate(0.5), "T"));
    let scenario = Scenario::on(DAY).with(toll.clone());
    let route = under(&network, &[toll], ("DE-one", "PL-one"), small(10.0));
    let form = serde_json::to_string(&route).unwrap();
    for (from, to) in [
        ("\"amount\":5000", "\"amount\":4999"),
        (
            "{\"operator\":{\"id\":\"T\",\"name\":\"Tolls\"}}",
            "{\"authority\":\"DE\"}",
        ),
        (
            "[\"T\",\"Tolls\",\"infrastructure_manager\"]",
            "[\"T\",\"Tolls\",\"terminal\"]",
        ),
    ] {
        assert!(form.contains(from), "{from}: {form}");
        let edited: Route = serde_json::from_str(&form.replacen(from, to, 1)).unwrap();
        verify(&edited, &Policy::open(), &network, &scenario).unwrap_err();
    }
}

#[test]
fn the_mass_of_goods_counts_as_in_tariffs() {
    let network = map(&[]);
    let toll = TollChange::new("link:r1", RateBasis::PerTonneKm, rate(0.1), "T");
    let empty = Shipment::trailer(tonnes(0.0)).unwrap();
    let route = under(&network, &[], ("DE-one", "PL-one"), empty);
    let scenario = Scenario::on(DAY).with(Change::from(toll));
    let planner = Planner::new(&network, &scenario).unwrap();
    let tolled = planner.cheapest(&Request::new("DE-one", "PL-one").shipment(empty));
    // A trailer counts its goods alone, and there are none.
    assert_eq!(tolled.unwrap().cost(), route.cost());
}

//! CO2e is told well to tank and tank to wheel apart, by transport chain element, and adds up.

use crate::by_hand::{CONTAINERS, ask, large, network, small, tonnes};
use crate::saved::SAVED;
use trade_corridor::network::{FigureKind, Network};
use trade_corridor::prelude::*;
use trade_corridor::route::{ChainReport, ElementKind};

const FEEDER: &[(&str, &str)] = &[
    CONTAINERS,
    (
        "services",
        "v,F,feeder,DE-thr,DE-isl,vessel,80,8,8,,when_full,24,24,DE,,,,100,180,,,USD,2025,open,,,,,,,S",
    ),
    ("sources", "G,assumed,Guess,,,,a guess"),
    ("sources", "T,published,Shares,,,,"),
    ("emissions_split", "rail,DE,*,20,,40,,G;ttw_share=T"),
    ("emissions_split", "rail,*,*,99,,10,,S"),
    ("emissions_split", "sea,*,feeder,30,,1/3,,S"),
    ("emissions_split", "handling,*,wagon,,7,,,S"),
    ("emissions_split", "handling,*,vessel,,10,0,,S"),
];

fn by_feeder() -> Network {
    network(FEEDER)
}

/// Kind, what, well to wheel, tank to wheel, well to tank and of unknown parts.
type Told<'r> = (ElementKind, &'r str, [u64; 4]);

fn told(report: &ChainReport) -> Vec<Told<'_>> {
    let elements = report.elements.iter().map(|element| {
        let emitted = &element.emissions;
        let grams = [
            emitted.well_to_wheel,
            emitted.tank_to_wheel,
            emitted.well_to_tank,
            emitted.undivided,
        ];
        let grams = grams.map(Emissions::as_grams);
        (element.kind, element.what.as_str(), grams)
    });
    elements.collect()
}

#[test]
fn a_train_a_ship_and_the_lifts_between_them_are_five_elements() {
    let route = ask(&by_feeder(), "DE-two", "DE-isl", small(10.0));
    let report = route.chain_report();
    let (hub, transport) = (ElementKind::Hub, ElementKind::Transport);
    assert_eq!(
        told(&report),
        [
            (hub, "load", [7_000, 0, 0, 7_000]),
            // 10 t over 200 km at 20 g, 40 % of it tank to wheel.
            (transport, "rail", [40_000, 16_000, 24_000, 0]),
            (hub, "tranship, wait", [17_000, 0, 10_000, 7_000]),
            // 10 t over 80 km at 30 g, a third of it tank to wheel.
            (transport, "ship (vessel)", [24_000, 8_000, 16_000, 0]),
            (hub, "land, unload", [10_000, 0, 10_000, 0]),
        ]
    );
    let intensities = report.elements.iter().map(|it| it.emissions.intensity);
    let intensities: Vec<Option<u64>> = intensities.collect();
    assert_eq!(intensities, [None, Some(20_000), None, Some(30_000), None]);
    assert!((report.activity.as_tonne_km() - 2_800.0).abs() < 1e-9);
    assert_eq!(report.elements[1].operator, "Railway");
    assert_eq!(report.elements[2].from.code, report.elements[2].to.code);
    // The guess is the factor of the railway; lifts anywhere are borrowed.
    let whole = Share::WHOLE;
    assert_eq!(report.elements[1].assumed.assumed, whole);
    assert_eq!(report.elements[0].assumed.borrowed, whole);
    assert_eq!(report.elements[3].assumed.total(), Share::ZERO);
    assert_eq!(report.assumed, route.assumed().emissions);
    // 24 of 98 kg are told by what is published about just this.
    assert_eq!(report.assumed.total().as_millionths(), 346_938 + 408_163);
}

#[test]
fn what_is_not_known_is_not_nothing() {
    let route = ask(&by_feeder(), "DE-two", "DE-isl", small(10.0));
    let [all, burnt, made, unknown] = [
        route.emissions(),
        route.tank_to_wheel(),
        route.well_to_tank(),
        route.undivided_emissions(),
    ];
    assert_eq!(unknown, Emissions::from_grams(14_000));
    assert_eq!(burnt + made + unknown, all);
    let none = [CONTAINERS, ("emissions", "rail,*,*,20,,,S")];
    let route = ask(&network(&none), "DE-one", "DE-thr", small(10.0));
    assert_eq!(route.undivided_emissions(), route.emissions());
    assert_eq!(route.well_to_tank(), Emissions::ZERO);
}

#[test]
fn the_tank_to_wheel_part_is_rounded_down_at_each_link_and_to_the_gram() {
    // 7 mg a tonne-kilometre over 100 and 200 km: of 700 and 1,400 mg a tonne 233 and 466 are a third.
    let rows = [CONTAINERS, ("emissions_split", "rail,*,*,0.007,,1/3,,S")];
    let goods = large(20.0);
    let route = ask(&network(&rows), "DE-one", "DE-thr", goods);
    // By link 14 and 28 g, of them 4 and 9.
    let parts = [route.emissions(), route.tank_to_wheel()];
    assert_eq!(parts, [42, 13].map(Emissions::from_grams));
    assert_eq!(route.well_to_tank() + parts[1], parts[0]);
}

#[test]
fn a_truck_is_one_element_over_borders() {
    let rows = [("emissions_split", "road,*,*,100,,75,,S")];
    let trailer = trade_corridor::costing::Shipment::trailer(tonnes(20.0)).unwrap();
    let route = ask(&network(&rows), "DE-one", "CZ-one", trailer);
    let report = route.chain_report();
    let kinds: Vec<ElementKind> = report.elements.iter().map(|it| it.kind).collect();
    let (hub, transport) = (ElementKind::Hub, ElementKind::Transport);
    assert_eq!(kinds, [hub, transport, hub]);
    let driven = &report.elements[1];
    assert_eq!(driven.steps, 6, "four links and two borders");
    assert_eq!(driven.distance, route.distance());
    assert_eq!(driven.emissions.tank_to_wheel.as_grams(), 600_000);
}

#[test]
fn elements_add_up_to_the_route_to_the_gram() {
    let mut through = 0;
    for saved in SAVED.iter() {
        let (route, report) = (&saved.route, saved.route.chain_report());
        let emitted = report.emissions;
        assert_eq!(emitted.well_to_wheel, route.emissions(), "{route}");
        assert_eq!(emitted.tank_to_wheel, route.tank_to_wheel());
        assert_eq!(emitted.well_to_tank, route.well_to_tank());
        assert_eq!(emitted.undivided, route.undivided_emissions());
        let sum = |read: fn(&trade_corridor::route::ElementEmissions) -> Emissions| {
            let elements = report.elements.iter();
            elements
                .map(|element| read(&element.emissions))
                .sum::<Emissions>()
        };
        assert_eq!(sum(|it| it.well_to_wheel), route.emissions());
        assert_eq!(sum(|it| it.tank_to_wheel), route.tank_to_wheel());
        assert_eq!(sum(|it| it.well_to_tank), route.well_to_tank());
        for element in &report.elements {
            let it = &element.emissions;
            let parts = it.tank_to_wheel + it.well_to_tank + it.undivided;
            assert_eq!(parts, it.well_to_wheel);
        }
        // One after the other, from end to end.
        let ends = report.elements.windows(2);
        for pair in ends {
            let [before, after] = pair else {
                unreachable!()
            };
            assert_eq!(before.to.code, after.from.code, "{route}");
            let hubs = [before, after].map(|it| it.kind == ElementKind::Hub);
            assert!(hubs != [true, true], "{route}");
        }
        let rates = route.steps.iter();
        through += rates
            .filter(|step| step.act.as_str() == "through rate")
            .count();
    }
    assert!(through > 0, "no through rate among them");
}

#[test]
fn a_factor_names_its_sources_and_those_of_its_share() {
    let route = ask(&by_feeder(), "DE-two", "DE-isl", small(10.0));
    let mut moves = route
        .steps
        .iter()
        .filter(|step| step.mode == Some(Mode::Rail));
    let figures = moves.next().unwrap().emission_evidence.figures();
    let named = |at: usize| (figures[at].kind, figures[at].sources[0].id.as_str());
    assert_eq!(named(0), (FigureKind::EmissionFactor, "G"));
    assert_eq!(named(1), (FigureKind::TankToWheelShare, "T"));
    let text = serde_json::to_string(&route.chain_report()).unwrap();
    let read: ChainReport = serde_json::from_str(&text).unwrap();
    assert_eq!(read, route.chain_report());
}

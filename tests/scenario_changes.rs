//! A scenario is what the network records, changed by what it names, and nothing else.

mod maps;

use jiff::civil::date;
use maps::{DAY, caucasus, country, share};
use trade_corridor::network::{Carriage, Mode, Network, Party, ServiceKind, Status};
use trade_corridor::quantity::{Duration, Rate, Share, TravelTime};
use trade_corridor::scenario::{
    BorderTime, Cause, Change, Factor, NewLink, NewService, Scenario, ScenarioError, StakeCause,
    TariffScope, TransitClosure, World,
};

fn today() -> Scenario {
    Scenario::on(DAY)
}

fn open_links(world: &World<'_>) -> Vec<String> {
    world
        .links()
        .filter(|(id, _)| world.is_open_link(*id))
        .map(|(_, link)| link.id.clone())
        .collect()
}

fn refused(network: &Network, changes: &[Change]) -> ScenarioError {
    let scenario = changes.iter().cloned().fold(today(), Scenario::with);
    let reversed = changes.iter().rev().cloned().fold(today(), Scenario::with);
    assert!(reversed.apply(network).is_err(), "the order decided");
    scenario.apply(network).expect_err("must be refused")
}

#[test]
fn planned_things_open_only_by_a_change() {
    let network = caucasus();
    let later = Scenario::on(date(2050, 1, 1));
    let world = later.apply(&network).unwrap();
    let tripp = network.link_by_id("aghband-meghri").unwrap();
    let border = network.crossing_by_code("x-am-az-aghband-rail").unwrap();
    assert!(!world.is_open_link(tripp) && !world.is_open_crossing(border));
    let standing = world.link_status(tripp).unwrap();
    assert_eq!(standing.status, Some(Status::Planned));
    assert!(matches!(standing.cause, Cause::State(_)));

    for name in [
        "TRIPP-rail",
        "TRIPP rail",
        "tripp railway",
        "project:TRIPP-rail",
    ] {
        let world = today().with(Change::open(name)).apply(&network).unwrap();
        assert!(
            world.is_open_link(tripp) && world.is_open_crossing(border),
            "{name}"
        );
        let standing = world.crossing_status(border).unwrap();
        assert!(standing.is_open());
        let Cause::Change(change) = standing.cause else {
            panic!("a change opened it")
        };
        assert_eq!(change.name(), format!("{name} is open"));
    }
}

#[test]
fn openings_are_set_and_delayed() {
    let network = caucasus();
    let opens = Change::opens_on("TRIPP-rail", date(2029, 1, 1));
    let tripp = network.link_by_id("aghband-meghri").unwrap();
    for (day, open) in [(date(2028, 12, 31), false), (date(2029, 1, 1), true)] {
        let world = Scenario::on(day)
            .with(opens.clone())
            .apply(&network)
            .unwrap();
        assert_eq!(world.is_open_link(tripp), open);
    }
    let delayed = Change::opens_on("tbilisi-poti", date(2027, 1, 1));
    let world = today().with(delayed).apply(&network).unwrap();
    assert!(!world.is_open_link(network.link_by_id("tbilisi-poti").unwrap()));
}

#[test]
fn lines_countries_and_single_things_close() {
    let network = caucasus();
    let closed = |change| open_links(&today().with(change).apply(&network).unwrap());
    assert_eq!(
        closed(Change::close("line:AM-rail")),
        [
            "boyuk-baku",
            "gyumri-yerevan-road",
            "sadakhlo-tbilisi",
            "tbilisi-boyuk",
            "tbilisi-poti"
        ]
    );
    assert_eq!(
        closed(Change::close("country:GE")),
        [
            "boyuk-baku",
            "gyumri-sadakhlo",
            "gyumri-yerevan",
            "gyumri-yerevan-road"
        ]
    );
    let world = today()
        .with(Change::close("country:GE"))
        .apply(&network)
        .unwrap();
    let ferry = network.service_by_id("poti-novorossiysk").unwrap();
    let border = network.crossing_by_code("x-am-ge-sadakhlo-rail").unwrap();
    assert!(!world.is_open_service(ferry) && !world.is_open_crossing(border));
    assert_eq!(
        world.service_status(ferry).unwrap().status,
        Some(Status::Closed)
    );
    // One thing wins over its group.
    let scenario = today()
        .with(Change::open("TRIPP-rail"))
        .with(Change::close("baku-aghband"));
    let open = open_links(&scenario.apply(&network).unwrap());
    assert!(open.contains(&"aghband-meghri".to_owned()));
    assert!(!open.contains(&"baku-aghband".to_owned()));
}

#[test]
fn managers_stakes_and_members_change() {
    let network = caucasus();
    let world = today()
        .with(Change::manager("AM-meghri", "TDC"))
        .with(Change::stake("RZD", "SCR", Share::ZERO))
        .with_labelled(
            "sale of the concession",
            Change::stake("KTZ", "SCR", Share::WHOLE),
        )
        .with(Change::stake("GR", "MCM", share("20")))
        .with(Change::stake("BCh", "MCM", share("1/8")))
        .apply(&network)
        .unwrap();
    let meghri = network.line_by_id("AM-meghri").unwrap();
    assert_eq!(world.manager(meghri), network.operator_by_id("TDC"));
    assert_eq!(
        today().apply(&network).unwrap().manager(meghri),
        network.operator_by_id("SCR")
    );
    let scr = network.party("SCR").unwrap();
    let holders: Vec<_> = world.stakes().filter(|stake| stake.held == scr).collect();
    assert_eq!(holders.len(), 1);
    assert_eq!(network.party_id(holders[0].holder), Some("KTZ"));
    let StakeCause::Change(change) = holders[0].cause else {
        panic!("a change made it")
    };
    assert_eq!(change.name(), "sale of the concession");
    let members: Vec<_> = world
        .members()
        .iter()
        .map(|member| network.party_id(member.member).unwrap())
        .collect();
    assert_eq!(members, ["ADY", "BCh", "GR", "KTZ"]);
    assert!(world.stakes().all(|stake| stake.holder
        != Party::Operator(network.operator_by_id("RZD").unwrap())
        || stake.held != scr));
}

#[test]
fn prices_borders_capacity_and_transit_change() {
    let network = caucasus();
    let hours = |h: u32| TravelTime::certain(Duration::from_minutes(h * 60));
    let (ge, am) = (country("GE"), country("AM"));
    let scale = Change::ScaleTariffs {
        scope: TariffScope::operator("GR").by(Mode::Rail),
        percent: Factor::from_percent(150.0).unwrap(),
    };
    let blocked = TransitClosure {
        country: ge,
        from: None,
        to: Some(am),
    };
    let world = today()
        .with(scale)
        .with(Change::SetTariff {
            tariff: "t-am".to_owned(),
            usd: Rate::from_usd(1.0).unwrap(),
        })
        .with(Change::BorderTime(BorderTime::between(ge, am, hours(10))))
        .with(Change::BorderTime(BorderTime::at(
            "x-am-ge-sadakhlo-rail",
            hours(3),
        )))
        .with(Change::capacity("place:Poti", share("60")))
        .with(Change::CloseTransit(blocked))
        .apply(&network)
        .unwrap();
    let rate = |id| {
        world
            .tariff_rate(network.tariff_by_id(id).unwrap())
            .unwrap()
    };
    assert_eq!(rate("t-ge"), Rate::from_usd(0.3).unwrap());
    assert_eq!(rate("t-am"), Rate::from_usd(1.0).unwrap());
    assert_eq!(rate("t-az"), Rate::from_usd(0.2).unwrap());
    let border = network.crossing_by_code("x-am-ge-sadakhlo-rail").unwrap();
    assert_eq!(world.border_override(border, ge, am), Some(hours(3)));
    let other = network
        .crossing_by_code("x-az-ge-boyuk-kesik-rail")
        .unwrap();
    assert_eq!(world.border_override(other, ge, country("AZ")), None);
    let ferry = network.service_by_id("poti-novorossiysk").unwrap();
    assert_eq!(world.service_capacity_left(ferry), share("60"));
    let (ru, az) = (country("RU"), country("AZ"));
    assert!(world.transit_closed(ge, ru, am).is_some());
    assert!(world.transit_closed(ge, ru, az).is_none());
    assert!(
        world.transit_closed(ge, ge, am).is_none(),
        "it starts there"
    );
}

fn new_link() -> NewLink {
    NewLink {
        id: "bypass".to_owned(),
        from: "Gyumri".to_owned(),
        to: "x-am-ge-sadakhlo-rail".to_owned(),
        mode: Mode::Rail,
        country: country("AM"),
        length_km: 125.0,
        gauges: vec![1520],
        line: None,
        forward_only: false,
    }
}

fn new_service() -> NewService {
    NewService {
        id: "a-new-ferry".to_owned(),
        operator: "NSL".to_owned(),
        kind: ServiceKind::Feeder,
        from: "RUNVS".to_owned(),
        to: "Poti".to_owned(),
        carriage: Carriage::Vessel,
        distance_km: 500.0,
        hours: 30.0,
        hours_p90: None,
        departures_per_week: Some(0.5),
        wait_hours: None,
        flag: None,
        price_20ft: None,
        price_40ft: Some(Rate::from_usd(900.0).unwrap()),
        price_truck: None,
        price_wagon: None,
    }
}

#[test]
fn links_and_services_are_added_in_canonical_order() {
    let network = caucasus();
    let world = today()
        .with(Change::AddLink(Box::new(new_link())))
        .with(Change::AddService(Box::new(new_service())))
        .apply(&network)
        .unwrap();
    let ids: Vec<_> = world.links().map(|(_, link)| link.id.as_str()).collect();
    assert!(ids.is_sorted() && ids.contains(&"bypass") && ids.len() == world.link_count());
    let id = world.link_by_id("bypass").unwrap();
    assert_eq!(world.link(id).unwrap().id, "bypass");
    assert!(network.link(id).is_none() && world.is_open_link(id));
    assert!(matches!(
        world.link_status(id).unwrap().cause,
        Cause::Change(_)
    ));
    let (first, service) = world.services().next().unwrap();
    assert_eq!(service.id, "a-new-ferry");
    assert_eq!(service.departures_per_1000_weeks, Some(500));
    assert!(world.is_open_service(first) && world.service(first).is_some());
}

#[test]
fn bad_additions_are_refused() {
    let network = caucasus();
    let text =
        |change: NewLink| refused(&network, &[Change::AddLink(Box::new(change))]).to_string();
    let with = |edit: fn(&mut NewLink)| {
        let mut link = new_link();
        edit(&mut link);
        text(link)
    };
    assert!(with(|link| link.id = "tbilisi-poti".to_owned()).contains("there already"));
    assert!(with(|link| link.from = link.to.clone()).contains("to itself"));
    assert!(with(|link| link.from = "Gyumry".to_owned()).contains("did you mean AMLWN (Gyumri"));
    assert!(with(|link| link.from = "Tbilisi".to_owned()).contains("lies elsewhere"));
    assert!(with(|link| link.length_km = 3.0).contains("shorter than the great circle"));
    assert!(with(|link| link.length_km = f64::NAN).contains("not a finite number"));
    assert!(with(|link| link.gauges.clear()).contains("needs a gauge"));
    assert!(
        with(|link| link.line = Some("AM-rial".to_owned())).contains("did you mean `AM-rail`?")
    );
    let mut service = new_service();
    service.carriage = Carriage::Truck;
    let error = refused(&network, &[Change::AddService(Box::new(service))]);
    assert!(error.to_string().contains("does not take goods in `truck`"));
    let twins = [
        new_link(),
        NewLink {
            length_km: 126.0,
            ..new_link()
        },
    ];
    let twins = twins.map(|link| Change::AddLink(Box::new(link)));
    assert!(matches!(
        refused(&network, &twins),
        ScenarioError::Contradiction { .. }
    ));
}

#[test]
fn changes_of_nothing_are_refused_with_the_nearest_name() {
    let network = caucasus();
    let text = |change| refused(&network, &[change]).to_string();
    assert_eq!(
        text(Change::open("TRIP-rail")),
        "change `TRIP-rail is open`: `TRIP-rail` is no known project, link, crossing, line or \
         service; did you mean `TRIPP-rail`?"
    );
    assert!(text(Change::close("")).contains("is no known"));
    assert!(text(Change::close("service:nothing")).contains("no known service"));
    assert!(text(Change::manager("AM-rail", "RZB")).contains("did you mean `RZD`?"));
    assert!(text(Change::stake("KTZ", "SCS", share("1"))).contains("did you mean `SCR`?"));
    assert!(text(Change::close_transit(country("FR"))).contains("no link in FR"));
    assert!(text(Change::close("country:FR")).contains("nothing in the network"));
    let scope = TariffScope::country(country("FR"));
    let percent = Factor::ONE;
    assert!(text(Change::ScaleTariffs { scope, percent }).contains("widen the scope"));
    let scope = TariffScope::default();
    assert!(text(Change::ScaleTariffs { scope, percent }).contains("scope is empty"));
    let time = TravelTime::default();
    let border = BorderTime::between(country("FR"), country("DE"), time);
    assert!(text(Change::BorderTime(border)).contains("no crossing of the network fits"));
}

#[test]
fn contradictions_are_refused_in_any_order() {
    let network = caucasus();
    let cases = [
        [
            Change::open("TRIPP-rail"),
            Change::close("project:TRIPP-rail"),
        ],
        [Change::open("tbilisi-poti"), Change::close("tbilisi-poti")],
        [
            Change::manager("AM-rail", "TDC"),
            Change::manager("AM-rail", "KTZ"),
        ],
        [
            Change::stake("KTZ", "SCR", share("0")),
            Change::stake("KTZ", "SCR", share("1")),
        ],
        [
            Change::capacity("tbilisi-poti", share("50")),
            Change::capacity("tbilisi-poti", share("60")),
        ],
    ];
    for case in cases {
        let error = refused(&network, &case);
        assert!(
            matches!(error, ScenarioError::Contradiction { .. }),
            "{error}"
        );
    }
    let whole = refused(&network, &[Change::stake("KTZ", "SCR", share("10"))]);
    assert_eq!(
        whole.to_string(),
        "change `KTZ holds 10 % of SCR`: the stakes in `SCR` would add up to 110 %; lower another \
         holder's"
    );
    let itself = refused(&network, &[Change::stake("SCR", "SCR", share("10"))]);
    assert!(itself.to_string().contains("stake in itself"));
}

#[test]
fn every_change_survives_toml() {
    let time = TravelTime::new(Duration::from_minutes(90), Duration::from_minutes(600));
    let changes = [
        Change::open("TRIPP-rail"),
        Change::close("crossing:x-am-ge-sadakhlo-rail"),
        Change::opens_on("tbilisi-poti", date(2027, 1, 1)),
        Change::close_transit(country("GE")),
        Change::manager("AM-rail", "TDC"),
        Change::stake("KTZ", "MCM", share("33.3333")),
        Change::ScaleTariffs {
            scope: TariffScope::country(country("AM")),
            percent: Factor::from_percent(112.5).unwrap(),
        },
        Change::SetTariff {
            tariff: "t-ge".to_owned(),
            usd: Rate::from_usd(0.123_456).unwrap(),
        },
        Change::BorderTime(BorderTime::between(country("GE"), country("AM"), time)),
        Change::AddLink(Box::new(new_link())),
        Change::AddService(Box::new(new_service())),
        Change::capacity("service:poti-novorossiysk", share("60")),
    ];
    let scenario = changes
        .into_iter()
        .fold(today().named("all"), Scenario::with);
    let text = scenario.to_toml().unwrap();
    assert_eq!(
        Scenario::from_toml("all.toml", &text).unwrap(),
        scenario,
        "{text}"
    );
    let json = serde_json::to_string(&scenario).unwrap();
    assert_eq!(serde_json::from_str::<Scenario>(&json).unwrap(), scenario);
    scenario.apply(&caucasus()).unwrap();
}

#[test]
fn errors_name_file_and_line() {
    let network = caucasus();
    let text = "schema = 1\ndate = 2026-11-22\n\n[[change]]\nopen = \"TRIPP-rail\"\n\n\
                [[change]]\nlabel = \"typo\"\nclose = \"tbilisi-potti\"\n";
    let scenario = Scenario::from_toml("s.toml", text).unwrap();
    assert_eq!(
        scenario.apply(&network).unwrap_err().to_string(),
        "s.toml line 7: change `typo`: `tbilisi-potti` is no known project, link, crossing, line \
         or service; did you mean `tbilisi-poti`?"
    );
    let fails = |text: &str| Scenario::from_toml("s.toml", text).unwrap_err().to_string();
    assert_eq!(
        fails("schema = 2\nwhatever = 1\n"),
        "s.toml: schema 2 is unknown; this version reads schema 1 to 1"
    );
    assert!(fails("date = 2026-11-22\n").contains("add `schema = 1`"));
    assert!(fails("schema = 1\ndate = \"soon\"\n").starts_with("s.toml line 2: `soon` is no date"));
    assert!(
        fails("schema = 1\ndate = 2026-11-22\n[[change]]\n")
            .contains("line 3: the change is empty")
    );
    let two = "schema = 1\ndate = 2026-11-22\n[[change]]\nopen = \"a\"\nclose = \"b\"\n";
    assert!(fails(two).contains("line 3: one change says one thing"));
    let share = "schema = 1\ndate = 2026-11-22\n[[change]]\n\
                 stake = { holder = \"a\", held = \"b\", percent = 120 }\n";
    assert!(
        fails(share).contains("above the largest accepted 100"),
        "{}",
        fails(share)
    );
    assert!(fails("schema = 1\nno toml").starts_with("s.toml line 2"));
}

//! A scenario is what the network records, changed by what it names, and nothing else.

use crate::maps::{DAY, caucasus, country, new_link, new_service, share};
use jiff::civil::date;
use trade_corridor::network::{Mode, Party, Status};
use trade_corridor::quantity::{Duration, Rate, Share, TravelTime};
use trade_corridor::scenario::{
    BorderTime, Cause, Change, Factor, Scenario, StakeCause, TariffScope, TransitClosure, World,
};

fn today() -> Scenario {
    Scenario::on(DAY)
}

fn open_links(world: &World) -> Vec<String> {
    world
        .links()
        .filter(|(id, _)| world.is_open_link(*id))
        .map(|(_, link)| link.id.to_string())
        .collect()
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
        .with(Change::stake("KTZ", "SCR", Share::WHOLE).labelled("sale of the concession"))
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
        to: Some(am),
        ..TransitClosure::new(ge)
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
    assert_eq!(service.departures_per_1000_weeks, Some(500.into()));
    assert!(world.is_open_service(first) && world.service(first).is_some());
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
fn a_service_in_the_words_of_the_version_before_is_read() {
    let scenario = Scenario::on(DAY).with(Change::AddService(Box::new(new_service())));
    let text = scenario.to_toml().unwrap();
    let before = text.replace("conveyance = ", "carriage = ");
    assert_ne!(before, text);
    assert_eq!(Scenario::from_toml("s.toml", &before).unwrap(), scenario);
}

//! A service, through rate, tariff or capacity that a scenario changes is changed in what is said and nothing else;
//! what it adds is as it is described.

use trade_corridor::network::{Conveyance, PriceFor, ServiceKind};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Share;
use trade_corridor::scenario::{
    Factor, Frequency, PriceChange, ServiceChange, TariffScope, ThroughRateChange, UnitPrices,
    World,
};

use crate::changes::{collectors, hours, percent, under, usd};
use crate::maps::{DAY, caucasus, country, new_link, new_service, share};

#[test]
fn a_changed_service_is_changed_in_what_is_said_and_nothing_else() {
    let network = collectors();
    let v = network.service_by_id("v").unwrap();
    let record = network.service(v).unwrap();
    let units = [
        PriceFor::Container20,
        PriceFor::Container40,
        PriceFor::Truck,
        PriceFor::Wagon,
    ];
    let told = |world: &World| {
        let priced = units.map(|unit| world.changes_service_price(v, unit));
        (
            priced,
            world.changes_service_wait(v),
            world.changes_service_time(v),
        )
    };
    let none = [false; 4];
    let plain = under(&network, []);
    assert_eq!(told(&plain), (none, false, false));
    assert_eq!(plain.service(v), Some(record));
    let of = || ServiceChange::of("v");
    let prices = UnitPrices {
        truck: Some(usd(7.0)),
        ..UnitPrices::default()
    };
    let world = under(&network, [of().priced(PriceChange::PerUnit(prices)).into()]);
    assert_eq!(told(&world), ([false, false, true, false], false, false));
    let rates = |world: &World| {
        let prices = &world.service(v).unwrap().prices;
        units.map(|unit| prices.of(unit).map(trade_corridor::network::Cited::value))
    };
    assert_eq!(rates(&plain), [Some(usd(100.0)), None, None, None]);
    assert_eq!(
        rates(&world),
        [Some(usd(100.0)), None, Some(usd(7.0)), None]
    );
    // One price for any unit is that of the units that it is sold for.
    let any = under(&network, [of().priced(PriceChange::Usd(usd(7.0))).into()]);
    assert_eq!(rates(&any), [Some(usd(7.0)), None, None, None]);
    let world = under(&network, [of().leaving(Frequency::PerWeek(0.5)).into()]);
    assert_eq!(told(&world), (none, true, false));
    assert_eq!(
        world.service(v).unwrap().departures_per_1000_weeks,
        Some(500.into())
    );
    let twice = under(
        &network,
        [of().leaving(Frequency::Percent(percent(200.0))).into()],
    );
    assert_eq!(
        twice.service(v).unwrap().departures_per_1000_weeks,
        Some(14_000.into())
    );
    let world = under(&network, [of().waiting(hours(3)).into()]);
    assert_eq!(told(&world), (none, true, false));
    assert_eq!(world.service(v).unwrap().operator, record.operator);
    let world = under(&network, [of().taking(hours(3)).into()]);
    assert_eq!(told(&world), (none, false, true));
    let world = under(&network, [of().run_by("T").into()]);
    assert_eq!(told(&world), (none, false, false));
    let listed = world.services().find(|(id, _)| *id == v).unwrap().1;
    assert_eq!(listed.operator, network.operator_by_id("T").unwrap());
    let refused = |change: ServiceChange| {
        let scenario = Scenario::on(DAY).with(Change::from(change));
        scenario.apply(&network).err().map(|error| error.code())
    };
    assert_eq!(refused(of()), Some("scenario_hits_nothing"));
    let empty = PriceChange::PerUnit(UnitPrices::default());
    assert_eq!(refused(of().priced(empty)), Some("scenario_hits_nothing"));
    let often = |count| of().leaving(Frequency::PerWeek(count));
    assert_eq!(refused(often(1_000.0)), None);
    for count in [0.0, 1_000.5, f64::NAN] {
        assert_eq!(refused(often(count)), Some("scenario_invalid"));
    }
    assert_eq!(
        refused(often(2.0).waiting(hours(1))),
        Some("scenario_invalid")
    );
}

#[test]
fn a_through_rate_is_what_a_change_makes_of_it() {
    let network = collectors();
    let t = network.through_rate_by_id("t").unwrap();
    let prices = |changes: Vec<Change>| {
        let world = under(&network, changes);
        let units = [PriceFor::Container20, PriceFor::Container40];
        (
            units.map(|unit| world.through_price(t, unit)),
            world.through_time(t),
        )
    };
    let of = || ThroughRateChange::of("t");
    let recorded = Some((usd(150.0), false));
    assert_eq!(prices(vec![]), ([recorded, None], None));
    let timed = of().taking(hours(7)).into();
    assert_eq!(prices(vec![timed]), ([recorded, None], Some(hours(7))));
    let any = of().priced(PriceChange::Usd(usd(9.0))).into();
    let set = Some((usd(9.0), true));
    assert_eq!(prices(vec![any]), ([set, set], None));
    let half = of().priced(PriceChange::Percent(percent(50.0))).into();
    assert_eq!(prices(vec![half]), ([Some((usd(75.0), true)), None], None));
    let large = UnitPrices {
        container_40: Some(usd(9.0)),
        ..UnitPrices::default()
    };
    let large = of().priced(PriceChange::PerUnit(large)).into();
    assert_eq!(prices(vec![large]), ([recorded, set], None));
}

#[test]
fn tariffs_are_set_or_scaled_where_they_are_meant() {
    let network = caucasus();
    let tariff = |id: &str| network.tariff_by_id(id).unwrap();
    let scaled = |scope, part| Change::ScaleTariffs {
        scope,
        percent: percent(part),
    };
    let set = |id: &str, amount| Change::SetTariff {
        tariff: id.to_owned(),
        usd: usd(amount),
    };
    let scope = TariffScope::country(country("GE")).by(Mode::Rail);
    let world = under(&network, [scaled(scope, 150.0), set("t-am", 1.0)]);
    let all = |world: &World| {
        ["t-am", "t-ge", "t-az"].map(|id| {
            (
                world.tariff_rate(tariff(id)).unwrap(),
                world.tariff_factor(tariff(id)),
            )
        })
    };
    let plain = (usd(0.2), Factor::ONE);
    assert_eq!(all(&under(&network, [])), [plain; 3]);
    let expected = [(usd(1.0), Factor::ONE), (usd(0.3), percent(150.0)), plain];
    assert_eq!(all(&world), expected);
    // What is set wins over what is scaled.
    let both = under(
        &network,
        [scaled(TariffScope::tariff("t-ge"), 150.0), set("t-ge", 2.0)],
    );
    assert_eq!(all(&both)[1], (usd(2.0), Factor::ONE));
    let error = |scope| {
        let scenario = Scenario::on(DAY).with(scaled(scope, 150.0));
        scenario.apply(&network).unwrap_err().code()
    };
    for scope in [
        TariffScope::default(),
        TariffScope::country(country("RU")),
        TariffScope::country(country("GE")).by(Mode::Road),
        TariffScope::operator("KTZ"),
    ] {
        assert_eq!(error(scope), "scenario_hits_nothing");
    }
}

#[test]
fn capacity_is_whole_where_nothing_is_said() {
    let network = caucasus();
    let link = |id: &str| network.link_by_id(id).unwrap();
    let ferry = network.service_by_id("poti-novorossiysk").unwrap();
    let half = share("1/2");
    let world = under(
        &network,
        [
            Change::capacity("line:GE-rail", half),
            Change::capacity("link:tbilisi-poti", share("1/4")),
        ],
    );
    assert_eq!(world.link_capacity_left(link("tbilisi-boyuk")), half);
    assert_eq!(world.link_capacity_left(link("tbilisi-poti")), share("1/4"));
    assert_eq!(world.link_capacity_left(link("boyuk-baku")), Share::WHOLE);
    assert_eq!(world.service_capacity_left(ferry), Share::WHOLE);
    let shut = under(
        &network,
        [Change::capacity("service:poti-novorossiysk", Share::ZERO)],
    );
    assert_eq!(shut.service_capacity_left(ferry), Share::ZERO);
    let clash = Scenario::on(DAY)
        .with(Change::capacity("line:GE-rail", half))
        .with(Change::capacity("country:GE", share("1/4")));
    assert_eq!(
        clash.apply(&network).unwrap_err().code(),
        "scenario_contradiction"
    );
}

#[test]
fn added_things_are_as_they_are_described() {
    let network = caucasus();
    let mut link = new_link();
    let world = under(&network, [Change::AddLink(Box::new(link.clone()))]);
    let added = world.link(world.link_by_id("bypass").unwrap()).unwrap();
    assert_eq!(added.line, network.line_by_id("AM-rail").unwrap());
    assert_eq!(added.length.value(), Distance::from_km(125.0).unwrap());
    assert_eq!(added.direction, trade_corridor::network::Direction::Both);
    link.forward_only = true;
    link.line = Some("AM-meghri".to_owned());
    let world = under(&network, [Change::AddLink(Box::new(link.clone()))]);
    let added = world.link(world.link_by_id("bypass").unwrap()).unwrap();
    assert_eq!(added.line, network.line_by_id("AM-meghri").unwrap());
    assert_eq!(added.direction, trade_corridor::network::Direction::Forward);
    link.id = String::new();
    let refused = |change: Change| {
        let scenario = Scenario::on(DAY).with(change);
        scenario.apply(&network).err().map(|error| error.code())
    };
    assert_eq!(
        refused(Change::AddLink(Box::new(link))),
        Some("scenario_invalid")
    );

    let mut ferry = new_service();
    (ferry.hours_p90, ferry.wait_hours) = (Some(45.0), Some(12.0));
    ferry.price_20ft = Some(usd(500.0));
    (ferry.price_truck, ferry.price_wagon) = (Some(usd(700.0)), Some(usd(800.0)));
    ferry.flag = Some(country("MT"));
    let world = under(&network, [Change::AddService(Box::new(ferry.clone()))]);
    let added = world
        .service(world.service_by_id("a-new-ferry").unwrap())
        .unwrap();
    let units = [
        PriceFor::Container20,
        PriceFor::Container40,
        PriceFor::Truck,
        PriceFor::Wagon,
    ];
    let prices = units.map(|unit| {
        added
            .prices
            .of(unit)
            .map(trade_corridor::network::Cited::value)
    });
    assert_eq!(
        prices,
        [500.0, 900.0, 700.0, 800.0].map(|amount| Some(usd(amount)))
    );
    assert_eq!(
        (added.flag, added.kind),
        (Some(country("MT")), ServiceKind::Feeder)
    );
    assert_eq!(added.conveyance, Conveyance::Vessel);
    for (count, code) in [
        (Some(1_000.0), None),
        (Some(1_000.5), Some("scenario_invalid")),
        (Some(0.0), Some("scenario_invalid")),
        (Some(f64::NAN), Some("scenario_invalid")),
    ] {
        ferry.departures_per_week = count;
        assert_eq!(
            refused(Change::AddService(Box::new(ferry.clone()))),
            code,
            "{count:?}"
        );
    }
    ferry.departures_per_week = None;
    assert_eq!(refused(Change::AddService(Box::new(ferry.clone()))), None);
    ferry.wait_hours = None;
    assert_eq!(
        refused(Change::AddService(Box::new(ferry))),
        Some("scenario_invalid")
    );
}

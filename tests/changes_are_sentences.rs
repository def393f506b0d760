//! Each change prints as the sentence that it is, and its amounts come back as they were given.

use trade_corridor::network::{HandlingKind, PriceFor, RateBasis};
use trade_corridor::prelude::*;
use trade_corridor::quantity::{Rate, Share, TravelTime};
use trade_corridor::scenario::{
    BorderFee, BorderTime, CarrierChange, Collector, Factor, Frequency, HandlingChange, Pace,
    PriceChange, ServiceChange, ShareSchedule, ShareStep, SpeedChange, TariffScope,
    ThroughRateChange, TollChange, TransitClosure, UnitPrices,
};

use crate::changes::{hours, percent, usd};
use crate::maps::{country, new_link, new_service, share};

#[test]
fn every_change_is_a_sentence() {
    let (am, ge) = (country("AM"), country("GE"));
    let closure = |trade, from, to| TransitClosure {
        country: ge,
        from,
        to,
        trade,
    };
    let mut by_road = BorderTime::at("x", hours(3));
    by_road.mode = Some(Mode::Road);
    let some = UnitPrices {
        container_40: Some(usd(3.5)),
        wagon: Some(usd(4.0)),
        ..UnitPrices::default()
    };
    let toll = |on, basis| TollChange::new(on, basis, usd(0.5), "T");
    let fee = PriceChange::Usd(usd(40.0));
    let mut to_road = BorderFee::between(am, ge, fee).paid_to("T");
    to_road.mode = Some(Mode::Road);
    let mut payee_alone = BorderFee::at("x", fee).paid_to("T");
    payee_alone.price = None;
    let service = || ServiceChange::of("s");
    let sentences: Vec<(Change, &str)> = vec![
        (Change::open("a"), "a is open"),
        (Change::close("link:a"), "link:a is closed"),
        (
            Change::opens_on("a", date(2027, 1, 2)),
            "a opens on 2027-01-02",
        ),
        (Change::close_transit(ge), "GE is closed to transit"),
        (
            Change::CloseTransit(closure(true, Some(am), None)),
            "GE is closed to goods from AM",
        ),
        (
            Change::OpenTransit(closure(false, Some(am), Some(am))),
            "GE is open to transit from AM to AM",
        ),
        (Change::manager("a", "B"), "B manages a"),
        (Change::stake("A", "B", share("1/4")), "A holds 25 % of B"),
        (
            Change::ScaleTariffs {
                scope: TariffScope::default(),
                percent: percent(50.0),
            },
            "tariffs are at 50 %",
        ),
        (
            Change::ScaleTariffs {
                scope: TariffScope::operator("A").by(Mode::Rail),
                percent: percent(112.5),
            },
            "rail tariffs of A are at 112.5 %",
        ),
        (
            Change::ScaleTariffs {
                scope: TariffScope::country(am),
                percent: percent(1.0),
            },
            "tariffs in AM are at 1 %",
        ),
        (
            Change::ScaleTariffs {
                scope: TariffScope::tariff("t").by(Mode::Rail),
                percent: percent(1.0),
            },
            "tariff t are at 1 %",
        ),
        (
            Change::SetTariff {
                tariff: "t".to_owned(),
                usd: usd(0.25),
            },
            "tariff t is 0.25 USD",
        ),
        (by_road.into(), "border control at x by road takes 3.0 h"),
        (
            BorderTime::between(am, ge, hours(2)).into(),
            "border control from AM into GE takes 2.0 h",
        ),
        (
            toll("a", RateBasis::PerKm).into(),
            "T takes a toll of 0.5 USD a unit and km on a",
        ),
        (
            toll("a", RateBasis::PerTonneKm).into(),
            "T takes a toll of 0.5 USD a tonne and km on a",
        ),
        (
            toll("a", RateBasis::PerUnit).into(),
            "T takes a toll of 0.5 USD a unit on a",
        ),
        (
            toll("a", RateBasis::PerConsignment).into(),
            "T takes a toll of 0.5 USD a consignment on a",
        ),
        (
            toll("a", RateBasis::PerHour).into(),
            "T takes a toll of 0.5 USD an hour on a",
        ),
        (
            BorderFee::at("x", fee).into(),
            "border control at x costs 40 USD a unit",
        ),
        (
            to_road.into(),
            "border control by road from AM into GE costs 40 USD a unit, paid to T",
        ),
        (payee_alone.into(), "border control at x is paid to T"),
        (Collector::of(am, "T").into(), "T collects the fees of AM"),
        (
            Collector::of(am, "T").at("x").into(),
            "T collects the fees of AM at x",
        ),
        (
            HandlingChange::default().run_by("T").into(),
            "handling is done by T",
        ),
        (
            HandlingChange::at("P")
                .of_kind(HandlingKind::GaugeChange)
                .priced(PriceChange::Percent(percent(80.0)))
                .taking(hours(6))
                .run_by("T")
                .into(),
            "gauge change at P costs 80 % of what it did, takes 6.0 h, is done by T",
        ),
        (
            HandlingChange::within(am).taking(hours(6)).into(),
            "handling in AM takes 6.0 h",
        ),
        (
            CarrierChange::new("l", "A", "B").into(),
            "A hauls on l in place of B",
        ),
        (
            SpeedChange::on("l", Pace::Kmh(40.5)).into(),
            "goods move on l at 40.5 km/h",
        ),
        (
            SpeedChange::within(am, Mode::Road, Pace::Percent(percent(90.0))).into(),
            "goods move by road in AM at 90 % of the recorded speed",
        ),
        (
            service()
                .priced(PriceChange::PerUnit(some))
                .leaving(Frequency::PerWeek(2.5))
                .run_by("T")
                .into(),
            "service s costs 3.5 USD a 40 ft container, 4 USD a wagon, leaves 2.5 times a week, is run by T",
        ),
        (
            service().waiting(hours(4)).taking(hours(9)).into(),
            "service s is waited for 4.0 h, runs for 9.0 h",
        ),
        (
            service().leaving(Frequency::Percent(percent(200.0))).into(),
            "service s leaves at 200 % of its frequency",
        ),
        (
            ThroughRateChange::of("r").taking(hours(9)).into(),
            "through rate r takes 9.0 h",
        ),
        (
            ThroughRateChange::of("r")
                .priced(fee)
                .taking(hours(9))
                .into(),
            "through rate r costs 40 USD a unit, takes 9.0 h",
        ),
        (ThroughRateChange::of("r").into(), "through rate r"),
        (
            ShareSchedule::of("C", []).into(),
            "the shares in C are scheduled",
        ),
        (
            ShareSchedule::of(
                "C",
                [ShareStep::new(
                    date(2026, 1, 1),
                    date(2027, 1, 1),
                    [("A", Share::WHOLE)],
                )],
            )
            .into(),
            "the shares in C are scheduled from 2026-01-01 to 2027-01-01",
        ),
        (
            Change::AddLink(Box::new(new_link())),
            "there is a link bypass",
        ),
        (
            Change::AddService(Box::new(new_service())),
            "there is a service a-new-ferry",
        ),
        (
            Change::capacity("place:Poti", share("60")),
            "60 % of the capacity of place:Poti is left",
        ),
    ];
    for (change, sentence) in &sentences {
        assert_eq!(change.to_string(), *sentence);
    }
    for (at, (change, _)) in sentences.iter().enumerate() {
        for (other, _) in &sentences[..at] {
            assert_ne!(change, other);
        }
    }
}

#[test]
fn amounts_come_back_as_they_were_given() {
    let third = Change::stake("A", "B", share("1/3"));
    let text = |change: &Change| serde_json::to_string(change).unwrap();
    assert_eq!(
        text(&third),
        r#"{"stake":{"holder":"A","held":"B","percent":"1/3"}}"#
    );
    let quarter = Change::stake("A", "B", share("1/4"));
    assert_eq!(
        text(&quarter),
        r#"{"stake":{"holder":"A","held":"B","percent":25.0}}"#
    );
    for change in [&third, &quarter] {
        assert_eq!(
            serde_json::from_str::<Change>(&text(change)).unwrap(),
            *change
        );
    }
    let spread = TravelTime::new(Duration::from_minutes(90), Duration::from_minutes(600));
    let slow = Change::from(BorderTime::at("x", spread));
    assert_eq!(
        text(&slow),
        r#"{"border_time":{"crossing":"x","hours":1.5,"hours_p90":10.0}}"#
    );
    assert_eq!(serde_json::from_str::<Change>(&text(&slow)).unwrap(), slow);
    let sure = r#"{"border_time":{"crossing":"x","hours":1.5}}"#;
    let sure: Change = serde_json::from_str(sure).unwrap();
    let ninety = TravelTime::certain(Duration::from_minutes(90));
    assert_eq!(sure, BorderTime::at("x", ninety).into());
    let reversed = r#"{"border_time":{"crossing":"x","hours":1.5,"hours_p90":1}}"#;
    assert!(serde_json::from_str::<Change>(reversed).is_err());

    assert_eq!(percent(100.0), Factor::ONE);
    assert_eq!(percent(0.0).of(usd(7.0)), Rate::ZERO);
    assert_eq!(percent(33.3333).of(usd(3.0)), usd(0.999_999));
    assert_eq!(percent(100_000.0).of(usd(2.0)), usd(2_000.0));
    let refused = |part: f64| Factor::from_percent(part).unwrap_err().code();
    let codes = [f64::NAN, f64::INFINITY, -0.1, 100_000.1].map(refused);
    let [nan, infinite, below, above] = codes;
    assert_eq!(nan, infinite);
    assert!(nan != below && below != above && nan != above, "{codes:?}");
    assert!(usd(1.0) < usd(1.5) && percent(99.0) < percent(100.0));
}

#[test]
fn a_price_becomes_what_a_change_says_for_the_units_it_names() {
    let units = [
        PriceFor::Container20,
        PriceFor::Container40,
        PriceFor::Truck,
        PriceFor::Wagon,
    ];
    let [a, b, c, d] = [1.0, 2.0, 3.0, 4.0].map(|amount| Some(usd(amount)));
    let all = UnitPrices {
        container_20: a,
        container_40: b,
        truck: c,
        wagon: d,
    };
    let recorded = Some(usd(10.0));
    for (unit, price) in units.into_iter().zip([a, b, c, d]) {
        assert_eq!(all.of(unit), price);
        assert_eq!(PriceChange::PerUnit(all).of(unit, recorded), price);
        assert_eq!(PriceChange::PerUnit(all).of(unit, None), price);
        assert!(PriceChange::PerUnit(all).names(unit));
        let none = PriceChange::PerUnit(UnitPrices::default());
        assert_eq!(none.of(unit, recorded), recorded);
        assert!(!none.names(unit));
        let any = PriceChange::Usd(usd(7.0));
        assert_eq!(any.of(unit, None), Some(usd(7.0)));
        assert!(any.names(unit));
        let half = PriceChange::Percent(percent(50.0));
        assert_eq!(half.of(unit, recorded), Some(usd(5.0)));
        assert_eq!(half.of(unit, None), None);
        assert!(half.names(unit));
    }
}

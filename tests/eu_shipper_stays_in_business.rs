//! The preset for shippers of the Union keeps out what the Union keeps out, and nothing else.

use crate::questions::for_most;
use trade_corridor::policy::OperationAttributes;
use trade_corridor::prelude::*;

fn planner() -> Planner {
    let today = Scenario::preset("status-quo").unwrap();
    Planner::new(Network::europe_central_asia(), &today).unwrap()
}

fn plated(unit: &str, plate: &str) -> Shipment {
    let unit = unit.parse().unwrap();
    let shipment = Shipment::new(unit, Mass::from_kg(20_000)).unwrap();
    shipment.with_plate(plate.parse().unwrap())
}

/// Goods start, end and change conveyances in the Union, by rail, by road and in its ports.
#[test]
fn what_nobody_bans_goes_as_without_the_rules() {
    let planner = planner();
    for (from, to, unit) in [
        ("Warsaw", "Duisburg", "40ft"),
        ("Vienna", "Constanta", "wagon"),
        ("Khorgos", "Warsaw", "40ft"),
        ("Poti", "Budapest", "40ft"),
        ("Istanbul", "Cologne", "trailer"),
        ("Trieste", "Mersin", "trailer"),
    ] {
        let open = Request::new(from, to).shipment(plated(unit, "TR"));
        let ruled = open.clone().policy(Policy::eu_shipper());
        let (open, ruled) = (
            planner.cheapest(&open).unwrap(),
            planner
                .cheapest(&ruled)
                .unwrap_or_else(|error| panic!("{from} {to}: {error}")),
        );
        assert_eq!(ruled.cost(), open.cost(), "{from} {to}");
    }
}

#[test]
fn russian_and_belarusian_plates_stay_outside() {
    let planner = planner();
    let request = |from, to, plate| {
        Request::new(from, to)
            .shipment(plated("trailer", plate))
            .policy(Policy::eu_shipper())
    };
    let compiled = for_most(Policy::eu_shipper().compile(planner.world()).unwrap());
    for plate in ["RU", "BY"] {
        let plate_of = |code: &str| code.parse::<Country>().unwrap();
        let within = [plate_of("PL")];
        let facts = OperationAttributes {
            mode: Some(Mode::Road),
            countries: &within,
            carrier: Some(plate_of(plate)),
            ..OperationAttributes::default()
        };
        assert!(compiled.check(&facts).is_err());
        // The Union does not let them in, so that goods change trucks at its border.
        let route = planner
            .cheapest(&request("Minsk", "Warsaw", plate))
            .unwrap();
        let mut changes = route.steps.iter().filter_map(|step| step.reload);
        let (off, onto) = changes.next().unwrap();
        assert!(
            off == plate_of(plate) && onto.as_str() != "BY",
            "{off} {onto}"
        );
        assert!(planner.cheapest(&request("Minsk", "Moscow", plate)).is_ok());
        assert!(
            planner.cheapest(&request("Aktau", "Baku", plate)).is_ok(),
            "aboard a ship between two ports outside"
        );
    }
    assert!(planner.cheapest(&request("Minsk", "Warsaw", "PL")).is_ok());
}

#[test]
fn a_vessel_under_the_russian_flag_calls_outside_only() {
    use trade_corridor::network::PlaceKind;
    let planner = planner();
    let network = planner.world().network();
    let compiled = for_most(Policy::eu_shipper().compile(planner.world()).unwrap());
    let flag = Some("RU".parse().unwrap());
    let union = Policy::eu_shipper().to_toml().unwrap();
    let mut ports = 0;
    for (id, place) in network.places() {
        if !place.is(PlaceKind::Seaport) || place.country.as_str() == "RU" {
            continue;
        }
        ports += 1;
        let (places, countries) = ([id], [place.country]);
        let facts = OperationAttributes {
            places: &places,
            countries: &countries,
            flag,
            ..OperationAttributes::default()
        };
        let in_union =
            union.contains(&format!("\"{}\"", place.country)) && place.country.as_str() != "BY";
        assert_eq!(compiled.check(&facts).is_err(), in_union, "{}", place.code);
        let other = OperationAttributes {
            flag: Some("MT".parse().unwrap()),
            ..facts
        };
        let unflagged = OperationAttributes {
            flag: None,
            ..facts
        };
        for facts in [other, unflagged] {
            assert!(compiled.check(&facts).is_ok(), "{}", place.code);
        }
    }
    assert!(ports > 40, "only {ports} ports");
}

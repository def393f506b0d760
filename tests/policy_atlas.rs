//! The embedded policies and scenarios fit the embedded atlas.

use jiff::civil::date;
use trade_corridor::network::{Network, Party, Role};
use trade_corridor::policy::ownership::Holdings;
use trade_corridor::policy::{OperationAttributes, OwnershipMethod, Policy};
use trade_corridor::scenario::Scenario;

#[test]
fn every_preset_fits_the_atlas() {
    let network = Network::europe_central_asia();
    for name in Scenario::presets() {
        let scenario = Scenario::preset(name).unwrap();
        let world = scenario
            .apply(network)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        for policy in Policy::presets() {
            let compiled = Policy::preset(policy).unwrap().compile(&world);
            compiled.unwrap_or_else(|error| panic!("{policy}: {error}"));
        }
    }
}

#[test]
fn the_armenian_railway_is_the_sharp_case() {
    let network = Network::europe_central_asia();
    let scr = network.operator_by_id("SCR").unwrap();
    let parties = [(scr, Role::InfrastructureManager)];
    let armenia = ["AM".parse().unwrap()];
    let link = network
        .links()
        .find(|(_, link)| {
            network
                .line(link.line)
                .is_some_and(|line| line.id == "AM-rail")
        })
        .map(|(id, _)| id);
    let facts = OperationAttributes {
        parties: &parties,
        countries: &armenia,
        link,
        ..OperationAttributes::default()
    };
    let blocked = |policy: &str, scenario: &str| {
        let world = Scenario::preset(scenario).unwrap().apply(network).unwrap();
        let compiled = Policy::preset(policy).unwrap().compile(&world).unwrap();
        let verdict = compiled.check(&facts).err();
        verdict.map(|blocked| compiled.explain(&world, &blocked).to_string())
    };
    assert_eq!(blocked("russia-territory", "status-quo"), None);
    assert_eq!(blocked("russia-operator", "status-quo"), None);
    let text = blocked("russia-owner", "status-quo").unwrap();
    for part in [
        "South Caucasus Railway runs ",
        "owned 100 % by Russian Railways (valid 2008-02-13 to 2038-02-12; stakes.csv row ",
        "source O-SCR), owned 100 % by Russian Federation (",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(blocked("russia-excluded", "status-quo").is_some());
    for sold in ["kazakhstan", "emirates", "qatar", "armenia"] {
        assert_eq!(
            blocked("russia-excluded", &format!("concession-to-{sold}")),
            None
        );
    }
}

#[test]
fn owners_change_on_their_day() {
    let network = Network::europe_central_asia();
    let counts = |id: &str, day, method| {
        let world = Scenario::on(day).apply(network).unwrap();
        let holdings = Holdings::of(&world);
        let russia = "RU".parse().unwrap();
        let listed = holdings.list(network, |home| home == russia, &[]);
        let party: Party = network.party(id).unwrap();
        holdings
            .counted(&listed, method)
            .unwrap()
            .share(party)
            .is_some()
    };
    let half = OwnershipMethod::Aggregate50;
    assert!(counts("GEFCO", date(2022, 4, 7), half));
    assert!(!counts("GEFCO", date(2022, 4, 8), half));
    let day = date(2026, 11, 22);
    let quarter = OwnershipMethod::Threshold("25".parse().unwrap());
    assert!(!counts("PETROCAS", day, half) && counts("PETROCAS", day, quarter));
    assert!(counts("SCR", day, half) && counts("TRCN", day, half) && counts("FESCO", day, half));
    assert!(!counts(
        "KTZ",
        day,
        OwnershipMethod::Threshold("0".parse().unwrap())
    ));
    assert!(!counts("UTLC", day, half) && counts("UTLC", day, quarter));
}

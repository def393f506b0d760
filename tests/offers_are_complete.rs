//! Every open service leaves at some frequency, at a price, in both directions; every link says what
//! can ride on it.

use crate::questions::DAY;
use trade_corridor::network::{DepartureRule, Mode, Network, Prices, Service, ServiceKind};
use trade_corridor::scenario::Scenario;

#[test]
fn services_have_a_frequency_and_a_price_both_ways() {
    let network = Network::europe_central_asia();
    let world = Scenario::on(DAY).apply(network).unwrap();
    let open: Vec<_> = network
        .services()
        .filter(|(id, _)| world.is_open_service(*id))
        .map(|(_, service)| service)
        .collect();
    let sells = |service: &&&Service| service.prices != Prices::default();
    let leaves = |service: &&&Service| {
        service.departures_per_1000_weeks.is_some() || service.rule == DepartureRule::WhenFull
    };
    let returns = |service: &&&Service| {
        let (from, to) = (service.to, service.from);
        open.iter().any(|other| {
            let same = other.kind == service.kind && other.operator == service.operator;
            same && (other.from, other.to) == (from, to) && sells(&other) && leaves(&other)
        })
    };
    let at_sea = |service: &&&Service| service.kind != ServiceKind::BlockTrain;
    let lacking: Vec<&str> = open
        .iter()
        .filter(at_sea)
        .filter(|service| !(sells(service) && leaves(service) && returns(service)))
        .map(|service| service.id.as_str())
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    assert!(open.iter().filter(at_sea).count() >= 60);

    // A block train sells the tariffs of the railways it runs over.
    let trains = open.iter().filter(|service| !at_sea(service));
    let lacking: Vec<&str> = trains
        .filter(|service| !leaves(service))
        .map(|service| service.id.as_str())
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

#[test]
fn every_link_says_what_can_ride_on_it() {
    let network = Network::europe_central_asia();
    for (_, link) in network.links() {
        assert!(link.conveyances().next().is_some(), "{}", link.id);
        assert_eq!(
            link.mode == Mode::Rail,
            !link.gauges.is_empty(),
            "{}",
            link.id
        );
    }
    let known = network
        .links()
        .filter(|(_, link)| link.capacity_kt_year.is_some());
    assert!(known.count() >= 15);
}

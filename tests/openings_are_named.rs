//! What would have to open for a route is named with the project that it belongs to.

use trade_corridor::network::Status;
use trade_corridor::prelude::*;

#[test]
fn what_must_open_is_named_with_its_project() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::preset("status-quo").unwrap()).unwrap();
    // The Armenian network has a Russian owner; the route past Meghri has not.
    let policy = Policy::iran_excluded()
        .and(&Policy::russia_excluded())
        .with(Rule::exclude_territory("TR".parse().unwrap()))
        .with(Rule::exclude_mode(Mode::Road));
    let request = Request::new("Baku", "Nakhchivan").policy(policy);
    let openings = planner.openings(&request).unwrap();
    let codes: Vec<String> = openings.iter().map(|item| item.what.to_string()).collect();
    assert!(
        codes.contains(&"project:TRIPP-rail".to_owned()),
        "{codes:?}"
    );
    let tripp = openings
        .iter()
        .find(|item| item.what.name() == "TRIPP-rail")
        .unwrap();
    assert_ne!(tripp.status, Some(Status::Open));
    assert!(!tripp.expected.is_empty() && tripp.things > 1);
    // Opening exactly these makes the route.
    let scenario = openings
        .iter()
        .map(|item| Change::open(item.what.clone()))
        .fold(Scenario::on(date(2029, 1, 1)), Scenario::with);
    let opened = Planner::new(network, &scenario).unwrap();
    let route = opened.shortest(&request).unwrap();
    assert!(route.countries().contains(&"AM".parse().unwrap()));
}

//! Many scenarios in one sweep give what each gives alone.

use trade_corridor::planner::Ensemble;
use trade_corridor::prelude::*;

#[test]
fn every_lane_equals_a_planner_of_its_own() {
    let network = Network::europe_central_asia();
    let today = Scenario::on(date(2026, 11, 22));
    let later = Scenario::on(date(2030, 1, 1))
        .with(Change::open("TRIPP-rail"))
        .with(Change::open("HORADIZ-AGHBAND"));
    let closed = today
        .clone()
        .with(Change::close_transit("IR".parse().expect("a code")));
    let scenarios = [today, later, closed];
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).expect("fits");
    let policy = Policy::russia_excluded();
    let ensemble =
        Ensemble::new(network, &scenarios, &shipment, &policy, &Objective::Cost).expect("made");
    let places = ["Baku", "Nakhchivan", "Tashkent", "Mersin", "Moscow"];
    let mut differs = false;
    let (mut pairs, mut one_by_one) = (Vec::new(), Vec::new());
    for from in places {
        for to in places {
            let ends = (
                network.find_place(from).expect("a place"),
                network.find_place(to).expect("a place"),
            );
            let lanes = ensemble.least(ends.0, ends.1).expect("answers");
            for (scenario, lane) in scenarios.iter().zip(&lanes) {
                let planner = Planner::new(network, scenario).expect("made");
                let alone = planner
                    .prepare(&shipment, &policy, &Objective::Cost)
                    .expect("prepared");
                let single = alone.least(ends.0, ends.1);
                assert_eq!(lane.as_ref().ok(), single.as_ref().ok(), "{from} to {to}");
            }
            differs |= lanes.windows(2).any(|pair| pair[0] != pair[1]);
            pairs.push(ends);
            one_by_one.push(lanes);
        }
    }
    let together = ensemble.least_of(&pairs).expect("answers");
    assert_eq!(together, one_by_one);
    assert!(differs, "the scenarios must matter to some pair");
}

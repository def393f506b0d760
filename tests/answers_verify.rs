//! Every answer of a planner verifies, whatever is asked.

use crate::questions::{DAY, Dice, pairs, policies, shipments};
use crate::saved::changed;
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::planner::ErrorKind;
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;
use trade_corridor::verify::verify_in;

fn objectives() -> Vec<Objective> {
    let generalised = Objective::Generalised(GeneralisedCost {
        value_of_time: Rate::from_usd(1.3).unwrap(),
        reliability_per_mille: 450,
        carbon_price: Rate::from_usd(60.0).unwrap(),
    });
    let own = Objective::custom("hours by night", |operation| {
        Some(operation.expected().as_minutes() / 3)
    });
    let usual = [
        Objective::Cost,
        Objective::Time,
        Objective::Distance,
        Objective::Emissions,
        Objective::DIRECT,
    ];
    usual.into_iter().chain([generalised, own]).collect()
}

#[test]
fn a_thousand_answers_of_any_kind_verify() {
    let presets = ["status-quo", "tripp-and-border", "caspian-low-water"];
    let presets = presets.map(|name| Scenario::preset(name).unwrap());
    let network = Network::europe_central_asia();
    let scenarios = presets.into_iter().chain([changed(), Scenario::on(DAY)]);
    let planners: Vec<Planner> = scenarios
        .map(|scenario| Planner::new(network, &scenario).unwrap())
        .collect();
    let (objectives, shipments) = (objectives(), shipments());
    let mut policies = policies();
    policies.push(Policy::preset("eu-shipper").unwrap());
    policies.push(Policy::new("short").with(Rule::Limit(Limit::Transhipments(2))));
    let mut dice = Dice::new(41);
    let mut found = 0;
    for (at, (from, to)) in pairs(97, 1_000).into_iter().enumerate() {
        let planner = &planners[dice.below(planners.len())];
        let policy = &policies[dice.below(policies.len())];
        let request = Request::new(&from, &to)
            .shipment(shipments[dice.below(shipments.len())])
            .policy(policy.clone());
        let objective = &objectives[dice.below(objectives.len())];
        match planner.best(&request, objective) {
            Ok(route) => {
                found += 1;
                if at % 20 == 0 {
                    let text = serde_json::to_string(&route).unwrap();
                    let read: Route = serde_json::from_str(&text).unwrap();
                    verify_in(&read, policy, planner.world()).unwrap();
                }
            }
            Err(error) => assert_ne!(error.kind(), ErrorKind::Defect, "{from} {to}: {error}"),
        }
    }
    assert!(found > 400, "{found} routes");
}

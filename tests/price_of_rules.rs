//! What each rule of a policy costs is what the route costs less without it.

use crate::questions::PLANNER;
use trade_corridor::planner::Effect;
use trade_corridor::policy::RuleSet;
use trade_corridor::prelude::*;

#[test]
fn each_rule_has_its_price() {
    let planner = &*PLANNER;
    let policy = Policy::russia_excluded()
        .with(Rule::exclude_territory("PT".parse().unwrap()).labelled("not Portugal"))
        .with(Rule::exclude_territory("TM".parse().unwrap()).labelled("not Turkmenistan"));
    let request = Request::new("Tashkent", "Istanbul").policy(policy.clone());
    let with = planner.cheapest(&request).unwrap();
    let prices = planner.price_of_rules(&request).unwrap();
    assert_eq!(prices.len(), policy.rules().len());
    for price in &prices {
        let without = policy.without(RuleSet::one(price.rule.index.unwrap()));
        let without = planner.cheapest(&request.clone().policy(without)).unwrap();
        match &price.effect {
            Effect::Free => assert_eq!(with.cost(), without.cost()),
            Effect::Costs(more) => assert_eq!(more.cost, with.cost() - without.cost()),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(prices[4].effect, Effect::Free), "{}", prices[4]);
    assert_eq!(prices[4].to_string(), "not Portugal: costs nothing");
}

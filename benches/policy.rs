//! Compiling thirty rules over the embedded atlas, verdicts on operations, and the answers that
//! rules are asked for: a check of a finished route, why there is none, what each rule costs.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use trade_corridor::network::{Mode, Network, Role};
use trade_corridor::planner::{Planner, QueryBounds, Request};
use trade_corridor::policy::{
    NamedRule, OperationAttributes, OwnershipMethod, Policy, Rule, RuleIndex, RuleSet, Subject,
};
use trade_corridor::quantity::Share;
use trade_corridor::scenario::Scenario;
use trade_corridor::verify::{verify, verify_in};

/// Thirty rules of every kind that reads ids, six of them on owners.
fn thirty_rules(network: &Network) -> Policy {
    let mut policy = Policy::new("thirty rules");
    let country = |code: &str| code.parse().expect("a country");
    for code in ["RU", "BY", "IR", "AF", "SY"] {
        policy = policy
            .with(Rule::exclude_territory(country(code)))
            .with(Rule::exclude_domicile(country(code)))
            .with(Rule::exclude_owner(
                country(code),
                OwnershipMethod::Aggregate50,
            ))
            .with(Rule::exclude_call_or_flag(country(code)))
            .with(Rule::no_member_from(country(code)));
    }
    let links = network.links().step_by(97);
    let services = network.services().step_by(7);
    policy
        .with(Rule::exclude_owner(
            country("CN"),
            OwnershipMethod::LookThrough(Share::HALF),
        ))
        .with(Rule::Exclude(Subject::Link {
            links: links.map(|(_, link)| link.id.to_string()).collect(),
        }))
        .with(Rule::Exclude(Subject::Service {
            services: services.map(|(_, item)| item.id.to_string()).collect(),
        }))
        .with(Rule::exclude_border(country("AM"), country("TR")))
        .with(Rule::only_by("MCM"))
}

fn policies(criterion: &mut Criterion) {
    let network = Network::europe_central_asia();
    let scenario = Scenario::preset("tripp-and-border").expect("an embedded scenario");
    let world = scenario.apply(network).expect("the scenario fits");
    let policy = thirty_rules(network);
    assert_eq!(policy.rules().len(), 30);
    let compiled = policy.compile(&world).expect("the policy fits");
    let mut group = criterion.benchmark_group("policy");
    group.bench_function("apply a scenario", |bencher| {
        bencher.iter(|| black_box(&scenario).apply(network).expect("as above"));
    });
    group.bench_function("compile 30 rules", |bencher| {
        bencher.iter(|| black_box(&policy).compile(&world).expect("as above"));
    });
    let operator = network.operator_by_id("GR").expect("Georgian Railway");
    let parties = [
        (operator, Role::InfrastructureManager),
        (operator, Role::RailwayUndertaking),
    ];
    let georgia = ["GE".parse().expect("a country")];
    let moves: Vec<OperationAttributes<'_>> = network
        .links()
        .map(|(id, link)| OperationAttributes {
            mode: Some(Mode::Rail),
            countries: &georgia,
            parties: &parties,
            link: Some(id),
            line: Some(link.line),
            ..OperationAttributes::default()
        })
        .collect();
    group.throughput(criterion::Throughput::Elements(moves.len() as u64));
    group.bench_function("verdict on a move", |bencher| {
        bencher.iter(|| {
            moves
                .iter()
                .filter(|facts| compiled.check(facts).is_err())
                .count()
        });
    });
    group.finish();
}

/// Twelve rules that leave no way from Almaty to Istanbul.
fn twelve_rules() -> Policy {
    Policy::russia_excluded()
        .and(&Policy::iran_excluded())
        .with(Rule::exclude_mode(Mode::Sea))
        .with(Rule::exclude_border(
            "GE".parse().expect("a country"),
            "AM".parse().expect("a country"),
        ))
        .with(Rule::exclude_operator("UTLC"))
        .with(Rule::no_member_from("BY".parse().expect("a country")))
}

fn answers(criterion: &mut Criterion) {
    let network = Network::europe_central_asia();
    let scenario = Scenario::preset("status-quo").expect("an embedded scenario");
    let planner = Planner::new(network, &scenario).expect("the scenario fits");
    let policy = twelve_rules();
    assert_eq!(policy.rules().len(), 12);
    let strict = Request::new("Almaty", "Istanbul").policy(policy.clone());
    let sea = policy
        .rules()
        .iter()
        .position(|rule| rule.name().contains("sea"));
    let sea = sea.and_then(RuleIndex::new).expect("one of the twelve");
    let eleven = policy.without(RuleSet::one(sea));
    let feasible = Request::new("Almaty", "Istanbul")
        .policy(eleven.with(Rule::exclude_territory("PT".parse().expect("a country"))));
    let route = planner.cheapest(&feasible).expect("over the Caspian");
    let mut group = criterion.benchmark_group("answers");
    group.sample_size(20);
    group.bench_function("verify, 12 rules", |bencher| {
        bencher.iter(|| verify(&route, &feasible.policy, network, &scenario).expect("it holds"));
    });
    group.bench_function("verify in a world at hand, 12 rules", |bencher| {
        bencher.iter(|| {
            verify_in(&route, &feasible.policy, planner.world()).expect("it holds");
        });
    });
    group.bench_function("why_not, 12 rules", |bencher| {
        bencher.iter(|| planner.why_not(&strict).expect("it can be relaxed"));
    });
    group.bench_function("openings", |bencher| {
        bencher.iter(|| planner.openings(&strict).expect("a policy that fits"));
    });
    group.bench_function("price_of_rules, 12 rules", |bencher| {
        bencher.iter(|| planner.price_of_rules(&feasible).expect("it is feasible"));
    });
    group.finish();
}

/// What groups of rules cost, and the share of each: twelve rules that leave a way over the Caspian Sea.
fn groups(criterion: &mut Criterion) {
    let network = Network::europe_central_asia();
    let scenario = Scenario::preset("status-quo").expect("an embedded scenario");
    let planner = Planner::new(network, &scenario).expect("the scenario fits");
    let by_land = |rule: &&NamedRule| !rule.name().contains("sea");
    let rules: Policy = twelve_rules().rules().iter().filter(by_land).collect();
    let portugal = Rule::exclude_territory("PT".parse().expect("a country"));
    let request = Request::new("Almaty", "Istanbul").policy(rules.with(portugal));
    assert_eq!(request.policy.rules().len(), 12);
    let mut group = criterion.benchmark_group("price_of_rules, 12 rules");
    group.sample_size(20);
    for size in [2, 4] {
        let mut bounds = QueryBounds::default();
        bounds.group_size = size;
        planner.set_query_bounds(bounds);
        let prices = planner.price_of_rules(&request).expect("it is feasible");
        assert!(prices.is_complete() && prices.shares().is_ok());
        group.bench_function(format!("groups of up to {size} and shares"), |bencher| {
            bencher.iter(|| planner.price_of_rules(&request).expect("as above"));
        });
    }
    group.finish();
}

criterion_group!(benches, policies, answers, groups);
criterion_main!(benches);

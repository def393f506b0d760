//! What rules cost, each, in groups and together, is what routes cost less without them, asked set by set; shares
//! are those over all orders of the rules, and add up to the total.

use trade_corridor::metric::ObjectiveDifference;
use trade_corridor::planner::{Effect, GroupPrice, RulePrices, Unshared};
use trade_corridor::policy::{Limit, RuleIndex, RuleSet, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::compare;

use crate::by_hand::tonnes;
use crate::questions::{DAY, Dice, PLANNER};
use crate::railways::railway;

/// The rules whose bits are set.
fn set(bits: usize) -> RuleSet {
    let rules = (0..16).filter(|rule| bits >> rule & 1 == 1);
    rules.filter_map(RuleIndex::new).collect()
}

/// The best route with each set of rules lifted, by bits, each asked by itself.
fn asked(planner: &Planner, request: &Request, objective: &Objective) -> Vec<Option<Route>> {
    let sets = 0..1_usize << request.policy.rules().len();
    sets.map(|lifted| {
        let policy = request.policy.without(set(lifted));
        match planner.best(&request.clone().policy(policy), objective) {
            Ok(route) => Some(route),
            Err(error) => {
                error.into_no_route().unwrap();
                None
            }
        }
    })
    .collect()
}

fn units(route: &Route) -> i64 {
    i64::try_from(route.value().unwrap().units()).unwrap()
}

fn more(difference: ObjectiveDifference) -> i64 {
    let json = serde_json::to_value(difference).unwrap();
    let fields = json.as_object().unwrap();
    fields.values().next().unwrap().as_i64().unwrap()
}

/// By rule, what lifting it saves in all orders of lifting the rules one after the other, and how many there are.
fn over_orders(saved: &[i64], rules: usize) -> (Vec<i64>, i64) {
    let (mut sums, mut orders) = (vec![0; rules], 0);
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new()];
    while let Some(order) = waiting.pop() {
        if order.len() == rules {
            orders += 1;
            let mut lifted = 0;
            for rule in order {
                let next = lifted | 1 << rule;
                sums[rule] += saved[next] - saved[lifted];
                lifted = next;
            }
            continue;
        }
        for rule in (0..rules).filter(|rule| !order.contains(rule)) {
            waiting.push([&order[..], &[rule]].concat());
        }
    }
    (sums, orders)
}

/// Shares in whole units: rounded down, and one more for the largest remainders.
fn rounded(sums: &[i64], orders: i64) -> Vec<i64> {
    let mut units: Vec<i64> = sums.iter().map(|sum| sum.div_euclid(orders)).collect();
    let left = sums.iter().sum::<i64>() / orders - units.iter().sum::<i64>();
    let mut places: Vec<usize> = (0..sums.len()).collect();
    places.sort_by_key(|rule| -sums[*rule].rem_euclid(orders));
    for rule in places.into_iter().take(usize::try_from(left).unwrap()) {
        units[rule] += 1;
    }
    units
}

/// What is done by lifting rules, as it should be.
fn effect(with: Option<&Route>, without: Option<&Route>) -> Effect {
    match (with, without) {
        (Some(with), Some(without)) if with.steps == without.steps => Effect::Free,
        (Some(with), Some(without)) => Effect::Costs(Box::new(compare(without, with))),
        (None, Some(without)) => Effect::Decides(Box::new(without.clone())),
        (_, None) => Effect::Nothing,
    }
}

fn shares(prices: &RulePrices) -> Vec<i64> {
    let shares = prices.shares().unwrap().iter();
    shares.map(|share| more(share.share)).collect()
}

/// Holds prices against every set of rules asked by itself. Whether there is a route under all of them, and how
/// many groups say something.
fn agrees(
    planner: &Planner,
    request: &Request,
    objective: &Objective,
    label: &str,
) -> (bool, usize) {
    let prices = planner.price_of_rules_for(request, objective).unwrap();
    let routes = asked(planner, request, objective);
    let count = request.policy.rules().len();
    let all = (1_usize << count) - 1;
    let with = routes[0].as_ref();
    assert!(prices.is_complete(), "{label}");
    assert_eq!(prices.rules().len(), count, "{label}");
    for (rule, price) in prices.rules().iter().enumerate() {
        let without = routes[1 << rule].as_ref();
        assert_eq!(price.effect, effect(with, without), "{label}: {price}");
        let saved = with.zip(without);
        let saved = saved.map(|(with, without)| units(with) - units(without));
        assert_eq!(price.more.map(more), saved, "{label}: {price}");
    }
    let together = effect(with, routes[all].as_ref());
    assert_eq!(*prices.together(), together, "{label}");
    let known = |lifted: usize| {
        let is_it = |group: &&GroupPrice| group.set() == set(lifted);
        prices.groups().iter().find(is_it)
    };
    let groups = (0..=all).filter(|lifted| (2..=4).contains(&lifted.count_ones()));
    let Some(with) = with else {
        assert_eq!(prices.shares(), Err(&Unshared::NoRoute), "{label}");
        assert_eq!(prices.total(), None, "{label}");
        for lifted in groups {
            let route = routes[lifted].as_ref();
            let parts = (0..lifted).filter(|part| part & lifted == *part);
            let is_smallest =
                route.is_some() && parts.into_iter().all(|part| routes[part].is_none());
            let found = known(lifted).map(|group| &group.effect);
            let expected = is_smallest.then(|| effect(None, route));
            assert_eq!(found, expected.as_ref(), "{label}: {lifted:b}");
        }
        assert_eq!(
            prices.surprising().count(),
            prices.groups().len(),
            "{label}"
        );
        return (false, prices.groups().len());
    };
    let saved: Vec<i64> = routes
        .iter()
        .map(|route| units(with) - units(route.as_ref().unwrap()))
        .collect();
    assert_eq!(prices.total().map(more), Some(saved[all]), "{label}");
    let (sums, orders) = over_orders(&saved, count);
    assert_eq!(shares(&prices), rounded(&sums, orders), "{label}");
    assert_eq!(shares(&prices).iter().sum::<i64>(), saved[all], "{label}");
    let mut surprising = 0;
    for lifted in groups {
        let parts = (1..lifted).filter(|part| part & lifted == *part);
        let best = parts.map(|part| saved[part] + saved[lifted & !part]).max();
        let Some(group) = known(lifted) else {
            // Somebody in it adds nothing, whatever the others are.
            let idle = |rule: usize| (0..=all).all(|set| saved[set] == saved[set | 1 << rule]);
            let mut rules = (0..count).filter(|rule| lifted >> rule & 1 == 1);
            assert!(rules.any(idle), "{label}: {lifted:b}");
            continue;
        };
        let without = routes[lifted].as_ref();
        assert_eq!(
            group.effect,
            effect(Some(with), without),
            "{label}: {group}"
        );
        assert_eq!(
            group.more.map(more),
            Some(saved[lifted]),
            "{label}: {group}"
        );
        let told = prices.surprising().any(|told| told == group);
        assert_eq!(told, best < Some(saved[lifted]), "{label}: {group}");
        surprising += usize::from(told);
    }
    (true, surprising)
}

#[test]
fn each_rule_has_its_price() {
    let planner = &*PLANNER;
    let policy = Policy::russia_excluded()
        .with(Rule::exclude_territory("PT".parse().unwrap()).labelled("not Portugal"))
        .with(Rule::exclude_territory("TM".parse().unwrap()).labelled("not Turkmenistan"));
    let request = Request::new("Tashkent", "Istanbul").policy(policy.clone());
    let (is_feasible, _) = agrees(planner, &request, &Objective::Cost, "Tashkent");
    assert!(is_feasible);
    let prices = planner.price_of_rules(&request).unwrap();
    let idle = &prices.rules()[4];
    assert!(matches!(idle.effect, Effect::Free), "{idle}");
    assert_eq!(idle.to_string(), "not Portugal: costs nothing");
    let of_it = |group: &GroupPrice| group.rules.iter().any(|rule| rule.index == idle.rule.index);
    assert!(!prices.groups().iter().any(of_it));
    assert_eq!(shares(&prices)[4], 0);
}

/// The four meanings keep out the same ways, so that none costs anything while the other three hold.
#[test]
fn what_russia_excluded_costs_is_shared_by_its_four_rules() {
    let request = Request::new("Astana", "Istanbul").policy(Policy::russia_excluded());
    let (is_feasible, surprising) = agrees(&PLANNER, &request, &Objective::Cost, "Astana");
    assert_eq!((is_feasible, surprising), (true, 1));
    let prices = PLANNER.price_of_rules(&request).unwrap();
    let free = |effect: &Effect| matches!(effect, Effect::Free);
    assert!(prices.rules().iter().all(|price| free(&price.effect)));
    let total = more(prices.total().unwrap());
    assert!(total > 0);
    assert_eq!(prices.groups().len(), 6 + 4 + 1);
    for group in prices.groups() {
        let expected = if group.rules.len() == 4 { total } else { 0 };
        assert_eq!(group.more.map(more), Some(expected), "{group}");
    }
    let shares = shares(&prices);
    let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
    assert!(most - least <= 1, "{shares:?}");
    let text = prices.to_string();
    let words = "`no Russian territory`, `no Russian operator`, `no Russian owner` and \
                 `no Russian call or flag` together: ";
    assert!(text.contains(words), "{text}");
    assert_eq!(text.lines().count(), 4 + 1 + 1 + 4, "{text}");
}

#[test]
fn what_some_ways_break_alone_is_due_to_more() {
    // Here some ways break three of them, and some the first one alone.
    let request = Request::new("Almaty", "Warsaw").policy(Policy::russia_excluded());
    let (is_feasible, surprising) = agrees(&PLANNER, &request, &Objective::Cost, "Warsaw");
    assert!(is_feasible && surprising > 0);
    let prices = PLANNER.price_of_rules(&request).unwrap();
    let shares = shares(&prices);
    assert!(shares.iter().all(|share| *share >= 0), "{shares:?}");
    assert_eq!(Some(&shares[0]), shares.iter().max(), "{prices}");
}

/// Rules on routes as a whole beside rules on operations, for several objectives, with routes and without.
#[test]
fn prices_on_the_atlas_are_those_of_all_sets_of_rules() {
    let country = |code: &str| code.parse().unwrap();
    let asco = Subject::Operator {
        operators: vec!["ASCO".to_owned()],
        roles: Vec::new(),
    };
    let mixed = Policy::new("mixed")
        .with(Rule::exclude_territory(country("RU")))
        .with(Rule::exclude_territory(country("IR")))
        .with(Rule::Limit(Limit::Transhipments(4)))
        .must_use(asco);
    let blocked = Policy::new("blocked")
        .with(Rule::exclude_mode(Mode::Sea))
        .with(Rule::exclude_territory(country("RU")))
        .with(Rule::exclude_domicile(country("RU")))
        .with(Rule::exclude_territory(country("IR")))
        .with(Rule::Limit(Limit::Borders(3)));
    let ends = Policy::new("ends")
        .with(Rule::exclude_territory(country("TR")))
        .with(Rule::exclude_call_or_flag(country("TR")))
        .with(Rule::exclude_territory(country("RU")));
    let cases = [
        (&mixed, "Almaty", "Istanbul", Objective::Cost),
        (&mixed, "Tashkent", "Poti", Objective::Time),
        (&blocked, "Almaty", "Istanbul", Objective::Cost),
        (&blocked, "Baku", "Tbilisi", Objective::Emissions),
        (&ends, "Almaty", "Istanbul", Objective::DIRECT),
    ];
    let (mut feasible, mut telling) = (0, 0);
    for (policy, from, to, objective) in cases {
        let request = Request::new(from, to).policy(policy.clone());
        let label = format!("{policy} {from} {to}, {objective}");
        let (is_feasible, surprising) = agrees(&PLANNER, &request, &objective, &label);
        feasible += usize::from(is_feasible);
        telling += surprising;
    }
    assert!(
        (1..5).contains(&feasible) && telling > 0,
        "{feasible} {telling}"
    );
}

/// Rules drawn for a random railway: links, lines and carriers kept out or asked for, a place to come by, a limit.
fn rules(dice: &mut Dice, links: &[String]) -> Policy {
    let mut policy = Policy::new("drawn");
    let link = |dice: &mut Dice| Subject::Link {
        links: (0..=dice.below(2))
            .map(|_| links[dice.below(links.len())].clone())
            .collect(),
    };
    for _ in 0..2 + dice.below(3) {
        let subject = match dice.below(4) {
            0 => Subject::Line {
                lines: vec![format!("PT-l{}", dice.below(3))],
            },
            1 => Subject::Operator {
                operators: vec![["R", "Q"][dice.below(2)].to_owned()],
                roles: Vec::new(),
            },
            _ => link(dice),
        };
        policy = policy.with(Rule::Exclude(subject));
    }
    if dice.below(3) == 0 {
        policy = policy.must_use(link(dice));
    }
    if dice.below(4) == 0 {
        policy = policy.via([["PT-ccc", "PT-ddd"][dice.below(2)]]);
    }
    if dice.below(3) == 0 {
        policy = policy.with(Rule::Limit(Limit::Transhipments(dice.below(3) as u32)));
    }
    policy
}

#[test]
fn prices_on_random_railways_are_those_of_all_sets_of_rules() {
    let (mut feasible, mut none, mut telling, mut opening) = (0, 0, 0, 0);
    for seed in 0..60 {
        let mut dice = Dice::new(21_000 + seed);
        let network = railway(&mut dice, false);
        let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
        let links = network.links().map(|(_, link)| link.id.to_string());
        let links: Vec<String> = links.filter(|id| id.starts_with('k')).collect();
        for _ in 0..3 {
            let policy = rules(&mut dice, &links);
            if policy.compile(planner.world()).is_err() {
                continue; // what it asks for is kept out
            }
            let request = Request::new("PT-aaa", "PT-bbb")
                .shipment(Shipment::container_40ft(tonnes(11.3)).unwrap())
                .policy(policy);
            let objective = [Objective::Cost, Objective::Time, Objective::Distance];
            let objective = &objective[dice.below(3)];
            let label = format!("seed {seed}, {}, {objective}", request.policy);
            let (is_feasible, surprising) = agrees(&planner, &request, objective, &label);
            feasible += usize::from(is_feasible);
            none += usize::from(!is_feasible);
            if is_feasible {
                telling += surprising;
            } else {
                opening += surprising;
            }
        }
    }
    let told = format!("{feasible} feasible, {none} not, {telling} and {opening} groups");
    assert!(feasible > 50 && none > 20, "{told}");
    assert!(telling > 10 && opening > 10, "{told}");
}

#[test]
fn a_policy_without_rules_costs_nothing() {
    let prices = PLANNER
        .price_of_rules(&Request::new("Baku", "Tbilisi"))
        .unwrap();
    assert!(prices.rules().is_empty() && prices.groups().is_empty());
    assert!(matches!(prices.together(), Effect::Free));
    assert_eq!(prices.shares(), Ok(&[][..]));
    assert_eq!(prices.to_string(), "");
    let nowhere = PLANNER.price_of_rules(&Request::new("Baku", "Atlantis"));
    assert_eq!(nowhere.unwrap_err().code(), "place_unknown");
    let round = PLANNER
        .price_of_rules(&Request::new("Baku", "Baku"))
        .unwrap();
    assert!(matches!(round.together(), Effect::Nothing));
    assert_eq!(round.shares().unwrap_err().code(), "no_route");
}

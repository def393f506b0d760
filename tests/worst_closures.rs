//! The worst closures are the worst of all there are, and what is said of them is what asking again says.

use std::collections::BTreeSet;

use crate::crossroads::{PLACES, crossroads};
use crate::questions::PLANNER;
use trade_corridor::analysis::criticality::{Dependence, criticality};
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::interdiction::{
    Interdiction, InterdictionError, Lever, LeverKind, levers_of, worst,
};
use trade_corridor::prelude::*;
use trade_corridor::quantity::PerYear;

/// Shipments cut off, and cents more for the others, of closing some things.
fn harm(planner: &Planner, demand: &Demand, closed: &[&Lever]) -> (PerYear, Money) {
    let (mut cut, mut more) = (PerYear::ZERO, Money::ZERO);
    for flow in demand {
        let Ok(before) = planner.cheapest(&flow.request) else {
            continue;
        };
        let exports = Lever::Exports(before.from.country);
        let rules = closed.iter().filter_map(|lever| lever.rule());
        let policy = rules.fold(flow.request.policy.clone(), |policy, rule| {
            policy.with(rule)
        });
        match planner.cheapest(&flow.request.clone().policy(policy)) {
            Ok(after) if !closed.contains(&&exports) => {
                more += flow.volume.times(after.cost() - before.cost());
            }
            Ok(_) | Err(_) => cut += flow.volume,
        }
    }
    (cut, more)
}

/// The harm of the worst of all sets of up to so many.
fn worst_of_all(
    planner: &Planner,
    demand: &Demand,
    levers: &[Lever],
    budget: usize,
) -> (PerYear, Money) {
    fn grow<'l>(
        closed: &mut Vec<&'l Lever>,
        levers: &'l [Lever],
        left: usize,
        look: &mut dyn FnMut(&[&Lever]),
    ) {
        look(closed);
        if left == 0 {
            return;
        }
        for (at, lever) in levers.iter().enumerate() {
            closed.push(lever);
            grow(closed, &levers[at + 1..], left - 1, look);
            closed.pop();
        }
    }
    let mut most = (PerYear::ZERO, Money::ZERO);
    grow(&mut Vec::new(), levers, budget, &mut |closed| {
        most = most.max(harm(planner, demand, closed));
    });
    most
}

fn flows(planner: &Planner, pairs: &[(usize, usize, u32)]) -> Demand {
    let requests = pairs.iter().map(|(from, to, volume)| {
        let request = Request::new(PLACES[*from].0, PLACES[*to].0);
        Flow::new(request, PerYear::from_count(*volume))
    });
    let demand: Demand = requests.collect();
    let answered = demand
        .iter()
        .filter(|flow| planner.cheapest(&flow.request).is_ok());
    assert!(answered.count() > 0, "a map of which something can be said");
    demand
}

fn crossings_and_operators(planner: &Planner) -> Vec<Lever> {
    let network = planner.world().network();
    let crossings = network
        .crossings()
        .map(|(_, it)| Lever::Crossing(it.code.clone()));
    let operators = network
        .operators()
        .map(|(_, it)| Lever::Operator(it.id.clone()));
    crossings.chain(operators).collect()
}

#[test]
fn no_set_of_closures_is_worse_on_small_maps() {
    let mut rerouted = 0;
    for seed in 0..6 {
        let planner = crossroads(seed);
        let demand = flows(&planner, &[(0, 4, 700), (1, 3, 300), (2, 4, 100)]);
        let levers = crossings_and_operators(&planner);
        let asked = Interdiction::new(3).among([LeverKind::Crossing, LeverKind::Operator]);
        let found = worst(&planner, &demand, &asked).unwrap();
        for damage in &found.curve[..2] {
            let most = worst_of_all(&planner, &demand, &levers, damage.budget);
            assert_eq!((damage.cut_off, damage.more), most, "{seed}: {damage}");
            let named: Vec<&Lever> = damage.closed.iter().collect();
            assert_eq!(harm(&planner, &demand, &named), most, "{seed}: {damage}");
        }
        assert!(
            found
                .curve
                .is_sorted_by_key(|damage| (damage.cut_off, damage.more))
        );

        // The same among listed levers, one by one.
        let listed = worst(&planner, &demand, &Interdiction::new(3).levers(levers)).unwrap();
        assert_eq!(listed.curve, found.curve);

        // One crossing leaves most flows another way, dearer by what is told.
        let one = Interdiction::new(1).among([LeverKind::Crossing]);
        let one = worst(&planner, &demand, &one).unwrap();
        let mut more = Money::ZERO;
        for it in &one.rerouted {
            if let Some(after) = &it.after {
                rerouted += 1;
                more += it.volume.times(after.cost() - it.before.cost());
            }
        }
        assert_eq!(more, one.curve[0].more);
    }
    assert!(rerouted > 0, "some flow goes another way");
}

#[test]
fn three_closures_and_links_are_exact_as_well() {
    let planner = crossroads(1);
    let demand = flows(&planner, &[(0, 4, 1), (3, 1, 1)]);
    let crossings: Vec<Lever> = crossings_and_operators(&planner)
        .into_iter()
        .filter(|lever| lever.kind() == LeverKind::Crossing)
        .collect();
    let asked = Interdiction::new(3).among([LeverKind::Crossing]);
    let found = worst(&planner, &demand, &asked).unwrap();
    let most = worst_of_all(&planner, &demand, &crossings, 3);
    assert_eq!((found.curve[2].cut_off, found.curve[2].more), most);

    let links = planner
        .world()
        .links()
        .map(|(_, it)| Lever::Link(it.id.clone()));
    let links: Vec<Lever> = links.collect();
    let found = worst(
        &planner,
        &demand,
        &Interdiction::new(2).among([LeverKind::Link]),
    )
    .unwrap();
    let most = worst_of_all(&planner, &demand, &links, 2);
    assert_eq!((found.curve[1].cut_off, found.curve[1].more), most);
}

#[test]
fn what_is_secured_first_leaves_least() {
    for seed in [0, 2, 5] {
        let planner = crossroads(seed);
        let demand = flows(&planner, &[(0, 4, 3), (1, 3, 2)]);
        let levers = crossings_and_operators(&planner);
        let asked = Interdiction::new(2).levers(levers.clone());
        let found = worst(&planner, &demand, &asked).unwrap();
        let secured = found.secure_first.expect("closures do harm");
        let without = |lever: &Lever| {
            let mut others = levers.clone();
            others.retain(|other| other != lever);
            worst_of_all(&planner, &demand, &others, 2)
        };
        let least = levers.iter().map(without).min().unwrap();
        assert_eq!((secured.left.cut_off, secured.left.more), least);
        assert_eq!(without(&secured.lever), least);
        assert!(!secured.left.closed.contains(&secured.lever));
    }
}

/// The Middle Corridor's two flows on the atlas, against every pair of a list.
#[test]
fn the_atlas_agrees_with_every_pair() {
    let demand: Demand = [("Almaty", "Istanbul", 40), ("Baku", "Poti", 60)]
        .map(|(from, to, volume)| {
            let request = Request::new(from, to).policy(Policy::russia_excluded());
            Flow::new(request, PerYear::from_count(volume))
        })
        .into_iter()
        .collect();
    let kinds = [LeverKind::Crossing, LeverKind::Service];
    let open = worst(&PLANNER, &demand, &Interdiction::new(2).among(kinds)).unwrap();
    let mut levers: BTreeSet<Lever> = open.curve.iter().flat_map(|it| it.closed.clone()).collect();
    for rerouted in &open.rerouted {
        let routes = [Some(&rerouted.before), rerouted.after.as_ref()];
        for (code, _, _) in routes.into_iter().flatten().flat_map(Route::borders) {
            let known = PLANNER.world().network().crossing_by_code(&code).is_some();
            levers.extend(known.then_some(Lever::Crossing(code)));
        }
    }
    let levers: Vec<Lever> = levers.into_iter().take(9).collect();
    let asked = Interdiction::new(2).levers(levers.clone());
    let found = worst(&PLANNER, &demand, &asked).unwrap();
    for damage in &found.curve {
        let most = worst_of_all(&PLANNER, &demand, &levers, damage.budget);
        assert_eq!((damage.cut_off, damage.more), most, "{damage}");
    }
    assert!(open.curve[1].more >= found.curve[1].more);
    assert!(found.curve[0].more > Money::ZERO);
    for rerouted in &found.rerouted {
        let after = rerouted.after.as_ref().expect("there is another way");
        assert!(after.cost() >= rerouted.before.cost());
        assert!(after.certificate.is_some());
    }
}

#[test]
fn an_actor_has_what_lies_there_and_what_it_runs() {
    let world = PLANNER.world();
    let russia = levers_of(world, "RU").unwrap();
    assert!(russia.is_sorted());
    let has = |lever: Lever| russia.contains(&lever);
    assert!(has(Lever::Operator("RZD".into())) && has(Lever::Operator("SCR".into())));
    assert!(has(Lever::Exports("RU".parse().unwrap())));
    assert!(!has(Lever::Operator("GR".into())));
    let ends = |code: &str| {
        let id = world.network().crossing_by_code(code).unwrap();
        world.network().crossing(id).unwrap().countries
    };
    let border = "RU".parse().unwrap();
    for lever in &russia {
        if let Lever::Crossing(code) = lever {
            assert!(ends(code).contains(&border), "{code}");
        }
    }
    // A company has what it stands behind, and no territory.
    let railways = levers_of(world, "RZD").unwrap();
    assert!(railways.contains(&Lever::Operator("SCR".into())));
    assert!(
        railways
            .iter()
            .all(|lever| lever.kind() == LeverKind::Operator)
    );
    let error = levers_of(world, "RZDD").unwrap_err();
    assert!(
        error.to_string().ends_with("did you mean `RZD`?"),
        "{error}"
    );
}

#[test]
fn exports_stop_what_is_sent_and_not_what_passes() {
    let planner = crossroads(1);
    let demand = flows(&planner, &[(0, 4, 5), (4, 0, 3)]);
    let exports = Lever::Exports(PLACES[0].1.parse().unwrap());
    let found = worst(
        &planner,
        &demand,
        &Interdiction::new(1).levers([exports.clone()]),
    )
    .unwrap();
    assert_eq!(found.curve[0].closed, [exports]);
    assert_eq!(found.curve[0].cut_off, PerYear::from_count(5));
    assert_eq!(found.curve[0].more, Money::ZERO);
    assert!(found.rerouted[0].after.is_none());
}

/// Trucks have Turkish plates unless a shipment says otherwise: that is no hold of Türkiye's on it.
#[test]
fn default_plates_make_no_country_critical() {
    let request = Request::new("Almaty", "Khorgos");
    let found = criticality(&PLANNER, std::slice::from_ref(&request), &Objective::Time).unwrap();
    let plate = Shipment::DEFAULT_PLATE;
    assert!(
        found
            .things
            .iter()
            .all(|thing| thing.what != Dependence::Owner(plate))
    );
    // Trucks of a country that was chosen are.
    let chosen = request
        .clone()
        .shipment(request.shipment.with_plate("KG".parse().unwrap()));
    let by_road = chosen.policy(Policy::open().with(Rule::exclude_mode(Mode::Rail)));
    let found = criticality(&PLANNER, &[by_road], &Objective::Time).unwrap();
    let owner = Dependence::Owner("KG".parse().unwrap());
    assert!(
        found.things.iter().any(|thing| thing.what == owner),
        "{:?}",
        found.things
    );
}

#[test]
fn bounds_are_errors_with_a_remedy() {
    let planner = crossroads(0);
    let demand = flows(&planner, &[(0, 4, 1), (1, 3, 1)]);
    let refused = |asked: Interdiction| worst(&planner, &demand, &asked).unwrap_err();
    assert_eq!(refused(Interdiction::new(0)).code(), "interdiction_budget");
    assert_eq!(refused(Interdiction::new(7)).code(), "interdiction_budget");
    assert_eq!(
        refused(Interdiction::new(1).levers([])).code(),
        "interdiction_no_levers"
    );
    let nowhere = Interdiction::new(1).levers([Lever::Crossing("x-nowhere".into())]);
    assert_eq!(refused(nowhere).code(), "interdiction_unknown_lever");
    let few = refused(Interdiction::new(2).most_searches(2));
    assert_eq!(few.code(), "interdiction_too_many_searches");
    assert!(
        few.to_string()
            .contains("raise `Interdiction::most_searches`")
    );
    let few = refused(Interdiction::new(2).most_worlds(3));
    assert_eq!(few.code(), "interdiction_too_many_worlds");
    let empty = worst(&planner, &Demand::default(), &Interdiction::new(1)).unwrap_err();
    assert_eq!(empty.code(), "demand_empty");
    assert_eq!(InterdictionError::CODES.len(), 7);
}

#[test]
fn the_order_of_flows_changes_nothing() {
    let planner = crossroads(3);
    let pairs = [(0, 4, 7), (1, 3, 3), (2, 4, 1), (3, 0, 2)];
    let mut turned = pairs;
    turned.reverse();
    let asked = Interdiction::new(2).among([LeverKind::Crossing, LeverKind::Link]);
    let one = worst(&planner, &flows(&planner, &pairs), &asked).unwrap();
    let other = worst(&planner, &flows(&planner, &turned), &asked).unwrap();
    assert_eq!(one.curve, other.curve);
    assert_eq!(one.secure_first, other.secure_first);
    let saved = serde_json::to_value(&one).unwrap();
    assert_eq!(
        saved["curve"][0]["more_cents"],
        one.curve[0].more.as_cents()
    );
}

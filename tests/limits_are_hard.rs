//! Limits on whole routes hold exactly, together with other rules.

use crate::maps;
use crate::questions::for_most;

use proptest::prelude::*;
use trade_corridor::costing::CostModel;
use trade_corridor::metric::{ObjectiveWeights, Verdict, Verdicts};
use trade_corridor::network::Conveyance;
use trade_corridor::operations::{OperationKind, Stage};
use trade_corridor::planner::Reason;
use trade_corridor::policy::{Amount, Limit};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Duration;
use trade_corridor::router::{ArcId, FrontLimits, Metric, Pareto};
use trade_corridor::scenario::World;
use trade_corridor::verify::verify;

fn planner() -> Planner {
    let network = Network::europe_central_asia();
    Planner::new(network, &Scenario::on(date(2026, 11, 22))).expect("the embedded atlas")
}

#[test]
fn fewer_transhipments_never_shorten_the_way_and_are_kept() {
    let planner = planner();
    let mut longest = None;
    for most in (0..5).rev() {
        let policy = Policy::russia_excluded().with(Rule::Limit(Limit::Transhipments(most)));
        let route = planner
            .shortest(&Request::new("CNHGS", "TRIST").policy(policy))
            .expect("the way by rail and rail ferry needs none");
        assert!(route.transhipments() <= most as usize);
        assert!(longest.is_none_or(|km| route.distance() >= km));
        longest = Some(route.distance());
    }
}

#[test]
fn a_budget_below_the_cheapest_way_gives_the_limit_as_the_cause() {
    let planner = planner();
    let request = Request::new("Almaty", "Istanbul");
    let cheapest = planner.cheapest(&request).expect("a way");
    let within = |most: Money| {
        let policy = Policy::open().with(Rule::Limit(Limit::Usd(most)));
        planner.fastest(&request.clone().policy(policy))
    };
    let exact = within(cheapest.cost()).expect("the cheapest way keeps it");
    assert_eq!(exact.cost(), cheapest.cost());
    match within(cheapest.cost() - Money::from_cents(1)) {
        Err(Error::NoRoute(none)) => {
            let Reason::LimitsTooTight { limits, together } = none.reason() else {
                panic!("{none}")
            };
            assert!(limits.len() == 1 && !together, "{none}");
            assert_eq!(limits[0].least, Some(Amount::Cost(cheapest.cost())));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_deadline_trades_money_for_hours() {
    let planner = planner();
    let request = Request::new("CNHGS", "TRIST");
    let cheapest = planner.cheapest(&request).expect("a way");
    let fastest = planner.fastest(&request).expect("a way");
    let policy = Policy::open().with(Rule::Limit(Limit::Hours(fastest.duration())));
    let in_time = planner
        .cheapest(&request.policy(policy))
        .expect("the fastest way keeps it");
    assert!(in_time.duration() <= fastest.duration());
    assert!(in_time.cost() >= cheapest.cost());
}

/// The model of a policy's operations, made around every link that it blocks, as a planner makes them.
fn around(
    planner: &Planner,
    world: World,
    policy: &Policy,
    shipment: &Shipment,
) -> (CostModel, Verdicts) {
    let compiled = for_most(policy.compile(&world).expect("it fits"));
    let verdicts = Verdicts::of(planner.operations(), &compiled, shipment);
    let operations = planner.operations();
    let blocked: Vec<_> = verdicts
        .blocked()
        .iter()
        .filter_map(|(arc, _)| operations.arc(*arc)?.link())
        .collect();
    let world = std::sync::Arc::new(world);
    let model = CostModel::new(world, &|link| blocked.contains(&link)).expect("as before");
    let verdicts = Verdicts::of(model.operations(), &compiled, shipment);
    (model, verdicts)
}

#[test]
fn limits_on_the_atlas_pick_from_the_whole_front() {
    let network = Network::europe_central_asia();
    let day = Scenario::on(date(2026, 11, 22));
    let planner = planner();
    let shipment = Request::new("a", "b").shipment;
    let mut picked = 0;
    for policy in [Policy::open(), Policy::russia_excluded()] {
        let world = day.apply(network).expect("it fits");
        let (model, verdicts) = around(&planner, world, &policy, &shipment);
        let operations = model.operations();
        let quote = model.quote(shipment);
        let weigh = |objective| {
            ObjectiveWeights::new(&model, &quote, &verdicts, &objective)
                .expect("in range")
                .into_metric()
        };
        let (cost, time) = (weigh(Objective::Cost), weigh(Objective::Time));
        let graph = operations.graph();
        let lifts = |arc: ArcId| {
            let operation = operations.arc(arc).expect("an arc");
            let set_down = |operation: &trade_corridor::operations::Operation| {
                let to = operations.position(operation.to).map(|to| to.stage);
                matches!(operation.kind, OperationKind::Tranship(_))
                    && matches!(to, Some(Stage::In(Conveyance::Terminal) | Stage::OffRail))
            };
            let parts = operations.parts(operation).iter();
            let parts = parts.filter_map(|part| operations.arc(*part));
            let count = parts
                .chain([operation])
                .filter(|part| set_down(part))
                .count();
            u32::try_from(count).expect("few")
        };
        let open = |arc: ArcId| verdicts.get(arc) == Verdict::Open;
        let lifts = Metric::new(graph, |arc| open(arc).then(|| lifts(arc))).expect("in range");
        for (from, to) in [
            ("Almaty", "Istanbul"),
            ("Tashkent", "Duisburg"),
            ("Baku", "Vienna"),
        ] {
            let ends = [from, to].map(|name| network.find_place(name).expect("a place"));
            let gates = (
                operations.gate(ends[0]).expect("a gate"),
                operations.delivered(ends[1]).expect("a gate"),
            );
            let request = Request::new(from, to);
            let within = |limit| {
                let policy = policy.clone().with(Rule::Limit(limit));
                let found = planner.cheapest(&request.clone().policy(policy.clone()));
                if let Ok(route) = &found {
                    verify(route, &policy, network, &day).expect("it keeps the limit");
                }
                found
                    .ok()
                    .map(|route| route.cost().as_cents().unsigned_abs())
            };
            let mut pareto = Pareto::new();
            let mut front = |other: &Metric| {
                let metrics = [&cost, other];
                let limits = FrontLimits::default();
                let front = pareto.front(graph, &metrics, gates.0, gates.1, limits);
                let front = front.expect("two objectives");
                let members = front.members().iter();
                members
                    .map(|member| member.costs().to_vec())
                    .collect::<Vec<_>>()
            };
            // Costs rise and the other falls: each member is the best within its own amount, and
            // one less asks for the next.
            let minutes = front(&time);
            for (index, member) in minutes.iter().enumerate() {
                let most = u32::try_from(member[1]).expect("in range");
                let exact = within(Limit::Hours(Duration::from_minutes(most)));
                assert_eq!(exact, Some(member[0]), "{from} {to} {member:?}");
                let below = within(Limit::Hours(Duration::from_minutes(most - 1)));
                let next = minutes.get(index + 1).map(|next| next[0]);
                assert_eq!(below, next, "{from} {to} below {member:?}");
                picked += 1;
            }
            let counts = front(&lifts);
            for member in &counts {
                let most = u32::try_from(member[1]).expect("few");
                assert_eq!(
                    within(Limit::Transhipments(most)),
                    Some(member[0]),
                    "{from} {to}"
                );
                picked += 1;
            }
        }
    }
    assert!(picked > 20, "only {picked} members");
}

/// Every way without a loop, with cents, minutes, set-downs and borders.
fn all_ways(planner: &Planner, policy: &Policy, from: &str, to: &str) -> Vec<[u64; 4]> {
    let network = planner.world().network();
    let place = |name| network.find_place(name).expect("a place");
    let operations = planner.operations();
    let (model, shipment) = (planner.model(), Request::new(from, to).shipment);
    let quote = model.quote(shipment);
    let compiled = policy.compile(planner.world()).expect("it fits");
    let verdicts = Verdicts::of(operations, &compiled, &shipment);
    let weight = |objective: Objective, arc: ArcId| {
        let weights = ObjectiveWeights::new(model, &quote, &verdicts, &objective);
        weights
            .expect("in range")
            .metric()
            .weight(arc)
            .map(u64::from)
    };
    let graph = operations.graph();
    let arcs: Vec<Option<[u64; 4]>> = graph
        .arc_ids()
        .map(|arc| {
            let operation = operations.arc(arc).expect("an arc");
            let to = operations.position(operation.to).map(|to| to.stage);
            let down = matches!(operation.kind, OperationKind::Tranship(_))
                && to == Some(Stage::In(Conveyance::Terminal));
            Some([
                weight(Objective::Cost, arc)?,
                weight(Objective::Time, arc)?,
                u64::from(down),
                u64::from(operation.border().is_some()),
            ])
        })
        .collect();
    let end = operations.delivered(place(to)).expect("a gate");
    let mut ways = Vec::new();
    let mut stack = vec![(
        vec![operations.gate(place(from)).expect("a gate")],
        [0_u64; 4],
    )];
    while let Some((path, sums)) = stack.pop() {
        let at = path[path.len() - 1];
        if at == end {
            ways.push(sums);
            continue;
        }
        for arc in graph.out_arcs(at) {
            let (_, next) = graph.ends(arc).expect("an arc");
            if let Some(more) = arcs[arc.index()]
                && !path.contains(&next)
            {
                let mut path = path.clone();
                path.push(next);
                stack.push((path, [0, 1, 2, 3].map(|at| sums[at] + more[at])));
            }
        }
    }
    ways
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn limits_on_a_small_map_agree_with_every_way(
        ends in prop::sample::select(vec![
            ("Baku", "Yerevan"), ("Poti", "Yerevan"), ("Yerevan", "Baku"), ("Tbilisi", "Gyumri"),
        ]),
        road in any::<bool>(),
        by in 0_usize..2,
        limits in prop::collection::vec((0_usize..4, any::<prop::sample::Index>(), 0_u64..2), 1..4),
    ) {
        let network = maps::caucasus();
        let planner = Planner::new(&network, &Scenario::on(maps::DAY)).unwrap();
        let mut policy = Policy::new("rules");
        if !road {
            policy = policy.with(Rule::exclude_mode(Mode::Road));
        }
        let ways = all_ways(&planner, &policy, ends.0, ends.1);
        prop_assert!(!ways.is_empty());
        let mut most = [u64::MAX; 4];
        for (what, way, less) in limits {
            let amount = ways[way.index(ways.len())][what].saturating_sub(less);
            most[what] = most[what].min(amount);
            policy = policy.with(Rule::Limit(match what {
                0 => Limit::Usd(Money::from_cents(i64::try_from(amount).unwrap())),
                1 => Limit::Hours(Duration::from_minutes(u32::try_from(amount).unwrap())),
                2 => Limit::Transhipments(u32::try_from(amount).unwrap()),
                _ => Limit::Borders(u32::try_from(amount).unwrap()),
            }));
        }
        let kept = ways.iter().filter(|way| (0..4).all(|what| way[what] <= most[what]));
        let expected = kept.map(|way| way[by]).min();
        let objective = [Objective::Cost, Objective::Time][by].clone();
        let found = planner.best(&Request::new(ends.0, ends.1).policy(policy), &objective);
        let found = found.ok().map(|route| match by {
            0 => route.cost().as_cents().unsigned_abs(),
            _ => route.duration().as_minutes(),
        });
        prop_assert_eq!(found, expected);
    }
}

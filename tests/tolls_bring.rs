//! Tolls bring what flows would pay that are asked again, and the best ones are the best.

use std::sync::LazyLock;

use crate::crossroads::{PLACES, crossroads};
use crate::questions::Dice;
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::settlement::Ledger;
use trade_corridor::analysis::toll::{
    self, Toll, TollPoint, Tolled, best_single_toll, wright_omega,
};
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::quantity::PerYear;

static TRIPP: LazyLock<Planner> = LazyLock::new(|| {
    let scenario = Scenario::preset("tripp-with-kars-dilucu").unwrap();
    Planner::new(Network::europe_central_asia(), &scenario).unwrap()
});

const PAIRS: [(&str, &str, u32); 5] = [
    ("Baku", "Nakhchivan", 900),
    ("Baku", "Istanbul", 4_000),
    ("Almaty", "Mersin", 1_500),
    ("Baku", "Yerevan", 300),
    ("Tashkent", "Almaty", 1_000),
];

fn demand() -> Demand {
    let flows = PAIRS.map(|(from, to, volume)| {
        let policy = Policy::russia_excluded().with(Rule::exclude_territory("IR".parse().unwrap()));
        Flow::new(
            Request::new(from, to).policy(policy),
            PerYear::from_count(volume),
        )
    });
    flows.into_iter().collect()
}

fn subject() -> Subject {
    Subject::find("operator:TDC", TRIPP.world().network()).unwrap()
}

/// Cheapest through and around.
fn both(flow: &Flow) -> [Option<Route>; 2] {
    let through = flow.request.clone().must_use(subject());
    let rule = Rule::Exclude(subject());
    let around = flow
        .request
        .clone()
        .policy(flow.request.policy.clone().with(rule));
    [through, around].map(|request| TRIPP.cheapest(&request).ok())
}

#[test]
fn in_steps_every_point_is_what_flows_pay() {
    let demand = demand();
    let curve = toll::curve(
        &TRIPP,
        &demand,
        Toll::on("operator:TDC").members(["ADY", "TDC"]),
    )
    .unwrap();
    assert!(curve.unanswered.is_empty());
    let asked: Vec<_> = demand
        .iter()
        .map(|flow| (flow.volume, both(flow)))
        .collect();
    let earned = |route: &Route| {
        let ledger = Ledger::of([route]);
        ledger.revenue("ADY") + ledger.revenue("TDC")
    };
    let at = |each: Money| {
        let (mut traffic, mut joint, mut saved) = (PerYear::ZERO, Money::ZERO, Money::ZERO);
        for (volume, ways) in &asked {
            match ways {
                [Some(through), Some(around)] if through.cost() + each <= around.cost() => {
                    traffic += *volume;
                    joint += volume.times(each + earned(through));
                    saved += volume.times(around.cost() - through.cost());
                }
                [_, Some(around)] => joint += volume.times(earned(around)),
                [_, None] => panic!("each of them can go around"),
            }
        }
        (traffic, traffic.times(each), joint, saved)
    };
    let told = |it: &TollPoint| (it.traffic, it.revenue, it.joint, it.welfare);
    let best = [curve.most_revenue, curve.most_joint, curve.most_welfare];
    for point in curve.points.iter().chain(&best) {
        assert_eq!(told(point), at(point.toll), "{point}");
    }
    assert!(curve.points.len() == 200 && curve.points[0].toll == Money::ZERO);
    let gaps = asked.iter().filter_map(|(_, ways)| {
        let [through, around] = ways;
        Some(around.as_ref()?.cost() - through.as_ref()?.cost())
    });
    let mut gaps: Vec<Money> = gaps.collect();
    assert_eq!(
        curve
            .flows
            .iter()
            .filter_map(|it| it.gap)
            .collect::<Vec<_>>(),
        gaps
    );
    gaps.retain(|gap| *gap > Money::ZERO);
    gaps.push(Money::ZERO);
    let most = gaps.iter().map(|gap| at(*gap).1).max().unwrap();
    assert!(most > Money::ZERO, "{gaps:?}");
    assert_eq!(curve.most_revenue.revenue, most);
    assert_eq!(
        curve.most_joint.joint,
        gaps.iter().map(|gap| at(*gap).2).max().unwrap()
    );
    let paid: Money = curve.flows.iter().map(|flow| flow.pays).sum();
    assert_eq!(paid, most);
    assert_eq!(curve.payers().values().copied().sum::<Money>(), most);
    // Far from it, the way through is no way.
    let far = curve
        .flows
        .iter()
        .find(|it| it.from.name == "Tashkent")
        .unwrap();
    assert!(far.gap.is_none_or(|gap| gap < Money::ZERO));
    assert!(
        curve.to_string().contains("most welfare: no toll"),
        "{curve}"
    );
}

#[test]
fn welfare_is_most_where_the_toll_is_what_a_trip_costs() {
    let cost = Money::from_usd(35.0).unwrap();
    for asked in [Toll::on("TDC"), Toll::on("TDC").logit(0.01, 1)] {
        let free = toll::curve(&TRIPP, &demand(), asked.clone()).unwrap();
        assert!(free.is_best_free());
        assert!(
            free.points
                .iter()
                .all(|it| it.welfare <= free.points[0].welfare)
        );
        let costly = toll::curve(&TRIPP, &demand(), asked.marginal_cost(cost)).unwrap();
        assert!(!costly.is_best_free() && costly.most_welfare.toll == cost);
        let most = costly.most_welfare.welfare;
        assert!(
            costly.points.iter().all(|it| it.welfare <= most),
            "{costly}"
        );
        assert!(most < free.most_welfare.welfare);
    }
}

#[test]
fn one_pair_earns_most_at_the_closed_form() {
    let per_usd = 0.004;
    for (from, to, volume) in PAIRS.into_iter().take(3) {
        let one: Demand = demand()
            .iter()
            .filter(|flow| flow.request.from == from && flow.request.to == to)
            .cloned()
            .collect();
        let curve = toll::curve(&TRIPP, &one, Toll::on("TDC").logit(per_usd, 3)).unwrap();
        let [flow] = curve.flows.as_slice() else {
            panic!("{curve}")
        };
        let through = flow.through.as_ref().unwrap().cost.as_usd();
        let others = flow
            .around
            .iter()
            .map(|way| (-per_usd * (way.cost.as_usd() - through)).exp());
        let gap = -others.sum::<f64>().ln() / per_usd;
        let toll = best_single_toll(gap, per_usd).unwrap();
        let found = curve.most_revenue;
        assert!(
            (found.toll.as_usd() - toll).abs() <= 0.011,
            "{toll} {found}"
        );
        let share = 1.0 / (1.0 + (-per_usd * (gap - found.toll.as_usd())).exp());
        let revenue = f64::from(volume) * share * found.toll.as_usd();
        assert!(
            (found.revenue.as_usd() - revenue).abs() < 0.02,
            "{revenue} {found}"
        );
        let ways = flow
            .through
            .iter()
            .chain(&flow.around)
            .map(|way| way.traffic.as_boxes());
        assert!((ways.sum::<f64>() - f64::from(volume)).abs() < 1e-5);
    }
}

#[test]
fn no_toll_of_a_grid_earns_more_by_logit() {
    let per_usd = 0.02;
    let curve = toll::curve(
        &TRIPP,
        &demand(),
        Toll::on("TDC").logit(per_usd, 1).points(5_000),
    )
    .unwrap();
    let best = curve.most_revenue.revenue;
    let cent = Money::from_cents(1);
    assert!(best > Money::ZERO);
    assert!(
        curve.points.iter().all(|it| it.revenue <= best + cent),
        "{curve}"
    );
    assert!(
        curve
            .points
            .iter()
            .all(|it| it.joint <= curve.most_joint.joint + cent)
    );
    // As the scale grows, parts of flows become whole flows.
    let steps = toll::curve(&TRIPP, &demand(), "TDC").unwrap().most_revenue;
    let sharp = toll::curve(&TRIPP, &demand(), Toll::on("TDC").logit(50.0, 1))
        .unwrap()
        .most_revenue;
    let apart = (sharp.revenue.as_usd() - steps.revenue.as_usd()).abs();
    assert!(apart < steps.revenue.as_usd() * 0.01, "{sharp}\n{steps}");
}

#[test]
fn omega_solves_its_equation() {
    for at in -600..=600 {
        let y = f64::from(at) / 3.0;
        let w = wright_omega(y).unwrap();
        let back = w + w.ln();
        assert!(
            (back - y).abs() <= 4e-15 * y.abs().max(1.0),
            "{y} {w} {back}"
        );
    }
    assert_eq!(wright_omega(-1e9), Some(0.0));
    assert!((wright_omega(1e300).unwrap() / 1e300 - 1.0).abs() < 1e-12);
    assert!(best_single_toll(f64::INFINITY, 0.1).is_none());
}

/// Flows on a small map that pay for crossings, set by set.
#[test]
fn several_tolls_earn_at_least_what_any_others_do() {
    let mut dice = Dice::new(9);
    let mut earned = 0;
    for seed in 0..5 {
        let planner = crossroads(seed);
        let network = planner.world().network();
        let crossings: Vec<_> = network
            .crossings()
            .map(|(_, it)| it.code.to_string())
            .collect();
        let on: Vec<String> = [crossings.len() / 3, crossings.len() / 2]
            .map(|at| crossings[at].clone())
            .into_iter()
            .collect();
        let flows = [(0, 4, 5), (1, 3, 4), (2, 4, 3), (3, 0, 2)].map(|(from, to, volume)| {
            let request = Request::new(PLACES[from].0, PLACES[to].0);
            Flow::new(request, PerYear::from_count(volume))
        });
        let demand: Demand = flows.into_iter().collect();
        let ceiling = Money::from_usd(400.0).unwrap();
        let tolled: Vec<Tolled> = on
            .iter()
            .map(|it| Tolled::Named(format!("crossing:{it}")))
            .collect();
        let found = toll::several(&planner, &demand, &tolled, Some(ceiling), 1_000_000).unwrap();
        let cost = |flow: &Flow, open: usize| {
            let closed = on.iter().enumerate().filter(|(at, _)| open >> at & 1 == 0);
            let subject = Subject::Crossing {
                crossings: closed.map(|(_, it)| it.clone()).collect(),
            };
            let mut policy = Policy::open();
            if open != 0b11 {
                policy = policy.with(Rule::Exclude(subject));
            }
            planner
                .cheapest(&flow.request.clone().policy(policy))
                .ok()
                .map(|it| it.cost())
        };
        let costs: Vec<_> = demand
            .iter()
            .map(|flow| [0, 1, 2, 3].map(|open| cost(flow, open)))
            .collect();
        let revenue = |tolls: [i64; 2]| {
            let of = |flow: &Flow, costs: &[Option<Money>; 4]| {
                let paid = [0, tolls[0], tolls[1], tolls[0] + tolls[1]];
                let ways = costs.iter().zip(paid);
                let ways =
                    ways.filter_map(|(cost, paid)| Some(((*cost)?.as_cents() + paid, -paid)));
                let paid = ways.min().map_or(0, |(_, paid)| -paid);
                flow.volume.times(Money::from_cents(paid))
            };
            demand
                .iter()
                .zip(&costs)
                .map(|(flow, costs)| of(flow, costs))
                .sum::<Money>()
        };
        for _ in 0..5_000 {
            let tolls = [(); 2].map(|()| i64::try_from(dice.below(40_001)).unwrap());
            assert!(
                revenue(tolls) <= found.revenue,
                "{seed}: {tolls:?}\n{found}"
            );
        }
        for near in 0..8_i64 {
            let at = |toll: usize, step: i64| {
                (found.tolls[toll].toll.as_cents() + step).clamp(0, 40_000)
            };
            assert!(revenue([at(0, near - 4), at(1, 4 - near)]) <= found.revenue);
        }
        let sum: Money = found.tolls.iter().map(|it| it.revenue).sum();
        assert!((sum.as_cents() - found.revenue.as_cents()).abs() <= 1);
        assert!(found.tolls.iter().all(|it| it.toll <= ceiling));
        earned += found.revenue.as_cents();
        // One alone is what the curve says.
        let one = toll::several(&planner, &demand, &tolled[..1], Some(ceiling), 1_000_000).unwrap();
        let curve = toll::curve(
            &planner,
            &demand,
            Toll::on(tolled[0].clone()).ceiling(ceiling),
        )
        .unwrap();
        assert_eq!(
            one.revenue, curve.most_revenue.revenue,
            "{seed}\n{one}\n{curve}"
        );
    }
    assert!(earned > 0, "somebody pays");
}

#[test]
fn what_cannot_be_asked_is_said() {
    let refused = |toll: Toll| toll::curve(&TRIPP, &demand(), toll).unwrap_err();
    assert_eq!(refused(Toll::on("TDC").points(1)).code(), "toll_points");
    assert_eq!(refused(Toll::on("TDC").logit(0.0, 1)).code(), "toll_scale");
    assert_eq!(
        refused(Toll::on("TDC").logit(f64::NAN, 1)).code(),
        "toll_scale"
    );
    assert_eq!(refused(Toll::on("TDC").logit(0.1, 0)).code(), "toll_ways");
    assert_eq!(
        refused(Toll::on("TDC").ceiling(Money::from_cents(-1))).code(),
        "toll_negative"
    );
    assert_eq!(refused(Toll::on(" , ")).code(), "toll_no_subject");
    let mixed = refused(Toll::on("line:AM-tripp-rail, operator:TDC"));
    assert_eq!(mixed.code(), "toll_mixed_kinds");
    assert!(mixed.to_string().contains("name things of one kind"));
    let tolls = vec![Tolled::from("TDC"); 4];
    let refused = |most, tolls: &[Tolled]| {
        let ceiling = Some(Money::from_cents(100));
        toll::several(&TRIPP, &demand(), tolls, ceiling, most).unwrap_err()
    };
    assert_eq!(refused(10, &tolls).code(), "toll_too_many");
    let many = refused(2, &["operator:TDC".into(), "operator:ADY".into()]);
    assert_eq!(many.code(), "toll_too_many_vertices");
}

#[test]
fn rail_and_road_are_tolled_together() {
    let lines = "line:AM-tripp-rail, line:AM-tripp-road";
    let both = toll::curve(&TRIPP, &demand(), Toll::on(lines)).unwrap();
    let rail = toll::curve(&TRIPP, &demand(), Toll::on("line:AM-tripp-rail")).unwrap();
    assert!(matches!(&both.subject, Subject::Line { lines } if lines.len() == 2));
    for (both, rail) in both.flows.iter().zip(&rail.flows) {
        // Who may not go around by road pays at least as much.
        assert!(
            both.gap >= rail.gap,
            "{} to {}",
            both.from.name,
            both.to.name
        );
    }
}

//! What is not known about an answer is drawn as it is stated, and every draw is priced and searched as the
//! answer was.

use trade_corridor::metric::{ObjectiveDifference, ObjectiveValue};
use trade_corridor::planner::{ConfidenceError, Sampling};
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::verify::verify_in;

use crate::questions::{Dice, PLANNER};
use crate::roads::{request, roads};

fn usd(value: ObjectiveValue) -> f64 {
    value.money().expect("money").as_usd()
}

/// The documented law, written again: by the share of the draws below, the value over the stated one.
struct Law {
    low: f64,
    median: f64,
    high: f64,
}

const Z95: f64 = 1.644_853_626_951_472_2;

impl Law {
    fn of([low, value, high]: [f64; 3]) -> Self {
        let law = |median| Self { low, median, high };
        let (mut from, mut to) = (low, high);
        for _ in 0..60 {
            let middle = 0.5 * (from + to);
            if law(middle).mean() < value {
                from = middle;
            } else {
                to = middle;
            }
        }
        law(from)
    }

    fn at(&self, z: f64) -> f64 {
        let run = z.abs().min(Z95) + (z.abs() - Z95).max(0.0) / 3.0;
        let end = if z < 0.0 { self.low } else { self.high };
        self.median * (end / self.median).powf(run / Z95)
    }

    /// By the rule of the middle over a grid in z.
    fn mean(&self) -> f64 {
        let weigh = |z: f64| (-0.5 * z * z).exp();
        let grid = || (-800..800).map(|step| (f64::from(step) + 0.5) / 100.0);
        let sum: f64 = grid().map(|z| weigh(z) * self.at(z)).sum();
        sum / grid().map(weigh).sum::<f64>()
    }
}

/// A standard normal number by the method of Box and Muller.
fn normal(dice: &mut Dice) -> f64 {
    let [radius, turn] = [0, 1].map(|_| ((dice.roll() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64);
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}

#[test]
fn two_roads_are_best_as_often_as_by_hand() {
    let ranges = [[0.8, 1.0, 1.3], [0.6, 1.1, 1.9]];
    let planner = roads(&[(ranges[0], "A"), (ranges[1], "B")]);
    let sampling = Sampling::default().draws(4_096);
    let sure = planner.confidence_with(&request(), &sampling).unwrap();
    assert_eq!((sure.draws, sure.unknowns, sure.without), (4_096, 2, 0));
    let [one, other] = ranges.map(Law::of);
    let mut dice = Dice::new(7);
    let (count, mut wins, mut costs) = (200_000, 0, Vec::new());
    for _ in 0..count {
        let pair = (
            100.0 * one.at(normal(&mut dice)),
            100.0 * other.at(normal(&mut dice)),
        );
        wins += u32::from(pair.0 <= pair.1);
        costs.push((pair.0, pair.0.min(pair.1)));
    }
    let share = f64::from(wins) / f64::from(count);
    // Both ways are roads of one country; who won shows in what the best one costs.
    assert_eq!(sure.ways().len(), 1);
    assert!((0.5..0.7).contains(&share), "{share}");
    let quantile = |sorted: &[f64], share: f64| sorted[(sorted.len() as f64 * share) as usize];
    let mut first: Vec<f64> = costs.iter().map(|cost| cost.0).collect();
    let mut least: Vec<f64> = costs.iter().map(|cost| cost.1).collect();
    first.sort_by(f64::total_cmp);
    least.sort_by(f64::total_cmp);
    for (per_mille, share) in [
        (50, 0.05),
        (250, 0.25),
        (500, 0.5),
        (750, 0.75),
        (950, 0.95),
    ] {
        let [cost, best] = [&first, &least].map(|sorted| quantile(sorted, share));
        let drawn = sure.cost().at_per_mille(per_mille).as_usd();
        assert!((drawn - cost).abs() < 0.6, "{share}: {drawn} {cost}");
        let drawn = usd(sure.least().at_per_mille(per_mille));
        assert!((drawn - best).abs() < 0.6, "{share}: {drawn} {best}");
    }
    // Quantiles and mean of the stated range.
    let cost = sure.cost();
    assert!((cost.low().as_usd() - 80.0).abs() < 0.2, "{}", cost.low());
    assert!(
        (cost.high().as_usd() - 130.0).abs() < 0.2,
        "{}",
        cost.high()
    );
    assert!(
        (cost.mean().as_usd() - 100.0).abs() < 0.1,
        "{}",
        cost.mean()
    );
    let mean = least.iter().sum::<f64>() / f64::from(count);
    assert!((usd(sure.least().mean()) - mean).abs() < 0.2);
}

#[test]
fn knowing_a_figure_is_worth_what_it_is_by_hand() {
    let ranges = [[0.8, 1.0, 1.3], [0.6, 1.1, 1.9]];
    let planner = roads(&[(ranges[0], "A"), (ranges[1], "B")]);
    let sampling = Sampling::default().draws(4_096);
    let sure = planner.confidence_with(&request(), &sampling).unwrap();
    let mut dice = Dice::new(11);
    let mut mean = |law: &Law, of: &dyn Fn(f64) -> f64| {
        let sum: f64 = (0..200_000)
            .map(|_| of(100.0 * law.at(normal(&mut dice))))
            .sum();
        sum / 200_000.0
    };
    // Who knows the price of one road takes the other where that costs less by mean.
    let worth = [
        100.0 - mean(&Law::of(ranges[0]), &|usd| usd.min(110.0)),
        100.0 - mean(&Law::of(ranges[1]), &|usd| usd.min(100.0)),
    ];
    assert_eq!(sure.what_decides().len(), 2);
    for (source, worth, share) in [("A", worth[0], 1.0), ("B", worth[1], 0.0)] {
        let mut all = sure.what_decides().iter();
        let found = all.find(|one| one.sources == [source]).unwrap();
        assert!(found.assumed && found.rows == 1);
        assert!(
            (found.share - share).abs() < 0.02,
            "{source}: {}",
            found.share
        );
        let Some(ObjectiveDifference::Money(drawn)) = found.worth else {
            panic!("{found:?}");
        };
        assert!(
            (drawn.as_usd() - worth).abs() < 0.5,
            "{source}: {drawn} {worth}"
        );
    }
}

#[test]
fn figures_of_one_assumption_move_together() {
    let [near, far] = [[0.8, 1.0, 1.3], [0.88, 1.1, 1.43]];
    let together = roads(&[(near, "A"), (far, "A")])
        .confidence(&request())
        .unwrap();
    assert_eq!(together.unknowns, 1);
    assert_eq!(together.cost().draws().len(), 1_024);
    let least = together.least().draws().iter().map(|value| value.money());
    assert!(least.eq(together.cost().draws().iter().copied().map(Some)));
    let apart = roads(&[(near, "A"), (far, "B")])
        .confidence(&request())
        .unwrap();
    assert!(usd(apart.least().mean()) < apart.cost().mean().as_usd() - 1.0);
    let regret = apart.ways()[0].regret.unwrap();
    assert!(
        matches!(regret, ObjectiveDifference::Money(Money::ZERO)),
        "{regret}"
    );
}

#[test]
fn without_ranges_every_draw_is_the_answer() {
    let planner = roads(&[([1.0; 3], "A"), ([1.1; 3], "B")]);
    let sure = planner.confidence(&request()).unwrap();
    let route = planner.cheapest(&request()).unwrap();
    assert_eq!(sure.answer, route);
    assert_eq!((sure.unknowns, sure.ways().len()), (0, 1));
    assert_eq!(
        (sure.ways()[0].best_in, &sure.ways()[0].route),
        (sure.draws, &route)
    );
    assert!(sure.cost().draws().iter().all(|cost| *cost == route.cost()));
    assert!(
        sure.time()
            .draws()
            .iter()
            .all(|time| *time == route.duration())
    );
    assert!(
        sure.to_string()
            .contains("no figure that it rests on has a range")
    );
}

#[test]
fn wider_ranges_make_wider_answers() {
    let mut last = 0.0;
    for wider in [1.05, 1.2, 1.5, 2.0, 3.0] {
        let planner = roads(&[([1.0 / wider, 1.0, wider], "A")]);
        let sure = planner.confidence(&request()).unwrap();
        let width = sure.cost().high().as_usd() - sure.cost().low().as_usd();
        assert!(width > last, "{wider}: {width}");
        assert!(
            (sure.cost().mean().as_usd() - 100.0).abs() < 0.2 * wider,
            "{wider}"
        );
        last = width;
    }
}

#[test]
fn seeds_give_the_same_draws_and_others_give_others() {
    let request = Request::new("Baku", "Istanbul").policy(Policy::russia_excluded());
    let ask = |planner: &Planner, seed| {
        let sampling = Sampling::default().draws(64).seed(seed);
        planner.confidence_with(&request, &sampling).unwrap()
    };
    let first = ask(&PLANNER, 1);
    let fresh = PLANNER.under(Scenario::on(PLANNER.world().day())).unwrap();
    let again: Vec<_> = std::thread::scope(|scope| {
        let tasks = [0; 3].map(|_| scope.spawn(|| ask(&fresh, 1)));
        tasks.into_iter().map(|task| task.join().unwrap()).collect()
    });
    assert!(again.iter().all(|other| *other == first));
    let other = ask(&fresh, 2);
    assert_ne!(other.cost(), first.cost());
    assert_eq!(other.answer, first.answer);
}

#[test]
fn every_way_has_a_route_that_passes_the_check() {
    let policy = Policy::russia_excluded();
    let request = Request::new("Khorgos", "Istanbul").policy(policy.clone());
    let sampling = Sampling::default().draws(128);
    let sure = PLANNER.confidence_with(&request, &sampling).unwrap();
    assert!(sure.ways().len() > 2, "{sure}");
    assert_eq!(sure.answer, PLANNER.cheapest(&request).unwrap());
    let mut best = 0;
    let mut names: Vec<&str> = Vec::new();
    for way in sure.ways() {
        assert!(!names.contains(&way.name.as_str()), "{} twice", way.name);
        names.push(&way.name);
        let certificate = verify_in(&way.route, &policy, PLANNER.world()).unwrap();
        assert_eq!(way.route.certificate.as_ref(), Some(&certificate));
        assert!(way.value.is_some() && way.regret.is_some());
        best += way.best_in;
    }
    assert_eq!(best, sure.draws);
    assert!(
        sure.ways()
            .is_sorted_by(|one, next| one.best_in >= next.best_in)
    );
    // Nobody who knows first pays more.
    let least = sure
        .least()
        .draws()
        .iter()
        .map(|value| value.money().unwrap());
    let cost = sure.cost().draws().iter();
    assert!(least.zip(cost).all(|(least, cost)| least <= *cost));
    let text = sure.to_string();
    assert!(
        text.contains("nine in ten between") && text.contains("% of draws"),
        "{text}"
    );
}

#[test]
fn choices_flip_where_they_do_by_hand() {
    let planner = roads(&[([0.8, 1.0, 1.3], "A"), ([0.6, 1.1, 1.9], "B")]);
    let ask = |source| planner.switch_points(&request(), source, &Objective::Cost);
    // 100 USD by the one road, 110 USD by the other; as much is not less.
    let own = ask("A").unwrap();
    assert_eq!((own.figures, &own.lower), (1, &None));
    let higher = own.higher.unwrap();
    assert_eq!(higher.per_mille, 1_101);
    assert_eq!(higher.route.cost().as_cents(), 11_000);
    let lacks = Some(ObjectiveDifference::Money(Money::from_cents(1_000)));
    assert_eq!(higher.lacks, lacks);
    let other = ask("B").unwrap();
    assert_eq!(other.answer.cost().as_cents(), 10_000);
    let lower = other.lower.unwrap();
    assert_eq!((lower.per_mille, lower.lacks), (909, lacks));
    assert_eq!(other.higher, None);
    let error = ask("a").unwrap_err();
    assert_eq!(error.code(), "source_unknown");
    assert!(
        error
            .to_string()
            .starts_with("`a` is no source of the network")
    );
    let exact = roads(&[([1.0; 3], "A")]);
    let error = exact
        .switch_points(&request(), "A", &Objective::Cost)
        .unwrap_err();
    assert_eq!(error.code(), "source_without_range");
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let planner = roads(&[([0.9, 1.0, 1.1], "A")]);
    let refused = |draws| {
        let sampling = Sampling::default().draws(draws);
        planner.confidence_with(&request(), &sampling).unwrap_err()
    };
    assert_eq!(refused(0).code(), "no_draws");
    assert_eq!(refused(0).to_string(), "0 draws say nothing; ask for 1,024");
    assert_eq!(refused(70_000).code(), "too_many_draws");
    assert_eq!(
        ConfidenceError::TooManyDraws {
            given: 70_000,
            most: Sampling::MOST
        }
        .to_string(),
        "70000 draws are above 65536; ask for fewer, or for several seeds"
    );
    let limited = Policy::new("limited").with(Rule::Limit(Limit::Transhipments(3)));
    let error = planner.confidence(&request().policy(limited)).unwrap_err();
    assert_eq!(error.code(), "limits_not_drawn");
    assert!(error.to_string().contains("leave the limits out"));
    let error = planner
        .confidence(&Request::new("Gori", "Atlantis"))
        .unwrap_err();
    assert_eq!(error.code(), "place_unknown");
    assert!(
        planner
            .confidence(&Request::new("Gori", "Gori"))
            .unwrap_err()
            .no_route()
            .is_some()
    );
}

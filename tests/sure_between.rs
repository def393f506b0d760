//! Two answers are compared over the same draws: what is dear in the one is dear in the other.

use trade_corridor::metric::ObjectiveDifference;
use trade_corridor::planner::{ConfidenceBetween, Sampling};
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;

use crate::questions::PLANNER;
use crate::roads::{request, roads};

fn cents(more: ObjectiveDifference) -> i64 {
    match more {
        ObjectiveDifference::Money(more) => more.as_cents(),
        other => panic!("{other}"),
    }
}

fn ask(planner: &Planner, first: &Request, second: (&Planner, &Request)) -> ConfidenceBetween {
    let sampling = Sampling::default().draws(256);
    planner
        .confidence_between(first, second, &sampling)
        .unwrap()
}

#[test]
fn what_is_the_same_differs_in_no_draw() {
    let request = Request::new("Baku", "Istanbul").policy(Policy::russia_excluded());
    let sampling = Sampling::default().draws(128).seed(3);
    let again = PLANNER.under(Scenario::on(PLANNER.world().day())).unwrap();
    let both = PLANNER
        .confidence_between(&request, (&again, &request), &sampling)
        .unwrap();
    assert_eq!(both.before, both.after);
    assert_eq!(
        both.before,
        PLANNER.confidence_with(&request, &sampling).unwrap()
    );
    assert_eq!((both.less_in, both.more_in, both.without), (0, 0, 0));
    for spread in [both.best(), both.answers()] {
        let draws = spread.unwrap().draws();
        assert_eq!(draws.len(), 128);
        assert!(draws.iter().all(|more| cents(*more) == 0));
    }
}

/// One road of three is closed by a rule: what that costs in each draw is known.
#[test]
fn a_rule_costs_in_each_draw_what_it_does_by_hand() {
    let planner = roads(&[
        ([0.8, 1.0, 1.3], "A"),
        ([0.8, 1.0, 1.3], "A"),
        ([0.88, 1.1, 1.43], "A"),
    ]);
    let closed = |lines: &[&str]| {
        let names = lines.iter().map(|line| (*line).to_owned()).collect();
        let rule = Rule::Exclude(Subject::Line { lines: names });
        request().policy(Policy::new("closed").with(rule))
    };
    // The second road is as dear as the first in every draw.
    let one = ask(&planner, &request(), (&planner, &closed(&["road-0"])));
    assert_eq!((one.less_in, one.more_in), (0, 0), "{one}");
    // The third one costs a tenth more, whatever the draw.
    let two = ask(
        &planner,
        &request(),
        (&planner, &closed(&["road-0", "road-1"])),
    );
    assert_eq!((two.less_in, two.more_in), (0, 256), "{two}");
    assert!((two.share_more() - 1.0).abs() < 1e-12);
    let costs = two.before.cost().draws().iter();
    let best = two.best().unwrap().draws();
    for (cost, more) in costs.zip(best) {
        let tenth = cost.as_usd() / 10.0;
        assert!(
            (cents(*more) as f64 / 100.0 - tenth).abs() <= 0.011,
            "{cost}: {more}"
        );
    }
    assert!(
        two.to_string()
            .starts_with("less in 0 % of draws, more in 100 %; +"),
        "{two}"
    );
    // The other way round.
    let back = ask(
        &planner,
        &closed(&["road-0", "road-1"]),
        (&planner, &request()),
    );
    assert_eq!((back.less_in, back.more_in), (256, 0));
    assert_eq!(
        cents(back.best().unwrap().low()),
        -cents(two.best().unwrap().draws()[243])
    );
}

#[test]
fn a_rule_helps_in_no_draw_and_an_opening_harms_in_none() {
    let open = Request::new("Khorgos", "Istanbul");
    let ruled = open.clone().policy(Policy::russia_excluded());
    let rules = ask(&PLANNER, &open, (&PLANNER, &ruled));
    assert_eq!((rules.less_in, rules.without), (0, 0), "{rules}");
    let day = Scenario::preset("tripp-opens").unwrap();
    let before = PLANNER.under(Scenario::on(day.day())).unwrap();
    let after = before.under(&day).unwrap();
    let opened = ask(&before, &ruled, (&after, &ruled));
    assert_eq!(opened.more_in, 0, "{opened}");
    assert!(cents(opened.best().unwrap().draws()[255]) <= 0);
    // Both answers are those of their worlds.
    assert_eq!(opened.after.answer, after.cheapest(&ruled).unwrap());
    assert_eq!(opened.before.answer, before.cheapest(&ruled).unwrap());
    // Drawn apart, differences would spread as two answers do; drawn together, what they share is out.
    let cost = opened.before.cost();
    let apart = cost.high().as_cents() - cost.low().as_cents();
    let answers = opened.answers().unwrap();
    assert!(
        cents(answers.high()) - cents(answers.low()) < apart,
        "{opened}"
    );
}

#[test]
fn worlds_that_share_no_records_are_refused() {
    let one = roads(&[([0.9, 1.0, 1.1], "A")]);
    let other = roads(&[([0.9, 1.0, 1.1], "A")]);
    let sampling = Sampling::default().draws(8);
    let ask = |second: (&Planner, &Request), sampling: &Sampling| {
        one.confidence_between(&request(), second, sampling)
            .unwrap_err()
    };
    let error = ask((&other, &request()), &sampling);
    assert_eq!(error.code(), "other_network");
    assert!(
        error
            .to_string()
            .contains("make the second one by `Planner::under`"),
        "{error}"
    );
    let error = ask((&one, &request()), &Sampling::default().draws(0));
    assert_eq!(error.code(), "no_draws");
    let error = ask((&one, &Request::new("Gori", "Gori")), &sampling);
    assert!(error.no_route().is_some());
}

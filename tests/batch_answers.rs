//! A batch answers each question as it is answered alone, in order, and says what kept the others.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::questions::{Dice, PLANNER, planner_on, terminals};
use jiff::civil::date;
use trade_corridor::planner::{Done, Planner, Progress, Question};
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;

/// Questions that share rules, shipments and objectives in every way, some of which have no answer.
fn mixed(count: usize) -> Vec<Question> {
    let places = terminals();
    let policies = [
        Policy::open(),
        Policy::russia_excluded(),
        Policy::new("few borders").with(Rule::Limit(Limit::Borders(3))),
        // Of the same name and length as the second, and not the same.
        Policy::new(Policy::russia_excluded().name())
            .with(Rule::exclude_operator("KTZ"))
            .and(&Policy::preset("russia-territory").unwrap()),
        Policy::new("none").with(Rule::exclude_operator("nobody")),
    ];
    let objectives = [Objective::Cost, Objective::Time, Objective::Distance];
    let tonnes = [10.0, 24.0];
    let mut dice = Dice::new(31);
    let place = |dice: &mut Dice| match dice.below(20) {
        0 => "Atlantis".to_owned(),
        _ => places[dice.below(places.len())].clone(),
    };
    let one = |_| {
        let request = Request::new(place(&mut dice), place(&mut dice))
            .policy(policies[dice.below(policies.len())].clone());
        let mass = Mass::from_tonnes(tonnes[dice.below(2)]).unwrap();
        let request = request.shipment(Shipment::container_40ft(mass).unwrap());
        Question::new(request, objectives[dice.below(3)].clone())
    };
    (0..count).map(one).collect()
}

fn alone(planner: &Planner, question: &Question) -> Result<Route, Error> {
    planner.best(&question.request, &question.objective)
}

#[test]
fn a_row_equals_the_single_question() {
    let questions = mixed(150);
    let answers = PLANNER.answer_all(&questions, &Progress::none());
    let mut kinds = BTreeSet::new();
    for (question, answer) in questions.iter().zip(answers.rows()) {
        assert_eq!(answer, &alone(&PLANNER, question), "{question:?}");
        kinds.insert(answer.as_ref().map_or_else(Error::code, |_| "route"));
    }
    assert_eq!(answers.rows().len(), questions.len());
    // Five policies, three objectives, two masses.
    assert!(answers.groups() <= 30, "{}", answers.groups());
    for kind in ["route", "place_unknown", "policy_unknown_name"] {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
}

#[test]
fn closures_for_some_trips_hold_row_by_row() {
    let closed =
        Scenario::on(date(2026, 11, 22)).with(Change::close_transit("GE".parse().unwrap()));
    let planner = Planner::new(Network::europe_central_asia(), &closed).unwrap();
    let trips = [
        ("Baku", "Istanbul"),
        ("Baku", "Tbilisi"),
        ("Tbilisi", "Istanbul"),
    ];
    let asked = |(from, to)| Question::new(Request::new(from, to), Objective::Cost);
    let questions = trips.map(asked);
    let answers = planner.answer_all(&questions, &Progress::none());
    for (question, answer) in questions.iter().zip(answers.rows()) {
        assert_eq!(answer, &alone(&planner, question));
    }
    let through = |row: usize| {
        let route = answers.rows()[row].as_ref().unwrap();
        route.countries().contains(&"GE".parse().unwrap())
    };
    assert_eq!([0, 1, 2].map(through), [false, true, true]);
    assert_eq!(answers.groups(), 1);
}

#[test]
fn the_least_is_what_the_best_route_has() {
    let questions = mixed(150);
    let least = PLANNER.least_of_all(&questions, &Progress::none());
    let (mut equal, mut refused) = (0, 0);
    for (question, least) in questions.iter().zip(least) {
        match (least, alone(&PLANNER, question)) {
            (Ok(least), Ok(route)) => {
                assert_eq!(Some(least), route.value(), "{question:?}");
                equal += 1;
            }
            (Err(least), _) if least.code() == "limits_not_prepared" => refused += 1,
            (Err(least), Err(alone)) => assert_eq!(least.kind(), alone.kind(), "{question:?}"),
            (least, alone) => panic!("{least:?} and {alone:?} for {question:?}"),
        }
    }
    assert!(equal > 50 && refused > 5, "{equal}, {refused}");
}

#[test]
fn what_is_cancelled_says_so_and_what_is_done_stays() {
    let questions = mixed(400);
    let flag = Arc::new(AtomicBool::new(false));
    let told = Arc::new(Mutex::new(Vec::new()));
    let progress = {
        let (flag, told) = (flag.clone(), told.clone());
        Progress::none()
            .cancelled_by(flag.clone())
            .report(move |done: Done| {
                told.lock().unwrap().push(done);
                flag.store(true, Ordering::Relaxed);
            })
    };
    let planner = planner_on(date(2026, 11, 22));
    let answers = planner.answer_all(&questions, &progress);
    let is_cancelled = |answer: &&Result<Route, Error>| **answer == Err(Error::Cancelled);
    let cancelled = answers.rows().iter().filter(is_cancelled).count();
    assert_eq!(answers.rows().len(), questions.len());
    assert!((1..questions.len()).contains(&cancelled), "{cancelled}");
    for (question, answer) in questions.iter().zip(answers.rows()) {
        if *answer != Err(Error::Cancelled) {
            assert_eq!(answer, &alone(&planner, question));
        }
    }
    let told = told.lock().unwrap();
    assert!(told.iter().all(|done| done.of == questions.len()));
    assert!(told.iter().any(|done| done.answered == questions.len()));
}

#[test]
fn nothing_is_kept_beyond_what_is_asked_for_and_nothing_called_twice() {
    let questions = mixed(100);
    let calls = AtomicUsize::new(0);
    let planner = planner_on(date(2026, 11, 22));
    let before = planner.memory_used();
    let costs = planner.answer_each(&questions, &Progress::none(), |row, answer| {
        calls.fetch_add(1, Ordering::Relaxed);
        (row, answer.ok().map(|route| route.cost()))
    });
    assert_eq!(calls.into_inner(), questions.len());
    assert_eq!(planner.memory_used(), before);
    for (at, (row, cost)) in costs.into_rows().into_iter().enumerate() {
        assert_eq!(at, row);
        assert_eq!(
            cost,
            alone(&planner, &questions[row])
                .ok()
                .map(|route| route.cost())
        );
    }
    let none = planner.answer_all(&[], &Progress::none());
    assert!(none.rows().is_empty() && none.groups() == 0);
}

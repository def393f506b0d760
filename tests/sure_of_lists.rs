//! How sure the answers to a list are is how sure each is alone, and what it is worth to know is a sum.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use trade_corridor::metric::ObjectiveDifference;
use trade_corridor::planner::{Confidence, ConfidenceOfAll, Done, Progress, Sampling};
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;

use crate::questions::{Dice, PLANNER};
use crate::roads::{request, roads};

fn cents(worth: ObjectiveDifference) -> i64 {
    match worth {
        ObjectiveDifference::Money(money) => money.as_cents(),
        other => panic!("{other:?} is no money"),
    }
}

fn mixed() -> Vec<Request> {
    let pairs = [
        ("Khorgos", "Istanbul"),
        ("Baku", "Istanbul"),
        ("Almaty", "Atlantis"),
        ("Tashkent", "Vienna"),
        ("Baku", "Baku"),
        ("Khorgos", "Istanbul"),
    ];
    let requests = pairs.map(|(from, to)| Request::new(from, to).policy(Policy::russia_excluded()));
    let limited = Policy::new("limited").with(Rule::Limit(Limit::Transhipments(3)));
    let mut requests = requests.to_vec();
    requests.push(Request::new("Baku", "Istanbul").policy(limited));
    requests
}

#[test]
fn a_row_is_as_sure_as_alone() {
    let sampling = Sampling::default().draws(32);
    let requests = mixed();
    let sure = PLANNER.confidence_of_all(&requests, &sampling, &Progress::none());
    let sure = sure.unwrap();
    assert_eq!(sure.answered, 4);
    let mut codes = Vec::new();
    for (request, row) in requests.iter().zip(sure.rows()) {
        assert_eq!(
            row,
            &PLANNER.confidence_with(request, &sampling),
            "{request:?}"
        );
        codes.push(row.as_ref().map_or_else(Error::code, |_| "sure"));
    }
    assert_eq!(codes[2], "place_unknown");
    assert_eq!(codes[6], "limits_not_drawn");
    assert_eq!(codes.iter().filter(|code| **code == "sure").count(), 4);
}

#[test]
fn what_to_find_out_next_is_the_sum_over_the_rows_in_any_order() {
    let sampling = Sampling::default().draws(128);
    let mut requests = mixed();
    let ask = |requests: &[Request]| -> ConfidenceOfAll<Vec<(String, f64)>> {
        let sure = PLANNER.confidence_of_each(requests, &sampling, &Progress::none(), |_, sure| {
            let sure = sure.iter().flat_map(Confidence::what_decides);
            let assumed = sure.filter(|one| one.assumed && one.group.is_none());
            let worths = assumed.map(|one| {
                let worth = one.worth.map_or(0, cents);
                (one.sources[0].to_string(), worth as f64)
            });
            worths.collect()
        });
        sure.unwrap()
    };
    let first = ask(&requests);
    let next = first.find_out_next();
    assert!(next.len() > 2, "{next:?}");
    assert!(next.is_sorted_by(|one, other| cents(one.worth) >= cents(other.worth)));
    assert!(cents(next[0].worth) > 0, "{:?}", next[0]);
    let mut compared = 0;
    for one in next {
        assert!((1..=4).contains(&one.requests) && (0.0..=1.0).contains(&one.share));
        let of_group = one.group.is_some() || one.model.is_some();
        assert_eq!(one.figure.is_none(), one.assumed || of_group, "{one:?}");
        if one.assumed && !of_group {
            let rows = first.rows().iter().flatten();
            let own = rows.filter(|(source, _)| *source == one.sources[0].as_str());
            let own: Vec<f64> = own.map(|(_, worth)| *worth).collect();
            assert_eq!(own.len(), one.requests as usize, "{one:?}");
            let sum: f64 = own.iter().sum();
            // Each is rounded to the cent.
            assert!(
                (cents(one.worth) as f64 - sum).abs() <= 2.0,
                "{one:?} {sum}"
            );
            compared += 1;
        }
    }
    assert!(compared > 0, "{compared}");
    Dice::new(5).shuffle(&mut requests);
    assert_eq!(ask(&requests).find_out_next(), next);
}

#[test]
fn worth_by_hand_is_counted_once_for_each_request() {
    let planner = roads(&[([0.8, 1.0, 1.3], "A"), ([0.6, 1.1, 1.9], "B")]);
    let sampling = Sampling::default().draws(1_024);
    let alone = planner.confidence_with(&request(), &sampling).unwrap();
    let three = [request(), request(), request()];
    let all = planner.confidence_of_all(&three, &sampling, &Progress::none());
    let all = all.unwrap();
    assert_eq!(all.find_out_next().len(), 2);
    for one in all.find_out_next() {
        let mut known = alone.what_decides().iter();
        let known = known.find(|known| known.sources == one.sources).unwrap();
        let worth = cents(known.worth.unwrap());
        assert!(worth > 100 && one.assumed, "{known:?}");
        assert!((cents(one.worth) - 3 * worth).abs() <= 2, "{one:?}");
        assert_eq!(one.requests, 3);
        assert!((one.share - known.share).abs() < 1e-6);
    }
    let worths = all.find_out_next().iter().map(|one| cents(one.worth));
    assert!(worths.is_sorted_by(|one, other| one >= other));
}

#[test]
fn what_is_cancelled_says_so() {
    let sampling = Sampling::default().draws(2);
    let requests = vec![request(); 40];
    let flag = Arc::new(AtomicBool::new(false));
    let told = Arc::new(Mutex::new(Vec::new()));
    let progress = {
        let (flag, told) = (flag.clone(), told.clone());
        Progress::none()
            .cancelled_by(flag.clone())
            .report(move |done: Done| {
                told.lock().unwrap().push(done.answered);
                flag.store(done.answered >= 8, Ordering::Relaxed);
            })
    };
    let planner = roads(&[([0.8, 1.0, 1.3], "A")]);
    let calls = AtomicUsize::new(0);
    let sure = planner.confidence_of_each(&requests, &sampling, &progress, |row, sure| {
        calls.fetch_add(1, Ordering::Relaxed);
        (row, sure.map(|sure| sure.draws))
    });
    let sure = sure.unwrap();
    assert_eq!((sure.rows().len(), calls.into_inner()), (40, 40));
    assert!(sure.rows().iter().map(|row| row.0).eq(0..40));
    let drawn = sure.rows().iter().filter(|row| row.1 == Ok(2)).count();
    assert_eq!(drawn, sure.answered);
    assert!((8..40).contains(&drawn), "{drawn}");
    let is_cancelled = |row: &&(usize, Result<u32, Error>)| row.1 == Err(Error::Cancelled);
    assert_eq!(sure.rows().iter().filter(is_cancelled).count(), 40 - drawn);
    let mut told = told.lock().unwrap();
    told.sort_unstable();
    assert!(told.iter().copied().eq(1..=40));
}

#[test]
fn lists_are_bounded() {
    let planner = roads(&[([0.8, 1.0, 1.3], "A")]);
    let ask = |count: usize, draws| {
        let sampling = Sampling::default().draws(draws);
        let requests = vec![request(); count];
        let sure = planner.confidence_of_all(&requests, &sampling, &Progress::none());
        sure.map(|sure| sure.rows().len())
    };
    assert_eq!(ask(0, 1_024), Ok(0));
    assert_eq!(ask(2, Sampling::MOST_KEPT / 8), Ok(2));
    let error = ask(5, Sampling::MOST).unwrap_err();
    assert_eq!(error.code(), "too_many_requests_drawn");
    assert_eq!(
        error.to_string(),
        "5 requests are above 4 drawn 65536 times each; keep what you need of each by \
         `Planner::confidence_of_each`, or ask for fewer draws"
    );
    assert_eq!(ask(1, 0).unwrap_err().code(), "no_draws");
    let many = vec![request(); Sampling::MOST_REQUESTS + 1];
    let few = Sampling::default().draws(1);
    let error = planner.confidence_of_each(&many, &few, &Progress::none(), |_, _| ());
    let error = error.unwrap_err().to_string();
    assert!(
        error.ends_with("ask for a part of them at a time"),
        "{error}"
    );
}

//! What to choose before anything is known is what going through all cases finds.

use trade_corridor::metric::{Objective, ObjectiveDifference, ObjectiveValue};
use trade_corridor::planner::{Sampling, Stakes, StakesError};
use trade_corridor::prelude::*;

use crate::questions::{Dice, PLANNER};

fn usd(cents: u64) -> ObjectiveValue {
    Objective::Cost.value(cents)
}

fn stakes(options: &[Vec<Option<u64>>]) -> Stakes {
    let values = options
        .iter()
        .map(|option| option.iter().map(|one| one.map(usd)).collect());
    Stakes::of(&values.collect::<Vec<_>>()).unwrap()
}

/// What an option has of each measure, by the plainest sums; nothing where it is no choice.
fn by_hand(options: &[Vec<Option<u64>>], option: usize, tail: usize) -> Option<[f64; 3]> {
    let (mut own, mut regret) = (Vec::new(), 0.0_f64);
    for case in 0..options[0].len() {
        let Some(least) = options.iter().filter_map(|option| option[case]).min() else {
            continue;
        };
        let value = options[option][case]?;
        regret = regret.max((value - least) as f64);
        own.push(value as f64);
    }
    let mean = own.iter().sum::<f64>() / own.len() as f64;
    // Each case a thousand times, so that any tail is a whole number of them.
    let mut each: Vec<f64> = own.iter().flat_map(|value| [*value; 1_000]).collect();
    each.sort_by(|one, other| other.total_cmp(one));
    let worst = &each[..own.len() * tail];
    Some([mean, worst.iter().sum::<f64>() / worst.len() as f64, regret])
}

#[test]
fn choices_are_those_of_going_through_all_cases() {
    let mut dice = Dice::new(5);
    let mut differ = 0;
    for round in 0..300 {
        let (count, cases) = (1 + dice.below(6), 1 + dice.below(9));
        let options: Vec<Vec<Option<u64>>> = (0..count)
            .map(|_| {
                let mut value = |_| (dice.below(25) > 0).then(|| dice.below(40) as u64);
                (0..cases).map(&mut value).collect()
            })
            .collect();
        if options.iter().flatten().all(Option::is_none) {
            continue;
        }
        let tail = [1, 50, 100, 333, 500, 999, 1_000][round % 7];
        let found = stakes(&options);
        let [mean, worst, regret] = [
            found
                .least_mean()
                .map(|pick| (pick.option, pick.value.units())),
            found
                .least_tail(tail as u16)
                .unwrap()
                .map(|pick| (pick.option, pick.value.units())),
            found.least_worst_regret().map(|pick| match pick.value {
                ObjectiveDifference::Money(more) => (pick.option, more.as_cents().unsigned_abs()),
                other => panic!("{other}"),
            }),
        ];
        for (measure, picked) in [mean, worst, regret].into_iter().enumerate() {
            let all = (0..count).filter_map(|at| Some((at, by_hand(&options, at, tail)?[measure])));
            let best = all.reduce(|best, next| if next.1 < best.1 - 1e-9 { next } else { best });
            assert_eq!(
                picked.map(|(option, _)| option),
                best.map(|(option, _)| option),
                "{measure} of {options:?}"
            );
            if let Some(((_, value), (_, exact))) = picked.zip(best) {
                assert!(
                    (value as f64 - exact).abs() <= 0.5 + 1e-9,
                    "{measure}: {value} {exact}"
                );
            }
        }
        differ += usize::from(mean.map(|it| it.0) != regret.map(|it| it.0));
    }
    assert!(differ > 20, "{differ}");
}

#[test]
fn what_is_no_choice_is_refused() {
    let error = Stakes::of(&[vec![Some(usd(1)), None], vec![Some(usd(2))]]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "option 1 has 1 cases, the first has 2; give every option one value a case"
    );
    let error = Stakes::of(&[vec![Some(usd(1)), Some(Objective::Time.value(1))]]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "option 0 is measured in another unit in case 1; give values of one objective"
    );
    for empty in [
        Stakes::of(&[]),
        Stakes::of(&[vec![]]),
        Stakes::of(&[vec![None]]),
    ] {
        let error = empty.unwrap_err();
        assert_eq!(error, StakesError::Empty);
        assert_eq!(
            error.to_string(),
            "no option has a value in any case; leave out what has none"
        );
    }
    for tail in [0, 1_001] {
        let error = stakes(&[vec![Some(1)]]).least_tail(tail).unwrap_err();
        assert!(error.to_string().contains("give from 1 to 1000"), "{error}");
        assert_eq!(
            trade_corridor::Error::from(error).code(),
            "tail_out_of_range"
        );
    }
    // Each has no price in a case in which the other has one.
    let none = stakes(&[vec![Some(1), None], vec![None, Some(1)]]);
    assert_eq!(none.least_mean(), None);
    assert_eq!(none.least_worst_regret(), None);
}

#[test]
fn ways_of_an_answer_are_chosen_by_their_draws() {
    let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    let sampling = Sampling::default().draws(128);
    let sure = PLANNER.confidence_with(&request, &sampling).unwrap();
    let robust = sure.robust(100).unwrap().unwrap();
    // The way of least mean has the least mean regret, and its mean is that of its spread.
    let means = sure
        .ways()
        .iter()
        .filter(|way| way.value.as_ref().is_some_and(|it| it.draws().len() == 128));
    let means: Vec<u64> = means
        .map(|way| way.value.as_ref().unwrap().mean().units())
        .collect();
    assert_eq!(Some(robust.mean.1.units()), means.iter().copied().min());
    let own = robust.mean.0.value.as_ref().unwrap();
    assert_eq!(own.mean(), robust.mean.1);
    // The worst tenth of 128 draws: 12 and eight tenths of another.
    let worst = robust.tail.0.value.as_ref().unwrap().draws();
    let units: Vec<f64> = worst
        .iter()
        .rev()
        .map(|value| value.units() as f64)
        .collect();
    let tail = (units[..12].iter().sum::<f64>() + 0.8 * units[12]) / 12.8;
    assert!((robust.tail.1.units() as f64 - tail).abs() <= 0.5);
    assert!(robust.mean.1 <= robust.tail.1);
    assert_eq!(sure.robust(0).unwrap_err().code(), "tail_out_of_range");
}

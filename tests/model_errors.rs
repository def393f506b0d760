//! What the model itself gets wrong is what published figures that judge nothing say, and is drawn as it is stated.

use trade_corridor::analysis::calibration::{Benchmark, coverage, model_error};
use trade_corridor::planner::{FactorGroups, ModelErrors, ModelFigures, Sampling};
use trade_corridor::prelude::*;

use crate::questions::{PLANNER, planner_on};
use crate::stages::{Stages, request};

/// The table as it stands.
fn table() -> ModelErrors {
    let text = std::fs::read_to_string("data/model_errors.csv").expect("a table");
    ModelErrors::from_csv(&text).expect("a sound table")
}

/// In October, when waits for ships are nearest to the means of a year that are published.
fn october() -> Planner {
    planner_on(jiff::civil::date(2026, 10, 15))
}

#[test]
fn the_table_is_what_is_estimated() {
    let benchmarks = Benchmark::europe_central_asia();
    let sampling = Sampling::default().draws(64);
    let found = model_error(&october(), &benchmarks, &sampling).unwrap();
    let table = table();
    let mut rows = table.rows().iter();
    for estimate in &found {
        println!("{estimate}");
        let Some(high) = estimate.high else {
            continue;
        };
        let row = rows.next().expect("a row of what is estimated");
        let told = format!("{estimate}\n{row:?}");
        assert_eq!(row.figures, estimate.figures, "{told}");
        assert_eq!(
            (row.mode, row.together),
            (None, estimate.together),
            "{told}"
        );
        assert_eq!(row.rows, estimate.rows, "{told}");
        assert!((row.high - high).abs() < 6e-4, "{told}");
        assert!((row.low - 1.0 / high).abs() < 6e-4, "{told}");
        // What is left out is as foreign as what judges.
        let inside = f64::from(estimate.inside_left_out) / f64::from(estimate.rows);
        assert!((0.8..=0.97).contains(&inside), "{told}");
    }
    assert!(rows.next().is_none());
    let few: Vec<ModelFigures> = found
        .iter()
        .filter(|it| it.high.is_none())
        .map(|it| it.figures)
        .collect();
    assert_eq!(few, [ModelFigures::Price], "{found:?}");
    // Nothing of it comes from what judges.
    let others = benchmarks.into_iter().filter(|it| !it.judged);
    let others: Vec<Benchmark> = others.collect();
    assert_eq!(model_error(&october(), &others, &sampling).unwrap(), found);
}

/// Units, how many of the known figures lie inside without errors of the model and with them, and how many there are.
const KNOWN: [(&[&str], usize, usize, usize); 3] = [
    (&["km"], 31, 60, 64),
    (&["h"], 16, 35, 42),
    (&["USD", "USD/km"], 5, 5, 8),
];

/// Also those whose sources state other figures, which are not estimated from: sides of borders have no range at all.
#[test]
fn known_figures_lie_inside_as_often_as_recorded() {
    let known = Benchmark::europe_central_asia().into_iter();
    let known: Vec<Benchmark> = known.filter(|it| !it.judged && !it.fitted).collect();
    let sampling = sampled(table());
    let alone = sampling.clone().model_errors(ModelErrors::none());
    let [without, with] =
        [&alone, &sampling].map(|sampling| coverage(&october(), &known, sampling).unwrap());
    println!("{without}\n{with}");
    for (units, before, after, count) in KNOWN {
        for (found, inside) in [(&without, before), (&with, after)] {
            let share = found.share(units).unwrap();
            let recorded = inside as f64 / count as f64;
            assert!((share - recorded).abs() < 1e-9, "{units:?}\n{found}");
        }
    }
}

fn sampled(errors: ModelErrors) -> Sampling {
    Sampling::default().draws(64).model_errors(errors)
}

#[test]
fn hours_are_wider_and_answers_the_same() {
    let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    let errors = [ModelErrors::none(), table()];
    let [without, with] = errors
        .clone()
        .map(|errors| PLANNER.confidence_with(&request, &sampled(errors)).unwrap());
    assert_eq!(without.answer, with.answer);
    assert!(with.unknowns > without.unknowns);
    let width = |sure: &trade_corridor::planner::Confidence| {
        let time = sure.time();
        time.high().as_hours() - time.low().as_hours()
    };
    assert!(width(&with) > 1.2 * width(&without));
    let trips = errors.map(|errors| PLANNER.on_time(&request, &sampled(errors)).unwrap());
    let [without, with] = trips.map(|trips| trips.hours_of(950).unwrap());
    assert!(with > without);
}

#[test]
fn what_decides_names_the_model_in_words() {
    let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    let sampling = sampled(table()).draws(256).objective(Objective::Time);
    let sure = PLANNER.confidence_with(&request, &sampling).unwrap();
    let model = sure.what_decides().iter().filter_map(|one| {
        let part = one.model.as_ref()?;
        assert!(!one.assumed && one.group.is_none() && one.sources == ["D-model-error"]);
        Some((part.to_string(), one.share))
    });
    let model: Vec<(String, f64)> = model.collect();
    let road = model.iter().find(|(part, _)| part == "hours by road");
    assert!(road.is_some_and(|(_, share)| *share > 0.1), "{model:?}");
    let list = [request];
    let progress = trade_corridor::planner::Progress::none();
    let all = PLANNER
        .confidence_of_all(&list, &sampling, &progress)
        .unwrap();
    let told: Vec<String> = all
        .find_out_next()
        .iter()
        .map(ToString::to_string)
        .collect();
    let words = "what the model itself gets wrong: hours by road, by D-model-error";
    assert!(told.iter().any(|one| one.contains(words)), "{told:#?}");
}

/// A table by hand: prices of one country 10 % off either way, and its only assumption by as much.
#[test]
fn a_price_is_as_wide_as_both_say_by_hand() {
    let planner = Stages::new()
        .road(0, [1.0; 3], "A-0")
        .road(1, [1.0; 3], "A-1")
        .planner();
    let head = "figures,mode,together,low,high,rows,basis,date,source,note\n";
    let by_hand = |rows: &str| ModelErrors::from_csv(&format!("{head}{rows}")).unwrap();
    let ask = |errors: ModelErrors| {
        let sampling = Sampling::default().draws(4_096).model_errors(errors);
        planner.confidence_with(&request(), &sampling).unwrap()
    };
    // Without ranges and errors every draw is the answer; the embedded errors hold on other maps.
    for none in [ModelErrors::none(), ModelErrors::embedded(), by_hand("")] {
        let sure = ask(none);
        assert_eq!(sure.unknowns, 0);
        assert!(
            sure.cost()
                .draws()
                .iter()
                .all(|cost| *cost == sure.answer.cost())
        );
    }
    for together in ["country", "mode"] {
        let row = format!("price,road,{together},0.8,1.25,1,assumed,2026-10-01,A-0,by hand\n");
        let sure = ask(by_hand(&row));
        assert_eq!(sure.unknowns, 1, "{together}");
        let cost = sure.cost();
        assert!((cost.low().as_usd() - 160.0).abs() < 0.3, "{}", cost.low());
        assert!(
            (cost.high().as_usd() - 250.0).abs() < 0.5,
            "{}",
            cost.high()
        );
        assert!(
            (cost.mean().as_usd() - 200.0).abs() < 0.2,
            "{}",
            cost.mean()
        );
        let [one] = sure.what_decides() else {
            panic!("{:?}", sure.what_decides());
        };
        assert_eq!(one.model.as_ref().unwrap().to_string(), "prices by road");
    }
    // A row of a mode goes before one of all modes; others do not have it.
    let both = by_hand(
        "price,,mode,0.1,10,1,assumed,2026-10-01,A-0,all\nprice,road,mode,0.8,1.25,1,assumed,2026-10-01,A-0,road\n",
    );
    assert!((ask(both).cost().high().as_usd() - 250.0).abs() < 0.5);
    let rail = by_hand("price,rail,mode,0.8,1.25,1,assumed,2026-10-01,A-0,rail\n");
    assert_eq!(ask(rail).unknowns, 0);
    let sampling = Sampling::default().groups(FactorGroups::none());
    let unknown = by_hand("price,,mode,0.8,1.25,1,assumed,2026-10-01,A-7,nobody\n");
    let error = planner.confidence_with(&request(), &sampling.model_errors(unknown));
    assert_eq!(error.unwrap_err().code(), "model_error_source_unknown");
}

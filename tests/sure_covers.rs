//! Published figures that the tables were not fitted to lie where nine in ten draws do as often as is recorded.
//!
//! What is wanted is 80 to 97 %: below, ranges are too narrow; above, they are wider than what is not known.

use trade_corridor::analysis::calibration::{Benchmark, Coverage, coverage};
use trade_corridor::planner::{ModelErrors, Sampling};

use crate::questions::planner_on;

fn judged(draws: u32) -> Coverage {
    // In October, when waits for ships are nearest to the means of a year that are published.
    let planner = planner_on(jiff::civil::date(2026, 10, 15));
    let judged = Benchmark::europe_central_asia().into_iter();
    let judged: Vec<Benchmark> = judged.filter(|it| it.judged).collect();
    let errors = std::fs::read_to_string("data/model_errors.csv").unwrap();
    let errors = ModelErrors::from_csv(&errors).unwrap();
    let sampling = Sampling::default().draws(draws).model_errors(errors);
    coverage(&planner, &judged, &sampling).unwrap()
}

/// Units, how many figures lie inside, how many there are, and the median half width in percent.
const RECORDED: [(&[&str], usize, usize, f64); 4] = [
    (&[], 34, 36, 50.2),
    (&["km"], 10, 10, 9.5),
    (&["h"], 17, 18, 98.8),
    (&["USD", "USD/km"], 6, 7, 17.8),
];

/// Ranges of single figures alone hold 21 of 36: 5 of 10 lengths, 10 of 18 hours, 6 of 7 prices, with half widths of
/// 3.0, 17.8 and 16.0 %. The rest is what the model itself gets wrong, estimated without these figures. Of lengths it
/// holds more than is wanted, and hours are bought dear: one spread is taken for all, and few are far off.
#[test]
fn judged_figures_lie_inside_as_often_as_recorded() {
    let found = judged(64);
    println!("{found}");
    assert_eq!(found.draws(), 64);
    for (units, inside, count, width) in RECORDED {
        let share = found.share(units).unwrap();
        assert!(
            (share - inside as f64 / count as f64).abs() < 1e-9,
            "{units:?}: {share}\n{found}"
        );
        let half = 100.0 * found.half_width(units).unwrap();
        assert!((half - width).abs() < 0.5, "{units:?}: {half}\n{found}");
    }
    assert_eq!(found.share(&["t"]), None);
    assert!(found.to_string().contains("median half width"), "{found}");
}

#[test]
fn ends_of_what_is_computed_are_those_of_the_draws() {
    let found = judged(8);
    let mut wide = 0;
    for figure in found.figures() {
        let Some([low, median, high]) = figure.computed else {
            assert!(!figure.is_inside() && figure.half_width().is_none());
            continue;
        };
        assert!(low <= median && median <= high, "{}", figure.id);
        assert_eq!(
            figure.is_inside(),
            low <= figure.published && figure.published <= high
        );
        wide += usize::from(low < high);
    }
    assert!(wide > 30, "{wide}");
    let planner = planner_on(crate::questions::DAY);
    let error = coverage(&planner, &[], &Sampling::default().draws(0)).unwrap_err();
    assert_eq!(error.code(), "no_draws");
}

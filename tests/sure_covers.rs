//! Published figures that the tables were not fitted to lie where nine in ten draws do as often as is recorded.
//!
//! What is wanted is 80 to 97 %: below, ranges are too narrow; above, they are wider than what is not known.

use trade_corridor::analysis::calibration::{Benchmark, Coverage, coverage};
use trade_corridor::planner::Sampling;

use crate::questions::planner_on;

fn judged(draws: u32) -> Coverage {
    // In October, when waits for ships are nearest to the means of a year that are published.
    let planner = planner_on(jiff::civil::date(2026, 10, 15));
    let judged = Benchmark::europe_central_asia().into_iter();
    let judged: Vec<Benchmark> = judged.filter(|it| it.judged).collect();
    coverage(&planner, &judged, &Sampling::default().draws(draws)).unwrap()
}

/// Units, how many figures lie inside, how many there are, and the median half width in percent.
const RECORDED: [(&[&str], usize, usize, f64); 4] = [
    (&[], 21, 36, 16.0),
    (&["km"], 5, 10, 3.0),
    (&["h"], 10, 18, 17.8),
    (&["USD", "USD/km"], 6, 7, 16.0),
];

/// Prices are as sure as they say. Hours and lengths are not: their ranges are too narrow by this, which is
/// said here, and no range is widened for it. Groups of figures that go together change no count: what a judged
/// figure is computed from seldom holds two of one group.
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

//! Published figures are met: distances, hours and prices that the network was not fitted to.

use jiff::civil::date;
use trade_corridor::analysis::calibration::{
    Benchmark, Confidence, Finding, Group, Measure, Report, calibrate,
};
use trade_corridor::prelude::*;

/// In October, when waits for ships are nearest to the means of a year that are published.
fn report() -> Report {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 10, 15))).unwrap();
    calibrate(&planner, &Benchmark::europe_central_asia())
}

fn lines(findings: &[&Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

const HOURS_AND_COSTS: &[Measure] = &[
    Measure::RouteHours,
    Measure::ServiceHours,
    Measure::BorderHours,
    Measure::BorderEntry,
    Measure::BorderExit,
    Measure::RouteCost20,
    Measure::RouteCost40,
    Measure::NationalCost,
    Measure::Rate20,
    Measure::Rate40,
    Measure::Fee,
];

#[test]
fn published_figures_are_met() {
    let report = report();

    let rail = |finding: &&Finding| finding.measure == Measure::RailDistance;
    let summary = report
        .summary(Measure::RailDistance, Group::Known, rail)
        .unwrap();
    assert!(summary.count >= 25, "{summary}");
    assert!(summary.median_error <= 0.015, "{summary}");

    let sure = |finding: &&Finding| finding.confidence == Confidence::High;
    let far: Vec<&Finding> = report
        .findings()
        .iter()
        .filter(|finding| rail(finding) && sure(finding))
        .filter(|finding| finding.error().is_none_or(|error| error.abs() > 0.05))
        .collect();
    assert!(far.is_empty(), "{}", lines(&far));

    let free = |finding: &&Finding| {
        sure(finding) && !finding.fitted && HOURS_AND_COSTS.contains(&finding.measure)
    };
    let summary = report
        .summary(Measure::RouteHours, Group::Known, free)
        .unwrap();
    let missed: Vec<&Finding> = report
        .findings()
        .iter()
        .filter(|finding| free(finding) && !finding.is_met())
        .collect();
    assert!(summary.count >= 25, "{summary}");
    assert!(summary.met >= 0.85, "{summary}\n{}", lines(&missed));
}

/// Figures that tables are made of only test the arithmetic, so it must hold for all of them.
#[test]
fn fitted_figures_come_back() {
    let report = report();
    let missed: Vec<&Finding> = report
        .findings()
        .iter()
        .filter(|finding| finding.fitted && !finding.is_met())
        .collect();
    assert!(missed.is_empty(), "{}", lines(&missed));
}

/// The two sides of a border add up to the mean of its spread.
#[test]
fn border_means_agree_with_their_spread() {
    for (_, row) in Network::europe_central_asia().borders() {
        let mean = [&row.exit_mean, &row.entry_mean]
            .into_iter()
            .flatten()
            .map(|mean| mean.value().as_hours())
            .sum::<f64>();
        let expected = row.time.value().expected().as_hours();
        assert!(
            mean == 0.0 || (expected / mean - 1.0).abs() < 0.02,
            "{}: {mean} h published, {expected} h expected",
            row.provenance.origin
        );
    }
}

#[test]
fn misses_say_why() {
    for finding in report().findings() {
        assert!(
            finding.is_met() || !finding.note.is_empty(),
            "no reason is given for {finding}"
        );
    }
}

/// The table of published figures is read as strictly as the rest.
#[test]
fn benchmark_rows_are_refused_by_row_and_column() {
    let header = "id,origin,destination,via,mode,value,low,high,unit,year,confidence,use,fitted,note,source\n";
    let read = |row: &str| {
        Benchmark::table(&format!("{header}{row}\n"))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        read("a,,,,rail,much,,,km,2020,high,rail_distance,,,"),
        "row 2, column `value`: `much` is unreadable; give a number such as `12.5`"
    );
    assert_eq!(
        read("a,,,,rail,1,,,km,2020,sure,rail_distance,,,"),
        "row 2, column `confidence`: `sure` is unreadable; give `high`, `medium` or `low`"
    );
    assert_eq!(
        read("a,,,,rail,1,,,km,2020,low,rail_price,,,"),
        "row 2, column `use`: `rail_price` is unreadable; give a measure, or `not usable: ` and the reason"
    );
}

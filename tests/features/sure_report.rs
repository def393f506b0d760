//! The section of a report that says how sure an answer is has what the answer has.

use trade_corridor::planner::Sampling;
use trade_corridor::prelude::*;
use trade_corridor::render::report::{Report, Section, Spans};

use crate::questions::PLANNER;
use crate::roads::{request, roads};

fn page(planner: &Planner, section: Section) -> String {
    let report = Report::new(planner.world()).title("sure").section(section);
    report.html().unwrap()
}

#[test]
fn shares_fan_and_tornado_are_those_of_the_answer() {
    let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    let sampling = Sampling::default().draws(64);
    let sure = PLANNER.confidence_with(&request, &sampling).unwrap();
    let html = page(&PLANNER, Section::sure(&sure));
    assert!(html.contains("<h2 id=\"section-1-title\">How sure is it? By cost</h2>"));
    assert!(html.contains("64 draws of "));
    // Shares of the ways, the fan, what decides; each named for who does not see it.
    assert_eq!(html.matches("<figure>").count(), 3);
    let own = sure.value().unwrap();
    let [low, high] = [own.low(), own.high()].map(|value| value.money().unwrap().as_usd());
    assert!(html.contains(&format!("The answer {low:.0} to {high:.0}")));
    for way in sure.ways() {
        assert!(
            html.contains(&format!("{:.1}</td>", 100.0 * sure.share(way))),
            "{}",
            way.name
        );
    }
    let first = &sure.what_decides()[0];
    let [low, high] = [first.at_low, first.at_high].map(|value| value.money().unwrap().as_usd());
    assert!(html.contains(&format!("{} {low:.0} to {high:.0}", first.sources[0])));
    assert_eq!(html, page(&PLANNER, Section::sure(&sure)));
}

#[test]
fn what_has_no_range_is_said_and_not_drawn() {
    let planner = roads(&[([1.0; 3], "A")]);
    let sure = planner.confidence(&request()).unwrap();
    let section = Section::sure(&sure);
    let text = format!("{section:?}");
    assert!(
        text.contains("no figure that it rests on has a range"),
        "{text}"
    );
    assert!(!text.contains("Spans"), "{text}");
}

#[test]
fn ranges_are_drawn_from_end_to_end() {
    let rows = |values: &[f64]| [("<one>".to_owned(), values.to_vec())];
    let drawn = |spans: Spans| page(&PLANNER, Section::new("Ranges").with(spans));
    let html = drawn(Spans::new("A & B", "USD", rows(&[5.0, 1.0, f64::NAN, 3.0])).stated(4.0));
    assert!(
        html.contains("A &amp; B, in USD: &lt;one&gt; 1 to 5"),
        "{html}"
    );
    assert!(html.contains("A &amp; B, USD"));
    // Nothing to draw, one value alone, and ranges of nothing.
    for values in [&[][..], &[1.0], &[f64::INFINITY, f64::NAN]] {
        assert!(!drawn(Spans::new("none", "USD", rows(values))).contains("<figure>"));
    }
    for values in [
        &[2.0, 2.0][..],
        &[0.0, 0.0],
        &[-1e300, 1e300],
        &[1e-9, 2e-9],
    ] {
        assert!(
            drawn(Spans::new("some", "USD", rows(values))).contains("<figure>"),
            "{values:?}"
        );
    }
    let many = (0..40).map(|row| (format!("row-{row}"), vec![0.0, 1.0]));
    let html = drawn(Spans::new("many", "USD", many));
    assert!(html.contains("row-11 0 to 1") && !html.contains("row-12"));
}

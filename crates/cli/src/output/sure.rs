//! How sure an answer is, in tables.

use std::io::{self, Write as _};

use trade_corridor::metric::{ObjectiveDifference, ObjectiveValue};
use trade_corridor::planner::{Confidence, ConfidenceBetween, Spread, Unknown, Way};
use trade_corridor::prelude::*;

use super::Output;
use crate::arguments::Least;

/// Columns of a way, behind what was asked.
pub(crate) const WAY_COLUMNS: [&str; 10] = [
    "way",
    "best_in",
    "draws",
    "stated",
    "low",
    "median",
    "high",
    "mean",
    "regret",
    "wins_below",
];

/// Rows of a table of what decides; the rest is in JSON.
const MOST_UNKNOWNS: usize = 10;

/// Thousandths of the draws that are the worst tenth.
const TAIL: u16 = 100;

/// The unit of amounts without one.
pub(crate) const fn unit(least: Least) -> &'static str {
    match least {
        Least::Distance | Least::Direct => "km",
        Least::Time => "h",
        Least::Cost => "USD",
        Least::Emissions => "kg CO2e",
    }
}

/// An amount in the unit of its kind, without it.
fn amount(value: ObjectiveValue) -> String {
    match value {
        ObjectiveValue::Distance(it) => format!("{:.0}", it.as_km()),
        ObjectiveValue::Duration(it) => format!("{:.1}", it.as_hours()),
        ObjectiveValue::Money(it) => format!("{:.0}", it.as_usd()),
        ObjectiveValue::Emissions(it) => format!("{:.0}", it.as_kg()),
        other => other.units().to_string(),
    }
}

/// A difference in the unit of its kind, without it.
fn more(value: ObjectiveDifference) -> String {
    match value {
        ObjectiveDifference::Distance(it) => format!("{:+.0}", it.as_km()),
        ObjectiveDifference::Duration(it) => format!("{:+.1}", it.as_hours()),
        ObjectiveDifference::Money(it) => format!("{:+.0}", it.as_usd()),
        ObjectiveDifference::Emissions(it) => format!("{:+.0}", it.as_kg()),
        other => other.to_string(),
    }
}

/// What there is of something, or a dash.
fn or_dash<T>(value: Option<T>, written: impl Fn(T) -> String) -> String {
    value.map_or_else(|| "–".to_owned(), written)
}

/// The cells of [`WAY_COLUMNS`]; empty where there is no price.
pub(crate) fn way(sure: &Confidence, way: &Way) -> [String; WAY_COLUMNS.len()] {
    let value = way.value.as_ref();
    let of = |read: fn(&Spread<ObjectiveValue>) -> ObjectiveValue| {
        value.map_or_else(String::new, |value| amount(read(value)))
    };
    [
        way.name.clone(),
        way.best_in.to_string(),
        sure.draws.to_string(),
        way.route.value().map_or_else(String::new, amount),
        of(Spread::low),
        of(Spread::median),
        of(Spread::high),
        of(Spread::mean),
        way.regret.map_or_else(String::new, more),
        way.wins_below.map_or_else(String::new, amount),
    ]
}

/// The answer, nine in ten of its figures, the ways and what decides.
pub(crate) fn print(out: &mut Output, title: &str, sure: &Confidence) -> io::Result<()> {
    writeln!(out, "{}\n{}", out.strong(title), sure.in_short())?;
    writeln!(
        out,
        "{} draws of {} things that are not known",
        sure.draws, sure.unknowns
    )?;
    writeln!(out, "{}", figures(out, sure))?;
    writeln!(out, "{}", ways(out, sure))?;
    if !sure.what_decides().is_empty() {
        writeln!(out, "{}", unknowns(out, sure))?;
    }
    if let Some(line) = robust(sure) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)
}

fn figures(out: &Output, sure: &Confidence) -> comfy_table::Table {
    fn row<T: Copy>(
        name: &str,
        stated: T,
        spread: &Spread<T>,
        written: impl Fn(T) -> String,
    ) -> Vec<String> {
        let drawn = [spread.low(), spread.median(), spread.high(), spread.mean()];
        let cells = std::iter::once(stated).chain(drawn).map(written);
        std::iter::once(name.to_owned()).chain(cells).collect()
    }
    let route = &sure.answer;
    let rows = [
        row("USD", route.cost(), sure.cost(), |it: Money| {
            format!("{:.0}", it.as_usd())
        }),
        row("h", route.duration(), sure.time(), |it: Duration| {
            format!("{:.1}", it.as_hours())
        }),
        row(
            "kg CO2e",
            route.emissions(),
            sure.emissions(),
            |it: Emissions| format!("{:.0}", it.as_kg()),
        ),
    ];
    out.table(
        &["the answer", "stated", "5 %", "half", "95 %", "mean"],
        rows,
        1,
    )
}

fn ways(out: &Output, sure: &Confidence) -> comfy_table::Table {
    let shown = sure.ways().iter().filter(|way| sure.is_notable(way));
    let rows = shown.map(|way| {
        let value = way.value.as_ref();
        vec![
            way.name.clone(),
            format!("{:.0} %", 100.0 * sure.share(way)),
            or_dash(way.route.value(), amount),
            or_dash(value.map(Spread::low), amount),
            or_dash(value.map(Spread::high), amount),
            or_dash(way.regret, more),
            or_dash(way.wins_below, amount),
        ]
    });
    let heads = [
        "way",
        "best in",
        "stated",
        "5 %",
        "95 %",
        "regret",
        "wins below",
    ];
    out.table(&heads, rows, 1)
}

fn unknowns(out: &Output, sure: &Confidence) -> comfy_table::Table {
    // What moves nothing that is shown is noise.
    let shown = |one: &&Unknown| one.share >= 0.005;
    let shown = sure.what_decides().iter().filter(shown);
    let rows = shown.take(MOST_UNKNOWNS).map(|one| {
        let sources: Vec<&str> = one.sources.iter().map(AsRef::as_ref).collect();
        let name = match (&one.model, &one.group, one.assumed, one.rows) {
            (Some(part), ..) => format!("what the model itself gets wrong: {part}"),
            (_, Some(group), ..) => format!("{group} (in common)"),
            _ if sources.is_empty() => "figures without a source".to_owned(),
            (.., true, _) => format!("{} (assumed)", sources.join(" ")),
            (.., false, 1) => sources.join(" "),
            (.., false, rows) => format!("{} ({rows} rows)", sources.join(" ")),
        };
        vec![
            name,
            format!("{:.0} %", 100.0 * one.share),
            or_dash(one.total, |total| format!("{:.0} %", 100.0 * total)),
            amount(one.at_low),
            amount(one.at_high),
            or_dash(one.worth, more),
        ]
    });
    let heads = [
        "what decides",
        "of variance",
        "with others",
        "at its 5 %",
        "at its 95 %",
        "worth knowing",
    ];
    out.table(&heads, rows, 1)
}

/// Which way to choose before anything is known.
fn robust(sure: &Confidence) -> Option<String> {
    let ways = sure.robust(TAIL).ok()??;
    let (mean, tail, regret) = (&ways.mean, &ways.tail, &ways.regret);
    Some(if ways.agree() {
        format!(
            "choose now    {}: least mean, least mean of the worst tenth and least worst regret ({})",
            mean.0.name, regret.1
        )
    } else {
        format!(
            "choose now    by mean {} ({}), by the worst tenth {} ({}), by worst regret {} ({})",
            mean.0.name, mean.1, tail.0.name, tail.1, regret.0.name, regret.1
        )
    })
}

/// How the second answer differs from the first, draw by draw.
pub(crate) fn print_between(out: &mut Output, between: &ConfidenceBetween) -> io::Result<()> {
    let title = "the second against the first, over the same draws";
    writeln!(out, "{}\n{between}", out.strong(title))?;
    let rows = [
        ("best of each draw", between.best()),
        ("answer as chosen now", between.answers()),
    ];
    let rows = rows.into_iter().filter_map(|(name, spread)| {
        let spread = spread?;
        let drawn = [spread.mean(), spread.low(), spread.median(), spread.high()];
        let cells = drawn.into_iter().map(more);
        Some(std::iter::once(name.to_owned()).chain(cells).collect())
    });
    let heads = ["difference", "mean", "5 %", "half", "95 %"];
    writeln!(out, "{}", out.table(&heads, rows, 1))
}

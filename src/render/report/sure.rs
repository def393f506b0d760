//! How sure an answer is: the shares of the ways, the fan of what it has, and what decides.

use super::section::{Bars, Block, Cell, Section, Spans, Table};
use super::words;
use crate::metric::{Objective, ObjectiveDifference, ObjectiveValue};
use crate::planner::{Confidence, Spread, Unknown, Way};

/// Thousandths of the draws that the ends of nested ranges do not exceed, and the median.
const FAN: [u16; 7] = [50, 100, 250, 500, 750, 900, 950];

/// Where there is no price.
const DASH: &str = "–";

impl Section {
    /// How sure an answer is: the parts of the draws in which each way is best, what the answer and each way
    /// have of the objective from the 5 % to the 95 % quantile, and how far each thing that is not known
    /// moves the answer.
    pub fn sure(sure: &Confidence) -> Self {
        let unit = unit(&sure.objective);
        let title = format!("How sure is it? By {}", name(&sure.objective));
        let section = Self::new(title).with(Block::text(sure.in_short()));
        if sure.unknowns == 0 {
            return section;
        }
        let drawn = format!(
            "{} draws of {} independent things that are not known. In each draw everything is priced and searched anew.",
            sure.draws, sure.unknowns
        );
        let shares = notable(sure).map(|(name, way)| (name, 100.0 * sure.share(way)));
        let mut section = section
            .with(Block::text(drawn))
            .with(Bars::new("Draws in which a way is best", "%", shares))
            .with(fan(sure, unit))
            .with(ways(sure, unit))
            .with(figures(sure));
        if !sure.what_decides().is_empty() {
            section = section.with(tornado(sure, unit)).with(decides(sure, unit));
        }
        section
    }
}

/// The notable ways with their numbers: long names are cut off in charts.
fn notable(sure: &Confidence) -> impl Iterator<Item = (String, &Way)> {
    numbered(sure).filter(|(_, way)| sure.is_notable(way))
}

fn numbered(sure: &Confidence) -> impl Iterator<Item = (String, &Way)> {
    let ways = sure.ways().iter().zip(1..);
    ways.map(|(way, number)| (format!("{number} {}", way.name), way))
}

const fn name(objective: &Objective) -> &'static str {
    match objective {
        Objective::Distance => "distance",
        Objective::Direct { .. } => "directness",
        Objective::Time => "time",
        Objective::Cost => "cost",
        Objective::Emissions => "emissions",
        Objective::Generalised(_) => "generalised cost",
        Objective::Custom(_) => "an objective of the caller's own",
    }
}

const fn unit(objective: &Objective) -> &'static str {
    match objective {
        Objective::Distance | Objective::Direct { .. } => "km",
        Objective::Time => "h",
        Objective::Cost | Objective::Generalised(_) => "USD",
        Objective::Emissions => "kg CO2e",
        Objective::Custom(_) => "units",
    }
}

/// In the unit of its kind.
fn number(value: ObjectiveValue) -> f64 {
    match value {
        ObjectiveValue::Distance(it) => it.as_km(),
        ObjectiveValue::Duration(it) => it.as_hours(),
        ObjectiveValue::Money(it) => it.as_usd(),
        ObjectiveValue::Emissions(it) => it.as_kg(),
        ObjectiveValue::Units(it) => it as f64,
    }
}

fn amount(value: Option<ObjectiveValue>) -> Cell {
    Cell::number(value.map_or_else(
        || DASH.to_owned(),
        |value| match value {
            ObjectiveValue::Distance(it) => words::km(it),
            ObjectiveValue::Duration(it) => words::hours(it),
            ObjectiveValue::Money(it) => words::usd(it),
            ObjectiveValue::Emissions(_) | ObjectiveValue::Units(_) => {
                format!("{:.0}", number(value))
            }
        },
    ))
}

fn difference(value: Option<ObjectiveDifference>) -> Cell {
    Cell::number(value.map_or_else(
        || DASH.to_owned(),
        |value| match value {
            ObjectiveDifference::Distance(it) => format!("{:+.1}", it.as_km()),
            ObjectiveDifference::Duration(it) => format!("{:+.1}", it.as_hours()),
            ObjectiveDifference::Money(it) => format!("{:+.2}", it.as_usd()),
            ObjectiveDifference::Emissions(it) => format!("{:+.0}", it.as_kg()),
            ObjectiveDifference::Units(it) => format!("{it:+}"),
        },
    ))
}

fn percent(share: f64) -> Cell {
    Cell::number(format!("{:.1}", 100.0 * share))
}

fn quantiles(spread: &Spread<ObjectiveValue>) -> Vec<f64> {
    FAN.map(|per_mille| number(spread.at_per_mille(per_mille)))
        .into()
}

fn fan(sure: &Confidence, unit: &str) -> Spans {
    let own = sure.value();
    let own = own.map(|value| ("The answer".to_owned(), quantiles(&value)));
    let least = ("The best of each draw".to_owned(), quantiles(sure.least()));
    let ways = notable(sure);
    let ways = ways.filter_map(|(name, way)| Some((name, quantiles(way.value.as_ref()?))));
    let title = "From 5 to 95 of 100 draws, from 10 to 90 and from 25 to 75, the median white; the stated value is a line";
    let spans = Spans::new(title, unit, own.into_iter().chain([least]).chain(ways));
    match sure.answer.value() {
        Some(stated) => spans.stated(number(stated)),
        None => spans,
    }
}

fn tornado(sure: &Confidence, unit: &str) -> Spans {
    let rows = sure
        .what_decides()
        .iter()
        .map(|one| (named(one), vec![number(one.at_low), number(one.at_high)]));
    let title = "The answer by mean, where each thing is at its 5 % and at its 95 % quantile; the stated value is a line";
    let spans = Spans::new(title, unit, rows);
    match sure.answer.value() {
        Some(stated) => spans.stated(number(stated)),
        None => spans,
    }
}

/// What somebody calls it.
fn named(unknown: &Unknown) -> String {
    if let Some(group) = &unknown.group {
        return group.to_string();
    }
    if let Some(part) = &unknown.model {
        return format!("What the model itself gets wrong: {part}");
    }
    let sources: Vec<&str> = unknown.sources.iter().map(AsRef::as_ref).collect();
    if sources.is_empty() {
        return "Figures without a source".to_owned();
    }
    sources.join(" ")
}

fn ways(sure: &Confidence, unit: &str) -> Table {
    let columns = [
        "Way",
        "Best in % of draws",
        "As stated",
        "5 %",
        "Median",
        "95 %",
        "Regret",
        "Wins below",
    ];
    let rows = numbered(sure).map(|(name, way)| {
        let value = way.value.as_ref();
        [
            Cell::text(name),
            percent(sure.share(way)),
            amount(way.route.value()),
            amount(value.map(Spread::low)),
            amount(value.map(Spread::median)),
            amount(value.map(Spread::high)),
            difference(way.regret),
            amount(way.wins_below),
        ]
    });
    Table::new(
        format!("Ways, in {unit}; regret is what choosing one now costs against knowing first"),
        columns,
    )
    .rows(rows)
}

fn figures(sure: &Confidence) -> Table {
    let route = &sure.answer;
    let (cost, time, emissions) = (sure.cost(), sure.time(), sure.emissions());
    let kg = |it: crate::quantity::Emissions| format!("{:.0}", it.as_kg());
    let row = |name: &str, cells: [String; 4]| {
        std::iter::once(Cell::text(name))
            .chain(cells.map(Cell::number))
            .collect::<Vec<_>>()
    };
    Table::new(
        "The answer",
        ["Figure", "As stated", "5 %", "Median", "95 %"],
    )
    .row(row(
        "USD",
        [route.cost(), cost.low(), cost.median(), cost.high()].map(words::usd),
    ))
    .row(row(
        "Hours",
        [route.duration(), time.low(), time.median(), time.high()].map(words::hours),
    ))
    .row(row(
        "kg CO2e",
        [
            route.emissions(),
            emissions.low(),
            emissions.median(),
            emissions.high(),
        ]
        .map(kg),
    ))
}

fn decides(sure: &Confidence, unit: &str) -> Table {
    let columns = [
        "Source",
        "Kind",
        "Rows",
        "% of variance",
        "% with others",
        "At its 5 %",
        "At its 95 %",
        "Worth knowing",
    ];
    let rows = sure.what_decides().iter().map(|one| {
        [
            Cell::text(named(one)),
            Cell::text(match (&one.group, &one.model, one.assumed) {
                (Some(_), ..) => "in common",
                (_, Some(_), _) => "the model",
                (_, _, true) => "assumption",
                (_, _, false) => "published rows",
            }),
            Cell::number(one.rows.to_string()),
            percent(one.share),
            one.total.map_or_else(|| Cell::text("–"), percent),
            amount(Some(one.at_low)),
            amount(Some(one.at_high)),
            difference(one.worth),
        ]
    });
    Table::new(format!("What decides, in {unit}"), columns).rows(rows)
}

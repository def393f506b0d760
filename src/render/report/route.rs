//! Totals, legs and warnings of routes.

use super::Report;
use super::section::{Bars, Block, Cell, Section, Table};
use super::words::{cost, hours, km, named, usd};
use crate::route::Route;

/// Every route in a row of one table.
pub(super) fn summary(report: &Report<'_>) -> Section {
    let columns = [
        "Route",
        "Asked for",
        "km",
        "Days",
        "Days, nine in ten within",
        "USD",
        "kg CO2e",
        "Transhipments",
        "Borders",
        "Assumed, of the USD",
    ];
    let rows = report.routes.iter().enumerate().map(|(index, route)| {
        [
            Cell::text(named(index)),
            Cell::text(route.objective.to_string()),
            Cell::number(km(route.distance())),
            Cell::number(format!("{:.1}", route.duration().as_days())),
            Cell::number(format!("{:.1}", route.time().p90().as_days())),
            Cell::number(cost(route)),
            Cell::number(format!("{:.0}", route.emissions().as_kg())),
            Cell::number(route.transhipments().to_string()),
            Cell::number(route.borders().len().to_string()),
            Cell::number(format!(
                "{:.0} %",
                route.assumed().cost.total().as_percent()
            )),
        ]
    });
    let mut section =
        Section::new("Totals").with(Table::new("The routes and their totals", columns).rows(rows));
    if let Some(route) = report.routes.first() {
        let shipment = &route.shipment;
        section = section.with(Block::text(format!(
            "Shipped: {} x {}, {} of goods in all, trucks registered in {}. Day: {}.{}",
            shipment.count(),
            shipment.unit(),
            shipment.goods(),
            shipment.plate(),
            route.day,
            scenario(&route.scenario)
        )));
    }
    section
}

fn scenario(name: &str) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!(" Scenario: {name}.")
    }
}

/// What is done, one row a leg.
pub(super) fn legs(index: usize, route: &Route) -> Section {
    let legs = route.legs();
    let rows = legs.iter().map(|leg| {
        let stays = leg.from.code == leg.to.code;
        let to = if stays { "" } else { leg.to.name.as_str() };
        [
            Cell::text(leg.from.name.as_str()),
            Cell::text(to),
            Cell::text(leg.what.as_str()),
            Cell::text(leg.operator.as_str()),
            Cell::number(km(leg.distance)),
            Cell::number(hours(leg.expected)),
            Cell::number(usd(leg.cost)),
        ]
    });
    let columns = ["From", "To", "What", "Operator", "km", "Hours", "USD"];
    let sums = [
        Cell::text("Total"),
        Cell::text(""),
        Cell::text(""),
        Cell::text(""),
        Cell::number(km(route.distance())),
        Cell::number(hours(route.duration())),
        Cell::number(cost(route)),
    ];
    let countries: Vec<String> = route.countries().iter().map(ToString::to_string).collect();
    let title = format!(
        "{}: {} to {}, {}",
        named(index),
        route.from.name,
        route.to.name,
        route.objective
    );
    let mut slow: Vec<(String, f64)> = legs
        .iter()
        .map(|leg| {
            (
                format!("{}, {}", leg.what, leg.from.name),
                leg.expected.as_hours(),
            )
        })
        .collect();
    slow.sort_by(|a, b| b.1.total_cmp(&a.1));
    slow.truncate(8);
    Section::new(title)
        .with(Block::text(format!("Countries: {}.", countries.join(", "))))
        .with(Table::new("Legs", columns).rows(rows).total(sums))
        .with(Bars::new("Where the hours go", "hours", slow))
}

/// What whoever uses the route should know.
pub(super) fn warnings(index: usize, route: &Route) -> Section {
    let section = Section::new(format!("{}: warnings", named(index)));
    let mut warnings = route.warnings().iter().collect::<Vec<_>>();
    if warnings.is_empty() {
        return section.with(Block::text("There are none."));
    }
    warnings.sort_by_key(|warning| !warning.comes_first());
    let texts = warnings.into_iter().map(ToString::to_string);
    section.with(Block::List(texts.collect()))
}

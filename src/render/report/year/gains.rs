//! Who gains and who loses.

use super::{Block, Cell, Section, Table, boxes, filled, place, signed, usd, with_unanswered};
use crate::analysis::demand::{Demand, Flow};
use crate::analysis::gains::{CountryGains, FlowOutcome, Gains};
use crate::quantity::{Difference, Duration, Money};
use crate::render::report::Spans;
use crate::scenario::World;

impl Section {
    /// Who gains and who loses a year where one world becomes another, for a list of flows; names are those of the
    /// second world.
    pub fn gains(gains: &Gains, demand: &Demand, world: &World) -> Self {
        let changed: Vec<&CountryGains> = gains
            .countries
            .iter()
            .filter(|row| row.is_changed())
            .collect();
        let name = |row: &CountryGains| {
            row.country
                .map_or_else(|| "not on record".to_owned(), |country| country.to_string())
        };
        let rows = changed.iter().map(|row| {
            [
                Cell::text(name(row)),
                signed(Money::ZERO - row.shippers.difference()),
                signed(row.operators.difference()),
                signed(row.owners.difference()),
                signed(row.treasury.difference()),
                hours(row.hours.difference()),
            ]
        });
        let mut bars: Vec<(String, f64)> = changed
            .iter()
            .map(|row| (name(row), all(row).as_usd()))
            .filter(|(_, usd)| usd.abs() >= 0.5)
            .collect();
        bars.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        bars.truncate(Spans::MOST);
        bars.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let bars = bars.into_iter().map(|(name, usd)| (name, vec![0.0, usd]));
        let paid = gains.paid();
        let same = gains.countries.len() - changed.len();
        let mut section = Self::new(format!("Gains: from {} to {}", gains.before, gains.after))
            .with(Block::text(format!(
                "Shippers pay USD {} a year instead of {}, of flows that have a way in both worlds. What a country's \
                 shippers pay less it gains; what its operators, owners and treasury are paid more it gains. Operators \
                 and owners are the same money seen twice: with shippers and treasury each of both columns adds up to \
                 nothing. {} % of what a shipment costs is borne where it ends.",
                super::super::picture::apart(paid.after.as_usd()),
                super::super::picture::apart(paid.before.as_usd()),
                gains.importers.as_percent()
            )))
            .with(
                Spans::new(
                    "Shippers, owners and treasury of a country together; what is left of the line is lost",
                    "USD a year",
                    bars,
                )
                .stated(0.0),
            )
            .with_all(filled(
                Table::new(
                    "Gained in a year, USD",
                    ["Country", "Shippers", "Operators", "Owners", "Treasury", "Box hours more"],
                )
                .rows(rows),
            ));
        if same > 0 {
            section = section.with(Block::text(format!("Countries without a change: {same}.")));
        }
        let ends = |flow: &Flow| {
            let [from, to] = [&flow.request.from, &flow.request.to].map(|end| place(world, end));
            format!("{from} to {to}")
        };
        let at = |code: &str| {
            let crossing = world.network().crossing_by_code(code);
            let crossing = crossing.and_then(|id| world.network().crossing(id));
            crossing.map_or_else(|| place(world, code), |it| it.name.to_string())
        };
        let moved = gains.borders.iter().map(|row| {
            [
                Cell::text(at(&row.at)),
                Cell::text(format!("{} to {}", row.from, row.to)),
                boxes(row.before),
                boxes(row.after),
            ]
        });
        let payees = gains.payees.iter().map(|row| {
            [
                Cell::text(row.payee.to_string()),
                usd(row.paid.before),
                usd(row.paid.after),
                signed(row.paid.difference()),
            ]
        });
        let flows = demand.iter().zip(&gains.flows).map(|(flow, outcome)| {
            [
                Cell::text(ends(flow)),
                boxes(flow.volume),
                Cell::text(outcome.to_string()),
            ]
        });
        section = section
            .with_all(filled(
                Table::new(
                    "Borders that more or fewer boxes cross in a year",
                    ["At", "From and to", "Before", "After"],
                )
                .rows(moved),
            ))
            .with_all(filled(
                Table::new(
                    "Payees that are paid more or less in a year, USD",
                    ["Payee", "Before", "After", "More"],
                )
                .rows(payees),
            ))
            .with(
                Table::new(
                    "What becomes of the flows",
                    ["Flow", "Boxes a year", "What becomes of it"],
                )
                .rows(flows),
            );
        let none = demand.iter().zip(&gains.flows);
        let none = none.filter_map(|(flow, outcome)| match outcome {
            FlowOutcome::Unanswered { reason, .. } => Some(format!("{}: {reason}", ends(flow))),
            _ => None,
        });
        with_unanswered(section, none)
    }
}

/// What a country gains, operators not counted beside owners.
fn all(row: &CountryGains) -> Money {
    row.owners.difference() + row.treasury.difference() - row.shippers.difference()
}

fn hours(more: Difference<Duration>) -> Cell {
    let hours = more.as_hours();
    if hours.abs() < 0.5 {
        return Cell::number("–");
    }
    let sign = if hours > 0.0 { "+" } else { "" };
    Cell::number(format!("{sign}{}", super::super::picture::apart(hours)))
}

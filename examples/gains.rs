//! Who gains and who loses a year where one world becomes another: shippers, operators, owners, treasuries.
//!
//! `cargo run --release --example gains -- --demand middle-corridor --scenario tripp-with-kars-dilucu`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::gains::GainsQuestion;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

/// By country, what shippers pay less and what all others are paid more when a scenario comes true.
#[derive(Parser)]
struct Args {
    /// Flows of a year, an embedded list.
    #[arg(long, default_value = "armenia-trade")]
    demand: String,
    /// Scenario that is set against the same day without its changes, one of the embedded ones.
    #[arg(long, default_value = "tripp-opens")]
    scenario: String,
    /// Policy, one of the embedded ones.
    #[arg(long, default_value = "open")]
    policy: String,
    /// Per cent of what a shipment costs that shippers bear where it ends; the rest where it starts.
    #[arg(long, default_value = "50")]
    importers: Share,
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let opened = Scenario::preset(&args.scenario)?;
    let before = Planner::new(network, &Scenario::on(opened.day()))?;
    let after = Planner::new(network, &opened)?;
    let demand = Demand::embedded(&args.demand)?.under(&Policy::preset(&args.policy)?);
    let question = GainsQuestion::new().importers(args.importers);
    let gains = question.answer(&before, &after, &demand, &Progress::none())?;

    let (list, boxes, name) = (&args.demand, demand.total()?, opened.name());
    writeln!(
        out,
        "{list}, {boxes} boxes a year, {name} on {}",
        opened.day()
    )?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    let heads = "USD a year more for;shippers;operators;treasury;owners;box hours less";
    table.set_header(heads.split(';'));
    for row in gains.countries.iter().filter(|row| row.is_changed()) {
        let country = row
            .country
            .map_or("not on record".to_owned(), |it| it.to_string());
        let usd = |money: Money| format!("{:+.0}", money.as_usd());
        table.add_row([
            country,
            usd(Money::ZERO - row.shippers.difference()),
            usd(row.operators.difference()),
            usd(row.treasury.difference()),
            usd(row.owners.difference()),
            format!("{:+.0}", -row.hours.difference().as_hours()),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}\n")?;
    for border in gains.borders_gained() {
        writeln!(out, "new border {}: {} boxes", border.at, border.after)?;
    }
    for payee in gains.payees_gained() {
        writeln!(out, "new payee {}: {}", payee.payee, payee.paid.after)?;
    }
    writeln!(out, "\nwhat becomes of the flows")?;
    for (flow, outcome) in demand.iter().zip(&gains.flows) {
        let (from, to) = (&flow.request.from, &flow.request.to);
        writeln!(out, "  {from} to {to}, {} boxes: {outcome}", flow.volume)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

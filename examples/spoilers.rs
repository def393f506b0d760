//! Who could spoil it: the worst closures for a list of flows, what they cost, and what to secure first.
//!
//! `cargo run --release --example spoilers -- --scenario tripp-with-kars-dilucu --held-by GE`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::interdiction::{Interdiction, LeverKind, levers_of, worst};
use trade_corridor::prelude::*;
use trade_corridor::quantity::PerYear;

/// The worst that closing one border crossing or service does to some flows, and two, and so on; with
/// `--held-by` among everything that one country, operator or owner can close.
#[derive(Parser)]
struct Args {
    /// Scenario, one of the embedded ones.
    #[arg(long, default_value = "tripp-and-border")]
    scenario: String,
    /// Policy, one of the embedded ones.
    #[arg(long, default_value = "russia-excluded")]
    policy: String,
    /// How many things are closed at the most.
    #[arg(long, default_value_t = 2)]
    budget: usize,
    /// Close only what a country (by code), operator or owner (by id) holds.
    #[arg(long)]
    held_by: Option<String>,
}

/// Boxes a year are for the sake of the example: a thousand each.
const FLOWS: [(&str, &str); 6] = [
    ("Almaty", "Istanbul"),
    ("Tashkent", "Mersin"),
    ("Baku", "Istanbul"),
    ("Baku", "Nakhchivan"),
    ("Baku", "Yerevan"),
    ("Yerevan", "Mersin"),
];

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let scenario = Scenario::preset(&args.scenario)?;
    let planner = Planner::new(Network::europe_central_asia(), &scenario)?;
    let flows =
        FLOWS.map(|(from, to)| Flow::new(Request::new(from, to), PerYear::from_count(1_000)));
    let demand = Demand::from_iter(flows).under(&Policy::preset(&args.policy)?);
    let mut asked = Interdiction::new(args.budget).among([LeverKind::Crossing, LeverKind::Service]);
    if let Some(actor) = &args.held_by {
        asked = asked.levers(levers_of(planner.world(), actor)?);
    }
    let found = worst(&planner, &demand, &asked)?;

    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["closures", "boxes cut off", "USD more a year", "the worst"]);
    let secured = found.secure_first.iter();
    let secured = secured.map(|it| (format!("with {} secured", it.lever), &it.left));
    let rows = found.curve.iter().map(|it| (it.budget.to_string(), it));
    for (name, damage) in rows.chain(secured) {
        let closed: Vec<String> = damage.closed.iter().map(ToString::to_string).collect();
        let more = format!("{:.0}", damage.more.as_usd());
        table.add_row([name, damage.cut_off.to_string(), more, closed.join("\n")]);
    }
    for column in table.column_iter_mut().skip(1).take(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(
        out,
        "{} on {}, {}\n{table}\n",
        scenario.name(),
        found.day,
        args.policy
    )?;
    for it in &found.rerouted {
        let (from, to, cost) = (&it.before.from.name, &it.before.to.name, it.before.cost());
        match &it.after {
            Some(after) => writeln!(out, "{from} to {to}: {cost}, then {}", after.cost())?,
            None => writeln!(out, "{from} to {to}: {cost}, then no route")?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

//! Who could spoil it: the worst closures for a list of flows, what they cost, and what to secure first.
//!
//! `cargo run --release --features report --example spoilers -- --held-by GE --svg damage.svg`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::interdiction::{Interdiction, LeverKind, levers_of, worst};
use trade_corridor::prelude::*;

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
    /// Draw what the worst closures cost into this SVG file.
    #[cfg(feature = "report")]
    #[arg(long)]
    svg: Option<std::path::PathBuf>,
}

/// Boxes a year are for the sake of the example: a thousand each.
const FLOWS: &str =
    "from,to,boxes_a_year\nAlmaty,Istanbul,1000\nTashkent,Mersin,1000\nBaku,Istanbul,1000
Baku,Nakhchivan,1000\nBaku,Yerevan,1000\nYerevan,Mersin,1000\n";

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let scenario = Scenario::preset(&args.scenario)?;
    let planner = Planner::new(Network::europe_central_asia(), &scenario)?;
    let demand = Demand::from_csv(FLOWS)?.under(&Policy::preset(&args.policy)?);
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
    let (day, policy) = (found.day, &args.policy);
    writeln!(out, "{} on {day}, {policy}\n{table}\n", scenario.name())?;
    for it in &found.rerouted {
        let (from, to, cost) = (&it.before.from.name, &it.before.to.name, it.before.cost());
        match &it.after {
            Some(after) => writeln!(out, "{from} to {to}: {cost}, then {}", after.cost())?,
            None => writeln!(out, "{from} to {to}: {cost}, then no route")?,
        }
    }
    #[cfg(feature = "report")]
    if let Some(file) = &args.svg {
        let picture = trade_corridor::render::report::Lines::dearer(&found).picture()?;
        std::fs::write(file, picture)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

//! Who could spoil it: what a set of requests depends on, and what a toll on TRIPP may be.
//!
//! `cargo run --release --example spoilers -- --scenario tripp-with-kars-dilucu`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::break_even::break_even_toll;
use trade_corridor::analysis::criticality::criticality;
use trade_corridor::prelude::*;

/// What the cheapest routes of some requests depend on, worst first, and how much the company that
/// runs TRIPP could charge before they go around it.
#[derive(Parser)]
struct Args {
    /// Scenario, one of the embedded ones.
    #[arg(long, default_value = "tripp-and-border")]
    scenario: String,
    /// Policy, one of the embedded ones.
    #[arg(long, default_value = "russia-excluded")]
    policy: String,
    /// How many things to show.
    #[arg(long, default_value_t = 15)]
    most: usize,
}

const REQUESTS: [(&str, &str); 6] = [
    ("Almaty", "Istanbul"),
    ("Tashkent", "Mersin"),
    ("Baku", "Istanbul"),
    ("Baku", "Nakhchivan"),
    ("Baku", "Yerevan"),
    ("Yerevan", "Mersin"),
];

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let scenario = Scenario::preset(&args.scenario)?;
    let planner = Planner::new(network, &scenario)?;
    let policy = Policy::preset(&args.policy)?;
    let requests = REQUESTS.map(|(from, to)| Request::new(from, to).policy(policy.clone()));

    writeln!(
        out,
        "{} on {}, {}\n",
        scenario.name(),
        scenario.day(),
        policy.name()
    )?;
    let found = criticality(&planner, &requests, &Objective::Cost)?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["without", "used by", "cut off", "USD more", "hours more"]);
    for thing in found.things.iter().take(args.most) {
        table.add_row([
            thing.what.to_string(),
            thing.used_by.to_string(),
            thing.cut_off.to_string(),
            format!("{:.0}", thing.cost.as_usd()),
            format!("{:.0}", thing.duration.as_hours()),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(
        out,
        "what {} cheapest routes depend on\n{table}\n",
        found.answered
    )?;
    for (index, error) in &found.unanswered {
        writeln!(
            out,
            "{} to {}: {error}",
            REQUESTS[*index].0, REQUESTS[*index].1
        )?;
    }

    writeln!(
        out,
        "what the TRIPP Development Company could charge a container"
    )?;
    for ((from, to), request) in REQUESTS.iter().zip(&requests) {
        match break_even_toll(&planner, request, Rule::exclude_operator("TDC")) {
            Ok(toll) => writeln!(out, "  {from} to {to}: {toll}")?,
            Err(error) => writeln!(out, "  {from} to {to}: {error}")?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

//! Who could spoil it: what a set of requests depends on, and what a toll on TRIPP may be.
//!
//! `cargo run --release --example spoilers -- --scenario tripp-with-kars-dilucu`

use std::error::Error;
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

fn run() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let scenario = Scenario::preset(&args.scenario)?;
    let planner = Planner::new(network, &scenario)?;
    let policy = Policy::preset(&args.policy)?;
    let requests = REQUESTS.map(|(from, to)| Request::new(from, to).policy(policy.clone()));

    println!(
        "{} on {}, {}\n",
        scenario.name(),
        scenario.day(),
        policy.name()
    );
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
            format!("{:.0}", thing.hours),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    println!(
        "what {} cheapest routes depend on\n{table}\n",
        found.answered
    );
    for (index, error) in &found.unanswered {
        println!("{} to {}: {error}", REQUESTS[*index].0, REQUESTS[*index].1);
    }

    println!("what the TRIPP Development Company could charge a container");
    for ((from, to), request) in REQUESTS.iter().zip(&requests) {
        match break_even_toll(&planner, request, Rule::exclude_operator("TDC")) {
            Ok(toll) => println!("  {from} to {to}: {toll}"),
            Err(error) => println!("  {from} to {to}: {error}"),
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

//! Fast or cheap: every route worth choosing between two places, and the best ones that differ.
//!
//! `cargo run --release --example choices -- Tashkent Istanbul --policy russia-excluded`

mod shared;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::planner::Choices;
use trade_corridor::prelude::*;
use trade_corridor::router::{AlternativeLimits, FrontLimits};

/// The compromises between hours and USD, and alternatives to the cheapest route.
#[derive(Parser)]
struct Args {
    /// Where it starts: code or name.
    #[arg(default_value = "Tashkent")]
    from: String,
    /// Where it ends: code or name.
    #[arg(default_value = "Istanbul")]
    to: String,
    /// The day.
    #[arg(long, default_value = "2026-11-22")]
    on: Date,
    /// Policy, one of the embedded ones.
    #[arg(long, default_value = "russia-excluded")]
    policy: String,
    /// How many alternatives, the cheapest route included.
    #[arg(long, default_value_t = 4)]
    count: usize,
    /// Most per cent of its cost that an alternative shares with a cheaper one.
    #[arg(long, default_value_t = 70)]
    overlap: u32,
}

fn print(out: &mut dyn Write, title: &str, choices: &Choices) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["hours", "USD", "km", "kg CO2e", "through", "changes"]);
    for route in choices.routes() {
        let through: Vec<String> = route.countries().iter().map(Country::to_string).collect();
        table.add_row([
            format!("{:.0}", route.duration().as_hours()),
            format!("{:.0}", route.cost().as_usd()),
            format!("{:.0}", route.distance().as_km()),
            format!("{:.0}", route.emissions().as_kg()),
            through.join(" "),
            route.transhipments().to_string(),
        ]);
    }
    for column in [0, 1, 2, 3, 5] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let more = if choices.is_complete() {
        ""
    } else {
        " (there may be more)"
    };
    writeln!(out, "{title}{more}\n{table}\n")
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let planner = Planner::new(Network::europe_central_asia(), &Scenario::on(args.on))?;
    let request = Request::new(&args.from, &args.to).policy(Policy::preset(&args.policy)?);
    writeln!(
        out,
        "{} to {} on {}, policy `{}`\n",
        args.from, args.to, args.on, args.policy
    )?;

    let front = FrontLimits {
        epsilon_permille: 20,
        ..FrontLimits::default()
    };
    let both = [Objective::Time, Objective::Cost];
    let found = planner.compromises(&request, &both, front)?;
    print(out, "compromises, 2 % apart", &found)?;

    let limits = AlternativeLimits {
        count: args.count,
        overlap_percent: args.overlap,
        ..AlternativeLimits::default()
    };
    let found = planner.alternatives(&request, &Objective::Cost, limits)?;
    print(out, "cheapest, and alternatives to it", &found)?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

//! Who earns on a route in the end: from the payees through their owners to states, persons and funds.
//!
//! `cargo run --release --features report --example follow_the_money -- --demand middle-corridor --svg money.svg`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::money::{Trail, follow};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

/// What is paid, to whom, and who receives it in the end.
#[derive(Parser)]
struct Args {
    /// Where it starts: code or name.
    #[arg(default_value = "Khorgos")]
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
    /// What a route has least of: `cost`, `time` or `distance`.
    #[arg(long, default_value = "cost")]
    least: Objective,
    /// Follow the money of a year instead: an embedded list of flows, such as `armenia-trade`.
    #[arg(long)]
    demand: Option<String>,
    /// Draw where it goes into this SVG file.
    #[cfg(feature = "report")]
    #[arg(long)]
    svg: Option<std::path::PathBuf>,
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let planner = Planner::embedded(args.on)?;
    let policy = Policy::preset(&args.policy)?;
    let money = if let Some(list) = &args.demand {
        let demand = Demand::embedded(list)?.under(&policy);
        let year = follow(&planner, &demand, &args.least, &Progress::none())?;
        writeln!(out, "{list}, {} boxes a year\n", year.boxes)?;
        for flow in &year.unfollowed {
            writeln!(out, "not in it: {flow}")?;
        }
        year.money
    } else {
        let (from, to) = (&*args.from, &*args.to);
        let route = planner.best(&Request::new(from, to).policy(policy), &args.least)?;
        writeln!(out, "{from} to {to}, {}\n", route.cost())?;
        Trail::of(planner.world(), [&route])
    };
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["paid to", "of it to", "%", "USD"]);
    for row in &money.received {
        let names = [row.payee.to_string(), row.recipient.to_string()];
        let figures = [row.share.as_percent(), row.amount.as_usd()];
        let figures = figures.map(|it| format!("{it:.2}"));
        table.add_row(names.into_iter().chain(figures));
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}\n\n{money}\n\nby country of who receives it")?;
    for (country, amount) in money.by_country() {
        let country = country.map_or("not on record".to_owned(), |country| country.to_string());
        writeln!(out, "{:12.2}  {country}", amount.as_usd())?;
    }
    #[cfg(feature = "report")]
    if let Some(file) = &args.svg {
        let picture = trade_corridor::render::report::Sankey::money(&money).picture();
        std::fs::write(file, picture)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

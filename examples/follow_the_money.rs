//! Who earns on a route in the end: from the payees through their owners to states, persons and funds.
//!
//! `cargo run --release --example follow_the_money -- Almaty Istanbul --least cost`, or of all flows of a year:
//! `cargo run --release --example follow_the_money -- --demand middle-corridor`

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

/// What is paid on a route, to whom, and who receives it in the end.
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
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let planner = Planner::embedded(args.on)?;
    let policy = Policy::preset(&args.policy)?;
    if let Some(list) = &args.demand {
        let demand = Demand::embedded(list)?.under(&policy);
        let year = follow(&planner, &demand, &args.least, &Progress::none())?;
        writeln!(out, "{list}, {}\n{year}", policy.name())?;
        return Ok(ExitCode::SUCCESS);
    }
    let request = Request::new(&*args.from, &*args.to).policy(policy);
    let route = planner.best(&request, &args.least)?;
    let money = Trail::of(planner.world(), [&route]);

    let through: Vec<String> = route.countries().iter().map(Country::to_string).collect();
    let (from, to) = (&args.from, &args.to);
    writeln!(
        out,
        "{from} to {to}, {} by {}\n",
        route.cost(),
        through.join(" ")
    )?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["paid to", "of it to", "%", "USD"]);
    for row in &money.received {
        table.add_row([
            row.payee.to_string(),
            row.recipient.to_string(),
            format!("{:.1}", row.share.as_percent()),
            format!("{:.2}", row.amount.as_usd()),
        ]);
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}\n\n{money}\n")?;
    writeln!(out, "by the country of who receives it")?;
    for (country, amount) in money.by_country() {
        let country = country.map_or("not on record".to_owned(), |country| country.to_string());
        writeln!(out, "{:9.2}  {country}", amount.as_usd())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

//! Who fills which way, and what jams: a list of the embedded demand on the embedded capacities.
//!
//! `cargo run --release --example flows -- middle-corridor --scenario tripp-opens`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{Table as Printed, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::flows::{
    Assignment, Background, Choice, Flows, Table, assign, what_if,
};
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;

/// Spreads a list of flows over ways, and says what jams.
#[derive(Parser)]
struct Args {
    /// A list of the embedded demand.
    #[arg(default_value = "middle-corridor")]
    demand: String,
    /// What is changed, of the embedded scenarios; set against its day without changes.
    #[arg(long)]
    scenario: Option<String>,
    /// Day of the capacities and openings where no scenario is given.
    #[arg(long, value_name = "DATE", default_value = "2026-11-22")]
    on: Date,
    /// Policy, of the embedded ones.
    #[arg(long, default_value = "open")]
    policy: String,
    /// What an hour is worth, USD per tonne of goods: an assumption of whoever asks.
    #[arg(long, default_value_t = 0.1)]
    hour: f64,
    /// How strongly a USD tells in the choice of ways, per USD: an assumption of whoever asks.
    #[arg(long, default_value_t = 0.003)]
    scale: f64,
    /// The country of which it is said how much passes it.
    #[arg(long, value_name = "COUNTRY", default_value = "AM")]
    through: Country,
}

fn print(out: &mut dyn Write, flows: &Flows, through: Country) -> Result<(), Box<dyn Error>> {
    let mut table = Printed::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header([
        "jams at",
        "boxes a year",
        "takes",
        "used %",
        "queue h",
        "one more, USD",
    ]);
    for jam in flows.jams.iter().take(12) {
        table.add_row([
            jam.at.to_string(),
            format!("{:.0}", jam.load.as_boxes() + jam.others.as_boxes()),
            format!("{:.0}", jam.capacity.as_boxes()),
            format!("{:.0}", jam.used * 100.0),
            format!("{:.1}", jam.queue.as_hours()),
            format!("{:.2}", jam.one_more.as_usd()),
        ]);
    }
    writeln!(out, "{table}")?;
    let (served, without) = (flows.served().as_boxes(), flows.without().as_boxes());
    writeln!(
        out,
        "{served:.0} boxes a year on {} ways, {without:.0} without one",
        ways(flows)
    )?;
    let passing = flows.passing(|route| route.countries().contains(&through));
    writeln!(out, "{:.0} boxes a year pass {through}", passing.as_boxes())?;
    let unlimited = flows.unlimited;
    writeln!(
        out,
        "{unlimited} crossings and services on them have no known capacity\n"
    )?;
    Ok(())
}

fn ways(flows: &Flows) -> usize {
    let rows = flows.rows.iter().filter_map(|row| row.ways.as_ref().ok());
    rows.map(Vec::len).sum()
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let after = args.scenario.as_deref().map(Scenario::preset).transpose()?;
    let day = after.as_ref().map_or(args.on, Scenario::day);
    let planner = Planner::new(network, &Scenario::on(day))?;
    let demand = Demand::embedded(&args.demand)?.under(&Policy::preset(&args.policy)?);
    let cost = GeneralisedCost::of_time(Rate::from_usd(args.hour)?);
    let settings = Assignment::new(cost, Choice::logit(args.scale)?);
    let (table, none) = (Table::embedded(), Progress::none());
    let Some(scenario) = after else {
        let others = Background::observed(&planner, &demand, &table, &settings, &none)?;
        let flows = assign(&planner, &demand, &table, &others, &settings, &none)?;
        writeln!(out, "{} of {day}, as it is", args.demand)?;
        print(out, &flows, args.through)?;
        return Ok(ExitCode::SUCCESS);
    };
    let changed = planner.under(&scenario)?;
    let found = what_if(&planner, &changed, &demand, &table, &settings, &none)?;
    writeln!(out, "{} of {day}, as it is", args.demand)?;
    print(out, &found.before, args.through)?;
    writeln!(out, "with {}", scenario.name())?;
    print(out, &found.after, args.through)?;
    let through = found.moved(|route| route.countries().contains(&args.through));
    writeln!(out, "through {}: {through}\n\n{found}", args.through)?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

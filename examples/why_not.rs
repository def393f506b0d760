//! A request that no rule set lets through: why, which rules to lift, what would have to open.
//!
//! `cargo run --release --example why_not -- Almaty Istanbul --without sea --without road`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::prelude::*;

/// Why there is no route, and what would help.
#[derive(Parser)]
struct Args {
    /// Where it starts: code or name.
    #[arg(default_value = "Almaty")]
    from: String,
    /// Where it ends: code or name.
    #[arg(default_value = "Istanbul")]
    to: String,
    /// Scenario, one of the embedded ones.
    #[arg(long, default_value = "status-quo")]
    scenario: String,
    /// Policies whose rules all hold, of the embedded ones.
    #[arg(long, default_values = ["russia-excluded", "iran-excluded"])]
    policy: Vec<String>,
    /// Modes that are excluded too.
    #[arg(long, default_values = ["sea"])]
    without: Vec<Mode>,
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let mut policy = Policy::open();
    for name in &args.policy {
        policy = policy.and(&Policy::preset(name)?);
    }
    for mode in args.without {
        policy = policy.with(Rule::exclude_mode(mode).labelled(format!("not by {mode}")));
    }
    let planner = Planner::new(
        Network::europe_central_asia(),
        &Scenario::preset(&args.scenario)?,
    )?;
    let request = Request::new(&args.from, &args.to).policy(policy);
    let why = planner.why_not(&request)?;
    let Some(cause) = why.cause() else {
        writeln!(out, "there is a route:\n{}", planner.cheapest(&request)?)?;
        writeln!(out, "{}", planner.price_of_rules(&request)?)?;
        return Ok(ExitCode::SUCCESS);
    };
    writeln!(out, "{cause}\n")?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["lift", "km", "hours", "USD", "countries"]);
    for way in why.relaxations() {
        let names: Vec<&str> = way.rules().iter().map(|rule| rule.name.as_str()).collect();
        let route = way.route();
        let countries: Vec<String> = route.countries().iter().map(ToString::to_string).collect();
        table.add_row([
            names.join("\n"),
            format!("{:.0}", route.distance().as_km()),
            format!("{:.0}", route.duration().as_hours()),
            format!("{:.2}", route.cost().as_usd()),
            countries.join(" "),
        ]);
    }
    if why.relaxations().is_empty() {
        writeln!(out, "lifting up to three rules does not help")?;
    } else {
        writeln!(out, "{table}")?;
    }
    let openings: Vec<String> = why.openings().iter().map(ToString::to_string).collect();
    if !openings.is_empty() {
        writeln!(out, "or open {}", openings.join(", together with "))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

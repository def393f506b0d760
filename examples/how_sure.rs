//! How sure is the cheapest route? Before and after the route through southern Armenia opens.
//!
//! `cargo run --release --example how_sure -- Khorgos Istanbul --draws 4096`

mod shared;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::metric::ObjectiveValue;
use trade_corridor::planner::{Confidence, Sampling, Spread, Way};
use trade_corridor::prelude::*;

/// Draws everything that is not known about a route, before and after a scenario comes true.
#[derive(Parser)]
struct Args {
    /// Where a 40 ft container of 20 t starts.
    #[arg(default_value = "Khorgos")]
    from: String,
    /// Where it goes.
    #[arg(default_value = "Istanbul")]
    to: String,
    /// Scenario that is set against the same day without its changes, of the embedded ones.
    #[arg(long, default_value = "tripp-with-kars-dilucu")]
    scenario: String,
    /// Policy, of the embedded ones.
    #[arg(long, default_value = "russia-excluded")]
    policy: String,
    /// How many draws; powers of two spread best.
    #[arg(long, default_value_t = 1_024)]
    draws: u32,
}

fn show(out: &mut dyn Write, when: &str, sure: &Confidence) -> io::Result<()> {
    writeln!(out, "{when}")?;
    for line in sure.to_string().lines().take(3) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out, "  {} things are not known", sure.unknowns)?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(110);
    table.set_header("way|best in|USD|5 %|95 %|regret|wins below".split('|'));
    let money = |value: Option<ObjectiveValue>| {
        let usd = value.and_then(ObjectiveValue::money).map(Money::as_usd);
        usd.map_or("–".to_owned(), |usd| format!("{usd:.0}"))
    };
    // What is hardly ever best is noise.
    let shown = |way: &&Way| way.best_in * 100 >= sure.draws;
    for way in sure.ways().iter().filter(shown) {
        let value = way.value.as_ref();
        let regret = way.regret.map(|more| more.to_string());
        table.add_row([
            way.name.clone(),
            format!("{:.0} %", 100.0 * sure.share(way)),
            money(way.route.value()),
            money(value.map(Spread::low)),
            money(value.map(Spread::high)),
            regret.unwrap_or_else(|| "–".to_owned()),
            money(way.wins_below),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}\n")
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let opened = Scenario::preset(&args.scenario)?;
    let request = Request::new(&args.from, &args.to).policy(Policy::preset(&args.policy)?);
    let sampling = Sampling::default().draws(args.draws);
    let before = Planner::embedded(opened.day())?;
    let after = before.under(&opened)?;
    let both = before.confidence_between(&request, (&after, &request), &sampling)?;
    for (when, sure) in [("before", &both.before), ("after", &both.after)] {
        show(out, &format!("{when}: {}", opened.name()), sure)?;
    }
    writeln!(out, "after: {both}")?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

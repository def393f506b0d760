//! Tells what is odd about the tables: a consistency report.
//!
//! ```sh
//! cargo run --release --example audit
//! cargo run --release --example audit -- --tables my-tables --all
//! ```

mod shared;

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{ContentArrangement, Table, presets::UTF8_BORDERS_ONLY};
use trade_corridor::analysis::audit::{Explanation, Severity, audit};
use trade_corridor::atlas::Atlas;
use trade_corridor::prelude::*;

/// Tells what is odd about the tables. The exit status is 1 when something is found that must not
/// be, 2 when the tables cannot be read, and 0 otherwise.
#[derive(Parser)]
struct Args {
    /// A folder of tables that extend or correct the embedded ones.
    #[arg(long, value_name = "FOLDER")]
    tables: Option<PathBuf>,
    /// A folder of tables that stand alone; it needs an `atlas.toml`.
    #[arg(long, value_name = "FOLDER", conflicts_with = "tables")]
    only_tables: Option<PathBuf>,
    /// The day whose openings and closings count; otherwise the day the tables describe.
    #[arg(long)]
    on: Option<Date>,
    /// A table of what is right as it is, in the form of `data/audit_explained.csv`; that of the embedded
    /// tables when left out, none for a folder that stands alone.
    #[arg(long)]
    explained: Option<PathBuf>,
    /// Lists every finding instead of the first few of each kind.
    #[arg(long)]
    all: bool,
    /// Lists what contains this text only, such as a heading, a code or a country in brackets.
    #[arg(long)]
    only: Option<String>,
}

/// Findings of one kind that are listed without `--all`.
const FEW: usize = 8;

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let atlas = match (&args.only_tables, &args.tables) {
        (Some(folder), _) => Atlas::folder(folder)?,
        (None, Some(folder)) => Atlas::embedded().with_folder(folder)?,
        (None, None) => Atlas::embedded(),
    };
    let network = atlas.load()?;
    let day = args.on.or(network.as_of()).unwrap_or(date(2026, 11, 22));
    let planner = Planner::new(&network, &Scenario::on(day))?;
    let explanations = match &args.explained {
        Some(path) => Explanation::table(&std::fs::read_to_string(path)?)?,
        None if args.only_tables.is_some() => Vec::new(),
        None => Explanation::europe_central_asia(),
    };
    let reviewed = audit(&planner, Some(&atlas))?.reviewed(&explanations);
    let found = &reviewed.open;

    writeln!(
        out,
        "{} on {day}: {} places, {} crossings, {} links, {} services, {} operators, {} sources",
        network.name(),
        network.places().count(),
        network.crossings().count(),
        network.links().count(),
        network.services().count(),
        network.operators().count(),
        network.sources().count(),
    )?;
    let mut table = Table::new();
    table
        .load_style(UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(["", "found", "what to do"]);
    let mut lists = String::new();
    for group in found.by_heading() {
        let Some(first) = group.first() else {
            continue;
        };
        let weight = match first.severity() {
            Severity::Fault => "fault",
            Severity::Notice => "notice",
        };
        let what = format!("{} {}", group.len(), first.heading());
        table.add_row([weight, &what, first.remedy()]);
        let wanted = |text: &String| {
            let only = args.only.as_deref().unwrap_or_default();
            first.heading().contains(only) || text.contains(only)
        };
        let texts: Vec<String> = group
            .iter()
            .map(ToString::to_string)
            .filter(wanted)
            .collect();
        if texts.is_empty() {
            continue;
        }
        let most = if args.all { texts.len() } else { FEW };
        writeln!(lists, "\n{}", first.heading())?;
        for text in texts.iter().take(most) {
            writeln!(lists, "  {text}")?;
        }
        if texts.len() > most {
            writeln!(lists, "  ... and {} more (--all)", texts.len() - most)?;
        }
    }
    writeln!(out, "{table}\n{lists}")?;
    let faults = found.faults().count();
    writeln!(
        out,
        "{faults} faults, {} open notices, {} explained",
        found.findings.len() - faults,
        reviewed.explained.len()
    )?;
    if args.all {
        for (finding, why) in &reviewed.explained {
            writeln!(
                out,
                "  explained: {finding}: {} ({})",
                why.reason, why.source
            )?;
        }
    }
    for stale in &reviewed.stale {
        writeln!(
            out,
            "  explained, but found no more: {} of {}",
            stale.kind, stale.subject
        )?;
    }
    Ok(if found.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn main() -> ExitCode {
    shared::answer(run)
}

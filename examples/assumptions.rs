//! Which assumptions weigh most in the answers to a list of requests, what would replace them, and what to find
//! out next.
//!
//! ```sh
//! cargo run --release --example assumptions
//! cargo run --release --example assumptions -- mine.csv --count 50 --tables my-tables
//! ```

mod shared;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use trade_corridor::analysis::assumptions::Assumptions;
use trade_corridor::atlas::Atlas;
use trade_corridor::planner::{Progress, Sampling};
use trade_corridor::prelude::*;

/// Hours and USD by how far their figures can be relied on: every request under two policies, once
/// fastest and once cheapest.
#[derive(Parser)]
struct Args {
    /// A table with the columns `from` and `to`; twenty requests of the region when left out.
    #[arg(value_name = "TABLE")]
    requests: Option<PathBuf>,
    /// How many sources are listed.
    #[arg(long, default_value_t = 20)]
    count: usize,
    /// How often everything that is not known is drawn to find what is worth knowing; 0: not at all.
    #[arg(long, default_value_t = 256)]
    draws: u32,
    /// The day.
    #[arg(long, default_value = "2026-11-22")]
    on: Date,
    /// A folder of tables that extend or correct the embedded ones.
    #[arg(long, value_name = "FOLDER")]
    tables: Option<PathBuf>,
    /// A folder of tables that stand alone; it needs an `atlas.toml`.
    #[arg(long, value_name = "FOLDER", conflicts_with = "tables")]
    only_tables: Option<PathBuf>,
}

#[derive(serde::Deserialize)]
struct Row {
    from: String,
    to: String,
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let table = match &args.requests {
        Some(path) => {
            std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?
        }
        None => include_str!("requests.csv").to_owned(),
    };
    let network = match (&args.only_tables, &args.tables) {
        (Some(folder), _) => Atlas::folder(folder)?.load()?,
        (None, Some(folder)) => Atlas::embedded().with_folder(folder)?.load()?,
        (None, None) => Network::europe_central_asia().clone(),
    };
    let planner = Planner::new(&network, &Scenario::on(args.on))?;
    let (mut routes, mut requests) = (Vec::new(), Vec::new());
    let mut without = 0;
    for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
        let Row { from, to } = row?;
        for policy in [Policy::open(), Policy::russia_excluded()] {
            let request = Request::new(&*from, &*to).policy(policy);
            for objective in [Objective::Time, Objective::Cost] {
                match planner.best(&request, &objective) {
                    Ok(route) => routes.push(route),
                    Err(error) => without += error.into_no_route().map(|_| 1)?,
                }
            }
            requests.push(request);
        }
    }
    let found = Assumptions::of(&routes);
    writeln!(out, "{found}")?;
    if without > 0 {
        writeln!(
            out,
            "{without} questions have no route and are not counted\n"
        )?;
    }
    write!(out, "{}", found.heaviest(args.count, &network))?;
    if args.draws > 0 {
        let sampling = Sampling::default().draws(args.draws);
        let sure =
            planner.confidence_of_each(&requests, &sampling, &Progress::none(), |_, _| ())?;
        writeln!(
            out,
            "\nwhat to find out next: what it is worth to know before choosing, cheapest, {} draws of {} requests",
            args.draws, sure.answered
        )?;
        for (at, one) in sure.find_out_next().iter().take(args.count).enumerate() {
            writeln!(out, "{:>3}  {one}", at + 1)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

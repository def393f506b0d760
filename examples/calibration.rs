//! Prints every usable published figure beside the computed one.
//!
//! `cargo run --release --example calibration -- mine.csv`

mod shared;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use trade_corridor::analysis::calibration::{Benchmark, calibrate};
use trade_corridor::prelude::*;

/// Published figures against computed ones: distances, hours, prices, borders.
#[derive(Parser)]
struct Args {
    /// A table of figures in the form of data/benchmarks.csv; the embedded one when left out
    table: Option<PathBuf>,
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let benchmarks = match Args::parse().table {
        Some(path) => {
            let named = |error| format!("{}: {error}", path.display());
            Benchmark::table(&std::fs::read_to_string(&path).map_err(named)?)?
        }
        None => Benchmark::europe_central_asia(),
    };
    let network = Network::europe_central_asia();
    // Published hours are means of a year; in October waits for ships are nearest to those.
    let day = date(2026, 10, 15);
    let planner = Planner::new(network, &Scenario::on(day))?;
    writeln!(out, "{}", calibrate(&planner, &benchmarks))?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

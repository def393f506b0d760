//! Prints every usable published figure beside the computed one.
//!
//! ```sh
//! cargo run --release --example calibration
//! cargo run --release --example calibration -- mine.csv --tables my-tables
//! cargo run --release --example calibration -- --draws 256
//! cargo run --release --example calibration -- --model-error 64
//! ```

mod shared;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use trade_corridor::analysis::calibration::{Benchmark, calibrate, coverage, model_error};
use trade_corridor::atlas::Atlas;
use trade_corridor::planner::{ModelErrors, Sampling};
use trade_corridor::prelude::*;

/// Published figures against computed ones: distances, hours, prices, borders.
#[derive(Parser)]
struct Args {
    /// A table of figures in the form of data/benchmarks.csv; the embedded one when left out
    table: Option<PathBuf>,
    /// A folder of tables that extend or correct the embedded ones.
    #[arg(long, value_name = "FOLDER")]
    tables: Option<PathBuf>,
    /// A folder of tables that stand alone; it needs an `atlas.toml`.
    #[arg(long, value_name = "FOLDER", conflicts_with = "tables")]
    only_tables: Option<PathBuf>,
    /// Draw everything that is not known so often, and print how many of the figures that judge lie inside.
    #[arg(long, value_name = "DRAWS")]
    draws: Option<u32>,
    /// Draw so often, and print what the model itself gets wrong: the rows of `data/model_errors.csv`.
    #[arg(long, value_name = "DRAWS")]
    model_error: Option<u32>,
    /// What the model gets wrong, for the draws: a table as `data/model_errors.csv`; the embedded one when left out.
    #[arg(long, value_name = "FILE")]
    model_errors: Option<PathBuf>,
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let benchmarks = match args.table {
        Some(path) => {
            let named = |error| format!("{}: {error}", path.display());
            Benchmark::table(&std::fs::read_to_string(&path).map_err(named)?)?
        }
        None => Benchmark::europe_central_asia(),
    };
    let network = match (&args.only_tables, &args.tables) {
        (Some(folder), _) => Atlas::folder(folder)?.load()?,
        (None, Some(folder)) => Atlas::embedded().with_folder(folder)?.load()?,
        (None, None) => Network::europe_central_asia().clone(),
    };
    // Published hours are means of a year; in October waits for ships are nearest to those.
    let day = date(2026, 10, 15);
    let planner = Planner::new(&network, &Scenario::on(day))?;
    writeln!(out, "{}", calibrate(&planner, &benchmarks))?;
    if let Some(draws) = args.model_error {
        let sampling = Sampling::default().draws(draws);
        writeln!(out, "what the model itself gets wrong, over {draws} draws")?;
        for estimate in model_error(&planner, &benchmarks, &sampling)? {
            writeln!(out, "{estimate}")?;
        }
    }
    if let Some(draws) = args.draws {
        let judged = benchmarks.into_iter().filter(|it| it.judged);
        let judged: Vec<Benchmark> = judged.collect();
        let mut sampling = Sampling::default().draws(draws);
        if let Some(path) = &args.model_errors {
            let table = ModelErrors::from_csv(&std::fs::read_to_string(path)?)?;
            sampling = sampling.model_errors(table);
        }
        let found = coverage(&planner, &judged, &sampling)?;
        write!(out, "figures that judge, over {draws} draws\n{found}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

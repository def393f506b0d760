//! Prints every usable published figure beside the computed one.
//!
//! `cargo run --release --example calibration`, or with the path of a table of your own.

use std::error::Error;

use trade_corridor::analysis::calibration::{Benchmark, calibrate};
use trade_corridor::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let network = Network::europe_central_asia();
    let day = network.as_of().unwrap_or(date(2026, 11, 22));
    let planner = Planner::new(network, &Scenario::on(day))?;
    let benchmarks = match std::env::args().nth(1) {
        Some(path) => Benchmark::table(&std::fs::read_to_string(path)?)?,
        None => Benchmark::europe_central_asia(),
    };
    println!("{}", calibrate(&planner, &benchmarks));
    Ok(())
}

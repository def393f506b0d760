//! Prints every usable published figure beside the computed one.
//!
//! `cargo run --release --example calibration`

use std::error::Error;

use trade_corridor::analysis::calibration::{Benchmark, calibrate};
use trade_corridor::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let network = Network::europe_central_asia();
    let day = network.as_of().unwrap_or(date(2026, 11, 22));
    let planner = Planner::new(network, &Scenario::on(day))?;
    println!("{}", calibrate(&planner, &Benchmark::europe_central_asia()));
    Ok(())
}

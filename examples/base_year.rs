//! The base year: what the model sends through gates, beside what was counted there.
//!
//! `cargo run --release --example base_year -- --calibrate`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use trade_corridor::analysis::flows::base::{self, Group, Held};
use trade_corridor::analysis::flows::{Flows, Table};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

/// Holds flows of 2024 against what was counted at gates.
#[derive(Parser)]
struct Args {
    /// Look for the value of time and scale of each group by what its gates say, each gate judged by what the others
    /// of its group choose
    #[arg(long)]
    calibrate: bool,
    /// Print the flows of each group
    #[arg(long)]
    flows: bool,
}

/// USD per tonne and hour, and scales per USD, that are tried.
const HOURS: [f64; 6] = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8];
const SCALES: [f64; 6] = [0.000_5, 0.001, 0.002, 0.004, 0.008, 0.016];

fn spread(planner: &Planner, groups: &[Group], table: &Table) -> Result<Held, Box<dyn Error>> {
    let flows = base::settle(planner, groups, table, &Progress::none())?;
    Ok(base::hold(groups, &flows, table, &base::gates()))
}

/// How far off the gates are that a group's flows pass, as factors: a third and three times are as far.
fn misses(held: &Held) -> Vec<Option<f64>> {
    let miss = |modelled: f64, published: f64| (modelled.max(1.0) / published).ln().abs();
    let gates = held.gates.iter();
    gates
        .map(|gate| gate.judges().then(|| miss(gate.modelled, gate.published)))
        .collect()
}

fn calibrate(
    out: &mut dyn Write,
    planner: &Planner,
    groups: &[Group],
    table: &Table,
) -> Result<(), Box<dyn Error>> {
    for group in groups {
        let mut tried = Vec::new();
        for hour in HOURS {
            for scale in SCALES {
                let mut group = group.clone();
                group.settings = base::settings(hour, scale)?;
                let held = spread(planner, std::slice::from_ref(&group), table)?;
                tried.push((hour, scale, held));
            }
        }
        let passed = |at: usize| tried.iter().any(|(.., held)| held.gates[at].modelled > 0.0);
        let gates = tried.first().map_or(0, |(.., held)| held.gates.len());
        let own: Vec<usize> = (0..gates)
            .filter(|at| passed(*at) && tried[0].2.gates[*at].judges())
            .collect();
        writeln!(out, "{}", group.name)?;
        let best = |left_out: Option<usize>| {
            let sum = |held: &Held| -> f64 {
                let misses = misses(held);
                let counted = own.iter().filter(|at| Some(**at) != left_out);
                counted.filter_map(|at| misses[*at]).sum()
            };
            tried.iter().min_by(|a, b| sum(&a.2).total_cmp(&sum(&b.2)))
        };
        for at in &own {
            if let Some((hour, scale, held)) = best(Some(*at)) {
                let gate = &held.gates[*at];
                let error = gate.error() * 100.0;
                writeln!(
                    out,
                    "  {error:>+6.0} %  {}, by the others at {hour} and {scale}",
                    gate.gate
                )?;
            }
        }
        if let Some((hour, scale, _)) = best(None) {
            writeln!(out, "  all: {hour} USD per tonne and hour, {scale} per USD")?;
        }
    }
    Ok(())
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let planner = Planner::new(Network::europe_central_asia(), &Scenario::on(base::DAY))?;
    let (groups, table) = (base::groups()?, Table::embedded());
    if args.calibrate {
        calibrate(out, &planner, &groups, &table)?;
        return Ok(ExitCode::SUCCESS);
    }
    let flows = base::settle(&planner, &groups, &table, &Progress::none())?;
    for (group, flows) in groups.iter().zip(&flows) {
        let (hour, choice) = (group.settings.cost.value_of_time, group.settings.choice);
        writeln!(
            out,
            "{}: {} USD per tonne and hour, {choice:?}",
            group.name,
            hour.as_usd()
        )?;
        if args.flows {
            writeln!(out, "{flows}\n")?;
        }
        jams(out, flows)?;
    }
    let held = base::hold(&groups, &flows, &table, &base::gates());
    writeln!(out, "\n{held}")?;
    Ok(ExitCode::SUCCESS)
}

fn jams(out: &mut dyn Write, flows: &Flows) -> Result<(), Box<dyn Error>> {
    let jams = flows.jams.iter();
    for jam in jams.filter(|jam| jam.used >= 0.8) {
        let (used, hours) = (jam.used * 100.0, jam.queue.as_hours());
        writeln!(out, "  {used:.0} % of {}, {hours:.1} h of queue", jam.at)?;
    }
    Ok(())
}

fn main() -> ExitCode {
    shared::answer(run)
}

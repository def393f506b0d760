//! What may it charge: revenue against toll on the Armenian section, the best tolls, and who pays.
//!
//! `cargo run --release --example toll -- --on line:AM-tripp-rail,line:AM-tripp-road --scale 0.005`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::toll::{Toll, curve};
use trade_corridor::prelude::*;
use trade_corridor::quantity::PerYear;

/// Revenue against the toll of one trip, the toll of most revenue, of most joint revenue of the members and of
/// most welfare, and what each flow pays.
#[derive(Parser)]
struct Args {
    /// What is tolled, such as operator:TDC.
    #[arg(long, default_value = "operator:TDC")]
    on: String,
    /// Scenario, one of the embedded ones.
    #[arg(long, default_value = "tripp-with-kars-dilucu")]
    scenario: String,
    /// Policy, one of the embedded ones.
    #[arg(long, default_value = "russia-excluded")]
    policy: String,
    /// Choose by logit of this scale per USD instead of the cheapest way alone.
    #[arg(long)]
    scale: Option<f64>,
}

/// Boxes a year are for the sake of the example.
const FLOWS: [(&str, &str, u32); 4] = [
    ("Baku", "Nakhchivan", 2_000),
    ("Baku", "Istanbul", 10_000),
    ("Almaty", "Mersin", 5_000),
    ("Baku", "Yerevan", 500),
];

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let scenario = Scenario::preset(&args.scenario)?;
    let planner = Planner::new(Network::europe_central_asia(), &scenario)?;
    let flows = FLOWS
        .map(|(from, to, boxes)| Flow::new(Request::new(from, to), PerYear::from_count(boxes)));
    let demand = Demand::from_iter(flows).under(&Policy::preset(&args.policy)?);
    let mut asked = Toll::on(args.on.as_str()).points(9);
    if let Some(per_usd) = args.scale {
        asked = asked.logit(per_usd, 3);
    }
    let found = curve(&planner, &demand, asked)?;

    let best = [
        ("most revenue", found.most_revenue),
        ("most joint revenue", found.most_joint),
        ("most welfare", found.most_welfare),
    ];
    let points = found.points.iter().map(|point| ("", *point));
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header([
        "USD a trip",
        "trips a year",
        "revenue",
        "joint",
        "welfare",
        "",
    ]);
    for (name, it) in points.chain(best) {
        let usd = [it.revenue, it.joint, it.welfare].map(|usd| format!("{:.0}", usd.as_usd()));
        let [revenue, joint, welfare] = usd;
        let (toll, trips) = (format!("{:.2}", it.toll.as_usd()), it.traffic.as_boxes());
        table.add_row([
            toll,
            format!("{trips:.0}"),
            revenue,
            joint,
            welfare,
            name.to_owned(),
        ]);
    }
    for column in table.column_iter_mut().take(5) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(
        out,
        "{} on {}, USD a year\n{table}",
        found.subject, found.day
    )?;
    for flow in &found.flows {
        let gap = flow
            .gap
            .map_or_else(|| "none".to_owned(), |gap| gap.to_string());
        writeln!(
            out,
            "{} to {}: gap {gap}, pays {}",
            flow.from.name, flow.to.name, flow.pays
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

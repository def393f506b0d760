//! What may it charge: revenue against toll on the Armenian section, the best tolls, and who pays.
//!
//! `cargo run --release --features report --example toll -- --on line:AM-tripp-rail --scale 0.005 --svg toll.svg`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::toll::{Toll, curve};
use trade_corridor::prelude::*;

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
    /// Draw revenue against toll into this SVG file.
    #[cfg(feature = "report")]
    #[arg(long)]
    svg: Option<std::path::PathBuf>,
}

/// Boxes a year are for the sake of the example.
const FLOWS: &str = "from,to,boxes_a_year\nBaku,Nakhchivan,2000\nBaku,Istanbul,10000
Almaty,Mersin,5000\nBaku,Yerevan,500\n";

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let scenario = Scenario::preset(&args.scenario)?;
    let planner = Planner::new(Network::europe_central_asia(), &scenario)?;
    let demand = Demand::from_csv(FLOWS)?.under(&Policy::preset(&args.policy)?);
    let mut asked = Toll::on(args.on.as_str()).points(9 * 8 + 1);
    if let Some(per_usd) = args.scale {
        asked = asked.logit(per_usd, 3);
    }
    let found = curve(&planner, &demand, asked)?;

    let best = [found.most_revenue, found.most_joint, found.most_welfare];
    let best = ["most revenue", "most joint revenue", "most welfare"]
        .into_iter()
        .zip(best);
    let points = found.points.iter().step_by(9).map(|point| ("", *point));
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header("USD a trip;trips a year;revenue;joint;welfare;".split(';'));
    for (name, it) in points.chain(best) {
        let usd = [it.revenue, it.joint, it.welfare].map(|usd| format!("{:.0}", usd.as_usd()));
        let (toll, trips) = (it.toll.as_usd(), it.traffic.as_boxes());
        let first = [format!("{toll:.2}"), format!("{trips:.0}")];
        table.add_row(first.into_iter().chain(usd).chain([name.to_owned()]));
    }
    for column in table.column_iter_mut().take(5) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let (subject, day) = (&found.subject, found.day);
    writeln!(out, "{subject} on {day}, USD a year\n{table}")?;
    for flow in &found.flows {
        let gap = flow.gap.map_or("none".to_owned(), |gap| gap.to_string());
        let (from, to, pays) = (&flow.from.name, &flow.to.name, flow.pays);
        writeln!(out, "{from} to {to}: gap {gap}, pays {pays}")?;
    }
    #[cfg(feature = "report")]
    if let Some(file) = &args.svg {
        let picture = trade_corridor::render::report::Lines::revenue(&found).picture()?;
        std::fs::write(file, picture)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

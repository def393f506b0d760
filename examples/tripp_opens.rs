//! The day the route through southern Armenia opens: the same requests before and after.
//!
//! `cargo run --release --example tripp_opens -- --scenario tripp-with-kars-dilucu`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::prelude::*;

/// What changes for some requests when a scenario comes true.
#[derive(Parser)]
struct Args {
    /// Scenario that is set against the same day without its changes, of the embedded ones.
    #[arg(long, default_value = "tripp-with-kars-dilucu")]
    scenario: String,
    /// Policy, of the embedded ones.
    #[arg(long, default_value = "russia-excluded")]
    policy: String,
}

const REQUESTS: [(&str, &str); 6] = [
    ("Baku", "Nakhchivan"),
    ("Baku", "Istanbul"),
    ("Almaty", "Istanbul"),
    ("Tashkent", "Mersin"),
    ("Baku", "Yerevan"),
    ("Nakhchivan", "Poti"),
];

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let opened = Scenario::preset(&args.scenario)?;
    let before = Planner::new(network, &Scenario::on(opened.day()))?;
    let after = Planner::new(network, &opened)?;
    let policy = Policy::preset(&args.policy)?;
    writeln!(
        out,
        "{} ({}), {}",
        opened.name(),
        opened.day(),
        policy.name()
    )?;
    writeln!(out, "{}\n", opened.note())?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["from", "to", "least", "before", "after", "what changes"]);
    for (from, to) in REQUESTS {
        let request = Request::new(from, to).policy(policy.clone());
        for (word, objective) in [
            ("km", Objective::Distance),
            ("hours", Objective::Time),
            ("USD", Objective::Cost),
        ] {
            let least = |route: &Route| match objective {
                Objective::Distance => format!("{:.0}", route.distance().as_km()),
                Objective::Time => format!("{:.0}", route.duration().as_hours()),
                _ => format!("{:.2}", route.cost().as_usd()),
            };
            let find = |planner: &Planner| planner.best(&request, &objective).ok();
            let (old, new) = (find(&before), find(&after));
            let change = match (&old, &new) {
                (Some(old), Some(new)) if old.steps == new.steps => "nothing".to_owned(),
                (Some(old), Some(new)) => compare(old, new).to_string(),
                (None, Some(_)) => "there is a route now".to_owned(),
                (Some(_), None) => "there is no route any more".to_owned(),
                (None, None) => "no route before or after".to_owned(),
            };
            let show = |route: &Option<Route>| route.as_ref().map_or("–".to_owned(), least);
            table.add_row([from, to, word, &show(&old), &show(&new), &change]);
        }
    }
    writeln!(out, "{table}")?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

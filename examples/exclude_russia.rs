//! What "not through Russia" means: four meanings, four answers to one question.
//!
//! `cargo run --release --example exclude_russia -- Tbilisi Yerevan --least time --without road`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::network::Party;
use trade_corridor::policy::OwnershipMethod;
use trade_corridor::policy::ownership::Holdings;
use trade_corridor::prelude::*;
use trade_corridor::verify::verify;

/// The best route under each meaning of "Russia excluded", and under all of them.
#[derive(Parser)]
struct Args {
    /// Where it starts: code or name.
    #[arg(default_value = "Yerevan")]
    from: String,
    /// Where it ends: code or name.
    #[arg(default_value = "Orsha")]
    to: String,
    /// The day.
    #[arg(long, default_value = "2026-11-22")]
    on: Date,
    /// What is to be least: distance, direct, time, cost or emissions.
    #[arg(long, default_value = "cost")]
    least: Objective,
    /// Modes that are not taken.
    #[arg(long, value_name = "MODE")]
    without: Vec<Mode>,
}

const MEANINGS: [&str; 6] = [
    "open",
    "russia-territory",
    "russia-operator",
    "russia-owner",
    "russia-call-or-flag",
    "russia-excluded",
];

/// Who of those that touch the goods is registered in Russia or owned from there.
fn russian_hands(route: &Route, network: &Network, planner: &Planner) -> String {
    let russia = "RU".parse().expect("a country");
    let holdings = Holdings::of(planner.world());
    let listed = holdings.list(network, |home| home == russia, &[]);
    let counted = holdings
        .counted(&listed, OwnershipMethod::Aggregate50)
        .expect("sums are exact");
    let mut hands: Vec<&str> = Vec::new();
    for (id, name, _) in route
        .steps
        .iter()
        .chain(route.atoms())
        .flat_map(|step| &step.parties)
    {
        let Some(operator) = network.operator_by_id(id) else {
            continue;
        };
        let home = network.operator(operator).map(|operator| operator.domicile);
        let owned = counted.share(Party::Operator(operator)).is_some();
        if (home == Some(russia) || owned) && !hands.contains(&name.as_str()) {
            hands.push(name);
        }
    }
    hands.join(", ")
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let scenario = Scenario::on(args.on);
    let planner = Planner::new(network, &scenario)?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["rules", "km", "hours", "USD", "countries", "Russian hands"]);
    let mut notes = Vec::new();
    for name in MEANINGS {
        let mut policy = Policy::preset(name)?;
        let title = policy.name().to_owned();
        for mode in &args.without {
            policy = policy.with(Rule::exclude_mode(*mode).labelled(format!("not by {mode}")));
        }
        let request = Request::new(&args.from, &args.to).policy(policy);
        match planner.best(&request, &args.least) {
            Ok(route) => {
                verify(&route, &request.policy, network, &scenario)?;
                let countries: Vec<String> =
                    route.countries().iter().map(ToString::to_string).collect();
                table.add_row([
                    title,
                    format!("{:.0}", route.distance().as_km()),
                    format!("{:.0}", route.duration().as_hours()),
                    format!("{:.2}", route.cost().as_usd()),
                    countries.join(" "),
                    russian_hands(&route, network, &planner),
                ]);
            }
            Err(error) => {
                let none = error.into_no_route()?;
                table.add_row([title.as_str(), "–", "–", "–", "no route", ""]);
                notes.push(format!("{title}: {none}"));
            }
        }
    }
    writeln!(
        out,
        "{} to {}, {} for one 40 ft container of 20 t, {}",
        args.from, args.to, args.least, args.on
    )?;
    writeln!(out, "{table}")?;
    for note in notes {
        writeln!(out, "{note}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

//! What "not through Russia" means: four meanings, four answers to one question.
//!
//! `cargo run --release --example exclude_russia -- Tbilisi Yerevan`

use std::error::Error;

use clap::Parser;
use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::prelude::*;
use trade_corridor::route::verify;

/// The cheapest route under each meaning of "Russia excluded", and under all of them.
#[derive(Parser)]
struct Args {
    /// Where it starts: code or name.
    #[arg(default_value = "Almaty")]
    from: String,
    /// Where it ends: code or name.
    #[arg(default_value = "Yerevan")]
    to: String,
    /// The day.
    #[arg(long, default_value = "2026-11-22")]
    on: Date,
    /// Only by rail and sea.
    #[arg(long)]
    no_road: bool,
}

const MEANINGS: [&str; 6] = [
    "open",
    "russia-territory",
    "russia-operator",
    "russia-owner",
    "russia-call-or-flag",
    "russia-excluded",
];

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let scenario = Scenario::on(args.on);
    let planner = Planner::new(network, &scenario)?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["rules", "km", "hours", "USD", "countries"]);
    let mut notes = Vec::new();
    for name in MEANINGS {
        let mut policy = Policy::preset(name)?;
        let title = policy.name().to_owned();
        if args.no_road {
            policy = policy.with_labelled("no road", Rule::exclude_mode(Mode::Road));
        }
        let request = Request::new(&args.from, &args.to).policy(policy);
        match planner.cheapest(&request) {
            Ok(route) => {
                verify(&route, request.rules(), network, &scenario)?;
                let countries: Vec<String> =
                    route.countries().iter().map(ToString::to_string).collect();
                table.add_row([
                    title,
                    format!("{:.0}", route.distance().as_km()),
                    format!("{:.0}", route.duration().as_hours()),
                    format!("{:.2}", route.cost().as_usd()),
                    countries.join(" "),
                ]);
            }
            Err(error @ (RouteError::NoRoute(_) | RouteError::EndpointExcluded { .. })) => {
                table.add_row([title.as_str(), "–", "–", "–", "no route"]);
                notes.push(format!("{title}: {error}"));
            }
            Err(other) => return Err(other.into()),
        }
    }
    println!(
        "{} to {}, one 40 ft container of 20 t, {}",
        args.from, args.to, args.on
    );
    println!("{table}");
    for note in notes {
        println!("{note}");
    }
    Ok(())
}

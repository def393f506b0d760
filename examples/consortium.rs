//! What consortia on a route are attributed, and what a company's members are worth over its term.
//!
//! The members of an association or venture are attributed what they charge, by kilometre and by parity; the
//! members of the company for the route through southern Armenia share by their stakes, year by year. What is
//! attributed is revenue: income needs costs, which nobody has published.
//!
//! `cargo run --release --example consortium -- --years 49 --discount 5`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use jiff::civil::date;
use trade_corridor::analysis::settlement::{Division, Horizon, settle, settle_over};
use trade_corridor::prelude::*;

/// Revenue of the members of consortia, on a route and over a term.
#[derive(Parser)]
struct Args {
    /// Where it starts: code or name.
    #[arg(default_value = "Aktau")]
    from: String,
    /// Where it ends: code or name.
    #[arg(default_value = "Tbilisi")]
    to: String,
    /// Years of the term of TRIPP: 49 are agreed, 50 more contemplated.
    #[arg(long, default_value = "99")]
    years: u32,
    /// Per cent by which a dollar is worth less each year.
    #[arg(long, default_value = "5")]
    discount: f64,
    /// Revenue of a year in million USD, the same each year; nobody has published one.
    #[arg(long, default_value = "1")]
    revenue: f64,
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
    let policy = Policy::russia_excluded().with(Rule::exclude_mode(Mode::Road));
    let request = Request::new(&*args.from, &*args.to).policy(policy);
    let routes = [planner.cheapest(&request)?];
    writeln!(out, "{}\n", routes[0])?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["consortium", "divided", "member", "USD", "why nothing"]);
    for consortium in ["TITR", "MCM", "BTKI", "UTLC"] {
        for (words, division) in [
            ("as charged", Division::AsCharged),
            ("by kilometre", Division::Kilometres),
            ("by parity", Division::Parity),
            ("by equity", Division::Equity),
        ] {
            match settle(planner.world(), consortium, &routes, division) {
                Ok(settled) => {
                    for part in settled.parts {
                        let usd = format!("{:.2}", part.amount.as_usd());
                        let why = part.reason.map_or_else(String::new, |why| why.to_string());
                        table.add_row([consortium, words, &part.member.id, &usd, &why]);
                    }
                }
                Err(error) => {
                    table.add_row([consortium, words, "–", "–", &error.to_string()]);
                }
            }
        }
    }
    writeln!(out, "{table}\n")?;

    let first = date(2026, 5, 26);
    let horizon = Horizon {
        first,
        years: args.years,
        discount_percent: args.discount,
    };
    let level = Money::from_usd(args.revenue * 1e6)?;
    let outlook = settle_over(network, &Scenario::on(first), "TDC", horizon, |_| level)?;
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header([
        "member of TDC",
        "sum in USD",
        "present value in USD",
        "% of it",
    ]);
    for (sum, present) in outlook.undiscounted.iter().zip(&outlook.present_value) {
        let percent = outlook.percent_of(&present.member.id).unwrap_or_default();
        table.add_row([
            present.member.name.to_string(),
            format!("{:.0}", sum.amount.as_usd()),
            format!("{:.0}", present.amount.as_usd()),
            format!("{percent:.1}"),
        ]);
    }
    let Args {
        years, discount, ..
    } = args;
    writeln!(
        out,
        "TRIPP from {first} for {years} years, {discount} % a year\n{table}"
    )?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

//! What each formula on record for the route through southern Armenia charges, and whom it pays.
//!
//! A box of 20 t goes from Baku to Nakhchivan and to Istanbul under each formula, without Russia and Iran.
//! The table says cost, hours, what the company of the route is paid, what states are paid at borders, and
//! who holds the company. Tolls nobody has published are parameters of the scenarios: `--toll` sets that of
//! the road.
//!
//! `cargo run --release --example formulas -- --toll 1.5`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::settlement::Ledger;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;
use trade_corridor::scenario::World;

/// Cost, hours, payees and states' income under each formula on record.
#[derive(Parser)]
struct Args {
    /// Toll of the road in USD a truck and km, within the range that the scenarios state.
    #[arg(long)]
    toll: Option<f64>,
    /// Modes that are not taken, such as `rail`.
    #[arg(long, value_name = "MODE")]
    without: Vec<Mode>,
}

/// The name of the road's toll in the scenarios.
const TOLL: &str = "TRIPP road toll";

/// How the names of formulas on record begin.
const FORMULAS: &str = "armenia-takes concession russia-joins status tripp";

/// Who holds a company in a world, with how much.
fn held(world: &World, company: &str) -> String {
    let network = world.network();
    let held = network.party(company);
    let stakes = world.stakes().filter(|stake| Some(stake.held) == held);
    let told = stakes.map(|stake| {
        let holder = network.party_id(stake.holder).unwrap_or_default();
        format!("{holder} {:.0} %", stake.share.as_percent())
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Cost, hours, what both companies and the states are paid, and who holds the companies.
fn row(scenario: &Scenario, request: &Request) -> Result<Vec<String>, Box<dyn Error>> {
    let planner = Planner::new(Network::europe_central_asia(), scenario)?;
    let mut row = match planner.cheapest(request) {
        Ok(route) => {
            let ledger = Ledger::of([&route]);
            let states = ledger.states().into_iter();
            let states = states.map(|(state, paid)| format!("{state} {:.2}", paid.as_usd()));
            vec![
                format!("{:.2}", route.cost().as_usd()),
                format!("{:.0}", route.duration().as_hours()),
                format!("{:.2}", ledger.revenue("TDC").as_usd()),
                format!("{:.2}", ledger.revenue("SCR").as_usd()),
                states.collect::<Vec<_>>().join(", "),
            ]
        }
        Err(error) => {
            error.into_no_route()?;
            ["no route", "", "", "", ""].map(str::to_owned).to_vec()
        }
    };
    row.extend(["TDC", "SCR"].map(|company| held(planner.world(), company)));
    Ok(row)
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let shipment = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?;
    let mut policy = Policy::russia_excluded().with(Rule::exclude_territory("IR".parse()?));
    for mode in args.without {
        policy = policy.with(Rule::exclude_mode(mode));
    }
    let on_record = |name: &&str| FORMULAS.split(' ').any(|begin| name.starts_with(begin));
    for to in ["Nakhchivan", "Istanbul"] {
        let request = Request::new("Baku", to).shipment(shipment);
        let request = request.policy(policy.clone());
        let mut table = Table::new();
        table.load_style(UTF8_HORIZONTAL_ONLY);
        let heads = "formula;USD;hours;to TDC;to SCR;to states;holders of TDC;holders of SCR";
        table.set_header(heads.split(';'));
        for name in Scenario::presets().filter(on_record) {
            let mut scenario = Scenario::preset(name)?;
            let tolled = scenario.parameters().any(|known| known.name == TOLL);
            if let Some(toll) = args.toll.filter(|_| tolled) {
                scenario = scenario.with_parameter(TOLL, Rate::from_usd(toll)?)?;
            }
            let cells = row(&scenario, &request)?;
            table.add_row([vec![name.to_owned()], cells].concat());
        }
        writeln!(out, "Baku to {to}\n{table}\n")?;
    }
    writeln!(out, "What nobody has published, as assumed:")?;
    for known in Scenario::preset("tripp-front-office")?.parameters() {
        let [usd, low, high] = [known.usd, known.low, known.high].map(Rate::as_usd);
        let (name, source) = (known.name, known.source);
        writeln!(out, "  {name}: {usd} ({low} to {high}) USD; {source}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

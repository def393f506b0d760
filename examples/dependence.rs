//! How far a country's trade depends on another one, today and under each formula on record, and what would end it.
//!
//! `cargo run --release --example dependence -- --whose AM --on GE --ends 50`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_HORIZONTAL_ONLY};
use trade_corridor::analysis::criticality::Dependence;
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::dependence::{Basis, DependenceQuestion, Measure, Whose};
use trade_corridor::analysis::projects::CostTable;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

/// What part of the trade touches a country's territory, and what part those whom its parties stand behind.
#[derive(Parser)]
struct Args {
    /// Flows of a year, an embedded list.
    #[arg(long, default_value = "armenia-trade")]
    demand: String,
    /// Whose flows: those that start or end in this country.
    #[arg(long, default_value = "AM")]
    whose: Country,
    /// On whom it depends; repeat it for several.
    #[arg(long, default_values = ["GE", "RU"])]
    on: Vec<Country>,
    /// To how many per cent of the USD projects and formulas on record, one alone, would have to bring it.
    #[arg(long, default_value = "50")]
    ends: Share,
}

/// How the names of formulas on record begin.
const FORMULAS: &str = "armenia- concession russia-joins status tripp";

/// The day, whatever that of a scenario.
const DAY: Date = date(2029, 6, 1);

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let demand = Demand::embedded(&args.demand)?.under(&Policy::open());
    let none = Progress::none();
    let whose = Whose::Country(args.whose);
    let ask = |on: &Dependence| DependenceQuestion::on(on.clone()).whose(whose.clone());
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    let heads = "world: on;USD %;t %;USD more without it;t cut off;HHI of payees";
    table.set_header(heads.split(';'));
    let kinds = [Dependence::Territory, Dependence::Owner];
    let on = args.on.iter().flat_map(|it| kinds.map(|kind| kind(*it)));
    let on: Vec<Dependence> = on.collect();
    let on_record = |name: &&str| FORMULAS.split(' ').any(|begin| name.starts_with(begin));
    for name in Scenario::presets().filter(on_record) {
        let planner = Planner::new(network, &Scenario::preset(name)?.with_day(DAY))?;
        for on in &on {
            let found = ask(on).answer(&planner, &demand, &none)?;
            let percent = |basis| format!("{:.1}", found.share(basis).as_percent());
            let (more, cut_off) = (found.independence.more, found.independence.cut_off);
            table.add_row([
                format!("{name}: {on}"),
                percent(Basis::Usd),
                percent(Basis::Tonnes),
                format!("{:.0}", more.as_usd()),
                format!("{:.0}", cut_off.goods.as_tonnes()),
                found.payees.to_string(),
            ]);
        }
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{}, {DAY}\n{table}\n", args.demand)?;
    let today = Planner::new(network, &Scenario::on(DAY))?;
    let measures = Measure::on_record(network, &CostTable::embedded())?;
    let wanted = (Basis::Usd, args.ends);
    for on in &on {
        let question = ask(on).bounds(1, 99);
        let ends = question.ends_it(&today, &demand, &measures, wanted, &none)?;
        writeln!(out, "{on}: {ends}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

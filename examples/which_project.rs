//! Which projects to build first under a budget, in which order, and what one is worth without another.
//!
//! `cargo run --release --example which_project -- --budget 1000 --demand armenia-trade`

mod shared;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::flows::{Assignment, Background, Choice, Table};
use trade_corridor::analysis::projects::{
    Aim, CostTable, Project, ProjectsQuestion, check_with_queues,
};
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;

/// The best set of projects on record for a list of flows, the order of building, complements and substitutes.
#[derive(Parser)]
struct Args {
    /// Flows of a year, an embedded list.
    #[arg(long, default_value = "armenia-trade")]
    demand: String,
    /// Millions of USD that may be spent.
    #[arg(long, default_value_t = 1_000.0)]
    budget: f64,
    /// Per cent by which a year later counts less, and for how many years savings count.
    #[arg(long, default_value = "5")]
    rate: Share,
    #[arg(long, default_value_t = 30)]
    years: u32,
    /// USD that an hour of a tonne of goods is worth; 0 counts money alone.
    #[arg(long, default_value_t = 0.1)]
    hour: f64,
    /// A cost of one's own in millions of USD, such as `TRIPP-road=100..200..400`; repeat it for several.
    #[arg(long)]
    cost: Vec<String>,
    /// Weigh what a set saves less what it costs.
    #[arg(long)]
    net: bool,
}

/// The day of the world in which nothing of it is built.
const DAY: Date = date(2029, 6, 1);

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(DAY))?;
    let demand = Demand::embedded(&args.demand)?.under(&Policy::open());
    let mut projects = Project::on_record(network, &CostTable::embedded())?;
    for text in &args.cost {
        Project::set_cost(&mut projects, text)?;
    }
    let cost = GeneralisedCost::of_time(Rate::from_usd(args.hour)?);
    let none = Progress::none();
    let question = ProjectsQuestion::of(projects.clone(), Money::from_usd(args.budget * 1e6)?)
        .discounted(args.rate, args.years)
        .aim(if args.net { Aim::Net } else { Aim::Savings })
        .objective(Objective::Generalised(cost));
    let found = question.answer(&planner, &demand, &none)?;
    writeln!(out, "{}\n{found}\n", args.demand)?;

    // The same set where crossings, ports and services take so much and no more.
    let settings = Assignment::new(cost, Choice::logit(0.004)?);
    let table = Table::embedded();
    let observed = Background::observed(&planner, &demand, &table, &settings, &none)?;
    let set = (&projects[..], &found.best.projects[..]);
    let flows = (&table, &observed, &settings);
    let checked = check_with_queues(&planner, &demand, set, flows, &none)?;
    writeln!(out, "{checked}")?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

//! `corridor projects`: which projects to build first.

use std::error::Error;
use std::fmt;

use clap::Args;
use trade_corridor::analysis::flows::{Assignment, Background, Choice, Table};
use trade_corridor::analysis::projects::{
    Aim, Checked, CostTable, Programme, Project, ProjectsQuestion, check_with_queues,
};
use trade_corridor::json::ProjectsDocument;
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;

use crate::Answered;
use crate::flows::Flows;
use crate::output::Output;

/// Find the best set of projects under a budget, the order of building, and what one is worth without another
#[derive(Args)]
#[command(after_help = "\
Projects are those of the tables, at the costs on record (data/project_costs.csv) or stated here. What a set saves is
what the flows pay less in a year when everybody goes the best way; volumes stay. Projects that the scenario opens
are built already.

Examples:
  corridor projects --demand armenia-trade --policy open --budget 1000
  corridor projects --demand armenia-trade --policy open --budget 1000 --cost TRIPP-road=100..200..400
  corridor projects --demand armenia-trade --policy open --budget 1000 --hour 0.1 --net --queues 0.004
  corridor projects --demand flows.csv --budget 1000 --project TRIPP-rail --project HORADIZ-AGHBAND --json")]
pub(crate) struct Projects {
    #[command(flatten)]
    flows: Flows,
    /// What may be spent, in millions of USD
    #[arg(long, value_name = "MILLIONS")]
    budget: f64,
    /// Only these projects, by id; repeat it for each. All of the tables unless given
    #[arg(long, value_name = "ID")]
    project: Vec<String>,
    /// What a project costs, in millions of USD, with its 5 % and 95 % quantiles if it has some; repeat it for several
    #[arg(long, value_name = "ID=LOW..COST..HIGH")]
    cost: Vec<String>,
    /// By how many per cent a year later counts less
    #[arg(long, value_name = "PERCENT", default_value = "5")]
    rate: Share,
    /// For how many years savings count
    #[arg(long, default_value_t = 30)]
    years: u32,
    /// Millions of USD that come in a year, for the order of building; a tenth of the budget unless given
    #[arg(long, value_name = "MILLIONS")]
    funds: Option<f64>,
    /// Weigh savings less costs instead of savings within the budget
    #[arg(long)]
    net: bool,
    /// What an hour of a tonne of goods is worth in USD; money alone counts unless given
    #[arg(long, value_name = "USD")]
    hour: Option<f64>,
    /// How often costs are drawn between their quantiles
    #[arg(long, default_value_t = 1_000)]
    draws: u32,
    /// Hold the best set against queues, ways being chosen by logit of this scale per USD
    #[arg(long, value_name = "PER_USD")]
    queues: Option<f64>,
}

/// What both questions are answered.
struct Found {
    programme: Programme,
    queues: Option<Checked>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.programme.fmt(f)?;
        match &self.queues {
            Some(queues) => write!(f, "\n{queues}"),
            None => Ok(()),
        }
    }
}

fn millions(amount: f64) -> Result<Money, Box<dyn Error>> {
    Ok(Money::from_usd(amount * 1e6)?)
}

impl Projects {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let (planner, demand) = self.flows.read()?;
        let network = planner.world().network();
        let mut projects = Project::on_record(network, &CostTable::embedded())?;
        for text in &self.cost {
            Project::set_cost(&mut projects, text)?;
        }
        if !self.project.is_empty() {
            let named = self.project.iter();
            let named = named.map(|name| Project::find(name, &projects));
            projects = named.collect::<Result<_, _>>()?;
        }
        let generalised = GeneralisedCost::of_time(Rate::from_usd(self.hour.unwrap_or(0.0))?);
        let mut question = ProjectsQuestion::of(projects.clone(), millions(self.budget)?)
            .discounted(self.rate, self.years)
            .aim(if self.net { Aim::Net } else { Aim::Savings })
            .draws(self.draws, 1);
        if let Some(funds) = self.funds {
            question = question.funds(millions(funds)?);
        }
        if self.hour.is_some() {
            question = question.objective(Objective::Generalised(generalised));
        }
        let none = Progress::none();
        let programme = question.answer(&planner, &demand, &none)?;
        let queues = match self.queues {
            Some(scale) => {
                let settings = Assignment::new(generalised, Choice::logit(scale)?);
                let table = Table::embedded();
                let observed = Background::observed(&planner, &demand, &table, &settings, &none)?;
                let set = (&projects[..], &programme.best.projects[..]);
                let flows = (&table, &observed, &settings);
                Some(check_with_queues(&planner, &demand, set, flows, &none)?)
            }
            None => None,
        };
        let all = programme.without.is_empty();
        let found = Found { programme, queues };
        self.flows.print(out, &found, || {
            let least = &found.programme.terms.objective;
            let asked = self.flows.asked(&demand, &planner, least);
            let queues = found.queues.as_ref();
            serde_json::to_string(&ProjectsDocument::of(asked, &found.programme, queues))
        })?;
        Ok(if all { Answered::All } else { Answered::NotAll })
    }
}

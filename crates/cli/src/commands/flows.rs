//! `corridor flows`: who fills which way, and what jams.

use std::error::Error;
#[cfg(feature = "map")]
use std::path::PathBuf;

use clap::Args;
use trade_corridor::analysis::flows::{Assignment, Background, Choice, Table, assign};
use trade_corridor::json::FlowsDocument;
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;

use crate::Answered;
use crate::arguments::regular;
use crate::flows::Flows;
use crate::output::Output;

/// Spread flows over ways that differ, and say what jams and what one box a year more of it is worth
#[derive(Args)]
#[command(after_help = "\
Shipments choose among ways by money and hours, those of queues included, until they are chosen again at the hours
that they make. What passes beside the list is what was observed on the day without changes, less what of the list
goes there when nothing jams. What nobody knows the capacity of is unlimited, and listed.

Examples:
  corridor flows --demand middle-corridor --policy open
  corridor flows --demand middle-corridor --policy open --scenario tripp-opens --value-of-time 0.2
  corridor flows --demand flows.csv --capacities capacities.csv --alone --json
  corridor flows --demand middle-corridor --policy open --map flows.svg")]
pub(crate) struct Spread {
    #[command(flatten)]
    flows: Flows,
    /// What an hour is worth, USD per tonne of goods
    #[arg(long, value_name = "USD", default_value_t = 0.1)]
    value_of_time: f64,
    /// How strongly a USD tells in the choice of ways, per USD
    #[arg(long, value_name = "PER_USD", default_value_t = 0.003)]
    scale: f64,
    /// All take the way of least money and hours, instead of a choice by scale
    #[arg(long, conflicts_with = "scale")]
    least: bool,
    /// Ways of a flow at first; queues may add some
    #[arg(long, default_value_t = 5)]
    ways: usize,
    /// A CSV file with the columns of `data/capacity.csv`, instead of the embedded capacities and the room of vessels
    #[arg(long, value_name = "FILE")]
    capacities: Option<String>,
    /// Nothing passes beside the list
    #[arg(long)]
    alone: bool,
    /// Draw flows and jams here, as an SVG map
    #[cfg(feature = "map")]
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
}

impl Spread {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let settings = self.settings()?;
        let table = self.table()?;
        let (planner, demand) = self.flows.read()?;
        let none = Progress::none();
        let others = if self.alone {
            Background::none()
        } else {
            let world = planner.world();
            let as_it_is = Planner::new(world.network(), &Scenario::on(world.day()))?;
            Background::observed(&as_it_is, &demand, &table, &settings, &none)?
        };
        let found = assign(&planner, &demand, &table, &others, &settings, &none)?;
        #[cfg(feature = "map")]
        if let Some(path) = &self.map {
            crate::flow_map::write(&planner, &found, path)?;
        }
        self.flows.print(out, &found, || {
            let least = Objective::Generalised(settings.cost);
            let asked = self.flows.asked(&demand, &planner, &least);
            serde_json::to_string(&FlowsDocument::of(asked, &demand, &settings, &found))
        })?;
        let all = found.rows.iter().all(|row| row.ways.is_ok());
        Ok(if all { Answered::All } else { Answered::NotAll })
    }

    fn settings(&self) -> Result<Assignment, Box<dyn Error>> {
        let cost = GeneralisedCost::of_time(Rate::from_usd(self.value_of_time)?);
        let choice = if self.least {
            Choice::Least
        } else {
            Choice::logit(self.scale)?
        };
        let mut settings = Assignment::new(cost, choice);
        settings.ways = self.ways;
        Ok(settings)
    }

    fn table(&self) -> Result<Table, Box<dyn Error>> {
        let Some(path) = &self.capacities else {
            return Ok(Table::embedded());
        };
        let table = Table::read(regular(path)?);
        Ok(table.map_err(|error| format!("`{path}`: {error}"))?)
    }
}

//! Arguments of commands that ask about a list of flows, and how they print.

use std::error::Error;
use std::fmt::Display;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use trade_corridor::analysis::demand::{Demand, DemandLimits};
use trade_corridor::json::FlowsAsked;
use trade_corridor::prelude::*;

use crate::arguments::{Tables, When, policy, regular};
use crate::output::Output;

/// Which flows, when, and under which rules.
#[derive(Args)]
pub(crate) struct Flows {
    /// A CSV file with `from`, `to` and `boxes_a_year` in its header, or the name of an embedded list
    #[arg(long, value_name = "FILE|LIST")]
    demand: String,
    #[command(flatten)]
    when: When,
    /// A preset's name or a TOML file, for all flows
    #[arg(long, value_name = "NAME|FILE", default_value = "russia-excluded")]
    policy: String,
    /// One JSON object; `corridor schema` describes it by the name of the command
    #[arg(long)]
    json: bool,
    /// Write here instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    tables: Tables,
}

impl Flows {
    /// The planner of the day, and the flows under the policy.
    ///
    /// # Errors
    /// Unreadable tables, files and texts; a list that is not there.
    pub(crate) fn read(&self) -> Result<(Planner, Demand), Box<dyn Error>> {
        let network = self.tables.load()?;
        let planner = Planner::new(&network, &self.when.scenario()?)?;
        let demand = list(&self.demand)?;
        Ok((planner, demand.under(&policy(&self.policy)?)))
    }

    /// What is asked, for documents.
    pub(crate) fn asked(
        &self,
        demand: &Demand,
        planner: &Planner,
        objective: &Objective,
    ) -> FlowsAsked {
        let (day, scenario) = (planner.world().day(), self.when.name());
        FlowsAsked::of(demand, day, scenario, &self.policy, objective)
    }

    /// Prints an answer as a table, or as JSON, which is made only then.
    ///
    /// # Errors
    /// What cannot be written.
    pub(crate) fn print(
        &self,
        out: &mut Output,
        table: &dyn Display,
        json: impl FnOnce() -> serde_json::Result<String>,
    ) -> Result<(), Box<dyn Error>> {
        out.redirect(self.out.as_deref());
        if self.json {
            writeln!(out, "{}", json()?)?;
        } else {
            writeln!(out, "{table}")?;
        }
        Ok(())
    }
}

/// The flows of a CSV file, for a name that ends in `.csv` or `.txt`, or of the embedded list of that name.
///
/// # Errors
/// An unreadable file, all faults of its table; a list that is not there.
pub(crate) fn list(name: &str) -> Result<Demand, Box<dyn Error>> {
    let is_file = Path::new(name)
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("txt"));
    if !is_file {
        return Ok(Demand::embedded(name)?);
    }
    let read = Demand::read(regular(name)?, &DemandLimits::default());
    Ok(read.map_err(|error| format!("`{name}`: {error}"))?)
}

//! `corridor gains`: who gains and who loses where one world becomes another.

use std::error::Error;

use clap::Args;
use trade_corridor::analysis::gains::{FlowOutcome, GainsQuestion};
use trade_corridor::json::GainsDocument;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Least, scenario};
use crate::flows::Flows;
use crate::output::Output;

/// Say who gains and who loses a year, by country, where one world becomes another
#[derive(Args)]
#[command(after_help = "\
The first world is the day without changes, or that of `--against`; the second one is that of `--scenario`. In
each of both views (operators and treasury, owners and treasury) the others are paid less what shippers pay less,
to the cent. It is revenue, before costs.

Examples:
  corridor gains --demand middle-corridor --scenario tripp-opens
  corridor gains --demand armenia-trade --policy open --scenario tripp-opens --importers 100
  corridor gains --demand flows.csv --scenario tripp-opens --against tripp-and-border --json")]
pub(crate) struct Gained {
    #[command(flatten)]
    flows: Flows,
    /// The first world: a preset's name or a TOML file, on the day of the second
    #[arg(long, value_name = "NAME|FILE")]
    against: Option<String>,
    /// Per cent of what a shipment costs that shippers bear where it ends
    #[arg(long, value_name = "PERCENT", default_value = "50")]
    importers: Share,
    /// Do not ask what flows that do not change lack to use what is new
    #[arg(long)]
    no_lacks: bool,
    /// Least of what
    #[arg(long, alias = "objective", value_enum, default_value = "cost")]
    least: Least,
}

impl Gained {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let (after, demand) = self.flows.read()?;
        let day = after.world().day();
        let first = match &self.against {
            Some(name) => scenario(name)?.with_day(day),
            None => Scenario::on(day),
        };
        let before = Planner::new(after.world().network(), &first)?;
        let question = GainsQuestion::new()
            .objective(self.least.objective())
            .importers(self.importers)
            .lacks(!self.no_lacks);
        let found = question.answer(&before, &after, &demand, &Progress::none())?;
        self.flows.print(out, &found, || {
            let asked = self.flows.asked(&demand, &after, &question.objective);
            serde_json::to_string(&GainsDocument::of(asked, &demand, &found))
        })?;
        let unanswered = |flow: &FlowOutcome| matches!(flow, FlowOutcome::Unanswered { .. });
        let all = !found.flows.iter().any(unanswered);
        Ok(if all { Answered::All } else { Answered::NotAll })
    }
}

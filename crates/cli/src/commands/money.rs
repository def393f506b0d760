//! `corridor money`: who is paid on routes, and who receives it in the end.

use std::error::Error;

use clap::Args;
use trade_corridor::analysis::money::{Trail, follow};
use trade_corridor::json::MoneyDocument;
use trade_corridor::planner::Progress;

use crate::Answered;
use crate::arguments::Least;
use crate::flows::Flows;
use crate::output::Output;

/// Follow the money of flows: who is paid a year, and who receives it in the end
#[derive(Args)]
#[command(after_help = "\
Payees on one side, owners and treasuries on the other, are the same money and add up to the same sum. It is revenue,
before costs. Shares are those of the day; what has no owner on record is told as such.

Examples:
  corridor money --demand middle-corridor
  corridor money --demand armenia-trade --policy open --csv
  corridor money --demand flows.csv --scenario concession-to-kazakhstan --json")]
pub(crate) struct Money {
    #[command(flatten)]
    flows: Flows,
    /// A row for each payee and recipient, as CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Least of what
    #[arg(long, alias = "objective", value_enum, default_value = "cost")]
    least: Least,
}

impl Money {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let (planner, demand) = self.flows.read()?;
        let objective = self.least.objective();
        let year = follow(&planner, &demand, &objective, &Progress::none())?;
        if self.csv {
            let rows = csv(&year.money)?;
            self.flows
                .print(out, &rows.trim_end(), || Ok(String::new()))?;
        } else {
            self.flows.print(out, &year, || {
                let asked = self.flows.asked(&demand, &planner, &objective);
                serde_json::to_string(&MoneyDocument::of(asked, &demand, &year))
            })?;
        }
        let all = year.unfollowed.is_empty();
        Ok(if all { Answered::All } else { Answered::NotAll })
    }
}

fn csv(money: &Trail) -> Result<String, Box<dyn Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["payee", "recipient", "country", "share_percent", "usd"])?;
    for row in &money.received {
        let country = row.recipient.country();
        writer.write_record([
            row.payee.to_string(),
            row.recipient.to_string(),
            country.map_or_else(String::new, |country| country.to_string()),
            format!("{:.4}", row.share.as_percent()),
            format!("{:.2}", row.amount.as_usd()),
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    Ok(String::from_utf8(bytes)?)
}

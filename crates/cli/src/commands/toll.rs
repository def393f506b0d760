//! `corridor toll`: what something may charge, and who pays.

use std::error::Error;

use clap::Args;
use trade_corridor::analysis::toll::{self, Toll, Tolled};
use trade_corridor::json::TollDocument;
use trade_corridor::prelude::{Money, Objective};

use crate::Answered;
use crate::flows::Flows;
use crate::output::Output;

/// Show what a toll on something brings, the best tolls, and who pays
#[derive(Args)]
#[command(after_help = "\
A toll is taken once a trip, on top of what is charged now. Flows go their cheapest way, or by logit choice with
`--scale`. With several subjects the tolls that bring most together are found.

Examples:
  corridor toll TDC --demand flows.csv --scenario tripp-opens
  corridor toll 'line:AM-tripp-rail,line:AM-tripp-road' --demand flows.csv --scenario tripp-opens --scale 0.005
  corridor toll operator:TDC operator:GR --demand flows.csv --scenario tripp-opens --ceiling 2000")]
pub(crate) struct Tolls {
    /// What is tolled: operator:, consortium:, line:, link:, crossing:, service: or place: and an id, or an id
    /// alone; several of one kind with commas between are one toll
    #[arg(required = true, value_name = "SUBJECT")]
    tolled: Vec<String>,
    #[command(flatten)]
    flows: Flows,
    /// Choose by logit of this scale per USD, such as 0.005, instead of the cheapest way alone
    #[arg(long, value_name = "PER_USD")]
    scale: Option<f64>,
    /// Ways around that a logit chooses between
    #[arg(long, default_value_t = 3, requires = "scale")]
    ways: usize,
    /// The highest toll that is looked at, in USD
    #[arg(long, value_name = "USD")]
    ceiling: Option<f64>,
    /// What one more trip costs whoever takes the toll, in USD
    #[arg(long, value_name = "USD", default_value_t = 0.0)]
    marginal_cost: f64,
    /// Whose joint revenue is looked at, by operator id; repeat it for several
    #[arg(long, value_name = "OPERATOR")]
    member: Vec<String>,
    /// How many points the curve has
    #[arg(long, default_value_t = 200)]
    points: usize,
}

/// Combinations of several tolls that are looked at.
const MOST_VERTICES: u64 = 10_000_000;

impl Tolls {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let (planner, demand) = self.flows.read()?;
        let asked_of = || self.flows.asked(&demand, &planner, &Objective::Cost);
        let ceiling = self.ceiling.map(Money::from_usd).transpose()?;
        if self.tolled.len() > 1 {
            let on: Vec<Tolled> = self.tolled.iter().map(|on| on.as_str().into()).collect();
            let found = toll::several(&planner, &demand, &on, ceiling, MOST_VERTICES)?;
            self.flows.print(out, &found, || {
                serde_json::to_string(&TollDocument::several(asked_of(), &found))
            })?;
            let all = found.pays.iter().all(Option::is_some);
            return Ok(if all { Answered::All } else { Answered::NotAll });
        }
        let mut asked = Toll::on(self.tolled[0].as_str())
            .points(self.points)
            .marginal_cost(Money::from_usd(self.marginal_cost)?)
            .members(&self.member);
        if let Some(per_usd) = self.scale {
            asked = asked.logit(per_usd, self.ways);
        }
        if let Some(most) = ceiling {
            asked = asked.ceiling(most);
        }
        let curve = toll::curve(&planner, &demand, asked)?;
        self.flows.print(out, &curve, || {
            serde_json::to_string(&TollDocument::one(asked_of(), &demand, &curve))
        })?;
        let all = curve.unanswered.is_empty();
        Ok(if all { Answered::All } else { Answered::NotAll })
    }
}

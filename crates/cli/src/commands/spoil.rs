//! `corridor spoil`: the worst that closing a few things does to a list of flows.

use std::error::Error;

use clap::{Args, ValueEnum};
use trade_corridor::analysis::interdiction::{Interdiction, LeverKind, levers_of, worst};
use trade_corridor::json::SpoilDocument;
use trade_corridor::prelude::Objective;

use crate::Answered;
use crate::flows::Flows;
use crate::output::Output;

/// Find the worst that closing a few things does to flows, and what to secure first
#[derive(Args)]
#[command(after_help = "\
What is left without a route comes before what others pay more. The answer is exact; where it takes more searches
than allowed, an error says so.

Examples:
  corridor spoil --demand flows.csv --budget 2
  corridor spoil --demand flows.csv --budget 3 --among crossing --among operator
  corridor spoil --demand flows.csv --held-by RU --policy open --json")]
pub(crate) struct Spoil {
    #[command(flatten)]
    flows: Flows,
    /// How many things are closed at the most
    #[arg(long, default_value_t = 2)]
    budget: usize,
    /// What may be closed; repeat it for several kinds
    #[arg(long, value_enum, default_values = ["crossing", "service"])]
    among: Vec<Kind>,
    /// Close only what a country (by code), operator or owner (by id) holds
    #[arg(long, value_name = "ACTOR")]
    held_by: Option<String>,
    /// Searches at the most, each for one flow in one world
    #[arg(long, value_name = "COUNT")]
    most_searches: Option<usize>,
}

/// Kinds of what can be closed.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Crossing,
    Link,
    Service,
    Operator,
}

impl Kind {
    const fn lever(self) -> LeverKind {
        match self {
            Self::Crossing => LeverKind::Crossing,
            Self::Link => LeverKind::Link,
            Self::Service => LeverKind::Service,
            Self::Operator => LeverKind::Operator,
        }
    }
}

impl Spoil {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let (planner, demand) = self.flows.read()?;
        let kinds = self.among.iter().map(|kind| kind.lever());
        let mut asked = Interdiction::new(self.budget).among(kinds);
        if let Some(actor) = &self.held_by {
            asked = asked.levers(levers_of(planner.world(), actor)?);
        }
        if let Some(most) = self.most_searches {
            asked = asked.most_searches(most);
        }
        let found = worst(&planner, &demand, &asked)?;
        self.flows.print(out, &found, || {
            let asked = self.flows.asked(&demand, &planner, &Objective::Cost);
            let price_year = planner.world().network().price_year();
            serde_json::to_string(&SpoilDocument::of(asked, &demand, &found, price_year))
        })?;
        let all = found.unanswered.is_empty();
        Ok(if all { Answered::All } else { Answered::NotAll })
    }
}

//! `corridor sure`: how far an answer carries, alone or beside that of another scenario or policy.

use std::error::Error;
use std::io::Write as _;

use clap::Args;
use trade_corridor::json::{Asked, SureDocument};
use trade_corridor::planner::{Confidence, ConfidenceBetween, NoRoute, Question, Sampling};
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Draws, Form, Goods, Least, Tables, Whole, Written, day, policy, scenarios};
use crate::output::{Output, sure};
use crate::rows;

/// Draw everything that is not known about a route: how far its figures carry, and what else could be best
#[derive(Args)]
#[command(after_help = "\
With two scenarios or two policies both are drawn together: what is dear in a draw is dear in both, and the
second is compared with the first draw by draw. Every scenario is asked on its own day unless `--on` is given.

Examples:
  corridor sure Khorgos Istanbul
  corridor sure Khorgos Istanbul --on 2029-01-01 --scenario status-quo --scenario tripp-opens
  corridor sure Khorgos Istanbul --policy open --policy russia-excluded
  corridor sure Almaty Vienna --least time --draws 4096 --json")]
pub(crate) struct Sure {
    /// Start: UN/LOCODE, name or alias, such as CNHGS or Khorgos
    from: String,
    /// End, such as TRIST or Istanbul
    to: String,
    /// Day on which things are open, valid and owned; that of each scenario unless given
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// What is changed: a preset's name or a TOML file; repeat it for before and after
    #[arg(long, value_name = "NAME|FILE")]
    scenario: Vec<String>,
    /// A preset's name or a TOML file; repeat it to compare two
    #[arg(long, value_name = "NAME|FILE", default_values = ["russia-excluded"])]
    policy: Vec<String>,
    #[command(flatten)]
    goods: Goods,
    #[command(flatten)]
    whole: Whole,
    /// Least of what
    #[arg(long, alias = "objective", value_enum, default_value = "cost")]
    least: Least,
    #[command(flatten)]
    draws: Draws,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    tables: Tables,
}

/// One of at most two questions, and what its scenario and policy are called.
struct Asking<'a> {
    planner: Planner,
    request: Request,
    scenario: &'a str,
    policy: &'a str,
}

/// What it was answered.
type Found = Result<Confidence, NoRoute>;

impl Sure {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let count = self.scenario.len().max(1) * self.policy.len();
        if count > 2 {
            return Err(format!(
                "{count} questions are too many to draw together: give two scenarios or two policies"
            )
            .into());
        }
        let network = self.tables.load()?;
        let questions = self.questions(&network)?;
        let sampling = self.draws.sampling(self.least.objective())?;
        let (found, between) = answered(&questions, &sampling)?;
        out.redirect(self.written.out.as_deref());
        match self.written.form() {
            Form::Json => {
                for (at, (question, found)) in questions.iter().zip(&found).enumerate() {
                    let between = between.as_ref().filter(|_| at > 0);
                    let written = self.document(question, found, &sampling, between);
                    writeln!(out, "{}", serde_json::to_string(&written)?)?;
                }
            }
            Form::Csv => self.rows(out, &questions, &found)?,
            Form::Table => {
                for (question, found) in questions.iter().zip(&found) {
                    let title = self.title(question);
                    match found {
                        Ok(found) => sure::print(out, &title, found)?,
                        Err(none) => writeln!(out, "{}\n{none}\n", out.strong(&title))?,
                    }
                }
                if let Some(between) = &between {
                    sure::print_between(out, between)?;
                }
            }
        }
        let all = found.iter().all(Result::is_ok);
        Ok(if all { Answered::All } else { Answered::NotAll })
    }

    fn questions(&self, network: &Network) -> Result<Vec<Asking<'_>>, Box<dyn Error>> {
        let shipment = self.goods.shipment()?;
        let request = Request::new(&self.from, &self.to).shipment(shipment);
        let mut questions = Vec::new();
        for (at, scenario) in scenarios(&self.scenario, self.on)?.iter().enumerate() {
            let planner = Planner::new(network, scenario)?;
            for name in &self.policy {
                let policy = self.whole.added_to(policy(name)?, network)?;
                questions.push(Asking {
                    planner: planner.clone(),
                    request: request.clone().policy(policy),
                    scenario: self.scenario.get(at).map_or("", String::as_str),
                    policy: name,
                });
            }
        }
        Ok(questions)
    }

    fn title(&self, question: &Asking<'_>) -> String {
        let day = question.planner.world().day();
        let superlative = self.least.superlative();
        let (from, to, policy) = (&self.from, &self.to, question.policy);
        let scenario = match question.scenario {
            "" => String::new(),
            name => format!("scenario `{name}`, "),
        };
        format!("{from} to {to}, {superlative} on {day}, {scenario}policy `{policy}`")
    }

    fn document(
        &self,
        question: &Asking<'_>,
        found: &Found,
        sampling: &Sampling,
        between: Option<&ConfidenceBetween>,
    ) -> SureDocument {
        let world = question.planner.world();
        let asked = Question::new(question.request.clone(), self.least.objective());
        let asked = Asked::of(&asked, world.day(), question.scenario, question.policy);
        let written = match found {
            Ok(found) => SureDocument::of(asked, found, sampling, world.network().price_year()),
            Err(none) => SureDocument::none(asked, none),
        };
        match between {
            Some(between) => written.differing(between),
            None => written,
        }
    }

    /// One row for each way.
    fn rows(
        &self,
        out: &mut Output,
        questions: &[Asking<'_>],
        found: &[Found],
    ) -> Result<(), Box<dyn Error>> {
        let asked = ["from", "to", "on", "scenario", "policy", "least", "unit"];
        let heads = asked.into_iter().chain(sure::WAY_COLUMNS);
        rows::write(out, &heads.map(str::to_owned).collect::<Vec<_>>())?;
        let unit = sure::unit(self.least);
        for (question, found) in questions.iter().zip(found) {
            let day = question.planner.world().day().to_string();
            let least = self.least.to_string();
            let asked = [
                &self.from,
                &self.to,
                &day,
                question.scenario,
                question.policy,
                &least,
                unit,
            ]
            .map(str::to_owned);
            for way in found.iter().flat_map(Confidence::ways) {
                let Ok(found) = found else { continue };
                let cells = asked.iter().cloned().chain(sure::way(found, way));
                rows::write(out, &cells.collect::<Vec<_>>())?;
            }
        }
        Ok(())
    }
}

/// The answers, and for two that both have a route how they differ.
fn answered(
    questions: &[Asking<'_>],
    sampling: &Sampling,
) -> Result<(Vec<Found>, Option<ConfidenceBetween>), trade_corridor::Error> {
    if let [first, second] = questions {
        let after = (&second.planner, &second.request);
        let between = first
            .planner
            .confidence_between(&first.request, after, sampling);
        match between {
            Ok(between) => {
                let found = vec![Ok(between.before.clone()), Ok(between.after.clone())];
                return Ok((found, Some(between)));
            }
            // One of them has none; the other one is still worth printing.
            Err(trade_corridor::Error::NoRoute(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let found = questions.iter().map(|question| {
        let sure = question
            .planner
            .confidence_with(&question.request, sampling);
        match sure {
            Ok(found) => Ok(Ok(found)),
            Err(error) => error.into_no_route().map(Err),
        }
    });
    Ok((found.collect::<Result<_, _>>()?, None))
}

//! `corridor plan`: routes from one place to another, leg by leg.

use std::error::Error;
use std::io::Write as _;

use clap::Args;
use trade_corridor::geojson::FeatureCollection;
use trade_corridor::json::{AnswerDocument, Asked};
use trade_corridor::planner::{Question, Sampling};
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Form, Goods, Least, Tables, When, Whole, Written, policy};
use crate::output::Output;
use crate::output::co2e;
use crate::output::legs;
use crate::rows::{self, Cells};

/// Print the routes from one place to another, leg by leg
#[derive(Args)]
#[command(after_help = "\
Examples:
  corridor plan CNHGS TRIST
  corridor plan Khorgos Istanbul --unit trailer --plate GE --policy open --least cost
  corridor plan Almaty Istanbul --policy open --must-use operator:ADY --via Aktau --via Poti
  corridor plan Almaty Istanbul --least cost --without RU --without IR --json
  corridor plan Baku Istanbul --policy russia-excluded --least cost --sure
  corridor plan Baku Istanbul --geojson --out routes.geojson
  corridor plan Baku Istanbul --policy my-rules.toml --tables my-tables")]
pub(crate) struct Plan {
    /// Start: UN/LOCODE, name or alias, such as CNHGS or Khorgos
    from: String,
    /// End, such as TRIST or Istanbul
    to: String,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    goods: Goods,
    /// A preset's name or a TOML file; repeat it to compare policies
    #[arg(long, value_name = "NAME|FILE", default_values = ["open", "russia-excluded"])]
    policy: Vec<String>,
    #[command(flatten)]
    whole: Whole,
    /// Least of what, instead of distance, direct, time and cost; repeat it for several
    #[arg(long, alias = "objective", value_enum)]
    least: Vec<Least>,
    /// Print what is emitted by transport chain element, well to tank and tank to wheel apart
    #[arg(
        long,
        value_enum,
        value_name = "FORM",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "table",
        conflicts_with_all = ["json", "csv", "geojson"]
    )]
    co2e: Option<co2e::Form>,
    /// Print how sure each route is, in one line: 1,024 draws of everything that is not known
    #[arg(long, conflicts_with_all = ["json", "csv", "geojson", "co2e"])]
    sure: bool,
    #[command(flatten)]
    written: Written,
    /// One GeoJSON feature collection with a line for each step that moves
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    geojson: bool,
    #[command(flatten)]
    tables: Tables,
}

/// One of the questions of a run, and how it was answered.
struct Row<'a> {
    policy: &'a str,
    least: Least,
    question: &'a Question,
    answer: Result<Route, trade_corridor::Error>,
}

impl Plan {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let shipment = self.goods.shipment()?;
        let policies = self.policy.iter().map(|name| Ok((name, policy(name)?)));
        let policies: Vec<(&String, Policy)> = policies.collect::<Result<_, Box<dyn Error>>>()?;
        let least: &[Least] = if self.least.is_empty() {
            &[Least::Distance, Least::Direct, Least::Time, Least::Cost]
        } else {
            &self.least
        };
        let network = self.tables.load()?;
        let planner = Planner::new(&network, &self.when.scenario()?)?;
        out.redirect(self.written.out.as_deref());
        let mut lines = FeatureCollection {
            bbox: None,
            features: Vec::new(),
            foreign_members: None,
        };
        if self.written.form() == Form::Csv {
            rows::write(out, &Self::heads())?;
        }
        let mut answered = Answered::All;
        for (name, policy) in policies {
            let policy = self.whole.added_to(policy, &network)?;
            let request = Request::new(&self.from, &self.to)
                .shipment(shipment)
                .policy(policy);
            for least in least {
                let question = Question::new(request.clone(), least.objective());
                let answer = planner.best(&question.request, &question.objective);
                let row = Row {
                    policy: name,
                    least: *least,
                    question: &question,
                    answer,
                };
                match &row.answer {
                    Ok(_) => {}
                    Err(trade_corridor::Error::NoRoute(_)) => answered = Answered::NotAll,
                    Err(error) => return Err(error.clone().into()),
                }
                if self.geojson {
                    lines.features.extend(row.features(&network));
                } else {
                    self.print(out, &planner, &row)?;
                }
            }
            if !self.is_text() {
                continue;
            }
            if let Ok(kept) = planner.kept_out(&request) {
                writeln!(out, "\nkept out   {kept}")?;
            }
        }
        if self.geojson {
            writeln!(out, "{lines}")?;
        }
        Ok(answered)
    }

    /// Whether it is printed to be read by people.
    fn is_text(&self) -> bool {
        !self.geojson && self.written.form() == Form::Table && self.co2e != Some(co2e::Form::Json)
    }

    fn heads() -> Vec<String> {
        let asked = ["from", "to", "on", "scenario", "policy", "least"];
        rows::heads(&asked.into_iter().collect())
            .iter()
            .map(str::to_owned)
            .collect()
    }

    fn print(
        &self,
        out: &mut Output,
        planner: &Planner,
        row: &Row<'_>,
    ) -> Result<(), Box<dyn Error>> {
        let day = planner.world().day();
        let superlative = row.least.superlative();
        match (self.written.form(), self.co2e) {
            (Form::Json, _) => {
                let asked = Asked::of(row.question, day, self.when.name(), row.policy);
                let network = planner.world().network();
                let answer = AnswerDocument::of(asked, row.answer.as_ref(), network, &[]);
                writeln!(out, "{}", serde_json::to_string(&answer)?)?;
            }
            (Form::Csv, _) => {
                let day = day.to_string();
                let word = row.least.to_string();
                let asked = [
                    &self.from,
                    &self.to,
                    &day,
                    self.when.name(),
                    row.policy,
                    &word,
                ];
                let cells = Cells::of(row.answer.as_ref());
                let asked = asked.into_iter().map(str::to_owned);
                let all: Vec<String> = asked.chain(cells.iter().map(str::to_owned)).collect();
                rows::write(out, &all)?;
            }
            (Form::Table, Some(co2e::Form::Json)) => {
                let (policy, objective) = (row.policy, superlative);
                let report = match &row.answer {
                    Ok(route) => serde_json::json!({
                        "from": route.from.code, "to": route.to.code, "day": day, "policy": policy,
                        "objective": objective, "co2e": route.chain_report(),
                    }),
                    Err(error) => serde_json::json!({
                        "day": day, "policy": policy, "objective": objective, "no_route": error.no_route(),
                    }),
                };
                writeln!(out, "{report}")?;
            }
            (Form::Table, with) => {
                let title = format!("{superlative} on {day}, policy `{}`", row.policy);
                match &row.answer {
                    Ok(route) => {
                        legs::print(out, &title, route)?;
                        if with.is_some() {
                            co2e::print(out, route)?;
                        }
                        if self.sure {
                            let sampling = Sampling::default();
                            let sampling = sampling.objective(row.question.objective.clone());
                            let sure = planner.confidence_with(&row.question.request, &sampling)?;
                            writeln!(out, "sure       {}", sure.in_short())?;
                        }
                    }
                    Err(error) => writeln!(out, "\n{title}: {error}")?,
                }
            }
        }
        Ok(())
    }
}

impl Row<'_> {
    /// Its lines, each with the policy and what the route has least of.
    fn features(&self, network: &Network) -> Vec<trade_corridor::geojson::Feature> {
        let Ok(route) = &self.answer else {
            return Vec::new();
        };
        let mut features = route.geojson(network).features;
        for feature in &mut features {
            feature.set_property("policy", self.policy);
            feature.set_property("least", self.least.to_string());
        }
        features
    }
}

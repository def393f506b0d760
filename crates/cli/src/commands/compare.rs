//! `corridor compare`: one question under several scenarios or policies.

use std::error::Error;
use std::io::Write as _;

use clap::Args;
use trade_corridor::analysis::variants::{Variant, under_each};
use trade_corridor::json::{AnswerDocument, Asked};
use trade_corridor::planner::Question;
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Form, Goods, Least, Tables, Whole, Written, day, policy, scenarios};
use crate::output::Output;
use crate::rows::{self, Cells};

/// Ask one question under several scenarios or policies, and print the differences
#[derive(Args)]
#[command(after_help = "\
The first scenario and policy are what the others are compared with; one scenario alone is compared with its
day as it is. Every scenario is asked under every policy, on its own day unless `--on` is given.

Examples:
  corridor compare Khorgos Istanbul --policy open --policy russia-excluded --policy middle-corridor
  corridor compare Baku Nakhchivan --scenario tripp-opens
  corridor compare Baku Nakhchivan --on 2029-06-01 --scenario status-quo --scenario tripp-opens
  corridor compare Almaty Istanbul --policy open --policy iran-excluded --least time --json")]
pub(crate) struct Compare {
    /// Start: UN/LOCODE, name or alias, such as CNHGS or Khorgos
    from: String,
    /// End, such as TRIST or Istanbul
    to: String,
    /// Day on which things are open, valid and owned; that of each scenario unless given
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// What is changed: a preset's name or a TOML file; repeat it to compare scenarios
    #[arg(long, value_name = "NAME|FILE")]
    scenario: Vec<String>,
    /// A preset's name or a TOML file; repeat it to compare policies
    #[arg(long, value_name = "NAME|FILE", default_values = ["open"])]
    policy: Vec<String>,
    #[command(flatten)]
    goods: Goods,
    #[command(flatten)]
    whole: Whole,
    /// Least of what
    #[arg(long, alias = "objective", value_enum, default_value = "cost")]
    least: Least,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    tables: Tables,
}

/// Figures of a table in which routes are compared.
const FIGURES: [&str; 8] = ["km", "h", "USD", "kg CO2e", "+km", "+h", "+USD", "+kg CO2e"];

impl Compare {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        if self.scenario.is_empty() && self.policy.len() < 2 {
            return Err("nothing to compare: give a `--scenario`, or repeat `--policy`".into());
        }
        let network = self.tables.load()?;
        let (names, scenarios): (Vec<&str>, Vec<Scenario>) = self.scenarios()?.into_iter().unzip();
        let policies = self
            .policy
            .iter()
            .map(|name| self.whole.added_to(policy(name)?, &network));
        let policies: Vec<Policy> = policies.collect::<Result<_, _>>()?;
        let request = Request::new(&self.from, &self.to).shipment(self.goods.shipment()?);
        let objective = self.least.objective();
        let variants = under_each(&network, &scenarios, &policies, &request, &objective)?;
        out.redirect(self.written.out.as_deref());
        match self.written.form() {
            Form::Table => self.print(out, &names, &variants)?,
            Form::Csv => self.rows(out, &names, &variants)?,
            Form::Json => {
                for variant in &variants {
                    let request = request.clone().policy(policies[variant.policy].clone());
                    let question = Question::new(request, objective.clone());
                    let (scenario, policy) = self.names(&names, variant);
                    let asked = Asked::of(&question, variant.day, scenario, policy);
                    let answer = variant.answer.clone().map_err(trade_corridor::Error::from);
                    let answer = AnswerDocument::of(asked, answer.as_ref(), &network, &[]);
                    let answer = answer.differing(variant.difference.as_ref());
                    writeln!(out, "{}", serde_json::to_string(&answer)?)?;
                }
            }
        }
        let all = variants.iter().all(|variant| variant.answer.is_ok());
        Ok(if all { Answered::All } else { Answered::NotAll })
    }

    /// What is compared, by name; the day without changes first where one scenario is given and one policy.
    fn scenarios(&self) -> Result<Vec<(&str, Scenario)>, Box<dyn Error>> {
        if self.scenario.is_empty() {
            let day = scenarios(&[], self.on)?;
            return Ok(day.into_iter().map(|day| ("", day)).collect());
        }
        let names = self.scenario.iter().map(String::as_str);
        let mut read: Vec<_> = names.zip(scenarios(&self.scenario, self.on)?).collect();
        if let ([(_, only)], [_]) = (&*read, &*self.policy) {
            let before = Scenario::on(only.day());
            read.insert(0, ("", before));
        }
        Ok(read)
    }

    /// What its scenario and policy are called.
    fn names<'a>(&'a self, scenarios: &[&'a str], variant: &Variant) -> (&'a str, &'a str) {
        let scenario = scenarios.get(variant.scenario).copied();
        let policy = self.policy.get(variant.policy);
        (
            scenario.unwrap_or_default(),
            policy.map_or("", String::as_str),
        )
    }

    fn print(
        &self,
        out: &mut Output,
        names: &[&str],
        variants: &[Variant],
    ) -> Result<(), Box<dyn Error>> {
        let (by_scenario, by_policy) = (names.len() > 1, self.policy.len() > 1);
        let mut heads = Vec::new();
        if by_scenario {
            heads.extend(["scenario", "day"]);
        }
        if by_policy {
            heads.push("policy");
        }
        heads.push("countries");
        let words = heads.len();
        heads.extend(FIGURES);
        let rows = variants.iter().map(|variant| {
            let (scenario, policy) = self.names(names, variant);
            let mut row = Vec::new();
            if by_scenario {
                let scenario = Some(scenario).filter(|name| !name.is_empty());
                row.push(scenario.unwrap_or("none").to_owned());
                row.push(variant.day.to_string());
            }
            if by_policy {
                row.push(policy.to_owned());
            }
            row.push(countries(variant));
            row.extend(figures(variant));
            row
        });
        let table = out.table(&heads, rows, words);
        let superlative = self.least.superlative();
        let title = format!("{} to {}, {superlative}", self.from, self.to);
        writeln!(out, "{}\n{table}", out.strong(&title))?;
        for variant in variants {
            if let Err(none) = &variant.answer {
                let (scenario, policy) = self.names(names, variant);
                let named: Vec<&str> = [scenario, policy]
                    .into_iter()
                    .filter(|name| !name.is_empty())
                    .collect();
                writeln!(out, "{}: {none}", named.join(", "))?;
            }
        }
        Ok(())
    }

    fn rows(
        &self,
        out: &mut Output,
        names: &[&str],
        variants: &[Variant],
    ) -> Result<(), Box<dyn Error>> {
        let asked = ["from", "to", "on", "scenario", "policy", "least"];
        let heads = rows::heads(&asked.into_iter().collect());
        let more = [
            "more_distance_km",
            "more_expected_h",
            "more_cost_usd",
            "more_co2e_wtw_kg",
        ];
        let heads: Vec<String> = heads.iter().chain(more).map(str::to_owned).collect();
        rows::write(out, &heads)?;
        for variant in variants {
            let (scenario, policy) = self.names(names, variant);
            let (day, least) = (variant.day.to_string(), self.least.to_string());
            let asked = [&self.from, &self.to, &day, scenario, policy, &least].map(str::to_owned);
            let answer = variant.answer.clone().map_err(trade_corridor::Error::from);
            let cells = Cells::of(answer.as_ref());
            let more = variant.difference.as_ref().map(|more| {
                [
                    format!("{:.1}", more.distance.as_km()),
                    format!("{:.1}", more.duration.as_hours()),
                    format!("{:.2}", more.cost.as_usd()),
                    format!("{:.1}", more.emissions.as_kg()),
                ]
            });
            let cells = cells.iter().map(str::to_owned);
            let row = asked
                .into_iter()
                .chain(cells)
                .chain(more.unwrap_or_default());
            rows::write(out, &row.collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

fn countries(variant: &Variant) -> String {
    let Ok(route) = &variant.answer else {
        return "no route".to_owned();
    };
    let countries: Vec<String> = route.countries().iter().map(ToString::to_string).collect();
    countries.join(" ")
}

/// The cells of [`FIGURES`].
fn figures(variant: &Variant) -> [String; FIGURES.len()] {
    let Ok(route) = &variant.answer else {
        return Default::default();
    };
    let [km, h, usd, kg] = [
        format!("{:.0}", route.distance().as_km()),
        format!("{:.1}", route.duration().as_hours()),
        format!("{:.0}", route.cost().as_usd()),
        format!("{:.0}", route.emissions().as_kg()),
    ];
    let more = variant.difference.as_ref().map(|more| {
        [
            format!("{:+.0}", more.distance.as_km()),
            format!("{:+.1}", more.duration.as_hours()),
            format!("{:+.0}", more.cost.as_usd()),
            format!("{:+.0}", more.emissions.as_kg()),
        ]
    });
    let [more_km, more_h, more_usd, more_kg] = more.unwrap_or_default();
    [km, h, usd, kg, more_km, more_h, more_usd, more_kg]
}

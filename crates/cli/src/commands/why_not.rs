//! `corridor why-not`: why there is no route, what would help, what rules cost.

use std::error::Error;
use std::io::Write as _;

use clap::Args;
use trade_corridor::json::{Asked, WhyNotDocument};
use trade_corridor::planner::{Effect, Question, RulePrices, WhyNot};
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Form, Goods, Least, Tables, When, Whole, Written, policy};
use crate::output::Output;
use crate::rows;

/// Say why there is no route, which rules to lift at what price, and what would have to open
#[derive(Args)]
#[command(after_help = "\
Where there is a route, it prints what each rule costs. Exit status 1 says that there is none.

Examples:
  corridor why-not Khorgos Moscow --policy russia-excluded
  corridor why-not Almaty Istanbul --policy russia-excluded --policy iran-excluded --without sea
  corridor why-not Yerevan Baku --json")]
pub(crate) struct Why {
    /// Start: UN/LOCODE, name or alias, such as CNHGS or Khorgos
    from: String,
    /// End, such as TRIST or Istanbul
    to: String,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    goods: Goods,
    /// A preset's name or a TOML file; the rules of several all hold
    #[arg(long, value_name = "NAME|FILE", default_values = ["russia-excluded"])]
    policy: Vec<String>,
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

impl Why {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let mut rules: Option<Policy> = None;
        for name in &self.policy {
            let more = policy(name)?;
            rules = Some(match rules {
                Some(rules) => rules.and(&more),
                None => more,
            });
        }
        let network = self.tables.load()?;
        let rules = self.whole.added_to(rules.unwrap_or_default(), &network)?;
        let planner = Planner::new(&network, &self.when.scenario()?)?;
        let request = Request::new(&self.from, &self.to)
            .shipment(self.goods.shipment()?)
            .policy(rules);
        let objective = self.least.objective();
        let found = planner.why_not_best(&request, &objective)?;
        let prices = match found.cause() {
            Some(_) => None,
            None => Some(planner.price_of_rules_for(&request, &objective)?),
        };
        out.redirect(self.written.out.as_deref());
        match self.written.form() {
            Form::Json => {
                let question = Question::new(request, objective);
                let (day, policy) = (planner.world().day(), self.policy.join(" + "));
                let asked = Asked::of(&question, day, self.when.name(), &policy);
                let written =
                    WhyNotDocument::of(asked, &found, prices.as_ref(), network.price_year());
                writeln!(out, "{}", serde_json::to_string(&written)?)?;
            }
            Form::Csv => rows(out, &found, prices.as_ref())?,
            Form::Table if found.cause().is_none() => {
                let route = planner.best(&request, &objective)?;
                let superlative = self.least.superlative();
                let (km, h, usd) = (route.distance(), route.duration(), route.cost());
                writeln!(
                    out,
                    "there is a route, the {superlative} takes {km}, {h}, {usd}"
                )?;
                if let Some(prices) = prices {
                    writeln!(out, "{prices}")?;
                }
            }
            Form::Table => print(out, &found)?,
        }
        Ok(match found.cause() {
            Some(_) => Answered::NotAll,
            None => Answered::All,
        })
    }
}

const FIGURES: [&str; 3] = ["km", "h", "USD"];

fn figures(route: &Route) -> [String; FIGURES.len()] {
    [
        format!("{:.0}", route.distance().as_km()),
        format!("{:.1}", route.duration().as_hours()),
        format!("{:.0}", route.cost().as_usd()),
    ]
}

fn countries(route: &Route) -> String {
    let countries: Vec<String> = route.countries().iter().map(ToString::to_string).collect();
    countries.join(" ")
}

fn print(out: &mut Output, found: &WhyNot) -> Result<(), Box<dyn Error>> {
    if let Some(cause) = found.cause() {
        writeln!(out, "{}", out.strong(&cause.to_string()))?;
    }
    let rows = found.relaxations().iter().map(|way| {
        let names: Vec<&str> = way.rules().iter().map(|rule| rule.name.as_str()).collect();
        let words = [names.join("\n"), countries(way.route())];
        [&words[..], &figures(way.route())[..]].concat()
    });
    if found.relaxations().is_empty() {
        writeln!(out, "lifting up to three rules does not help")?;
    } else {
        let heads = [&["lift", "countries"][..], &FIGURES[..]].concat();
        writeln!(out, "{}", out.table(&heads, rows, 2))?;
        if !found.is_complete() {
            writeln!(out, "there may be more: the search for them was ended")?;
        }
    }
    let openings: Vec<String> = found.openings().iter().map(ToString::to_string).collect();
    if !openings.is_empty() {
        writeln!(out, "or open {}", openings.join(", together with "))?;
    }
    Ok(())
}

/// One row for each thing that would help, or for each rule.
fn rows(
    out: &mut Output,
    found: &WhyNot,
    prices: Option<&RulePrices>,
) -> Result<(), Box<dyn Error>> {
    let write = |out: &mut Output, cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        rows::write(out, &cells)
    };
    write(
        out,
        &[
            "kind",
            "code",
            "what",
            "distance_km",
            "expected_h",
            "cost_usd",
        ],
    )?;
    if let Some(cause) = found.cause() {
        write(
            out,
            &[
                "no_route",
                cause.code(),
                &cause.reason().to_string(),
                "",
                "",
                "",
            ],
        )?;
    }
    for way in found.relaxations() {
        let names: Vec<&str> = way.rules().iter().map(|rule| rule.name.as_str()).collect();
        let [km, h, usd] = figures(way.route());
        write(out, &["lift", "", &names.join("; "), &km, &h, &usd])?;
    }
    for opening in found.openings() {
        write(
            out,
            &[
                "open",
                &opening.what.to_string(),
                &opening.to_string(),
                "",
                "",
                "",
            ],
        )?;
    }
    for price in prices.into_iter().flat_map(RulePrices::rules) {
        let name = price.rule.name.as_str();
        let (code, [km, h, usd]) = match &price.effect {
            Effect::Costs(more) => (
                "costs",
                [
                    format!("{:.0}", more.distance.as_km()),
                    format!("{:.1}", more.duration.as_hours()),
                    format!("{:.0}", more.cost.as_usd()),
                ],
            ),
            Effect::Free => ("free", Default::default()),
            Effect::Decides(_) => ("decides", Default::default()),
            _ => ("nothing", Default::default()),
        };
        write(out, &["rule", code, name, &km, &h, &usd])?;
    }
    Ok(())
}

//! `corridor settle`: what the members of a consortium are attributed.

use std::error::Error;
use std::io::Write as _;

use clap::{Args, ValueEnum};
use trade_corridor::analysis::settlement::{Division, Horizon, Settlement, settle, settle_over};
use trade_corridor::json::SettlementDocument;
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Form, Goods, Least, Tables, When, Whole, Written, policy};
use crate::output::Output;
use crate::rows;

/// Divide what a consortium is paid on a route, or over its term, among its members
#[derive(Args)]
#[command(after_help = "\
What is divided is revenue, before costs. With `--years` the members of a company share the same revenue each year by
their stakes, and a dollar is worth less each year by `--discount`.

Examples:
  corridor settle TITR Aktau Tbilisi
  corridor settle TITR Aktau Tbilisi --division kilometres --csv
  corridor settle TDC --years 49 --discount 5 --revenue 10 --on 2026-05-26")]
pub(crate) struct Settle {
    /// The consortium, by its id, such as TITR
    consortium: String,
    /// Start of the route: UN/LOCODE, name or alias
    #[arg(requires = "to", required_unless_present = "years")]
    from: Option<String>,
    /// End of the route
    to: Option<String>,
    /// How it is divided; repeat it for several
    #[arg(long, value_enum, default_values = ["as-charged", "kilometres", "parity"])]
    division: Vec<By>,
    /// Follow a company through so many years instead of settling a route
    #[arg(long, conflicts_with_all = ["from", "to", "json"])]
    years: Option<u32>,
    /// Per cent by which a dollar is worth less each year, 5 unless given
    #[arg(long, value_name = "PERCENT")]
    discount: Option<f64>,
    /// Revenue of a year in million USD, the same each year, 1 unless given; nobody has published one
    #[arg(long, value_name = "MILLIONS")]
    revenue: Option<f64>,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    goods: Goods,
    /// A preset's name or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "russia-excluded")]
    policy: String,
    #[command(flatten)]
    whole: Whole,
    /// Least of what the route has
    #[arg(long, alias = "objective", value_enum, default_value = "cost")]
    least: Least,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    tables: Tables,
}

/// How a consortium divides what it earns.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Each member what it charges itself for what it runs for the consortium
    AsCharged,
    /// By the length of the links that each runs or manages for it
    Kilometres,
    /// The same to every member
    Parity,
    /// By the members' shares in the company
    Equity,
    /// By what a member adds to a coalition, on average over all orders of joining
    Shapley,
}

impl By {
    const fn division(self) -> Division {
        match self {
            Self::AsCharged => Division::AsCharged,
            Self::Kilometres => Division::Kilometres,
            Self::Parity => Division::Parity,
            Self::Equity => Division::Equity,
            Self::Shapley => Division::Shapley,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::AsCharged => "as charged",
            Self::Kilometres => "by kilometre",
            Self::Parity => "by parity",
            Self::Equity => "by equity",
            Self::Shapley => "by Shapley value",
        }
    }
}

impl Settle {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let network = self.tables.load()?;
        let scenario = self.when.scenario()?;
        if let Some(years) = self.years {
            return self.over(out, &network, &scenario, years);
        }
        if self.discount.or(self.revenue).is_some() {
            return Err("`--discount` and `--revenue` go with `--years`; give that as well".into());
        }
        let (Some(from), Some(to)) = (&self.from, &self.to) else {
            return Err("give the two ends of a route, or `--years`".into());
        };
        let policy = self.whole.added_to(policy(&self.policy)?, &network)?;
        let planner = Planner::new(&network, &scenario)?;
        let request = Request::new(from, to)
            .shipment(self.goods.shipment()?)
            .policy(policy);
        let route = match planner.best(&request, &self.least.objective()) {
            Ok(route) => route,
            Err(error) => {
                let none = error.into_no_route()?;
                writeln!(out, "{none}")?;
                return Ok(Answered::NotAll);
            }
        };
        let routes = [route];
        let divided = self.division.iter().map(|by| {
            let settled = settle(planner.world(), &self.consortium, &routes, by.division());
            settled.map(|settled| (*by, settled))
        });
        let divided: Vec<(By, Settlement)> = divided.collect::<Result<_, _>>()?;
        out.redirect(self.written.out.as_deref());
        match self.written.form() {
            Form::Json => {
                for (_, settled) in &divided {
                    let written = SettlementDocument::from(settled);
                    writeln!(out, "{}", serde_json::to_string(&written)?)?;
                }
            }
            Form::Csv => csv(out, &divided)?,
            Form::Table => {
                let [route] = &routes;
                let superlative = self.least.superlative();
                let (from, to) = (&route.from.name, &route.to.name);
                let title = format!(
                    "{} on the {superlative} route from {from} to {to}",
                    self.consortium
                );
                writeln!(out, "{}, {} in all", out.strong(&title), route.cost())?;
                table(out, &divided)?;
            }
        }
        Ok(Answered::All)
    }

    /// A company through the years of its term.
    fn over(
        &self,
        out: &mut Output,
        network: &Network,
        scenario: &Scenario,
        years: u32,
    ) -> Result<Answered, Box<dyn Error>> {
        let horizon = Horizon {
            first: scenario.day(),
            years,
            discount_percent: self.discount.unwrap_or(5.0),
        };
        let revenue = Money::from_usd(self.revenue.unwrap_or(1.0) * 1e6)?;
        let outlook = settle_over(network, scenario, &self.consortium, horizon, |_| revenue)?;
        let rows = outlook.undiscounted.iter().zip(&outlook.present_value);
        let rows = rows.map(|(sum, present)| {
            let percent = outlook.percent_of(&present.member.id).unwrap_or_default();
            vec![
                sum.member.id.to_string(),
                sum.member.name.to_string(),
                format!("{:.2}", sum.amount.as_usd()),
                format!("{:.2}", present.amount.as_usd()),
                format!("{percent:.1}"),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        out.redirect(self.written.out.as_deref());
        if self.written.form() == Form::Csv {
            let heads = [
                "member",
                "name",
                "sum_usd",
                "present_value_usd",
                "present_value_percent",
            ];
            rows::write(out, &heads.map(str::to_owned))?;
            for row in rows {
                rows::write(out, &row)?;
            }
            return Ok(Answered::All);
        }
        let title = format!(
            "{} from {} for {years} years, {} % a year",
            self.consortium, horizon.first, horizon.discount_percent
        );
        let heads = [
            "member",
            "name",
            "sum in USD",
            "present value in USD",
            "% of it",
        ];
        writeln!(
            out,
            "{}\n{}",
            out.strong(&title),
            out.table(&heads, rows, 2)
        )?;
        Ok(Answered::All)
    }
}

fn table(out: &mut Output, divided: &[(By, Settlement)]) -> Result<(), Box<dyn Error>> {
    let rows = divided.iter().flat_map(|(by, settled)| {
        settled.parts.iter().map(|part| {
            let why = part.reason.map_or_else(String::new, |why| why.to_string());
            let usd = format!("{:.2}", part.amount.as_usd());
            vec![by.words().to_owned(), part.member.to_string(), why, usd]
        })
    });
    let heads = ["divided", "member", "why nothing", "USD"];
    writeln!(out, "{}", out.table(&heads, rows, 3))?;
    Ok(())
}

fn csv(out: &mut Output, divided: &[(By, Settlement)]) -> Result<(), Box<dyn Error>> {
    let heads = [
        "consortium",
        "on",
        "division",
        "member",
        "name",
        "usd",
        "reason",
    ];
    rows::write(out, &heads.map(str::to_owned))?;
    for (by, settled) in divided {
        for part in &settled.parts {
            let row = [
                settled.consortium.id.to_string(),
                settled.day.to_string(),
                by.words().to_owned(),
                part.member.id.to_string(),
                part.member.name.to_string(),
                format!("{:.2}", part.amount.as_usd()),
                part.reason.map_or_else(String::new, |why| why.to_string()),
            ];
            rows::write(out, &row)?;
        }
    }
    Ok(())
}

//! `corridor plan`: routes from one place to another, leg by leg.

use std::error::Error;
use std::io::Write as _;

use clap::Args;
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Goods, Least, Tables, When, Whole, policy};
use crate::output::Output;
use crate::output::co2e::{self, Form};
use crate::output::tables::{WORDS_FIRST, table};

/// Print the routes from one place to another, leg by leg
#[derive(Args)]
#[command(after_help = "\
Examples:
  corridor plan CNHGS TRIST
  corridor plan Khorgos Istanbul --unit trailer --plate GE --policy open --least cost
  corridor plan Almaty Istanbul --policy open --must-use operator:ADY --via Aktau --via Poti
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
        default_missing_value = "table"
    )]
    co2e: Option<Form>,
    #[command(flatten)]
    tables: Tables,
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
        let day = planner.world().day();
        let mut answered = Answered::All;
        for (name, policy) in policies {
            let policy = self.whole.added_to(policy, &network)?;
            let request = Request::new(&self.from, &self.to)
                .shipment(shipment)
                .policy(policy);
            for least in least {
                let title = format!("{} on {day}, policy `{name}`", least.superlative());
                match planner.best(&request, &least.objective()) {
                    Ok(route) if self.co2e == Some(Form::Json) => {
                        let (from, to) = (&route.from.code, &route.to.code);
                        let least = least.superlative();
                        let report = serde_json::json!({
                            "from": from, "to": to, "day": day, "policy": name,
                            "objective": least, "co2e": route.chain_report(),
                        });
                        writeln!(out, "{report}")?;
                    }
                    Ok(route) => {
                        print(out, &title, &route)?;
                        if self.co2e.is_some() {
                            co2e::print(out, &route)?;
                        }
                    }
                    Err(trade_corridor::Error::NoRoute(error)) if self.co2e == Some(Form::Json) => {
                        let least = least.superlative();
                        let report = serde_json::json!({
                            "day": day, "policy": name, "objective": least, "no_route": error,
                        });
                        writeln!(out, "{report}")?;
                        answered = Answered::NotAll;
                    }
                    Err(trade_corridor::Error::NoRoute(error)) => {
                        writeln!(out, "\n{title}: {error}")?;
                        answered = Answered::NotAll;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            if self.co2e == Some(Form::Json) {
                continue;
            }
            if let Ok(kept) = planner.kept_out(&request) {
                writeln!(out, "\nkept out   {kept}")?;
            }
        }
        Ok(answered)
    }
}

fn numbers(distance: Distance, time: Duration, cost: Money) -> [String; 3] {
    [
        format!("{:.0}", distance.as_km()),
        format!("{:.1}", time.as_hours()),
        format!("{:.0}", cost.as_usd()),
    ]
}

/// Well to wheel, and how much of it where.
fn emitted(route: &Route) -> String {
    let undivided = route.undivided_emissions();
    let told = format!(
        "{}, of it {:.0} kg tank to wheel, {:.0} kg well to tank",
        route.emissions(),
        route.tank_to_wheel().as_kg(),
        route.well_to_tank().as_kg()
    );
    if undivided == Emissions::ZERO {
        return told;
    }
    format!("{told}, {:.0} kg of unknown parts", undivided.as_kg())
}

fn print(out: &mut Output, title: &str, route: &Route) -> Result<(), Box<dyn Error>> {
    let heads = ["From", "To", "What", "Operator", "km", "h", "USD"];
    let rows = route.legs().into_iter().map(|leg| {
        let stays = leg.from.code == leg.to.code;
        let to = if stays { "" } else { leg.to.name.as_str() };
        let words = [leg.from.name.as_str(), to, &leg.what, &leg.operator].map(str::to_owned);
        [
            &words[..],
            &numbers(leg.distance, leg.expected, leg.cost)[..],
        ]
        .concat()
    });
    let total = ["Total", "", "", ""].map(str::to_owned);
    let sums = numbers(route.distance(), route.duration(), route.cost());
    let rows = rows.chain([[&total[..], &sums[..]].concat()]);
    let legs = table(&heads, rows, WORDS_FIRST);

    let (time, assumed) = (route.time(), route.assumed());
    let [km, hours, usd, grams] = [
        assumed.distance,
        assumed.time,
        assumed.cost,
        assumed.emissions,
    ]
    .map(|part| part.total().as_percent());
    let countries: Vec<String> = route.countries().iter().map(Country::to_string).collect();
    let borders = route.borders().into_iter();
    let borders: Vec<String> = borders
        .map(|(at, from, to)| format!("{from}>{to} {at}"))
        .collect();
    let title = out.strong(&format!(
        "{} to {}, {title}",
        route.from.name, route.to.name
    ));
    let mut first = route.warnings().iter().filter(|it| it.comes_first());
    if let Some(warning) = first.next() {
        writeln!(out, "\n{}", out.strong(&warning.to_string()))?;
    }
    writeln!(out, "\n{title}\n{legs}")?;
    writeln!(
        out,
        "time       median {}, nine in ten within {}",
        time.median(),
        time.p90()
    )?;
    writeln!(out, "emissions  {}", emitted(route))?;
    writeln!(
        out,
        "assumed    {km:.0} % of the km, {hours:.0} % of the hours, {usd:.0} % of the USD, {grams:.0} % of the CO2e"
    )?;
    writeln!(out, "  hours    {}", assumed.time)?;
    writeln!(out, "  USD      {}", assumed.cost)?;
    let most = route.sources().into_iter().take(3).map(|sum| {
        let name = sum.source.as_deref().unwrap_or("no source").to_owned();
        format!("{name} ({}) {:.0} USD", sum.grade, sum.cost.as_usd())
    });
    let most: Vec<String> = most.collect();
    writeln!(out, "rests on   {}", most.join(", "))?;
    writeln!(out, "countries  {}", countries.join(", "))?;
    writeln!(out, "borders    {}", borders.join(", "))?;
    let checks = route.certificate.iter().flat_map(|found| &found.rules);
    for check in checks.filter(|check| !check.met.is_empty()) {
        let met: Vec<String> = check.met.iter().map(ToString::to_string).collect();
        writeln!(out, "keeps      {}: {}", check.rule, met.join("; "))?;
    }
    if !route.is_priced() {
        writeln!(
            out,
            "price      some steps have no known price: the USD are a lower bound"
        )?;
    }
    for warning in route.warnings().iter().filter(|it| !it.comes_first()) {
        writeln!(out, "warning    {warning}")?;
    }
    Ok(())
}

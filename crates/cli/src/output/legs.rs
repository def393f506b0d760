//! A route, leg by leg.

use std::error::Error;
use std::io::Write as _;

use trade_corridor::prelude::*;

use super::Output;
use super::tables::WORDS_FIRST;

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

/// A route with its legs, totals and warnings.
pub(crate) fn print(out: &mut Output, title: &str, route: &Route) -> Result<(), Box<dyn Error>> {
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
    let legs = out.table(&heads, rows, WORDS_FIRST);

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

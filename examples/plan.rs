//! The shortest, the most direct, the fastest and the cheapest route between two places, without and
//! with the rules that exclude Russia.

mod shared;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets};
use trade_corridor::prelude::*;

/// Plans freight routes between Europe and Central Asia, leg by leg.
///
/// Exit status: 0 when every question has a route, 1 when one has none (the reason is printed), 2
/// for an unknown place or a wrong argument.
#[derive(Parser)]
#[command(after_help = "Example: plan Khorgos Istanbul --unit trailer --plate GE")]
struct Arguments {
    /// Start: UN/LOCODE, name or alias, such as CNHGS or Khorgos
    from: String,
    /// End, such as TRIST or Istanbul
    to: String,
    /// Day on which things are open, valid and owned
    #[arg(long, value_name = "DATE", default_value = "2026-11-22")]
    on: Date,
    /// What the goods are packed in: 20ft, 40ft, trailer or wagon
    #[arg(long, default_value = "40ft")]
    unit: LoadUnit,
    /// Mass of the goods
    #[arg(long, default_value_t = 20.0)]
    tonnes: f64,
    /// Country in which trucks are registered
    #[arg(long, value_name = "COUNTRY", default_value = "TR")]
    plate: Country,
    /// A preset's name or a TOML file, once for each policy
    #[arg(long, value_name = "NAME|FILE", default_values = ["open", "russia-excluded"])]
    policy: Vec<String>,
    /// Only one of the four routes
    #[arg(long, value_parser = OBJECTIVES.map(|(name, _)| name))]
    objective: Option<String>,
}

const OBJECTIVES: [(&str, Objective); 4] = [
    ("shortest", Objective::Distance),
    ("most direct", Objective::DIRECT),
    ("fastest", Objective::Time),
    ("cheapest", Objective::Cost),
];

fn policy(name: &str) -> Result<Policy, Box<dyn Error>> {
    if std::path::Path::new(name)
        .extension()
        .is_some_and(|end| end == "toml")
    {
        let text = std::fs::read_to_string(name).map_err(|error| format!("{name}: {error}"))?;
        return Ok(Policy::from_toml(name, &text)?);
    }
    Ok(Policy::preset(name)?)
}

fn print(out: &mut dyn Write, title: &str, route: &Route) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header(["From", "To", "What", "Operator", "km", "h", "USD"]);
    let numbers = |km: Distance, time: Duration, cost: Money| {
        let (km, hours, usd) = (km.as_km(), time.as_hours(), cost.as_usd());
        [
            format!("{km:.0}"),
            format!("{hours:.1}"),
            format!("{usd:.0}"),
        ]
    };
    for leg in route.legs() {
        let stays = leg.from.code == leg.to.code;
        let to = if stays { "" } else { leg.to.name.as_str() };
        let words = [leg.from.name.as_str(), to, &leg.what, &leg.operator].map(str::to_owned);
        table.add_row(
            [
                words.as_slice(),
                &numbers(leg.distance, leg.expected, leg.cost),
            ]
            .concat(),
        );
    }
    let total = ["Total", "", "", ""].map(str::to_owned);
    let sums = numbers(route.distance(), route.duration(), route.cost());
    table.add_row([total.as_slice(), &sums].concat());
    for column in table.column_iter_mut().skip(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
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
    writeln!(
        out,
        "\n{} to {}, {title}\n{table}",
        route.from.name, route.to.name
    )?;
    writeln!(
        out,
        "time       median {}, nine in ten within {}",
        time.median(),
        time.p90()
    )?;
    writeln!(
        out,
        "emissions  {}, of it {:.0} kg tank to wheel, {:.0} kg well to tank",
        route.emissions(),
        route.tank_to_wheel().as_kg(),
        route.well_to_tank().as_kg()
    )?;
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
    if !route.is_priced() {
        writeln!(
            out,
            "price      some steps have no known price: the USD are a lower bound"
        )?;
    }
    for warning in route.warnings() {
        writeln!(out, "warning    {warning}")?;
    }
    Ok(())
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let given = Arguments::parse();
    let mass = Mass::from_tonnes(given.tonnes)?;
    let shipment = Shipment::new(given.unit, mass)?.with_plate(given.plate);
    let planner = Planner::new(Network::europe_central_asia(), &Scenario::on(given.on))?;
    let mut status = ExitCode::SUCCESS;
    for name in &given.policy {
        let request = Request::new(&given.from, &given.to)
            .shipment(shipment)
            .policy(policy(name)?);
        for (title, objective) in &OBJECTIVES {
            if given
                .objective
                .as_deref()
                .is_some_and(|only| only != *title)
            {
                continue;
            }
            let title = format!("{title} on {}, policy `{name}`", given.on);
            match planner.best(&request, objective) {
                Ok(route) => print(out, &title, &route)?,
                Err(error) => {
                    let none = error.into_no_route()?;
                    writeln!(out, "\n{title}: {none}")?;
                    status = ExitCode::FAILURE;
                }
            }
        }
        if let Ok(kept) = planner.kept_out(&request) {
            writeln!(out, "\nkept out   {kept}")?;
        }
    }
    Ok(status)
}

fn main() -> ExitCode {
    shared::answer(run)
}

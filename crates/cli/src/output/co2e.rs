//! What a route emits, by transport chain element (ISO 14083).

use std::error::Error;
use std::io::Write as _;

use clap::ValueEnum;
use trade_corridor::prelude::*;
use trade_corridor::route::{ChainReport, ElementEmissions};

use super::Output;
use super::tables::WORDS_FIRST;

/// How what is emitted is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A table below each route
    Table,
    /// One JSON object a line for each route, and nothing else
    Json,
}

/// A table of the elements of a route.
pub(crate) fn print(out: &mut Output, route: &Route) -> Result<(), Box<dyn Error>> {
    let report = route.chain_report();
    let heads = [
        "From",
        "To",
        "Element",
        "Operator",
        "km",
        "t-km",
        "WTW g",
        "TTW g",
        "WTT g",
        "Unknown g",
        "g/t-km",
        "Assumed",
    ];
    let row = |words: [&str; 4], report: &Figures<'_>| {
        let words = words.map(str::to_owned);
        [&words[..], &report.cells()[..]].concat()
    };
    let elements = report.elements.iter().map(|element| {
        let stays = element.from.code == element.to.code;
        let to = if stays { "" } else { element.to.name.as_str() };
        let words = [
            element.from.name.as_str(),
            to,
            &element.what,
            &element.operator,
        ];
        let figures = Figures {
            distance: element.distance,
            activity: element.activity.as_tonne_km(),
            emissions: &element.emissions,
            assumed: element.assumed.total(),
        };
        row(words, &figures)
    });
    let elements: Vec<Vec<String>> = elements.collect();
    let total = row(["Total", "", "", ""], &Figures::of(&report));
    let rows = elements.into_iter().chain([total]);
    let table = out.table(&heads, rows, WORDS_FIRST);
    writeln!(
        out,
        "CO2e by transport chain element (ISO 14083), well to wheel (WTW), of it tank to wheel (TTW), well to tank (WTT) and of unknown parts\n{table}"
    )?;
    Ok(())
}

struct Figures<'r> {
    distance: Distance,
    activity: f64,
    emissions: &'r ElementEmissions,
    assumed: Share,
}

impl<'r> Figures<'r> {
    fn of(report: &'r ChainReport) -> Self {
        Self {
            distance: report.distance,
            activity: report.activity.as_tonne_km(),
            emissions: &report.emissions,
            assumed: report.assumed.total(),
        }
    }

    fn cells(&self) -> [String; 8] {
        let emitted = self.emissions;
        let intensity = emitted.intensity.map(|milligrams| {
            let grams = milligrams as f64 / 1e3;
            format!("{grams:.2}")
        });
        [
            format!("{:.0}", self.distance.as_km()),
            format!("{:.0}", self.activity),
            emitted.well_to_wheel.as_grams().to_string(),
            emitted.tank_to_wheel.as_grams().to_string(),
            emitted.well_to_tank.as_grams().to_string(),
            emitted.undivided.as_grams().to_string(),
            intensity.unwrap_or_default(),
            format!("{:.0} %", self.assumed.as_percent()),
        ]
    }
}

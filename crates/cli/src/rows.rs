//! Rows of a batch: what they ask, and the cells that answer them.

use std::collections::BTreeMap;
use std::error::Error;

use clap::ValueEnum as _;
use csv::{ByteRecord, StringRecord};
use trade_corridor::planner::Question;
use trade_corridor::prelude::*;

use crate::arguments::{Goods, Least, Whole, policy};

/// Columns that are read; `from` and `to` must be there.
const READ: [&str; 8] = [
    "from", "to", "unit", "tonnes", "plate", "policy", "least", "count",
];

/// Columns that are added behind those of the table.
const ADDED: [&str; 12] = [
    "answer",
    "code",
    "reason",
    "distance_km",
    "expected_h",
    "p90_h",
    "cost_usd",
    "co2e_wtw_kg",
    "transhipments",
    "borders",
    "countries",
    "warnings",
];

/// Writes one row as CSV.
pub(crate) fn write(
    out: &mut crate::output::Output,
    cells: &[String],
) -> Result<(), Box<dyn Error>> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells)?;
    // Its error is that of the output, so that a closed pipe is seen for what it is.
    writer.flush()?;
    Ok(())
}

/// The columns of the answer.
pub(crate) fn heads(table: &StringRecord) -> StringRecord {
    table.iter().chain(ADDED).collect()
}

/// Where each column that is read stands.
pub(crate) struct Columns {
    at: [Option<usize>; READ.len()],
}

/// What empty cells and missing columns stand for.
pub(crate) struct Defaults {
    shipment: Shipment,
    policy: String,
    least: Least,
}

/// Policies read so far, or why one cannot be, each with the rules of the options.
pub(crate) struct Policies<'a> {
    rules: &'a Whole,
    network: &'a Network,
    known: BTreeMap<String, Result<Policy, String>>,
}

/// What is wrong with a row.
pub(crate) struct BadRow(String);

/// The cells that are added to a row.
#[derive(Default)]
pub(crate) struct Cells([String; ADDED.len()]);

impl Defaults {
    /// # Errors
    /// Goods that cannot be shipped.
    pub(crate) fn new(goods: &Goods, name: &str, least: Least) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            shipment: goods.shipment()?,
            policy: name.to_owned(),
            least,
        })
    }
}

impl Columns {
    /// # Errors
    /// A table without `from` or `to`, or with a column twice, or with one that would be added.
    pub(crate) fn of(heads: &StringRecord) -> Result<Self, String> {
        let place = |name: &str| {
            heads
                .iter()
                .position(|head| head.eq_ignore_ascii_case(name))
        };
        for (at, head) in heads.iter().enumerate() {
            if place(head).is_some_and(|first| first != at) {
                return Err(format!("the column `{head}` is there twice; rename one"));
            }
            if ADDED.contains(&head) {
                return Err(format!(
                    "the column `{head}` is one that is added; rename it"
                ));
            }
        }
        let at = READ.map(place);
        for (name, at) in READ.iter().zip(at).take(2) {
            if at.is_none() {
                let given: Vec<&str> = heads.iter().collect();
                return Err(format!(
                    "the table has no column `{name}`; its columns are {}",
                    given.join(", ")
                ));
            }
        }
        Ok(Self { at })
    }

    /// What a row asks.
    ///
    /// # Errors
    /// A cell that cannot be read, by column.
    pub(crate) fn question(
        &self,
        row: &StringRecord,
        defaults: &Defaults,
        policies: &mut Policies<'_>,
    ) -> Result<Question, BadRow> {
        let cell = |name: usize| {
            let text = self.at[name].and_then(|at| row.get(at)).unwrap_or("");
            Some(text.trim()).filter(|text| !text.is_empty())
        };
        let bad = |column: usize, error: &dyn std::fmt::Display| {
            BadRow(format!("column `{}`: {error}", READ[column]))
        };
        let end = |column| cell(column).ok_or_else(|| bad(column, &"it is empty"));
        let (from, to) = (end(0)?, end(1)?);
        let mut shipment = defaults.shipment;
        if cell(2).is_some() || cell(3).is_some() {
            let unit = cell(2).map_or(Ok(shipment.unit()), |word| {
                word.parse::<LoadUnit>().map_err(|error| bad(2, &error))
            })?;
            let mass = cell(3).map_or(Ok(shipment.goods()), |tonnes| {
                let tonnes: f64 = tonnes.parse().map_err(|error| bad(3, &error))?;
                Mass::from_tonnes(tonnes).map_err(|error| bad(3, &error))
            })?;
            let (count, plate) = (shipment.count(), shipment.plate());
            let made = Shipment::new(unit, mass).and_then(|made| made.with_count(count));
            shipment = made.map_err(|error| bad(3, &error))?.with_plate(plate);
        }
        if let Some(count) = cell(7) {
            let count: u32 = count.parse().map_err(|error| bad(7, &error))?;
            shipment = shipment.with_count(count).map_err(|error| bad(7, &error))?;
        }
        if let Some(plate) = cell(4) {
            shipment = shipment.with_plate(plate.parse().map_err(|error| bad(4, &error))?);
        }
        let name = cell(5).unwrap_or(&defaults.policy);
        let policy = policies.get(name).map_err(|error| bad(5, &error))?;
        let least = cell(6).map_or(Ok(defaults.least), |word| {
            Least::from_str(word, true).map_err(|error| bad(6, &error))
        })?;
        let request = Request::new(from, to).shipment(shipment).policy(policy);
        Ok(Question::new(request, least.objective()))
    }
}

impl<'a> Policies<'a> {
    /// # Errors
    /// Rules that cannot be, a policy that cannot be read: that of rows which name none.
    pub(crate) fn new(
        rules: &'a Whole,
        network: &'a Network,
        name: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let read = rules.added_to(policy(name)?, network)?;
        Ok(Self {
            rules,
            network,
            known: BTreeMap::from([(name.to_owned(), Ok(read))]),
        })
    }

    fn get(&mut self, name: &str) -> Result<Policy, String> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let read = policy(name).and_then(|policy| self.rules.added_to(policy, self.network));
        let read = read.map_err(|error| error.to_string());
        self.known.insert(name.to_owned(), read.clone());
        read
    }
}

/// A row of the table with as many cells as the table has columns, and what is wrong with it.
pub(crate) fn whole(row: &ByteRecord, columns: usize) -> (StringRecord, Result<(), BadRow>) {
    let mut state = Ok(());
    let text = StringRecord::from_byte_record(row.clone()).unwrap_or_else(|error| {
        state = Err(BadRow("it is not in UTF-8; save it as UTF-8".to_owned()));
        StringRecord::from_byte_record_lossy(error.into_byte_record())
    });
    if text.len() == columns {
        return (text, state);
    }
    let wrong = format!(
        "it has {} cells, the table {columns} columns; quote cells with a comma: {}",
        text.len(),
        text.iter().collect::<Vec<_>>().join(" | ")
    );
    let cells = text.iter().chain(std::iter::repeat("")).take(columns);
    (cells.collect(), Err(BadRow(wrong)))
}

impl BadRow {
    pub(crate) fn cells(&self) -> Cells {
        Cells::refused("error", "row", &self.0)
    }
}

impl Cells {
    /// The figures of a route, or why there is none.
    pub(crate) fn of(answer: Result<&Route, &trade_corridor::Error>) -> Self {
        let route = match answer {
            Ok(route) => route,
            Err(error) => {
                let kind = match error.no_route() {
                    Some(_) => "no_route",
                    None => "error",
                };
                return Self::refused(kind, error.code(), &error.to_string());
            }
        };
        let joined = |texts: Vec<String>, by: &str| texts.join(by);
        let time = route.time();
        let countries = route.countries().iter().map(ToString::to_string).collect();
        let warnings = route
            .warnings()
            .iter()
            .map(|warning| warning.code().to_owned());
        let mut warnings: Vec<String> = warnings.collect();
        warnings.dedup();
        Self([
            "route".to_owned(),
            String::new(),
            String::new(),
            format!("{:.1}", route.distance().as_km()),
            format!("{:.1}", route.duration().as_hours()),
            format!("{:.1}", time.p90().as_hours()),
            cost(route),
            format!("{:.1}", route.emissions().as_kg()),
            route.transhipments().to_string(),
            route.borders().len().to_string(),
            joined(countries, ">"),
            joined(warnings, ";"),
        ])
    }

    fn refused(kind: &str, code: &str, reason: &str) -> Self {
        let mut cells = Self::default();
        kind.clone_into(&mut cells.0[0]);
        code.clone_into(&mut cells.0[1]);
        // One line, so that rows stay lines.
        cells.0[2] = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        cells
    }

    /// `route`, `no_route` or `error`.
    pub(crate) fn answer(&self) -> &str {
        &self.0[0]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// To the cent; nothing where a step has no price.
fn cost(route: &Route) -> String {
    if !route.is_priced() {
        return String::new();
    }
    format!("{:.2}", route.cost().as_usd())
}

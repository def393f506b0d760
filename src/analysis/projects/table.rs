//! A table of what projects cost: read from CSV, every fault at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};

use super::band::CostBand;
use super::error::ProjectsError;
use crate::network::Network;
use crate::quantity::Money;
use crate::rows::{
    Columns, Found, MOST_BYTES, MOST_FAULTS, MOST_ROWS, Row, TableFault, each, whole_year,
};

const TABLE: &str = include_str!("../../../data/project_costs.csv");

const COLUMNS: Columns = Columns {
    known: &[
        "project",
        "million",
        "million_low",
        "million_high",
        "currency",
        "year",
        "months",
        "source",
        "note",
    ],
    needed: &["project", "million", "currency", "year"],
};
/// The most millions of a currency, and the most months.
const MOST_MILLION: f64 = 1e12;
const MOST_MONTHS: u32 = 1_200;

/// What a project costs, as it was published: a row of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cost {
    /// Id of the project.
    pub project: String,
    /// Millions of the currency: the estimate.
    pub million: f64,
    /// The 5 % and 95 % quantiles of what is not known of it, where it has a range.
    pub range: Option<(f64, f64)>,
    /// ISO 4217 code.
    pub currency: String,
    /// The year of the money.
    pub year: i16,
    /// Months of building, where they are known.
    pub months: Option<u32>,
    /// Its sources.
    pub source: String,
    /// What it holds, and how it was come by.
    pub note: String,
}

impl Cost {
    /// In US dollars of the network's price year.
    ///
    /// # Errors
    /// A currency of a year without an exchange rate, or more than there is money for.
    pub fn usd(&self, network: &Network) -> Result<CostBand, ProjectsError> {
        let rate = network.usd_of(&self.currency, self.year);
        let rate = rate.ok_or_else(|| ProjectsError::NoRate {
            project: self.project.clone(),
            currency: self.currency.clone(),
            year: self.year,
        })?;
        let (low, high) = self.range.unwrap_or((self.million, self.million));
        let usd = |million: f64| {
            let usd = Money::from_usd(million * 1e6 * rate);
            usd.map_err(|error| ProjectsError::Amount {
                project: self.project.clone(),
                reason: error.to_string(),
            })
        };
        CostBand::new(usd(low)?, usd(self.million)?, usd(high)?)
    }
}

/// What projects cost.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct CostTable {
    rows: Vec<Cost>,
}

impl CostTable {
    /// The embedded table (`data/project_costs.csv`).
    pub fn embedded() -> Self {
        Self::from_csv(TABLE).expect("the embedded table is tested to be readable")
    }

    /// Reads a table with the columns of the embedded one, in any order.
    ///
    /// # Errors
    /// All faults, by line and column; more than 16 MiB.
    ///
    /// ```
    /// use trade_corridor::analysis::projects::CostTable;
    /// let bad = CostTable::from_csv("project,million,currency,year\nTRIPP-rail,-5,USD,2024\n");
    /// assert!(bad.unwrap_err().to_string().contains("line 2, column `million`"));
    /// ```
    pub fn from_csv(text: &str) -> Result<Self, ProjectsError> {
        let rows = costs(text)?;
        Ok(Self { rows })
    }

    /// The rows in their order.
    #[must_use]
    pub fn rows(&self) -> &[Cost] {
        &self.rows
    }

    /// What is known of a project.
    #[must_use]
    pub fn of(&self, project: &str) -> Option<&Cost> {
        self.rows.iter().find(|row| row.project == project)
    }
}

/// Reads a table of costs.
///
/// # Errors
/// All faults of the table, in the order of lines; a table that is too long.
fn costs(text: &str) -> Result<Vec<Cost>, ProjectsError> {
    if text.len() > MOST_BYTES {
        return Err(ProjectsError::TooLarge { most: MOST_BYTES });
    }
    let mut found = Found::new(MOST_FAULTS);
    let mut rows = Vec::new();
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    each(text, &COLUMNS, MOST_ROWS, &mut found, |row, found| {
        let Some(cost) = cost(row, found) else {
            return;
        };
        match known.entry(cost.project.clone()) {
            Entry::Occupied(first) => {
                let first = first.get();
                let reason = format!("stands already in line {first}; make it one row");
                row.bad("project", &reason, found);
            }
            Entry::Vacant(place) => {
                place.insert(row.line);
                rows.push(cost);
            }
        }
    });
    match found.into_parts() {
        (faults, _) if faults.is_empty() => Ok(rows),
        (faults, more) => Err(ProjectsError::Faulty {
            faults: faults.into_iter().map(TableFault::from).collect(),
            more,
        }),
    }
}

/// Every cell is looked at before the row is given up, so that all faults are told.
fn cost(row: &Row<'_>, found: &mut Found) -> Option<Cost> {
    let project = row.needed("project", found);
    let estimate = row.need("million", million, found);
    let low = row.read("million_low", million, found);
    let high = row.read("million_high", million, found);
    let currency = row.need("currency", currency, found);
    let year = row.need("year", year, found);
    let months = row.read("months", months, found);
    let estimate = estimate?;
    let range = row.both((low?, high?), ["million_low", "million_high"], found)?;
    if let Some((low, high)) = range
        && !(low..=high).contains(&estimate)
    {
        let reason = format!("not within {low} to {high}; order the three");
        row.bad("million", &reason, found);
        return None;
    }
    Some(Cost {
        project: project?.to_owned(),
        million: estimate,
        range,
        currency: currency?,
        year: year?,
        months: months?,
        source: row.text("source"),
        note: row.text("note"),
    })
}

fn million(text: &str) -> Result<f64, String> {
    let amount = text.parse::<f64>().ok();
    let amount = amount.filter(|amount| (0.0..=MOST_MILLION).contains(amount));
    amount.ok_or_else(|| format!("no number of millions from 0 to {MOST_MILLION:e}"))
}

fn months(text: &str) -> Result<u32, String> {
    let months = text.parse::<u32>().ok();
    let months = months.filter(|months| (1..=MOST_MONTHS).contains(months));
    months.ok_or_else(|| format!("no number of months from 1 to {MOST_MONTHS}"))
}

fn currency(text: &str) -> Result<String, String> {
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(text.to_owned());
    }
    Err("no currency such as `USD`".to_owned())
}

fn year(text: &str) -> Result<i16, String> {
    whole_year(text).ok_or_else(|| "no year such as `2024`".to_owned())
}

//! What the model itself gets wrong, beside the figures that it reads.

mod error;
mod part;
mod read;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

pub use error::ModelErrorsError;
pub(crate) use part::ModelFactor;
pub use part::{ModelFigures, ModelPart, Together};

use super::Law;
use crate::code::Name;
use crate::network::{FigurePart, Mode, Network};

const TABLE: &str = include_str!("../../../data/model_errors.csv");

/// How far lengths, hours and prices are off beyond the ranges of the figures that they are computed from: detours
/// that no link shows, waits that nobody lists, what is done otherwise than is written.
///
/// Every figure of lengths, hours or prices that has a row, ranged or not, is multiplied by a factor with a mean of
/// about 1 (speeds and frequencies are divided by it). It is one for all figures of a kind and mode, or of those in a
/// country (of a border, or of a line between two: in that pair), as the row says, and independent of all others. A
/// row of a mode goes before one of all modes.
///
/// Sampling takes the embedded table unless it is given another one: its rows hold in networks that have the sources
/// which they cite, and not in others.
///
/// ```
/// use trade_corridor::planner::{ModelErrors, Sampling};
/// use trade_corridor::prelude::*;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let request = Request::new("Baku", "Istanbul");
/// let sampling = Sampling::default().draws(64);
/// let with = planner.confidence_with(&request, &sampling)?;
/// let without = planner.confidence_with(&request, &sampling.clone().model_errors(ModelErrors::none()))?;
/// assert_eq!(with.answer, without.answer);
/// assert!(with.unknowns > without.unknowns);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelErrors {
    rows: Arc<[ModelError]>,
    /// Rows that cite what a network does not have are left out.
    embedded: bool,
}

/// A row: how far figures of one kind are off.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ModelError {
    /// What kind of figures.
    pub figures: ModelFigures,
    /// Of this mode only; of all modes without a row of their own when nothing.
    pub mode: Option<Mode>,
    /// What is off alike.
    pub together: Together,
    /// The 5 % quantile of what is so over what is computed.
    pub low: f64,
    /// The 95 % quantile.
    pub high: f64,
    /// How many published figures it rests on.
    pub rows: u32,
    /// Whether it is assumed, and not derived from published figures.
    pub assumed: bool,
    /// When it was derived.
    pub date: Date,
    /// Ids of the sources that it rests on.
    pub sources: Vec<Name>,
    /// How it follows from them.
    pub note: String,
    /// Line of the table; the header is line 1.
    pub line: u64,
}

impl ModelErrors {
    /// The model is right: only figures are off.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The embedded table (`data/model_errors.csv`).
    #[must_use]
    pub fn embedded() -> Self {
        static READ: std::sync::OnceLock<ModelErrors> = std::sync::OnceLock::new();
        let read = || Self {
            embedded: true,
            ..Self::from_csv(TABLE).expect("the embedded table is tested to be readable")
        };
        READ.get_or_init(read).clone()
    }

    /// Reads a table with the columns of the embedded one, in any order.
    ///
    /// # Errors
    /// All faults, by line and column; more than 1 MiB; two rows about the same figures.
    ///
    /// ```
    /// use trade_corridor::planner::ModelErrors;
    ///
    /// let bad = "figures,together,low,high,rows,basis,date,source,note\nhour,mode,1.2,1.3,12,assumed,2026-10-01,,mine\n";
    /// let told = ModelErrors::from_csv(bad).unwrap_err().to_string();
    /// assert!(told.contains("line 2, column `figures`") && told.contains("column `low`"), "{told}");
    /// ```
    pub fn from_csv(text: &str) -> Result<Self, ModelErrorsError> {
        Ok(Self {
            rows: read::rows(text)?.into(),
            embedded: false,
        })
    }

    /// The rows in their order.
    #[must_use]
    pub fn rows(&self) -> &[ModelError] {
        &self.rows
    }

    /// Figures of one kind, off by as much up and down in nine of ten draws.
    pub(crate) fn alone(figures: ModelFigures, together: Together, high: f64) -> Self {
        let row = ModelError {
            figures,
            mode: None,
            together,
            low: 1.0 / high,
            high,
            rows: 0,
            assumed: true,
            date: Date::default(),
            sources: Vec::new(),
            note: String::new(),
            line: 0,
        };
        Self {
            rows: Arc::new([row]),
            embedded: false,
        }
    }

    /// What holds in a network.
    pub(crate) fn over(&self, network: &Network) -> Result<Modelled, ModelErrorsError> {
        let mut rows = Vec::new();
        for row in &*self.rows {
            let known = |id: &&Name| network.source_by_id(id).is_none();
            match row.sources.iter().find(known) {
                None => rows.push((row.clone(), Law::of([row.low, 1.0, row.high]))),
                Some(_) if self.embedded => {}
                Some(name) => {
                    return Err(ModelErrorsError::UnknownSource {
                        line: row.line,
                        name: name.clone(),
                    });
                }
            }
        }
        Ok(Modelled { rows })
    }
}

/// Errors that hold in one network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Modelled {
    rows: Vec<(ModelError, Law)>,
}

impl Modelled {
    pub(crate) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row(&self, figures: ModelFigures, mode: Option<Mode>) -> Option<&(ModelError, Law)> {
        let own = |(row, _): &&(ModelError, Law)| row.figures == figures && row.mode == mode;
        let of_mode = mode.and_then(|_| self.rows.iter().find(own));
        let any = |(row, _): &&(ModelError, Law)| row.figures == figures && row.mode.is_none();
        of_mode.or_else(|| self.rows.iter().find(any))
    }

    /// What a number is off by, and by which law.
    pub(crate) fn of(&self, network: &Network, which: FigurePart) -> Option<(ModelFactor, Law)> {
        if self.rows.is_empty() {
            return None;
        }
        let mut factor = part::factor(network, which)?;
        let (row, law) = self.row(factor.figures, factor.mode)?;
        if row.together == Together::Mode {
            factor.countries = [None; 2];
        }
        Some((factor, *law))
    }

    /// The row that a factor is drawn by.
    pub(crate) fn row_of(&self, factor: ModelFactor) -> Option<&ModelError> {
        self.row(factor.figures, factor.mode).map(|(row, _)| row)
    }
}

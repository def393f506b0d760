use serde::{Deserialize, Serialize};

use super::band::CostBand;
use super::error::ProjectsError;
use super::table::CostTable;
use crate::network::{Network, nearest};
use crate::quantity::Money;
use crate::scenario::{Change, NamedChange, Target, TargetKind};

/// Something that can be built: what it opens or changes, and what it costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[must_use]
pub struct Project {
    /// What it is called.
    pub name: String,
    /// What it opens or changes.
    pub changes: Vec<NamedChange>,
    /// What it costs, where that is known.
    pub cost: Option<CostBand>,
    /// Months of building, where they are known.
    pub months: Option<u32>,
    /// When it is expected to open: a day, month or year as its source states it, or nothing.
    pub expected: String,
}

impl Project {
    /// A project by name and changes.
    pub fn new<C: Into<NamedChange>>(
        name: impl Into<String>,
        changes: impl IntoIterator<Item = C>,
    ) -> Self {
        Self {
            name: name.into(),
            changes: changes.into_iter().map(Into::into).collect(),
            cost: None,
            months: None,
            expected: String::new(),
        }
    }

    /// The same at this cost.
    pub const fn costing(mut self, cost: CostBand) -> Self {
        self.cost = Some(cost);
        self
    }

    /// The same in so many months of building.
    pub const fn taking(mut self, months: u32) -> Self {
        self.months = Some(months);
        self
    }

    /// Every project of the network, which opens its records, with what a table knows of it.
    ///
    /// # Errors
    /// A cost in a currency without an exchange rate.
    ///
    /// ```
    /// use trade_corridor::analysis::projects::{CostTable, Project};
    /// use trade_corridor::prelude::*;
    /// let network = Network::europe_central_asia();
    /// let projects = Project::on_record(network, &CostTable::embedded())?;
    /// let unpriced = projects.iter().filter(|project| project.cost.is_none());
    /// let unpriced: Vec<&str> = unpriced.map(|project| project.name.as_str()).collect();
    /// assert_eq!(unpriced, ["TRIPP-road"]); // nobody has published what it costs
    /// # Ok::<(), trade_corridor::analysis::projects::ProjectsError>(())
    /// ```
    pub fn on_record(network: &Network, costs: &CostTable) -> Result<Vec<Self>, ProjectsError> {
        let projects = network.projects().map(|(_, record)| {
            let target = Target::of_kind(TargetKind::Project, record.id.as_str());
            let mut project = Self::new(record.id.as_str(), [Change::Open(target)]);
            project.expected.clone_from(&record.expected);
            if let Some(cost) = costs.of(&record.id) {
                project.cost = Some(cost.usd(network)?);
                project.months = cost.months;
            }
            Ok(project)
        });
        projects.collect()
    }

    /// The project of a name out of some.
    ///
    /// # Errors
    /// A name that none has, with the nearest one.
    pub fn find(name: &str, projects: &[Self]) -> Result<Self, ProjectsError> {
        let at = Self::position(name, projects)?;
        Ok(projects[at].clone())
    }

    /// Where the project of a name stands among some.
    pub(super) fn position(name: &str, projects: &[Self]) -> Result<usize, ProjectsError> {
        let at = projects.iter().position(|project| project.name == name);
        at.ok_or_else(|| ProjectsError::Unknown {
            name: name.chars().take(100).collect(),
            nearest: nearest(name, projects.iter().map(|project| project.name.as_str())),
        })
    }

    /// A name and a cost of one line of text, in millions of USD: `TRIPP-road=200`, or with its ends
    /// `TRIPP-road=100..200..400`.
    ///
    /// # Errors
    /// A text of another form, a range that does not hold the cost.
    pub fn read_cost(text: &str) -> Result<(String, CostBand), ProjectsError> {
        let unreadable = || ProjectsError::Unreadable {
            text: text.chars().take(100).collect(),
        };
        let (name, amounts) = text.split_once('=').ok_or_else(unreadable)?;
        let amount = |text: &str| {
            let million = text.trim().parse::<f64>().ok();
            let usd = million.and_then(|million| Money::from_usd(million * 1e6).ok());
            usd.ok_or_else(unreadable)
        };
        let amounts: Result<Vec<Money>, _> = amounts.split("..").map(amount).collect();
        let band = match *amounts?.as_slice() {
            [value] => CostBand::exactly(value)?,
            [low, value, high] => CostBand::new(low, value, high)?,
            _ => return Err(unreadable()),
        };
        Ok((name.trim().to_owned(), band))
    }

    /// Sets what one of some projects costs, by a line of text as [`Project::read_cost`] reads it.
    ///
    /// # Errors
    /// A text of another form, a name that none has.
    pub fn set_cost(projects: &mut [Self], text: &str) -> Result<(), ProjectsError> {
        let (name, cost) = Self::read_cost(text)?;
        let at = Self::position(&name, projects)?;
        projects[at].cost = Some(cost);
        Ok(())
    }

    /// Whether it opens things and does nothing else.
    pub(super) fn only_opens(&self) -> bool {
        let mut changes = self.changes.iter();
        changes.all(|named| matches!(named.change(), Change::Open(_)))
    }
}

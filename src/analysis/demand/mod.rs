//! What moves in a year: weighted lists of requests, on which the other questions of `analysis` are asked.
//!
//! A [`Flow`] is a request, how often its shipment goes in a year, and where the figure is from; a [`Demand`]
//! is a list of them, made in code, read from CSV, or one of the embedded tables.
//!
//! Two traps of such figures are kept shut by type: what was counted in a part of a year is refused, and
//! flows of different lists, which may count the same boxes, are not added up unless they are named one
//! list ([`Demand::joined`]).

mod error;
mod flow;
mod limits;
mod table;

use std::collections::BTreeSet;
use std::io::Read;

use serde::{Deserialize, Serialize};

pub use error::DemandError;
pub use flow::{Flow, VolumeRange};
pub use limits::DemandLimits;

use crate::metric::Objective;
use crate::network::nearest;
use crate::planner::Question;
use crate::policy::Policy;
use crate::quantity::{Mass, PerYear};
pub use crate::rows::{RowFault, RowFaultKind};

const TABLE: &str = include_str!("../../../data/demand.csv");

/// Boxes a year of a list that still add up exactly.
const MOST_BOXES: u64 = 10_000_000_000 * 1_000_000;

/// A weighted list of requests.
///
/// ```
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::prelude::*;
///
/// let demand = Demand::new()
///     .flow(Flow::new(Request::new("Baku", "Poti"), PerYear::from_count(1_200)))
///     .flow(Flow::new(Request::new("Baku", "Istanbul"), "300.5".parse()?));
/// assert_eq!(demand.total()?.to_string(), "1500.5");
///
/// let read = Demand::from_csv("from,to,boxes_a_year\nBaku,Poti,1200\nBaku,Istanbul,300.5\n")?;
/// assert_eq!(read, demand);
/// let bad = Demand::from_csv("from,to,boxes_a_year\nBaku,,-5\n").unwrap_err();
/// assert!(bad.to_string().contains("line 2, column `to`: the cell is empty; fill it"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[must_use]
pub struct Demand {
    flows: Vec<Flow>,
}

impl Demand {
    /// No flows.
    pub const fn new() -> Self {
        Self { flows: Vec::new() }
    }

    /// The same with one flow more.
    pub fn flow(mut self, flow: Flow) -> Self {
        self.flows.push(flow);
        self
    }

    /// Reads a table: `from`, `to` and `boxes_a_year`, and where they are there `list`, `unit` (`20ft`,
    /// `40ft`, `trailer`, `wagon`), `tonnes` (goods in one unit), `boxes_a_year_low` and `boxes_a_year_high`,
    /// `year`, `source` and `note`, in any order. Empty cells stand for what [`Request::new`] takes.
    ///
    /// [`Request::new`]: crate::planner::Request::new
    ///
    /// # Errors
    /// All faults of the table, each with its line, column and cell; more than [`DemandLimits`] allow.
    pub fn from_csv(text: &str) -> Result<Self, DemandError> {
        Self::from_csv_within(text, &DemandLimits::default())
    }

    /// The same within other limits.
    ///
    /// # Errors
    /// As [`Demand::from_csv`].
    pub fn from_csv_within(text: &str, limits: &DemandLimits) -> Result<Self, DemandError> {
        let flows = table::flows(text, limits)?;
        Ok(Self { flows })
    }

    /// The same from a file or another reader, which is read no further than the limits allow.
    ///
    /// # Errors
    /// As [`Demand::from_csv`]; bytes that are no UTF-8; a reader that fails.
    pub fn read(reader: impl Read, limits: &DemandLimits) -> Result<Self, DemandError> {
        Self::from_csv_within(&table::text(reader, limits)?, limits)
    }

    /// A list of the embedded table (`data/demand.csv`), where every flow cites its source.
    ///
    /// # Errors
    /// A name that none of its lists has, with the nearest one.
    pub fn embedded(list: &str) -> Result<Self, DemandError> {
        Self::all_embedded().only(list)
    }

    /// Names of the lists of the embedded table.
    #[must_use]
    pub fn embedded_lists() -> Vec<String> {
        let all = Self::all_embedded();
        all.lists().into_iter().map(str::to_owned).collect()
    }

    fn all_embedded() -> Self {
        Self::from_csv(TABLE).expect("the embedded table is tested to be readable")
    }

    /// The flows of one list.
    ///
    /// # Errors
    /// A name that no list has, with the nearest one.
    pub fn only(self, list: &str) -> Result<Self, DemandError> {
        let lists = self.lists();
        if !lists.contains(list) {
            return Err(DemandError::UnknownList {
                list: list.to_owned(),
                nearest: nearest(list, lists.iter().copied()),
                lists: lists.into_iter().map(str::to_owned).collect(),
            });
        }
        let flows = self.flows.into_iter().filter(|flow| flow.list == list);
        Ok(Self {
            flows: flows.collect(),
        })
    }

    /// The same flows as one list of this name, so that they are added up: for lists that count different
    /// boxes.
    pub fn joined(mut self, list: &str) -> Self {
        for flow in &mut self.flows {
            list.clone_into(&mut flow.list);
        }
        self
    }

    /// The same flows under a policy in place of their own.
    pub fn under(mut self, policy: &Policy) -> Self {
        for flow in &mut self.flows {
            flow.request.policy = policy.clone();
        }
        self
    }

    /// The flows in their order.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// The flows in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Flow> {
        self.flows.iter()
    }

    /// How many flows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.flows.len()
    }

    /// Whether there is no flow.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.flows.is_empty()
    }

    /// Names of the lists that its flows are of.
    #[must_use]
    pub fn lists(&self) -> BTreeSet<&str> {
        self.flows.iter().map(|flow| flow.list.as_str()).collect()
    }

    /// Years that its figures are of; nothing for those of no stated year.
    #[must_use]
    pub fn years(&self) -> BTreeSet<Option<i16>> {
        self.flows.iter().map(|flow| flow.year).collect()
    }

    /// How many shipments go in a year, of whatever units.
    ///
    /// # Errors
    /// Flows of several lists, no flows, or more than 10¹⁰ boxes a year.
    pub fn total(&self) -> Result<PerYear, DemandError> {
        let lists = self.lists();
        if lists.len() > 1 {
            let lists = lists.into_iter().map(str::to_owned).collect();
            return Err(DemandError::SeveralLists { lists });
        }
        if self.is_empty() {
            return Err(DemandError::Empty);
        }
        let boxes: PerYear = self.flows.iter().map(|flow| flow.volume).sum();
        if boxes.as_millionths() > MOST_BOXES {
            return Err(DemandError::TooMany { boxes });
        }
        Ok(boxes)
    }

    /// Mass of the goods of a year.
    ///
    /// # Errors
    /// As [`Demand::total`].
    pub fn goods(&self) -> Result<Mass, DemandError> {
        self.total()?;
        Ok(self.flows.iter().map(Flow::goods).sum())
    }

    /// A question for each flow, in their order.
    #[must_use]
    pub fn questions(&self, objective: &Objective) -> Vec<Question> {
        let flows = self.flows.iter();
        flows
            .map(|flow| Question::new(flow.request.clone(), objective.clone()))
            .collect()
    }
}

impl<'d> IntoIterator for &'d Demand {
    type Item = &'d Flow;
    type IntoIter = std::slice::Iter<'d, Flow>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<Flow> for Demand {
    fn from_iter<T: IntoIterator<Item = Flow>>(flows: T) -> Self {
        Self {
            flows: flows.into_iter().collect(),
        }
    }
}

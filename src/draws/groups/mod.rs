//! What factors have in common: figures that are high or low together without being one thing.

mod about;
mod error;
mod read;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::Serialize;

use about::About;
pub use about::GroupedFigures;
pub(super) use about::about;
pub use error::FactorGroupsError;

use crate::code::{Country, Name};
use crate::network::{FigurePart, Mode, Network, PlaceId, SourceId};

const TABLE: &str = include_str!("../../../data/factor_groups.csv");

/// Which figures are high or low together, and how far.
///
/// Figures of a group hang on a factor of its own beside theirs: of the variance of the standard normal variable
/// that a figure's law is read at (of that of its logarithm, where the law is even), a share is the group's and
/// the rest its own. Two figures of one group with shares of s and t are correlated by the root of s times t there.
/// The quantiles of each figure by itself stay what they are.
///
/// Sampling takes those of the embedded table unless it is given others: they hold in networks that have the
/// sources which the table cites, and not in others.
///
/// ```
/// use trade_corridor::planner::{FactorGroups, Sampling};
/// use trade_corridor::prelude::*;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let request = Request::new("Baku", "Istanbul");
/// let sampling = Sampling::default().draws(64);
/// let together = planner.confidence_with(&request, &sampling)?;
/// let apart = planner.confidence_with(&request, &sampling.clone().groups(FactorGroups::none()))?;
/// assert_eq!(together.answer, apart.answer);
/// assert_ne!(together.unknowns, apart.unknowns);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactorGroups {
    rows: Arc<[FactorGroup]>,
    /// Rows about what a network does not have are left out.
    embedded: bool,
}

/// A row: figures of one kind that have a share in common with those of all other rows of the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FactorGroup {
    /// What the group is called.
    pub group: Name,
    /// What kind of figures.
    pub figures: GroupedFigures,
    /// Of this mode only.
    pub mode: Option<Mode>,
    /// Of one of these countries only; of any when empty.
    pub countries: Vec<Country>,
    /// Between, or at, these places only, by code; anywhere when empty.
    pub places: Vec<Name>,
    /// That cite one of these sources only; any when empty.
    pub cites: Vec<Name>,
    /// The share of the variance that is the group's, in thousandths, from 1 to 1,000.
    pub share_per_mille: u16,
    /// Whether the share is assumed, and not derived from the sources.
    pub assumed: bool,
    /// Ids of the sources that it rests on.
    pub sources: Vec<Name>,
    /// How it follows from them.
    pub note: String,
    /// Line of the table; the header is line 1.
    pub line: u64,
}

impl FactorGroups {
    /// Every factor is independent of all others.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The embedded table (`data/factor_groups.csv`).
    #[must_use]
    pub fn embedded() -> Self {
        static READ: std::sync::OnceLock<FactorGroups> = std::sync::OnceLock::new();
        let read = || Self {
            embedded: true,
            ..Self::from_csv(TABLE).expect("the embedded table is tested to be readable")
        };
        READ.get_or_init(read).clone()
    }

    /// Reads a table with the columns of the embedded one, in any order.
    ///
    /// # Errors
    /// All faults, by line and column; more than 1 MiB.
    ///
    /// ```
    /// use trade_corridor::planner::FactorGroups;
    ///
    /// let bad = "group,figures,share,basis,source,note\ntrucks,rates,0.5,assumed,,half\n";
    /// let told = FactorGroups::from_csv(bad).unwrap_err().to_string();
    /// assert!(told.contains("line 2, column `figures`") && told.contains("column `source`"), "{told}");
    /// ```
    pub fn from_csv(text: &str) -> Result<Self, FactorGroupsError> {
        Ok(Self {
            rows: read::rows(text)?.into(),
            embedded: false,
        })
    }

    /// The rows in their order.
    #[must_use]
    pub fn rows(&self) -> &[FactorGroup] {
        &self.rows
    }

    /// What figures of a network have in common.
    pub(crate) fn over(&self, network: &Network) -> Result<Groups, FactorGroupsError> {
        let mut groups = Groups::default();
        for row in &*self.rows {
            match resolved(row, network) {
                Ok(found) => {
                    let known = groups.names.iter().position(|name| *name == row.group);
                    let group = known.unwrap_or_else(|| {
                        groups.names.push(row.group.clone());
                        groups.names.len() - 1
                    });
                    groups.rows.push(Selector {
                        group: group as u32,
                        ..found
                    });
                }
                Err(_) if self.embedded => {}
                Err(error) => return Err(error),
            }
        }
        Ok(groups)
    }

    /// Whether rows that match nothing are left out.
    pub(crate) const fn is_embedded(&self) -> bool {
        self.embedded
    }
}

/// Groups of one network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    /// In the order of their first rows.
    pub(crate) names: Vec<Name>,
    rows: Vec<Selector>,
}

#[derive(Clone, Debug)]
struct Selector {
    row: FactorGroup,
    group: u32,
    places: Vec<PlaceId>,
    cites: Vec<SourceId>,
}

fn resolved(row: &FactorGroup, network: &Network) -> Result<Selector, FactorGroupsError> {
    let unknown = |what: &'static str, name: &Name| FactorGroupsError::Unknown {
        line: row.line,
        group: row.group.clone(),
        what,
        name: name.clone(),
    };
    let source = |id: &Name| {
        let known = network.source_by_id(id);
        known.ok_or_else(|| unknown("source", id))
    };
    for id in &row.sources {
        source(id)?;
    }
    let place = |code: &Name| {
        let known = network.place_by_code(code);
        known.ok_or_else(|| unknown("place", code))
    };
    Ok(Selector {
        row: row.clone(),
        group: 0,
        places: row.places.iter().map(place).collect::<Result<_, _>>()?,
        cites: row.cites.iter().map(source).collect::<Result<_, _>>()?,
    })
}

impl Groups {
    /// Which groups a figure is of, and its share in each in thousandths; the positions of the rows are noted.
    pub(crate) fn of(
        &self,
        network: &Network,
        which: FigurePart,
        sources: &[SourceId],
        matched: &mut [bool],
    ) -> Result<Vec<(u32, u16)>, FactorGroupsError> {
        let mut found: Vec<(u32, u16)> = Vec::new();
        let Some(about) = about(network, which).filter(|_| !self.rows.is_empty()) else {
            return Ok(found);
        };
        let mut first: Option<&Selector> = None;
        for (selector, matched) in self.rows.iter().zip(matched) {
            if !selector.holds(&about, sources) {
                continue;
            }
            *matched = true;
            let sum: u32 = found.iter().map(|(_, share)| u32::from(*share)).sum();
            let twice = found.iter().any(|(group, _)| *group == selector.group);
            if let Some(first) = first
                && (twice || sum + u32::from(selector.row.share_per_mille) > 1_000)
            {
                return Err(FactorGroupsError::Overlapping {
                    line: selector.row.line,
                    group: selector.row.group.clone(),
                    other_line: first.row.line,
                    other: first.row.group.clone(),
                    figure: about.to_string(),
                });
            }
            first = first.or(Some(selector));
            found.push((selector.group, selector.row.share_per_mille));
        }
        found.sort_unstable();
        Ok(found)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows of a group.
    pub(crate) fn rows_of(&self, group: u32) -> impl Iterator<Item = &FactorGroup> {
        let rows = self.rows.iter().filter(move |row| row.group == group);
        rows.map(|selector| &selector.row)
    }

    /// That a row matches no figure of the network that has a range.
    pub(crate) fn nothing(&self, position: usize) -> Option<FactorGroupsError> {
        let row = &self.rows.get(position)?.row;
        Some(FactorGroupsError::Nothing {
            line: row.line,
            group: row.group.clone(),
        })
    }
}

impl Selector {
    fn holds(&self, about: &About, sources: &[SourceId]) -> bool {
        let row = &self.row;
        row.figures == about.figures
            && (row.mode.is_none() || row.mode == about.mode)
            && (row.countries.is_empty()
                || about.countries.iter().any(|it| row.countries.contains(it)))
            && (self.places.is_empty()
                || !about.places.is_empty()
                    && about.places.iter().all(|it| self.places.contains(it)))
            && (self.cites.is_empty() || sources.iter().any(|it| self.cites.contains(it)))
    }
}

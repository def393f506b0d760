//! The chosen set held against queues.

use serde::Serialize;

use super::Project;
use super::error::ProjectsError;
use super::parts::{Set, with};
use crate::analysis::demand::Demand;
use crate::analysis::flows::{Assignment, Background, FlowsError, Jam, Table, assign};
use crate::analysis::yearly::Yearly;
use crate::planner::{Error, Planner, Progress};
use crate::quantity::{Money, PerYear};

/// What a set saves where crossings, ports, services and links take so much and no more.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Checked {
    /// What all flows with a way in both worlds cost in a year with nothing built, hours and queues included.
    #[serde(rename = "before_cents")]
    pub before: Money,
    /// The same with the set built.
    #[serde(rename = "after_cents")]
    pub after: Money,
    /// Shipments a year of flows that have a way in one world alone, or in none: they are in neither sum.
    #[serde(rename = "left_out_millionths")]
    pub left_out: PerYear,
    /// What jams with nothing built.
    pub jams_before: Vec<Jam>,
    /// What jams with the set built.
    pub jams_after: Vec<Jam>,
    /// Whether no flow has a cheaper way left in either world.
    pub is_settled: bool,
}

impl Checked {
    /// What is saved in a year.
    #[must_use]
    pub fn saved(&self) -> Money {
        self.before - self.after
    }
}

/// Assigns the flows of a list with queues in the planner's world and in the one where projects of these names are
/// built.
///
/// Flows spread over their ways by [`Assignment::choice`], and hours count at its value of time, so that what is saved
/// differs from [`ChosenSet::saved`](super::ChosenSet::saved) without queues as well. [`Background`] is made by the
/// caller in a world of observations.
///
/// # Errors
/// A name that no project has, a set that cannot be built together; what [`assign`] refuses.
pub fn check_with_queues(
    planner: &Planner,
    demand: &Demand,
    (projects, chosen): (&[Project], &[String]),
    (table, background, settings): (&Table, &Background, &Assignment),
    progress: &Progress,
) -> Result<Checked, Error> {
    let (count, most) = (projects.len(), Set::BITS as usize);
    if count > most {
        let projects = count;
        return Err(ProjectsError::Projects { projects, most }.into());
    }
    let mut set: Set = 0;
    for name in chosen {
        set |= 1 << Project::position(name, projects)?;
    }
    let world = planner.world();
    let built = Planner::new(world.network(), &with(world.scenario(), projects, set))?;
    let flows = |planner: &Planner| {
        let found = assign(planner, demand, table, background, settings, progress);
        found.map_err(|error: FlowsError| Error::from(error))
    };
    let (before, after) = (flows(planner)?, flows(&built)?);
    if progress.is_cancelled() {
        return Err(Error::Cancelled);
    }
    let mut sums = [Yearly::ZERO; 2];
    let mut left_out = PerYear::ZERO;
    for (old, new) in before.rows.iter().zip(&after.rows) {
        let (Ok(_), Ok(_)) = (&old.ways, &new.ways) else {
            left_out += old.volume;
            continue;
        };
        for (sum, row) in sums.iter_mut().zip([old, new]) {
            for way in row.ways.iter().flatten() {
                *sum += Yearly::of(way.volume, way.generalised);
            }
        }
    }
    let [old, new] = sums.map(Yearly::money);
    Ok(Checked {
        before: old,
        after: new,
        left_out,
        is_settled: before.is_settled && after.is_settled,
        jams_before: before.jams,
        jams_after: after.jams,
    })
}

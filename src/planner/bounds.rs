//! How much one question may take before it is refused.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Error, Planner};
use crate::router::Limited;

/// How much one question may take; a larger one is refused with an error that says what to do.
///
/// ```
/// use trade_corridor::planner::QueryBounds;
/// use trade_corridor::prelude::*;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let mut bounds = QueryBounds::default();
/// bounds.cells = 3;
/// planner.set_query_bounds(bounds);
///
/// let network = planner.world().network();
/// let places = [network.find_place("Baku")?, network.find_place("Tbilisi")?];
/// let shipment = Request::new("Baku", "Tbilisi").shipment;
/// let policy = Policy::open();
/// let refused = planner.matrix(&places, &places, &shipment, &policy, &Objective::Cost);
/// assert_eq!(refused.unwrap_err().code(), "matrix_too_large");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryBounds {
    /// Partial paths of a question under limits on whole routes, and 64 times as many comparisons of them;
    /// by default [`Limited::MOST_LABELS`].
    pub labels: usize,
    /// Cells of a [`Matrix`](super::Matrix); by default a million, each with its value or its reason.
    pub cells: usize,
    /// Sets of rules that [`Planner::why_not`] tries to lift, and ways that it looks for without them; by
    /// default 500. Where there are more, those left out are the larger ones, and
    /// [`WhyNot::is_complete`](super::WhyNot::is_complete) says so.
    pub trials: usize,
    /// Searches with rules lifted that [`Planner::price_of_rules`] makes, beside one for each rule; by default
    /// 500. Where it takes more, [`RulePrices::shares`](super::RulePrices::shares) says so.
    pub rule_searches: usize,
    /// Rules of the largest groups that [`Planner::price_of_rules`] prices; by default 4.
    pub group_size: usize,
    /// Groups of rules that [`Planner::price_of_rules`] prices; by default 10,000. Where there are more, those
    /// left out are the larger ones, and [`RulePrices::is_complete`](super::RulePrices::is_complete) says so.
    pub rule_groups: usize,
}

impl Default for QueryBounds {
    fn default() -> Self {
        Self {
            labels: Limited::MOST_LABELS,
            cells: 1_000_000,
            trials: 500,
            rule_searches: 500,
            group_size: 4,
            rule_groups: 10_000,
        }
    }
}

/// The bounds that clones of a planner share.
#[derive(Debug)]
pub(super) struct Kept {
    labels: AtomicUsize,
    cells: AtomicUsize,
    trials: AtomicUsize,
    rule_searches: AtomicUsize,
    group_size: AtomicUsize,
    rule_groups: AtomicUsize,
}

impl Default for Kept {
    fn default() -> Self {
        let QueryBounds {
            labels,
            cells,
            trials,
            rule_searches,
            group_size,
            rule_groups,
        } = QueryBounds::default();
        Self {
            labels: AtomicUsize::new(labels),
            cells: AtomicUsize::new(cells),
            trials: AtomicUsize::new(trials),
            rule_searches: AtomicUsize::new(rule_searches),
            group_size: AtomicUsize::new(group_size),
            rule_groups: AtomicUsize::new(rule_groups),
        }
    }
}

impl Planner {
    /// Sets how much one question may take. All clones of a planner share the bounds; one for another
    /// scenario ([`Planner::under`]) starts with the default ones.
    pub fn set_query_bounds(&self, bounds: QueryBounds) {
        let kept = &self.kept.bounds;
        kept.labels.store(bounds.labels, Ordering::Relaxed);
        kept.cells.store(bounds.cells, Ordering::Relaxed);
        kept.trials.store(bounds.trials, Ordering::Relaxed);
        kept.rule_searches
            .store(bounds.rule_searches, Ordering::Relaxed);
        kept.group_size.store(bounds.group_size, Ordering::Relaxed);
        kept.rule_groups
            .store(bounds.rule_groups, Ordering::Relaxed);
    }

    /// How much one question may take.
    #[must_use]
    pub fn query_bounds(&self) -> QueryBounds {
        let kept = &self.kept.bounds;
        QueryBounds {
            labels: kept.labels.load(Ordering::Relaxed),
            cells: kept.cells.load(Ordering::Relaxed),
            trials: kept.trials.load(Ordering::Relaxed),
            rule_searches: kept.rule_searches.load(Ordering::Relaxed),
            group_size: kept.group_size.load(Ordering::Relaxed),
            rule_groups: kept.rule_groups.load(Ordering::Relaxed),
        }
    }

    /// Refuses a matrix of too many cells before memory is taken for them.
    pub(super) fn check_cells(&self, rows: usize, columns: usize) -> Result<(), Error> {
        let most = self.query_bounds().cells;
        match rows.checked_mul(columns) {
            Some(cells) if cells <= most => Ok(()),
            _ => Err(Error::TooManyCells {
                rows,
                columns,
                most,
            }),
        }
    }
}

//! Limits on a whole route: at most so many transhipments, borders, hours or dollars.

use std::mem::discriminant;

use super::metrics::Searched;
use super::{Case, Ends, Error, Planner};
use crate::metric::{Least, Objective, ObjectiveWeights, Within, best_within};
use crate::network::Network;
use crate::operations::Operations;
use crate::policy::{self, Amount, RuleIndex};
use crate::quantity::{Duration, Money};
use crate::router::{ArcId, Dijkstra, Graph, Limit, Limited, Metric};

/// A limit and the least of it that any open way takes.
pub(super) struct Bound {
    pub(super) rule: RuleIndex,
    pub(super) limit: policy::Limit,
    /// Nothing when no way can be counted, such as where none has a known price.
    pub(super) least: Option<Amount>,
}

impl Bound {
    /// Whether some way keeps a limit by itself; always for one of another kind.
    pub(super) fn allows(&self, limit: policy::Limit) -> bool {
        discriminant(&limit) != discriminant(&self.limit)
            || self.least.is_some_and(|least| limit.allows(least))
    }
}

/// How much of what it counts a limit accepts.
fn accepted(limit: policy::Limit) -> u64 {
    match limit {
        policy::Limit::Transhipments(most)
        | policy::Limit::GaugeChanges(most)
        | policy::Limit::Borders(most)
        | policy::Limit::ControlledBorders(most) => most.into(),
        policy::Limit::Hours(most) => most.as_minutes(),
        policy::Limit::Usd(most) => most.as_cents().max(0).unsigned_abs(),
    }
}

/// So much of what a limit counts.
fn amount(limit: policy::Limit, units: u64) -> Amount {
    let count = u32::try_from(units).unwrap_or(u32::MAX);
    match limit {
        policy::Limit::Transhipments(_) => Amount::Transhipments(count),
        policy::Limit::GaugeChanges(_) => Amount::GaugeChanges(count),
        policy::Limit::Borders(_) => Amount::Borders(count),
        policy::Limit::ControlledBorders(_) => Amount::ControlledBorders(count),
        policy::Limit::Hours(_) => Amount::Duration(Duration::from_minutes(count)),
        policy::Limit::Usd(_) => {
            Amount::Cost(Money::from_cents(i64::try_from(units).unwrap_or(i64::MAX)))
        }
    }
}

type Make = fn(u32) -> policy::Limit;
type Counts = fn(&Operations, &Network, ArcId) -> u32;

/// What a limit counts along a way.
struct Use {
    rule: RuleIndex,
    limit: policy::Limit,
    counted: Counted,
}

/// How much of it an operation has.
enum Counted {
    Times(Metric),
    Amount(ObjectiveWeights),
}

impl Use {
    fn of(&self, arc: ArcId) -> Option<u64> {
        match &self.counted {
            Counted::Times(metric) => metric.weight(arc).map(u64::from),
            Counted::Amount(weights) => weights.weight(arc),
        }
    }

    fn is_kept_by(&self, arcs: &[ArcId]) -> bool {
        let sum = arcs
            .iter()
            .try_fold(0_u64, |sum, arc| Some(sum.saturating_add(self.of(*arc)?)));
        sum.is_some_and(|sum| sum <= accepted(self.limit))
    }

    /// The same as the quick search takes it, what is beyond the limit by itself left out; nothing where
    /// the limit itself is beyond its range.
    fn narrow(&self, graph: &Graph) -> Result<Option<Metric>, Error> {
        let most = accepted(self.limit);
        if most > Metric::MAX_WEIGHT.into() {
            return Ok(None);
        }
        let fits = |arc| self.of(arc).filter(|weight| *weight <= most);
        let metric = Metric::new(graph, |arc| Some(fits(arc)? as u32))?;
        Ok(Some(metric))
    }
}

impl Planner {
    /// What the limits of a case count on open operations.
    fn uses(case: &Case) -> Result<Vec<Use>, Error> {
        let operations = case.operations();
        let limits = case.policy.limits();
        let searched = case.searched()?;
        let mut uses: Vec<Use> = Vec::new();
        let network = case.model.world().network();
        let counts: [(_, Make, Counts); 4] = [
            (
                limits.transhipments,
                policy::Limit::Transhipments,
                |operations, _, arc| operations.transhipments(arc),
            ),
            (
                limits.gauge_changes,
                policy::Limit::GaugeChanges,
                |operations, _, arc| operations.gauge_changes(arc),
            ),
            (
                limits.borders,
                policy::Limit::Borders,
                |operations, _, arc| operations.borders(arc),
            ),
            (
                limits.controlled_borders,
                policy::Limit::ControlledBorders,
                Operations::controlled_borders,
            ),
        ];
        for (limit, make, counts) in counts {
            let Some((most, rule)) = limit else { continue };
            let metric = Metric::new(searched.graph(), |arc| {
                let arc = searched.operation_of(arc)?;
                let open = case.verdicts.is_open(arc);
                open.then(|| counts(operations, network, arc))
            })?;
            uses.push(Use {
                rule,
                limit: make(most),
                counted: Counted::Times(metric),
            });
        }
        let duration = limits.duration;
        let duration =
            duration.map(|(most, rule)| (Objective::Time, policy::Limit::Hours(most), rule));
        let cost = limits.cost;
        let cost = cost.map(|(most, rule)| (Objective::Cost, policy::Limit::Usd(most), rule));
        for (objective, limit, rule) in duration.into_iter().chain(cost) {
            let weights = searched.weights(&objective)?;
            uses.push(Use {
                rule,
                limit,
                counted: Counted::Amount(weights),
            });
        }
        Ok(uses)
    }

    /// The operations of the best path within the limits of the case's policy (label setting, exact).
    pub(super) fn limited(
        &self,
        case: &Case,
        objective: &Objective,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let searched = case.searched()?;
        let Some(ends) = searched.ends(case.endpoints) else {
            return Ok(None);
        };
        let path = self.limited_over(case, searched, &searched.weights(objective)?, ends)?;
        Ok(path.map(|path| searched.operations_of(&path)))
    }

    fn limited_over(
        &self,
        case: &Case,
        searched: Searched<'_>,
        weights: &ObjectiveWeights,
        ends: Ends,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let uses = Self::uses(case)?;
        let ties = searched.ties(weights.objective());
        // The best way of all is the best within limits if it keeps them.
        let free = weights.path(&ties, &mut Dijkstra::new(), ends)?;
        let Some(free) = free else { return Ok(None) };
        if uses.iter().all(|used| used.is_kept_by(&free)) {
            return Ok(Some(free));
        }
        // Where all fits the quick search, it finds whether there is a way and what it weighs; which of
        // several is left to the other one.
        let mut ceiling = None;
        let most = self.query_bounds().labels;
        if let Some(found) = Self::quickly_limited(searched.graph(), &uses, weights, (ends, most))?
        {
            let Some(least) = found else { return Ok(None) };
            ceiling = Some(least);
        }
        let counted: Vec<_> = uses.iter().map(|used| |arc| used.of(arc)).collect();
        let limits: Vec<Within<'_>> = uses
            .iter()
            .zip(&counted)
            .map(|(used, counted)| Within {
                uses: counted,
                most: accepted(used.limit),
            })
            .collect();
        let least = Least {
            weight: &|arc| weights.weight(arc),
            rank: &|arc| ties.rank(arc),
            order: &|one, other| ties.order(one, other),
        };
        let graph = searched.graph();
        Ok(best_within(graph, &least, &limits, ends, ceiling, most)?)
    }

    /// What the best path within limits weighs, if there is one; nothing where weights or limits are
    /// beyond the range of the quick search.
    fn quickly_limited(
        graph: &Graph,
        uses: &[Use],
        weights: &ObjectiveWeights,
        ((from, to), most): (Ends, usize),
    ) -> Result<Option<Option<u64>>, Error> {
        if !weights.is_exact() {
            return Ok(None);
        }
        let metrics = uses.iter().map(|used| used.narrow(graph));
        let metrics: Option<Vec<Metric>> = metrics.collect::<Result<_, Error>>()?;
        let Some(metrics) = metrics else {
            return Ok(None);
        };
        let limits: Vec<Limit<'_>> = uses
            .iter()
            .zip(&metrics)
            .map(|(used, metric)| Limit {
                uses: metric,
                most: u32::try_from(accepted(used.limit)).unwrap_or(u32::MAX),
            })
            .collect();
        let ends = ([(from, 0)], [(to, 0)]);
        let metric = weights.metric();
        let mut limited = Limited::with_most_labels(most);
        let found = limited.path(graph, metric, &limits, &ends.0, &ends.1)?;
        Ok(Some(found.map(|found| found.path().distance())))
    }

    /// The limits of a case, each with the least that any open way takes of it.
    pub(super) fn bounds(case: &Case) -> Result<Vec<Bound>, Error> {
        let searched = case.searched()?;
        let (graph, ends) = (searched.graph(), searched.ends(case.endpoints));
        let mut bounds = Vec::new();
        let mut scratch = Dijkstra::new();
        for used in Self::uses(case)? {
            let least = match (&used.counted, ends) {
                (_, None) => None,
                (Counted::Amount(weights), Some((from, to))) => {
                    let sums = weights.sums(graph, &mut scratch, from, &[to])?;
                    sums.first().copied().flatten()
                }
                (Counted::Times(metric), Some((from, to))) => {
                    scratch.distance(graph, metric, from, to)?
                }
            };
            bounds.push(Bound {
                rule: used.rule,
                limit: used.limit,
                least: least.map(|least| amount(used.limit, least)),
            });
        }
        Ok(bounds)
    }

    /// Whether there is a way for an objective, limits not regarded.
    pub(super) fn has_way(case: &Case, objective: &Objective) -> Result<bool, Error> {
        case.leads(objective, case.endpoints)
    }
}

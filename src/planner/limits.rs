//! Limits on a whole route: at most so many transhipments, borders, hours or dollars.

use std::mem::discriminant;

use super::{Case, Error, Planner};
use crate::metric::{Objective, ObjectiveWeights, Verdicts};
use crate::operations::Operations;
use crate::policy::{self, Amount, RuleIndex};
use crate::quantity::{Duration, Money};
use crate::router::{ArcId, Dijkstra, Limit, Limited, Metric};

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
        | policy::Limit::Borders(most) => most.into(),
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
        policy::Limit::Hours(_) => Amount::Duration(Duration::from_minutes(count)),
        policy::Limit::Usd(_) => {
            Amount::Cost(Money::from_cents(i64::try_from(units).unwrap_or(i64::MAX)))
        }
    }
}

type Make = fn(u32) -> policy::Limit;
type Counts = fn(&Operations, ArcId) -> u32;

/// What a limit counts along a way.
struct Use {
    rule: RuleIndex,
    limit: policy::Limit,
    metric: Metric,
    /// How much one unit of the metric is.
    divisor: u64,
    /// What an amount is counted by exactly.
    weights: Option<ObjectiveWeights>,
}

impl Planner {
    /// What the limits of a case count on the operations that `verdicts` leave open.
    fn uses(case: &Case, verdicts: &Verdicts) -> Result<Vec<Use>, Error> {
        let (operations, model) = (case.operations(), &case.model);
        let limits = case.policy.limits();
        let mut uses: Vec<Use> = Vec::new();
        let counts: [(_, Make, Counts); 3] = [
            (
                limits.transhipments,
                policy::Limit::Transhipments,
                Operations::transhipments,
            ),
            (
                limits.gauge_changes,
                policy::Limit::GaugeChanges,
                Operations::gauge_changes,
            ),
            (limits.borders, policy::Limit::Borders, Operations::borders),
        ];
        for (limit, make, counts) in counts {
            let Some((most, rule)) = limit else { continue };
            let metric = Metric::new(operations.graph(), |arc| {
                let open = verdicts.is_open(arc);
                open.then(|| counts(operations, arc))
            })?;
            uses.push(Use {
                rule,
                limit: make(most),
                metric,
                divisor: 1,
                weights: None,
            });
        }
        let duration = limits.duration;
        let duration =
            duration.map(|(most, rule)| (Objective::Time, policy::Limit::Hours(most), rule));
        let cost = limits.cost;
        let cost = cost.map(|(most, rule)| (Objective::Cost, policy::Limit::Usd(most), rule));
        for (objective, limit, rule) in duration.into_iter().chain(cost) {
            let weights = ObjectiveWeights::new(model, &case.quote, verdicts, &objective)?;
            let (metric, divisor) = counted_to(&weights, operations, accepted(limit))?;
            uses.push(Use {
                rule,
                limit,
                metric,
                divisor,
                weights: Some(weights),
            });
        }
        Ok(uses)
    }

    /// The best path within the limits of the case's policy (label setting, exact).
    pub(super) fn limited(
        case: &Case,
        verdicts: &Verdicts,
        weights: &ObjectiveWeights,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let operations = case.operations();
        let uses = Self::uses(case, verdicts)?;
        let limits: Vec<Limit<'_>> = uses
            .iter()
            .map(|used| Limit {
                uses: &used.metric,
                most: u32::try_from(accepted(used.limit) / used.divisor).unwrap_or(u32::MAX),
            })
            .collect();
        let (from, to) = case.endpoints;
        let ends = ([(from, 0)], [(to, 0)]);
        let found = Limited::new().path(
            operations.graph(),
            weights.metric(),
            &limits,
            &ends.0,
            &ends.1,
        )?;
        Ok(found.map(|found| found.into_path().into_arcs()))
    }

    /// The limits of a case, each with the least that any open way takes of it.
    pub(super) fn bounds(case: &Case) -> Result<Vec<Bound>, Error> {
        let operations = case.operations();
        let (from, to) = case.endpoints;
        let mut bounds = Vec::new();
        let mut scratch = Dijkstra::new();
        for used in Self::uses(case, &case.verdicts)? {
            let least = match &used.weights {
                Some(weights) => {
                    let sums = weights.sums(operations, &mut scratch, from, &[to])?;
                    sums.first().copied().flatten()
                }
                None => scratch.distance(operations.graph(), &used.metric, from, to)?,
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
        let (operations, model) = (case.operations(), &case.model);
        let weights = ObjectiveWeights::new(model, &case.quote, &case.verdicts, objective)?;
        let (from, to) = case.endpoints;
        let found = Dijkstra::new().distance(operations.graph(), weights.metric(), from, to)?;
        Ok(found.is_some())
    }
}

/// Weights so coarse, rounded up, that the most that a limit accepts can be counted in them, and how
/// much one of them is. What is beyond the limit by itself is blocked.
fn counted_to(
    weights: &ObjectiveWeights,
    operations: &Operations,
    most: u64,
) -> Result<(Metric, u64), Error> {
    let divisor = most.div_ceil(Metric::MAX_WEIGHT.into()).max(1);
    let metric = Metric::new(operations.graph(), |arc| {
        let weight = weights.weight(arc)?;
        (weight <= most).then(|| weight.div_ceil(divisor) as u32)
    })?;
    Ok((metric, divisor))
}

//! Limits on a whole route: at most so many transhipments, borders, hours or dollars.

use super::{Case, Planner, RouteError};
use crate::metric::{Frozen, Objective, Verdicts};
use crate::network::Carriage;
use crate::operations::{Operation, OperationKind, Operations, Standing};
use crate::policy::{self, RuleIndex};
use crate::quantity::{Duration, Money};
use crate::router::{Dijkstra, Limit, Limited, Metric, Path};

/// A limit and the least of it that any open way takes.
pub(super) struct Bound {
    pub(super) rule: RuleIndex,
    pub(super) most: u64,
    /// Nothing when no way can be counted, such as where none has a known price.
    pub(super) least: Option<u64>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Transhipments,
    GaugeChanges,
    Borders,
    Minutes,
    Cents,
}

/// What a limit counts, and how much of it is accepted.
fn accepted(limit: policy::Limit) -> (Kind, u64) {
    match limit {
        policy::Limit::Transhipments(most) => (Kind::Transhipments, most.into()),
        policy::Limit::GaugeChanges(most) => (Kind::GaugeChanges, most.into()),
        policy::Limit::Borders(most) => (Kind::Borders, most.into()),
        policy::Limit::Hours(most) => (Kind::Minutes, most.as_minutes()),
        policy::Limit::Usd(most) => (Kind::Cents, most.as_cents().max(0).unsigned_abs()),
    }
}

impl Bound {
    /// Whether some way keeps a limit by itself; always for one of another kind.
    pub(super) fn allows(&self, limit: policy::Limit) -> bool {
        let (kind, most) = accepted(limit);
        kind != self.kind || self.least.is_some_and(|least| least <= most)
    }

    /// An amount of what is limited.
    pub(super) fn in_words(&self, amount: u64) -> String {
        match self.kind {
            Kind::Transhipments | Kind::GaugeChanges | Kind::Borders => amount.to_string(),
            Kind::Minutes => {
                Duration::from_minutes(u32::try_from(amount).unwrap_or(u32::MAX)).to_string()
            }
            Kind::Cents => Money::from_cents(i64::try_from(amount).unwrap_or(i64::MAX)).to_string(),
        }
    }
}

type Counts = fn(&Operations, &Operation) -> bool;

/// What a limit counts along a way.
struct Use {
    rule: RuleIndex,
    metric: Metric,
    /// How much one unit of the metric is.
    divisor: u64,
    most: u64,
    kind: Kind,
}

impl Planner {
    /// What the limits of a case count on the operations that `verdicts` leave open.
    fn uses(case: &Case, verdicts: &Verdicts) -> Result<Vec<Use>, RouteError> {
        let (operations, model) = (case.operations(), &case.model);
        let limits = case.policy.limits();
        let mut uses: Vec<Use> = Vec::new();
        let counts: [(_, _, Counts); 3] = [
            (limits.transhipments, Kind::Transhipments, enters_depot),
            (limits.gauge_changes, Kind::GaugeChanges, |_, operation| {
                operation.is_gauge_change()
            }),
            (limits.borders, Kind::Borders, |_, operation| {
                operation.border().is_some()
            }),
        ];
        for (limit, kind, counts) in counts {
            let Some((most, rule)) = limit else { continue };
            let metric = Metric::new(operations.graph(), |arc| {
                let open = verdicts.is_open(arc);
                open.then(|| counted(operations, arc, counts))
            })?;
            uses.push(Use {
                rule,
                metric,
                divisor: 1,
                most: most.into(),
                kind,
            });
        }
        let duration = limits.duration.map(|(most, rule)| {
            let (kind, most) = accepted(policy::Limit::Hours(most));
            (Objective::Time, kind, most, rule)
        });
        let cost = limits.cost.map(|(most, rule)| {
            let (kind, most) = accepted(policy::Limit::Usd(most));
            (Objective::Cost, kind, most, rule)
        });
        for (objective, kind, most, rule) in duration.into_iter().chain(cost) {
            let own = Frozen::new(model, &case.quote, verdicts, &objective)?;
            let divisor = own.divisor();
            uses.push(Use {
                rule,
                metric: own.into_metric(),
                divisor,
                most,
                kind,
            });
        }
        Ok(uses)
    }

    /// The best path within the limits of the case's policy (label setting, exact).
    pub(super) fn limited(
        case: &Case,
        verdicts: &Verdicts,
        frozen: &Frozen,
    ) -> Result<Option<Path>, RouteError> {
        let operations = case.operations();
        let uses = Self::uses(case, verdicts)?;
        let limits: Vec<Limit<'_>> = uses
            .iter()
            .map(|used| Limit {
                uses: &used.metric,
                most: u32::try_from(used.most / used.divisor).unwrap_or(u32::MAX),
            })
            .collect();
        let (from, to) = case.gates;
        let ends = ([(from, 0)], [(to, 0)]);
        let found = Limited::new().path(
            operations.graph(),
            frozen.metric(),
            &limits,
            &ends.0,
            &ends.1,
        )?;
        Ok(found.map(crate::router::LimitedPath::into_path))
    }

    /// The limits of a case, each with the least that any open way takes of it.
    pub(super) fn bounds(case: &Case) -> Result<Vec<Bound>, RouteError> {
        let graph = case.operations().graph();
        let (from, to) = case.gates;
        let mut bounds = Vec::new();
        for used in Self::uses(case, &case.verdicts)? {
            let least = Dijkstra::new().distance(graph, &used.metric, from, to)?;
            bounds.push(Bound {
                rule: used.rule,
                most: used.most,
                least: least.map(|least| least.saturating_mul(used.divisor)),
                kind: used.kind,
            });
        }
        Ok(bounds)
    }

    /// Whether there is a way for an objective, limits not regarded.
    pub(super) fn has_way(case: &Case, objective: &Objective) -> Result<bool, RouteError> {
        let (operations, model) = (case.operations(), &case.model);
        let frozen = Frozen::new(model, &case.quote, &case.verdicts, objective)?;
        let (from, to) = case.gates;
        let found = Dijkstra::new().distance(operations.graph(), frozen.metric(), from, to)?;
        Ok(found.is_some())
    }
}

/// How often an operation and its parts are counted.
fn counted(operations: &Operations, arc: u32, counts: Counts) -> u32 {
    let Some(operation) = operations.arc(arc) else {
        return 0;
    };
    let parts = operations.parts(operation).iter();
    let parts = parts.filter_map(|part| operations.arc(*part));
    parts
        .chain([operation])
        .filter(|operation| counts(operations, operation))
        .count() as u32
}

/// A transhipment goes through the depot: it is counted when the goods are set down there.
fn enters_depot(operations: &Operations, operation: &Operation) -> bool {
    matches!(operation.kind, OperationKind::Tranship(_))
        && operations.position(operation.to).is_some_and(|position| {
            matches!(
                position.standing,
                Standing::In(Carriage::Depot) | Standing::OffRail
            )
        })
}

//! Limits on a whole route: at most so many transhipments, borders, hours or dollars.

use super::{Case, Planner, RouteError};
use crate::metric::{Frozen, Objective, Verdicts};
use crate::network::Carriage;
use crate::operations::{Operation, OperationKind, Operations, Standing};
use crate::search::{Limit, Limited, Metric, Path};

impl<'n> Planner<'n> {
    /// The best path within the limits of the case's policy (label setting, exact).
    pub(super) fn limited(
        case: &Case<'_, 'n>,
        verdicts: &Verdicts,
        frozen: &Frozen,
    ) -> Result<Option<Path>, RouteError> {
        let (operations, model) = (case.ground.operations(), case.ground.model());
        let limits = case.policy.limits();
        let mut uses: Vec<(Metric, u32)> = Vec::new();
        let mut count = |most: u32, counts: fn(&Operations, &Operation) -> bool| {
            let metric = Metric::new(operations.graph(), |arc| {
                verdicts
                    .is_open(arc)
                    .then(|| counted(operations, arc, counts))
            })?;
            uses.push((metric, most));
            Ok::<(), RouteError>(())
        };
        if let Some((most, _)) = limits.transhipments {
            count(most, enters_depot)?;
        }
        if let Some((most, _)) = limits.gauge_changes {
            count(most, |_, operation| {
                operation.kind == OperationKind::GaugeChange
            })?;
        }
        if let Some((most, _)) = limits.borders {
            count(most, |_, operation| operation.border.is_some())?;
        }
        let mut weigh = |objective: &Objective, most: u64| {
            let own = Frozen::new(operations, model, &case.quote, verdicts, objective)?;
            let most = u32::try_from(most / own.divisor()).unwrap_or(u32::MAX);
            uses.push((own.into_metric(), most));
            Ok::<(), RouteError>(())
        };
        if let Some((most, _)) = limits.duration {
            weigh(&Objective::Time, most.as_minutes())?;
        }
        if let Some((most, _)) = limits.cost {
            weigh(&Objective::Cost, most.as_cents().max(0).unsigned_abs())?;
        }
        let limits: Vec<Limit<'_>> = uses
            .iter()
            .map(|(uses, most)| Limit { uses, most: *most })
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
        Ok(found.map(crate::search::LimitedPath::into_path))
    }
}

/// How often an operation and its parts are counted.
fn counted(operations: &Operations, arc: u32, counts: fn(&Operations, &Operation) -> bool) -> u32 {
    let arcs = operations.arcs();
    let Some(operation) = arcs.get(arc as usize) else {
        return 0;
    };
    let parts = operations
        .parts(operation)
        .iter()
        .map(|part| &arcs[*part as usize]);
    parts
        .chain([operation])
        .filter(|operation| counts(operations, operation))
        .count() as u32
}

/// A transhipment goes through the depot: it is counted when the goods are set down there.
fn enters_depot(operations: &Operations, operation: &Operation) -> bool {
    operation.kind == OperationKind::Tranship
        && operations.position(operation.to).is_some_and(|position| {
            matches!(
                position.standing,
                Standing::In(Carriage::Depot) | Standing::OffRail
            )
        })
}

use super::facts;
use crate::costing::Shipment;
use crate::operations::{OperationKind, Operations};
use crate::policy::{CompiledPolicy, RuleSet};

/// Every rule that an operation breaks, itself or in one of its parts; none for an unknown arc.
///
/// [`Verdicts`](super::Verdicts) tell the first one only, which is quicker.
pub fn violations(
    operations: &Operations,
    policy: &CompiledPolicy,
    shipment: &Shipment,
    arc: u32,
) -> RuleSet {
    let Some(operation) = operations.arc(arc) else {
        return RuleSet::EMPTY;
    };
    let parts = operations.parts(operation).iter();
    let parts = parts.filter_map(|part| operations.arc(*part));
    // A haul touches nothing that its parts do not touch, and a pass nothing at all.
    let judged = !matches!(operation.kind, OperationKind::Haul | OperationKind::Pass);
    let own = judged.then_some(operation);
    parts
        .chain(own)
        .map(|operation| policy.violations(&facts::of(operations, operation, shipment.plate())))
        .fold(RuleSet::EMPTY, RuleSet::union)
}

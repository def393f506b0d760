use super::attributes;
use super::verdicts::judged_itself;
use crate::costing::{FeePayees, Shipment};
use crate::operations::Operations;
use crate::policy::{CompiledPolicy, RuleSet};
use crate::router::ArcId;

/// Every rule that an operation breaks, itself or in one of its parts; none for an unknown arc.
///
/// [`Verdicts`](super::Verdicts) hold the first one only, which is quicker.
pub fn violations(
    operations: &Operations,
    policy: &CompiledPolicy,
    shipment: &Shipment,
    arc: ArcId,
) -> RuleSet {
    let Some(operation) = operations.arc(arc) else {
        return RuleSet::EMPTY;
    };
    let payees = FeePayees::of(operations, *shipment);
    let parts = operations.parts(operation).iter();
    let whole = attributes::whole(operations, operation);
    let parts = parts.filter_map(|part| operations.arc(*part));
    let own = judged_itself(&operation.kind).then_some((operation, None));
    parts
        .map(|part| (part, whole))
        .chain(own)
        .map(|(operation, whole)| {
            let touched = operation.kind.touched();
            let parties = payees.parties_of(operation, &touched);
            let plate = payees.plate(&touched);
            let mut attributes = attributes::of(&touched, &parties, plate);
            attributes.whole = whole;
            policy.violations(&attributes)
        })
        .fold(RuleSet::EMPTY, RuleSet::union)
}

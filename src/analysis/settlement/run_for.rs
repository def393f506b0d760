//! What a member runs for its consortium.

use crate::network::OperatorId;
use crate::route::Step;
use crate::scenario::World;

/// Whether a member does this for its consortium.
///
/// Everything that it runs in its roles on a route counts: which lines, services and terminals it runs for
/// the consortium and which for others is not looked up.
pub(super) fn runs_for(world: &World, member: OperatorId, step: &Step) -> bool {
    let record = world.network().operator(member);
    record.is_some_and(|record| step.parties.iter().any(|(party, _, _)| *party == record.id))
}

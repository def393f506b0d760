//! What rules say of facts in the small South Caucasus.

use crate::maps::{DAY, caucasus, country};
use trade_corridor::code::Country;
use trade_corridor::network::{Network, OperatorId, Role};
use trade_corridor::policy::{
    BlockReason, CompiledPolicy, OperationAttributes, Policy, PolicyError, Rule,
};
use trade_corridor::scenario::{Scenario, World};

pub(crate) const MANAGER: Role = Role::InfrastructureManager;

pub(crate) fn compiled(rule: Rule, world: &World) -> CompiledPolicy {
    Policy::new("one rule").with(rule).compile(world).unwrap()
}

pub(crate) fn operator(network: &Network, id: &str) -> OperatorId {
    network.operator_by_id(id).unwrap()
}

/// What a rule says of facts: nothing, or the reason.
pub(crate) fn verdict(rule: Rule, facts: &OperationAttributes<'_>) -> Option<BlockReason> {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let blocked = compiled(rule, &world).check(facts).err();
    blocked.map(|blocked| blocked.reason)
}

pub(crate) fn countries(codes: &[&str]) -> Vec<Country> {
    codes.iter().map(|code| country(code)).collect()
}

pub(crate) fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) fn refused(policy: &Policy) -> PolicyError {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    policy.compile(&world).expect_err("must be refused")
}

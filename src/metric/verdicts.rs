use super::facts;
use crate::costing::{Shipment, Unit};
use crate::operations::{Operation, OperationKind, Operations};
use crate::policy::{Blocked, CompiledPolicy};

/// Whether a shipment may and can use an operation.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// It may and can.
    Open,
    /// A rule forbids it.
    Blocked(Blocked),
    /// It does not take the shipment's unit.
    Unsuited,
    /// It exists only as a part of hauls.
    PartOnly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    Blocked,
    Unsuited,
    PartOnly,
}

/// The verdict on every operation.
#[derive(Clone, Debug)]
pub struct Verdicts {
    states: Vec<State>,
    /// In the order of arcs.
    blocked: Vec<(u32, Blocked)>,
}

impl Verdicts {
    /// Judges every operation by the policy and by what the shipment's unit can use.
    ///
    /// A composite operation is blocked when one of its parts is.
    pub fn of(operations: &Operations, policy: &CompiledPolicy, shipment: &Shipment) -> Self {
        let unit = shipment.unit();
        let mut verdicts = Self {
            states: Vec::with_capacity(operations.arcs().len()),
            blocked: Vec::new(),
        };
        let judge = |operation: &Operation| {
            policy
                .check(&facts::of(operations, operation, shipment.plate()))
                .err()
        };
        let ruled = !policy.is_open();
        let mut parts_blocked = false;
        for (arc, operation) in operations.arcs().iter().enumerate() {
            let mut state = if !suits(operation, unit) {
                State::Unsuited
            } else if operation.part_only {
                State::PartOnly
            } else {
                State::Open
            };
            if ruled && state != State::Unsuited {
                // A haul touches nothing that its parts do not touch, and a pass nothing at all.
                let own = match operation.kind {
                    OperationKind::Haul | OperationKind::Pass => None,
                    _ => judge(operation),
                };
                let parts = match operation.kind {
                    OperationKind::Haul if !parts_blocked => &[],
                    _ => operations.parts(operation),
                };
                let blocked = own.or_else(|| {
                    parts
                        .iter()
                        .find_map(|part| match verdicts.states[*part as usize] {
                            State::Blocked => verdicts.blocking(*part),
                            // Unsuited to the shipment alone, yet ridden by the composite.
                            State::Unsuited => judge(&operations.arcs()[*part as usize]),
                            State::Open | State::PartOnly => None,
                        })
                });
                if let Some(blocked) = blocked {
                    verdicts.blocked.push((arc as u32, blocked));
                    parts_blocked |= operation.part_only;
                    state = State::Blocked;
                }
            }
            verdicts.states.push(state);
        }
        verdicts
    }

    fn blocking(&self, arc: u32) -> Option<Blocked> {
        let found = self
            .blocked
            .binary_search_by_key(&arc, |(arc, _)| *arc)
            .ok()?;
        Some(self.blocked[found].1)
    }

    /// The verdict on an operation; unknown ones are unsuited.
    pub fn get(&self, arc: u32) -> Verdict {
        match self.states.get(arc as usize) {
            Some(State::Open) => Verdict::Open,
            Some(State::PartOnly) => Verdict::PartOnly,
            Some(State::Blocked) => self
                .blocking(arc)
                .map_or(Verdict::Unsuited, Verdict::Blocked),
            Some(State::Unsuited) | None => Verdict::Unsuited,
        }
    }

    /// Whether the shipment may and can use the operation.
    pub fn is_open(&self, arc: u32) -> bool {
        self.states.get(arc as usize) == Some(&State::Open)
    }

    /// Whether a rule forbids the operation.
    pub fn is_blocked(&self, arc: u32) -> bool {
        self.states.get(arc as usize) == Some(&State::Blocked)
    }

    /// Whether a rule forbids any operation.
    pub fn blocks_any(&self) -> bool {
        !self.blocked.is_empty()
    }

    /// Every operation that a rule forbids, and why.
    pub fn blocked(&self) -> &[(u32, Blocked)] {
        &self.blocked
    }
}

fn suits(operation: &Operation, unit: Unit) -> bool {
    operation.carriages().all(|carriage| unit.rides(carriage))
        && operation.product.is_none_or(|product| unit.buys(product))
        && (!matches!(operation.kind, OperationKind::Through { .. })
            || !matches!(unit, Unit::Trailer))
}

use super::attributes;
use crate::costing::{Shipment, Unit};
use crate::operations::{Operation, OperationKind, Operations};
use crate::policy::{Blocked, CompiledPolicy};
use crate::router::ArcId;

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
    blocked: Vec<(ArcId, Blocked)>,
}

impl Verdicts {
    /// Judges every operation by the policy and by what the shipment's unit can use.
    ///
    /// A composite operation is blocked when one of its parts is.
    #[must_use]
    pub fn of(operations: &Operations, policy: &CompiledPolicy, shipment: &Shipment) -> Self {
        let unit = shipment.unit();
        let mut verdicts = Self {
            states: Vec::with_capacity(operations.arcs().len()),
            blocked: Vec::new(),
        };
        let judge = |operation: &Operation| {
            policy
                .check(&attributes::of(operations, operation, shipment.plate()))
                .err()
        };
        let ruled = !policy.is_open();
        let mut parts_blocked = false;
        for (arc, operation) in operations.iter() {
            let mut state = if !suits(operation, unit) {
                State::Unsuited
            } else if operation.is_part_only() {
                State::PartOnly
            } else {
                State::Open
            };
            if ruled && state != State::Unsuited {
                let own = if judged_itself(&operation.kind) {
                    judge(operation)
                } else {
                    None
                };
                let haul = matches!(operation.kind, OperationKind::Haul(_));
                let parts = if haul && !parts_blocked {
                    &[]
                } else {
                    operations.parts(operation)
                };
                let blocked = own.or_else(|| {
                    parts
                        .iter()
                        .find_map(|part| match verdicts.states[part.index()] {
                            State::Blocked => verdicts.blocking(*part),
                            // Unsuited to the shipment alone, yet ridden by the composite.
                            State::Unsuited => operations.arc(*part).and_then(judge),
                            State::Open | State::PartOnly => None,
                        })
                });
                if let Some(blocked) = blocked {
                    verdicts.blocked.push((arc, blocked));
                    parts_blocked |= operation.is_part_only();
                    state = State::Blocked;
                }
            }
            verdicts.states.push(state);
        }
        verdicts
    }

    fn blocking(&self, arc: ArcId) -> Option<Blocked> {
        let found = self
            .blocked
            .binary_search_by_key(&arc, |(arc, _)| *arc)
            .ok()?;
        Some(self.blocked[found].1)
    }

    /// The verdict on an operation; unknown ones are unsuited.
    pub fn get(&self, arc: ArcId) -> Verdict {
        match self.states.get(arc.index()) {
            Some(State::Open) => Verdict::Open,
            Some(State::PartOnly) => Verdict::PartOnly,
            Some(State::Blocked) => self
                .blocking(arc)
                .map_or(Verdict::Unsuited, Verdict::Blocked),
            Some(State::Unsuited) | None => Verdict::Unsuited,
        }
    }

    /// How many operations are judged.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether none is judged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Whether the shipment may and can use the operation.
    #[must_use]
    pub fn is_open(&self, arc: ArcId) -> bool {
        self.states.get(arc.index()) == Some(&State::Open)
    }

    /// Whether a rule forbids the operation.
    #[must_use]
    pub fn is_blocked(&self, arc: ArcId) -> bool {
        self.states.get(arc.index()) == Some(&State::Blocked)
    }

    /// Whether a rule forbids any operation.
    #[must_use]
    pub fn blocks_any(&self) -> bool {
        !self.blocked.is_empty()
    }

    /// Every operation that a rule forbids, and why.
    #[must_use]
    pub fn blocked(&self) -> &[(ArcId, Blocked)] {
        &self.blocked
    }
}

/// Whether an operation touches anything beside its parts: a haul does not, and a pass touches
/// nothing at all.
pub(super) const fn judged_itself(kind: &OperationKind) -> bool {
    match kind {
        OperationKind::Haul(_) | OperationKind::Pass(_) => false,
        OperationKind::Move(_)
        | OperationKind::BorderControl(_)
        | OperationKind::Load(_)
        | OperationKind::Unload(_)
        | OperationKind::Tranship(_)
        | OperationKind::GaugeChange(_)
        | OperationKind::Wait(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Land(_)
        | OperationKind::Through(_) => true,
    }
}

fn suits(operation: &Operation, unit: Unit) -> bool {
    let rides = |carriage| unit.rides(carriage);
    match &operation.kind {
        OperationKind::Move(run) => rides(run.carriage) && unit.buys(run.product),
        OperationKind::Haul(haul) => rides(haul.carriage) && unit.buys(haul.product),
        OperationKind::Pass(pass) => rides(pass.carriage),
        OperationKind::BorderControl(border) => rides(border.carriage),
        OperationKind::Load(lift)
        | OperationKind::Unload(lift)
        | OperationKind::Tranship(lift)
        | OperationKind::GaugeChange(lift) => rides(lift.carriages[0]) && rides(lift.carriages[1]),
        OperationKind::Wait(wait) => rides(wait.carriage),
        OperationKind::SeaRun(run) => rides(run.carriage),
        OperationKind::TrainRun(run) => rides(run.carriage),
        OperationKind::Land(land) => rides(land.carriage),
        OperationKind::Through(_) => !matches!(unit, Unit::Trailer),
    }
}

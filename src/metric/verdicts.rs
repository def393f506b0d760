use super::attributes;
use crate::costing::{FeePayees, LoadUnit, Shipment};
use crate::network::{Conveyance, LinkId};
use crate::operations::{Move, OfferId, Operation, OperationKind, Operations};
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
            states: Vec::with_capacity(operations.len()),
            blocked: Vec::new(),
        };
        if policy.is_open() {
            let states = operations.arcs().map(|operation| unruled(operation, unit));
            verdicts.states.extend(states);
            return verdicts;
        }
        let payees = FeePayees::of(operations, *shipment);
        let judge = |operation| {
            let parties = payees.parties(operation);
            policy
                .check(&attributes::of(operation, &parties, shipment.plate()))
                .err()
        };
        let mut open = OpenMoves::new(policy);
        let mut parts_blocked = false;
        for (arc, operation) in operations.iter() {
            let mut state = unruled(operation, unit);
            if state != State::Unsuited {
                let haul = matches!(operation.kind, OperationKind::Haul(_));
                let blocked = if let OperationKind::Move(run) = &operation.kind {
                    open.or_judge(run, || judge(operation))
                } else if haul && !parts_blocked {
                    None
                } else {
                    let itself = judged_itself(&operation.kind);
                    let own = itself.then(|| judge(operation)).flatten();
                    own.or_else(|| {
                        let mut parts = operations.parts(operation).iter();
                        parts.find_map(|part| match verdicts.states[part.index()] {
                            State::Blocked => verdicts.blocking(*part),
                            // Unsuited to the shipment alone, yet ridden by the composite.
                            State::Unsuited => operations.arc(*part).and_then(judge),
                            State::Open | State::PartOnly => None,
                        })
                    })
                };
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

    /// The same where these hauls, given in order, are led around what was blocked below them.
    pub(crate) fn led(
        mut self,
        operations: &Operations,
        shipment: &Shipment,
        hauls: &[ArcId],
    ) -> Self {
        self.blocked
            .retain(|(arc, _)| hauls.binary_search(arc).is_err());
        for arc in hauls {
            let state = self.states.get_mut(arc.index());
            if let Some((state, haul)) = state.zip(operations.arc(*arc)) {
                *state = unruled(haul, shipment.unit());
            }
        }
        self
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

/// Moves that a policy leaves open: where it does not tell links apart, one by one offer on a line
/// stands for all of them.
struct OpenMoves {
    tells_apart: bool,
    last: Option<(LinkId, OfferId, Conveyance)>,
    by_line: Vec<Vec<(OfferId, Conveyance)>>,
}

impl OpenMoves {
    fn new(policy: &CompiledPolicy) -> Self {
        Self {
            tells_apart: policy.tells_links_apart(),
            last: None,
            by_line: Vec::new(),
        }
    }

    /// What is against a move, worked out unless one like it is known to be open.
    fn or_judge(&mut self, run: &Move, judge: impl FnOnce() -> Option<Blocked>) -> Option<Blocked> {
        // the same link the other way
        let last = Some((run.link, run.offer, run.conveyance));
        if self.last == last {
            return None;
        }
        let line = run.line.index();
        let like = (run.offer, run.conveyance);
        if !self.tells_apart {
            if self.by_line.len() <= line {
                self.by_line.resize_with(line + 1, Vec::new);
            }
            if self.by_line[line].contains(&like) {
                return None;
            }
        }
        let found = judge();
        if found.is_none() {
            self.last = last;
            if !self.tells_apart {
                self.by_line[line].push(like);
            }
        }
        found
    }
}

/// What the shipment's unit can do with an operation, whatever the rules are.
fn unruled(operation: &Operation, unit: LoadUnit) -> State {
    if !suits(operation, unit) {
        State::Unsuited
    } else if operation.is_part_only() {
        State::PartOnly
    } else {
        State::Open
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

fn suits(operation: &Operation, unit: LoadUnit) -> bool {
    let rides = |conveyance| unit.rides(conveyance);
    match &operation.kind {
        OperationKind::Move(run) => rides(run.conveyance) && unit.buys(run.product),
        OperationKind::Haul(haul) => rides(haul.conveyance) && unit.buys(haul.product),
        OperationKind::Pass(pass) => rides(pass.conveyance),
        OperationKind::BorderControl(border) => rides(border.conveyance),
        OperationKind::Load(lift)
        | OperationKind::Unload(lift)
        | OperationKind::Tranship(lift)
        | OperationKind::GaugeChange(lift) => {
            rides(lift.conveyances[0]) && rides(lift.conveyances[1])
        }
        OperationKind::Wait(wait) => rides(wait.conveyance),
        OperationKind::SeaRun(run) => rides(run.conveyance),
        OperationKind::TrainRun(run) => rides(run.conveyance),
        OperationKind::Land(land) => rides(land.conveyance),
        OperationKind::Through(_) => !matches!(unit, LoadUnit::Trailer),
    }
}

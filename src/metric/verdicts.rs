use super::attributes;
use super::suits::suits;
use crate::costing::{FeePayees, Plates, Shipment};
use crate::network::{Conveyance, LinkId, OperatorId, PlaceId, Role};
use crate::operations::{Brief, Lift, Move, Operation, OperationKind, Operations};
use crate::policy::{Blocked, CompiledPolicy, Where};
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
        let payees = FeePayees::of(operations, *shipment);
        let rider = (shipment, payees.plates());
        let mut verdicts = Self {
            states: Vec::with_capacity(operations.len()),
            blocked: Vec::new(),
        };
        let by_class: Vec<State> = operations
            .classes()
            .map(|first| unruled(first, rider))
            .collect();
        let briefs = operations.briefs();
        let states = briefs.iter().map(|brief| by_class[brief.class()]);
        verdicts.states.extend(states);
        if !policy.judges_operations() {
            return verdicts;
        }
        let judge_within = |operation: &Operation, whole| {
            let touched = operation.kind.touched();
            let parties = payees.parties_of(operation, &touched);
            let plate = payees.plate(&touched);
            let mut attributes = attributes::of(&touched, &parties, plate);
            attributes.whole = whole;
            policy.check(&attributes).err()
        };
        let judge = |operation| judge_within(operation, None);
        let tells_wholes = policy.tells_wholes_apart();
        let mut alike = Alike::new(policy, by_class.len());
        // A haul runs over moves of its own offer.
        let mut parts_blocked = vec![false; operations.offers().len()];
        for ((arc, operation), brief) in operations.iter().zip(briefs) {
            let class = brief.class();
            if alike.open_moves[class] || by_class[class] == State::Unsuited {
                continue;
            }
            let blocked = match &operation.kind {
                OperationKind::Move(run) => alike.of_move(run, *brief, || judge(operation)),
                OperationKind::Haul(haul) if !parts_blocked[haul.offer.index()] => None,
                OperationKind::Load(lift)
                | OperationKind::Unload(lift)
                | OperationKind::Tranship(lift) => {
                    let parties = operations.parties(operation);
                    alike.of_lift(lift, parties, || judge(operation))
                }
                other @ (OperationKind::Haul(_)
                | OperationKind::Pass(_)
                | OperationKind::BorderControl(_)
                | OperationKind::GaugeChange(_)
                | OperationKind::Depart(_)
                | OperationKind::Wait(_)
                | OperationKind::SeaRun(_)
                | OperationKind::TrainRun(_)
                | OperationKind::Land(_)
                | OperationKind::Through(_)) => {
                    let own = judged_itself(other).then(|| judge(operation)).flatten();
                    let whole = tells_wholes.then(|| attributes::whole(operations, operation));
                    own.or_else(|| {
                        let mut parts = operations.parts(operation).iter();
                        if let Some(whole @ Some(_)) = whole {
                            return parts
                                .find_map(|part| judge_within(operations.arc(*part)?, whole));
                        }
                        parts.find_map(|part| match verdicts.states[part.index()] {
                            State::Blocked => alike
                                .known_move(operations, *part)
                                .or_else(|| verdicts.blocking(*part)),
                            // Unsuited to the shipment alone, yet ridden by the composite.
                            State::Unsuited => operations.arc(*part).and_then(judge),
                            State::Open | State::PartOnly => None,
                        })
                    })
                }
            };
            if let Some(blocked) = blocked {
                verdicts.blocked.push((arc, blocked));
                if let OperationKind::Move(run) = &operation.kind {
                    parts_blocked[run.offer.index()] |= run.part_only;
                }
                verdicts.states[arc.index()] = State::Blocked;
            }
        }
        verdicts
    }

    /// The same where these hauls, given in order, are led around what was blocked below them or are new.
    pub(crate) fn led(
        mut self,
        operations: &Operations,
        shipment: &Shipment,
        hauls: &[ArcId],
    ) -> Self {
        self.blocked
            .retain(|(arc, _)| hauls.binary_search(arc).is_err());
        let payees = FeePayees::of(operations, *shipment);
        self.states.resize(operations.len(), State::Unsuited);
        for arc in hauls {
            let state = self.states.get_mut(arc.index());
            if let Some((state, haul)) = state.zip(operations.arc(*arc)) {
                *state = unruled(haul, (shipment, payees.plates()));
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

/// Where, by whom, and what is against it.
type JudgedLift<'a> = (PlaceId, &'a [(OperatorId, Role)], Option<Blocked>);

/// Verdicts on operations that a policy cannot tell from others judged before.
struct Alike<'a> {
    tells_links_apart: bool,
    tells_lifts_apart: bool,
    /// By class, of moves: what is against one on any link, once judged.
    moves: Vec<Option<Option<Blocked>>>,
    /// By class: whether it is one of moves that are open on any link.
    open_moves: Vec<bool>,
    /// What is against the last move, which the next one mostly is the other way.
    last: Option<(LinkId, usize, Option<Blocked>)>,
    /// What is against the last lift onto or off a truck, and against the last other one.
    lifts: [Option<JudgedLift<'a>>; 2],
}

impl<'a> Alike<'a> {
    fn new(policy: &CompiledPolicy, classes: usize) -> Self {
        Self {
            tells_links_apart: policy.tells_links_apart(),
            tells_lifts_apart: policy.tells_lifts_apart(),
            moves: vec![None; classes],
            open_moves: vec![false; classes],
            last: None,
            lifts: [None; 2],
        }
    }

    /// What is against a move, where one like it was judged.
    fn known_move(&self, operations: &Operations, arc: ArcId) -> Option<Blocked> {
        let class = operations.briefs().get(arc.index())?.class();
        let blocked = self.moves[class]??;
        let at = Where::Link(operations.arc(arc)?.link()?);
        Some(Blocked { at, ..blocked })
    }

    fn of_move(
        &mut self,
        run: &Move,
        brief: Brief,
        judge: impl FnOnce() -> Option<Blocked>,
    ) -> Option<Blocked> {
        if self.tells_links_apart {
            return match self.last {
                Some((link, class, known)) if (link, class) == (run.link, brief.class()) => known,
                _ => {
                    let found = judge();
                    self.last = Some((run.link, brief.class(), found));
                    found
                }
            };
        }
        let at = Where::Link(run.link);
        let known = self.moves[brief.class()].get_or_insert_with(judge);
        self.open_moves[brief.class()] = known.is_none();
        known.map(|blocked| Blocked { at, ..blocked })
    }

    fn of_lift(
        &mut self,
        lift: &Lift,
        parties: &'a [(OperatorId, Role)],
        judge: impl FnOnce() -> Option<Blocked>,
    ) -> Option<Blocked> {
        if self.tells_lifts_apart {
            return judge();
        }
        let last = &mut self.lifts[usize::from(lift.conveyances.contains(&Conveyance::Truck))];
        match last {
            Some((place, there, known)) if *place == lift.place && *there == parties => *known,
            _ => {
                let found = judge();
                *last = Some((lift.place, parties, found));
                found
            }
        }
    }
}

/// What the shipment's unit and trucks can do with an operation, whatever the rules are.
fn unruled(operation: &Operation, rider: (&Shipment, &Plates)) -> State {
    if !suits(operation, rider) {
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
        | OperationKind::Depart(_)
        | OperationKind::Wait(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Land(_)
        | OperationKind::Through(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::network::Network;
    use crate::policy::{Policy, Rule, Subject};
    use crate::quantity::Mass;
    use crate::scenario::Scenario;

    /// One operation after the other, parts first.
    fn one_by_one(
        operations: &Operations,
        policy: &CompiledPolicy,
        shipment: &Shipment,
    ) -> Vec<Verdict> {
        let payees = FeePayees::of(operations, *shipment);
        let own = |operation: &Operation, whole| {
            let parties = payees.parties(operation);
            let touched = operation.kind.touched();
            let mut attributes = attributes::of(&touched, &parties, payees.plate(&touched));
            attributes.whole = whole;
            let itself = judged_itself(&operation.kind);
            itself.then(|| policy.check(&attributes).err()).flatten()
        };
        let verdict = |operation: &Operation| {
            let state = unruled(operation, (shipment, payees.plates()));
            if state == State::Unsuited {
                return Verdict::Unsuited;
            }
            let mut parts = operations.parts(operation).iter();
            let whole = attributes::whole(operations, operation);
            let mut by_part = || parts.find_map(|part| own(operations.arc(*part)?, whole));
            match own(operation, None).or_else(&mut by_part) {
                Some(blocked) => Verdict::Blocked(blocked),
                None if state == State::PartOnly => Verdict::PartOnly,
                None => Verdict::Open,
            }
        };
        operations.arcs().map(verdict).collect()
    }

    #[test]
    fn what_is_judged_together_is_judged_alike_one_by_one() {
        let scenario = Scenario::on(date(2026, 11, 22));
        let world = scenario.apply(Network::europe_central_asia()).unwrap();
        let operations = Operations::build(&world, &|_| false).unwrap();
        let tonnes = |tonnes| Mass::from_tonnes(tonnes).unwrap();
        let shipments = [
            Shipment::container_40ft(tonnes(20.0)).unwrap(),
            Shipment::trailer(tonnes(22.0)).unwrap(),
            Shipment::wagon(tonnes(60.0)).unwrap(),
        ];
        let links = world
            .links()
            .step_by(97)
            .map(|(_, link)| link.id.to_string());
        let links: Vec<String> = links.collect();
        let conveyances = vec![Conveyance::Truck];
        let mut policies: Vec<Policy> = Policy::presets()
            .filter_map(|name| Policy::preset(name).ok())
            .collect();
        policies.push(Policy::new("links").with(Rule::Exclude(Subject::Link { links })));
        let trucks = Rule::Exclude(Subject::Conveyance { conveyances });
        policies.push(Policy::new("no trucks").with(trucks));
        for policy in policies {
            let compiled = policy.compile(&world).unwrap();
            for shipment in &shipments {
                let verdicts = Verdicts::of(&operations, &compiled, shipment);
                let expected = one_by_one(&operations, &compiled, shipment);
                for ((arc, _), expected) in operations.iter().zip(expected) {
                    assert_eq!(verdicts.get(arc), expected, "{} {arc}", policy.name());
                }
            }
        }
    }
}

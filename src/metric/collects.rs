//! What operations collect of what a route has to use and come by.

use rustc_hash::FxHashMap;

use super::attributes;
use super::verdicts::judged_itself;
use crate::costing::{FeePayees, Shipment};
use crate::network::{Conveyance, OperatorId, PlaceId, Role};
use crate::operations::{Lift, NOWHERE, Operation, OperationKind, Operations, StopsByNode, Wanted};
use crate::policy::{CompiledPolicy, RuleIndex, RuleSet};
use crate::router::ArcId;

/// Marks that were not read yet; no operation has as many.
const UNREAD: u8 = u8::MAX;

/// What a route has to collect under a policy, if anything: one mark for each rule on what it uses, in their
/// order, and the places that it comes by.
pub(crate) fn wanted(policy: &CompiledPolicy) -> Option<Wanted> {
    let uses: Vec<RuleIndex> = policy.uses().iter().collect();
    let stops = policy.via().map_or(&[][..], |(_, places)| places);
    if uses.is_empty() && stops.is_empty() {
        return None;
    }
    let marks = |rules: RuleSet| {
        let held = uses.iter().enumerate();
        let held = held.filter(|(_, rule)| rules.contains(**rule));
        held.fold(0, |marks, (at, _)| marks | 1 << at)
    };
    let (all, once) = (marks(policy.uses()), marks(policy.once()));
    Some(Wanted::new(all, once, stops))
}

/// Where, by whom, and its marks.
type MarkedLift<'a> = (PlaceId, &'a [(OperatorId, Role)], u8);

/// Reads what operations collect, each when somebody first asks.
pub(crate) struct Collects<'a> {
    operations: &'a Operations,
    policy: &'a CompiledPolicy,
    wanted: &'a Wanted,
    uses: Vec<RuleIndex>,
    payees: FeePayees<'a>,
    tells_links_apart: bool,
    tells_lifts_apart: bool,
    /// By operation: its marks and those of its parts.
    marks: Vec<u8>,
    by_class: Vec<Option<u8>>,
    /// Of the last lift onto or off a truck, and of the last other one.
    lifts: [Option<MarkedLift<'a>>; 2],
    stops: StopsByNode,
    /// By composite operation: the places that it comes by.
    passed: FxHashMap<ArcId, Vec<u8>>,
    /// By offer: whether any move below its hauls collects anything.
    below_hauls: Vec<bool>,
}

/// What every operation collects.
#[derive(Debug)]
pub(crate) struct Collected {
    /// By operation; none where there are no marks.
    marks: Vec<u8>,
    /// Operations that come by a place, with the places in order, by their position in the list.
    passed: FxHashMap<ArcId, Vec<u8>>,
}

impl<'a> Collects<'a> {
    pub(crate) fn of(
        operations: &'a Operations,
        policy: &'a CompiledPolicy,
        shipment: &Shipment,
        wanted: &'a Wanted,
    ) -> Self {
        let mut collects = Self {
            operations,
            policy,
            wanted,
            uses: policy.uses().iter().collect(),
            payees: FeePayees::of(operations, *shipment),
            tells_links_apart: policy.marks_tell_links_apart(),
            tells_lifts_apart: policy.marks_tell_lifts_apart(),
            marks: vec![UNREAD; operations.len()],
            by_class: vec![None; operations.classes().len()],
            lifts: [None; 2],
            stops: StopsByNode::of(operations, wanted.stops()),
            passed: FxHashMap::default(),
            below_hauls: Vec::new(),
        };
        let mut below_hauls = vec![false; operations.offers().len()];
        for arc in operations.part_moves() {
            let Some(operation) = operations.arc(*arc) else {
                continue;
            };
            if let OperationKind::Move(run) = &operation.kind {
                let collects_any =
                    collects.mark(*arc) != 0 || collects.stops.at(operation.to) != NOWHERE;
                below_hauls[run.offer.index()] |= collects_any;
            }
        }
        collects.below_hauls = below_hauls;
        collects
    }

    /// Whether any move below hauls collects anything.
    pub(crate) fn any_below_hauls(&self) -> bool {
        self.below_hauls.contains(&true)
    }

    /// The marks of moves below hauls that have any, in order.
    pub(crate) fn marked_below_hauls(&mut self) -> Vec<(ArcId, u8)> {
        let moves = self.operations.part_moves().iter();
        let marked = moves.map(|arc| (*arc, self.mark(*arc)));
        marked.filter(|(_, mark)| *mark != 0).collect()
    }

    /// The state after an operation; nothing where it may not be done in the state.
    #[inline]
    pub(crate) fn after(&mut self, arc: ArcId, state: u32) -> Option<u32> {
        let marks = self.mark(arc);
        if self.wanted.stops().is_empty() {
            return self.wanted.after(state, marks, &[]);
        }
        let Some(operation) = self.operations.arc(arc) else {
            return Some(state);
        };
        if self.runs_over(operation).is_empty() {
            let stop = self.stops.at(operation.to);
            let passed: &[u8] = if stop == NOWHERE { &[] } else { &[stop] };
            return self.wanted.after(state, marks, passed);
        }
        if !self.passed.contains_key(&arc) {
            let passed = self.passed_by(operation);
            self.passed.insert(arc, passed);
        }
        let passed = self.passed.get(&arc).map_or(&[][..], Vec::as_slice);
        self.wanted.after(state, marks, passed)
    }

    /// What every operation collects.
    pub(crate) fn all(mut self) -> Collected {
        let mut passed = FxHashMap::default();
        for (arc, operation) in self.operations.iter() {
            self.mark(arc);
            if !self.wanted.stops().is_empty() {
                let by = self.passed_by(operation);
                if !by.is_empty() {
                    passed.insert(arc, by);
                }
            }
        }
        let marks = if self.uses.is_empty() {
            Vec::new()
        } else {
            self.marks
        };
        Collected { marks, passed }
    }

    /// The marks of an operation and those of its parts.
    pub(crate) fn mark(&mut self, arc: ArcId) -> u8 {
        if self.uses.is_empty() {
            return 0;
        }
        match self.marks.get(arc.index()) {
            None => 0,
            Some(&UNREAD) => {
                let mark = self.read(arc);
                self.marks[arc.index()] = mark;
                mark
            }
            Some(&known) => known,
        }
    }

    fn read(&mut self, arc: ArcId) -> u8 {
        let operations = self.operations;
        let briefs = operations.briefs().get(arc.index());
        let Some((operation, brief)) = operations.arc(arc).zip(briefs) else {
            return 0;
        };
        match &operation.kind {
            OperationKind::Move(_) => match self.by_class[brief.class()] {
                Some(mark) if !self.tells_links_apart => mark,
                _ => {
                    let mark = self.judge(operation);
                    self.by_class[brief.class()] = Some(mark);
                    mark
                }
            },
            OperationKind::Load(lift)
            | OperationKind::Unload(lift)
            | OperationKind::Tranship(lift)
                if !self.tells_lifts_apart =>
            {
                self.of_lift(operation, lift)
            }
            other @ (OperationKind::Haul(_)
            | OperationKind::Pass(_)
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
            | OperationKind::Through(_)) => {
                let mut mark = if judged_itself(other) {
                    self.judge(operation)
                } else {
                    0
                };
                for part in self.runs_over(operation) {
                    if mark == self.wanted.all() {
                        break;
                    }
                    mark |= self.mark(*part);
                }
                mark
            }
        }
    }

    fn of_lift(&mut self, operation: &'a Operation, lift: &Lift) -> u8 {
        let parties = self.operations.parties(operation);
        let by_truck = usize::from(lift.conveyances.contains(&Conveyance::Truck));
        match self.lifts[by_truck] {
            Some((place, there, mark)) if place == lift.place && there == parties => mark,
            _ => {
                let mark = self.judge(operation);
                self.lifts[by_truck] = Some((lift.place, parties, mark));
                mark
            }
        }
    }

    fn judge(&self, operation: &'a Operation) -> u8 {
        let touched = operation.kind.touched();
        let parties = self.payees.parties_of(operation, &touched);
        let plate = self.payees.plate(&touched);
        let used = self
            .policy
            .used_by(&attributes::of(&touched, &parties, plate));
        self.bits(used)
    }

    fn bits(&self, rules: RuleSet) -> u8 {
        let held = self.uses.iter().enumerate();
        let held = held.filter(|(_, rule)| rules.contains(**rule));
        held.fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// The parts of an operation that can collect anything beside its own: none of a haul over moves that do not.
    fn runs_over(&self, operation: &Operation) -> &'a [ArcId] {
        match &operation.kind {
            OperationKind::Haul(haul)
                if self.below_hauls.get(haul.offer.index()) == Some(&false) =>
            {
                &[]
            }
            OperationKind::Haul(_)
            | OperationKind::Move(_)
            | OperationKind::Pass(_)
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
            | OperationKind::Through(_) => self.operations.parts(operation),
        }
    }

    /// The places that an operation comes by, by their positions in the list, in order.
    fn passed_by(&self, operation: &Operation) -> Vec<u8> {
        let parts = self.runs_over(operation).iter();
        let parts = parts.filter_map(|part| self.operations.arc(*part));
        let heads = parts.map(|part| part.to).chain([operation.to]);
        let heads = heads.map(|head| self.stops.at(head));
        let mut passed: Vec<u8> = heads.filter(|stop| *stop != NOWHERE).collect();
        passed.dedup();
        passed
    }
}

impl Collected {
    /// The state after an operation; nothing where it may not be done in the state.
    #[inline]
    pub(crate) fn after(&self, wanted: &Wanted, arc: ArcId, state: u32) -> Option<u32> {
        let marks = self.marks.get(arc.index()).copied().unwrap_or(0);
        let passed = if self.passed.is_empty() {
            None
        } else {
            self.passed.get(&arc)
        };
        wanted.after(state, marks, passed.map_or(&[][..], Vec::as_slice))
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.marks.len() + 64 * self.passed.len()
    }
}

//! CO2e by transport chain element.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sources::{AssumedPart, grams_by_grade, split};
use super::{Act, Route, Step, Stop};
use crate::costing::EvidenceGrade;
use crate::network::{Conveyance, Mode};
use crate::quantity::{Distance, Emissions, Mass, TransportActivity};

/// What a transport chain element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ElementKind {
    /// The goods are carried by one carrier in one conveyance.
    Transport,
    /// The goods are handled, or wait, at one place.
    Hub,
}

/// CO2e, well to wheel and by its parts, which add up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ElementEmissions {
    /// All of it.
    #[serde(rename = "well_to_wheel_grams")]
    pub well_to_wheel: Emissions,
    /// By the vehicle or the machine itself, as far as that is known.
    #[serde(rename = "tank_to_wheel_grams")]
    pub tank_to_wheel: Emissions,
    /// By the making of fuel and electricity, as far as that is known.
    #[serde(rename = "well_to_tank_grams")]
    pub well_to_tank: Emissions,
    /// By either: nobody says how this amount is divided.
    #[serde(rename = "undivided_grams")]
    pub undivided: Emissions,
    /// Milligrams of all of it per tonne-kilometre, rounded half up; nothing where nothing is carried
    /// anywhere.
    #[serde(rename = "milligrams_per_tonne_km")]
    pub intensity: Option<u64>,
}

impl ElementEmissions {
    fn add(&mut self, [tank_to_wheel, well_to_tank, undivided]: [u64; 3]) {
        self.tank_to_wheel += Emissions::from_grams(tank_to_wheel);
        self.well_to_tank += Emissions::from_grams(well_to_tank);
        self.undivided += Emissions::from_grams(undivided);
        self.well_to_wheel = self.tank_to_wheel + self.well_to_tank + self.undivided;
    }

    fn over(mut self, activity: TransportActivity) -> Self {
        let activity = u128::from(activity.as_kilogram_metres());
        let scaled = u128::from(self.well_to_wheel.as_grams()) * 1_000_000_000 + activity / 2;
        let intensity = scaled.checked_div(activity);
        self.intensity = intensity.and_then(|milligrams| milligrams.try_into().ok());
        self
    }
}

/// A transport chain element (ISO 14083): a leg in one conveyance of one carrier, or what is done at
/// one hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChainElement {
    /// Transport or hub.
    pub kind: ElementKind,
    /// The mode or kind of service; at a hub what is done, in order.
    pub what: String,
    /// Mode, for what moves.
    pub mode: Option<Mode>,
    /// Before.
    pub from: Stop,
    /// After.
    pub to: Stop,
    /// Who performs it.
    pub operator: String,
    /// How far the goods are carried, as driven, railed or sailed.
    #[serde(rename = "distance_metres")]
    pub distance: Distance,
    /// Goods times distance.
    #[serde(rename = "activity_kilogram_metres")]
    pub activity: TransportActivity,
    /// What is emitted.
    pub emissions: ElementEmissions,
    /// Which parts of it rest on assumptions.
    pub assumed: AssumedPart,
    /// Index of the first step of the route that it is part of.
    pub first_step: usize,
    /// How many steps of the route it is part of.
    pub steps: usize,
}

/// What a route emits by transport chain element.
///
/// Distances are those of the way, not the shortest feasible ones nor great circles, which ISO 14083
/// prefers for the activity; factors of the tables are of the way as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChainReport {
    /// The goods, without what they are packed in.
    #[serde(rename = "goods_kg")]
    pub goods: Mass,
    /// How far they are carried.
    #[serde(rename = "distance_metres")]
    pub distance: Distance,
    /// Goods times distance.
    #[serde(rename = "activity_kilogram_metres")]
    pub activity: TransportActivity,
    /// What is emitted: [`Route::emissions`].
    pub emissions: ElementEmissions,
    /// Which parts of it rest on assumptions.
    pub assumed: AssumedPart,
    /// The elements, in order; what they emit adds up to the whole.
    pub elements: Vec<ChainElement>,
}

/// One element as steps are added to it.
struct Open {
    element: ChainElement,
    rides: Option<Conveyance>,
    grades: BTreeMap<EvidenceGrade, u64>,
}

impl Route {
    /// What is emitted, by transport chain element.
    ///
    /// A through rate is told by what is done under it; what of its grams is lost where each of its
    /// parts is rounded down is shared out, so that the elements add up to the route.
    #[must_use]
    pub fn chain_report(&self) -> ChainReport {
        let mut open: Vec<Open> = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            if matches!(step.act, Act::Through { .. }) {
                for (part, grams) in step.parts.iter().zip(shared_out(step)) {
                    self.add(&mut open, (index, part), grams);
                }
            } else {
                self.add(&mut open, (index, step), grams_of(step));
            }
        }
        let goods = self.shipment.goods();
        let mut whole = ElementEmissions::default();
        let (mut activity, mut grades) = (TransportActivity::ZERO, BTreeMap::new());
        let finish = |open: Open| {
            let mut element = open.element;
            element.activity = TransportActivity::of(goods, element.distance);
            element.emissions = element.emissions.over(element.activity);
            element.assumed = AssumedPart::of(&open.grades);
            activity += element.activity;
            let emitted = &element.emissions;
            let parts = [
                emitted.tank_to_wheel,
                emitted.well_to_tank,
                emitted.undivided,
            ];
            whole.add(parts.map(Emissions::as_grams));
            for (grade, grams) in open.grades {
                *grades.entry(grade).or_insert(0) += grams;
            }
            element
        };
        let elements = open.into_iter().map(finish).collect();
        ChainReport {
            goods,
            distance: self.distance(),
            activity,
            emissions: whole.over(activity),
            assumed: AssumedPart::of(&grades),
            elements,
        }
    }

    fn add(&self, all: &mut Vec<Open>, (index, step): (usize, &Step), grams: [u64; 3]) {
        let joins = all.last().is_some_and(|open| self.joins(open, step));
        if !joins {
            all.push(self.opened(index, step));
        }
        let Some(open) = all.last_mut() else {
            return;
        };
        let element = &mut open.element;
        let moves = Self::is_transport(step);
        if moves && element.mode.is_none() {
            // Border control came first.
            (element.what, element.mode) = (Self::what(step), step.mode);
            element.operator = self.performer(step);
        }
        if moves {
            open.rides = step.conveyances.last().copied();
        }
        let word = step.act.as_str();
        if element.kind == ElementKind::Hub {
            if !element.what.ends_with(word) {
                element.what = format!("{}, {word}", element.what);
            }
            if element.operator.is_empty() {
                element.operator = self.performer(step);
            }
        }
        element.to = step.to.clone();
        element.distance += step.distance;
        element.steps = index + 1 - element.first_step;
        element.emissions.add(grams);
        grams_by_grade(step, grams.iter().sum(), &mut open.grades);
    }

    fn opened(&self, index: usize, step: &Step) -> Open {
        let border = matches!(step.act, Act::BorderControl { .. });
        let kind = if border || Self::is_transport(step) {
            ElementKind::Transport
        } else {
            ElementKind::Hub
        };
        let (what, operator) = match kind {
            ElementKind::Transport if border => (String::new(), String::new()),
            ElementKind::Transport => (Self::what(step), self.performer(step)),
            ElementKind::Hub => (step.act.as_str().to_owned(), self.performer(step)),
        };
        let element = ChainElement {
            kind,
            what,
            mode: step.mode.filter(|_| Self::is_transport(step)),
            from: step.from.clone(),
            to: step.to.clone(),
            operator,
            distance: Distance::ZERO,
            activity: TransportActivity::ZERO,
            emissions: ElementEmissions::default(),
            assumed: AssumedPart::of(&BTreeMap::new()),
            first_step: index,
            steps: 0,
        };
        Open {
            element,
            rides: None,
            grades: BTreeMap::new(),
        }
    }

    /// Whether a step belongs to the element before it. Border control does not end a transport.
    fn joins(&self, open: &Open, step: &Step) -> bool {
        let element = &open.element;
        match step.act {
            Act::BorderControl { .. } => element.kind == ElementKind::Transport,
            Act::Move { .. } | Act::Haul | Act::Run { .. } => {
                let begun = element.mode.is_some();
                let same = (element.mode, open.rides)
                    == (step.mode, step.conveyances.first().copied())
                    && element.what == Self::what(step)
                    && element.operator == self.performer(step);
                element.kind == ElementKind::Transport && (!begun || same)
            }
            Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Wait { .. }
            | Act::Land { .. } => {
                element.kind == ElementKind::Hub && element.to.code == step.from.code
            }
            Act::Through { .. } => false,
        }
    }

    const fn is_transport(step: &Step) -> bool {
        matches!(step.act, Act::Move { .. } | Act::Haul | Act::Run { .. })
    }
}

/// Tank to wheel, well to tank, undivided.
const fn grams_of(step: &Step) -> [u64; 3] {
    [
        step.tank_to_wheel.as_grams(),
        step.well_to_tank().as_grams(),
        step.undivided.as_grams(),
    ]
}

/// The grams of a step by its parts.
fn shared_out(step: &Step) -> Vec<[u64; 3]> {
    let parts: Vec<[u64; 3]> = step.parts.iter().map(grams_of).collect();
    let mut shared = vec![[0; 3]; parts.len()];
    for (kind, whole) in grams_of(step).into_iter().enumerate() {
        let mut weights: Vec<u64> = parts.iter().map(|grams| grams[kind]).collect();
        if weights.iter().all(|weight| *weight == 0) {
            weights = parts.iter().map(|grams| grams.iter().sum()).collect();
        }
        if weights.iter().all(|weight| *weight == 0) {
            weights.fill(1);
        }
        for (grams, part) in shared.iter_mut().zip(split(whole, &weights)) {
            grams[kind] = part;
        }
    }
    shared
}

use serde::{Deserialize, Serialize};

use super::{Act, PaidTo, Route, Step, Stop};
use crate::network::{Mode, Role};
use crate::quantity::{Distance, Duration, Money, TravelTime};

/// Steps in a row that a reader takes for one: the moves of one operator in one conveyance, or
/// everything that is done at one stop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Leg {
    /// What is done: a mode, or a handling word.
    pub what: String,
    /// Mode, for what moves.
    pub mode: Option<Mode>,
    /// Before.
    pub from: Stop,
    /// After.
    pub to: Stop,
    /// Who performs it.
    pub operator: String,
    /// How far.
    #[serde(rename = "distance_metres")]
    pub distance: Distance,
    /// The mean of how long.
    #[serde(rename = "expected_minutes")]
    pub expected: Duration,
    /// Median and 90th percentile of how long.
    #[serde(rename = "time_minutes")]
    pub time: TravelTime,
    /// What it costs.
    #[serde(rename = "cost_cents")]
    pub cost: Money,
    /// Index of the first step.
    pub first_step: usize,
    /// How many steps.
    pub steps: usize,
}

impl Route {
    /// The legs of the route.
    #[must_use]
    pub fn legs(&self) -> Vec<Leg> {
        let mut legs: Vec<Leg> = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let (what, operator) = (Self::what(step), self.performer(step));
            let joins = legs.last().is_some_and(|leg| {
                let moves = matches!(step.act, Act::Move { .. } | Act::Haul);
                let together = leg.mode == step.mode && leg.what == what;
                together
                    && leg.operator == operator
                    && (moves || matches!(step.act, Act::Tranship) && leg.to == step.from)
            });
            if let Some(leg) = legs.last_mut().filter(|_| joins) {
                leg.to = step.to.clone();
                leg.distance += step.distance;
                leg.expected += step.expected;
                leg.cost += step.cost();
                leg.steps += 1;
            } else {
                legs.push(Leg {
                    what,
                    mode: step.mode,
                    from: step.from.clone(),
                    to: step.to.clone(),
                    operator,
                    distance: step.distance,
                    expected: step.expected,
                    time: step.time,
                    cost: step.cost(),
                    first_step: index,
                    steps: 1,
                });
            }
        }
        for leg in legs.iter_mut().filter(|leg| leg.steps > 1) {
            leg.time = Step::time_of(&self.steps[leg.first_step..][..leg.steps]);
        }
        legs
    }

    pub(super) fn what(step: &Step) -> String {
        match &step.act {
            Act::Move { .. } | Act::Haul => step
                .mode
                .map_or_else(|| "move".to_owned(), |mode| mode.to_string()),
            Act::Run { .. } => match step.mode {
                Some(Mode::Rail) => "block train".to_owned(),
                _ => match step.conveyances.first() {
                    Some(conveyance) => format!("ship ({conveyance})"),
                    None => "ship".to_owned(),
                },
            },
            Act::BorderControl { from, to, .. } => format!("border {from}>{to}{}", reload(step)),
            Act::Land {
                border: Some((from, to)),
                ..
            } => format!("land, border {from}>{to}{}", reload(step)),
            act @ (Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::Depart
            | Act::GaugeChange
            | Act::Wait { .. }
            | Act::Land { border: None, .. }
            | Act::Through { .. }) => act.as_str().to_owned(),
        }
    }

    /// Who moves or handles the goods: not who owns the tracks, unless nobody else is named.
    pub(super) fn performer(&self, step: &Step) -> String {
        let mut best: Option<(&str, u8)> = None;
        for (_, name, role) in &step.parties {
            let rank = match role {
                Role::RailwayUndertaking | Role::ShippingLine | Role::RoadCarrier => 3,
                Role::Forwarder => 4,
                Role::Terminal => 2,
                Role::InfrastructureManager | Role::Consortium | Role::StateAgency => 1,
            };
            if best.is_none_or(|(_, top)| rank > top) {
                best = Some((name, rank));
            }
        }
        match (best, step.mode) {
            (Some((name, 2..)), _) => name.to_owned(),
            (_, Some(Mode::Road)) if matches!(step.act, Act::Move { .. } | Act::Haul) => {
                let mut charges = step.charges.iter();
                let plate = charges.find_map(|charge| match charge.payee {
                    PaidTo::Carrier(plate) => Some(plate),
                    PaidTo::Operator { .. } | PaidTo::Authority(_) | PaidTo::Unnamed => None,
                });
                format!("road carrier ({})", plate.unwrap_or(self.shipment.plate()))
            }
            (Some((name, _)), _) => name.to_owned(),
            (None, _) => String::new(),
        }
    }
}

/// The plates of the trucks that goods change between.
fn reload(step: &Step) -> String {
    match step.reload {
        Some((off, onto)) => format!(", truck {off}>{onto}"),
        None => String::new(),
    }
}

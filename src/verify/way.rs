//! A route as a whole: from gate to gate, without gaps, within limits.

use super::error::{Footing, Lack, VerifyError};
use crate::network::{Network, Regime};
use crate::policy::{Amount, Limit};
use crate::route::{Act, Route, Step};

pub(super) fn gate_to_gate(route: &Route) -> Result<(), VerifyError> {
    let atoms: Vec<&Step> = route.atoms().collect();
    let incomplete = |lack| Err(VerifyError::Incomplete { lack });
    let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else {
        return incomplete(Lack::Steps);
    };
    if first.act != Act::Load || first.from != route.from {
        return incomplete(Lack::Loading);
    }
    if last.act != Act::Unload || last.to != route.to {
        return incomplete(Lack::Unloading);
    }
    let ends = [&Act::Load, &Act::Unload];
    if atoms[1..atoms.len() - 1]
        .iter()
        .any(|step| ends.contains(&&step.act))
    {
        return incomplete(Lack::Unbroken);
    }
    Ok(())
}

pub(super) fn connected(before: &Step, after: &Step, step: usize) -> Result<(), VerifyError> {
    let (left, entered) = (before.conveyances.last(), after.conveyances.first());
    let fits = before.to.code == after.from.code
        && before.to.country == after.from.country
        && left == entered;
    if fits {
        return Ok(());
    }
    Err(VerifyError::Gap {
        step,
        expected: Footing::of(&before.to, left),
        found: Footing::of(&after.from, entered),
    })
}

/// What the route takes of what is limited, if that is above the limit.
pub(super) fn above(route: &Route, limit: Limit, network: &Network) -> Option<Amount> {
    let count = |fits: &dyn Fn(&Step) -> bool| -> u32 {
        let fitting = route.atoms().filter(|step| fits(step)).count();
        u32::try_from(fitting).unwrap_or(u32::MAX)
    };
    let found = match limit {
        Limit::Transhipments(_) => {
            let lifts = count(&|step| step.act == Act::Tranship);
            let reloads = count(&|step| step.reload.is_some());
            Amount::Transhipments(lifts.div_ceil(2) + reloads)
        }
        Limit::GaugeChanges(_) => Amount::GaugeChanges(count(&|step| step.act == Act::GaugeChange)),
        Limit::Borders(_) => Amount::Borders(count(&|step| {
            matches!(
                step.act,
                Act::BorderControl { .. }
                    | Act::Land {
                        border: Some(_),
                        ..
                    }
            )
        })),
        Limit::ControlledBorders(_) => Amount::ControlledBorders(count(&|step| match &step.act {
            Act::BorderControl { crossing, .. } => {
                let record = network.crossing_by_code(crossing);
                let record = record.and_then(|id| network.crossing(id));
                record.is_none_or(|record| record.regime != Regime::Free)
            }
            Act::Land { border, .. } => border.is_some(),
            Act::Move { .. }
            | Act::Haul
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Wait { .. }
            | Act::Run { .. }
            | Act::Through { .. } => false,
        })),
        Limit::Hours(_) => Amount::Duration(route.steps.iter().map(|step| step.expected).sum()),
        Limit::Usd(_) => Amount::Cost(route.steps.iter().map(Step::cost).sum()),
    };
    (!limit.allows(found)).then_some(found)
}

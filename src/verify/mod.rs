//! A finished route checked again, from the network's records alone.
//!
//! Nothing here is shared with the search, the metric, or the tables that a policy is compiled to:
//! every step is looked up by its ids, what it touches is read off the records, and every rule is
//! worked out as it is written.

#![deny(clippy::wildcard_enum_match_arm)]

mod error;
mod fees;
mod judge;
mod mismatch;
mod moves;
mod records;
mod rulebook;
mod stays;
mod subjects;
mod tally;
mod touch;

pub use error::{Footing, Lack, VerifyError};
pub use mismatch::Mismatch;

use crate::network::Network;
use crate::policy::{Amount, Limit, Policy};
use crate::route::{Act, Certificate, Route, Step};
use crate::scenario::{Scenario, World};
use judge::{Judge, Outcome};
use records::Records;
use rulebook::Kind;
pub(crate) use rulebook::Rulebook;
use tally::Tally;
use touch::Touch;

/// Checks a route against a network under a scenario, and against every rule of a policy.
///
/// Says per rule what was looked at.
///
/// # Errors
/// The first thing that is wrong: a gap, a step that is not on record or not open on the day, a
/// broken rule with its name, a limit that is passed.
///
/// ```
/// use trade_corridor::prelude::*;
/// use trade_corridor::verify::verify;
///
/// let network = Network::europe_central_asia();
/// let today = Scenario::preset("status-quo")?;
/// let planner = Planner::new(network, &today)?;
/// let route = planner.cheapest(&Request::new("Baku", "Tbilisi"))?;
/// verify(&route, &Policy::russia_excluded(), network, &today)?;
///
/// let georgia = Policy::country_excluded("GE".parse()?);
/// let broken = verify(&route, &georgia, network, &today).unwrap_err();
/// assert!(broken.to_string().contains("breaks rule `no territory of GE`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify(
    route: &Route,
    policy: &Policy,
    network: &Network,
    scenario: &Scenario,
) -> Result<Certificate, VerifyError> {
    verify_in(route, policy, &scenario.apply(network)?)
}

impl Route {
    /// Checks the route against every rule of a policy with [`verify_in`], and keeps the certificate.
    ///
    /// # Errors
    /// As [`verify_in`]; the route is left without a certificate then.
    pub fn certify(&mut self, policy: &Policy, world: &World) -> Result<(), VerifyError> {
        self.certificate = None;
        self.certificate = Some(verify_in(self, policy, world)?);
        Ok(())
    }
}

/// Checks a route like [`verify`] in a world at hand.
///
/// # Errors
/// As [`verify`].
pub fn verify_in(
    route: &Route,
    policy: &Policy,
    world: &World,
) -> Result<Certificate, VerifyError> {
    verify_by(route, &Rulebook::read(policy, world)?, world)
}

/// Checks a route like [`verify_in`] by rules that were read in that world.
pub(crate) fn verify_by(
    route: &Route,
    rules: &Rulebook,
    world: &World,
) -> Result<Certificate, VerifyError> {
    let records = Records::of(world, route);
    let judges = rules.entries.iter().map(|entry| Judge {
        entry,
        world,
        network: world.network(),
        holders: &rules.holders,
    });
    let judges: Vec<Judge<'_>> = judges.collect();
    let mut checks: Vec<Tally> = judges.iter().map(|_| Tally::default()).collect();
    let mut last: Option<&Step> = None;
    let (mut one, mut other, mut haul) = (Touch::default(), Touch::default(), Touch::default());
    let (mut touch, mut before) = (&mut one, &mut other);
    let mut first = true;
    let mut inside: Vec<&Step> = Vec::new();
    let (origin, destination) = (route.from.country, route.to.country);
    let closures: Vec<_> = world
        .transit_closures()
        .filter(|(closure, _)| closure.stops(origin, destination))
        .collect();
    for (index, step) in route.steps.iter().enumerate() {
        let number = index + 1;
        inside.clear();
        if !step.parts.is_empty() {
            Records::composite(step, number)?;
            // A haul touches nothing that its links do not touch: it is looked up, not judged.
            if step.act == Act::Haul {
                records.touch(step, number, touch, &mut haul)?;
            } else {
                inside.push(step);
            }
        }
        for atom in step.atoms() {
            if let Some(before) = last {
                connected(before, atom, number)?;
            }
            last = Some(atom);
            inside.push(atom);
        }
        for operation in &inside {
            std::mem::swap(&mut touch, &mut before);
            records.touch(operation, number, before, touch)?;
            // What one link after the other touches is mostly the same.
            let alike = !first && touch.is_like(before);
            first = false;
            for country in &touch.countries {
                let closure = closures.iter().find(|(it, _)| it.country == *country);
                if let Some((_, cause)) = closure {
                    return Err(VerifyError::TransitClosed {
                        step: number,
                        act: operation.act.clone(),
                        country: *country,
                        change: cause.name(),
                    });
                }
            }
            for (judge, check) in judges.iter().zip(&mut checks) {
                if alike && !judge.speaks_of(Kind::Links) {
                    check.repeat();
                    continue;
                }
                match judge.outcome(touch) {
                    Outcome::NotConcerned => check.pass(touch, judge),
                    Outcome::Held => check.note(touch, judge),
                    Outcome::Broken(finding) => {
                        return Err(VerifyError::Broken {
                            step: number,
                            act: operation.act.clone(),
                            rule: judge.entry.named.clone(),
                            finding,
                        });
                    }
                }
            }
        }
    }
    gate_to_gate(route)?;
    for (rule, limit) in &rules.limits {
        if let Some(found) = above(route, *limit) {
            return Err(VerifyError::AboveLimit {
                rule: rule.clone(),
                limit: *limit,
                found,
            });
        }
    }
    Ok(Certificate {
        policy: rules.policy.clone(),
        day: world.day(),
        steps: route.steps.len(),
        countries: route.countries(),
        rules: checks
            .into_iter()
            .zip(&judges)
            .map(|(check, judge)| check.into_check(judge))
            .collect(),
    })
}

fn gate_to_gate(route: &Route) -> Result<(), VerifyError> {
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

fn connected(before: &Step, after: &Step, step: usize) -> Result<(), VerifyError> {
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
fn above(route: &Route, limit: Limit) -> Option<Amount> {
    let count = |fits: &dyn Fn(&Step) -> bool| -> u32 {
        let fitting = route.atoms().filter(|step| fits(step)).count();
        u32::try_from(fitting).unwrap_or(u32::MAX)
    };
    let found = match limit {
        Limit::Transhipments(_) => {
            let lifts = count(&|step| step.act == Act::Tranship);
            Amount::Transhipments(lifts.div_ceil(2))
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
        Limit::Hours(_) => Amount::Duration(route.steps.iter().map(|step| step.expected).sum()),
        Limit::Usd(_) => Amount::Cost(route.steps.iter().map(Step::cost).sum()),
    };
    (!limit.allows(found)).then_some(found)
}

/// Values without repetition, in order.
fn distinct<T: PartialEq + Copy>(known: &mut Vec<T>, value: &T) {
    if !known.contains(value) {
        known.push(*value);
    }
}

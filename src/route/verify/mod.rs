//! A finished route checked again, from the network's records alone.
//!
//! Nothing here is shared with the search, the metric, or the tables that a policy is compiled to:
//! every step is looked up by its ids, what it touches is read off the records, and every rule is
//! worked out as it is written.

mod certificate;
mod judge;
mod moves;
mod records;
mod stays;
mod subjects;
mod touch;

pub use certificate::{Certificate, RuleCheck};

use super::{Act, Route, Step};
use crate::code::Country;
use crate::network::{Carriage, Network};
use crate::policy::{Limit, Policy, Rule};
use crate::scenario::{Scenario, ScenarioError, World};
use certificate::Tally;
use judge::{Judge, Kind, Outcome};
use records::Records;
use touch::Touch;

/// What is wrong with a route.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The scenario does not fit the network.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The route has no steps, or does not start with loading and end with unloading.
    #[error("the route does not lead from gate to gate: {reason}")]
    Incomplete {
        /// What is missing.
        reason: String,
    },
    /// A step starts where the one before did not end.
    #[error("step {step} starts {found}, the step before ended {expected}")]
    Gap {
        /// Number of the step, from one.
        step: usize,
        /// Where and in what the step before ended.
        expected: String,
        /// Where and in what this one starts.
        found: String,
    },
    /// A step that the network does not have on the day.
    #[error("step {step} ({act}): {reason}")]
    NotOnRecord {
        /// Number of the step, from one.
        step: usize,
        /// What it does.
        act: &'static str,
        /// What the network says instead.
        reason: String,
    },
    /// A rule names what the network does not have.
    #[error("rule `{rule}` names `{name}`, which the network does not have")]
    UnknownName {
        /// The rule.
        rule: String,
        /// The name.
        name: String,
    },
    /// A step breaks a rule.
    #[error("step {step} ({act}) breaks rule `{rule}`: {reason}")]
    Broken {
        /// Number of the step, from one.
        step: usize,
        /// What it does.
        act: &'static str,
        /// What the rule is called.
        rule: String,
        /// What it found.
        reason: String,
    },
    /// The route as a whole breaks a limit.
    #[error("the route breaks rule `{rule}`: {found}")]
    AboveLimit {
        /// What the rule is called.
        rule: String,
        /// What was counted.
        found: String,
    },
    /// Goods may not pass a country on the day.
    #[error("step {step} ({act}) passes {country}, which is closed to it by `{change}`")]
    TransitClosed {
        /// Number of the step, from one.
        step: usize,
        /// What it does.
        act: &'static str,
        /// The country.
        country: Country,
        /// The change or record that closes it.
        change: String,
    },
}

/// Checks a route against a network under a scenario, and against every rule of a policy.
///
/// Tells per rule what was looked at.
///
/// # Errors
/// The first thing that is wrong: a gap, a step that is not on record or not open on the day, a
/// broken rule with its name, a limit that is passed.
///
/// ```
/// use trade_corridor::prelude::*;
/// use trade_corridor::route::verify;
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

/// Checks a route like [`verify`] in a world at hand.
///
/// # Errors
/// As [`verify`].
pub fn verify_in(
    route: &Route,
    policy: &Policy,
    world: &World,
) -> Result<Certificate, VerifyError> {
    let records = Records::of(world, route.shipment.plate());
    let holdings = std::cell::OnceCell::new();
    let mut judges = Vec::new();
    for rule in policy.rules() {
        if rule.holds_on(world.day()) {
            judges.push(Judge::new(rule, world, &holdings)?);
        }
    }
    let mut checks: Vec<Tally> = judges.iter().map(|_| Tally::default()).collect();
    let mut last: Option<&Step> = None;
    let (mut touch, mut before) = (Touch::default(), Touch::default());
    let mut haul = Touch::default();
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
                records.touch(step, number, &mut haul)?;
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
            records.touch(operation, number, &mut touch)?;
            // What one link after the other touches is mostly the same.
            let alike = !first && touch.is_like(&before);
            first = false;
            for country in &touch.countries {
                let closure = closures.iter().find(|(it, _)| it.country == *country);
                if let Some((_, cause)) = closure {
                    return Err(VerifyError::TransitClosed {
                        step: number,
                        act: operation.act.as_str(),
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
                match judge.outcome(&touch) {
                    Outcome::NotConcerned => check.pass(&touch, judge),
                    Outcome::Held => check.note(&touch, judge),
                    Outcome::Broken(reason) => {
                        return Err(VerifyError::Broken {
                            step: number,
                            act: operation.act.as_str(),
                            rule: judge.named().name(),
                            reason,
                        });
                    }
                }
            }
        }
    }
    gate_to_gate(route)?;
    for rule in policy.rules() {
        if let Rule::Limit(limit) = rule.rule()
            && rule.holds_on(world.day())
            && let Some(found) = above(route, *limit)
        {
            return Err(VerifyError::AboveLimit {
                rule: rule.name(),
                found,
            });
        }
    }
    Ok(Certificate {
        policy: policy.name().to_owned(),
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
    let incomplete = |reason: &str| {
        Err(VerifyError::Incomplete {
            reason: reason.to_owned(),
        })
    };
    let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else {
        return incomplete("it has no steps");
    };
    if first.act != Act::Load || first.from != route.from {
        return incomplete("it does not start with loading at its start");
    }
    if last.act != Act::Unload || last.to != route.to {
        return incomplete("it does not end with unloading at its end");
    }
    let ends = [&Act::Load, &Act::Unload];
    if atoms[1..atoms.len() - 1]
        .iter()
        .any(|step| ends.contains(&&step.act))
    {
        return incomplete("it is loaded or unloaded on the way");
    }
    Ok(())
}

fn connected(before: &Step, after: &Step, step: usize) -> Result<(), VerifyError> {
    let rides =
        |carriage: Option<&Carriage>| carriage.map_or_else(|| "?".to_owned(), ToString::to_string);
    let (left, entered) = (before.carriages.last(), after.carriages.first());
    let fits = before.to.code == after.from.code
        && before.to.country == after.from.country
        && left == entered;
    if fits {
        return Ok(());
    }
    let tell = |stop: &super::Stop, carriage| {
        format!(
            "at {} in {}, in `{}`",
            stop.code,
            stop.country,
            rides(carriage)
        )
    };
    Err(VerifyError::Gap {
        step,
        expected: tell(&before.to, left),
        found: tell(&after.from, entered),
    })
}

/// What was counted, if it is above the limit.
fn above(route: &Route, limit: Limit) -> Option<String> {
    let count = |fits: &dyn Fn(&Step) -> bool| route.atoms().filter(|step| fits(step)).count();
    let more = |found: usize, most: u32, what: &str| {
        (found > most as usize).then(|| format!("{found} {what}"))
    };
    match limit {
        Limit::Transhipments(most) => {
            let lifts = count(&|step| step.act == Act::Tranship);
            more(lifts.div_ceil(2), most, "transhipments")
        }
        Limit::GaugeChanges(most) => {
            let changes = count(&|step| step.act == Act::GaugeChange);
            more(changes, most, "gauge changes")
        }
        Limit::Borders(most) => {
            let borders = count(&|step| {
                matches!(
                    step.act,
                    Act::BorderControl { .. }
                        | Act::Land {
                            border: Some(_),
                            ..
                        }
                )
            });
            more(borders, most, "borders")
        }
        Limit::Hours(most) => {
            let found = route.steps.iter().map(|step| step.expected).sum();
            (most < found).then(|| format!("{found}"))
        }
        Limit::Usd(most) => {
            let found = route.steps.iter().map(Step::cost).sum();
            (most < found).then(|| format!("{found}"))
        }
    }
}

/// Values without repetition, in order.
fn distinct<T: PartialEq + Copy>(known: &mut Vec<T>, value: &T) {
    if !known.contains(value) {
        known.push(*value);
    }
}

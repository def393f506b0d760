//! Which projects rules close again in one world, and which make worlds of their own.

use rustc_hash::FxHashMap;

use super::error::ProjectsError;
use super::project::Project;
use crate::analysis::gains::new_things;
use crate::planner::{Error, Planner};
use crate::policy::{Rule, Subject};
use crate::scenario::Scenario;

/// Projects as bits.
pub(super) type Set = u32;

/// The bits at these places.
pub(super) fn spread(bits: Set, places: &[usize]) -> Set {
    let places = places.iter().enumerate();
    places.fold(0, |set, (bit, place)| set | (bits >> bit & 1) << place)
}

/// A scenario with a set of projects.
pub(super) fn with(scenario: &Scenario, projects: &[Project], set: Set) -> Scenario {
    let built = projects.iter().enumerate();
    let built = built.filter(|(at, _)| set >> at & 1 == 1);
    let changes = built.flat_map(|(_, project)| project.changes.iter().cloned());
    changes.fold(scenario.clone(), Scenario::with)
}

/// Projects that open things of their own, which rules close again, and the others.
pub(super) struct Parts {
    /// Those with a rule.
    pub(super) opening: Set,
    /// Those of which every set is a world of its own.
    pub(super) apart: Set,
    /// By project that opens, in their order.
    pub(super) rules: Vec<Rule>,
    pub(super) contradictions: Vec<(Set, String)>,
}

impl Parts {
    pub(super) fn of(planner: &Planner, projects: &[Project]) -> Result<Self, Error> {
        let world = planner.world();
        let (network, scenario) = (world.network(), world.scenario());
        let mut things = Vec::with_capacity(projects.len());
        for (at, project) in projects.iter().enumerate() {
            let built = with(scenario, projects, 1 << at).apply(network);
            let built = built.map_err(|error| ProjectsError::CannotHold {
                project: project.name.clone(),
                reason: error.to_string(),
            })?;
            things.push(new_things(world, &built));
        }
        let mut apart: Set = 0;
        let mut contradictions = Vec::new();
        let mut seen: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        for (at, project) in projects.iter().enumerate() {
            if !project.only_opens() {
                apart |= 1 << at;
            }
            for subject in &things[at] {
                for name in names(subject) {
                    if let Some(other) = seen.insert(name, at) {
                        apart |= 1 << at | 1 << other;
                    }
                }
            }
        }
        for one in 0..projects.len() {
            for other in one + 1..projects.len() {
                let pair: Set = 1 << one | 1 << other;
                if apart & pair == 0 {
                    continue;
                }
                if let Err(error) = with(scenario, projects, pair).apply(network) {
                    apart |= pair;
                    contradictions.push((pair, error.to_string()));
                }
            }
        }
        let mut opening = 0;
        let mut rules = Vec::new();
        for (at, subjects) in things.into_iter().enumerate() {
            if apart >> at & 1 == 1 {
                continue;
            }
            let mut closing = subjects.into_iter().map(Rule::Exclude);
            // One that opens nothing new changes nothing, and needs no rule.
            let Some(first) = closing.next() else {
                continue;
            };
            let rest: Vec<Rule> = closing.collect();
            opening |= 1 << at;
            rules.push(if rest.is_empty() {
                first
            } else {
                Rule::all(std::iter::once(first).chain(rest))
            });
        }
        Ok(Self {
            opening,
            apart,
            rules,
            contradictions,
        })
    }

    pub(super) fn all_rules(&self) -> Set {
        (1 << self.rules.len()) - 1
    }

    /// Which rules are those of a set.
    pub(super) fn to_rules(&self, set: Set) -> Set {
        let opening = (0..Set::BITS).filter(|project| self.opening >> project & 1 == 1);
        let opening = opening.enumerate();
        opening.fold(0, |rules, (rule, project)| {
            rules | (set >> project & 1) << rule
        })
    }

    pub(super) fn of_rules(&self, rules: Set) -> Set {
        let opening = (0..Set::BITS as usize).filter(|project| self.opening >> project & 1 == 1);
        let opening: Vec<usize> = opening.collect();
        spread(rules, &opening)
    }
}

/// The names that a subject of new things lists, by kind.
fn names(subject: &Subject) -> Vec<(&'static str, &str)> {
    let (kind, names) = match subject {
        Subject::Link { links } => ("link", links),
        Subject::Crossing { crossings } => ("crossing", crossings),
        Subject::Service { services } => ("service", services),
        _ => return Vec::new(),
    };
    names.iter().map(|name| (kind, name.as_str())).collect()
}

//! What a toll is taken on, and whose it is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::TollError;
use crate::network::{OperatorId, Party, Role};
use crate::planner::Error;
use crate::policy::Subject;
use crate::scenario::World;

/// What a toll is taken on: once a trip, however often the trip uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Tolled {
    /// As [`Subject::find`] reads it, but that the id of a consortium alone means its business; several of one
    /// kind with commas between.
    Named(String),
    /// A subject of a rule.
    Subject(Subject),
}

impl From<&str> for Tolled {
    fn from(text: &str) -> Self {
        Self::Named(text.to_owned())
    }
}

impl From<Subject> for Tolled {
    fn from(subject: Subject) -> Self {
        Self::Subject(subject)
    }
}

impl Tolled {
    /// The subject in a world.
    pub(super) fn subject(&self, world: &World) -> Result<Subject, Error> {
        let text = match self {
            Self::Subject(subject) => return Ok(subject.clone()),
            Self::Named(text) => text,
        };
        let names = text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let mut all: Option<Subject> = None;
        for name in names {
            let next = found(name, world)?;
            all = Some(match all {
                None => next,
                Some(known) => joined(known, next)?,
            });
        }
        all.ok_or_else(|| TollError::NoSubject.into())
    }
}

/// The subject of one name; the id of a consortium alone means its business.
fn found(name: &str, world: &World) -> Result<Subject, Error> {
    let network = world.network();
    let operator = network
        .operator_by_id(name)
        .and_then(|id| network.operator(id));
    if operator.is_some_and(|known| known.roles.contains(&Role::Consortium)) {
        return Ok(Subject::Consortium {
            consortium: name.to_owned(),
            countries: Vec::new(),
            roles: Vec::new(),
        });
    }
    Ok(Subject::find(name, network)?)
}

/// Both, where one subject can mean them.
fn joined(known: Subject, next: Subject) -> Result<Subject, TollError> {
    let mixed = TollError::MixedKinds {
        first: known.to_string(),
        second: next.to_string(),
    };
    let add = |mut known: Vec<String>, next: Vec<String>| {
        known.extend(next);
        known
    };
    Ok(match (known, next) {
        (Subject::Line { lines }, Subject::Line { lines: next }) => Subject::Line {
            lines: add(lines, next),
        },
        (Subject::Link { links }, Subject::Link { links: next }) => Subject::Link {
            links: add(links, next),
        },
        (Subject::Crossing { crossings }, Subject::Crossing { crossings: next }) => {
            Subject::Crossing {
                crossings: add(crossings, next),
            }
        }
        (Subject::Service { services }, Subject::Service { services: next }) => Subject::Service {
            services: add(services, next),
        },
        (
            Subject::Operator { operators, roles },
            Subject::Operator {
                operators: next,
                roles: others,
            },
        ) if roles == others => Subject::Operator {
            operators: add(operators, next),
            roles,
        },
        _ => return Err(mixed),
    })
}

/// Ids of the operators whose toll it is: those named and their members, or who manages the lines; in order.
pub(super) fn owners_of(subject: &Subject, world: &World) -> Vec<String> {
    let network = world.network();
    let mut found: BTreeSet<OperatorId> = BTreeSet::new();
    match subject {
        Subject::Operator { operators, .. } => {
            found.extend(operators.iter().filter_map(|id| network.operator_by_id(id)));
        }
        Subject::Consortium { consortium, .. } | Subject::MemberOf { consortium, .. } => {
            found.extend(network.operator_by_id(consortium));
        }
        Subject::Line { lines } => {
            let lines = lines.iter().filter_map(|id| network.line_by_id(id));
            found.extend(lines.filter_map(|line| world.manager(line)));
        }
        Subject::Link { links } => {
            let links = links.iter().filter_map(|id| world.link_by_id(id));
            let lines = links.filter_map(|link| world.link(link).map(|link| link.line));
            found.extend(lines.filter_map(|line| world.manager(line)));
        }
        Subject::Service { services } => {
            let services = services.iter().filter_map(|id| world.service_by_id(id));
            found.extend(
                services
                    .filter_map(|id| world.service(id))
                    .map(|it| it.operator),
            );
        }
        _ => {}
    }
    let members = world.members().iter();
    let members = members.filter(|row| found.contains(&row.consortium));
    let members: Vec<OperatorId> = members
        .filter_map(|row| match row.member {
            Party::Operator(id) => Some(id),
            Party::Owner(_) => None,
        })
        .collect();
    found.extend(members);
    let named = found.into_iter().filter_map(|id| network.operator(id));
    let mut ids: Vec<String> = named.map(|operator| operator.id.to_string()).collect();
    ids.sort();
    ids
}

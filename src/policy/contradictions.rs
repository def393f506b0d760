//! Rules that leave nothing of a kind, or say the opposite of each other.

use std::mem::Discriminant;

use super::bits::{Bits, ROLES};
use super::compile::Sizes;
use super::node::{BusinessKind, Node, Set};
use super::{Policy, PolicyError, Rule};
use crate::code::Country;
use crate::network::{Conveyance, Mode, Role};

/// What some rules leave of the values of one kind.
struct Left {
    kind: (Discriminant<Set>, usize),
    values: Vec<bool>,
    required: bool,
    /// Each rule that speaks of the kind, and the values it allows.
    said: Vec<(usize, Vec<bool>)>,
}

/// A rule's leaf, and whether it requires its set.
type Leaf<'n> = (usize, bool, &'n Set);

/// Refuses rules of which one requires something, and that leave nothing of a kind together; and
/// rules of which one denies another.
pub(super) fn refuse(
    policy: &Policy,
    nodes: &[Option<Node>],
    resting: u128,
    sizes: &Sizes,
) -> Result<(), PolicyError> {
    let holds = |position: usize| resting >> position & 1 == 0;
    let holding = nodes
        .iter()
        .enumerate()
        .filter(|(position, _)| holds(*position));
    let leaves: Vec<Leaf<'_>> = holding
        .filter_map(|(position, node)| Some((position, node.as_ref()?)))
        .flat_map(|(position, node)| {
            let business = match node {
                Node::Leaf {
                    require,
                    set: set @ (Set::RunBy { .. } | Set::Business { .. }),
                } => vec![(*require, set)],
                _ => Vec::new(),
            };
            let leaves = node.leaves().unwrap_or(business).into_iter();
            leaves.map(move |(require, set)| (position, require, set))
        })
        .collect();
    let fault = |at: usize, others: &[usize], what| {
        let mut names = Vec::new();
        for other in others {
            let name = policy.rules()[*other].shared_name();
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        Err(PolicyError::Contradiction {
            at: policy.location(at),
            others: names,
            what,
        })
    };
    for (later, now) in policy.rules().iter().enumerate() {
        let denied = |rule: &Rule, other: &Rule| matches!(rule, Rule::Not(of) if **of == *other);
        let earlier = policy.rules()[..later]
            .iter()
            .position(|then| denied(now.rule(), then.rule()) || denied(then.rule(), now.rule()));
        if let Some(earlier) = earlier
            && holds(later)
            && holds(earlier)
        {
            return fault(later, &[earlier], "operation they speak of");
        }
    }
    let mut known: Vec<Left> = Vec::new();
    for (index, leaf) in leaves.iter().enumerate() {
        let (position, require, set) = *leaf;
        if let Some(other) = run_by_nobody(*leaf, &leaves[..index]) {
            return fault(position, &[other], "operator");
        }
        for (role, what, allowed) in allowed(require, set, &leaves, sizes) {
            if !allowed.contains(&true) {
                continue; // names nothing that is there, and is no contradiction by itself
            }
            let kind = (std::mem::discriminant(set), role);
            let Some(left) = known.iter_mut().find(|left| left.kind == kind) else {
                known.push(Left {
                    kind,
                    values: allowed.clone(),
                    required: require,
                    said: vec![(position, allowed)],
                });
                continue;
            };
            left.required |= require;
            for (value, allowed) in left.values.iter_mut().zip(&allowed) {
                *value &= allowed;
            }
            if left.required && !left.values.contains(&true) {
                let disjoint = |then: &[bool]| !then.iter().zip(&allowed).any(|(a, b)| *a && *b);
                let alone = left.said.iter().find(|(_, then)| disjoint(then));
                let others: Vec<usize> = match alone {
                    Some((other, _)) => vec![*other],
                    None => left.said.iter().map(|(other, _)| *other).collect(),
                };
                return fault(position, &others, what);
            }
            left.said.push((position, allowed));
        }
    }
    Ok(())
}

/// A required consortium of which every operator is excluded from running anything.
fn run_by_nobody((_, require, set): Leaf<'_>, before: &[Leaf<'_>]) -> Option<usize> {
    let outside = |run: &Set, required: bool, set: &Set| match (run, set) {
        (
            Set::RunBy { business, .. },
            Set::Party {
                operators: others,
                roles,
                ..
            },
        ) => {
            let runs = [
                Role::InfrastructureManager,
                Role::RailwayUndertaking,
                Role::RoadCarrier,
                Role::Forwarder,
            ];
            runs.iter().all(|role| roles[*role as usize])
                && business
                    .operators()
                    .all(|operator| others.contains(operator) != required)
        }
        (
            Set::RunBy { consortium, .. },
            Set::Business {
                kind: BusinessKind::Consortium(excluded),
                scope,
                ..
            },
        ) => !required && consortium == excluded && scope.is_everything(),
        _ => false,
    };
    before
        .iter()
        .find(|(_, required, other)| outside(set, *required, other) || outside(other, require, set))
        .map(|(position, _, _)| *position)
}

/// By role, for parties: the kind in words and the values that a leaf allows.
fn allowed(
    require: bool,
    set: &Set,
    leaves: &[Leaf<'_>],
    sizes: &Sizes,
) -> Vec<(usize, &'static str, Vec<bool>)> {
    let bits = |bits: &Bits, size: usize| -> Vec<bool> {
        (0..size)
            .map(|index| bits.contains(index) == require)
            .collect()
    };
    let one = |what, values| vec![(0, what, values)];
    match set {
        Set::Territory(set) => one("territory", bits(set, Country::INDEXES)),
        Set::Flag(set) => one("flag", bits(set, Country::INDEXES)),
        Set::Crossing(set) => one("border crossing", bits(set, sizes.crossings)),
        Set::Call(set) => one("place to call at", bits(set, sizes.places)),
        Set::Link(set) => one("link", bits(set, sizes.links)),
        Set::Line(set) => one("line", bits(set, sizes.lines)),
        Set::Service(set) => one("service", bits(set, sizes.services)),
        Set::Mode(modes) => {
            let modes = Mode::ALL.iter().map(|mode| modes.contains(mode) == require);
            one("mode", modes.collect())
        }
        Set::Border(pairs) => {
            let all = leaves.iter().filter_map(|(_, _, set)| match set {
                Set::Border(pairs) => Some(pairs),
                _ => None,
            });
            let all: Vec<[Country; 2]> = all.flatten().copied().collect();
            one("border", listed(require, pairs, &all))
        }
        Set::Conveyance(conveyances) => {
            let all = leaves.iter().filter_map(|(_, _, set)| match set {
                Set::Conveyance(conveyances) => Some(conveyances),
                _ => None,
            });
            let all: Vec<Conveyance> = all.flatten().copied().collect();
            one("conveyance", listed(require, conveyances, &all))
        }
        Set::Party {
            operators, roles, ..
        } => (0..ROLES)
            // The state is at every border whoever carries the goods.
            .filter(|role| roles[*role] && *role != Role::StateAgency as usize)
            .map(|role| (role, "operator", bits(operators, sizes.operators)))
            .collect(),
        Set::GaugeChange
        | Set::Carrier(_)
        | Set::RunBy { .. }
        | Set::Business { .. }
        | Set::Along { .. }
        | Set::Passage(_)
        | Set::BorderControl(_) => Vec::new(),
    }
}

/// What is allowed of the values that any rule lists, and last of those that none lists.
fn listed<T: PartialEq>(require: bool, values: &[T], all: &[T]) -> Vec<bool> {
    let known = all.iter().map(|value| values.contains(value) == require);
    known.chain([!require]).collect()
}

//! Rules to tables: for each value that an operation can touch, the rules that forbid it.

use std::sync::Arc;

use super::compiled::{CompiledPolicy, Limits, Tables};
use super::node::{Bits, Context, Node, ROLES, Set};
use super::resolve::Resolver;
use super::rule_set::MOST_RULES;
use super::{Policy, PolicyError, Rule, RuleIndex};
use crate::code::Country;
use crate::network::{Carriage, Mode, Role};
use crate::scenario::World;

/// How many values of each kind a world has.
struct Sizes {
    operators: usize,
    places: usize,
    crossings: usize,
    links: usize,
    lines: usize,
    services: usize,
}

pub(super) fn compile(policy: &Policy, world: &World<'_>) -> Result<CompiledPolicy, PolicyError> {
    let network = world.network();
    let closures: Vec<_> = world.transit_closures().collect();
    let count = policy.rules().len() + closures.len();
    if count > MOST_RULES {
        return Err(PolicyError::TooManyRules {
            count,
            most: MOST_RULES,
        });
    }
    let context = Context {
        world,
        holdings: std::cell::OnceCell::new(),
    };
    let mut resolver = Resolver {
        context: &context,
        policy,
        rule: 0,
    };
    let mut nodes: Vec<Option<Node>> = Vec::with_capacity(count);
    let mut limits = Limits::default();
    let mut stated_limits = Vec::new();
    let mut resting = 0_u128;
    for (position, named) in policy.rules().iter().enumerate() {
        resolver.rule = position;
        nodes.push(resolver.rule(named.rule())?);
        let index = RuleIndex::new(position).expect("counted above");
        if !named.holds_on(world.day()) {
            resting |= 1 << position;
        } else if let Rule::Limit(limit) = named.rule() {
            limits.tighten(*limit, index);
            stated_limits.push((*limit, index));
        }
    }
    let sizes = Sizes {
        operators: network.operators().count(),
        places: network.places().count(),
        crossings: network.crossings().count(),
        links: world.link_count(),
        lines: network.lines().count(),
        services: world.service_count(),
    };
    contradictions(policy, &nodes, resting, &sizes)?;
    nodes.extend(
        closures
            .iter()
            .map(|(closure, _)| Some(Node::Transit(closure.country))),
    );
    let mut tables = Tables::default();
    for (position, node) in nodes.iter().enumerate() {
        if let Some(node) = node
            && resting >> position & 1 == 0
        {
            enter(&mut tables, node, position, &sizes);
        }
    }
    let mut homes: Vec<_> = network.places().collect();
    homes.sort_unstable_by_key(|(id, _)| *id);
    let labels = policy.rules().iter().map(super::NamedRule::name);
    let changes = closures.iter().map(|(_, change)| change.name());
    Ok(CompiledPolicy {
        tables: Arc::new(tables),
        nodes: nodes.into(),
        labels: labels.chain(changes).collect(),
        own: policy.rules().len(),
        closures: closures.iter().map(|(closure, _)| *closure).collect(),
        homes: homes.iter().map(|(_, place)| place.country).collect(),
        limits,
        stated_limits: stated_limits.into(),
        lifted: 0,
    })
}

/// Marks every index up to `size` that the leaf forbids.
fn mark(
    table: &mut Vec<u128>,
    size: usize,
    rule: usize,
    require: bool,
    inside: impl Fn(usize) -> bool,
) {
    if table.is_empty() {
        table.resize(size, 0);
    }
    for (index, rules) in table.iter_mut().enumerate() {
        if inside(index) != require {
            *rules |= 1 << rule;
        }
    }
}

fn enter(tables: &mut Tables, node: &Node, rule: usize, sizes: &Sizes) {
    if let Node::Transit(country) = node {
        mark(
            &mut tables.countries,
            Country::INDEXES,
            rule,
            false,
            |index| index == country.index(),
        );
        return;
    }
    let Some(leaves) = node.leaves() else {
        tables.combined |= 1 << rule;
        return;
    };
    for (require, set) in leaves {
        let has = |bits: &Bits| {
            let bits = bits.clone();
            move |index| bits.contains(index)
        };
        match set {
            Set::Territory(bits) => mark(
                &mut tables.countries,
                Country::INDEXES,
                rule,
                require,
                has(bits),
            ),
            Set::Flag(bits) => {
                mark(
                    &mut tables.flags,
                    Country::INDEXES,
                    rule,
                    require,
                    has(bits),
                );
            }
            Set::Border(pairs) => {
                for pair in pairs {
                    if !tables.borders.iter().any(|(known, _)| known == pair) {
                        let others = tables.other_borders;
                        tables.borders.push((*pair, others));
                    }
                }
                for (pair, rules) in &mut tables.borders {
                    if pairs.contains(pair) != require {
                        *rules |= 1 << rule;
                    }
                }
                if require {
                    tables.other_borders |= 1 << rule;
                }
            }
            Set::Crossing(bits) => mark(
                &mut tables.crossings,
                sizes.crossings,
                rule,
                require,
                has(bits),
            ),
            Set::Party {
                operators, roles, ..
            } => {
                let size = sizes.operators * ROLES;
                if tables.parties.is_empty() {
                    tables.parties.resize(size, 0);
                }
                for (index, rules) in tables.parties.iter_mut().enumerate() {
                    let inside = operators.contains(index / ROLES);
                    if roles[index % ROLES] && inside != require {
                        *rules |= 1 << rule;
                    }
                }
            }
            Set::Call(bits) => {
                mark(&mut tables.places, sizes.places, rule, require, has(bits));
            }
            Set::Mode(modes) => {
                mark(&mut tables.modes, Mode::ALL.len(), rule, require, |index| {
                    modes.contains(&Mode::ALL[index])
                });
            }
            Set::Carriage(carriages) => {
                for carriage in carriages.iter().chain([&Carriage::Depot]) {
                    if !tables.carriages.iter().any(|(known, _)| known == carriage) {
                        let others = if *carriage == Carriage::Depot {
                            0
                        } else {
                            tables.other_carriages
                        };
                        tables.carriages.push((*carriage, others));
                    }
                }
                for (carriage, rules) in &mut tables.carriages {
                    let standing = require && *carriage == Carriage::Depot;
                    if carriages.contains(carriage) != require && !standing {
                        *rules |= 1 << rule;
                    }
                }
                if require {
                    tables.other_carriages |= 1 << rule;
                }
            }
            Set::GaugeChange => tables.gauge_change |= 1 << rule,
            Set::Link(bits) => mark(&mut tables.links, sizes.links, rule, require, has(bits)),
            Set::Line(bits) => mark(&mut tables.lines, sizes.lines, rule, require, has(bits)),
            Set::Service(bits) => {
                mark(
                    &mut tables.services,
                    sizes.services,
                    rule,
                    require,
                    has(bits),
                );
            }
            Set::Carrier(bits) => mark(
                &mut tables.carriers,
                Country::INDEXES,
                rule,
                require,
                has(bits),
            ),
            Set::RunBy { .. } => {}
        }
    }
}

/// The kinds of which single rules can leave nothing, and the values that a leaf allows.
fn allowed(require: bool, set: &Set, sizes: &Sizes) -> Option<(&'static str, Vec<bool>)> {
    let bits = |bits: &Bits, size: usize| -> Vec<bool> {
        (0..size)
            .map(|index| bits.contains(index) == require)
            .collect()
    };
    Some(match set {
        Set::Territory(set) => ("territory", bits(set, Country::INDEXES)),
        Set::Flag(set) => ("flag", bits(set, Country::INDEXES)),
        Set::Crossing(set) => ("border crossing", bits(set, sizes.crossings)),
        Set::Call(set) => ("place to call at", bits(set, sizes.places)),
        Set::Link(set) => ("link", bits(set, sizes.links)),
        Set::Line(set) => ("line", bits(set, sizes.lines)),
        Set::Service(set) => ("service", bits(set, sizes.services)),
        Set::Mode(modes) => {
            let modes = Mode::ALL.iter().map(|mode| modes.contains(mode) == require);
            ("mode", modes.collect())
        }
        Set::Party { .. }
        | Set::Border(_)
        | Set::Carriage(_)
        | Set::GaugeChange
        | Set::Carrier(_)
        | Set::RunBy { .. } => return None,
    })
}

/// Refuses two rules, one of which requires something, that leave nothing of a kind.
fn contradictions(
    policy: &Policy,
    nodes: &[Option<Node>],
    resting: u128,
    sizes: &Sizes,
) -> Result<(), PolicyError> {
    let leaves: Vec<(usize, bool, &Set)> = nodes
        .iter()
        .enumerate()
        .filter(|(position, _)| resting >> position & 1 == 0)
        .filter_map(|(position, node)| Some((position, node.as_ref()?.leaves()?)))
        .flat_map(|(position, leaves)| {
            leaves
                .into_iter()
                .map(move |(require, set)| (position, require, set))
        })
        .collect();
    for (later, (position, require, set)) in leaves.iter().enumerate() {
        for (other, required, before) in &leaves[..later] {
            if !(*require || *required)
                || std::mem::discriminant(*set) != std::mem::discriminant(*before)
            {
                continue;
            }
            let what = match (set, before) {
                (Set::Border(now), Set::Border(then)) => {
                    nothing_left(now, *require, then, *required).then_some("border")
                }
                (Set::Carriage(now), Set::Carriage(then)) => {
                    nothing_left(now, *require, then, *required).then_some("carriage")
                }
                (
                    Set::Party {
                        operators, roles, ..
                    },
                    Set::Party {
                        operators: before,
                        roles: then,
                        ..
                    },
                ) => (0..ROLES)
                    .filter(|role| roles[*role] && then[*role])
                    // The state is at every border whoever carries the goods.
                    .any(|role| role != Role::StateAgency as usize)
                    .then(|| {
                        let now: Vec<bool> = (0..sizes.operators)
                            .map(|id| operators.contains(id) == *require)
                            .collect();
                        let then: Vec<bool> = (0..sizes.operators)
                            .map(|id| before.contains(id) == *required)
                            .collect();
                        disjoint(&now, &then).then_some("operator")
                    })
                    .flatten(),
                _ => match (
                    allowed(*require, set, sizes),
                    allowed(*required, before, sizes),
                ) {
                    (Some((what, now)), Some((_, then))) => disjoint(&now, &then).then_some(what),
                    _ => None,
                },
            };
            if let Some(what) = what {
                return Err(PolicyError::Contradiction {
                    at: policy.location(*position),
                    other: policy.rules()[*other].name(),
                    what,
                });
            }
        }
    }
    Ok(())
}

/// Whether each leaves something, but both together nothing.
fn disjoint(now: &[bool], then: &[bool]) -> bool {
    let left = now.iter().zip(then).any(|(a, b)| *a && *b);
    !left && now.contains(&true) && then.contains(&true)
}

/// At least one of the two lists is required.
fn nothing_left<T: PartialEq>(now: &[T], require: bool, then: &[T], required: bool) -> bool {
    match (require, required) {
        (true, true) => !now.iter().any(|item| then.contains(item)),
        (true, false) => now.iter().all(|item| then.contains(item)),
        (false, true) => then.iter().all(|item| now.contains(item)),
        (false, false) => false,
    }
}

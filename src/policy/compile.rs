//! Rules to tables: for each value that an operation can touch, the rules that forbid it.

use std::sync::Arc;

use super::bits::{Bits, ROLES};
use super::compiled::{CompiledPolicy, Limits, Tables};
use super::contradictions;
use super::node::{Context, Node, Set};
use super::resolve::Resolver;
use super::rule_set::MOST_RULES;
use super::whole::Whole;
use super::{Limit, Policy, PolicyError, Rule, RuleIndex};
use crate::code::Country;
use crate::network::{Conveyance, Mode, Validity};
use crate::quantity::Money;
use crate::scenario::World;

/// How many values of each kind a world has.
pub(super) struct Sizes {
    pub(super) operators: usize,
    pub(super) places: usize,
    pub(super) crossings: usize,
    pub(super) links: usize,
    pub(super) lines: usize,
    pub(super) services: usize,
}

pub(super) fn compile(policy: &Policy, world: &World) -> Result<CompiledPolicy, PolicyError> {
    let network = world.network();
    let closures: Vec<_> = world.transit_closures().collect();
    let count = policy.rules().len() + closures.len();
    if count > MOST_RULES {
        return Err(PolicyError::TooManyRules {
            count,
            most: MOST_RULES,
        });
    }
    policy.check_depth()?;
    let (size, most) = (policy.size(), Policy::MOST_NAMES);
    if size > most {
        return Err(PolicyError::TooLarge { size, most });
    }
    for (position, named) in policy.rules().iter().enumerate() {
        Validity::new(named.valid_from(), named.valid_to()).map_err(|dates| {
            let at = policy.location(position);
            PolicyError::Reversed { at, dates }
        })?;
        if let Rule::Limit(Limit::Usd(most)) = named.rule()
            && *most < Money::ZERO
        {
            return Err(PolicyError::NegativeLimit {
                at: policy.location(position),
            });
        }
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
    let mut whole = Whole::default();
    for (position, named) in policy.rules().iter().enumerate() {
        resolver.rule = position;
        nodes.push(resolver.rule(named.rule())?);
        let index = RuleIndex::new(position).expect("counted above");
        if !named.holds_on(world.day()) {
            resting |= 1 << position;
        } else if let Rule::Limit(limit) = named.rule() {
            limits.tighten(*limit, index);
            stated_limits.push((*limit, index));
        } else {
            whole.note(named.rule(), index, &resolver)?;
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
    // What is used at least once has a node that says what forbids it, and forbids nothing.
    let uses = policy.rules().iter().enumerate();
    let uses = uses.filter(|(_, named)| matches!(named.rule(), Rule::Use(_) | Rule::UseOnce(_)));
    let uses = uses.fold(0, |uses, (position, _)| uses | 1_u128 << position);
    contradictions::refuse(policy, &nodes, resting | uses, &sizes)?;
    nodes.extend(
        closures
            .iter()
            .map(|(closure, _)| Some(Node::Transit(closure.country))),
    );
    let mut tables = Tables::default();
    for (position, node) in nodes.iter().enumerate() {
        if let Some(node) = node
            && (resting | uses) >> position & 1 == 0
        {
            enter(&mut tables, node, position, &sizes);
        }
    }
    whole.refuse_excluded(policy, &nodes, &tables, world)?;
    let mut marks = Tables::default();
    for (position, node) in nodes.iter().enumerate() {
        if let Some(node) = node
            && whole.uses >> position & 1 == 1
        {
            enter(&mut marks, node, position, &sizes);
        }
    }
    let mut homes: Vec<_> = network.places().collect();
    homes.sort_unstable_by_key(|(id, _)| *id);
    let labels = policy.rules().iter().map(|rule| rule.shared_name().clone());
    let changes = closures.iter().map(|(_, change)| change.name());
    Ok(CompiledPolicy {
        tables: Arc::new(tables),
        marks: Arc::new(marks),
        uses: whole.uses,
        once: whole.once,
        via: whole.via.map(|(rule, places)| (rule, places.into())),
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
    if node.tells_wholes_apart() {
        tables.wholes |= 1 << rule;
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
                operators,
                roles,
                must,
                ..
            } => {
                if must.contains(&true) {
                    tables.must_act.push((*roles, *must, 1 << rule));
                }
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
            Set::Conveyance(conveyances) => {
                for conveyance in conveyances.iter().chain([&Conveyance::Terminal]) {
                    if !tables
                        .conveyances
                        .iter()
                        .any(|(known, _)| known == conveyance)
                    {
                        let others = if *conveyance == Conveyance::Terminal {
                            0
                        } else {
                            tables.other_conveyances
                        };
                        tables.conveyances.push((*conveyance, others));
                    }
                }
                for (conveyance, rules) in &mut tables.conveyances {
                    let standing = require && *conveyance == Conveyance::Terminal;
                    if conveyances.contains(conveyance) != require && !standing {
                        *rules |= 1 << rule;
                    }
                }
                if require {
                    tables.other_conveyances |= 1 << rule;
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
            // worked out per operation
            Set::RunBy { .. }
            | Set::Business { .. }
            | Set::Along { .. }
            | Set::Passage(_)
            | Set::BorderControl(_) => {}
        }
    }
}

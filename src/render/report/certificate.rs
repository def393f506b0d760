//! What was checked, rule by rule.

use super::owners::name;
use super::section::{Block, Cell, Section, Table};
use super::words::named;
use crate::route::{OperatorCheck, Route, RuleCheck};
use crate::scenario::World;

/// The certificate of a route that has one.
pub(super) fn section(world: &World, index: usize, route: &Route) -> Option<Section> {
    let found = route.certificate.as_ref()?;
    let policy = if found.policy.is_empty() {
        "without a name"
    } else {
        &found.policy
    };
    let mut section =
        Section::new(format!("{}: what was checked", named(index))).with(Block::text(format!(
            "All {} steps were checked against the records for {} under the policy {policy}.",
            found.steps, found.day
        )));
    if found.rules.is_empty() {
        return Some(section.with(Block::text("The policy has no rule.")));
    }
    let rows = found.rules.iter().map(|check| {
        [
            Cell::text(check.rule.name.to_string()),
            Cell::text(check.stated.to_string()),
            Cell::number(check.operations.to_string()),
        ]
    });
    section = section.with(
        Table::new(
            "Rules that held",
            ["Rule", "What it says", "Operations it concerned"],
        )
        .rows(rows),
    );
    let details = found.rules.iter().filter_map(|check| details(world, check));
    Some(section.with_all(details))
}

/// What a rule was held against.
fn details(world: &World, check: &RuleCheck) -> Option<Block> {
    let mut items = Vec::new();
    let mut list = |what: &str, of: Vec<String>| {
        if !of.is_empty() {
            items.push(format!("{what}: {}", of.join(", ")));
        }
    };
    let texts = |items: &[crate::code::Country]| items.iter().map(ToString::to_string).collect();
    list("Countries entered", texts(&check.countries));
    let borders = check.borders.iter();
    let borders = borders.map(|(from, to)| format!("{from} to {to}"));
    list("Borders crossed", borders.collect());
    list("Flags", texts(&check.flags));
    let strings = |names: &[crate::code::Name]| names.iter().map(ToString::to_string).collect();
    list("Places called at", strings(&check.places));
    list(
        "Services whose vessel has no recorded flag",
        strings(&check.unknown_flags),
    );
    let members = check.members.iter().map(|member| {
        let (consortium, member) = (&member.consortium, &member.member);
        format!("{} in {}", name(world, member), name(world, consortium))
    });
    list("Members", members.collect());
    list(
        "Kept by",
        check.met.iter().map(ToString::to_string).collect(),
    );
    let has_owners = check
        .operators
        .iter()
        .any(|operator| !operator.owners.is_empty());
    if !has_owners {
        let names = check.operators.iter();
        let names = names.map(|operator| name(world, &operator.operator));
        list("Operators looked at", names.collect());
    }
    let mut blocks = Vec::new();
    if !items.is_empty() {
        blocks.push(Block::List(items));
    }
    if has_owners {
        let rows = check.operators.iter().map(|operator| {
            [
                Cell::text(name(world, &operator.operator)),
                Cell::text(holders(world, operator)),
            ]
        });
        blocks.push(
            Table::new(
                "Operators looked at",
                ["Operator", "Largest holder, its largest holder, and so on"],
            )
            .rows(rows)
            .into(),
        );
    }
    (!blocks.is_empty()).then(|| Block::Details {
        summary: format!("What `{}` was held against", check.rule.name),
        blocks,
    })
}

fn holders(world: &World, check: &OperatorCheck) -> String {
    let holders = check
        .owners
        .iter()
        .map(|held| format!("{} {}", held.share, name(world, &held.owner)));
    holders.collect::<Vec<_>>().join(", held by ")
}

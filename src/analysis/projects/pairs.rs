//! Which projects are worth more together, and which less.

use super::Project;
use super::answer::Pair;
use super::parts::Set;
use super::worth::Worth;
use crate::quantity::Money;

/// Pairs that differ together from each alone, by themselves or beside all others.
pub(super) fn pairs(worth: &Worth, all: Set, projects: &[Project]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (at, one) in projects.iter().enumerate() {
        for (and, other) in projects.iter().enumerate().skip(at + 1) {
            if let Some(pair) = pair(worth, all, (at, one), (and, other)) {
                let differs = |by: Option<Money>| by.is_some_and(|by| by != Money::ZERO);
                if differs(Some(pair.synergy())) || differs(pair.synergy_with_all()) {
                    pairs.push(pair);
                }
            }
        }
    }
    // Of as much, as the projects were given.
    pairs.sort_by_key(|pair| {
        let size = |by: Money| by.as_cents().unsigned_abs();
        let beside = pair.synergy_with_all().map_or(0, size);
        std::cmp::Reverse(size(pair.synergy()).max(beside))
    });
    pairs
}

/// Nothing where both cannot be built together.
fn pair(
    worth: &Worth,
    all: Set,
    (at, one): (usize, &Project),
    (and, other): (usize, &Project),
) -> Option<Pair> {
    let (first, second): (Set, Set) = (1 << at, 1 << and);
    let rest = all & !first & !second;
    let with_all = || {
        let with = worth.saved(all)? - worth.saved(rest | second)?;
        let without = worth.saved(rest | first)? - worth.saved(rest)?;
        Some((with, without))
    };
    Some(Pair {
        one: one.name.clone(),
        other: other.name.clone(),
        one_alone: worth.saved(first)?,
        other_alone: worth.saved(second)?,
        together: worth.saved(first | second)?,
        one_with_all: with_all(),
    })
}

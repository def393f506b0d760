//! What changes say of things, and which of them agree.

use std::collections::BTreeMap;

use super::ChangeIndex;

/// A change of one thing wins over a change of its group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    Group,
    One,
}

pub(super) struct Claims<K, V> {
    by_thing: BTreeMap<(K, Precedence), (V, ChangeIndex)>,
}

impl<K: Ord + Copy, V: PartialEq + Copy> Claims<K, V> {
    pub(super) fn new() -> Self {
        Self {
            by_thing: BTreeMap::new(),
        }
    }

    /// The earlier change that says otherwise with equal precedence.
    pub(super) fn claim(
        &mut self,
        thing: K,
        precedence: Precedence,
        value: V,
        by: ChangeIndex,
    ) -> Result<(), ChangeIndex> {
        let (said, first) = *self
            .by_thing
            .entry((thing, precedence))
            .or_insert((value, by));
        if said == value { Ok(()) } else { Err(first) }
    }

    pub(super) fn settled(self) -> BTreeMap<K, (V, ChangeIndex)> {
        // Groups come first, so what is said of the one thing replaces them.
        self.by_thing
            .into_iter()
            .map(|((thing, _), said)| (thing, said))
            .collect()
    }
}

/// What is said of scopes that may overlap; what names more wins.
pub(super) struct Scoped<K, V> {
    said: Vec<(K, V, ChangeIndex)>,
}

/// What a change speaks of, where several may fit.
pub(super) trait Scope: Copy {
    /// What names more has a higher rank.
    type Rank: Ord;
    fn rank(&self) -> Self::Rank;
    /// Whether something fits both.
    fn overlaps(&self, other: &Self) -> bool;
}

impl<K: Scope, V: PartialEq + Copy> Scoped<K, V> {
    pub(super) const fn new() -> Self {
        Self { said: Vec::new() }
    }

    /// The earlier change that says otherwise of something with equal rank.
    pub(super) fn claim(&mut self, scope: K, value: V, by: ChangeIndex) -> Result<(), ChangeIndex> {
        let other = self.said.iter().find(|(other, said, _)| {
            other.rank() == scope.rank() && *said != value && other.overlaps(&scope)
        });
        if let Some((_, _, other)) = other {
            return Err(*other);
        }
        self.said.push((scope, value, by));
        Ok(())
    }

    pub(super) fn settled(self) -> Vec<(K, V)> {
        let said = self.said.into_iter();
        said.map(|(scope, value, _)| (scope, value)).collect()
    }
}

pub(super) fn overlaps<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

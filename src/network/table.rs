use std::sync::OnceLock;

use super::Origin;
use super::index::Index;

/// A record that a table keeps under a unique code.
pub(crate) trait Coded {
    const WHAT: &'static str;
    /// The column that holds the code, where one does.
    const COLUMN: Option<&'static str>;
    fn code(&self) -> &str;
    fn origin(&self) -> &Origin;
}

macro_rules! coded {
    ($($name:ty, $what:literal, $code:ident, $column:expr);+ $(;)?) => {$(
        impl Coded for $name {
            const WHAT: &'static str = $what;
            const COLUMN: Option<&'static str> = $column;
            fn code(&self) -> &str {
                self.$code.as_ref()
            }
            fn origin(&self) -> &Origin {
                &self.provenance.origin
            }
        }
    )+};
}

coded! {
    super::BorderCrossing, "border crossing", code, Some("code");
    super::Link, "link", id, Some("id");
    super::Line, "line", id, Some("id");
    super::Operator, "operator", id, Some("id");
    super::Owner, "owner", id, Some("id");
    super::Service, "service", id, Some("id");
    super::ThroughRate, "through rate", id, Some("id");
    super::Tariff, "tariff", id, None;
    super::Project, "project", id, Some("id");
}

impl Coded for super::Place {
    const WHAT: &'static str = "place";
    const COLUMN: Option<&'static str> = Some("code");
    fn code(&self) -> &str {
        self.code.as_str()
    }
    fn origin(&self) -> &Origin {
        &self.provenance.origin
    }
}

impl Coded for super::Source {
    const WHAT: &'static str = "source";
    const COLUMN: Option<&'static str> = Some("id");
    fn code(&self) -> &str {
        &self.id
    }
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

/// Records by index, by code, and in the order of their codes, which does not depend on the order
/// of insertion.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    items: Vec<T>,
    order: Vec<u32>,
    /// Made when a code is first looked up.
    by_code: OnceLock<Index>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            order: Vec::new(),
            by_code: OnceLock::new(),
        }
    }
}

impl<T> From<Vec<T>> for Table<T> {
    fn from(items: Vec<T>) -> Self {
        Self {
            items,
            ..Self::default()
        }
    }
}

impl<T> Table<T> {
    /// In the order of insertion.
    pub(crate) fn raw(&self) -> &[T] {
        &self.items
    }

    /// In the order of insertion.
    pub(super) fn raw_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl<T: Coded> Table<T> {
    pub(crate) fn push(&mut self, item: T) -> usize {
        self.index();
        let index = self.items.len();
        self.items.push(item);
        if let Some(known) = self.by_code.get_mut() {
            known.insert(index, |at| self.items[at].code());
        }
        index
    }

    fn index(&self) -> &Index {
        let items = &self.items;
        self.by_code
            .get_or_init(|| Index::of(items.len(), |at| items[at].code()))
    }

    pub(crate) fn seal(&mut self) {
        let mut order: Vec<u32> = (0..self.items.len() as u32).collect();
        order.sort_by(|a, b| {
            self.items[*a as usize]
                .code()
                .cmp(self.items[*b as usize].code())
        });
        self.order = order;
    }

    pub(crate) fn find(&self, code: &str) -> Option<usize> {
        self.index().find(code, |at| self.items[at].code())
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        self.items.get(index)
    }

    pub(crate) fn at(&self, index: usize) -> &T {
        &self.items[index]
    }

    pub(crate) fn at_mut(&mut self, index: usize) -> &mut T {
        &mut self.items[index]
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// In the order of codes.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (usize, &T)> + '_ {
        self.order
            .iter()
            .map(|index| (*index as usize, &self.items[*index as usize]))
    }

    /// The code nearest to `code`, if one is near.
    pub(crate) fn nearest(&self, code: &str) -> Option<String> {
        nearest(code, self.items.iter().map(Coded::code))
    }
}

/// The bytes of the longest text that the nearest name is looked for; nobody mistypes a longer one.
const LONGEST_MISTYPED: usize = 100;

/// A word that was perhaps meant, at the end of a sentence; nothing without one.
pub(crate) fn did_you_mean(nearest: Option<&String>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// The candidate most similar to `text`, if one is similar; ties go to the first in order.
pub(crate) fn nearest<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let short = |text: &str| text.len() <= LONGEST_MISTYPED;
    let mut best: Option<(f64, &str)> = None;
    let candidates = candidates.into_iter();
    for candidate in candidates.filter(|name| short(text) && short(name)) {
        let score = strsim::jaro_winkler(text, candidate);
        let better = best.is_none_or(|(top, name)| {
            score > top || (score - top).abs() < f64::EPSILON && candidate < name
        });
        if score > 0.75 && better {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

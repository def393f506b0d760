//! Rules nested as deep as somebody nested them: looked through, copied, compared, printed, written
//! and dropped without a call per level, so that none of it runs out of stack.

use std::{fmt, mem, slice};

use serde::ser::{Error, Serialize, Serializer};

use super::Rule;

impl Rule {
    /// The rules that it combines.
    fn parts(&self) -> &[Self] {
        match self {
            Self::All(rules) | Self::Any(rules) => rules,
            Self::Not(rule) => slice::from_ref(rule),
            Self::Exclude(_)
            | Self::Require(_)
            | Self::Limit(_)
            | Self::Use(_)
            | Self::UseOnce(_)
            | Self::Via(_) => &[],
        }
    }

    /// Whether it is nested deeper than is accepted.
    pub(crate) fn is_too_deep(&self) -> bool {
        let (mut level, mut depth) = (self.parts().iter().collect::<Vec<_>>(), 1);
        while !level.is_empty() && depth < Self::MOST_DEPTH {
            level = level.into_iter().flat_map(Self::parts).collect();
            depth += 1;
        }
        !level.is_empty()
    }

    /// How many rules, names, countries and pairs it is made of.
    pub(crate) fn size(&self) -> usize {
        let (mut size, mut open) = (0, vec![self]);
        while let Some(rule) = open.pop() {
            size += 1;
            match rule {
                Self::Exclude(subject)
                | Self::Require(subject)
                | Self::Use(subject)
                | Self::UseOnce(subject) => size += subject.size(),
                Self::Via(places) => size += places.len(),
                Self::Limit(_) => {}
                Self::All(_) | Self::Any(_) | Self::Not(_) => open.extend(rule.parts()),
            }
        }
        size
    }

    /// A copy, the last of these being the copies of its parts.
    fn copied(&self, copies: &mut Vec<Self>) -> Self {
        let mut parts = copies.split_off(copies.len() - self.parts().len());
        match self {
            Self::Exclude(subject) => Self::Exclude(subject.clone()),
            Self::Require(subject) => Self::Require(subject.clone()),
            Self::Limit(limit) => Self::Limit(*limit),
            Self::Use(subject) => Self::Use(subject.clone()),
            Self::UseOnce(subject) => Self::UseOnce(subject.clone()),
            Self::Via(places) => Self::Via(places.clone()),
            Self::All(_) => Self::All(parts),
            Self::Any(_) => Self::Any(parts),
            Self::Not(_) => Self::Not(Box::new(parts.remove(0))),
        }
    }

    /// Takes out the parts that have parts.
    fn take_apart(&mut self, open: &mut Vec<Self>) {
        let nested = |rule: &Self| !rule.parts().is_empty();
        match self {
            Self::All(rules) | Self::Any(rules) if rules.iter().any(nested) => open.append(rules),
            Self::Not(rule) if nested(rule) => {
                open.push(mem::replace(&mut **rule, Self::All(Vec::new())));
            }
            _ => {}
        }
    }

    /// What is printed of it below `depth` others.
    fn below(&self, depth: usize) -> impl fmt::Debug {
        fmt::from_fn(move |f| self.print(depth, f))
    }

    fn print(&self, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if depth >= Self::MOST_DEPTH {
            return f.write_str("…");
        }
        let group = |f: &mut fmt::Formatter<'_>, name: &str, rules: &[Self]| {
            let parts: Vec<_> = rules.iter().map(|rule| rule.below(depth + 1)).collect();
            f.debug_tuple(name).field(&parts).finish()
        };
        match self {
            Self::Exclude(subject) => f.debug_tuple("Exclude").field(subject).finish(),
            Self::Require(subject) => f.debug_tuple("Require").field(subject).finish(),
            Self::Limit(limit) => f.debug_tuple("Limit").field(limit).finish(),
            Self::Use(subject) => f.debug_tuple("Use").field(subject).finish(),
            Self::UseOnce(subject) => f.debug_tuple("UseOnce").field(subject).finish(),
            Self::Via(places) => f.debug_tuple("Via").field(places).finish(),
            Self::All(rules) => group(f, "All", rules),
            Self::Any(rules) => group(f, "Any", rules),
            Self::Not(rule) => f.debug_tuple("Not").field(&rule.below(depth + 1)).finish(),
        }
    }
}

impl Drop for Rule {
    fn drop(&mut self) {
        let mut open = Vec::new();
        self.take_apart(&mut open);
        while let Some(mut rule) = open.pop() {
            rule.take_apart(&mut open);
        }
    }
}

impl Clone for Rule {
    fn clone(&self) -> Self {
        // Each before its parts, the last part first: backwards, parts come in order and before
        // what combines them.
        let (mut order, mut open) = (Vec::new(), self.parts().iter().collect::<Vec<_>>());
        while let Some(rule) = open.pop() {
            order.push(rule);
            open.extend(rule.parts());
        }
        let mut copies = Vec::new();
        for rule in order.into_iter().rev() {
            let copy = rule.copied(&mut copies);
            copies.push(copy);
        }
        self.copied(&mut copies)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        let mut open = vec![(self, other)];
        while let Some(pair) = open.pop() {
            let alike = match pair {
                (Self::Exclude(one), Self::Exclude(two))
                | (Self::Require(one), Self::Require(two))
                | (Self::Use(one), Self::Use(two))
                | (Self::UseOnce(one), Self::UseOnce(two)) => one == two,
                (Self::Via(one), Self::Via(two)) => one == two,
                (Self::Limit(one), Self::Limit(two)) => one == two,
                (Self::All(one), Self::All(two)) | (Self::Any(one), Self::Any(two)) => {
                    one.len() == two.len()
                }
                (Self::Not(_), Self::Not(_)) => true,
                _ => false,
            };
            if !alike {
                return false;
            }
            open.extend(pair.0.parts().iter().zip(pair.1.parts()));
        }
        true
    }
}

impl Eq for Rule {}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(0, f)
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.is_too_deep() {
            let most = Self::MOST_DEPTH;
            let reason = format!("a rule is nested deeper than {most} levels; write it flatter");
            return Err(S::Error::custom(reason));
        }
        match self {
            Self::Exclude(of) => to.serialize_newtype_variant("Rule", 0, "exclude", of),
            Self::Require(of) => to.serialize_newtype_variant("Rule", 1, "require", of),
            Self::Limit(limit) => to.serialize_newtype_variant("Rule", 2, "limit", limit),
            Self::All(rules) => to.serialize_newtype_variant("Rule", 3, "all", rules),
            Self::Any(rules) => to.serialize_newtype_variant("Rule", 4, "any", rules),
            Self::Not(rule) => to.serialize_newtype_variant("Rule", 5, "not", rule),
            Self::Use(of) => to.serialize_newtype_variant("Rule", 6, "use", of),
            Self::Via(places) => to.serialize_newtype_variant("Rule", 7, "via", places),
            Self::UseOnce(of) => to.serialize_newtype_variant("Rule", 8, "use_once", of),
        }
    }
}

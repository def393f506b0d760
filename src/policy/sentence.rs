//! Rules as sentences.

use std::fmt::{self, Display, Formatter};

use super::{Amount, Limit, Rule, Subject};
use crate::code::Country;
use crate::network::Role;

fn list<T: Display>(f: &mut Formatter<'_>, items: impl IntoIterator<Item = T>) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

fn roles(f: &mut Formatter<'_>, roles: &[Role]) -> fmt::Result {
    if roles.is_empty() {
        return Ok(());
    }
    f.write_str(" as ")?;
    list(f, roles.iter().map(|role| role.as_str().replace('_', " ")))
}

/// `of RU, BY or RZD`: countries and names together.
fn of<T: Display, U: Display>(f: &mut Formatter<'_>, first: &[T], then: &[U]) -> fmt::Result {
    list(f, first)?;
    if !first.is_empty() && !then.is_empty() {
        f.write_str(" or ")?;
    }
    list(f, then)
}

fn within(f: &mut Formatter<'_>, countries: &[Country]) -> fmt::Result {
    if countries.is_empty() {
        return Ok(());
    }
    f.write_str(" in ")?;
    list(f, countries)
}

impl Display for Subject {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Territory { countries } => {
                f.write_str("the territory of ")?;
                list(f, countries)
            }
            Self::Border { pairs } => {
                f.write_str("the border from ")?;
                list(
                    f,
                    pairs.iter().map(|[from, to]| format!("{from} into {to}")),
                )
            }
            Self::Crossing { crossings } => {
                f.write_str("border crossing ")?;
                list(f, crossings)
            }
            Self::Operator {
                operators,
                roles: only,
            } => {
                f.write_str("operator ")?;
                list(f, operators)?;
                roles(f, only)
            }
            Self::Domicile {
                countries,
                roles: only,
            } => {
                f.write_str("operators domiciled in ")?;
                list(f, countries)?;
                roles(f, only)
            }
            Self::Owner {
                countries,
                owners,
                method,
                roles: only,
            } => {
                f.write_str("operators owned by ")?;
                let countries: Vec<String> = countries
                    .iter()
                    .map(|country| format!("parties of {country}"))
                    .collect();
                of(f, &countries, owners)?;
                write!(f, " ({method})")?;
                roles(f, only)
            }
            Self::Member { countries, members } => {
                f.write_str("the business of consortia with a member from ")?;
                of(f, countries, members)?;
                f.write_str(" as far as theirs or such a member's")
            }
            Self::Consortium {
                consortium,
                countries,
                roles: only,
            } => {
                write!(f, "the business of {consortium}")?;
                within(f, countries)?;
                roles(f, only)
            }
            Self::MemberOf {
                consortium,
                roles: only,
            } => {
                write!(f, "members of {consortium}")?;
                roles(f, only)
            }
            Self::Along {
                lines,
                consortia,
                countries,
            } => {
                f.write_str("moves by land along ")?;
                let consortia: Vec<String> = consortia
                    .iter()
                    .map(|consortium| format!("the lines of {consortium}"))
                    .collect();
                of(f, lines, &consortia)?;
                within(f, countries)
            }
            Self::Call { countries, places } => {
                f.write_str("calls at ")?;
                let countries: Vec<String> = countries
                    .iter()
                    .map(|country| format!("places in {country}"))
                    .collect();
                of(f, &countries, places)
            }
            Self::Flag { countries } => {
                f.write_str("vessels under the flag of ")?;
                list(f, countries)
            }
            Self::Mode { modes } => {
                f.write_str("mode ")?;
                list(f, modes)
            }
            Self::Conveyance { conveyances } => {
                f.write_str("conveyance ")?;
                list(f, conveyances)
            }
            Self::GaugeChange => f.write_str("gauge changes"),
            Self::BorderControl => f.write_str("border controls"),
            Self::Passage { passages } => {
                f.write_str("passage ")?;
                list(f, passages)
            }
            Self::Link { links } => {
                f.write_str("link ")?;
                list(f, links)
            }
            Self::Line { lines } => {
                f.write_str("line ")?;
                list(f, lines)
            }
            Self::Service { services } => {
                f.write_str("service ")?;
                list(f, services)
            }
        }
    }
}

impl Display for Limit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transhipments(most) => write!(f, "at most {most} transhipments"),
            Self::GaugeChanges(most) => write!(f, "at most {most} gauge changes"),
            Self::Borders(most) => write!(f, "at most {most} borders"),
            Self::ControlledBorders(most) => write!(f, "at most {most} controlled borders"),
            Self::Hours(most) => write!(f, "at most {most}"),
            Self::Usd(most) => write!(f, "at most {most}"),
        }
    }
}

impl Display for Amount {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transhipments(found) => write!(f, "{found} transhipments"),
            Self::GaugeChanges(found) => write!(f, "{found} gauge changes"),
            Self::Borders(found) => write!(f, "{found} borders"),
            Self::ControlledBorders(found) => write!(f, "{found} controlled borders"),
            Self::Duration(found) => found.fmt(f),
            Self::Cost(found) => found.fmt(f),
        }
    }
}

/// A rule below `depth` others.
fn sentence(rule: &Rule, depth: usize, f: &mut Formatter<'_>) -> fmt::Result {
    if depth >= Rule::MOST_DEPTH {
        return f.write_str("…");
    }
    let group = |f: &mut Formatter<'_>, rules: &[Rule], word: &str| {
        f.write_str("(")?;
        for (index, rule) in rules.iter().enumerate() {
            if index > 0 {
                write!(f, " {word} ")?;
            }
            sentence(rule, depth + 1, f)?;
        }
        f.write_str(")")
    };
    match rule {
        Rule::Exclude(subject) => write!(f, "without {subject}"),
        Rule::Require(subject) => write!(f, "only {subject}"),
        Rule::Limit(limit) => limit.fmt(f),
        Rule::Use(subject) => write!(f, "must use {subject}"),
        Rule::UseOnce(subject) => write!(f, "must use {subject} exactly once"),
        Rule::Via(places) => {
            f.write_str("via ")?;
            for (index, place) in places.iter().enumerate() {
                write!(f, "{}{place}", if index > 0 { ", then " } else { "" })?;
            }
            Ok(())
        }
        Rule::All(rules) => group(f, rules, "and"),
        Rule::Any(rules) => group(f, rules, "or"),
        Rule::Not(rule) => {
            f.write_str("not ")?;
            sentence(rule, depth + 1, f)
        }
    }
}

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        sentence(self, 0, f)
    }
}

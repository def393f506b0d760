//! What rules cost, in words.

use std::fmt;

use super::{Effect, GroupPrice, RulePrice, RulePrices, Unshared};
use crate::metric::ObjectiveDifference;
use crate::policy::RuleRef;
use crate::quantity::{Difference, Money};

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Free => f.write_str("costs nothing"),
            Self::Costs(more) => more.fmt(f),
            Self::Decides(route) => write!(
                f,
                "decides: without it {}, {}, {}",
                route.distance(),
                route.duration(),
                route.cost()
            ),
            Self::Nothing => f.write_str("no route with it or without it"),
        }
    }
}

impl fmt::Display for RulePrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.effect)
    }
}

impl fmt::Display for GroupPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} together: {}", Names(&self.rules), self.effect)
    }
}

fn is_nothing(share: ObjectiveDifference) -> bool {
    match share {
        ObjectiveDifference::Distance(more) => more == Difference::ZERO,
        ObjectiveDifference::Duration(more) => more == Difference::ZERO,
        ObjectiveDifference::Money(more) => more == Money::ZERO,
        ObjectiveDifference::Emissions(more) => more == Difference::ZERO,
        ObjectiveDifference::Units(more) => more == 0,
    }
}

/// `one`, `two` and `three`.
struct Names<'a>(&'a [RuleRef]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, rule) in self.0.iter().enumerate() {
            let joint = match at {
                0 => "",
                _ if at + 1 == self.0.len() => " and ",
                _ => ", ",
            };
            write!(f, "{joint}`{rule}`")?;
        }
        Ok(())
    }
}

impl fmt::Display for Unshared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRoute => f.write_str("no shares: there is no route under all rules"),
            Self::TooManyRules { most } => write!(
                f,
                "no shares: more than {most} rules change the best route; ask about fewer of them"
            ),
            Self::TooManySearches { most } => write!(
                f,
                "no shares: they take more than {most} searches; raise `QueryBounds::rule_searches`, or ask about \
                 fewer rules"
            ),
            Self::TooLarge => {
                f.write_str("no shares: the amounts are too large; weigh in a larger unit")
            }
        }
    }
}

/// Each rule, the groups that say more than their parts, and the share of each rule that has one.
impl fmt::Display for RulePrices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, price) in self.rules.iter().enumerate() {
            let line = if at == 0 { "" } else { "\n" };
            write!(f, "{line}{price}")?;
        }
        for group in self.surprising() {
            write!(f, "\n{group}")?;
        }
        if !self.is_complete {
            f.write_str("\nmore groups were not looked at")?;
        }
        let shares = match self.shares() {
            Ok(shares) => shares,
            // Each rule and group has said so.
            Err(Unshared::NoRoute) => return Ok(()),
            Err(why) => return write!(f, "\n{why}"),
        };
        let due = shares.iter().filter(|share| !is_nothing(share.share));
        for (at, share) in due.enumerate() {
            if let (0, Some(total)) = (at, self.total) {
                write!(f, "\nof {total} for all rules are due to")?;
            }
            write!(f, "\n  {}: {}", share.rule, share.share)?;
        }
        Ok(())
    }
}

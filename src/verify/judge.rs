//! Rules worked out as they are written, name by name.

use super::rulebook::{Entry, Holders, Kind, Known};
use super::touch::Touch;
use crate::network::{Network, OperatorId, Party};
use crate::policy::{Finding, Rule, Subject};
use crate::quantity::Share;
use crate::route::{OperatorCheck, OwnerCheck};

pub(super) enum Outcome {
    NotConcerned,
    Held,
    Broken(Box<Finding>),
}

/// One rule in a world.
pub(super) struct Judge<'w> {
    pub(super) entry: &'w Entry,
    pub(super) network: &'w Network,
    pub(super) holders: &'w Holders,
}

impl Judge<'_> {
    pub(super) fn known(&self, subject: &Subject) -> Option<&Known> {
        self.entry.known(subject)
    }

    pub(super) fn speaks_of(&self, kind: Kind) -> bool {
        self.entry.speaks_of(kind)
    }

    /// An operator, with the largest chain of holders above it where the rule asks for owners.
    pub(super) fn owners(&self, operator: OperatorId) -> OperatorCheck {
        let id = |party| match party {
            Party::Operator(id) => self.network.operator_at(id).id.clone(),
            Party::Owner(id) => self.network.owner_at(id).id.clone(),
        };
        let mut at = Party::Operator(operator);
        let mut check = OperatorCheck {
            operator: id(at),
            owners: Vec::new(),
        };
        if !self.entry.speaks_of(Kind::Owners) {
            return check;
        }
        let mut seen = vec![at];
        while let Some((holder, share)) = self.largest_holder(at, &seen) {
            at = holder;
            check.owners.push(OwnerCheck {
                owner: id(at),
                share,
            });
            seen.push(at);
        }
        check
    }

    /// The first of those who hold most of a party, these left out.
    fn largest_holder(&self, of: Party, without: &[Party]) -> Option<(Party, Share)> {
        let holders = self.holders.of_party(of);
        let others = holders.filter(|(holder, _)| !without.contains(holder));
        others.reduce(|best, other| if other.1 > best.1 { other } else { best })
    }

    pub(super) fn outcome(&self, touch: &Touch<'_>) -> Outcome {
        self.work_out(&self.entry.rule, touch)
    }

    /// Whether the rule is on what a route uses, at least or exactly once.
    pub(super) fn asks_for_use(&self) -> bool {
        matches!(*self.entry.rule, Rule::Use(_) | Rule::UseOnce(_))
    }

    /// By what an operation is of what the rule asks for: what would be found if it were excluded.
    pub(super) fn used(&self, touch: &Touch<'_>) -> Option<Box<Finding>> {
        let (Rule::Use(subject) | Rule::UseOnce(subject)) = &*self.entry.rule else {
            return None;
        };
        match self.subject(subject, touch, false) {
            Outcome::Broken(finding) => Some(finding),
            Outcome::NotConcerned | Outcome::Held => None,
        }
    }

    fn work_out(&self, rule: &Rule, touch: &Touch<'_>) -> Outcome {
        match rule {
            Rule::Limit(_) | Rule::Use(_) | Rule::UseOnce(_) | Rule::Via(_) => {
                Outcome::NotConcerned
            }
            Rule::Exclude(subject) => self.subject(subject, touch, false),
            Rule::Require(subject) => self.subject(subject, touch, true),
            Rule::Not(rule) => match self.work_out(rule, touch) {
                Outcome::NotConcerned => Outcome::NotConcerned,
                Outcome::Held => Outcome::Broken(Box::new(Finding::Denied {
                    rule: Rule::clone(rule),
                })),
                Outcome::Broken(_) => Outcome::Held,
            },
            Rule::All(rules) => {
                let mut held = false;
                for rule in rules {
                    match self.work_out(rule, touch) {
                        Outcome::NotConcerned => {}
                        Outcome::Held => held = true,
                        broken @ Outcome::Broken(_) => return broken,
                    }
                }
                if held {
                    Outcome::Held
                } else {
                    Outcome::NotConcerned
                }
            }
            Rule::Any(rules) => {
                let mut parts: Vec<Finding> = Vec::new();
                for rule in rules {
                    match self.work_out(rule, touch) {
                        Outcome::NotConcerned => {}
                        Outcome::Held => return Outcome::Held,
                        Outcome::Broken(finding) => parts.push(*finding),
                    }
                }
                match parts.len() {
                    0 => Outcome::NotConcerned,
                    1 => Outcome::Broken(Box::new(parts.remove(0))),
                    _ => Outcome::Broken(Box::new(Finding::Combined { parts })),
                }
            }
        }
    }
}

//! Consortia, their members and their lines to ids.

use std::sync::Arc;

use super::PolicyError;
use super::bits::Bits;
use super::business::{Business, Scope};
use super::node::{BusinessKind, PartyKind, Set};
use super::resolve::{Resolver, countries, must_act, operators_of, roles};
use crate::code::Country;
use crate::network::{OperatorId, Party, PassageId, Role};

impl Resolver<'_, '_> {
    pub(super) fn of_members(
        &self,
        named: &[Country],
        members: &[String],
    ) -> Result<Set, PolicyError> {
        let there = !named.is_empty() || !members.is_empty();
        self.any_of(there, "country or member")?;
        let members: Result<Vec<Party>, _> = members.iter().map(|id| self.party(id)).collect();
        let members = members?;
        let asked = |_: OperatorId, member: Party| {
            members.contains(&member) || named.contains(&self.home(member))
        };
        Ok(Set::Business {
            kind: BusinessKind::Member,
            business: Arc::new(Business::with(self.context.world, asked)),
            scope: Scope {
                countries: None,
                roles: None,
            },
        })
    }

    pub(super) fn of_consortium(
        &self,
        consortium: &str,
        scope: Scope,
        require: bool,
    ) -> Result<Set, PolicyError> {
        let consortium = self.operator(consortium)?;
        let business = Arc::new(Business::of(self.context.world, consortium));
        Ok(if require {
            Set::RunBy {
                consortium,
                business,
                scope,
            }
        } else {
            Set::Business {
                kind: BusinessKind::Consortium(consortium),
                business,
                scope,
            }
        })
    }

    pub(super) fn at_large(
        &self,
        consortium: &str,
        only_roles: &[Role],
        require: bool,
    ) -> Result<Set, PolicyError> {
        let consortium = self.operator(consortium)?;
        let members = self.context.world.members().iter();
        let members = members.filter(|row| row.consortium == consortium);
        let kind = PartyKind::MemberOf(consortium);
        Ok(Set::Party {
            must: must_act(&kind, only_roles, require),
            kind,
            operators: operators_of(members.map(|row| row.member)),
            roles: roles(only_roles, require),
        })
    }

    pub(super) fn passages(&self, named: &[String]) -> Result<Set, PolicyError> {
        let rows = self.context.world.network().passages();
        for name in named {
            if !rows.iter().any(|row| row.name == *name) {
                let names = rows.iter().map(|row| row.name.as_str());
                return Err(self.unknown("passage", name, names));
            }
        }
        let passed = rows.iter().enumerate().filter_map(|(at, row)| {
            let is_named = named.iter().any(|name| row.name == *name);
            Some((row.passing?, PassageId::new(at), is_named))
        });
        Ok(Set::Passage(passed.collect()))
    }

    pub(super) fn along(
        &self,
        lines: &[String],
        consortia: &[String],
        named: &[Country],
    ) -> Result<Set, PolicyError> {
        let world = self.context.world;
        let there = !lines.is_empty() || !consortia.is_empty();
        self.any_of(there, "line or consortium")?;
        let mut found = Bits::default();
        for id in lines {
            found.insert(self.line(id)?.index());
        }
        for id in consortia {
            let consortium = self.operator(id)?;
            for line in Business::of(world, consortium).lines() {
                found.insert(line.index());
            }
            for (line, _) in world.network().lines() {
                if world.manager(line) == Some(consortium) {
                    found.insert(line.index());
                }
            }
        }
        Ok(Set::Along {
            lines: found,
            countries: (!named.is_empty()).then(|| countries(named)),
        })
    }
}

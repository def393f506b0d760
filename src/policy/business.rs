//! What is a consortium's business: what it does or sells itself, and what its members run for it.

use super::bits::{Bits, ROLES};
use super::{BlockReason, OperationAttributes};
use crate::code::Country;
use crate::network::{ConsortiumAsset, LineId, OperatorId, Party, Role};
use crate::scenario::World;

/// Whose business a rule speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Business {
    /// Consortia, by operator: whatever they do counts.
    consortia: Bits,
    /// Member, what it runs, and for which consortium; in canonical order.
    run: Vec<(OperatorId, ConsortiumAsset, OperatorId)>,
    /// Consortium and member, as far as the rule speaks of the member.
    memberships: Vec<(OperatorId, Party)>,
}

/// Where and in which roles a rule speaks of it.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// In these countries only.
    pub(super) countries: Option<Bits>,
    /// In these roles only.
    pub(super) roles: Option<[bool; ROLES]>,
}

impl Scope {
    pub(super) fn is_here(&self, countries: &[Country]) -> bool {
        self.countries
            .as_ref()
            .is_none_or(|here| countries.iter().any(|it| here.contains(it.index())))
    }

    /// Whether it is everywhere and in any role.
    pub(super) fn is_everything(&self) -> bool {
        self.countries.is_none() && self.roles.is_none()
    }

    pub(super) fn has_role(&self, role: Role) -> bool {
        self.roles.is_none_or(|roles| roles[role as usize])
    }
}

impl Business {
    /// Of one consortium and all its members.
    pub(super) fn of(world: &World, consortium: OperatorId) -> Self {
        let mut business = Self::with(world, |of, _| of == consortium);
        business.consortia.insert(consortium.index());
        business
    }

    /// Of the consortia with a member that is asked for, and of these members for them.
    pub(super) fn with(world: &World, asked: impl Fn(OperatorId, Party) -> bool) -> Self {
        let members = world.members().iter();
        let memberships: Vec<_> = members
            .filter(|row| asked(row.consortium, row.member))
            .map(|row| (row.consortium, row.member))
            .collect();
        let run = world.consortium_operations();
        let run = run
            .filter(|row| memberships.contains(&(row.consortium, Party::Operator(row.member))))
            .map(|row| (row.member, row.asset, row.consortium));
        Self {
            consortia: memberships.iter().map(|(of, _)| of.index()).collect(),
            run: run.collect(),
            memberships,
        }
    }

    /// Whether somebody in a role does it for a consortium.
    ///
    /// A service is its operator's to run, who may be a company of the member's.
    pub(super) fn counts(
        &self,
        operator: OperatorId,
        role: Role,
        attributes: &OperationAttributes<'_>,
    ) -> bool {
        let is_run = |(member, asset, _): &(OperatorId, ConsortiumAsset, OperatorId)| match asset {
            ConsortiumAsset::Line(line) => {
                *member == operator && attributes.line == Some(*line) && role != Role::StateAgency
            }
            ConsortiumAsset::Service(service) => {
                let runs = matches!(role, Role::RailwayUndertaking | Role::ShippingLine);
                attributes.service == Some(*service) && runs
            }
            ConsortiumAsset::Terminal(place) => {
                let here = attributes.places.contains(place);
                *member == operator && role == Role::Terminal && here
            }
        };
        self.consortia.contains(operator.index()) || self.run.iter().any(is_run)
    }

    /// Whether the train or through rate of which an operation is a part is the business.
    fn whole(&self, attributes: &OperationAttributes<'_>) -> Option<(OperatorId, Role)> {
        let whole = attributes.whole?;
        let mut run = self.run.iter();
        let listed = run.any(|(_, asset, _)| match asset {
            ConsortiumAsset::Service(service) => whole.service == Some(*service),
            ConsortiumAsset::Line(_) | ConsortiumAsset::Terminal(_) => false,
        });
        (listed || self.consortia.contains(whole.seller.index()))
            .then_some((whole.seller, whole.role))
    }

    /// The first for whom an operation is the business, in the roles of a rule.
    pub(super) fn user(
        &self,
        scope: &Scope,
        attributes: &OperationAttributes<'_>,
    ) -> Option<(OperatorId, Role)> {
        let mut parties = attributes.parties.iter().copied();
        let party = parties.find(|(operator, role)| {
            scope.has_role(*role) && self.counts(*operator, *role, attributes)
        });
        party.or_else(|| {
            self.whole(attributes)
                .filter(|(_, role)| scope.has_role(*role))
        })
    }

    /// What is against an operation of a chain that must be the business of a consortium; whether the
    /// rule concerns it at all.
    pub(super) fn required(
        &self,
        consortium: OperatorId,
        scope: &Scope,
        attributes: &OperationAttributes<'_>,
    ) -> Option<Result<(), BlockReason>> {
        if !scope.is_here(attributes.countries) {
            return None;
        }
        let broken = Some(Err(BlockReason::NotOfConsortium(consortium)));
        let Some(roles) = scope.roles else {
            return match self.user(scope, attributes) {
                _ if !attributes.is_move() => None,
                Some(_) => Some(Ok(())),
                None => broken,
            };
        };
        if attributes.border.is_some() {
            return None;
        }
        if self.whole(attributes).is_some() {
            return Some(Ok(()));
        }
        let own_truck = attributes.is_move() && attributes.carrier.is_some();
        if own_truck && roles[Role::RoadCarrier as usize] {
            return broken;
        }
        let mut concerned = false;
        for (operator, role) in attributes.parties {
            if roles[*role as usize] {
                if !self.counts(*operator, *role, attributes) {
                    return broken;
                }
                concerned = true;
            }
        }
        match attributes.nobody(roles, roles) {
            Some(_) => broken,
            None => concerned.then_some(Ok(())),
        }
    }

    /// The memberships by which somebody counts: those of a consortium as far as the rule speaks of
    /// them, else the operator's own.
    pub(super) fn memberships_of(
        &self,
        operator: OperatorId,
    ) -> impl Iterator<Item = (OperatorId, Party)> + '_ {
        let own = self.consortia.contains(operator.index());
        let rows = self.memberships.iter().copied();
        rows.filter(move |(of, member)| {
            if own {
                *of == operator
            } else {
                *member == Party::Operator(operator)
            }
        })
    }

    /// What somebody runs for a consortium.
    pub(super) fn run_by(
        &self,
        operator: OperatorId,
        consortium: OperatorId,
    ) -> impl Iterator<Item = ConsortiumAsset> + '_ {
        let rows = self.run.iter();
        let rows = rows.filter(move |(member, _, of)| (*member, *of) == (operator, consortium));
        rows.map(|(_, asset, _)| *asset)
    }

    /// Who would have to run or sell something for it to be the business.
    pub(super) fn operators(&self) -> impl Iterator<Item = usize> + '_ {
        let members = self.run.iter().map(|(member, _, _)| member.index());
        self.consortia.iter().chain(members)
    }

    /// The lines that members run.
    pub(super) fn lines(&self) -> impl Iterator<Item = LineId> + '_ {
        self.run.iter().filter_map(|(_, asset, _)| match asset {
            ConsortiumAsset::Line(line) => Some(*line),
            ConsortiumAsset::Service(_) | ConsortiumAsset::Terminal(_) => None,
        })
    }
}

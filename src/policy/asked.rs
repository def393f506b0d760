//! What a rule asks for, wherever in it.

use std::sync::Arc;

use super::business::Business;
use super::node::{Node, PartyKind, Set};
use super::ownership::Counted;
use crate::network::OperatorId;

impl Node {
    /// The leaves of a rule that is broken exactly when one of them is, so that each value can be
    /// judged by itself.
    pub(super) fn leaves(&self) -> Option<Vec<(bool, &Set)>> {
        match self {
            Self::Leaf {
                set:
                    Set::RunBy { .. }
                    | Set::Business { .. }
                    | Set::Along { .. }
                    | Set::Passage(_)
                    | Set::BorderControl(_),
                ..
            }
            | Self::Any(_)
            | Self::Not(_)
            | Self::Transit(_) => None,
            Self::Leaf { require, set } => Some(vec![(*require, set)]),
            Self::All(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(Self::leaves).collect();
                Some(parts?.into_iter().flatten().collect())
            }
        }
    }

    /// The business by which an operator counts, where the rule asks for business.
    pub(super) fn business_of(&self, operator: OperatorId) -> Option<&Arc<Business>> {
        match self {
            Self::Leaf {
                set: Set::Business { business, .. },
                ..
            } => {
                let mut memberships = business.memberships_of(operator);
                memberships.next().map(|_| business)
            }
            Self::Leaf { .. } | Self::Transit(_) => None,
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().find_map(|part| part.business_of(operator))
            }
            Self::Not(part) => part.business_of(operator),
        }
    }

    /// Whether a part of a train or through rate may be judged otherwise than the same by itself.
    pub(super) fn tells_wholes_apart(&self) -> bool {
        match self {
            Self::Leaf { set, .. } => {
                matches!(set, Set::Business { .. } | Set::RunBy { .. })
            }
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::tells_wholes_apart),
            Self::Not(part) => part.tells_wholes_apart(),
            Self::Transit(_) => false,
        }
    }

    /// The consortium of which members are asked for.
    pub(super) fn members_of(&self) -> Option<OperatorId> {
        match self {
            Self::Leaf {
                set:
                    Set::Party {
                        kind: PartyKind::MemberOf(consortium),
                        ..
                    },
                ..
            } => Some(*consortium),
            Self::Leaf { .. } | Self::Transit(_) => None,
            Self::All(parts) | Self::Any(parts) => parts.iter().find_map(Self::members_of),
            Self::Not(part) => part.members_of(),
        }
    }

    /// The owners behind an operator, where the rule asks for owners.
    pub(super) fn owners_of(&self, operator: OperatorId) -> Option<&Arc<Counted>> {
        match self {
            Self::Leaf { set, .. } => match set {
                Set::Party {
                    kind: PartyKind::Owner(counted),
                    ..
                } if set.has_party(operator) => Some(counted),
                _ => None,
            },
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().find_map(|part| part.owners_of(operator))
            }
            Self::Not(part) => part.owners_of(operator),
            Self::Transit(_) => None,
        }
    }
}

//! Rules over ids: what is in a subject, and the verdict on an operation.

use std::sync::Arc;

use super::bits::{Bits, ROLES};
use super::business::{Business, Scope};
use super::ownership::{Counted, Holdings};
use super::{BlockReason, OperationAttributes};
use crate::code::Country;
use crate::network::{
    Conveyance, CrossingId, LineId, LinkId, Mode, OperatorId, PassageId, Passing, PlaceId, Role,
    ServiceId,
};

/// Why operators are in a subject.
#[derive(Clone, Debug)]
pub(super) enum PartyKind {
    Operator,
    Domicile,
    Owner(Arc<Counted>),
    MemberOf(OperatorId),
}

/// Why something is in a subject on business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BusinessKind {
    Member,
    Consortium(OperatorId),
}

/// Values of one kind.
#[derive(Clone, Debug)]
pub(super) enum Set {
    Territory(Bits),
    Flag(Bits),
    Border(Vec<[Country; 2]>),
    Crossing(Bits),
    Party {
        kind: PartyKind,
        /// By operator.
        operators: Bits,
        /// By role: whom the rule speaks of.
        roles: [bool; ROLES],
        /// By role: in which somebody of those must act, where the operation is one for it.
        must: [bool; ROLES],
    },
    /// Plates of the shipment's own road carrier.
    Carrier(Bits),
    /// What consortia do and their members for them.
    Business {
        kind: BusinessKind,
        business: Arc<Business>,
        scope: Scope,
    },
    /// A chain that must be the business of a consortium.
    RunBy {
        consortium: OperatorId,
        business: Arc<Business>,
        scope: Scope,
    },
    /// Lines, of moves over land in some countries.
    Along {
        lines: Bits,
        countries: Option<Bits>,
    },
    /// What passes a passage, which, and whether the rule names it.
    Passage(Arc<[(Passing, PassageId, bool)]>),
    Call(Bits),
    Mode(Vec<Mode>),
    Conveyance(Vec<Conveyance>),
    GaugeChange,
    /// Crossings at which nothing is controlled.
    BorderControl(Bits),
    Link(Bits),
    Line(Bits),
    Service(Bits),
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Leaf {
        require: bool,
        set: Set,
    },
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// A country closed to transit by the scenario.
    Transit(Country),
}

/// What a rule says about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    NotConcerned,
    Held,
    Broken(BlockReason),
}

impl Set {
    pub(super) fn has_party(&self, operator: OperatorId) -> bool {
        match self {
            Self::Party { operators, .. } => operators.contains(operator.index()),
            _ => false,
        }
    }
}

/// Every value must be inside (required) or outside (excluded).
fn every<T: Copy>(
    require: bool,
    values: impl Iterator<Item = T>,
    inside: impl Fn(T) -> bool,
    reason: impl Fn(T) -> BlockReason,
) -> Verdict {
    let mut verdict = Verdict::NotConcerned;
    for value in values {
        if inside(value) != require {
            return Verdict::Broken(reason(value));
        }
        verdict = Verdict::Held;
    }
    verdict
}

fn leaf(require: bool, set: &Set, attributes: &OperationAttributes<'_>) -> Verdict {
    match set {
        Set::Territory(bits) => every(
            require,
            attributes.countries.iter().copied(),
            |country| bits.contains(country.index()),
            BlockReason::Territory,
        ),
        Set::Flag(bits) => every(
            require,
            attributes.flag.into_iter(),
            |flag| bits.contains(flag.index()),
            BlockReason::Flag,
        ),
        Set::Border(pairs) => every(
            require,
            attributes.border.into_iter(),
            |(from, to)| pairs.contains(&[from, to]),
            |(from, to)| BlockReason::Border(from, to),
        ),
        Set::Crossing(bits) => every(
            require,
            attributes.crossing.into_iter(),
            |id: CrossingId| bits.contains(id.index()),
            BlockReason::Crossing,
        ),
        Set::Party {
            kind,
            operators,
            roles,
            must,
        } => attributes.nobody(*roles, *must).map_or_else(
            || {
                every(
                    require,
                    attributes
                        .parties
                        .iter()
                        .copied()
                        .filter(|(_, role)| roles[*role as usize]),
                    |(operator, _)| operators.contains(operator.index()),
                    |(operator, role)| match kind {
                        PartyKind::Operator => BlockReason::Operator(operator, role),
                        PartyKind::Domicile => BlockReason::Domicile(operator, role),
                        PartyKind::Owner(_) => BlockReason::Owner(operator, role),
                        PartyKind::MemberOf(_) => BlockReason::MemberOf(operator, role),
                    },
                )
            },
            Verdict::Broken,
        ),
        Set::Carrier(bits) => every(
            require,
            attributes.carrier.into_iter(),
            |country| bits.contains(country.index()),
            BlockReason::Carrier,
        ),
        Set::Business {
            kind,
            business,
            scope,
        } => {
            if !scope.is_here(attributes.countries) {
                return Verdict::NotConcerned;
            }
            let reason = |(operator, role)| match kind {
                BusinessKind::Member => BlockReason::Member(operator, role),
                BusinessKind::Consortium(_) => BlockReason::Consortium(operator, role),
            };
            if !require && let Some(user) = business.user(scope, attributes) {
                return Verdict::Broken(reason(user));
            }
            let spoken_of = |(_, role): &(OperatorId, Role)| {
                scope.has_role(*role) && (!require || *role != Role::StateAgency)
            };
            let parties = attributes.parties.iter().copied().filter(spoken_of);
            every(
                require,
                parties,
                |(operator, role)| business.counts(operator, role, attributes),
                reason,
            )
        }
        Set::RunBy {
            consortium,
            business,
            scope,
        } => match business.required(*consortium, scope, attributes) {
            None => Verdict::NotConcerned,
            Some(Ok(())) => Verdict::Held,
            Some(Err(reason)) => Verdict::Broken(reason),
        },
        Set::Along { lines, countries } => {
            let here = |country: &Country| match countries {
                Some(bits) => bits.contains(country.index()),
                None => true,
            };
            let line = attributes
                .line
                .filter(|_| attributes.is_land_move() && attributes.countries.iter().any(here));
            every(
                require,
                line.into_iter(),
                |id: LineId| lines.contains(id.index()),
                BlockReason::Line,
            )
        }
        Set::Passage(rows) => {
            let passes = |passing: &Passing| match passing {
                Passing::Service(id) => attributes.service == Some(*id),
                Passing::Link(id) => attributes.link == Some(*id),
            };
            let rows = rows.iter().filter(|(passing, _, _)| passes(passing));
            every(
                require,
                rows.filter(|_| attributes.is_move()),
                |(_, _, named)| *named,
                |(_, id, _)| BlockReason::Passage(*id),
            )
        }
        Set::Call(bits) => every(
            require,
            attributes.places.iter().copied(),
            |id: PlaceId| bits.contains(id.index()),
            BlockReason::Call,
        ),
        Set::Mode(modes) => every(
            require,
            attributes.mode.into_iter(),
            |mode| modes.contains(&mode),
            BlockReason::Mode,
        ),
        Set::Conveyance(conveyances) => every(
            require,
            attributes
                .conveyances
                .iter()
                .copied()
                .filter(|conveyance| !require || *conveyance != Conveyance::Terminal),
            |conveyance| conveyances.contains(&conveyance),
            BlockReason::Conveyance,
        ),
        Set::BorderControl(free) => {
            let crossing = attributes.crossing;
            let is_free = crossing.is_some_and(|id| free.contains(id.index()));
            every(
                require,
                attributes.border.into_iter(),
                |_| !is_free,
                |(from, to)| BlockReason::Border(from, to),
            )
        }
        Set::GaugeChange => every(
            require,
            attributes.gauge_change.then_some(()).into_iter(),
            |()| true,
            |()| BlockReason::GaugeChange,
        ),
        Set::Link(bits) => every(
            require,
            attributes.link.into_iter(),
            |id: LinkId| bits.contains(id.index()),
            BlockReason::Link,
        ),
        Set::Line(bits) => every(
            require,
            attributes.line.into_iter(),
            |id: LineId| bits.contains(id.index()),
            BlockReason::Line,
        ),
        Set::Service(bits) => every(
            require,
            attributes.service.into_iter(),
            |id: ServiceId| bits.contains(id.index()),
            BlockReason::Service,
        ),
    }
}

impl Node {
    pub(super) fn verdict(&self, attributes: &OperationAttributes<'_>) -> Verdict {
        match self {
            Self::Leaf { require, set } => leaf(*require, set, attributes),
            Self::All(parts) => {
                let mut verdict = Verdict::NotConcerned;
                for part in parts {
                    match part.verdict(attributes) {
                        Verdict::NotConcerned => {}
                        Verdict::Held => verdict = Verdict::Held,
                        broken @ Verdict::Broken(_) => return broken,
                    }
                }
                verdict
            }
            Self::Any(parts) => {
                let mut verdict = Verdict::NotConcerned;
                for part in parts {
                    match part.verdict(attributes) {
                        Verdict::NotConcerned => {}
                        Verdict::Held => return Verdict::Held,
                        broken @ Verdict::Broken(_) if verdict == Verdict::NotConcerned => {
                            verdict = broken;
                        }
                        Verdict::Broken(_) => verdict = Verdict::Broken(BlockReason::Combined),
                    }
                }
                verdict
            }
            Self::Not(part) => match part.verdict(attributes) {
                Verdict::NotConcerned => Verdict::NotConcerned,
                Verdict::Held => Verdict::Broken(BlockReason::Combined),
                Verdict::Broken(_) => Verdict::Held,
            },
            Self::Transit(closed) => every(
                false,
                attributes.countries.iter().copied(),
                |country| country == *closed,
                BlockReason::Transit,
            ),
        }
    }
}

/// What resolving needs once per policy.
pub(super) struct Context<'w> {
    pub(super) world: &'w crate::scenario::World,
    pub(super) holdings: std::cell::OnceCell<Holdings<'w>>,
}

impl<'w> Context<'w> {
    pub(super) fn holdings(&self) -> &Holdings<'w> {
        self.holdings.get_or_init(|| Holdings::of(self.world))
    }
}

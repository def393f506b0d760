//! Rules over ids: what is in a subject, and the verdict on an operation.

use std::sync::Arc;

use super::ownership::{Counted, Holdings};
use super::{BlockReason, OperationAttributes};
use crate::code::Country;
use crate::network::{
    Conveyance, CrossingId, LineId, LinkId, Mode, OperatorId, PlaceId, Role, ServiceId,
};

/// How many roles there are.
pub(super) const ROLES: usize = Role::ALL.len();

/// One bit per value.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn insert(&mut self, index: usize) {
        if self.0.len() <= index / 64 {
            self.0.resize(index / 64 + 1, 0);
        }
        self.0[index / 64] |= 1 << (index % 64);
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        self.0
            .get(index / 64)
            .is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len() * 64).filter(|index| self.contains(*index))
    }
}

impl FromIterator<usize> for Bits {
    fn from_iter<I: IntoIterator<Item = usize>>(indexes: I) -> Self {
        let mut bits = Self::default();
        for index in indexes {
            bits.insert(index);
        }
        bits
    }
}

/// Why operators are in a subject.
#[derive(Clone, Debug)]
pub(super) enum PartyKind {
    Operator,
    Domicile,
    Owner(Arc<Counted>),
    Member,
    Consortium,
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
    /// Land moves in countries need one of the operators.
    RunBy {
        consortium: OperatorId,
        operators: Bits,
        countries: Bits,
    },
    Call(Bits),
    Mode(Vec<Mode>),
    Conveyance(Vec<Conveyance>),
    GaugeChange,
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

/// The reason against an operation that somebody must be on record for, where nobody is of whom the
/// rule speaks: whoever moves the goods, and who handles them for rules on terminals.
pub(super) fn nobody(
    attributes: &OperationAttributes<'_>,
    roles: [bool; ROLES],
    must: [bool; ROLES],
) -> Option<BlockReason> {
    let role = match attributes.mode {
        _ if attributes.border.is_some() => return None,
        Some(Mode::Rail) => Role::RailwayUndertaking,
        Some(Mode::Road) => Role::RoadCarrier,
        Some(Mode::Sea | Mode::InlandWaterway) => Role::ShippingLine,
        // from one conveyance into another
        None if attributes.conveyances.len() == 2 => Role::Terminal,
        None => return None,
    };
    let own_truck = attributes.carrier.is_some() && roles[Role::RoadCarrier as usize];
    let mut parties = attributes.parties.iter();
    let somebody = own_truck || parties.any(|(_, role)| roles[*role as usize]);
    (must[role as usize] && !somebody).then_some(BlockReason::Nobody(role))
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
        } => nobody(attributes, *roles, *must).map_or_else(
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
                        PartyKind::Member => BlockReason::Member(operator, role),
                        PartyKind::Consortium => BlockReason::Consortium(operator, role),
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
        Set::RunBy {
            consortium,
            operators,
            countries,
        } => {
            let here = |country: &Country| countries.contains(country.index());
            if !attributes.is_land_move() || !attributes.countries.iter().any(here) {
                return Verdict::NotConcerned;
            }
            let run = |(operator, _): &(OperatorId, Role)| operators.contains(operator.index());
            if attributes.parties.iter().any(run) {
                Verdict::Held
            } else {
                Verdict::Broken(BlockReason::NotOfConsortium(*consortium))
            }
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

    /// The leaves of a rule that is broken exactly when one of them is, so that each value can be
    /// judged by itself.
    pub(super) fn leaves(&self) -> Option<Vec<(bool, &Set)>> {
        match self {
            Self::Leaf {
                set: Set::RunBy { .. },
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

use serde::{Deserialize, Serialize};

use super::RuleIndex;
use super::bits::ROLES;
use crate::code::Country;
use crate::network::{
    Conveyance, CrossingId, LineId, LinkId, Mode, OperatorId, PassageId, PlaceId, Role, ServiceId,
};

/// What one operation touches.
#[derive(Clone, Copy, Debug, Default)]
pub struct OperationAttributes<'a> {
    /// The mode of a move or of the border crossed; nothing for handling and waiting.
    pub mode: Option<Mode>,
    /// What the goods ride in before, during and after.
    pub conveyances: &'a [Conveyance],
    /// Countries whose territory it enters or lies in.
    pub countries: &'a [Country],
    /// The border it crosses: from, into.
    pub border: Option<(Country, Country)>,
    /// Everybody who touches the goods or is paid, with the role in which they do. Who controls a border
    /// or takes a fee there is a state agency, whatever else it is.
    pub parties: &'a [(OperatorId, Role)],
    /// Where the trucks of the shipment's own carrier are registered, when the goods ride in one.
    pub carrier: Option<Country>,
    /// Places where the goods are handled or a vessel calls, not places merely passed.
    pub places: &'a [PlaceId],
    /// The vessel's flag.
    pub flag: Option<Country>,
    /// The link it moves over.
    pub link: Option<LinkId>,
    /// The line of that link.
    pub line: Option<LineId>,
    /// The service it uses.
    pub service: Option<ServiceId>,
    /// The border crossing it uses.
    pub crossing: Option<CrossingId>,
    /// Whether it changes the gauge.
    pub gauge_change: bool,
    /// The train or through rate of which it is a part.
    pub whole: Option<Whole>,
}

/// A train or a through rate, for its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Whole {
    /// Who runs or sells it.
    pub seller: OperatorId,
    /// In which role.
    pub role: Role,
    /// The service, of a train.
    pub service: Option<ServiceId>,
}

impl Whole {
    /// A through rate that somebody sells.
    #[must_use]
    pub const fn rate(seller: OperatorId) -> Self {
        Self {
            seller,
            role: Role::Forwarder,
            service: None,
        }
    }

    /// A train of a service that somebody runs.
    #[must_use]
    pub const fn train(operator: OperatorId, service: ServiceId) -> Self {
        Self {
            seller: operator,
            role: Role::RailwayUndertaking,
            service: Some(service),
        }
    }
}

/// What an operation uses that a rule does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BlockReason {
    /// It enters a country.
    Territory(Country),
    /// It crosses a border, from the first country into the second.
    Border(Country, Country),
    /// It uses a border crossing.
    Crossing(CrossingId),
    /// An operator that is named.
    Operator(OperatorId, Role),
    /// An operator by its domicile.
    Domicile(OperatorId, Role),
    /// The shipment's own road carrier, by the country of its plates.
    Carrier(Country),
    /// An operator by who stands behind it.
    Owner(OperatorId, Role),
    /// A consortium by its members, or a member by what it runs for one.
    Member(OperatorId, Role),
    /// A consortium, or a member by what it runs for it.
    Consortium(OperatorId, Role),
    /// A member of a consortium, whatever it does.
    MemberOf(OperatorId, Role),
    /// It is not the business of a required consortium.
    NotOfConsortium(OperatorId),
    /// Nobody of whom a rule speaks that requires some is on record for it; in this role somebody must
    /// act.
    Nobody(Role),
    /// It passes a strait or canal.
    Passage(PassageId),
    /// It calls at a place.
    Call(PlaceId),
    /// The vessel's flag.
    Flag(Country),
    /// Its mode.
    Mode(Mode),
    /// What the goods ride in.
    Conveyance(Conveyance),
    /// It changes the gauge.
    GaugeChange,
    /// The link.
    Link(LinkId),
    /// The line.
    Line(LineId),
    /// The service.
    Service(ServiceId),
    /// It passes a country that the scenario closes to transit.
    Transit(Country),
    /// No part of a combined rule holds.
    Combined,
}

/// Where an operation takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Where {
    /// On a link.
    Link(LinkId),
    /// Aboard a service.
    Service(ServiceId),
    /// At a border crossing.
    Crossing(CrossingId),
    /// At a place.
    Place(PlaceId),
    /// On a line.
    Line(LineId),
    /// Not known.
    #[default]
    Unknown,
}

/// A verdict against an operation: which rule, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Blocked {
    /// The first rule that blocks it.
    pub rule: RuleIndex,
    /// What it uses that the rule does not allow.
    pub reason: BlockReason,
    /// Where it takes place.
    pub at: Where,
}

impl OperationAttributes<'_> {
    pub(super) fn place(&self) -> Where {
        self.service
            .map(Where::Service)
            .or(self.link.map(Where::Link))
            .or(self.crossing.map(Where::Crossing))
            .or(self.places.first().copied().map(Where::Place))
            .or(self.line.map(Where::Line))
            .unwrap_or_default()
    }

    /// The reason against an operation that somebody must be on record for, where nobody is of whom the
    /// rule speaks: whoever moves the goods, and who handles them for rules on terminals.
    pub(super) fn nobody(&self, roles: [bool; ROLES], must: [bool; ROLES]) -> Option<BlockReason> {
        let role = match self.mode {
            _ if self.border.is_some() => return None,
            Some(Mode::Rail) => Role::RailwayUndertaking,
            Some(Mode::Road) => Role::RoadCarrier,
            Some(Mode::Sea | Mode::InlandWaterway) => Role::ShippingLine,
            // from one conveyance into another
            None if self.conveyances.len() == 2 => Role::Terminal,
            None => return None,
        };
        let own_truck = self.carrier.is_some() && roles[Role::RoadCarrier as usize];
        let mut parties = self.parties.iter();
        let somebody = own_truck || parties.any(|(_, role)| roles[*role as usize]);
        (must[role as usize] && !somebody).then_some(BlockReason::Nobody(role))
    }

    /// Whether it moves the goods, over land or by water.
    pub(super) fn is_move(&self) -> bool {
        self.mode.is_some() && self.border.is_none() && !self.gauge_change
    }

    /// Whether it moves the goods over land.
    pub(super) fn is_land_move(&self) -> bool {
        let land = matches!(
            self.mode,
            Some(Mode::Rail | Mode::Road | Mode::InlandWaterway)
        );
        land && self.is_move()
    }
}

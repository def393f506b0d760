//! What a rule found, by name: data first, words in `Display` alone.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Rule, RuleRef};
use crate::code::{Country, Name, Named};
use crate::network::{Conveyance, Mode, Origin, Role, Validity};
use crate::quantity::Share;

/// A verdict against an operation with everything that stands behind it, by name.
///
/// Made by [`CompiledPolicy::explain`](super::CompiledPolicy::explain); prints as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Violation {
    /// The rule.
    pub rule: RuleRef,
    /// What it found.
    pub finding: Finding,
    /// Where.
    pub site: Site,
}

/// What an operation uses that a rule does not allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// It enters a country.
    Territory {
        /// The country.
        country: Country,
    },
    /// It passes a country that is closed to the goods.
    TransitClosed {
        /// The country.
        country: Country,
    },
    /// It crosses a border.
    Border {
        /// The country left.
        from: Country,
        /// The country entered.
        to: Country,
    },
    /// It uses a border crossing.
    Crossing {
        /// The crossing.
        crossing: Named,
    },
    /// An operator that is named.
    Operator {
        /// The operator.
        actor: Actor,
    },
    /// An operator by its domicile.
    Domicile {
        /// The operator.
        actor: Actor,
    },
    /// The shipment's own road carrier, by the country of its plates.
    Carrier {
        /// The country.
        country: Country,
    },
    /// An operator by who stands behind it.
    Owner {
        /// The operator.
        actor: Actor,
        /// Who stands behind it.
        ownership: Ownership,
    },
    /// A consortium by its members, or a member by what it runs for one.
    Member {
        /// The consortium or the member.
        actor: Actor,
        /// The memberships by which it counts.
        memberships: Vec<Membership>,
    },
    /// A consortium, or a member by what it runs for it.
    Consortium {
        /// The consortium or the member.
        actor: Actor,
        /// The memberships by which it counts; none for the consortium itself.
        memberships: Vec<Membership>,
    },
    /// A member of a consortium, whatever it does.
    MemberOf {
        /// The member.
        actor: Actor,
        /// Its membership.
        memberships: Vec<Membership>,
    },
    /// It is not the business of a required consortium.
    NotOfConsortium {
        /// The consortium.
        consortium: Named,
    },
    /// Nobody of whom a rule speaks that requires some is on record for it.
    Nobody {
        /// The role in which somebody must act.
        role: Role,
    },
    /// The goods are handled or a vessel calls at a place.
    Call {
        /// The place.
        place: Named,
        /// Its country.
        country: Option<Country>,
    },
    /// It passes a strait or canal.
    Passage {
        /// Its name.
        passage: Name,
        /// Whose coasts it lies between.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        countries: Vec<Country>,
    },
    /// The vessel's flag.
    Flag {
        /// The country.
        country: Country,
    },
    /// The mode.
    Mode {
        /// The mode.
        mode: Mode,
    },
    /// What the goods ride in.
    Conveyance {
        /// The conveyance.
        conveyance: Conveyance,
    },
    /// It changes the gauge.
    GaugeChange,
    /// It uses a link.
    Link {
        /// Id of the link.
        link: Name,
    },
    /// It uses a line.
    Line {
        /// Id of the line.
        line: Name,
    },
    /// It uses a service.
    Service {
        /// Id of the service.
        service: Name,
    },
    /// No part of a combined rule allows it.
    Combined {
        /// What the parts found, where that was looked at.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Finding>,
    },
    /// A rule holds that must not.
    Denied {
        /// The rule.
        rule: Rule,
    },
}

impl Finding {
    /// The stable code, which the serialised form carries as `code`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Territory { .. } => "territory",
            Self::TransitClosed { .. } => "transit_closed",
            Self::Border { .. } => "border",
            Self::Crossing { .. } => "crossing",
            Self::Operator { .. } => "operator",
            Self::Domicile { .. } => "domicile",
            Self::Carrier { .. } => "carrier",
            Self::Owner { .. } => "owner",
            Self::Member { .. } => "member",
            Self::Consortium { .. } => "consortium",
            Self::MemberOf { .. } => "member_of",
            Self::NotOfConsortium { .. } => "not_of_consortium",
            Self::Nobody { .. } => "nobody",
            Self::Passage { .. } => "passage",
            Self::Call { .. } => "call",
            Self::Flag { .. } => "flag",
            Self::Mode { .. } => "mode",
            Self::Conveyance { .. } => "conveyance",
            Self::GaugeChange => "gauge_change",
            Self::Link { .. } => "link",
            Self::Line { .. } => "line",
            Self::Service { .. } => "service",
            Self::Combined { .. } => "combined",
            Self::Denied { .. } => "denied",
        }
    }
}

/// Who touches the goods, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Actor {
    /// The operator.
    pub operator: Named,
    /// Where it is registered.
    pub domicile: Option<Country>,
    /// Its role.
    pub role: Role,
    /// What makes it the manager of the link, where that is its role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager_by: Option<Evidence>,
}

impl Actor {
    /// An operator in a role.
    #[must_use]
    pub fn new(operator: Named, domicile: Country, role: Role) -> Self {
        Self {
            operator,
            domicile: Some(domicile),
            role,
            manager_by: None,
        }
    }
}

/// Who belongs to a consortium, and by what the member counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Membership {
    /// The consortium.
    pub consortium: Named,
    /// The member.
    pub member: Named,
    /// Where the member is from.
    pub country: Country,
    /// From when to when it is one, and what says so.
    pub evidence: Evidence,
    /// What says that it runs the thing in question for the consortium, where that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<Evidence>,
}

/// Who stands behind an operator, as far as a rule lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ownership {
    /// The share by which it counts; nothing when that was not worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// Every stake in the operator whose holder counts; none for an operator that is listed itself.
    pub direct: Vec<Holding>,
    /// The largest of them, the largest stake in its holder, and so on up to a listed owner; behind the
    /// controller, where it counts by control.
    pub chain: Vec<Holding>,
    /// Who decides for the operator, where it counts by that and not by shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controller: Option<Controller>,
}

/// Who decides for somebody on the day without holding shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Controller {
    /// Who decides.
    pub controller: Named,
    /// What says so.
    pub evidence: Evidence,
}

/// A stake that holds on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Holding {
    /// Who holds.
    pub holder: Named,
    /// Who is held.
    pub held: Named,
    /// How much.
    pub share: Share,
    /// What says so.
    pub evidence: Evidence,
}

/// What makes something so on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// A record of the network.
    Record {
        /// From when to when.
        validity: Validity,
        /// File and row.
        origin: Origin,
        /// Ids of its sources.
        sources: Vec<Name>,
    },
    /// A change of the scenario.
    Change {
        /// What it is called.
        change: Name,
    },
}

/// Where an operation takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Site {
    /// On a link.
    Link {
        /// Its id.
        id: Name,
        /// Name of its first end.
        from: Name,
        /// Name of its second end.
        to: Name,
    },
    /// Aboard a service.
    Service {
        /// Its id.
        id: Name,
        /// Name of the place where it starts.
        from: Name,
        /// Name of the place where it ends.
        to: Name,
    },
    /// At a border crossing.
    Crossing(Named),
    /// At a place.
    Place(Named),
    /// On a line, by id.
    Line(Name),
    /// Nothing of it is known.
    #[default]
    Unknown,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("blocked: ")?;
        self.finding.write(f, Some(&self.site))?;
        write!(f, " [rule `{}`]", self.rule)
    }
}

//! Findings as sentences.

use std::fmt::{self, Display, Formatter};

use super::{Actor, Controller, Evidence, Finding, Holding, Membership, Ownership, Site};
use crate::network::{Role, Validity};

impl Display for Finding {
    /// The sentence without the place, for readers who know which step is meant.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f, None)
    }
}

impl Finding {
    pub(super) fn write(&self, f: &mut Formatter<'_>, site: Option<&Site>) -> fmt::Result {
        let it: &dyn Display = match site {
            Some(site) => site,
            None => &"it",
        };
        match self {
            Self::Territory { country } => write!(f, "it enters {country}"),
            Self::TransitClosed { country } => write!(f, "{country} is closed to the goods"),
            Self::Border { from, to } => write!(f, "it crosses the border from {from} into {to}"),
            Self::Crossing { crossing } => write!(f, "it uses the border crossing {crossing}"),
            Self::Operator { actor } => actor.write(f, site),
            Self::Domicile { actor } => {
                actor.write(f, site)?;
                match actor.domicile {
                    Some(home) => write!(f, ", domiciled in {home}"),
                    None => Ok(()),
                }
            }
            Self::Carrier { country } => {
                write!(f, "a road carrier with plates of {country} moves the goods")
            }
            Self::Owner { actor, ownership } => {
                actor.write(f, site)?;
                ownership.write(f, actor)
            }
            Self::Member { actor, memberships }
            | Self::Consortium { actor, memberships }
            | Self::MemberOf { actor, memberships } => {
                actor.write(f, site)?;
                for membership in memberships {
                    membership.write(f, actor)?;
                }
                Ok(())
            }
            Self::NotOfConsortium { consortium } => {
                let (is, by) = ("neither run nor sold by", "or a member for it");
                write!(f, "{it} is {is} {consortium}, {by}")
            }
            Self::Nobody { role } => {
                let role = role.as_str().replace('_', " ");
                write!(f, "no {role} is on record for {it}")
            }
            Self::Call { place, country } => {
                write!(f, "it calls at {} ({}", place.id, place.name)?;
                match country {
                    Some(country) => write!(f, ", {country})"),
                    None => f.write_str(")"),
                }
            }
            Self::Passage { passage, countries } => {
                write!(f, "{it} passes {passage}")?;
                for (index, country) in countries.iter().enumerate() {
                    let before = if index == 0 { " (coast of " } else { ", " };
                    write!(f, "{before}{country}")?;
                }
                f.write_str(if countries.is_empty() { "" } else { ")" })
            }
            Self::Flag { country } => match site {
                Some(site) => write!(f, "the vessel of {site} flies the flag of {country}"),
                None => write!(f, "the vessel flies the flag of {country}"),
            },
            Self::Mode { mode } => write!(f, "{it} is by {mode}"),
            Self::Conveyance { conveyance } => write!(f, "the goods ride in {conveyance}"),
            Self::GaugeChange => match site {
                Some(site) => write!(f, "the gauge changes at {site}"),
                None => f.write_str("the gauge changes"),
            },
            Self::Link { link } => match site {
                Some(site) => write!(f, "it uses the link {site}"),
                None => write!(f, "it uses the link {link}"),
            },
            Self::Line { line } => write!(f, "it uses the line {line}"),
            Self::Service { service } => write!(f, "it uses the service {service}"),
            Self::Combined { parts } if parts.is_empty() => {
                write!(f, "no part of the rule allows {it}")
            }
            Self::Combined { parts } => {
                for (index, part) in parts.iter().enumerate() {
                    f.write_str(if index > 0 { ", and " } else { "" })?;
                    part.write(f, site)?;
                }
                Ok(())
            }
            Self::Denied { rule } => write!(f, "{rule} holds"),
        }
    }
}

impl Actor {
    /// `South Caucasus Railway runs Gyumri–Yerevan`.
    fn write(&self, f: &mut Formatter<'_>, site: Option<&Site>) -> fmt::Result {
        let name = &self.operator;
        let Some(site) = site else {
            return write!(f, "{name} is {}", self.role.as_str().replace('_', " "));
        };
        let verb = match (self.role, site) {
            (Role::Terminal, Site::Place(_)) => "handles the goods at",
            (_, Site::Place(_) | Site::Crossing(_)) => "is at work at",
            (Role::Terminal, _) => "handles the goods on",
            (Role::Forwarder | Role::Consortium, _) => "sells",
            (Role::StateAgency, _) => "controls",
            _ => "runs",
        };
        write!(f, "{name} {verb} {site}")?;
        match &self.manager_by {
            // Who always managed it needs no row to show it.
            Some(Evidence::Record { validity, .. }) if *validity == Validity::ALWAYS => Ok(()),
            Some(evidence) => write!(f, " ({evidence})"),
            None => Ok(()),
        }
    }
}

impl Membership {
    /// `, member of TITR (valid 2017-01-01 on; members.csv row 28) and runs it for TITR (...)`.
    fn write(&self, f: &mut Formatter<'_>, actor: &Actor) -> fmt::Result {
        let Self {
            consortium,
            member,
            country,
            evidence,
            runs,
        } = self;
        if actor.operator == *consortium {
            write!(
                f,
                ", of which {member} of {country} is a member ({evidence})"
            )?;
        } else {
            write!(
                f,
                ", of {country} and a member of {consortium} ({evidence})"
            )?;
        }
        match runs {
            Some(evidence) => write!(f, ", for which it runs this ({evidence})"),
            None => Ok(()),
        }
    }
}

impl Ownership {
    /// `, owned 100 % by A (valid ...; row), owned 100 % by B (...)`.
    fn write(&self, f: &mut Formatter<'_>, of: &Actor) -> fmt::Result {
        if let Some(Controller {
            controller,
            evidence,
        }) = &self.controller
        {
            write!(f, ", for which {controller} decides ({evidence})")?;
        }
        let several = self.direct.len() > 1;
        if several {
            f.write_str(", owned ")?;
            for (index, holding) in self.direct.iter().enumerate() {
                write!(f, "{}{holding}", if index > 0 { " and " } else { "" })?;
            }
            write!(f, ", together {}", self.share.unwrap_or_default())?;
        }
        for (step, holding) in self.chain.iter().enumerate().skip(usize::from(several)) {
            if several && step == 1 {
                write!(f, "; {} owned {holding}", holding.held)?;
            } else {
                write!(f, ", owned {holding}")?;
            }
        }
        if self.chain.is_empty() && self.controller.is_none() && self.share.is_some() {
            f.write_str(", listed itself as a party")?;
            if let Some(home) = of.domicile {
                write!(f, " of {home}")?;
            }
        }
        Ok(())
    }
}

impl Display for Holding {
    /// `100 % by Russian Railways (valid 2008-02-13 to 2038-02-12; stakes.csv row 3, source O01)`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {} ({})", self.share, self.holder, self.evidence)
    }
}

impl Display for Evidence {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record {
                validity,
                origin,
                sources,
            } => {
                write!(f, "{validity}; {origin}")?;
                for (index, source) in sources.iter().enumerate() {
                    write!(f, "{}{source}", if index > 0 { ", " } else { ", source " })?;
                }
                Ok(())
            }
            Self::Change { change } => write!(f, "changed by the scenario: {change}"),
        }
    }
}

impl Display for Site {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link { from, to, .. } => write!(f, "{from}–{to}"),
            Self::Service { id, from, to } => write!(f, "{from}–{to} ({id})"),
            Self::Crossing(named) | Self::Place(named) => named.fmt(f),
            Self::Line(id) => id.fmt(f),
            Self::Unknown => f.write_str("an operation"),
        }
    }
}

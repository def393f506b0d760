use serde::{Deserialize, Serialize};

use super::{Limit, OwnershipMethod};
use crate::code::Country;
use crate::network::{Conveyance, Mode, Role};

/// What must hold of every operation of a route, or of the route as a whole.
///
/// *Exclude* means: nothing the operation touches is in the subject. *Require* means: everything
/// of that kind it touches is in the subject. An operation that touches nothing of the kind (a
/// lift touches no border) is not concerned by either.
///
/// A combined rule is worked out per operation, with *not concerned* as a third value beside *held*
/// and *broken*: `not` swaps held and broken; `all` is broken when one part is; `any` is broken
/// when some part is and none is held. Only broken blocks. A rule for some area only is
/// [`Rule::inside`].
///
/// Prints as a sentence. However deep it is nested, it is copied, compared, printed and dropped in
/// little stack; to that end it implements `Drop`, so match on a reference to take it apart.
///
/// ```
/// use trade_corridor::policy::Rule;
/// let rule = Rule::any([Rule::exclude_territory("RU".parse()?), Rule::exclude_operator("RZD")]);
/// assert_eq!(rule.to_string(), "(without the territory of RU or without operator RZD)");
/// assert_eq!(rule, !!rule.clone());
/// assert!("Russia".parse::<trade_corridor::code::Country>().is_err());
/// # Ok::<(), trade_corridor::code::CodeError>(())
/// ```
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// Nothing of it.
    Exclude(Subject),
    /// Nothing else of its kind.
    Require(Subject),
    /// Not more than so much on the whole route; cannot be part of a combined rule.
    Limit(Limit),
    /// At least one operation of the route uses it: one of those that [`Rule::Exclude`] of the same subject
    /// forbids; a train, a haul or a through rate uses what its parts use. Of several values in a subject one
    /// is enough. A haul may be led out of the way for it, and goods may go there and back; at most
    /// [`Rule::MOST_USES`] in a policy; cannot be part of a combined rule.
    Use(Subject),
    /// Exactly one operation of the route is of it, as [`Rule::Use`] counts them: the route goes there, and not
    /// there and back. Borders and crossings alone can be asked for so, since hauls keep no way for it that is
    /// longer and uses less. Counts as one of [`Rule::MOST_USES`]; cannot be part of a combined rule.
    UseOnce(Subject),
    /// The route comes by these places, by code or name, in this order, start and end included: the goods
    /// pass there, in whatever they ride, or are handled there. One in a policy, of at most
    /// [`Rule::MOST_STOPS`] places; cannot be part of a combined rule.
    Via(Vec<String>),
    /// Every one holds.
    All(Vec<Rule>),
    /// At least one holds.
    Any(Vec<Rule>),
    /// It does not hold.
    Not(Box<Rule>),
}

/// What a rule speaks of; names are resolved when the policy is compiled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Subject {
    /// Countries entered.
    Territory {
        /// The countries.
        countries: Vec<Country>,
    },
    /// Borders crossed, from the first country into the second.
    Border {
        /// Ordered pairs.
        pairs: Vec<[Country; 2]>,
    },
    /// Border crossings used.
    Crossing {
        /// Their codes.
        crossings: Vec<String>,
    },
    /// Operators that touch the goods or are paid.
    ///
    /// Where operators are required, here and by domicile or owner, what moves the goods (a move along a
    /// link, the run of a service) must have one on record in a role that the rule speaks of, and who
    /// handles them at a place as well if the rule names the role `terminal`: nobody on record is not
    /// somebody who is allowed. The shipment's own trucks are somebody. Border control, waiting and landing
    /// need nobody.
    Operator {
        /// Their ids.
        operators: Vec<String>,
        /// Only in these roles; in any when empty (required: in any but `state_agency`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<Role>,
    },
    /// Operators registered in a country; the shipment's own trucks by their plates.
    Domicile {
        /// The countries.
        countries: Vec<Country>,
        /// Only in these roles; in any when empty (required: in any but `state_agency`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<Role>,
    },
    /// Operators that somebody stands behind; see [`ownership`](super::ownership).
    Owner {
        /// Every party of these countries is listed as an owner. Nobody is recorded behind the
        /// shipment's own trucks, so they belong where their plates are from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        countries: Vec<Country>,
        /// Ids of operators or owners that are listed as owners, and count themselves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        owners: Vec<String>,
        /// When an owner counts.
        #[serde(default)]
        method: OwnershipMethod,
        /// Only in these roles; in any when empty (required: in any but `state_agency`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<Role>,
    },
    /// Consortia with a certain member: what they do or sell, and what such members run for them. What
    /// a member does besides is not meant; see [`Subject::MemberOf`].
    Member {
        /// A member from one of these countries.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        countries: Vec<Country>,
        /// One of these operators or owners as a member.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        members: Vec<String>,
    },
    /// The business of a consortium: what it does or sells itself, and what a member runs for it, on the
    /// day, by [`Network::consortium_operations`](crate::network::Network::consortium_operations). What
    /// a member does besides is its own business; see [`Subject::MemberOf`].
    ///
    /// Excluded: nothing of the route is the consortium's business. Required: every move is, by land and
    /// by sea, wherever it is; where countries are named, every move by land in these countries. Where
    /// roles are named, whoever acts in them acts for the consortium, moves or not. A part of a train or
    /// through rate of the consortium is its business, whoever runs it.
    Consortium {
        /// Its operator id.
        consortium: String,
        /// Only in these countries; everywhere, at sea as well, when empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        countries: Vec<Country>,
        /// Only in these roles; whoever it is when empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<Role>,
    },
    /// The members of a consortium on the day, whatever they do; the consortium itself is not among
    /// them. Required as [`Subject::Operator`] is.
    MemberOf {
        /// Operator id of the consortium.
        consortium: String,
        /// Only in these roles; in any when empty (required: in any but `state_agency`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<Role>,
    },
    /// Lines, of moves by land. Required: every move by land goes along one of them.
    Along {
        /// Ids of lines.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lines: Vec<String>,
        /// Operator ids of consortia: the lines that they manage, and those that members run for them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        consortia: Vec<String>,
        /// Only in these countries; everywhere when empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        countries: Vec<Country>,
    },
    /// Places where the goods are handled or a vessel calls; not places merely passed.
    Call {
        /// Any place in these countries.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        countries: Vec<Country>,
        /// Places by code or name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        places: Vec<String>,
    },
    /// Flags of vessels, as recorded. A vessel whose flag is not recorded is not concerned, neither
    /// where flags are excluded nor where they are required; the certificate of a route names its
    /// service ([`RuleCheck::unknown_flags`](crate::route::RuleCheck::unknown_flags)).
    Flag {
        /// The countries.
        countries: Vec<Country>,
    },
    /// Modes.
    Mode {
        /// The modes.
        modes: Vec<Mode>,
    },
    /// What the goods ride in; standing at the terminal always passes where it is not excluded by
    /// name.
    #[serde(alias = "carriage")]
    Conveyance {
        /// The conveyances.
        #[serde(alias = "carriages")]
        conveyances: Vec<Conveyance>,
    },
    /// Changes of gauge; can be excluded only.
    GaugeChange,
    /// Borders at which goods are controlled, in ports as well; those between countries without controls
    /// are free. Can be excluded only.
    BorderControl,
    /// Straits and canals that services or links pass, by [`Network::passages`](crate::network::Network::passages).
    Passage {
        /// Their names.
        passages: Vec<String>,
    },
    /// Links.
    Link {
        /// Their ids.
        links: Vec<String>,
    },
    /// Lines.
    Line {
        /// Their ids.
        lines: Vec<String>,
    },
    /// Services.
    Service {
        /// Their ids.
        services: Vec<String>,
    },
}

impl Subject {
    /// How many names, countries and pairs it lists.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Territory { countries } | Self::Flag { countries } => countries.len(),
            Self::Border { pairs } => pairs.len(),
            Self::Crossing { crossings } => crossings.len(),
            Self::Operator { operators, roles } => operators.len() + roles.len(),
            Self::Domicile { countries, roles } => countries.len() + roles.len(),
            Self::Owner {
                countries,
                owners,
                method: _,
                roles,
            } => countries.len() + owners.len() + roles.len(),
            Self::Member { countries, members } => countries.len() + members.len(),
            Self::Consortium {
                consortium: _,
                countries,
                roles,
            } => 1 + countries.len() + roles.len(),
            Self::MemberOf {
                consortium: _,
                roles,
            } => 1 + roles.len(),
            Self::Along {
                lines,
                consortia,
                countries,
            } => lines.len() + consortia.len() + countries.len(),
            Self::Passage { passages } => passages.len(),
            Self::Call { countries, places } => countries.len() + places.len(),
            Self::Mode { modes } => modes.len(),
            Self::Conveyance { conveyances } => conveyances.len(),
            Self::GaugeChange | Self::BorderControl => 0,
            Self::Link { links } => links.len(),
            Self::Line { lines } => lines.len(),
            Self::Service { services } => services.len(),
        }
    }
}

impl Rule {
    /// How deep rules may be nested in `all`, `any` and `not`: a policy with a rule below so many
    /// others is neither compiled, verified nor written, and what is printed ends in `…` there.
    pub const MOST_DEPTH: usize = 100;

    /// No territory of a country is entered.
    #[must_use]
    pub fn exclude_territory(country: Country) -> Self {
        Self::Exclude(Subject::Territory {
            countries: vec![country],
        })
    }

    /// No operator registered in a country touches the goods.
    #[must_use]
    pub fn exclude_domicile(country: Country) -> Self {
        Self::Exclude(Subject::Domicile {
            countries: vec![country],
            roles: Vec::new(),
        })
    }

    /// No operator touches the goods that parties of a country stand behind.
    #[must_use]
    pub fn exclude_owner(country: Country, method: OwnershipMethod) -> Self {
        Self::Exclude(Subject::Owner {
            countries: vec![country],
            owners: Vec::new(),
            method,
            roles: Vec::new(),
        })
    }

    /// No operator touches the goods that a party stands behind, nor the party itself.
    pub fn exclude_party(id: impl Into<String>, method: OwnershipMethod) -> Self {
        Self::Exclude(Subject::Owner {
            countries: Vec::new(),
            owners: vec![id.into()],
            method,
            roles: Vec::new(),
        })
    }

    /// No call at a place in a country, and no vessel under its flag as far as flags are recorded
    /// (see [`Subject::Flag`]).
    #[must_use]
    pub fn exclude_call_or_flag(country: Country) -> Self {
        let countries = vec![country];
        Self::All(vec![
            Self::Exclude(Subject::Call {
                countries: countries.clone(),
                places: Vec::new(),
            }),
            Self::Exclude(Subject::Flag { countries }),
        ])
    }

    /// An operator does not touch the goods in any role.
    pub fn exclude_operator(id: impl Into<String>) -> Self {
        Self::Exclude(Subject::Operator {
            operators: vec![id.into()],
            roles: Vec::new(),
        })
    }

    /// A border is not crossed from the one country into the other; the other way is free.
    #[must_use]
    pub fn exclude_border(from: Country, to: Country) -> Self {
        Self::Exclude(Subject::Border {
            pairs: vec![[from, to]],
        })
    }

    /// A mode is not used.
    #[must_use]
    pub fn exclude_mode(mode: Mode) -> Self {
        Self::Exclude(Subject::Mode { modes: vec![mode] })
    }

    /// Every one of these holds.
    pub fn all(rules: impl IntoIterator<Item = Self>) -> Self {
        Self::All(rules.into_iter().collect())
    }

    /// At least one of these holds.
    pub fn any(rules: impl IntoIterator<Item = Self>) -> Self {
        Self::Any(rules.into_iter().collect())
    }

    /// Inside an area a rule holds; what lies outside of it, or touches nothing that the rule speaks
    /// of, is free.
    ///
    /// Two exclusions side by side in [`Rule::Any`] do not say this: what only the one is concerned
    /// with breaks both.
    ///
    /// ```
    /// use trade_corridor::policy::{Rule, Subject};
    /// use trade_corridor::prelude::*;
    ///
    /// let poland = Subject::Territory { countries: vec!["PL".parse()?] };
    /// let rule = Rule::inside(poland, Rule::exclude_domicile("RU".parse()?));
    /// let today = Scenario::on(date(2026, 11, 22));
    /// let planner = Planner::new(Network::europe_central_asia(), &today)?;
    /// let request = Request::new("Moscow", "Warsaw").policy(Policy::new("not in Poland").with(rule));
    /// assert!(planner.cheapest(&request).is_ok(), "Russian Railways stay in Russia");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn inside(area: Subject, rule: Self) -> Self {
        let outside = Self::Exclude(area);
        Self::Any(vec![
            outside.clone(),
            Self::All(vec![!outside.clone(), rule.clone()]),
            Self::All(vec![!rule, outside]),
        ])
    }
}

impl std::ops::Not for Rule {
    type Output = Self;

    /// It does not hold; twice gives the rule back.
    fn not(mut self) -> Self {
        if let Self::Not(inner) = &mut self {
            return std::mem::replace(&mut **inner, Self::All(Vec::new()));
        }
        Self::Not(Box::new(self))
    }
}

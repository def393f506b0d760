//! Rules on consortia, their members, lines and passages.

use super::{Policy, Rule, Subject};
use crate::code::Country;
use crate::network::Role;

impl Rule {
    /// The whole chain is the business of a consortium: every move, by land and by sea, in whatever
    /// country; see [`Subject::Consortium`].
    ///
    /// ```
    /// use trade_corridor::policy::Rule;
    /// assert_eq!(Rule::only_by("TITR").to_string(), "only the business of TITR");
    /// ```
    pub fn only_by(consortium: impl Into<String>) -> Self {
        Self::Require(Subject::Consortium {
            consortium: consortium.into(),
            countries: Vec::new(),
            roles: Vec::new(),
        })
    }

    /// Moves by land in some countries are the business of a consortium.
    pub fn only_by_in(
        consortium: impl Into<String>,
        countries: impl IntoIterator<Item = Country>,
    ) -> Self {
        Self::Require(Subject::Consortium {
            consortium: consortium.into(),
            countries: countries.into_iter().collect(),
            roles: Vec::new(),
        })
    }

    /// Whoever acts in some roles acts for a consortium.
    pub fn only_by_as(
        consortium: impl Into<String>,
        roles: impl IntoIterator<Item = Role>,
    ) -> Self {
        Self::Require(Subject::Consortium {
            consortium: consortium.into(),
            countries: Vec::new(),
            roles: roles.into_iter().collect(),
        })
    }

    /// Nothing is the business of a consortium.
    pub fn exclude_consortium(consortium: impl Into<String>) -> Self {
        Self::Exclude(Subject::Consortium {
            consortium: consortium.into(),
            countries: Vec::new(),
            roles: Vec::new(),
        })
    }

    /// Nothing is sold by a consortium that has a member from a country, or run for one by such a member.
    #[must_use]
    pub fn no_member_from(country: Country) -> Self {
        Self::Exclude(Subject::Member {
            countries: vec![country],
            members: Vec::new(),
        })
    }

    /// No member of a consortium touches the goods, whatever it does.
    pub fn exclude_members_of(consortium: impl Into<String>) -> Self {
        Self::Exclude(Subject::MemberOf {
            consortium: consortium.into(),
            roles: Vec::new(),
        })
    }

    /// No strait or canal of this name is passed, such as `bosphorus`.
    pub fn exclude_passage(name: impl Into<String>) -> Self {
        Self::Exclude(Subject::Passage {
            passages: vec![name.into()],
        })
    }

    /// Moves by land go along these lines only; in some countries, or everywhere where none is named.
    pub fn only_along<L: Into<String>>(
        lines: impl IntoIterator<Item = L>,
        countries: impl IntoIterator<Item = Country>,
    ) -> Self {
        Self::Require(Subject::Along {
            lines: lines.into_iter().map(Into::into).collect(),
            consortia: Vec::new(),
            countries: countries.into_iter().collect(),
        })
    }

    /// Moves by land go along the lines of a consortium only; in some countries, or everywhere where none
    /// is named.
    pub fn only_along_lines_of(
        consortium: impl Into<String>,
        countries: impl IntoIterator<Item = Country>,
    ) -> Self {
        Self::Require(Subject::Along {
            lines: Vec::new(),
            consortia: vec![consortium.into()],
            countries: countries.into_iter().collect(),
        })
    }
}

impl Policy {
    /// The whole chain is the business of a consortium: a route that it can run and sell, or none.
    pub fn only_consortium(id: impl Into<String>) -> Self {
        let id = id.into();
        Self::new(format!("only through {id}")).with(Rule::only_by(id))
    }
}

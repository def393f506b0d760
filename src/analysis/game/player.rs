//! Who plays, and what they have.

use std::fmt;

use serde::Serialize;

use super::GameError;
use crate::code::{Country, Name};
use crate::network::Network;
use crate::planner::Error;
use crate::policy::{Rule, Subject};

/// Somebody whose things are used.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct Player {
    /// Its name.
    pub name: Name,
    /// Rules that hold where it takes no part: they exclude what it has.
    pub rules: Vec<Rule>,
    /// The bloc that it joins and leaves with; nothing for one that stands alone.
    pub bloc: Option<Name>,
}

impl Player {
    /// A player without things.
    pub fn new(name: impl Into<Name>) -> Self {
        Self {
            name: name.into(),
            rules: Vec::new(),
            bloc: None,
        }
    }

    /// The same with what a rule excludes.
    pub fn with(mut self, rule: impl Into<Rule>) -> Self {
        self.rules.push(rule.into());
        self
    }

    /// The same in a bloc.
    pub fn of_bloc(mut self, bloc: impl Into<Name>) -> Self {
        self.bloc = Some(bloc.into());
        self
    }

    /// A player of one line of text: `Kazakhstan=operator:KTZ+country:KZ@Turkic`, its name, what it has as
    /// [`Subject::find`] reads it or as `country:` and a code for a territory, and the bloc if there is one.
    ///
    /// # Errors
    /// A text of another form, a subject or country that is none.
    ///
    /// ```
    /// use trade_corridor::analysis::game::Player;
    /// use trade_corridor::prelude::*;
    ///
    /// let network = Network::europe_central_asia();
    /// let player = Player::find("Kazakhstan=operator:KTZ+country:KZ@Turkic", network)?;
    /// assert_eq!((player.name.as_str(), player.rules.len()), ("Kazakhstan", 2));
    /// assert!(Player::find("Kazakhstan", network).is_err());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn find(text: &str, network: &Network) -> Result<Self, Error> {
        let unreadable = || GameError::Unreadable {
            text: text.chars().take(100).collect(),
        };
        let (name, has) = text.split_once('=').ok_or_else(unreadable)?;
        let (has, bloc) = match has.split_once('@') {
            Some((has, bloc)) => (has, Some(bloc.trim())),
            None => (has, None),
        };
        let name = name.trim();
        if name.is_empty() || has.trim().is_empty() || bloc.is_some_and(str::is_empty) {
            return Err(unreadable().into());
        }
        let mut player = Self::new(name);
        player.bloc = bloc.map(Name::from);
        for thing in has.split('+').map(str::trim) {
            let rule = match thing.strip_prefix("country:") {
                Some(code) => Rule::exclude_territory(code.trim().parse::<Country>()?),
                None => Rule::Exclude(Subject::find(thing, network)?),
            };
            player.rules.push(rule);
        }
        Ok(player)
    }

    /// The one rule by which it takes no part.
    pub(super) fn rule(&self) -> Result<Rule, GameError> {
        let name = || self.name.to_string();
        if self.rules.is_empty() {
            return Err(GameError::Nothing { name: name() });
        }
        let whole = |rule: &Rule| {
            matches!(
                rule,
                Rule::Limit(_) | Rule::Use(_) | Rule::UseOnce(_) | Rule::Via(_)
            )
        };
        if self.rules.iter().any(whole) {
            return Err(GameError::WholeRoute { name: name() });
        }
        match self.rules.as_slice() {
            [rule] => Ok(rule.clone()),
            rules => Ok(Rule::all(rules.iter().cloned())),
        }
    }
}

impl fmt::Display for Player {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

//! What each one brings to it: a game of those whose things are used, everybody rerouted for every coalition.
//!
//! A player has things: rules that exclude them. A coalition can use the things of its players and not those of
//! others, and everything that is nobody's. What it is worth is what a
//! [`Demand`](super::demand::Demand) saves in a year when everybody goes
//! the cheapest way that the coalition leaves open, against the way with no player at all:
//! `v(S) = Σ demand · (cost with no player − cost with S only)`.
//!
//! [`play`] asks that of every coalition and divides the worth of all by the Shapley value, by the Owen value where
//! players stand together in blocs, and by the nucleolus, exactly. Whether a value is in the core is tested for all
//! coalitions; where it is not, the one that loses most is named, with what it would gain alone. The [`nucleolus()`] is in
//! the core unless there is none. Where players stand in for each other, they are worth more alone than all together, and it
//! is the prenucleolus ([`Among`]).
//!
//! Where a coalition leaves a flow no route, or only one that is dearer, it goes by a *fallback* at a stated price,
//! which is shown: worth rests on it.

mod answer;
mod error;
mod nucleolus;
mod player;
mod values;
mod words;

use serde::{Deserialize, Serialize};

pub use answer::{Blocking, Core, Outcome, Standing, play};
pub use error::GameError;
pub use nucleolus::{Among, Nucleolus, nucleolus};
pub use player::Player;

use crate::quantity::Money;

/// What a flow pays where there is no route, or none for less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fallback {
    /// So much, whatever the flow.
    #[serde(rename = "each_cents")]
    Each(Money),
    /// So many per cent of what its cheapest route costs when all players take part.
    Percent(u32),
}

/// A question: who plays.
///
/// ```
/// use trade_corridor::analysis::game::{Fallback, Game, Player};
/// use trade_corridor::prelude::*;
///
/// let railway = Player::new("Georgia").with(Rule::exclude_territory("GE".parse()?)).of_bloc("Caucasus");
/// let game = Game::of([railway]).fallback(Fallback::Percent(150));
/// assert_eq!(game.players.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct Game {
    /// The players, at most [`Game::MOST_PLAYERS`].
    pub players: Vec<Player>,
    /// What a flow pays without a route; by default twice what it pays when all take part.
    pub fallback: Fallback,
    /// Searches at the most, each for one flow in one world; by default 200,000.
    pub most_searches: usize,
    /// Pivots at the most on the way to the nucleolus; by default [`Game::MOST_PIVOTS`].
    pub most_pivots: usize,
}

impl Game {
    /// The most players: 65,536 coalitions.
    pub const MOST_PLAYERS: usize = 16;

    /// Pivots on the way to the nucleolus; 16 players take some hundred.
    pub const MOST_PIVOTS: usize = 10_000;

    /// A game of these players.
    pub fn of(players: impl IntoIterator<Item = Player>) -> Self {
        Self {
            players: players.into_iter().collect(),
            fallback: Fallback::Percent(200),
            most_searches: 200_000,
            most_pivots: Self::MOST_PIVOTS,
        }
    }

    /// The same at another price where there is no route.
    pub const fn fallback(mut self, fallback: Fallback) -> Self {
        self.fallback = fallback;
        self
    }

    /// The same in so many searches at the most.
    pub const fn most_searches(mut self, searches: usize) -> Self {
        self.most_searches = searches;
        self
    }

    /// The same with so many pivots at the most on the way to the nucleolus.
    pub const fn most_pivots(mut self, pivots: usize) -> Self {
        self.most_pivots = pivots;
        self
    }
}

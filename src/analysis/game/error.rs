use crate::planner::Error;

/// Why a game cannot be played.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GameError {
    /// Too few players, or more than coalitions are gone through for.
    #[error("a game of {players} players; give 1 to {most}")]
    Players {
        /// How many.
        players: usize,
        /// How many are accepted.
        most: usize,
    },
    /// Two players of one name.
    #[error("two players are called `{name}`; name them apart")]
    SameName {
        /// The name.
        name: String,
    },
    /// A player who has nothing.
    #[error(
        "`{name}` has nothing that others could lack; give it a rule that excludes what it has"
    )]
    Nothing {
        /// The player.
        name: String,
    },
    /// A rule that speaks of whole routes.
    #[error("a rule of `{name}` speaks of routes as a whole; exclude what the player has instead")]
    WholeRoute {
        /// The player.
        name: String,
    },
    /// A price below nothing.
    #[error("a fallback of {amount} cents; give a price from 0 on")]
    Fallback {
        /// The price.
        amount: i64,
    },
    /// More searches than are made.
    #[error(
        "the game takes more than {most} searches; take fewer players or flows, or raise `Game::most_searches`"
    )]
    TooManySearches {
        /// How many are made.
        most: usize,
    },
    /// More pivots than are made.
    #[error(
        "the nucleolus takes more than {most} pivots; take fewer players, or raise `Game::most_pivots`"
    )]
    TooManyPivots {
        /// How many are made.
        most: usize,
    },
    /// Worths that 128 bits do not divide exactly.
    #[error(
        "coalitions are worth too much for an exact nucleolus; give smaller volumes or fewer players"
    )]
    TooLarge,
    /// A nucleolus that does not pass its proof.
    #[error(
        "what was found is not proven to be the nucleolus, a fault of this crate; report the game, or take other players"
    )]
    Unproven,
    /// A text that names no players.
    #[error(
        "`{text}` names no player; write `KZ=operator:KTZ+country:KZ@bloc`, the bloc where there is one"
    )]
    Unreadable {
        /// The text.
        text: String,
    },
}

coded!(GameError {
    Players { players, most } = "game_players",
    SameName { name } = "game_same_name",
    Nothing { name } = "game_nothing",
    WholeRoute { name } = "game_whole_route",
    Fallback { amount } = "game_fallback",
    TooManySearches { most } = "game_too_many_searches",
    TooManyPivots { most } = "game_too_many_pivots",
    TooLarge {} = "game_too_large",
    Unproven {} = "game_unproven",
    Unreadable { text } = "game_unreadable",
});

impl From<GameError> for Error {
    fn from(error: GameError) -> Self {
        Self::other(error.code(), &error)
    }
}

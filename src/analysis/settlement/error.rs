use jiff::civil::Date;

use crate::planner::Error;
use crate::scenario::ScenarioError;

/// The largest number of players whose Shapley value is computed: 1,024 coalitions.
pub const LARGEST_GAME: usize = 10;

/// Why revenue cannot be divided.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SettlementError {
    /// The id names no operator.
    #[error("`{id}` is no operator of the network; give the id of a consortium")]
    UnknownOperator {
        /// The id.
        id: String,
    },
    /// The operator has no members on the day.
    #[error("`{operator}` has no members on {day}; give a consortium and a day of its life")]
    NoMembers {
        /// The operator.
        operator: String,
        /// The day.
        day: Date,
    },
    /// No member of the consortium has a share.
    #[error(
        "no member of `{operator}` has a share on {day}; divide as charged, by kilometres, by parity \
         or by Shapley value"
    )]
    NoShares {
        /// The consortium.
        operator: String,
        /// The day.
        day: Date,
    },
    /// No member runs or manages anything on the routes.
    #[error("no member of `{operator}` runs or manages a link of the routes; divide by equity")]
    NoLinks {
        /// The consortium.
        operator: String,
    },
    /// Neither the consortium nor a member for it is paid on the routes.
    #[error(
        "on {routes} route(s) nobody pays `{operator}`, or a member for what it runs: {reason}"
    )]
    NothingEarned {
        /// The consortium.
        operator: String,
        /// How many routes were looked at.
        routes: usize,
        /// What is paid instead, and the remedy.
        reason: &'static str,
    },
    /// More players than the exact value is computed for.
    #[error("a game of {players} players is above the largest accepted of {LARGEST_GAME}")]
    TooManyPlayers {
        /// How many.
        players: usize,
    },
    /// Costs above what is earned.
    #[error("operating cost, debt and tax come to {percent} % of the revenue; state at most 100 %")]
    CostsAboveRevenue {
        /// Their sum.
        percent: String,
    },
    /// Years that cannot be counted.
    #[error("{years} years cannot be settled; give 1 to 200, and a year up to 9999")]
    Years {
        /// How many.
        years: u32,
    },
    /// A rate of discount that cannot be.
    #[error("a rate of {percent} % a year cannot discount; give one from 0 to 100")]
    Discount {
        /// The rate.
        percent: f64,
    },
    /// The scenario does not hold on a day of the term.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
}

coded!(SettlementError {
    UnknownOperator { id } = "settlement_unknown_operator",
    NoMembers { operator, day } = "settlement_no_members",
    NoShares { operator, day } = "settlement_no_shares",
    NoLinks { operator } = "settlement_no_links",
    NothingEarned { operator, routes, reason } = "settlement_nothing_earned",
    TooManyPlayers { players } = "settlement_too_many_players",
    CostsAboveRevenue { percent } = "settlement_costs_above_revenue",
    Years { years } = "settlement_years",
    Discount { percent } = "settlement_discount",
    Scenario { 0: error } = "settlement_scenario",
});

impl From<SettlementError> for Error {
    fn from(error: SettlementError) -> Self {
        Self::other(error.code(), &error)
    }
}

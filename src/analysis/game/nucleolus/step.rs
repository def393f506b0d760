use serde::{Deserialize, Serialize};

/// Divisions of all that is saved, among which the nucleolus is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Among {
    /// Those that give each player what it is worth alone or more: D. Schmeidler's nucleolus (1969).
    Imputations,
    /// All of them, for players are worth more alone than all together: the prenucleolus (M. Maschler, B. Peleg and L. S.
    /// Shapley, 1979).
    Preimputations,
}

/// What a program of the sequence fixes: with these weights, the players of coalitions that are tight and the players
/// who get what they are worth alone add up to sums that were fixed before.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) coalitions: Vec<(usize, i128)>,
    pub(super) floors: Vec<(usize, i128)>,
}

use super::basis::{Basis, Column};
use super::program::Program;
use super::proof::is_proven;
use super::step::Among;
use crate::analysis::game::values::Parts;
use crate::analysis::game::{Game, GameError};
use crate::quantity::Money;

/// The nucleolus of a game, proven.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Nucleolus {
    /// What each player is due, in cents over `whole`.
    pub parts: Vec<i128>,
    /// The denominator of the parts, above 0 and with no factor that all of them have.
    pub whole: i128,
    /// The same in whole cents that add up to the worth of all, rounded by largest remainders.
    pub cents: Vec<Money>,
    /// Among which divisions it is the nucleolus.
    pub among: Among,
    /// Pivots of the linear programs.
    pub pivots: usize,
}

/// The nucleolus of a game: the division by which the coalition that is worth most beyond what it gets is worth as little
/// beyond it as possible, then the next one, and so on (D. Schmeidler, *The nucleolus of a characteristic function
/// game*, 1969). It is in the core unless that is empty.
///
/// It is looked for among imputations, which give each player what it is worth alone or more. Where players are worth
/// more alone than all together there are none, and it is the prenucleolus, among all divisions; [`Nucleolus::among`]
/// says which. Where a player adds to every coalition what it is worth alone or more, both are the same.
///
/// `worth` is asked once for every coalition but the empty one, which is worth nothing; bit `i` of a coalition stands for
/// player `i`.
///
/// # Errors
/// No players or more than [`Game::MOST_PLAYERS`]; more than `most_pivots` pivots, [`Game::MOST_PIVOTS`] for one; worths
/// so large that exact arithmetic does not hold them. What is told is proven by Kohlberg's criterion.
///
/// # Complexity
/// At most `n - 1` linear programs; a pivot goes through all `2^n` coalitions.
///
/// ```
/// use trade_corridor::analysis::game::{Game, nucleolus};
/// use trade_corridor::quantity::Money;
///
/// // An estate of 200 and claims of 100, 200 and 300: a coalition has what the others leave of it.
/// let claims = [100, 200, 300];
/// let worth = |who: u32| {
///     let others: i64 = (0..3).filter(|at| who >> at & 1 == 0).map(|at| claims[at]).sum();
///     Money::from_cents((200 - others).max(0))
/// };
/// let found = nucleolus(3, worth, Game::MOST_PIVOTS)?;
/// assert_eq!((found.parts, found.whole), (vec![50, 75, 75], 1));
/// assert!(nucleolus(17, worth, Game::MOST_PIVOTS).is_err());
/// # Ok::<(), trade_corridor::analysis::game::GameError>(())
/// ```
pub fn nucleolus(
    players: usize,
    worth: impl Fn(u32) -> Money,
    most_pivots: usize,
) -> Result<Nucleolus, GameError> {
    let most = Game::MOST_PLAYERS;
    if !(1..=most).contains(&players) {
        return Err(GameError::Players { players, most });
    }
    let worth = (0..1_u32 << players).map(|who| match who {
        0 => 0,
        _ => worth(who).as_cents(),
    });
    let worth: Vec<i64> = worth.collect();
    let (parts, among, pivots) = nucleolus_of(players, &worth, most_pivots)?;
    Ok(Nucleolus {
        cents: parts.cents(worth[worth.len() - 1]),
        parts: parts.parts,
        whole: parts.whole,
        among,
        pivots,
    })
}

/// The same of worths by coalition, with the pivots that it took.
pub(in crate::analysis::game) fn nucleolus_of(
    players: usize,
    worth: &[i64],
    most_pivots: usize,
) -> Result<(Parts, Among, usize), GameError> {
    let all = worth.len() - 1;
    let alone = (0..players).map(|player| i128::from(worth[1 << player]));
    let over = i128::from(worth[all]) - alone.clone().sum::<i128>();
    let among = if over >= 0 {
        Among::Imputations
    } else {
        Among::Preimputations
    };
    // To begin with, equal parts of what all are worth beyond each alone.
    let whole = players as i128;
    let mut parts = Parts {
        parts: alone.map(|worth| worth * whole + over).collect(),
        whole,
    };
    let mut fixed = Basis::empty(players + 1);
    fixed.fill(Column::Fixed(all))?;
    let (mut count, mut pivots, mut steps) = (1, 0, Vec::new());
    while count < players {
        let program = Program::new(worth, parts, among, &fixed)?;
        let (better, step, more) =
            program
                .solve(most_pivots - pivots)
                .map_err(|error| match error {
                    GameError::TooManyPivots { .. } => {
                        GameError::TooManyPivots { most: most_pivots }
                    }
                    other => other,
                })?;
        let coalitions = step.coalitions.iter().map(|(who, _)| *who);
        let floors = step.floors.iter().map(|(player, _)| 1 << player);
        let before = count;
        for sum in coalitions.chain(floors) {
            count += usize::from(fixed.fill(Column::Fixed(sum))?);
        }
        if count == before {
            return Err(GameError::Unproven);
        }
        (parts, pivots) = (better, pivots + more);
        steps.push(step);
    }
    if !is_proven(worth, &parts, among, &steps)? {
        return Err(GameError::Unproven);
    }
    Ok((parts, among, pivots))
}

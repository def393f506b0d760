//! Worth of all coalitions, and how it is divided.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::nucleolus::nucleolus_of;
use super::values::{Parts, owen, shapley};
use super::{Among, Fallback, Game, GameError, Player};
use crate::analysis::demand::Demand;
use crate::analysis::worlds::{Found, Search, Stopped, Worlds};
use crate::analysis::yearly::Yearly;
use crate::code::Name;
use crate::planner::{Closable, Error, Planner};
use crate::policy::Rule;
use crate::quantity::{Money, PerYear};

/// What one player is due, and what it can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Standing {
    /// Its name.
    pub player: Name,
    /// Its bloc.
    pub bloc: Option<Name>,
    /// What it is worth alone.
    #[serde(rename = "alone_cents")]
    pub alone: Money,
    /// What all others lose without it.
    #[serde(rename = "last_cents")]
    pub last: Money,
    /// Its Shapley value.
    #[serde(rename = "shapley_cents")]
    pub shapley: Money,
    /// Its Owen value; the Shapley value where no players stand together.
    #[serde(rename = "owen_cents")]
    pub owen: Money,
    /// What the nucleolus gives it.
    #[serde(rename = "nucleolus_cents")]
    pub nucleolus: Money,
}

/// A coalition that gains by going alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Blocking {
    /// Its players.
    pub players: Vec<Name>,
    /// What it is worth.
    #[serde(rename = "worth_cents")]
    pub worth: Money,
    /// What it would gain, rounded to the cent.
    #[serde(rename = "gain_cents")]
    pub gain: Money,
}

/// Whether a division holds: every coalition gets at least what it is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Core {
    /// No coalition gains by going alone.
    Holds,
    /// This one gains most.
    Blocked(Blocking),
}

/// A game that was played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Outcome {
    /// The day of the world.
    pub day: Date,
    /// What all players together save in a year.
    #[serde(rename = "worth_cents")]
    pub worth: Money,
    /// Each player, in the order given.
    pub players: Vec<Standing>,
    /// Whether the Shapley value is in the core.
    pub shapley_core: Core,
    /// Whether the Owen value is.
    pub owen_core: Core,
    /// Whether the nucleolus is; where it is not, nothing is: the core is empty.
    pub nucleolus_core: Core,
    /// Among which divisions it is the nucleolus.
    pub nucleolus_among: Among,
    /// Groups of players who add the same to every coalition.
    pub alike: Vec<Vec<Name>>,
    /// What a flow pays without a route, or where every route is dearer.
    pub fallback: Fallback,
    /// Shipments a year that go by the fallback when nobody takes part.
    #[serde(rename = "fallback_by_none_millionths")]
    pub fallback_by_none: PerYear,
    /// Shipments a year that go by it when all take part.
    #[serde(rename = "fallback_by_all_millionths")]
    pub fallback_by_all: PerYear,
    /// Flows left out, by their position: without a route when all take part, where the fallback is a part of
    /// what that costs.
    pub left_out: Vec<usize>,
    /// What every coalition is worth; bit `i` of the position stands for player `i`.
    #[serde(rename = "coalitions_cents")]
    pub coalitions: Vec<Money>,
    /// Searches that were made, each for one flow in one world.
    pub searches: usize,
    /// Pivots that were made on the way to the nucleolus.
    pub pivots: usize,
}

/// Plays a game: the worth of every coalition of the players, and its division.
///
/// Coalitions that differ in players alone whom no best route needs share their searches; players are never
/// taken as one for that.
///
/// # Errors
/// A demand of several lists or without flows; a flow that cannot be asked, by its position; no players, more than
/// [`Game::MOST_PLAYERS`], two of one name, one with nothing or with a rule on whole routes; more searches or pivots
/// than allowed; a nucleolus that cannot be told exactly.
///
/// # Complexity
/// For each flow at most a search for every set of players whom its best routes need, and `2^n` sums; as many for each
/// pivot on the way to the nucleolus.
///
/// ```
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::analysis::game::{Core, Game, Player, play};
/// use trade_corridor::prelude::*;
/// use trade_corridor::quantity::PerYear;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let request = Request::new("Almaty", "Poti").policy(Policy::russia_excluded());
/// let demand = Demand::default().flow(Flow::new(request, PerYear::from_count(1_000)));
/// let players = ["Georgia=country:GE", "Azerbaijan=country:AZ"];
/// let players = players.map(|text| Player::find(text, network));
/// let [georgia, azerbaijan] = players;
/// let outcome = play(&planner, &demand, &Game::of([georgia?, azerbaijan?]))?;
/// println!("{outcome}"); // a table of players
/// let sum: Money = outcome.players.iter().map(|it| it.shapley).sum();
/// assert_eq!(sum, outcome.worth);
/// assert!(play(&planner, &demand, &Game::of([])).is_err());
/// # Ok::<(), Error>(())
/// ```
pub fn play(planner: &Planner, demand: &Demand, game: &Game) -> Result<Outcome, Error> {
    demand.total()?;
    let rules = rules(game)?;
    let count = rules.len();
    let all = (1_usize << count) - 1;
    let requests = demand.iter().map(|flow| &flow.request);
    let closable = planner.closable(requests, &rules)?;
    let mut worlds = Worlds::new(Coalitions { closable }, demand.len(), game.most_searches);
    let mut worth = vec![Yearly::ZERO; all + 1];
    let (mut by_none, mut by_all, mut left_out) = (PerYear::ZERO, PerYear::ZERO, Vec::new());
    for (index, flow) in demand.iter().enumerate() {
        let with_all = cost(&mut worlds, index, all, all, game)?;
        let fallback = match (game.fallback, with_all) {
            (Fallback::Each(price), _) => price,
            (Fallback::Percent(percent), Some(cost)) => percent_of(cost, percent),
            (Fallback::Percent(_), None) => {
                left_out.push(index);
                continue;
            }
        };
        let none = cost(&mut worlds, index, 0, all, game)?;
        let falls_back = |cost: Option<Money>| cost.is_none_or(|cost| cost > fallback);
        if falls_back(none) {
            by_none += flow.volume;
        }
        if falls_back(with_all) {
            by_all += flow.volume;
        }
        let priced = |cost: Option<Money>| cost.map_or(fallback, |cost| cost.min(fallback));
        let before = priced(none);
        for (coalition, worth) in worth.iter_mut().enumerate() {
            let after = priced(cost(&mut worlds, index, coalition, all, game)?);
            *worth += Yearly::of(flow.volume, before - after);
        }
    }
    let worth: Vec<Money> = worth.into_iter().map(Yearly::money).collect();
    let cents: Vec<i64> = worth.iter().map(|it| it.as_cents()).collect();
    let blocs = blocs(&game.players);
    let (by_shapley, by_owen) = (shapley(count, &cents), owen(count, &cents, &blocs));
    let (by_nucleolus, nucleolus_among, pivots) = nucleolus_of(count, &cents, game.most_pivots)?;
    let [due, due_in_blocs, due_by_nucleolus] =
        [&by_shapley, &by_owen, &by_nucleolus].map(|parts| parts.cents(cents[all]));
    let players = game
        .players
        .iter()
        .enumerate()
        .map(|(at, player)| Standing {
            player: player.name.clone(),
            bloc: player.bloc.clone(),
            alone: worth[1 << at],
            last: worth[all] - worth[all & !(1 << at)],
            shapley: due[at],
            owen: due_in_blocs[at],
            nucleolus: due_by_nucleolus[at],
        });
    Ok(Outcome {
        day: planner.world().day(),
        worth: worth[all],
        players: players.collect(),
        shapley_core: core(&by_shapley, &cents, &game.players)?,
        owen_core: core(&by_owen, &cents, &game.players)?,
        nucleolus_core: core(&by_nucleolus, &cents, &game.players)?,
        nucleolus_among,
        alike: alike(&cents, &game.players),
        fallback: game.fallback,
        fallback_by_none: by_none,
        fallback_by_all: by_all,
        left_out,
        coalitions: worth,
        searches: worlds.searches(),
        pivots,
    })
}

/// Searches of flows with players taking no part.
struct Coalitions<'q> {
    closable: Closable<'q>,
}

impl Search for Coalitions<'_> {
    fn search(&mut self, flow: usize, closed: &[u32]) -> Result<Found, Error> {
        let closed = closed.iter().fold(0, |mask, player| mask | 1 << player);
        let found = self.closable.best(flow, closed)?;
        let uses = found.as_ref().map_or(0, |found| found.uses);
        let uses: Vec<u32> = (0..u32::BITS)
            .filter(|player| uses >> player & 1 == 1)
            .collect();
        Ok(Found {
            cost: found.map(|found| found.cost),
            uses: uses.into(),
        })
    }
}

/// One rule for each player.
fn rules(game: &Game) -> Result<Vec<Rule>, GameError> {
    let (players, most) = (game.players.len(), Game::MOST_PLAYERS);
    if !(1..=most).contains(&players) {
        return Err(GameError::Players { players, most });
    }
    for (at, player) in game.players.iter().enumerate() {
        if game.players[..at]
            .iter()
            .any(|other| other.name == player.name)
        {
            let name = player.name.to_string();
            return Err(GameError::SameName { name });
        }
    }
    if let Fallback::Each(price) = game.fallback
        && price < Money::ZERO
    {
        let amount = price.as_cents();
        return Err(GameError::Fallback { amount });
    }
    game.players.iter().map(Player::rule).collect()
}

/// What a flow's cheapest way costs a coalition.
fn cost(
    worlds: &mut Worlds<Coalitions<'_>>,
    flow: usize,
    coalition: usize,
    all: usize,
    game: &Game,
) -> Result<Option<Money>, Error> {
    let players = 0..game.players.len() as u32;
    let away: Vec<u32> = players
        .filter(|player| (all & !coalition) >> player & 1 == 1)
        .collect();
    match worlds.best(flow, &away) {
        Ok(found) => Ok(found.cost),
        Err(Stopped::TooMany { most }) => Err(GameError::TooManySearches { most }.into()),
        Err(Stopped::Failed(error)) => Err(error),
    }
}

/// Rounded to the cent, half up.
fn percent_of(cost: Money, percent: u32) -> Money {
    let cents = (i128::from(cost.as_cents()) * i128::from(percent) + 50) / 100;
    Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
}

/// The bloc of each player by number; who stands alone is one.
fn blocs(players: &[Player]) -> Vec<usize> {
    let mut known: BTreeMap<&Name, usize> = BTreeMap::new();
    let (mut next, mut blocs) = (0, Vec::with_capacity(players.len()));
    for player in players {
        let number = match &player.bloc {
            Some(bloc) => *known.entry(bloc).or_insert(next),
            None => next,
        };
        next = next.max(number + 1);
        blocs.push(number);
    }
    blocs
}

fn core(parts: &Parts, worth: &[i64], players: &[Player]) -> Result<Core, GameError> {
    let (coalition, gain) = parts.most_blocking(worth)?;
    if gain <= 0 {
        return Ok(Core::Holds);
    }
    let of = players.iter().enumerate();
    let of = of.filter(|(at, _)| coalition >> at & 1 == 1);
    let gain = (gain + parts.whole / 2) / parts.whole;
    Ok(Core::Blocked(Blocking {
        players: of.map(|(_, player)| player.name.clone()).collect(),
        worth: Money::from_cents(worth[coalition as usize]),
        gain: Money::from_cents(i64::try_from(gain).unwrap_or(i64::MAX)),
    }))
}

/// Players who add the same to every coalition without them.
fn alike(worth: &[i64], players: &[Player]) -> Vec<Vec<Name>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for player in 0..players.len() {
        let same = |other: usize| {
            let (a, b) = (1 << player, 1 << other);
            let without = (0..worth.len()).filter(|who| who & (a | b) == 0);
            without
                .into_iter()
                .all(|who| worth[who | a] == worth[who | b])
        };
        match groups.iter_mut().find(|group| same(group[0])) {
            Some(group) => group.push(player),
            None => groups.push(vec![player]),
        }
    }
    let groups = groups.into_iter().filter(|group| group.len() > 1);
    let names = |group: Vec<usize>| {
        group
            .into_iter()
            .map(|at| players[at].name.clone())
            .collect()
    };
    groups.map(names).collect()
}

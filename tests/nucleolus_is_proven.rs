//! What is told as the nucleolus is it by Kohlberg's criterion, by its definition, and has the properties that it has.

use std::cmp::Reverse;

use crate::questions::Dice;
use trade_corridor::analysis::game::{Among, Game, Nucleolus, nucleolus};
use trade_corridor::quantity::Money;

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}

fn below(dice: &mut Dice, sides: usize) -> i64 {
    whole(dice.below(sides))
}

fn found(worth: &[i64]) -> Nucleolus {
    let players = worth.len().trailing_zeros() as usize;
    let of = |who: u32| Money::from_cents(worth[who as usize]);
    let found = nucleolus(players, of, Game::MOST_PIVOTS).unwrap();
    let (all, last) = (worth[worth.len() - 1], &found.cents);
    assert_eq!(
        found.parts.iter().sum::<i128>(),
        i128::from(all) * found.whole
    );
    assert_eq!(last.iter().copied().sum::<Money>(), Money::from_cents(all));
    for (part, cents) in found.parts.iter().zip(last) {
        let apart = i128::from(cents.as_cents()) * found.whole - part;
        assert!(apart.abs() < found.whole, "{found:?}");
    }
    found
}

/// Games of few and of many worths, where all together are worth more or less.
fn games(seed: u64, players: usize, count: usize) -> Vec<Vec<i64>> {
    let mut dice = Dice::new(seed);
    let mut game = |at: usize| {
        let sides = [2, 4, 1_000, 1 << 40][at % 4];
        let mut worth: Vec<i64> = (0..1 << players).map(|_| below(&mut dice, sides)).collect();
        worth[0] = 0;
        if !at.is_multiple_of(3) {
            worth[(1 << players) - 1] += whole(at % 3 * players * sides) / 2;
        }
        worth
    };
    (0..count).map(&mut game).collect()
}

fn sum(parts: &[i128], who: usize) -> i128 {
    let of = parts.iter().enumerate();
    of.filter(|(at, _)| who >> at & 1 == 1)
        .map(|(_, part)| part)
        .sum()
}

fn excess(worth: &[i64], parts: &[i128], whole: i128, who: usize) -> i128 {
    i128::from(worth[who]) * whole - sum(parts, who)
}

/// Weights with which sets of players add up to all players, where there is one way only and no weight is nothing or less:
/// by elimination over fractions.
fn is_balanced(players: usize, sets: &[usize]) -> bool {
    let of_row = |player: usize| {
        let of_set = sets.iter().map(|who| i64::from(*who >> player & 1 == 1));
        of_set.chain([1]).collect()
    };
    let mut rows: Vec<Vec<i64>> = (0..players).map(of_row).collect();
    for column in 0..sets.len() {
        let Some(at) = (column..players).find(|row| rows[*row][column] != 0) else {
            return false;
        };
        rows.swap(column, at);
        let pivot = rows[column].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != column) {
            let (mine, its) = (row[column], pivot[column]);
            for (it, pivot) in row.iter_mut().zip(&pivot) {
                *it = *it * its - mine * pivot;
            }
        }
    }
    let (of_sets, rest) = rows.split_at(sets.len());
    let weighed = of_sets.iter().enumerate();
    let mut weighed = weighed.map(|(at, row)| row[at] * row[sets.len()]);
    rest.iter().all(|row| row[sets.len()] == 0) && weighed.all(|weight| weight > 0)
}

/// The minimal balanced collections of proper coalitions, each as a set of bits.
fn minimal_balanced(players: usize) -> Vec<u32> {
    let all = (1_usize << players) - 1;
    let mut minimal = Vec::new();
    let mut grow = vec![(Vec::<usize>::new(), 1)];
    while let Some((sets, from)) = grow.pop() {
        for who in from..all {
            let mut more = sets.clone();
            more.push(who);
            if is_balanced(players, &more) {
                minimal.push(more.iter().fold(0, |bits, who| bits | 1 << who));
            }
            if more.len() < players {
                grow.push((more, who + 1));
            }
        }
    }
    minimal
}

/// Kohlberg's criterion as it is defined: for every level, coalitions of that excess and more are balanced, with the help of
/// players who get what they are worth alone where that is the least that they may get.
fn is_kohlberg(worth: &[i64], parts: &[i128], whole: i128, among: Among, minimal: &[u32]) -> bool {
    let (players, all) = (parts.len(), worth.len() - 1);
    let excess = |who| excess(worth, parts, whole, who);
    let floors = (0..players).map(|player| 1 << player);
    let floors = floors.filter(|who| among == Among::Imputations && excess(*who) == 0);
    let floors = floors.fold(0_u32, |bits, who| bits | 1 << who);
    let below = (0..players).any(|player| excess(1 << player) > 0);
    let levels = (1..all).map(excess);
    excess(all) == 0
        && !(among == Among::Imputations && below)
        && levels.into_iter().all(|level| {
            let tight = (1..all).filter(|who| excess(*who) >= level);
            let tight = tight.fold(0_u32, |bits, who| bits | 1 << who);
            let within = minimal.iter().filter(|it| *it & !(tight | floors) == 0);
            tight & !within.fold(0, |bits, it| bits | it) == 0
        })
}

#[test]
fn kohlbergs_criterion_holds_and_only_there() {
    for (players, minimal) in [(2, 1), (3, 5), (4, 41), (5, 1_291)] {
        let collections = minimal_balanced(players);
        assert_eq!(collections.len(), minimal, "as many as are known");
        let mut among = [0, 0];
        for worth in games(players as u64, players, 120) {
            let it = found(&worth);
            among[usize::from(it.among == Among::Preimputations)] += 1;
            let holds =
                |parts: &[i128], whole| is_kohlberg(&worth, parts, whole, it.among, &collections);
            assert!(holds(&it.parts, it.whole), "{worth:?} {it:?}");
            let mut moved: Vec<i128> = it.parts.iter().map(|part| part * 10).collect();
            moved[0] += 1;
            moved[1] -= 1;
            assert!(!holds(&moved, it.whole * 10), "{worth:?} {it:?}");
        }
        assert!(among.iter().all(|games| *games > 10), "{among:?}");
    }
}

/// No other division is better by the definition: excesses in descending order, the first that differs.
#[test]
fn no_division_has_less_of_the_most_excess() {
    let mut dice = Dice::new(7);
    for players in 2..=7 {
        for worth in games(players as u64 + 10, players, 40) {
            let it = found(&worth);
            let scale = 1_000;
            let ordered = |parts: &[i128]| {
                let excess =
                    (1..worth.len()).map(|who| excess(&worth, parts, it.whole * scale, who));
                let mut excess: Vec<i128> = excess.collect();
                excess.sort_unstable_by_key(|it| Reverse(*it));
                excess
            };
            let parts: Vec<i128> = it.parts.iter().map(|part| part * scale).collect();
            let best = ordered(&parts);
            for _ in 0..20 {
                let (from, to) = (dice.below(players), dice.below(players));
                let much = 1_i128 << dice.below(30);
                let mut other = parts.clone();
                other[from] -= much;
                other[to] += much;
                let alone = |player: usize| excess(&worth, &other, it.whole * scale, 1 << player);
                let held =
                    it.among == Among::Preimputations || (0..players).all(|it| alone(it) <= 0);
                if from != to && held {
                    assert!(ordered(&other) > best, "{worth:?} {it:?} {other:?}");
                }
            }
        }
    }
}

#[test]
fn it_is_in_the_core_where_there_is_one() {
    let mut dice = Dice::new(11);
    for players in 2..=8 {
        for _ in 0..30 {
            // Worth no more than a division gives.
            let given: Vec<i128> = (0..players)
                .map(|_| i128::from(below(&mut dice, 1_000)))
                .collect();
            let all = (1_usize << players) - 1;
            let mut worth: Vec<i64> = (0..=all)
                .map(|who| (sum(&given, who) - i128::from(below(&mut dice, 400))) as i64)
                .collect();
            worth[0] = 0;
            worth[all] = sum(&given, all) as i64;
            let it = found(&worth);
            let above = (1..all).filter(|who| excess(&worth, &it.parts, it.whole, *who) > 0);
            assert_eq!(above.count(), 0, "{worth:?} {it:?}");
            assert_eq!(it.among, Among::Imputations);
        }
    }
}

#[test]
fn other_units_and_worths_alone_change_it_alike() {
    let mut dice = Dice::new(13);
    for players in 2..=7 {
        for worth in games(players as u64 + 20, players, 40) {
            let it = found(&worth);
            let more: Vec<i128> = (0..players)
                .map(|_| i128::from(below(&mut dice, 2_000)) - 1_000)
                .collect();
            let other: Vec<i64> = (0..worth.len())
                .map(|who| 3 * worth[who] + sum(&more, who) as i64)
                .collect();
            let other = found(&other);
            for (player, more) in more.iter().enumerate() {
                let same = 3 * it.parts[player] * other.whole + more * it.whole * other.whole;
                assert_eq!(other.parts[player] * it.whole, same, "{worth:?}");
            }
        }
    }
}

#[test]
fn the_order_of_players_is_nothing_to_it() {
    let mut dice = Dice::new(17);
    for players in 2..=7 {
        for worth in games(players as u64 + 30, players, 40) {
            let mut order: Vec<usize> = (0..players).collect();
            dice.shuffle(&mut order);
            let renamed = |who: usize| {
                let of = (0..players).filter(|player| who >> player & 1 == 1);
                of.fold(0, |mask, player| mask | 1 << order[player])
            };
            let mut other = vec![0; worth.len()];
            for who in 0..worth.len() {
                other[renamed(who)] = worth[who];
            }
            let (it, other) = (found(&worth), found(&other));
            assert_eq!(it.whole, other.whole);
            for (player, renamed) in order.iter().enumerate() {
                assert_eq!(it.parts[player], other.parts[*renamed], "{worth:?}");
            }
        }
    }
}

#[test]
fn who_adds_the_same_gets_the_same_and_who_adds_its_own_gets_that() {
    for players in 2..=6 {
        for worth in games(players as u64 + 40, players, 40) {
            // One more who adds 37 to every coalition, and one who is the double of the first.
            let (dummy, double) = (1 << players, 2 << players);
            let joined: Vec<i64> = (0..worth.len() << 2)
                .map(|who| {
                    let others = who & (dummy - 1);
                    let both = if who & double != 0 && others & 1 != 0 {
                        11
                    } else {
                        0
                    };
                    let first = others | usize::from(who & double != 0);
                    worth[first] + both + if who & dummy != 0 { 37 } else { 0 }
                })
                .collect();
            let it = found(&joined);
            assert_eq!(it.parts[players], 37 * it.whole, "{worth:?}");
            assert_eq!(it.parts[players + 1], it.parts[0], "{worth:?}");
        }
    }
}

/// Flows of several ways; a way needs some players and saves so much.
fn ways(players: usize, dice: &mut Dice, most: usize) -> Vec<i64> {
    let way = |dice: &mut Dice| {
        let needs = (0..=dice.below(4)).fold(0, |who, _| who | 1 << dice.below(players));
        (needs, below(dice, most))
    };
    let flows: Vec<Vec<(usize, i64)>> = (0..30)
        .map(|_| (0..6).map(|_| way(dice)).collect())
        .collect();
    let saved = |who: usize| {
        let best = flows.iter().map(|flow| {
            let open = flow.iter().filter(|(needs, _)| needs & !who == 0);
            open.map(|(_, saved)| *saved).max().unwrap_or(0)
        });
        best.sum()
    };
    (0..1 << players).map(saved).collect()
}

#[test]
fn as_many_as_may_play_are_divided() {
    let mut dice = Dice::new(19);
    let players = Game::MOST_PLAYERS;
    let random: Vec<i64> = (0..1_usize << players)
        .map(|who| {
            if who == 0 {
                0
            } else {
                below(&mut dice, 1 << 40)
            }
        })
        .collect();
    let large = ways(players, &mut dice, 1 << 55);
    let squares = (0..1_usize << players).map(|who| i64::from(who.count_ones()).pow(2));
    let squares: Vec<i64> = squares.collect();
    for (what, worth) in [
        ("ways", ways(players, &mut dice, 1 << 36)),
        ("large", large),
        ("random", random),
        ("squares", squares),
    ] {
        let it = found(&worth);
        println!(
            "{what}: {} pivots, {:?}, over {}",
            it.pivots, it.among, it.whole
        );
        assert!(
            it.pivots < Game::MOST_PIVOTS / 10,
            "{what}: {} pivots",
            it.pivots
        );
    }
}

#[test]
fn bounds_are_kept_and_said() {
    let mut dice = Dice::new(23);
    let worth = ways(6, &mut dice, 1_000);
    let of = |who: u32| Money::from_cents(worth[who as usize]);
    let it = found(&worth);
    assert!(it.pivots > 1);
    assert_eq!(nucleolus(6, of, it.pivots), Ok(it.clone()));
    let refused = nucleolus(6, of, it.pivots - 1).unwrap_err();
    assert_eq!(refused.code(), "game_too_many_pivots");
    assert!(
        refused
            .to_string()
            .contains(&format!("more than {} pivots", it.pivots - 1))
    );
    for players in [0, 17] {
        assert_eq!(
            nucleolus(players, |_| Money::ZERO, 1).unwrap_err().code(),
            "game_players"
        );
    }
    let one = nucleolus(1, |_| Money::from_cents(-7), 0).unwrap();
    assert_eq!((one.parts, one.whole, one.pivots), (vec![-7], 1, 0));
}

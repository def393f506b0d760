//! The nucleolus of games for which it is known in closed form.

use crate::questions::Dice;
use trade_corridor::analysis::game::{Among, Game, Nucleolus, nucleolus};
use trade_corridor::quantity::Money;

/// The nucleolus of a game of whole cents.
fn of(players: usize, worth: impl Fn(usize) -> i64) -> Nucleolus {
    let worth = |who: u32| Money::from_cents(worth(who as usize));
    nucleolus(players, worth, Game::MOST_PIVOTS).unwrap()
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}

fn below(dice: &mut Dice, sides: usize) -> i64 {
    whole(dice.below(sides))
}

fn sum_of(amounts: &[i64], who: usize) -> i64 {
    let of = amounts.iter().enumerate();
    of.filter(|(at, _)| who >> at & 1 == 1)
        .map(|(_, amount)| amount)
        .sum()
}

/// Checks parts of a cent, given as numerators and denominators.
fn assert_parts(found: &Nucleolus, parts: &[(i128, i128)]) {
    assert_eq!(found.parts.len(), parts.len());
    for (part, (above, below)) in found.parts.iter().zip(parts) {
        assert_eq!(part * below, above * found.whole, "{found:?} {parts:?}");
    }
}

/// A coalition has what the others leave of an estate.
fn bankruptcy(estate: i64, claims: &[i64]) -> Nucleolus {
    let all: i64 = claims.iter().sum();
    of(claims.len(), |who| {
        (estate - (all - sum_of(claims, who))).max(0)
    })
}

/// Equal awards of at most half of each claim, over twice the amounts, as fractions by the order of claims.
fn equal_awards(estate_twice: i64, claims: &[i64]) -> Vec<(i128, i128)> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|at| claims[*at]);
    let mut awards = vec![(0, 1); claims.len()];
    let mut left = estate_twice;
    for (before, at) in order.iter().enumerate() {
        let among = whole(claims.len() - before);
        if claims[*at] * among <= left {
            awards[*at] = (i128::from(claims[*at]), 1);
            left -= claims[*at];
        } else {
            for at in &order[before..] {
                awards[*at] = (i128::from(left), i128::from(among));
            }
            break;
        }
    }
    awards
}

/// R. J. Aumann and M. Maschler, *Game theoretic analysis of a bankruptcy problem from the Talmud*, 1985.
fn talmud(estate: i64, claims: &[i64]) -> Vec<(i128, i128)> {
    let all: i64 = claims.iter().sum();
    if 2 * estate <= all {
        let awards = equal_awards(2 * estate, claims).into_iter();
        return awards.map(|(above, below)| (above, 2 * below)).collect();
    }
    let losses = equal_awards(2 * (all - estate), claims).into_iter();
    let losses = losses.zip(claims);
    let awards =
        losses.map(|((above, below), claim)| (i128::from(*claim) * 2 * below - above, 2 * below));
    awards.collect()
}

#[test]
fn estates_are_divided_as_in_the_talmud() {
    let claims = [100, 200, 300];
    assert_parts(&bankruptcy(100, &claims), &[(100, 3); 3]);
    assert_parts(&bankruptcy(200, &claims), &[(50, 1), (75, 1), (75, 1)]);
    assert_parts(&bankruptcy(300, &claims), &[(50, 1), (100, 1), (150, 1)]);
    let thirds = bankruptcy(100, &claims);
    assert_eq!(thirds.cents, [34, 33, 33].map(Money::from_cents));
    assert_eq!((thirds.parts, thirds.whole), (vec![100; 3], 3));
    let mut dice = Dice::new(1);
    for _ in 0..60 {
        let claims: Vec<i64> = (0..2 + dice.below(6))
            .map(|_| 1 + below(&mut dice, 1_000))
            .collect();
        let estate = below(&mut dice, claims.iter().sum::<i64>() as usize + 1);
        let found = bankruptcy(estate, &claims);
        assert_parts(&found, &talmud(estate, &claims));
        assert_eq!(found.among, Among::Imputations);
    }
}

/// S. C. Littlechild, *A simple expression for the nucleolus in a special case*, 1974: what each pays for a runway as
/// long as the longest that one of a coalition needs, costs in ascending order.
fn runway(costs: &[i64]) -> Vec<(i128, i128)> {
    let (count, mut paid) = (costs.len(), Vec::new());
    let (mut upto, mut last) = (0, (0_i128, 1_i128));
    while upto < count {
        let base = if upto == 0 { 0 } else { costs[upto - 1] };
        let mut least: Option<((i128, i128), usize)> = None;
        for at in upto + 1..=count {
            let among = if at == count {
                at - upto
            } else {
                at - upto + 1
            } as i128;
            let more = i128::from(costs[at - 1] - base);
            let pays = (more * last.1 + last.0, last.1 * among);
            if least.is_none_or(|(it, _)| pays.0 * it.1 <= it.0 * pays.1) {
                least = Some((pays, at));
            }
        }
        let (pays, at) = least.unwrap();
        paid.extend(std::iter::repeat_n(pays, at - upto));
        (upto, last) = (at, pays);
    }
    paid
}

#[test]
fn runways_are_paid_as_by_littlechild() {
    let mut dice = Dice::new(2);
    for _ in 0..40 {
        let mut costs: Vec<i64> = (0..2 + dice.below(5))
            .map(|_| 1 + below(&mut dice, 60))
            .collect();
        costs.sort_unstable();
        // A coalition saves what its runways would cost apart.
        let longest = |who: usize| {
            (0..costs.len())
                .filter(|at| who >> at & 1 == 1)
                .map(|at| costs[at])
                .max()
        };
        let found = of(costs.len(), |who| {
            sum_of(&costs, who) - longest(who).unwrap_or(0)
        });
        let paid = runway(&costs).into_iter().zip(&costs);
        let saved: Vec<(i128, i128)> = paid
            .map(|((above, below), cost)| (i128::from(*cost) * below - above, below))
            .collect();
        assert_parts(&found, &saved);
    }
}

#[test]
fn whoever_is_scarce_gets_all() {
    for (left, right) in [(1, 2), (2, 1), (2, 3), (3, 2), (2, 2)] {
        let found = of(left + right, |who| {
            let lefts = (who & ((1 << left) - 1)).count_ones();
            i64::from(lefts.min(who.count_ones() - lefts))
        });
        let of_left = match left.cmp(&right) {
            std::cmp::Ordering::Less => (1, 1),
            std::cmp::Ordering::Equal => (1, 2),
            std::cmp::Ordering::Greater => (0, 1),
        };
        let of_right = (of_left.1 - of_left.0, of_left.1);
        let parts: Vec<(i128, i128)> = (0..left + right)
            .map(|at| if at < left { of_left } else { of_right })
            .collect();
        assert_parts(&found, &parts);
    }
}

/// Weights by which every smallest majority has the same, and of which one side always wins, are the nucleolus (B. Peleg,
/// *On weights of constant-sum majority games*, 1968).
#[test]
fn votes_are_worth_their_weights() {
    for weights in [
        &[1_i64, 1, 1][..],
        &[2, 1, 1, 1],
        &[3, 2, 2, 1, 1],
        &[3, 1, 1, 1, 1],
        &[1; 7],
    ] {
        let all: i64 = weights.iter().sum();
        let found = of(weights.len(), |who| {
            i64::from(2 * sum_of(weights, who) > all)
        });
        let parts: Vec<(i128, i128)> = weights
            .iter()
            .map(|it| (i128::from(*it), i128::from(all)))
            .collect();
        assert_parts(&found, &parts);
    }
}

#[test]
fn two_share_what_they_add_and_equals_get_equal_parts() {
    let of_two = |first, second, both| of(2, move |who| [0, first, second, both][who]);
    assert_parts(&of_two(1, 3, 10), &[(4, 1), (6, 1)]);
    assert_parts(&of_two(-5, 3, 1), &[(-7, 2), (9, 2)]);
    // Either stands in for the other.
    let either = of_two(10, 10, 10);
    assert_parts(&either, &[(5, 1), (5, 1)]);
    assert_eq!(either.among, Among::Preimputations);
    for size in 1..8 {
        let equal = of(size, |who| i64::from(who.count_ones()).pow(2) * 7);
        let all = (size * size * 7) as i128;
        assert_parts(&equal, &vec![(all, size as i128); size]);
    }
    let three = of(3, |who| [0, 0, 60, 72][who.count_ones() as usize]);
    assert_parts(&three, &[(24, 1); 3]);
}

/// B. Peleg and P. Sudhölter, *Introduction to the theory of cooperative games*, 2007, example 5.5.12: what two are worth is
/// not what all are.
#[test]
fn nobody_gets_less_than_alone_where_that_can_be() {
    let worth = |alone: i64| move |who: usize| [0, alone, alone, 10, 0, 0, 0, 2][who];
    let held = of(3, worth(0));
    assert_parts(&held, &[(1, 1), (1, 1), (0, 1)]);
    assert_eq!(held.among, Among::Imputations);
    let found = of(3, worth(2));
    assert_parts(&found, &[(3, 1), (3, 1), (-4, 1)]);
    assert_eq!(found.among, Among::Preimputations);
}

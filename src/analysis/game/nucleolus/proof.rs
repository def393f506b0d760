use std::cmp::Reverse;

use super::arithmetic::{plus, times};
use super::span::Span;
use super::step::{Among, Step};
use crate::analysis::game::GameError;
use crate::analysis::game::values::Parts;

/// Whether a division is the nucleolus, by steps that show it. Uses nothing of how they were found.
///
/// It is Kohlberg's criterion with the weights that it asks for. Let another division be no worse, and `d` what players
/// get more by it. To all it gives nothing more, and so to all sums fixed so far. Coalitions that are no such sums have
/// no excess above the level of a step, or this is false; those of the step are at it, so they do not get less, and neither
/// do players who get what they are worth alone. With weights above nothing these sums of `d` make a fixed one,
/// which is nothing, so each is nothing: they are fixed as well. Once every sum follows, `d` is nothing.
pub(super) fn is_proven(
    worth: &[i64],
    parts: &Parts,
    among: Among,
    steps: &[Step],
) -> Result<bool, GameError> {
    let (players, all) = (parts.parts.len(), worth.len() - 1);
    let excess = parts.excesses(worth)?;
    let holds = |player: usize| among == Among::Preimputations || excess[1 << player] <= 0;
    let at_floor = |player: usize| among == Among::Imputations && excess[1 << player] == 0;
    if excess[all] != 0 || !(0..players).all(holds) {
        return Ok(false);
    }
    let mut order: Vec<usize> = (1..all).collect();
    order.sort_by_key(|who| Reverse(excess[*who]));
    let mut order = order.into_iter().peekable();
    let mut span = Span::of(players);
    span.add(all)?;
    for step in steps {
        let Some(level) = step.coalitions.first().map(|(who, _)| excess[*who]) else {
            return Ok(false);
        };
        while let Some(who) = order.next_if(|who| excess[*who] > level) {
            if !span.has(span.ones(who))? {
                return Ok(false);
            }
        }
        let tight = step.coalitions.iter().all(|(who, _)| excess[*who] == level);
        if !tight || !step.floors.iter().all(|(player, _)| at_floor(*player)) {
            return Ok(false);
        }
        let floors = step.floors.iter();
        let floors = floors.map(|(player, weight)| (1 << player, *weight));
        let fixed: Vec<(usize, i128)> = step.coalitions.iter().copied().chain(floors).collect();
        let mut sum = vec![0_i128; players];
        for (who, weight) in &fixed {
            for (sum, one) in sum.iter_mut().zip(span.ones(*who)) {
                *sum = plus(*sum, times(one, *weight)?)?;
            }
        }
        if fixed.iter().any(|(_, weight)| *weight <= 0) || !span.has(sum)? {
            return Ok(false);
        }
        for (who, _) in fixed {
            span.add(who)?;
        }
    }
    Ok(span.is_whole())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A glove on the left, two on the right.
    const GLOVES: [i64; 8] = [0, 0, 0, 1, 0, 1, 0, 1];

    fn step(coalitions: &[usize], floors: &[usize]) -> Step {
        let weighed = |of: &[usize]| of.iter().map(|it| (*it, 1)).collect();
        Step {
            coalitions: weighed(coalitions),
            floors: weighed(floors),
        }
    }

    fn told(parts: [i128; 3], among: Among, steps: &[Step]) -> bool {
        let parts = Parts {
            parts: parts.to_vec(),
            whole: 1,
        };
        is_proven(&GLOVES, &parts, among, steps).unwrap()
    }

    #[test]
    fn what_does_not_show_it_is_refused() {
        let sound = [step(&[0b010, 0b101], &[]), step(&[0b100, 0b011], &[])];
        assert!(told([1, 0, 0], Among::Imputations, &sound));
        assert!(told([1, 0, 0], Among::Preimputations, &sound));
        // Another division, or not all of it.
        assert!(!told([0, 1, 0], Among::Imputations, &sound));
        assert!(!told([2, 0, 0], Among::Imputations, &sound));
        assert!(!told([1, 0, -1], Among::Imputations, &sound));
        // Not to the end, without coalitions, of coalitions that do not add up, with one that is not tight.
        let [first, second] = &sound;
        let is_refused = |steps: &[Step]| assert!(!told([1, 0, 0], Among::Imputations, steps));
        is_refused(&sound[..1]);
        is_refused(&[first.clone(), step(&[], &[])]);
        is_refused(&[first.clone(), step(&[0b100], &[])]);
        is_refused(&[first.clone(), step(&[0b100, 0b011, 0b110, 0b001], &[])]);
        // Below coalitions that are not fixed, at a floor where there is none, with a weight below nothing.
        is_refused(&[step(&[0b001], &[1, 2]), first.clone(), second.clone()]);
        is_refused(&[step(&[0b010, 0b101], &[0]), second.clone()]);
        let mut signs = second.clone();
        signs.coalitions[0].1 = -1;
        is_refused(&[first.clone(), signs]);
    }

    #[test]
    fn floors_are_held_only_where_they_are() {
        // Weights of one coalition and of players outside it make all.
        let steps = [step(&[0b101], &[1]), step(&[0b011], &[2])];
        assert!(told([1, 0, 0], Among::Imputations, &steps));
        assert!(!told([1, 0, 0], Among::Preimputations, &steps));
    }
}

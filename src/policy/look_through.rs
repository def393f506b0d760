//! Shares multiplied along chains of holders and added up over all chains.
//!
//! What a company is looked through to is the chance that a walk from it to one of its holders, and on
//! to theirs, ends at a listed one. Holders are settled before whom they hold, so that holdings without
//! circles take one product and one sum for each stake. A circle is a system of linear equations,
//! solved by elimination (John G. Kemeny and J. Laurie Snell, *Finite Markov Chains*, 1960, 3.5).
//!
//! Every [`Part`] is an exact fraction while numerator and denominator fit into 128 bits, and from
//! there on lies between two bounds that are rounded away from each other, in circles as elsewhere,
//! so that the true value is never outside.

use std::collections::BTreeMap;

use super::part::Part;

/// The cubes of the sizes of all circles together that are solved, a single one of 200 parties.
/// Circles beyond get the widest bounds.
const MOST_WORK: u64 = 8_000_000;

/// How much of a party a holder has; parties are numbered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) holder: usize,
    pub(super) held: usize,
    pub(super) part: Part,
}

/// By party, the chance that a walk upwards ends at a listed holder; nothing for those from whom
/// no walk does.
pub(super) fn look_through(edges: &[Edge], listed: &[bool]) -> Vec<Option<Part>> {
    let reached = reached(edges, listed);
    let mut chance: Vec<Option<Part>> = vec![None; listed.len()];
    // By party: what arrives in one step, and the holders that are settled otherwise.
    let mut arrives = vec![Part::ZERO; listed.len()];
    let mut holders: Vec<Vec<(usize, Part)>> = vec![Vec::new(); listed.len()];
    for edge in edges.iter().filter(|edge| !edge.part.is_zero()) {
        if listed[edge.holder] {
            arrives[edge.held] = arrives[edge.held].plus(edge.part);
        } else if reached[edge.holder] {
            holders[edge.held].push((edge.holder, edge.part));
        }
    }
    let mut work = MOST_WORK;
    for circle in circles(&holders, &reached) {
        for &party in &circle {
            holders[party].retain(|&(holder, part)| {
                let Some(settled) = chance[holder] else {
                    return true;
                };
                arrives[party] = arrives[party].plus(part.times(settled));
                false
            });
        }
        let size = circle.len() as u64;
        if let [party] = circle[..]
            && holders[party].is_empty()
        {
            chance[party] = Some(arrives[party]);
        } else if let Some(left) = work.checked_sub(size.saturating_pow(3)) {
            work = left;
            solve(&circle, &holders, &arrives, &mut chance);
        } else {
            for &party in &circle {
                let within = holders[party].iter();
                let most = within.fold(arrives[party], |sum, (_, part)| sum.plus(*part));
                chance[party] = Some(arrives[party].up_to(most));
            }
        }
    }
    chance
}

/// Who is held by a listed holder, directly or by others.
fn reached(edges: &[Edge], listed: &[bool]) -> Vec<bool> {
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); listed.len()];
    for edge in edges.iter().filter(|edge| !edge.part.is_zero()) {
        held[edge.holder].push(edge.held);
    }
    let mut reached = vec![false; listed.len()];
    let mut queue: Vec<usize> = (0..listed.len()).filter(|party| listed[*party]).collect();
    while let Some(holder) = queue.pop() {
        for &party in &held[holder] {
            if !reached[party] {
                reached[party] = true;
                if !listed[party] {
                    queue.push(party);
                }
            }
        }
    }
    reached
}

/// The parties reached, together where they hold each other in a circle, holders before whom they
/// hold (Robert Tarjan, *Depth-first search and linear graph algorithms*, 1972).
fn circles(holders: &[Vec<(usize, Part)>], reached: &[bool]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut number = vec![UNSEEN; holders.len()];
    let mut lowest = vec![UNSEEN; holders.len()];
    let mut open = vec![false; holders.len()];
    let (mut count, mut stack, mut circles) = (0, Vec::new(), Vec::new());
    for root in (0..holders.len()).filter(|party| reached[*party]) {
        if number[root] != UNSEEN {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((party, next)) = path.last_mut() {
            let party = *party;
            if *next == 0 {
                (number[party], lowest[party], open[party]) = (count, count, true);
                count += 1;
                stack.push(party);
            }
            let holder = holders[party].get(*next).map(|(holder, _)| *holder);
            *next += 1;
            match holder {
                Some(holder) if number[holder] == UNSEEN => path.push((holder, 0)),
                Some(holder) if open[holder] => {
                    lowest[party] = lowest[party].min(number[holder]);
                }
                Some(_) => {}
                None => {
                    path.pop();
                    if let Some((below, _)) = path.last() {
                        lowest[*below] = lowest[*below].min(lowest[party]);
                    }
                    if lowest[party] == number[party] {
                        let from = stack.iter().rposition(|other| *other == party);
                        let mut circle = stack.split_off(from.unwrap_or(0));
                        circle.sort_unstable();
                        for member in &circle {
                            open[*member] = false;
                        }
                        circles.push(circle);
                    }
                }
            }
        }
    }
    circles
}

/// Solves the equations of a circle: each chance is what arrives, and the chances of the holders in
/// the circle by their parts. As something arrives from every party, no divisor is nothing.
fn solve(
    circle: &[usize],
    holders: &[Vec<(usize, Part)>],
    arrives: &[Part],
    chance: &mut [Option<Part>],
) {
    let place = |party: &usize| circle.binary_search(party).ok();
    let mut rows: Vec<BTreeMap<usize, Part>> = vec![BTreeMap::new(); circle.len()];
    let mut arrives: Vec<Part> = circle.iter().map(|party| arrives[*party]).collect();
    for (row, party) in rows.iter_mut().zip(circle) {
        for (holder, part) in &holders[*party] {
            if let Some(at) = place(holder) {
                let entry = row.entry(at).or_insert(Part::ZERO);
                *entry = entry.plus(*part);
            }
        }
    }
    for middle in 0..circle.len() {
        let stays = rows[middle].remove(&middle).unwrap_or(Part::ZERO);
        if !stays.is_zero() {
            let leaves = stays.rest();
            arrives[middle] = arrives[middle].over(leaves);
            for part in rows[middle].values_mut() {
                *part = part.over(leaves);
            }
        }
        let (done, later) = rows.split_at_mut(middle + 1);
        for (row, at) in later.iter_mut().zip(middle + 1..) {
            let Some(part) = row.remove(&middle) else {
                continue;
            };
            arrives[at] = arrives[at].plus(part.times(arrives[middle]));
            for (holder, on) in &done[middle] {
                let entry = row.entry(*holder).or_insert(Part::ZERO);
                *entry = entry.plus(part.times(*on));
            }
        }
    }
    for at in (0..circle.len()).rev() {
        let onwards = rows[at].iter();
        let sum = onwards.fold(arrives[at], |sum, (holder, part)| {
            sum.plus(part.times(arrives[*holder]))
        });
        arrives[at] = sum;
        chance[circle[at]] = Some(sum);
    }
}

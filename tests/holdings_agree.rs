//! Holdings agree with sums and equations in fractions, worked out slowly, on random stakes.

use crate::maps::{DAY, stakes};
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use trade_corridor::network::{Network, Party};
use trade_corridor::policy::OwnershipMethod::{self, LookThrough, Threshold};
use trade_corridor::policy::ownership::Holdings;
use trade_corridor::quantity::Share;
use trade_corridor::scenario::Scenario;

type Counts = Vec<(String, Share)>;

/// Who counts beside the party that is listed, and by how much.
fn counted(network: &Network, listed: &str, method: OwnershipMethod) -> Counts {
    counted_on(DAY, network, listed, method)
}

fn counted_on(day: Date, network: &Network, listed: &str, method: OwnershipMethod) -> Counts {
    let world = Scenario::on(day).apply(network).unwrap();
    let holdings = Holdings::of(&world);
    let parties: Vec<Party> = network.party(listed).into_iter().collect();
    let listed = holdings.list(network, |_| false, &parties);
    let found = holdings.counted(&listed, method).unwrap();
    let others = found
        .parties()
        .filter(|(party, _)| !parties.contains(party));
    let mut counts: Counts = others
        .map(|(party, share)| (network.party_id(party).unwrap().to_owned(), share))
        .collect();
    counts.sort();
    counts
}

fn fraction(top: i128, bottom: i128) -> Share {
    Share::from_fraction(top.try_into().unwrap(), bottom.try_into().unwrap()).unwrap()
}

/// A fraction as one learns it in school.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(top: i128, bottom: i128) -> Self {
        let (mut a, mut b) = (top.abs(), bottom.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = if bottom < 0 { -1 } else { 1 };
        Self(sign * top / a.max(1), sign * bottom / a.max(1))
    }
    fn plus(self, other: Self) -> Self {
        Self::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }
    fn times(self, other: Self) -> Self {
        Self::new(self.0 * other.0, self.1 * other.1)
    }
    fn over(self, other: Self) -> Self {
        Self::new(self.0 * other.1, self.1 * other.0)
    }
}

const PARTIES: usize = 5;
type Row = (usize, usize, i128);

/// Sums in sixtieths, over and over until nobody is added.
fn slow_aggregate(rows: &[Row], listed: usize, least: i128) -> Vec<bool> {
    let mut counts = vec![false; PARTIES];
    loop {
        let holds = |party: usize| party == listed || counts[party];
        let sum = |held: usize| -> i128 {
            let mine = rows.iter().filter(|row| row.1 == held && holds(row.0));
            mine.map(|row| row.2).sum()
        };
        let next: Vec<bool> = (0..PARTIES)
            .map(|party| sum(party) > 0 && sum(party) >= least)
            .collect();
        if next == counts {
            return counts;
        }
        counts = next;
    }
}

/// The equations of all parties, solved by Gauss and Jordan; those below nobody are nothing.
fn slow_look_through(rows: &[Row], listed: usize) -> Vec<Fraction> {
    let below = slow_aggregate(rows, listed, 0);
    let zero = Fraction(0, 1);
    let mut table = vec![[zero; PARTIES + 1]; PARTIES];
    for (party, row) in table.iter_mut().enumerate() {
        row[party] = Fraction(1, 1);
    }
    for &(holder, held, part) in rows.iter().filter(|row| below[row.1]) {
        let part = Fraction::new(part, 60);
        if holder == listed {
            table[held][PARTIES] = table[held][PARTIES].plus(part);
        } else if below[holder] {
            table[held][holder] = table[held][holder].plus(Fraction(-part.0, part.1));
        }
    }
    for column in 0..PARTIES {
        let pivot = (column..PARTIES)
            .find(|row| table[*row][column] != zero)
            .unwrap();
        table.swap(column, pivot);
        let first = table[column][column];
        for cell in &mut table[column] {
            *cell = cell.over(first);
        }
        let done = table[column];
        for (_, row) in table.iter_mut().enumerate().filter(|(at, _)| *at != column) {
            let times = row[column];
            for (cell, from) in row.iter_mut().zip(done) {
                *cell = cell.plus(Fraction(-times.0, times.1).times(from));
            }
        }
    }
    table.iter().map(|row| row[PARTIES]).collect()
}

proptest! {
    #[test]
    fn holdings_agree_with_slow_fractions(
        raw in prop::collection::vec((0..PARTIES, 0..PARTIES, 1_i128..=6, 1_i128..=6), 1..16),
        listed in 0..PARTIES,
        least in 1_i128..=60,
    ) {
        let mut left = [60; PARTIES];
        let mut rows: Vec<Row> = Vec::new();
        let mut text: Vec<String> = vec!["P0 0 P1; P2 0 P3; P4 0 P0".to_owned()];
        let taken = [(0, 1), (2, 3), (4, 0)];
        for (holder, held, a, b) in raw {
            let (top, bottom) = (a.min(b), a.max(b));
            let part = 60 / bottom * top;
            let known = rows.iter().any(|row| (row.0, row.1) == (holder, held));
            if holder == held || known || taken.contains(&(holder, held)) || left[held] < part {
                continue;
            }
            left[held] -= part;
            rows.push((holder, held, part));
            text.push(format!("P{holder} {top}/{bottom} P{held}"));
        }
        let network = stakes(&text.join("; "));
        let name = format!("P{listed}");
        let others = |found: Counts| -> Vec<String> {
            found.into_iter().map(|(id, _)| id).collect()
        };
        let names = |counts: &dyn Fn(usize) -> bool| -> Vec<String> {
            let parties = (0..PARTIES).filter(|party| *party != listed && counts(*party));
            parties.map(|party| format!("P{party}")).collect()
        };

        let slow = slow_aggregate(&rows, listed, least);
        let found = counted(&network, &name, Threshold(fraction(least, 60)));
        prop_assert_eq!(others(found), names(&|party| slow[party]));

        let slow = slow_look_through(&rows, listed);
        for (party, exact) in slow.iter().enumerate() {
            if party == listed || exact.0 == 0 {
                continue;
            }
            let at = fraction(exact.0, exact.1);
            let found = counted(&network, &name, LookThrough(at));
            prop_assert!(found.contains(&(format!("P{party}"), at)), "P{} at {}", party, at);
            let reaches = |other: usize| slow[other].0 * exact.1 >= exact.0 * slow[other].1;
            prop_assert_eq!(others(found), names(&reaches));
            if exact.0 < exact.1 && exact.1 < 1_000_000 {
                let above = fraction(exact.0 * 1_000_000_000 + 1, exact.1 * 1_000_000_000);
                let found = counted(&network, &name, LookThrough(above));
                let name = format!("P{party}");
                prop_assert!(!others(found).contains(&name));
            }
        }
    }

    #[test]
    fn stakes_count_on_their_days_alone(
        raw in prop::collection::vec(
            (0..PARTIES, 0..PARTIES, 1_i128..=6, 1_i128..=6, 0_i64..9, 0_i64..5), 1..24,
        ),
        listed in 0..PARTIES,
        least in 1_i128..=60,
    ) {
        let on = |days: i64| DAY.checked_add(days.days()).unwrap();
        let mut left = [60; PARTIES];
        let mut rows: Vec<(Row, i64, i64)> = Vec::new();
        let mut text = vec!["P0 0 P1; P2 0 P3; P4 0 P0".to_owned()];
        let taken = [(0, 1), (2, 3), (4, 0)];
        for (holder, held, a, b, first, more) in raw {
            let (top, bottom) = (a.min(b), a.max(b));
            let (part, last) = (60 / bottom * top, first + more);
            // One stake of somebody in somebody a day, and no more than the whole.
            let twice = rows.iter().any(|((one, other, _), from, to)| {
                (*one, *other) == (holder, held) && first <= *to && *from <= last
            });
            if holder == held || twice || taken.contains(&(holder, held)) || left[held] < part {
                continue;
            }
            left[held] -= part;
            rows.push(((holder, held, part), first, last));
            text.push(format!("P{holder} {top}/{bottom} P{held} {} {}", on(first), on(last)));
        }
        let network = stakes(&text.join("; "));
        let name = format!("P{listed}");
        for day in 0..14 {
            let now = rows.iter().filter(|(_, first, last)| (*first..=*last).contains(&day));
            let now: Vec<Row> = now.map(|(row, ..)| *row).collect();
            let slow = slow_aggregate(&now, listed, least);
            let found = counted_on(on(day), &network, &name, Threshold(fraction(least, 60)));
            let found: Vec<String> = found.into_iter().map(|(id, _)| id).collect();
            let parties = (0..PARTIES).filter(|party| *party != listed && slow[*party]);
            let names: Vec<String> = parties.map(|party| format!("P{party}")).collect();
            prop_assert_eq!(found, names, "on day {}", day);
        }
    }
}

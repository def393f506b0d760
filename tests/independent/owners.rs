//! Who stands behind whom: sums of stakes and products along chains, in fractions.

use std::collections::{BTreeMap, BTreeSet};

use crate::standing::Standing;
use crate::tables::holds;

/// A fraction in its lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction(pub(crate) i128, pub(crate) i128);

impl Fraction {
    pub(crate) fn new(top: i128, bottom: i128) -> Self {
        let (mut a, mut b) = (top.abs(), bottom.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self(top / a.max(1), bottom / a.max(1))
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        let common = Self::new(self.1, other.1);
        // a/b + c/d over b * (d / gcd)
        let bottom = self
            .1
            .checked_mul(common.1)
            .expect("fractions of the tables are short");
        Self::new(
            self.0 * (bottom / self.1) + other.0 * (bottom / other.1),
            bottom,
        )
    }

    pub(crate) fn times(self, other: Self) -> Self {
        let (a, b) = (Self::new(self.0, other.1), Self::new(other.0, self.1));
        let product = |one: i128, two: i128| {
            one.checked_mul(two)
                .expect("fractions of the tables are short")
        };
        Self::new(product(a.0, b.0), product(a.1, b.1))
    }

    pub(crate) fn reaches(self, other: Self) -> bool {
        self.plus(Self(-other.0, other.1)).0 >= 0
    }

    /// `33.3333`, `16 2/3` in per cent, `1/3` of the whole.
    pub(crate) fn percent(text: &str) -> Self {
        let text = text.trim().trim_end_matches('%').trim().trim_matches('"');
        let fraction = |text: &str| {
            let (top, bottom) = text.split_once('/').unwrap();
            Self::new(top.trim().parse().unwrap(), bottom.trim().parse().unwrap())
        };
        if let Some((whole, rest)) = text.split_once(' ') {
            let whole: i128 = whole.parse().unwrap();
            return Self(whole, 1).plus(fraction(rest)).times(Self(1, 100));
        }
        if text.contains('/') {
            return fraction(text);
        }
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits: i128 = format!("{whole}{decimals}").parse().unwrap();
        let places = u32::try_from(decimals.len()).unwrap();
        Self::new(digits, 100 * 10_i128.pow(places))
    }
}

/// Stakes and memberships on a day.
pub(crate) struct Stakes {
    /// By who is held: holders and their parts.
    held: BTreeMap<String, BTreeMap<String, Fraction>>,
    /// By consortium.
    pub(crate) members: BTreeMap<String, BTreeSet<String>>,
}

impl Stakes {
    pub(crate) fn of(standing: &Standing<'_>) -> Self {
        let mut all = Self {
            held: BTreeMap::new(),
            members: BTreeMap::new(),
        };
        let tables = standing.book.tables;
        for row in tables
            .rows("stakes.csv")
            .iter()
            .filter(|row| holds(row, &standing.day))
        {
            all.put(
                &row["holder"],
                &row["held"],
                Fraction::percent(&row["percent"]),
            );
        }
        for row in tables
            .rows("members.csv")
            .iter()
            .filter(|row| holds(row, &standing.day))
        {
            let (whole, member) = (&row["consortium"], &row["member"]);
            all.members
                .entry(whole.clone())
                .or_default()
                .insert(member.clone());
            if !row["percent"].is_empty() {
                all.put(member, whole, Fraction::percent(&row["percent"]));
            }
        }
        for (holder, held, percent) in &standing.stakes {
            all.put(holder, held, Fraction::percent(percent));
        }
        all
    }

    fn put(&mut self, holder: &str, held: &str, part: Fraction) {
        let holders = self.held.entry(held.to_owned()).or_default();
        holders.insert(holder.to_owned(), part);
        holders.retain(|_, part| part.0 > 0);
        if holders.is_empty() {
            self.held.remove(held);
        }
    }

    /// Who counts as owners do, by `aggregate 50 %`, `threshold 25 %` or `look-through 25 %`.
    ///
    /// Parties that are `named` count. Of those at `home` in a listed country each is a holder that counts in
    /// sums, and counts itself where nobody is known to hold it.
    pub(crate) fn counted(
        &self,
        home: &BTreeSet<String>,
        named: &BTreeSet<String>,
        method: &str,
    ) -> BTreeSet<String> {
        let (word, percent) = method.split_once(' ').unwrap();
        let least = Fraction::percent(percent);
        let counts = |sum: Fraction| sum.0 > 0 && sum.reaches(least);
        let listed: BTreeSet<String> = home.union(named).cloned().collect();
        let alone = home.iter().filter(|party| !self.held.contains_key(*party));
        let mut counted: BTreeSet<String> = named.iter().chain(alone).cloned().collect();
        if word == "look-through" {
            let reached = self
                .held
                .keys()
                .filter(|party| counts(self.through(party, &listed, &mut Vec::new())));
            counted.extend(reached.cloned());
            return counted;
        }
        loop {
            let before = counted.len();
            for (held, holders) in &self.held {
                let mine = holders
                    .iter()
                    .filter(|(holder, _)| counted.contains(*holder) || listed.contains(*holder));
                let sum = mine.fold(Fraction(0, 1), |sum, (_, part)| sum.plus(*part));
                if counts(sum) {
                    counted.insert(held.clone());
                }
            }
            if counted.len() == before {
                return counted;
            }
        }
    }

    /// What listed owners hold of a party along all chains; the tables have no circles.
    fn through(&self, party: &str, listed: &BTreeSet<String>, above: &mut Vec<String>) -> Fraction {
        assert!(
            !above.iter().any(|one| one == party),
            "{party} holds itself: {above:?}"
        );
        above.push(party.to_owned());
        let holders = self.held.get(party).into_iter().flatten();
        let sum = holders.fold(Fraction(0, 1), |sum, (holder, part)| {
            let of = if listed.contains(holder) {
                Fraction(1, 1)
            } else {
                self.through(holder, listed, above)
            };
            sum.plus(part.times(of))
        });
        above.pop();
        sum
    }
}

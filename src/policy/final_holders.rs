//! Who stands behind a company in the end: up through its holders, theirs, and so on.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::look_through::{Edge, look_through};
use super::ownership::Holdings;
use super::part::Part;
use crate::network::Party;
use crate::quantity::Share;

/// Where a chain of holders ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FinalHolder {
    /// At a state, a person or another owner of which no holder is recorded.
    Owner(Party),
    /// At the part of this company, perhaps all of it, whose holders are not recorded.
    Unrecorded(Party),
    /// Nowhere: at companies that only hold each other.
    Circle,
}

impl Holdings<'_> {
    /// Who holds how much of `party` in the end: shares multiplied along each chain of holders and added
    /// up over all chains, in the order of [`FinalHolder`]. Together they are the whole.
    ///
    /// Exact while the fractions fit into 128 bits; a share beyond that, or one with a denominator above
    /// 10¹⁸, is rounded down to the millionth, and they are the whole less what was rounded.
    ///
    /// # Complexity
    /// A look-through of what is above `party` for each end of a chain.
    ///
    /// ```
    /// use trade_corridor::policy::ownership::Holdings;
    /// use trade_corridor::policy::FinalHolder;
    /// use trade_corridor::prelude::*;
    ///
    /// let network = Network::europe_central_asia();
    /// let world = Scenario::on(date(2026, 11, 22)).apply(network)?;
    /// let railway = network.party("KTZ").expect("an operator");
    /// let held = Holdings::of(&world).final_holders(railway);
    /// assert!(matches!(held[..], [(FinalHolder::Owner(_), Share::WHOLE)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn final_holders(&self, party: Party) -> Vec<(FinalHolder, Share)> {
        let mut number: FxHashMap<Party, usize> = FxHashMap::default();
        number.insert(party, 0);
        let mut above = vec![party];
        let mut edges = Vec::new();
        let mut at = 0;
        while at < above.len() {
            for stake in self.holders(above[at]) {
                let next = above.len();
                let holder = *number.entry(stake.holder).or_insert(next);
                if holder == next {
                    above.push(stake.holder);
                }
                edges.push(Edge {
                    holder,
                    held: at,
                    part: Part::from(stake.share),
                });
            }
            at += 1;
        }

        let mut recorded = vec![None; above.len()];
        for edge in &edges {
            let sum: &mut Option<Part> = &mut recorded[edge.held];
            *sum = Some(sum.map_or(edge.part, |sum| sum.plus(edge.part)));
        }
        let mut ends = Vec::new();
        let mut count = above.len();
        for (held, recorded) in recorded.into_iter().enumerate() {
            match (recorded, above[held]) {
                (None, owner @ Party::Owner(_)) => ends.push((held, FinalHolder::Owner(owner))),
                (None, company @ Party::Operator(_)) => {
                    ends.push((held, FinalHolder::Unrecorded(company)));
                }
                (Some(recorded), held_by_some) if !recorded.rest().is_zero() => {
                    edges.push(Edge {
                        holder: count,
                        held,
                        part: recorded.rest(),
                    });
                    ends.push((count, FinalHolder::Unrecorded(held_by_some)));
                    count += 1;
                }
                (Some(_), _) => {}
            }
        }
        ends.sort_by_key(|(_, end)| *end);

        let (mut shares, mut sum) = (Vec::new(), Part::ZERO);
        for (index, end) in ends {
            if index == 0 {
                return vec![(end, Share::WHOLE)];
            }
            let mut listed = vec![false; count];
            listed[index] = true;
            let Some(part) = look_through(&edges, &listed)[0] else {
                continue;
            };
            sum = sum.plus(part);
            shares.push((end, part.stated()));
        }
        let circle = sum.rest().stated();
        if circle != Share::ZERO {
            shares.push((FinalHolder::Circle, circle));
        }
        shares
    }
}

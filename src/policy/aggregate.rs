//! Shares of listed holders, and of whoever counts, added up.

use std::collections::BTreeMap;

use super::ownership::{Counted, Holdings, Listed};
use super::{ShareEnd, Tracing};
use crate::network::Party;
use crate::quantity::{Share, ShareSum};
use crate::scenario::ActiveStake;

/// The sum as a share where it is above nothing and the threshold or more; a sum above the whole, as high
/// ends can be, is the whole.
fn reaching(sum: ShareSum, threshold: Share) -> Option<Share> {
    let reaches = sum.reaches(threshold);
    reaches.then(|| sum.share().unwrap_or(Share::WHOLE))
}

/// Recorded stakes have a common denominator. Where ends have none that fits, what is held at least is no
/// more than what fits, and what may be held at most is the whole.
fn plus(sum: ShareSum, share: Share, end: ShareEnd) -> ShareSum {
    sum.plus(share).unwrap_or_else(|| match end {
        ShareEnd::Recorded | ShareEnd::Low => sum,
        ShareEnd::High => ShareSum::of([Share::WHOLE]).unwrap_or(sum),
    })
}

fn read(stake: &ActiveStake<'_>, end: ShareEnd) -> Share {
    let [low, high] = stake.range;
    match end {
        ShareEnd::Recorded => stake.share,
        ShareEnd::Low => low,
        ShareEnd::High => high,
    }
}

impl Holdings<'_> {
    /// Level by level: who is listed, whom they hold to the threshold, whom these hold, and so on.
    pub(super) fn aggregate(&self, listed: &Listed, threshold: Share, tracing: Tracing) -> Counted {
        let mut active = listed.holders.clone();
        let mut level: Vec<usize> = (0..active.len()).filter(|index| active[*index]).collect();
        let mut sums = vec![ShareSum::default(); self.parties.len()];
        let mut controllers: BTreeMap<Party, Party> = BTreeMap::new();
        let mut hops = 0_u8;
        while !level.is_empty() && tracing.hops.is_none_or(|most| hops < most) {
            let mut next = Vec::new();
            for holder in &level {
                for position in self.of_holder.of(*holder) {
                    let stake = &self.stakes[*position as usize];
                    let held = self.index(stake.held);
                    sums[held] = plus(sums[held], read(stake, tracing.end), tracing.end);
                    if !active[held] && sums[held].reaches(threshold) {
                        active[held] = true;
                        next.push(held);
                    }
                }
                let controls = self.controls.iter().filter(|_| tracing.control);
                for (controller, controlled) in controls {
                    let held = self.index(*controlled);
                    if self.index(*controller) == *holder {
                        controllers.entry(*controlled).or_insert(*controller);
                        if !active[held] {
                            active[held] = true;
                            next.push(held);
                        }
                    }
                }
            }
            level = next;
            hops = hops.saturating_add(1);
        }
        let mut findings = BTreeMap::new();
        for (index, party) in self.parties.iter().enumerate() {
            if let Some(share) = reaching(sums[index], threshold) {
                controllers.remove(party);
                findings.insert(*party, share);
            } else if controllers.contains_key(party) || listed.themselves[index] {
                findings.insert(*party, Share::WHOLE);
            }
        }
        Counted {
            findings,
            active,
            controllers,
        }
    }
}

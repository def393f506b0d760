//! Who stands behind whom, computed from the stakes that hold on a day, downwards only.
//!
//! The holder of a share in a company is not touched by what else is said of that company:
//! Kazakhstan's railway holds a third of a Russian operator and stays what it is.
//!
//! # Who is listed
//! Parties named by id are listed and count themselves. For a country, every state, company and
//! person registered in it is listed *as a holder*; a listed operator counts itself when its own
//! holders say so, or when no holder of it is recorded on the day (it is then its own ultimate
//! holder). So an operator that is merely registered in the country is a matter of the rule on
//! domicile. The shipment's own trucks are no record; rules read their plates.
//!
//! # Methods
//! * *Aggregate* ([`OwnershipMethod::Aggregate50`], [`OwnershipMethod::Threshold`]): shares of
//!   listed holders and of companies that count add up, and are not multiplied. The answer is the
//!   least fixed point: companies that only hold each other in a circle do not count.
//! * *Look-through* ([`OwnershipMethod::LookThrough`]): the chance that a walk from a company to
//!   one of its holders, and on to theirs, ends at a listed one. Solved by state elimination in
//!   whole numbers of 10⁻¹⁸, without subtraction, so that circles and cross-holdings lose no
//!   digits; a sum within 10⁻¹² of the threshold reaches it.
//!
//! Unrecorded shares belong to nobody.

use std::collections::BTreeMap;

use super::OwnershipMethod;
use crate::network::{Network, OperatorId, OwnerId, Party};
use crate::quantity::Share;
use crate::scenario::{ActiveStake, World};

/// One whole in look-through arithmetic.
const WHOLE: u128 = 1_000_000_000_000_000_000;
const PER_MILLIONTH: u128 = WHOLE / 1_000_000;
/// 10⁻¹² of the whole.
const SLACK: u128 = 1_000_000;

/// The stakes that hold in a world, by holder and by held.
#[derive(Clone, Debug)]
pub struct Holdings<'w> {
    stakes: Vec<ActiveStake<'w>>,
    parties: Vec<Party>,
    operators: usize,
    /// Positions in `stakes` by holder and by held, both by party.
    of_holder: Rows,
    of_held: Rows,
}

/// Positions of stakes by party, one list after the other.
#[derive(Clone, Debug, Default)]
struct Rows {
    first: Vec<u32>,
    positions: Vec<u32>,
}

impl Rows {
    fn new(parties: usize, of: impl Iterator<Item = usize> + Clone) -> Self {
        let mut first = vec![0_u32; parties + 1];
        for party in of.clone() {
            first[party + 1] += 1;
        }
        for party in 0..parties {
            first[party + 1] += first[party];
        }
        let mut next = first.clone();
        let mut positions = vec![0; first[parties] as usize];
        for (position, party) in of.enumerate() {
            positions[next[party] as usize] = position as u32;
            next[party] += 1;
        }
        Self { first, positions }
    }

    fn of(&self, party: usize) -> &[u32] {
        match (self.first.get(party), self.first.get(party + 1)) {
            (Some(from), Some(to)) => &self.positions[*from as usize..*to as usize],
            _ => &[],
        }
    }
}

/// Who is listed as an owner.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// By party: listed as a holder.
    holders: Vec<bool>,
    /// By party: counts without being held.
    themselves: Vec<bool>,
}

/// Who counts, and by how much.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    findings: BTreeMap<Party, Share>,
    active: Vec<bool>,
}

/// A stake on the way from a company to a listed owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChainLink {
    position: u32,
}

impl<'w> Holdings<'w> {
    /// The stakes that hold in `world`.
    #[must_use]
    pub fn of(world: &'w World) -> Self {
        let network = world.network();
        // In the order of ids, which index the tables below.
        let operators = network.operators().len();
        let parties = (0..operators).map(|at| Party::Operator(OperatorId::new(at)));
        let owners = (0..network.owners().len()).map(|at| Party::Owner(OwnerId::new(at)));
        let parties: Vec<Party> = parties.chain(owners).collect();
        let stakes: Vec<ActiveStake<'w>> = world.stakes().collect();
        let mut holdings = Self {
            stakes,
            parties,
            operators,
            of_holder: Rows::default(),
            of_held: Rows::default(),
        };
        let count = holdings.parties.len();
        let stakes = holdings.stakes.iter();
        let of_holder = stakes.clone().map(|stake| holdings.index(stake.holder));
        let of_holder = Rows::new(count, of_holder);
        let of_held = Rows::new(count, stakes.map(|stake| holdings.index(stake.held)));
        (holdings.of_holder, holdings.of_held) = (of_holder, of_held);
        holdings
    }

    fn index(&self, party: Party) -> usize {
        match party {
            Party::Operator(id) => id.index(),
            Party::Owner(id) => self.operators + id.index(),
        }
    }

    /// Lists every party registered in one of the countries and every party named.
    pub fn list(
        &self,
        network: &Network,
        in_country: impl Fn(crate::code::Country) -> bool,
        named: &[Party],
    ) -> Listed {
        let mut listed = Listed {
            holders: vec![false; self.parties.len()],
            themselves: vec![false; self.parties.len()],
        };
        for (index, party) in self.parties.iter().enumerate() {
            let home = match *party {
                Party::Operator(id) => network.operator_at(id).domicile,
                Party::Owner(id) => network.owner_at(id).country,
            };
            listed.holders[index] = in_country(home);
            listed.themselves[index] = in_country(home) && self.of_held.of(index).is_empty();
        }
        for party in named {
            let index = self.index(*party);
            listed.holders[index] = true;
            listed.themselves[index] = true;
        }
        listed
    }

    /// Every party that counts under a method.
    ///
    /// # Complexity
    /// Linear in stakes for the aggregate method; for look-through cubic in the parties of a
    /// circle and linear in all others.
    #[must_use]
    pub fn counted(&self, listed: &Listed, method: OwnershipMethod) -> Counted {
        match method {
            OwnershipMethod::Aggregate50 => self.aggregate(listed, Share::HALF),
            OwnershipMethod::Threshold(threshold) => self.aggregate(listed, threshold),
            OwnershipMethod::LookThrough(threshold) => self.look_through(listed, threshold),
        }
    }

    fn aggregate(&self, listed: &Listed, threshold: Share) -> Counted {
        let mut active = listed.holders.clone();
        let mut queue: Vec<usize> = (0..active.len()).filter(|index| active[*index]).collect();
        let mut sums = vec![0_u64; self.parties.len()];
        let mut next = 0;
        while let Some(holder) = queue.get(next).copied() {
            next += 1;
            for position in self.of_holder.of(holder) {
                let stake = &self.stakes[*position as usize];
                let held = self.index(stake.held);
                sums[held] += u64::from(stake.share.as_millionths());
                if reaches(
                    u128::from(sums[held]),
                    u128::from(threshold.as_millionths()),
                    0,
                ) && !active[held]
                {
                    active[held] = true;
                    queue.push(held);
                }
            }
        }
        let mut findings = BTreeMap::new();
        for (index, party) in self.parties.iter().enumerate() {
            let counts = reaches(
                u128::from(sums[index]),
                u128::from(threshold.as_millionths()),
                0,
            );
            if counts {
                findings.insert(*party, share(u128::from(sums[index])));
            } else if listed.themselves[index] {
                findings.insert(*party, Share::WHOLE);
            }
        }
        Counted { findings, active }
    }

    fn look_through(&self, listed: &Listed, threshold: Share) -> Counted {
        let shares = self.walk(listed);
        let least = u128::from(threshold.as_millionths()) * PER_MILLIONTH;
        let mut active = listed.holders.clone();
        let mut findings = BTreeMap::new();
        for (index, party) in self.parties.iter().enumerate() {
            active[index] |= shares[index] > 0;
            if reaches(shares[index], least, SLACK) {
                findings.insert(*party, share((shares[index] + SLACK) / PER_MILLIONTH));
            } else if listed.themselves[index] {
                findings.insert(*party, Share::WHOLE);
            }
        }
        Counted { findings, active }
    }

    /// For each party, the chance that a walk upwards ends at a listed holder (Grassmann, Taksar
    /// and Heyman's elimination: sums, products and quotients of non-negative numbers only).
    fn walk(&self, listed: &Listed) -> Vec<u128> {
        let count = self.parties.len();
        let mut to: Vec<BTreeMap<usize, u128>> = vec![BTreeMap::new(); count];
        let mut from: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut arrives = vec![0_u128; count];
        let mut lost = vec![WHOLE; count];
        for stake in &self.stakes {
            let (holder, held) = (self.index(stake.holder), self.index(stake.held));
            let part = u128::from(stake.share.as_millionths()) * PER_MILLIONTH;
            if listed.holders[holder] {
                arrives[held] += part;
            } else if self.of_held.of(holder).is_empty() {
                continue; // stays among what is lost
            } else {
                *to[held].entry(holder).or_default() += part;
                from[holder].push(held);
            }
            lost[held] = lost[held].saturating_sub(part);
        }
        // Roots first: a party without unsettled holders is final, and only circles need
        // elimination.
        let mut leaves = vec![0_u128; count];
        for middle in 0..count {
            let row = std::mem::take(&mut to[middle]);
            let outside: u128 = row
                .iter()
                .filter(|(holder, _)| **holder != middle)
                .map(|(_, part)| part)
                .sum();
            let leaving = outside + arrives[middle] + lost[middle];
            leaves[middle] = leaving;
            let into = std::mem::take(&mut from[middle]);
            for &held in into.iter().filter(|held| **held > middle) {
                let Some(part) = to[held].remove(&middle) else {
                    continue;
                };
                if leaving == 0 {
                    lost[held] += part; // into a closed circle
                    continue;
                }
                for (&holder, &on) in row.iter().filter(|(holder, _)| **holder != middle) {
                    *to[held].entry(holder).or_default() += part * on / leaving;
                    from[holder].push(held);
                }
                arrives[held] += part * arrives[middle] / leaving;
                lost[held] += part * lost[middle] / leaving;
            }
            from[middle] = into;
            to[middle] = row;
        }
        let mut chance = vec![0_u128; count];
        for party in (0..count).rev() {
            if leaves[party] == 0 {
                continue; // a closed circle never arrives
            }
            let onwards: u128 = to[party]
                .iter()
                .filter(|(holder, _)| **holder > party)
                .map(|(holder, part)| part * chance[*holder] / WHOLE)
                .sum();
            chance[party] = ((arrives[party] + onwards) * WHOLE / leaves[party]).min(WHOLE);
        }
        chance
    }

    /// The stakes that make `party` count: the largest first, then those of its holder, and so on
    /// up to a listed owner without further recorded holders that count.
    #[must_use]
    pub fn chain(&self, counted: &Counted, party: Party) -> Vec<ChainLink> {
        let mut seen = vec![false; self.parties.len()];
        let mut chain = Vec::new();
        let mut at = self.index(party);
        loop {
            seen[at] = true;
            let mut best: Option<u32> = None;
            for position in self.of_held.of(at) {
                let stake = &self.stakes[*position as usize];
                let holder = self.index(stake.holder);
                let larger = best.is_none_or(|best| stake.share > self.stakes[best as usize].share);
                if counted.active[holder] && !seen[holder] && larger {
                    best = Some(*position);
                }
            }
            let Some(position) = best else { break };
            chain.push(ChainLink { position });
            at = self.index(self.stakes[position as usize].holder);
        }
        chain
    }

    /// The stake behind a link of a chain.
    #[must_use]
    pub fn stake(&self, link: ChainLink) -> Option<&ActiveStake<'w>> {
        self.stakes.get(link.position as usize)
    }

    /// The stakes in `party`, in canonical order.
    pub fn holders(&self, party: Party) -> impl Iterator<Item = &ActiveStake<'w>> + '_ {
        let stakes = self.of_held.of(self.index(party)).iter();
        stakes.map(|position| &self.stakes[*position as usize])
    }

    /// The stakes in `party` whose holders count, in canonical order.
    pub fn contributions<'s>(
        &'s self,
        counted: &'s Counted,
        party: Party,
    ) -> impl Iterator<Item = &'s ActiveStake<'w>> + 's {
        let stakes = self.of_held.of(self.index(party)).iter();
        stakes
            .map(|position| &self.stakes[*position as usize])
            .filter(|stake| counted.active[self.index(stake.holder)])
    }
}

fn reaches(sum: u128, threshold: u128, slack: u128) -> bool {
    sum > 0 && sum + slack >= threshold
}

fn share(millionths: u128) -> Share {
    let millionths = millionths.min(1_000_000) as u32;
    Share::from_millionths(millionths).unwrap_or(Share::WHOLE)
}

impl Counted {
    /// The share by which a party counts: of listed owners together (aggregate) or looked through;
    /// the whole for a party that is listed itself.
    #[must_use]
    pub fn share(&self, party: Party) -> Option<Share> {
        self.findings.get(&party).copied()
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.active.len() + 32 * self.findings.len()
    }

    /// Everybody who counts, in the order of ids.
    pub fn parties(&self) -> impl Iterator<Item = (Party, Share)> + '_ {
        self.findings.iter().map(|(party, share)| (*party, *share))
    }
}

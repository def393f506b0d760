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
//!   [`OwnershipMethod::Traced`] follows so many stakes only, reads an end of their ranges, or follows
//!   control as well.
//! * *Look-through* ([`OwnershipMethod::LookThrough`]): the chance that a walk from a company to
//!   one of its holders, and on to theirs, ends at a listed one. Circles are linear equations,
//!   solved by elimination.
//!
//! # What is exact
//! Shares are fractions, added and compared as such: three holders of `1/6` hold half, one of
//! 49.99996 % does not. Aggregate sums are always exact. Looked through, a share is exact while its
//! fraction and those on the way to it fit into 128 bits, with circles or without; beyond that it
//! lies between two bounds, each step of whose computation is rounded by 2⁻⁶² away from the true
//! value. Circles that are too large to solve (one of more than 200 parties, or several whose sizes
//! cubed add up to more than 8 million) get the widest bounds. A threshold between the bounds
//! is not guessed: [`Holdings::counted`] returns [`UndecidedShare`].
//!
//! Unrecorded shares belong to nobody.

use std::collections::BTreeMap;

use serde::Serialize;

use super::look_through::{Edge, look_through};
use super::part::Part;
use super::{OwnershipMethod, Tracing};
use crate::code::Name;
use crate::network::{Network, OperatorId, OwnerId, Party};
use crate::quantity::Share;
use crate::scenario::{ActiveStake, World};

/// A company whose share, looked through, lies so near the threshold that its fraction, too long to
/// be kept, would have to say whether it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error(
    "whether `{party}` is held to {threshold} cannot be decided: looked through, its share lies between {least} and {most}; give another threshold, or write the stakes above it with fewer digits"
)]
#[non_exhaustive]
pub struct UndecidedShare {
    /// The company.
    pub party: Name,
    /// The threshold.
    pub threshold: Share,
    /// At least this much of it is held.
    pub least: Share,
    /// At most this much of it is held.
    pub most: Share,
}

/// The stakes that hold in a world, by holder and by held.
#[derive(Clone, Debug)]
pub struct Holdings<'w> {
    network: &'w Network,
    /// Controller and controlled, where the one decides for the other.
    pub(super) controls: Vec<(Party, Party)>,
    pub(super) stakes: Vec<ActiveStake<'w>>,
    pub(super) parties: Vec<Party>,
    operators: usize,
    /// Positions in `stakes` by holder and by held, both by party.
    pub(super) of_holder: Rows,
    of_held: Rows,
}

/// Positions of stakes by party, one list after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
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

    pub(super) fn of(&self, party: usize) -> &[u32] {
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
    pub(super) holders: Vec<bool>,
    /// By party: counts without being held.
    pub(super) themselves: Vec<bool>,
}

/// Who counts, and by how much.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    pub(super) findings: BTreeMap<Party, Share>,
    pub(super) active: Vec<bool>,
    /// Who counts by control alone, and whose.
    pub(super) controllers: BTreeMap<Party, Party>,
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
            network,
            controls: decided(world),
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

    pub(super) fn index(&self, party: Party) -> usize {
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
            if in_country(home) {
                listed.holders[index] = true;
                listed.themselves[index] = self.of_held.of(index).is_empty();
            }
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
    /// # Errors
    /// [`UndecidedShare`] under look-through, see [what is exact](self#what-is-exact).
    ///
    /// # Complexity
    /// Linear in stakes but for sorting; for look-through besides cubic in the parties of each circle, as
    /// far as circles are solved.
    pub fn counted(
        &self,
        listed: &Listed,
        method: OwnershipMethod,
    ) -> Result<Counted, UndecidedShare> {
        match method {
            OwnershipMethod::Aggregate50 => {
                Ok(self.aggregate(listed, Share::HALF, Tracing::default()))
            }
            OwnershipMethod::Threshold(threshold) => {
                Ok(self.aggregate(listed, threshold, Tracing::default()))
            }
            OwnershipMethod::Traced(threshold, tracing) => {
                Ok(self.aggregate(listed, threshold, tracing))
            }
            OwnershipMethod::LookThrough(threshold) => self.look_through(listed, threshold),
        }
    }

    fn look_through(&self, listed: &Listed, threshold: Share) -> Result<Counted, UndecidedShare> {
        let edges: Vec<Edge> = self
            .stakes
            .iter()
            .map(|stake| Edge {
                holder: self.index(stake.holder),
                held: self.index(stake.held),
                part: Part::from(stake.share),
            })
            .collect();
        let parts = look_through(&edges, &listed.holders);
        let mut active = listed.holders.clone();
        let mut findings = BTreeMap::new();
        for (index, party) in self.parties.iter().enumerate() {
            active[index] |= parts[index].is_some();
            // What is held at all is held to more than nothing, however little.
            let decided = match parts[index] {
                None => Some(false),
                Some(_) if threshold == Share::ZERO || listed.themselves[index] => Some(true),
                Some(part) => part.reaches(threshold),
            };
            let share = match (decided, parts[index]) {
                (None, Some(part)) => return Err(self.undecided(*party, threshold, part)),
                (Some(true), Some(part)) if part.reaches(threshold) != Some(false) => {
                    // Rounded down, it would read as if it did not count.
                    part.stated().max(threshold)
                }
                _ if listed.themselves[index] => Share::WHOLE,
                _ => continue,
            };
            findings.insert(*party, share);
        }
        Ok(Counted {
            findings,
            active,
            controllers: BTreeMap::new(),
        })
    }

    fn undecided(&self, party: Party, threshold: Share, part: Part) -> UndecidedShare {
        let [least, most] = part.between();
        let party = match party {
            Party::Operator(id) => &self.network.operator_at(id).id,
            Party::Owner(id) => &self.network.owner_at(id).id,
        };
        UndecidedShare {
            party: party.clone(),
            threshold,
            least,
            most,
        }
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

    /// Who is held by whom, and how much of him; those who are held in the order of ids, the holders of each in
    /// canonical order.
    pub(crate) fn by_held(&self) -> impl Iterator<Item = (Party, Party, Share)> + '_ {
        let stakes = self.of_held.positions.iter();
        let stakes = stakes.map(|position| &self.stakes[*position as usize]);
        stakes.map(|stake| (stake.held, stake.holder, stake.share))
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

/// Who decides for whom.
fn decided(world: &World) -> Vec<(Party, Party)> {
    let controls = world.controls().filter(|row| row.kind.decides());
    controls
        .map(|row| (row.controller, row.controlled))
        .collect()
}

impl Counted {
    /// The share by which a party counts: of listed owners together (aggregate) or looked through;
    /// the whole for a party that is listed itself.
    #[must_use]
    pub fn share(&self, party: Party) -> Option<Share> {
        self.findings.get(&party).copied()
    }

    /// Who decides for a party that counts by that and not by shares.
    #[must_use]
    pub fn controller(&self, party: Party) -> Option<Party> {
        self.controllers.get(&party).copied()
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

//! Who holds whom, the largest holder first, as certificates write it.

use crate::network::Party;
use crate::quantity::Share;
use crate::scenario::World;

/// The largest holder of a party on the day of the world, the largest holder of that, and so on; of
/// holders of the same share the first by its place in the tables.
pub(super) fn chain(world: &World, party: Party) -> Vec<(Party, Share)> {
    let mut chain: Vec<(Party, Share)> = Vec::new();
    let mut at = party;
    loop {
        let is_new =
            |holder: Party| holder != party && !chain.iter().any(|(known, _)| *known == holder);
        let mut largest: Option<(Party, Share)> = None;
        for stake in world.stakes() {
            let more = largest.is_none_or(|(_, share)| stake.share > share);
            if stake.held == at && more && is_new(stake.holder) {
                largest = Some((stake.holder, stake.share));
            }
        }
        let Some(found) = largest else {
            return chain;
        };
        chain.push(found);
        at = found.0;
    }
}

/// The name of a party, or its id.
pub(super) fn name(world: &World, id: &str) -> String {
    let network = world.network();
    let party = network.party(id);
    let name = party.and_then(|party| network.party_name(party));
    name.unwrap_or(id).to_owned()
}

/// As in `100 % Russian Railways, 100 % Russia`; nothing where no holder is known.
pub(super) fn told(world: &World, chain: &[(Party, Share)]) -> String {
    let network = world.network();
    let holders = chain.iter().map(|(holder, share)| {
        let name = network.party_name(*holder).unwrap_or_default();
        format!("{share} {name}")
    });
    holders.collect::<Vec<_>>().join(", held by ")
}

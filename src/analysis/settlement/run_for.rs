//! What a member runs for its consortium.

use crate::network::{ConsortiumAsset, OperatorId};
use crate::route::{Act, Step};
use crate::scenario::World;

/// Whether a member does this for a consortium: it takes part in it, on a line, service or terminal that is
/// listed as run by it for the consortium on the day. What else the member does is its own business.
pub(super) fn runs_for(
    world: &World,
    (consortium, member): (OperatorId, OperatorId),
    step: &Step,
) -> bool {
    let record = world.network().operator(member);
    let takes_part = |step: &Step| {
        record.is_some_and(|record| step.parties.iter().any(|(party, _, _)| *party == record.id))
    };
    let assets = || {
        let rows = world.consortium_operations();
        let rows = rows.filter(|row| (row.consortium, row.member) == (consortium, member));
        rows.map(|row| row.asset)
    };
    let own = takes_part(step) && assets().any(|asset| is_of(world, asset, step));
    let of_part = |part: &Step| takes_part(part) && assets().any(|asset| is_of(world, asset, part));
    own || step.parts.iter().any(of_part)
}

/// Whether a step by itself is done on a line, with a service or at a terminal.
fn is_of(world: &World, asset: ConsortiumAsset, step: &Step) -> bool {
    let network = world.network();
    match (asset, &step.act) {
        (ConsortiumAsset::Line(line), Act::Move { link, .. }) => world
            .link_by_id(link)
            .and_then(|link| world.link(link))
            .is_some_and(|link| link.line == line),
        (
            ConsortiumAsset::Service(service),
            Act::Wait { service: named }
            | Act::Run { service: named }
            | Act::Land { service: named, .. },
        ) => world
            .service(service)
            .is_some_and(|service| service.id == *named),
        (
            ConsortiumAsset::Terminal(place),
            Act::Load | Act::Unload | Act::Tranship | Act::GaugeChange | Act::Depart,
        ) => network
            .place(place)
            .is_some_and(|place| place.code.as_str() == step.from.code.as_str()),
        (
            ConsortiumAsset::Line(_) | ConsortiumAsset::Service(_) | ConsortiumAsset::Terminal(_),
            Act::Move { .. }
            | Act::Haul
            | Act::BorderControl { .. }
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Wait { .. }
            | Act::Run { .. }
            | Act::Land { .. }
            | Act::Through { .. },
        ) => false,
    }
}

//! What a member runs for its consortium.

use crate::network::{ConsortiumAsset, OperatorId};
use crate::route::{Act, Step};
use crate::scenario::World;

/// Whether a member does this for a consortium: it takes part in a step of what the consortium sells, or in one on a
/// line, service or terminal that is listed as run by it for the consortium on the day. What else the
/// member does is its own business.
pub(super) fn runs_for(
    world: &World,
    (consortium, member): (OperatorId, OperatorId),
    (whole, step): (&Step, &Step),
) -> bool {
    let takes_part = |operator: OperatorId, step: &Step| {
        let record = world.network().operator(operator);
        record.is_some_and(|record| step.parties.iter().any(|(party, _, _)| *party == record.id))
    };
    let sold =
        matches!(whole.act, Act::Through { .. } | Act::Run { .. }) && takes_part(consortium, whole);
    let runs = |step: &Step| {
        let rows = world.consortium_operations();
        let mut rows = rows.filter(|row| (row.consortium, row.member) == (consortium, member));
        takes_part(member, step) && (sold || rows.any(|row| is_of(world, row.asset, step)))
    };
    runs(step) || step.parts.iter().any(runs)
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

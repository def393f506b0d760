//! What a route says of itself before its steps.

use super::error::{Heading, VerifyError};
use crate::network::Conveyance;
use crate::quantity::{Distance, Money};
use crate::route::{Act, Route, Step};
use crate::scenario::World;

/// The first thing in which a route differs from the world that it is checked in.
pub(super) fn heading(route: &Route, world: &World) -> Option<VerifyError> {
    let differs = |heading, stated, recorded| VerifyError::OtherHeading {
        heading,
        stated,
        recorded,
    };
    let (day, scenario) = (world.day(), world.scenario().name());
    let as_of = world.network().as_of();
    if route.day != day {
        return Some(differs(
            Heading::Day,
            route.day.to_string(),
            day.to_string(),
        ));
    }
    if route.records_as_of != as_of {
        let told =
            |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
        let (stated, recorded) = (told(route.records_as_of), told(as_of));
        return Some(differs(Heading::RecordsAsOf, stated, recorded));
    }
    if route.scenario != scenario {
        let (stated, recorded) = (route.scenario.clone(), scenario.to_owned());
        return Some(differs(Heading::Scenario, stated, recorded));
    }
    None
}

/// What a route states of a generalised cost, or of a distance with detours, is what its steps have.
pub(super) fn weight(route: &Route) -> Result<(), VerifyError> {
    let kg = route.shipment.goods().as_kg();
    let differs = route.weighs_otherwise(
        |worth| {
            let of_step = |step: &Step| {
                let spread = step.time.p90().saturating_sub(step.time.median());
                let reliability = u64::from(worth.reliability_per_mille);
                let spread = spread.as_minutes().saturating_mul(reliability) / 1_000;
                let minutes = step.expected.as_minutes().saturating_add(spread);
                // Per tonne and hour, and per tonne of CO2e, each rounded half up to the cent.
                let minutes = minutes.saturating_mul(kg);
                let hours = worth.value_of_time.times(minutes, 60_000);
                let grams = step.emissions.as_grams();
                let carbon = worth.carbon_price.times(grams, 1_000_000);
                step.priced.then(|| step.cost() + hours + carbon)
            };
            route.steps.iter().map(of_step).sum::<Option<Money>>()
        },
        |detour| {
            // A transhipment is set down at a terminal once, a change of trucks at a border as well.
            let set_down = |step: &&Step| {
                step.reload.is_some()
                    || step.act == Act::Tranship
                        && step.conveyances.last() == Some(&Conveyance::Terminal)
            };
            let times = route.atoms().filter(set_down).count();
            std::iter::repeat_n(detour, times).sum::<Distance>() + route.distance()
        },
    );
    match differs {
        None => Ok(()),
        Some([stated, recorded]) => Err(VerifyError::OtherValue { stated, recorded }),
    }
}

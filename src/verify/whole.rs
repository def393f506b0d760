//! What a route has to use and come by, step by step.

use super::VerifyError;
use super::judge::Judge;
use super::tally::Tally;
use crate::code::Name;
use crate::policy::Rule;
use crate::route::{Met, Route, Step, Stop};

/// Refuses a route that does not do what the rule asks for; notes where it comes by places.
pub(super) fn whole(
    route: &Route,
    judge: &Judge<'_>,
    check: &mut Tally,
) -> Result<(), VerifyError> {
    let missed = |place| VerifyError::Missed {
        rule: judge.entry.named.clone(),
        place,
    };
    match &*judge.entry.rule {
        Rule::Use(_) | Rule::UseOnce(_) if !check.is_met() => Err(missed(None)),
        Rule::UseOnce(_) if check.steps() > 1 => Err(VerifyError::UsedAgain {
            rule: judge.entry.named.clone(),
            steps: check.steps(),
        }),
        Rule::Via(_) => {
            let met = come_by(route, &judge.entry.stops).map_err(|place| missed(Some(place)))?;
            check.come_by(met);
            Ok(())
        }
        Rule::Use(_)
        | Rule::UseOnce(_)
        | Rule::Exclude(_)
        | Rule::Require(_)
        | Rule::Limit(_)
        | Rule::All(_)
        | Rule::Any(_)
        | Rule::Not(_) => Ok(()),
    }
}

/// The steps in which a route comes by places in order, or the first that it misses. What is done at a place or
/// passes it counts, start and end included.
fn come_by(route: &Route, places: &[Name]) -> Result<Vec<Met>, Name> {
    let first = route.steps.first().map(|step| (1, &step.from));
    let numbered = route.steps.iter().zip(1..);
    let after = numbered.flat_map(|(step, number): (&Step, usize)| {
        step.atoms().iter().map(move |atom| (number, &atom.to))
    });
    let mut stops = first.into_iter().chain(after);
    let mut met = Vec::with_capacity(places.len());
    for place in places {
        let here = |(_, stop): &(usize, &Stop)| stop.code == *place;
        let (step, _) = stops.find(here).ok_or_else(|| place.clone())?;
        let place = place.clone();
        met.push(Met::ComesBy { step, place });
    }
    Ok(met)
}

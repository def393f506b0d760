//! What flows that do not change lack to use what is new.

use super::answer::Lack;
use crate::analysis::brief::{Brief, briefs};
use crate::metric::Objective;
use crate::planner::{Planner, Progress, Question, Request};
use crate::policy::Subject;
use crate::scenario::World;

/// What one world has open and the other has not, as subjects of rules: of several values one is enough.
pub(in crate::analysis) fn new_things(before: &World, after: &World) -> Vec<Subject> {
    let is_open = |status: Option<crate::scenario::Availability<'_>>| {
        status.is_some_and(|status| status.is_open())
    };
    let links = after.links().filter(|(id, link)| {
        let known = before.link_by_id(&link.id);
        is_open(after.link_status(*id)) && !known.is_some_and(|id| is_open(before.link_status(id)))
    });
    let links: Vec<String> = links.map(|(_, link)| link.id.to_string()).collect();
    let services = after.services().filter(|(id, service)| {
        let known = before.service_by_id(&service.id);
        is_open(after.service_status(*id))
            && !known.is_some_and(|id| is_open(before.service_status(id)))
    });
    let services: Vec<String> = services
        .map(|(_, service)| service.id.to_string())
        .collect();
    let (old, new) = (before.network(), after.network());
    let crossings = new.crossings().filter(|(id, crossing)| {
        let known = old.crossing_by_code(&crossing.code);
        is_open(after.crossing_status(*id))
            && !known.is_some_and(|id| is_open(before.crossing_status(id)))
    });
    let crossings: Vec<String> = crossings
        .map(|(_, crossing)| crossing.code.to_string())
        .collect();
    let mut things = Vec::new();
    if !links.is_empty() {
        things.push(Subject::Link { links });
    }
    if !crossings.is_empty() {
        things.push(Subject::Crossing { crossings });
    }
    if !services.is_empty() {
        things.push(Subject::Service { services });
    }
    things
}

/// What each request lacks, whose best way in `after` is the one given with it: the best way that must use
/// one of the things against the best of all.
pub(super) fn lacks(
    after: &Planner,
    things: &[Subject],
    same: &[(&Request, &Brief)],
    objective: &Objective,
    progress: &Progress,
) -> Vec<Lack> {
    if things.is_empty() {
        return vec![Lack::NothingNew; same.len()];
    }
    let asked = same.iter().flat_map(|(request, _)| {
        let by = things
            .iter()
            .map(|thing| (*request).clone().must_use(thing.clone()));
        by.map(|request| Question::new(request, objective.clone()))
    });
    let asked: Vec<Question> = asked.collect();
    let found = briefs(after, &asked, progress);
    let of_each = found.chunks(things.len()).zip(same);
    of_each
        .map(|(found, (_, best))| {
            let mut lack = Lack::NoWay;
            let mut least = None;
            for way in found {
                match way {
                    Ok(way) => {
                        let worse = way.value.zip(best.value);
                        let worse = worse.and_then(|(way, best)| way.difference(best));
                        if worse.is_some() && (least.is_none() || worse < least) {
                            least = worse;
                        }
                    }
                    Err(error) if error.no_route().is_some() => {}
                    Err(error) => {
                        lack = Lack::NotAsked {
                            code: error.code().to_owned(),
                            reason: error.to_string(),
                        };
                    }
                }
            }
            least.map_or(lack, Lack::By)
        })
        .collect()
}

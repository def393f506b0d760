//! What belongs to a project, line, place or country.

use rustc_hash::FxHashMap;

use super::{CrossingId, End, LineId, LinkId, Network, PlaceId, ProjectId, ServiceId};
use crate::code::Country;

/// What things can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    /// Of the project itself, or on a line of it.
    Project(ProjectId),
    Line(LineId),
    /// Links that end there, services that start or end there.
    Place(PlaceId),
    /// Crossings on its border, services that start or end in it.
    Country(Country),
}

/// What belongs together, in the order of codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grouped {
    pub(crate) links: Vec<LinkId>,
    pub(crate) crossings: Vec<CrossingId>,
    pub(crate) services: Vec<ServiceId>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    by_group: FxHashMap<Group, Grouped>,
}

impl Groups {
    pub(super) fn of(network: &Network) -> Self {
        let mut groups = Self::default();
        for (id, link) in network.links() {
            let projects = [link.project, network.line_at(link.line).project];
            let places = [link.from, link.to].map(|end| match end {
                End::Place(place) => Some(Group::Place(place)),
                End::Crossing(_) => None,
            });
            groups.add(projects.map(|one| one.map(Group::Project)), |all| {
                all.links.push(id);
            });
            groups.add(places, |all| all.links.push(id));
            let home = [Group::Line(link.line), Group::Country(link.country)];
            groups.add(home.map(Some), |all| all.links.push(id));
        }
        for (id, crossing) in network.crossings() {
            let sides = crossing.countries.map(|side| Some(Group::Country(side)));
            groups.add(sides, |all| all.crossings.push(id));
            let project = crossing.project.map(Group::Project);
            groups.add([project, None], |all| all.crossings.push(id));
        }
        for (id, service) in network.services() {
            let calls = [service.from, service.to];
            let homes = calls.map(|call| Some(Group::Country(network.place_at(call).country)));
            groups.add(homes, |all| all.services.push(id));
            groups.add(calls.map(|call| Some(Group::Place(call))), |all| {
                all.services.push(id);
            });
            let project = service.project.map(Group::Project);
            groups.add([project, None], |all| all.services.push(id));
        }
        groups
    }

    /// Notes a thing in one or two groups, once where both are the same.
    fn add(&mut self, [first, second]: [Option<Group>; 2], mut note: impl FnMut(&mut Grouped)) {
        let second = second.filter(|second| Some(*second) != first);
        for group in first.into_iter().chain(second) {
            note(self.by_group.entry(group).or_default());
        }
    }

    pub(super) fn get(&self, group: Group) -> Option<&Grouped> {
        self.by_group.get(&group)
    }
}

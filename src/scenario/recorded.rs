//! What a world would have but for the changes that close, or but for all of them.

use super::World;
use crate::network::{CrossingId, LinkId, ServiceId};
use crate::quantity::Share;

impl World {
    /// Whether the records open a link on the day, whatever changes say.
    pub(crate) fn records_open_link(&self, id: LinkId) -> bool {
        let link = self.network.link(id);
        link.is_some_and(|link| link.states.is_open(self.day()))
    }

    /// Whether the records open a crossing on the day, whatever changes say.
    pub(crate) fn records_open_crossing(&self, id: CrossingId) -> bool {
        let crossing = self.network.crossing(id);
        crossing.is_some_and(|crossing| crossing.states.is_open(self.day()))
    }

    /// Whether the records open a service on the day, whatever changes say.
    pub(crate) fn records_open_service(&self, id: ServiceId) -> bool {
        let service = self.network.service(id);
        service.is_some_and(|service| service.states.is_open(self.day()))
    }

    /// Links that the records open and changes close.
    pub(crate) fn closed_links(&self) -> impl Iterator<Item = LinkId> + '_ {
        let closed = self.links.iter().filter(|(_, (open, _))| !open);
        let closed = closed.map(|(id, _)| *id);
        closed.filter(|id| self.records_open_link(*id))
    }

    /// Services that the records open and changes close or leave without room.
    pub(crate) fn closed_services(&self) -> impl Iterator<Item = ServiceId> + '_ {
        let closed = self.services.iter().filter(|(_, (open, _))| !open);
        let full = self.service_capacity.iter();
        let full = full.filter(|(_, (left, _))| *left == Share::ZERO);
        let closed = closed.map(|(id, _)| *id).chain(full.map(|(id, _)| *id));
        closed.filter(|id| self.records_open_service(*id))
    }

    /// The same with everything open that the records open or a change opens, whatever changes close;
    /// nothing where that is no other.
    pub(crate) fn unclosed(&self) -> Option<Self> {
        let crossings = self.crossings.iter().filter(|(_, (open, _))| !open);
        let mut crossings = crossings.filter(|(id, _)| self.records_open_crossing(**id));
        let closes = crossings.next().is_some()
            || self.closed_links().next().is_some()
            || self.closed_services().next().is_some();
        closes.then(|| {
            let mut world = self.clone();
            world.links.retain(|_, (open, _)| *open);
            world.crossings.retain(|_, (open, _)| *open);
            world.services.retain(|_, (open, _)| *open);
            let full = |left: &Share| *left == Share::ZERO;
            world.service_capacity.retain(|_, (left, _)| !full(left));
            world
        })
    }

    /// The same with nothing open but what the records open; nothing where no change opens anything.
    pub(crate) fn unopened(&self) -> Option<Self> {
        let mut links = self.links.iter().filter(|(_, (open, _))| *open);
        let mut crossings = self.crossings.iter().filter(|(_, (open, _))| *open);
        let mut services = self.services.iter().filter(|(_, (open, _))| *open);
        let opens = links.any(|(id, _)| !self.records_open_link(*id))
            || crossings.any(|(id, _)| !self.records_open_crossing(*id))
            || services.any(|(id, _)| !self.records_open_service(*id))
            || !self.added_links.is_empty()
            || !self.added_services.is_empty();
        opens.then(|| {
            let mut world = self.clone();
            world.links.retain(|_, (open, _)| !*open);
            world.crossings.retain(|_, (open, _)| !*open);
            world.services.retain(|_, (open, _)| !*open);
            world.added_links.clear();
            world.added_services.clear();
            world
        })
    }
}

//! Whether the steps of a route can follow each other.

use super::misstatement::Disorder;
use super::records::Records;
use crate::code::Name;
use crate::network::{Consist, Conveyance, End, Group, LinkId, PlaceId, PlaceKind, Product};
use crate::quantity::Share;
use crate::route::{Act, Step, Stop};

/// What has to come next.
#[derive(Default)]
pub(super) struct Course<'s> {
    /// The service that is under way, and whether it has run.
    service: Option<(&'s Name, bool)>,
    after_haul: bool,
    lifted: Lifted<'s>,
    /// Where goods were loaded on a wagon whose train is waited for.
    loaded: Option<&'s Stop>,
    /// Within a through rate, whether a train was waited for: the next ones are kept.
    kept: Option<bool>,
}

/// Where goods were lifted off a wagon, and what became of them.
#[derive(Clone, Copy, Default)]
enum Lifted<'s> {
    #[default]
    No,
    Down(&'s Stop),
    Aboard(&'s Stop),
    Gone(&'s Stop),
}

impl<'s> Course<'s> {
    /// A step of the route begins, or a through rate.
    pub(super) fn begin(&mut self, through: bool) {
        self.kept = through.then_some(false);
    }

    /// The next step, those of a through rate one by one.
    pub(super) fn follow(&mut self, step: &'s Step, records: &Records<'_>) -> Result<(), Disorder> {
        self.serve(step)?;
        let haul = step.act == Act::Haul;
        if haul && self.after_haul {
            return Err(Disorder::HaulAfterHaul);
        }
        self.after_haul = haul;
        self.depart(step, records)?;
        self.lift(step, records)
    }

    /// What is loaded on a wagon waits for its train or rolls onto a service, and nothing else waits
    /// for a train.
    fn depart(&mut self, step: &'s Step, records: &Records<'_>) -> Result<(), Disorder> {
        let departs = step.act == Act::Depart;
        match self.loaded.take() {
            Some(at) => {
                let kept = self.kept == Some(true);
                let serves = matches!(step.act, Act::Wait { .. });
                if kept == departs && !serves {
                    let place = at.code.clone();
                    return Err(if departs {
                        Disorder::DepartsAgain { place }
                    } else {
                        Disorder::NotDeparted { place }
                    });
                }
            }
            None if departs => {
                let place = step.from.code.clone();
                return Err(Disorder::DepartsAgain { place });
            }
            None => {}
        }
        if departs && self.kept.is_some() {
            self.kept = Some(true);
        }
        let onto_wagon = matches!(step.act, Act::Load | Act::Tranship)
            && matches!(step.conveyances.get(1), Some(Conveyance::Wagon(_)));
        if onto_wagon && records.waits_for_trains(&step.from) {
            self.loaded = Some(&step.from);
        }
        Ok(())
    }

    /// A service is waited for, run and landed from.
    fn serve(&mut self, step: &'s Step) -> Result<(), Disorder> {
        self.service = match (self.service, &step.act) {
            (None, Act::Wait { service }) => Some((service, false)),
            (Some((known, false)), Act::Run { service }) if known == service => {
                Some((service, true))
            }
            (Some((known, true)), Act::Land { service, .. }) if known == service => None,
            (Some((service, _)), _) | (None, Act::Run { service } | Act::Land { service, .. }) => {
                let service = service.clone();
                return Err(Disorder::ServiceBroken { service });
            }
            (
                None,
                Act::Move { .. }
                | Act::Haul
                | Act::BorderControl { .. }
                | Act::Load
                | Act::Unload
                | Act::Tranship
                | Act::Depart
                | Act::GaugeChange
                | Act::Through { .. },
            ) => None,
        };
        Ok(())
    }

    /// Where wagons of two gauges stand, goods that are lifted off one do not come onto one again,
    /// and what they are lifted onto leaves without turning round.
    fn lift(&mut self, step: &'s Step, records: &Records<'_>) -> Result<(), Disorder> {
        let wagon = |at: usize| matches!(step.conveyances.get(at), Some(Conveyance::Wagon(_)));
        let moves = matches!(step.act, Act::Move { .. });
        let (broken, next) = match self.lifted {
            Lifted::No => (None, Lifted::No),
            Lifted::Down(at) => (wagon(1).then_some(at), Lifted::Aboard(at)),
            Lifted::Aboard(at) if moves => (None, Lifted::Gone(at)),
            Lifted::Aboard(at) => {
                let waits = matches!(step.act, Act::Wait { .. });
                ((!waits).then_some(at), Lifted::No)
            }
            Lifted::Gone(at) => ((step.to == *at).then_some(at), Lifted::No),
        };
        if let Some(at) = broken
            && records.has_two_gauges(at)
        {
            let place = at.code.clone();
            return Err(Disorder::LiftedAround { place });
        }
        self.lifted = if step.act == Act::Tranship && wagon(0) {
            Lifted::Down(&step.from)
        } else {
            next
        };
        Ok(())
    }
}

impl Records<'_> {
    /// Whether a record says how long some shipment waits for its train there.
    fn waits_for_trains(&self, stop: &Stop) -> bool {
        let Some(id) = self.network.place_by_code(&stop.code) else {
            return false;
        };
        [Product::ContainerTrain, Product::Wagon]
            .into_iter()
            .flat_map(|product| {
                [Consist::Single, Consist::BlockTrain].map(|consist| (product, consist))
            })
            .any(|goes| self.departure_record(id, stop.country, goes).is_some())
    }

    /// Whether wagons of two gauges stand there, or gauges are changed.
    fn has_two_gauges(&self, stop: &Stop) -> bool {
        let known = self.network.place_by_code(&stop.code);
        let Some((id, place)) = known.and_then(|id| Some((id, self.network.place(id)?))) else {
            return false;
        };
        if place.is(PlaceKind::GaugeChange) {
            return true;
        }
        let mut wagons: Vec<Conveyance> = self.conveyances_at(id);
        wagons.retain(|one| matches!(one, Conveyance::Wagon(_)) && place.handles(*one));
        wagons.sort_unstable();
        wagons.dedup();
        wagons.len() > 1
    }

    /// What links and services by sea bring to a place that are open, or that only a change closes.
    fn conveyances_at(&self, place: PlaceId) -> Vec<Conveyance> {
        let mut found = Vec::new();
        let recorded = self.network.group(Group::Place(place));
        let links = recorded.into_iter().flat_map(|group| &group.links).copied();
        let added = self.network.links().len()..self.world.link_count();
        let added = added.map(LinkId::new);
        for id in links.chain(added) {
            let open = self.world.is_open_link(id) || self.world.records_open_link(id);
            let link = self.world.link(id).filter(|_| open);
            let here = |end| end == End::Place(place);
            if let Some(link) = link.filter(|link| here(link.from) || here(link.to)) {
                found.extend(link.conveyances());
            }
        }
        for (id, service) in self.world.services() {
            let calls = [service.from, service.to].contains(&place);
            let room = self.world.service_capacity_left(id) > Share::ZERO;
            let runs =
                self.world.is_open_service(id) && room || self.world.records_open_service(id);
            if calls && service.is_by_sea() && runs {
                found.push(service.conveyance);
            }
        }
        found
    }
}

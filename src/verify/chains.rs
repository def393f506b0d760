//! What hauls, block trains and through rates may run over.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Mismatch;
use super::cargo::Goes;
use super::offer::Offer;
use super::reckoning::Reckoning;
use super::records::{Found, Records};
use crate::network::{Consist, Conveyance, End, Product, ThroughRate, Waypoint};
use crate::route::{Act, Step};

/// Where a move stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within<'s> {
    /// By itself.
    Nothing,
    Haul,
    /// A train of a service, or a through rate.
    Chain(&'s Step),
}

impl<'w> Records<'w> {
    /// A move where it stands: alone only where links are sold one by one, in a haul only where they
    /// are not, and all of a haul by the same tariffs; in a chain by the first carrier that sells it.
    pub(super) fn fits(
        &self,
        step: &Step,
        within: Within<'_>,
        first: Option<&Arc<Offer>>,
        found: &Reckoning,
    ) -> Found<()> {
        let (Act::Move { link: id, .. }, Some((offer, _))) = (&step.act, &found.moved) else {
            return Ok(());
        };
        let link = || id.clone();
        match within {
            Within::Nothing if offer.by_haul => Err(Mismatch::SoldByHaul { link: link() }),
            Within::Nothing => Ok(()),
            Within::Haul => {
                if offer.by_haul && first.is_none_or(|first| Arc::ptr_eq(first, offer)) {
                    Ok(())
                } else {
                    Err(Mismatch::HaulBeyondTariff { link: link() })
                }
            }
            Within::Chain(whole) => {
                let key = self.world.link_by_id(id);
                let Some(record) = key.and_then(|key| self.world.link(key)) else {
                    return Err(Mismatch::unknown("link", id));
                };
                let wanted = self.rate_of(whole).map(|rate| rate.product);
                let all = self.sold(record);
                let first = all.iter().find(|sold| match wanted {
                    Some(product) => sold.product() == product,
                    None => sold.product() != Product::Wagon,
                });
                if first.is_some_and(|first| Arc::ptr_eq(&first.offer, offer)) {
                    Ok(())
                } else {
                    Err(Mismatch::NotFirstCarrier { link: link() })
                }
            }
        }
    }

    /// How the goods go over the parts of a step: as they do by themselves over those of a haul, with
    /// a whole train over those of a train or a through rate.
    pub(super) fn going(&self, step: &Step) -> Goes {
        match &step.act {
            Act::Through { .. } => {
                let product = self.rate_of(step).map(|rate| rate.product);
                let product = product.unwrap_or(Product::ContainerTrain);
                (product, Consist::BlockTrain)
            }
            Act::Run { .. } => (Product::ContainerTrain, Consist::BlockTrain),
            Act::Move { .. }
            | Act::Haul
            | Act::BorderControl { .. }
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Wait { .. }
            | Act::Land { .. } => self.cargo.goes,
        }
    }

    fn rate_of(&self, step: &Step) -> Option<&'w ThroughRate> {
        let Act::Through { rate } = &step.act else {
            return None;
        };
        let id = self.network.through_rate_by_id(rate)?;
        self.network.through_rate(id)
    }

    /// A through rate is sold from gate to gate, over rail of its product and services by sea.
    pub(super) fn rate_parts(&self, step: &Step, rate: &ThroughRate) -> Found<()> {
        let ends = (step.parts.first(), step.parts.last());
        let whole = ends.0.is_some_and(|first| first.act == Act::Load)
            && ends.1.is_some_and(|last| last.act == Act::Unload);
        let train = |part: &Step| match &part.act {
            Act::Wait { service } | Act::Run { service } | Act::Land { service, .. } => {
                let id = self.world.service_by_id(service);
                let service = id.and_then(|id| self.world.service(id));
                service.is_none_or(|service| !service.is_by_sea())
            }
            Act::Haul | Act::Through { .. } => true,
            Act::Move { .. }
            | Act::BorderControl { .. }
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::Depart
            | Act::GaugeChange => false,
        };
        let sold = |part: &Step| {
            !train(part)
                && !part.conveyances.contains(&Conveyance::Truck)
                && part.product.is_none_or(|product| product == rate.product)
        };
        let passes = rate.ways().any(|via| self.passes(step, via));
        if !whole || !step.parts.iter().all(sold) || !passes {
            return Err(Mismatch::RateDoesMore {
                rate: rate.id.clone(),
            });
        }
        Ok(())
    }

    /// Whether a chain comes by these points in order.
    pub(super) fn passes(&self, step: &Step, via: &[Waypoint]) -> bool {
        let mut parts = step.parts.iter();
        let mut at = step.from.code.as_str();
        let mut landed: Option<&str> = None;
        via.iter().all(|point| {
            let (code, service) = match point {
                Waypoint::Place(id) => (self.network.end_code(End::Place(*id)), None),
                Waypoint::Crossing(id) => (self.network.end_code(End::Crossing(*id)), None),
                Waypoint::Service(id) => (None, self.world.service(*id)),
                Waypoint::Point(_) => return true,
            };
            loop {
                let lands = service.is_some_and(|service| landed == Some(service.id.as_str()));
                if lands || code == Some(at) {
                    return true;
                }
                let Some(part) = parts.next() else {
                    return false;
                };
                at = part.to.code.as_str();
                landed = match &part.act {
                    Act::Land { service, .. } => Some(service),
                    Act::Move { .. }
                    | Act::Haul
                    | Act::BorderControl { .. }
                    | Act::Load
                    | Act::Unload
                    | Act::Tranship
                    | Act::Depart
                    | Act::GaugeChange
                    | Act::Wait { .. }
                    | Act::Run { .. }
                    | Act::Through { .. } => None,
                };
            }
        })
    }

    /// A haul comes to no place twice.
    pub(super) fn goes_straight(step: &Step) -> Found<()> {
        let mut passed: FxHashSet<&str> = FxHashSet::default();
        passed.insert(&step.from.code);
        let mut stops = step.parts.iter().map(|part| &part.to.code);
        match stops.find(|code| !passed.insert(code)) {
            Some(place) => Err(Mismatch::HaulGoesRound {
                place: place.clone(),
            }),
            None => Ok(()),
        }
    }
}

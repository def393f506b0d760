use super::{Land, OfferId, OperationKind, Parts, Riders};
use crate::code::Country;
use crate::network::{Conveyance, CrossingId, LineId, LinkId, Mode, PlaceId, Product, ServiceId};
use crate::quantity::Distance;
use crate::router::NodeId;

/// One thing done to the goods: an arc of the searched graph.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// What is done.
    pub kind: OperationKind,
    /// The position before.
    pub from: NodeId,
    /// The position after.
    pub to: NodeId,
    pub(super) parties: Parties,
}

/// A stretch of the list of operator and role that [`Operations`](super::Operations) keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parties {
    pub(super) first: u32,
    pub(super) end: u32,
}

/// What any kind of operation may touch; empty where a kind has nothing of the sort.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Touched<'a> {
    pub(crate) mode: Option<Mode>,
    pub(crate) product: Option<Product>,
    pub(crate) offer: Option<OfferId>,
    pub(crate) distance: Distance,
    pub(crate) link: Option<LinkId>,
    pub(crate) line: Option<LineId>,
    pub(crate) service: Option<ServiceId>,
    pub(crate) crossing: Option<CrossingId>,
    pub(crate) border: Option<(Country, Country)>,
    pub(crate) flag: Option<Country>,
    pub(crate) countries: &'a [Country],
    pub(crate) conveyances: &'a [Conveyance],
    pub(crate) places: &'a [PlaceId],
    pub(crate) gauge_change: bool,
    pub(crate) parts: Parts,
}

impl Touched<'_> {
    const NOTHING: Self = Self {
        mode: None,
        product: None,
        offer: None,
        distance: Distance::ZERO,
        link: None,
        line: None,
        service: None,
        crossing: None,
        border: None,
        flag: None,
        countries: &[],
        conveyances: &[],
        places: &[],
        gauge_change: false,
        parts: Parts::NONE,
    };
}

impl OperationKind {
    /// Everything it touches, whatever kind it is.
    #[inline]
    pub(crate) fn touched(&self) -> Touched<'_> {
        use std::slice::from_ref;
        match self {
            Self::Move(run) => Touched {
                mode: Some(run.mode),
                product: Some(run.product),
                offer: Some(run.offer),
                distance: run.distance,
                link: Some(run.link),
                line: Some(run.line),
                countries: from_ref(&run.country),
                conveyances: from_ref(&run.conveyance),
                ..Touched::NOTHING
            },
            Self::Haul(haul) => Touched {
                mode: Some(haul.mode),
                product: Some(haul.product),
                offer: Some(haul.offer),
                distance: haul.distance,
                countries: from_ref(&haul.country),
                conveyances: from_ref(&haul.conveyance),
                parts: haul.parts,
                ..Touched::NOTHING
            },
            Self::Pass(pass) => Touched {
                conveyances: from_ref(&pass.conveyance),
                ..Touched::NOTHING
            },
            Self::BorderControl(border) => Touched {
                mode: Some(border.mode),
                crossing: Some(border.crossing),
                border: Some(border.countries.into()),
                countries: &border.countries,
                conveyances: from_ref(&border.conveyance),
                ..Touched::NOTHING
            },
            Self::Load(lift)
            | Self::Unload(lift)
            | Self::Tranship(lift)
            | Self::GaugeChange(lift) => Touched {
                countries: from_ref(&lift.country),
                conveyances: &lift.conveyances,
                places: from_ref(&lift.place),
                gauge_change: matches!(self, Self::GaugeChange(_)),
                ..Touched::NOTHING
            },
            Self::Depart(stop) => Touched {
                countries: from_ref(&stop.country),
                conveyances: from_ref(&stop.conveyance),
                places: from_ref(&stop.place),
                ..Touched::NOTHING
            },
            Self::Wait(wait) => Touched {
                service: Some(wait.service),
                flag: wait.flag,
                countries: from_ref(&wait.country),
                conveyances: from_ref(&wait.conveyance),
                places: from_ref(&wait.place),
                ..Touched::NOTHING
            },
            Self::SeaRun(run) => Touched {
                mode: Some(Mode::Sea),
                distance: run.distance,
                service: Some(run.service),
                flag: run.flag,
                conveyances: from_ref(&run.conveyance),
                places: &run.places,
                ..Touched::NOTHING
            },
            Self::TrainRun(run) => Touched {
                mode: Some(Mode::Rail),
                distance: run.distance,
                service: Some(run.service),
                flag: run.flag,
                conveyances: from_ref(&run.conveyance),
                places: &run.places,
                parts: run.parts,
                ..Touched::NOTHING
            },
            Self::Land(land) => Touched {
                service: Some(land.service),
                border: land.border.map(|border| border.countries.into()),
                flag: land.flag,
                countries: match &land.border {
                    Some(border) => &border.countries,
                    None => from_ref(&land.country),
                },
                conveyances: from_ref(&land.conveyance),
                places: from_ref(&land.place),
                ..Touched::NOTHING
            },
            Self::Through(chain) => Touched {
                distance: chain.distance,
                parts: chain.parts,
                ..Touched::NOTHING
            },
        }
    }
}

impl OperationKind {
    /// Whether goods change trucks at a border.
    pub(crate) const fn is_reload(&self) -> bool {
        match self {
            Self::BorderControl(border) => border.reload,
            Self::Land(Land {
                border: Some(border),
                ..
            }) => border.reload,
            Self::Land(_)
            | Self::Move(_)
            | Self::Haul(_)
            | Self::Pass(_)
            | Self::Load(_)
            | Self::Unload(_)
            | Self::Tranship(_)
            | Self::GaugeChange(_)
            | Self::Depart(_)
            | Self::Wait(_)
            | Self::SeaRun(_)
            | Self::TrainRun(_)
            | Self::Through(_) => false,
        }
    }

    /// Where a service is boarded or left, and which.
    pub(crate) const fn in_port(&self) -> Option<(PlaceId, ServiceId)> {
        match self {
            Self::Wait(wait) => Some((wait.place, wait.service)),
            Self::Land(land) => Some((land.place, land.service)),
            Self::Move(_)
            | Self::Haul(_)
            | Self::Pass(_)
            | Self::BorderControl(_)
            | Self::Load(_)
            | Self::Unload(_)
            | Self::Tranship(_)
            | Self::GaugeChange(_)
            | Self::Depart(_)
            | Self::SeaRun(_)
            | Self::TrainRun(_)
            | Self::Through(_) => None,
        }
    }

    /// What moves have in common that are one haul where nothing is done between them.
    pub(crate) fn haul(&self) -> Option<(Country, Mode, Product)> {
        let touched = self.touched();
        let country = touched.countries.first()?;
        Some((*country, touched.mode?, touched.product?))
    }
}

impl Operation {
    /// Mode, for what moves and for border controls.
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        self.kind.touched().mode
    }

    /// What is sold, on links and hauls.
    #[must_use]
    pub fn product(&self) -> Option<Product> {
        self.kind.touched().product
    }

    /// The offer that prices it, on links and hauls.
    #[must_use]
    pub fn offer(&self) -> Option<OfferId> {
        self.kind.touched().offer
    }

    /// How far it goes.
    #[must_use]
    pub fn distance(&self) -> Distance {
        self.kind.touched().distance
    }

    /// The link it moves along.
    #[must_use]
    pub fn link(&self) -> Option<LinkId> {
        self.kind.touched().link
    }

    /// The line of that link.
    #[must_use]
    pub fn line(&self) -> Option<LineId> {
        self.kind.touched().line
    }

    /// The service it belongs to.
    #[must_use]
    pub fn service(&self) -> Option<ServiceId> {
        self.kind.touched().service
    }

    /// The crossing it passes.
    #[must_use]
    pub fn crossing(&self) -> Option<CrossingId> {
        self.kind.touched().crossing
    }

    /// The border it passes, in order, the one that a vessel brings into port included.
    #[must_use]
    pub fn border(&self) -> Option<(Country, Country)> {
        self.kind.touched().border
    }

    /// The flag of its vessel.
    #[must_use]
    pub fn flag(&self) -> Option<Country> {
        self.kind.touched().flag
    }

    /// Countries it takes place in; two at a border, the one left first. At sea, and for trains and
    /// through rates, whose parts have them, none.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        self.kind.touched().countries
    }

    /// Conveyances before and after, once when they are the same.
    #[must_use]
    pub fn conveyances(&self) -> &[Conveyance] {
        self.kind.touched().conveyances
    }

    /// Places where goods are handled or a service calls.
    #[must_use]
    pub fn places(&self) -> &[PlaceId] {
        self.kind.touched().places
    }

    /// Whether it exists only as a part of composite operations.
    #[must_use]
    pub const fn is_part_only(&self) -> bool {
        matches!(&self.kind, OperationKind::Move(run) if run.part_only)
    }

    /// The shipments it takes, as far as hours differ by them.
    #[must_use]
    pub const fn riders(&self) -> Riders {
        match &self.kind {
            OperationKind::BorderControl(border) => border.riders,
            OperationKind::Depart(stop) => stop.riders,
            OperationKind::Wait(wait) => wait.riders,
            OperationKind::Through(chain) => chain.riders,
            OperationKind::Move(_)
            | OperationKind::Haul(_)
            | OperationKind::Pass(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::Tranship(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::SeaRun(_)
            | OperationKind::TrainRun(_)
            | OperationKind::Land(_) => Riders::ALL,
        }
    }

    /// Whether the gauge changes.
    #[must_use]
    pub const fn is_gauge_change(&self) -> bool {
        matches!(self.kind, OperationKind::GaugeChange(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_fills_a_cache_line_at_most() {
        assert!(size_of::<Operation>() <= 64, "{}", size_of::<Operation>());
    }
}

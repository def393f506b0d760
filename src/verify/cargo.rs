//! The shipment as prices, fees and emissions ask for it.

use crate::code::Country;
use crate::network::{Consist, PriceFor, Product, Tariff, UnitKind};
use crate::quantity::Mass;
use crate::route::Route;

/// What is bought, and how goods go by rail.
pub(super) type Goes = (Product, Consist);

/// Containers buy container trains, wagons wagons, trailers trucks; 62 TEU or 43 wagons are a train.
fn goes(unit: UnitKind, count: u32) -> Goes {
    let (product, train) = match unit {
        UnitKind::Container20 => (Product::ContainerTrain, 62),
        UnitKind::Container40 | UnitKind::Container45 => (Product::ContainerTrain, 31),
        UnitKind::Wagon | UnitKind::Tonne => (Product::Wagon, 43),
        UnitKind::Trailer => (Product::Truck, u32::MAX),
    };
    let consist = if count < train {
        Consist::Single
    } else {
        Consist::BlockTrain
    };
    (product, consist)
}

/// What of a shipment decides amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cargo {
    pub(super) unit: UnitKind,
    pub(super) count: u64,
    /// Goods of all units.
    pub(super) goods: Mass,
    /// What rates per tonne count of one unit.
    pub(super) charged: Mass,
    /// One unit with its goods.
    gross: Mass,
    /// A trailer with the goods of one unit.
    pub(super) per_truck: Mass,
    loaded: bool,
    /// What it buys by itself, and how it goes by rail.
    pub(super) goes: Goes,
    pub(super) plate: Country,
}

impl Cargo {
    pub(super) fn of(route: &Route) -> Self {
        let shipment = &route.shipment;
        Self {
            unit: shipment.unit().kind(),
            count: shipment.count().into(),
            goods: shipment.goods(),
            charged: shipment.charged_mass(),
            gross: shipment.gross_per_unit(),
            per_truck: shipment.gross_per_truck(),
            loaded: shipment.is_loaded(),
            goes: goes(shipment.unit().kind(), shipment.count()),
            plate: shipment.plate(),
        }
    }

    /// Which price a unit pays that goes by itself.
    pub(super) const fn price(&self) -> PriceFor {
        match self.unit {
            UnitKind::Container20 => PriceFor::Container20,
            UnitKind::Container40 | UnitKind::Container45 => PriceFor::Container40,
            UnitKind::Trailer => PriceFor::Truck,
            UnitKind::Wagon | UnitKind::Tonne => PriceFor::Wagon,
        }
    }

    /// What is sold to it: container trains and trucks to containers, trucks to trailers, wagons to
    /// wagons.
    pub(super) const fn buys(&self, product: Product) -> bool {
        match self.unit {
            UnitKind::Container20 | UnitKind::Container40 | UnitKind::Container45 => {
                matches!(product, Product::ContainerTrain | Product::Truck)
            }
            UnitKind::Trailer => matches!(product, Product::Truck),
            UnitKind::Wagon | UnitKind::Tonne => matches!(product, Product::Wagon),
        }
    }

    /// Whether a tariff speaks of such a unit, by kind, load and gross mass.
    pub(super) fn is_meant_by(&self, tariff: &Tariff) -> bool {
        let Tariff {
            unit,
            loaded,
            consist,
            mass_from,
            mass_to,
            ..
        } = tariff;
        (unit.is_none() || *unit == Some(self.unit))
            && (loaded.is_none() || *loaded == Some(self.loaded))
            && (consist.is_none() || *consist == Some(self.goes.1))
            && mass_from.is_none_or(|from| self.gross >= from)
            && mass_to.is_none_or(|to| self.gross < to)
    }
}

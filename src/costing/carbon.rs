//! What an operation emits, and how much of it the vehicle emits itself.

use rustc_hash::FxHashMap;

use super::Shipment;
use crate::code::Country;
use crate::network::{
    Cited, EmissionFactor, EmissionFactorId, EmissionSubject, FigureId, Network, Product,
};
use crate::quantity::{Distance, Emissions};

/// The parts of what is emitted well to wheel (ISO 14083); together they are all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmissionParts {
    /// By the vehicle or the machine itself.
    pub tank_to_wheel: Emissions,
    /// By the making of its fuel and electricity.
    pub well_to_tank: Emissions,
    /// By either: no share is known for this amount.
    pub undivided: Emissions,
}

/// Milligrams of CO2e.
#[derive(Clone, Copy, Debug, Default)]
struct Milligrams {
    whole: u64,
    /// Of the whole, that of which the tank-to-wheel share is known.
    divided: u64,
    tank_to_wheel: u64,
}

impl Milligrams {
    fn of(whole: u64, factor: &EmissionFactor) -> Self {
        let share = factor.tank_to_wheel.as_ref().map(Cited::value);
        share.map_or(
            Self {
                whole,
                ..Self::default()
            },
            |share| {
                let part = u128::from(whole) * u128::from(share.numerator());
                Self {
                    whole,
                    divided: whole,
                    tank_to_wheel: (part / u128::from(share.denominator())) as u64,
                }
            },
        )
    }

    fn add(&mut self, other: Self) {
        self.whole = self.whole.saturating_add(other.whole);
        self.divided = self.divided.saturating_add(other.divided);
        self.tank_to_wheel = self.tank_to_wheel.saturating_add(other.tank_to_wheel);
    }
}

/// What an operation emits, whatever the shipment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carbon {
    per_tonne: Milligrams,
    per_unit: Milligrams,
}

impl Carbon {
    pub(super) fn add(&mut self, other: &Self) {
        self.per_tonne.add(other.per_tonne);
        self.per_unit.add(other.per_unit);
    }

    /// Milligrams per tonne of goods.
    pub(super) const fn per_tonne(&self) -> u64 {
        self.per_tonne.whole
    }

    /// Milligrams of the goods, rounded down, and of the units; together grams, rounded down.
    fn grams(&self, shipment: &Shipment, read: impl Fn(&Milligrams) -> u64) -> u64 {
        let goods = u128::from(shipment.goods().as_kg());
        let moved = u128::from(read(&self.per_tonne)) * goods / 1_000;
        let lifted = u128::from(read(&self.per_unit)) * u128::from(shipment.count());
        u64::try_from((moved + lifted) / 1_000).unwrap_or(u64::MAX)
    }

    pub(super) fn emissions(&self, shipment: &Shipment) -> Emissions {
        Emissions::from_grams(self.grams(shipment, |milligrams| milligrams.whole))
    }

    /// The part that is divided and its tank-to-wheel part are rounded down; what is left of either
    /// is the rest.
    pub(super) fn parts(&self, shipment: &Shipment) -> EmissionParts {
        let whole = self.grams(shipment, |milligrams| milligrams.whole);
        let divided = self.grams(shipment, |milligrams| milligrams.divided);
        let tank_to_wheel = self.grams(shipment, |milligrams| milligrams.tank_to_wheel);
        EmissionParts {
            tank_to_wheel: Emissions::from_grams(tank_to_wheel),
            well_to_tank: Emissions::from_grams(divided.saturating_sub(tank_to_wheel)),
            undivided: Emissions::from_grams(whole.saturating_sub(divided)),
        }
    }
}

/// A factor and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Factor<'w> {
    id: EmissionFactorId,
    row: &'w EmissionFactor,
}

impl Factor<'_> {
    pub(super) const fn figure(self) -> FigureId {
        FigureId::Emission(self.id)
    }

    /// Of goods over a distance: milligrams per tonne, rounded down.
    pub(super) fn over(self, distance: Distance) -> Carbon {
        let milligrams = self.row.milligrams.value();
        let whole = milligrams.saturating_mul(distance.as_metres()) / 1_000;
        Carbon {
            per_tonne: Milligrams::of(whole, self.row),
            ..Carbon::default()
        }
    }

    /// Of a lift.
    pub(super) fn once(self) -> Carbon {
        Carbon {
            per_unit: Milligrams::of(self.row.milligrams.value(), self.row),
            ..Carbon::default()
        }
    }

    /// Of two lifts.
    pub(super) fn twice(self) -> Carbon {
        let mut carbon = self.once();
        carbon.add(&self.once());
        carbon
    }
}

/// Emission factors by subject, most specific first.
#[derive(Default)]
pub(super) struct Factors<'w> {
    by_subject: FxHashMap<EmissionSubject, Vec<Factor<'w>>>,
}

impl<'w> Factors<'w> {
    pub(super) fn of(network: &'w Network) -> Self {
        let mut by_subject: FxHashMap<EmissionSubject, Vec<Factor<'w>>> = FxHashMap::default();
        for (index, row) in network.emissions().iter().enumerate() {
            let id = EmissionFactorId::new(index);
            let factor = Factor { id, row };
            by_subject.entry(row.subject).or_default().push(factor);
        }
        for factors in by_subject.values_mut() {
            factors.sort_by_key(|factor| {
                let row = factor.row;
                let named = row.product.is_some() || row.family.is_some();
                std::cmp::Reverse((row.country.is_some(), named))
            });
        }
        Self { by_subject }
    }

    /// The country's own factor, else that of any country; a named product or family first.
    pub(super) fn find(
        &self,
        subject: EmissionSubject,
        country: Option<Country>,
        product: Option<Product>,
        family: Option<&str>,
    ) -> Option<Factor<'w>> {
        let factors = self.by_subject.get(&subject)?;
        let mut factors = factors.iter();
        let fitting = factors.find(|Factor { row, .. }| {
            row.country.is_none_or(|named| Some(named) == country)
                && row.product.is_none_or(|named| Some(named) == product)
                && row
                    .family
                    .as_deref()
                    .is_none_or(|named| Some(named) == family)
        });
        fitting.copied()
    }
}

use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::{Consist, Conveyance, Product, UnitKind};
use crate::quantity::{Mass, Money};

/// What the goods are packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LoadUnit {
    /// 20 ft container: by container train, truck, feeder and ferry.
    #[serde(rename = "20ft")]
    Container20,
    /// 40 ft container: by container train, truck, feeder and ferry.
    #[serde(rename = "40ft")]
    Container40,
    /// Trailer behind its truck: by road and ro-ro ferry.
    Trailer,
    /// Railway wagon: by rail and rail ferry.
    Wagon,
}

impl LoadUnit {
    /// The unit as tariffs name it.
    #[must_use]
    pub const fn kind(self) -> UnitKind {
        match self {
            Self::Container20 => UnitKind::Container20,
            Self::Container40 => UnitKind::Container40,
            Self::Trailer => UnitKind::Trailer,
            Self::Wagon => UnitKind::Wagon,
        }
    }

    /// What a railway or road carrier sells for it.
    #[must_use]
    pub const fn buys(self, product: Product) -> bool {
        match self {
            Self::Container20 | Self::Container40 => {
                matches!(product, Product::ContainerTrain | Product::Truck)
            }
            Self::Trailer => matches!(product, Product::Truck),
            Self::Wagon => matches!(product, Product::Wagon),
        }
    }

    /// What it buys where it goes by itself: by rail if it can.
    #[must_use]
    pub const fn product(self) -> Product {
        match self {
            Self::Container20 | Self::Container40 => Product::ContainerTrain,
            Self::Trailer => Product::Truck,
            Self::Wagon => Product::Wagon,
        }
    }

    /// How many of them are a train of their own: three quarters of a full one, which takes 82 TEU
    /// between China and Europe or 57 wagons of the 1520 mm gauge (sources `D-DEP-BOX`,
    /// `A-DEP-SLOT-W`).
    #[must_use]
    pub const fn fill_a_train(self) -> u32 {
        match self {
            Self::Container20 => 62,
            Self::Container40 => 31,
            Self::Wagon => 43,
            Self::Trailer => u32::MAX,
        }
    }

    /// Whether it can ride in a conveyance.
    #[must_use]
    pub const fn rides(self, conveyance: Conveyance) -> bool {
        match self {
            Self::Container20 | Self::Container40 => true,
            Self::Trailer => matches!(conveyance, Conveyance::Truck | Conveyance::Terminal),
            Self::Wagon => matches!(conveyance, Conveyance::Wagon(_) | Conveyance::Terminal),
        }
    }

    /// Mass of the empty unit that mass steps of tariffs count in: containers by ISO 668 practice
    /// (2.3 t and 3.8 t), a tractor with trailer about 15 t, a four-axle flat wagon about 23 t.
    #[must_use]
    pub const fn tare(self) -> Mass {
        match self {
            Self::Container20 => Mass::from_kg(2_300),
            Self::Container40 => Mass::from_kg(3_800),
            Self::Trailer => Mass::from_kg(15_000),
            Self::Wagon => Mass::from_kg(23_000),
        }
    }

    /// The largest mass of goods accepted: the unit's usual limit.
    const fn payload(self) -> Mass {
        match self {
            Self::Container20 => Mass::from_kg(28_200),
            Self::Container40 => Mass::from_kg(28_800),
            Self::Trailer => Mass::from_kg(30_000),
            Self::Wagon => Mass::from_kg(75_000),
        }
    }
}

impl std::fmt::Display for LoadUnit {
    /// The word that is read back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.kind().fmt(f)
    }
}

impl std::str::FromStr for LoadUnit {
    type Err = ShipmentError;

    /// Reads `20ft`, `40ft`, `trailer` or `wagon`.
    fn from_str(text: &str) -> Result<Self, ShipmentError> {
        match text {
            "20ft" => Ok(Self::Container20),
            "40ft" => Ok(Self::Container40),
            "trailer" => Ok(Self::Trailer),
            "wagon" => Ok(Self::Wagon),
            _ => Err(ShipmentError::UnknownUnit {
                text: text.to_owned(),
            }),
        }
    }
}

/// A shipment that cannot be.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShipmentError {
    /// A word that is no unit.
    #[error("`{text}` is no unit; use `20ft`, `40ft`, `trailer` or `wagon`")]
    UnknownUnit {
        /// The word.
        text: String,
    },
    /// No unit at all.
    #[error("a shipment of no units; give a count of 1 or more")]
    NoUnits,
    /// More than a fleet.
    #[error("a shipment of {count} units is above the largest accepted 100000; split it")]
    TooMany {
        /// The count.
        count: u32,
    },
    /// More goods than the unit holds.
    #[error("{mass} of goods do not fit a unit that takes {payload}; use more units")]
    Overloaded {
        /// Mass of goods per unit.
        mass: Mass,
        /// What the unit takes.
        payload: Mass,
    },
}

coded!(ShipmentError {
    UnknownUnit { text } = "shipment_unknown_unit",
    NoUnits {} = "shipment_no_units",
    TooMany { count } = "shipment_too_many",
    Overloaded { mass: mass_kg, payload: payload_kg } = "shipment_overloaded",
});

/// Goods, unit, mass, and whose trucks may carry them.
///
/// ```
/// use trade_corridor::costing::Shipment;
/// use trade_corridor::quantity::Mass;
/// let boxes = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?.with_count(2)?;
/// assert_eq!(boxes.goods(), Mass::from_tonnes(40.0)?);
/// assert!(Shipment::container_20ft(Mass::from_tonnes(60.0)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct Shipment {
    unit: LoadUnit,
    count: u32,
    mass: Mass,
    plate: Country,
    value: Option<Money>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    unit: LoadUnit,
    count: u32,
    mass_kg: Mass,
    plate: Country,
    value: Option<Money>,
}

impl Shipment {
    /// Where trucks are registered until [`Shipment::with_plate`] says otherwise: Türkiye, whose
    /// fleet is the largest between Europe and Central Asia.
    pub const DEFAULT_PLATE: Country = Country::assigned(*b"TR");

    /// One unit with `mass` of goods in it (zero: empty), on trucks of
    /// [`Shipment::DEFAULT_PLATE`].
    ///
    /// # Errors
    /// More goods than the unit takes.
    pub fn new(unit: LoadUnit, mass: Mass) -> Result<Self, ShipmentError> {
        if mass > unit.payload() {
            return Err(ShipmentError::Overloaded {
                mass,
                payload: unit.payload(),
            });
        }
        Ok(Self {
            unit,
            count: 1,
            mass,
            plate: Self::DEFAULT_PLATE,
            value: None,
        })
    }

    /// One 20 ft container with `mass` of goods.
    ///
    /// # Errors
    /// More than 28.2 t.
    pub fn container_20ft(mass: Mass) -> Result<Self, ShipmentError> {
        Self::new(LoadUnit::Container20, mass)
    }

    /// One 40 ft container with `mass` of goods.
    ///
    /// # Errors
    /// More than 28.8 t.
    pub fn container_40ft(mass: Mass) -> Result<Self, ShipmentError> {
        Self::new(LoadUnit::Container40, mass)
    }

    /// One truck trailer with `mass` of goods.
    ///
    /// # Errors
    /// More than 30 t.
    pub fn trailer(mass: Mass) -> Result<Self, ShipmentError> {
        Self::new(LoadUnit::Trailer, mass)
    }

    /// One railway wagon with `mass` of goods.
    ///
    /// # Errors
    /// More than 75 t.
    pub fn wagon(mass: Mass) -> Result<Self, ShipmentError> {
        Self::new(LoadUnit::Wagon, mass)
    }

    /// The same for `count` units.
    ///
    /// # Errors
    /// None, or more than 100,000.
    pub fn with_count(mut self, count: u32) -> Result<Self, ShipmentError> {
        match count {
            0 => Err(ShipmentError::NoUnits),
            1..=100_000 => {
                self.count = count;
                Ok(self)
            }
            _ => Err(ShipmentError::TooMany { count }),
        }
    }

    /// The same on trucks registered in `country`; a dropped result warns:
    ///
    /// ```compile_fail
    /// #![deny(unused_must_use)]
    /// use trade_corridor::prelude::*;
    /// let trailer = Shipment::trailer(Mass::ZERO)?;
    /// trailer.with_plate("KZ".parse()?);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub const fn with_plate(mut self, country: Country) -> Self {
        self.plate = country;
        self
    }

    /// The same for goods worth `value`, all units together. No price or rule reads it; time is worth
    /// what `GeneralisedCost::of_capital` makes of it.
    #[must_use]
    pub const fn with_value(mut self, value: Money) -> Self {
        self.value = Some(value);
        self
    }

    /// What the goods are packed in.
    #[must_use]
    pub const fn unit(&self) -> LoadUnit {
        self.unit
    }

    /// How many units.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// How it goes by rail: as a train of its own where its units [fill one](LoadUnit::fill_a_train),
    /// else with others.
    #[must_use]
    pub const fn consist(&self) -> Consist {
        if self.count >= self.unit.fill_a_train() {
            Consist::BlockTrain
        } else {
            Consist::Single
        }
    }

    /// Mass of goods in one unit.
    #[must_use]
    pub const fn mass_per_unit(&self) -> Mass {
        self.mass
    }

    /// Mass of goods in all units.
    #[must_use]
    pub const fn goods(&self) -> Mass {
        self.mass.times(self.count)
    }

    /// Mass of one unit with its goods.
    #[must_use]
    pub fn gross_per_unit(&self) -> Mass {
        self.mass + self.unit.tare()
    }

    /// Mass of a truck's trailer with the goods of one unit, by which countries ask fees.
    #[must_use]
    pub fn gross_per_truck(&self) -> Mass {
        self.mass + LoadUnit::Trailer.tare()
    }

    /// Mass of one unit that rates per tonne count: a container with its goods, else the goods.
    #[must_use]
    pub fn charged_mass(&self) -> Mass {
        match self.unit {
            LoadUnit::Container20 | LoadUnit::Container40 => self.gross_per_unit(),
            LoadUnit::Trailer | LoadUnit::Wagon => self.mass,
        }
    }

    /// Whether there are goods in it.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.mass > Mass::ZERO
    }

    /// Where the trucks are registered.
    #[must_use]
    pub const fn plate(&self) -> Country {
        self.plate
    }

    /// What the goods are worth, if it is known.
    #[must_use]
    pub const fn value(&self) -> Option<Money> {
        self.value
    }
}

impl TryFrom<Raw> for Shipment {
    type Error = ShipmentError;
    fn try_from(raw: Raw) -> Result<Self, ShipmentError> {
        let mut shipment = Self::new(raw.unit, raw.mass_kg)?
            .with_count(raw.count)?
            .with_plate(raw.plate);
        shipment.value = raw.value;
        Ok(shipment)
    }
}

impl From<Shipment> for Raw {
    fn from(shipment: Shipment) -> Self {
        Self {
            unit: shipment.unit,
            count: shipment.count,
            mass_kg: shipment.mass,
            plate: shipment.plate,
            value: shipment.value,
        }
    }
}

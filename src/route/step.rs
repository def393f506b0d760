use serde::{Deserialize, Serialize};

use crate::code::{Country, Name};
use crate::costing::Evidence;
use crate::network::{Component, Conveyance, Mode, Product, Role};
use crate::quantity::{Distance, Duration, Emissions, Money, TimeSum, TravelTime};

/// A place or a border crossing on the way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stop {
    /// Code of the place or crossing.
    pub code: Name,
    /// Its name.
    pub name: Name,
    /// The country, at a crossing that of the side.
    pub country: Country,
}

/// What a step does, and with which record of the network.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Act {
    /// Moves along a link.
    Move {
        /// Id of the link.
        link: Name,
        /// From its first end to its second.
        forward: bool,
    },
    /// Moves over a railway at one price for the whole haul; the links are its parts.
    Haul,
    /// Border control.
    BorderControl {
        /// Code of the crossing.
        crossing: Name,
        /// The country left.
        from: Country,
        /// The country entered.
        to: Country,
    },
    /// From the gate into a conveyance.
    Load,
    /// From a conveyance to the gate.
    Unload,
    /// Between a conveyance and the terminal.
    Tranship,
    /// Between wagons of two gauges.
    GaugeChange,
    /// Aboard a wagon, waiting for its train to leave.
    Depart,
    /// Embarking and waiting for a service.
    Wait {
        /// Id of the service.
        service: Name,
    },
    /// Running with a service; a train's links are its parts.
    Run {
        /// Id of the service.
        service: Name,
    },
    /// Landing after a service, with border control when it came from another country.
    Land {
        /// Id of the service.
        service: Name,
        /// The country it came from, and the one landed in, when they differ.
        border: Option<(Country, Country)>,
    },
    /// A chain sold at one price; what is done are its parts.
    Through {
        /// Id of the through rate.
        rate: Name,
    },
}

impl Act {
    /// The word for it in tables.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Move { .. } => "move",
            Self::Haul => "haul",
            Self::BorderControl { .. } => "border control",
            Self::Load => "load",
            Self::Unload => "unload",
            Self::Tranship => "tranship",
            Self::GaugeChange => "gauge change",
            Self::Depart => "depart",
            Self::Wait { .. } => "wait",
            Self::Run { .. } => "run",
            Self::Land { .. } => "land",
            Self::Through { .. } => "through rate",
        }
    }
}

/// Who is paid, by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PaidTo {
    /// A named operator.
    Operator {
        /// Id.
        id: Name,
        /// Name.
        name: Name,
    },
    /// The shipment's own road carrier, by the country of its plates.
    Carrier(Country),
    /// The authorities of a country.
    Authority(Country),
    /// A terminal or carrier that the network does not name.
    Unnamed,
}

impl std::fmt::Display for PaidTo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Operator { name, .. } => f.pad(name),
            Self::Carrier(country) => f.pad(&format!("road carrier ({country})")),
            Self::Authority(country) => f.pad(&format!("authorities of {country}")),
            Self::Unnamed => f.pad("terminal or carrier without name"),
        }
    }
}

/// One item of money of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RouteCharge {
    /// What is charged.
    pub component: Component,
    /// How much, for the whole shipment.
    pub amount: Money,
    /// Who is paid.
    pub payee: PaidTo,
    /// Where it arises; at sea nowhere.
    pub country: Option<Country>,
    /// The price that it comes from.
    pub evidence: Evidence,
}

/// One thing done to the goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Step {
    /// What is done.
    pub act: Act,
    /// Before.
    pub from: Stop,
    /// After.
    pub to: Stop,
    /// Mode, for what moves.
    pub mode: Option<Mode>,
    /// What is sold, on links.
    pub product: Option<Product>,
    /// Conveyances before and after, once when they are the same.
    pub conveyances: Vec<Conveyance>,
    /// Countries it takes place in.
    pub countries: Vec<Country>,
    /// Plates of the truck that the goods are taken off and of the one that they are put onto, where
    /// they change trucks at a border because the former may not run in the country entered.
    #[serde(default)]
    pub reload: Option<(Country, Country)>,
    /// Id, name and role of everybody who touches the goods; the parts' own not included.
    pub parties: Vec<(Name, Name, Role)>,
    /// Flag of the vessel.
    pub flag: Option<Country>,
    /// How far.
    pub distance: Distance,
    /// How long.
    pub time: TravelTime,
    /// The mean of how long.
    pub expected: Duration,
    /// What is emitted, well to wheel.
    pub emissions: Emissions,
    /// The part of it that the vehicle or the machine emits itself, as far as that is known.
    pub tank_to_wheel: Emissions,
    /// The part of it of which nobody says how much the vehicle or the machine emits itself.
    pub undivided: Emissions,
    /// What is paid.
    pub charges: Vec<RouteCharge>,
    /// Whether its price is known and sold to the shipment.
    pub priced: bool,
    /// What its length comes from; empty where it is that of its parts.
    pub distance_evidence: Evidence,
    /// What its hours come from; empty where they are those of its parts.
    pub time_evidence: Evidence,
    /// What its emission factor comes from; empty where it has none of its own.
    pub emission_evidence: Evidence,
    /// What a haul, a train or a through rate runs over; without charges of their own.
    pub parts: Vec<Step>,
}

impl Step {
    /// What the step costs.
    #[must_use]
    pub fn cost(&self) -> Money {
        self.charges.iter().map(|charge| charge.amount).sum()
    }

    /// What the making of fuel and electricity emits (well to tank), as far as that is known.
    #[must_use]
    pub const fn well_to_tank(&self) -> Emissions {
        let divided = self.emissions.saturating_sub(self.undivided);
        divided.saturating_sub(self.tank_to_wheel)
    }

    /// The step's parts, or the step itself where it has none.
    #[must_use]
    pub fn atoms(&self) -> &[Self] {
        if self.parts.is_empty() {
            std::slice::from_ref(self)
        } else {
            &self.parts
        }
    }

    /// What moves have in common that are one haul where nothing is done between them.
    fn haul(&self) -> Option<(Country, Mode, Product)> {
        let moves = matches!(self.act, Act::Move { .. } | Act::Haul);
        let country = self.countries.first().filter(|_| moves)?;
        Some((*country, self.mode?, self.product?))
    }

    /// The spread of steps one after the other; a haul counts as its moves, a train or a through rate
    /// as the one span that it states.
    pub(super) fn time_of(steps: &[Self]) -> TravelTime {
        let mut sum = TimeSum::default();
        for step in steps {
            match step.haul() {
                Some(haul) => {
                    for part in step.atoms() {
                        sum.along(haul, part.time, part.time.mean());
                    }
                }
                None => sum.apart(step.time),
            }
        }
        sum.total()
    }
}

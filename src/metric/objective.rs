use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{CustomObjective, ObjectiveDifference, ObjectiveValue, Weighing};
use crate::code::Name;
use crate::costing::{CostModel, Quote, Shipment};
use crate::network::UnknownWord;
use crate::quantity::{Difference, Distance, Duration, Emissions, Money, Rate, Share};
use crate::router::ArcId;

/// What a route should have least of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Objective {
    /// Kilometres.
    Distance,
    /// Money.
    #[default]
    Cost,
    /// Expected hours.
    Time,
    /// Greenhouse gases.
    Emissions,
    /// Kilometres, and as many more for each transhipment as the shortest way around one may take.
    ///
    /// The least distance alone changes between rail and road as often as that saves a kilometre. This
    /// is the shortest route that somebody would take: a transhipment has to save the detour.
    Direct {
        /// The detour that each transhipment is worth, [`Objective::DETOUR`] unless said.
        #[serde(default = "usual_detour")]
        detour: Distance,
    },
    /// Money plus the value of time, of its spread, and of greenhouse gases.
    Generalised(GeneralisedCost),
    /// A function of the caller's own, made by [`Objective::custom`].
    Custom(CustomObjective),
}

const fn usual_detour() -> Distance {
    Objective::DETOUR
}

/// Reads `distance`, `direct` (with [`Objective::DETOUR`]), `cost`, `time` or `emissions`; others have
/// no word for what they need.
///
/// ```
/// use trade_corridor::metric::Objective;
/// assert_eq!("time".parse(), Ok(Objective::Time));
/// assert!("beauty".parse::<Objective>().unwrap_err().to_string().contains("`cost`"));
/// ```
impl FromStr for Objective {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word.trim() {
            "distance" => Ok(Self::Distance),
            "direct" => Ok(Self::DIRECT),
            "cost" => Ok(Self::Cost),
            "time" => Ok(Self::Time),
            "emissions" => Ok(Self::Emissions),
            _ => Err(UnknownWord {
                what: "objective",
                word: word.to_owned(),
                accepted: "`distance`, `direct`, `cost`, `time`, `emissions`".to_owned(),
            }),
        }
    }
}

/// In words: `least cost`.
impl std::fmt::Display for Objective {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Distance => f.pad("least distance"),
            Self::Direct { detour } => {
                f.pad(&format!("least distance and {detour} a transhipment"))
            }
            Self::Cost => f.pad("least cost"),
            Self::Time => f.pad("least time"),
            Self::Emissions => f.pad("least emissions"),
            Self::Generalised(_) => f.pad("least generalised cost"),
            Self::Custom(own) => f.pad(&format!("least {}", own.name())),
        }
    }
}

/// How much time, its spread and greenhouse gases are worth to a shipper.
///
/// Steers the search only; no route reports it as a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneralisedCost {
    /// USD per tonne of goods and hour.
    pub value_of_time: Rate,
    /// Worth of an hour of spread (90th percentile minus median) in thousandths of an hour's worth.
    pub reliability_per_mille: u32,
    /// USD per tonne of CO2e.
    pub carbon_price: Rate,
}

/// Mean hours of a year.
const YEAR: f64 = 8_766.0;

impl GeneralisedCost {
    /// Time at so many USD per tonne of goods and hour; spread and greenhouse gases cost nothing.
    #[must_use]
    pub const fn of_time(value_of_time: Rate) -> Self {
        Self {
            value_of_time,
            reliability_per_mille: 0,
            carbon_price: Rate::ZERO,
        }
    }

    /// Time at what the capital in the goods costs: the value of the shipment at a yearly rate of
    /// interest, by mass. Spread and greenhouse gases cost nothing until they are set.
    ///
    /// Nothing for a shipment without goods, or one without a value above zero.
    ///
    /// ```
    /// use trade_corridor::costing::Shipment;
    /// use trade_corridor::metric::GeneralisedCost;
    /// use trade_corridor::quantity::{Mass, Money, Share};
    /// let boxed = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?;
    /// let worth = boxed.with_value(Money::from_usd(87_660.0)?);
    /// let tenth = Share::from_percent(10.0)?;
    /// let capital = GeneralisedCost::of_capital(&worth, tenth).expect("it has a value");
    /// assert_eq!(capital.value_of_time.as_usd(), 0.05); // 8,766 USD a year, 1 USD an hour
    /// assert!(GeneralisedCost::of_capital(&boxed, tenth).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_capital(shipment: &Shipment, yearly: Share) -> Option<Self> {
        let (value, goods) = (shipment.value()?.as_usd(), shipment.goods().as_kg());
        let hourly = value * yearly.as_percent() / 100.0 / YEAR;
        let sound = value > 0.0 && goods > 0;
        let value_of_time = Rate::from_usd(hourly * 1_000.0 / goods as f64).ok()?;
        sound.then_some(Self::of_time(value_of_time))
    }
}

impl Objective {
    /// The detour that a transhipment is worth unless another one is stated: 200 km.
    ///
    /// An assumption of this crate, in the order of what two lifts cost against a tariff by the
    /// kilometre. No price, hour or emission is computed from it.
    pub const DETOUR: Distance = Distance::from_metres(200_000);

    /// [`Objective::Direct`] with the usual detour.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    /// let direct = planner.best(&request, &Objective::DIRECT)?;
    /// let shortest = planner.shortest(&request)?;
    /// assert!(direct.transhipments() < shortest.transhipments());
    /// assert!(direct.distance() > shortest.distance());
    /// // what it has least of counts the detours, its length does not
    /// let detours = direct.transhipments() as f64 * Objective::DETOUR.as_km();
    /// let counted = Distance::from_km(direct.distance().as_km() + detours)?;
    /// assert_eq!(direct.value().and_then(|value| value.distance()), Some(counted));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const DIRECT: Self = Self::Direct {
        detour: Self::DETOUR,
    };

    /// An objective of the caller's own.
    ///
    /// `weigh` says for each operation how much it has of what a route should have least of, in any
    /// whole unit; nothing for an operation that is not to be used. A route has the sum over its
    /// operations. Passes, which do nothing, are asked about as well: weigh them 0.
    ///
    /// The function is asked in any order and more than once, perhaps by several threads, so it has to
    /// give the same answer every time. A planner keeps the weights of recent objectives and knows
    /// this one again by its function: make it once and clone it.
    ///
    /// Fewest hours in a country, all else equal the cheapest:
    ///
    /// ```
    /// use trade_corridor::metric::ObjectiveValue;
    /// use trade_corridor::prelude::*;
    ///
    /// let kazakhstan: Country = "KZ".parse()?;
    /// let within = Objective::custom("hours in Kazakhstan", move |operation| {
    ///     let inside = |part: &trade_corridor::metric::Weighing<'_>| {
    ///         part.operation().countries().contains(&kazakhstan)
    ///     };
    ///     let atoms = operation.atoms().into_iter().filter(inside);
    ///     let minutes: u64 = atoms.map(|part| part.expected().as_minutes()).sum();
    ///     let cents = operation.cost()?.as_cents().unsigned_abs();
    ///     Some(minutes.saturating_mul(1_000_000_000).saturating_add(cents))
    /// });
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let request = Request::new("Tashkent", "Istanbul");
    /// let around = planner.best(&request, &within)?;
    /// let Some(ObjectiveValue::Units(units)) = around.value() else { panic!("it has a value") };
    /// assert_eq!(units / 1_000_000_000, 0); // by Turkmenistan
    /// assert!(!around.countries().contains(&kazakhstan));
    /// assert_eq!(around.objective.to_string(), "least hours in Kazakhstan");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Fewest kilometres that one operator hauls, and no sea:
    ///
    /// ```
    /// use trade_corridor::network::Role;
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let railway = planner.world().network().operator_by_id("GR").ok_or("no such operator")?;
    /// let hauled = Objective::custom("km hauled by GR", move |operation| {
    ///     if operation.operation().mode() == Some(Mode::Sea) {
    ///         return None;
    ///     }
    ///     let atoms = operation.atoms().into_iter();
    ///     let party = (railway, Role::RailwayUndertaking);
    ///     let by_it = atoms.filter(|part| part.parties().contains(&party));
    ///     Some(by_it.map(|part| part.distance().as_metres()).sum())
    /// });
    /// let route = planner.best(&Request::new("Baku", "Kars"), &hauled)?;
    /// assert_eq!(route.value(), Some(hauled.value(0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn custom(
        name: impl Into<Name>,
        weigh: impl Fn(&Weighing<'_>) -> Option<u64> + Send + Sync + 'static,
    ) -> Self {
        Self::Custom(CustomObjective::new(name.into(), weigh))
    }

    /// So many metres, minutes, cents or grams, or units of the caller's own, whichever it measures.
    #[must_use]
    pub fn value(&self, units: u64) -> ObjectiveValue {
        match self {
            Self::Distance | Self::Direct { .. } => {
                ObjectiveValue::Distance(Distance::of_units(units))
            }
            Self::Time => ObjectiveValue::Duration(Duration::of_units(units)),
            Self::Emissions => ObjectiveValue::Emissions(Emissions::from_grams(units)),
            Self::Cost | Self::Generalised(_) => {
                let cents = i64::try_from(units).unwrap_or(i64::MAX);
                ObjectiveValue::Money(Money::from_cents(cents))
            }
            Self::Custom(_) => ObjectiveValue::Units(units),
        }
    }

    /// None of it more.
    pub(crate) const fn no_difference(&self) -> ObjectiveDifference {
        match self {
            Self::Distance | Self::Direct { .. } => ObjectiveDifference::Distance(Difference::ZERO),
            Self::Time => ObjectiveDifference::Duration(Difference::ZERO),
            Self::Emissions => ObjectiveDifference::Emissions(Difference::ZERO),
            Self::Cost | Self::Generalised(_) => ObjectiveDifference::Money(Money::ZERO),
            Self::Custom(_) => ObjectiveDifference::Units(0),
        }
    }

    /// What the operations have together; nothing when one of them has no weight.
    pub(crate) fn of_operations(
        &self,
        model: &CostModel,
        quote: &Quote,
        arcs: &[ArcId],
    ) -> Option<ObjectiveValue> {
        let sum = arcs.iter().try_fold(0_u64, |sum, &arc| {
            Some(sum.saturating_add(self.weigh(model, quote, arc)?))
        })?;
        Some(self.value(sum))
    }

    /// The same, an objective of the caller's own without its function.
    pub(crate) fn named(&self) -> Self {
        match self {
            Self::Custom(own) => Self::Custom(own.named()),
            Self::Distance
            | Self::Direct { .. }
            | Self::Cost
            | Self::Time
            | Self::Emissions
            | Self::Generalised(_) => self.clone(),
        }
    }

    /// The weight of an operation: metres, cents, minutes or grams; nothing when its price is asked
    /// for and not known.
    pub(crate) fn weigh(&self, model: &CostModel, quote: &Quote, arc: ArcId) -> Option<u64> {
        match self {
            Self::Distance => Some(model.operations().arc(arc)?.distance().as_metres()),
            Self::Direct { detour } => {
                let operations = model.operations();
                let metres = operations.arc(arc)?.distance().as_metres();
                let times = u64::from(operations.transhipments(arc));
                Some(metres.saturating_add(times.saturating_mul(detour.as_metres())))
            }
            Self::Time => Some(model.expected(arc)?.as_minutes()),
            Self::Emissions => Some(model.emissions(arc, quote.shipment())?.as_grams()),
            Self::Cost => model.priced(arc, quote),
            Self::Custom(own) => own.weigh(model, quote, arc),
            Self::Generalised(worth) => {
                let money = model.priced(arc, quote)?;
                let kg = quote.shipment().goods().as_kg();
                let time = model.time(arc)?;
                let spread = time.p90().saturating_sub(time.median()).as_minutes();
                let spread = spread.saturating_mul(u64::from(worth.reliability_per_mille)) / 1_000;
                let minutes = model.expected(arc)?.as_minutes().saturating_add(spread);
                let hours = worth
                    .value_of_time
                    .times(minutes.saturating_mul(kg), 60_000);
                let grams = model.emissions(arc, quote.shipment())?.as_grams();
                let carbon = worth.carbon_price.times(grams, 1_000_000);
                let worth = [hours, carbon].map(|money| money.as_cents().unsigned_abs());
                Some(money.saturating_add(worth[0]).saturating_add(worth[1]))
            }
        }
    }
}

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::costing::{CostModel, Quote, Shipment};
use crate::network::UnknownWord;
use crate::quantity::{Rate, Share};
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
    /// Money plus the value of time, of its spread, and of greenhouse gases.
    Generalised(GeneralisedCost),
}

/// Reads `distance`, `cost`, `time` or `emissions`; a generalised cost has no word for its prices.
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
            "cost" => Ok(Self::Cost),
            "time" => Ok(Self::Time),
            "emissions" => Ok(Self::Emissions),
            _ => Err(UnknownWord {
                what: "objective",
                word: word.to_owned(),
                accepted: "`distance`, `cost`, `time`, `emissions`".to_owned(),
            }),
        }
    }
}

/// In words: `least cost`.
impl std::fmt::Display for Objective {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Distance => "least distance",
            Self::Cost => "least cost",
            Self::Time => "least time",
            Self::Emissions => "least emissions",
            Self::Generalised(_) => "least generalised cost",
        })
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
    /// Time at what the capital in the goods costs: the value of the shipment at a yearly rate of
    /// interest, by mass. Spread and greenhouse gases cost nothing until they are set.
    ///
    /// Nothing for a shipment without goods, or that tells no value above zero.
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
        sound.then_some(Self {
            value_of_time,
            reliability_per_mille: 0,
            carbon_price: Rate::ZERO,
        })
    }
}

impl Objective {
    /// The weight of an operation: metres, cents, minutes or grams; nothing when its price is asked
    /// for and not known.
    pub(super) fn weigh(&self, model: &CostModel, quote: &Quote, arc: ArcId) -> Option<u64> {
        match self {
            Self::Distance => Some(model.operations().arc(arc)?.distance().as_metres()),
            Self::Time => Some(model.expected(arc)?.as_minutes()),
            Self::Emissions => Some(model.emissions(arc, quote.shipment())?.as_grams()),
            Self::Cost => model.cents(arc, quote).ok(),
            Self::Generalised(worth) => {
                let money = model.cents(arc, quote).ok()?;
                let kg = quote.shipment().goods().as_kg();
                let time = model.time(arc)?;
                let spread = time.p90().as_minutes() - time.median().as_minutes();
                let minutes = model.expected(arc)?.as_minutes()
                    + spread * u64::from(worth.reliability_per_mille) / 1_000;
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

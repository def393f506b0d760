use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::haul::{self, Line, PerMetre};
use super::{Charge, CostModel, LoadUnit, Payee, Shipment, Unpriced, fees};
use crate::code::Country;
use crate::network::{
    Conveyance, Network, Prices, Product, Provenance, RateBasis, ServiceId, ThroughRateId, Trigger,
};
use crate::operations::OfferId;
use crate::quantity::{Distance, Money, Rate};
use crate::scenario::World;

/// A price for the whole shipment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
    pub(super) amount: Money,
    /// Whether it is an assumption.
    pub(super) assumed: bool,
}

/// Every price of the network, read for one shipment.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The world whose prices it reads.
    world: Arc<World>,
    pub(super) shipment: Shipment,
    /// By offer: the tariffs that apply.
    pub(super) offers: Vec<Option<Vec<Line>>>,
    /// By offer: the same in short, where distances alone are priced.
    per_metre: Vec<Option<PerMetre>>,
    /// By handling record.
    pub(super) handling: Vec<Option<Price>>,
    /// By border record.
    pub(super) borders: Vec<Price>,
    /// By service.
    pub(super) services: Vec<Option<Price>>,
    /// By through rate.
    pub(super) through_rates: Vec<Option<Price>>,
    /// Fees of foreign trucks.
    pub(super) fees: Vec<DueFee>,
    /// What a standing truck costs.
    pub(super) standing: FxHashMap<Country, Vec<StandingRate>>,
}

/// The hourly rate of the shipment's trucks where they stand in a country.
#[derive(Clone, Copy, Debug)]
pub(super) struct StandingRate {
    pub(super) rate: Rate,
    pub(super) assumed: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct DueFee {
    pub(super) country: Country,
    pub(super) trigger: Trigger,
    pub(super) amount: Money,
    pub(super) payee: Payee,
    pub(super) assumed: bool,
}

impl Quote {
    pub(super) fn new(model: &CostModel, shipment: Shipment) -> Self {
        let rate = |id| model.rate(id);
        let units = u64::from(shipment.count());
        let (world, operations) = (model.world(), model.operations());
        let network = world.network();
        let price = |rate: Rate, provenance: &Provenance, column: &str| Price {
            amount: rate.times(units, 1),
            assumed: network.is_assumed(provenance, column),
        };
        let offers = operations.offers().iter();
        let offers = offers.map(|offer| haul::lines(network, offer, &shipment, &rate));
        let offers: Vec<Option<Vec<Line>>> = offers.collect();
        let per_metre = offers.iter();
        let per_metre = per_metre.map(|lines| PerMetre::of(lines.as_deref()?, &shipment));
        Self {
            world: model.shared_world().clone(),
            shipment,
            per_metre: per_metre.collect(),
            offers,
            handling: network
                .handling()
                .map(|(_, row)| {
                    let (asked, column) = unit_price(&row.prices, shipment.unit());
                    let free = row.prices == Prices::default();
                    let asked = asked.or_else(|| free.then_some(Rate::ZERO))?;
                    Some(price(asked, &row.provenance, column))
                })
                .collect(),
            borders: network
                .borders()
                .map(|(_, row)| price(row.fee, &row.provenance, "fee"))
                .collect(),
            services: (0..world.service_count())
                .map(|index| {
                    let service = world.service(ServiceId::new(index))?;
                    let (asked, column) =
                        carried_price(&service.prices, shipment.unit(), service.conveyance)?;
                    Some(price(asked, &service.provenance, column))
                })
                .collect(),
            through_rates: (0..network.through_rates().count())
                .map(|index| {
                    let rate = network.through_rate_at(ThroughRateId::new(index));
                    let (asked, column) = unit_price(&rate.prices, shipment.unit());
                    Some(price(asked?, &rate.provenance, column))
                })
                .collect(),
            fees: fees(network, world.day(), &shipment),
            standing: standing(network, model, &shipment),
        }
    }

    /// Whether it reads the prices of this model's world.
    ///
    /// # Errors
    /// [`Unpriced::ForeignQuote`].
    pub(crate) fn check(&self, model: &CostModel) -> Result<(), Unpriced> {
        if Arc::ptr_eq(&self.world, model.shared_world()) {
            Ok(())
        } else {
            Err(Unpriced::ForeignQuote)
        }
    }

    /// The shipment it is for.
    #[must_use]
    pub const fn shipment(&self) -> &Shipment {
        &self.shipment
    }

    /// What the offer at `index` of [`Operations::offers`] asks for a haul, all components
    /// together; nothing when it is not sold to the shipment over that distance.
    ///
    /// [`Operations::offers`]: crate::operations::Operations::offers
    #[must_use]
    pub fn haulage(&self, index: usize, distance: Distance) -> Option<Money> {
        let lines = self.offers.get(index)?.as_ref()?;
        let mut sum = Money::ZERO;
        let sold = haul::charges(
            lines,
            distance.as_metres(),
            &self.shipment,
            None,
            &mut |charge| {
                sum += charge.amount;
            },
        );
        sold.then_some(sum)
    }

    /// The cents of a haul; nothing when it is not sold to the shipment over that distance.
    #[inline]
    pub(super) fn cents(&self, offer: OfferId, metres: u64) -> Option<u64> {
        let short = self.per_metre.get(offer.index())?.as_ref();
        if let Some(cents) = short.and_then(|short| short.cents(metres)) {
            return Some(cents);
        }
        let lines = self.offers.get(offer.index())?.as_deref()?;
        let mut sum = 0_u64;
        let mut add = |charge: Charge| {
            sum = sum.saturating_add(charge.amount.as_cents().unsigned_abs());
        };
        let sold = haul::charges(lines, metres, &self.shipment, None, &mut add);
        sold.then_some(sum)
    }

    /// What a country asks of the shipment's trucks for entering it.
    #[must_use]
    pub fn fee(&self, country: Country) -> Money {
        self.fees
            .iter()
            .filter(|fee| fee.country == country && fee.trigger == Trigger::Entry)
            .map(|fee| fee.amount)
            .sum()
    }
}

/// The price of a unit, and the column it stands in.
fn unit_price(prices: &Prices, unit: LoadUnit) -> (Option<Rate>, &'static str) {
    match unit {
        LoadUnit::Container20 => (prices.container_20, "price_20ft"),
        LoadUnit::Container40 => (prices.container_40, "price_40ft"),
        LoadUnit::Trailer => (prices.truck, "price_truck"),
        LoadUnit::Wagon => (prices.wagon, "price_wagon"),
    }
}

/// What a service asks for a unit in its conveyance: its own price; for containers on a truck that of
/// the truck, and in wagons that of a wagon, of which a 20 ft container fills half.
fn carried_price(
    prices: &Prices,
    unit: LoadUnit,
    conveyance: Conveyance,
) -> Option<(Rate, &'static str)> {
    let half = |rate: Rate| Rate::from_usd(rate.as_usd() / 2.0).ok();
    let wagon = (prices.wagon, "price_wagon");
    match (conveyance, unit) {
        (Conveyance::Truck, unit) => match prices.truck {
            Some(price) => Some((price, "price_truck")),
            None => {
                let (price, column) = unit_price(prices, unit);
                Some((price?, column))
            }
        },
        (_, LoadUnit::Trailer) => None,
        (Conveyance::Wagon(_), LoadUnit::Container20) => match prices.container_20 {
            Some(price) => Some((price, "price_20ft")),
            None => Some((half(wagon.0?)?, wagon.1)),
        },
        (Conveyance::Wagon(_), LoadUnit::Container40) => match prices.container_40 {
            Some(price) => Some((price, "price_40ft")),
            None => Some((wagon.0?, wagon.1)),
        },
        (_, unit) => {
            let (price, column) = unit_price(prices, unit);
            Some((price?, column))
        }
    }
}

fn standing(
    network: &Network,
    model: &CostModel,
    shipment: &Shipment,
) -> FxHashMap<Country, Vec<StandingRate>> {
    let mut rates: FxHashMap<Country, Vec<StandingRate>> = FxHashMap::default();
    for (id, tariff) in network.tariffs() {
        if tariff.basis == RateBasis::PerHour
            && tariff.product == Product::Truck
            && tariff.validity.contains(model.world().day())
            && haul::applies(tariff, shipment)
        {
            rates.entry(tariff.country).or_default().push(StandingRate {
                rate: model.rate(id),
                assumed: network.is_assumed(&tariff.provenance, "rate"),
            });
        }
    }
    rates
}

/// The fees that the shipment's trucks owe.
fn fees(network: &Network, day: jiff::civil::Date, shipment: &Shipment) -> Vec<DueFee> {
    fees::due(network, day, shipment)
        .map(|(fee, amount)| DueFee {
            country: fee.country,
            trigger: fee.trigger,
            amount,
            payee: fee
                .payee
                .map_or(Payee::Authority(fee.country), Payee::Operator),
            assumed: network.is_assumed(&fee.provenance, "amount"),
        })
        .collect()
}

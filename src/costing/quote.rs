use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::fees::{self, DueFee};
use super::haul::{self, Line, Lines, PerMetre};
use super::{Charge, CostModel, LoadUnit, Plates, Shipment, Unpriced};
use crate::code::Country;
use crate::network::{
    BorderTermsId, Bound, Cited, Conveyance, FeeId, FigureId, HandlingId, Network, PriceFor,
    Prices, Product, RateBasis, ServiceId, Tariff, TariffId, ThroughRateId, Trigger,
};
use crate::operations::{OfferId, tariffs_in_force};
use crate::quantity::{Distance, Money, Rate};
use crate::scenario::World;

/// The order in which a quote keeps what differs by them.
const BOUNDS: [Bound; 2] = [Bound::Eastbound, Bound::Westbound];

/// A price for the whole shipment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
    pub(super) amount: Money,
    /// Where it is read.
    pub(super) figure: FigureId,
}

/// Every price of the network, read for one shipment.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The world whose prices it reads.
    world: Arc<World>,
    pub(super) shipment: Shipment,
    /// By offer: the tariffs that apply.
    pub(super) offers: Vec<Option<Lines>>,
    /// By offer, eastbound and westbound: the same in short, where distances alone are priced.
    per_metre: Vec<[Option<PerMetre>; 2]>,
    /// By handling record.
    pub(super) handling: Vec<Option<Price>>,
    /// By border record.
    pub(super) borders: Vec<Price>,
    /// By service.
    pub(super) services: Vec<Option<Price>>,
    /// By through rate.
    pub(super) through_rates: Vec<Option<Price>>,
    /// Fees that are asked of the shipment's trucks, of nothing or more.
    asked: Vec<FeeId>,
    /// Fees of trucks at borders.
    pub(super) fees: Vec<DueFee>,
    plates: Plates,
    /// What a standing truck costs.
    pub(super) standing: FxHashMap<Country, Vec<StandingRate>>,
}

/// The hourly rate of the shipment's trucks where they stand in a country.
#[derive(Clone, Copy, Debug)]
pub(super) struct StandingRate {
    tariff: TariffId,
    pub(super) rate: Rate,
    pub(super) figure: FigureId,
}

/// What some operations are priced by, beside fees and the hours of trucks.
#[derive(Clone, Debug, Default)]
pub(super) struct PricedBy {
    pub(super) offers: Vec<OfferId>,
    pub(super) handling: Vec<HandlingId>,
    pub(super) borders: Vec<BorderTermsId>,
    pub(super) services: Vec<ServiceId>,
    pub(super) through_rates: Vec<ThroughRateId>,
}

impl Quote {
    pub(super) fn new(model: &CostModel, shipment: Shipment) -> Self {
        let (world, operations) = (model.world(), model.operations());
        let network = world.network();
        let plates = Plates::of(network, world.day(), shipment.plate());
        let asked = fees::asked(network, world.day(), (&shipment, &plates));
        let count = operations.offers().len();
        let mut quote = Self {
            world: model.quoted().clone(),
            shipment,
            offers: vec![None; count],
            per_metre: vec![[None; 2]; count],
            handling: network
                .handling()
                .map(|(id, _)| handling(network, id, &shipment))
                .collect(),
            borders: network
                .borders()
                .map(|(id, _)| border(network, id, &shipment))
                .collect(),
            services: (0..world.service_count())
                .map(|index| fare(world, ServiceId::new(index), &shipment))
                .collect(),
            through_rates: (0..network.through_rates().count())
                .map(|index| through(world, ThroughRateId::new(index), &shipment))
                .collect(),
            asked: asked.into_iter().map(|(id, _)| id).collect(),
            fees: Vec::new(),
            plates,
            standing: standing(network, model, &shipment),
        };
        let all = (0..count).map(OfferId::new);
        quote.read_offers(model, all);
        quote
    }

    /// Reads the fees and these offers.
    fn read_offers(&mut self, model: &CostModel, offers: impl Iterator<Item = OfferId>) {
        let tolls = self.read_fees(model.world());
        for id in offers {
            self.read_offer(model, id, &tolls);
        }
    }

    /// Reads the fees again; those by the kilometre are a part of offers.
    pub(super) fn read_fees(&mut self, world: &World) -> Vec<(Country, Line)> {
        let rows = world.network().fees();
        let asked = self.asked.iter().map(|id| (*id, &rows[id.index()]));
        let due: Vec<_> = fees::owed(asked).collect();
        self.fees = fees::at_borders(&due, &self.shipment);
        fees::tolls(&due)
    }

    pub(super) fn read_offer(&mut self, model: &CostModel, id: OfferId, tolls: &[(Country, Line)]) {
        let (at, shipment) = (id.index(), &self.shipment);
        let offer = &model.operations().offers()[at];
        let lines = haul::lines(offer, shipment, model.world(), tolls);
        self.per_metre[at] = BOUNDS.map(|bound| PerMetre::of(lines.as_ref()?, shipment, bound));
        self.offers[at] = lines;
    }

    /// Reads what trucks cost by the hour again.
    pub(super) fn read_standing(&mut self, world: &World) {
        for rate in self.standing.values_mut().flatten() {
            rate.rate = haul::rate(world, rate.tariff).0;
        }
    }

    pub(super) fn read_handling(&mut self, world: &World, id: HandlingId) {
        self.handling[id.index()] = handling(world.network(), id, &self.shipment);
    }

    pub(super) fn read_border(&mut self, world: &World, id: BorderTermsId) {
        self.borders[id.index()] = border(world.network(), id, &self.shipment);
    }

    pub(super) fn read_service(&mut self, world: &World, id: ServiceId) {
        self.services[id.index()] = fare(world, id, &self.shipment);
    }

    pub(super) fn read_through(&mut self, world: &World, id: ThroughRateId) {
        self.through_rates[id.index()] = through(world, id, &self.shipment);
    }

    /// Reads what some operations are priced by again, in a world that differs in figures alone and is the
    /// model's now.
    pub(super) fn read_again(&mut self, model: &CostModel, priced: &PricedBy) {
        let world = model.world();
        for id in &priced.handling {
            self.read_handling(world, *id);
        }
        for id in &priced.borders {
            self.read_border(world, *id);
        }
        for id in &priced.services {
            self.read_service(world, *id);
        }
        for id in &priced.through_rates {
            self.read_through(world, *id);
        }
        self.read_standing(world);
        self.read_offers(model, priced.offers.iter().copied());
    }

    /// Whether it reads the prices of this model's world.
    ///
    /// # Errors
    /// [`Unpriced::ForeignQuote`].
    pub(crate) fn check(&self, model: &CostModel) -> Result<(), Unpriced> {
        if Arc::ptr_eq(&self.world, model.quoted()) {
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
    /// together; where a longer haul costs less, that of the longer one. Nothing when it is not sold to
    /// the shipment over that distance or any longer one, and that way.
    ///
    /// [`Operations::offers`]: crate::operations::Operations::offers
    #[must_use]
    pub fn haulage(&self, index: usize, distance: Distance, bound: Bound) -> Option<Money> {
        let lines = self.offers.get(index)?.as_ref()?;
        let mut sum = Money::ZERO;
        let sold = haul::charges(
            lines,
            (distance.as_metres(), bound),
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
    pub(super) fn cents(&self, offer: OfferId, bound: Bound, metres: u64) -> Option<u64> {
        let short = self.per_metre.get(offer.index())?;
        let short = short[usize::from(bound == Bound::Westbound)].as_ref();
        if let Some(cents) = short.and_then(|short| short.cents(metres)) {
            return Some(cents);
        }
        let lines = self.offers.get(offer.index())?.as_ref()?;
        let mut sum = 0_u64;
        let mut add = |charge: Charge| {
            sum = sum.saturating_add(charge.amount.as_cents().unsigned_abs());
        };
        let sold = haul::charges(lines, (metres, bound), &self.shipment, None, &mut add);
        sold.then_some(sum)
    }

    /// Where the trucks are registered that carry the shipment in a country: its own, or where they may
    /// not run, that country's.
    #[must_use]
    pub fn plate_within(&self, country: Country) -> Country {
        self.plates.within(country)
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

/// Which price a unit pays where it goes by itself.
pub(super) const fn priced_as(unit: LoadUnit) -> PriceFor {
    match unit {
        LoadUnit::Container20 => PriceFor::Container20,
        LoadUnit::Container40 => PriceFor::Container40,
        LoadUnit::Trailer => PriceFor::Truck,
        LoadUnit::Wagon => PriceFor::Wagon,
    }
}

/// A price for all units.
fn whole(rate: Rate, figure: FigureId, shipment: &Shipment) -> Price {
    Price {
        amount: rate.times(u64::from(shipment.count()), 1),
        figure,
    }
}

fn handling(network: &Network, id: HandlingId, shipment: &Shipment) -> Option<Price> {
    let prices = &network.handling_record_at(id).prices;
    let unit = priced_as(shipment.unit());
    let asked = prices.of(unit).map(Cited::value);
    let free = *prices == Prices::default();
    let asked = asked.or_else(|| free.then_some(Rate::ZERO))?;
    Some(whole(asked, FigureId::HandlingPrice(id, unit), shipment))
}

fn border(network: &Network, id: BorderTermsId, shipment: &Shipment) -> Price {
    let fee = network.border_terms_at(id).fee.value();
    whole(fee, FigureId::BorderFee(id), shipment)
}

fn fare(world: &World, id: ServiceId, shipment: &Shipment) -> Option<Price> {
    let service = world.service(id)?;
    let (asked, unit) = carried_price(&service.prices, shipment.unit(), service.conveyance)?;
    let figure = if world.changes_service_price(id, unit) {
        FigureId::Scenario
    } else {
        FigureId::ServicePrice(id, unit)
    };
    Some(whole(asked, figure, shipment))
}

fn through(world: &World, id: ThroughRateId, shipment: &Shipment) -> Option<Price> {
    let unit = priced_as(shipment.unit());
    let (asked, changed) = world.through_price(id, unit)?;
    let figure = if changed {
        FigureId::Scenario
    } else {
        FigureId::ThroughPrice(id, unit)
    };
    Some(whole(asked, figure, shipment))
}

/// What a service asks for a unit in its conveyance: its own price; for containers on a truck that of
/// the truck, and in wagons that of a wagon, of which a 20 ft container fills half.
fn carried_price(
    prices: &Prices,
    unit: LoadUnit,
    conveyance: Conveyance,
) -> Option<(Rate, PriceFor)> {
    let price = |unit| Some((prices.of(unit)?.value(), unit));
    let half = |(rate, unit): (Rate, PriceFor)| {
        (Rate::of_millionths(rate.as_millionths().div_ceil(2)), unit)
    };
    let own = || price(priced_as(unit));
    match (conveyance, unit) {
        (Conveyance::Truck, _) => price(PriceFor::Truck).or_else(own),
        (_, LoadUnit::Trailer) => None,
        (Conveyance::Wagon(_), LoadUnit::Container20) => {
            own().or_else(|| price(PriceFor::Wagon).map(half))
        }
        (Conveyance::Wagon(_), LoadUnit::Container40) => own().or_else(|| price(PriceFor::Wagon)),
        (_, _) => own(),
    }
}

fn standing(
    network: &Network,
    model: &CostModel,
    shipment: &Shipment,
) -> FxHashMap<Country, Vec<StandingRate>> {
    let world = model.world();
    let mut by_country: FxHashMap<Country, Vec<(TariffId, &Tariff)>> = FxHashMap::default();
    for (id, tariff) in network.tariffs() {
        if tariff.basis == RateBasis::PerHour
            && tariff.product == Product::Truck
            && tariff.operator.is_none_or(|id| world.has_operator(id))
            && haul::applies(tariff, shipment)
        {
            let here = by_country.entry(tariff.country).or_default();
            here.push((id, tariff));
        }
    }
    let rates = by_country.into_iter().map(|(country, mut here)| {
        tariffs_in_force(&mut here, world.day());
        let rates = here.into_iter().map(|(id, _)| {
            let (rate, figure) = haul::rate(world, id);
            StandingRate {
                tariff: id,
                rate,
                figure,
            }
        });
        (country, rates.collect())
    });
    rates.collect()
}

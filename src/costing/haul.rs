//! Rail and road tariffs: what an offer charges a shipment over a distance.

use super::{Charge, Payee, Shipment};
use crate::code::Country;
use crate::network::{
    Bound, Component, FigureId, Network, Product, RateBasis, Taper, Tariff, TariffId,
};
use crate::operations::Offer;
use crate::quantity::{Distance, Mass, Rate};
use crate::scenario::World;

/// A tariff as it applies to a shipment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    component: Component,
    payee: Payee,
    figure: FigureId,
    basis: RateBasis,
    /// Scaled by the scenario.
    rate: Rate,
    minimum: Option<(Rate, FigureId)>,
    band: (u64, u64),
    taper: Taper,
    /// The only way it is sold, where it is not sold both ways.
    bound: Option<Bound>,
}

impl Line {
    fn is_sold(&self, bound: Bound) -> bool {
        self.bound.is_none_or(|only| only == bound)
    }
}

/// The tariffs of an offer that apply to a shipment.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    all: Vec<Line>,
    /// Lengths at which a band begins or has just ended, ascending: where a longer haul may cost less.
    edges: Vec<u64>,
}

impl Line {
    /// What a country asks by the kilometre.
    pub(super) const fn toll(rate: Rate, payee: Payee, figure: FigureId) -> Self {
        Self {
            component: Component::Toll,
            payee,
            figure,
            basis: RateBasis::PerKm,
            rate,
            minimum: None,
            band: (0, u64::MAX),
            taper: Taper::Whole,
            bound: None,
        }
    }
}

/// The tariffs of an offer that apply to a shipment, and of a truck's what each country asks by the
/// kilometre; nothing when it is not sold.
pub(super) fn lines(
    offer: &Offer,
    shipment: &Shipment,
    world: &World,
    tolls: &[(Country, Line)],
) -> Option<Lines> {
    let network: &Network = world.network();
    if !shipment.unit().buys(offer.product) {
        return None;
    }
    let mut lines: Vec<Line> = offer
        .tariffs
        .iter()
        .filter(|id| applies(network.tariff_at(**id), shipment))
        .map(|id| {
            let tariff = network.tariff_at(*id);
            let payee = tariff.payee.or(offer.operator);
            let (rate, figure) = rate(world, *id);
            Line {
                component: tariff.component,
                payee: payee.map_or(Payee::Carrier, Payee::Operator),
                figure,
                basis: tariff.basis,
                rate,
                minimum: tariff.minimum.as_ref().map(|minimum| {
                    let minimum = world.tariff_factor(*id).of(minimum.value());
                    (minimum, FigureId::TariffMinimum(*id))
                }),
                band: (
                    tariff.band_from.map_or(0, Distance::as_metres),
                    tariff.band_to.map_or(u64::MAX, Distance::as_metres),
                ),
                taper: tariff.taper,
                bound: tariff.bound,
            }
        })
        .collect();
    // Access without haulage moves nothing.
    let mut all = lines.iter();
    if !all.any(|line| line.component == Component::Haulage) {
        return None;
    }
    if offer.product == Product::Truck {
        // The tariffs of an offer are of one country.
        let first = offer.tariffs.first();
        let country = first.map(|id| network.tariff_at(*id).country);
        let here = tolls.iter().filter(|(asking, _)| Some(*asking) == country);
        lines.extend(here.map(|(_, toll)| *toll));
    }
    Some(Lines::of(lines))
}

impl Lines {
    fn of(all: Vec<Line>) -> Self {
        let banded = all.iter().filter(|line| line.band != (0, u64::MAX));
        let edges = banded.flat_map(|line| [line.band.0, line.band.1]);
        let mut edges: Vec<u64> = edges.filter_map(|edge| edge.checked_add(1)).collect();
        edges.sort_unstable();
        edges.dedup();
        Self { all, edges }
    }

    /// The metres that are paid for where so many are run: those of the longer haul that costs least,
    /// the shortest of several, if it costs less than the haul itself or that one is not sold.
    ///
    /// Between two edges no charge falls with the length: a rate is never negative, an amount is rounded
    /// by itself, and a minimum takes the place of what is below it. So the least of all longer hauls is
    /// that of the haul itself or of one that just reaches an edge. The price of the haul is then the
    /// least of a set that is smaller for every longer haul: it never falls with the length.
    fn paid(&self, (metres, bound): (u64, Bound), shipment: &Shipment) -> u64 {
        let longer = &self.edges[self.edges.partition_point(|edge| *edge <= metres)..];
        if longer.is_empty() {
            return metres;
        }
        let asked = |metres: u64| {
            let mut sum = 0_u64;
            let way = (metres, bound);
            let sold = itemised(&self.all, way, shipment, None, &mut |charge: Charge| {
                sum = sum.saturating_add(charge.amount.as_cents().unsigned_abs());
            });
            (!sold, sum, metres)
        };
        let longer = longer.iter().map(|edge| asked(*edge));
        match longer.fold(asked(metres), Ord::min) {
            (false, _, paid) => paid,
            (true, ..) => metres, // none of them is sold
        }
    }
}

/// A tariff's rate on the day, scaled by the scenario, and what it is read from: its record, unless the
/// scenario sets it.
pub(super) fn rate(world: &World, id: TariffId) -> (Rate, FigureId) {
    let figure = if world.sets_tariff(id) {
        FigureId::Scenario
    } else {
        FigureId::TariffRate(id)
    };
    (world.tariff_rate(id).unwrap_or_default(), figure)
}

/// What an offer asks per metre, where that is all it asks.
#[derive(Clone, Copy, Debug)]
pub(super) struct PerMetre {
    /// What is multiplied with the metres, one entry for each tariff.
    factors: [(u64, Divisor); MOST_TERMS],
    terms: u8,
}

/// Tariffs and tolls of an offer that is priced per metre, at most.
const MOST_TERMS: usize = 5;

#[derive(Clone, Copy, Debug)]
enum Divisor {
    Km,
    TonneKm,
}

impl PerMetre {
    /// Nothing where there are bands or minima, or anything but distances is priced.
    pub(super) fn of(lines: &Lines, shipment: &Shipment, bound: Bound) -> Option<Self> {
        let mut sum = Self {
            factors: [(0, Divisor::Km); MOST_TERMS],
            terms: 0,
        };
        let units = u64::from(shipment.count());
        let kg = shipment.charged_mass().as_kg();
        for line in lines.all.iter().filter(|line| line.is_sold(bound)) {
            let everywhere = line.band == (0, u64::MAX) && matches!(line.taper, Taper::Whole);
            if !everywhere || line.minimum.is_some() {
                return None;
            }
            let (count, divisor) = match line.basis {
                RateBasis::PerKm => (units, Divisor::Km),
                RateBasis::PerTonneKm => (units.checked_mul(kg)?, Divisor::TonneKm),
                RateBasis::PerUnit | RateBasis::PerConsignment | RateBasis::PerHour => return None,
            };
            let term = sum.factors.get_mut(usize::from(sum.terms))?;
            *term = (line.rate.as_millionths().checked_mul(count)?, divisor);
            sum.terms += 1;
        }
        Some(sum)
    }

    /// The cents that [`charges`] add up to; nothing beyond the range of its numbers.
    #[inline]
    pub(super) fn cents(&self, metres: u64) -> Option<u64> {
        let mut sum = 0;
        for (factor, divisor) in &self.factors[..usize::from(self.terms)] {
            let product = factor.checked_mul(metres)?;
            sum += match divisor {
                Divisor::Km => product.checked_add(5_000_000)? / 10_000_000,
                Divisor::TonneKm => product.checked_add(5_000_000_000)? / 10_000_000_000,
            };
        }
        Some(sum)
    }
}

pub(super) fn applies(tariff: &Tariff, shipment: &Shipment) -> bool {
    let gross: Mass = shipment.gross_per_unit();
    tariff
        .unit
        .is_none_or(|unit| unit == shipment.unit().kind())
        && tariff
            .loaded
            .is_none_or(|loaded| loaded == shipment.is_loaded())
        && tariff
            .consist
            .is_none_or(|consist| consist == shipment.consist())
        && tariff.mass_from.is_none_or(|from| from <= gross)
        && tariff.mass_to.is_none_or(|to| gross < to)
}

/// The charges of a haul of `metres`, or of the longer one that costs less, through `sink`; false when no
/// band covers it or any longer one.
#[inline]
pub(super) fn charges(
    lines: &Lines,
    (metres, bound): (u64, Bound),
    shipment: &Shipment,
    country: Option<Country>,
    sink: &mut impl FnMut(Charge),
) -> bool {
    let paid = lines.paid((metres, bound), shipment);
    itemised(&lines.all, (paid, bound), shipment, country, sink)
}

/// What is asked for exactly so many metres; false when no band covers them.
fn itemised(
    lines: &[Line],
    (metres, bound): (u64, Bound),
    shipment: &Shipment,
    country: Option<Country>,
    sink: &mut impl FnMut(Charge),
) -> bool {
    let units = u64::from(shipment.count());
    let mut hauled = false;
    for line in lines.iter().filter(|line| line.is_sold(bound)) {
        let (from, to) = line.band;
        let inside = match line.taper {
            Taper::Whole => {
                if metres <= from && from > 0 || metres > to {
                    continue;
                }
                metres
            }
            Taper::Slice => {
                let slice = metres.min(to).saturating_sub(from);
                if slice == 0 && metres > 0 {
                    continue;
                }
                slice
            }
        };
        let kg = shipment.charged_mass().as_kg();
        let amount = match line.basis {
            RateBasis::PerKm => line.rate.times(units.saturating_mul(inside), 1_000),
            RateBasis::PerTonneKm => line
                .rate
                .times(units.saturating_mul(inside).saturating_mul(kg), 1_000_000),
            RateBasis::PerUnit => line.rate.times(units, 1),
            RateBasis::PerConsignment => line.rate.times(1, 1),
            RateBasis::PerHour => continue,
        };
        let least = line.minimum;
        let least = least.map(|(minimum, figure)| (minimum.times(units, 1), figure));
        let (amount, figure) = match least {
            Some((least, figure)) if least > amount => (least, figure),
            _ => (amount, line.figure),
        };
        hauled |= line.component == Component::Haulage;
        // A tariff of nothing is charged, a toll of nothing is not.
        if amount.as_cents() == 0 && matches!(figure, FigureId::Fee(_)) {
            continue;
        }
        sink(Charge {
            component: line.component,
            amount,
            payee: line.payee,
            country,
            figure,
        });
    }
    hauled
}

//! Figures that are read from single records: speeds, borders, tariffs, fees, handling, emissions.

use super::measure::{Bench, Measure};
use super::{Benchmark, Uncomputed};
use crate::code::Country;
use crate::costing::Shipment;
use crate::network::{
    BorderTerms, Bound, EmissionSubject, HandlingKind, Mode, Product, Service, ServiceKind,
};
use crate::operations::OperationKind;
use crate::quantity::{Distance, Mass};

fn country(text: &str) -> Result<Country, Uncomputed> {
    text.parse().map_err(|_| Uncomputed::UnknownCountry {
        country: text.to_owned(),
    })
}

fn land(benchmark: &Benchmark) -> Result<Mode, Uncomputed> {
    let mode = &benchmark.mode;
    mode.parse()
        .map_err(|_| Uncomputed::UnknownMode { mode: mode.clone() })
}

/// Kilometres an hour while moving, of the product under `via`, else of container trains and trucks.
pub(super) fn speed(bench: &Bench<'_>, benchmark: &Benchmark) -> Result<f64, Uncomputed> {
    let (home, mode) = (country(&benchmark.origin)?, land(benchmark)?);
    let product = match benchmark.via.first() {
        Some(word) => word.parse().map_err(|_| Uncomputed::UnknownProduct {
            product: word.clone(),
        })?,
        None if mode == Mode::Road => Product::Truck,
        None => Product::ContainerTrain,
    };
    let world = bench.planner.world();
    world
        .network()
        .speeds()
        .iter()
        .filter(|speed| {
            speed.validity.contains(world.day())
                && speed.line.is_none()
                && speed.mode == mode
                && speed.country.is_none_or(|named| named == home)
                && speed.product.is_none_or(|named| named == product)
        })
        .max_by_key(|speed| (speed.country.is_some(), speed.product.is_some()))
        .map(|speed| f64::from(speed.moving_metres_per_hour.value()) / 1e3)
        .ok_or(Uncomputed::NoSpeed)
}

/// The median over the services of the mode between two places, open or not.
pub(super) fn service(
    bench: &Bench<'_>,
    benchmark: &Benchmark,
    read: impl Fn(&Service) -> Option<f64>,
) -> Result<f64, Uncomputed> {
    let world = bench.planner.world();
    let network = world.network();
    let ends = (
        network.place_by_code(&benchmark.origin),
        network.place_by_code(&benchmark.destination),
    );
    let kinds: &[ServiceKind] = match benchmark.mode.as_str() {
        "sea_ferry" => &[ServiceKind::RailFerry, ServiceKind::RoRo],
        _ => &[ServiceKind::Feeder],
    };
    for kind in kinds {
        let mut values: Vec<f64> = world
            .services()
            .filter(|(_, service)| {
                service.kind == *kind && (Some(service.from), Some(service.to)) == ends
            })
            .filter_map(|(_, service)| read(service))
            .collect();
        values.sort_by(f64::total_cmp);
        if let Some(median) = values.get(values.len() / 2) {
            return Ok(*median);
        }
    }
    Err(Uncomputed::NoService)
}

/// Hours or fee of the record that the model applies at the crossing under `via`, or of the one that
/// names the countries; where a side is any, the mean over the records that name the other.
pub(super) fn border(
    bench: &Bench<'_>,
    benchmark: &Benchmark,
    measure: Measure,
) -> Result<f64, Uncomputed> {
    let world = bench.planner.world();
    let network = world.network();
    let mode = land(benchmark)?;
    let side = |text: &str| match text {
        "*" | "" => Ok(None),
        _ => country(text).map(Some),
    };
    let sides = (side(&benchmark.origin)?, side(&benchmark.destination)?);
    let crossing = match benchmark.via.first() {
        Some(code) => {
            Some(
                network
                    .crossing_by_code(code)
                    .ok_or_else(|| Uncomputed::UnknownCrossing {
                        crossing: code.clone(),
                    })?,
            )
        }
        None => None,
    };
    let read = |terms: &BorderTerms| match measure {
        Measure::BorderEntry => terms
            .entry_mean
            .as_ref()
            .map(|mean| mean.value().as_hours()),
        Measure::BorderExit => terms.exit_mean.as_ref().map(|mean| mean.value().as_hours()),
        Measure::BorderFee => Some(terms.fee.value().as_usd()),
        _ => Some(terms.time.value().expected().as_hours()),
    };
    if let (Some(crossing), (Some(from), Some(to))) = (crossing, sides) {
        // The record that the model applies there, be it of the crossing or of the pair.
        let mut arcs = bench.planner.operations().arcs();
        let applied = arcs.find_map(|operation| {
            let OperationKind::BorderControl(border) = operation.kind else {
                return None;
            };
            let here = border.crossing == crossing && border.countries == [from, to];
            here.then_some(border.terms)
        });
        let terms = applied
            .flatten()
            .and_then(|terms| network.border_terms(terms))
            .ok_or(Uncomputed::CrossingClosed)?;
        return read(terms).ok_or(Uncomputed::SidesTogether);
    }
    let fits = |terms: &&BorderTerms| {
        terms.validity.contains(world.day())
            && terms.mode.is_none_or(|named| named == mode)
            && terms.crossing == crossing
            && (sides.0.is_none() || terms.from == sides.0)
            && (sides.1.is_none() || terms.to == sides.1)
    };
    let exact = |terms: &&&BorderTerms| (terms.from, terms.to) == sides;
    let rows = network.borders().map(|(_, row)| row);
    let rows: Vec<&BorderTerms> = rows.filter(fits).collect();
    if let Some(hours) = rows.iter().find(exact).and_then(|terms| read(terms)) {
        return Ok(hours);
    }
    let hours: Vec<f64> = rows.iter().filter_map(|terms| read(terms)).collect();
    if hours.is_empty() {
        return Err(Uncomputed::NoBorder);
    }
    Ok(hours.iter().sum::<f64>() / hours.len() as f64)
}

/// What a country's carriers ask: 500 km of a wagon or trailer, or a kilometre more of a container
/// on a train; the cheapest of them.
pub(super) fn tariff(
    bench: &Bench<'_>,
    benchmark: &Benchmark,
    measure: Measure,
) -> Result<f64, Uncomputed> {
    let network = bench.planner.world().network();
    let home = country(benchmark.origin.get(..2).unwrap_or_default())?;
    let mode = land(benchmark)?;
    let quote = match (measure, mode) {
        (Measure::Rate20, _) => &bench.quotes[0],
        (Measure::Rate40, _) => &bench.quotes[1],
        (_, Mode::Road) => &bench.quotes[3],
        _ => &bench.quotes[2],
    };
    let main = format!("{home}-{mode}");
    let main = network.line_by_id(&main);
    let price = |km: u32| {
        let metres = Distance::from_metres(km * 1_000);
        let offers = bench.planner.operations().offers().iter().enumerate();
        offers
            .filter(|(_, offer)| {
                offer.tariffs.iter().any(|id| {
                    let tariff = network.tariff_at(*id);
                    (tariff.country, tariff.mode) == (home, mode)
                        && (tariff.lines.is_empty()
                            || main.is_some_and(|main| tariff.lines.contains(&main)))
                })
            })
            .filter_map(|(index, _)| {
                // Published figures that name no direction are means of both.
                let asked = |bound| quote.haulage(index, metres, bound);
                let both = [asked(Bound::Eastbound)?, asked(Bound::Westbound)?];
                Some(both.map(crate::quantity::Money::as_usd).iter().sum::<f64>() / 2.0)
            })
            .min_by(f64::total_cmp)
    };
    let found = if measure == Measure::NationalCost {
        price(500)
    } else {
        price(2_000).and_then(|far| Some((far - price(1_000)?) / 1_000.0))
    };
    found.ok_or(Uncomputed::NotSold)
}

/// What a truck of the plate under `via` with 20 t pays once.
pub(super) fn fee(bench: &Bench<'_>, benchmark: &Benchmark) -> Result<f64, Uncomputed> {
    let home = country(&benchmark.origin)?;
    let plate = match benchmark.via.first().map(String::as_str) {
        // A plate that no record of the network names.
        None | Some("*") => country("US")?,
        Some(plate) => country(plate)?,
    };
    let shipment = Shipment::trailer(Mass::from_kg(20_000))
        .map_err(|error| Uncomputed::refused(&error))?
        .with_plate(plate);
    let planner = bench.planner;
    let quote = planner.model().quote(shipment);
    Ok(quote.fee(home).as_usd())
}

/// Price of a gauge change, or hours of loading a vessel.
pub(super) fn handling(
    bench: &Bench<'_>,
    benchmark: &Benchmark,
    measure: Measure,
) -> Result<f64, Uncomputed> {
    let (planner, code) = (bench.planner, &benchmark.origin);
    let network = planner.world().network();
    let place = network
        .place_by_code(code)
        .ok_or_else(|| Uncomputed::UnknownPlace {
            place: code.clone(),
        })?;
    if measure == Measure::HandlingHours {
        return network
            .handling()
            .map(|(_, row)| row)
            .filter(|row| row.place == Some(place) && row.kind == HandlingKind::Tranship)
            .find(|row| row.to.as_deref() == Some("vessel"))
            .map(|row| row.time.value().median().as_hours())
            .ok_or(Uncomputed::NoHandling);
    }
    let operations = planner.operations();
    let mut usd = None;
    for (arc, operation) in operations.iter() {
        if operation.is_gauge_change() && operation.places().contains(&place) {
            let mut sum = 0.0;
            let model = planner.model();
            let priced = model.charges(arc, &bench.quotes[1], |charge| {
                sum += charge.amount.as_usd();
            });
            if priced.is_ok() {
                usd = Some(sum);
            }
        }
    }
    usd.ok_or(Uncomputed::NoGaugeChange)
}

/// Grams per tonne-kilometre of the mode, in the country named as origin.
pub(super) fn emission(bench: &Bench<'_>, benchmark: &Benchmark) -> Result<f64, Uncomputed> {
    let home = match benchmark.origin.as_str() {
        "" | "*" => None,
        text => Some(country(text)?),
    };
    let subject = match benchmark.mode.as_str() {
        "sea_ferry" => EmissionSubject::Service(ServiceKind::RailFerry),
        "sea" | "sea_feeder" => EmissionSubject::Service(ServiceKind::Feeder),
        _ => EmissionSubject::Mode(land(benchmark)?),
    };
    let rows = bench.planner.world().network().emissions().iter();
    rows.filter(|row| row.subject == subject && (row.country.is_none() || row.country == home))
        .max_by_key(|row| row.country.is_some())
        .map(|row| row.milligrams.value() as f64 / 1e3)
        .ok_or(Uncomputed::NoEmissions)
}

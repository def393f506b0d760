//! Days and figures far from each other.

use jiff::civil::Date;

use crate::network::{Cited, CitedTime, FigureId, FigureKind, Network, Provenance, SourceKind};
use crate::scenario::World;

/// Figures of a year that is further than this from the day are told, and days that all prices are later
/// than by more.
const YEARS: i16 = 10;
/// Days after the day of the records that they still speak of.
const DAYS_AFTER: i64 = 366;

/// The first and the last day that records speak of, where the day lies outside.
pub(super) fn outside(network: &Network, day: Date) -> Option<(Option<Date>, Option<Date>)> {
    let year = network.oldest_price_year();
    let first = year.and_then(|year| Date::new(year, 1, 1).ok());
    let last = network.as_of();
    let early = year.is_some_and(|year| day.year() + YEARS < year);
    let late = last.is_some_and(|last| {
        let after = last.until(day).map(|span| span.get_days());
        after.is_ok_and(|after| i64::from(after) > DAYS_AFTER)
    });
    (early || late).then_some((first, last))
}

/// What a figure says, its year and its row, where its year is far from the day. What is assumed is of no
/// year, and services and through rates are of the day that they exist on.
pub(super) fn outdated(world: &World, figure: FigureId) -> Option<(FigureKind, i16, &Provenance)> {
    let (network, today) = (world.network(), world.day().year());
    let far = |year: &i16| year.abs_diff(today) > YEARS.unsigned_abs();
    let price = |year: Option<i16>, row| Some((FigureKind::Price, year.filter(far)?, row));
    let time = |year: Option<i16>, row| Some((FigureKind::Time, year.filter(far)?, row));
    let of_time = |time: &CitedTime| year_of(network, &time.median);
    match figure {
        FigureId::TariffRate(id) => {
            let row = network.tariff(id)?;
            price(year_of(network, &row.rate), &row.provenance)
        }
        FigureId::TariffMinimum(id) => {
            let row = network.tariff(id)?;
            price(year_of(network, row.minimum.as_ref()?), &row.provenance)
        }
        FigureId::HandlingPrice(id, unit) => {
            let row = network.handling_record(id)?;
            price(year_of(network, row.prices.of(unit)?), &row.provenance)
        }
        FigureId::ServicePrice(id, unit) => {
            let row = world.service(id)?;
            price(year_of(network, row.prices.of(unit)?), &row.provenance)
        }
        FigureId::ThroughPrice(id, unit) => {
            let row = network.through_rate(id)?;
            price(year_of(network, row.prices.of(unit)?), &row.provenance)
        }
        FigureId::BorderFee(id) => {
            let row = network.border_terms(id)?;
            price(year_of(network, &row.fee), &row.provenance)
        }
        FigureId::Fee(id) => {
            let row = network.fees().get(id.index())?;
            price(year_of(network, &row.amount), &row.provenance)
        }
        FigureId::HandlingTime(id) => {
            let row = network.handling_record(id)?;
            time(of_time(&row.time), &row.provenance)
        }
        FigureId::BorderTime(id) => {
            let row = network.border_terms(id)?;
            time(of_time(&row.time), &row.provenance)
        }
        FigureId::DepartureTime(id) => {
            let row = network.departures().get(id.index())?;
            time(of_time(&row.time), &row.provenance)
        }
        FigureId::ServiceTime(id) => {
            let row = world.service(id)?;
            time(of_time(row.time.as_ref()?), &row.provenance)
        }
        FigureId::ServiceWait(id) => {
            let row = world.service(id)?;
            time(of_time(row.wait.as_ref()?), &row.provenance)
        }
        FigureId::ServiceTrainWait(id) => {
            let row = world.service(id)?;
            time(of_time(row.train_wait.as_ref()?), &row.provenance)
        }
        FigureId::ServiceFrequency(id) => {
            let row = world.service(id)?;
            let often = row.departures_per_1000_weeks.as_ref()?;
            let year = year_of(network, often).filter(far)?;
            Some((FigureKind::Frequency, year, &row.provenance))
        }
        FigureId::Speed(id) => {
            let row = network.speeds().get(id.index())?;
            let year = year_of(network, &row.moving_metres_per_hour).filter(far)?;
            Some((FigureKind::Speed, year, &row.provenance))
        }
        // Lengths do not change with the years, spreads and factors of emissions little.
        FigureId::LinkLength(_)
        | FigureId::ServiceLength(_)
        | FigureId::Season(_)
        | FigureId::Hazard(_)
        | FigureId::Emission(_)
        | FigureId::Scenario => None,
    }
}

/// The year that a record names for a figure, else the latest of its sources; nothing of what is only
/// assumed.
fn year_of<T>(network: &Network, cited: &Cited<T>) -> Option<i16> {
    let sources = cited.sources().filter_map(|id| network.source(id));
    let mut stated = sources
        .filter(|source| source.kind != SourceKind::Assumed)
        .peekable();
    stated.peek()?;
    cited
        .year()
        .or_else(|| stated.filter_map(|source| source.year).max())
}

//! Warnings of days that the records do not speak of, of old figures, and of prices that nobody knows.

use jiff::civil::Date;

use super::reckoning::Reckoning;
use super::records::Records;
use crate::network::{
    Cited, CitedTime, DepartureRule, FigureId, FigureKind, LineToll, Mode, Origin, Prices, Service,
    SourceKind,
};
use crate::quantity::Rate;
use crate::route::{Act, Step, Warning};

impl Records<'_> {
    /// Whether the day lies outside of the records: more than ten years before the year of their oldest
    /// price, or more than a leap year after their own day.
    pub(super) fn warn_of_day(&self) -> Option<Warning> {
        let day = self.world.day();
        let oldest = self.network.oldest_price_year();
        let first = oldest.and_then(|year| Date::new(year, 1, 1).ok());
        let last = self.network.as_of();
        let year_later = |last: Date| last.checked_add(jiff::Span::new().days(366)).ok();
        let late = last.and_then(year_later).is_some_and(|latest| day > latest);
        let early = oldest.is_some_and(|year| year - day.year() > 10);
        (early || late).then_some(Warning::DayOutsideRecords { day, first, last })
    }

    /// What a step calls for by itself: a price that is not known, a toll that is not, and sailings
    /// when full.
    pub(super) fn warn_of_step(
        &self,
        step: &Step,
        found: &Reckoning,
        is_part: bool,
        warnings: &mut Vec<Warning>,
    ) {
        if let Act::Wait { service } | Act::Land { service, .. } = &step.act {
            let key = self.world.service_by_id(service);
            let record = key.and_then(|key| self.world.service(key));
            if record.is_some_and(Service::is_by_sea) {
                // Both ends of such a step are its port.
                self.warn_of_hazards(step.from.country, Mode::Sea, warnings);
            }
        }
        let mut warn = |warning| {
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        };
        if !is_part && !found.priced {
            warn(Warning::UnknownPrice {
                act: step.act.as_str().into(),
                from: step.from.code.clone(),
                to: step.to.code.clone(),
            });
        }
        match &step.act {
            Act::Move { link, .. } => {
                let key = self.world.link_by_id(link);
                let link = key.and_then(|key| self.world.link(key));
                let line = link.and_then(|link| Some((link.line, self.network.line(link.line)?)));
                let (Some(key), Some((id, line))) = (key, line) else {
                    return;
                };
                let unknown = matches!(line.toll, Some(LineToll::Unknown));
                let tolls = self.world.link_tolls(key);
                let set = tolls.iter().any(|toll| toll.rate > Rate::ZERO);
                if unknown && !set {
                    let manager = self.world.manager(id);
                    let manager = manager.map(|id| self.network.operator_at(id).id.clone());
                    let (line, origin) = (line.id.clone(), line.provenance.origin.clone());
                    warn(Warning::UnknownToll {
                        line,
                        manager,
                        origin,
                    });
                }
            }
            Act::Wait { service } => {
                let key = self.world.service_by_id(service);
                let record = key.and_then(|key| Some((key, self.world.service(key)?)));
                let Some((key, record)) = record else {
                    return;
                };
                let promised = self.world.changes_service_wait(key) && record.wait.is_some();
                if record.rule == DepartureRule::WhenFull && !promised {
                    warn(Warning::SailsWhenFull {
                        service: record.id.clone(),
                        origin: record.provenance.origin.clone(),
                    });
                }
            }
            Act::Haul
            | Act::BorderControl { .. }
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Run { .. }
            | Act::Land { .. }
            | Act::Through { .. } => {}
        }
    }

    /// A figure whose year is more than ten from that of the day.
    pub(super) fn old(&self, figure: FigureId) -> Option<Warning> {
        let day = self.world.day();
        let (kind, year, origin) = self.aged(figure)?;
        (year.abs_diff(day.year()) > 10).then(|| Warning::OldFigure {
            kind,
            year,
            day,
            origin: origin.clone(),
        })
    }

    fn aged(&self, figure: FigureId) -> Option<(FigureKind, i16, &Origin)> {
        let (network, world) = (self.network, self.world);
        let told = |kind, year: Option<i16>, at| Some((kind, year?, at));
        let prices = |prices: &Prices, unit| Some(self.stated_year(prices.of(unit)?));
        let hours = |time: &CitedTime| self.stated_year(&time.median);
        let (money, time) = (FigureKind::Price, FigureKind::Time);
        match figure {
            FigureId::BorderFee(id) => {
                let row = network.border_terms(id)?;
                told(money, self.stated_year(&row.fee), &row.provenance.origin)
            }
            FigureId::BorderTime(id) => {
                let row = network.border_terms(id)?;
                told(time, hours(&row.time), &row.provenance.origin)
            }
            FigureId::DepartureTime(id) => {
                let row = network.departures().get(id.index())?;
                told(time, hours(&row.time), &row.provenance.origin)
            }
            FigureId::Fee(id) => {
                let row = network.fees().get(id.index())?;
                told(money, self.stated_year(&row.amount), &row.provenance.origin)
            }
            FigureId::HandlingPrice(id, unit) => {
                let row = network.handling_record(id)?;
                told(money, prices(&row.prices, unit)?, &row.provenance.origin)
            }
            FigureId::HandlingTime(id) => {
                let row = network.handling_record(id)?;
                told(time, hours(&row.time), &row.provenance.origin)
            }
            FigureId::ServiceFrequency(id) => {
                let row = world.service(id)?;
                let often = self.stated_year(row.departures_per_1000_weeks.as_ref()?);
                told(FigureKind::Frequency, often, &row.provenance.origin)
            }
            FigureId::ServicePrice(id, unit) => {
                let row = world.service(id)?;
                told(money, prices(&row.prices, unit)?, &row.provenance.origin)
            }
            FigureId::ServiceTime(id) => {
                let row = world.service(id)?;
                told(time, hours(row.time.as_ref()?), &row.provenance.origin)
            }
            FigureId::ServiceTrainWait(id) => {
                let row = world.service(id)?;
                told(
                    time,
                    hours(row.train_wait.as_ref()?),
                    &row.provenance.origin,
                )
            }
            FigureId::ServiceWait(id) => {
                let row = world.service(id)?;
                told(time, hours(row.wait.as_ref()?), &row.provenance.origin)
            }
            FigureId::Speed(id) => {
                let row = network.speeds().get(id.index())?;
                let year = self.stated_year(&row.moving_metres_per_hour);
                told(FigureKind::Speed, year, &row.provenance.origin)
            }
            FigureId::TariffMinimum(id) => {
                let row = network.tariff(id)?;
                let least = self.stated_year(row.minimum.as_ref()?);
                told(money, least, &row.provenance.origin)
            }
            FigureId::TariffRate(id) => {
                let row = network.tariff(id)?;
                told(money, self.stated_year(&row.rate), &row.provenance.origin)
            }
            FigureId::ThroughPrice(id, unit) => {
                let row = network.through_rate(id)?;
                told(money, prices(&row.prices, unit)?, &row.provenance.origin)
            }
            FigureId::Emission(_)
            | FigureId::Hazard(_)
            | FigureId::LinkLength(_)
            | FigureId::Scenario
            | FigureId::Season(_)
            | FigureId::ServiceLength(_) => None,
        }
    }

    /// The year of a figure that somebody states or derives: its own, or of its sources the latest.
    fn stated_year<T>(&self, cited: &Cited<T>) -> Option<i16> {
        let mut latest = None;
        let mut stated = false;
        for source in cited.sources().filter_map(|id| self.network.source(id)) {
            if source.kind != SourceKind::Assumed {
                stated = true;
                latest = latest.max(source.year);
            }
        }
        let year = cited.year().or(latest);
        year.filter(|_| stated)
    }
}

//! How fast things move and how long a service is waited for.

use jiff::civil::Date;

use crate::code::Country;
use crate::network::{
    Cited, DepartureRule, FigureId, HazardId, Mode, Network, Season, SeasonId, Service, ServiceId,
    Speed, SpeedId,
};
use crate::operations::{InForce, Move};
use crate::quantity::{Distance, Duration, Share, TravelTime};
use crate::scenario::{Pace, World};

/// Metres per hour and the ratio of the 90th percentile in thousandths, by a record and what a change
/// makes of it; nothing where neither says how fast.
pub(super) fn speed(record: Option<&Speed>, change: Option<Pace>) -> Option<(u32, u32)> {
    let recorded = record.map(Speed::metres_per_hour);
    let metres = match change {
        None => recorded?,
        Some(Pace::Kmh(kmh)) => (kmh * 1e3).round() as u32,
        Some(Pace::Percent(factor)) => {
            u32::try_from(factor.count(u64::from(recorded?))).unwrap_or(u32::MAX)
        }
    };
    let spread = record.map_or(1_000, |record| record.p90_per_mille.value());
    Some((metres.max(1), spread))
}

/// Moving time of a link at a commercial speed, its 90th percentile times that of a hazard in thousandths.
pub(super) fn pace((speed, spread): (u32, u32), hazard: u32, distance: Distance) -> TravelTime {
    let metres = distance.as_metres();
    let minutes = |scaled: u64| {
        let per_hour = u64::from(speed.max(1));
        Duration::from_minutes(
            u32::try_from((scaled + per_hour / 2) / per_hour).unwrap_or(u32::MAX),
        )
    };
    let median = minutes(metres * 60);
    let factor = u64::from(spread) * u64::from(hazard);
    let scaled = u128::from(metres * 60) * u128::from(factor) / 1_000_000;
    TravelTime::new(
        median,
        minutes(u64::try_from(scaled).unwrap_or(u64::MAX / 2)),
    )
}

/// The hazard to moves by a mode in a country that adds most to the spread of their hours, if any does;
/// of equals the first.
pub(super) fn hazard(world: &World, country: Country, mode: Mode) -> Option<(HazardId, u32)> {
    let rows = world.network().hazards().iter().enumerate();
    let here = rows.filter(|(_, row)| {
        row.country == country
            && row.mode.is_none_or(|named| named == mode)
            && row.validity.contains(world.day())
    });
    let factors = here.map(|(index, row)| (HazardId::new(index), row.p90_per_mille.value()));
    let adding = factors.filter(|(_, factor)| *factor > 1_000);
    adding.max_by_key(|(id, factor)| (*factor, std::cmp::Reverse(*id)))
}

/// The wait before a service leaves, and the figure that it is read from: its own record, that of
/// whole trains where room is kept, else what follows from its frequency.
///
/// By a timetable, goods come at any time between two departures: half a headway by median, nine
/// tenths of one in nine of ten cases. What leaves when full leaves at any time: the wait is
/// exponential with a mean of one headway.
pub(super) fn wait((id, service): (ServiceId, &Service), reserved: bool) -> (TravelTime, FigureId) {
    let kept = service.train_wait.as_ref().filter(|_| reserved);
    if let Some(wait) = kept {
        return (wait.value(), FigureId::ServiceTrainWait(id));
    }
    if let Some(wait) = &service.wait {
        return (wait.value(), FigureId::ServiceWait(id));
    }
    let figure = FigureId::ServiceFrequency(id);
    let departures = service.departures_per_1000_weeks.as_ref();
    let Some(departures) = departures.map(Cited::value).filter(|count| *count > 0) else {
        return (TravelTime::default(), figure);
    };
    let headway = 168 * 60 * 1_000 / u64::from(departures);
    let minutes = |part: u64| Duration::from_minutes(u32::try_from(part).unwrap_or(u32::MAX));
    let [median, p90] = match service.rule {
        DepartureRule::Timetable => [headway / 2, headway * 9 / 10],
        DepartureRule::WhenFull => [headway * LN_2 / 1_000, headway * LN_10 / 1_000],
    };
    (TravelTime::new(minutes(median), minutes(p90)), figure)
}

/// The median of an exponential wait over its mean, in thousandths.
const LN_2: u64 = 693;
/// Its 90th percentile over its mean, in thousandths.
const LN_10: u64 = 2_303;

/// The same figure, unless a change sets the wait.
pub(super) fn wait_figure(world: &World, id: ServiceId, recorded: FigureId) -> FigureId {
    if world.changes_service_wait(id) {
        FigureId::Scenario
    } else {
        recorded
    }
}

/// The season that a service is waited for in.
pub(super) fn season(network: &Network, id: ServiceId, day: Date) -> Option<(SeasonId, &Season)> {
    let all = network.seasons().iter().enumerate();
    let mut fitting = all.filter(|(_, season)| season.contains(day));
    let found = fitting.find(|(_, season)| season.services.contains(&id));
    found.map(|(index, season)| (SeasonId::new(index), season))
}

/// A usual wait as it is in a season, both quantiles rounded half up to the minute.
pub(super) fn in_season(wait: TravelTime, season: &Season) -> TravelTime {
    let times = |span: Duration, per_mille: u32| {
        let minutes = (span.as_minutes() * u64::from(per_mille) + 500) / 1_000;
        Duration::from_minutes(u32::try_from(minutes).unwrap_or(u32::MAX))
    };
    let median = times(wait.median(), season.median_per_mille.value());
    let p90 = times(wait.p90(), season.p90_per_mille.value());
    TravelTime::new(median, p90.max(median))
}

/// The wait where a part of the room is left aboard: goods that fill one departure fill several.
pub(super) fn crowded(wait: TravelTime, left: Share) -> TravelTime {
    let (whole, left) = (
        u64::from(Share::WHOLE.as_millionths()),
        u64::from(left.as_millionths().max(1)),
    );
    let longer = |span: Duration| {
        let minutes = (span.as_minutes() * whole + left / 2) / left;
        Duration::from_minutes(u32::try_from(minutes).unwrap_or(u32::MAX))
    };
    TravelTime::new(longer(wait.median()), longer(wait.p90()))
}

/// Commercial speeds of the day, most specific first.
pub(super) struct Speeds<'w> {
    rows: Vec<(SpeedId, &'w Speed)>,
}

impl<'w> Speeds<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        let all = world.network().speeds();
        let dated = all.iter().map(|row| row.validity).enumerate();
        let in_force = InForce::of(world.day(), dated, |row| {
            let row = &all[row];
            (row.line, row.country, row.mode, (row.product, row.bound))
        });
        let rows = all.iter().enumerate();
        let mut rows: Vec<(SpeedId, &Speed)> = rows
            .filter(|(index, row)| in_force.holds(*index, row.validity))
            .map(|(index, row)| (SpeedId::new(index), row))
            .collect();
        rows.sort_by_key(|(_, row)| {
            std::cmp::Reverse((
                row.line.is_some(),
                row.country.is_some(),
                row.product.is_some(),
                row.bound.is_some(),
            ))
        });
        Self { rows }
    }

    /// The same rows in the same order, with other values.
    pub(super) fn again(world: &'w World, ids: &[SpeedId]) -> Self {
        let all = world.network().speeds();
        let rows = ids.iter().map(|id| (*id, &all[id.index()]));
        Self {
            rows: rows.collect(),
        }
    }

    /// Which rows there are, in order.
    pub(super) fn ids(&self) -> Vec<SpeedId> {
        self.rows.iter().map(|(id, _)| *id).collect()
    }

    pub(super) fn find(&self, run: &Move) -> Option<(SpeedId, &'w Speed)> {
        self.rows.iter().copied().find(|(_, row)| {
            row.mode == run.mode
                && row.line.is_none_or(|named| named == run.line)
                && row.country.is_none_or(|named| named == run.country)
                && row.product.is_none_or(|named| named == run.product)
                && row.bound.is_none_or(|named| named == run.bound)
        })
    }

    /// Whether some speed holds one way only.
    pub(super) fn differ_by_bound(&self) -> bool {
        self.rows.iter().any(|(_, row)| row.bound.is_some())
    }
}

//! Which figures an operation's hours and length come from, and what the sources say of a figure.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use crate::network::{
    BorderTerms, Cited, CitedFigure, CitedSource, CitedTime, EmissionFactor, EmissionSubject,
    Evidence, EvidenceGrade, FigureId, FigureKind, Handling, Network, Origin, PriceFor, Prices,
    Provenance, RateBasis, Source, SourceId, SourceKind, Speed, Trigger,
};
use crate::scenario::World;

/// Figures of another year are borrowed beyond this many years.
const YEARS: i16 = 5;

/// What the sources say of the figures of a world, each put together when it is first asked for.
#[derive(Clone, Debug)]
pub(super) struct Citations {
    slots: Arc<[OnceLock<Evidence>]>,
    starts: Starts,
}

/// Where the figures of each table start among the slots.
#[derive(Clone, Copy, Debug)]
struct Starts {
    services: usize,
    through_rates: usize,
    handling: usize,
    borders: usize,
    fees: usize,
    hazards: usize,
    speeds: usize,
    emissions: usize,
    tariffs: usize,
    departures: usize,
    seasons: usize,
    scenario: usize,
}

const PRICES: usize = 4;
const OF_SERVICE: usize = 5 + PRICES;
const OF_HANDLING: usize = 1 + PRICES;

impl Citations {
    pub(super) fn of(world: &World) -> Self {
        let network = world.network();
        let services = world.link_count();
        let through_rates = services + OF_SERVICE * world.service_count();
        let handling = through_rates + PRICES * network.through_rates().len();
        let borders = handling + OF_HANDLING * network.handling().len();
        let fees = borders + 2 * network.borders().len();
        let hazards = fees + network.fees().len();
        let speeds = hazards + network.hazards().len();
        let emissions = speeds + network.speeds().len();
        let tariffs = emissions + network.emissions().len();
        let departures = tariffs + 2 * network.tariffs().len();
        let seasons = departures + network.departures().len();
        let scenario = seasons + network.seasons().len();
        let slots = std::iter::repeat_with(OnceLock::new);
        Self {
            slots: slots.take(scenario + 1).collect(),
            starts: Starts {
                services,
                through_rates,
                handling,
                borders,
                fees,
                hazards,
                speeds,
                emissions,
                tariffs,
                departures,
                seasons,
                scenario,
            },
        }
    }

    fn slot(&self, figure: FigureId) -> usize {
        let starts = &self.starts;
        let price = |price: PriceFor| price as usize;
        let service = |id: crate::network::ServiceId| starts.services + OF_SERVICE * id.index();
        let handling = |id: crate::network::HandlingId| starts.handling + OF_HANDLING * id.index();
        match figure {
            FigureId::LinkLength(id) => id.index(),
            FigureId::ServiceLength(id) => service(id),
            FigureId::ServiceTime(id) => service(id) + 1,
            FigureId::ServiceWait(id) => service(id) + 2,
            FigureId::ServiceFrequency(id) => service(id) + 3,
            FigureId::ServiceTrainWait(id) => service(id) + 4,
            FigureId::ServicePrice(id, unit) => service(id) + 5 + price(unit),
            FigureId::ThroughPrice(id, unit) => {
                starts.through_rates + PRICES * id.index() + price(unit)
            }
            FigureId::HandlingTime(id) => handling(id),
            FigureId::HandlingPrice(id, unit) => handling(id) + 1 + price(unit),
            FigureId::BorderTime(id) => starts.borders + 2 * id.index(),
            FigureId::BorderFee(id) => starts.borders + 2 * id.index() + 1,
            FigureId::Fee(id) => starts.fees + id.index(),
            FigureId::Hazard(id) => starts.hazards + id.index(),
            FigureId::Speed(id) => starts.speeds + id.index(),
            FigureId::Emission(id) => starts.emissions + id.index(),
            FigureId::TariffRate(id) => starts.tariffs + 2 * id.index(),
            FigureId::TariffMinimum(id) => starts.tariffs + 2 * id.index() + 1,
            FigureId::DepartureTime(id) => starts.departures + id.index(),
            FigureId::Season(id) => starts.seasons + id.index(),
            FigureId::Scenario => starts.scenario,
        }
    }

    /// What the sources say of a figure of this world; nothing for one of another.
    pub(super) fn get(&self, world: &World, figure: FigureId) -> Evidence {
        let read = || Reader { world }.evidence(figure).unwrap_or_default();
        match self.slots.get(self.slot(figure)) {
            Some(slot) => slot.get_or_init(read).clone(),
            None => read(),
        }
    }
}

struct Reader<'w> {
    world: &'w World,
}

/// What the grade of a figure hangs on beside its sources.
#[derive(Clone, Copy)]
struct Use {
    kind: FigureKind,
    /// Of a record that speaks of no country in particular.
    general: bool,
}

impl Use {
    const fn of(kind: FigureKind) -> Self {
        Self {
            kind,
            general: false,
        }
    }

    const fn general(self, general: bool) -> Self {
        Self { general, ..self }
    }
}

impl Reader<'_> {
    fn evidence(&self, figure: FigureId) -> Option<Evidence> {
        let (world, network) = (self.world, self.world.network());
        let figures = match figure {
            FigureId::LinkLength(id) => {
                let link = world.link(id)?;
                vec![self.figure(&link.provenance, &link.length, Use::of(FigureKind::Length))]
            }
            FigureId::ServiceLength(id) => {
                let service = world.service(id)?;
                let length = service.distance.as_ref()?;
                vec![self.figure(&service.provenance, length, Use::of(FigureKind::Length))]
            }
            FigureId::ServiceTime(id) => {
                let service = world.service(id)?;
                let time = service.time.as_ref()?;
                self.time(&service.provenance, time, Use::of(FigureKind::Time))
            }
            FigureId::ServiceWait(id) => {
                let service = world.service(id)?;
                let wait = service.wait.as_ref()?;
                self.time(&service.provenance, wait, Use::of(FigureKind::Wait))
            }
            FigureId::ServiceTrainWait(id) => {
                let service = world.service(id)?;
                let wait = service.train_wait.as_ref()?;
                self.time(&service.provenance, wait, Use::of(FigureKind::Wait))
            }
            FigureId::DepartureTime(id) => {
                let row = network.departures().get(id.index())?;
                let general = row.place.is_none() && row.country.is_none();
                let kind = Use::of(FigureKind::Wait).general(general);
                self.time(&row.provenance, &row.time, kind)
            }
            FigureId::Season(id) => {
                let row = network.seasons().get(id.index())?;
                let kind = Use::of(FigureKind::Season);
                let mut figures = vec![self.figure(&row.provenance, &row.median_per_mille, kind)];
                if !row
                    .p90_per_mille
                    .sources()
                    .eq(row.median_per_mille.sources())
                {
                    let spread = Use::of(FigureKind::Spread);
                    figures.push(self.figure(&row.provenance, &row.p90_per_mille, spread));
                }
                figures
            }
            FigureId::ServiceFrequency(id) => {
                let service = world.service(id)?;
                let departures = service.departures_per_1000_weeks.as_ref()?;
                let kind = Use::of(FigureKind::Frequency);
                vec![self.figure(&service.provenance, departures, kind)]
            }
            FigureId::ServicePrice(id, unit) => {
                let service = world.service(id)?;
                vec![self.price(&service.provenance, &service.prices, unit, false)?]
            }
            FigureId::ThroughPrice(id, unit) => {
                let rate = network.through_rate(id)?;
                vec![self.price(&rate.provenance, &rate.prices, unit, false)?]
            }
            FigureId::HandlingTime(id) => {
                let row = network.handling_record(id)?;
                let kind = Use::of(FigureKind::Time).general(is_general_handling(row));
                self.time(&row.provenance, &row.time, kind)
            }
            FigureId::HandlingPrice(id, unit) => {
                let row = network.handling_record(id)?;
                let general = is_general_handling(row);
                vec![self.price(&row.provenance, &row.prices, unit, general)?]
            }
            FigureId::BorderTime(id) => {
                let row = network.border_terms(id)?;
                let kind = Use::of(FigureKind::Time).general(is_general_border(row));
                self.time(&row.provenance, &row.time, kind)
            }
            FigureId::BorderFee(id) => {
                let row = network.border_terms(id)?;
                let kind = Use::of(FigureKind::Price).general(is_general_border(row));
                vec![self.figure(&row.provenance, &row.fee, kind)]
            }
            FigureId::Fee(id) => {
                let row = network.fees().get(id.index())?;
                let kind = Use::of(match row.trigger {
                    Trigger::Entry | Trigger::Exit => FigureKind::Price,
                    Trigger::Run => FigureKind::RatePerDistance,
                });
                vec![self.figure(&row.provenance, &row.amount, kind)]
            }
            FigureId::Hazard(id) => {
                let row = network.hazards().get(id.index())?;
                let kind = Use::of(FigureKind::Spread);
                vec![self.figure(&row.provenance, &row.p90_per_mille, kind)]
            }
            FigureId::Speed(id) => self.speed(network.speeds().get(id.index())?),
            FigureId::Emission(id) => self.factor(network.emissions().get(id.index())?),
            FigureId::TariffRate(id) => {
                let row = network.tariff(id)?;
                let kind = Use::of(match row.basis {
                    RateBasis::PerKm | RateBasis::PerTonneKm => FigureKind::RatePerDistance,
                    RateBasis::PerHour => FigureKind::RatePerHour,
                    RateBasis::PerUnit | RateBasis::PerConsignment => FigureKind::Price,
                });
                vec![self.figure(&row.provenance, &row.rate, kind)]
            }
            FigureId::TariffMinimum(id) => {
                let row = network.tariff(id)?;
                let minimum = row.minimum.as_ref()?;
                vec![self.figure(&row.provenance, minimum, Use::of(FigureKind::Minimum))]
            }
            FigureId::Scenario => vec![CitedFigure {
                kind: FigureKind::Scenario,
                origin: Origin::default(),
                sources: Vec::new(),
                grade: EvidenceGrade::Assumed,
                part: None,
            }],
        };
        Some(Evidence::from(figures))
    }

    fn price(
        &self,
        provenance: &Provenance,
        prices: &Prices,
        unit: PriceFor,
        general: bool,
    ) -> Option<CitedFigure> {
        let price = prices.of(unit)?;
        let kind = Use::of(FigureKind::Price).general(general);
        Some(self.figure(provenance, price, kind))
    }

    /// The median, and the spread where others state it.
    fn time(&self, provenance: &Provenance, time: &CitedTime, usage: Use) -> Vec<CitedFigure> {
        let mut figures = vec![self.figure(provenance, &time.median, usage)];
        if !time.p90.sources().eq(time.median.sources()) {
            let kind = Use::of(FigureKind::Spread).general(usage.general);
            figures.push(self.figure(provenance, &time.p90, kind));
        }
        figures
    }

    /// Kilometres an hour and hours a day are one figure: the day's distance decides.
    fn speed(&self, row: &Speed) -> Vec<CitedFigure> {
        let general = row.country.is_none() && row.line.is_none();
        let (kmh, daily) = (&row.moving_metres_per_hour, &row.daily_minutes);
        let kind = Use::of(FigureKind::Speed).general(general);
        let mut speed = self.figure(&row.provenance, kmh, kind);
        if daily.value() < 1_440 {
            let rest = self.figure(&row.provenance, daily, kind);
            for source in rest.sources {
                if !speed.sources.contains(&source) {
                    speed.sources.push(source);
                }
            }
            speed.grade = speed.grade.max(rest.grade);
        }
        let spread = Use::of(FigureKind::Spread).general(general);
        vec![
            speed,
            self.figure(&row.provenance, &row.p90_per_mille, spread),
        ]
    }

    /// The whole, and the tank-to-wheel part where others state it.
    fn factor(&self, row: &EmissionFactor) -> Vec<CitedFigure> {
        let general = is_general_factor(row);
        let kind = Use::of(FigureKind::EmissionFactor).general(general);
        let mut figures = vec![self.figure(&row.provenance, &row.milligrams, kind)];
        if let Some(share) = &row.tank_to_wheel
            && !share.sources().eq(row.milligrams.sources())
        {
            let kind = Use::of(FigureKind::TankToWheelShare).general(general);
            figures.push(self.figure(&row.provenance, share, kind));
        }
        figures
    }

    fn figure<T>(&self, provenance: &Provenance, cited: &Cited<T>, usage: Use) -> CitedFigure {
        let network = self.world.network();
        let known = cited.sources().filter_map(|id| network.source(id));
        let sources: Vec<CitedSource> = known
            .map(|source| CitedSource {
                id: source.id.clone(),
                kind: source.kind,
                grade: self.grade(source, cited.year(), usage),
            })
            .collect();
        let grade = sources.iter().map(|source| source.grade).max();
        CitedFigure {
            kind: usage.kind,
            origin: provenance.origin.clone(),
            sources,
            grade: grade.unwrap_or(EvidenceGrade::Assumed),
            part: None,
        }
    }

    fn grade(&self, source: &Source, year: Option<i16>, usage: Use) -> EvidenceGrade {
        let assumed = source.kind == SourceKind::Assumed;
        // Lengths do not change with the years.
        let year = year.or(source.year);
        let year = year.filter(|_| !assumed && usage.kind != FigureKind::Length);
        let old = year.is_some_and(|year| year.abs_diff(self.world.day().year()) > YEARS as u16);
        if !source.borrowed.is_empty() || old || (usage.general && !assumed) {
            return EvidenceGrade::Borrowed;
        }
        match source.kind {
            SourceKind::Assumed => EvidenceGrade::Assumed,
            SourceKind::Published | SourceKind::Derived
                if rests_on_assumption(self.world.network(), source) =>
            {
                EvidenceGrade::FromAssumption
            }
            SourceKind::Derived => EvidenceGrade::Derived,
            SourceKind::Published => EvidenceGrade::Published,
        }
    }
}

const fn is_general_handling(row: &Handling) -> bool {
    row.place.is_none() && row.country.is_none()
}

const fn is_general_border(row: &BorderTerms) -> bool {
    row.crossing.is_none() && row.from.is_none() && row.to.is_none()
}

/// At sea there is no country, so that a factor of a kind of vessel is not general.
const fn is_general_factor(row: &EmissionFactor) -> bool {
    row.country.is_none() && !matches!(row.subject, EmissionSubject::Service(_))
}

/// Whether it was computed from an assumption, at whatever remove.
fn rests_on_assumption(network: &Network, source: &Source) -> bool {
    let mut seen: FxHashSet<SourceId> = FxHashSet::default();
    let mut open: Vec<SourceId> = source.derived_from.clone();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Some(source) = network.source(id) else {
            continue;
        };
        if source.kind == SourceKind::Assumed {
            return true;
        }
        open.extend(&source.derived_from);
    }
    false
}

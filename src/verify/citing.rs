//! What the sources say of a figure, held against what a route states.

use super::records::Records;
use crate::network::{
    Cited, CitedFigure, CitedSource, CitedTime, EmissionFactor, EmissionSubject, Evidence,
    EvidenceGrade, FigureId, FigureKind, Origin, PriceFor, Prices, Provenance, RateBasis, SourceId,
    SourceKind, Speed, Trigger,
};
use crate::quantity::Duration;

/// A figure of another year is borrowed when the years are further apart than this.
const YEARS_APART: u16 = 5;

/// One figure as its record has it.
#[derive(Clone, Copy)]
struct Saying<'w> {
    kind: FigureKind,
    /// Of a record that speaks of no country in particular.
    general: bool,
    origin: Option<&'w Origin>,
    /// Who states it, and of which year; a second list where two columns make one figure.
    by: [(&'w [SourceId], Option<i16>); 2],
    part: Option<Duration>,
}

impl<'w> Saying<'w> {
    fn of<T>(kind: FigureKind, provenance: &'w Provenance, cited: &'w Cited<T>) -> Self {
        Self {
            kind,
            general: false,
            origin: Some(&provenance.origin),
            by: [(cited.source_ids(), cited.year()), (&[], None)],
            part: None,
        }
    }

    const fn general(self, general: bool) -> Self {
        Self { general, ..self }
    }

    /// What a change of the scenario sets: no record, and nobody who states it.
    const SCENARIO: Self = Self {
        kind: FigureKind::Scenario,
        general: false,
        origin: None,
        by: [(&[], None), (&[], None)],
        part: None,
    };
}

/// The figures of one [`FigureId`]: none, the figure, or it and its spread.
type Sayings<'w> = [Option<Saying<'w>>; 2];

fn price<'w>(provenance: &'w Provenance, prices: &'w Prices, unit: PriceFor) -> Sayings<'w> {
    let price = prices.of(unit);
    [
        price.map(|price| Saying::of(FigureKind::Price, provenance, price)),
        None,
    ]
}

/// A median, and its spread where others state it.
fn time<'w>(
    kind: FigureKind,
    provenance: &'w Provenance,
    time: &'w CitedTime,
    general: bool,
) -> Sayings<'w> {
    let median = Saying::of(kind, provenance, &time.median).general(general);
    let spread = Saying::of(FigureKind::Spread, provenance, &time.p90).general(general);
    let others = time.p90.source_ids() != time.median.source_ids();
    [Some(median), others.then_some(spread)]
}

/// Kilometres an hour and hours a day are one figure, and its spread another.
fn speed(row: &Speed) -> Sayings<'_> {
    let general = row.country.is_none() && row.line.is_none();
    let mut speed = Saying::of(
        FigureKind::Speed,
        &row.provenance,
        &row.moving_metres_per_hour,
    );
    if row.daily_minutes.value() < 1_440 {
        speed.by[1] = (row.daily_minutes.source_ids(), row.daily_minutes.year());
    }
    let spread = Saying::of(FigureKind::Spread, &row.provenance, &row.p90_per_mille);
    [Some(speed.general(general)), Some(spread.general(general))]
}

/// CO2e, and the tank-to-wheel share of it where others state that. A vessel is in no country.
fn factor(row: &EmissionFactor) -> Sayings<'_> {
    let ashore = match row.subject {
        EmissionSubject::Service(_) => false,
        EmissionSubject::Mode(_) | EmissionSubject::Handling => true,
    };
    let general = ashore && row.country.is_none();
    let whole = Saying::of(FigureKind::EmissionFactor, &row.provenance, &row.milligrams);
    let share = row.tank_to_wheel.as_ref();
    let others = share.filter(|share| share.source_ids() != row.milligrams.source_ids());
    let share = others.map(|share| {
        Saying::of(FigureKind::TankToWheelShare, &row.provenance, share).general(general)
    });
    [Some(whole.general(general)), share]
}

impl<'w> Records<'w> {
    fn sayings(&self, figure: FigureId) -> Option<Sayings<'w>> {
        let (world, network) = (self.world, self.network);
        Some(match figure {
            FigureId::LinkLength(id) => {
                let link = world.link(id)?;
                let length = Saying::of(FigureKind::Length, &link.provenance, &link.length);
                [Some(length), None]
            }
            FigureId::ServiceLength(id) => {
                let service = world.service(id)?;
                let length = service.distance.as_ref()?;
                let length = Saying::of(FigureKind::Length, &service.provenance, length);
                [Some(length), None]
            }
            FigureId::ServiceTime(id) => {
                let service = world.service(id)?;
                let hours = service.time.as_ref()?;
                time(FigureKind::Time, &service.provenance, hours, false)
            }
            FigureId::ServiceWait(id) => {
                let service = world.service(id)?;
                let hours = service.wait.as_ref()?;
                time(FigureKind::Wait, &service.provenance, hours, false)
            }
            FigureId::ServiceTrainWait(id) => {
                let service = world.service(id)?;
                let hours = service.train_wait.as_ref()?;
                time(FigureKind::Wait, &service.provenance, hours, false)
            }
            FigureId::DepartureTime(id) => {
                let row = network.departures().get(id.index())?;
                let general = row.place.is_none() && row.country.is_none();
                time(FigureKind::Wait, &row.provenance, &row.time, general)
            }
            FigureId::Season(id) => {
                let row = network.seasons().get(id.index())?;
                let median = &row.median_per_mille;
                let others = row.p90_per_mille.source_ids() != median.source_ids();
                let factor = Saying::of(FigureKind::Season, &row.provenance, median);
                let spread = Saying::of(FigureKind::Spread, &row.provenance, &row.p90_per_mille);
                [Some(factor), others.then_some(spread)]
            }
            FigureId::ServiceFrequency(id) => {
                let service = world.service(id)?;
                let often = service.departures_per_1000_weeks.as_ref()?;
                let often = Saying::of(FigureKind::Frequency, &service.provenance, often);
                [Some(often), None]
            }
            FigureId::ServicePrice(id, unit) => {
                let service = world.service(id)?;
                price(&service.provenance, &service.prices, unit)
            }
            FigureId::ThroughPrice(id, unit) => {
                let rate = network.through_rate(id)?;
                price(&rate.provenance, &rate.prices, unit)
            }
            FigureId::HandlingTime(id) => {
                let row = network.handling_record(id)?;
                let general = row.place.is_none() && row.country.is_none();
                time(FigureKind::Time, &row.provenance, &row.time, general)
            }
            FigureId::HandlingPrice(id, unit) => {
                let row = network.handling_record(id)?;
                let general = row.place.is_none() && row.country.is_none();
                price(&row.provenance, &row.prices, unit)
                    .map(|one| one.map(|one| one.general(general)))
            }
            FigureId::BorderTime(id) => {
                let row = network.border_terms(id)?;
                let general = row.crossing.is_none() && row.from.is_none() && row.to.is_none();
                time(FigureKind::Time, &row.provenance, &row.time, general)
            }
            FigureId::BorderFee(id) => {
                let row = network.border_terms(id)?;
                let general = row.crossing.is_none() && row.from.is_none() && row.to.is_none();
                let fee = Saying::of(FigureKind::Price, &row.provenance, &row.fee);
                [Some(fee.general(general)), None]
            }
            FigureId::Fee(id) => {
                let row = network.fees().get(id.index())?;
                let kind = match row.trigger {
                    Trigger::Run => FigureKind::RatePerDistance,
                    Trigger::Entry | Trigger::Exit => FigureKind::Price,
                };
                [Some(Saying::of(kind, &row.provenance, &row.amount)), None]
            }
            FigureId::Hazard(id) => {
                let row = network.hazards().get(id.index())?;
                let spread = Saying::of(FigureKind::Spread, &row.provenance, &row.p90_per_mille);
                [Some(spread), None]
            }
            FigureId::Speed(id) => speed(network.speeds().get(id.index())?),
            FigureId::Emission(id) => factor(network.emissions().get(id.index())?),
            FigureId::TariffRate(id) => {
                let row = network.tariff(id)?;
                let kind = match row.basis {
                    RateBasis::PerKm | RateBasis::PerTonneKm => FigureKind::RatePerDistance,
                    RateBasis::PerHour => FigureKind::RatePerHour,
                    RateBasis::PerUnit | RateBasis::PerConsignment => FigureKind::Price,
                };
                [Some(Saying::of(kind, &row.provenance, &row.rate)), None]
            }
            FigureId::TariffMinimum(id) => {
                let row = network.tariff(id)?;
                let least = row.minimum.as_ref()?;
                let least = Saying::of(FigureKind::Minimum, &row.provenance, least);
                [Some(least), None]
            }
            FigureId::Scenario => [Some(Saying::SCENARIO), None],
        })
    }

    /// Whether a source was computed from an assumption, at whatever remove.
    fn rests_on_assumption(&self, source: SourceId) -> bool {
        let from = |id| {
            let source = self.network.source(id);
            source.map_or(&[][..], |source| &source.derived_from)
        };
        if from(source).is_empty() {
            return false;
        }
        if let Some(known) = self.ledger.borrow().on_assumption.get(&source) {
            return *known;
        }
        let mut reached: Vec<SourceId> = from(source).to_vec();
        let mut at = 0;
        while let Some(id) = reached.get(at).copied() {
            for next in from(id) {
                if !reached.contains(next) {
                    reached.push(*next);
                }
            }
            at += 1;
        }
        let mut kinds = reached.iter().filter_map(|id| self.network.source(*id));
        let found = kinds.any(|source| source.kind == SourceKind::Assumed);
        self.ledger.borrow_mut().on_assumption.insert(source, found);
        found
    }

    /// How far a figure can be relied on as far as one of its sources goes.
    fn grade(&self, id: SourceId, saying: &Saying<'w>, year: Option<i16>) -> EvidenceGrade {
        let Some(source) = self.network.source(id) else {
            return EvidenceGrade::Assumed;
        };
        let assumed = source.kind == SourceKind::Assumed;
        // Nobody says when an assumption was made, and lengths do not change with the years.
        let ages = !assumed && saying.kind != FigureKind::Length;
        let year = year.or(source.year).filter(|_| ages);
        let today = self.world.day().year();
        let old = year.is_some_and(|year| year.abs_diff(today) > YEARS_APART);
        if !source.borrowed.is_empty() || old || (saying.general && !assumed) {
            EvidenceGrade::Borrowed
        } else if assumed {
            EvidenceGrade::Assumed
        } else if self.rests_on_assumption(id) {
            EvidenceGrade::FromAssumption
        } else if source.kind == SourceKind::Derived {
            EvidenceGrade::Derived
        } else {
            EvidenceGrade::Published
        }
    }

    /// The sources of a figure with their grades; what a second column names again is not repeated.
    fn graded<'r>(
        &'r self,
        saying: &'r Saying<'w>,
    ) -> impl Iterator<Item = (SourceId, EvidenceGrade)> + 'r {
        let [(first, year), (second, other)] = saying.by;
        let once = first
            .iter()
            .map(move |id| (*id, self.grade(*id, saying, year)));
        let again = second.iter().enumerate();
        let again = again.map(move |(at, id)| (at, *id, self.grade(*id, saying, other)));
        let again = again.filter(move |(at, id, grade)| {
            let same =
                |known: &SourceId, year| known == id && self.grade(*known, saying, year) == *grade;
            !first.iter().any(|known| same(known, year))
                && !second[..*at].iter().any(|known| same(known, other))
        });
        once.chain(again.map(|(_, id, grade)| (id, grade)))
    }

    /// Whether a route states a figure as its record has it.
    fn says(&self, saying: &Saying<'w>, stated: &CitedFigure) -> bool {
        let origin = match saying.origin {
            Some(origin) => stated.origin == *origin,
            None => stated.origin == Origin::default(),
        };
        if !origin || (stated.kind, stated.part) != (saying.kind, saying.part) {
            return false;
        }
        let mut worst = None;
        let mut stated_by = stated.sources.iter();
        for (id, grade) in self.graded(saying) {
            let source = self.network.source(id);
            let same = source
                .zip(stated_by.next())
                .is_some_and(|(source, stated)| {
                    stated.id == source.id && (stated.kind, stated.grade) == (source.kind, grade)
                });
            if !same {
                return false;
            }
            worst = worst.max(Some(grade));
        }
        stated_by.next().is_none() && stated.grade == worst.unwrap_or(EvidenceGrade::Assumed)
    }

    fn told(&self, saying: &Saying<'w>) -> CitedFigure {
        let sources = self.graded(saying).filter_map(|(id, grade)| {
            let source = self.network.source(id)?;
            let (id, kind) = (source.id.clone(), source.kind);
            Some(CitedSource { id, kind, grade })
        });
        let sources: Vec<CitedSource> = sources.collect();
        let grade = sources.iter().map(|source| source.grade).max();
        CitedFigure {
            kind: saying.kind,
            origin: saying.origin.cloned().unwrap_or_default(),
            sources,
            grade: grade.unwrap_or(EvidenceGrade::Assumed),
            part: saying.part,
        }
    }

    /// Whether a route states what the records say of a figure.
    pub(super) fn cites(&self, stated: &Evidence, figure: FigureId) -> bool {
        if let Some(known) = self.ledger.borrow().evidence.get(&figure) {
            return known == stated;
        }
        let sayings = self.sayings(figure).unwrap_or_default();
        if !self.all_say(sayings.iter().flatten(), stated) {
            return false;
        }
        let mut ledger = self.ledger.borrow_mut();
        ledger.evidence.insert(figure, stated.clone());
        true
    }

    fn all_say<'s>(
        &self,
        mut sayings: impl Iterator<Item = &'s Saying<'w>>,
        stated: &Evidence,
    ) -> bool
    where
        'w: 's,
    {
        let stated = stated.figures();
        let fits = |stated| {
            sayings
                .next()
                .is_some_and(|saying| self.says(saying, stated))
        };
        stated.iter().all(fits) && sayings.next().is_none()
    }

    /// What the records say of figures that give a part of a span each, spreads beside them.
    fn added_up(&self, figures: &[(FigureId, Duration)]) -> Vec<Saying<'w>> {
        let mut all = Vec::with_capacity(2 * figures.len());
        for (figure, part) in figures {
            let sayings = self.sayings(*figure).unwrap_or_default();
            for saying in sayings.into_iter().flatten() {
                let counts = saying.kind != FigureKind::Spread && figures.len() > 1;
                let part = counts.then_some(*part);
                all.push(Saying { part, ..saying });
            }
        }
        all
    }

    /// Whether a route states what the records say of figures that add up.
    pub(super) fn cites_all(&self, stated: &Evidence, figures: &[(FigureId, Duration)]) -> bool {
        match figures {
            [] => stated.figures().is_empty(),
            [(figure, _)] => self.cites(stated, *figure),
            _ => self.all_say(self.added_up(figures).iter(), stated),
        }
    }

    /// What it should state.
    pub(super) fn evidence(&self, figures: &[(FigureId, Duration)]) -> Evidence {
        let told = self.added_up(figures);
        let told: Vec<CitedFigure> = told.iter().map(|saying| self.told(saying)).collect();
        told.into()
    }
}

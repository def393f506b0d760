use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Route, RouteCharge, Step};
use crate::code::Name;
use crate::costing::{CitedFigure, Evidence, EvidenceGrade, FigureKind};
use crate::network::{Origin, SourceKind};
use crate::quantity::{Duration, Money, Share, apportion};

/// What a route owes to one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceSum {
    /// Id of the source; nothing for what nobody states, such as a change of the scenario.
    pub source: Option<Name>,
    /// Published, derived or assumed; as [`SourceSum::source`].
    pub kind: Option<SourceKind>,
    /// How far what was read from it can be relied on.
    pub grade: EvidenceGrade,
    /// Money that rests on it.
    pub cost: Money,
    /// Mean hours that rest on it.
    pub time: Duration,
    /// What was read from it, and in which rows of the tables.
    pub figures: BTreeSet<(FigureKind, Origin)>,
}

/// Which parts of a quantity rest on what nobody published about just this, rounded down to the
/// millionth. No part is counted twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AssumedPart {
    /// On assumptions.
    pub assumed: Share,
    /// On what was computed from an assumption.
    pub derived: Share,
    /// On figures of another country, operator or product, or of a year more than five from the day.
    pub borrowed: Share,
}

impl AssumedPart {
    /// The three together.
    #[must_use]
    pub fn total(&self) -> Share {
        let parts = [self.assumed, self.derived, self.borrowed];
        let sum = parts.map(Share::as_millionths).iter().sum();
        Share::from_millionths(sum).unwrap_or(Share::WHOLE)
    }

    pub(super) fn of(amounts: &BTreeMap<EvidenceGrade, u64>) -> Self {
        let whole: u64 = amounts.values().sum();
        let part = |grade| {
            let some = u128::from(amounts.get(&grade).copied().unwrap_or_default());
            let parts = (some * 1_000_000).checked_div(u128::from(whole));
            Share::from_millionths(parts.unwrap_or_default() as u32).unwrap_or(Share::WHOLE)
        };
        Self {
            assumed: part(EvidenceGrade::Assumed),
            derived: part(EvidenceGrade::FromAssumption),
            borrowed: part(EvidenceGrade::Borrowed),
        }
    }
}

impl std::fmt::Display for AssumedPart {
    /// As in `41 % assumed, 30 % borrowed, 7 % derived from assumptions`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = [self.assumed, self.borrowed, self.derived].map(Share::as_percent);
        let [assumed, borrowed, derived] = percent;
        write!(
            f,
            "{assumed:.0} % assumed, {borrowed:.0} % borrowed, {derived:.0} % derived from assumptions"
        )
    }
}

/// Which parts of a route's totals rest on assumptions, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AssumedShares {
    /// Of the kilometres.
    pub distance: AssumedPart,
    /// Of the mean hours.
    pub time: AssumedPart,
    /// Of the money.
    pub cost: AssumedPart,
    /// Of the CO2e.
    pub emissions: AssumedPart,
}

/// What rests on one figure.
struct Portion<'r> {
    figure: Option<&'r CitedFigure>,
    grade: EvidenceGrade,
    amount: u64,
}

impl Route {
    /// What rests on which source, the most money first, then the most hours, then by id.
    ///
    /// The sums are those of the route, to the cent and minute. Where several sources state a figure,
    /// the least reliable are named, in equal parts; a price that is multiplied with an assumed length
    /// or hours counts as derived from an assumption and stays with its own sources.
    #[must_use]
    pub fn sources(&self) -> Vec<SourceSum> {
        let mut sums: BTreeMap<(EvidenceGrade, Option<Name>), SourceSum> = BTreeMap::new();
        let mut add = |portion: &Portion<'_>, put: &mut dyn FnMut(&mut SourceSum, u64)| {
            let deciding = portion.figure.into_iter().flat_map(CitedFigure::deciding);
            let deciding: Vec<_> = deciding.map(Some).collect();
            let named = if deciding.is_empty() {
                vec![None]
            } else {
                deciding
            };
            let amounts = split(portion.amount, &vec![1; named.len()]);
            for (source, amount) in named.into_iter().zip(amounts) {
                let id = source.map(|source| source.id.clone());
                let sum = sums.entry((portion.grade, id.clone()));
                let sum = sum.or_insert_with(|| SourceSum {
                    source: id,
                    kind: source.map(|source| source.kind),
                    grade: portion.grade,
                    cost: Money::ZERO,
                    time: Duration::ZERO,
                    figures: BTreeSet::new(),
                });
                let figure = portion.figure;
                sum.figures
                    .extend(figure.map(|figure| (figure.kind, figure.origin.clone())));
                put(sum, amount);
            }
        };
        for portion in self.money() {
            add(&portion, &mut |sum, cents| sum.cost += cents_of(cents));
        }
        for portion in self.hours() {
            add(&portion, &mut |sum, minutes| {
                sum.time += minutes_of(minutes);
            });
        }
        let mut sums: Vec<SourceSum> = sums.into_values().collect();
        sums.retain(|sum| sum.cost != Money::ZERO || sum.time != Duration::ZERO);
        sums.sort_by(|a, b| (b.cost, b.time, &a.source).cmp(&(a.cost, a.time, &b.source)));
        sums
    }

    /// Money and mean hours by how far what they come from can be relied on.
    #[must_use]
    pub fn by_evidence(&self) -> BTreeMap<EvidenceGrade, (Money, Duration)> {
        let mut sums = BTreeMap::new();
        for sum in self.sources() {
            let entry = sums.entry(sum.grade);
            let entry = entry.or_insert((Money::ZERO, Duration::ZERO));
            entry.0 += sum.cost;
            entry.1 += sum.time;
        }
        sums
    }

    /// Which parts of the totals rest on assumptions, on what was computed from them, and on figures
    /// of something else than what they are used for.
    #[must_use]
    pub fn assumed(&self) -> AssumedShares {
        let part = |portions: Vec<Portion<'_>>| {
            let mut amounts = BTreeMap::new();
            for portion in portions {
                *amounts.entry(portion.grade).or_insert(0) += portion.amount;
            }
            AssumedPart::of(&amounts)
        };
        let mut metres = Vec::new();
        for step in &self.steps {
            lengths(step, &mut metres);
        }
        AssumedShares {
            distance: part(metres),
            time: part(self.hours()),
            cost: part(self.money()),
            emissions: part(self.carbon()),
        }
    }

    fn carbon(&self) -> Vec<Portion<'_>> {
        let mut portions = Vec::new();
        for step in &self.steps {
            carbon(step, step.emissions.as_grams(), &mut portions);
        }
        portions
    }

    fn hours(&self) -> Vec<Portion<'_>> {
        let mut portions = Vec::new();
        for step in &self.steps {
            hours(step, &mut portions);
        }
        portions
    }

    fn money(&self) -> Vec<Portion<'_>> {
        let mut portions = Vec::new();
        for step in &self.steps {
            for charge in &step.charges {
                money(step, charge, &mut portions);
            }
        }
        portions
    }
}

fn lengths<'r>(step: &'r Step, portions: &mut Vec<Portion<'r>>) {
    let metres = step.distance.as_metres();
    let read = |step: &'r Step| (&step.distance_evidence, step.distance.as_metres());
    spread(step, metres, &read, portions);
}

fn hours<'r>(step: &'r Step, portions: &mut Vec<Portion<'r>>) {
    let minutes = step.expected.as_minutes();
    let read = |step: &'r Step| (&step.time_evidence, step.expected.as_minutes());
    spread(step, minutes, &read, portions);
}

/// A charge by what its price comes from, apart where part of what it is multiplied with rests on
/// an assumption.
fn money<'r>(step: &'r Step, charge: &'r RouteCharge, portions: &mut Vec<Portion<'r>>) {
    let cents = charge.amount.as_cents().unsigned_abs();
    let figure = charge.evidence.figures().first();
    let grade = figure.map_or(EvidenceGrade::Assumed, |figure| figure.grade);
    let mut multiplied = Vec::new();
    match figure.map(|figure| figure.kind) {
        Some(FigureKind::RatePerDistance) => lengths(step, &mut multiplied),
        Some(FigureKind::RatePerHour) => hours(step, &mut multiplied),
        Some(
            FigureKind::Length
            | FigureKind::Time
            | FigureKind::Wait
            | FigureKind::Frequency
            | FigureKind::Season
            | FigureKind::Speed
            | FigureKind::Spread
            | FigureKind::Price
            | FigureKind::Minimum
            | FigureKind::EmissionFactor
            | FigureKind::TankToWheelShare
            | FigureKind::Scenario,
        )
        | None => {}
    }
    apart(figure, (grade, cents), &multiplied, portions);
}

/// Grams by what the emission factor comes from, apart where part of the length rests on an
/// assumption; where a step has no factor of its own, by those of its parts.
fn carbon<'r>(step: &'r Step, grams: u64, portions: &mut Vec<Portion<'r>>) {
    if grams == 0 {
        return;
    }
    let mut figures = step.emission_evidence.figures().iter();
    let figure = figures.find(|figure| figure.kind == FigureKind::EmissionFactor);
    let weights = step.parts.iter().map(|part| part.emissions.as_grams());
    let weights: Vec<u64> = weights.collect();
    if figure.is_none() && weights.iter().any(|weight| *weight > 0) {
        for (part, grams) in step.parts.iter().zip(split(grams, &weights)) {
            carbon(part, grams, portions);
        }
        return;
    }
    let grade = figure.map_or(EvidenceGrade::Assumed, |figure| figure.grade);
    let mut metres = Vec::new();
    lengths(step, &mut metres);
    apart(figure, (grade, grams), &metres, portions);
}

/// Adds up the grams of a step by how far what they come from can be relied on.
pub(super) fn grams_by_grade(step: &Step, grams: u64, amounts: &mut BTreeMap<EvidenceGrade, u64>) {
    let mut portions = Vec::new();
    carbon(step, grams, &mut portions);
    for portion in portions {
        *amounts.entry(portion.grade).or_insert(0) += portion.amount;
    }
}

/// An amount by its figure; what of it is multiplied with assumed portions counts as derived from
/// an assumption.
fn apart<'r>(
    figure: Option<&'r CitedFigure>,
    (grade, amount): (EvidenceGrade, u64),
    multiplied: &[Portion<'r>],
    portions: &mut Vec<Portion<'r>>,
) {
    let (mut known, mut unknown) = (0_u64, 0_u64);
    for portion in multiplied {
        if portion.grade.is_assumption() {
            unknown += portion.amount;
        } else {
            known += portion.amount;
        }
    }
    if known + unknown == 0 {
        known = 1;
    }
    let amounts = split(amount, &[known, unknown]);
    for (amount, grade) in amounts
        .into_iter()
        .zip([grade, grade.max(EvidenceGrade::FromAssumption)])
    {
        if amount > 0 {
            portions.push(Portion {
                figure,
                grade,
                amount,
            });
        }
    }
}

/// Spreads an amount over the figures of a step, or over its parts where it has none of its own.
fn spread<'r>(
    step: &'r Step,
    amount: u64,
    read: &impl Fn(&'r Step) -> (&'r Evidence, u64),
    portions: &mut Vec<Portion<'r>>,
) {
    if amount == 0 {
        return;
    }
    let (evidence, _) = read(step);
    let figures = evidence.figures().iter();
    let figures: Vec<_> = figures
        .filter(|figure| figure.kind != FigureKind::Spread)
        .collect();
    let whole = |weights: &[u64]| weights.iter().any(|weight| *weight > 0);
    if !figures.is_empty() {
        let mut weights: Vec<u64> = figures
            .iter()
            .map(|figure| figure.part.map_or(1, Duration::as_minutes))
            .collect();
        if !whole(&weights) {
            weights.fill(1);
        }
        for (figure, amount) in figures.into_iter().zip(split(amount, &weights)) {
            let grade = figure.grade;
            portions.push(Portion {
                figure: Some(figure),
                grade,
                amount,
            });
        }
        return;
    }
    let weights: Vec<u64> = step.parts.iter().map(|part| read(part).1).collect();
    if whole(&weights) {
        for (part, amount) in step.parts.iter().zip(split(amount, &weights)) {
            spread(part, amount, read, portions);
        }
    } else {
        let (figure, grade) = (None, EvidenceGrade::Assumed);
        portions.push(Portion {
            figure,
            grade,
            amount,
        });
    }
}

/// In proportion to weights that are not all zero; the parts add up to the amount.
pub(super) fn split(amount: u64, weights: &[u64]) -> Vec<u64> {
    let amount = Money::from_cents(i64::try_from(amount).unwrap_or(i64::MAX));
    let parts = apportion(amount, weights).into_iter();
    parts.map(|part| part.as_cents().unsigned_abs()).collect()
}

fn cents_of(cents: u64) -> Money {
    Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
}

fn minutes_of(minutes: u64) -> Duration {
    Duration::from_minutes(u32::try_from(minutes).unwrap_or(u32::MAX))
}

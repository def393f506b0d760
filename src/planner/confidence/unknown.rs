//! What decides: which of the things that are not known an answer hangs on.

use std::collections::BTreeMap;

use serde::Serialize;

use super::columns::Columns;
use super::question::Question;
use super::tally::Row;
use crate::code::Name;
use crate::costing::CostModel;
use crate::draws::{Centred, Effect, Factor, ModelPart, Terms, Uncertainty, by_chance, variance};
use crate::metric::{ObjectiveDifference, ObjectiveValue};
use crate::network::{FigureId, SourceKind};
use crate::planner::Error;
use crate::router::ArcId;

/// Something that is not known, and what it decides: an assumption, rows of a source, or what the figures of a
/// group have in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Unknown {
    /// The group ([`FactorGroups`](crate::planner::FactorGroups)) whose figures have it in common, if it is one.
    pub group: Option<Name>,
    /// What the model itself gets wrong ([`ModelErrors`](crate::planner::ModelErrors)), if it is that; in all
    /// countries together, each by itself.
    pub model: Option<ModelPart>,
    /// Ids of the sources that state it; of a group those that the figures in it are known to go together by.
    pub sources: Vec<Name>,
    /// Whether it is an assumption, whose figures are all high or all low together; else rows of a source,
    /// each by itself. Of a group, whether how far its figures go together is assumed.
    pub assumed: bool,
    /// How many independent things it is: 1, or the rows that matter.
    pub rows: u32,
    /// Its part of the variance of what the answer has of the objective, from 0 to 1: the first-order index
    /// of Sobol, summed over its rows.
    pub share: f64,
    /// Its part of the variance together with everything else that it acts with, from 0 to about 1: the total index
    /// of Sobol, of its rows together, by Jansen's estimator over [`Sampling::total_draws`] of the draws, with a
    /// standard error of about the root of 2 over their number of itself. What it exceeds the share by it decides
    /// with others. Nothing without such draws, or where one of them has no price.
    ///
    /// [`Sampling::total_draws`]: super::Sampling::total_draws
    pub total: Option<f64>,
    /// What the answer has of the objective, by mean, where it is at its 5 % quantile, counted towards dear
    /// and slow; of several rows, where all of them together are, as independent things add up.
    pub at_low: ObjectiveValue,
    /// The same at the 95 % quantile.
    pub at_high: ObjectiveValue,
    /// What it is worth to know it before choosing, by mean over the draws: the expected value of perfect
    /// information, of the row for which it is most.
    pub worth: Option<ObjectiveDifference>,
}

/// What one factor decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decided {
    pub(super) factor: u32,
    /// First-order index of what the answer has.
    pub(super) share: f64,
    /// In units of the objective, what it is worth to know it.
    pub(super) worth: f64,
}

/// What something is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    pub(super) assumed: bool,
    pub(super) group: Option<Name>,
    pub(super) model: Option<ModelPart>,
    pub(super) sources: Vec<Name>,
}

/// What is known of the rows of some sources together.
#[derive(Default)]
struct Sums {
    rows: u32,
    /// Factors that the answer is read from.
    factors: Vec<u32>,
    share: f64,
    worth: f64,
    /// Squares of how far the mean is below the stated one where a row is low, and above where it is high.
    below: f64,
    above: f64,
}

/// The standard deviations of a normal law at its 95 % quantile.
const Z95: f64 = 1.644_853_626_951_472_2;

/// Routes that are compared where something is known; those that are best most often.
const COMPARED: usize = 16;

impl Question<'_> {
    /// What the answer hangs on, the largest share first, and each factor by itself; what shows no effect is left
    /// out.
    pub(super) fn unknowns(
        &self,
        routes: &[Vec<ArcId>],
        rows: &[(Row, Option<usize>)],
        columns: &Columns<'_>,
    ) -> Result<(Vec<Unknown>, Vec<Decided>), Error> {
        let (order, values) = compared(rows);
        let Some(answer) = values.first() else {
            return Ok((Vec::new(), Vec::new()));
        };
        let whole = variance(answer);
        let least = values
            .iter()
            .map(|route| mean(route))
            .fold(f64::INFINITY, f64::min);
        let mut found: BTreeMap<Named, Sums> = BTreeMap::new();
        let mut decided = Vec::new();
        let paths = self.paths(routes)?;
        let count = self.uncertainty.factors.len();
        let read: Vec<Vec<bool>> = order.iter().map(|at| paths.hangs_on(*at, count)).collect();
        let values: Vec<Centred> = values.iter().map(|own| Centred::of(own)).collect();
        let looked_at = (0..count).filter(|factor| read.iter().any(|read| read[*factor]));
        let errors = by_chance(looked_at.count());
        for factor in paths.drawing.factors() {
            // What a route is not read from shows no effect on it, whatever the draws seem to say.
            let hangs = |read: &Vec<bool>| read[factor as usize];
            let column = columns.of_factor(factor);
            let Some(column) = column.filter(|_| read.iter().any(hangs)) else {
                continue;
            };
            let terms = Terms::of(&column);
            let effects = values.iter().zip(&read).map(|(own, read)| {
                if hangs(read) {
                    own.effect(&terms, errors)
                } else {
                    own.alone()
                }
            });
            let effects: Vec<Effect> = effects.collect();
            if effects.iter().all(Effect::is_nothing) {
                continue;
            }
            let knowing = terms.mean_least(&effects);
            let worth = (least - knowing).max(0.0);
            let share = if whole > 0.0 {
                effects[0].variance() / whole
            } else {
                0.0
            };
            decided.push(Decided {
                factor,
                share,
                worth,
            });
            let named = named(self.uncertainty, &self.case.model, factor);
            let sums = found.entry(named).or_default();
            sums.rows += 1;
            if hangs(&read[0]) {
                sums.factors.push(factor);
            }
            sums.share += share;
            sums.worth = sums.worth.max(worth);
            let off = [-Z95, Z95].map(|z| effects[0].at(z) - effects[0].mean);
            sums.below += off[0] * off[0];
            sums.above += off[1] * off[1];
        }
        let factors: Vec<Vec<u32>> = found
            .values_mut()
            .map(|sums| std::mem::take(&mut sums.factors))
            .collect();
        let totals = self.totals(&routes[0], answer, &factors, columns)?;
        let objective = self.objective;
        let zero = objective.value(0);
        let middle = mean(answer);
        let value = |units: f64| objective.value(units.max(0.0).round() as u64);
        let mut unknowns: Vec<Unknown> = found
            .into_iter()
            .zip(totals)
            .map(|((named, sums), total)| Unknown {
                group: named.group,
                model: named.model,
                sources: named.sources,
                assumed: named.assumed,
                rows: sums.rows,
                share: sums.share,
                total,
                at_low: value(middle - libm::sqrt(sums.below)),
                at_high: value(middle + libm::sqrt(sums.above)),
                worth: value(sums.worth).difference(zero),
            })
            .collect();
        unknowns.sort_by(|one, other| {
            let shares = other.share.total_cmp(&one.share);
            let sources = shares.then_with(|| one.sources.cmp(&other.sources));
            let groups = sources.then_with(|| one.group.cmp(&other.group));
            groups.then_with(|| one.model.cmp(&other.model))
        });
        Ok((unknowns, decided))
    }
}

/// What a factor is called.
pub(super) fn named(uncertainty: &Uncertainty, model: &CostModel, factor: u32) -> Named {
    let network = model.world().network();
    let figure = match uncertainty.factors.get(factor as usize) {
        Some(Factor::Assumption(id)) => {
            let source = network.source(*id).map(|source| source.id.clone());
            return Named {
                assumed: true,
                group: None,
                model: None,
                sources: source.into_iter().collect(),
            };
        }
        Some(Factor::Group(group)) => {
            let rows = || uncertainty.groups.rows_of(*group);
            let sources = rows().flat_map(|row| row.sources.iter().cloned()).collect();
            return Named {
                assumed: rows().any(|row| row.assumed),
                group: rows().next().map(|row| row.group.clone()),
                model: None,
                sources: once(sources),
            };
        }
        Some(Factor::Model(factor)) => {
            let row = uncertainty.modelled.row_of(*factor);
            return Named {
                assumed: row.is_some_and(|row| row.assumed),
                group: None,
                model: Some(factor.part()),
                sources: once(row.map(|row| row.sources.clone()).unwrap_or_default()),
            };
        }
        Some(Factor::Row(figure) | Factor::RowSpread(figure)) => *figure,
        None => FigureId::Scenario,
    };
    let evidence = model.evidence(figure);
    let sources = evidence.figures().iter().flat_map(|figure| &figure.sources);
    let stated = sources.filter(|source| source.kind != SourceKind::Assumed);
    let sources = stated.map(|source| source.id.clone()).collect();
    Named {
        assumed: false,
        group: None,
        model: None,
        sources: once(sources),
    }
}

fn once(mut names: Vec<Name>) -> Vec<Name> {
    names.sort();
    names.dedup();
    names
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// By route and draw what routes have of the objective, and which they are: first the answer, then those that are
/// best most often and have a price in every draw.
fn compared(rows: &[(Row, Option<usize>)]) -> (Vec<usize>, Vec<Vec<f64>>) {
    let routes = rows.first().map_or(0, |(row, _)| row.values.len());
    let mut wins = vec![0_u32; routes];
    for best in rows.iter().filter_map(|(_, best)| *best) {
        wins[best] += 1;
    }
    let mut order: Vec<usize> = (0..routes).collect();
    order.sort_by_key(|at| (*at > 0, std::cmp::Reverse(wins[*at]), *at));
    order.truncate(COMPARED);
    let values = order.into_iter().filter_map(|at| {
        let own = rows.iter();
        let own: Option<Vec<f64>> = own.map(|(row, _)| Some(row.values[at]? as f64)).collect();
        Some((at, own?))
    });
    let (order, values): (Vec<usize>, Vec<Vec<f64>>) = values.unzip();
    // Without a price of the answer nothing can be said.
    if order.first() == Some(&0) {
        (order, values)
    } else {
        (Vec::new(), Vec::new())
    }
}

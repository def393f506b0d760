//! What decides: which of the things that are not known an answer hangs on.

use std::collections::BTreeMap;

use serde::Serialize;

use super::columns::Columns;
use super::question::Question;
use super::tally::Row;
use crate::code::Name;
use crate::draws::{Centred, Effect, Factor, Terms, variance};
use crate::metric::ObjectiveDifference;
use crate::network::{FigureId, SourceKind};
use crate::planner::Error;
use crate::router::ArcId;

/// Something that is not known, and what it decides.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Unknown {
    /// Ids of the sources that state it.
    pub sources: Vec<Name>,
    /// Whether it is an assumption, whose figures are all high or all low together; else rows of a source,
    /// each by itself.
    pub assumed: bool,
    /// How many independent things it is: 1, or the rows that matter.
    pub rows: u32,
    /// Its part of the variance of what the answer has of the objective, from 0 to 1: the first-order index
    /// of Sobol, summed over its rows.
    pub share: f64,
    /// What it is worth to know it before choosing, by mean over the draws: the expected value of perfect
    /// information, of the row for which it is most.
    pub worth: Option<ObjectiveDifference>,
}

/// Whether something is an assumption, and its sources.
type Named = (bool, Vec<Name>);

/// Routes that are compared where something is known; those that are best most often.
const COMPARED: usize = 16;

impl Question<'_> {
    /// What the answer hangs on, the largest share first; what shows no effect is left out.
    pub(super) fn unknowns(
        &self,
        routes: &[Vec<ArcId>],
        rows: &[(Row, Option<usize>)],
        columns: &Columns,
    ) -> Result<Vec<Unknown>, Error> {
        let (order, values) = compared(rows);
        let Some(answer) = values.first() else {
            return Ok(Vec::new());
        };
        let whole = variance(answer);
        let least = values
            .iter()
            .map(|route| mean(route))
            .fold(f64::INFINITY, f64::min);
        let mut found: BTreeMap<Named, (u32, f64, f64)> = BTreeMap::new();
        let paths = self.paths(routes)?;
        let count = self.uncertainty.factors.len();
        let read: Vec<Vec<bool>> = order.iter().map(|at| paths.hangs_on(*at, count)).collect();
        let values: Vec<Centred> = values.iter().map(|own| Centred::of(own)).collect();
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
                    own.effect(&terms)
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
            let sums = found.entry(self.named(factor)).or_default();
            sums.0 += 1;
            sums.1 += share;
            sums.2 = sums.2.max(worth);
        }
        let objective = self.objective;
        let zero = objective.value(0);
        let mut unknowns: Vec<Unknown> = found
            .into_iter()
            .map(|((assumed, sources), (rows, share, worth))| Unknown {
                sources,
                assumed,
                rows,
                share,
                worth: objective.value(worth.round() as u64).difference(zero),
            })
            .collect();
        unknowns.sort_by(|one, other| {
            let shares = other.share.total_cmp(&one.share);
            shares.then_with(|| one.sources.cmp(&other.sources))
        });
        Ok(unknowns)
    }

    /// Whether a factor is an assumption, and its sources.
    fn named(&self, factor: u32) -> Named {
        let network = self.planner.world.network();
        let figure = match self.uncertainty.factors.get(factor as usize) {
            Some(Factor::Assumption(id)) => {
                let source = network.source(*id).map(|source| source.id.clone());
                return (true, source.into_iter().collect());
            }
            Some(Factor::Row(figure) | Factor::RowSpread(figure)) => *figure,
            None => FigureId::Scenario,
        };
        let evidence = self.case.model.evidence(figure);
        let sources = evidence.figures().iter().flat_map(|figure| &figure.sources);
        let stated = sources.filter(|source| source.kind != SourceKind::Assumed);
        let mut sources: Vec<Name> = stated.map(|source| source.id.clone()).collect();
        sources.sort();
        sources.dedup();
        (false, sources)
    }
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

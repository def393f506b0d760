//! Total effects: what is left of the variance to whoever knows everything else.

use super::columns::Columns;
use super::question::Question;
use super::shared::Coordinates;
use super::solve::each;
use crate::draws::{Points, jansen};
use crate::planner::Error;
use crate::router::ArcId;

/// What tells the second draws from the first.
const OTHER: u32 = 0x85eb_ca6b;

impl Question<'_> {
    /// By list of factors, the total index of Sobol of what the answer has: of Jansen's estimator, over the first
    /// draws, each once more with these factors as they are in a draw of another seed and all others as before.
    /// Nothing for a list where a draw has no price.
    pub(super) fn totals(
        &self,
        answer: &[ArcId],
        values: &[f64],
        all: &[Vec<u32>],
        columns: &Columns<'_>,
    ) -> Result<Vec<Option<f64>>, Error> {
        let draws: Vec<u32> = (0..self.points().len().min(self.total_draws)).collect();
        if draws.is_empty() || all.iter().all(Vec::is_empty) {
            return Ok(all.iter().map(|_| None).collect());
        }
        let points = Points::new(self.points().len(), self.points().seed() ^ OTHER);
        let count = self.uncertainty.factors.len();
        let other = Coordinates::of(points, count);
        let other = Columns::of(&columns.order(), count, &other);
        let alone = self.paths(&[answer.to_vec()])?;
        let total = |factors: &Vec<u32>| {
            let again = each(&draws, |draw| {
                let off = |factor: u32| {
                    let own = if factors.contains(&factor) {
                        &other
                    } else {
                        columns
                    };
                    own.at(factor, draw)
                };
                let found = alone.values(|_, figure| figure.at(off))?;
                Ok(found.first().copied().flatten().map(|units| units as f64))
            })?;
            let again: Option<Vec<f64>> = again.into_iter().collect();
            Ok(again.and_then(|again| jansen(values, &again)))
        };
        let found = all.iter().map(|factors| {
            // What the answer is not read from moves nothing.
            if factors.is_empty() {
                Ok(Some(0.0))
            } else {
                total(factors)
            }
        });
        found.collect()
    }
}

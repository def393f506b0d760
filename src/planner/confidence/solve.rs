//! Draws by groups: what cannot be on a best way in any draw of a group is left out for all of them.

use std::cell::RefCell;

use super::columns::Columns;
use super::drawing::{Drawing, hangs_on_hours};
use super::field::{Field, lowest, monotone, slack, stated};
use super::question::Question;
use super::search::Found;
use crate::costing::Scope;
use crate::draws::Uncertain;
use crate::metric::Objective;
use crate::planner::Error;
use crate::router::ArcId;

/// What is searched, and its prices in any draw.
pub(super) struct Ground<'d, 'a> {
    pub(super) field: Field,
    pub(super) drawing: &'d Drawing<'a>,
    /// What is read for all its operations at once; nothing where each is read when it is weighed.
    scope: Option<Scope>,
    /// Whether prices alone are searched for, and read from records.
    priced: bool,
}

impl<'d, 'a> Ground<'d, 'a> {
    pub(super) fn of(field: Field, drawing: &'d Drawing<'a>, objective: &Objective) -> Self {
        let scope = drawing.scope_for(objective, &field.operations);
        Self {
            priced: scope.is_none()
                && field.bounds.is_some()
                && matches!(objective, Objective::Cost),
            scope,
            field,
            drawing,
        }
    }
}

/// A draw and its best route, if one has a price.
pub(super) type Best = (u32, Option<Vec<ArcId>>);

/// Groups that draws are divided into at once, as a power of two.
const HALVED: u32 = 3;

/// Draws that are not divided any more.
const FEW: usize = 4;

/// Arcs that are not worth leaving out more of.
const SMALL: usize = 400;

impl Question<'_> {
    /// The best routes of some draws, none of which has more than is known; nothing where bounds do not hold.
    pub(super) fn solve(
        &self,
        ground: &Ground<'_, '_>,
        columns: &Columns<'_>,
        known: &[u64],
        draws: Vec<u32>,
        depth: u32,
    ) -> Result<Option<Vec<Best>>, Error> {
        let under = monotone(self.objective);
        // What is read when it is weighed is seldom read at all: to bound it takes longer than that saves.
        let bounded = ground.field.bounds.is_some() && ground.scope.is_some();
        let (Some(under), true) = (under, bounded && draws.len() > FEW) else {
            return self.each_best(ground, columns, known, &draws);
        };
        if ground.field.searched.len() <= SMALL {
            return self.each_best(ground, columns, known, &draws);
        }
        let groups = halves(columns, draws, depth * HALVED, HALVED);
        let found = each(&groups, |group| {
            let most = group.iter().map(|draw| known[*draw as usize]).max();
            let Some(most) = most.filter(|most| *most < u64::MAX) else {
                return Ok(None);
            };
            let low = self.lowest_weights(ground, columns, &under, &group)?;
            let field = ground.field.narrowed(&low, most)?;
            let ground = Ground::of(field, ground.drawing, self.objective);
            self.solve(&ground, columns, known, group, depth + 1)
        })?;
        let all: Option<Vec<Vec<Best>>> = found.into_iter().collect();
        Ok(all.map(|all| all.into_iter().flatten().collect()))
    }

    /// By arc of a field, a weight that no draw of a group goes below.
    fn lowest_weights(
        &self,
        ground: &Ground<'_, '_>,
        columns: &Columns<'_>,
        under: &Objective,
        group: &[u32],
    ) -> Result<Vec<Option<u64>>, Error> {
        let field = &ground.field;
        // Many figures hang on one factor.
        let known: RefCell<Vec<Option<[f64; 2]>>> =
            RefCell::new(vec![None; self.uncertainty.factors.len()]);
        let ends = |factor: u32| {
            *known.borrow_mut()[factor as usize].get_or_insert_with(|| columns.ends(factor, group))
        };
        let number = |place: u32, _: &Uncertain| lowest(self.uncertainty, place, ends);
        let scope = ground.scope.as_ref();
        ground.drawing.weighing(scope, number, |weighing| {
            let weigh = |(arc, operation): (&ArcId, &ArcId)| match weighing.weigh(under, *operation)
            {
                Some(weight) => {
                    let (model, _) = weighing.prices();
                    let off = slack(model.operations(), *operation, weight);
                    Some(weight.saturating_sub(off))
                }
                None => stated(self.case, self.objective, *arc).map(|_| 0),
            };
            let arcs = field.searched.iter().zip(&field.operations);
            arcs.map(weigh).collect()
        })
    }

    /// The same, one draw after the other.
    pub(super) fn each_best(
        &self,
        ground: &Ground<'_, '_>,
        columns: &Columns<'_>,
        known: &[u64],
        draws: &[u32],
    ) -> Result<Option<Vec<Best>>, Error> {
        let Ground {
            field,
            drawing,
            scope,
            priced,
        } = ground;
        if *priced {
            return self.best_of_near(ground, columns, known, draws);
        }
        let (objective, timed) = (self.objective, hangs_on_hours(self.objective));
        let found = each(draws, |draw| {
            let number = |_: u32, figure: &Uncertain| figure.at(|factor| columns.at(factor, draw));
            let most = known[draw as usize];
            let found = drawing.weighing(scope.as_ref(), number, |weighing| {
                let tied = field.tied(|arc| weighing.weigh(objective, arc), most)?;
                let (model, quote) = weighing.prices();
                Ok::<_, Error>(tied.map(|tied| {
                    let found = field.choose((model, quote, timed), objective, &tied);
                    (tied, found)
                }))
            })??;
            let Some((tied, found)) = found else {
                return Ok(None);
            };
            let found = match found {
                Found::Tied => self.by_hours(ground, columns, draw, &tied)?,
                found => found,
            };
            self.best(field, draw, &found)
        })?;
        Ok(found.into_iter().collect())
    }

    /// What is found in a draw among ways that only hours tell apart, by their hours.
    pub(super) fn by_hours(
        &self,
        Ground { field, drawing, .. }: &Ground<'_, '_>,
        columns: &Columns<'_>,
        draw: u32,
        tied: &[ArcId],
    ) -> Result<Found, Error> {
        let done = tied.iter().map(|arc| field.operations[arc.index()]);
        let done: Vec<ArcId> = done.collect();
        let scope = drawing.scope(&done, &done);
        let number = |_: u32, figure: &Uncertain| figure.at(|factor| columns.at(factor, draw));
        drawing.draw(&scope, number, |model, quote| {
            field.choose((model, quote, true), self.objective, tied)
        })
    }

    /// What was found in a field, as operations; nothing where ways are tied still.
    pub(super) fn best(
        &self,
        field: &Field,
        draw: u32,
        found: &Found,
    ) -> Result<Option<Best>, Error> {
        Ok(match found {
            Found::Tied => None,
            Found::Nothing => Some((draw, None)),
            Found::Best(path) => {
                let searched = field.searched_of(path);
                Some((draw, Some(self.case.searched()?.operations_of(&searched))))
            }
        })
    }
}

/// Draws that are near each other by some coordinates, each of which divides them once.
fn halves(columns: &Columns<'_>, mut draws: Vec<u32>, place: u32, times: u32) -> Vec<Vec<u32>> {
    if times == 0 || draws.len() < 2 {
        return vec![draws];
    }
    columns.sort(&mut draws, place);
    let upper = draws.split_off(draws.len() / 2);
    let mut all = halves(columns, draws, place + 1, times - 1);
    all.extend(halves(columns, upper, place + 1, times - 1));
    all
}

/// Runs for everything, on all cores with the feature `rayon`; what it finds is in the same order.
pub(super) fn each<S: Clone + Send + Sync, T: Send>(
    all: &[S],
    work: impl Fn(S) -> Result<T, Error> + Sync + Send,
) -> Result<Vec<T>, Error> {
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        all.par_iter().map(|one| work(one.clone())).collect()
    }
    #[cfg(not(feature = "rayon"))]
    {
        all.iter().map(|one| work(one.clone())).collect()
    }
}

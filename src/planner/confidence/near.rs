//! Draws with answers that cost about as much: priced together, and what is on no best way in any of them left out.

use std::ops::Range;

use super::columns::Columns;
use super::field::{Bounds, Field};
use super::figures::{Figures, TOGETHER};
use super::question::Question;
use super::solve::{Best, Ground, each};
use crate::costing::{CostModel, Quote};
use crate::planner::Error;
use crate::router::ArcId;

/// Parts that draws are divided into where much is left to search, and draws that are not divided any more.
const PARTS: usize = 4;
const FEW: usize = 8;

/// Arcs that are not worth leaving out more of.
const SMALL: usize = 300;

/// Stands for no price.
const UNPRICED: u32 = u32::MAX;

/// What is found in one draw of some.
enum Near {
    Best(Best),
    /// Several ways, over these operations, that only hours tell apart.
    Tied(u32, Vec<ArcId>),
}

impl Question<'_> {
    /// The best routes of some draws in their order, none of which has more than is known; nothing where bounds do
    /// not hold.
    pub(super) fn best_of_near(
        &self,
        ground: &Ground<'_, '_>,
        columns: &Columns<'_>,
        known: &[u64],
        draws: &[u32],
    ) -> Result<Option<Vec<Best>>, Error> {
        let mut near = draws.to_vec();
        // What is dear in one of them is mostly dear in the next.
        near.sort_by_key(|draw| (known[*draw as usize], *draw));
        let groups: Vec<&[u32]> = near.chunks(TOGETHER).collect();
        let found = each(&groups, |group| {
            let found = self.searched_near(ground, columns, known, group)?;
            let Some(found) = found else {
                return Ok(None);
            };
            let settled = found.into_iter().map(|one| match one {
                Near::Best(best) => Ok(Some(best)),
                Near::Tied(draw, tied) => self.untied(ground, columns, draw, &tied),
            });
            settled.collect::<Result<Option<Vec<Best>>, Error>>()
        })?;
        let found: Option<Vec<Vec<Best>>> = found.into_iter().collect();
        Ok(found.map(|found| {
            let mut found: Vec<Best> = found.into_iter().flatten().collect();
            found.sort_by_key(|(draw, _)| *draw);
            found
        }))
    }

    fn searched_near(
        &self,
        ground: &Ground<'_, '_>,
        columns: &Columns<'_>,
        known: &[u64],
        draws: &[u32],
    ) -> Result<Option<Vec<Near>>, Error> {
        let most = draws.iter().map(|draw| known[*draw as usize]).max();
        let (Some(bounds), Some(most)) = (&ground.field.bounds, most) else {
            return Ok(None);
        };
        if most > bounds.most {
            return Ok(None);
        }
        // What is too dear in every one of them at its least need not be priced.
        let low: Vec<Option<u64>> = bounds.low.iter().map(|least| Some(*least)).collect();
        let field = &ground.field.narrowed(&low, most)?;
        let in_turn = &ground.drawing.in_turn(&field.operations);
        let figures = Figures::of(self.uncertainty, columns, draws);
        let count = field.kept.operations.len();
        let mut weights = Weights::none(count, draws.len());
        ground.drawing.again(|drawn, reads| {
            let mut fits = true;
            for (at, own) in weights.each_mut().enumerate() {
                let number = |place: u32| figures.number(place, at);
                drawn.price(in_turn, reads, &number, |arc, cents| {
                    let cents = cents.map(u32::try_from);
                    fits &= !matches!(cents, Some(Err(_) | Ok(UNPRICED)));
                    if let Some(Ok(cents)) = cents {
                        own[arc.index()] = cents;
                    }
                });
            }
            if !fits {
                return Ok(None);
            }
            let drawn = Drawn {
                prices: drawn.prices(),
                weights: &weights,
                known,
                draws,
            };
            self.divided(field, &drawn, 0..draws.len())
        })?
    }

    /// The best ways of the draws at some positions, after what is on none of them was left out; nothing where
    /// bounds do not hold.
    fn divided(
        &self,
        field: &Field,
        drawn: &Drawn<'_>,
        at: Range<usize>,
    ) -> Result<Option<Vec<Near>>, Error> {
        let known = |at: usize| drawn.known[drawn.draws[at] as usize];
        let (Some(bounds), Some(most)) = (&field.bounds, at.clone().map(known).max()) else {
            return Ok(None);
        };
        let low = drawn.weights.least(field, at.clone());
        if most > bounds.most || !holds(field, bounds, &low, most) {
            return Ok(None);
        }
        let part = field.narrowed(&low, most)?;
        let mut found = Vec::with_capacity(at.len());
        if at.len() > FEW && part.searched.len() > SMALL {
            let mut from = at.start;
            while from < at.end {
                let to = at.end.min(from + at.len().div_ceil(PARTS));
                match self.divided(&part, drawn, from..to)? {
                    Some(some) => found.extend(some),
                    None => return Ok(None),
                }
                from = to;
            }
            return Ok(Some(found));
        }
        for at in at {
            let own = drawn.weights.of(at);
            let weigh = |arc: ArcId| {
                let weight = own[arc.index()];
                (weight != UNPRICED).then(|| u64::from(weight))
            };
            let Some(tied) = part.tied(weigh, known(at))? else {
                return Ok(None);
            };
            let (draw, (model, quote)) = (drawn.draws[at], drawn.prices);
            let chosen = part.choose((model, quote, false), self.objective, &tied);
            found.push(match self.best(&part, draw, &chosen)? {
                Some(best) => Near::Best(best),
                None => Near::Tied(draw, part.searched_of(&tied)),
            });
        }
        Ok(Some(found))
    }

    /// The best of some ways in a draw, given by their arcs as they are searched, by hours as well.
    fn untied(
        &self,
        ground: &Ground<'_, '_>,
        columns: &Columns<'_>,
        draw: u32,
        searched: &[ArcId],
    ) -> Result<Option<Best>, Error> {
        let field = &ground.field;
        // Arcs of a field are in the order of those that are searched.
        let tied = searched.iter().filter_map(|arc| {
            let at = field.searched.binary_search(arc).ok()?;
            Some(ArcId::new(at as u32))
        });
        let tied: Vec<ArcId> = tied.collect();
        let found = self.by_hours(ground, columns, draw, &tied)?;
        self.best(field, draw, &found)
    }
}

/// What operations weigh in some draws.
struct Weights {
    count: usize,
    /// By draw and operation.
    all: Vec<u32>,
}

/// Some draws with the weights of everything in each.
struct Drawn<'d> {
    /// Of any draw: names and hours of ways that are tied.
    prices: (&'d CostModel, &'d Quote),
    weights: &'d Weights,
    known: &'d [u64],
    draws: &'d [u32],
}

impl Weights {
    fn none(count: usize, draws: usize) -> Self {
        let count = count.max(1);
        Self {
            count,
            all: vec![UNPRICED; count * draws],
        }
    }

    fn each_mut(&mut self) -> impl Iterator<Item = &mut [u32]> {
        self.all.chunks_exact_mut(self.count)
    }

    fn of(&self, at: usize) -> &[u32] {
        &self.all[at * self.count..][..self.count]
    }

    /// By arc of a field, the least that it weighs in the draws at some positions.
    fn least(&self, field: &Field, at: Range<usize>) -> Vec<Option<u64>> {
        let mut least = vec![UNPRICED; field.operations.len()];
        for own in at.map(|at| self.of(at)) {
            for (least, operation) in least.iter_mut().zip(&field.operations) {
                *least = (*least).min(own[operation.index()]);
            }
        }
        let least = least.into_iter();
        least
            .map(|weight| (weight != UNPRICED).then(|| u64::from(weight)))
            .collect()
    }
}

/// Whether no arc that a way of `most` or less may run over weighs less than it should.
fn holds(field: &Field, bounds: &Bounds, low: &[Option<u64>], most: u64) -> bool {
    let ends = field.graph.all_ends();
    let mut arcs = ends.zip(low).zip(&bounds.low);
    arcs.all(|(((tail, head), weight), least)| {
        let weight = weight.unwrap_or(u64::MAX);
        weight >= *least || {
            let before = bounds.from_start[tail.index()].saturating_add(*least);
            before.saturating_add(bounds.to_end[head.index()]) > most
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;
    use crate::costing::Shipment;
    use crate::draws::Uncertain;
    use crate::metric::Objective;
    use crate::planner::confidence::Sampling;
    use crate::planner::confidence::drawing::Drawing;
    use crate::planner::confidence::shared::Shared;
    use crate::planner::{Planner, Request};
    use crate::quantity::Mass;

    #[test]
    fn what_is_priced_in_turn_costs_what_it_costs_by_itself() {
        let planner = Planner::embedded(date(2026, 11, 22)).unwrap();
        let sampling = Sampling::default().draws(2);
        let uncertainty = planner.uncertainty(&sampling).unwrap();
        let shared = Shared::of(&uncertainty, &sampling);
        let tonnes = Mass::from_tonnes(20.0).unwrap();
        for shipment in [
            Shipment::container_40ft(tonnes).unwrap(),
            Shipment::trailer(tonnes).unwrap(),
        ] {
            let request = Request::new("Khorgos", "Istanbul").shipment(shipment);
            let case = planner.case(&request).unwrap();
            let ends = case.searched().unwrap().ends(case.endpoints).unwrap();
            let field = Field::whole(&case, ends).unwrap();
            let drawing = Drawing::of(&case, &field.kept, &uncertainty, &shared.networks);
            let all = uncertainty.factors.len();
            let columns = Columns::of(&drawing.factors(), all, &shared.coordinates);
            let in_turn = drawing.in_turn(&field.operations);
            for draw in 0..2 {
                let number = |_: u32, figure: &Uncertain| figure.at(|one| columns.at(one, draw));
                let figures = Figures::of(&uncertainty, &columns, &[0, 1]);
                let mut found: BTreeMap<ArcId, Option<u64>> = BTreeMap::new();
                let priced = drawing.again(|drawn, reads| {
                    let number = |place: u32| figures.number(place, draw as usize);
                    drawn.price(&in_turn, reads, &number, |arc, cents| {
                        assert!(found.insert(arc, cents).is_none());
                    });
                });
                priced.unwrap();
                let weighed = drawing.weighing(None, number, |weighing| {
                    for arc in &field.operations {
                        assert_eq!(weighing.weigh(&Objective::Cost, *arc), found[arc]);
                    }
                });
                weighed.unwrap();
                assert!(found.values().flatten().any(|cents| *cents > 0));
            }
        }
    }
}

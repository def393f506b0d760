//! The best routes of all draws, and what they say together.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use super::columns::Columns;
use super::drawing::Drawing;
use super::field::{Field, least_weights, lowest, monotone};
use super::question::Question;
use super::solve::{Ground, each};
use super::tally::{Paths, Row, ways};
use super::{Confidence, Low, Spread};
use crate::costing::CostModel;
use crate::planner::{Error, Reason};
use crate::quantity::{Duration, Emissions, Money};
use crate::router::ArcId;

/// Routes by their operations; the first one is the answer.
pub(super) struct Winners {
    pub(super) routes: Vec<Vec<ArcId>>,
    places: BTreeMap<Vec<ArcId>, usize>,
    /// By draw the position of the best route, if one has a price.
    pub(super) best: Vec<Option<usize>>,
}

impl Winners {
    fn of(first: Vec<ArcId>) -> Self {
        Self {
            places: BTreeMap::from([(first.clone(), 0)]),
            routes: vec![first],
            best: Vec::new(),
        }
    }

    /// The position of a route.
    fn place(&mut self, route: Vec<ArcId>) -> usize {
        let (routes, next) = (&mut self.routes, self.places.len());
        *self.places.entry(route).or_insert_with_key(|route| {
            routes.push(route.clone());
            next
        })
    }
}

/// Draws that are searched first, for ways that others are not worse than.
const PILOTS: u32 = 8;

impl Question<'_> {
    /// The answer is given by its operations.
    pub(super) fn answered(&self, arcs: &[ArcId]) -> Result<Confidence, Error> {
        let (winners, columns) = self.winners(arcs)?;
        self.told(winners, &columns)
    }

    /// What the best routes of all draws say together.
    pub(super) fn told(
        &self,
        winners: Winners,
        columns: &Columns<'_>,
    ) -> Result<Confidence, Error> {
        let paths = self.paths(&winners.routes);
        let rows = self.rows(&paths?, columns)?;
        let rows: Vec<(Row, Option<usize>)> = rows.into_iter().zip(winners.best).collect();
        self.summed(&winners.routes, &rows, columns)
    }

    /// The best routes of all draws, and how far off everything is in each.
    pub(super) fn winners(&self, arcs: &[ArcId]) -> Result<(Winners, Columns<'_>), Error> {
        let first = arcs.to_vec();
        let mut winners = Winners::of(first.clone());
        let all = self.uncertainty.factors.len();
        if all == 0 {
            winners.best = vec![Some(0); self.points().len() as usize];
            return Ok((winners, Columns::of(&[], 0, &self.shared.coordinates)));
        }
        let alone = self.paths(&winners.routes)?;
        let most = self.points().most();
        let high = alone.values(|_, figure| figure.at_all(most))?;
        let mut field = self.field(high[0])?;
        loop {
            let drawing = self.drawing(&field);
            let columns = self.columns(&alone, &drawing)?;
            let ground = Ground::of(field, &drawing, self.objective);
            if self.search(&mut winners, &ground, &columns)? {
                return Ok((winners, columns));
            }
            // Without bounds none is broken.
            winners = Winners::of(first.clone());
            field = Field::whole(self.case, self.ends)?;
        }
    }

    pub(super) fn paths(&self, routes: &[Vec<ArcId>]) -> Result<Paths<'_>, Error> {
        Paths::of(self, routes)
    }

    /// What some routes have in every draw.
    fn rows(&self, paths: &Paths<'_>, columns: &Columns<'_>) -> Result<Vec<Row>, Error> {
        self.in_each_draw(columns, |number| paths.row(|place, _| number(place)))
    }

    /// What some routes have of the objective in every draw, the least of them.
    fn least(&self, paths: &Paths<'_>, columns: &Columns<'_>) -> Result<Vec<u64>, Error> {
        self.in_each_draw(columns, |number| {
            let values = paths.values(|place, _| number(place))?;
            Ok(values.into_iter().flatten().min().unwrap_or(u64::MAX))
        })
    }

    fn drawing(&self, field: &Field) -> Drawing<'_> {
        Drawing::of(
            self.case,
            &field.kept,
            self.uncertainty,
            &self.shared.networks,
        )
    }

    /// What can lie on a best way, given what the answer has at most.
    fn field(&self, most: Option<u64>) -> Result<Field, Error> {
        let (Some(under), Some(most)) = (monotone(self.objective), most) else {
            return Field::whole(self.case, self.ends);
        };
        let model = self.low()?;
        let quote = model.quote(self.case.shipment);
        let low = least_weights(self.case, (&model, &quote), self.objective, &under)?;
        Field::bounded(self.case, self.ends, &low, most)
    }

    /// The model of the case with every figure as low as in any draw.
    fn low(&self) -> Result<Arc<CostModel>, Error> {
        let most = self.points().most();
        let own = Arc::ptr_eq(&self.case.model, &self.planner.model);
        let kept = &self.planner.kept.confidence.low;
        let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
        if own
            && let Some(low) = &*lock()
            && low.most.to_bits() == most.to_bits()
            && Arc::ptr_eq(&low.uncertainty, self.uncertainty)
        {
            return Ok(low.model.clone());
        }
        let world = self.case.model.world();
        let mut network = world.network().unshared();
        let figures = (0..).zip(&self.uncertainty.figures);
        network.set_all(figures.map(|(place, figure)| {
            let number = lowest(self.uncertainty, place, |_| [-most, most]);
            (figure.which, number)
        }));
        let world = Arc::new(world.over(network)?);
        let mut operations = self.case.operations().clone();
        operations.measure_again(&world);
        let model = Arc::new(self.case.model.drawn(world, operations));
        if own {
            *lock() = Some(Low {
                uncertainty: self.uncertainty.clone(),
                most,
                model: model.clone(),
            });
        }
        Ok(model)
    }

    /// Coordinates for everything that is not known of some operations: the first ones for what moves the
    /// answer most.
    fn columns(&self, alone: &Paths<'_>, drawing: &Drawing<'_>) -> Result<Columns<'_>, Error> {
        let mut all: Vec<u32> = drawing.factors();
        let touching = alone.drawing.factors();
        let stated = alone.values(|_, figure| figure.stated())?[0];
        let weights = each(&touching, |factor| {
            let high = alone.values(|_, figure| {
                if figure.hangs_on().any(|other| other == factor) {
                    figure.at(|other| if other == factor { 1.645 } else { 0.0 })
                } else {
                    figure.stated()
                }
            })?;
            Ok(match (high[0], stated) {
                (Some(high), Some(stated)) => high.abs_diff(stated),
                _ => 0,
            })
        })?;
        all.extend(&touching);
        all.sort_unstable();
        all.dedup();
        let weight = |factor: u32| match touching.binary_search(&factor) {
            Ok(at) => weights[at],
            Err(_) => 0,
        };
        all.sort_by_key(|factor| (std::cmp::Reverse(weight(*factor)), *factor));
        Ok(Columns::following(
            self.earlier,
            &all,
            self.uncertainty.factors.len(),
            &self.shared.coordinates,
        ))
    }

    /// Finds the best routes of all draws; false where bounds do not hold.
    fn search(
        &self,
        winners: &mut Winners,
        ground: &Ground<'_, '_>,
        columns: &Columns<'_>,
    ) -> Result<bool, Error> {
        let count = self.points().len();
        let mut known = self.least(&self.paths(&winners.routes)?, columns)?;
        if count > 2 * PILOTS {
            let step = (count / PILOTS) as usize;
            let pilots: Vec<u32> = (0..count).step_by(step).collect();
            let Some(found) = self.each_best(ground, columns, &known, &pilots)? else {
                return Ok(false);
            };
            for route in found.into_iter().filter_map(|(_, route)| route) {
                winners.place(route);
            }
            known = self.least(&self.paths(&winners.routes)?, columns)?;
        }
        let draws: Vec<u32> = (0..count).collect();
        let Some(mut found) = self.solve(ground, columns, &known, draws, 0)? else {
            return Ok(false);
        };
        found.sort_by_key(|(draw, _)| *draw);
        let found = found.into_iter().map(|(_, route)| route);
        let best = found.map(|route| route.map(|route| winners.place(route)));
        winners.best = best.collect();
        Ok(true)
    }

    fn summed(
        &self,
        routes: &[Vec<ArcId>],
        rows: &[(Row, Option<usize>)],
        columns: &Columns<'_>,
    ) -> Result<Confidence, Error> {
        let (planner, case, objective) = (self.planner, self.case, self.objective);
        let none = || Error::from(planner.no_route(case.from, case.to, Reason::Unexamined));
        let answer = planner.assemble(case, objective, &routes[0]);
        let answer = planner.verified_for(case, answer.ok_or_else(none)?, &self.request.policy)?;
        let ways = ways(planner, (self.request, case, objective), routes, rows)?;
        let of_answer = |at: usize| rows.iter().map(|(row, _)| row.answer[at]).collect();
        let least = rows.iter().filter_map(|(row, best)| row.values[(*best)?]);
        let least: Vec<u64> = least.collect();
        let (decisive, decided) = self.unknowns(routes, rows, columns)?;
        let without = rows.len() - least.len();
        let cents = |units: u64| Money::from_cents(i64::try_from(units).unwrap_or(i64::MAX));
        Ok(Confidence {
            answer,
            objective: objective.named(),
            draws: rows.len() as u32,
            unknowns: columns.count(),
            without: without as u32,
            cost: Spread::of(of_answer(0), cents).ok_or_else(none)?,
            time: Spread::of(of_answer(1), Duration::of_units).ok_or_else(none)?,
            emissions: Spread::of(of_answer(2), Emissions::from_grams).ok_or_else(none)?,
            least: Spread::of(least, |units| objective.value(units)).ok_or_else(none)?,
            ways,
            decisive,
            decided,
            by_draw: rows.iter().map(|(row, _)| row.values[0]).collect(),
        })
    }
}

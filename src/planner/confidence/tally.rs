//! What routes have in every draw, and how ways compare.

use std::collections::BTreeMap;

use super::Spread;
use super::drawing::{Drawing, Weighing, hangs_on_hours};
use super::question::Question;
use super::way::{Way, Waymark, marks, names};
use crate::costing::{CostModel, Quote, Scope};
use crate::draws::Uncertain;
use crate::metric::{Objective, ObjectiveDifference};
use crate::operations::Kept;
use crate::planner::{Case, Error, Planner, Request};
use crate::quantity::{Duration, Emissions, Money, TravelTime};
use crate::route::Route;
use crate::router::ArcId;

/// Routes by their operations, and the operations of all of them.
pub(super) struct Paths<'a> {
    pub(super) drawing: Drawing<'a>,
    /// By route, its operations among those of the drawing.
    routes: Vec<Vec<ArcId>>,
    /// The operations of all, each once.
    done: Vec<ArcId>,
    /// What the objective is read from, unless that is read operation by operation.
    valued: Option<Scope>,
    /// The same with all of the first route.
    whole: Scope,
    objective: &'a Objective,
}

/// What the routes have in one draw.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// By route, of the objective; nothing where it has no price.
    pub(super) values: Vec<Option<u64>>,
    /// Of the first route: cents, minutes, grams.
    pub(super) answer: [u64; 3],
}

impl<'a> Paths<'a> {
    /// Routes over the operations of a question.
    pub(super) fn of(question: &'a Question<'_>, routes: &[Vec<ArcId>]) -> Result<Self, Error> {
        let (case, objective) = (question.case, question.objective);
        let all: Vec<ArcId> = routes.iter().flatten().copied().collect();
        let kept: Kept = case.operations().only(&all)?;
        let own = |route: &Vec<ArcId>| route.iter().filter_map(|arc| kept.arc(*arc)).collect();
        let routes: Vec<Vec<ArcId>> = routes.iter().map(own).collect();
        let mut done: Vec<ArcId> = routes.iter().flatten().copied().collect();
        done.sort_unstable();
        done.dedup();
        let drawing = Drawing::of(case, &kept, question.uncertainty, &question.shared.networks);
        let whole = if hangs_on_hours(objective) {
            &done
        } else {
            &routes[0]
        };
        Ok(Self {
            valued: drawing.scope_for(objective, &done),
            whole: drawing.scope(&done, whole),
            drawing,
            routes,
            done,
            objective,
        })
    }

    /// The hours that the first route states in a draw.
    pub(super) fn time(
        &self,
        number: impl Fn(&Uncertain) -> f64,
    ) -> Result<Option<TravelTime>, Error> {
        let number = |_: u32, figure: &Uncertain| number(figure);
        self.drawing.draw(&self.whole, number, |model, quote| {
            let (world, objective) = (model.world(), self.objective);
            let route = Route::assemble(world, model, quote, objective, &self.routes[0]);
            route.map(|route| route.time())
        })
    }

    /// By factor, whether what a route has of the objective hangs on it.
    pub(super) fn hangs_on(&self, route: usize, factors: usize) -> Vec<bool> {
        let done = &self.routes[route];
        let timed = if hangs_on_hours(self.objective) {
            &done[..]
        } else {
            &[]
        };
        let scope = self.drawing.scope(done, timed);
        let mut hangs = vec![false; factors];
        for factor in self.drawing.factors_of(&scope) {
            hangs[factor as usize] = true;
        }
        hangs
    }

    /// What they have in a draw.
    pub(super) fn row(&self, number: impl Fn(u32, &Uncertain) -> f64) -> Result<Row, Error> {
        self.drawing
            .weighing(Some(&self.whole), number, |weighing| {
                let values = self.weigh(weighing);
                let (model, quote) = weighing.prices();
                let answer = totals(model, quote, &self.routes[0]);
                Row { values, answer }
            })
    }

    /// What they have of the objective in a draw.
    pub(super) fn values(
        &self,
        number: impl Fn(u32, &Uncertain) -> f64,
    ) -> Result<Vec<Option<u64>>, Error> {
        let weigh = |weighing: &mut Weighing<'_, _>| self.weigh(weighing);
        self.drawing.weighing(self.valued.as_ref(), number, weigh)
    }

    fn weigh<N: Fn(u32, &Uncertain) -> f64>(
        &self,
        weighing: &mut Weighing<'_, N>,
    ) -> Vec<Option<u64>> {
        let mut weights = vec![None; weighing.prices().0.operations().len()];
        for arc in &self.done {
            weights[arc.index()] = weighing.weigh(self.objective, *arc);
        }
        let sum = |route: &Vec<ArcId>| {
            route.iter().try_fold(0_u64, |sum, arc| {
                Some(sum.saturating_add(weights[arc.index()]?))
            })
        };
        self.routes.iter().map(sum).collect()
    }
}

/// Cents, minutes and grams of a route, as the route itself adds them up.
fn totals(model: &CostModel, quote: &Quote, route: &[ArcId]) -> [u64; 3] {
    let mut sums = [0_u64; 3];
    let mut add = |at: usize, more: u64| sums[at] = sums[at].saturating_add(more);
    for arc in route {
        // What is known of a price that is not known whole counts, as in routes.
        let mut cents = Money::ZERO;
        let _ = model.charges(*arc, quote, |charge| cents += charge.amount);
        add(0, cents.as_cents().unsigned_abs());
        let minutes = model.expected(*arc).map(Duration::as_minutes);
        add(1, minutes.unwrap_or_default());
        let emitted = model.emissions(*arc, quote.shipment());
        add(2, emitted.map(Emissions::as_grams).unwrap_or_default());
    }
    sums
}

/// What a way passes, and its routes: what each has at the stated figures, and its position.
type Group = (Vec<Waymark>, Vec<(u64, usize)>);

/// Ways as they compare, the most often best first.
pub(super) fn ways(
    planner: &Planner,
    (request, case, objective): (&Request, &Case, &Objective),
    routes: &[Vec<ArcId>],
    rows: &[(Row, Option<usize>)],
) -> Result<Vec<Way>, Error> {
    let mut by_marks: BTreeMap<Vec<Waymark>, Vec<(u64, usize)>> = BTreeMap::new();
    let mut assembled = Vec::with_capacity(routes.len());
    for (at, arcs) in routes.iter().enumerate() {
        let (world, model, quote) = (&planner.world, &case.model, &case.quote);
        let route = Route::assemble(world, model, quote, objective, arcs);
        let stated = objective.of_operations(model, quote, arcs);
        let stated = stated.map_or(u64::MAX, crate::metric::ObjectiveValue::units);
        let Some(route) = route else {
            assembled.push(None);
            continue;
        };
        let route = planner.verified_for(case, route, &request.policy)?;
        by_marks
            .entry(marks(&route))
            .or_default()
            .push((stated, at));
        assembled.push(Some(route));
    }
    let groups: Vec<Group> = by_marks.into_iter().collect();
    let keys: Vec<Vec<Waymark>> = groups.iter().map(|(key, _)| key.clone()).collect();
    let named = names(&keys);
    let least = |members: &[(u64, usize)]| members.iter().copied().min().unwrap_or_default();
    let mut found = Vec::with_capacity(groups.len());
    for (at, ((marks, members), name)) in groups.iter().zip(named).enumerate() {
        let (stated, first) = least(members);
        let Some(route) = assembled[first].take() else {
            continue;
        };
        let others = groups.iter().enumerate().filter(|(other, _)| *other != at);
        let rival = others.map(|(_, (_, members))| least(members).0).min();
        let rival = rival.filter(|units| *units != u64::MAX);
        let (mut values, mut regret, mut best_in) = (Vec::new(), 0_u128, 0);
        let mut by_draw = Vec::with_capacity(rows.len());
        for (row, best) in rows {
            best_in +=
                u32::from(best.is_some_and(|best| members.iter().any(|(_, at)| *at == best)));
            let own = members.iter().filter_map(|(_, at)| row.values[*at]).min();
            by_draw.push(own);
            if let Some((own, best)) = own.zip(best.and_then(|best| row.values[best])) {
                values.push(own);
                regret += u128::from(own.saturating_sub(best));
            }
        }
        let count = values.len() as u128;
        let regret = (regret + count / 2).checked_div(count);
        let regret = regret.and_then(|units| difference(objective, units));
        let way = Way {
            name,
            marks: marks.clone(),
            route,
            best_in,
            value: Spread::of(values, |units| objective.value(units)),
            regret,
            wins_below: rival.map(|units| objective.value(units)),
            by_draw,
        };
        found.push((std::cmp::Reverse(best_in), stated, way));
    }
    found.sort_by(|one, other| (one.0, one.1, &one.2.name).cmp(&(other.0, other.1, &other.2.name)));
    Ok(found.into_iter().map(|(.., way)| way).collect())
}

fn difference(objective: &Objective, units: u128) -> Option<ObjectiveDifference> {
    let units = u64::try_from(units).unwrap_or(u64::MAX);
    objective.value(units).difference(objective.value(0))
}

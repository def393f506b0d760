//! How far figures may be off before another route is best.

use serde::Serialize;

use super::drawing::{Drawing, Networks};
use super::field::Field;
use super::search::Found;
use super::{ConfidenceError, Sampling};
use crate::code::Name;
use crate::costing::Scope;
use crate::draws::Uncertain;
use crate::metric::{Objective, ObjectiveDifference};
use crate::network::FigurePart;
use crate::planner::{Case, Error, Planner, Request};
use crate::route::Route;
use crate::router::ArcId;

/// How far the figures of a source may be off, all by one factor, before another route is best.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwitchPoints {
    /// Id of the source.
    pub source: Name,
    /// The best route at the stated figures, with its certificate.
    pub answer: Route,
    /// How many of its figures have a range; only these are changed.
    pub figures: u32,
    /// The nearest lower figures with another best route; nothing where the answer stays best down to zero.
    pub lower: Option<Switch>,
    /// The same for higher ones, up to ten times the stated ones.
    pub higher: Option<Switch>,
}

/// Where another route becomes best.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Switch {
    /// The figures there over the stated ones, in thousandths: the nearest number to 1,000 at which another
    /// route has less of the objective.
    pub per_mille: u32,
    /// The route that is best there, as it is at the stated figures, with its certificate.
    pub route: Route,
    /// How much more of the objective it has than the answer at the stated figures.
    pub lacks: Option<ObjectiveDifference>,
}

/// The highest figures that are tried, in thousandths of the stated ones.
const MOST: u32 = 10_000;

/// As stated, in thousandths.
const STATED: u32 = 1_000;

impl Planner {
    /// How far the figures of a source may be off before another route is best.
    ///
    /// The routes that stay best between two factors are those that are best at both, where what routes have
    /// is linear in the factor; so the ends of the answer's range are found by halving, each time with a
    /// search of everything. What is not linear, such as a mean of hours or the least amount of a tariff, may
    /// hide a range within which another route is best for a moment.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    /// let found = planner.switch_points(&request, "A-bs-feeder-price", &Objective::Cost)?;
    /// // The answer goes by rail; were the feeder over the Black Sea cheaper, it would go by sea.
    /// let cheaper = found.lower.ok_or("another way wins")?;
    /// assert!(cheaper.per_mille < 1_000 && cheaper.route.cost() > found.answer.cost());
    /// assert_eq!(
    ///     planner.switch_points(&request, "A-bs-feeder-prise", &Objective::Cost).unwrap_err().code(),
    ///     "source_unknown"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Planner::best`]; a source that the network does not have or of which no figure has a range, and a
    /// policy that limits whole routes ([`ConfidenceError`]).
    pub fn switch_points(
        &self,
        request: &Request,
        source: &str,
        objective: &Objective,
    ) -> Result<SwitchPoints, Error> {
        let network = self.world.network();
        let known = network.source_by_id(source).ok_or_else(|| {
            let all = network.sources().map(|(_, source)| source.id.as_str());
            ConfidenceError::UnknownSource {
                source_id: source.to_owned(),
                nearest: crate::network::nearest(source, all),
            }
        })?;
        let mut cited: Vec<FigurePart> = Vec::new();
        network.each_ranged(&mut |which, _, sources| {
            if sources.contains(&known) {
                cited.push(which);
            }
        });
        cited.sort_unstable();
        if cited.is_empty() {
            let source_id = source.to_owned();
            return Err(ConfidenceError::NoRange { source_id }.into());
        }
        let case = self.case(request)?;
        if !case.policy.limits().is_empty() {
            return Err(ConfidenceError::Limits.into());
        }
        let arcs = case.path(self, objective, case.endpoints)?;
        let ends = case.searched()?.ends(case.endpoints);
        let (Some(arcs), Some(ends)) = (arcs, ends) else {
            return Err(self.cause(request, &case, objective)?.into());
        };
        let field = Field::whole(&case, ends)?;
        let own = arcs.iter().filter_map(|arc| field.kept.arc(*arc));
        let own: Vec<ArcId> = own.collect();
        let uncertainty = &self.uncertainty(&Sampling::default())?;
        let networks = Networks::default();
        let drawing = Drawing::of(&case, &field.kept, uncertainty, &networks);
        let scaled = Scaled {
            objective,
            // Hours decide between routes that have as little.
            scope: drawing.scope(&field.operations, &field.operations),
            drawing,
            field: &field,
            own: &own,
            cited: &cited,
        };
        let route = |arcs: &[ArcId]| -> Result<Route, Error> {
            let route = self.assemble(&case, objective, arcs);
            let none = || self.no_route(case.from, case.to, crate::planner::Reason::Unexamined);
            self.verified_for(&case, route.ok_or_else(none)?, &request.policy)
        };
        let answer = route(&arcs)?;
        let switch = |end: u32| -> Result<Option<Switch>, Error> {
            let Some((per_mille, path)) = scaled.first(end)? else {
                return Ok(None);
            };
            let path = case.searched()?.operations_of(&path);
            let route = route(&path)?;
            let value = |route: &[ArcId]| scaled.stated(&case, route);
            let both = value(&path).zip(value(&arcs));
            let lacks = both
                .and_then(|(more, less)| objective.value(more).difference(objective.value(less)));
            Ok(Some(Switch {
                per_mille,
                route,
                lacks,
            }))
        };
        Ok(SwitchPoints {
            source: Name::from(source),
            figures: cited.len() as u32,
            lower: switch(0)?,
            higher: switch(MOST)?,
            answer,
        })
    }
}

/// What is searched with the figures of a source scaled.
struct Scaled<'a> {
    objective: &'a Objective,
    drawing: Drawing<'a>,
    scope: Scope,
    field: &'a Field,
    /// The answer.
    own: &'a [ArcId],
    /// In order.
    cited: &'a [FigurePart],
}

impl Scaled<'_> {
    /// The best way where another one has less than the answer.
    fn better(&self, per_mille: u32) -> Result<Option<Vec<ArcId>>, Error> {
        let number = |_: u32, figure: &Uncertain| {
            if self.cited.binary_search(&figure.which).is_ok() {
                figure.stated() * f64::from(per_mille) / f64::from(STATED)
            } else {
                figure.stated()
            }
        };
        self.drawing.draw(&self.scope, number, |model, quote| {
            let sum = |arcs: &[ArcId]| {
                arcs.iter().try_fold(0_u64, |sum, arc| {
                    Some(sum.saturating_add(self.objective.weigh(model, quote, *arc)?))
                })
            };
            let weigh = |arc: ArcId| self.objective.weigh(model, quote, arc);
            let Some(tied) = self.field.tied(weigh, u64::MAX)? else {
                return Ok(None);
            };
            let prices = (model, quote, true);
            let Found::Best(path) = self.field.choose(prices, self.objective, &tied) else {
                return Ok(None);
            };
            let operation = |arc: &ArcId| self.field.operations[arc.index()];
            let done: Vec<ArcId> = path.iter().map(operation).collect();
            let (best, own) = (sum(&done), sum(self.own));
            // An answer without a price is worse than any way that has one.
            let better = best.is_some() && own.is_none_or(|own| best < Some(own));
            let searched = path.iter().map(|arc| self.field.searched[arc.index()]);
            Ok(better.then(|| searched.collect()))
        })?
    }

    /// The nearest factor towards an end at which another way is better, and that way.
    fn first(&self, end: u32) -> Result<Option<(u32, Vec<ArcId>)>, Error> {
        let Some(mut path) = self.better(end)? else {
            return Ok(None);
        };
        let (mut same, mut other) = (STATED, end);
        while same.abs_diff(other) > 1 {
            let middle = u32::midpoint(same, other);
            match self.better(middle)? {
                Some(found) => (other, path) = (middle, found),
                None => same = middle,
            }
        }
        Ok(Some((other, path)))
    }

    /// What some operations have at the stated figures.
    fn stated(&self, case: &Case, path: &[ArcId]) -> Option<u64> {
        path.iter().try_fold(0_u64, |sum, arc| {
            let weight = self.objective.weigh(&case.model, &case.quote, *arc)?;
            Some(sum.saturating_add(weight))
        })
    }
}

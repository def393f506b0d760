//! Why a search came back empty.

use super::{Case, Error, NoRoute, Obstacle, Planner, Reason, Request, TightLimit};
use crate::metric::{Objective, ObjectiveWeights, Ties, Verdict, Verdicts};
use crate::policy::{BlockReason, Policy, RuleIndex};
use crate::router::{Dijkstra, Metric};

impl Planner {
    /// Finds out why a search came back empty.
    pub(crate) fn cause(
        &self,
        request: &Request,
        case: &Case,
        objective: &Objective,
    ) -> Result<NoRoute, Error> {
        let reason = if let Some(limits) = Self::limits_in_the_way(case, objective)? {
            limits
        } else if let Some(unmet) = self.unmet(case, objective)? {
            unmet
        } else if let Some(obstacles) = self.rules_in_the_way(request, case, objective)? {
            Reason::BlockedByRules { obstacles }
        } else if reachable(case)? {
            match objective {
                Objective::Custom(own) => Reason::NotWeighed {
                    objective: own.name().to_owned(),
                },
                _ => Reason::NotSold,
            }
        } else {
            let openings = self.openings(request)?;
            if openings.is_empty() {
                Reason::Unconnected
            } else {
                Reason::NotOpen { openings }
            }
        };
        Ok(self.no_route(case.from, case.to, reason))
    }

    /// What the rules find on the way that is best without them and without closures of the
    /// scenario, if there is one.
    fn rules_in_the_way(
        &self,
        request: &Request,
        case: &Case,
        objective: &Objective,
    ) -> Result<Option<Vec<Obstacle>>, Error> {
        if case.policy.rules().next().is_none() {
            return Ok(None);
        }
        let open = Policy::open().compile(&self.world)?.without_closures();
        let free = self.case_under(case.from, case.to, request.shipment, &open)?;
        let operations = self.operations();
        let verdicts = Verdicts::of(operations, &case.policy, &case.shipment);
        let weights = ObjectiveWeights::new(self.model(), &free.quote, &free.verdicts, objective)?;
        let ties = Ties {
            model: self.model(),
            quote: &free.quote,
            objective,
            layers: None,
        };
        let Some(path) = weights.path(&ties, &mut Dijkstra::new(), free.endpoints)? else {
            return Ok(None);
        };
        // One obstacle for each rule and what it finds, however many links it finds it on.
        let mut found: Vec<(RuleIndex, BlockReason, Obstacle)> = Vec::new();
        for arc in &path {
            let Verdict::Blocked(blocked) = verdicts.get(*arc) else {
                continue;
            };
            let known = found
                .iter_mut()
                .find(|(rule, reason, _)| (*rule, *reason) == (blocked.rule, blocked.reason));
            match known {
                Some((.., obstacle)) => obstacle.operations += 1,
                None => {
                    let violation = case.policy.explain(&self.world, &blocked);
                    let obstacle = Obstacle {
                        violation,
                        operations: 1,
                    };
                    found.push((blocked.rule, blocked.reason, obstacle));
                }
            }
        }
        let obstacles: Vec<_> = found.into_iter().map(|(.., obstacle)| obstacle).collect();
        Ok((!obstacles.is_empty()).then_some(obstacles))
    }

    /// The limits that no way keeps, when there is a way under all other rules.
    fn limits_in_the_way(case: &Case, objective: &Objective) -> Result<Option<Reason>, Error> {
        if case.policy.limits().is_empty() || !Self::has_way(case, objective)? {
            return Ok(None);
        }
        let bounds = Self::bounds(case)?;
        let kept = |limit: &TightLimit| limit.least.is_some_and(|least| limit.limit.allows(least));
        let all = bounds.iter().map(|bound| TightLimit {
            rule: case.policy.rule_ref(bound.rule),
            limit: bound.limit,
            least: bound.least,
        });
        let (kept, broken): (Vec<_>, Vec<_>) = all.partition(kept);
        let together = broken.is_empty();
        let limits = if together { kept } else { broken };
        Ok(Some(Reason::LimitsTooTight { limits, together }))
    }
}

/// Whether open operations lead there, sold or not.
fn reachable(case: &Case) -> Result<bool, Error> {
    let graph = case.operations().graph();
    let metric = Metric::new(graph, |arc| case.verdicts.is_open(arc).then_some(0))?;
    let (from, to) = case.endpoints;
    let found = Dijkstra::new().distance(graph, &metric, from, to)?;
    Ok(found.is_some())
}

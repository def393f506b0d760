//! What every flow pays through something and around it.

use crate::analysis::demand::Demand;
use crate::analysis::settlement::Ledger;
use crate::metric::Objective;
use crate::planner::{Error, NoRoute, Planner, Progress, Question, way_names};
use crate::policy::{Rule, Subject};
use crate::quantity::{Money, PerYear};
use crate::route::{Route, Stop};
use crate::router::AlternativeLimits;

/// One way of a flow.
pub(super) struct Way {
    pub(super) name: String,
    pub(super) cost: Money,
    /// What the members earn on it.
    pub(super) income: Money,
}

/// A flow that has a way at all.
pub(super) struct Terms {
    pub(super) flow: usize,
    pub(super) from: Stop,
    pub(super) to: Stop,
    pub(super) volume: PerYear,
    pub(super) through: Option<Way>,
    /// From the cheapest on.
    pub(super) around: Vec<Way>,
}

impl Terms {
    /// What the way around costs more than that through; nothing where one of them is missing.
    pub(super) fn gap(&self) -> Option<Money> {
        let through = self.through.as_ref()?;
        Some(self.around.first()?.cost - through.cost)
    }

    /// Whether it has no other way than that through.
    pub(super) const fn is_captive(&self) -> bool {
        self.through.is_some() && self.around.is_empty()
    }
}

/// Flows with a way, and why the others have none.
pub(super) type Asked = (Vec<Terms>, Vec<(usize, NoRoute)>);

/// Asks both questions of every flow.
pub(super) fn ask(
    planner: &Planner,
    demand: &Demand,
    subject: &Subject,
    members: &[String],
    ways: usize,
) -> Result<Asked, Error> {
    let flows = demand.flows();
    let through = flows.iter().map(|flow| {
        let request = flow.request.clone().must_use(subject.clone());
        Question::new(request, Objective::Cost)
    });
    let around = flows.iter().map(|flow| {
        let mut request = flow.request.clone();
        request.policy = request.policy.with(Rule::Exclude(subject.clone()));
        Question::new(request, Objective::Cost)
    });
    let (through, around): (Vec<_>, Vec<_>) = (through.collect(), around.collect());
    let by_through = planner.answer_all(&through, &Progress::none());
    let by_around = planner.answer_all(&around, &Progress::none());
    let (mut terms, mut unanswered) = (Vec::new(), Vec::new());
    for (index, (through, past)) in by_through.into_iter().zip(by_around).enumerate() {
        let in_request = |error| Error::InRequest {
            index,
            source: Box::new(error),
        };
        let through = or_none(through).map_err(in_request)?;
        let past = or_none(past).map_err(in_request)?;
        let mut around_it: Vec<Route> = past.ok().into_iter().collect();
        if ways > 1 && !around_it.is_empty() {
            let limits = AlternativeLimits {
                count: ways,
                ..AlternativeLimits::default()
            };
            let request = &around[index].request;
            let found = planner.alternatives(request, &Objective::Cost, limits);
            around_it = found.map_err(in_request)?.routes().to_vec();
        }
        let ends = match (&through, around_it.first()) {
            (Ok(route), _) | (Err(_), Some(route)) => (route.from.clone(), route.to.clone()),
            (Err(none), None) => {
                unanswered.push((index, none.clone()));
                continue;
            }
        };
        let through = through.ok();
        let all: Vec<&Route> = through.iter().chain(&around_it).collect();
        let mut named = way_names(&all)
            .into_iter()
            .zip(&all)
            .map(|(name, route)| Way {
                name,
                cost: route.cost(),
                income: income(route, members),
            });
        let through = through.is_some().then(|| named.next()).flatten();
        terms.push(Terms {
            flow: index,
            from: ends.0,
            to: ends.1,
            volume: flows[index].volume,
            through,
            around: named.collect(),
        });
    }
    Ok((terms, unanswered))
}

fn or_none(answer: Result<Route, Error>) -> Result<Result<Route, NoRoute>, Error> {
    match answer {
        Ok(route) => Ok(Ok(route)),
        Err(error) => error.into_no_route().map(Err),
    }
}

/// What some operators are paid of their own on a route.
fn income(route: &Route, members: &[String]) -> Money {
    let ledger = Ledger::of([route]);
    members.iter().map(|id| ledger.revenue(id)).sum()
}

//! The worst closures: branching on what best routes use.

use std::collections::{BTreeMap, BTreeSet};

use super::{Among, Interdiction, InterdictionError, Lever};
use crate::analysis::demand::Flow;
use crate::analysis::worlds::{Found, Search, Stopped, Worlds};
use crate::analysis::yearly::Yearly;
use crate::metric::Objective;
use crate::planner::{Error, Planner};
use crate::quantity::{Money, PerYear};
use crate::route::Route;

/// What closures do; the more, the worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Harm {
    /// Shipments without a route.
    pub(super) cut: PerYear,
    /// What the others pay more.
    pub(super) more: Yearly,
}

/// Searches of flows with levers closed.
pub(super) struct Closing<'q> {
    planner: &'q Planner,
    flows: Vec<&'q Flow>,
    among: Allowed<'q>,
    /// By number, as they are met.
    pub(super) levers: Vec<Lever>,
    numbers: BTreeMap<Lever, u32>,
}

enum Allowed<'q> {
    Kinds(&'q Interdiction),
    Levers(BTreeSet<&'q Lever>),
}

impl Allowed<'_> {
    fn has(&self, lever: &Lever) -> bool {
        match self {
            Self::Levers(levers) => levers.contains(lever),
            Self::Kinds(question) => match &question.among {
                Among::Kinds(kinds) => kinds.contains(&lever.kind()),
                Among::Levers(_) => false,
            },
        }
    }
}

impl<'q> Closing<'q> {
    pub(super) fn new(
        planner: &'q Planner,
        flows: Vec<&'q Flow>,
        question: &'q Interdiction,
    ) -> Self {
        let among = match &question.among {
            Among::Kinds(_) => Allowed::Kinds(question),
            Among::Levers(levers) => Allowed::Levers(levers.iter().collect()),
        };
        Self {
            planner,
            flows,
            among,
            levers: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    fn number(&mut self, lever: Lever) -> u32 {
        if let Some(known) = self.numbers.get(&lever) {
            return *known;
        }
        let number = u32::try_from(self.levers.len()).unwrap_or(u32::MAX);
        self.levers.push(lever.clone());
        self.numbers.insert(lever, number);
        number
    }

    /// The cheapest route of a flow with levers closed, not checked.
    fn route(&self, flow: usize, closed: &[u32]) -> Result<Option<Route>, Error> {
        let request = &self.flows[flow].request;
        let mut policy = request.policy.clone();
        let mut exports = None;
        for lever in closed.iter().filter_map(|at| self.levers.get(*at as usize)) {
            match (lever.rule(), lever) {
                (Some(rule), _) => policy = policy.with(rule),
                (None, Lever::Exports(country)) => exports = Some(*country),
                (None, _) => {}
            }
        }
        let request = request.clone().policy(policy);
        let case = match self.planner.case(&request) {
            Ok(case) => case,
            Err(error) => return error.into_no_route().map(|_| None),
        };
        let from = self.planner.world().network().place(case.from);
        if exports.is_some() && exports == from.map(|place| place.country) {
            return Ok(None);
        }
        self.planner.search_alone(&case, &Objective::Cost)
    }
}

impl Search for Closing<'_> {
    fn search(&mut self, flow: usize, closed: &[u32]) -> Result<Found, Error> {
        let Some(route) = self.route(flow, closed)? else {
            return Ok(Found {
                cost: None,
                uses: [].into(),
            });
        };
        let used = Lever::used_by(&route).into_iter();
        let used: Vec<Lever> = used.filter(|lever| self.among.has(lever)).collect();
        let mut uses: Vec<u32> = used.into_iter().map(|lever| self.number(lever)).collect();
        uses.sort_unstable();
        Ok(Found {
            cost: Some(route.cost()),
            uses: uses.into(),
        })
    }
}

/// The worst of each number of closures.
pub(super) struct Hunt<'q> {
    pub(super) worlds: Worlds<Closing<'q>>,
    flows: Vec<(PerYear, Money)>,
    question: &'q Interdiction,
    looked_at: usize,
}

/// By how many things are closed: the harm, and what is closed.
pub(super) type Best = Vec<(Harm, Vec<u32>)>;

impl<'q> Hunt<'q> {
    /// Flows with what each costs while nothing is closed.
    pub(super) fn new(
        closing: Closing<'q>,
        flows: Vec<(PerYear, Money)>,
        question: &'q Interdiction,
    ) -> Self {
        Self {
            worlds: Worlds::new(closing, flows.len(), question.most_searches),
            flows,
            question,
            looked_at: 0,
        }
    }

    pub(super) const fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// The worst closures of up to each number, one lever kept open if so asked.
    pub(super) fn worst(&mut self, secured: Option<u32>) -> Result<Best, Error> {
        let mut best = vec![(Harm::default(), Vec::new()); self.question.budget + 1];
        let kept: BTreeSet<u32> = secured.into_iter().collect();
        self.grow(&mut Vec::new(), &kept, &mut best)?;
        for budget in 1..best.len() {
            if best[budget].0 <= best[budget - 1].0 {
                best[budget] = best[budget - 1].clone();
            }
        }
        Ok(best)
    }

    /// Looks at a set of closures and at all larger ones that leave open what is kept.
    fn grow(
        &mut self,
        closed: &mut Vec<u32>,
        kept: &BTreeSet<u32>,
        best: &mut Best,
    ) -> Result<(), Error> {
        let budget = self.question.budget;
        if self.looked_at >= self.question.most_worlds {
            let most = self.question.most_worlds;
            return Err(InterdictionError::TooManyWorlds { budget, most }.into());
        }
        self.looked_at += 1;
        let leaf = closed.len() == budget;
        let (harm, used) = self.look(closed, !leaf)?;
        if harm > best[closed.len()].0 {
            best[closed.len()] = (harm, closed.clone());
        }
        if leaf {
            return Ok(());
        }
        let open = |at: &u32| !closed.contains(at) && !kept.contains(at);
        let mut next: Vec<u32> = used.into_iter().filter(open).collect();
        let levers = &self.worlds.search.levers;
        next.sort_by(|a, b| levers[*a as usize].cmp(&levers[*b as usize]));
        let mut kept = kept.clone();
        for lever in next {
            closed.push(lever);
            self.grow(closed, &kept, best)?;
            closed.pop();
            // Sets that hold it were all looked at.
            kept.insert(lever);
        }
        Ok(())
    }

    /// What a set does, and what best routes use in its world.
    pub(super) fn look(
        &mut self,
        closed: &[u32],
        uses: bool,
    ) -> Result<(Harm, BTreeSet<u32>), Error> {
        let mut closed = closed.to_vec();
        closed.sort_unstable();
        let (mut harm, mut used) = (Harm::default(), BTreeSet::new());
        for flow in 0..self.flows.len() {
            let found = self.of(flow, &closed)?;
            let (volume, before) = self.flows[flow];
            match found.cost {
                Some(cost) => harm.more += Yearly::of(volume, cost - before),
                None => harm.cut += volume,
            }
            if uses {
                used.extend(found.uses.iter().copied());
            }
        }
        Ok((harm, used))
    }

    /// The best route of a flow with things closed, ascending.
    pub(super) fn of(&mut self, flow: usize, closed: &[u32]) -> Result<Found, Error> {
        let budget = self.question.budget;
        self.worlds
            .best(flow, closed)
            .map_err(|stopped| match stopped {
                Stopped::TooMany { most } => {
                    InterdictionError::TooManySearches { budget, most }.into()
                }
                Stopped::Failed(error) => error,
            })
    }
}

//! What would end a dependence: the smallest sets of measures, by trying them.

use serde::{Deserialize, Serialize};

use super::DependenceQuestion;
use super::answer::{Amounts, Basis, part};
use super::asked::{Adder, Asked, asked, chosen};
use super::measure::{Measure, together};
use crate::analysis::demand::{Demand, Flow};
use crate::analysis::projects::CostBand;
use crate::planner::{Error, Planner, Progress};
use crate::quantity::{Difference, Duration, Money, Share};

/// Measures that together bring a dependence to a threshold, and no fewer of them do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EndingSet {
    /// Their names; none where nothing has to be done.
    pub measures: Vec<String>,
    /// Which part still depends.
    pub share: Share,
    /// How much more all flows cost a year, negative where they cost less.
    #[serde(rename = "more_cents")]
    pub more: Money,
    /// How much longer their boxes are on their way in a year.
    #[serde(rename = "longer_minutes")]
    pub longer: Difference<Duration>,
    /// What the measures cost to do, once, as far as it is known; nothing where it is of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investment: Option<CostBand>,
    /// What they take whose cost nobody has said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unpriced: Vec<String>,
}

/// What would end a dependence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EndsIt {
    /// Of what the part is.
    pub basis: Basis,
    /// To which part it is brought.
    pub threshold: Share,
    /// Which part depends as the world is.
    pub today: Share,
    /// Every smallest set: none holds another one. Fewer measures first, then those after which flows cost
    /// least.
    pub sets: Vec<EndingSet>,
    /// Sets that make no world, with the reason: their changes contradict each other or those of the world, or
    /// refer to what the network does not have.
    pub contradictions: Vec<(Vec<String>, String)>,
    /// How many sets were tried.
    pub tried: usize,
    /// Whether every set of the size was tried, or is larger than one that was found.
    pub is_complete: bool,
}

/// What all flows are in one world, and those that touch.
struct State {
    all: Amounts,
    touching: Amounts,
    answered: Vec<bool>,
}

impl DependenceQuestion {
    /// The smallest sets of measures after which at most `threshold` of the flows' `basis` depends, by trying
    /// every set of at most [`DependenceQuestion::size`] measures that holds no smaller one.
    ///
    /// A set after which a flow has no way any more that has one now ends nothing: boxes that stay at home
    /// depend on nobody.
    ///
    /// # Errors
    /// As [`DependenceQuestion::answer`].
    ///
    /// # Complexity
    /// A world for each set that is tried: n measures have n (n + 1) / 2 sets of at most two.
    pub fn ends_it(
        &self,
        planner: &Planner,
        demand: &Demand,
        measures: &[Measure],
        (basis, threshold): (Basis, Share),
        progress: &Progress,
    ) -> Result<EndsIt, Error> {
        demand.total()?;
        let world = planner.world();
        let flows = chosen(world.network(), demand, &self.whose)?;
        let today = self.state(planner, &flows, progress)?;
        let mut found = EndsIt {
            basis,
            threshold,
            today: part(today.touching.of(basis), today.all.of(basis)),
            sets: Vec::new(),
            contradictions: Vec::new(),
            tried: 0,
            is_complete: true,
        };
        let mut known: Vec<Vec<usize>> = Vec::new();
        let mut contradict: Vec<Vec<usize>> = Vec::new();
        let most = self.size.min(measures.len());
        'sizes: for size in 0..=most {
            let mut set: Vec<usize> = (0..size).collect();
            loop {
                let holds = |part: &Vec<usize>| part.iter().all(|one| set.contains(one));
                if !known.iter().chain(&contradict).any(holds) {
                    if found.tried >= self.trials {
                        found.is_complete = false;
                        break 'sizes;
                    }
                    found.tried += 1;
                    let names = || set.iter().map(|at| measures[*at].name.clone()).collect();
                    let changes = set.iter().flat_map(|at| &measures[*at].changes);
                    let mut scenario = world.scenario().clone();
                    for change in changes {
                        scenario = scenario.with(change.clone());
                    }
                    match Planner::new(world.network(), &scenario) {
                        Ok(other) => {
                            let state = self.state(&other, &flows, progress)?;
                            if let Some(ending) = ending(&today, &state, basis, threshold) {
                                let done = set.iter().map(|at| &measures[*at]);
                                let (investment, unpriced) = together(done);
                                found.sets.push(EndingSet {
                                    measures: names(),
                                    investment,
                                    unpriced,
                                    ..ending
                                });
                                known.push(set.clone());
                            }
                        }
                        Err(error @ Error::Scenario(_)) => {
                            found.contradictions.push((names(), error.to_string()));
                            contradict.push(set.clone());
                        }
                        Err(error) => return Err(error),
                    }
                }
                if !next(&mut set, measures.len()) {
                    break;
                }
            }
        }
        found.sets.sort_by(|a, b| {
            let key = |set: &EndingSet| (set.measures.len(), set.more);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.measures.cmp(&b.measures))
        });
        Ok(found)
    }

    fn state(
        &self,
        planner: &Planner,
        flows: &[(usize, &Flow)],
        progress: &Progress,
    ) -> Result<State, Error> {
        let found = asked(planner, flows, &self.on, &self.objective, progress)?;
        let (mut all, mut touching) = (Adder::default(), Adder::default());
        for Asked { flow, way, .. } in &found {
            match way {
                Ok((way, touched)) => {
                    all.add(flow, way);
                    if *touched {
                        touching.add(flow, way);
                    }
                }
                Err(Error::Cancelled) => return Err(Error::Cancelled),
                Err(_) => {}
            }
        }
        Ok(State {
            all: all.amounts(),
            touching: touching.amounts(),
            answered: found.iter().map(|flow| flow.way.is_ok()).collect(),
        })
    }
}

/// What a world is as one that ends the dependence; nothing where it does not.
fn ending(today: &State, state: &State, basis: Basis, threshold: Share) -> Option<EndingSet> {
    let mut flows = today.answered.iter().zip(&state.answered);
    let lost = flows.any(|(before, after)| *before && !*after);
    let share = part(state.touching.of(basis), state.all.of(basis));
    if lost || share > threshold {
        return None;
    }
    Some(EndingSet {
        measures: Vec::new(),
        share,
        more: state.all.usd - today.all.usd,
        longer: state.all.hours - today.all.hours,
        investment: None,
        unpriced: Vec::new(),
    })
}

/// The next set of as many out of `of`, in order; false after the last one.
fn next(set: &mut [usize], of: usize) -> bool {
    let size = set.len();
    let Some(at) = (0..size).rev().find(|at| set[*at] < of - size + *at) else {
        return false;
    };
    set[at] += 1;
    for later in at + 1..size {
        set[later] = set[later - 1] + 1;
    }
    true
}

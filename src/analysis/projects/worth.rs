//! What flows save under every set of projects, in as few searches as settle them all.
//!
//! A best route of the world with everything built that uses none of some projects is best without them as well,
//! so a world is searched only where a best route uses what it lacks: a hitting set tree, level by level, so
//! that what a world needs is made once for all flows.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::error::ProjectsError;
use super::parts::{Parts, Set, spread, with};
use super::project::Project;
use crate::analysis::demand::Demand;
use crate::analysis::yearly::Yearly;
use crate::metric::Objective;
use crate::planner::{Error, Planner, Progress};
use crate::policy::Rule;
use crate::quantity::Money;

/// What sets of projects save in a year.
#[derive(Clone, Debug)]
pub(super) struct Worth {
    /// Projects that change an answer of some flow, ascending: bit `i` of a position stands for the i-th.
    used: Vec<usize>,
    /// Nothing where the changes of a set contradict each other.
    saved: Vec<Option<Money>>,
    /// The most that a set or a part of it saves.
    reach: Vec<Money>,
}

impl Worth {
    pub(super) fn new(used: Vec<usize>, saved: Vec<Option<Money>>) -> Self {
        let least = Money::from_cents(i64::MIN);
        let mut reach: Vec<Money> = saved.iter().map(|it| it.unwrap_or(least)).collect();
        for bit in 0..used.len() {
            for set in 0..reach.len() {
                if set >> bit & 1 == 1 {
                    reach[set] = reach[set].max(reach[set & !(1 << bit)]);
                }
            }
        }
        Self { used, saved, reach }
    }

    fn position(&self, set: Set) -> usize {
        let bits = self.used.iter().enumerate();
        bits.fold(0, |position, (bit, project)| {
            position | ((set >> project & 1) as usize) << bit
        })
    }

    /// What a set saves; nothing where it cannot be built together.
    pub(super) fn saved(&self, set: Set) -> Option<Money> {
        self.saved[self.position(set)]
    }

    /// The most that a set or a part of it saves.
    pub(super) fn reach(&self, set: Set) -> Money {
        self.reach[self.position(set)]
    }

    /// Whether a project changes what any set saves, or whether it can be built.
    pub(super) fn changes(&self, project: usize) -> bool {
        let Ok(bit) = self.used.binary_search(&project) else {
            return false;
        };
        let without = (0..self.saved.len()).filter(|set| set >> bit & 1 == 0);
        let mut both = without.map(|set| (self.saved[set], self.saved[set | 1 << bit]));
        both.any(|(without, with)| without != with)
    }
}

/// What was found on the way.
pub(super) struct Explored {
    pub(super) worth: Worth,
    /// Sets that cannot be built together, none of which holds another one, and why.
    pub(super) contradictions: Vec<(Set, String)>,
    /// Flows without a way where nothing is built, by position.
    pub(super) without: Vec<usize>,
    /// Those of them that have one under some set.
    pub(super) opened: Vec<usize>,
    pub(super) searches: usize,
    pub(super) worlds: usize,
}

/// Bounds on the way.
pub(super) struct Most {
    pub(super) searches: usize,
    pub(super) worlds: usize,
}

/// A best route, as far as sets go: by what is not built.
#[derive(Clone, Copy)]
struct Found {
    cost: Option<Money>,
    uses: Set,
}

/// Best routes of each flow by what is closed.
type Known = Vec<FxHashMap<Set, Found>>;

/// Asks every flow under every set.
///
/// # Errors
/// A project that cannot be built alone, a flow that cannot be asked, more worlds or searches than allowed.
pub(super) fn explore(
    planner: &Planner,
    demand: &Demand,
    projects: &[Project],
    objective: &Objective,
    most: &Most,
    progress: &Progress,
) -> Result<Explored, Error> {
    let mut parts = Parts::of(planner, projects)?;
    let apart: Vec<usize> = (0..projects.len())
        .filter(|project| parts.apart >> project & 1 == 1)
        .collect();
    let too_many = ProjectsError::TooManyWorlds {
        projects: apart.len(),
        most: most.worlds,
    };
    let count = 1_usize.checked_shl(apart.len() as u32);
    let Some(count) = count.filter(|count| *count <= most.worlds) else {
        return Err(too_many.into());
    };
    let mut worlds: Vec<Option<Known>> = Vec::with_capacity(count);
    let (mut searches, mut used) = (0, parts.apart);
    for chosen in 0..count {
        let built = spread(chosen as Set, &apart);
        let holds = |(set, _): &(Set, String)| built & set == *set;
        if parts.contradictions.iter().any(holds) {
            worlds.push(None);
            continue;
        }
        let scenario = with(planner.world().scenario(), projects, built | parts.opening);
        let world = match Planner::new(planner.world().network(), &scenario) {
            Ok(world) => world,
            Err(error @ Error::Scenario(_)) => {
                let set = built | parts.opening;
                parts.contradictions.push((set, error.to_string()));
                worlds.push(None);
                continue;
            }
            Err(error) => return Err(error),
        };
        let rules = &parts.rules;
        let limit = most.searches - searches;
        let (known, made) = tree(&world, demand, rules, objective, limit, progress).map_err(
            |stopped| match stopped {
                Stopped::TooMany => ProjectsError::TooManySearches {
                    most: most.searches,
                }
                .into(),
                Stopped::Failed(error) => error,
            },
        )?;
        searches += made;
        for found in known.iter().flat_map(FxHashMap::values) {
            used |= parts.of_rules(found.uses);
        }
        worlds.push(Some(known));
    }
    let used: Vec<usize> = (0..projects.len())
        .filter(|project| used >> project & 1 == 1)
        .collect();
    let (mut without, mut opened) = (Vec::new(), Vec::new());
    let bare = worlds.first().and_then(Option::as_ref);
    let all = parts.all_rules();
    for flow in 0..demand.len() {
        if bare.is_none_or(|known| look_up(&known[flow], all).cost.is_none()) {
            without.push(flow);
            let some = worlds.iter().flatten();
            let mut some = some.map(|known| look_up(&known[flow], 0).cost);
            if some.any(|cost| cost.is_some()) {
                opened.push(flow);
            }
        }
    }
    let sums = sums(&parts, &apart, &used, &worlds, demand, &without);
    Ok(Explored {
        worth: Worth::new(used, sums),
        contradictions: parts.contradictions,
        without,
        opened,
        searches,
        worlds: worlds.iter().flatten().count(),
    })
}

/// What every set of those used saves.
fn sums(
    parts: &Parts,
    apart: &[usize],
    used: &[usize],
    worlds: &[Option<Known>],
    demand: &Demand,
    without: &[usize],
) -> Vec<Option<Money>> {
    let all = parts.all_rules();
    let Some(bare) = worlds.first().and_then(Option::as_ref) else {
        return vec![Some(Money::ZERO); 1];
    };
    // Flows that look at the same projects are added up before sets are gone through.
    let mut tables: Vec<Option<BTreeMap<Set, Vec<Yearly>>>> = Vec::with_capacity(worlds.len());
    for known in worlds {
        let Some(known) = known else {
            tables.push(None);
            continue;
        };
        let mut by_projects: BTreeMap<Set, Vec<Yearly>> = BTreeMap::new();
        for (at, flow) in demand.iter().enumerate() {
            if without.binary_search(&at).is_ok() {
                continue;
            }
            let Some(before) = look_up(&bare[at], all).cost else {
                continue;
            };
            let rules = known[at].values().fold(0, |sum, found| sum | found.uses);
            let places: Vec<usize> = (0..Set::BITS as usize)
                .filter(|rule| rules >> rule & 1 == 1)
                .collect();
            let table = by_projects
                .entry(rules)
                .or_insert_with(|| vec![Yearly::ZERO; 1 << places.len()]);
            for (open, sum) in table.iter_mut().enumerate() {
                let closed = rules & !spread(open as Set, &places);
                // What is closed in the end is all that the tree may meet.
                if let Some(after) = look_up(&known[at], closed).cost {
                    *sum += Yearly::of(flow.volume, before - after);
                }
            }
        }
        tables.push(Some(by_projects));
    }
    let set_of = |position: usize| spread(position as Set, used);
    let saved = |position: usize| {
        let set = set_of(position);
        if parts
            .contradictions
            .iter()
            .any(|(bad, _)| set & bad == *bad)
        {
            return None;
        }
        let world = apart.iter().enumerate().fold(0, |world, (bit, project)| {
            world | ((set >> project & 1) as usize) << bit
        });
        let tables = tables[world].as_ref()?;
        let open = parts.to_rules(set);
        let sums = tables.iter().map(|(rules, table)| {
            let mut position = 0;
            let mut bit = 0;
            for rule in 0..Set::BITS {
                if rules >> rule & 1 == 1 {
                    position |= ((open >> rule & 1) as usize) << bit;
                    bit += 1;
                }
            }
            table[position]
        });
        Some(sums.fold(Yearly::ZERO, |sum, next| sum + next).money())
    };
    (0..1_usize << used.len()).map(saved).collect()
}

enum Stopped {
    TooMany,
    Failed(Error),
}

/// Best routes of all flows, for every set of closures that is met, and how many searches that took.
fn tree(
    world: &Planner,
    demand: &Demand,
    rules: &[Rule],
    objective: &Objective,
    most: usize,
    progress: &Progress,
) -> Result<(Known, usize), Stopped> {
    let mut known: Known = vec![FxHashMap::default(); demand.len()];
    let mut made = 0;
    let mut level: Vec<(Set, usize)> = (0..demand.len()).map(|flow| (0, flow)).collect();
    while !level.is_empty() {
        if level.len() > most - made {
            return Err(Stopped::TooMany);
        }
        made += level.len();
        let found = search(world, demand, rules, objective, &level, progress);
        let found = found.map_err(Stopped::Failed)?;
        let mut next = FxHashSet::default();
        for ((closed, flow), found) in level.into_iter().zip(found) {
            known[flow].insert(closed, found);
            for rule in 0..rules.len() {
                if (found.uses & !closed) >> rule & 1 == 1 {
                    next.insert((closed | 1 << rule, flow));
                }
            }
        }
        level = next.into_iter().collect();
        // What one world needs is made once.
        level.sort_unstable();
    }
    Ok((known, made))
}

/// Searches of one level, on all cores with the feature `rayon`; the answers are the same.
fn search(
    world: &Planner,
    demand: &Demand,
    rules: &[Rule],
    objective: &Objective,
    level: &[(Set, usize)],
    progress: &Progress,
) -> Result<Vec<Found>, Error> {
    let part = |tasks: &[(Set, usize)]| -> Result<Vec<Found>, Error> {
        let mut closable = world.closable(demand.iter().map(|flow| &flow.request), rules)?;
        let one = |(closed, flow): &(Set, usize)| {
            if progress.is_cancelled() {
                return Err(Error::Cancelled);
            }
            let found = closable.least(*flow, *closed, objective)?;
            Ok(Found {
                uses: found.as_ref().map_or(0, |found| found.uses),
                cost: found.map(|found| found.cost),
            })
        };
        tasks.iter().map(one).collect()
    };
    #[cfg(feature = "rayon")]
    let found: Result<Vec<Vec<Found>>, Error> = {
        use rayon::prelude::*;
        let pieces = level.len().div_ceil(rayon::current_num_threads()).max(1);
        level.par_chunks(pieces).map(part).collect()
    };
    #[cfg(not(feature = "rayon"))]
    let found: Result<Vec<Vec<Found>>, Error> =
        level.chunks(level.len().max(1)).map(part).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// The best route where these are closed: closing, one after the other, what the best route so far uses.
fn look_up(known: &FxHashMap<Set, Found>, closed: Set) -> Found {
    let nothing = Found {
        cost: None,
        uses: 0,
    };
    let mut held = 0;
    loop {
        let Some(found) = known.get(&held) else {
            return nothing;
        };
        let in_the_way = found.uses & closed & !held;
        if in_the_way == 0 {
            return *found;
        }
        held |= in_the_way & in_the_way.wrapping_neg();
    }
}

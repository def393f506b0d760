//! What is best in worlds where some things are closed, in as few searches as settle them all.
//!
//! A route that is best where a few things are closed, and uses none of some others, is best where these are
//! closed as well. So a world is reached from the open one by closing, one after the other, those of its closed
//! things that the best route so far uses (R. Reiter, *A Theory of Diagnosis from First Principles*, 1987), and
//! every set of things that is met on the way is searched once.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::planner::Error;
use crate::quantity::Money;

/// A best route, as far as worlds go.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// What it costs; nothing where there is none.
    pub(super) cost: Option<Money>,
    /// The things that it uses, by number, ascending; it may name some that it does not use, and none less.
    pub(super) uses: Rc<[u32]>,
}

/// Searches one world.
pub(super) trait Search {
    /// The best route of a flow where things are closed, ascending.
    fn search(&mut self, flow: usize, closed: &[u32]) -> Result<Found, Error>;
}

/// What is known of all worlds.
pub(super) struct Worlds<S> {
    pub(super) search: S,
    /// By flow and what is closed.
    known: Vec<FxHashMap<Box<[u32]>, Found>>,
    most: usize,
    made: usize,
}

/// More searches than allowed, or one that failed.
pub(super) enum Stopped {
    TooMany { most: usize },
    Failed(Error),
}

impl<S: Search> Worlds<S> {
    /// Worlds for so many flows, in at most so many searches.
    pub(super) fn new(search: S, flows: usize, most: usize) -> Self {
        Self {
            search,
            known: vec![FxHashMap::default(); flows],
            most,
            made: 0,
        }
    }

    /// How many searches were made.
    pub(super) const fn searches(&self) -> usize {
        self.made
    }

    /// The best route of a flow where things are closed, ascending and each once.
    pub(super) fn best(&mut self, flow: usize, closed: &[u32]) -> Result<Found, Stopped> {
        let mut held: Vec<u32> = Vec::new();
        loop {
            let found = match self.known[flow].get(held.as_slice()) {
                Some(known) => known.clone(),
                None => self.make(flow, &held)?,
            };
            let in_the_way = |thing: &&u32| {
                closed.binary_search(thing).is_ok() && held.binary_search(thing).is_err()
            };
            let Some(thing) = found.uses.iter().find(in_the_way) else {
                return Ok(found);
            };
            let at = held.partition_point(|known| known < thing);
            held.insert(at, *thing);
        }
    }

    fn make(&mut self, flow: usize, closed: &[u32]) -> Result<Found, Stopped> {
        if self.made >= self.most {
            return Err(Stopped::TooMany { most: self.most });
        }
        self.made += 1;
        let found = self.search.search(flow, closed).map_err(Stopped::Failed)?;
        self.known[flow].insert(closed.into(), found.clone());
        Ok(found)
    }
}

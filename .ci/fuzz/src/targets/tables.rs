//! Tables: faults with their place, or a network that is saved and asked.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use trade_corridor::atlas::{Atlas, AtlasError};
use trade_corridor::metric::Objective;
use trade_corridor::network::Network;
use trade_corridor::planner::{Error, Planner, Request};
use trade_corridor::scenario::Scenario;

use super::{reads, same};
use crate::corpora::{LARGE, MANIFEST, SMALL, Tables, saved};
use crate::edits::{self, Edit, edits};
use crate::run::{Tally, Verdict, cases};

/// Edits of cells and rows, and of letters of the text that they make, by file.
type Case = (Vec<(usize, Vec<Edit>)>, Vec<(usize, Edit)>);

fn case(letters: usize) -> impl Strategy<Value = Case> {
    let file = || any::<u16>().prop_map(usize::from);
    let few = edits().prop_map(|mut edits| {
        edits.truncate(1);
        edits
    });
    let cells = prop_oneof![
        3 => prop::collection::vec((file(), few), 1..3),
        1 => prop::collection::vec((file(), edits()), 1..3),
    ];
    let one = edits().prop_map(|mut edits| edits.swap_remove(0));
    let letters = prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::collection::vec((file(), one), 0..=letters),
    ];
    (cells, letters)
}

fn texts(tables: &Tables, (cells, letters): &Case) -> Vec<(String, String)> {
    let mut changed = tables.clone();
    for (file, edits) in cells {
        let file = edits::round(*file, changed.len());
        for edit in edits {
            edits::table(&mut changed[file].1, edit);
        }
    }
    let mut texts: Vec<_> = changed
        .iter()
        .map(|(name, rows)| (name.clone(), edits::csv(rows)))
        .collect();
    for (file, edit) in letters {
        let file = edits::round(*file, texts.len());
        edits::text(&mut texts[file].1, edit);
    }
    texts
}

fn check(
    manifest: &str,
    texts: Vec<(String, String)>,
    tally: &Tally,
) -> Option<Result<Network, String>> {
    let loaded = Atlas::texts(manifest, texts).and_then(|atlas| atlas.load());
    match loaded {
        Ok(network) => {
            tally.accept();
            Some(Ok(network))
        }
        Err(error) => {
            let located = match &error {
                AtlasError::Faults(faults) => {
                    faults.iter().all(|fault| !fault.to_string().is_empty())
                }
                _ => true,
            };
            let read = reads(&error).and(if located {
                Ok(())
            } else {
                Err("a fault without words".to_owned())
            });
            read.err().map(Err)
        }
    }
}

/// A network of accepted tables is saved, read and asked.
fn ask(network: &Network, trip: (&str, &str)) -> Verdict {
    let file = saved(network);
    let again =
        Network::load(file.as_slice()).map_err(|error| format!("saved and refused: {error}"))?;
    same("saved again", &saved(&again), &file)?;
    let day = jiff::civil::date(2026, 11, 22);
    let planner = match Planner::new(network, &Scenario::on(day)) {
        Ok(planner) => planner,
        Err(error) => return reads(&error),
    };
    for objective in [Objective::Cost, Objective::Time, Objective::Emissions] {
        match planner.best(&Request::new(trip.0, trip.1), &objective) {
            Err(Error::Unverified(error)) => {
                return Err(format!("{objective:?} is unverified: {error}"));
            }
            Err(error) => reads(&error)?,
            Ok(route) => same(
                "totals",
                &route.by_payee().into_values().sum(),
                &route.cost(),
            )?,
        }
    }
    Ok(())
}

pub(crate) fn small(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    cases(runner, tally, &case(2), |case, tally| {
        match check(MANIFEST, texts(&SMALL, case), tally) {
            Some(network) => ask(&network?, ("Tbilisi", "Constanta")),
            None => Ok(()),
        }
    })
}

/// The embedded tables; seconds each in builds that are not optimised, so a few to a batch.
pub(crate) fn large(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    let few = prop::bool::weighted(0.06);
    cases(runner, tally, &(case(0), few), |(case, run), tally| {
        if !run {
            return Ok(());
        }
        let (manifest, tables) = &*LARGE;
        match check(manifest, texts(tables, case), tally) {
            Some(network) => ask(&network?, ("Khorgos", "Istanbul")),
            None => Ok(()),
        }
    })
}

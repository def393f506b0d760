//! What is odd about the records of a network: a consistency report for whoever keeps tables.
//!
//! [`audit`] reads a network on a day and lists what contradicts itself or lacks what every record
//! has ([`Severity::Fault`]), and what may be right but is worth a look ([`Severity::Notice`]).
//! What cannot be a network at all is refused when it is loaded and never gets here.
//!
//! ```
//! use jiff::civil::date;
//! use trade_corridor::analysis::audit::audit;
//! use trade_corridor::atlas::Atlas;
//! use trade_corridor::prelude::*;
//!
//! let network = Network::europe_central_asia();
//! let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
//! let found = audit(&planner, Some(&Atlas::embedded()))?;
//! assert!(found.is_sound(), "{found}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod crossings;
mod explained;
mod finding;
mod gaps;
mod lengths;
mod links;
mod parties;
mod places;
mod reach;
mod records;
mod report;
mod services;
mod subjects;
mod words;

use serde::{Deserialize, Serialize};

use crate::atlas::Atlas;
use crate::costing::Shipment;
use crate::network::{Cited, Network, PlaceId};
use crate::planner::{Error, Planner};
use crate::quantity::Mass;

pub use explained::{Explanation, ExplanationError, Reviewed};
pub use finding::{Finding, Reach, Severity};

/// What was found, faults first, then by heading, the worst of a kind first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Audit {
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Audit {
    /// Whether nothing was found that must not be.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults().next().is_none()
    }

    /// What must not be.
    pub fn faults(&self) -> impl Iterator<Item = &Finding> {
        let fault = |found: &&Finding| found.severity() == Severity::Fault;
        self.findings.iter().filter(fault)
    }

    /// Findings of one kind under its heading, faults first.
    pub fn by_heading(&self) -> impl Iterator<Item = &[Finding]> {
        let same = |a: &Finding, b: &Finding| a.heading() == b.heading();
        self.findings.chunk_by(same)
    }
}

/// Looks for what is odd about a network on the planner's day. `tables`, when given, are those the
/// network was read from: values without source and unused sources show in them alone.
///
/// # Complexity
/// Three matrices between all places of the network, and one search for the cause per group of
/// places out of reach.
///
/// # Errors
/// Weights that the search refuses.
pub fn audit(planner: &Planner, tables: Option<&Atlas>) -> Result<Audit, Error> {
    let world = planner.world();
    let mut findings = Vec::new();
    places::find(world, &mut findings);
    links::find(world, &mut findings);
    lengths::find(world, &mut findings);
    gaps::find(planner, &mut findings);
    crossings::find(world, &mut findings);
    services::find(world, &mut findings);
    parties::find(world, &mut findings);
    records::find(world.network(), tables, &mut findings);
    reach::find(planner, &shipments(), &mut findings)?;
    findings.sort_by_cached_key(|found| {
        let text = found.to_string();
        (found.severity(), found.heading(), found.rank(), text)
    });
    Ok(Audit { findings })
}

/// One of each kind that goods travel in.
fn shipments() -> Vec<(&'static str, Shipment)> {
    let mass = Mass::from_kg(20_000);
    let made = [
        ("container", Shipment::container_40ft(mass)),
        ("wagon", Shipment::wagon(mass)),
        ("trailer", Shipment::trailer(mass)),
    ];
    let sound = |(name, made): (_, Result<Shipment, _>)| Some((name, made.ok()?));
    made.into_iter().filter_map(sound).collect()
}

/// Code, name and country of a place.
fn label(network: &Network, id: PlaceId) -> String {
    let place = network.place(id);
    place.map_or_else(String::new, |place| {
        format!("{} ({}, {})", place.code, place.name, place.country)
    })
}

/// Ids of the sources of a figure.
fn source_ids<T>(network: &Network, figure: &Cited<T>) -> Vec<String> {
    let sources = figure.sources().filter_map(|id| network.source(id));
    sources.map(|source| source.id.to_string()).collect()
}

//! A finished route checked again, from the network's records alone.
//!
//! Nothing here is shared with the search, the metric, costing, or the tables that a policy is
//! compiled to: every step is looked up by its ids, what it touches is read off the records, what it
//! takes and costs is worked out from them again, and every rule is worked out as it is written.
//!
//! Every field of a route is checked: names, parties, hours (median, 90th percentile and mean), CO2e,
//! charges to the cent with their payees, countries and sources, and whether the steps can follow each
//! other at all. Of a certificate that it states the check has to find the same. Two things cannot be
//! checked so: that no other route has less of what was asked for, and that a haul or a through rate
//! runs over the *shortest* way that its record allows for. Of what a route has of an
//! objective of the caller's own the saved form says nothing.

#![deny(clippy::wildcard_enum_match_arm)]

mod business;
mod business_names;
mod business_rules;
mod cargo;
mod chains;
mod check;
mod choice;
mod citing;
mod compare;
mod error;
mod fees;
mod formula;
mod heading;
mod judge;
mod ledger;
mod mismatch;
mod misstatement;
mod moves;
mod nearest;
mod offer;
mod order;
mod outdated;
mod owed;
mod plates;
mod reckon;
mod reckon_chains;
mod reckoning;
mod records;
mod rulebook;
mod sold;
mod stays;
mod strangers;
mod subjects;
mod tally;
mod took;
mod touch;
mod warned;
mod warned_trucks;
mod way;
mod ways;
mod whole;

pub use error::{Footing, Heading, Lack, VerifyError};
pub use mismatch::Mismatch;
pub use misstatement::{Disorder, Misstatement};

use crate::network::Network;
use crate::policy::Policy;
use crate::route::{Certificate, Route};
use crate::scenario::{Scenario, World};
use check::Check;
use records::Records;
pub(crate) use rulebook::Rulebook;

/// Checks a route against a network under a scenario, and against every rule of a policy.
///
/// Says per rule what was looked at. Everything that the route states is checked, a certificate as
/// well; of one under other rules, what it says beside them.
///
/// # Errors
/// The first thing that is wrong: a gap, a step that is not on record or not open on the day, or that
/// states other amounts, hours or sources than the records make, steps in an impossible order, a
/// broken rule with its name, a limit that is passed, another day or scenario, a certificate of
/// another check.
///
/// ```
/// use trade_corridor::prelude::*;
/// use trade_corridor::verify::verify;
///
/// let network = Network::europe_central_asia();
/// let today = Scenario::preset("status-quo")?;
/// let planner = Planner::new(network, &today)?;
/// let mut route = planner.cheapest(&Request::new("Baku", "Tbilisi"))?;
/// verify(&route, &Policy::open(), network, &today)?;
///
/// // under other rules than it was asked for
/// verify(&route, &Policy::russia_excluded(), network, &today)?;
/// let georgia = Policy::country_excluded("GE".parse()?);
/// let broken = verify(&route, &georgia, network, &today).unwrap_err();
/// assert!(broken.to_string().contains("breaks rule `no territory of GE`"));
///
/// // a cent less than the records make
/// let charge = &mut route.steps[0].charges[0];
/// charge.amount = charge.amount - Money::from_cents(1);
/// let wrong = verify(&route, &Policy::open(), network, &today).unwrap_err();
/// assert_eq!(wrong.code(), "route_misstated");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify(
    route: &Route,
    policy: &Policy,
    network: &Network,
    scenario: &Scenario,
) -> Result<Certificate, VerifyError> {
    verify_in(route, policy, &scenario.apply(network)?)
}

impl Route {
    /// Checks the route against every rule of a policy with [`verify_in`], and keeps the certificate.
    ///
    /// # Errors
    /// As [`verify_in`]; the route is left without a certificate then.
    pub fn certify(&mut self, policy: &Policy, world: &World) -> Result<(), VerifyError> {
        self.certificate = None;
        self.certificate = Some(verify_in(self, policy, world)?);
        Ok(())
    }
}

/// Checks a route like [`verify`] in a world at hand.
///
/// # Errors
/// As [`verify`].
pub fn verify_in(
    route: &Route,
    policy: &Policy,
    world: &World,
) -> Result<Certificate, VerifyError> {
    verify_by(route, &Rulebook::read(policy, world)?, world)
}

/// Checks a route like [`verify_in`] by rules that were read in that world.
pub(crate) fn verify_by(
    route: &Route,
    rules: &Rulebook,
    world: &World,
) -> Result<Certificate, VerifyError> {
    let records = Records::of(world, route, rules.lend());
    let found = Check::of(route, rules, world, &records).run();
    rules.keep(records.ledger.into_inner());
    let certificate = found?;
    match &route.certificate {
        Some(stated) if !agree(stated, &certificate) => Err(VerifyError::OtherCertificate {
            stated: Box::new(stated.clone()),
            recorded: Box::new(certificate),
        }),
        _ => Ok(certificate),
    }
}

/// Whether a stated certificate is the one found, or says the same of the route under other rules.
fn agree(stated: &Certificate, found: &Certificate) -> bool {
    if stated.policy == found.policy || stated.rules == found.rules {
        return stated == found;
    }
    let Certificate {
        policy: _,
        day,
        scenario,
        shipment,
        objective,
        value,
        steps,
        countries,
        rules: _,
    } = stated;
    (day, scenario, shipment) == (&found.day, &found.scenario, &found.shipment)
        && (objective, value) == (&found.objective, &found.value)
        && (steps, countries) == (&found.steps, &found.countries)
}

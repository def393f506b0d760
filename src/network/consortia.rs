//! What members run for their consortia.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::extent::{Extent, each};
use super::{
    ControlKind, Fault, FaultKind, LineId, OperatorId, Party, Passing, PlaceId, Provenance,
    Records, ServiceId, Validity,
};

/// What a member runs for a consortium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConsortiumAsset {
    /// Trains on a line, or the line.
    Line(LineId),
    /// A service.
    Service(ServiceId),
    /// A terminal, by its place.
    Terminal(PlaceId),
}

/// A line, service or terminal that a member runs for a consortium; what else the member does is its
/// own business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConsortiumOperation {
    /// The consortium, an operator.
    pub consortium: OperatorId,
    /// The member.
    pub member: OperatorId,
    /// What it runs.
    pub asset: ConsortiumAsset,
    /// From when to when; a member on every day of it.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl ConsortiumOperation {
    /// What a member always runs for a consortium.
    #[must_use]
    pub fn new(consortium: OperatorId, member: OperatorId, asset: ConsortiumAsset) -> Self {
        Self {
            consortium,
            member,
            asset,
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

/// Reports operations on days on which the member is none, and what is said twice.
pub(super) fn check(records: &Records, faults: &mut Vec<Fault>) {
    said_twice(records, faults);
    for row in &records.consortium_operations {
        let member = Party::Operator(row.member);
        let rows = records.members.iter();
        let terms: Vec<Validity> = rows
            .filter(|other| other.consortium == row.consortium && other.member == member)
            .map(|other| other.validity)
            .collect();
        if !covers(&terms, row.validity) {
            let kind = FaultKind::NotAMember {
                member: member.id_in(records).to_string(),
                consortium: Party::Operator(row.consortium).id_in(records).to_string(),
                days: row.validity.to_string(),
            };
            let origin = row.provenance.origin.clone();
            faults.push(Fault::new(origin, Some("member"), kind));
        }
    }
}

/// Reports one thing run twice for one consortium by one member, control said twice or of oneself, and
/// one thing that passes a passage twice.
fn said_twice(records: &Records, faults: &mut Vec<Fault>) {
    let operations = records.consortium_operations.iter().map(|row| {
        let key = (row.consortium, row.member, row.asset);
        (key, Extent::new(row.validity, &row.provenance))
    });
    let operator = |id: OperatorId| Party::Operator(id).id_in(records);
    let name = |(consortium, member, asset): &(OperatorId, OperatorId, ConsortiumAsset)| {
        let (member, consortium) = (operator(*member), operator(*consortium));
        let asset = match asset {
            ConsortiumAsset::Line(id) => records.lines.at(id.index()).id.to_string(),
            ConsortiumAsset::Service(id) => records.services.at(id.index()).id.to_string(),
            ConsortiumAsset::Terminal(id) => records.places.at(id.index()).code.to_string(),
        };
        format!("{asset} run by {member} for {consortium}")
    };
    each(operations, "valid_from", name, faults);
    for row in &records.controls {
        if row.controller == row.controlled {
            let party = row.controller.id_in(records).to_string();
            let origin = row.provenance.origin.clone();
            let kind = FaultKind::ControlOfItself { party };
            faults.push(Fault::new(origin, Some("controller"), kind));
        }
    }
    let controls = records.controls.iter().map(|row| {
        let key = (row.controller, row.controlled, row.kind);
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(controller, controlled, _): &(Party, Party, ControlKind)| {
        let (controller, controlled) = (controller.id_in(records), controlled.id_in(records));
        format!("control of {controller} over {controlled}")
    };
    each(controls, "valid_from", name, faults);
    let passages = records.passages.iter().map(|row| {
        let key = (row.name.as_str(), row.passing);
        (key, Extent::new(Validity::ALWAYS, &row.provenance))
    });
    let name = |(name, _): &(&str, Option<Passing>)| (*name).to_owned();
    each(passages, "name", name, faults);
}

/// Whether every day belongs to one of the terms. What is not covered begins with the whole or the day
/// after a term.
fn covers(terms: &[Validity], whole: Validity) -> bool {
    let ends = terms.iter().filter_map(Validity::to);
    let after = ends.filter_map(|end| end.tomorrow().ok());
    let mut days: BTreeSet<Date> = after.filter(|day| whole.contains(*day)).collect();
    days.insert(whole.from().unwrap_or(Date::MIN));
    let held = |day: &Date| terms.iter().any(|term| term.contains(*day));
    days.iter().all(held)
}

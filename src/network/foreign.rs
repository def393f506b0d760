//! Ids that another builder handed out.

use super::{End, Fault, FaultKind, Party, Provenance, Records};

/// Reports ids that this builder never handed out.
pub(super) fn foreign_ids(records: &Records, faults: &mut Vec<Fault>) -> bool {
    let before = faults.len();
    let mut expect = |known: bool, provenance: &Provenance, what: &'static str, of: &str| {
        if !known {
            let code = format!("{of}: an id of another network");
            let kind = FaultKind::Unknown {
                what,
                code,
                nearest: None,
            };
            faults.push(Fault::new(provenance.origin.clone(), None, kind));
        }
    };
    let place = |id: super::PlaceId| id.index() < records.places.len();
    let crossing = |id: super::CrossingId| id.index() < records.crossings.len();
    let operator = |id: super::OperatorId| id.index() < records.operators.len();
    let line = |id: super::LineId| id.index() < records.lines.len();
    let service = |id: super::ServiceId| id.index() < records.services.len();
    let project =
        |id: Option<super::ProjectId>| id.is_none_or(|id| id.index() < records.projects.len());
    let end = |end: End| match end {
        End::Place(id) => place(id),
        End::Crossing(id) => crossing(id),
    };
    let party = |party: Party| match party {
        Party::Operator(id) => operator(id),
        Party::Owner(id) => id.index() < records.owners.len(),
    };
    let waypoint = |point: &super::Waypoint| match point {
        super::Waypoint::Point(_) => true,
        super::Waypoint::Place(id) => place(*id),
        super::Waypoint::Crossing(id) => crossing(*id),
        super::Waypoint::Service(id) => service(*id),
    };
    for row in records.crossings.raw() {
        let known = row.stations.iter().flatten().all(|id| place(*id));
        expect(known, &row.provenance, "place", &row.code);
        expect(project(row.project), &row.provenance, "project", &row.code);
    }
    for row in records.links.raw() {
        expect(
            end(row.from) && end(row.to),
            &row.provenance,
            "end",
            &row.id,
        );
        expect(line(row.line), &row.provenance, "line", &row.id);
        expect(project(row.project), &row.provenance, "project", &row.id);
    }
    for row in records.lines.raw() {
        let known = row
            .managers
            .iter()
            .all(|managed| operator(managed.operator));
        expect(known, &row.provenance, "operator", &row.id);
        expect(project(row.project), &row.provenance, "project", &row.id);
    }
    for row in records.services.raw() {
        expect(
            place(row.from) && place(row.to),
            &row.provenance,
            "place",
            &row.id,
        );
        expect(operator(row.operator), &row.provenance, "operator", &row.id);
        expect(
            row.ways().flatten().all(waypoint),
            &row.provenance,
            "waypoint",
            &row.id,
        );
        expect(project(row.project), &row.provenance, "project", &row.id);
    }
    for row in records.through_rates.raw() {
        expect(
            place(row.from) && place(row.to),
            &row.provenance,
            "place",
            &row.id,
        );
        expect(operator(row.seller), &row.provenance, "operator", &row.id);
        expect(
            row.ways().flatten().all(waypoint),
            &row.provenance,
            "waypoint",
            &row.id,
        );
    }
    for row in records.tariffs.raw() {
        let parties = [row.operator, row.payee];
        expect(
            parties.into_iter().flatten().all(operator),
            &row.provenance,
            "operator",
            &row.id,
        );
        expect(
            row.lines.iter().all(|id| line(*id)),
            &row.provenance,
            "line",
            &row.id,
        );
    }
    for row in &records.stakes {
        expect(
            party(row.holder) && party(row.held),
            &row.provenance,
            "party",
            "stake",
        );
    }
    for row in &records.members {
        let known = operator(row.consortium) && party(row.member);
        expect(known, &row.provenance, "party", "member");
    }
    for row in &records.consortium_operations {
        let asset = match row.asset {
            super::ConsortiumAsset::Line(id) => line(id),
            super::ConsortiumAsset::Service(id) => service(id),
            super::ConsortiumAsset::Terminal(id) => place(id),
        };
        let known = operator(row.consortium) && operator(row.member) && asset;
        let what = "consortium, member or what it runs";
        expect(known, &row.provenance, what, "consortium operation");
    }
    for row in &records.passages {
        let known = match row.passing {
            None => true,
            Some(super::Passing::Service(id)) => service(id),
            Some(super::Passing::Link(id)) => id.index() < records.links.len(),
        };
        expect(known, &row.provenance, "service or link", &row.name);
    }
    for row in &records.controls {
        let known = party(row.controller) && party(row.controlled);
        expect(known, &row.provenance, "party", "control");
    }
    for row in &records.handling {
        expect(
            row.place.is_none_or(place),
            &row.provenance,
            "place",
            "handling",
        );
        expect(
            row.operator.is_none_or(operator),
            &row.provenance,
            "operator",
            "handling",
        );
    }
    for row in &records.borders {
        expect(
            row.crossing.is_none_or(crossing),
            &row.provenance,
            "crossing",
            "border",
        );
        expect(
            row.payee.is_none_or(operator),
            &row.provenance,
            "operator",
            "border",
        );
    }
    for row in &records.fees {
        expect(
            row.payee.is_none_or(operator),
            &row.provenance,
            "operator",
            "fee",
        );
    }
    let source = |id: super::SourceId| id.index() < records.sources.len();
    for row in &records.ranges {
        expect(source(row.of), &row.provenance, "source", "range");
    }
    for row in records.sources.raw() {
        let known = row.derived_from.iter().all(|id| source(*id));
        let provenance = Provenance::at(row.origin.clone());
        expect(known, &provenance, "source", &row.id);
    }
    for row in &records.speeds {
        expect(row.line.is_none_or(line), &row.provenance, "line", "speed");
    }
    for row in &records.departures {
        let known = row.place.is_none_or(place);
        expect(known, &row.provenance, "place", "departure");
    }
    for row in &records.seasons {
        let known = row.services.iter().all(|id| service(*id));
        expect(known, &row.provenance, "service", "season");
    }
    faults.len() > before
}

//! What records must agree on before they are a network.

use super::foreign::foreign_ids;
use super::shares::stakes;
use super::table::{Coded, Table};
use super::{End, Fault, FaultKind, LineId, Link, Mode, Origin, Records, Timeline};
use crate::code::Country;
use crate::quantity::great_circle_metres;

/// The great circle of geocoded points is only as good as the coordinates.
const CIRCLE_SLACK: f64 = 0.995;
const CIRCLE_SLACK_METRES: f64 = 100.0;

pub(super) fn check(records: &Records) -> Vec<Fault> {
    let mut faults = Vec::new();
    duplicates(&records.places, &mut faults);
    duplicates(&records.crossings, &mut faults);
    duplicates(&records.links, &mut faults);
    duplicates(&records.lines, &mut faults);
    duplicates(&records.operators, &mut faults);
    duplicates(&records.owners, &mut faults);
    duplicates(&records.services, &mut faults);
    duplicates(&records.through_rates, &mut faults);
    duplicates(&records.tariffs, &mut faults);
    duplicates(&records.projects, &mut faults);
    duplicates(&records.sources, &mut faults);
    for owner in records.owners.raw() {
        if let Some(index) = records.operators.find(&owner.id) {
            let first = records.operators.at(index).provenance.origin.clone();
            let kind = FaultKind::Duplicate {
                what: "operator or owner",
                code: owner.id.to_string(),
                first,
            };
            faults.push(Fault::new(
                owner.provenance.origin.clone(),
                Some("id"),
                kind,
            ));
        }
    }
    // Everything below looks records up by id; a foreign id must be found first.
    if foreign_ids(records, &mut faults) {
        return faults;
    }
    coordinates(records, &mut faults);
    timelines(records, &mut faults);
    stations(records, &mut faults);
    for link in records.links.raw() {
        check_link(records, link, &mut faults);
    }
    for (column, mode, country, id, origin) in line_users(records) {
        let line = records.lines.at(id.index());
        if line.mode != mode {
            let kind = FaultKind::ModeMismatch {
                mode: mode.to_string(),
                other: line.id.to_string(),
                other_mode: line.mode.to_string(),
            };
            faults.push(Fault::new(origin.clone(), Some(column), kind));
        }
        if let Some(country) = country.filter(|country| *country != line.country) {
            let reason = format!(
                "`{}` lies in {}, not in {country}; correct the line or the country",
                line.id, line.country
            );
            let kind = FaultKind::BadValue { reason };
            faults.push(Fault::new(origin.clone(), Some(column), kind));
        }
    }
    for service in records.services.raw() {
        check_service(records, service, &mut faults);
    }
    stakes(records, &mut faults);
    super::overlaps::check(records, &mut faults);
    faults
}

fn duplicates<T: Coded>(table: &Table<T>, faults: &mut Vec<Fault>) {
    for (index, item) in table.raw().iter().enumerate() {
        if let Some(first) = table.find(item.code()).filter(|first| *first != index) {
            let first = table.at(first).origin().clone();
            let kind = FaultKind::Duplicate {
                what: T::WHAT,
                code: item.code().to_owned(),
                first,
            };
            faults.push(Fault::new(item.origin().clone(), T::COLUMN, kind));
        }
    }
}

fn on_globe(location: geo_types::Point<f64>) -> bool {
    // NaN fails both comparisons.
    location.x().abs() <= 180.0 && location.y().abs() <= 90.0
}

fn coordinates(records: &Records, faults: &mut Vec<Fault>) {
    let places = records
        .places
        .raw()
        .iter()
        .map(|row| (row.location, &row.provenance.origin));
    let crossings = records
        .crossings
        .raw()
        .iter()
        .map(|row| (row.location, &row.provenance.origin));
    for (location, origin) in places.chain(crossings) {
        if !on_globe(location) {
            let kind = FaultKind::BadCoordinates {
                lon: location.x().to_string(),
                lat: location.y().to_string(),
            };
            faults.push(Fault::new(origin.clone(), Some("lon"), kind));
        }
    }
}

/// The lines that tariffs and speeds name, with the mode and country they name them for.
fn line_users(
    records: &Records,
) -> impl Iterator<Item = (&'static str, Mode, Option<Country>, LineId, &Origin)> {
    let tariffs = records.tariffs.raw().iter().flat_map(|row| {
        let origin = &row.provenance.origin;
        let lines = row.lines.iter();
        lines.map(move |line| ("lines", row.mode, Some(row.country), *line, origin))
    });
    let speeds = records.speeds.iter().filter_map(|row| {
        let origin = &row.provenance.origin;
        Some(("line", row.mode, row.country, row.line?, origin))
    });
    tariffs.chain(speeds)
}

/// A crossing's stations stand on their own sides of the border.
fn stations(records: &Records, faults: &mut Vec<Fault>) {
    for crossing in records.crossings.raw() {
        for side in 0..2 {
            let Some(station) = crossing.stations[side] else {
                continue;
            };
            let place = records.places.at(station.index());
            if place.country != crossing.countries[side] {
                let reason = format!(
                    "`{}` lies in {}, not in {}; swap or correct the places",
                    place.code, place.country, crossing.countries[side]
                );
                let column = ["place_a", "place_b"][side];
                let origin = crossing.provenance.origin.clone();
                let kind = FaultKind::BadValue { reason };
                faults.push(Fault::new(origin, Some(column), kind));
            }
        }
    }
}

fn timelines(records: &Records, faults: &mut Vec<Fault>) {
    let mut check = |code: &str, states: &Timeline, origin: &Origin| {
        if let Some((first, second)) = states.overlap() {
            let kind = FaultKind::overlap(
                code,
                second.validity,
                first.validity,
                &first.provenance.origin,
            );
            let at = &second.provenance.origin;
            let at = if at.file().is_some() { at } else { origin };
            faults.push(Fault::new(at.clone(), Some("valid_from"), kind));
        }
    };
    for row in records.links.raw() {
        check(&row.id, &row.states, &row.provenance.origin);
    }
    for row in records.crossings.raw() {
        check(&row.code, &row.states, &row.provenance.origin);
    }
    for row in records.services.raw() {
        check(&row.id, &row.states, &row.provenance.origin);
    }
}

fn check_link(records: &Records, link: &Link, faults: &mut Vec<Fault>) {
    let mut fault = |column: &str, kind: FaultKind| {
        faults.push(Fault::new(
            link.provenance.origin.clone(),
            Some(column),
            kind,
        ));
    };
    let code = |end: End| match end {
        End::Place(id) => records.places.at(id.index()).code.as_str().to_owned(),
        End::Crossing(id) => records.crossings.at(id.index()).code.to_string(),
    };
    let location = |end: End| match end {
        End::Place(id) => records.places.at(id.index()).location,
        End::Crossing(id) => records.crossings.at(id.index()).location,
    };
    if link.from == link.to {
        fault(
            "to",
            FaultKind::LinkToItself {
                id: link.id.to_string(),
                end: code(link.from),
            },
        );
        return;
    }
    let ends = [location(link.from), location(link.to)];
    let circle = great_circle_metres(ends[0], ends[1]);
    if ends.into_iter().all(on_globe)
        && (link.length.as_metres() as f64) < circle * CIRCLE_SLACK - CIRCLE_SLACK_METRES
    {
        let kind = FaultKind::ShorterThanGreatCircle {
            km: link.length.as_km().to_string(),
            great_circle_km: format!("{:.3}", circle / 1e3),
        };
        fault("length_km", kind);
    }
    for (column, end) in [("from", link.from), ("to", link.to)] {
        let countries: Vec<String> = match end {
            End::Place(id) => vec![records.places.at(id.index()).country.to_string()],
            End::Crossing(id) => {
                let crossing = records.crossings.at(id.index());
                if crossing.mode != link.mode {
                    let kind = FaultKind::ModeMismatch {
                        mode: link.mode.to_string(),
                        other: crossing.code.to_string(),
                        other_mode: crossing.mode.to_string(),
                    };
                    fault(column, kind);
                }
                crossing.countries.iter().map(ToString::to_string).collect()
            }
        };
        if !countries.contains(&link.country.to_string()) {
            let kind = FaultKind::ForeignEnd {
                country: link.country.to_string(),
                end: code(end),
                other: countries.join(" and "),
            };
            fault(column, kind);
        }
    }
    let line = records.lines.at(link.line.index());
    if line.mode != link.mode {
        let kind = FaultKind::ModeMismatch {
            mode: link.mode.to_string(),
            other: line.id.to_string(),
            other_mode: line.mode.to_string(),
        };
        fault("line", kind);
    }
    if line.country != link.country {
        let kind = FaultKind::ForeignEnd {
            country: link.country.to_string(),
            end: line.id.to_string(),
            other: line.country.to_string(),
        };
        fault("line", kind);
    }
    let problem = match (link.mode, link.gauges.is_empty()) {
        (Mode::Rail, true) => Some("needs a gauge; give `1435`, `1520` or both"),
        (Mode::Road | Mode::InlandWaterway, false) => Some("has no gauge; empty the cell"),
        (Mode::Sea, _) => Some("is no link's; enter a service instead"),
        _ => None,
    };
    if let Some(problem) = problem {
        fault(
            "gauges",
            FaultKind::GaugeMismatch {
                mode: link.mode.to_string(),
                problem,
            },
        );
    }
}

fn check_service(records: &Records, service: &super::Service, faults: &mut Vec<Fault>) {
    use super::{Conveyance, PlaceKind, ServiceKind};
    let mut fault = |column: &str, problem: String| {
        let kind = FaultKind::BadService {
            id: service.id.to_string(),
            problem,
        };
        faults.push(Fault::new(
            service.provenance.origin.clone(),
            Some(column),
            kind,
        ));
    };
    if service.from == service.to {
        fault(
            "to",
            "leads from a place to itself; give two different places".to_owned(),
        );
    }
    let fits = match service.kind {
        ServiceKind::RailFerry | ServiceKind::BlockTrain => {
            matches!(service.conveyance, Conveyance::Wagon(_))
        }
        ServiceKind::RoRo => service.conveyance == Conveyance::Truck,
        ServiceKind::Feeder => service.conveyance == Conveyance::Vessel,
    };
    if !fits {
        fault(
            "carriage",
            format!(
                "a {} cannot keep goods in `{}`",
                service.kind, service.conveyance
            ),
        );
    }
    let by_sea = service.kind != ServiceKind::BlockTrain;
    for (column, missing) in [
        ("distance_km", service.distance.is_none()),
        ("hours", service.time.is_none()),
    ] {
        if by_sea && missing {
            fault(
                column,
                "a vessel needs its own distance and hours; fill the cell".to_owned(),
            );
        }
    }
    if service.wait.is_none() && service.departures_per_1000_weeks.is_none_or(|n| n == 0) {
        fault(
            "wait_hours",
            "neither a wait nor departures a week are told; give one of them".to_owned(),
        );
    }
    for (column, end) in [("from", service.from), ("to", service.to)] {
        let place = records.places.at(end.index());
        let berth = match service.kind {
            ServiceKind::RailFerry | ServiceKind::RoRo => {
                place.is(PlaceKind::FerryTerminal) || place.is(PlaceKind::Seaport)
            }
            ServiceKind::Feeder => place.is(PlaceKind::Seaport),
            ServiceKind::BlockTrain => {
                place.is(PlaceKind::RailTerminal) || place.is(PlaceKind::RailBorder)
            }
        };
        if !berth {
            fault(
                column,
                format!(
                    "a {} cannot call at `{}`; correct the place or its kinds",
                    service.kind, place.code
                ),
            );
        }
    }
}

//! What records must agree on before they are a network.

use super::fit::on_globe;
use super::foreign::foreign_ids;
use super::shares::stakes;
use super::table::{Coded, Table};
use super::{Fault, FaultKind, LineId, Mode, Origin, Records, Timeline};
use crate::code::Country;

pub(super) fn check(records: &Records) -> Vec<Fault> {
    let mut faults = Vec::new();
    all_duplicates(records, &mut faults);
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
        let misfits = records.link_misfits(link).into_iter();
        faults.extend(misfits.map(|misfit| misfit.fault(link)));
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
        let misfits = records.service_misfits(service).into_iter();
        faults.extend(misfits.map(|misfit| misfit.fault(service)));
    }
    stakes(records, &mut faults);
    super::consortia::check(records, &mut faults);
    super::derivation::check(records, &mut faults);
    super::overlaps::check(records, &mut faults);
    faults
}

macro_rules! codes {
    (
        coded { $($one:ident $find:ident $many:ident $at:ident $by:ident: $item:ident, $id:ident, $row:ident, $a:literal $noun:literal;)+ }
        numbered { $($n_one:ident $n_many:ident: $n_item:ident, $n_id:ident, $n_a:literal $n_noun:literal;)+ }
        listed { $($(#[$attr:meta])* $l_one:ident $l_many:ident: $l_item:ident, $l_a:literal $l_noun:literal $l_more:literal;)+ }
    ) => {
        /// Reports codes that two records of a table have.
        fn all_duplicates(records: &Records, faults: &mut Vec<Fault>) {
            $(duplicates(&records.$many, faults);)+
        }
    };
}

every_table!(codes);

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
            faults.push(Fault::new(origin.clone(), Some("location"), kind));
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
            faults.push(Fault::new(at.clone(), Some("validity"), kind));
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

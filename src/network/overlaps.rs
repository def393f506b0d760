//! Records without an id of their own that claim the same thing for the same days.

use rustc_hash::FxHashMap;

use super::duplicates;
use super::extent::{Extent, MOST_ALIKE, each, too_many};
use super::{
    Bound, Consist, CrossingId, Fault, FaultKind, HandlingKind, LineId, Mode, OperatorId, Party,
    PlaceId, Plate, PlateRule, Product, Records, Regime, Tariff, Trigger,
};
use crate::code::{Country, Name};

fn any<T: ToString>(named: Option<T>) -> String {
    named.map_or_else(|| "any".to_owned(), |named| named.to_string())
}

/// The product and the way of going, where a record names one of them.
fn going((product, consist): (Option<Product>, Option<Consist>)) -> String {
    if product.is_none() && consist.is_none() {
        return String::new();
    }
    format!(" for {} product and {} consist", any(product), any(consist))
}

fn plated(plate: Plate) -> String {
    match plate {
        Plate::Country(country) => country.to_string(),
        Plate::EuropeanUnion => "EU".to_owned(),
        Plate::Other => "any".to_owned(),
    }
}

type Family<'a> = &'a Option<String>;
type Work<'a> = (
    HandlingKind,
    Option<PlaceId>,
    Option<Country>,
    Family<'a>,
    Family<'a>,
);
type Control = (
    Option<CrossingId>,
    Option<Country>,
    Option<Country>,
    (Option<Mode>, Option<Regime>),
    (Option<Product>, Option<Consist>),
);
type Formed = (
    Option<PlaceId>,
    Option<Country>,
    (Option<Product>, Option<Consist>),
);
type Due = (Country, Mode, Plate, Trigger, Option<OperatorId>);
type Pace = (
    Option<LineId>,
    Option<Country>,
    Mode,
    (Option<Product>, Option<Bound>),
);

pub(super) fn check(records: &Records, faults: &mut Vec<Fault>) {
    for line in records.lines.raw() {
        let managers = line.managers.iter().map(|row| {
            let extent = Extent::new(row.validity, &row.provenance);
            ((), extent)
        });
        each(managers, "valid_from", |()| line.id.to_string(), faults);
    }
    // A record of a place holds there whatever country it names.
    let handling = records.handling.iter().map(|row| {
        let country = row.country.filter(|_| row.place.is_none());
        let key = (row.kind, row.place, country, &row.from, &row.to);
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(kind, place, country, from, to): &Work<'_>| {
        let place = place.map(|id| records.places.at(id.index()).code.to_string());
        let at = any(place.or(country.map(|country| country.to_string())));
        let (from, to) = (any(from.as_deref()), any(to.as_deref()));
        format!("{kind} at {at} from {from} to {to}")
    };
    each(handling, "valid_from", name, faults);

    let borders = records.borders.iter().map(|row| {
        let control = (row.mode, row.regime);
        let key = (
            row.crossing,
            row.from,
            row.to,
            control,
            (row.product, row.consist),
        );
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(crossing, from, to, (mode, regime), goes): &Control| {
        let crossing = crossing.map(|id| records.crossings.at(id.index()).code.to_string());
        let (at, from, to) = (any(crossing), any(*from), any(*to));
        let (mode, regime) = (any(*mode), any(*regime));
        let going = going(*goes);
        format!("border at {at} from {from} to {to} for {mode} mode and {regime} regime{going}")
    };
    each(borders, "valid_from", name, faults);

    // A record of a place holds there whatever country it names.
    let departures = records.departures.iter().map(|row| {
        let country = row.country.filter(|_| row.place.is_none());
        let key = (row.place, country, (row.product, row.consist));
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(place, country, goes): &Formed| {
        let place = place.map(|id| records.places.at(id.index()).code.to_string());
        let at = any(place.or(country.map(|country| country.to_string())));
        format!("departure from {at}{}", going(*goes))
    };
    each(departures, "valid_from", name, faults);

    let fees = records.fees.iter().map(|row| {
        let key = (row.country, row.mode, row.plate, row.trigger, row.payee);
        let extent = Extent::new(row.validity, &row.provenance);
        (key, extent.of_masses(row.mass_from, row.mass_to))
    });
    let name = |(country, mode, plate, trigger, payee): &Due| {
        let plate = plated(*plate);
        let trigger = match trigger {
            Trigger::Entry => "entry into",
            Trigger::Exit => "exit from",
            Trigger::Run => "running in",
        };
        let payee = payee.map(|id| format!(" to {}", records.operators.at(id.index()).id));
        let to = payee.unwrap_or_default();
        format!("{mode} fee{to} on {trigger} {country} for {plate} plates")
    };
    each(fees, "valid_from", name, faults);

    let closures = records.closures.iter().map(|row| {
        let key = (row.country, row.from, row.to, row.trade);
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(country, from, to, _): &(Country, Option<Country>, Option<Country>, bool)| {
        format!(
            "closure of {country} for goods from {} to {}",
            any(*from),
            any(*to)
        )
    };
    each(closures, "valid_from", name, faults);

    trucks(records, faults);
    let speeds = records.speeds.iter().map(|row| {
        let key = (row.line, row.country, row.mode, (row.product, row.bound));
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(line, country, mode, (product, bound)): &Pace| {
        let line = line.map(|id| records.lines.at(id.index()).id.to_string());
        let at = any(line.or(country.map(|country| country.to_string())));
        let bound = bound.map(|bound| format!(", {bound}")).unwrap_or_default();
        format!("{mode} speed in {at} for {} product{bound}", any(*product))
    };
    each(speeds, "valid_from", name, faults);

    let members = records.members.iter().map(|row| {
        let key = (row.member, row.consortium);
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(member, consortium): &(Party, OperatorId)| {
        let member = member.id_in(records);
        let consortium = &records.operators.at(consortium.index()).id;
        format!("{member} in {consortium}")
    };
    each(members, "valid_from", name, faults);

    let unions = records.unions.iter().map(|row| {
        let key = (row.union.as_str(), row.country);
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(union, country): &(&str, Country)| format!("{country} in {union}");
    each(unions, "valid_from", name, faults);
    tariffs(records, faults);
    duplicates::check(records, faults);
    seasons(records, faults);
}

/// Two seasons of one service in one month.
fn seasons(records: &Records, faults: &mut Vec<Fault>) {
    if let Some(row) = records.seasons.get(MOST_ALIKE) {
        faults.push(too_many("seasons", &row.provenance, "services"));
        return;
    }
    for (index, row) in records.seasons.iter().enumerate() {
        for first in &records.seasons[..index] {
            let both = |id| first.services.contains(id);
            let shared = row.services.iter().find(|id| both(id));
            if let Some(id) = shared.filter(|_| first.meets(row)) {
                let kind = FaultKind::Duplicate {
                    what: "season of a month",
                    code: records.services.at(id.index()).id.to_string(),
                    first: first.provenance.origin.clone(),
                };
                let here = row.provenance.origin.clone();
                faults.push(Fault::new(here, Some("services"), kind));
            }
        }
    }
}

/// Two answers to one question about one plate, and two hazards of one kind.
fn trucks(records: &Records, faults: &mut Vec<Fault>) {
    let plates = records.plates.iter().map(|row| {
        let entry = !matches!(row.rule, PlateRule::NoCabotage | PlateRule::Cabotage);
        let key = (row.country, row.plate, entry);
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(country, plate, entry): &(Country, Plate, bool)| {
        let what = if *entry { "entry into" } else { "cabotage in" };
        format!("rule on {what} {country} for {} plates", plated(*plate))
    };
    each(plates, "valid_from", name, faults);
    let hazards = records.hazards.iter().map(|row| {
        let key = (row.country, row.mode, &row.kind);
        (key, Extent::new(row.validity, &row.provenance))
    });
    let name = |(country, mode, kind): &(Country, Option<Mode>, &Name)| {
        format!("hazard {kind} in {country} for {} mode", any(*mode))
    };
    each(hazards, "valid_from", name, faults);
}

/// Two tariffs that one unit would pay both, though they name the same charge.
fn tariffs(records: &Records, faults: &mut Vec<Fault>) {
    let mut groups: FxHashMap<_, Vec<(&Tariff, Extent<'_>)>> = FxHashMap::default();
    for row in records.tariffs.raw() {
        let key = (
            (row.operator, row.country, row.mode, row.product),
            (row.basis, row.component, row.payee),
        );
        let extent = Extent::new(row.validity, &row.provenance)
            .of_masses(row.mass_from, row.mass_to)
            .of_band(row.band_from, row.band_to);
        let known = groups.entry(key).or_default();
        if known.len() >= MOST_ALIKE {
            if known.len() == MOST_ALIKE {
                let name = format!("the tariff for {} of {}", row.product, row.country);
                faults.push(too_many(&name, &row.provenance, "validity"));
                known.push((row, extent));
            }
            continue;
        }
        let both = |a: &Tariff, b: &Tariff| {
            // A tariff of named lines replaces the general one there.
            let lines = match (a.lines.is_empty(), b.lines.is_empty()) {
                (true, true) => true,
                (false, false) => a.lines.iter().any(|line| b.lines.contains(line)),
                _ => false,
            };
            let unit = a.unit.is_none() || b.unit.is_none() || a.unit == b.unit;
            let loaded = a.loaded.is_none() || b.loaded.is_none() || a.loaded == b.loaded;
            let consist = a.consist.is_none() || b.consist.is_none() || a.consist == b.consist;
            let bound = a.bound.is_none() || b.bound.is_none() || a.bound == b.bound;
            lines && unit && loaded && consist && bound && a.id != b.id
        };
        let first = known
            .iter()
            .find(|(first, there)| both(first, row) && there.meets(&extent));
        if let Some((first, there)) = first {
            let code = format!("{} of {}", row.product, row.country);
            let kind = FaultKind::overlap(
                &format!("tariff for {code}"),
                extent.validity,
                there.validity,
                &first.provenance.origin,
            );
            let here = row.provenance.origin.clone();
            faults.push(Fault::new(here, Some("validity"), kind));
        }
        known.push((row, extent));
    }
}

//! Stakes that cannot be held together.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::extent::{MOST_ALIKE, too_many};
use super::{Fault, FaultKind, Origin, Party, Records, Validity};
use crate::quantity::ShareSum;

pub(super) fn stakes(records: &Records, faults: &mut Vec<Fault>) {
    let name = |party: Party| party.id_in(records).to_string();
    let held = records
        .stakes
        .iter()
        .map(|row| {
            (
                row.held,
                row.holder,
                row.share.value(),
                row.validity,
                &row.provenance,
            )
        })
        .chain(records.members.iter().filter_map(|row| {
            let held = Party::Operator(row.consortium);
            Some((
                held,
                row.member,
                row.share.as_ref()?.value(),
                row.validity,
                &row.provenance,
            ))
        }));
    let mut by_held: FxHashMap<Party, Vec<_>> = FxHashMap::default();
    for (held, holder, share, validity, provenance) in held {
        let origin = provenance.origin.clone();
        if held == holder {
            let kind = FaultKind::StakeInItself { party: name(held) };
            faults.push(Fault::new(origin.clone(), Some("holder"), kind));
        }
        let rows = by_held.entry(held).or_default();
        if rows.len() >= MOST_ALIKE {
            if rows.len() == MOST_ALIKE {
                let name = format!("the stakes in `{}`", name(held));
                faults.push(too_many(&name, provenance, "share"));
                rows.push((holder, share, validity, origin));
            }
            continue;
        }
        let twice = rows
            .iter()
            .find(|(other, _, known, _): &&(Party, _, Validity, Origin)| {
                *other == holder && known.overlaps(&validity)
            });
        if let Some((_, _, known, first)) = twice {
            let code = format!("{} in {}", name(holder), name(held));
            let kind = FaultKind::overlap(&code, validity, *known, first);
            faults.push(Fault::new(origin.clone(), Some("validity"), kind));
        }
        rows.push((holder, share, validity, origin));
    }
    for (held, rows) in by_held {
        // A sum can only rise on a first day.
        let days: BTreeSet<Date> = rows
            .iter()
            .map(|(_, _, validity, _)| validity.from().unwrap_or(Date::MIN))
            .collect();
        let above = days.into_iter().find_map(|day| {
            let on_day: Vec<_> = rows
                .iter()
                .filter(|(_, _, validity, _)| validity.contains(day))
                .collect();
            let sum = ShareSum::of(on_day.iter().map(|(_, share, _, _)| *share));
            let fits = sum.is_some_and(|sum| sum.whole().is_le());
            (!fits).then(|| (day, sum, on_day[on_day.len() - 1].3.clone()))
        });
        if let Some((day, sum, origin)) = above {
            let held = name(held);
            let day = if day == Date::MIN {
                "every day".to_owned()
            } else {
                day.to_string()
            };
            let kind = match sum {
                Some(sum) => FaultKind::StakesAboveWhole {
                    held,
                    percent: sum.to_string(),
                    day,
                },
                None => FaultKind::StakesUnlike { held, day },
            };
            faults.push(Fault::new(origin, Some("share"), kind));
        }
    }
}

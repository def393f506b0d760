//! What sources are derived from, and how far off what they state may be.

use std::collections::BTreeMap;

use super::{Fault, FaultKind, Faults, Records, SourceId};

pub(super) fn check(records: &Records, faults: &mut Vec<Fault>) {
    circles(records, faults);
    ranges(records, faults);
}

/// A source that is being followed, and how many of those that it is derived from were.
type Step = (SourceId, usize);

/// Reports sources that are derived from themselves, each circle at its first id.
fn circles(records: &Records, faults: &mut Vec<Fault>) {
    let sources = &records.sources;
    let mut order: Vec<SourceId> = (0..sources.len()).map(SourceId::new).collect();
    order.sort_unstable_by_key(|id| &sources.at(id.index()).id);
    // Where a source stands on the way, from 1; all of it is known below a source that was left.
    let (mut on_way, mut left) = (vec![0; sources.len()], vec![false; sources.len()]);
    for start in order {
        let mut way: Vec<Step> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(id) = next.take()
                && !left[id.index()]
            {
                way.push((id, 0));
                on_way[id.index()] = way.len();
            }
            let Some((id, followed)) = way.last_mut() else {
                break;
            };
            let from = sources.at(id.index()).derived_from.get(*followed).copied();
            *followed += 1;
            match from {
                Some(from) if on_way[from.index()] > 0 => {
                    // To tell a circle takes as long as it is, and there may be one per source.
                    if faults.len() > Faults::MOST {
                        return;
                    }
                    let circle = &way[on_way[from.index()] - 1..];
                    faults.push(circle_fault(records, circle));
                }
                Some(from) => next = Some(from),
                None => {
                    (on_way[id.index()], left[id.index()]) = (0, true);
                    way.pop();
                }
            }
        }
    }
}

fn circle_fault(records: &Records, circle: &[Step]) -> Fault {
    let ids = circle.iter().map(|(id, _)| records.sources.at(id.index()));
    let mut ids: Vec<_> = ids.collect();
    let first = ids.iter().enumerate().min_by_key(|(_, source)| &source.id);
    let first = first.map_or(0, |(at, _)| at);
    ids.rotate_left(first);
    let shown: Vec<String> = ids
        .iter()
        .skip(1)
        .take(5)
        .map(|one| format!("`{}`", one.id))
        .collect();
    let source = ids[0];
    let by_way = if shown.is_empty() {
        String::new()
    } else {
        format!(" by way of {}", shown.join(", "))
    };
    let reason = format!(
        "`{}` is derived from itself{by_way}; remove one of them",
        source.id
    );
    let kind = FaultKind::BadValue { reason };
    Fault::new(source.origin.clone(), Some("derived_from"), kind)
}

/// Reports ranges that are none, and those of one source and column.
fn ranges(records: &Records, faults: &mut Vec<Fault>) {
    let mut known = BTreeMap::new();
    for (index, row) in records.ranges.iter().enumerate() {
        let (low, high) = (row.low_per_mille, row.high_per_mille);
        if low == 0 || low > 1_000 || high < 1_000 || low == high {
            let reason = format!(
                "a range from {low} to {high} thousandths is none; give more than 0 and at most \
                 1000, and 1000 or more, that differ"
            );
            let kind = FaultKind::BadValue { reason };
            faults.push(Fault::new(
                row.provenance.origin.clone(),
                Some("high"),
                kind,
            ));
        }
        let first = *known.entry((row.of, &row.column)).or_insert(index);
        if first != index {
            let source = &records.sources.at(row.of.index()).id;
            let code = match &row.column {
                Some(column) => format!("{column} of {source}"),
                None => source.to_string(),
            };
            let first = records.ranges[first].provenance.origin.clone();
            let what = "range of source";
            let kind = FaultKind::Duplicate { what, code, first };
            faults.push(Fault::new(row.provenance.origin.clone(), Some("of"), kind));
        }
    }
}

//! What the routes rest on.

use std::collections::BTreeMap;

use super::Report;
use super::section::{Block, Cell, Section, Table};
use super::words::{letter, usd};
use crate::code::Name;
use crate::network::EvidenceGrade;
use crate::quantity::Money;

/// Every source of every route, the one with the most money first.
pub(super) fn section(report: &Report<'_>) -> Section {
    let count = report.routes.len();
    let mut sums: BTreeMap<(Option<Name>, EvidenceGrade), Vec<Money>> = BTreeMap::new();
    for (index, route) in report.routes.iter().enumerate() {
        for sum in route.sources() {
            let amounts = sums.entry((sum.source, sum.grade));
            let amounts = amounts.or_insert_with(|| vec![Money::ZERO; count]);
            amounts[index] += sum.cost;
        }
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(|a, b| (b.1.iter().max(), &a.0).cmp(&(a.1.iter().max(), &b.0)));
    let network = report.world.network();
    let rows = sums.into_iter().map(|((id, grade), amounts)| {
        let record = id.as_deref().and_then(|id| network.source_by_id(id));
        let record = record.and_then(|id| network.source(id));
        let what = record.map_or_else(
            || Cell::text("nobody states it, such as a change of the scenario"),
            |source| Cell::link(source.title.as_str(), source.url.as_str()),
        );
        let words = [
            Cell::text(id.as_deref().unwrap_or("none")),
            what,
            Cell::text(record.map_or("", |source| source.date.as_str())),
            Cell::text(grade.as_str()),
        ];
        let amounts = amounts.into_iter().map(|amount| Cell::number(usd(amount)));
        words.into_iter().chain(amounts).collect::<Vec<_>>()
    });
    let columns = [
        "Source",
        "What it is",
        "Date",
        "How far it can be relied on",
    ];
    let columns = columns.map(str::to_owned).into_iter();
    let columns = columns.chain((0..count).map(|index| format!("USD, {}", letter(index))));
    Section::new("Sources")
        .with(Block::text(
            "What of the charges rests on which source. Sources without money state hours.",
        ))
        .with(Table::new("Sources", columns).rows(rows))
}

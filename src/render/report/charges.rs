//! Who is paid, who owns whoever is paid, and for what.

use std::collections::BTreeMap;

use super::owners;
use super::section::{Bars, Cell, Section, Table};
use super::words::{named, usd};
use crate::network::Party;
use crate::quantity::Money;
use crate::route::{PaidTo, Route};
use crate::scenario::World;

pub(super) fn section(world: &World, index: usize, route: &Route) -> Section {
    let title = format!("{}: charges", named(index));
    let mut payees: Vec<(PaidTo, Money)> = route.by_payee().into_iter().collect();
    // The most money first.
    payees.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let mut by_owner: BTreeMap<String, Money> = BTreeMap::new();
    let mut rows = Vec::new();
    for (payee, amount) in &payees {
        let chain = match payee {
            PaidTo::Operator { id, .. } => {
                party(world, id).map_or_else(Vec::new, |party| owners::chain(world, party))
            }
            PaidTo::Carrier(_) | PaidTo::Authority(_) | PaidTo::Unnamed => Vec::new(),
        };
        let top = chain
            .last()
            .and_then(|(top, _)| world.network().party_name(*top));
        let top = top.map_or_else(|| payee.to_string(), str::to_owned);
        *by_owner.entry(top).or_insert(Money::ZERO) += *amount;
        rows.push([
            Cell::text(payee.to_string()),
            Cell::text(owners::told(world, &chain)),
            Cell::number(usd(*amount)),
        ]);
    }
    let sum = usd(route.cost());
    let total = [
        Cell::text("Total"),
        Cell::text(""),
        Cell::number(sum.clone()),
    ];
    let payees_table = Table::new(
        "By payee",
        [
            "Payee",
            "Largest holder, its largest holder, and so on",
            "USD",
        ],
    );
    let mut owners: Vec<(String, Money)> = by_owner.into_iter().collect();
    owners.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let owner_rows = owners
        .iter()
        .map(|(owner, amount)| [Cell::text(owner.clone()), Cell::number(usd(*amount))]);
    let components = route.by_component().into_iter();
    let components = components.map(|(component, amount)| {
        [
            Cell::text(component.to_string().replace('_', " ")),
            Cell::number(usd(amount)),
        ]
    });
    let countries = route.by_country().into_iter().map(|(country, amount)| {
        let country = country.map_or_else(|| "at sea".to_owned(), |country| country.to_string());
        [Cell::text(country), Cell::number(usd(amount))]
    });
    let pair = || [Cell::text("Total"), Cell::number(sum.clone())];
    Section::new(title)
        .with(Bars::new(
            "What is paid to whom",
            "USD",
            payees
                .iter()
                .map(|(payee, amount)| (payee.to_string(), amount.as_usd())),
        ))
        .with(payees_table.rows(rows).total(total))
        .with(
            Table::new(
                "By the last holder known above the payee",
                ["Holder, or the payee where none is known", "USD"],
            )
            .rows(owner_rows)
            .total(pair()),
        )
        .with(
            Table::new("By what is charged", ["Component", "USD"])
                .rows(components)
                .total(pair()),
        )
        .with(
            Table::new("By country", ["Country", "USD"])
                .rows(countries)
                .total(pair()),
        )
}

fn party(world: &World, id: &str) -> Option<Party> {
    world.network().operator_by_id(id).map(Party::Operator)
}

//! Where the money of a year goes.

use super::super::charts::Sankey;
use super::{Block, Cell, Section, Table};
use super::{MOST_ROWS, largest, part, rest, usd, with_unanswered};
use crate::analysis::money::{Recipient, Trail, YearOfMoney};
use crate::code::Country;
use crate::route::PaidTo;

impl Sankey {
    /// The money of some routes: what is paid for, who is paid, and in which country it is received in the end.
    /// Both views add up to the same sum.
    pub fn money(trail: &Trail) -> Self {
        let stages = ["paid for", "paid to", "received in the end in"];
        let chart = Self::new("What is paid, to whom, and where it ends", "USD", stages);
        let paid = trail.paid.iter().fold(chart, |chart, row| {
            let payee = row
                .state
                .map_or_else(|| row.payee.clone(), PaidTo::Authority);
            let component = row.component.to_string().replace('_', " ");
            chart.flow(0, component, payee.to_string(), row.amount.as_usd())
        });
        trail.received.iter().fold(paid, |chart, row| {
            let payee = match row.recipient {
                Recipient::Treasury(country) => PaidTo::Authority(country),
                _ => row.payee.clone(),
            };
            let country = named(row.recipient.country());
            chart.flow(1, payee.to_string(), country, row.amount.as_usd())
        })
    }
}

fn named(country: Option<Country>) -> String {
    country.map_or_else(|| "not on record".to_owned(), |country| country.to_string())
}

impl Section {
    /// Where the money of a year goes: who is paid, and who receives it in the end.
    pub fn money(year: &YearOfMoney) -> Self {
        let (money, total) = (&year.money, year.money.total());
        let payees = largest(money.by_payee());
        let recipients = largest(money.by_recipient());
        let payee_rows = payees.iter().take(MOST_ROWS).map(|(payee, amount)| {
            [
                Cell::text(payee.to_string()),
                usd(*amount),
                part(*amount, total),
            ]
        });
        let recipient_rows = recipients
            .iter()
            .take(MOST_ROWS)
            .map(|(recipient, amount)| {
                [
                    Cell::text(recipient.to_string()),
                    Cell::text(named(recipient.country())),
                    usd(*amount),
                    part(*amount, total),
                ]
            });
        let country_rows = largest(money.by_country());
        let country_rows = country_rows.iter().map(|(country, amount)| {
            [
                Cell::text(named(*country)),
                usd(*amount),
                part(*amount, total),
            ]
        });
        let sum = || [Cell::text("Total"), usd(total), Cell::number("100.0")];
        let section = Self::new("Money: who is paid, and who receives it in the end")
            .with(Block::text(format!(
                "{} boxes a year. What is paid and what is received is the same money seen twice. It is revenue: \
                 nobody's costs are taken off. Owners are those of the day.",
                super::super::picture::apart(year.boxes.as_boxes())
            )))
            .with(Sankey::money(money))
            .with(
                Table::new("Who is paid in a year", ["Payee", "USD", "%"])
                    .rows(payee_rows)
                    .total(sum()),
            )
            .with_all(rest(payees.len()))
            .with(
                Table::new(
                    "Who receives it in the end",
                    ["Owner, treasury or carrier", "Country", "USD", "%"],
                )
                .rows(recipient_rows)
                .total([
                    Cell::text("Total"),
                    Cell::text(""),
                    usd(total),
                    Cell::number("100.0"),
                ]),
            )
            .with_all(rest(recipients.len()))
            .with(
                Table::new("By the country of who receives it", ["Country", "USD", "%"])
                    .rows(country_rows)
                    .total(sum()),
            );
        with_unanswered(section, year.unfollowed.iter().map(ToString::to_string))
    }
}

//! Who pays and who is paid in two worlds, by country, each sum rounded once.

use std::collections::BTreeMap;

use super::answer::{BorderChange, CountryGains, HoursChange, MoneyChange, PayeeChange};
use crate::analysis::brief::Brief;
use crate::analysis::money::{Recipient, Sums, Trail};
use crate::code::{Country, Name};
use crate::network::Network;
use crate::quantity::{
    Duration, Money, PerYear, Share, apportion, apportion_by_shares, rounded_together,
};
use crate::route::PaidTo;
use crate::scenario::World;

/// What is added up of one world.
#[derive(Default)]
pub(super) struct Side {
    /// Of flows that have a way in both worlds.
    both: Sums,
    /// Of flows that have one in this world alone.
    alone: Sums,
    /// Millionths of cents and of minutes, by the country of the start and by that of the end.
    cost: [BTreeMap<Country, i128>; 2],
    minutes: [BTreeMap<Country, i128>; 2],
    borders: BTreeMap<(Name, Country, Country), PerYear>,
}

/// The same in whole cents and minutes.
pub(super) struct Added {
    pub(super) both: Trail,
    pub(super) alone: Trail,
    shippers: BTreeMap<Country, Money>,
    hours: BTreeMap<Country, Duration>,
    borders: BTreeMap<(Name, Country, Country), PerYear>,
}

impl Side {
    /// A flow that has a way in this world, and perhaps in the other one.
    pub(super) fn add(&mut self, brief: &Brief, times: PerYear, in_both: bool) {
        let sums = if in_both {
            &mut self.both
        } else {
            &mut self.alone
        };
        for (kind, amount) in &brief.paid {
            sums.add(kind.clone(), *amount, times);
        }
        for border in &brief.borders {
            *self.borders.entry(border.clone()).or_default() += times;
        }
        if !in_both {
            return;
        }
        let times = i128::from(times.as_millionths());
        let cost = i128::from(brief.cost.as_cents()) * times;
        let minutes = i128::from(brief.hours.as_minutes()) * times;
        for (end, country) in brief.ends.into_iter().enumerate() {
            *self.cost[end].entry(country).or_default() += cost;
            *self.minutes[end].entry(country).or_default() += minutes;
        }
    }

    pub(super) fn added(self, world: &World, importers: Share) -> Added {
        let minutes = shared(self.minutes, importers).into_iter();
        let hours = minutes.map(|(country, minutes)| {
            let minutes = minutes.as_cents().unsigned_abs();
            (country, Duration::of_units(minutes))
        });
        Added {
            shippers: shared(self.cost, importers),
            hours: hours.collect(),
            both: self.both.trail(world),
            alone: self.alone.trail(world),
            borders: self.borders,
        }
    }
}

/// Shares sums by start and by end between shippers of both, in whole units that add up to the rounded
/// whole. Minutes are shared as cents are.
fn shared(sums: [BTreeMap<Country, i128>; 2], importers: Share) -> BTreeMap<Country, Money> {
    let [starts, ends] = sums.map(|sums| {
        let exact: Vec<i128> = sums.values().copied().collect();
        let units = rounded_together(&exact);
        let units = sums.into_keys().zip(units);
        units.collect::<Vec<(Country, i64)>>()
    });
    let whole: Money = starts
        .iter()
        .map(|(_, units)| Money::from_cents(*units))
        .sum();
    let exporters = Share::from_fraction(
        importers.denominator() - importers.numerator(),
        importers.denominator(),
    );
    let shares = [importers, exporters.unwrap_or_default()];
    let mut all = BTreeMap::new();
    for (part, units) in apportion_by_shares(whole, &shares)
        .into_iter()
        .zip([ends, starts])
    {
        let weights: Vec<u64> = units
            .iter()
            .map(|(_, units)| units.unsigned_abs())
            .collect();
        for ((country, _), amount) in units.into_iter().zip(apportion(part, &weights)) {
            *all.entry(country).or_insert(Money::ZERO) += amount;
        }
    }
    all
}

/// Whose operator a payee is.
fn home(network: &Network, payee: &PaidTo) -> Option<Country> {
    match payee {
        PaidTo::Operator { id, .. } => {
            let operator = network.operator_by_id(id)?;
            Some(network.operator(operator)?.domicile)
        }
        PaidTo::Carrier(country) | PaidTo::Authority(country) => Some(*country),
        PaidTo::Unnamed => None,
    }
}

/// A cell of one world.
type Cell = fn(&mut MoneyChange) -> &mut Money;

pub(super) fn countries(sides: [(&Added, &World); 2]) -> Vec<CountryGains> {
    let mut rows: BTreeMap<Option<Country>, CountryGains> = BTreeMap::new();
    let cells: [Cell; 2] = [|it| &mut it.before, |it| &mut it.after];
    let spans: [fn(&mut HoursChange) -> &mut Duration; 2] =
        [|it| &mut it.before, |it| &mut it.after];
    for (((added, world), cell), span) in sides.into_iter().zip(cells).zip(spans) {
        let mut row =
            |country: Option<Country>, of: fn(&mut CountryGains) -> &mut MoneyChange, amount| {
                *cell(of(rows.entry(country).or_default())) += amount;
            };
        for (country, amount) in &added.shippers {
            row(Some(*country), |it| &mut it.shippers, *amount);
        }
        for paid in &added.both.paid {
            match paid.state {
                Some(state) => row(Some(state), |it| &mut it.treasury, paid.amount),
                None => {
                    let home = home(world.network(), &paid.payee);
                    row(home, |it| &mut it.operators, paid.amount);
                }
            }
        }
        for received in &added.both.received {
            if !matches!(received.recipient, Recipient::Treasury(_)) {
                row(
                    received.recipient.country(),
                    |it| &mut it.owners,
                    received.amount,
                );
            }
        }
        for (country, hours) in &added.hours {
            *span(&mut rows.entry(Some(*country)).or_default().hours) += *hours;
        }
    }
    let rows = rows.into_iter();
    rows.map(|(country, row)| CountryGains { country, ..row })
        .collect()
}

pub(super) fn borders(before: &Added, after: &Added) -> Vec<BorderChange> {
    let mut all: BTreeMap<&(Name, Country, Country), [PerYear; 2]> = BTreeMap::new();
    for (at, side) in [before, after].into_iter().enumerate() {
        for (border, boxes) in &side.borders {
            all.entry(border).or_default()[at] = *boxes;
        }
    }
    let changed = all
        .into_iter()
        .filter(|(_, [before, after])| before != after);
    changed
        .map(|((at, from, to), [before, after])| BorderChange {
            at: at.clone(),
            from: *from,
            to: *to,
            before,
            after,
        })
        .collect()
}

pub(super) fn payees(before: &Added, after: &Added) -> Vec<PayeeChange> {
    let mut all: BTreeMap<PaidTo, MoneyChange> = BTreeMap::new();
    let cells: [Cell; 2] = [|it| &mut it.before, |it| &mut it.after];
    for (side, cell) in [before, after].into_iter().zip(cells) {
        for trail in [&side.both, &side.alone] {
            for (payee, amount) in trail.by_payee() {
                *cell(all.entry(payee).or_default()) += amount;
            }
        }
    }
    let changed = all
        .into_iter()
        .filter(|(_, paid)| paid.before != paid.after);
    changed
        .map(|(payee, paid)| PayeeChange { payee, paid })
        .collect()
}

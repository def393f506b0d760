//! A company through the years of its term.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::table::{members, weights};
use super::{NoPart, Part, SettlementError, named};
use crate::network::{Network, Party};
use crate::quantity::{Money, apportion};
use crate::scenario::Scenario;

/// Which years are settled, and what a later dollar is worth.
///
/// How long a term is agreed and how long only contemplated is for the caller to say: of 99 years of
/// TRIPP, 49 are agreed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    /// The first day of the first year; each year is divided by the shares of its first day.
    #[serde(deserialize_with = "crate::network::day_alone")]
    pub first: Date,
    /// How many years, 1 to 200.
    pub years: u32,
    /// Per cent by which a dollar is worth less each year; a year's revenue comes at its end.
    pub discount_percent: f64,
}

/// What each member is attributed year by year, and what that is worth at the beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Outlook {
    /// The years and the discount.
    pub horizon: Horizon,
    /// Every year.
    pub years: Vec<YearOfTerm>,
    /// The sum of all years by member, in canonical order of the first year that it is a member.
    pub undiscounted: Vec<Part>,
    /// The present value of all years by member, rounded half up to the cent.
    pub present_value: Vec<Part>,
}

/// One year of a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct YearOfTerm {
    /// Its first day.
    pub first: Date,
    /// The revenue that is divided.
    #[serde(rename = "revenue_cents")]
    pub revenue: Money,
    /// Its members and their parts; nobody where the term is over, and nothing is divided then.
    pub parts: Vec<Part>,
}

impl YearOfTerm {
    /// Whether the company has no members in it, so that its revenue is nobody's.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.parts.is_empty()
    }
}

impl Outlook {
    /// The part of a member in the present value of all years, in per cent; nothing where all of it is
    /// nothing.
    #[must_use]
    pub fn percent_of(&self, member: &str) -> Option<f64> {
        let all: i64 = self
            .present_value
            .iter()
            .map(|part| part.amount.as_cents())
            .sum();
        let own = self
            .present_value
            .iter()
            .find(|part| part.member.id == member)?;
        (all > 0).then(|| own.amount.as_cents() as f64 * 100.0 / all as f64)
    }
}

/// Divides what a company earns in each year of a horizon by the shares that its members have then, by
/// the records and the scenario's changes, terms and steps among them. `revenue` says what it earns in the
/// year that begins on a day.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::analysis::settlement::{Horizon, settle_over};
/// use trade_corridor::prelude::*;
///
/// let first = date(2026, 5, 26);
/// let horizon = Horizon { first, years: 99, discount_percent: 5.0 };
/// let level = |_| Money::from_cents(1_000_000_00);
/// let network = Network::europe_central_asia();
/// let outlook = settle_over(network, &Scenario::on(first), "TDC", horizon, level)?;
/// let armenia = outlook.percent_of("STATE-AM").unwrap_or_default();
/// assert!((armenia - 27.9).abs() < 0.05);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// No such operator, no members in the first year, no shares in some year, a horizon or rate out of range, or
/// a scenario that does not hold on some day.
pub fn settle_over(
    network: &Network,
    scenario: &Scenario,
    consortium: &str,
    horizon: Horizon,
    mut revenue: impl FnMut(Date) -> Money,
) -> Result<Outlook, SettlementError> {
    let Horizon {
        first,
        years,
        discount_percent,
    } = horizon;
    if !(1..=200).contains(&years) {
        return Err(SettlementError::Years { years });
    }
    if !(0.0..=100.0).contains(&discount_percent) {
        let percent = discount_percent;
        return Err(SettlementError::Discount { percent });
    }
    let mut all = Vec::with_capacity(years as usize);
    // By member: cents, and cents at present.
    let mut sums: Vec<(Party, i64, f64)> = Vec::new();
    let mut worth = 1.0_f64;
    for year in 0..years {
        let day = first.checked_add(jiff::Span::new().years(i64::from(year)));
        let day = day.map_err(|_| SettlementError::Years { years })?;
        worth /= 1.0 + discount_percent / 100.0;
        let world = scenario.clone().with_day(day).apply(network)?;
        let earned = revenue(day);
        let holders = match members(&world, consortium) {
            Ok((_, holders)) => holders,
            // After its term a company has no members; before it there is nothing to settle.
            Err(SettlementError::NoMembers { .. }) if year > 0 => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut parts = Vec::with_capacity(holders.len());
        if !holders.is_empty() {
            let shares = weights(&holders).ok_or_else(|| SettlementError::NoShares {
                operator: consortium.to_owned(),
                day,
            })?;
            for ((holder, share), amount) in
                holders.iter().zip(&shares).zip(apportion(earned, &shares))
            {
                let nothing = match share {
                    0 => NoPart::NoShare,
                    _ if earned == Money::ZERO => NoPart::NotPaid,
                    _ => NoPart::LessThanACent,
                };
                parts.push(Part {
                    member: named(network, holder.member),
                    amount,
                    reason: Some(nothing).filter(|_| amount == Money::ZERO),
                });
                let cents = amount.as_cents();
                match sums.iter_mut().find(|(party, ..)| *party == holder.member) {
                    Some((_, sum, present)) => {
                        *sum = sum.saturating_add(cents);
                        *present += cents as f64 * worth;
                    }
                    None => sums.push((holder.member, cents, cents as f64 * worth)),
                }
            }
        }
        all.push(YearOfTerm {
            first: day,
            revenue: earned,
            parts,
        });
    }
    let part = |party, cents: i64| {
        let amount = Money::from_cents(cents);
        Part {
            member: named(network, party),
            amount,
            reason: Some(NoPart::NotPaid).filter(|_| amount == Money::ZERO),
        }
    };
    let undiscounted = sums.iter().map(|(party, cents, _)| part(*party, *cents));
    let present = sums.iter();
    let present = present.map(|(party, _, cents)| part(*party, cents.round() as i64));
    Ok(Outlook {
        horizon,
        undiscounted: undiscounted.collect(),
        present_value: present.collect(),
        years: all,
    })
}

//! Several tolls at once: a leader sets them, every flow then goes its cheapest way (a bilevel problem).
//!
//! For every flow and every set of tolled things there is the cheapest way that uses no other tolled thing.
//! Between tolls where no flow changes its way, revenue is linear in the tolls, so the most of it lies where as
//! many changes meet as there are tolls: these points are enumerated, in exact fractions of a cent.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::{TollError, Tolled};
use crate::analysis::demand::Demand;
use crate::planner::{Error, Planner};
use crate::policy::{Rule, Subject};
use crate::quantity::{Money, PerYear};

/// How many tolls are set at once.
const MOST_TOLLS: usize = 3;

/// Every fraction that a meeting point of changes has divides it: 1 to 4 of a cent.
const PARTS: i128 = 12;

/// One of several tolls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OneToll {
    /// What it is taken on.
    pub subject: Subject,
    /// How much, to the cent nearest to the best.
    #[serde(rename = "toll_cents")]
    pub toll: Money,
    /// Shipments a year that pay it.
    #[serde(rename = "traffic_millionths")]
    pub traffic: PerYear,
    /// What they pay.
    #[serde(rename = "revenue_cents")]
    pub revenue: Money,
}

/// Tolls that bring most revenue together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SeveralTolls {
    /// The day of the world.
    pub day: Date,
    /// Each toll.
    pub tolls: Vec<OneToll>,
    /// What they bring in a year; a flow that is as well off by several ways takes the one that pays most.
    #[serde(rename = "revenue_cents")]
    pub revenue: Money,
    /// Which of the tolls each flow pays, by position; nothing for a flow without a way.
    pub pays: Vec<Option<Vec<usize>>>,
    /// How many combinations of tolls were looked at.
    pub vertices: u64,
}

/// The tolls on up to three things that bring most revenue together, none above a ceiling.
///
/// # Errors
/// A demand of several lists or without flows; a flow that cannot be asked, by its position; a flow that cannot go
/// around the tolls where there is no ceiling; more than three tolls; more combinations than `most_vertices`.
///
/// # Complexity
/// `2^n` searches a flow for `n` tolls, and about `(2^n · flows)^n` combinations.
///
/// ```
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::analysis::toll::{self, Toll};
/// use trade_corridor::prelude::*;
/// use trade_corridor::quantity::PerYear;
///
/// let planner = Planner::new(Network::europe_central_asia(), &Scenario::preset("tripp-opens")?)?;
/// let request = Request::new("Baku", "Nakhchivan").policy(Policy::country_excluded("IR".parse()?));
/// let demand = Demand::default().flow(Flow::new(request, PerYear::from_count(1_000)));
/// let both = toll::several(&planner, &demand, &["TDC".into()], None, 1_000_000)?;
/// let alone = toll::curve(&planner, &demand, Toll::on("TDC"))?;
/// assert_eq!(both.revenue, alone.most_revenue.revenue);
/// assert!(toll::several(&planner, &demand, &[], None, 1_000_000).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn several(
    planner: &Planner,
    demand: &Demand,
    on: &[Tolled],
    ceiling: Option<Money>,
    most_vertices: u64,
) -> Result<SeveralTolls, Error> {
    demand.total()?;
    if !(1..=MOST_TOLLS).contains(&on.len()) {
        let (tolls, most) = (on.len(), MOST_TOLLS);
        return Err(TollError::TooManyTolls { tolls, most }.into());
    }
    if let Some(amount) = ceiling.filter(|most| *most < Money::ZERO) {
        let amount = amount.as_usd();
        return Err(TollError::Negative {
            what: "a ceiling",
            amount,
        }
        .into());
    }
    let subjects = on.iter().map(|tolled| tolled.subject(planner.world()));
    let subjects: Vec<Subject> = subjects.collect::<Result<_, Error>>()?;
    let flows = costs(planner, demand, &subjects)?;
    if ceiling.is_none() {
        let captive =
            |flow: &&Follower| flow.costs[0].is_none() && flow.costs.iter().any(Option::is_some);
        if let Some(captive) = flows.iter().find(captive) {
            return Err(TollError::Captive { flow: captive.flow }.into());
        }
    }
    let tolls = subjects.len();
    let planes = planes(&flows, tolls, ceiling);
    let vertices = choose(planes.len() as u64, tolls as u64);
    if vertices > most_vertices {
        let most = most_vertices;
        return Err(TollError::TooManyVertices { vertices, most }.into());
    }
    let top = ceiling.map(|most| i128::from(most.as_cents()) * PARTS);
    let mut best = (revenue(&flows, &vec![0; tolls]), vec![0; tolls]);
    each_choice(planes.len(), tolls, &mut |chosen| {
        let chosen: Vec<&Plane> = chosen.iter().map(|at| &planes[*at]).collect();
        let Some(point) = meet(&chosen, tolls) else {
            return;
        };
        if point
            .iter()
            .any(|toll| *toll < 0 || top.is_some_and(|top| *toll > top))
        {
            return;
        }
        let found = revenue(&flows, &point);
        if found > best.0 || (found == best.0 && point < best.1) {
            best = (found, point);
        }
    });
    Ok(answer(planner, demand, subjects, &flows, &best.1, vertices))
}

/// A flow and what it pays without tolls, by the set of tolled things that it may use.
struct Follower {
    flow: usize,
    volume: PerYear,
    costs: Vec<Option<Money>>,
}

/// Tolls at which a flow changes its way: their sum with these signs is so many cents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Plane {
    signs: Vec<i128>,
    cents: i128,
}

fn costs(planner: &Planner, demand: &Demand, subjects: &[Subject]) -> Result<Vec<Follower>, Error> {
    let rules: Vec<Rule> = subjects.iter().cloned().map(Rule::Exclude).collect();
    let requests = demand.iter().map(|flow| &flow.request);
    let mut closable = planner.closable(requests, &rules)?;
    let all = (1_u32 << subjects.len()) - 1;
    let mut followers = Vec::with_capacity(demand.len());
    for (flow, asked) in demand.iter().enumerate() {
        let mut costs = Vec::new();
        for open in 0..=all {
            let found = closable.best(flow, all & !open)?;
            costs.push(found.map(|found| found.cost));
        }
        followers.push(Follower {
            flow,
            volume: asked.volume,
            costs,
        });
    }
    Ok(followers)
}

fn planes(flows: &[Follower], tolls: usize, ceiling: Option<Money>) -> Vec<Plane> {
    let mut planes = BTreeSet::new();
    for toll in 0..tolls {
        let mut signs = vec![0; tolls];
        signs[toll] = 1;
        let bounds = [Some(Money::ZERO), ceiling];
        for bound in bounds.into_iter().flatten() {
            planes.insert(Plane {
                signs: signs.clone(),
                cents: bound.as_cents().into(),
            });
        }
    }
    for flow in flows {
        for (one, cost) in flow.costs.iter().enumerate() {
            for (other, than) in flow.costs.iter().enumerate().skip(one + 1) {
                let (Some(cost), Some(than)) = (cost, than) else {
                    continue;
                };
                let sign = |toll: usize| (one >> toll & 1) as i128 - (other >> toll & 1) as i128;
                let mut signs: Vec<i128> = (0..tolls).map(sign).collect();
                let mut cents = i128::from((*than - *cost).as_cents());
                if signs.iter().find(|sign| **sign != 0) == Some(&-1) {
                    for sign in &mut signs {
                        *sign = -*sign;
                    }
                    cents = -cents;
                }
                planes.insert(Plane { signs, cents });
            }
        }
    }
    planes.into_iter().collect()
}

/// Where planes meet in one point, in parts of a cent (Cramer's rule); nothing where they do not.
fn meet(planes: &[&Plane], tolls: usize) -> Option<Vec<i128>> {
    let whole = |column: Option<usize>| {
        let entry = |row: usize, at: usize| {
            if column == Some(at) {
                planes[row].cents
            } else {
                planes[row].signs[at]
            }
        };
        match tolls {
            1 => entry(0, 0),
            2 => entry(0, 0) * entry(1, 1) - entry(0, 1) * entry(1, 0),
            _ => (0..3)
                .map(|at| {
                    let (next, last) = ((at + 1) % 3, (at + 2) % 3);
                    let minor = entry(1, next) * entry(2, last) - entry(1, last) * entry(2, next);
                    entry(0, at) * minor
                })
                .sum(),
        }
    };
    let determinant = whole(None);
    if determinant == 0 {
        return None;
    }
    let at = |toll| whole(Some(toll)) * PARTS / determinant;
    Some((0..tolls).map(at).collect())
}

/// The tolls that a flow pays: of its cheapest ways that of most tolls.
fn choice(flow: &Follower, point: &[i128]) -> Option<(usize, i128)> {
    let ways = flow.costs.iter().enumerate().filter_map(|(set, cost)| {
        let paid: i128 = point
            .iter()
            .enumerate()
            .filter(|(toll, _)| set >> toll & 1 == 1)
            .map(|(_, each)| each)
            .sum();
        let all = i128::from((*cost)?.as_cents()) * PARTS + paid;
        Some((all, -paid, set))
    });
    ways.min().map(|(_, paid, set)| (set, -paid))
}

/// In millionths of a part of a cent.
fn revenue(flows: &[Follower], point: &[i128]) -> i128 {
    let paid = flows.iter().filter_map(|flow| {
        let (_, paid) = choice(flow, point)?;
        Some(i128::from(flow.volume.as_millionths()) * paid)
    });
    paid.sum()
}

fn answer(
    planner: &Planner,
    demand: &Demand,
    subjects: Vec<Subject>,
    flows: &[Follower],
    point: &[i128],
    vertices: u64,
) -> SeveralTolls {
    let rounded = |parts: i128, by: i128| {
        let cents = (parts + by / 2).div_euclid(by);
        Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
    };
    let mut pays = vec![None; demand.len()];
    for flow in flows {
        let tolls = |set: usize| {
            (0..point.len())
                .filter(|toll| set >> toll & 1 == 1)
                .collect()
        };
        // A tolled thing that is allowed and free is no thing that is paid for, as is one of no use.
        pays[flow.flow] = choice(flow, point).map(|(set, _)| tolls(set));
    }
    let tolls = subjects.into_iter().enumerate().map(|(toll, subject)| {
        let paying = flows.iter().filter(|flow| {
            let paid: &Option<Vec<usize>> = &pays[flow.flow];
            paid.as_ref().is_some_and(|paid| paid.contains(&toll))
        });
        let traffic: PerYear = paying.map(|flow| flow.volume).sum();
        let parts = i128::from(traffic.as_millionths()) * point[toll];
        OneToll {
            subject,
            toll: rounded(point[toll], PARTS),
            traffic,
            revenue: rounded(parts, PARTS * 1_000_000),
        }
    });
    SeveralTolls {
        day: planner.world().day(),
        tolls: tolls.collect(),
        revenue: rounded(revenue(flows, point), PARTS * 1_000_000),
        pays,
        vertices,
    }
}

fn choose(of: u64, many: u64) -> u64 {
    (0..many).fold(1_u64, |ways, at| {
        ways.saturating_mul(of.saturating_sub(at)) / (at + 1)
    })
}

/// Every choice of so many, in order.
fn each_choice(of: usize, many: usize, show: &mut dyn FnMut(&[usize])) {
    fn grow(
        from: usize,
        of: usize,
        many: usize,
        chosen: &mut Vec<usize>,
        show: &mut dyn FnMut(&[usize]),
    ) {
        if chosen.len() == many {
            show(chosen);
            return;
        }
        for at in from..of {
            chosen.push(at);
            grow(at + 1, of, many, chosen, show);
            chosen.pop();
        }
    }
    grow(0, of, many, &mut Vec::new(), show);
}

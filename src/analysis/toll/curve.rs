//! Revenue against toll, and the best tolls.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::ask::{Terms, ask};
use super::logit::Logit;
use super::steps::Steps;
use super::tolled::owners_of;
use super::{Choice, Toll};
use crate::analysis::demand::Demand;
use crate::analysis::yearly::Yearly;
use crate::code::Country;
use crate::planner::{Error, NoRoute, Planner};
use crate::policy::Subject;
use crate::quantity::{Money, PerYear};
use crate::route::Stop;

/// What a toll brings in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TollPoint {
    /// The toll of one trip.
    #[serde(rename = "toll_cents")]
    pub toll: Money,
    /// Shipments a year that pay it.
    #[serde(rename = "traffic_millionths")]
    pub traffic: PerYear,
    /// What they pay.
    #[serde(rename = "revenue_cents")]
    pub revenue: Money,
    /// That and everything else that the members are paid on the ways that are taken.
    #[serde(rename = "joint_cents")]
    pub joint: Money,
    /// What shippers and whoever takes the toll gain together against no way through: a toll that is paid is
    /// no loss, a way around that it drives somebody to is. Flows without a way around count for the marginal
    /// cost of their trips alone.
    #[serde(rename = "welfare_cents")]
    pub welfare: Money,
}

/// One way of a flow at the toll of most revenue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TakenWay {
    /// By what it passes, told from the other ways of the flow.
    pub name: String,
    /// What it costs without the toll.
    #[serde(rename = "cost_cents")]
    pub cost: Money,
    /// Shipments a year that take it.
    #[serde(rename = "traffic_millionths")]
    pub traffic: PerYear,
}

/// What one flow pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FlowToll {
    /// Its position in the demand.
    pub flow: usize,
    /// Where it starts.
    pub from: Stop,
    /// Where it ends.
    pub to: Stop,
    /// Shipments a year.
    #[serde(rename = "volume_millionths")]
    pub volume: PerYear,
    /// What the cheapest way around costs more than the cheapest one through: the most that it pays. Less than
    /// nothing where it is better off around; nothing stated where one of the two is missing.
    #[serde(rename = "gap_cents")]
    pub gap: Option<Money>,
    /// The way through; nothing where there is none.
    pub through: Option<TakenWay>,
    /// The ways around, from the cheapest on; none where it has to go through.
    pub around: Vec<TakenWay>,
    /// What it pays in a year at the toll of most revenue.
    #[serde(rename = "pays_cents")]
    pub pays: Money,
}

/// A toll on something, from nothing to more than anybody pays.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Curve {
    /// The day of the world.
    pub day: Date,
    /// What is tolled.
    pub subject: Subject,
    /// What was asked.
    pub question: Toll,
    /// Ids of the operators whose joint revenue is looked at.
    pub members: Vec<String>,
    /// By equal steps of the toll, from nothing on.
    pub points: Vec<TollPoint>,
    /// The lowest toll of most revenue.
    pub most_revenue: TollPoint,
    /// The lowest toll of most joint revenue of the members.
    pub most_joint: TollPoint,
    /// A toll of most welfare: the marginal cost of use, which is no toll where that is nothing.
    pub most_welfare: TollPoint,
    /// Shipments a year without a way around, which pay whatever is asked: without a ceiling the best tolls
    /// are those up to the highest gap of the others.
    #[serde(rename = "captive_millionths")]
    pub captive: PerYear,
    /// Every flow that has a way.
    pub flows: Vec<FlowToll>,
    /// Flows without any, by their position, and why.
    pub unanswered: Vec<(usize, NoRoute)>,
}

impl Curve {
    /// Who pays at the toll of most revenue, by the country that shipments start in.
    #[must_use]
    pub fn payers(&self) -> BTreeMap<Country, Money> {
        let mut payers = BTreeMap::new();
        for flow in self.flows.iter().filter(|flow| flow.pays > Money::ZERO) {
            *payers.entry(flow.from.country).or_insert(Money::ZERO) += flow.pays;
        }
        payers
    }

    /// Whether no toll brings most welfare, because a trip more costs whoever keeps it nothing more.
    #[must_use]
    pub fn is_best_free(&self) -> bool {
        self.most_welfare.toll == Money::ZERO
    }
}

/// A toll on something, examined for a demand.
///
/// # Errors
/// A demand of several lists or without flows; a flow that cannot be asked, by its position; a subject that the
/// network does not have; an impossible scale, ceiling or number of points.
///
/// # Complexity
/// Two searches a flow, more with several ways around; points are sums over flows.
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
/// let curve = toll::curve(&planner, &demand, "TDC")?;
/// println!("{curve}"); // a table of tolls, the best ones, and who pays
/// assert_eq!(Some(curve.most_revenue.toll), curve.flows[0].gap);
/// assert!(curve.is_best_free());
/// assert!(toll::curve(&planner, &demand, Toll::on("TDC").points(1)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn curve(planner: &Planner, demand: &Demand, toll: impl Into<Toll>) -> Result<Curve, Error> {
    let toll = toll.into();
    toll.check()?;
    demand.total()?;
    let world = planner.world();
    let subject = toll.on.subject(world)?;
    let members = match toll.members.as_slice() {
        [] => owners_of(&subject, world),
        named => named.to_vec(),
    };
    let ways = match toll.choice {
        Choice::Steps => 1,
        Choice::Logit { ways, .. } => ways,
    };
    let (terms, unanswered) = ask(planner, demand, &subject, &members, ways)?;
    let found = match toll.choice {
        Choice::Steps => by_steps(&toll, &terms),
        Choice::Logit { per_usd, .. } => by_logit(&toll, &terms, per_usd),
    };
    Ok(Curve {
        day: world.day(),
        subject,
        members,
        points: found.points,
        most_revenue: found.best[0],
        most_joint: found.best[1],
        most_welfare: found.best[2],
        captive: terms
            .iter()
            .filter(|it| it.is_captive())
            .map(|it| it.volume)
            .sum(),
        flows: found.flows,
        unanswered,
        question: toll,
    })
}

struct Answer {
    points: Vec<TollPoint>,
    /// Of most revenue, most joint revenue and most welfare.
    best: [TollPoint; 3],
    flows: Vec<FlowToll>,
}

/// Tolls from nothing to the highest, by equal steps, to the cent.
fn tolls(highest: Money, points: usize) -> Vec<Money> {
    let (highest, last) = (i128::from(highest.as_cents().max(0)), points as i128 - 1);
    let at = |index: i128| i64::try_from(highest * index / last).unwrap_or(i64::MAX);
    let tolls: BTreeSet<i64> = (0..=last).map(at).collect();
    tolls.into_iter().map(Money::from_cents).collect()
}

fn by_steps(toll: &Toll, terms: &[Terms]) -> Answer {
    let always = terms.iter().filter(|it| it.through.is_none());
    let always = always.map(|it| {
        let income = it.around.first().map_or(Money::ZERO, |way| way.income);
        Yearly::of(it.volume, income)
    });
    let steps = Steps::of(terms, always.fold(Yearly::ZERO, |sum, it| sum + it));
    let point = |each: Money| {
        let sums = steps.at(each);
        let used = Yearly::of(sums.traffic, toll.marginal_cost);
        TollPoint {
            toll: each,
            traffic: sums.traffic,
            revenue: sums.revenue.money(),
            joint: sums.joint.money(),
            welfare: (sums.saved - used).money(),
        }
    };
    let highest = steps.gaps().last().copied().unwrap_or(Money::ZERO);
    let highest = toll.ceiling.unwrap_or(highest);
    let best = [
        steps.best(toll.ceiling, |sums| sums.revenue),
        steps.best(toll.ceiling, |sums| sums.joint),
        toll.marginal_cost,
    ];
    let each = best[0];
    let flows = terms.iter().map(|it| {
        let is_through = it.through.is_some() && it.gap().is_none_or(|gap| gap >= each);
        let part = |taken: bool| if taken { it.volume } else { PerYear::ZERO };
        let around = (0..it.around.len()).map(|at| part(!is_through && at == 0));
        flow_toll(it, each, part(is_through), around.collect())
    });
    Answer {
        points: tolls(highest, toll.points).into_iter().map(point).collect(),
        best: best.map(point),
        flows: flows.collect(),
    }
}

fn by_logit(toll: &Toll, terms: &[Terms], per_usd: f64) -> Answer {
    let logit = Logit::of(terms, per_usd);
    let marginal = toll.marginal_cost.as_usd();
    let point = |each: Money| {
        let sums = logit.at(each.as_usd());
        let captive = logit.captive * each.as_usd();
        let welfare = sums.surplus + sums.revenue - captive - sums.traffic * marginal;
        TollPoint {
            toll: each,
            traffic: volume(sums.traffic),
            revenue: usd(sums.revenue),
            joint: usd(sums.joint),
            welfare: usd(welfare),
        }
    };
    let highest = toll.ceiling.map_or_else(|| logit.highest(), Money::as_usd);
    let best = [
        usd(logit.best(highest, false)),
        usd(logit.best(highest, true)),
        toll.marginal_cost,
    ];
    let flows = terms.iter().map(|it| {
        let (through, around) = logit.parts(it, best[0].as_usd());
        let part = |part: f64| volume(part * it.volume.as_boxes());
        flow_toll(
            it,
            best[0],
            part(through),
            around.into_iter().map(part).collect(),
        )
    });
    Answer {
        points: tolls(usd(highest), toll.points)
            .into_iter()
            .map(point)
            .collect(),
        best: best.map(point),
        flows: flows.collect(),
    }
}

fn flow_toll(it: &Terms, toll: Money, through: PerYear, around: Vec<PerYear>) -> FlowToll {
    let taken = |(way, traffic): (&super::ask::Way, PerYear)| TakenWay {
        name: way.name.clone(),
        cost: way.cost,
        traffic,
    };
    FlowToll {
        flow: it.flow,
        from: it.from.clone(),
        to: it.to.clone(),
        volume: it.volume,
        gap: it.gap(),
        through: it.through.as_ref().map(|way| taken((way, through))),
        around: it.around.iter().zip(around).map(taken).collect(),
        pays: through.times(toll),
    }
}

/// To the cent; what is beyond the range stays at its end.
fn usd(amount: f64) -> Money {
    Money::from_usd(amount.clamp(-1e12, 1e12)).unwrap_or_default()
}

fn volume(boxes: f64) -> PerYear {
    PerYear::from_boxes(boxes.max(0.0)).unwrap_or(PerYear::MOST)
}

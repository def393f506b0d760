//! What a toll brings.

use super::super::charts::Lines;
use super::{Block, Cell, Section, Table, boxes, filled, signed, usd, with_unanswered};
use crate::analysis::toll::{Choice, Curve, TollPoint};
use crate::quantity::Money;

/// How many points of a curve stand in the table.
const SHOWN: usize = 12;

impl Lines {
    /// Revenue against toll, the toll of most revenue marked.
    pub fn revenue(curve: &Curve) -> Self {
        Self::of_toll("Revenue against toll", curve)
            .line("revenue", points(curve, |it| it.revenue))
            .mark("most revenue, USD a trip", curve.most_revenue.toll.as_usd())
    }

    /// Joint revenue of the members and welfare against toll, the best tolls marked.
    pub fn welfare(curve: &Curve) -> Self {
        Self::of_toll("Joint revenue and welfare against toll", curve)
            .line("joint revenue of the members", points(curve, |it| it.joint))
            .line("welfare", points(curve, |it| it.welfare))
            .mark(
                "most joint revenue, USD a trip",
                curve.most_joint.toll.as_usd(),
            )
            .mark("most welfare, USD a trip", curve.most_welfare.toll.as_usd())
    }

    fn of_toll(title: &str, curve: &Curve) -> Self {
        let title = format!("{title} on {}", curve.subject);
        Self::new(title, "USD a year", "toll, USD a trip")
    }
}

fn points(curve: &Curve, of: fn(&TollPoint) -> Money) -> Vec<(f64, f64)> {
    let best = [curve.most_revenue, curve.most_joint, curve.most_welfare];
    let points = curve.points.iter().chain(&best);
    let points = points.map(|it| (it.toll.as_usd(), of(it).as_usd()));
    points.collect()
}

impl Section {
    /// What a toll brings, the best ones, and who pays.
    pub fn toll(curve: &Curve) -> Self {
        let chosen = match curve.question.choice {
            Choice::Steps => "Every flow goes its cheapest way.".to_owned(),
            Choice::Logit { per_usd, ways } => format!(
                "Flows choose between the way through and up to {ways} around by logit, at {per_usd} per USD."
            ),
        };
        let members = match curve.members.as_slice() {
            [] => "Nobody is on record whose joint revenue it would be.".to_owned(),
            ids => format!("Joint revenue is that of {}.", ids.join(", ")),
        };
        let free = if curve.is_best_free() {
            "Most welfare is no toll: a trip more costs whoever takes it nothing more."
        } else {
            "Most welfare is at the marginal cost of use."
        };
        let mut text = format!(
            "{}. A toll is taken once a trip, on top of what is charged now. {chosen} {members} {free}",
            curve.day
        );
        if curve.captive.as_millionths() > 0 {
            let captive = super::super::picture::apart(curve.captive.as_boxes());
            text += " Boxes a year without a way around, which pay whatever is asked: ";
            text += &captive;
            text += ".";
        }
        let row = |name: &str, it: &TollPoint| {
            [
                Cell::text(name),
                Cell::number(super::words::usd(it.toll)),
                boxes(it.traffic),
                usd(it.revenue),
                usd(it.joint),
                usd(it.welfare),
            ]
        };
        let best = [
            row("Most revenue", &curve.most_revenue),
            row("Most joint revenue", &curve.most_joint),
            row("Most welfare", &curve.most_welfare),
        ];
        let step = curve.points.len().div_ceil(SHOWN).max(1);
        let points = curve.points.iter().step_by(step);
        let points = points.map(|it| row("", it));
        let flows = curve.flows.iter().map(|flow| {
            let traffic = flow.through.as_ref().map(|way| way.traffic);
            let ways: Vec<String> = flow.around.iter().map(|way| way.name.clone()).collect();
            [
                Cell::text(format!("{} to {}", flow.from.name, flow.to.name)),
                boxes(flow.volume),
                flow.gap.map_or_else(|| Cell::number("–"), signed),
                traffic.map_or_else(|| Cell::text("no way through"), boxes),
                usd(flow.pays),
                Cell::text(if ways.is_empty() {
                    "no way around".to_owned()
                } else {
                    ways.join("; ")
                }),
            ]
        });
        let payers = curve.payers().into_iter();
        let payers = payers.map(|(country, paid)| [Cell::text(country.to_string()), usd(paid)]);
        let columns = [
            "",
            "Toll, USD a trip",
            "Trips a year",
            "Revenue",
            "Joint revenue",
            "Welfare",
        ];
        let is_paid = curve.most_revenue.revenue > Money::ZERO;
        if !is_paid {
            text += " No toll brings anything: no flow is worse off around than through.";
        }
        let charts = is_paid.then(|| [Lines::revenue(curve).into(), Lines::welfare(curve).into()]);
        let section = Self::new(format!("Toll on {}", curve.subject))
            .with(Block::text(text))
            .with_all(charts.into_iter().flatten())
            .with(Table::new("The best tolls, USD a year", columns).rows(best))
            .with_all(is_paid.then(|| {
                let table = Table::new("Points of the curve, USD a year", columns);
                Block::Table(table.rows(points))
            }))
            .with(
                Table::new(
                    "What each flow pays at the toll of most revenue",
                    [
                        "Flow",
                        "Boxes a year",
                        "Around costs more, USD a trip",
                        "Trips through",
                        "Pays, USD a year",
                        "Around by",
                    ],
                )
                .rows(flows),
            )
            .with_all(filled(
                Table::new(
                    "Who pays, by where flows start, USD a year",
                    ["Country", "USD"],
                )
                .rows(payers),
            ));
        let none = curve.unanswered.iter();
        with_unanswered(section, none.map(|(_, none)| none.to_string()))
    }
}

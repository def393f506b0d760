//! The worst that closing a few things does.

use super::super::charts::Lines;
use super::{Block, Cell, Section, Table, boxes, signed, usd, with_unanswered};
use crate::analysis::interdiction::{Damage, Lever, Worst};
use crate::quantity::Money;
use crate::route::Route;
use crate::scenario::World;

impl Lines {
    /// What the worst closures leave without a route, over how many things are closed.
    pub fn cut_off(found: &Worst) -> Self {
        let points = found.curve.iter().map(|it| (it, it.cut_off.as_boxes()));
        Self::damage(
            "Boxes without a route after the worst closures",
            "boxes a year",
            points,
        )
    }

    /// What the others pay more after the worst closures, over how many things are closed.
    pub fn dearer(found: &Worst) -> Self {
        let points = found.curve.iter().map(|it| (it, it.more.as_usd()));
        Self::damage(
            "What the others pay more after the worst closures",
            "USD a year",
            points,
        )
    }

    fn damage<'w>(
        title: &str,
        unit: &str,
        points: impl Iterator<Item = (&'w Damage, f64)>,
    ) -> Self {
        let points = points.map(|(it, value)| (it.budget as f64, value));
        let points = std::iter::once((0.0, 0.0)).chain(points);
        Self::new(title, unit, "things that are closed")
            .line(unit, points)
            .dots()
    }
}

impl Section {
    /// The worst that closing a few things does to a list of flows, and what to secure first.
    pub fn spoilers(found: &Worst, world: &World) -> Self {
        let closed = |damage: &Damage| {
            let names = damage.closed.iter().map(|lever| named(world, lever));
            match damage.closed.len() {
                0 => "nothing does harm".to_owned(),
                _ => names.collect::<Vec<_>>().join("; "),
            }
        };
        let row = |name: String, damage: &Damage| {
            [
                Cell::text(name),
                Cell::text(closed(damage)),
                boxes(damage.cut_off),
                signed(damage.more),
            ]
        };
        let rows = found.curve.iter().map(|it| row(it.budget.to_string(), it));
        let secured = found.secure_first.iter().map(|it| {
            let name = format!(
                "{}, with {} secured",
                it.left.budget,
                named(world, &it.lever)
            );
            row(name, &it.left)
        });
        let rerouted = found.rerouted.iter().map(|it| {
            let after = it.after.as_ref();
            let way = after.map_or_else(|| "no route".to_owned(), countries);
            let more = after.map(|after| after.cost() - it.before.cost());
            [
                Cell::text(format!("{} to {}", it.before.from.name, it.before.to.name)),
                boxes(it.volume),
                Cell::text(countries(&it.before)),
                usd(it.before.cost()),
                Cell::text(way),
                more.map_or_else(|| Cell::number("–"), |more: Money| signed(more)),
            ]
        });
        let is_cut = found.curve.iter().any(|it| it.cut_off.as_millionths() > 0);
        let cut_off = is_cut.then(|| Block::Lines(Lines::cut_off(found)));
        let note = if is_cut {
            " Who is left without one pays nothing more, so that the second curve may fall where the first one rises."
        } else {
            ""
        };
        let section = Self::new("Spoilers: the worst that closing a few things does")
            .with(Block::text(format!(
                "{} boxes a year have a route on {}. What is left without one comes before what the others pay more. The \
                 answer is exact: {} sets of closures were looked at.{note}",
                super::super::picture::apart(found.volume.as_boxes()),
                found.day,
                found.worlds
            )))
            .with_all(cut_off)
            .with(Lines::dearer(found))
            .with(
                Table::new(
                    "The worst closures; the last row, if there is one, is what is left where the best thing to secure is secured",
                    ["Closed at the most", "Closed", "Boxes a year without a route", "USD a year more"],
                )
                .rows(rows.chain(secured)),
            )
            .with(
                Table::new(
                    "Flows that the largest of them concerns",
                    ["Flow", "Boxes a year", "By", "USD a box", "Then by", "USD a box more"],
                )
                .rows(rerouted),
            );
        let none = found.unanswered.iter();
        with_unanswered(section, none.map(|(_, none)| none.to_string()))
    }
}

fn countries(route: &Route) -> String {
    let countries: Vec<String> = route.countries().iter().map(ToString::to_string).collect();
    countries.join(" ")
}

/// What can be closed, by name where it has one.
fn named(world: &World, lever: &Lever) -> String {
    let network = world.network();
    match lever {
        Lever::Crossing(code) => network
            .crossing_by_code(code)
            .and_then(|id| network.crossing(id))
            .map(|crossing| format!("border crossing {}", crossing.name)),
        Lever::Operator(id) => network
            .operator_by_id(id)
            .and_then(|id| network.operator(id))
            .map(|operator| operator.name.to_string()),
        Lever::Link(_) | Lever::Service(_) | Lever::Exports(_) => None,
    }
    .unwrap_or_else(|| lever.to_string())
}

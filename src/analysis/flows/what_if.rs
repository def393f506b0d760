//! Flows in two worlds: what moves, and what is turned away before and after.

use std::fmt;

use serde::Serialize;

use super::settled::Flows;
use super::{Assignment, Background, FlowsError, Table, assign};
use crate::analysis::demand::Demand;
use crate::planner::{Planner, Progress};
use crate::quantity::{Mass, PerYear};
use crate::route::Route;

/// Flows of one demand in two worlds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhatIf {
    /// What the first world is called.
    pub from: String,
    /// What the second one is called.
    pub to: String,
    /// Flows in the first one.
    pub before: Flows,
    /// Flows in the second one.
    pub after: Flows,
}

/// What passes something in a year, in two worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Moved {
    /// Shipments a year before.
    pub before: PerYear,
    /// Shipments a year after.
    pub after: PerYear,
    /// Goods of a year before.
    pub goods_before: Mass,
    /// Goods of a year after.
    pub goods_after: Mass,
    /// Shipments a year that have a way in the second world.
    pub of: PerYear,
}

/// Spreads a demand in two worlds on the same table, beside what was observed in the first one.
///
/// # Errors
/// As [`assign`].
///
/// ```no_run
/// use trade_corridor::analysis::demand::Demand;
/// use trade_corridor::analysis::flows::{Table, base, what_if};
/// use trade_corridor::planner::Progress;
/// use trade_corridor::prelude::*;
///
/// let tripp = Scenario::preset("tripp-opens")?;
/// let network = Network::europe_central_asia();
/// let (before, after) = (Planner::new(network, &Scenario::on(tripp.day()))?, Planner::new(network, &tripp)?);
/// let demand = Demand::embedded("middle-corridor")?.under(&Policy::open());
/// let (table, settings) = (Table::embedded(), base::settings(0.1, 0.003)?);
/// let found = what_if(&before, &after, &demand, &table, &settings, &Progress::none())?;
/// let armenia = "AM".parse::<Country>()?;
/// println!("{}", found.moved(|route| route.countries().contains(&armenia)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn what_if(
    before: &Planner,
    after: &Planner,
    demand: &Demand,
    table: &Table,
    settings: &Assignment,
    progress: &Progress,
) -> Result<WhatIf, FlowsError> {
    let beside = Background::observed(before, demand, table, settings, progress)?;
    let in_world = |planner| assign(planner, demand, table, &beside, settings, progress);
    let name = |planner: &Planner| planner.world().scenario().name().to_owned();
    Ok(WhatIf {
        from: name(before),
        to: name(after),
        before: in_world(before)?,
        after: in_world(after)?,
    })
}

impl WhatIf {
    /// What goes on routes of which a predicate is true, before and after.
    #[must_use]
    pub fn moved(&self, passes: impl Fn(&Route) -> bool) -> Moved {
        let goods = |flows: &Flows| -> Mass {
            let ways = flows.rows.iter().flat_map(|row| row.ways.iter().flatten());
            let ways = ways.filter(|way| passes(&way.route));
            ways.map(|way| way.volume.mass_of(way.route.shipment.goods()))
                .sum()
        };
        Moved {
            before: self.before.passing(&passes),
            after: self.after.passing(&passes),
            goods_before: goods(&self.before),
            goods_after: goods(&self.after),
            of: self.after.served(),
        }
    }

    /// What jams before, what after, and what each takes on or off: bottlenecks of either world that turn something
    /// away, with boxes a year before and after.
    #[must_use]
    pub fn turned_away(&self) -> Vec<(super::Bottleneck, PerYear, PerYear)> {
        let away = |flows: &Flows, at: &super::Bottleneck| {
            let jam = flows.jams.iter().find(|jam| jam.at == *at);
            jam.map_or(PerYear::ZERO, |jam| jam.turned_away)
        };
        let both = self.before.jams.iter().chain(&self.after.jams);
        let mut found: Vec<_> = both
            .filter(|jam| jam.turned_away > PerYear::ZERO)
            .map(|jam| {
                let at = jam.at.clone();
                let (before, after) = (away(&self.before, &at), away(&self.after, &at));
                (at, before, after)
            })
            .collect();
        found.sort();
        found.dedup();
        found
    }
}

impl fmt::Display for Moved {
    /// Boxes a year and tonnes, before and after, and the part of all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self.of.as_boxes();
        let part = |boxes: PerYear| {
            if of > 0.0 {
                boxes.as_boxes() / of * 100.0
            } else {
                0.0
            }
        };
        write!(
            f,
            "{:.0} boxes a year ({:.1} %, {:.2} Mt) before, {:.0} ({:.1} %, {:.2} Mt) after",
            self.before.as_boxes(),
            part(self.before),
            self.goods_before.as_tonnes() / 1e6,
            self.after.as_boxes(),
            part(self.after),
            self.goods_after.as_tonnes() / 1e6
        )
    }
}

impl fmt::Display for WhatIf {
    /// A row for each bottleneck that turns something away in either world.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "turned away, boxes a year: {} and {}",
            self.from, self.to
        )?;
        for (at, before, after) in self.turned_away() {
            let [before, after] = [before, after].map(PerYear::as_boxes);
            writeln!(f, "{before:>9.0}  {after:>9.0}  {at}")?;
        }
        let without = [&self.before, &self.after].map(|it| it.without().as_boxes());
        write!(f, "{:>9.0}  {:>9.0}  have no way", without[0], without[1])
    }
}

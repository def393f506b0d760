//! On what flows depend.

use super::{Block, Cell, Section, Table, boxes, percent, signed, usd, with_unanswered};
use crate::analysis::dependence::{Basis, Reliance};
use crate::render::report::Bars;

impl Section {
    /// How far the flows of a list depend on each of some things, and what it costs to do without.
    pub fn dependence(found: &[Reliance]) -> Self {
        let bars = found
            .iter()
            .map(|it| (it.on.to_string(), it.share(Basis::Usd).as_percent()));
        let rows = found.iter().map(|it| {
            [
                Cell::text(it.on.to_string()),
                percent(it.share(Basis::Usd)),
                percent(it.share(Basis::Tonnes)),
                percent(it.share(Basis::Hours)),
                boxes(it.ending_there.boxes),
                it.paid.map_or_else(|| Cell::number("–"), usd),
                signed(it.independence.more),
                boxes(it.independence.cut_off.boxes),
            ]
        });
        let mut section =
            Self::new("Dependence: what touches whom, and the price of doing without");
        if let Some(first) = found.first() {
            section = section.with(Block::text(format!(
                "Of {}, {}: {} boxes a year, USD {}. A way touches what breaks the rule that takes it away. Concentration \
                 (HHI, of 10,000): payees {}, countries of owners at least {}, territories {}.",
                first.whose,
                first.world,
                super::super::picture::apart(first.all.boxes.as_boxes()),
                super::super::picture::apart(first.all.usd.as_usd()),
                first.payees,
                first.owners,
                first.territories
            )));
        }
        let columns = [
            "On",
            "USD, %",
            "Tonnes, %",
            "Box hours, %",
            "Boxes that start or end there",
            "Paid there or to it, USD",
            "Without it, USD more",
            "Without it, boxes without a way",
        ];
        section = section
            .with(Bars::new(
                "Part of what is paid, of flows that touch it",
                "%",
                bars,
            ))
            .with(Table::new("In a year", columns).rows(rows));
        let unanswered = found.first().into_iter().flat_map(|it| &it.unanswered);
        with_unanswered(
            section,
            unanswered.map(|(at, _, reason)| format!("flow {}: {reason}", at + 1)),
        )
    }
}

//! What each player brings.

use super::{Block, Cell, Section, Table, usd};
use crate::analysis::game::{Among, Core, Outcome};

impl Section {
    /// What each player is due of what a list of flows saves by all of them, by three values, and whether they hold.
    pub fn game(outcome: &Outcome) -> Self {
        let mut text = format!(
            "{}. With all players the flows save USD {} a year against what they pay with none, {} searches. Alone is what a \
             player saves by itself, last what the others lose without it. Without a route, or where all are dearer: {}.",
            outcome.day,
            super::super::picture::apart(outcome.worth.as_usd()),
            outcome.searches,
            outcome.fallback
        );
        if outcome.nucleolus_among == Among::Preimputations {
            text += " Players are worth more alone than all together, so somebody gets less than that: the nucleolus is the \
                     prenucleolus.";
        }
        if outcome.nucleolus_core != Core::Holds {
            text += " The core is empty: by every division some players would gain by going alone.";
        }
        let rows = outcome.players.iter().map(|it| {
            let bloc = it.bloc.as_ref();
            [
                Cell::text(it.player.to_string()),
                Cell::text(bloc.map_or_else(String::new, ToString::to_string)),
                usd(it.alone),
                usd(it.last),
                usd(it.shapley),
                usd(it.owen),
                usd(it.nucleolus),
            ]
        });
        let none = || Cell::text("");
        let all = || usd(outcome.worth);
        let columns = [
            "Player",
            "Bloc",
            "Alone",
            "Last",
            "Shapley",
            "Owen",
            "Nucleolus",
        ];
        let held = [
            ("Shapley value", &outcome.shapley_core),
            ("Owen value", &outcome.owen_core),
            ("Nucleolus", &outcome.nucleolus_core),
        ];
        let held = held.map(|(value, core)| [Cell::text(value), Cell::text(core.to_string())]);
        let left_out = outcome.left_out.iter();
        let left_out = left_out.map(|at| format!("flow {}: no route with all players", at + 1));
        let section = Self::new("Game: what each one brings")
            .with(Block::text(text))
            .with(
                Table::new("What each is due in a year, USD", columns)
                    .rows(rows)
                    .total([
                        Cell::text("All"),
                        none(),
                        none(),
                        none(),
                        all(),
                        all(),
                        all(),
                    ]),
            )
            .with(
                Table::new("Whether no players gain by going alone", ["Value", "Core"]).rows(held),
            );
        super::with_unanswered(section, left_out)
    }
}

//! What questions about the flows of a year were answered.

mod dependence;
mod gains;
mod game;
mod money;
mod spoilers;
mod toll;

use super::section::{Block, Cell, Section, Table};
use super::words;
use crate::quantity::{Money, PerYear, Share};
use crate::scenario::World;

/// Most rows of a table; what is left out is told below it.
const MOST_ROWS: usize = 30;

/// Whole USD, thousands set apart.
fn usd(money: Money) -> Cell {
    Cell::number(super::picture::apart(money.as_usd()))
}

/// The same with its sign, a dash for nothing.
fn signed(money: Money) -> Cell {
    if money == Money::ZERO {
        return Cell::number("–");
    }
    let text = super::picture::apart(money.as_usd());
    let sign = if money > Money::ZERO { "+" } else { "" };
    Cell::number(format!("{sign}{text}"))
}

fn boxes(volume: PerYear) -> Cell {
    Cell::number(super::picture::apart(volume.as_boxes()))
}

fn percent(share: Share) -> Cell {
    Cell::number(format!("{:.1}", share.as_percent()))
}

/// Its part of a whole.
fn part(some: Money, whole: Money) -> Cell {
    let percent = 100.0 * some.as_usd() / whole.as_usd();
    let percent = if percent.is_finite() { percent } else { 0.0 };
    Cell::number(format!("{percent:.1}"))
}

/// The section with what is not in the answer.
fn with_unanswered(section: Section, flows: impl Iterator<Item = String>) -> Section {
    let flows: Vec<String> = flows.collect();
    if flows.is_empty() {
        return section;
    }
    section.with(Block::Details {
        summary: match flows.len() {
            1 => "1 flow is not in it".to_owned(),
            several => format!("{several} flows are not in it"),
        },
        blocks: vec![Block::List(flows)],
    })
}

/// The most first, of as many by name.
fn largest<K: Ord>(rows: impl IntoIterator<Item = (K, Money)>) -> Vec<(K, Money)> {
    let mut rows: Vec<(K, Money)> = rows.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    rows
}

/// The table, where it has rows.
fn filled(table: Table) -> Option<Block> {
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

/// What a place is called.
fn place(world: &World, text: &str) -> String {
    let network = world.network();
    let found = network.find_place(text).ok();
    let place = found.and_then(|id| network.place(id));
    place.map_or_else(|| text.to_owned(), |place| place.name.to_string())
}

/// What a table leaves out.
fn rest(rows: usize) -> Option<Block> {
    let more = rows.checked_sub(MOST_ROWS).filter(|more| *more > 0)?;
    Some(Block::text(format!("{more} smaller ones are left out.")))
}

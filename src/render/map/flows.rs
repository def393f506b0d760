//! How much goes where: lines as wide as what they carry.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::legend::Entry;
use super::paint::Painter;
use super::scene::Line;
use super::style;
use super::svg::{escaped, number, path};
use crate::route::{Act, Route, Step};

/// A route and how much goes on it, in a unit of the caller's.
#[derive(Clone, Copy, Debug)]
pub struct Flow<'a> {
    pub(super) route: &'a Route,
    pub(super) amount: u64,
}

impl<'a> Flow<'a> {
    /// So much goes on this route.
    #[must_use]
    pub const fn new(route: &'a Route, amount: u64) -> Self {
        Self { route, amount }
    }

    /// How much.
    #[must_use]
    pub const fn amount(&self) -> u64 {
        self.amount
    }
}

/// Pixels across of the line that carries most, and of the thinnest.
const WIDEST: f64 = 18.0;
const THINNEST: f64 = 1.2;

fn width(amount: u64, most: u64) -> f64 {
    (WIDEST * amount as f64 / most.max(1) as f64).max(THINNEST)
}

impl Painter<'_, '_> {
    /// Every link and service that something goes over, as wide as what goes over it in both
    /// directions together; how many moving steps cannot be drawn.
    pub(super) fn flows(&mut self, entries: &mut Vec<Entry>) -> usize {
        let (carried, unknown) = self.carried();
        let Some(most) = carried.values().map(|(amount, _)| *amount).max() else {
            return unknown;
        };
        let unit = &self.map.flow_unit;
        let mut lines: Vec<_> = carried.into_iter().collect();
        // The widest lowest.
        lines.sort_by(|a, b| (b.1.0, &a.0).cmp(&(a.1.0, &b.0)));
        let mut text = format!(
            "<g class=\"flows\" stroke=\"{}\" stroke-linecap=\"round\">\n",
            style::FLOW
        );
        for (name, (amount, line)) in &lines {
            let pieces = self.pieces(line);
            for piece in &pieces {
                self.obstacles.avoid(piece, 2.0);
            }
            let data: String = pieces.iter().map(|piece| path(piece, 0.5, false)).collect();
            if !data.is_empty() {
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "<path d=\"{data}\" stroke-width=\"{}\"><title>{}</title></path>",
                    number(width(*amount, most)),
                    escaped(&format!("{name}: {amount} {unit}"))
                );
            }
        }
        text += "</g>\n";
        for part in [1, 3, 10] {
            let amount = most / part;
            if amount > 0 {
                let stroke = format!(
                    "stroke=\"{}\" stroke-width=\"{}\"",
                    style::FLOW,
                    number(width(amount, most))
                );
                entries.push(Entry::line(stroke, format!("{amount} {unit}")));
            }
        }
        self.put(&text);
        unknown
    }

    /// What goes over each link, service or stretch, and its line.
    fn carried(&self) -> (BTreeMap<String, (u64, Line)>, usize) {
        let mut carried: BTreeMap<String, (u64, Line)> = BTreeMap::new();
        let mut unknown = 0;
        for flow in &self.map.flows {
            let steps = flow.route.steps.iter().flat_map(Step::atoms);
            for step in steps.flat_map(Step::atoms) {
                let name = match &step.act {
                    Act::Move { link, .. } => link.to_string(),
                    Act::Run { service } => service.to_string(),
                    Act::Haul => format!("{} - {}", step.from.code, step.to.code),
                    _ => continue,
                };
                if let Some((amount, _)) = carried.get_mut(&name) {
                    *amount = amount.saturating_add(flow.amount);
                } else if let Some(line) = self.map.ground.step_line(step) {
                    carried.insert(name, (flow.amount, line));
                } else {
                    unknown += 1;
                }
            }
        }
        (carried, unknown)
    }
}

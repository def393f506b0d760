//! A programme as a table.

use std::fmt;

use super::{Aim, BuiltInOrder, Checked, OrderBy, Pair, Programme, Spread};
use crate::analysis::flows::Jam;
use crate::quantity::Money;

/// Pairs and jams that are printed.
const PRINTED: usize = 8;

/// Minutes of a queue that is printed.
const TOLD: u64 = 30;

/// Millions of USD.
fn millions(money: Money) -> String {
    format!("{:.2}", money.as_usd() / 1e6)
}

fn or_dash(money: Option<Money>) -> String {
    money.map_or_else(|| "-".to_owned(), millions)
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Savings => "most savings",
            Self::Net => "most savings less cost",
        })
    }
}

impl fmt::Display for OrderBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Best => "best order",
            Self::Greedy => "most savings a year of building next",
            Self::Cheapest => "cheapest first",
            Self::Expected => "as expected",
        })
    }
}

impl fmt::Display for BuiltInOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.projects.iter().zip(&self.opens);
        let steps: Vec<String> = steps
            .map(|(project, year)| format!("{project} ({year:.1})"))
            .collect();
        write!(f, "{}: {}", self.by, steps.join(", "))?;
        match (self.value, self.regret) {
            (Some(value), Some(regret)) => {
                write!(f, "; worth {}", millions(value))?;
                if self.by != OrderBy::Best {
                    write!(f, ", {} less than the best", millions(regret))?;
                }
            }
            _ => write!(f, "; a part of it cannot stand together")?,
        }
        if let Some(high) = self.regret_high {
            write!(f, " (up to {} less at drawn costs)", millions(high))?;
        }
        Ok(())
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, other) = (&self.one, &self.other);
        let [alone, beside, both] = [self.one_alone, self.other_alone, self.together].map(millions);
        write!(f, "{one} {alone}, {other} {beside}, both {both}")?;
        if let Some((with, without)) = self.one_with_all {
            let [with, without] = [with, without].map(millions);
            write!(
                f,
                "; beside all others {one} adds {with} with {other}, {without} without"
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: f64| format!("{:.0} %", part * 100.0);
        write!(
            f,
            "over {} draws of the costs: it costs {} to {}, is within the budget in {} and the best in {}; savings \
             less cost {} to {}",
            self.draws,
            millions(self.cost.0),
            millions(self.cost.1),
            percent(self.within_budget),
            percent(self.still_best),
            millions(self.net.0),
            millions(self.net.1),
        )
    }
}

impl fmt::Display for Programme {
    /// A line for each project in millions of USD, then the best set, orders, pairs, and what is not counted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = &self.terms;
        writeln!(
            f,
            "{}; millions of USD; {} % over {} years, by {}",
            self.world,
            terms.rate.as_percent(),
            terms.years,
            terms.objective
        )?;
        writeln!(
            f,
            "    cost  (low to high)        alone/year  last/year  in best  project"
        )?;
        let listed = self.projects.iter().enumerate();
        for (at, it) in listed.filter(|(_, it)| it.changes) {
            let (cost, range) = match it.cost {
                Some(cost) => (
                    millions(cost.value),
                    format!("({} to {})", millions(cost.low), millions(cost.high)),
                ),
                None => ("unknown".to_owned(), String::new()),
            };
            let often = self.spread.as_ref().and_then(|it| it.chosen.get(at));
            let often = match (it.chosen, often) {
                (chosen, Some(part)) => {
                    let mark = if chosen { "*" } else { "" };
                    format!("{mark}{:.0} %", part * 100.0)
                }
                (true, None) => "*".to_owned(),
                (false, None) => String::new(),
            };
            writeln!(
                f,
                "{cost:>8}  {range:<20} {:>10} {:>10} {often:>8}  {}",
                or_dash(it.alone),
                or_dash(it.last),
                it.project
            )?;
        }
        let idle: Vec<&str> = self
            .projects
            .iter()
            .filter(|it| !it.changes)
            .map(|it| it.project.as_str())
            .collect();
        if !idle.is_empty() {
            writeln!(f, "change nothing for these flows: {}", idle.join(", "))?;
        }
        write!(
            f,
            "{} under a budget of {}: ",
            terms.aim,
            millions(terms.budget)
        )?;
        let best = &self.best;
        if best.projects.is_empty() {
            write!(f, "nothing")?;
            if let Some((project, cost)) = &self.below_all {
                let cost = millions(*cost);
                write!(f, "; no project costs so little, {project} needs {cost}")?;
            }
        } else {
            let names = best.projects.join(" + ");
            let [saved, present, net] = [best.saved, best.present, best.net].map(millions);
            write!(
                f,
                "{names}\n  cost {}; saves {saved} a year, {present} in all, {net} less cost",
                best.cost
            )?;
        }
        if let Some(spread) = &self.spread
            && !best.projects.is_empty()
        {
            write!(f, "\n  {spread}")?;
        }
        if !self.orders.is_empty() {
            let funds = millions(terms.funds);
            write!(
                f,
                "\none after the other at {funds} a year (years until each opens):"
            )?;
        }
        let is_best = |order: &&BuiltInOrder| {
            let mut best = self.orders.iter().take(1);
            best.any(|best| best.projects == order.projects && best.by != order.by)
        };
        for order in self.orders.iter().filter(|order| !is_best(order)) {
            write!(f, "\n  {order}")?;
        }
        let same: Vec<String> = self
            .orders
            .iter()
            .filter(is_best)
            .map(|order| order.by.to_string())
            .collect();
        if !same.is_empty() {
            write!(f, "\n  the same order: {}", same.join("; "))?;
        }
        let (complements, substitutes): (Vec<&Pair>, Vec<&Pair>) =
            self.pairs.iter().partition(|pair| {
                pair.synergy() + pair.synergy_with_all().unwrap_or_default() > Money::ZERO
            });
        for (title, pairs) in [
            ("worth more together", complements),
            ("worth less together", substitutes),
        ] {
            if pairs.is_empty() {
                continue;
            }
            write!(f, "\n{title}, saved a year:")?;
            for pair in pairs.iter().take(PRINTED) {
                write!(f, "\n  {pair}")?;
            }
            if pairs.len() > PRINTED {
                write!(f, "\n  and {} more", pairs.len() - PRINTED)?;
            }
        }
        for it in &self.contradictions {
            let names = it.projects.join(" + ");
            write!(f, "\nnot together: {names}: {}", it.reason)?;
        }
        if !self.without.is_empty() {
            write!(
                f,
                "\nwithout a way where nothing is built, not counted: {} flow(s), of which {:.0} boxes a year get one",
                self.without.len(),
                self.opened.as_boxes()
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Checked {
    /// What is saved with queues, and what jams.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, after, saved] = [self.before, self.after, self.saved()].map(millions);
        write!(
            f,
            "with queues: {before} before, {after} after, {saved} saved a year (millions of USD, hours included)"
        )?;
        if self.left_out.as_millionths() > 0 {
            let boxes = self.left_out.as_boxes();
            write!(f, "; {boxes:.0} boxes a year have no way in one of both")?;
        }
        if !self.is_settled {
            write!(f, "; some flow may have a cheaper way")?;
        }
        for (title, jams) in [("before", &self.jams_before), ("after", &self.jams_after)] {
            let queued = jams.iter().filter(|jam| jam.queue.as_minutes() >= TOLD);
            for Jam {
                at, used, queue, ..
            } in queued.take(PRINTED)
            {
                write!(
                    f,
                    "\n  {title}: {at}, {:.0} % in use, {queue} of queue",
                    used * 100.0
                )?;
            }
        }
        Ok(())
    }
}

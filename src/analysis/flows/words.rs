//! Flows as tables.

use std::fmt;

use super::settled::{Flows, Jam, Unlimited};
use crate::quantity::PerYear;

/// How many things without a known capacity are named.
const NAMED: usize = 10;

/// From which part of a capacity, or from how many hours of queue on, something is printed among the jams.
const TIGHT: f64 = 0.8;
const LONG: f64 = 0.05;

impl fmt::Display for Jam {
    /// A row: boxes a year that it takes, that come, of them of others, per cent used, hours of queue, what one box a
    /// year more saves in USD a year, boxes a year that are turned away, and what it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [takes, load, others, away] =
            [self.capacity, self.load, self.others, self.turned_away].map(PerYear::as_boxes);
        write!(
            f,
            "{takes:>9.0}  {:>9.0}  {others:>9.0}  {:>6.0}  {:>8.1}  {:>12.2}  {away:>11.0}  {}",
            load + others,
            self.used * 100.0,
            self.queue.as_hours(),
            self.one_more.as_usd(),
            self.at
        )
    }
}

impl fmt::Display for Unlimited {
    /// Boxes a year, and what it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>9.0}  {}", self.load.as_boxes(), self.at)
    }
}

impl fmt::Display for Flows {
    /// A line for each way of each flow, one for each jam, and one for each of the busiest of what is unlimited here.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, " boxes/year  share  queue h   USD each  way")?;
        for row in &self.rows {
            writeln!(
                f,
                "{:>11.0}                            {} to {}",
                row.volume.as_boxes(),
                row.from,
                row.to
            )?;
            match &row.ways {
                Err(error) => writeln!(f, "{:>40}without a way: {error}", "")?,
                Ok(ways) => {
                    for way in ways {
                        let name = if way.name.is_empty() {
                            "the only way"
                        } else {
                            &way.name
                        };
                        writeln!(
                            f,
                            "{:>11.0}  {:>3.0} %  {:>7.1}  {:>9.0}    {name}",
                            way.volume.as_boxes(),
                            way.share * 100.0,
                            way.queue.as_hours(),
                            way.generalised.as_usd()
                        )?;
                    }
                }
            }
        }
        self.jammed(f)?;
        self.unknown(f)?;
        write!(
            f,
            "{:.0} boxes a year have a way, {:.0} have none; {}",
            self.served().as_boxes(),
            self.without().as_boxes(),
            if self.is_settled {
                "no flow has a cheaper way left"
            } else {
                "some flow may have a cheaper way"
            }
        )
    }
}

impl Flows {
    /// What jams or is close to it, and how much room the rest has.
    fn jammed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tight, roomy): (Vec<&Jam>, Vec<&Jam>) = self
            .jams
            .iter()
            .partition(|jam| jam.queue.as_hours() >= LONG || jam.used >= TIGHT);
        if tight.is_empty() {
            writeln!(f, "\nnothing jams")?;
        } else {
            writeln!(
                f,
                "\n    takes      comes  of others  used %   queue h  one more USD  turned away  jams, boxes a year"
            )?;
        }
        for jam in tight {
            writeln!(f, "{jam}")?;
        }
        if !roomy.is_empty() {
            let (count, part) = (roomy.len(), TIGHT * 100.0);
            writeln!(
                f,
                "{count} more with a capacity are passed, each used less than {part:.0} %"
            )?;
        }
        Ok(())
    }

    /// The busiest of what has no known capacity.
    fn unknown(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.without_capacity.is_empty() {
            return writeln!(f, "\nall that is passed has a known capacity");
        }
        writeln!(f, "\n    comes  without a known capacity, unlimited here")?;
        for thing in self.without_capacity.iter().take(NAMED) {
            writeln!(f, "{thing}")?;
        }
        let more = self.without_capacity.len().saturating_sub(NAMED);
        if more > 0 {
            writeln!(f, "{more} more")?;
        }
        writeln!(f)
    }
}

use std::fmt;

use super::answer::{Amounts, Basis, Reliance, part};
use super::ends::EndsIt;

const BASES: [Basis; 4] = [Basis::Usd, Basis::Tonnes, Basis::Hours, Basis::Boxes];

/// A percentage of one decimal.
fn percent(share: crate::quantity::Share) -> String {
    format!("{:.1} %", share.as_percent())
}

impl fmt::Display for Amounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            flows,
            boxes,
            usd,
            goods,
            ..
        } = self;
        write!(
            f,
            "{flows} flow(s), {boxes} boxes, {:.0} t, {usd}",
            goods.as_tonnes()
        )
    }
}

impl fmt::Display for Reliance {
    /// What depends, in per cent, what is paid, how concentrated it is, and what it costs to do without.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} on {}, {}", self.whose, self.on, self.world)?;
        writeln!(f, "  {:<10} {}", "in a year", self.all)?;
        for basis in BASES {
            let of = |amounts: &Amounts| percent(part(amounts.of(basis), self.all.of(basis)));
            let there = match self.ending_there.flows {
                0 => String::new(),
                _ => format!(
                    ", of it {} starting or ending there",
                    of(&self.ending_there)
                ),
            };
            writeln!(
                f,
                "  {:<10} {:>8} touching{there}",
                basis.to_string(),
                of(&self.touching)
            )?;
        }
        if let Some(paid) = self.paid {
            writeln!(f, "  {:<10} {paid}", "paid to it")?;
        }
        writeln!(
            f,
            "  {:<10} payees {}, countries of owners at least {}, territories {} of 10000",
            "HHI", self.payees, self.owners, self.territories
        )?;
        let free = &self.independence;
        write!(
            f,
            "  {:<10} {} and {} more a year for {} flow(s); {} without a way",
            "without it", free.more, free.longer, free.freed.flows, free.cut_off
        )?;
        if free.unknown.flows > 0 {
            write!(f, "; {} not known", free.unknown)?;
        }
        for (at, _, reason) in &self.unanswered {
            write!(f, "\n  flow {at}: {reason}")?;
        }
        Ok(())
    }
}

impl fmt::Display for EndsIt {
    /// The sets, one a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (today, threshold) = (percent(self.today), percent(self.threshold));
        write!(
            f,
            "{today} of the {} today; at most {threshold} by",
            self.basis
        )?;
        if self.sets.is_empty() {
            write!(f, " no set of those tried")?;
        }
        for set in &self.sets {
            let names = match set.measures.as_slice() {
                [] => "nothing".to_owned(),
                names => names.join(" + "),
            };
            write!(
                f,
                "\n  {names}: {}, {} and {} more a year",
                percent(set.share),
                set.more,
                set.longer
            )?;
            if let Some(investment) = set.investment {
                write!(f, ", {investment} once")?;
            }
            if !set.unpriced.is_empty() {
                write!(f, ", cost not known: {}", set.unpriced.join(", "))?;
            }
        }
        let rest = if self.is_complete {
            ""
        } else {
            ", not all there are"
        };
        write!(f, "\n  {} sets tried{rest}", self.tried)
    }
}

use std::fmt;

use super::answer::{CountryGains, FlowOutcome, Gains, Lack, WorldOf};
use crate::quantity::{Money, PerYear};

impl fmt::Display for WorldOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scenario.as_str() {
            "" => write!(f, "{}", self.day),
            name => write!(f, "{name} ({})", self.day),
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(more) => write!(f, "{more} by what is new"),
            Self::NoWay => f.write_str("no way by what is new"),
            Self::NothingNew => f.write_str("nothing is new on the map"),
            Self::NotAsked { reason, .. } => write!(f, "not asked by what is new: {reason}"),
            Self::NotWanted => f.write_str("not asked by what is new"),
        }
    }
}

impl fmt::Display for FlowOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed {
                same_way,
                cost,
                duration,
            } => {
                let way = if *same_way {
                    "the same way"
                } else {
                    "another way"
                };
                write!(f, "{way}, {}, {duration}", signed(*cost))
            }
            Self::Same { lacks } => write!(f, "as it was, {lacks}"),
            Self::Opened => f.write_str("has a way now"),
            Self::Closed => f.write_str("has no way any more"),
            Self::Unanswered { reason, .. } => write!(f, "no way before or after: {reason}"),
        }
    }
}

fn signed(money: Money) -> String {
    let sign = if money > Money::ZERO { "+" } else { "" };
    format!("{sign}{money}")
}

fn usd(money: Money) -> String {
    format!("{:+.0}", money.as_usd())
}

impl fmt::Display for CountryGains {
    /// What it gains: shippers what they pay less, all others what they are paid more; hours are what goods
    /// are longer on their way.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let country = self
            .country
            .map_or_else(|| "?".to_owned(), |it| it.to_string());
        let [operators, owners, treasury] =
            [self.operators, self.owners, self.treasury].map(|it| usd(it.difference()));
        write!(
            f,
            "{country:<7} {:>14} {operators:>14} {treasury:>14} {owners:>14} {:>+12.0}",
            usd(Money::ZERO - self.shippers.difference()),
            self.hours.difference().as_hours()
        )
    }
}

impl fmt::Display for Gains {
    /// A line for each country that something changes for, how many there are without, then borders and payees that came and went, and
    /// what became of the flows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "from {} to {}, USD a year gained",
            self.before, self.after
        )?;
        let heads =
            ["shippers", "operators", "treasury", "owners"].map(|head| format!("{head:>14}"));
        writeln!(f, "country {} {:>12}", heads.join(" "), "box hours")?;
        for row in self.countries.iter().filter(|row| row.is_changed()) {
            writeln!(f, "{row}")?;
        }
        match self
            .countries
            .iter()
            .filter(|row| !row.is_changed())
            .count()
        {
            0 => {}
            1 => writeln!(f, "1 country without a change")?,
            same => writeln!(f, "{same} countries without a change")?,
        }
        let paid = self.paid();
        writeln!(
            f,
            "shippers pay {} instead of {}, {}",
            paid.after,
            paid.before,
            signed(paid.difference())
        )?;
        for (word, rows) in [
            ("gained", self.borders_gained().collect::<Vec<_>>()),
            ("lost", self.borders_lost().collect()),
        ] {
            for row in rows {
                let boxes = row.before + row.after;
                writeln!(
                    f,
                    "border {word}: {} from {} to {}, {boxes} boxes",
                    row.at, row.from, row.to
                )?;
            }
        }
        for (word, rows) in [
            ("gained", self.payees_gained().collect::<Vec<_>>()),
            ("lost", self.payees_lost().collect()),
        ] {
            for row in rows {
                let paid = row.paid.before + row.paid.after;
                writeln!(f, "payee {word}: {}, {paid}", row.payee)?;
            }
        }
        let of = |(flows, boxes): (usize, PerYear)| format!("{flows} ({boxes} boxes)");
        write!(
            f,
            "flows: {} change, {} stay as they were, {} have a way now, {} have none any more, {} none at all",
            of(self.count(|it| matches!(it, FlowOutcome::Changed { .. }))),
            of(self.count(|it| matches!(it, FlowOutcome::Same { .. }))),
            of(self.count(|it| matches!(it, FlowOutcome::Opened))),
            of(self.count(|it| matches!(it, FlowOutcome::Closed))),
            of(self.count(|it| matches!(it, FlowOutcome::Unanswered { .. }))),
        )
    }
}

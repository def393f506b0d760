use std::fmt;

use super::Route;
use crate::code::Country;

impl fmt::Display for Route {
    /// A table of legs and the totals; before everything else, where the day lies outside of the records.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for warning in self
            .warnings()
            .iter()
            .filter(|warning| warning.comes_first())
        {
            writeln!(f, "{warning}")?;
        }
        writeln!(
            f,
            "{} ({}) to {} ({})",
            self.from.name, self.from.code, self.to.name, self.to.code
        )?;
        for leg in self.legs() {
            writeln!(
                f,
                "  {:<28} {:<28} {:<18} {:<34} {:>7.0} km {:>7.1} h {:>9.2} USD",
                shorten(&leg.from.name, 28),
                shorten(&leg.to.name, 28),
                shorten(&leg.what, 18),
                shorten(&leg.operator, 34),
                leg.distance.as_km(),
                leg.expected.as_hours(),
                leg.cost.as_usd()
            )?;
        }
        let time = self.time();
        let countries: Vec<Country> = self.countries();
        let countries: Vec<&str> = countries.iter().map(Country::as_str).collect();
        write!(
            f,
            "  {}, {} expected (median {}, 90 % within {}), {}, {}\n  through {}",
            self.distance(),
            self.duration(),
            time.median(),
            time.p90(),
            self.cost(),
            self.emissions(),
            countries.join(", ")
        )?;
        if !self.is_priced() {
            write!(
                f,
                "\n  some steps have no known price: the cost is a lower bound"
            )?;
        }
        if let Some(known) = self.records_as_of.filter(|known| *known < self.day) {
            write!(
                f,
                "\n  records as of {known}: of what changes until {}, only what they date is known",
                self.day
            )?;
        }
        let others = self.warnings().iter();
        for warning in others.filter(|warning| !warning.comes_first()) {
            write!(f, "\n  {warning}")?;
        }
        Ok(())
    }
}

fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width - 1).collect();
    short.push('…');
    short
}

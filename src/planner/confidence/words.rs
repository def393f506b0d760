//! How sure an answer is, in a few lines.

use std::fmt;

use super::Confidence;

/// The answer, nine in ten of what it costs and takes, and the ways by how often they are best.
impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = &self.answer;
        if self.unknowns == 0 {
            return write!(
                f,
                "{}, {} and {}: no figure that it rests on has a range",
                route.cost(),
                route.duration(),
                route.emissions()
            );
        }
        let (cost, time, emissions) = (&self.cost, &self.time, &self.emissions);
        writeln!(
            f,
            "{}, nine in ten between {} and {}",
            route.cost(),
            cost.low(),
            cost.high()
        )?;
        writeln!(
            f,
            "{}, nine in ten between {} and {}",
            route.duration(),
            time.low(),
            time.high()
        )?;
        write!(
            f,
            "{}, nine in ten between {} and {}",
            route.emissions(),
            emissions.low(),
            emissions.high()
        )?;
        for way in &self.ways {
            write!(
                f,
                "\n{:.0} % of draws: {}",
                100.0 * self.share(way),
                way.name
            )?;
            if let Some(regret) = way.regret {
                write!(f, ", {regret} above the best by mean")?;
            }
        }
        Ok(())
    }
}

//! The worst closures as tables.

use std::fmt;

use super::{Damage, Worst};

impl fmt::Display for Damage {
    /// A row: shipments cut off and USD more in a year, and what is closed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let closed: Vec<String> = self.closed.iter().map(ToString::to_string).collect();
        let closed = match closed.len() {
            0 => "nothing does harm".to_owned(),
            _ => closed.join(", "),
        };
        write!(
            f,
            "{:>8}  {:>12.0}  {:>14.0}  {closed}",
            self.budget,
            self.cut_off.as_boxes(),
            self.more.as_usd()
        )
    }
}

impl fmt::Display for Worst {
    /// The damage curve, what to secure first, and how flows go then.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "closures  cut off/year  USD more/year  the worst of {:.0} a year",
            self.volume.as_boxes()
        )?;
        for damage in &self.curve {
            writeln!(f, "{damage}")?;
        }
        if let Some(secured) = &self.secure_first {
            writeln!(f, "secured first: {}; the worst is then", secured.lever)?;
            writeln!(f, "{}", secured.left)?;
        }
        for rerouted in &self.rerouted {
            let before = &rerouted.before;
            write!(
                f,
                "{} to {}: {:.0} USD",
                before.from.name,
                before.to.name,
                before.cost().as_usd()
            )?;
            match &rerouted.after {
                Some(after) => {
                    let countries: Vec<String> =
                        after.countries().iter().map(ToString::to_string).collect();
                    let (more, hours) = (after.cost() - before.cost(), after.duration());
                    write!(
                        f,
                        ", then {:+.0} USD in {hours} by {}",
                        more.as_usd(),
                        countries.join("–")
                    )?;
                }
                None => write!(f, ", then no route")?,
            }
            writeln!(f)?;
        }
        for (flow, none) in &self.unanswered {
            writeln!(f, "flow {flow}: {none}")?;
        }
        write!(
            f,
            "{} sets of closures, {} searches",
            self.worlds, self.searches
        )
    }
}

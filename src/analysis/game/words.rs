//! A game as a table.

use std::fmt;

use super::{Among, Blocking, Core, Fallback, Outcome};
use crate::code::Name;

impl fmt::Display for Fallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Each(price) => write!(f, "{price} a trip"),
            Self::Percent(percent) => write!(f, "{percent} % of the way with all players"),
        }
    }
}

impl fmt::Display for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let players: Vec<&str> = self.players.iter().map(Name::as_str).collect();
        write!(
            f,
            "{} alone would gain {:.0} USD/year",
            players.join(" + "),
            self.gain.as_usd()
        )
    }
}

impl fmt::Display for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds => f.write_str("in the core"),
            Self::Blocked(by) => write!(f, "not in the core: {by}"),
        }
    }
}

impl fmt::Display for Outcome {
    /// A line for each player, in USD a year; what all save, and what worth rests on.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "         alone         last      Shapley         Owen    nucleolus  player (bloc), USD/year"
        )?;
        for it in &self.players {
            let bloc = it
                .bloc
                .as_ref()
                .map_or_else(String::new, |bloc| format!(" ({bloc})"));
            writeln!(
                f,
                "{:>14.0} {:>12.0} {:>12.0} {:>12.0} {:>12.0}  {}{bloc}",
                it.alone.as_usd(),
                it.last.as_usd(),
                it.shapley.as_usd(),
                it.owen.as_usd(),
                it.nucleolus.as_usd(),
                it.player
            )?;
        }
        writeln!(f, "{0:>40.0} {0:>12.0} {0:>12.0}  all", self.worth.as_usd())?;
        writeln!(f, "Shapley value {}", self.shapley_core)?;
        writeln!(f, "Owen value {}", self.owen_core)?;
        writeln!(f, "nucleolus {}", self.nucleolus_core)?;
        if self.nucleolus_core != Core::Holds {
            writeln!(f, "the core is empty: no division holds")?;
        }
        if self.nucleolus_among == Among::Preimputations {
            writeln!(
                f,
                "players are worth more alone than all together: the nucleolus is the prenucleolus"
            )?;
        }
        for group in &self.alike {
            let names: Vec<&str> = group.iter().map(Name::as_str).collect();
            writeln!(f, "alike: {}", names.join(", "))?;
        }
        write!(
            f,
            "without a route, or where all are dearer: {}; {:.0} a year with no player, {:.0} with all",
            self.fallback,
            self.fallback_by_none.as_boxes(),
            self.fallback_by_all.as_boxes()
        )?;
        if !self.left_out.is_empty() {
            write!(
                f,
                "; left out, no route with all players: flows {:?}",
                self.left_out
            )?;
        }
        Ok(())
    }
}

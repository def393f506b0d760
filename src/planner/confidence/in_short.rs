//! How sure an answer is, in one line.

use super::Confidence;

/// Ways with a smaller part of the draws are not named in one line.
const NOTABLE: f64 = 0.05;

impl Confidence {
    /// One line: what the answer has of the objective and nine in ten of it, the ways that are best in a
    /// twentieth of the draws or more, below what the best other one wins, and what decides most.
    #[must_use]
    pub fn in_short(&self) -> String {
        let stated = self.answer.value();
        let stated = stated.map_or_else(|| "no price".to_owned(), |value| value.to_string());
        if self.unknowns == 0 {
            return format!("{stated}: no figure that it rests on has a range");
        }
        let mut parts = vec![match self.value() {
            Some(value) => {
                let (low, high) = (value.low(), value.high());
                format!("{stated}, nine in ten between {low} and {high}")
            }
            None => stated,
        }];
        let notable = self.ways.iter().filter(|way| self.share(way) >= NOTABLE);
        let said = notable.map(|way| format!("{:.0} % {}", 100.0 * self.share(way), way.name));
        let said: Vec<String> = said.collect();
        if !said.is_empty() {
            parts.push(format!("best in {}", said.join(", ")));
        }
        let others = self.ways.iter().filter(|way| way.route != self.answer);
        let rival = others.max_by_key(|way| way.best_in);
        let rival = rival.and_then(|way| Some((way, way.route.value()?, way.wins_below?)));
        if let Some((rival, value, below)) = rival {
            let name = &rival.name;
            parts.push(format!("{name}, stated at {value}, wins below {below}"));
        }
        if let Some(first) = self.decisive.first() {
            let sources: Vec<&str> = first.sources.iter().map(AsRef::as_ref).collect();
            let name = match &first.group {
                Some(group) => format!("what `{group}` has in common"),
                None => sources.join(", "),
            };
            let share = 100.0 * first.share;
            parts.push(format!("{name} decides {share:.0} % of the variance"));
        }
        parts.join("; ")
    }
}

//! Charges worked out again from the rows that they cite, and sums.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::chain::{Chain, act, items, number, text};
use crate::tables::{Row, scaled};

/// How much of what was stated was worked out again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    pub(crate) cents: i128,
    pub(crate) cents_again: i128,
    pub(crate) minutes: i128,
    pub(crate) minutes_again: i128,
}

impl Share {
    pub(crate) fn add(&mut self, other: Self) {
        self.cents += other.cents;
        self.cents_again += other.cents_again;
        self.minutes += other.minutes;
        self.minutes_again += other.minutes_again;
    }
}

/// What is shipped, in kilograms.
pub(crate) struct Goods<'v> {
    pub(crate) unit: &'v str,
    pub(crate) count: i128,
    pub(crate) mass: i128,
    pub(crate) plate: &'v str,
}

impl Goods<'_> {
    const TARES: [(&'static str, i128); 4] = [
        ("20ft", 2_300),
        ("40ft", 3_800),
        ("trailer", 15_000),
        ("wagon", 23_000),
    ];

    fn tare(unit: &str) -> i128 {
        let found = Self::TARES.iter().find(|(word, _)| *word == unit);
        found.map_or(0, |(_, tare)| *tare)
    }

    pub(crate) fn gross(&self) -> i128 {
        self.mass + Self::tare(self.unit)
    }

    /// What rates per tonne count.
    pub(crate) fn charged(&self) -> i128 {
        if self.unit.ends_with("ft") {
            self.gross()
        } else {
            self.mass
        }
    }

    pub(crate) fn consist(&self) -> &'static str {
        let train = match self.unit {
            "20ft" => 62,
            "40ft" => 31,
            "wagon" => 43,
            _ => i128::MAX,
        };
        if self.count >= train {
            "block_train"
        } else {
            "single"
        }
    }
}

/// Half up to the cent of millionths of a dollar.
pub(crate) fn cents(millionths: i128, per: i128) -> i128 {
    let divisor = per * 10_000;
    (millionths + divisor / 2) / divisor
}

pub(crate) struct Till<'c, 's, 't> {
    pub(crate) chain: &'c Chain<'s, 't>,
    pub(crate) goods: Goods<'s>,
    pub(crate) share: Share,
    pub(crate) faults: Vec<String>,
}

impl<'c, 's, 't> Till<'c, 's, 't> {
    pub(crate) fn of(chain: &'c Chain<'s, 't>) -> Self {
        let shipment = &chain.route["shipment"];
        let goods = Goods {
            unit: text(shipment, "unit"),
            count: number(shipment, "count"),
            mass: number(shipment, "mass_kg"),
            plate: text(shipment, "plate"),
        };
        Self {
            chain,
            goods,
            share: Share::default(),
            faults: Vec::new(),
        }
    }

    pub(crate) fn check(&mut self) {
        let steps: &[Value] = items(&self.chain.route["steps"]);
        for step in steps {
            for charge in items(&step["charges"]) {
                let amount = number(charge, "amount");
                self.share.cents += amount;
                match self.owed(step, charge) {
                    Some(owed) if owed.contains(&amount) => self.share.cents_again += amount,
                    Some(owed) => self
                        .faults
                        .push(format!("{amount} cents where {owed:?} are owed: {charge}")),
                    None => {}
                }
            }
            self.share.minutes += number(step, "expected");
            let parts = items(&step["parts"]);
            for one in if parts.is_empty() {
                std::slice::from_ref(step)
            } else {
                parts
            } {
                self.hours(one);
            }
            self.once(step);
            self.complete(step);
        }
    }

    /// The row that a figure cites, and its file.
    pub(crate) fn cited(&self, figure: &'s Value) -> Option<(&'s str, &'t Row)> {
        let file = figure["origin"]["file"].as_str()?;
        let row = usize::try_from(figure["origin"]["row"].as_u64()?).ok()?;
        Some((file, self.chain.standing.book.tables.at(file, row)?))
    }

    /// No row is charged twice in one step, but for parts of a train and the lifts of a change of trucks.
    fn once(&mut self, step: &'s Value) {
        let (word, _) = act(step);
        if matches!(word, "run" | "through") || !step["reload"].is_null() {
            return;
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for charge in items(&step["charges"]) {
            for figure in items(&charge["evidence"]).iter().take(1) {
                *seen.entry(figure["origin"].to_string()).or_default() += 1;
            }
        }
        for (origin, times) in seen.into_iter().filter(|(_, times)| *times > 1) {
            self.faults
                .push(format!("{origin} charged {times} times by one {word}"));
        }
    }

    /// Median minutes of moves, borders, lifts and voyages from the row they cite.
    fn hours(&mut self, step: &'s Value) {
        let Some((file, row)) = items(&step["time_evidence"])
            .first()
            .and_then(|figure| self.cited(figure))
        else {
            return;
        };
        let minutes =
            |column: &str| scaled(&row[column], 6).map(|hours| (hours * 60 + 500_000) / 1_000_000);
        let truck_changes = !step["reload"].is_null();
        let expected = match (act(step).0, file) {
            ("move", "speeds.csv") => {
                let kmh: f64 = row["kmh"].parse().unwrap();
                let daily = row["daily_hours"].parse().unwrap_or(24.0);
                let per_hour = (kmh * 1_000.0 * daily / 24.0).round() as i128;
                let metres = number(step, "distance");
                Some((metres * 60 + per_hour / 2) / per_hour)
            }
            ("border_control", "borders.csv") if !truck_changes => minutes("hours"),
            ("load" | "unload" | "tranship" | "gauge_change", "handling.csv") => minutes("hours"),
            ("run", "services.csv") => minutes("hours"),
            _ => None,
        };
        let Some(expected) = expected else {
            return;
        };
        let median = number(&step["time"], "median");
        if median == expected {
            self.share.minutes_again += number(step, "expected");
        } else {
            self.faults.push(format!(
                "{median} minutes where {file} says {expected}: {}",
                step["act"]
            ));
        }
        self.mean(step);
    }

    /// The mean of a lognormal with the median and 90th percentile that are stated.
    fn mean(&mut self, step: &Value) {
        let (median, p90) = (
            number(&step["time"], "median") as f64,
            number(&step["time"], "p90") as f64,
        );
        let sigma = if median > 0.0 && p90 > median {
            (p90 / median).ln() / 1.281_551_565_544_600_4
        } else {
            0.0
        };
        let mean = if median == 0.0 {
            p90 / 2.0
        } else {
            median * (sigma * sigma / 2.0).exp()
        };
        let stated = number(step, "expected") as f64;
        if (mean - stated).abs() > 0.500_001 {
            self.faults.push(format!(
                "a mean of {stated} minutes where {mean:.2} follow: {}",
                step["act"]
            ));
        }
    }
}

/// Sums of the charges of a route by a key, in cents.
pub(crate) fn sums(route: &Value, key: impl Fn(&Value) -> String) -> BTreeMap<String, i128> {
    let mut sums = BTreeMap::new();
    for charge in items(&route["steps"])
        .iter()
        .flat_map(|step| items(&step["charges"]))
    {
        *sums.entry(key(charge)).or_default() += number(charge, "amount");
    }
    sums
}

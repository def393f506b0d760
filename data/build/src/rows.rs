//! Rows of `links.csv`.

use std::collections::BTreeMap;

use crate::anchor::End;
use crate::geometry::{encode, great_circle_m, simplify};
use crate::neighbours::Candidate;
use crate::network::Network;
use crate::tables::Crossing;

/// Tolerance of the simplified shapes in degrees.
const SHAPE_TOLERANCE: f64 = 0.01;
/// A border section of a break of gauge longer than this is not taken to carry both tracks.
const DUAL_SECTION_M: u32 = 60_000;

/// Countries whose railways have 1520 mm tracks; the others have 1435 mm.
const BROAD: &[&str] = &[
    "AF", "AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM", "UA", "UZ",
];

/// What all rows of one mode share.
pub struct Rows<'a> {
    /// `rail` or `road`.
    pub mode: &'a str,
    /// Ends in the order of the candidates' indices.
    pub ends: &'a [End],
    /// Crossings of the mode.
    pub listed: &'a [&'a Crossing],
    /// The network.
    pub network: &'a Network,
}

impl Rows<'_> {
    /// The row of a candidate of that id, length and country.
    pub fn row(&self, c: &Candidate, id: &str, metres: u32, country: &str) -> [String; 16] {
        let (mode, listed) = (self.mode, self.listed);
        let (a, b) = (&self.ends[c.from], &self.ends[c.to]);
        let mut line = c.line(self.network);
        if let Some(first) = line.first_mut() {
            *first = a.at;
        }
        if let Some(last) = line.last_mut() {
            *last = b.at;
        }
        let straight = great_circle_m(a.at, b.at).ceil() as u32;
        let metres = metres.max(straight).max(100);
        let mut shape = simplify(&line, SHAPE_TOLERANCE);
        if shape.len() < 3 {
            shape.clear();
        }
        let gauges = if mode == "rail" {
            gauges(country, metres, [&a.code, &b.code], listed)
        } else {
            ""
        };
        [
            id.to_owned(),
            a.code.clone(),
            b.code.clone(),
            mode.to_owned(),
            country.to_owned(),
            format!("{:.3}", f64::from(metres) / 1000.0),
            gauges.to_owned(),
            String::new(),
            "both".to_owned(),
            "open".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            encode(&shape),
            if mode == "rail" {
                "GLINK;gauges=GGAUGE".to_owned()
            } else {
                "GLINK".to_owned()
            },
        ]
    }
}

/// The country's gauge; both on a border section between two gauges.
fn gauges(country: &str, metres: u32, ends: [&str; 2], listed: &[&Crossing]) -> &'static str {
    let broad = |c: &str| BROAD.contains(&c);
    let break_of_gauge = listed.iter().any(|x| {
        ends.contains(&x.code.as_str()) && broad(&x.countries[0]) != broad(&x.countries[1])
    });
    if break_of_gauge && metres <= DUAL_SECTION_M {
        "1435;1520"
    } else if broad(country) {
        "1520"
    } else {
        "1435"
    }
}

/// Ids of the candidates; a second way between the same ends in another country gets `~2`.
pub fn ids_of(all: &[Candidate], ends: &[End], mode: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    all.iter()
        .map(|c| {
            let id = format!("{}~{}~{mode}", ends[c.from].code, ends[c.to].code);
            let n = seen.entry(id.clone()).or_default();
            *n += 1;
            if *n == 1 { id } else { format!("{id}~{n}") }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Point;

    fn crossing(code: &str, a: &str, b: &str) -> Crossing {
        Crossing {
            code: code.into(),
            countries: [a.into(), b.into()],
            mode: "rail".into(),
            at: Point::new(0.0, 0.0),
            status: "open".into(),
        }
    }

    #[test]
    fn a_short_border_section_carries_both_gauges() {
        let x = crossing("x-cn-kz-dostyk-rail", "CN", "KZ");
        let y = crossing("x-kz-uz-saryagash-rail", "KZ", "UZ");
        let ends = ["KZ-dst", "x-cn-kz-dostyk-rail"];
        assert_eq!(gauges("KZ", 9_000, ends, &[&x]), "1435;1520");
        assert_eq!(gauges("KZ", 90_000, ends, &[&x]), "1520");
        assert_eq!(
            gauges("KZ", 9_000, ["KZ-say", "x-kz-uz-saryagash-rail"], &[&x, &y]),
            "1520"
        );
        assert_eq!(gauges("TR", 9_000, ["TRIST", "TRKSY"], &[&x]), "1435");
    }
}

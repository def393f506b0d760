//! The tables that steer the derivation: curvature, unwanted links, hand-made links, overrides.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::BuildError;
use crate::network::Curvature;
use crate::tables::{Row, number, read, text};

/// Hand-made links by their two ends and their country: the metres when open, `None` when not.
pub type HandPairs = BTreeMap<(usize, usize, String), Option<u32>>;

/// The tables that steer the derivation.
pub struct Steering {
    curvature: BTreeMap<(String, String), Curvature>,
    unwanted: BTreeSet<String>,
    lengths: BTreeMap<String, u32>,
    hand: Vec<Row>,
}

impl Steering {
    /// Reads `build/curvature.csv`, `build/unwanted.csv`, `links_hand.csv`, `links_override.csv`.
    pub fn read(data: &Path) -> Result<Self, BuildError> {
        let mut curvature = BTreeMap::new();
        for r in read(&data.join("build/curvature.csv"), false)? {
            let c = Curvature {
                chord_m: (number("curvature.csv", &r, "chord_km")? * 1000.0) as u32,
                factor: number("curvature.csv", &r, "factor")?,
            };
            curvature.insert((text(&r, "country").into(), text(&r, "mode").into()), c);
        }
        let unwanted = read(&data.join("build/unwanted.csv"), true)?
            .iter()
            .map(|r| text(r, "id").to_owned())
            .collect();
        let mut lengths = BTreeMap::new();
        for r in read(&data.join("links_override.csv"), true)? {
            if text(&r, "column") == "length_km" {
                let km = number("links_override.csv", &r, "value")?;
                lengths.insert(text(&r, "id").to_owned(), (km * 1000.0).round() as u32);
            }
        }
        Ok(Self {
            curvature,
            unwanted,
            lengths,
            hand: read(&data.join("links_hand.csv"), true)?,
        })
    }

    /// Curvature of a country's straight edges, `*` when it has no row of its own.
    pub fn curvature(&self, country: &str, mode: &str) -> Curvature {
        let key = |c: &str| {
            self.curvature
                .get(&(c.to_owned(), mode.to_owned()))
                .copied()
        };
        key(country).or_else(|| key("*")).unwrap_or(Curvature {
            chord_m: u32::MAX,
            factor: 1.0,
        })
    }

    /// Whether a derived link is not to be written.
    pub fn is_unwanted(&self, id: &str) -> bool {
        self.unwanted.contains(id)
    }

    /// Published metres of a derived link.
    pub fn published(&self, id: &str) -> Option<u32> {
        self.lengths.get(id).copied()
    }

    /// Hand-made links between known ends: the metres when open, `None` when not.
    pub fn hand_pairs(&self, mode: &str, index: &BTreeMap<&str, usize>) -> HandPairs {
        let mut out = BTreeMap::new();
        for r in &self.hand {
            let (Some(&a), Some(&b)) = (index.get(text(r, "from")), index.get(text(r, "to")))
            else {
                continue;
            };
            if text(r, "mode") == mode {
                let open = matches!(text(r, "status"), "" | "open");
                let metres = text(r, "length_km")
                    .parse::<f64>()
                    .ok()
                    .map(|km| (km * 1000.0).round() as u32);
                out.insert(
                    (a.min(b), a.max(b), text(r, "country").to_owned()),
                    metres.filter(|_| open),
                );
            }
        }
        out
    }
}

//! Coasts and borders of Natural Earth, embedded.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/natural_earth/land.csv");

/// What a line of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Outline of land, or of water inside it.
    Land,
    /// Border between two countries.
    Border,
    /// Border that somebody involved does not accept.
    Disputed,
}

/// What a line is, and its points in degrees, longitude first.
type GroundLine = (Ground, Vec<(f64, f64)>);

/// Every line in the order of the table.
pub(super) static LINES: LazyLock<Vec<GroundLine>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|row| row.split_once(','));
    rows.filter_map(|(kind, shape)| {
        let ground = match kind {
            "land" => Ground::Land,
            "border" => Ground::Border,
            _ => Ground::Disputed,
        };
        let line = polyline::decode_polyline(shape, 2).ok()?;
        Some((ground, line.coords().map(|c| (c.x, c.y)).collect()))
    })
    .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    /// Even-odd over all outlines, as the maps fill them.
    fn on_land(x: f64, y: f64) -> bool {
        let mut inside = false;
        for (ground, ring) in LINES.iter() {
            if *ground != Ground::Land {
                continue;
            }
            for (i, b) in ring.iter().enumerate() {
                let a = ring[(i + ring.len() - 1) % ring.len()];
                if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
                    inside = !inside;
                }
            }
        }
        inside
    }

    #[test]
    fn every_row_is_read() {
        assert_eq!(LINES.len(), TABLE.lines().count() - 1);
        for ground in [Ground::Land, Ground::Border, Ground::Disputed] {
            assert!(LINES.iter().any(|line| line.0 == ground));
        }
    }

    #[test]
    fn cities_are_on_land_and_seas_are_not() {
        for (x, y) in [
            (44.8, 41.7),
            (69.2, 41.3),
            (76.9, 43.2),
            (32.9, 39.9),
            (16.4, 48.2),
        ] {
            assert!(on_land(x, y), "{x} {y}");
        }
        for (x, y) in [
            (51.5, 42.0),
            (35.0, 43.3),
            (18.0, 35.0),
            (17.0, 42.9),
            (52.0, 38.0),
        ] {
            assert!(!on_land(x, y), "{x} {y}");
        }
    }
}

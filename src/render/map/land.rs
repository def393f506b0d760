//! Coasts, borders and countries of Natural Earth, embedded.

use std::sync::LazyLock;

use super::scene::Line;
use crate::code::Country;

const ARCS: &str = include_str!("../../../data/natural_earth/arcs.csv");
const COUNTRIES: &str = include_str!("../../../data/natural_earth/countries.csv");

/// What a line of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// Between land and water.
    Coast,
    /// Between two countries.
    Border,
    /// Between two countries, and somebody involved does not accept it.
    Disputed,
    /// Around leased ground: not drawn.
    Leased,
}

/// A country, or ground without a code of its own.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) country: Option<Country>,
    /// What it is called on a map; nothing for what has no name of its own.
    pub(super) name: &'static str,
    /// Closed lines in degrees, filled by the even-odd rule.
    pub(super) rings: Vec<Line>,
}

/// Every line in the order of the table, in degrees.
pub(super) static EDGES: LazyLock<Vec<(Edge, Line)>> = LazyLock::new(|| {
    let rows = ARCS.lines().skip(1).filter_map(|row| row.split_once(','));
    rows.map(|(kind, shape)| {
        let edge = match kind {
            "coast" => Edge::Coast,
            "border" => Edge::Border,
            "disputed" => Edge::Disputed,
            _ => Edge::Leased,
        };
        // The table is embedded and a test reads all of it.
        let line = polyline::decode_polyline(shape, 2).map(|line| {
            let points = line.coords().map(|c| (c.x, c.y));
            points.collect()
        });
        (edge, line.unwrap_or_default())
    })
    .collect()
});

/// Every country in the order of the table: by code, then by name.
pub(super) static GROUNDS: LazyLock<Vec<Ground>> = LazyLock::new(|| {
    let rows = COUNTRIES.lines().skip(1);
    rows.filter_map(|row| {
        let mut cells = row.splitn(3, ',');
        let (code, name, outlines) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Ground {
            country: code.parse().ok(),
            name,
            rings: outlines.split(';').map(ring).collect(),
        })
    })
    .collect()
});

/// The closed line of some numbers of [`EDGES`]; `!n` is line `n` backwards.
fn ring(numbers: &str) -> Line {
    let mut ring = Line::new();
    let numbers = numbers.split(' ').filter_map(|number| number.parse().ok());
    for number in numbers {
        let number: i64 = number;
        let index = if number < 0 { !number } else { number };
        let Some((_, line)) = EDGES.get(index as usize) else {
            continue;
        };
        if number < 0 {
            ring.extend(line.iter().rev());
        } else {
            ring.extend(line);
        }
    }
    ring.dedup();
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Even-odd over the outlines of a country, as the maps fill them.
    fn is_inside(ground: &Ground, x: f64, y: f64) -> bool {
        let mut inside = false;
        for ring in &ground.rings {
            for (i, b) in ring.iter().enumerate() {
                let a = ring[(i + ring.len() - 1) % ring.len()];
                if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
                    inside = !inside;
                }
            }
        }
        inside
    }

    fn countries_at(x: f64, y: f64) -> Vec<&'static str> {
        let grounds = GROUNDS.iter();
        let here = grounds.filter(|ground| is_inside(ground, x, y));
        here.map(|ground| ground.country.as_ref().map_or("", Country::as_str))
            .collect()
    }

    #[test]
    fn every_row_is_read() {
        assert_eq!(EDGES.len(), ARCS.lines().count() - 1);
        assert_eq!(GROUNDS.len(), COUNTRIES.lines().count() - 1);
        assert!(EDGES.iter().all(|(_, line)| line.len() > 1));
        for edge in [Edge::Coast, Edge::Border, Edge::Disputed, Edge::Leased] {
            assert!(EDGES.iter().any(|line| line.0 == edge));
        }
        for ground in GROUNDS.iter() {
            for ring in &ground.rings {
                assert!(ring.len() > 3, "{}", ground.name);
                assert_eq!(ring.first(), ring.last(), "{}", ground.name);
            }
        }
    }

    #[test]
    fn cities_are_in_their_countries_and_seas_in_none() {
        for (x, y, country) in [
            (44.8, 41.7, "GE"),
            (69.2, 41.3, "UZ"),
            (76.9, 43.2, "KZ"),
            (63.3, 45.6, "KZ"),
            (32.9, 39.9, "TR"),
            (16.4, 48.2, "AT"),
            (45.4, 39.2, "AZ"),
            (121.4, 31.2, "CN"),
            (108.9, 34.3, "CN"),
            (104.1, 30.7, "CN"),
            (131.95, 43.8, "RU"),
            (78.2, 17.4, "IN"),
        ] {
            assert_eq!(countries_at(x, y), [country], "{x} {y}");
        }
        for (x, y) in [
            (51.5, 42.0),
            (35.0, 43.3),
            (18.0, 35.0),
            (17.0, 42.9),
            (52.0, 38.0),
            (123.0, 35.0),
            (65.0, 15.0),
        ] {
            assert_eq!(countries_at(x, y), [""; 0], "{x} {y}");
        }
    }

    /// Harbours and posts at borders may lie a little beside the simplified lines.
    #[test]
    fn every_place_of_the_network_is_on_the_ground_of_its_country() {
        const OFF: [f64; 7] = [0.0, 0.06, -0.06, 0.12, -0.12, 0.2, -0.2];
        let network = crate::network::Network::europe_central_asia();
        for (_, place) in network.places() {
            let mut grounds = GROUNDS.iter();
            let ground = grounds
                .find(|ground| ground.country == Some(place.country) && !ground.name.is_empty())
                .expect("a country with a name");
            let (x, y) = place.location.x_y();
            let mut near = OFF
                .iter()
                .flat_map(|off_x| OFF.map(|off_y| (x + off_x, y + off_y)));
            assert!(
                near.any(|(x, y)| is_inside(ground, x, y)),
                "{} {}",
                place.code,
                ground.name
            );
        }
    }
}

//! Country polygons of Natural Earth 1:10m: which country a point lies in, and how far away one is.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::BuildError;
use crate::geometry::{Point, project};

/// Index of a country in [`Countries`].
pub type CountryId = u16;

/// Height of the latitude slabs and of the cells of the segment grid, in degrees.
const SLAB: f64 = 0.1;
const CELL: f64 = 0.25;

/// A piece of border from point to point.
type Segment = (Point, Point);
/// Pieces of border by the cells they run through.
type Grid = BTreeMap<(i32, i32), Vec<(CountryId, Point, Point)>>;

struct Country {
    code: String,
    west: f64,
    east: f64,
    slabs: BTreeMap<i32, Vec<Segment>>,
}

/// All countries that touch the window.
pub struct Countries {
    list: Vec<Country>,
    grid: Grid,
}

/// ISO 3166 numeric to alpha-2 of the countries in the window.
const ISO: &[(&str, &str)] = &[
    ("004", "AF"),
    ("008", "AL"),
    ("012", "DZ"),
    ("020", "AD"),
    ("031", "AZ"),
    ("040", "AT"),
    ("048", "BH"),
    ("051", "AM"),
    ("056", "BE"),
    ("064", "BT"),
    ("070", "BA"),
    ("100", "BG"),
    ("112", "BY"),
    ("156", "CN"),
    ("191", "HR"),
    ("196", "CY"),
    ("203", "CZ"),
    ("208", "DK"),
    ("233", "EE"),
    ("246", "FI"),
    ("250", "FR"),
    ("268", "GE"),
    ("275", "PS"),
    ("276", "DE"),
    ("300", "GR"),
    ("348", "HU"),
    ("356", "IN"),
    ("364", "IR"),
    ("368", "IQ"),
    ("372", "IE"),
    ("376", "IL"),
    ("380", "IT"),
    ("398", "KZ"),
    ("400", "JO"),
    ("414", "KW"),
    ("417", "KG"),
    ("422", "LB"),
    ("428", "LV"),
    ("434", "LY"),
    ("438", "LI"),
    ("440", "LT"),
    ("442", "LU"),
    ("470", "MT"),
    ("492", "MC"),
    ("496", "MN"),
    ("498", "MD"),
    ("499", "ME"),
    ("504", "MA"),
    ("524", "NP"),
    ("528", "NL"),
    ("578", "NO"),
    ("586", "PK"),
    ("616", "PL"),
    ("620", "PT"),
    ("642", "RO"),
    ("643", "RU"),
    ("674", "SM"),
    ("682", "SA"),
    ("688", "RS"),
    ("703", "SK"),
    ("705", "SI"),
    ("724", "ES"),
    ("752", "SE"),
    ("756", "CH"),
    ("760", "SY"),
    ("762", "TJ"),
    ("788", "TN"),
    ("792", "TR"),
    ("795", "TM"),
    ("804", "UA"),
    ("807", "MK"),
    ("818", "EG"),
    ("826", "GB"),
    ("860", "UZ"),
];

fn code_of(geometry: &Value) -> Option<&'static str> {
    if let Some(id) = geometry["id"].as_str() {
        return ISO.iter().find(|(n, _)| *n == id).map(|(_, c)| *c);
    }
    // Areas without a number: leased or disputed ground, given to the state that administers it.
    match geometry["properties"]["name"].as_str()? {
        "Baikonur" => Some("KZ"),
        "Kosovo" => Some("XK"),
        "N. Cyprus" | "Cyprus U.N. Buffer Zone" | "Dhekelia" | "Akrotiri" => Some("CY"),
        _ => None,
    }
}

impl Countries {
    /// Decodes `countries-10m.json` (`TopoJSON`).
    pub fn from_topojson(text: &str) -> Result<Self, BuildError> {
        let bad = |what: &str| BuildError::Format {
            file: "countries-10m.json".into(),
            reason: what.into(),
        };
        let json: Value = serde_json::from_str(text).map_err(|e| bad(&e.to_string()))?;
        let axis = |key: &str, i: usize| {
            json["transform"][key][i]
                .as_f64()
                .ok_or_else(|| bad("no transform"))
        };
        let (sx, sy) = (axis("scale", 0)?, axis("scale", 1)?);
        let (tx, ty) = (axis("translate", 0)?, axis("translate", 1)?);
        let mut arcs: Vec<Vec<Point>> = Vec::new();
        for arc in json["arcs"].as_array().ok_or_else(|| bad("no arcs"))? {
            let (mut x, mut y) = (0.0, 0.0);
            let mut line = Vec::new();
            for step in arc.as_array().ok_or_else(|| bad("arc is no list"))? {
                x += step[0].as_f64().ok_or_else(|| bad("arc step"))?;
                y += step[1].as_f64().ok_or_else(|| bad("arc step"))?;
                line.push(Point::new(x * sx + tx, y * sy + ty));
            }
            arcs.push(line);
        }
        let mut rings: BTreeMap<&str, Vec<Vec<Point>>> = BTreeMap::new();
        let list = json["objects"]["countries"]["geometries"]
            .as_array()
            .ok_or_else(|| bad("no countries"))?;
        for geometry in list {
            let Some(code) = code_of(geometry) else {
                continue;
            };
            let polygons: Vec<&Value> = match geometry["type"].as_str() {
                Some("Polygon") => vec![&geometry["arcs"]],
                Some("MultiPolygon") => geometry["arcs"]
                    .as_array()
                    .map(|a| a.iter().collect())
                    .unwrap_or_default(),
                _ => continue,
            };
            for polygon in polygons {
                for ring in polygon.as_array().ok_or_else(|| bad("polygon"))? {
                    let mut line: Vec<Point> = Vec::new();
                    for arc in ring.as_array().ok_or_else(|| bad("ring"))? {
                        let i = arc.as_i64().ok_or_else(|| bad("arc index"))?;
                        let source = arcs
                            .get(if i < 0 { !i } else { i } as usize)
                            .ok_or_else(|| bad("arc index"))?;
                        if i < 0 {
                            line.extend(source.iter().rev());
                        } else {
                            line.extend(source);
                        }
                    }
                    rings.entry(code).or_default().push(line);
                }
            }
        }
        Ok(Self::from_rings(
            rings.into_iter().map(|(c, r)| (c.to_owned(), r)),
        ))
    }

    /// Builds the index from rings per country.
    pub fn from_rings(rings: impl IntoIterator<Item = (String, Vec<Vec<Point>>)>) -> Self {
        let mut list = Vec::new();
        let mut grid = Grid::new();
        for (code, rings) in rings {
            let id = list.len() as CountryId;
            let mut country = Country {
                code,
                west: 180.0,
                east: -180.0,
                slabs: BTreeMap::new(),
            };
            for ring in rings {
                for i in 0..ring.len() {
                    let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
                    if a == b {
                        continue;
                    }
                    country.west = country.west.min(a.lon);
                    country.east = country.east.max(a.lon);
                    let (low, high) = (a.lat.min(b.lat), a.lat.max(b.lat));
                    for slab in slab_of(low)..=slab_of(high) {
                        country.slabs.entry(slab).or_default().push((a, b));
                    }
                    let steps = 1
                        + ((a.lon - b.lon).abs().max((a.lat - b.lat).abs()) / (CELL / 2.0))
                            as usize;
                    if steps > 400 {
                        continue;
                    }
                    let mut last = None;
                    for s in 0..=steps {
                        let cell = cell_of(a.towards(b, s as f64 / steps as f64));
                        if last != Some(cell) {
                            grid.entry(cell).or_default().push((id, a, b));
                            last = Some(cell);
                        }
                    }
                }
            }
            list.push(country);
        }
        Self { list, grid }
    }

    /// ISO code of a country.
    pub fn code(&self, id: CountryId) -> &str {
        &self.list[usize::from(id)].code
    }

    /// The country with that ISO code.
    pub fn by_code(&self, code: &str) -> Option<CountryId> {
        self.list
            .iter()
            .position(|c| c.code == code)
            .map(|i| i as CountryId)
    }

    /// Whether `p` lies in the country.
    pub fn contains(&self, id: CountryId, p: Point) -> bool {
        let country = &self.list[usize::from(id)];
        if p.lon < country.west || p.lon > country.east {
            return false;
        }
        let Some(segments) = country.slabs.get(&slab_of(p.lat)) else {
            return false;
        };
        let mut inside = false;
        for (a, b) in segments {
            if (a.lat > p.lat) != (b.lat > p.lat)
                && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon
            {
                inside = !inside;
            }
        }
        inside
    }

    /// The country a point lies in, or the nearest one within about 50 km (harbours, coarse coasts).
    pub fn locate(&self, p: Point) -> Option<CountryId> {
        (0..self.list.len() as CountryId)
            .find(|c| self.contains(*c, p))
            .or_else(|| {
                let near = self.near(p, 2);
                near.into_iter()
                    .map(|(c, a, b)| (project(p, a, b).1, c))
                    .min_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)))
                    .filter(|(d, _)| *d < 50_000.0)
                    .map(|(_, c)| c)
            })
    }

    /// Metres from `p` to the country's ground, 0 inside; `None` beyond about 25 km.
    pub fn distance_m(&self, id: CountryId, p: Point) -> Option<f64> {
        if self.contains(id, p) {
            return Some(0.0);
        }
        self.near(p, 1)
            .into_iter()
            .filter(|(c, _, _)| *c == id)
            .map(|(_, a, b)| project(p, a, b).1)
            .min_by(f64::total_cmp)
    }

    fn near(&self, p: Point, rings: i32) -> Vec<(CountryId, Point, Point)> {
        let (cx, cy) = cell_of(p);
        let mut out = Vec::new();
        for x in cx - rings..=cx + rings {
            for y in cy - rings..=cy + rings {
                if let Some(cell) = self.grid.get(&(x, y)) {
                    out.extend_from_slice(cell);
                }
            }
        }
        out
    }
}

fn slab_of(lat: f64) -> i32 {
    (lat / SLAB).floor() as i32
}

fn cell_of(p: Point) -> (i32, i32) {
    ((p.lon / CELL).floor() as i32, (p.lat / CELL).floor() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, east: f64) -> Vec<Vec<Point>> {
        vec![
            [(west, 40.0), (east, 40.0), (east, 41.0), (west, 41.0)]
                .map(|(x, y)| Point::new(x, y))
                .to_vec(),
        ]
    }

    #[test]
    fn points_fall_into_the_right_country() {
        let c = Countries::from_rings([
            ("AA".into(), square(10.0, 11.0)),
            ("BB".into(), square(11.0, 12.0)),
        ]);
        assert_eq!(
            c.locate(Point::new(10.5, 40.5)).map(|i| c.code(i)),
            Some("AA")
        );
        assert_eq!(
            c.locate(Point::new(11.5, 40.5)).map(|i| c.code(i)),
            Some("BB")
        );
        assert_eq!(
            c.locate(Point::new(9.9, 40.5)).map(|i| c.code(i)),
            Some("AA")
        );
        assert_eq!(c.locate(Point::new(5.0, 40.5)), None);
        let d = c
            .distance_m(1, Point::new(10.95, 40.5))
            .expect("near the border");
        assert!((d - 4_228.0).abs() < 10.0, "{d}");
    }

    #[test]
    fn topojson_arcs_may_run_backwards() {
        let text = r#"{"transform":{"scale":[1,1],"translate":[0,0]},
          "arcs":[[[0,0],[1,0],[0,1]],[[0,0],[0,1],[1,0]]],
          "objects":{"countries":{"geometries":[{"type":"Polygon","id":"268","arcs":[[0,-2]]}]}}}"#;
        let c = Countries::from_topojson(text).expect("valid");
        assert!(c.contains(0, Point::new(0.7, 0.5)));
        assert!(!c.contains(0, Point::new(1.7, 0.5)));
        assert_eq!(c.code(0), "GE");
    }
}

//! Derives `data/natural_earth/land.csv` from Natural Earth 1:10m, as packaged by world-atlas.
//!
//! `cargo run --release --bin coasts -- PACKAGES [DATA]` writes the table.

#[path = "../archive.rs"]
#[allow(dead_code, reason = "the wheel of networks is not read here")]
mod archive;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file cannot be read.
    #[error("cannot read {path}: {reason}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {reason}")]
    Write {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// Another version of a package than the one the table was derived from.
    #[error(
        "{path} has SHA-256 {found}, expected {expected}: fetch the version named in README.md"
    )]
    Checksum {
        /// The file.
        path: String,
        /// Checksum of the right version.
        expected: String,
        /// Checksum of the file.
        found: String,
    },
    /// The content of a file is not as expected.
    #[error("countries-10m.json: {reason}")]
    Format {
        /// What is wrong.
        reason: String,
    },
    /// Wrong arguments.
    #[error("usage: coasts PACKAGES [DATA]")]
    Usage,
}

type Point = (f64, f64);

/// West, south, east, north of what is kept, in degrees: one degree more than maps may show.
const WINDOW: [f64; 4] = [-13.0, 23.0, 93.0, 63.0];
/// Farthest that a simplified line may stray, in degrees.
const TOLERANCE: f64 = 0.012;
/// Smallest ring kept, in square degrees (about 25 km2 at 45 degrees north).
const SMALLEST: f64 = 0.003;
/// Borders that the two sides or their neighbours do not agree on, as boxes of west, south, east,
/// north: Crimea and Kashmir. Natural Earth draws who administers the ground.
const DISPUTED: [[f64; 4]; 2] = [[32.0, 45.0, 36.0, 46.4], [72.5, 32.0, 81.5, 37.5]];
/// Features whose every border is one that somebody disputes, or the border of leased ground.
const UNSETTLED: &[&str] = &[
    "Kosovo",
    "N. Cyprus",
    "Cyprus U.N. Buffer Zone",
    "Palestine",
    "Siachen Glacier",
];
/// Ground of another state's base or lease: its outline is not drawn.
const LEASED: &[&str] = &["Baikonur", "Dhekelia", "Akrotiri"];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let data = match args.as_slice() {
        [_] => Ok(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")),
        [_, data] => Ok(PathBuf::from(data)),
        _ => Err(BuildError::Usage),
    };
    match data.and_then(|data| write(Path::new(&args[0]), &data.join("natural_earth/land.csv"))) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bad(reason: &str) -> BuildError {
    BuildError::Format {
        reason: reason.into(),
    }
}

fn write(packages: &Path, to: &Path) -> Result<String, BuildError> {
    let text = archive::atlas_member(packages, "countries-10m.json")?;
    let json: Value = serde_json::from_str(&text).map_err(|error| bad(&error.to_string()))?;
    let arcs = arcs(&json)?;
    let mut rows: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for ring in land(&json, &arcs)? {
        rows.entry("land").or_default().insert(ring);
    }
    for (kind, line) in borders(&json, &arcs)? {
        rows.entry(kind).or_default().insert(line);
    }
    let mut out = String::from("kind,shape\n");
    let mut counts = Vec::new();
    for (kind, shapes) in &rows {
        counts.push(format!("{} {kind}", shapes.len()));
        for shape in shapes {
            out.extend([*kind, ",", shape, "\n"]);
        }
    }
    std::fs::write(to, &out).map_err(|error| BuildError::Write {
        path: to.display().to_string(),
        reason: error.to_string(),
    })?;
    Ok(format!(
        "land.csv: {}, {} bytes",
        counts.join(", "),
        out.len()
    ))
}

/// Every arc of the topology, simplified.
fn arcs(json: &Value) -> Result<Vec<Vec<Point>>, BuildError> {
    let axis = |key: &str, i: usize| {
        json["transform"][key][i]
            .as_f64()
            .ok_or_else(|| bad("no transform"))
    };
    let (scale, shift) = (
        (axis("scale", 0)?, axis("scale", 1)?),
        (axis("translate", 0)?, axis("translate", 1)?),
    );
    let mut arcs = Vec::new();
    for arc in json["arcs"].as_array().ok_or_else(|| bad("no arcs"))? {
        let (mut x, mut y) = (0.0, 0.0);
        let mut line = Vec::new();
        for step in arc.as_array().ok_or_else(|| bad("arc is no list"))? {
            x += step[0].as_f64().ok_or_else(|| bad("arc step"))?;
            y += step[1].as_f64().ok_or_else(|| bad("arc step"))?;
            line.push((x * scale.0 + shift.0, y * scale.1 + shift.1));
        }
        arcs.push(simplified(&line));
    }
    Ok(arcs)
}

/// Douglas-Peucker; a closed line is cut at the point farthest from its start.
fn simplified(line: &[Point]) -> Vec<Point> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    let last = line.len() - 1;
    keep[0] = true;
    keep[last] = true;
    let mut open = vec![(0, last)];
    while let Some((a, b)) = open.pop() {
        let farthest = (a + 1..b)
            .map(|i| (distance(line[i], line[a], line[b]), i))
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        if let Some((far, i)) = farthest
            && far > TOLERANCE
        {
            keep[i] = true;
            open.push((a, i));
            open.push((i, b));
        }
    }
    let kept = line.iter().zip(&keep).filter(|(_, keep)| **keep);
    kept.map(|(point, _)| *point).collect()
}

/// Degrees from a point to a segment, longitudes shortened as at 45 degrees north.
fn distance(p: Point, a: Point, b: Point) -> f64 {
    let flat = |p: Point| (p.0 * std::f64::consts::FRAC_1_SQRT_2, p.1);
    let (p, a, b) = (flat(p), flat(a), flat(b));
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 {
        (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (x, y) = (p.0 - a.0 - t * dx, p.1 - a.1 - t * dy);
    (x * x + y * y).sqrt()
}

fn polygons(geometry: &Value) -> Vec<&Value> {
    match geometry["type"].as_str() {
        Some("Polygon") => vec![&geometry["arcs"]],
        Some("MultiPolygon") => geometry["arcs"].as_array().into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}

/// Outlines of the land, cut to the window; lakes that are holes of the land among them.
fn land(json: &Value, arcs: &[Vec<Point>]) -> Result<Vec<String>, BuildError> {
    let mut out = Vec::new();
    let list = json["objects"]["land"]["geometries"].as_array();
    for geometry in list.ok_or_else(|| bad("no land"))? {
        for polygon in polygons(geometry) {
            for ring in polygon.as_array().ok_or_else(|| bad("polygon"))? {
                let mut line: Vec<Point> = Vec::new();
                for arc in ring.as_array().ok_or_else(|| bad("ring"))? {
                    let (index, backwards) = arc_index(arc)?;
                    let points = arcs.get(index).ok_or_else(|| bad("arc index"))?;
                    if backwards {
                        line.extend(points.iter().rev());
                    } else {
                        line.extend(points);
                    }
                }
                let line = cut_ring(line);
                if area(&line) >= SMALLEST {
                    out.extend(encoded(&line));
                }
            }
        }
    }
    Ok(out)
}

fn arc_index(arc: &Value) -> Result<(usize, bool), BuildError> {
    let index = arc.as_i64().ok_or_else(|| bad("arc index"))?;
    let backwards = index < 0;
    Ok(((if backwards { !index } else { index }) as usize, backwards))
}

/// Sutherland-Hodgman against the four sides of the window.
fn cut_ring(mut ring: Vec<Point>) -> Vec<Point> {
    for (side, limit) in WINDOW.into_iter().enumerate() {
        let along = |p: Point| if side % 2 == 0 { p.0 } else { p.1 };
        let inside = |p: Point| {
            if side < 2 {
                along(p) >= limit
            } else {
                along(p) <= limit
            }
        };
        let mut kept = Vec::new();
        for (i, &b) in ring.iter().enumerate() {
            let a = ring[(i + ring.len() - 1) % ring.len()];
            if inside(a) != inside(b) {
                let t = (limit - along(a)) / (along(b) - along(a));
                kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
            if inside(b) {
                kept.push(b);
            }
        }
        ring = kept;
    }
    ring
}

fn area(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum();
    twice.abs() / 2.0
}

/// Arcs that two countries share, as `border` or `disputed`.
fn borders(json: &Value, arcs: &[Vec<Point>]) -> Result<Vec<(&'static str, String)>, BuildError> {
    let mut users: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    let list = json["objects"]["countries"]["geometries"].as_array();
    for geometry in list.ok_or_else(|| bad("no countries"))? {
        let name = geometry["properties"]["name"].as_str().unwrap_or_default();
        for polygon in polygons(geometry) {
            for arc in polygon.as_array().into_iter().flatten() {
                for arc in arc.as_array().ok_or_else(|| bad("ring"))? {
                    users.entry(arc_index(arc)?.0).or_default().insert(name);
                }
            }
        }
    }
    let mut out = Vec::new();
    for (index, users) in users {
        if users.len() < 2 || users.iter().any(|name| LEASED.contains(name)) {
            continue;
        }
        let points = arcs.get(index).ok_or_else(|| bad("arc index"))?;
        let within = |p: &Point, [west, south, east, north]: [f64; 4]| {
            (west..=east).contains(&p.0) && (south..=north).contains(&p.1)
        };
        let unsettled = users.iter().any(|name| UNSETTLED.contains(name))
            || DISPUTED
                .iter()
                .any(|area| points.iter().all(|point| within(point, *area)));
        let kind = if unsettled { "disputed" } else { "border" };
        if points.iter().any(|point| within(point, WINDOW)) {
            out.extend(encoded(points).map(|line| (kind, line)));
        }
    }
    Ok(out)
}

/// Google's polyline algorithm with hundredths of a degree; nothing for less than two points.
fn encoded(line: &[Point]) -> Option<String> {
    let mut cells: Vec<(i64, i64)> = line
        .iter()
        .map(|p| ((p.0 * 100.0).round() as i64, (p.1 * 100.0).round() as i64))
        .collect();
    cells.dedup();
    if cells.len() < 2 {
        return None;
    }
    let mut out = String::new();
    let (mut x, mut y) = (0, 0);
    for cell in cells {
        for step in [cell.1 - y, cell.0 - x] {
            let mut rest = ((step << 1) ^ (step >> 63)) as u64;
            loop {
                let more = rest >= 32;
                let five = (rest & 31) as u8 | if more { 32 } else { 0 };
                out.push(char::from(five + 63));
                rest >>= 5;
                if !more {
                    break;
                }
            }
        }
        (x, y) = cell;
    }
    Some(out)
}

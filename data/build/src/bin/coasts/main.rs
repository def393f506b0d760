//! Derives the tables of `data/natural_earth` from Natural Earth 1:10m, as packaged by world-atlas.
//!
//! `cargo run --release --bin coasts -- PACKAGES [DATA]` writes the tables.

#[path = "../../archive.rs"]
#[allow(dead_code, reason = "the wheel of networks is not read here")]
mod archive;
mod iso;
mod outline;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use outline::{Point, area, encoded, simplified, tolerance};
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
    "Somaliland",
    "W. Sahara",
];
/// Ground of another state's base or lease: its outline is not drawn.
const LEASED: &[&str] = &["Baikonur", "Dhekelia", "Akrotiri"];
/// Nobody ships there, and maps end at 80 degrees south.
const LEFT_OUT: &[&str] = &["Antarctica"];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let data = match args.as_slice() {
        [_] => Ok(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")),
        [_, data] => Ok(PathBuf::from(data)),
        _ => Err(BuildError::Usage),
    };
    match data.and_then(|data| write(Path::new(&args[0]), &data.join("natural_earth"))) {
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

/// A feature, and its outlines as indexes of arcs; a negative one is run backwards.
struct Country<'j> {
    feature: &'j str,
    code: &'static str,
    rings: Vec<Vec<i64>>,
}

fn write(packages: &Path, folder: &Path) -> Result<String, BuildError> {
    let text = archive::atlas_member(packages, "countries-10m.json")?;
    let json: Value = serde_json::from_str(&text).map_err(|error| bad(&error.to_string()))?;
    let arcs = arcs(&json)?;
    let countries = countries(&json, &arcs)?;
    let mut users: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for country in &countries {
        for arc in country.rings.iter().flatten() {
            users
                .entry(index(*arc))
                .or_default()
                .insert(country.feature);
        }
    }
    let mut lines = String::from("kind,shape\n");
    let mut numbers = BTreeMap::new();
    for (arc, users) in &users {
        let points = arcs.get(*arc).ok_or_else(|| bad("arc index"))?;
        let Some(shape) = encoded(points) else {
            continue;
        };
        numbers.insert(*arc, numbers.len() as i64);
        lines.extend([kind(points, users), ",", &shape, "\n"]);
    }
    let mut rows: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for country in &countries {
        // Without a code it is ground like any other, and has no name.
        let name = if country.code.is_empty() || LEASED.contains(&country.feature) {
            ""
        } else {
            iso::name(country.feature)
        };
        let outlines = rows.entry((country.code, name)).or_default();
        for ring in &country.rings {
            let arcs = ring.iter().filter_map(|arc| {
                let number = numbers.get(&index(*arc))?;
                Some(if *arc < 0 { !number } else { *number }.to_string())
            });
            outlines.push(arcs.collect::<Vec<_>>().join(" "));
        }
    }
    let mut table = String::from("country,name,outlines\n");
    for ((code, name), outlines) in &rows {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{code},{name},{}", outlines.join(";"));
    }
    let mut report = Vec::new();
    for (name, text, rows) in [
        ("arcs.csv", &lines, numbers.len()),
        ("countries.csv", &table, rows.len()),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| BuildError::Write {
            path: path.display().to_string(),
            reason: error.to_string(),
        })?;
        report.push(format!("{name}: {rows} rows, {} bytes", text.len()));
    }
    Ok(report.join("\n"))
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

fn polygons(geometry: &Value) -> Vec<&Value> {
    match geometry["type"].as_str() {
        Some("Polygon") => vec![&geometry["arcs"]],
        Some("MultiPolygon") => geometry["arcs"].as_array().into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}

/// Every feature with the outlines that are large enough.
fn countries<'j>(json: &'j Value, arcs: &[Vec<Point>]) -> Result<Vec<Country<'j>>, BuildError> {
    let list = json["objects"]["countries"]["geometries"].as_array();
    let mut out = Vec::new();
    for geometry in list.ok_or_else(|| bad("no countries"))? {
        let feature = geometry["properties"]["name"].as_str().unwrap_or_default();
        if LEFT_OUT.contains(&feature) {
            continue;
        }
        let mut rings = Vec::new();
        for polygon in polygons(geometry) {
            for ring in polygon.as_array().ok_or_else(|| bad("polygon"))? {
                let ring = ring.as_array().ok_or_else(|| bad("ring"))?;
                let ring: Option<Vec<i64>> = ring.iter().map(Value::as_i64).collect();
                let ring = ring.ok_or_else(|| bad("arc index"))?;
                let line = outline(&ring, arcs)?;
                let start = line.first().ok_or_else(|| bad("empty ring"))?;
                // About 25 km2 at 45 degrees north, more where lines are coarser.
                let least = (6.0 * tolerance(*start)).powi(2).max(0.003);
                if area(&line) >= least {
                    rings.push(ring);
                }
            }
        }
        let code = iso::code(geometry["id"].as_str(), feature);
        if !rings.is_empty() {
            out.push(Country {
                feature,
                code,
                rings,
            });
        }
    }
    Ok(out)
}

fn index(arc: i64) -> usize {
    (if arc < 0 { !arc } else { arc }) as usize
}

fn outline(ring: &[i64], arcs: &[Vec<Point>]) -> Result<Vec<Point>, BuildError> {
    let mut line = Vec::new();
    for arc in ring {
        let points = arcs.get(index(*arc)).ok_or_else(|| bad("arc index"))?;
        if *arc < 0 {
            line.extend(points.iter().rev());
        } else {
            line.extend(points);
        }
    }
    Ok(line)
}

/// What a line between these features is.
fn kind(points: &[Point], users: &BTreeSet<&str>) -> &'static str {
    if users.iter().any(|name| LEASED.contains(name)) {
        return "leased";
    }
    if users.len() < 2 {
        return "coast";
    }
    let within = |p: &Point, [west, south, east, north]: [f64; 4]| {
        (west..=east).contains(&p.0) && (south..=north).contains(&p.1)
    };
    let unsettled = users.iter().any(|name| UNSETTLED.contains(name))
        || DISPUTED
            .iter()
            .any(|area| points.iter().all(|point| within(point, *area)));
    if unsettled { "disputed" } else { "border" }
}

//! Derives `data/links.csv` of the atlas from public railway and road geometry.
//!
//! `cargo run --release -- derive PACKAGES [DATA]` writes the table, `check [DATA]` looks at it.

mod anchor;
mod archive;
mod border;
mod check;
mod countries;
mod derive;
mod exclude;
mod geometry;
mod graph;
mod neighbours;
mod network;
mod rows;
mod source;
mod steering;
mod stitch;
mod tables;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

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
    /// Another version of a package than the one the tables were derived from.
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
    #[error("{file}: {reason}")]
    Format {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// The finished tables do not fit together.
    #[error("the tables do not fit together:\n{0}")]
    Faults(String),
    /// Wrong arguments.
    #[error("usage: atlas-build derive PACKAGES [DATA] | atlas-build check [DATA]")]
    Usage,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["derive", packages] => derive_all(Path::new(packages), &data_dir(None)),
        ["derive", packages, data] => derive_all(Path::new(packages), &data_dir(Some(data))),
        ["check"] => check::check(&data_dir(None)),
        ["check", data] => check::check(&data_dir(Some(data))),
        _ => Err(BuildError::Usage),
    };
    match done {
        Ok(lines) => {
            println!("{}", lines.join("\n"));
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("error: {e}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the tables: the one above this package unless named.
fn data_dir(named: Option<&str>) -> PathBuf {
    named.map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join(".."),
        PathBuf::from,
    )
}

fn derive_all(packages: &Path, data: &Path) -> Result<Vec<String>, BuildError> {
    let borders = countries::Countries::from_topojson(&archive::atlas_member(
        packages,
        "countries-10m.json",
    )?)?;
    let places = tables::places(data)?;
    let crossings = tables::crossings(data)?;
    let steering = steering::Steering::read(data)?;
    let (mut rows, mut report) = (Vec::new(), Vec::new());
    for (mode, member) in [("rail", "world_railways.py"), ("road", "world_highways.py")] {
        let text = archive::wheel_member(packages, &format!("scgraph_data/{member}"))?;
        let mut raw = source::parse(member, &text)?;
        for r in tables::read(&data.join("build/passenger_lines.csv"), true)? {
            if tables::text(&r, "mode") != mode {
                continue;
            }
            let mut way = Vec::new();
            for pair in tables::text(&r, "waypoints").split(';') {
                let row: tables::Row = pair
                    .split_once(' ')
                    .map(|(x, y)| {
                        [
                            ("lon".to_owned(), x.to_owned()),
                            ("lat".to_owned(), y.to_owned()),
                        ]
                        .into()
                    })
                    .unwrap_or_default();
                let number = |c| tables::number("passenger_lines.csv", &row, c);
                way.push(geometry::Point::new(number("lon")?, number("lat")?));
            }
            let spare = tables::number("passenger_lines.csv", &r, "spare_km")? * 1000.0;
            let gone = exclude::remove_line(&mut raw, &way, spare);
            report.push(format!(
                "passenger line {}: {:.1} km taken out",
                tables::text(&r, "name"),
                gone as f64 / 1000.0
            ));
        }
        let derived = derive::derive(mode, &mut raw, &borders, &places, &crossings, &steering)?;
        rows.extend(derived.rows);
        report.extend(derived.report);
    }
    report.push(format!("links.csv: {} links", rows.len()));
    tables::write_links(&data.join("links.csv"), rows)?;
    Ok(report)
}

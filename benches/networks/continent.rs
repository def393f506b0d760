//! Railways, trunk roads and sea lanes between the Atlantic and Lake Balkhash as one network, joined
//! at cities and ports: from open extracts, where they are at hand.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

use super::Network;

/// Speeds in m/s: railway, road, ship.
const SPEEDS: [f64; 3] = [14.0, 18.0, 9.0];

/// How far a city or port may lie from the network it joins, in degrees.
const REACH: [f64; 3] = [0.1, 0.1, 0.6];

/// Time to change between two networks, in tenths of a second.
const CHANGE: u32 = 4 * 36_000;

/// The folder of the extracts.
fn folder() -> Option<PathBuf> {
    let root = env!("CARGO_MANIFEST_DIR");
    [
        std::env::var("TRADE_CORRIDOR_GEO").unwrap_or_default(),
        format!("{root}/../../shared/geo"),
        format!("{root}/../../../shared/geo"),
    ]
    .into_iter()
    .map(PathBuf::from)
    .find(|folder| {
        folder
            .join("scgraph_world_railways_window.json.gz")
            .is_file()
    })
}

fn text(path: &Path) -> Option<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path).ok()?;
    GzDecoder::new(file).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Nodes of one of the three networks by cell of a tenth of a degree.
#[derive(Default)]
struct Cells(HashMap<(i32, i32), Vec<u32>>);

impl Cells {
    fn of((x, y): (f64, f64)) -> (i32, i32) {
        ((x * 10.0).floor() as i32, (y * 10.0).floor() as i32)
    }

    fn nearest(&self, points: &[(f64, f64)], at: (f64, f64), reach: f64) -> Option<u32> {
        let (x, y) = Self::of(at);
        let steps = (reach * 10.0).ceil() as i32;
        let cells =
            (-steps..=steps).flat_map(|dx| (-steps..=steps).map(move |dy| (x + dx, y + dy)));
        let near = cells.filter_map(|cell| self.0.get(&cell)).flatten();
        let square = |node: u32| {
            let (x, y) = points[node as usize];
            (x - at.0).powi(2) + (y - at.1).powi(2)
        };
        near.copied()
            .filter(|&node| square(node) <= reach * reach)
            .min_by(|&a, &b| square(a).total_cmp(&square(b)).then(a.cmp(&b)))
    }
}

impl Network {
    /// The continental network, when `../shared/geo` (or `TRADE_CORRIDOR_GEO`) is there; times in
    /// tenths of a second, because milliseconds leave the range of a hierarchy's sums.
    pub(crate) fn continent() -> Option<Self> {
        let folder = folder()?;
        let mut network = Self {
            name: "continent".to_owned(),
            points: Vec::new(),
            arcs: Vec::new(),
            time: Vec::new(),
            length: Vec::new(),
        };
        let mut cells: [Cells; 3] = Default::default();
        for (mode, file) in ["railways", "highways"].into_iter().enumerate() {
            let path = folder.join(format!("scgraph_world_{file}_window.json.gz"));
            let graph: Value = serde_json::from_str(&text(&path)?).ok()?;
            let base = network.points.len() as u32;
            for point in graph["nodes_lonlat"].as_array()? {
                network.place((point[0].as_f64()?, point[1].as_f64()?), &mut cells[mode]);
            }
            for edge in graph["edges_km"].as_array()? {
                let ends = [0, 1].map(|end| edge[end].as_u64().map(|node| node as u32 + base));
                network.join(
                    (ends[0]?, ends[1]?),
                    edge[2].as_f64()? * 1000.0,
                    SPEEDS[mode],
                );
            }
        }
        let lanes: Value =
            serde_json::from_str(&text(&folder.join("searoute_marnet_window.geojson.gz"))?).ok()?;
        let mut known: HashMap<(i64, i64), u32> = HashMap::new();
        for lane in lanes["features"].as_array()? {
            let mut last = None;
            for point in lane["geometry"]["coordinates"].as_array()? {
                let at = (point[0].as_f64()?, point[1].as_f64()?);
                let key = ((at.0 * 1e4).round() as i64, (at.1 * 1e4).round() as i64);
                let node = match known.get(&key) {
                    Some(&node) => node,
                    None => *known.entry(key).or_insert(network.place(at, &mut cells[2])),
                };
                if let Some(last) = last.filter(|&last| last != node) {
                    let metres = metres(network.points[last as usize], at);
                    network.join((last, node), metres, SPEEDS[2]);
                }
                last = Some(node);
            }
        }
        for (file, columns) in [
            ("geonames_cities15000_window.csv.gz", ("lon", "lat")),
            (
                "ports_wpi_geonames_window.csv.gz",
                ("longitude", "latitude"),
            ),
        ] {
            network.join_modes(&text(&folder.join(file))?, columns, &cells)?;
        }
        // degrees so far; 0.755 is the cosine of 41° north
        for point in &mut network.points {
            point.0 *= 0.755;
        }
        Some(network.largest_part())
    }

    fn place(&mut self, at: (f64, f64), cells: &mut Cells) -> u32 {
        let node = self.points.len() as u32;
        self.points.push(at);
        cells.0.entry(Cells::of(at)).or_default().push(node);
        node
    }

    fn join(&mut self, (a, b): (u32, u32), metres: f64, speed: f64) {
        self.arcs.extend([(a, b), (b, a)]);
        self.length.extend([metres.round() as u32; 2]);
        self.time
            .extend([(metres / speed * 10.0).round() as u32; 2]);
    }

    /// Joins the networks that come near to a city or port.
    fn join_modes(&mut self, table: &str, (x, y): (&str, &str), cells: &[Cells; 3]) -> Option<()> {
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        let header = rows.headers().ok()?.clone();
        let column = |name: &str| header.iter().position(|known| known == name);
        let (x, y) = (column(x)?, column(y)?);
        for row in rows.records() {
            let row = row.ok()?;
            let at = (row[x].parse().ok()?, row[y].parse().ok()?);
            let near: Vec<u32> = (0..3)
                .filter_map(|mode| cells[mode].nearest(&self.points, at, REACH[mode]))
                .collect();
            for pair in near.windows(2) {
                let length = metres(self.points[pair[0] as usize], self.points[pair[1] as usize]);
                self.arcs.extend([(pair[0], pair[1]), (pair[1], pair[0])]);
                self.length.extend([length.round() as u32; 2]);
                self.time.extend([CHANGE; 2]);
            }
        }
        Some(())
    }
}

/// Great-circle distance of two points in degrees.
fn metres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let half = |one: f64, other: f64| (((other - one) / 2.0).to_radians()).sin().powi(2);
    let both = from.1.to_radians().cos() * to.1.to_radians().cos();
    let square = half(from.1, to.1) + both * half(from.0, to.0);
    12_742_000.0 * square.sqrt().min(1.0).asin()
}

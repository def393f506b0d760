//! Flows on a map: lines as wide as what goes there, rings around what jams.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use trade_corridor::analysis::flows::{Bottleneck, Flows, Jam};
use trade_corridor::planner::Planner;
use trade_corridor::render::{Flow, Map, Mark};

/// The part of a capacity in use, and the hours of queue, from which on something is marked.
const TIGHT: f64 = 1.0;
const LONG: f64 = 1.0;
/// How many jams are marked at the most.
const MARKED: usize = 12;

/// Draws flows and jams into a file.
///
/// # Errors
/// A network without places; a file that cannot be written.
pub(crate) fn write(planner: &Planner, flows: &Flows, path: &Path) -> Result<(), Box<dyn Error>> {
    let ways = flows.rows.iter().flat_map(|row| row.ways.iter().flatten());
    let carried = ways.map(|way| Flow::new(&way.route, way.volume.as_boxes().round() as u64));
    let carried: Vec<Flow<'_>> = carried.filter(|flow| flow.amount() > 0).collect();
    let jams = flows.jams.iter();
    let jams = jams.filter(|jam| jam.used >= TIGHT || jam.queue.as_hours() >= LONG);
    let marks: Vec<Mark> = jams.take(MARKED).filter_map(mark).collect();
    let day = planner.world().day();
    let drawing = Map::world(planner.world())
        .flows(&carried, "boxes a year")
        .marks(
            &marks,
            "jam: per cent of its capacity that comes, hours of queue",
        )
        .title(format!("Flows of a year, {day}"))
        .draw()?;
    let unwritten = |error: std::io::Error| format!("cannot write `{}`: {error}", path.display());
    let mut file = BufWriter::new(File::create(path).map_err(unwritten)?);
    drawing.write_to(&mut file).map_err(unwritten)?;
    file.flush().map_err(unwritten)?;
    eprintln!("{drawing}\nwritten to {}", path.display());
    Ok(())
}

fn mark(jam: &Jam) -> Option<Mark> {
    let at = match &jam.at {
        Bottleneck::Crossing { code, .. } | Bottleneck::Port { code, .. } => code,
        Bottleneck::Service { id } | Bottleneck::Link { id, .. } => id,
        _ => return None,
    };
    let (used, hours) = (jam.used * 100.0, jam.queue.as_hours());
    Some(Mark::new(at.as_str(), format!("{used:.0} %, {hours:.0} h")))
}

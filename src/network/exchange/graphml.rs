//! `GraphML`, as <http://graphml.graphdrawing.org> describes it.

use std::io::{self, Write};

use super::rows::{Edge, Node};
use super::{NetworkExport, escaped};

pub(super) fn write(export: &NetworkExport<'_>, mut out: impl Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    )?;
    keys(&mut out, "node", &Node::COLUMNS)?;
    keys(&mut out, "edge", &Edge::COLUMNS)?;
    let name = escaped(export.network.name());
    writeln!(out, "<graph id=\"{name}\" edgedefault=\"directed\">")?;
    for node in export.nodes() {
        writeln!(out, "<node id=\"{}\">", escaped(&node.id))?;
        data(&mut out, "node", &Node::COLUMNS, &node.cells())?;
        out.write_all(b"</node>\n")?;
    }
    for edge in export.edges() {
        let (source, target) = (escaped(&edge.source), escaped(&edge.target));
        let directed = edge.is_directed;
        let cells = edge.cells();
        // Ids of links and services are two lists, and so may be the same.
        let id = escaped(&format!("{}:{}", cells[1], cells[0]));
        writeln!(
            out,
            "<edge id=\"{id}\" source=\"{source}\" target=\"{target}\" directed=\"{directed}\">"
        )?;
        data(&mut out, "edge", &Edge::COLUMNS, &cells)?;
        out.write_all(b"</edge>\n")?;
    }
    out.write_all(b"</graph>\n</graphml>\n")?;
    out.flush()
}

fn keys(out: &mut impl Write, of: &str, columns: &[(&str, &str)]) -> io::Result<()> {
    for (column, kind) in columns {
        writeln!(
            out,
            "<key id=\"{of}_{column}\" for=\"{of}\" attr.name=\"{column}\" attr.type=\"{kind}\"/>"
        )?;
    }
    Ok(())
}

fn data(
    out: &mut impl Write,
    of: &str,
    columns: &[(&str, &str)],
    cells: &[String],
) -> io::Result<()> {
    for ((column, _), cell) in columns.iter().zip(cells) {
        if !cell.is_empty() {
            let cell = escaped(cell);
            writeln!(out, "<data key=\"{of}_{column}\">{cell}</data>")?;
        }
    }
    Ok(())
}

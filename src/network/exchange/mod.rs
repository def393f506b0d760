//! The network as other programs read it: nodes and edges as `GraphML` and as CSV.

mod antimeridian;
mod graphml;
mod rows;
mod visit;
mod xml;

use std::io;

use jiff::civil::Date;

pub(crate) use antimeridian::cut_at_antimeridian;
pub(crate) use xml::escaped;

use super::Network;
use rows::{Edge, Node};

/// The network as nodes and edges for other programs, made by [`Network::export`].
///
/// Nodes are the places, by code, and the border crossings, by `border:` and code. Edges are the links,
/// one for both directions where both are open to traffic, and the services. Everything is there, open
/// or not; the status is that of a day. Columns and keys have their units in their names.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct NetworkExport<'n> {
    network: &'n Network,
    day: Option<Date>,
}

impl Network {
    /// The network as nodes and edges for other programs, with the statuses of the day that its records
    /// describe.
    ///
    /// ```
    /// use trade_corridor::network::Network;
    /// let network = Network::europe_central_asia();
    /// let mut edges = Vec::new();
    /// network.export().write_edges_csv(&mut edges)?;
    /// let edges = String::from_utf8(edges)?;
    /// assert!(edges.starts_with("source,target,type,id,"));
    /// assert_eq!(edges.lines().count(), 1 + network.links().len() + network.services().len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn export(&self) -> NetworkExport<'_> {
        NetworkExport {
            network: self,
            day: self.as_of(),
        }
    }
}

impl NetworkExport<'_> {
    /// With the statuses of this day.
    pub const fn on(mut self, day: Date) -> Self {
        self.day = Some(day);
        self
    }

    /// Writes nodes and edges as `GraphML`; undirected edges say so.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_graphml(&self, writer: impl io::Write) -> io::Result<()> {
        graphml::write(self, writer)
    }

    /// Writes a table of nodes as CSV with the columns `id`, `label`, `code`, `kind`, `country`,
    /// `longitude_deg` and `latitude_deg`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_nodes_csv(&self, writer: impl io::Write) -> io::Result<()> {
        let cells = self.nodes().map(Node::cells);
        table(writer, Node::COLUMNS.map(|(name, _)| name), cells)
    }

    /// Writes a table of edges as CSV with the columns `source`, `target`, `type` (`Directed` or
    /// `Undirected`), `id`, `kind`, `mode`, `country`, `km`, `gauges_mm`, `line`, `operator` and
    /// `status`; what is not known is empty.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_edges_csv(&self, writer: impl io::Write) -> io::Result<()> {
        let ends = Edge::ENDS.into_iter();
        let columns = ends.chain(Edge::COLUMNS.map(|(name, _)| name));
        let cells = self.edges().map(|edge| {
            let kind = if edge.is_directed {
                "Directed"
            } else {
                "Undirected"
            };
            let ends = [edge.source.clone(), edge.target.clone(), kind.to_owned()];
            ends.into_iter().chain(edge.cells())
        });
        table(writer, columns, cells)
    }
}

fn table<'c, R: IntoIterator<Item = String>>(
    writer: impl io::Write,
    columns: impl IntoIterator<Item = &'c str>,
    rows: impl Iterator<Item = R>,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(writer);
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()
}

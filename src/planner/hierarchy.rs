//! Hierarchies over the graphs that are searched.

use super::Error;
use crate::network::Network;
use crate::operations::Position;
use crate::router::{Cch, CchError, Graph, Order};

/// A hierarchy of a graph, by the positions of its nodes.
pub(super) fn hierarchy<'a>(
    network: &Network,
    graph: &Graph,
    positions: impl Iterator<Item = Option<&'a Position>>,
) -> Result<Cch, Error> {
    let order = order(network, graph, positions)?;
    Ok(Cch::new(graph, &order)?)
}

/// An order by where the positions lie on the map: questions take a third of the time that they
/// take on an order by degree, because hauls join the stations of a railway each to each.
pub(super) fn order<'a>(
    network: &Network,
    graph: &Graph,
    positions: impl Iterator<Item = Option<&'a Position>>,
) -> Result<Order, Error> {
    let points = positions.map(|position| {
        let location = network.end_location(position?.at)?;
        Some((location.x(), location.y()))
    });
    let Some(mut points) = points.collect::<Option<Vec<_>>>() else {
        return Ok(Order::minimum_degree(graph));
    };
    // Planar enough: degrees, those of longitude as short as at the mean latitude.
    let latitude = points.iter().map(|(_, y)| y).sum::<f64>() / points.len().max(1) as f64;
    let shortened = libm::cos(latitude.to_radians());
    for (x, _) in &mut points {
        *x *= shortened;
    }
    Ok(Order::combined(graph, &points).map_err(CchError::from)?)
}

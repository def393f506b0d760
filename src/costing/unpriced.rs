use serde::{Deserialize, Serialize};

use super::LoadUnit;
use crate::network::{HandlingId, Product, ServiceId, ThroughRateId};
use crate::quantity::Distance;

/// Why an operation has no price for a shipment.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::costing::Unpriced;
/// use trade_corridor::prelude::*;
/// use trade_corridor::router::ArcId;
///
/// let planner = Planner::new(Network::europe_central_asia(), &Scenario::on(date(2026, 11, 22)))?;
/// let trailer = Shipment::trailer(Mass::from_tonnes(20.0)?)?;
/// let (model, quote) = (planner.model(), planner.model().quote(trailer));
/// let unknown = model.charges(ArcId::new(u32::MAX), &quote, |_| ()).unwrap_err();
/// assert!(matches!(unknown, Unpriced::UnknownOperation { .. }));
/// let mut arcs = model.operations().graph().arc_ids();
/// let train = arcs.find_map(|arc| model.charges(arc, &quote, |_| ()).err());
/// assert!(matches!(train, Some(Unpriced::NotSold { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unpriced {
    /// No operation of the model.
    #[error("there is no operation {arc}: the model has {operations}")]
    UnknownOperation {
        /// The index asked for.
        arc: u32,
        /// How many operations the model has.
        operations: u32,
    },
    /// A quote of another world.
    #[error("the quote reads the prices of another world; make it with the `quote` of this model")]
    ForeignQuote,
    /// No carrier sells it to the shipment.
    #[error("no haulage by {product} is sold to a {unit} of this mass there")]
    NotSold {
        /// What is sold on the line.
        product: Product,
        /// What the goods are packed in.
        unit: LoadUnit,
    },
    /// No band of the carrier's tariffs covers the haul, or any longer one.
    #[error("no haulage by {product} is sold over {distance} or more")]
    NoBand {
        /// What is sold on the line.
        product: Product,
        /// Length of the haul.
        distance: Distance,
    },
    /// The handling record has no price for the unit.
    #[error("the handling record has no price for a {unit}; add one or leave all its prices empty")]
    Handling {
        /// The record.
        record: HandlingId,
        /// What the goods are packed in.
        unit: LoadUnit,
    },
    /// The service has no price for the unit.
    #[error("the service has no price for a {unit}")]
    Service {
        /// The service.
        service: ServiceId,
        /// What the goods are packed in.
        unit: LoadUnit,
    },
    /// The through rate has no price for the unit.
    #[error("the through rate has no price for a {unit}")]
    ThroughRate {
        /// The through rate.
        rate: ThroughRateId,
        /// What the goods are packed in.
        unit: LoadUnit,
    },
}

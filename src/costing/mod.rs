//! What one operation costs: charges (money, to whom), hours (median and 90th percentile), CO2e.
//!
//! A [`CostModel`] puts times and lengths on the operations of a day, a [`Quote`] reads every
//! price once for a [`Shipment`], and [`CostModel::charges`] itemises an operation. Totals are
//! sums of those items, in routes as in searches, so they agree to the cent. What has no price for
//! the shipment is [`Unpriced`], with the reason.

#![deny(clippy::wildcard_enum_match_arm)]

mod appraisal;
mod carbon;
mod charge;
mod charges;
mod citations;
mod drawn;
mod fees;
mod handled;
mod haul;
mod in_turn;
mod lifts;
mod measured;
mod model;
mod pace;
mod plates;
mod quote;
mod read_from;
mod redrawn;
mod runs;
mod shipment;
mod sites;
mod stops;
mod tolls;
mod unpriced;

pub use carbon::EmissionParts;
pub use charge::{Charge, Payee};
pub(crate) use drawn::{Reads, Scope};
pub(crate) use fees::FeePayees;
pub(crate) use in_turn::InTurn;
pub use model::CostModel;
pub(crate) use plates::Plates;
pub use quote::Quote;
pub(crate) use redrawn::Drawn;
pub use shipment::{LoadUnit, Shipment, ShipmentError};
pub use unpriced::Unpriced;

pub use crate::network::{CitedFigure, CitedSource, Evidence, EvidenceGrade, FigureKind};

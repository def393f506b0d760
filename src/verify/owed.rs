//! Money as the records have it.

use crate::code::Country;
use crate::network::{Component, FigureId, OperatorId};
use crate::quantity::Money;

/// Whom a charge pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payee {
    Operator(OperatorId),
    /// The shipment's own road carrier.
    Carrier,
    Authority(Country),
    Unnamed,
}

/// One item of money as the records have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owed {
    pub(super) component: Component,
    pub(super) amount: Money,
    pub(super) payee: Payee,
    pub(super) country: Option<Country>,
    pub(super) figure: FigureId,
}

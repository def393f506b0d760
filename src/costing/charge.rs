use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::{Component, FigureId, OperatorId};
use crate::quantity::Money;

/// Who is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Payee {
    /// A named operator.
    Operator(OperatorId),
    /// The shipment's own road carrier.
    Carrier,
    /// The authorities of a country.
    Authority(Country),
    /// A terminal or carrier that the network does not name.
    Unnamed,
}

/// One item of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Charge {
    /// What is charged.
    pub component: Component,
    /// How much, for the whole shipment.
    pub amount: Money,
    /// Who is paid.
    pub payee: Payee,
    /// Where it arises; at sea nowhere.
    pub country: Option<Country>,
    /// The price behind it.
    pub figure: FigureId,
}

//! Rows of figures with dates, as warnings name them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::{Country, Name};
use crate::network::{Consist, HandlingKind, Mode, Plate, Product, Regime, Trigger};

/// A row of figures with dates, by what it speaks of; what is missing is any.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "table", rename_all = "snake_case")]
#[non_exhaustive]
pub enum DatedRow {
    /// Hours and fee of border control.
    Borders {
        /// Code of the crossing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        crossing: Option<Name>,
        /// The country left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Country>,
        /// The country entered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Country>,
        /// By which mode.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<Mode>,
        /// Under which regime.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        regime: Option<Regime>,
    },
    /// Hours and prices of handling.
    Handling {
        /// What is done.
        operation: HandlingKind,
        /// Code of the place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Name>,
        /// The country.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country: Option<Country>,
        /// From which conveyances.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Name>,
        /// Into which conveyances.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Name>,
    },
    /// The wait for a train to leave.
    Departures {
        /// Code of the place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Name>,
        /// The country.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country: Option<Country>,
        /// What is sold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product: Option<Product>,
        /// How shipments go by rail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consist: Option<Consist>,
    },
    /// A commercial speed.
    Speeds {
        /// Id of the line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<Name>,
        /// The country.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country: Option<Country>,
        /// The mode.
        mode: Mode,
        /// What is sold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product: Option<Product>,
    },
    /// A tariff.
    Tariffs {
        /// Its id.
        id: Name,
        /// Id of who hauls; the shipment's own carrier when missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<Name>,
        /// The country.
        country: Country,
        /// The mode.
        mode: Mode,
        /// What is sold.
        product: Product,
    },
    /// What a country asks of foreign trucks.
    Fees {
        /// The country.
        country: Country,
        /// The mode that pays.
        mode: Mode,
        /// Whose trucks.
        plate: Plate,
        /// What makes it due.
        trigger: Trigger,
        /// Id of who is paid; the authorities when missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        payee: Option<Name>,
    },
}

impl DatedRow {
    /// The table in which it stands.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        match self {
            Self::Borders { .. } => "borders",
            Self::Handling { .. } => "handling",
            Self::Departures { .. } => "departures",
            Self::Speeds { .. } => "speeds",
            Self::Tariffs { .. } => "tariffs",
            Self::Fees { .. } => "fees",
        }
    }
}

/// Words that belong to what is named, and nothing where nothing is.
pub(super) fn named<T: fmt::Display>(before: &str, named: Option<&T>) -> String {
    named.map_or_else(String::new, |named| format!(" {before} {named}"))
}

impl fmt::Display for DatedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Borders {
                crossing,
                from,
                to,
                mode,
                regime,
            } => {
                let at = named("at", crossing.as_ref());
                let (from, to) = (named("from", from.as_ref()), named("into", to.as_ref()));
                let (mode, regime) = (named("by", mode.as_ref()), named("under", regime.as_ref()));
                write!(f, "border control{at}{from}{to}{mode}{regime}")
            }
            Self::Handling {
                operation,
                place,
                country,
                from,
                to,
            } => {
                let operation = operation.to_string().replace('_', " ");
                let country = country.as_ref().filter(|_| place.is_none());
                let (place, country) = (named("at", place.as_ref()), named("in", country));
                let (from, to) = (named("from", from.as_ref()), named("to", to.as_ref()));
                write!(f, "handling ({operation}){place}{country}{from}{to}")
            }
            Self::Departures {
                place,
                country,
                product,
                consist,
            } => {
                let (place, country) = (named("at", place.as_ref()), named("in", country.as_ref()));
                let (product, consist) =
                    (named("of", product.as_ref()), named("as", consist.as_ref()));
                write!(f, "departure{product}{consist}{place}{country}")
            }
            Self::Speeds {
                line,
                country,
                mode,
                product,
            } => {
                let (line, country) = (named("on", line.as_ref()), named("in", country.as_ref()));
                let product = named("of", product.as_ref());
                write!(f, "{mode} speed{product}{line}{country}")
            }
            Self::Tariffs { id, .. } => write!(f, "tariff {id}"),
            Self::Fees {
                country,
                mode,
                plate,
                trigger,
                payee,
            } => {
                let plate = match plate {
                    Plate::Country(country) => format!("{country} plates"),
                    Plate::EuropeanUnion => "EU plates".to_owned(),
                    Plate::Other => "any plate".to_owned(),
                };
                let trigger = match trigger {
                    Trigger::Entry => "entry into",
                    Trigger::Exit => "exit from",
                    Trigger::Run => "running in",
                };
                let payee = named("to", payee.as_ref());
                write!(f, "{mode} fee{payee} on {trigger} {country} for {plate}")
            }
        }
    }
}

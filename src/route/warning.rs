//! What an answer rests on that does not speak of its day.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::code::{Country, Name};
use crate::network::{
    Consist, HandlingKind, Mode, Origin, Plate, Product, Regime, Trigger, Validity, day_alone,
};

/// What whoever uses an answer should know of it; prints as a sentence.
///
/// The serialised form has the [code](Self::code) as its `code`. Warnings have an order: by kind, then
/// by table and record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// Figures of a row that is not valid on the day: none that says the same is, and it is the
    /// nearest by days.
    FigureOfOtherDay {
        /// What the row speaks of.
        of: DatedRow,
        /// When it is valid.
        validity: Validity,
        /// The day that was asked for.
        #[serde(deserialize_with = "day_alone")]
        day: Date,
        /// Where it stands.
        origin: Origin,
    },
    /// A country where the hours of moves are less certain than its speeds say.
    Hazard {
        /// The country.
        country: Country,
        /// The word for it, such as `armed_conflict`.
        kind: Name,
        /// To which mode; any when missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<Mode>,
        /// Where it stands.
        origin: Origin,
    },
    /// A foreign truck that carries goods from place to place of a country that does not let it. What is
    /// charged is of that truck.
    Cabotage {
        /// The country.
        country: Country,
        /// Where the truck is registered.
        plate: Country,
        /// Code of the place where goods come onto it.
        from: Name,
        /// Code of the place where they leave it.
        to: Name,
        /// Where the rule stands.
        origin: Origin,
    },
}

impl Warning {
    /// Every code.
    pub const CODES: &'static [&'static str] = &["figure_of_other_day", "hazard", "cabotage"];

    /// The stable code: the variant's name in small letters, one of [`Warning::CODES`]. Messages may
    /// change with any release, codes do not.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FigureOfOtherDay { .. } => "figure_of_other_day",
            Self::Hazard { .. } => "hazard",
            Self::Cabotage { .. } => "cabotage",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FigureOfOtherDay {
                of,
                validity,
                day,
                origin,
            } => write!(
                f,
                "{of}: no row is valid on {day}, the nearest is {validity} ({origin})"
            ),
            Self::Hazard {
                country,
                kind,
                mode,
                origin,
            } => {
                let (kind, mode) = (kind.replace('_', " "), named("by", mode.as_ref()));
                write!(
                    f,
                    "{kind} in {country}: moves{mode} there may take much longer ({origin})"
                )
            }
            Self::Cabotage {
                country,
                plate,
                from,
                to,
                origin,
            } => write!(
                f,
                "trucks with {plate} plates may not carry goods from {from} to {to} within {country} \
                 ({origin})"
            ),
        }
    }
}

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
fn named<T: fmt::Display>(before: &str, named: Option<&T>) -> String {
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

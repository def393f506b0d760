//! What an answer rests on that does not speak of its day.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dated_row::{DatedRow, named};
use crate::code::{Country, Name};
use crate::network::{FigureKind, Mode, Origin, Validity, day_alone, day_or_none};

/// What whoever uses an answer should know of it; prints as a sentence.
///
/// The serialised form has the [code](Self::code) as its `code`. Warnings have an order: by kind, then
/// by table and record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// The day lies outside of the records, more than ten years before all prices or more than a year after
    /// the day of the records: everything stated is of another time.
    DayOutsideRecords {
        /// The day that was asked for.
        #[serde(deserialize_with = "day_alone")]
        day: Date,
        /// The first day of the year of the oldest price on record.
        #[serde(
            default,
            deserialize_with = "day_or_none",
            skip_serializing_if = "Option::is_none"
        )]
        first: Option<Date>,
        /// The day that the records describe.
        #[serde(
            default,
            deserialize_with = "day_or_none",
            skip_serializing_if = "Option::is_none"
        )]
        last: Option<Date>,
    },
    /// A step without a price for the shipment, so that the cost is a lower bound.
    UnknownPrice {
        /// What is done.
        act: Name,
        /// Code of the place where it begins.
        from: Name,
        /// Code of the place where it ends.
        to: Name,
    },
    /// A line for which a toll is taken or planned that nobody has published, so that the cost is a lower
    /// bound.
    UnknownToll {
        /// Id of the line.
        line: Name,
        /// Id of who manages it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        manager: Option<Name>,
        /// Where it stands.
        origin: Origin,
    },
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
    /// A figure of a year that is more than ten years from that of the day.
    OldFigure {
        /// What it says.
        kind: FigureKind,
        /// Its year.
        year: i16,
        /// The day that was asked for.
        #[serde(deserialize_with = "day_alone")]
        day: Date,
        /// Where it stands.
        origin: Origin,
    },
    /// A service without a timetable, which leaves when it is full: the wait can be much longer.
    SailsWhenFull {
        /// Id of the service.
        service: Name,
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
    pub const CODES: &'static [&'static str] = &[
        "day_outside_records",
        "unknown_price",
        "unknown_toll",
        "figure_of_other_day",
        "old_figure",
        "sails_when_full",
        "hazard",
        "cabotage",
    ];

    /// Whether it is to be told before anything else is: nothing that an answer states is of its day.
    #[must_use]
    pub const fn comes_first(&self) -> bool {
        matches!(self, Self::DayOutsideRecords { .. })
    }

    /// The stable code: the variant's name in small letters, one of [`Warning::CODES`]. Messages may
    /// change with any release, codes do not.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DayOutsideRecords { .. } => "day_outside_records",
            Self::UnknownPrice { .. } => "unknown_price",
            Self::UnknownToll { .. } => "unknown_toll",
            Self::FigureOfOtherDay { .. } => "figure_of_other_day",
            Self::OldFigure { .. } => "old_figure",
            Self::SailsWhenFull { .. } => "sails_when_full",
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
            Self::DayOutsideRecords { day, first, last } => {
                write!(f, "WARNING: {day} lies outside of the records, which")?;
                let first = first.map(|first| format!(" begin with prices of {}", first.year()));
                let last = last.map(|last| format!(" describe {last}"));
                let both = if first.is_some() && last.is_some() {
                    " and"
                } else {
                    ""
                };
                let [first, last] = [first, last].map(Option::unwrap_or_default);
                write!(
                    f,
                    "{first}{both}{last}: prices and hours are not of that day"
                )
            }
            Self::UnknownPrice { act, from, to } => {
                write!(
                    f,
                    "no price is known for the {act} from {from} to {to}: the cost is a lower bound"
                )
            }
            Self::UnknownToll {
                line,
                manager,
                origin,
            } => {
                let manager = named("of", manager.as_ref());
                write!(
                    f,
                    "the toll{manager} on {line} is not published: the cost is a lower bound ({origin})"
                )
            }
            Self::OldFigure {
                kind,
                year,
                day,
                origin,
            } => {
                let kind = kind.as_str();
                write!(f, "a {kind} of {year} stands for {day} ({origin})")
            }
            Self::SailsWhenFull { service, origin } => write!(
                f,
                "{service} leaves when it is full: nobody promises when ({origin})"
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

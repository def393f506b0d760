//! Values that are no figures: words, codes, references, dates and numbers with a unit.

use geo_types::Point;

use super::fields::Value;
use super::reading::Cell;
use super::schema::CellKind;
use crate::code::{Country, Locode, Name};
use crate::network::{
    Borrowed, Bound, Component, Consist, Conveyance, CrossingId, DepartureRule, End, Gauge, LineId,
    LineToll, LinkId, Mode, OperatorId, OwnerKind, Party, PlaceId, PlaceKind, Product, ProjectId,
    Regime, Role, ServiceId, ServiceKind, SourceId, SourceKind, Status, UnitKind, Waypoint, day,
};
use crate::quantity::{Distance, Duration, Mass, QuantityError, Rate, Share};

/// Types that are read by `FromStr` and list their words.
macro_rules! worded {
    ($($name:ident),+ $(,)?) => {$(
        impl Value for $name {
            const KIND: CellKind = CellKind::Word;
            const ANY: &'static str = any!($name);
            fn words() -> Vec<&'static str> {
                Self::ALL.iter().map(|word| word.as_str()).collect()
            }
            fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
                cell.parsed(text)
            }
        }
    )+};
}

macro_rules! any {
    (UnitKind) => {
        "any"
    };
    ($other:ident) => {
        "*"
    };
}

worded! {
    Bound, Component, Consist, DepartureRule, LineToll, Mode, OwnerKind, PlaceKind, Product, Regime, Role, ServiceKind,
    Status, UnitKind,
}

/// Other types that are read by `FromStr`.
macro_rules! parsed {
    ($($name:ty, $kind:expr, [$($word:literal),*]);+ $(;)?) => {$(
        impl Value for $name {
            const KIND: CellKind = $kind;
            fn words() -> Vec<&'static str> {
                vec![$($word),*]
            }
            fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
                cell.parsed(text)
            }
        }
    )+};
}

parsed! {
    Borrowed, CellKind::Word, ["country", "operator", "product"];
    SourceKind, CellKind::Word, ["published", "derived", "assumed"];
    Country, CellKind::Country, [];
    Locode, CellKind::PlaceCode, [];
    Gauge, CellKind::Gauge, [];
    Conveyance, CellKind::Conveyance, [];
}

/// Words that only one column of tables knows, each with what it means.
macro_rules! column_words {
    ($($name:ty $(, any $any:literal)?: $($word:literal => $value:expr),+;)+) => {$(
        impl $crate::atlas::fields::Value for $name {
            const KIND: $crate::atlas::schema::CellKind = $crate::atlas::schema::CellKind::Word;
            $(const ANY: &'static str = $any;)?
            fn words() -> Vec<&'static str> {
                vec![$($word),+]
            }
            fn parse(text: &str, cell: $crate::atlas::reading::Cell<'_>) -> Option<Self> {
                match text {
                    $($word => Some($value),)+
                    _ => {
                        let accepted = [$(concat!("`", $word, "`")),+].join(", ");
                        cell.bad(format!("`{text}` is unknown here; use one of {accepted}"));
                        None
                    }
                }
            }
        }
    )+};
}

pub(super) use column_words;

/// Records by their id or code.
macro_rules! references {
    ($($name:ty, $what:literal, $find:ident);+ $(;)?) => {$(
        impl Value for $name {
            const KIND: CellKind = CellKind::Reference { to: $what };
            fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
                cell.found($what, text, cell.reading.loader.builder.$find(text))
            }
        }
    )+};
}

references! {
    PlaceId, "place", find_place;
    CrossingId, "border crossing", find_crossing;
    OperatorId, "operator", find_operator;
    LineId, "line", find_line;
    LinkId, "link", find_link;
    ServiceId, "service", find_service;
    ProjectId, "project", find_project;
    SourceId, "source", find_source;
}

impl Value for Party {
    const KIND: CellKind = CellKind::Reference {
        to: "operator or owner",
    };

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        let builder = &cell.reading.loader.builder;
        let owner = builder.find_owner(text).map(Self::Owner);
        let party = owner.or_else(|miss| {
            let operator = builder.find_operator(text).map(Self::Operator);
            operator.map_err(|other| miss.or(other))
        });
        cell.found("operator or owner", text, party)
    }
}

impl Value for End {
    const KIND: CellKind = CellKind::Reference {
        to: "place or crossing",
    };

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        let builder = &cell.reading.loader.builder;
        let place = builder.find_place(text).map(Self::Place);
        let end = place.or_else(|miss| {
            let crossing = builder.find_crossing(text).map(Self::Crossing);
            crossing.map_err(|other| miss.or(other))
        });
        cell.found("place or crossing", text, end)
    }
}

impl Value for Waypoint {
    const KIND: CellKind = CellKind::Reference {
        to: "place, crossing or service",
    };

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        let builder = &cell.reading.loader.builder;
        let place = builder.find_place(text).map(Self::Place);
        let found = place
            .or_else(|miss| {
                let crossing = builder.find_crossing(text).map(Self::Crossing);
                crossing.map_err(|other| miss.or(other))
            })
            .or_else(|miss| {
                let service = builder.find_service(text).map(Self::Service);
                service.map_err(|other| miss.or(other))
            });
        cell.found("place, crossing or service", text, found)
    }
}

/// A point at sea.
pub(super) struct SeaPoint(pub(super) Point<f64>);

impl Value for SeaPoint {
    const KIND: CellKind = CellKind::Point;

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        let parts = text.split_whitespace();
        let numbers: Vec<f64> = parts.filter_map(|part| part.parse().ok()).collect();
        match numbers[..] {
            [lon, lat] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => {
                Some(Self(Point::new(lon, lat)))
            }
            _ => {
                cell.bad(format!(
                    "`{text}` is no point; give degrees such as `50.2 40.1`"
                ));
                None
            }
        }
    }
}

impl Value for Name {
    const KIND: CellKind = CellKind::Text;

    fn parse(text: &str, _: Cell<'_>) -> Option<Self> {
        Some(text.into())
    }
}

impl Value for jiff::civil::Date {
    const KIND: CellKind = CellKind::Date;

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        day(text).map_err(|reason| cell.bad(reason)).ok()
    }
}

/// A whole number from `LEAST` to `MOST`.
pub(super) struct Whole<T, const LEAST: i64, const MOST: i64>(pub(super) T);

impl<T: TryFrom<i64>, const LEAST: i64, const MOST: i64> Value for Whole<T, LEAST, MOST> {
    const KIND: CellKind = CellKind::Whole {
        least: LEAST,
        most: MOST,
    };

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        cell.whole(text, LEAST, MOST).map(Self)
    }
}

/// A year.
pub(super) type Year = Whole<i16, 1900, 2200>;

/// A decimal number.
impl Value for f64 {
    const KIND: CellKind = CellKind::Number {
        least: None,
        most: None,
    };

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        match text.parse::<Self>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => {
                let remedy = "give a decimal such as `12.5`";
                cell.bad(format!("`{text}` is not a finite number; {remedy}"));
                None
            }
        }
    }
}

/// A decimal number that is not negative.
pub(super) fn positive(text: &str, cell: Cell<'_>) -> Option<f64> {
    let number = f64::parse(text, cell)?;
    if number < 0.0 {
        cell.bad(format!("`{text}` is negative; give zero or more"));
        return None;
    }
    Some(number)
}

/// A decimal number from zero to `most`.
pub(super) fn at_most(most: f64, text: &str, cell: Cell<'_>) -> Option<f64> {
    let number = positive(text, cell)?;
    if number > most {
        cell.bad(format!("`{text}` is above {most}; check the unit"));
        return None;
    }
    Some(number)
}

/// A decimal number in a unit that a quantity has.
fn quantity<T>(
    text: &str,
    cell: Cell<'_>,
    make: impl Fn(f64) -> Result<T, QuantityError>,
) -> Option<T> {
    let number = f64::parse(text, cell)?;
    make(number).map_err(|error| cell.bad(error)).ok()
}

/// The largest number of small units that a quantity takes.
const LARGEST: f64 = u32::MAX as f64;

macro_rules! quantities {
    ($($name:ty, $unit:literal, $per:literal, $make:path);+ $(;)?) => {$(
        impl Value for $name {
            const KIND: CellKind = CellKind::up_to(LARGEST / $per);
            const UNIT: Option<&'static str> = Some($unit);
            fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
                quantity(text, cell, $make)
            }
        }
    )+};
}

quantities! {
    Distance, "km", 1e3, Distance::from_km;
    Duration, "h", 60.0, Duration::from_hours;
    Mass, "t", 1e3, Mass::from_tonnes;
}

impl Value for Share {
    const KIND: CellKind = CellKind::Share;
    const UNIT: Option<&'static str> = Some("%");

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        cell.parsed(text)
    }
}

/// An amount in the row's currency and year; it becomes USD of the price year.
impl Value for Rate {
    const KIND: CellKind = CellKind::up_to(1e9);
    const UNIT: Option<&'static str> = Some("currency");

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        let amount = positive(text, cell);
        let factor = cell.reading.factor();
        let (amount, factor) = (amount?, factor?);
        let refused = |error: QuantityError| {
            if (factor - 1.0).abs() < f64::EPSILON {
                cell.bad(error);
            } else {
                let currency = cell.reading.currency();
                cell.bad(format!("`{text}` {currency} are too much: {error}"));
            }
        };
        Self::from_usd(amount * factor).map_err(refused).ok()
    }
}

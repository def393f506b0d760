//! Days as text. A time of day would be dropped by the parser, so it is refused.

use std::fmt;

use jiff::civil::Date;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// A day alone, such as `2026-11-22`.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    let none = || format!("`{text}` is no date; give one such as `2026-11-22`");
    let date: Date = text.parse().map_err(|_| none())?;
    if text.contains([':', 'T', 't', ' ', 'Z', 'z', '[']) {
        return Err(format!(
            "`{text}` has a time of day; give the day alone, `{date}`"
        ));
    }
    Ok(date)
}

/// A day alone, for `deserialize_with`.
pub(crate) fn day_alone<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    Day::deserialize(from).map(|day| day.0)
}

/// A day alone or nothing, for `deserialize_with`.
pub(crate) fn day_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    Ok(Option::<Day>::deserialize(from)?.map(|day| day.0))
}

struct Day(Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // As text that is looked at where it lies: a network has thousands.
        from.deserialize_str(Text)
    }
}

struct Text;

impl Visitor<'_> for Text {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date such as `2026-11-22`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        day(text).map(Day).map_err(E::custom)
    }
}

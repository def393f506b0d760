//! Days as text. A time of day would be dropped by the parser, so it is refused.

use jiff::civil::Date;
use serde::de::Error as _;
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
    day(&String::deserialize(from)?).map_err(D::Error::custom)
}

/// A day alone or nothing, for `deserialize_with`.
pub(crate) fn day_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| day(&text).map_err(D::Error::custom))
        .transpose()
}

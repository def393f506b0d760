//! Which country (ISO 3166-1 alpha-2), which location (UN/LOCODE or an own code), called how?

mod country;
mod country_names;
mod locode;
mod name;
mod named;
mod text;

pub use country::Country;
pub use locode::Locode;
pub use name::Name;
pub use named::Named;

/// A text that is no code.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// Not an assigned ISO 3166-1 alpha-2 code.
    #[error("`{text}` is not an ISO 3166-1 country code; {}", code_of(text))]
    UnknownCountry {
        /// The offending text.
        text: String,
    },
    /// Neither a UN/LOCODE nor an own code.
    #[error(
        "`{text}` is neither a UN/LOCODE such as `TRIST` nor an own place code such as `KZ-dst`"
    )]
    BadLocode {
        /// The offending text.
        text: String,
    },
}

/// The code that a text stands for, in words.
fn code_of(text: &str) -> String {
    Country::named(text).map_or_else(
        || "give two capital letters such as `KZ`".to_owned(),
        |country| format!("its code is `{country}`"),
    )
}

coded!(CodeError {
    UnknownCountry { text } = "code_unknown_country",
    BadLocode { text } = "code_bad_locode",
});

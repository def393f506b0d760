use serde::{Deserialize, Serialize};

use crate::code::Name;

/// Why a published figure has no computed one beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Uncomputed {
    /// A currency or year without a rate or index.
    #[error("no exchange rate or price index for {currency} {year}")]
    NoRate {
        /// The currency.
        currency: String,
        /// The year.
        year: i16,
    },
    /// A code that neither a place nor a crossing has.
    #[error("`{stop}` is no place or crossing of the network")]
    UnknownStop {
        /// The code.
        stop: String,
    },
    /// A code that no place has.
    #[error("`{place}` is no place")]
    UnknownPlace {
        /// The code.
        place: String,
    },
    /// A code that no crossing has.
    #[error("`{crossing}` is no crossing")]
    UnknownCrossing {
        /// The code.
        crossing: String,
    },
    /// A text that is no country.
    #[error("`{country}` is no country")]
    UnknownCountry {
        /// The text.
        country: String,
    },
    /// A word that is no mode.
    #[error("`{mode}` is no mode")]
    UnknownMode {
        /// The word.
        mode: String,
    },
    /// A word that is no product.
    #[error("`{product}` is no product")]
    UnknownProduct {
        /// The word.
        product: String,
    },
    /// A stop where no link ends.
    #[error("a place without links")]
    NoLinks,
    /// Two stops that nothing of the mode joins.
    #[error("no way of this mode from {from} to {to}")]
    NoWay {
        /// Code of the first.
        from: Name,
        /// Code of the second.
        to: Name,
    },
    /// A way without known capacity.
    #[error("no link of the way has a known capacity")]
    NoCapacity,
    /// No speed for the country, mode and product.
    #[error("no speed record")]
    NoSpeed,
    /// No service between the places.
    #[error("no such service")]
    NoService,
    /// A crossing that is closed that way.
    #[error("the crossing is not open that way")]
    CrossingClosed,
    /// A record of both sides of a border together.
    #[error("the record does not tell its sides apart")]
    SidesTogether,
    /// No record for the border.
    #[error("no border record")]
    NoBorder,
    /// Nobody sells it.
    #[error("nobody sells it")]
    NotSold,
    /// No record of the handling.
    #[error("no handling record")]
    NoHandling,
    /// A place where the gauge does not change.
    #[error("no gauge change there")]
    NoGaugeChange,
    /// No factor for the mode.
    #[error("no emission factor")]
    NoEmissions,
    /// Something that the search or a shipment refuses.
    #[error("{reason}")]
    Refused {
        /// Why.
        reason: String,
    },
}

impl Uncomputed {
    pub(super) fn refused(error: &impl std::fmt::Display) -> Self {
        Self::Refused {
            reason: error.to_string(),
        }
    }
}

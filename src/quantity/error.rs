/// A number that is not a possible amount.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// NaN or an infinity.
    #[error("{quantity} `{value}` is not a finite number; give a decimal such as `12.5`")]
    NotFinite {
        /// What was measured.
        quantity: &'static str,
        /// The offending number.
        value: f64,
    },
    /// Below zero.
    #[error("{quantity} `{value}` {unit} is negative; give zero or more")]
    Negative {
        /// What was measured.
        quantity: &'static str,
        /// The offending number.
        value: f64,
        /// Its unit.
        unit: &'static str,
    },
    /// Beyond the range that keeps sums exact.
    #[error("{quantity} `{value}` {unit} is above the largest accepted {max}; check the unit")]
    TooLarge {
        /// What was measured.
        quantity: &'static str,
        /// The offending number.
        value: f64,
        /// Its unit.
        unit: &'static str,
        /// The largest accepted number in the same unit.
        max: f64,
    },
    /// A spread whose 90th percentile lies below its median.
    #[error("90th percentile {p90} lies below the median {median}; swap or correct them")]
    ReversedSpread {
        /// The median.
        median: super::Duration,
        /// The 90th percentile.
        p90: super::Duration,
    },
    /// Text that is no share.
    #[error("share `{text}` is neither a percentage such as `33.3` nor a fraction such as `1/3`")]
    BadShare {
        /// The offending text.
        text: String,
    },
    /// A share that is too fine to be kept exactly.
    #[error(
        "share `{text}` is finer than is kept; give at most 16 decimals of a per cent, or a fraction with a denominator up to 10^18"
    )]
    FineShare {
        /// The offending text.
        text: String,
    },
    /// Text that is no number.
    #[error("{quantity} `{text}` is no decimal number; give one such as `12.5`")]
    BadNumber {
        /// What was measured.
        quantity: &'static str,
        /// The offending text.
        text: String,
    },
    /// A number of more decimals than are kept exactly.
    #[error("{quantity} `{text}` is finer than is kept; give at most {places} decimals")]
    FineNumber {
        /// What was measured.
        quantity: &'static str,
        /// The offending text.
        text: String,
        /// How many decimals are kept.
        places: u8,
    },
}

coded!(QuantityError {
    NotFinite { quantity } = "quantity_not_finite",
    Negative { quantity, value, unit } = "quantity_negative",
    TooLarge { quantity, value, unit, max } = "quantity_too_large",
    ReversedSpread {} = "quantity_reversed_spread",
    BadShare { text } = "quantity_bad_share",
    FineShare { text } = "quantity_fine_share",
    BadNumber { quantity, text } = "quantity_bad_number",
    FineNumber { quantity, text, places } = "quantity_fine_number",
});

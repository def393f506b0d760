use std::fmt;
use std::str::FromStr;

use super::CodeError;
use super::text::saved_as_text;

/// ISO 3166-1 alpha-2 codes as assigned, and `XK`, which the European Commission uses for Kosovo.
const ASSIGNED: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A country by its ISO 3166-1 alpha-2 code.
///
/// ```
/// use trade_corridor::code::Country;
/// let georgia: Country = "GE".parse()?;
/// assert_eq!(georgia.to_string(), "GE");
/// assert!("XX".parse::<Country>().is_err());
/// # Ok::<(), trade_corridor::code::CodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

saved_as_text!(Country);

/// Whether a code is assigned, by [`Country::index`].
const IS_ASSIGNED: [bool; Country::INDEXES] = {
    let mut assigned = [false; Country::INDEXES];
    let letters = ASSIGNED.as_bytes();
    let mut at = 0;
    while at < letters.len() {
        assigned[Country([letters[at], letters[at + 1]]).index()] = true;
        at += 3;
    }
    assigned
};

impl Country {
    /// Number of values of [`Country::index`].
    pub(crate) const INDEXES: usize = 26 * 26;

    /// The country of a code that is known to be assigned; anything else does not compile in a
    /// constant.
    pub(crate) const fn assigned(code: [u8; 2]) -> Self {
        assert!(
            code[0].is_ascii_uppercase()
                && code[1].is_ascii_uppercase()
                && IS_ASSIGNED[Self(code).index()],
            "an assigned code"
        );
        Self(code)
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// Every code, in order.
    pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
        ASSIGNED.split(' ')
    }

    /// A small number for tables by country.
    pub(crate) const fn index(self) -> usize {
        (self.0[0] - b'A') as usize * 26 + (self.0[1] - b'A') as usize
    }
}

impl FromStr for Country {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        match *text.as_bytes() {
            [first @ b'A'..=b'Z', second @ b'A'..=b'Z']
                if IS_ASSIGNED[Self([first, second]).index()] =>
            {
                Ok(Self([first, second]))
            }
            _ => Err(CodeError::UnknownCountry {
                text: text.to_owned(),
            }),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> String {
        country.as_str().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

use std::fmt;
use std::str::FromStr;

use super::CodeError;
use super::text::saved_as_text;

/// A location by its UN/LOCODE (`TRIST`), or by an own code of a shape that no UN/LOCODE has:
/// the country, a hyphen and three to five lower-case letters or digits (`KZ-dst`).
///
/// ```
/// use trade_corridor::code::Locode;
/// let istanbul: Locode = "TRIST".parse()?;
/// assert!(istanbul.is_unlocode());
/// assert!(!"KZ-dst".parse::<Locode>()?.is_unlocode());
/// assert!("Istanbul".parse::<Locode>().is_err());
/// # Ok::<(), trade_corridor::code::CodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locode {
    bytes: [u8; 8],
    length: u8,
}

saved_as_text!(Locode);

impl Locode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or("?????")
    }

    /// Whether the code has the shape of a UN/LOCODE.
    #[must_use]
    pub fn is_unlocode(&self) -> bool {
        self.length == 5
    }
}

impl FromStr for Locode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let valid = match text.as_bytes() {
            [a, b, rest @ ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => match rest {
                [b'-', own @ ..] => {
                    (3..=5).contains(&own.len())
                        && own
                            .iter()
                            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
                }
                place => {
                    place.len() == 3
                        && place
                            .iter()
                            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                }
            },
            _ => false,
        };
        if !valid {
            return Err(CodeError::BadLocode {
                text: text.to_owned(),
            });
        }
        let mut bytes = [0; 8];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self {
            bytes,
            length: text.len() as u8,
        })
    }
}

impl TryFrom<String> for Locode {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<Locode> for String {
    fn from(code: Locode) -> String {
        code.as_str().to_owned()
    }
}

impl fmt::Display for Locode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Locode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

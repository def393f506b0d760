//! Places by texts that say more than a name: a country beside it, a code with separators, two names.

use super::find::Finder;
use super::{Network, PlaceId};
use crate::code::{Country, Locode};

impl Network {
    /// The places that a text means which no place is called by: `Baku, Azerbaijan`, `Aktau (KZ)`,
    /// `GE-TBS`, `Astana/Nur-Sultan`. Several where it does not decide between them.
    pub(super) fn described(&self, finder: &Finder, query: &str) -> Vec<PlaceId> {
        if let Some((name, country)) = qualified(query) {
            let in_country = |id: &PlaceId| self.place_at(*id).country == country;
            return finder.best(name, in_country);
        }
        if let Some(code) = separated_code(query) {
            return self.place_by_code(&code).into_iter().collect();
        }
        let mut names = query.split('/').map(|name| finder.best(name, |_| true));
        let (Some(first), Some(second)) = (names.next(), names.next()) else {
            return Vec::new();
        };
        let same = first == second && names.all(|name| name == first);
        if same { first } else { Vec::new() }
    }

    /// The country that a text says the place lies in, where the network has no place there.
    pub(super) fn outside(&self, query: &str) -> Option<Country> {
        let is_code = query.len() == 5 && query.bytes().all(|byte| byte.is_ascii_uppercase());
        let of_code = |code: String| Country::named(code.get(..2)?);
        let country = qualified(query)
            .map(|(_, country)| country)
            .or_else(|| separated_code(query).and_then(of_code))
            .or_else(|| is_code.then(|| query.to_owned()).and_then(of_code))?;
        let within = self.places().any(|(_, place)| place.country == country);
        (!within).then_some(country)
    }
}

/// A name and the country beside it, after a comma or in brackets.
fn qualified(query: &str) -> Option<(&str, Country)> {
    let (name, country) = match query.strip_suffix(')') {
        Some(open) => open.rsplit_once('(')?,
        None => query.rsplit_once(',')?,
    };
    let name = name.trim();
    (!name.is_empty()).then_some((name, Country::named(country)?))
}

/// A UN/LOCODE whose country is set apart: `GE-TBS`, `GE/TBS`, `GE TBS`.
fn separated_code(query: &str) -> Option<String> {
    let (country, rest) = query.split_once(['-', '/', ' '])?;
    if country.len() != 2 || rest.trim().len() != 3 {
        return None;
    }
    let code = format!("{country}{}", rest.trim()).to_ascii_uppercase();
    code.parse::<Locode>().ok().map(|code| code.to_string())
}

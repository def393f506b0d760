use std::collections::{HashMap, HashSet};

use super::table::{Table, nearest};
use super::{Network, Place, PlaceId};
use crate::code::{Country, Locode};

/// Why a text names no place.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// No code, name or alias is like it.
    #[error("`{query}` is no known place{}", suggestions(nearest))]
    Unknown {
        /// What was asked for.
        query: String,
        /// The nearest names with their codes, best first.
        nearest: Vec<String>,
    },
    /// A code or a name with a country where the network has no place.
    #[error("`{query}` lies in {country}, where this network has no places")]
    Outside {
        /// What was asked for.
        query: String,
        /// The country.
        country: Country,
    },
    /// Several places have that name.
    #[error("`{query}` names several places; use one of the codes {}", candidates.join(", "))]
    Ambiguous {
        /// What was asked for.
        query: String,
        /// The places with their codes.
        candidates: Vec<String>,
    },
}

coded!(PlaceError {
    Unknown { query, nearest } = "place_unknown",
    Outside { query, country } = "place_outside",
    Ambiguous { query, candidates } = "place_ambiguous",
});

fn suggestions(nearest: &[String]) -> String {
    if nearest.is_empty() {
        "; use a UN/LOCODE or an English name".to_owned()
    } else {
        format!("; did you mean {}?", nearest.join(", "))
    }
}

/// Folded names and aliases of places.
#[derive(Clone, Debug, Default)]
pub(super) struct Finder {
    names: HashMap<String, Vec<(u8, PlaceId)>>,
    /// Those that are codes: nobody mistypes a name into one.
    codes: HashSet<String>,
}

fn fold(text: &str) -> String {
    let ascii = deunicode::deunicode(text).to_lowercase();
    ascii.chars().filter(char::is_ascii_alphanumeric).collect()
}

impl Finder {
    pub(super) fn new(places: &Table<Place>) -> Self {
        let mut names: HashMap<String, Vec<(u8, PlaceId)>> = HashMap::new();
        let mut codes = HashSet::new();
        for (index, place) in places.iter() {
            let rank = if place.tier == 1 { 0 } else { 2 };
            let mut add = |name: &str, rank: u8| {
                let found = names.entry(fold(name)).or_default();
                let id = PlaceId::new(index);
                // those of a place come one after the other
                if found.last().is_none_or(|(_, known)| *known != id) {
                    found.push((rank, id));
                }
            };
            add(&place.name, rank);
            for alias in &place.aliases {
                add(alias, rank + 1);
                if alias.parse::<Locode>().is_ok() {
                    codes.insert(fold(alias));
                }
            }
        }
        Self { names, codes }
    }

    /// The places of a name that come first among those accepted.
    pub(super) fn best(&self, name: &str, accept: impl Fn(&PlaceId) -> bool) -> Vec<PlaceId> {
        let Some(named) = self.names.get(&fold(name)) else {
            return Vec::new();
        };
        let accepted = || named.iter().filter(|(_, id)| accept(id));
        let best = accepted().map(|(rank, _)| *rank).min();
        let first = accepted().filter(|(rank, _)| Some(*rank) == best);
        first.map(|(_, id)| *id).collect()
    }
}

/// The bytes of the longest text that is looked up.
const LONGEST_NAME: usize = 1_000;

/// The bytes of the longest text that the nearest names are looked for.
const LONGEST_MISTYPED: usize = 100;

/// The beginning of a text that is longer than any name.
fn beginning(text: &str) -> String {
    let mut start: String = text.chars().take(60).collect();
    start.push('…');
    start
}

impl Network {
    /// Made when somebody first asks for a place by another text than its code.
    fn finder(&self) -> &Finder {
        self.finder
            .get_or_init(|| Finder::new(&self.records.places))
    }

    /// The place with this code, name or alias; case, accents and punctuation do not matter.
    ///
    /// A code wins over a name, a main place over a junction, a name over an alias. A code may be
    /// written as UNECE does, `TR MER`, or with a hyphen or slash; a country may stand behind the name,
    /// `Baku, Azerbaijan` or `Aktau (KZ)`, and two names of one place with a slash between them. Names
    /// longer than 1,000 bytes are not looked up, the nearest ones only of up to 100.
    ///
    /// # Errors
    /// [`PlaceError::Unknown`] with the nearest names, [`PlaceError::Outside`] where the text says a
    /// country without places, [`PlaceError::Ambiguous`] with the codes.
    pub fn find_place(&self, query: &str) -> Result<PlaceId, PlaceError> {
        let query = query.trim();
        if query.len() > LONGEST_NAME {
            return Err(PlaceError::Unknown {
                query: beginning(query),
                nearest: Vec::new(),
            });
        }
        if let Some(place) = self
            .place_by_code(query)
            .or_else(|| self.place_by_code(&query.to_ascii_uppercase()))
        {
            return Ok(place);
        }
        let finder = self.finder();
        let mut found = match query {
            "" => Vec::new(),
            _ => finder.best(query, |_| true),
        };
        if found.is_empty() {
            found = self.described(finder, query);
        }
        let query = || query.to_owned();
        match *found {
            [only] => Ok(only),
            [] => Err(match self.outside(&query()) {
                Some(country) => PlaceError::Outside {
                    query: query(),
                    country,
                },
                None => PlaceError::Unknown {
                    nearest: self.nearest_places(&query()),
                    query: query(),
                },
            }),
            _ => Err(PlaceError::Ambiguous {
                query: query(),
                candidates: found.iter().map(|id| self.place_label(*id)).collect(),
            }),
        }
    }

    /// Name and code of a place, for messages.
    pub(crate) fn place_label(&self, id: PlaceId) -> String {
        let place = self.place_at(id);
        format!("{} ({}, {})", place.code, place.name, place.country)
    }

    /// Id of the operator of a name or alias, else the id that is nearest to the text.
    pub(crate) fn nearest_operator(&self, text: &str) -> Option<String> {
        let named = self.operator_named(text).map(str::to_owned);
        named.or_else(|| nearest(text, self.operators().map(|(_, item)| item.id.as_str())))
    }

    /// As [`Network::nearest_operator`], owners included.
    pub(crate) fn nearest_party(&self, text: &str) -> Option<String> {
        let owners = || self.owners().map(|(_, item)| item);
        let owner = || owners().find(|item| same(text, &item.name, &[]));
        let named = self.operator_named(text);
        let named = named.or_else(|| owner().map(|item| item.id.as_str()));
        named.map(str::to_owned).or_else(|| {
            let operators = self.operators().map(|(_, item)| item.id.as_str());
            nearest(text, operators.chain(owners().map(|item| item.id.as_str())))
        })
    }

    fn operator_named(&self, text: &str) -> Option<&str> {
        let mut operators = self.operators().map(|(_, item)| item);
        let named = operators.find(|item| same(text, &item.name, &item.aliases));
        named.map(|item| item.id.as_str())
    }

    fn nearest_places(&self, query: &str) -> Vec<String> {
        if query.len() > LONGEST_MISTYPED {
            return Vec::new();
        }
        let folded = fold(query);
        let mut scored: Vec<(f64, &str, PlaceId)> = Vec::new();
        for (name, places) in &self.finder().names {
            if name.len() > LONGEST_MISTYPED || self.finder().codes.contains(name) {
                continue;
            }
            let score = strsim::jaro_winkler(&folded, name);
            if score > 0.75 {
                scored.extend(places.iter().map(|(_, id)| (score, name.as_str(), *id)));
            }
        }
        scored.sort_by(|a, b| {
            let by_score = b.0.total_cmp(&a.0);
            by_score.then_with(|| a.1.cmp(b.1)).then(a.2.cmp(&b.2))
        });
        let mut labels: Vec<String> = Vec::new();
        for (_, _, id) in scored {
            let label = self.place_label(id);
            if !labels.contains(&label) {
                labels.push(label);
            }
            if labels.len() == 3 {
                break;
            }
        }
        labels
    }
}

/// Whether a text is somebody's name or alias.
fn same(text: &str, name: &str, aliases: &[String]) -> bool {
    if text.len() > LONGEST_NAME {
        return false;
    }
    let is = |known: &str| known.to_lowercase() == text.trim().to_lowercase();
    is(name) || aliases.iter().any(|alias| is(alias))
}

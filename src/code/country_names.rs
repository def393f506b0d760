//! Countries by what people call them, where a text qualifies a place or stands in for a code.

use super::Country;

/// Short English names and others in use, in lower case without accents; Europe, Asia along the network, and
/// the trade partners that places are mistaken for.
const NAMES: [(&str, &[&str]); 64] = [
    ("AE", &["united arab emirates", "uae"]),
    ("AF", &["afghanistan"]),
    ("AL", &["albania"]),
    ("AM", &["armenia"]),
    ("AT", &["austria"]),
    ("AU", &["australia"]),
    ("AZ", &["azerbaijan"]),
    ("BA", &["bosnia and herzegovina", "bosnia"]),
    ("BE", &["belgium"]),
    ("BG", &["bulgaria"]),
    ("BR", &["brazil"]),
    ("BY", &["belarus"]),
    ("CA", &["canada"]),
    ("CH", &["switzerland"]),
    ("CN", &["china", "peoples republic of china", "prc"]),
    ("CY", &["cyprus"]),
    ("CZ", &["czechia", "czech republic"]),
    ("DE", &["germany"]),
    ("DK", &["denmark"]),
    ("EE", &["estonia"]),
    ("EG", &["egypt"]),
    ("ES", &["spain"]),
    ("FI", &["finland"]),
    ("FR", &["france"]),
    ("GB", &["uk", "united kingdom", "great britain", "england"]),
    ("GE", &["georgia"]),
    ("GR", &["el", "greece"]),
    ("HR", &["croatia"]),
    ("HU", &["hungary"]),
    ("IE", &["ireland"]),
    ("IL", &["israel"]),
    ("IN", &["india"]),
    ("IQ", &["iraq"]),
    ("IR", &["iran", "islamic republic of iran"]),
    ("IT", &["italy"]),
    ("JP", &["japan"]),
    ("KG", &["kyrgyzstan", "kyrgyz republic"]),
    ("KR", &["south korea", "republic of korea"]),
    ("KZ", &["kazakhstan"]),
    ("LT", &["lithuania"]),
    ("LU", &["luxembourg"]),
    ("LV", &["latvia"]),
    ("MD", &["moldova", "republic of moldova"]),
    ("ME", &["montenegro"]),
    ("MK", &["north macedonia"]),
    ("MN", &["mongolia"]),
    ("NL", &["netherlands", "the netherlands", "holland"]),
    ("NO", &["norway"]),
    ("PK", &["pakistan"]),
    ("PL", &["poland"]),
    ("PT", &["portugal"]),
    ("RO", &["romania"]),
    ("RS", &["serbia"]),
    ("RU", &["russia", "russian federation"]),
    ("SE", &["sweden"]),
    ("SI", &["slovenia"]),
    ("SK", &["slovakia"]),
    ("SY", &["syria"]),
    ("TJ", &["tajikistan"]),
    ("TM", &["turkmenistan"]),
    ("TR", &["turkiye", "turkey"]),
    ("UA", &["ukraine"]),
    ("US", &["usa", "united states", "united states of america"]),
    ("UZ", &["uzbekistan"]),
];

impl Country {
    /// The country of a code in any case or of a name in use; accents do not matter.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        // The longest name has 26 letters; accents take a few bytes more.
        if text.len() > 60 {
            return None;
        }
        let folded = deunicode::deunicode(text)
            .to_lowercase()
            .replace(['.', '\''], "");
        let by_name = NAMES
            .iter()
            .find(|(_, names)| names.contains(&folded.as_str()));
        let code =
            by_name.map_or_else(|| text.to_ascii_uppercase(), |(code, _)| (*code).to_owned());
        code.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_of_one_country() {
        let mut seen = std::collections::BTreeSet::new();
        for (code, names) in NAMES {
            let country: Country = code.parse().expect("an assigned code");
            for name in names {
                assert!(seen.insert(*name), "{name} twice");
                assert_eq!(Country::named(name), Some(country));
            }
        }
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        let code = |text| Country::named(text).map(|country| country.to_string());
        for (text, expected) in [
            ("Türkiye", "TR"),
            (" Azerbaijan ", "AZ"),
            ("kz", "KZ"),
            ("U.S.A.", "US"),
            ("UK", "GB"),
            ("EL", "GR"),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "Atlantis", "ZZ", "A", &"x".repeat(1_000)] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}

//! Places are found by the names and codes in use, and what lies elsewhere is not taken for one.

use trade_corridor::network::{Network, PlaceError};

fn code(query: &str) -> Result<String, PlaceError> {
    let network = Network::europe_central_asia();
    let found = network.find_place(query)?;
    Ok(network.place(found).unwrap().code.to_string())
}

#[test]
fn names_in_use_are_found() {
    for (query, expected) in [
        ("Baku New Port", "AZ-ala"),
        ("Poti Sea Port", "GEPTI"),
        ("Astana", "KZ-ast"),
        ("Nur-Sultan", "KZ-ast"),
        ("Turkmenbashy", "TMKRW"),
        ("Xankendi", "AZ-kha"),
        ("Gence", "AZKVD"),
        ("Стамбул", "TRIST"),
        ("重庆", "CNCKG"),
        ("تهران", "IRTHR"),
        ("Muenchen", "DEMUC"),
        ("Goerlitz", "DEGOR"),
        ("KZAST", "KZ-ast"),
        ("AZ ALA", "AZ-ala"),
    ] {
        assert_eq!(code(query).as_deref(), Ok(expected), "{query}");
    }
}

#[test]
fn a_country_beside_the_name_decides() {
    for (query, expected) in [
        ("Baku, Azerbaijan", "AZBAK"),
        ("Baku (AZ)", "AZBAK"),
        ("Aktau, KZ", "KZAAU"),
        ("aktau , kazakhstan", "KZAAU"),
        ("Istanbul, Turkey", "TRIST"),
        ("Istanbul, Türkiye", "TRIST"),
        ("Khorgos, China", "CNHGS"),
        ("GE-TBS", "GETBS"),
        ("ge/tbs", "GETBS"),
        ("GE TBS", "GETBS"),
        ("Astana/Nur-Sultan", "KZ-ast"),
    ] {
        assert_eq!(code(query).as_deref(), Ok(expected), "{query}");
    }
    // In another country than the text says, or no country at all.
    for query in [
        "Baku, Georgia",
        "Baku, Atlantis",
        "Baku/Tbilisi",
        ", AZ",
        "(AZ)",
    ] {
        let error = code(query).unwrap_err();
        assert!(matches!(error, PlaceError::Unknown { .. }), "{error}");
    }
}

#[test]
fn what_lies_in_another_country_is_outside() {
    for (query, country) in [
        ("New York, US", "US"),
        ("Sydney, Australia", "AU"),
        ("USNYC", "US"),
        ("US NYC", "US"),
        ("JP-TYO", "JP"),
    ] {
        let error = code(query).unwrap_err();
        let said = format!("`{query}` lies in {country}, where this network has no places");
        assert_eq!(error.to_string(), said);
    }
    // Codes are no names that somebody mistypes.
    for query in ["Rome", "KZXXX", "🚢"] {
        let error = code(query).unwrap_err();
        let PlaceError::Unknown { nearest, .. } = &error else {
            panic!("{error}");
        };
        assert!(
            !nearest.iter().any(|label| label.starts_with("ROCEV")),
            "{error}"
        );
    }
}

#[test]
fn a_country_by_its_name_is_told_its_code() {
    for (text, said) in [
        ("UK", "its code is `GB`"),
        ("EL", "its code is `GR`"),
        ("Russia", "its code is `RU`"),
        ("kz", "its code is `KZ`"),
        ("XX", "give two capital letters such as `KZ`"),
    ] {
        let error = text.parse::<trade_corridor::code::Country>().unwrap_err();
        assert!(error.to_string().ends_with(said), "{error}");
    }
}

#[test]
fn every_code_and_alias_finds_its_place() {
    let network = Network::europe_central_asia();
    let mut aliases = 0;
    for (id, place) in network.places() {
        assert_eq!(network.find_place(place.code.as_str()), Ok(id));
        for alias in &place.aliases {
            match network.find_place(alias) {
                Ok(found) if found == id => aliases += 1,
                // A name wins over an alias, a main place over a junction.
                Ok(other) => {
                    let other = network.place(other).unwrap();
                    assert!(
                        other.tier < place.tier || other.name.eq_ignore_ascii_case(alias),
                        "{alias} of {} finds {}",
                        place.code,
                        other.code
                    );
                }
                Err(PlaceError::Ambiguous { .. }) => {}
                Err(error) => panic!("{alias} of {}: {error}", place.code),
            }
        }
    }
    assert!(aliases > 500, "{aliases}");
}

//! Every record and number of the embedded atlas cites a source, and codes tell whose they are.

use std::path::Path;

use trade_corridor::network::{Network, Provenance, SourceKind};

#[test]
fn every_record_cites_a_source() {
    let network = Network::europe_central_asia();
    let cites = |provenance: &Provenance| {
        let known = provenance.all().all(|id| network.source(id).is_some());
        assert!(
            known && provenance.all().next().is_some(),
            "{}",
            provenance.origin
        );
    };
    network.places().for_each(|(_, row)| cites(&row.provenance));
    network
        .crossings()
        .for_each(|(_, row)| cites(&row.provenance));
    network.links().for_each(|(_, row)| cites(&row.provenance));
    network
        .operators()
        .for_each(|(_, row)| cites(&row.provenance));
    network.owners().for_each(|(_, row)| cites(&row.provenance));
    network
        .services()
        .for_each(|(_, row)| cites(&row.provenance));
    network
        .through_rates()
        .for_each(|(_, row)| cites(&row.provenance));
    network
        .tariffs()
        .for_each(|(_, row)| cites(&row.provenance));
    network
        .projects()
        .for_each(|(_, row)| cites(&row.provenance));
    network
        .stakes()
        .iter()
        .for_each(|row| cites(&row.provenance));
    network
        .members()
        .iter()
        .for_each(|row| cites(&row.provenance));
    network
        .handling()
        .for_each(|(_, row)| cites(&row.provenance));
    network
        .borders()
        .for_each(|(_, row)| cites(&row.provenance));
    network.fees().iter().for_each(|row| cites(&row.provenance));
    network
        .closures()
        .iter()
        .for_each(|row| cites(&row.provenance));
    network
        .speeds()
        .iter()
        .for_each(|row| cites(&row.provenance));
    network
        .emissions()
        .iter()
        .for_each(|row| cites(&row.provenance));
    network
        .exchange_rates()
        .iter()
        .for_each(|row| cites(&row.provenance));
    for (_, source) in network.sources() {
        match source.kind {
            SourceKind::Published => assert!(!source.title.is_empty(), "{}", source.id),
            _ => assert!(!source.note.is_empty(), "{} gives no reasoning", source.id),
        }
    }
}

/// A row whose sources all name a column must name every column that holds a number.
#[test]
fn every_number_cites_a_source() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut checked = 0;
    for entry in std::fs::read_dir(data).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let header = reader.headers().unwrap().clone();
        let Some(source) = header.iter().position(|name| name == "source") else {
            continue;
        };
        for row in reader.records().map(Result::unwrap) {
            let entries: Vec<&str> = row[source].split(';').collect();
            if entries
                .iter()
                .any(|entry| !entry.is_empty() && !entry.contains('='))
            {
                continue;
            }
            for (name, cell) in header.iter().zip(&row) {
                let cited = entries
                    .iter()
                    .any(|entry| entry.starts_with(&format!("{name}=")));
                let number = cell.parse::<f64>().is_ok();
                assert!(cited || !number, "{}: {name} of {row:?}", path.display());
                checked += 1;
            }
        }
    }
    println!("{checked} cells have a source by column");
}

#[test]
fn own_codes_have_a_shape_that_no_unlocode_has() {
    let network = Network::europe_central_asia();
    let mut own = 0;
    for (_, place) in network.places() {
        let code = place.code.as_str();
        assert!(
            code.starts_with(place.country.as_str()),
            "{code} in {}",
            place.country
        );
        // UN/LOCODE manual 3.2: two letters and three of A-Z, 2-9.
        let shape = code.len() == 5
            && code[..2].bytes().all(|c| c.is_ascii_uppercase())
            && code[2..]
                .bytes()
                .all(|c| c.is_ascii_uppercase() || (b'2'..=b'9').contains(&c));
        assert_eq!(shape, place.code.is_unlocode(), "{code}");
        assert_eq!(shape, !code.contains('-'), "{code}");
        own += usize::from(!shape);
    }
    assert!(own > 0);
    for (_, crossing) in network.crossings() {
        let [a, b] = crossing
            .countries
            .map(|country| country.as_str().to_lowercase());
        assert!(
            crossing.code.starts_with(&format!("x-{a}-{b}-")),
            "{}",
            crossing.code
        );
        assert!(a < b, "{}", crossing.code);
    }
}

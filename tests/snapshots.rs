//! A network that was saved and loaded gives the same answers; other files are refused by name.

use crate::questions::{DAY, PLANNER, pairs, policies, shipments};
use std::io::Read as _;
use trade_corridor::atlas::SnapshotError;
use trade_corridor::prelude::*;

fn saved() -> Vec<u8> {
    let mut file = Vec::new();
    Network::europe_central_asia().save(&mut file).unwrap();
    file
}

#[test]
fn a_loaded_network_gives_the_same_answers() {
    let file = saved();
    let network = Network::load(file.as_slice()).unwrap();
    let mut again = Vec::new();
    network.save(&mut again).unwrap();
    assert!(file == again, "saving what was loaded gives the same file");
    assert_eq!(network.stakes(), Network::europe_central_asia().stakes());

    let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    let (policies, shipments) = (policies(), shipments());
    let mut found = 0;
    for (index, (from, to)) in pairs(11, 24).into_iter().enumerate() {
        let request = Request::new(&from, &to)
            .policy(policies[index % policies.len()].clone())
            .shipment(shipments[index % shipments.len()]);
        match (PLANNER.cheapest(&request), planner.cheapest(&request)) {
            (Ok(before), Ok(after)) => {
                found += 1;
                assert_eq!(before, after);
            }
            (Err(before), Err(after)) => assert_eq!(before.to_string(), after.to_string()),
            (before, after) => panic!("{from} to {to}: {before:?}, then {after:?}"),
        }
    }
    assert!(found >= 5, "only {found} routes were compared");
}

#[test]
fn a_file_of_another_schema_is_refused_before_it_is_read() {
    let newer = b"trade-corridor network, schema 3, { not even JSON\n\xff\xfe";
    let error = Network::load(newer.as_slice()).unwrap_err();
    assert!(matches!(error, SnapshotError::NewerSchema { found: 3 }));
    assert_eq!(
        error.to_string(),
        "the file has schema 3, this crate reads 2; use a newer version of it"
    );
    let older = b"trade-corridor network, schema 1, 2 bytes, checksum 0\n{}";
    let error = Network::load(older.as_slice()).unwrap_err();
    assert!(matches!(error, SnapshotError::OlderSchema { found: 1 }));
    assert_eq!(
        error.to_string(),
        "the file has schema 1, this crate reads 2; load the tables and save the network again"
    );
}

#[test]
fn no_more_is_read_than_was_allowed() {
    let file = saved();
    let most = file.len() as u64;
    assert!(Network::load_within(file.as_slice(), most).is_ok());
    let error = Network::load_within(file.as_slice(), most - 1).unwrap_err();
    assert!(matches!(error, SnapshotError::TooLong { most: limit } if limit == most - 1));
    // What never ends is not read to its end.
    let endless = file.as_slice().chain(std::io::repeat(b' '));
    let error = Network::load_within(endless, most).unwrap_err();
    assert!(matches!(error, SnapshotError::TooLong { .. }), "{error}");
}

#[test]
fn damage_is_found() {
    let file = saved();
    let refuse = |file: &[u8]| Network::load(file).unwrap_err();
    for other in [
        &b""[..],
        b"{}",
        b"PK\x03\x04\n",
        b"trade-corridor network\n",
    ] {
        assert!(matches!(refuse(other), SnapshotError::NotANetwork));
    }
    let cut = refuse(&file[..file.len() - 1]);
    assert!(cut.to_string().contains("bytes follow instead of"), "{cut}");
    let mut changed = file.clone();
    let digit = changed.iter().rposition(u8::is_ascii_digit).unwrap();
    changed[digit] = if changed[digit] == b'1' { b'2' } else { b'1' };
    let changed = refuse(&changed);
    assert_eq!(
        changed.to_string(),
        "the file is damaged: its checksum does not fit; save the network again"
    );
}

/// Records that were changed with care to fit the checksum are still checked as records.
#[test]
fn loaded_records_are_checked() {
    let file = String::from_utf8(saved()).unwrap();
    let (_, body) = file.split_once('\n').unwrap();
    let forge = |body: String| {
        let sum = twox_hash::XxHash3_64::oneshot(body.as_bytes());
        let length = body.len();
        format!("trade-corridor network, schema 2, {length} bytes, checksum {sum:016x}\n{body}")
    };
    assert!(Network::load(forge(body.to_owned()).as_bytes()).is_ok());
    let far = body.replacen("\"from\":{\"place\":", "\"from\":{\"place\":9", 1);
    let error = Network::load(forge(far).as_bytes()).unwrap_err();
    assert!(matches!(error, SnapshotError::Faults(_)), "{error}");
    for date in ["\"as_of\":", "\"validity\":{\"from\":", "\"to\":"] {
        let day = body.find(&format!("{date}\"20")).unwrap() + date.len() + 1;
        let late = format!("{}T08:00{}", &body[..day + 10], &body[day + 10..]);
        let error = Network::load(forge(late).as_bytes()).unwrap_err();
        let remedy = format!(
            "has a time of day; give the day alone, `{}`",
            &body[day..day + 10]
        );
        assert!(error.to_string().contains(&remedy), "{error}");
    }
    let broken = Network::load(forge("{}".to_owned()).as_bytes()).unwrap_err();
    assert!(matches!(broken, SnapshotError::Damaged { .. }), "{broken}");
}

//! Saved networks: damage is found, records that were changed with care are checked as records.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use trade_corridor::network::Network;
use twox_hash::XxHash3_64;

use super::{reads, same};
use crate::corpora::{RECORDS, saved};
use crate::edits::{self, edits};
use crate::run::{Tally, Verdict, cases};

fn file(body: &[u8]) -> Vec<u8> {
    let (length, sum) = (body.len(), XxHash3_64::oneshot(body));
    let head = format!("trade-corridor network, schema 2, {length} bytes, checksum {sum:016x}\n");
    [head.as_bytes(), body].concat()
}

pub(crate) fn records(runner: &mut TestRunner, tally: &Tally) -> Verdict {
    let strategy = (edits(), prop::option::weighted(0.1, edits()));
    cases(runner, tally, &strategy, |(nodes, bytes), tally| {
        let mut records = RECORDS.clone();
        for edit in nodes {
            edits::json(&mut records, edit);
        }
        let mut file = file(records.to_string().as_bytes());
        for edit in bytes.iter().flatten() {
            edits::bytes(&mut file, edit);
        }
        match Network::load(file.as_slice()) {
            Err(error) => reads(&error),
            Ok(network) => {
                tally.accept();
                let once = saved(&network);
                let again = Network::load(once.as_slice());
                let again = again.map_err(|error| format!("saved and refused: {error}"))?;
                same("saved again", &saved(&again), &once)
            }
        }
    })
}

//! On real networks all algorithms of the engine agree.
//!
//! Luxembourg is used when `../shared/graphs/luxembourg` (or `TRADE_CORRIDOR_LUXEMBOURG`) is there,
//! the continent when `../shared/geo` (or `TRADE_CORRIDOR_GEO`) is:
//! `cargo test --release -p trade-corridor-benches --test real_networks`.

#[path = "../crates/router/tests/agreement.rs"]
mod agreement;
mod networks;

use agreement::agree;
use networks::Network;

#[test]
fn luxembourg() {
    let Some(network) = Network::luxembourg() else {
        println!("skipped: the graph of Luxembourg is not at hand");
        return;
    };
    agree(&network, 40);
}

#[test]
fn the_continent() {
    let Some(network) = Network::continent() else {
        println!("skipped: the extracts of the continent are not at hand");
        return;
    };
    assert!(network.nodes() > 200_000, "{}", network.nodes());
    agree(&network, 40);
}

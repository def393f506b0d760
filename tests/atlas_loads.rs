//! The embedded tables make a network.

#[test]
fn the_embedded_tables_load_without_faults() {
    if let Err(error) = trade_corridor::atlas::Atlas::embedded().load() {
        panic!("{error}");
    }
}

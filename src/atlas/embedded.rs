//! The tables compiled into the crate.

pub(super) const MANIFEST: &str = include_str!("../../data/atlas.toml");

macro_rules! tables {
    ($($name:literal),+ $(,)?) => {
        pub(super) const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../data/", $name)))),+];
    };
}

tables! {
    "benchmarks.csv", "borders.csv", "closures.csv", "crossings.csv", "currencies.csv", "deflators.csv", "emissions.csv", "fees.csv",
    "handling.csv", "lines.csv", "links.csv", "links_hand.csv", "links_override.csv", "members.csv",
    "operators.csv", "owners.csv", "places.csv", "projects.csv", "services.csv", "sources.csv",
    "sources_geo.csv", "speeds.csv", "stakes.csv", "status.csv", "tariffs.csv",
    "through_rates.csv", "unions.csv",
}

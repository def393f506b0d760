//! The names by which explanations know findings.

use super::Finding;

/// Code of a place that is written with its name and country.
fn code(place: &str) -> String {
    place.split(" (").next().unwrap_or(place).to_owned()
}

impl Finding {
    /// Its kind as one word, that of the serialised form.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PlaceWithoutLink { .. } => "place_without_link",
            Self::PlaceCutOff { .. } => "place_cut_off",
            Self::PlaceUnserved { .. } => "place_unserved",
            Self::Twins { .. } => "twins",
            Self::GaugeBreak { .. } => "gauge_break",
            Self::OffGeometry { .. } => "off_geometry",
            Self::ShorterThanShape { .. } => "shorter_than_shape",
            Self::OffGreatCircle { .. } => "off_great_circle",
            Self::RailAgainstRoad { .. } => "rail_against_road",
            Self::FastLineLength { .. } => "fast_line_length",
            Self::ChainAgainstLink { .. } => "chain_against_link",
            Self::MountainRoad { .. } => "mountain_road",
            Self::NoDirectLink { .. } => "no_direct_link",
            Self::DoubledLink { .. } => "doubled_link",
            Self::OneWayLink { .. } => "one_way_link",
            Self::OneSided { .. } => "one_sided",
            Self::NoStation { .. } => "no_station",
            Self::FarStation { .. } => "far_station",
            Self::Undated { .. } => "undated",
            Self::QueueBesideDefault { .. } => "queue_beside_default",
            Self::CountryOnDefault { .. } => "country_on_default",
            Self::ServiceEnd { .. } => "service_end",
            Self::ServiceOneWay { .. } => "service_one_way",
            Self::ServiceUnpriced { .. } => "service_unpriced",
            Self::Unsold { .. } => "unsold",
            Self::Unused { .. } => "unused",
            Self::HoldersUnknown { .. } => "holders_unknown",
            Self::StakesBelowWhole { .. } => "stakes_below_whole",
            Self::RateJump { .. } => "rate_jump",
            Self::AssumedExactly { .. } => "assumed_exactly",
            Self::RecordWithoutSource { .. } => "record_without_source",
            Self::ValueWithoutSource { .. } => "value_without_source",
            Self::SourceUnused { .. } => "source_unused",
            Self::Unreachable { .. } => "unreachable",
        }
    }

    /// What it speaks of, by codes and ids alone, so that it stays the same while figures change.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::PlaceWithoutLink { place }
            | Self::PlaceCutOff { place }
            | Self::GaugeBreak { place } => code(place),
            Self::PlaceUnserved { place, kind } => format!("{} {kind}", code(place)),
            Self::Twins { first, second, .. } | Self::NoDirectLink { first, second, .. } => {
                format!("{} {}", code(first), code(second))
            }
            Self::OffGeometry { link, .. }
            | Self::ShorterThanShape { link, .. }
            | Self::OffGreatCircle { link, .. }
            | Self::RailAgainstRoad { link, .. }
            | Self::FastLineLength { link, .. }
            | Self::ChainAgainstLink { link, .. }
            | Self::MountainRoad { link, .. }
            | Self::OneWayLink { link } => link.clone(),
            Self::DoubledLink { first, second } => format!("{first} {second}"),
            Self::OneSided {
                crossing, country, ..
            }
            | Self::NoStation { crossing, country } => format!("{crossing} {country}"),
            Self::FarStation {
                crossing, station, ..
            } => format!("{crossing} {}", code(station)),
            Self::Undated { what, .. } | Self::Unused { what } => what.clone(),
            Self::QueueBesideDefault {
                crossing, from, to, ..
            } => format!("{crossing} {from} {to}"),
            Self::CountryOnDefault {
                country,
                mode,
                what,
                ..
            } => format!("{country} {mode} {what}"),
            Self::ServiceEnd { service, place, .. } => format!("{service} {}", code(place)),
            Self::ServiceOneWay { service } | Self::ServiceUnpriced { service } => service.clone(),
            Self::Unsold {
                country,
                mode,
                product,
            } => format!("{country} {mode} {product}"),
            Self::HoldersUnknown { operator } => code(operator),
            Self::StakesBelowWhole { held, .. } => code(held),
            Self::RateJump { currency, .. } => currency.clone(),
            Self::AssumedExactly { source, .. } | Self::SourceUnused { source, .. } => {
                source.clone()
            }
            Self::RecordWithoutSource { record } => record.clone(),
            Self::ValueWithoutSource { origin, column, .. } => format!("{origin} {column}"),
            Self::Unreachable {
                shipment, places, ..
            } => {
                let places: Vec<String> = places.iter().map(|place| code(place)).collect();
                format!("{shipment} {}", places.join(" "))
            }
        }
    }
}

//! How findings are put into words.

use std::fmt;

use super::finding::percent_off;
use super::{Finding, Reach};

impl Finding {
    /// What findings of its kind have in common, as a heading.
    #[must_use]
    pub const fn heading(&self) -> &'static str {
        match self {
            Self::PlaceWithoutLink { .. } => "places without links",
            Self::PlaceCutOff { .. } => "places with closed links only",
            Self::PlaceUnserved { .. } => "places of a kind that nothing reaches",
            Self::Twins { .. } => "places listed twice",
            Self::GaugeBreak { .. } => "gauges that meet but are not changed",
            Self::OffGeometry { derived: true, .. } => "links off their simplified shape",
            Self::OffGeometry { .. } => "links off the geometry",
            Self::ShorterThanShape { .. } => "links shorter than their shape",
            Self::OffGreatCircle { .. } => "links off the great circle",
            Self::RailAgainstRoad { .. } => "railways off the road between the same ends",
            Self::FastLineLength { .. } => "railways as short as a line for fast trains",
            Self::ChainAgainstLink { .. } => "links off the chain along them",
            Self::MountainRoad { .. } => "mountain roads measured once",
            Self::NoDirectLink { .. } => "neighbouring cities without a direct link",
            Self::QueueBesideDefault { .. } => "queues beside a default",
            Self::CountryOnDefault { .. } => "countries on a default of the world",
            Self::DoubledLink { .. } => "links listed twice",
            Self::OneWayLink { .. } => "links without a way back",
            Self::OneSided { open: true, .. } => "open crossings with one side",
            Self::OneSided { .. } => "closed crossings with one side",
            Self::NoStation { .. } => "crossings without a station on a side",
            Self::FarStation { .. } => "stations far from their crossing",
            Self::Undated { .. } => "closed or planned, undated",
            Self::ServiceEnd { open: true, .. } => "services that end nowhere",
            Self::ServiceEnd { .. } => "closed services that end nowhere",
            Self::ServiceOneWay { .. } => "services without a way back",
            Self::ServiceUnpriced { .. } => "sailings without a price",
            Self::Unsold { .. } => "networks where nobody sells",
            Self::Unused { .. } => "never used",
            Self::HoldersUnknown { .. } => "holders unknown",
            Self::StakesBelowWhole { .. } => "stakes below 100 %",
            Self::RateJump { .. } => "exchange rates that jump",
            Self::AssumedExactly { .. } => "assumptions without a range",
            Self::RecordWithoutSource { .. } => "records without a source",
            Self::ValueWithoutSource { .. } => "values without a source",
            Self::SourceUnused { .. } => "sources never used",
            Self::Unreachable { .. } => "places out of reach",
        }
    }

    /// What to do about findings of its kind.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::PlaceWithoutLink { .. } => "derive or add links, or remove the place",
            Self::PlaceCutOff { .. } => "right for planned places; else add an open link",
            Self::PlaceUnserved { .. } => "add a link or service of that kind, or drop the kind",
            Self::Twins { .. } => "remove one, or tell them apart by name",
            Self::GaugeBreak { .. } => "add `gauge_change` to the place, or correct the gauges",
            Self::OffGeometry { derived: true, .. } => {
                "bends lost in the shape, or the factor for chords; check the longest"
            }
            Self::OffGeometry { .. } => "check the length against a publication, or the shape",
            Self::ShorterThanShape { .. } => "correct the length or the shape",
            Self::OffGreatCircle { .. }
            | Self::RailAgainstRoad { .. }
            | Self::ChainAgainstLink { .. }
            | Self::MountainRoad { .. } => {
                "correct the length by a second measurement, or explain it"
            }
            Self::FastLineLength { .. } => "take the length of the line that freight goes on",
            Self::NoDirectLink { .. } => "add the road between them, or explain why there is none",
            Self::QueueBesideDefault { .. } => "add the hours of that crossing, or explain them",
            Self::CountryOnDefault { .. } => "add a figure of the country, or explain the default",
            Self::DoubledLink { .. } => "drop one",
            Self::OneWayLink { .. } => "add the link back, or make it `both`",
            Self::OneSided { .. } => "add the missing link, or close the crossing",
            Self::NoStation { .. } => "add the station",
            Self::FarStation { .. } => "name a nearer station, or correct the coordinates",
            Self::Undated { .. } => {
                "add the dates of its status, or a project; dates in notes are not read"
            }
            Self::ServiceEnd { .. } => "add a link there, or correct the place or its kinds",
            Self::ServiceOneWay { .. } => "add the service back, if there is one",
            Self::ServiceUnpriced { .. } => "add a price of any unit; assumed, if need be",
            Self::Unsold { .. } => "add a tariff",
            Self::Unused { .. } => "use it or remove it",
            Self::HoldersUnknown { .. } => "add stakes, or a holder of kind `unknown`",
            Self::StakesBelowWhole { .. } => "add the missing holders, if they are known",
            Self::RateJump { .. } => {
                "state rates and prices before a redenomination in the new unit, or correct the rate"
            }
            Self::AssumedExactly { .. } => {
                "add a row to ranges.csv, or the columns `.._low` and `.._high`"
            }
            Self::RecordWithoutSource { .. } | Self::ValueWithoutSource { .. } => {
                "cite a source, or one of kind `assumed` with the reasoning"
            }
            Self::SourceUnused { .. } => "cite it or remove it",
            Self::Unreachable { .. } => "right where the cause is; else mend it",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PlaceWithoutLink { place }
            | Self::PlaceCutOff { place }
            | Self::GaugeBreak { place } => f.write_str(place),
            Self::PlaceUnserved { place, kind } => write!(f, "{place}: {kind}"),
            Self::Twins {
                first,
                second,
                apart,
            } => write!(f, "{first} and {second}, {:.1} km apart", apart.as_km()),
            Self::OffGeometry {
                link,
                length,
                geometry,
                drawn,
                sources,
                ..
            } => write!(
                f,
                "{link}: {:.1} km, {} {:.1} km ({:+.0} %); by {}",
                length.as_km(),
                if *drawn { "drawn" } else { "great circle" },
                geometry.as_km(),
                percent_off(*length, *geometry),
                sources.join(", ")
            ),
            Self::ShorterThanShape {
                link,
                length,
                shape,
            } => write!(
                f,
                "{link}: {:.1} km, drawn {:.1} km ({:+.0} %)",
                length.as_km(),
                shape.as_km(),
                percent_off(*length, *shape)
            ),
            Self::OffGreatCircle {
                link,
                length,
                great_circle,
            }
            | Self::MountainRoad {
                link,
                length,
                great_circle,
            } => write!(
                f,
                "{link}: {:.1} km, great circle {:.1} km ({:+.0} %)",
                length.as_km(),
                great_circle.as_km(),
                percent_off(*length, *great_circle)
            ),
            Self::RailAgainstRoad { link, length, road }
            | Self::FastLineLength { link, length, road } => write!(
                f,
                "{link}: {:.1} km, road {:.1} km ({:+.0} %)",
                length.as_km(),
                road.as_km(),
                percent_off(*length, *road)
            ),
            Self::ChainAgainstLink {
                link,
                length,
                chain,
                over,
            } => write!(
                f,
                "{link}: {:.1} km, over {} {:.1} km",
                length.as_km(),
                over.join(", "),
                chain.as_km()
            ),
            Self::NoDirectLink {
                first,
                second,
                apart,
                way,
            } => match way {
                Some(way) => write!(
                    f,
                    "{first} and {second}: {:.0} km apart, {:.0} km by road",
                    apart.as_km(),
                    way.as_km()
                ),
                None => write!(
                    f,
                    "{first} and {second}: {:.0} km apart, no way by road",
                    apart.as_km()
                ),
            },
            Self::QueueBesideDefault {
                crossing,
                from,
                to,
                minutes,
                queue,
                queue_minutes,
            } => write!(
                f,
                "{crossing} {from}>{to}: {:.1} h, {queue} {:.1} h",
                f64::from(*minutes) / 60.0,
                f64::from(*queue_minutes) / 60.0
            ),
            Self::CountryOnDefault {
                country,
                mode,
                what,
                links,
            } => write!(f, "{country} {mode}: {what} of {links} links"),
            Self::DoubledLink { first, second } => write!(f, "{first} and {second}"),
            Self::OneWayLink { link } => f.write_str(link),
            Self::OneSided {
                crossing, country, ..
            }
            | Self::NoStation { crossing, country } => write!(f, "{crossing}: {country}"),
            Self::FarStation {
                crossing,
                station,
                off,
            } => write!(f, "{crossing}: {station}, {:.0} km away", off.as_km()),
            Self::Undated { what, status } => write!(f, "{what}: {status}"),
            Self::ServiceEnd {
                service,
                place,
                conveyance,
                ..
            } => write!(f, "{service}: {conveyance} at {place}"),
            Self::ServiceOneWay { service } | Self::ServiceUnpriced { service } => {
                f.write_str(service)
            }
            Self::Unsold {
                country,
                mode,
                product,
            } => write!(f, "{country} {mode}: {product}"),
            Self::Unused { what } => f.write_str(what),
            Self::HoldersUnknown { operator } => f.write_str(operator),
            Self::StakesBelowWhole { held, percent } => write!(f, "{held}: {percent} %"),
            Self::RateJump {
                currency,
                years: [first, second],
                times,
            } => write!(f, "{currency}: {times} times between {first} and {second}"),
            Self::AssumedExactly {
                source,
                figures,
                files,
            } => write!(f, "{source}: {figures} figures in {}", files.join(", ")),
            Self::RecordWithoutSource { record } => f.write_str(record),
            Self::ValueWithoutSource {
                origin,
                column,
                value,
            } => write!(f, "{origin}, column `{column}`: {value}"),
            Self::SourceUnused { source, origin } => write!(f, "{source} ({origin})"),
            Self::Unreachable {
                shipment,
                reach,
                places,
                others,
                reason,
            } => {
                let way = match reach {
                    Reach::Neither => "neither to nor from",
                    Reach::OnlyFrom => "not to",
                    Reach::OnlyTo => "not from",
                };
                write!(
                    f,
                    "{shipment}: {way} {} ({others} others): {reason}",
                    places.join(", ")
                )
            }
        }
    }
}

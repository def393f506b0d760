use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::{Conveyance, Mode, PlaceKind, Product, Status};
use crate::planner::Reason;
use crate::quantity::Distance;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must not be; the records contradict themselves or lack what every record has.
    Fault,
    /// May be right; worth a look.
    Notice,
}

/// Which way goods do not get between some places and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Neither to nor from them.
    Neither,
    /// From them, but not to them.
    OnlyFrom,
    /// To them, but not from them.
    OnlyTo,
}

/// Something the audit found; things are named by code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// A place that no link ends at and no service calls at.
    PlaceWithoutLink {
        /// The place.
        place: String,
    },
    /// A place whose links and services are all closed on the day.
    PlaceCutOff {
        /// The place.
        place: String,
    },
    /// A place of a kind that no link or service of that kind reaches.
    PlaceUnserved {
        /// The place.
        place: String,
        /// The kind.
        kind: PlaceKind,
    },
    /// Two places of one country with one name, or less than 300 m apart.
    Twins {
        /// The first by code.
        first: String,
        /// The second.
        second: String,
        /// Great circle between them.
        apart: Distance,
    },
    /// Tracks of two gauges meet where gauges are not changed.
    GaugeBreak {
        /// The place.
        place: String,
    },
    /// A length more than 10 % off the drawn shape, or more than half longer than the great circle
    /// where no shape is drawn.
    OffGeometry {
        /// The link.
        link: String,
        /// Its length.
        length: Distance,
        /// Length of the shape, or of the great circle.
        geometry: Distance,
        /// Whether there is a shape.
        drawn: bool,
        /// Whether the length was derived with the shape, which is simplified.
        derived: bool,
        /// Ids of the sources of the length.
        sources: Vec<String>,
    },
    /// A length more than 10 % and 10 km below that of its own shape.
    ShorterThanShape {
        /// The link.
        link: String,
        /// Its length.
        length: Distance,
        /// Length of the shape.
        shape: Distance,
    },
    /// A drawn length above 1.5 times the great circle, or any beyond 20 km and below 1.02 times it.
    OffGreatCircle {
        /// The link.
        link: String,
        /// Its length.
        length: Distance,
        /// Great circle between its ends.
        great_circle: Distance,
    },
    /// A railway outside 0.75 to 1.35 times the road between the same ends.
    RailAgainstRoad {
        /// The railway.
        link: String,
        /// Its length.
        length: Distance,
        /// Length of the road.
        road: Distance,
    },
    /// A railway of 80 km and more that is straight and at most 0.85 times as long as the road: as a
    /// line for fast trains is, on which no freight goes.
    FastLineLength {
        /// The railway.
        link: String,
        /// Its length.
        length: Distance,
        /// Length of the road between the same ends.
        road: Distance,
    },
    /// A link and a chain of links along it, or shorter than it, that differ by more than 15 %.
    ChainAgainstLink {
        /// The link.
        link: String,
        /// Its length.
        length: Distance,
        /// Length of the chain.
        chain: Distance,
        /// Codes of the places that the chain leads over.
        over: Vec<String>,
    },
    /// A road of 30 km and more, 1.4 to 1.5 times the great circle, whose length was only derived.
    MountainRoad {
        /// The road.
        link: String,
        /// Its length.
        length: Distance,
        /// Great circle between its ends.
        great_circle: Distance,
    },
    /// Cities of one country with no third one between them, and a way by road of more than 1.5 times
    /// the great circle.
    NoDirectLink {
        /// The first.
        first: String,
        /// The second.
        second: String,
        /// Great circle between them.
        apart: Distance,
        /// The shortest way by road, where there is one.
        way: Option<Distance>,
    },
    /// A border control on a record that names no crossing beside one that does, in the other
    /// direction or at another crossing of the same border, and whose hours are twice or half as long.
    QueueBesideDefault {
        /// The crossing without a record of its own.
        crossing: String,
        /// The country left.
        from: Country,
        /// The country entered.
        to: Country,
        /// Its median minutes.
        minutes: u32,
        /// The crossing with one.
        queue: String,
        /// The median minutes there.
        queue_minutes: u32,
    },
    /// A country with 20 links and more whose speed or emission factor is that of any country.
    CountryOnDefault {
        /// The country.
        country: Country,
        /// Rail or road.
        mode: Mode,
        /// Speed or emission factor.
        what: String,
        /// How many open links.
        links: usize,
    },
    /// Two open links of one mode between the same ends, of the same gauge and length within 5 %.
    DoubledLink {
        /// The first by id.
        first: String,
        /// The second.
        second: String,
    },
    /// A link of one direction without an open link back.
    OneWayLink {
        /// The link.
        link: String,
    },
    /// A crossing that no link leads to on one side.
    OneSided {
        /// The crossing.
        crossing: String,
        /// The side.
        country: Country,
        /// Whether it is open on the day.
        open: bool,
    },
    /// A crossing without a station or post on one side.
    NoStation {
        /// The crossing.
        crossing: String,
        /// The side.
        country: Country,
    },
    /// A station more than 60 km from its crossing.
    FarStation {
        /// The crossing.
        crossing: String,
        /// The station.
        station: String,
        /// Great circle between them.
        off: Distance,
    },
    /// Something closed or planned whose states have no date, and that belongs to no project.
    Undated {
        /// Link, crossing or service.
        what: String,
        /// Its status.
        status: Status,
    },
    /// A service that ends where its conveyance finds no way on and is not handled.
    ServiceEnd {
        /// The service.
        service: String,
        /// The place.
        place: String,
        /// The conveyance.
        conveyance: Conveyance,
        /// Whether the service runs on the day.
        open: bool,
    },
    /// A service that nobody runs back.
    ServiceOneWay {
        /// The service.
        service: String,
    },
    /// A service at sea without a price.
    ServiceUnpriced {
        /// The service.
        service: String,
    },
    /// A country whose railways or roads are open, but nobody sells the product there.
    Unsold {
        /// The country.
        country: Country,
        /// Rail or road.
        mode: Mode,
        /// The product.
        product: Product,
    },
    /// An operator, owner, line or project that nothing refers to.
    Unused {
        /// What it is, and its id and name.
        what: String,
    },
    /// An operator of infrastructure, trains or terminals whose holders are not known.
    HoldersUnknown {
        /// The operator.
        operator: String,
    },
    /// Holders who are known, but do not add up to everything.
    StakesBelowWhole {
        /// Who is held.
        held: String,
        /// The sum in percent.
        percent: String,
    },
    /// An exchange rate a hundred times that of the year stated before or after it.
    RateJump {
        /// The currency.
        currency: String,
        /// The two years.
        years: [i16; 2],
        /// How many times the one is the other.
        times: u64,
    },
    /// An assumption that figures rest on and that does not say how far they may be off.
    AssumedExactly {
        /// Id of the source.
        source: String,
        /// How many figures.
        figures: usize,
        /// The files that they stand in.
        files: Vec<String>,
    },
    /// A record without a source.
    RecordWithoutSource {
        /// The record.
        record: String,
    },
    /// A figure or date in a table that no source speaks of.
    ValueWithoutSource {
        /// File and row.
        origin: String,
        /// The column.
        column: String,
        /// The value.
        value: String,
    },
    /// A source that nothing cites.
    SourceUnused {
        /// The source.
        source: String,
        /// File and row.
        origin: String,
    },
    /// Places where a shipment does not get to or from, with the planner's reason.
    Unreachable {
        /// The shipment.
        shipment: String,
        /// Which way.
        reach: Reach,
        /// The places.
        places: Vec<String>,
        /// How many of the other places are concerned for each of them, at most.
        others: usize,
        /// The planner's reason, for the first of the places.
        reason: Reason,
    },
}

/// By how much of a hundred a length is off; zero where there is nothing to compare with.
pub(super) fn percent_off(length: Distance, geometry: Distance) -> f64 {
    let ratio = length.as_km() / geometry.as_km();
    if ratio.is_finite() {
        (ratio - 1.0) * 100.0
    } else {
        0.0
    }
}

impl Finding {
    /// Where it stands among its kind, the worst first.
    pub(super) fn rank(&self) -> std::cmp::Reverse<u64> {
        std::cmp::Reverse(match self {
            Self::OffGeometry {
                length, geometry, ..
            } => percent_off(*length, *geometry) as u64,
            Self::OffGreatCircle {
                length,
                great_circle,
                ..
            }
            | Self::MountainRoad {
                length,
                great_circle,
                ..
            } => percent_off(*length, *great_circle) as u64,
            Self::RailAgainstRoad { length, road, .. } => {
                percent_off(*length, *road).max(percent_off(*road, *length)) as u64
            }
            Self::CountryOnDefault { links, .. } => *links as u64,
            Self::Unreachable { places, .. } => places.len() as u64,
            Self::RateJump { times, .. } => *times,
            Self::AssumedExactly { figures, .. } => *figures as u64,
            _ => 0,
        })
    }

    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::PlaceWithoutLink { .. }
            | Self::ShorterThanShape { .. }
            | Self::OneSided { open: true, .. }
            | Self::ServiceEnd { open: true, .. }
            | Self::ServiceUnpriced { .. }
            | Self::RecordWithoutSource { .. }
            | Self::ValueWithoutSource { .. } => Severity::Fault,
            _ => Severity::Notice,
        }
    }
}

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A word that is none of the words a column accepts.
#[derive(Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("`{word}` is no {what}; use one of {accepted}")]
pub struct UnknownWord {
    /// What the word should name.
    pub what: &'static str,
    /// The offending word.
    pub word: String,
    /// The accepted words.
    pub accepted: String,
}

debug_as_display!(UnknownWord);

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that tables and texts use.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord {
                        what: $what,
                        word: word.to_owned(),
                        accepted: [$(concat!("`", $word, "`")),+].join(", "),
                    }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

words! {
    /// Mode of transport (the modes of UNECE Recommendation 19 that this network knows).
    Mode, "mode" {
        /// Railway.
        Rail = "rail",
        /// Road.
        Road = "road",
        /// Maritime, the Caspian included.
        Sea = "sea",
        /// Inland waterway.
        InlandWaterway = "inland_waterway",
    }
}

words! {
    /// What can be done at a place.
    PlaceKind, "place kind" {
        /// A city or town.
        City = "city",
        /// A junction that goods only pass.
        Junction = "junction",
        /// Rail wagons are loaded and unloaded here.
        RailTerminal = "rail_terminal",
        /// Trucks are loaded and unloaded here.
        RoadTerminal = "road_terminal",
        /// Sea vessels are loaded and unloaded here.
        Seaport = "seaport",
        /// Rail ferries or ro-ro ferries berth here.
        FerryTerminal = "ferry_terminal",
        /// Inland container terminal with customs.
        DryPort = "dry_port",
        /// Border station.
        RailBorder = "rail_border",
        /// Road border post.
        RoadBorder = "road_border",
        /// Wagons change gauge or are transloaded between gauges here.
        GaugeChange = "gauge_change",
    }
}

words! {
    /// What an operator does to the goods or for them.
    Role, "role" {
        /// Runs the tracks or the road.
        InfrastructureManager = "infrastructure_manager",
        /// Runs the trains.
        RailwayUndertaking = "railway_undertaking",
        /// Runs a terminal or a port.
        Terminal = "terminal",
        /// Runs vessels.
        ShippingLine = "shipping_line",
        /// Runs trucks.
        RoadCarrier = "road_carrier",
        /// Sells transport that others perform.
        Forwarder = "forwarder",
        /// Owned jointly by several members.
        Consortium = "consortium",
        /// Part of a state's administration.
        StateAgency = "state_agency",
    }
}

words! {
    /// What is known of the toll of a line beside its tariffs and the fees of its country.
    LineToll, "toll" {
        /// A toll is taken or planned that nobody has published.
        Unknown = "unknown",
    }
}

words! {
    /// What an owner that operates nothing is.
    OwnerKind, "owner kind" {
        /// A state or its government.
        State = "state",
        /// A holding company.
        Holding = "holding",
        /// Another company.
        Company = "company",
        /// A fund.
        Fund = "fund",
        /// A person or family.
        Person = "person",
        /// Shares traded on an exchange.
        FreeFloat = "free_float",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// Whether something can be used.
    Status, "status" {
        /// In use.
        Open = "open",
        /// Intended.
        Planned = "planned",
        /// Being built.
        UnderConstruction = "under_construction",
        /// Shut by a decision.
        Closed = "closed",
        /// Not served for the time being.
        Suspended = "suspended",
    }
}

words! {
    /// How a border is controlled.
    Regime, "border regime" {
        /// Customs and border police stop the goods.
        Controlled = "controlled",
        /// No systematic control.
        Free = "free",
        /// A railway's own line that runs through a neighbour without control.
        TransitCorridor = "transit_corridor",
    }
}

words! {
    /// What is sold on a link.
    Product, "product" {
        /// Containers in block trains.
        ContainerTrain = "container_train",
        /// Conventional wagons.
        Wagon = "wagon",
        /// Trucks.
        Truck = "truck",
    }
}

words! {
    /// How a shipment goes by rail: with others, or as a train of its own.
    Consist, "consist" {
        /// Wagons or containers that wait until a train of many shippers is put together.
        Single = "single",
        /// A shipment that fills a train, which is neither put together nor taken apart on the way.
        BlockTrain = "block_train",
    }
}

words! {
    /// Which way goods move, by the longitudes of the two ends.
    Bound, "direction" {
        /// To a longitude as far east or farther.
        Eastbound = "eastbound",
        /// To a longitude farther west.
        Westbound = "westbound",
    }
}

impl Bound {
    /// Which way something moves from one longitude to another, in degrees.
    #[must_use]
    pub fn between(from: f64, to: f64) -> Self {
        if to < from {
            Self::Westbound
        } else {
            Self::Eastbound
        }
    }
}

words! {
    /// What a tariff or a price speaks of.
    UnitKind, "unit" {
        /// 20 ft container.
        Container20 = "20ft",
        /// 40 ft container.
        Container40 = "40ft",
        /// 45 ft container.
        Container45 = "45ft",
        /// Truck with its trailer, or the trailer alone.
        Trailer = "trailer",
        /// Railway wagon.
        Wagon = "wagon",
        /// Loose tonnes.
        Tonne = "tonne",
    }
}

words! {
    /// What an operator sells between two places.
    ServiceKind, "service kind" {
        /// Ships that carry railway wagons.
        RailFerry = "rail_ferry",
        /// Ships that carry trucks.
        RoRo = "ro_ro",
        /// Container ships.
        Feeder = "feeder",
        /// Trains that run as one from end to end.
        BlockTrain = "block_train",
    }
}

words! {
    /// What makes a service leave.
    DepartureRule, "departure rule" {
        /// The clock.
        Timetable = "timetable",
        /// A full ship or train.
        WhenFull = "when_full",
    }
}

words! {
    /// Component of a price.
    Component, "charge component" {
        /// Moving the goods.
        Haulage = "haulage",
        /// Use of tracks.
        Access = "access",
        /// Sea freight.
        Freight = "freight",
        /// Lifts and terminal work.
        Handling = "handling",
        /// Bogie exchange or transloading between gauges.
        GaugeChange = "gauge_change",
        /// Border control.
        Border = "border",
        /// Fee for passing a country.
        TransitFee = "transit_fee",
        /// Storage.
        Storage = "storage",
        /// Road toll.
        Toll = "toll",
        /// Papers.
        Documents = "documents",
        /// An all-in price for several of these.
        ThroughRate = "through_rate",
    }
}

//! What exists: places, links, operators, owners, consortia, border crossings, services, prices.
//!
//! A [`NetworkBuilder`] takes records, [`NetworkBuilder::build`] consumes it and reports *all*
//! faults at once, and the [`Network`] it makes cannot change. Iteration is in the order of codes,
//! so the order of insertion changes no answer.

#[macro_use]
mod tables;

mod builder;
mod cited;
mod closures;
mod consortia;
mod control;
mod conveyance;
mod days;
mod departures;
mod derivation;
mod drawn;
mod duplicates;
mod evidence;
mod exchange;
mod extent;
mod fault;
mod figure;
mod find;
mod fit;
mod foreign;
mod graph;
mod groups;
mod hazards;
mod ids;
mod index;
mod kinds;
mod lookup;
mod money;
mod overlaps;
mod packed;
mod parties;
mod passages;
mod places;
mod plates;
mod provenance;
mod rows;
mod saved;
mod seasons;
mod services;
mod shares;
mod source_lists;
mod table;
mod tariffs;
mod terms;
mod timeline;
mod unions;
mod validate;

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) use builder::Missing;
pub use builder::NetworkBuilder;
pub(crate) use cited::SourceList;
pub use cited::{Cited, CitedTime, OutOfRange};
pub use closures::Closure;
pub use consortia::{ConsortiumAsset, ConsortiumOperation};
pub use control::{Control, ControlKind};
pub use conveyance::{Conveyance, Gauge};
pub(crate) use days::{day, day_alone, day_or_none};
pub use departures::Departure;
pub(crate) use drawn::{FigurePart, Part};
pub use evidence::{CitedFigure, CitedSource, Evidence, EvidenceGrade, FigureKind};
pub use exchange::NetworkExport;
pub(crate) use exchange::cut_at_antimeridian;
#[cfg(feature = "render")]
pub(crate) use exchange::escaped;
pub(crate) use fault::thousands;
pub use fault::{Fault, FaultKind, Faults};
pub use figure::{FigureId, PriceFor};
pub use find::PlaceError;
pub(crate) use fit::{LinkMisfit, ServiceMisfit};
pub use graph::{GraphEdge, NetworkGraph};
pub(crate) use groups::{Group, Grouped};
pub use hazards::Hazard;
pub use ids::{
    BorderTermsId, CrossingId, DepartureId, EmissionFactorId, FeeId, HandlingId, HazardId, LineId,
    LinkId, OperatorId, OwnerId, PassageId, PlaceId, ProjectId, SeasonId, ServiceId, SourceId,
    SpeedId, TariffId, ThroughRateId,
};
pub use kinds::{
    Bound, Component, Consist, DepartureRule, LineToll, Mode, OwnerKind, PlaceKind, Product,
    Regime, Role, ServiceKind, Status, UnitKind, UnknownWord,
};
pub use money::{ExchangeRate, PriceIndex};
pub(crate) use packed::PackedError;
pub use parties::{Consortium, Member, Operator, Owner, Party, Stake};
pub use passages::{Passage, Passing};
pub use places::{BorderCrossing, Direction, End, Line, Link, Management, Place, Project};
pub use plates::{PlateRule, PlateTerms};
pub use provenance::{Borrowed, Origin, Provenance, Source, SourceKind, SourceRange};
use rows::RowsBy;
pub use seasons::Season;
pub use services::{Prices, Service, ThroughRate, Waypoint};
use table::Table;
pub(crate) use table::{did_you_mean, nearest};
pub use tariffs::{RateBasis, Taper, Tariff};
pub use terms::{
    BorderTerms, EmissionFactor, EmissionSubject, Fee, Handling, HandlingKind, Plate, Speed,
    Trigger,
};
pub use timeline::{ReversedDates, State, Timeline, Validity};
pub use unions::UnionMember;

/// Everything that exists, with dates; see the [module](self).
///
/// It cannot change, and clones share its records: a clone costs a few reference counts.
#[derive(Clone, Debug)]
pub struct Network {
    records: Arc<Records>,
    finder: Arc<OnceLock<find::Finder>>,
    rows: Arc<RowsBy>,
}

impl Network {
    /// Whether the other one shares its records.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.records, &other.records)
    }
}

macro_rules! records {
    (
        coded { $($one:ident $find:ident $many:ident $at:ident $by:ident: $item:ident, $id:ident, $row:ident, $a:literal $noun:literal;)+ }
        numbered { $($n_one:ident $n_many:ident: $n_item:ident, $n_id:ident, $n_a:literal $n_noun:literal;)+ }
        listed { $($(#[$attr:meta])* $l_one:ident $l_many:ident: $l_item:ident, $l_a:literal $l_noun:literal $l_more:literal;)+ }
    ) => {
        #[derive(Clone, Debug, Default, Serialize, Deserialize)]
        pub(crate) struct Records {
            name: String,
            #[serde(default, deserialize_with = "day_or_none")]
            as_of: Option<Date>,
            price_year: i16,
            $($many: Table<$item>,)+
            $($n_many: Vec<$n_item>,)+
            $($(#[$attr])* $l_many: Vec<$l_item>,)+
        }

        impl Network {
            $(
                #[doc = concat!("Every ", $noun, ".")]
                /// In the order of codes.
                pub fn $many(&self) -> impl ExactSizeIterator<Item = ($id, &$item)> + '_ {
                    self.records.$many.iter().map(|(index, item)| ($id::new(index), item))
                }

                /// The record behind an id, if this network minted it.
                pub fn $one(&self, id: $id) -> Option<&$item> {
                    self.records.$many.get(id.index())
                }

                /// The id behind a code.
                pub fn $by(&self, code: &str) -> Option<$id> {
                    self.records.$many.find(code).map($id::new)
                }

                #[allow(dead_code, reason = "one accessor per table")]
                pub(crate) fn $at(&self, id: $id) -> &$item {
                    self.records.$many.at(id.index())
                }
            )+

            $(
                #[doc = concat!("Every ", $l_noun, $l_more, ".")]
                #[must_use]
                pub fn $l_many(&self) -> &[$l_item] {
                    &self.records.$l_many
                }
            )+
        }
    };
}

every_table!(records);

impl Network {
    /// A builder without records.
    pub fn builder() -> NetworkBuilder {
        NetworkBuilder::default()
    }

    /// Name of the network.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.records.name
    }

    /// The day its records describe.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.records.as_of
    }

    /// The year whose US dollars every amount is in.
    #[must_use]
    pub fn price_year(&self) -> i16 {
        self.records.price_year
    }

    /// What belongs to a group; nothing where nothing does.
    pub(crate) fn group(&self, group: Group) -> Option<&Grouped> {
        let groups = &self.rows.groups;
        groups.get_or_init(|| groups::Groups::of(self)).get(group)
    }

    /// US dollars of the price year for one unit of a currency in a year: first by that year's
    /// exchange rate, then by the US price index. Nothing when one of them is not known.
    ///
    /// ```
    /// let network = trade_corridor::network::Network::europe_central_asia();
    /// assert_eq!(network.usd_of("USD", network.price_year()), Some(1.0));
    /// assert!(network.usd_of("USD", 2018).unwrap() > 1.2);
    /// assert_eq!(network.usd_of("no such money", 2018), None);
    /// ```
    #[must_use]
    pub fn usd_of(&self, currency: &str, year: i16) -> Option<f64> {
        let usd = if currency == "USD" {
            1.0
        } else {
            self.exchange_rates()
                .iter()
                .find(|rate| rate.currency == currency && rate.year == year)?
                .usd
                .value()
        };
        if year == self.price_year() {
            return Some(usd);
        }
        let index = |year| {
            let rows = self.price_indexes();
            let at = rows.binary_search_by_key(&year, |row| row.year).ok()?;
            Some(rows[at].index.value())
        };
        Some(usd * index(self.price_year())? / index(year)?)
    }

    /// The consortium that `operator` is on `day`, if it has members then.
    #[must_use]
    pub fn consortium(&self, operator: OperatorId, day: Date) -> Option<Consortium<'_>> {
        let members: Vec<&Member> = self
            .members()
            .iter()
            .filter(|member| member.consortium == operator && member.validity.contains(day))
            .collect();
        (!members.is_empty()).then_some(Consortium {
            operator,
            members,
            day,
        })
    }

    /// Id of a party, as tables write it.
    #[must_use]
    pub fn party_id(&self, party: Party) -> Option<&str> {
        match party {
            Party::Operator(id) => self.operator(id).map(|operator| operator.id.as_str()),
            Party::Owner(id) => self.owner(id).map(|owner| owner.id.as_str()),
        }
    }

    /// Name of a party.
    #[must_use]
    pub fn party_name(&self, party: Party) -> Option<&str> {
        match party {
            Party::Operator(id) => self.operator(id).map(|operator| operator.name.as_str()),
            Party::Owner(id) => self.owner(id).map(|owner| owner.name.as_str()),
        }
    }

    /// The operator or owner with this id.
    pub fn party(&self, id: &str) -> Option<Party> {
        self.operator_by_id(id)
            .map(Party::Operator)
            .or_else(|| self.owner_by_id(id).map(Party::Owner))
    }

    /// Name of a link's end.
    #[must_use]
    pub fn end_name(&self, end: End) -> Option<&str> {
        match end {
            End::Place(id) => self.place(id).map(|place| place.name.as_str()),
            End::Crossing(id) => self.crossing(id).map(|crossing| crossing.name.as_str()),
        }
    }

    /// Code of a link's end.
    #[must_use]
    pub fn end_code(&self, end: End) -> Option<&str> {
        match end {
            End::Place(id) => self.place(id).map(|place| place.code.as_str()),
            End::Crossing(id) => self.crossing(id).map(|crossing| crossing.code.as_str()),
        }
    }

    /// Longitude and latitude of a link's end in degrees.
    #[must_use]
    pub fn end_location(&self, end: End) -> Option<geo_types::Point<f64>> {
        match end {
            End::Place(id) => self.place(id).map(|place| place.location),
            End::Crossing(id) => self.crossing(id).map(|crossing| crossing.location),
        }
    }
}

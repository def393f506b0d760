use std::sync::Arc;

use jiff::civil::Date;

use super::{
    BorderCrossing, BorderTerms, BorderTermsId, Closure, ConsortiumAsset, ConsortiumOperation,
    Control, CrossingId, Departure, EmissionFactor, ExchangeRate, Faults, Fee, Handling,
    HandlingId, Hazard, Line, LineId, Link, LinkId, Management, Member, Network, Operator,
    OperatorId, Origin, Owner, OwnerId, Passage, Passing, Place, PlaceId, Plate, PlateTerms,
    PriceIndex, Project, ProjectId, Records, Season, Service, ServiceId, Source, SourceId,
    SourceRange, Speed, Stake, State, Tariff, TariffId, ThroughRate, ThroughRateId, UnionMember,
    validate,
};

/// Takes records and makes a [`Network`] of them.
///
/// Ids are handed out as records come in, so later records can refer to earlier ones.
///
/// ```
/// use trade_corridor::geo_types::Point;
/// use trade_corridor::network::{End, Line, Link, Mode, Network, Place};
/// use trade_corridor::quantity::Distance;
///
/// let georgia = "GE".parse()?;
/// let mut builder = Network::builder();
/// let tbilisi = builder.place(Place::new("GETBS".parse()?, "Tbilisi", georgia, Point::new(44.8, 41.7)));
/// let gori = builder.place(Place::new("GE-gor".parse()?, "Gori", georgia, Point::new(44.1, 42.0)));
/// let roads = builder.line(Line::new("GE-road", georgia, Mode::Road));
/// let ends = (End::Place(tbilisi), End::Place(gori));
/// builder.link(Link::new("S1", ends.0, ends.1, Mode::Road, georgia, roads, Distance::from_km(86.0)?));
/// let network = builder.build()?;
/// assert_eq!(network.find_place("tbilisi")?, network.place_by_code("GETBS").unwrap());
///
/// let mut builder = Network::builder();
/// let alone = builder.place(Place::new("GETBS".parse()?, "Tbilisi", georgia, Point::new(44.8, 41.7)));
/// let roads = builder.line(Line::new("GE-road", georgia, Mode::Road));
/// let end = End::Place(alone);
/// builder.link(Link::new("loop", end, end, Mode::Road, georgia, roads, Distance::from_km(1.0)?));
/// assert!(builder.build().unwrap_err().to_string().contains("to itself"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct NetworkBuilder {
    records: Records,
}

/// A code that no record has; the nearest one is only looked for when somebody wants to know.
#[derive(Clone, Copy)]
pub(crate) struct Missing([Option<Nearest>; 3]);

type Nearest = fn(&NetworkBuilder, &str) -> Option<String>;

impl Missing {
    fn new(nearest: Nearest) -> Self {
        Self([Some(nearest), None, None])
    }

    /// A code that none of several tables has.
    pub(crate) fn or(mut self, other: Self) -> Self {
        if let Some(free) = self.0.iter_mut().find(|table| table.is_none()) {
            *free = other.0[0];
        }
        self
    }

    pub(crate) fn nearest(self, builder: &NetworkBuilder, code: &str) -> Option<String> {
        let tables = self.0.into_iter().flatten();
        let found: Vec<String> = tables.filter_map(|table| table(builder, code)).collect();
        super::nearest(code, found.iter().map(String::as_str))
    }
}

macro_rules! adders {
    (
        coded { $($one:ident $find:ident $many:ident $at:ident $by:ident: $item:ident, $id:ident, $row:ident, $a:literal $noun:literal;)+ }
        numbered { $($n_one:ident $n_many:ident: $n_item:ident, $n_id:ident, $n_a:literal $n_noun:literal;)+ }
        listed { $($(#[$attr:meta])* $l_one:ident $l_many:ident: $l_item:ident, $l_a:literal $l_noun:literal $l_more:literal;)+ }
    ) => {
        impl NetworkBuilder {
            $(
                #[doc = concat!("Adds ", $a, " ", $noun, ".")]
                pub fn $one(&mut self, record: $item) -> $id {
                    $id::new(self.records.$many.push(record))
                }

                /// The id behind a code already added; a miss can suggest the nearest such code.
                #[allow(dead_code, reason = "one finder per table")]
                pub(crate) fn $find(&self, code: &str) -> Result<$id, Missing> {
                    let missing = Missing::new(|builder, code| builder.records.$many.nearest(code));
                    self.records.$many.find(code).map($id::new).ok_or(missing)
                }
            )+

            $(
                #[doc = concat!("Adds ", $n_a, " ", $n_noun, ".")]
                pub fn $n_one(&mut self, record: $n_item) -> $n_id {
                    self.records.$n_many.push(record);
                    $n_id::new(self.records.$n_many.len() - 1)
                }
            )+

            $(
                #[doc = concat!("Adds ", $l_a, " ", $l_noun, ".")]
                pub fn $l_one(&mut self, record: $l_item) {
                    self.records.$l_many.push(record);
                }
            )+
        }

        impl Records {
            /// Puts the tables of codes in order.
            fn seal(&mut self) {
                $(self.$many.seal();)+
            }
        }
    };
}

every_table!(adders);

impl NetworkBuilder {
    /// A builder that goes on from records.
    pub(crate) const fn of(records: Records) -> Self {
        Self { records }
    }

    /// Names the network and sets which day and which year's US dollars its records describe.
    pub fn describe(&mut self, name: impl Into<String>, as_of: Option<Date>, price_year: i16) {
        self.records.name = name.into();
        self.records.as_of = as_of;
        self.records.price_year = price_year;
    }

    /// Sets what a source already added was computed or taken from. Nothing happens for a foreign id.
    pub(crate) fn derive_source(&mut self, source: SourceId, from: Vec<SourceId>) {
        if source.index() < self.records.sources.len() {
            self.records.sources.at_mut(source.index()).derived_from = from;
        }
    }

    /// Adds a manager to a line already added. Nothing happens for a foreign id.
    pub(crate) fn manage(&mut self, line: LineId, management: Management) {
        if line.index() < self.records.lines.len() {
            self.records
                .lines
                .at_mut(line.index())
                .managers
                .push(management);
        }
    }

    /// What a further row of a line already added says otherwise: the column, and the first row.
    pub(crate) fn line_differs(&self, line: LineId, row: &Line) -> Option<(&'static str, Origin)> {
        let first = self.records.lines.at(line.index());
        let column = if first.name != row.name {
            "name"
        } else if first.country != row.country {
            "country"
        } else if first.mode != row.mode {
            "mode"
        } else if first.project != row.project {
            "project"
        } else if first.toll != row.toll {
            "toll"
        } else {
            return None;
        };
        Some((column, first.provenance.origin.clone()))
    }

    pub(crate) fn line_origin(&self, line: LineId) -> Origin {
        self.records
            .lines
            .at(line.index())
            .provenance
            .origin
            .clone()
    }

    /// Where links, crossings and services stand of which no state is told.
    pub(crate) fn unsettled(&self) -> Vec<Origin> {
        let records = &self.records;
        let links = records.links.raw().iter();
        let links = links.map(|row| (&row.states, &row.provenance.origin));
        let crossings = records.crossings.raw().iter();
        let crossings = crossings.map(|row| (&row.states, &row.provenance.origin));
        let services = records.services.raw().iter();
        let services = services.map(|row| (&row.states, &row.provenance.origin));
        let all = links.chain(crossings).chain(services);
        let untold = all.filter(|(states, _)| states.states().is_empty());
        untold.map(|(_, origin)| origin.clone()).collect()
    }

    /// The dated states of a link, crossing or service already added.
    pub(crate) fn set_link_states(&mut self, link: LinkId, state: State) {
        self.records.links.at_mut(link.index()).states.push(state);
    }

    pub(crate) fn set_crossing_states(&mut self, crossing: CrossingId, state: State) {
        self.records
            .crossings
            .at_mut(crossing.index())
            .states
            .push(state);
    }

    pub(crate) fn set_service_states(&mut self, service: ServiceId, state: State) {
        self.records
            .services
            .at_mut(service.index())
            .states
            .push(state);
    }

    /// The network, or everything that is wrong with its records.
    ///
    /// # Errors
    /// All faults at once, in record order; see [`FaultKind`](super::FaultKind).
    pub fn build(self) -> Result<Network, Faults> {
        self.build_within(Faults::MOST)
    }

    /// As [`NetworkBuilder::build`], keeping at most so many faults.
    pub(crate) fn build_within(self, faults: usize) -> Result<Network, Faults> {
        Faults::check(validate::check(&self.records), 0, faults)?;
        Ok(seal(self.records))
    }
}

/// A network of records that fit together: every table in an order that does not depend on the
/// order of insertion.
pub(super) fn seal(mut records: Records) -> Network {
    let shares: Vec<Stake> = records.members.iter().filter_map(Member::stake).collect();
    records.stakes.extend(shares);

    records.seal();
    let party = |party: super::Party| match party {
        super::Party::Operator(id) => records.operators.at(id.index()).id.clone(),
        super::Party::Owner(id) => records.owners.at(id.index()).id.clone(),
    };
    records.stakes.sort_by_cached_key(|stake| {
        (
            party(stake.held),
            party(stake.holder),
            stake.validity.from(),
            stake.share.value(),
        )
    });
    records.members.sort_by_cached_key(|member| {
        (
            records.operators.at(member.consortium.index()).id.clone(),
            party(member.member),
            member.validity.from(),
        )
    });
    records.consortium_operations.sort_by_cached_key(|row| {
        let operator = |id: OperatorId| party(super::Party::Operator(id));
        let asset = match row.asset {
            ConsortiumAsset::Line(id) => (0, records.lines.at(id.index()).id.to_string()),
            ConsortiumAsset::Service(id) => (1, records.services.at(id.index()).id.to_string()),
            ConsortiumAsset::Terminal(id) => (2, records.places.at(id.index()).code.to_string()),
        };
        let by = (operator(row.consortium), operator(row.member));
        (by, asset, row.validity.from())
    });
    records.passages.sort_by_cached_key(|row| {
        let passing = row.passing.map(|passing| match passing {
            Passing::Service(id) => (0, records.services.at(id.index()).id.clone()),
            Passing::Link(id) => (1, records.links.at(id.index()).id.clone()),
        });
        (row.name.clone(), passing)
    });
    records.controls.sort_by_cached_key(|row| {
        let parties = (party(row.controlled), party(row.controller));
        (parties, row.kind, row.validity.from())
    });
    // The other tables are looked up by what they speak of, and no two of equal standing hold on
    // the same day.
    // Only fees add up, and only closures are listed one by one, so their order shows.
    records.closures.sort_by_key(|row| {
        (
            row.country,
            row.from,
            row.to,
            row.trade,
            row.validity.from(),
        )
    });
    let plate = |plate: Plate| match plate {
        Plate::Country(country) => (2, Some(country)),
        Plate::EuropeanUnion => (1, None),
        Plate::Other => (0, None),
    };
    records
        .plates
        .sort_by_key(|row| (row.country, plate(row.plate), row.rule, row.validity.from()));
    records
        .hazards
        .sort_by_cached_key(|row| (row.country, row.kind.clone(), row.mode, row.validity.from()));
    records.price_indexes.sort_by_key(|row| row.year);
    records.ranges.sort_by_cached_key(|range| {
        let source = records.sources.at(range.of.index()).id.clone();
        (source, range.column.clone())
    });
    let paid = |id: OperatorId| records.operators.at(id.index()).id.clone();
    records
        .fees
        .sort_by_cached_key(|row| (row.country, row.mode, row.trigger, row.payee.map(paid)));
    let rows = super::RowsBy::of(&records);
    Network {
        records: Arc::new(records),
        finder: Arc::default(),
        rows: Arc::new(rows),
    }
}

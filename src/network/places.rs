use geo_types::Point;
use serde::{Deserialize, Serialize};

use super::{
    Cited, Conveyance, CrossingId, Gauge, LineId, LineToll, Mode, OperatorId, PlaceId, PlaceKind,
    ProjectId, Provenance, Regime, Timeline, Validity,
};
use crate::code::{Country, Locode, Name};
use crate::quantity::Distance;

/// A location that goods start from, end at, pass or change conveyance at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Place {
    /// UN/LOCODE or own code, unique in the network.
    pub code: Locode,
    /// English name.
    pub name: Name,
    /// Other names and spellings that find the place.
    pub aliases: Vec<String>,
    /// The country it lies in.
    pub country: Country,
    /// Longitude and latitude in degrees, WGS 84.
    pub location: Point<f64>,
    /// What can be done here.
    pub kinds: Vec<PlaceKind>,
    /// 1 for places that matter to a user, 2 for junctions and second-side border stations.
    pub tier: u8,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Place {
    /// A place of tier 1 with no kind and no alias.
    pub fn new(
        code: Locode,
        name: impl Into<Name>,
        country: Country,
        location: Point<f64>,
    ) -> Self {
        Self {
            code,
            name: name.into(),
            aliases: Vec::new(),
            country,
            location,
            kinds: Vec::new(),
            tier: 1,
            provenance: Provenance::default(),
        }
    }

    /// Whether it is of this kind.
    #[must_use]
    pub fn is(&self, kind: PlaceKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether a journey can start or end here in this conveyance, where its links lead: whatever the
    /// place handles, and a truck anywhere.
    #[must_use]
    pub fn loads(&self, conveyance: Conveyance) -> bool {
        conveyance == Conveyance::Truck || self.handles(conveyance)
    }

    /// Whether goods can change between this conveyance and the terminal here.
    #[must_use]
    pub fn handles(&self, conveyance: Conveyance) -> bool {
        match conveyance {
            Conveyance::Wagon(_) => self.is(PlaceKind::RailTerminal),
            Conveyance::Truck => self.is(PlaceKind::RoadTerminal),
            Conveyance::Vessel => self.is(PlaceKind::Seaport),
            Conveyance::Barge | Conveyance::Terminal => false,
        }
    }
}

/// One point on a border line where one mode crosses it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BorderCrossing {
    /// Code, unique in the network.
    pub code: Name,
    /// Name, usually that of the two stations or posts.
    pub name: Name,
    /// The two countries; links that end here lie in one of them.
    pub countries: [Country; 2],
    /// The mode that crosses.
    pub mode: Mode,
    /// Longitude and latitude in degrees, WGS 84.
    pub location: Point<f64>,
    /// The nearest station or post on each side, in the order of the countries.
    pub stations: [Option<PlaceId>; 2],
    /// How the border is controlled.
    pub regime: Regime,
    /// Its dated states.
    pub states: Timeline,
    /// What it opens or changes together with.
    pub project: Option<ProjectId>,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl BorderCrossing {
    /// An open, controlled crossing between two countries.
    pub fn new(
        code: impl Into<Name>,
        countries: [Country; 2],
        mode: Mode,
        location: Point<f64>,
    ) -> Self {
        let code = code.into();
        Self {
            name: code.clone(),
            code,
            countries,
            mode,
            location,
            stations: [None, None],
            regime: Regime::Controlled,
            states: Timeline::always(super::Status::Open),
            project: None,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }

    /// The side that lies in `country`.
    #[must_use]
    pub fn side(&self, country: Country) -> Option<usize> {
        self.countries.iter().position(|side| *side == country)
    }
}

/// What a link ends at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// A place.
    Place(PlaceId),
    /// A border crossing, on the side of the link's country.
    Crossing(CrossingId),
}

/// Which ways a link can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Both ways.
    Both,
    /// Only from its first end to its second.
    Forward,
}

/// A section of infrastructure between two ends, in one country.
#[doc(alias = "edge")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Link {
    /// Id, unique in the network.
    pub id: Name,
    /// First end.
    pub from: End,
    /// Second end.
    pub to: End,
    /// Rail or road.
    pub mode: Mode,
    /// The one country it lies in.
    pub country: Country,
    /// Length along the infrastructure.
    pub length: Cited<Distance>,
    /// Gauges of the tracks; empty for roads.
    pub gauges: Vec<Gauge>,
    /// The line it belongs to.
    pub line: LineId,
    /// Which ways it can be used.
    pub direction: Direction,
    /// Its dated states.
    pub states: Timeline,
    /// What it opens or changes together with.
    pub project: Option<ProjectId>,
    /// Capacity in million tonnes a year, in thousandths (750 is 0.75 Mt), where known.
    pub capacity_kt_year: Option<Cited<u32>>,
    /// Shape from the first to the second end as an encoded polyline (precision 5); empty for a
    /// straight line.
    pub shape: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Link {
    /// An open two-way link without shape.
    pub fn new(
        id: impl Into<Name>,
        from: End,
        to: End,
        mode: Mode,
        country: Country,
        line: LineId,
        length: impl Into<Cited<Distance>>,
    ) -> Self {
        Self {
            id: id.into(),
            from,
            to,
            mode,
            country,
            length: length.into(),
            gauges: Vec::new(),
            line,
            direction: Direction::Both,
            states: Timeline::always(super::Status::Open),
            project: None,
            capacity_kt_year: None,
            shape: String::new(),
            provenance: Provenance::default(),
        }
    }

    /// The conveyances that can use it.
    pub fn conveyances(&self) -> impl Iterator<Item = Conveyance> + '_ {
        let road = (self.mode == Mode::Road).then_some(Conveyance::Truck);
        let barge = (self.mode == Mode::InlandWaterway).then_some(Conveyance::Barge);
        self.gauges
            .iter()
            .map(|gauge| Conveyance::Wagon(*gauge))
            .chain(road)
            .chain(barge)
    }
}

/// A named part of a country's network under one infrastructure manager at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Line {
    /// Id, unique in the network; `KZ-rail` is the default line of a country and mode.
    pub id: Name,
    /// Name.
    pub name: Name,
    /// Country.
    pub country: Country,
    /// Mode.
    pub mode: Mode,
    /// Infrastructure managers over time; they do not overlap. Public roads have none.
    pub managers: Vec<Management>,
    /// What it opens or changes together with.
    pub project: Option<ProjectId>,
    /// What is known of its toll; nothing where none is taken beside tariffs and fees.
    #[serde(default)]
    pub toll: Option<LineToll>,
    /// Sources and row of its first record.
    pub provenance: Provenance,
}

/// Who manages a line, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Management {
    /// The infrastructure manager.
    pub operator: OperatorId,
    /// From when to when.
    pub validity: Validity,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Line {
    /// A line without a manager.
    pub fn new(id: impl Into<Name>, country: Country, mode: Mode) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            country,
            mode,
            managers: Vec::new(),
            project: None,
            toll: None,
            provenance: Provenance::default(),
        }
    }

    /// Who manages it on `day`.
    #[must_use]
    pub fn manager(&self, day: jiff::civil::Date) -> Option<OperatorId> {
        self.managers
            .iter()
            .find(|managed| managed.validity.contains(day))
            .map(|managed| managed.operator)
    }
}

/// Things that open or change together, such as the links of a railway under construction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Project {
    /// Id, unique in the network.
    pub id: Name,
    /// Name.
    pub name: Name,
    /// When it is expected to open, as its source states it; nothing opens by itself.
    pub expected: String,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Project {
    /// A project by id and name.
    pub fn new(id: impl Into<Name>, name: impl Into<Name>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            expected: String::new(),
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

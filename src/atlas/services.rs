//! Services and through rates.

use super::fields::{At, Field, Note, Value};
use super::figures::{numbers, units};
use super::groups::{BoxPrices, Money, States};
use super::loader::Loader;
use super::reading::{Cell, Reading};
use super::schema::{CellKind, ColumnSchema, Names};
use super::sheet::Row;
use super::table::{Load, table};
use super::values::{SeaPoint, at_most};
use crate::code::{Country, Name};
use crate::network::{
    Cited, CitedTime, Conveyance, DepartureRule, FaultKind, OperatorId, PlaceId, Prices, Product,
    ProjectId, Provenance, Season, Service, ServiceId, ServiceKind, ThroughRate, Validity,
    Waypoint,
};
use crate::quantity::{Distance, Rate, TravelTime};

/// Departures in a week that are accepted.
const MOST_DEPARTURES: f64 = 10_000.0;

fn departures(text: &str, cell: Cell<'_>) -> Option<u32> {
    let number = at_most(MOST_DEPARTURES, text, cell)?;
    Some((number * 1e3).round() as u32)
}

const COUNT: CellKind = CellKind::Whole {
    least: 0,
    most: u32::MAX as i64,
};

units! {
    /// Departures, kept in thousandths.
    Departures(u32), "per week", CellKind::up_to(MOST_DEPARTURES), departures;
    /// How many things there is room for.
    Count(u32), "units", COUNT, |text, cell: Cell<'_>| cell.whole(text, 0, i64::from(u32::MAX));
}

/// Lists of what is passed, one for each way, with `|` between them.
struct Ways {
    first: Vec<Waypoint>,
    others: Vec<Vec<Waypoint>>,
}

impl Field for Ways {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        Vec::<Waypoint>::describe(names, columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let mut sound = true;
        let mut ways = reading.row.text(at).split('|').map(|way| {
            let parts = way.split(';').map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            let points = parts.map(|part| Waypoint::parse(part, reading.cell(at)));
            let points: Vec<Option<Waypoint>> = points.collect();
            sound &= points.iter().all(Option::is_some);
            points.into_iter().flatten().collect()
        });
        let first = ways.next().unwrap_or_default();
        let others = ways.collect();
        sound.then_some(Self { first, others })
    }
}

table! {
    /// What an operator sells from one place to another.
    struct ServiceRow in "services" defining "id" {
        id: Name = "id",
        operator: OperatorId = "operator",
        kind: ServiceKind = "kind",
        from: PlaceId = "from",
        to: PlaceId = "to",
        conveyance: Conveyance = "carriage",
        distance: Option<Cited<Distance>> = "distance_km",
        time: Option<CitedTime> = "hours",
        departures: Option<Cited<Departures>> = "departures_per_week",
        rule: DepartureRule = "departure_rule",
        wait: Option<CitedTime> = "wait_hours",
        train_wait: Option<CitedTime> = "train_wait_hours" or absent,
        flag: Option<Country> = "flag",
        teu: Option<Cited<Count>> = "capacity_teu",
        wagons: Option<Cited<Count>> = "capacity_wagons",
        trucks: Option<Cited<Count>> = "capacity_trucks",
        prices: Prices,
        _money: Money,
        states: States,
        project: Option<ProjectId> = "project",
        waypoints: Vec<SeaPoint> = "waypoints",
        via: Ways = "via" or absent,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for ServiceRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let count = |count: Option<Cited<Count>>| count.map(|count| count.map(|count| count.0));
        let mut service = Service::new(
            self.id,
            self.operator,
            self.kind,
            self.from,
            self.to,
            self.conveyance,
            Distance::ZERO,
            TravelTime::default(),
        );
        (service.distance, service.time) = (self.distance, self.time);
        let departures = self.departures;
        let departures = departures.map(|departures| departures.map(|departures| departures.0));
        service.departures_per_1000_weeks = departures;
        service.rule = self.rule;
        (service.wait, service.train_wait) = (self.wait, self.train_wait);
        service.flag = self.flag;
        service.capacity_teu = count(self.teu);
        service.capacity_wagons = count(self.wagons);
        service.capacity_trucks = count(self.trucks);
        service.prices = self.prices;
        service.states = self.states.0;
        service.project = self.project;
        let points = self.waypoints.into_iter();
        let points = points.map(|point| Waypoint::Point(point.0));
        service.via = self.via.first.into_iter().chain(points).collect();
        service.other_ways = self.via.others;
        service.note = self.note.0;
        service.provenance = self.provenance;
        loader.builder.service(service);
    }
}

table! {
    /// One price for a chain.
    struct ThroughRateRow in "through_rates" defining "id" {
        id: Name = "id",
        seller: OperatorId = "seller",
        from: PlaceId = "from",
        to: PlaceId = "to",
        via: Ways = "via",
        product: Option<Product> = "products" or absent,
        boxes: BoxPrices,
        truck: Option<Cited<Rate>> = "price_truck" or absent,
        wagon: Option<Cited<Rate>> = "price_wagon" or absent,
        _money: Money,
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for ThroughRateRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut rate = ThroughRate::new(self.id, self.seller, self.from, self.to);
        rate.product = self.product.unwrap_or(Product::ContainerTrain);
        (rate.via, rate.other_ways) = (self.via.first, self.via.others);
        rate.prices = self.boxes.and(self.truck, self.wagon);
        rate.validity = self.validity;
        rate.note = self.note.0;
        rate.provenance = self.provenance;
        loader.builder.through_rate(rate);
    }
}

numbers! {
    /// A wait over the usual one.
    WaitFactor, "factor", 0.1 to 100.0: "`{}` is no factor; give 0.1 to 100";
}

units! {
    /// A month of the year.
    Month(u8), "month", CellKind::Whole { least: 1, most: 12 }, |text, cell: Cell<'_>| cell.whole(text, 1, 12);
}

table! {
    /// Months in which services are waited for longer or shorter.
    struct SeasonRow in "seasons" keyed "services" {
        services: At<Vec<ServiceId>> = "services",
        from: Month = "month_from",
        to: Month = "month_to",
        wait: Cited<WaitFactor> = "wait_factor",
        p90: Cited<WaitFactor> = "p90_factor",
        note: Note,
        provenance: Provenance,
    }
}

impl Load for SeasonRow {
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>) {
        if self.services.value.is_empty() {
            row.fault(self.services.at, FaultKind::MissingValue);
            return;
        }
        let per_mille = |factor: WaitFactor| (factor.0 * 1e3).round() as u32;
        let mut season = Season::new(self.from.0, self.to.0);
        season.services = self.services.value;
        season.median_per_mille = self.wait.map(per_mille);
        season.p90_per_mille = self.p90.map(per_mille);
        season.note = self.note.0;
        season.provenance = self.provenance;
        loader.builder.season(season);
    }
}

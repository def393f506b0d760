use serde::{Deserialize, Serialize};

use super::chart::{Chart, Goal};
use super::{Benchmark, Finding, Uncomputed, terms};
use crate::costing::{LoadUnit, Quote, Shipment};
use crate::network::Mode;
use crate::planner::Planner;
use crate::quantity::Mass;

macro_rules! measures {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $unit:literal),+ $(,)?) => {
        /// What a benchmark measures, and how it is computed.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Measure {
            $($(#[$doc])* $variant,)+
        }

        impl Measure {
            /// The measure that a table names so.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The word for it in tables.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The unit of published and computed figures.
            pub const fn unit(self) -> &'static str {
                match self {
                    $(Self::$variant => $unit,)+
                }
            }
        }
    };
}

measures! {
    /// Shortest way over open railways.
    RailDistance = "rail_distance", "km",
    /// Shortest way over railways, planned and closed ones included.
    RailDistanceFull = "rail_distance_full", "km",
    /// Shortest way over open roads.
    RoadDistance = "road_distance", "km",
    /// Shortest way over open railways and ships.
    RouteDistance = "route_distance", "km",
    /// Length of a voyage.
    SeaDistance = "sea_distance", "km",
    /// Expected hours of the fastest way of the mode.
    RouteHours = "route_hours", "h",
    /// Hours of a voyage by median.
    ServiceHours = "service_hours", "h",
    /// The cheapest way of the mode for a 20 ft container of 20 t.
    RouteCost20 = "route_cost_20ft", "USD",
    /// The cheapest way of the mode for a 40 ft container of 20 t.
    RouteCost40 = "route_cost_40ft", "USD",
    /// The cheapest way of the mode for a wagon of 20 t.
    RouteCostWagon = "route_cost_wagon", "USD",
    /// The cheapest way of the mode for a trailer of 20 t.
    RouteCostTruck = "route_cost_truck", "USD",
    /// Expected hours of a border, both sides together.
    BorderHours = "border_hours", "h",
    /// Mean hours at the side entered.
    BorderEntry = "border_entry_hours", "h",
    /// Mean hours at the side left.
    BorderExit = "border_exit_hours", "h",
    /// Fee of a border, both sides together.
    BorderFee = "border_fee", "USD",
    /// 20 t over 500 km: a wagon on rails, a trailer on roads.
    NationalCost = "national_cost", "USD",
    /// What a kilometre more costs a 20 ft container on a train.
    Rate20 = "rate_20ft_km", "USD/km",
    /// What a kilometre more costs a 40 ft container on a train.
    Rate40 = "rate_40ft_km", "USD/km",
    /// Fee of a loaded truck of the plate named under `via`.
    Fee = "fee", "USD",
    /// Price of a gauge change.
    GaugeChangeCost = "gauge_change_cost", "USD",
    /// Hours of loading a vessel by median.
    HandlingHours = "handling_hours", "h",
    /// Speed while moving.
    Speed = "speed", "km/h",
    /// Kilometres a day.
    SpeedPerDay = "speed_km_day", "km/day",
    /// The least capacity on the way.
    Capacity = "capacity", "Mt/y",
    /// Greenhouse gas intensity.
    EmissionFactor = "emission_factor", "g/t-km",
}

impl Measure {
    /// The largest error that still counts as met outside a published band.
    #[must_use]
    pub const fn tolerance(self) -> f64 {
        match self {
            Self::RailDistance
            | Self::RailDistanceFull
            | Self::RoadDistance
            | Self::RouteDistance
            | Self::SeaDistance => 0.05,
            _ => 0.25,
        }
    }

    const fn is_money(self) -> bool {
        matches!(
            self,
            Self::RouteCost20
                | Self::RouteCost40
                | Self::RouteCostWagon
                | Self::RouteCostTruck
                | Self::BorderFee
                | Self::NationalCost
                | Self::Rate20
                | Self::Rate40
                | Self::Fee
                | Self::GaugeChangeCost
        )
    }
}

/// What benchmarks are computed with.
pub(super) struct Bench<'p> {
    pub(super) planner: &'p Planner,
    pub(super) chart: Chart<'p>,
    /// For a 20 ft and a 40 ft container, a wagon and a trailer of 20 t each.
    pub(super) quotes: [Quote; 4],
}

impl<'p> Bench<'p> {
    pub(super) fn new(planner: &'p Planner) -> Self {
        let units = [
            LoadUnit::Container20,
            LoadUnit::Container40,
            LoadUnit::Wagon,
            LoadUnit::Trailer,
        ];
        let quotes = units.map(|unit| {
            let shipment = Shipment::new(unit, Mass::from_kg(20_000)).expect("20 t fit every unit");
            planner.model().quote(shipment)
        });
        Self {
            planner,
            chart: Chart::new(planner),
            quotes,
        }
    }

    /// The benchmark beside its computed figure; nothing when it is not usable.
    pub(super) fn find(&self, benchmark: &Benchmark) -> Option<Finding> {
        let measure = *benchmark.usage.as_ref().ok()?;
        let via = benchmark.via.join(";");
        let via = if via.is_empty() {
            via
        } else {
            format!(" via {via}")
        };
        let what = format!(
            "{} {}>{}{via}",
            benchmark.mode, benchmark.origin, benchmark.destination
        );
        let scale = self.scale(benchmark, measure);
        let factor = scale.clone().unwrap_or(1.0);
        let computed = scale.and_then(|_| self.compute(benchmark, measure));
        let published = benchmark.value * factor;
        let end = |end: Option<f64>| end.map_or(published, |end| end * factor);
        Some(Finding {
            id: benchmark.id.clone(),
            what,
            measure,
            published,
            band: (end(benchmark.low), end(benchmark.high)),
            computed,
            confidence: benchmark.confidence,
            fitted: benchmark.fitted,
            judged: benchmark.judged,
            note: benchmark.note.clone(),
        })
    }

    /// What one published unit is in the measure's own.
    fn scale(&self, benchmark: &Benchmark, measure: Measure) -> Result<f64, Uncomputed> {
        if measure.is_money() {
            let network = self.planner.world().network();
            let currency = benchmark.unit.split(['/', ' ']).next().unwrap_or("USD");
            let year = benchmark.year.unwrap_or_else(|| network.price_year());
            return network
                .usd_of(currency, year)
                .ok_or_else(|| Uncomputed::NoRate {
                    currency: currency.to_owned(),
                    year,
                });
        }
        Ok(match (measure.unit(), benchmark.unit.as_str()) {
            ("h", unit) if unit.starts_with("days") => 24.0,
            ("km/day", unit) if unit.starts_with("km/h") => 24.0,
            _ => 1.0,
        })
    }

    fn compute(&self, benchmark: &Benchmark, measure: Measure) -> Result<f64, Uncomputed> {
        match measure {
            Measure::RailDistance => self.chart.km(benchmark, &[Mode::Rail], false),
            Measure::RailDistanceFull => self.chart.km(benchmark, &[Mode::Rail], true),
            Measure::RoadDistance => self.chart.km(benchmark, &[Mode::Road], false),
            Measure::RouteDistance => self.chart.km(benchmark, &[Mode::Rail, Mode::Sea], false),
            Measure::Capacity => self.chart.capacity(benchmark),
            Measure::RouteHours => {
                let way = self.chart.way(benchmark, &Goal::Time, &self.quotes[1])?;
                Ok(way.hours)
            }
            Measure::RouteCost20
            | Measure::RouteCost40
            | Measure::RouteCostWagon
            | Measure::RouteCostTruck => {
                let quote = match measure {
                    Measure::RouteCost20 => &self.quotes[0],
                    Measure::RouteCost40 => &self.quotes[1],
                    Measure::RouteCostWagon => &self.quotes[2],
                    _ => &self.quotes[3],
                };
                Ok(self.chart.way(benchmark, &Goal::Cost, quote)?.usd)
            }
            Measure::Speed | Measure::SpeedPerDay => {
                let hours = if measure == Measure::Speed { 1.0 } else { 24.0 };
                if benchmark.origin.len() == 2 {
                    return terms::speed(self, benchmark).map(|speed| speed * hours);
                }
                let way = self.chart.way(benchmark, &Goal::Time, &self.quotes[1])?;
                Ok(way.km / way.hours * hours)
            }
            Measure::SeaDistance => terms::service(self, benchmark, |service| {
                let distance = service.distance.as_ref();
                distance.map(|distance| distance.value().as_km())
            }),
            Measure::ServiceHours => terms::service(self, benchmark, |service| {
                let time = service.time.as_ref();
                time.map(|time| time.value().median().as_hours())
            }),
            Measure::BorderHours
            | Measure::BorderEntry
            | Measure::BorderExit
            | Measure::BorderFee => terms::border(self, benchmark, measure),
            Measure::NationalCost | Measure::Rate20 | Measure::Rate40 => {
                terms::tariff(self, benchmark, measure)
            }
            Measure::Fee => terms::fee(self, benchmark),
            Measure::GaugeChangeCost | Measure::HandlingHours => {
                terms::handling(self, benchmark, measure)
            }
            Measure::EmissionFactor => terms::emission(self, benchmark),
        }
    }
}

use serde::{Deserialize, Serialize};

use super::settings;
use crate::code::Country;
use crate::network::{
    Carriage, Direction, End, Gauge, Link, Mode, Network, PlaceId, PlaceKind, Prices, Service,
    ServiceKind, nearest,
};
use crate::quantity::{Distance, Rate, great_circle_metres};

/// A link that a scenario adds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    /// Id that no other link has.
    pub id: String,
    /// Place (code or name) or crossing (code).
    pub from: String,
    /// Place (code or name) or crossing (code).
    pub to: String,
    /// Rail or road.
    pub mode: Mode,
    /// The one country it lies in.
    pub country: Country,
    /// Length in km.
    pub length_km: f64,
    /// Gauges in mm; empty for roads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gauges: Vec<u16>,
    /// Line it belongs to; the country's default line of the mode when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Whether it can only be used from its first end to its second.
    #[serde(default)]
    pub forward_only: bool,
}

/// A service that a scenario adds, in one direction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewService {
    /// Id that no other service has.
    pub id: String,
    /// Id of the operator.
    pub operator: String,
    /// What it is.
    pub kind: ServiceKind,
    /// Where it leaves: place code or name.
    pub from: String,
    /// Where it arrives: place code or name.
    pub to: String,
    /// What the goods ride in on board.
    pub carriage: Carriage,
    /// Length of the voyage in km.
    pub distance_km: f64,
    /// Median hours from berth to berth.
    pub hours: f64,
    /// 90th percentile of the hours; the median when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_p90: Option<f64>,
    /// Departures per week, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departures_per_week: Option<f64>,
    /// Median hours of waiting; half a headway when missing. Needed without departures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_hours: Option<f64>,
    /// Flag of the vessel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<Country>,
    /// USD per 20 ft container; not sold when missing.
    #[serde(
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub price_20ft: Option<Rate>,
    /// USD per 40 ft container; not sold when missing.
    #[serde(
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub price_40ft: Option<Rate>,
    /// USD per truck; not sold when missing.
    #[serde(
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub price_truck: Option<Rate>,
    /// USD per wagon; not sold when missing.
    #[serde(
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub price_wagon: Option<Rate>,
}

fn place(network: &Network, name: &str) -> Result<PlaceId, String> {
    network.find_place(name).map_err(|error| error.to_string())
}

fn end(network: &Network, name: &str) -> Result<End, String> {
    match network.crossing_by_code(name) {
        Some(crossing) => Ok(End::Crossing(crossing)),
        None => place(network, name).map(End::Place),
    }
}

fn unknown<'a>(
    what: &str,
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    remedy: &str,
) -> String {
    let hint = nearest(name, candidates)
        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("`{name}` is no known {what}{hint}{remedy}")
}

impl NewLink {
    /// The record, or what a network would refuse about it.
    pub(super) fn resolve(&self, network: &Network) -> Result<Link, String> {
        if self.id.is_empty() || network.link_by_id(&self.id).is_some() {
            return Err(format!(
                "a link `{}` is there already or has no id; choose another id",
                self.id
            ));
        }
        let (from, to) = (end(network, &self.from)?, end(network, &self.to)?);
        if from == to {
            return Err(format!(
                "link `{}` leads from `{}` to itself; give two different ends",
                self.id, self.from
            ));
        }
        for (side, name) in [(from, &self.from), (to, &self.to)] {
            self.check_end(network, side, name)?;
        }
        let default = format!("{}-{}", self.country, self.mode);
        let line = self.line.as_deref().unwrap_or(&default);
        let Some(line) = network.line_by_id(line) else {
            let lines = network.lines().map(|(_, line)| line.id.as_str());
            return Err(unknown("line", line, lines, ""));
        };
        if network.line_at(line).mode != self.mode {
            return Err(format!(
                "mode `{}` does not fit line `{}`",
                self.mode,
                network.line_at(line).id
            ));
        }
        let length = Distance::from_km(self.length_km).map_err(|error| error.to_string())?;
        if let (Some(a), Some(b)) = (network.end_location(from), network.end_location(to)) {
            // The great circle of geocoded points is only as good as the coordinates.
            let circle = great_circle_metres(a, b);
            if (length.as_metres() as f64) < circle * 0.995 - 100.0 {
                return Err(format!(
                    "length {} km is shorter than the great circle of {:.1} km; correct it",
                    self.length_km,
                    circle / 1e3
                ));
            }
        }
        let mut gauges = Vec::new();
        for gauge in &self.gauges {
            gauges.push(
                gauge
                    .to_string()
                    .parse::<Gauge>()
                    .map_err(|error| error.to_string())?,
            );
        }
        if (self.mode == Mode::Rail) == gauges.is_empty() {
            return Err(format!(
                "mode `{}` {}",
                self.mode,
                if gauges.is_empty() {
                    "needs a gauge; add `gauges = [1520]`"
                } else {
                    "has no gauge; remove `gauges`"
                }
            ));
        }
        let mut link = Link::new(
            self.id.clone(),
            from,
            to,
            self.mode,
            self.country,
            line,
            length,
        );
        link.gauges = gauges;
        if self.forward_only {
            link.direction = Direction::Forward;
        }
        Ok(link)
    }

    fn check_end(&self, network: &Network, end: End, name: &str) -> Result<(), String> {
        let fits = match end {
            End::Place(id) => network.place_at(id).country == self.country,
            End::Crossing(id) => {
                let crossing = network.crossing_at(id);
                if crossing.mode != self.mode {
                    return Err(format!(
                        "mode `{}` does not fit `{name}`, which is {}",
                        self.mode, crossing.mode
                    ));
                }
                crossing.side(self.country).is_some()
            }
        };
        if fits {
            return Ok(());
        }
        Err(format!(
            "link in {} ends at `{name}`, which lies elsewhere; cut it at a border crossing",
            self.country
        ))
    }
}

impl NewService {
    /// The record, or what a network would refuse about it.
    pub(super) fn resolve(&self, network: &Network) -> Result<Service, String> {
        if self.id.is_empty() || network.service_by_id(&self.id).is_some() {
            return Err(format!(
                "a service `{}` is there already or has no id; choose another id",
                self.id
            ));
        }
        let (from, to) = (place(network, &self.from)?, place(network, &self.to)?);
        if from == to {
            return Err(format!(
                "service `{}` leads from `{}` to itself; give two different ends",
                self.id, self.from
            ));
        }
        let Some(operator) = network.operator_by_id(&self.operator) else {
            let operators = network
                .operators()
                .map(|(_, operator)| operator.id.as_str());
            return Err(unknown("operator", &self.operator, operators, ""));
        };
        let fits = match self.kind {
            ServiceKind::RailFerry | ServiceKind::BlockTrain => {
                matches!(self.carriage, Carriage::Wagon(_))
            }
            ServiceKind::RoRo => self.carriage == Carriage::Truck,
            ServiceKind::Feeder => self.carriage == Carriage::Vessel,
        };
        if !fits {
            return Err(format!(
                "a {} does not take goods in `{}`; correct `kind` or `carriage`",
                self.kind, self.carriage
            ));
        }
        for end in [from, to] {
            let place = network.place_at(end);
            let berth = match self.kind {
                ServiceKind::RailFerry | ServiceKind::RoRo => {
                    place.is(PlaceKind::FerryTerminal) || place.is(PlaceKind::Seaport)
                }
                ServiceKind::Feeder => place.is(PlaceKind::Seaport),
                ServiceKind::BlockTrain => place.is(PlaceKind::RailTerminal),
            };
            if !berth {
                return Err(format!(
                    "a {} cannot call at `{}`; name another place",
                    self.kind, place.code
                ));
            }
        }
        let number = |error: crate::quantity::QuantityError| error.to_string();
        let mut service = Service::new(
            self.id.clone(),
            operator,
            self.kind,
            from,
            to,
            self.carriage,
            Distance::from_km(self.distance_km).map_err(number)?,
            settings::time(self.hours, self.hours_p90).map_err(number)?,
        );
        service.departures_per_1000_weeks = match self.departures_per_week {
            None => None,
            Some(count) if count > 0.0 && count <= 1_000.0 => Some((count * 1e3).round() as u32),
            Some(count) => {
                return Err(format!(
                    "`{count}` departures per week cannot be; give a number above 0 up to 1000"
                ));
            }
        };
        service.wait = match self.wait_hours {
            Some(hours) => Some(settings::time(hours, None).map_err(number)?),
            None => None,
        };
        if service.wait.is_none() && service.departures_per_1000_weeks.is_none() {
            return Err(format!(
                "service `{}` tells neither a wait nor departures; add `departures_per_week`",
                self.id
            ));
        }
        service.flag = self.flag;
        service.prices = Prices {
            container_20: self.price_20ft,
            container_40: self.price_40ft,
            truck: self.price_truck,
            wagon: self.price_wagon,
        };
        Ok(service)
    }
}

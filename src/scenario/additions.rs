use serde::{Deserialize, Serialize};

use super::{Unfit, settings};
use crate::code::Country;
use crate::network::{
    Conveyance, Direction, End, Gauge, Link, Mode, Network, PlaceError, PlaceKind, Prices, Service,
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
    #[serde(alias = "carriage")]
    pub conveyance: Conveyance,
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

fn end(network: &Network, name: &str) -> Result<End, PlaceError> {
    match network.crossing_by_code(name) {
        Some(crossing) => Ok(End::Crossing(crossing)),
        None => network.find_place(name).map(End::Place),
    }
}

fn unknown<'a>(
    what: &'static str,
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Unfit {
    Unfit::Unknown {
        what,
        name: name.to_owned(),
        nearest: nearest(name, candidates),
    }
}

impl NewLink {
    /// The record, or what a network would refuse about it.
    pub(super) fn resolve(&self, network: &Network) -> Result<Link, Unfit> {
        if self.id.is_empty() || network.link_by_id(&self.id).is_some() {
            let (what, id) = ("link", self.id.clone());
            return Err(Unfit::IdTaken { what, id });
        }
        let (from, to) = (end(network, &self.from)?, end(network, &self.to)?);
        if from == to {
            return Err(Unfit::Loop {
                what: "link",
                id: self.id.clone(),
                end: self.from.clone(),
            });
        }
        for (side, name) in [(from, &self.from), (to, &self.to)] {
            self.check_end(network, side, name)?;
        }
        let default = format!("{}-{}", self.country, self.mode);
        let line = self.line.as_deref().unwrap_or(&default);
        let Some(line) = network.line_by_id(line) else {
            let lines = network.lines().map(|(_, line)| line.id.as_str());
            return Err(unknown("line", line, lines));
        };
        if network.line_at(line).mode != self.mode {
            return Err(Unfit::LineMode {
                mode: self.mode,
                line: network.line_at(line).id.clone(),
            });
        }
        let length = Distance::from_km(self.length_km)?;
        if let (Some(a), Some(b)) = (network.end_location(from), network.end_location(to)) {
            // The great circle of geocoded points is only as good as the coordinates.
            let circle = great_circle_metres(a, b);
            if (length.as_metres() as f64) < circle * 0.995 - 100.0 {
                return Err(Unfit::TooShort {
                    length_km: self.length_km,
                    circle_km: circle / 1e3,
                });
            }
        }
        let mut gauges = Vec::new();
        for gauge in &self.gauges {
            gauges.push(gauge.to_string().parse::<Gauge>()?);
        }
        if (self.mode == Mode::Rail) == gauges.is_empty() {
            return Err(Unfit::Gauges {
                mode: self.mode,
                needed: gauges.is_empty(),
            });
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

    fn check_end(&self, network: &Network, end: End, name: &str) -> Result<(), Unfit> {
        let fits = match end {
            End::Place(id) => network.place_at(id).country == self.country,
            End::Crossing(id) => {
                let crossing = network.crossing_at(id);
                if crossing.mode != self.mode {
                    return Err(Unfit::CrossingMode {
                        mode: self.mode,
                        crossing: name.to_owned(),
                        recorded: crossing.mode,
                    });
                }
                crossing.side(self.country).is_some()
            }
        };
        if fits {
            return Ok(());
        }
        Err(Unfit::EndAbroad {
            country: self.country,
            end: name.to_owned(),
        })
    }
}

impl NewService {
    /// The record, or what a network would refuse about it.
    pub(super) fn resolve(&self, network: &Network) -> Result<Service, Unfit> {
        if self.id.is_empty() || network.service_by_id(&self.id).is_some() {
            let (what, id) = ("service", self.id.clone());
            return Err(Unfit::IdTaken { what, id });
        }
        let (from, to) = (
            network.find_place(&self.from)?,
            network.find_place(&self.to)?,
        );
        if from == to {
            return Err(Unfit::Loop {
                what: "service",
                id: self.id.clone(),
                end: self.from.clone(),
            });
        }
        let Some(operator) = network.operator_by_id(&self.operator) else {
            let operators = network
                .operators()
                .map(|(_, operator)| operator.id.as_str());
            return Err(unknown("operator", &self.operator, operators));
        };
        let fits = match self.kind {
            ServiceKind::RailFerry | ServiceKind::BlockTrain => {
                matches!(self.conveyance, Conveyance::Wagon(_))
            }
            ServiceKind::RoRo => self.conveyance == Conveyance::Truck,
            ServiceKind::Feeder => self.conveyance == Conveyance::Vessel,
        };
        if !fits {
            return Err(Unfit::ServiceConveyance {
                kind: self.kind,
                conveyance: self.conveyance,
            });
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
                return Err(Unfit::NoBerth {
                    kind: self.kind,
                    place: place.code.as_str().into(),
                });
            }
        }
        let mut service = Service::new(
            self.id.clone(),
            operator,
            self.kind,
            from,
            to,
            self.conveyance,
            Distance::from_km(self.distance_km)?,
            settings::time(self.hours, self.hours_p90)?,
        );
        service.departures_per_1000_weeks = match self.departures_per_week {
            None => None,
            Some(count) if count > 0.0 && count <= 1_000.0 => Some((count * 1e3).round() as u32),
            Some(count) => {
                return Err(Unfit::Departures { per_week: count });
            }
        };
        service.wait = match self.wait_hours {
            Some(hours) => Some(settings::time(hours, None)?),
            None => None,
        };
        if service.wait.is_none() && service.departures_per_1000_weeks.is_none() {
            let service = self.id.clone();
            return Err(Unfit::NoWait { service });
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

use serde::{Deserialize, Serialize};

use super::{Unfit, settings};
use crate::code::Country;
use crate::network::{
    Cited, Conveyance, Direction, End, Gauge, Link, LinkMisfit, Mode, Network, PlaceError, Prices,
    Service, ServiceKind, ServiceMisfit, nearest,
};
use crate::quantity::{Distance, Rate};

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
    /// Median hours of waiting; what follows from the departures when missing. Needed without them.
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
        let default = format!("{}-{}", self.country, self.mode);
        let line = self.line.as_deref().unwrap_or(&default);
        let Some(line) = network.line_by_id(line) else {
            let lines = network.lines().map(|(_, line)| line.id.as_str());
            return Err(unknown("line", line, lines));
        };
        let length = Distance::from_km(self.length_km)?;
        let mut gauges = Vec::new();
        for gauge in &self.gauges {
            gauges.push(gauge.to_string().parse::<Gauge>()?);
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
        match network.link_misfits(&link).into_iter().next() {
            Some(misfit) => Err(self.unfit(misfit)),
            None => Ok(link),
        }
    }

    fn unfit(&self, misfit: LinkMisfit) -> Unfit {
        let (mode, country) = (self.mode, self.country);
        match misfit {
            LinkMisfit::Loop(end) => Unfit::Loop {
                what: "link",
                id: self.id.clone(),
                end,
            },
            LinkMisfit::CrossingMode(_, crossing, recorded) => Unfit::CrossingMode {
                mode,
                crossing: crossing.to_string(),
                recorded,
            },
            LinkMisfit::EndAbroad(_, end, _) => Unfit::EndAbroad { country, end },
            LinkMisfit::LineMode(line, _) => Unfit::LineMode { mode, line },
            LinkMisfit::LineAbroad(line, recorded) => Unfit::LineAbroad {
                country,
                line,
                recorded,
            },
            LinkMisfit::TooShort(circle) => Unfit::TooShort {
                length_km: self.length_km,
                circle_km: circle / 1e3,
            },
            LinkMisfit::NeedsGauge | LinkMisfit::HasGauge => Unfit::Gauges {
                mode,
                needed: self.gauges.is_empty(),
            },
            LinkMisfit::AtSea => Unfit::NoLink { mode },
        }
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
        let Some(operator) = network.operator_by_id(&self.operator) else {
            let operators = network
                .operators()
                .map(|(_, operator)| operator.id.as_str());
            return Err(unknown("operator", &self.operator, operators));
        };
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
            Some(count) if count > 0.0 && count <= 1_000.0 => {
                Some(((count * 1e3).round() as u32).into())
            }
            Some(count) => {
                return Err(Unfit::Departures { per_week: count });
            }
        };
        service.wait = match self.wait_hours {
            Some(hours) => Some(settings::time(hours, None)?.into()),
            None => None,
        };
        service.flag = self.flag;
        service.prices = Prices {
            container_20: self.price_20ft.map(Cited::from),
            container_40: self.price_40ft.map(Cited::from),
            truck: self.price_truck.map(Cited::from),
            wagon: self.price_wagon.map(Cited::from),
        };
        match network.service_misfits(&service).into_iter().next() {
            Some(misfit) => Err(self.unfit(misfit)),
            None => Ok(service),
        }
    }

    fn unfit(&self, misfit: ServiceMisfit) -> Unfit {
        let (kind, service) = (self.kind, self.id.clone());
        match misfit {
            ServiceMisfit::Loop(place) => Unfit::Loop {
                what: "service",
                id: service,
                end: place.to_string(),
            },
            ServiceMisfit::Conveyance => Unfit::ServiceConveyance {
                kind,
                conveyance: self.conveyance,
            },
            ServiceMisfit::NoBerth(_, place) => Unfit::NoBerth { kind, place },
            // A change states distance and hours, so only a wait can be missing.
            ServiceMisfit::Unmeasured(_) | ServiceMisfit::NoWait => Unfit::NoWait { service },
            ServiceMisfit::TooShort(_, circle) => Unfit::TooShort {
                length_km: self.distance_km,
                circle_km: circle / 1e3,
            },
        }
    }
}

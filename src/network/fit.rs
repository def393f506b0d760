//! What a link or a service must agree on with the records it refers to.
//!
//! Tables and the additions of scenarios are held against the same functions.

use super::{
    Cited, Conveyance, End, Fault, FaultKind, Link, Mode, Network, PlaceKind, Records, Service,
    ServiceKind, Waypoint,
};
use crate::code::{Country, Name};
use crate::quantity::{Distance, great_circle_metres};

/// The great circle of geocoded points is only as good as the coordinates.
const CIRCLE_SLACK: f64 = 0.995;
const CIRCLE_SLACK_METRES: f64 = 100.0;

/// What does not fit about a link.
pub(crate) enum LinkMisfit {
    /// It leads from this end to itself.
    Loop(String),
    /// The crossing in this column is one of another mode.
    CrossingMode(&'static str, Name, Mode),
    /// The end in this column lies in these countries.
    EndAbroad(&'static str, String, Vec<Country>),
    /// The line is one of another mode.
    LineMode(Name, Mode),
    /// The line lies in another country.
    LineAbroad(Name, Country),
    /// Shorter than this great circle in metres.
    TooShort(f64),
    NeedsGauge,
    HasGauge,
    AtSea,
}

/// What does not fit about a service.
pub(crate) enum ServiceMisfit {
    /// It leads from this place to itself.
    Loop(Name),
    Conveyance,
    /// The place in this column has no berth or terminal for it.
    NoBerth(&'static str, Name),
    /// This column must be filled.
    Unmeasured(&'static str),
    NoWait,
    /// Of this length, shorter than this great circle in metres.
    TooShort(Distance, f64),
}

pub(super) fn on_globe(location: geo_types::Point<f64>) -> bool {
    // NaN fails both comparisons.
    location.x().abs() <= 180.0 && location.y().abs() <= 90.0
}

/// The great circle in metres through points that `length` is too short for; places outside the
/// globe are faults of their own.
fn too_short(length: Distance, points: &[geo_types::Point<f64>]) -> Option<f64> {
    if !points.iter().copied().all(on_globe) {
        return None;
    }
    let legs = points.windows(2);
    let circle: f64 = legs.map(|leg| great_circle_metres(leg[0], leg[1])).sum();
    let short = (length.as_metres() as f64) < circle * CIRCLE_SLACK - CIRCLE_SLACK_METRES;
    short.then_some(circle)
}

impl Records {
    fn location(&self, end: End) -> geo_types::Point<f64> {
        match end {
            End::Place(id) => self.places.at(id.index()).location,
            End::Crossing(id) => self.crossings.at(id.index()).location,
        }
    }

    fn end_code(&self, end: End) -> String {
        match end {
            End::Place(id) => self.places.at(id.index()).code.as_str().to_owned(),
            End::Crossing(id) => self.crossings.at(id.index()).code.to_string(),
        }
    }

    /// Everything that does not fit about a link whose ids are of these records.
    pub(super) fn link_misfits(&self, link: &Link) -> Vec<LinkMisfit> {
        if link.from == link.to {
            return vec![LinkMisfit::Loop(self.end_code(link.from))];
        }
        let mut misfits = Vec::new();
        for (column, end) in [("from", link.from), ("to", link.to)] {
            let countries = match end {
                End::Place(id) => vec![self.places.at(id.index()).country],
                End::Crossing(id) => {
                    let crossing = self.crossings.at(id.index());
                    if crossing.mode != link.mode {
                        let (code, mode) = (crossing.code.clone(), crossing.mode);
                        misfits.push(LinkMisfit::CrossingMode(column, code, mode));
                    }
                    crossing.countries.to_vec()
                }
            };
            if !countries.contains(&link.country) {
                let end = self.end_code(end);
                misfits.push(LinkMisfit::EndAbroad(column, end, countries));
            }
        }
        let line = self.lines.at(link.line.index());
        if line.mode != link.mode {
            misfits.push(LinkMisfit::LineMode(line.id.clone(), line.mode));
        }
        if line.country != link.country {
            misfits.push(LinkMisfit::LineAbroad(line.id.clone(), line.country));
        }
        let ends = [link.from, link.to].map(|end| self.location(end));
        misfits.extend(too_short(link.length.value(), &ends).map(LinkMisfit::TooShort));
        misfits.extend(match (link.mode, link.gauges.is_empty()) {
            (Mode::Rail, true) => Some(LinkMisfit::NeedsGauge),
            (Mode::Road | Mode::InlandWaterway, false) => Some(LinkMisfit::HasGauge),
            (Mode::Sea, _) => Some(LinkMisfit::AtSea),
            _ => None,
        });
        misfits
    }

    /// Everything that does not fit about a service whose ids are of these records.
    pub(super) fn service_misfits(&self, service: &Service) -> Vec<ServiceMisfit> {
        let mut misfits = Vec::new();
        let place = |id: super::PlaceId| self.places.at(id.index());
        if service.from == service.to {
            let code = place(service.from).code.as_str().into();
            misfits.push(ServiceMisfit::Loop(code));
        }
        let fits = match service.kind {
            ServiceKind::RailFerry | ServiceKind::BlockTrain => {
                matches!(service.conveyance, Conveyance::Wagon(_))
            }
            ServiceKind::RoRo => service.conveyance == Conveyance::Truck,
            ServiceKind::Feeder => service.conveyance == Conveyance::Vessel,
        };
        if !fits {
            misfits.push(ServiceMisfit::Conveyance);
        }
        for (column, end) in [("from", service.from), ("to", service.to)] {
            let place = place(end);
            let berth = match service.kind {
                ServiceKind::RailFerry | ServiceKind::RoRo => {
                    place.is(PlaceKind::FerryTerminal) || place.is(PlaceKind::Seaport)
                }
                ServiceKind::Feeder => place.is(PlaceKind::Seaport),
                ServiceKind::BlockTrain => {
                    place.is(PlaceKind::RailTerminal) || place.is(PlaceKind::RailBorder)
                }
            };
            if !berth {
                let code = place.code.as_str().into();
                misfits.push(ServiceMisfit::NoBerth(column, code));
            }
        }
        for (column, missing) in [
            ("distance", service.distance.is_none()),
            ("time", service.time.is_none()),
        ] {
            if service.is_by_sea() && missing {
                misfits.push(ServiceMisfit::Unmeasured(column));
            }
        }
        let departures = service.departures_per_1000_weeks.as_ref().map(Cited::value);
        if service.wait.is_none() && departures.is_none_or(|count| count == 0) {
            misfits.push(ServiceMisfit::NoWait);
        }
        if let Some(length) = service.distance.as_ref().map(Cited::value) {
            let points = self.calls(service);
            let short = too_short(length, &points);
            misfits.extend(short.map(|circle| ServiceMisfit::TooShort(length, circle)));
        }
        misfits
    }

    /// Where a service passes for certain. Points at sea are drawn, and drawn roughly.
    fn calls(&self, service: &Service) -> Vec<geo_types::Point<f64>> {
        let mut points = vec![self.location(End::Place(service.from))];
        for via in &service.via {
            match via {
                Waypoint::Place(id) => points.push(self.location(End::Place(*id))),
                Waypoint::Crossing(id) => points.push(self.location(End::Crossing(*id))),
                Waypoint::Point(_) | Waypoint::Service(_) => {}
            }
        }
        points.push(self.location(End::Place(service.to)));
        points
    }
}

impl Network {
    /// Everything that does not fit about a link that is to be added.
    pub(crate) fn link_misfits(&self, link: &Link) -> Vec<LinkMisfit> {
        self.records.link_misfits(link)
    }

    /// Everything that does not fit about a service that is to be added.
    pub(crate) fn service_misfits(&self, service: &Service) -> Vec<ServiceMisfit> {
        self.records.service_misfits(service)
    }
}

fn shorter(length: Distance, circle: f64) -> FaultKind {
    FaultKind::ShorterThanGreatCircle {
        km: length.as_km().to_string(),
        great_circle_km: format!("{:.3}", circle / 1e3),
    }
}

impl LinkMisfit {
    pub(super) fn fault(self, link: &Link) -> Fault {
        let mismatch = |other: String, mode: Mode| FaultKind::ModeMismatch {
            mode: link.mode.to_string(),
            other,
            other_mode: mode.to_string(),
        };
        let gauge = |problem| FaultKind::GaugeMismatch {
            mode: link.mode.to_string(),
            problem,
        };
        let (column, kind) = match self {
            Self::Loop(end) => {
                let id = link.id.to_string();
                ("to", FaultKind::LinkToItself { id, end })
            }
            Self::CrossingMode(column, code, mode) => (column, mismatch(code.to_string(), mode)),
            Self::EndAbroad(column, end, countries) => {
                let countries: Vec<String> = countries.iter().map(ToString::to_string).collect();
                let kind = FaultKind::ForeignEnd {
                    country: link.country.to_string(),
                    end,
                    other: countries.join(" and "),
                };
                (column, kind)
            }
            Self::LineMode(line, mode) => ("line", mismatch(line.to_string(), mode)),
            Self::LineAbroad(line, country) => {
                let reason = format!(
                    "`{line}` lies in {country}, not in {}; correct the line or the country",
                    link.country
                );
                ("line", FaultKind::BadValue { reason })
            }
            Self::TooShort(circle) => ("length", shorter(link.length.value(), circle)),
            Self::NeedsGauge => (
                "gauges",
                gauge("needs a gauge; give `1435`, `1520` or both"),
            ),
            Self::HasGauge => ("gauges", gauge("has no gauge; empty the cell")),
            Self::AtSea => ("gauges", gauge("is no link's; enter a service instead")),
        };
        Fault::new(link.provenance.origin.clone(), Some(column), kind)
    }
}

impl ServiceMisfit {
    pub(super) fn fault(self, service: &Service) -> Fault {
        let (column, problem) = match self {
            Self::Loop(_) => {
                let problem = "leads from a place to itself; give two different places";
                ("to", problem.to_owned())
            }
            Self::Conveyance => {
                let (kind, conveyance) = (service.kind, service.conveyance);
                let problem = format!("a {kind} cannot keep goods in `{conveyance}`");
                ("conveyance", problem)
            }
            Self::NoBerth(column, place) => {
                let problem = format!(
                    "a {} cannot call at `{place}`; correct the place or its kinds",
                    service.kind
                );
                (column, problem)
            }
            Self::Unmeasured(column) => {
                let problem = "a vessel needs its own distance and hours; fill the cell";
                (column, problem.to_owned())
            }
            Self::NoWait => {
                let problem = "neither a wait nor departures a week are told; give one of them";
                ("wait", problem.to_owned())
            }
            Self::TooShort(length, circle) => {
                let origin = service.provenance.origin.clone();
                return Fault::new(origin, Some("distance"), shorter(length, circle));
            }
        };
        let kind = FaultKind::BadService {
            id: service.id.to_string(),
            problem,
        };
        Fault::new(service.provenance.origin.clone(), Some(column), kind)
    }
}

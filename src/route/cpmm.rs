use serde::{Deserialize, Serialize};

use super::{Act, Route, Step};
use crate::network::Component;

/// The four trade facilitation indicators of CAREC's Corridor Performance Measurement and
/// Monitoring (CPMM annual report, methodology), read off one route.
///
/// Borders count wherever they lie: between links, inside a haul, a train or a through rate, and in
/// the port where a ship from another country lands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cpmm {
    /// TFI1: mean hours to clear a border crossing point; zero without one.
    pub tfi1_hours_per_border: f64,
    /// TFI2: mean USD to clear a border crossing point, by the border and transit fees of the
    /// route; zero without a border. What a through rate contains is not taken apart.
    pub tfi2_usd_per_border: f64,
    /// TFI3: USD to move 20 t over 500 km; zero for a route without distance or goods.
    pub tfi3_usd_per_500km_20t: f64,
    /// TFI4: km/h with delays, over the whole journey; zero for a route without time.
    pub tfi4_kmh_with_delay: f64,
    /// Km/h without delays: moving time only; zero for a route without time.
    pub kmh_without_delay: f64,
}

/// Borders passed, hours spent at them and hours in motion.
#[derive(Default)]
struct Spent {
    borders: u32,
    at_borders: f64,
    moving: f64,
}

impl Spent {
    fn add(&mut self, step: &Step) {
        let hours = step.expected.as_hours();
        match &step.act {
            Act::BorderControl { .. }
            | Act::Land {
                border: Some(_), ..
            } => {
                self.borders += 1;
                self.at_borders += hours;
            }
            // The parts of a train, a haul or a through rate show what moves and what stands.
            _ if !step.parts.is_empty() => step.parts.iter().for_each(|part| self.add(part)),
            Act::Move { .. } | Act::Haul | Act::Run { .. } => self.moving += hours,
            Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Wait { .. }
            | Act::Land { border: None, .. }
            | Act::Through { .. } => {}
        }
    }
}

impl Route {
    /// The CPMM indicators. Shipments of other mass than 20 t are scaled by tonnes.
    #[must_use]
    pub fn cpmm(&self) -> Cpmm {
        let mut spent = Spent::default();
        self.steps.iter().for_each(|step| spent.add(step));
        let fees: f64 = self
            .charges()
            .filter(|charge| matches!(charge.component, Component::Border | Component::TransitFee))
            .map(|charge| charge.amount.as_usd())
            .sum();
        let per = |sum: f64, count: f64| if count > 0.0 { sum / count } else { 0.0 };
        let (km, tonnes) = (self.distance().as_km(), self.shipment.goods().as_tonnes());
        let borders = f64::from(spent.borders);
        Cpmm {
            tfi1_hours_per_border: per(spent.at_borders, borders),
            tfi2_usd_per_border: per(fees, borders),
            tfi3_usd_per_500km_20t: per(self.cost().as_usd() * 500.0 * 20.0, km * tonnes),
            tfi4_kmh_with_delay: per(km, self.duration().as_hours()),
            kmh_without_delay: per(km, spent.moving),
        }
    }
}

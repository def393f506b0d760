use super::{Act, Route};

/// The four trade facilitation indicators of CAREC's Corridor Performance Measurement and
/// Monitoring (CPMM annual report, methodology), read off one route.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Cpmm {
    /// TFI1: mean hours to clear a border crossing point; zero without one.
    pub tfi1_hours_per_border: f64,
    /// TFI2: mean USD to clear a border crossing point; zero without one.
    pub tfi2_usd_per_border: f64,
    /// TFI3: USD to move 20 t over 500 km; zero for a route without distance or goods.
    pub tfi3_usd_per_500km_20t: f64,
    /// TFI4: km/h with delays, over the whole journey; zero for a route without time.
    pub tfi4_kmh_with_delay: f64,
    /// Km/h without delays: moving time only; zero for a route without time.
    pub kmh_without_delay: f64,
}

impl Route {
    /// The CPMM indicators. Shipments of other mass than 20 t are scaled by tonnes.
    pub fn cpmm(&self) -> Cpmm {
        let (mut borders, mut hours, mut usd, mut moving) = (0_u32, 0.0, 0.0, 0.0);
        for step in &self.steps {
            match &step.act {
                Act::BorderControl { .. } => {
                    borders += 1;
                    hours += step.expected.as_hours();
                    usd += step.cost().as_usd();
                }
                Act::Move { .. } | Act::Haul | Act::Run { .. } => {
                    moving += step.expected.as_hours();
                }
                _ => {}
            }
        }
        let per = |sum: f64, count: f64| if count > 0.0 { sum / count } else { 0.0 };
        let (km, tonnes) = (self.distance().as_km(), self.shipment.goods().as_tonnes());
        Cpmm {
            tfi1_hours_per_border: per(hours, f64::from(borders)),
            tfi2_usd_per_border: per(usd, f64::from(borders)),
            tfi3_usd_per_500km_20t: per(self.cost().as_usd() * 500.0 * 20.0, km * tonnes),
            tfi4_kmh_with_delay: per(km, self.duration().as_hours()),
            kmh_without_delay: per(km, moving),
        }
    }
}

use serde::{Deserialize, Serialize};

use super::{
    BorderTermsId, DepartureId, EmissionFactorId, FeeId, HandlingId, HazardId, LinkId, SeasonId,
    ServiceId, SpeedId, TariffId, ThroughRateId,
};

/// A figure of one record that charges, hours, lengths or CO2e are computed from.
///
/// Where a span of time has a median and a 90th percentile, one figure stands for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FigureId {
    /// Length of a link.
    LinkLength(LinkId),
    /// Length of a service's run.
    ServiceLength(ServiceId),
    /// Hours of a service's run.
    ServiceTime(ServiceId),
    /// The wait before a service leaves.
    ServiceWait(ServiceId),
    /// The wait of shipments that fill a train before a service leaves.
    ServiceTrainWait(ServiceId),
    /// How a wait differs in some months.
    Season(SeasonId),
    /// The wait for a train to leave.
    DepartureTime(DepartureId),
    /// Departures of a service, from which its wait follows.
    ServiceFrequency(ServiceId),
    /// What a service costs.
    ServicePrice(ServiceId, PriceFor),
    /// What a through rate is.
    ThroughPrice(ThroughRateId, PriceFor),
    /// Hours of handling.
    HandlingTime(HandlingId),
    /// What handling costs.
    HandlingPrice(HandlingId, PriceFor),
    /// Hours of border control.
    BorderTime(BorderTermsId),
    /// What border control costs.
    BorderFee(BorderTermsId),
    /// What a country asks of trucks.
    Fee(FeeId),
    /// Commercial speed, and the hours of a day on which it holds.
    Speed(SpeedId),
    /// What a hazard adds to the spread of hours.
    Hazard(HazardId),
    /// Greenhouse gas intensity, and its tank-to-wheel share.
    Emission(EmissionFactorId),
    /// Rate of a tariff.
    TariffRate(TariffId),
    /// Least amount of a tariff.
    TariffMinimum(TariffId),
    /// What a change of the scenario sets.
    Scenario,
}

/// Which of the prices of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PriceFor {
    /// For a 20 ft container.
    Container20,
    /// For a 40 ft container.
    Container40,
    /// For a truck.
    Truck,
    /// For a railway wagon.
    Wagon,
}

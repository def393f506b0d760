//! Figures that may be off, and records with other values of them.

use std::sync::Arc;

use super::{
    BorderTermsId, Cited, CitedTime, DepartureId, EmissionFactorId, FeeId, FigureId, HandlingId,
    HazardId, Network, PriceFor, Prices, Records, SeasonId, SourceId, SpeedId,
};
use crate::quantity::{Distance, Duration, Rate};

/// A number of a figure: a figure may state several, each with a range of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FigurePart {
    pub(crate) figure: FigureId,
    pub(crate) part: Part,
}

/// Which number of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// The only one, or the one that answers are computed from.
    Main,
    /// A 90th percentile, or its ratio to the median.
    Spread,
    /// Of a speed: the hours of a day on which it holds.
    Daily,
}

impl FigurePart {
    /// Whether more of it makes an operation cheaper or quicker.
    pub(crate) const fn is_better_high(self) -> bool {
        match self.figure {
            FigureId::ServiceFrequency(_) => true,
            FigureId::Speed(_) => matches!(self.part, Part::Main | Part::Daily),
            _ => false,
        }
    }
}

/// A quantity of a record as a number in its smallest unit.
trait Number: Copy {
    const MOST: f64 = u32::MAX as f64;
    fn number(self) -> f64;
    /// Of a whole number from zero to the most.
    fn of(number: f64) -> Self;
}

impl Number for Distance {
    fn number(self) -> f64 {
        self.as_metres() as f64
    }
    fn of(number: f64) -> Self {
        Self::of_units(number as u64)
    }
}

impl Number for Duration {
    fn number(self) -> f64 {
        self.as_minutes() as f64
    }
    fn of(number: f64) -> Self {
        Self::of_units(number as u64)
    }
}

impl Number for Rate {
    const MOST: f64 = 1e15;
    fn number(self) -> f64 {
        self.as_millionths() as f64
    }
    fn of(number: f64) -> Self {
        Self::of_millionths(number as u64)
    }
}

impl Number for u32 {
    fn number(self) -> f64 {
        self.into()
    }
    fn of(number: f64) -> Self {
        number as Self
    }
}

impl Number for u64 {
    const MOST: f64 = 1e15;
    fn number(self) -> f64 {
        self as f64
    }
    fn of(number: f64) -> Self {
        number as Self
    }
}

/// Minutes of a day.
impl Number for u16 {
    const MOST: f64 = 1_440.0;
    fn number(self) -> f64 {
        self.into()
    }
    fn of(number: f64) -> Self {
        number as Self
    }
}

fn put<T: Number>(figure: &mut Cited<T>, number: f64) {
    figure.set_value(T::of(number.round().clamp(0.0, T::MOST)));
}

/// What is shown of a figure: which, its low, its value and its high, and who states it.
type See<'s> = dyn FnMut(FigurePart, [f64; 3], &[SourceId]) + 's;

struct Shown<'s, 'f> {
    see: &'s mut See<'f>,
    /// Those without a range, in place of those with one.
    exact: bool,
}

impl Shown<'_, '_> {
    fn part<T: Number>(&mut self, figure: FigureId, part: Part, cited: &Cited<T>) {
        if cited.is_exact() == self.exact {
            let numbers = [cited.low(), cited.value(), cited.high()].map(T::number);
            (self.see)(FigurePart { figure, part }, numbers, cited.source_ids());
        }
    }

    fn main<T: Number>(&mut self, figure: FigureId, cited: &Cited<T>) {
        self.part(figure, Part::Main, cited);
    }

    fn time(&mut self, figure: FigureId, time: &CitedTime) {
        self.part(figure, Part::Main, &time.median);
        self.part(figure, Part::Spread, &time.p90);
    }

    fn prices(&mut self, figure: impl Fn(PriceFor) -> FigureId, prices: &Prices) {
        for unit in UNITS {
            if let Some(price) = prices.of(unit) {
                self.main(figure(unit), price);
            }
        }
    }
}

const UNITS: [PriceFor; 4] = [
    PriceFor::Container20,
    PriceFor::Container40,
    PriceFor::Truck,
    PriceFor::Wagon,
];

impl Network {
    /// Shows every number with a range that charges, hours, lengths or CO2e are computed from, in a fixed
    /// order.
    pub(crate) fn each_ranged(&self, see: &mut See<'_>) {
        self.each(Shown { see, exact: false });
    }

    /// The same of numbers without a range.
    pub(crate) fn each_exact(&self, see: &mut See<'_>) {
        self.each(Shown { see, exact: true });
    }

    fn each(&self, mut shown: Shown<'_, '_>) {
        for (id, link) in self.links() {
            shown.main(FigureId::LinkLength(id), &link.length);
        }
        for (id, service) in self.services() {
            if let Some(length) = &service.distance {
                shown.main(FigureId::ServiceLength(id), length);
            }
            if let Some(time) = &service.time {
                shown.time(FigureId::ServiceTime(id), time);
            }
            if let Some(wait) = &service.wait {
                shown.time(FigureId::ServiceWait(id), wait);
            }
            if let Some(wait) = &service.train_wait {
                shown.time(FigureId::ServiceTrainWait(id), wait);
            }
            if let Some(often) = &service.departures_per_1000_weeks {
                shown.main(FigureId::ServiceFrequency(id), often);
            }
            let price = |unit| FigureId::ServicePrice(id, unit);
            shown.prices(price, &service.prices);
        }
        for (id, rate) in self.through_rates() {
            let price = |unit| FigureId::ThroughPrice(id, unit);
            shown.prices(price, &rate.prices);
        }
        for (id, row) in self.tariffs() {
            shown.main(FigureId::TariffRate(id), &row.rate);
            if let Some(minimum) = &row.minimum {
                shown.main(FigureId::TariffMinimum(id), minimum);
            }
        }
        for (id, row) in self.handling() {
            shown.time(FigureId::HandlingTime(id), &row.time);
            let price = |unit| FigureId::HandlingPrice(id, unit);
            shown.prices(price, &row.prices);
        }
        for (id, row) in self.borders() {
            shown.time(FigureId::BorderTime(id), &row.time);
            shown.main(FigureId::BorderFee(id), &row.fee);
        }
        for (index, row) in self.departures().iter().enumerate() {
            shown.time(FigureId::DepartureTime(DepartureId::new(index)), &row.time);
        }
        for (index, row) in self.seasons().iter().enumerate() {
            let figure = FigureId::Season(SeasonId::new(index));
            shown.main(figure, &row.median_per_mille);
            shown.part(figure, Part::Spread, &row.p90_per_mille);
        }
        for (index, row) in self.fees().iter().enumerate() {
            shown.main(FigureId::Fee(FeeId::new(index)), &row.amount);
        }
        for (index, row) in self.hazards().iter().enumerate() {
            let figure = FigureId::Hazard(HazardId::new(index));
            shown.main(figure, &row.p90_per_mille);
        }
        for (index, row) in self.speeds().iter().enumerate() {
            let figure = FigureId::Speed(SpeedId::new(index));
            shown.main(figure, &row.moving_metres_per_hour);
            shown.part(figure, Part::Daily, &row.daily_minutes);
            shown.part(figure, Part::Spread, &row.p90_per_mille);
        }
        for (index, row) in self.emissions().iter().enumerate() {
            let figure = FigureId::Emission(EmissionFactorId::new(index));
            shown.main(figure, &row.milligrams);
        }
    }

    /// Records of its own, so that [`Network::set_all`] need not copy them.
    pub(crate) fn unshared(&self) -> Self {
        Self {
            records: Arc::new((*self.records).clone()),
            finder: self.finder.clone(),
            rows: self.rows.clone(),
        }
    }

    /// Puts other values in place of numbers, within what their units can hold. Records that others share
    /// are copied.
    pub(crate) fn set_all(&mut self, numbers: impl Iterator<Item = (FigurePart, f64)>) {
        let records = Arc::make_mut(&mut self.records);
        for (which, number) in numbers {
            records.set(which, number);
        }
    }
}

impl Records {
    fn set(&mut self, FigurePart { figure, part }: FigurePart, number: f64) {
        match figure {
            FigureId::LinkLength(id) => put(&mut self.links.at_mut(id.index()).length, number),
            FigureId::ServiceLength(id) => {
                put_some(&mut self.services.at_mut(id.index()).distance, number);
            }
            FigureId::ServiceTime(id) => {
                time(self.services.at_mut(id.index()).time.as_mut(), part, number);
            }
            FigureId::ServiceWait(id) => {
                time(self.services.at_mut(id.index()).wait.as_mut(), part, number);
            }
            FigureId::ServiceTrainWait(id) => {
                let service = self.services.at_mut(id.index());
                time(service.train_wait.as_mut(), part, number);
            }
            FigureId::ServiceFrequency(id) => {
                let service = self.services.at_mut(id.index());
                // What leaves now and then leaves at least once in a thousand weeks.
                put_some(&mut service.departures_per_1000_weeks, number.max(1.0));
            }
            FigureId::ServicePrice(id, unit) => {
                price(&mut self.services.at_mut(id.index()).prices, unit, number);
            }
            FigureId::ThroughPrice(id, unit) => {
                let rate = self.through_rates.at_mut(id.index());
                price(&mut rate.prices, unit, number);
            }
            FigureId::TariffRate(id) => put(&mut self.tariffs.at_mut(id.index()).rate, number),
            FigureId::TariffMinimum(id) => {
                put_some(&mut self.tariffs.at_mut(id.index()).minimum, number);
            }
            FigureId::HandlingTime(id) => {
                time(Some(&mut self.handling_mut(id).time), part, number);
            }
            FigureId::HandlingPrice(id, unit) => {
                price(&mut self.handling_mut(id).prices, unit, number);
            }
            FigureId::BorderTime(id) => {
                time(Some(&mut self.border_mut(id).time), part, number);
            }
            FigureId::BorderFee(id) => put(&mut self.border_mut(id).fee, number),
            FigureId::DepartureTime(id) => {
                time(Some(&mut self.departures[id.index()].time), part, number);
            }
            FigureId::Season(id) => {
                let row = &mut self.seasons[id.index()];
                match part {
                    Part::Spread => put(&mut row.p90_per_mille, number),
                    Part::Main | Part::Daily => put(&mut row.median_per_mille, number),
                }
            }
            FigureId::Fee(id) => put(&mut self.fees[id.index()].amount, number),
            FigureId::Hazard(id) => put(&mut self.hazards[id.index()].p90_per_mille, number),
            FigureId::Speed(id) => {
                let row = &mut self.speeds[id.index()];
                match part {
                    Part::Main => put(&mut row.moving_metres_per_hour, number.max(1.0)),
                    Part::Daily => put(&mut row.daily_minutes, number.max(1.0)),
                    Part::Spread => put(&mut row.p90_per_mille, number.max(1_000.0)),
                }
            }
            FigureId::Emission(id) => put(&mut self.emissions[id.index()].milligrams, number),
            FigureId::Scenario => {}
        }
    }

    fn handling_mut(&mut self, id: HandlingId) -> &mut super::Handling {
        &mut self.handling[id.index()]
    }

    fn border_mut(&mut self, id: BorderTermsId) -> &mut super::BorderTerms {
        &mut self.borders[id.index()]
    }
}

fn put_some<T: Number>(figure: &mut Option<Cited<T>>, number: f64) {
    if let Some(figure) = figure {
        put(figure, number);
    }
}

fn time(time: Option<&mut CitedTime>, part: Part, number: f64) {
    if let Some(time) = time {
        match part {
            Part::Spread => put(&mut time.p90, number),
            Part::Main | Part::Daily => put(&mut time.median, number),
        }
    }
}

fn price(prices: &mut Prices, unit: PriceFor, number: f64) {
    put_some(
        match unit {
            PriceFor::Container20 => &mut prices.container_20,
            PriceFor::Container40 => &mut prices.container_40,
            PriceFor::Truck => &mut prices.truck,
            PriceFor::Wagon => &mut prices.wagon,
        },
        number,
    );
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_is_set_is_what_is_read() {
        let network = Network::europe_central_asia();
        let mut drawn = network.unshared();
        let mut all: BTreeMap<FigurePart, [f64; 3]> = BTreeMap::new();
        network.each_ranged(&mut |which, numbers, sources| {
            assert!(!sources.is_empty(), "{which:?}");
            assert!(all.insert(which, numbers).is_none(), "{which:?} twice");
        });
        assert!(all.len() > 3_000, "{}", all.len());
        drawn.set_all(all.iter().map(|(which, [low, ..])| (*which, *low)));
        let mut seen = 0;
        drawn.each_ranged(&mut |which, [low, value, _], _| {
            // A spread below none is none.
            let least = match (which.figure, which.part) {
                (FigureId::Speed(_), Part::Spread) => 1_000.0,
                _ => 0.0,
            };
            assert!((value - low.max(least)).abs() < 0.5, "{which:?}");
            seen += 1;
        });
        assert_eq!(seen, all.len());
        // The network that was copied is as it was.
        let bits = |numbers: [f64; 3]| numbers.map(f64::to_bits);
        network.each_ranged(&mut |which, numbers, _| assert_eq!(bits(all[&which]), bits(numbers)));
    }
}

//! Every figure of every record, in a fixed order.

use super::cited::SourceList;
use super::{
    BorderTerms, Cited, CitedTime, EmissionFactor, ExchangeRate, Fee, Handling, Link, Member,
    Prices, Records, Service, Speed, Stake, Tariff, ThroughRate,
};

/// Something that holds figures.
pub(super) trait Figures {
    /// Shows the sources of each figure.
    fn each(&mut self, see: &mut dyn FnMut(&mut SourceList));
}

impl<T> Figures for Cited<T> {
    fn each(&mut self, see: &mut dyn FnMut(&mut SourceList)) {
        see(&mut self.sources);
    }
}

impl<T: Figures> Figures for Option<T> {
    fn each(&mut self, see: &mut dyn FnMut(&mut SourceList)) {
        if let Some(figures) = self {
            figures.each(see);
        }
    }
}

macro_rules! figures {
    ($($record:ty { $($figure:ident),+ }),+ $(,)?) => {$(
        impl Figures for $record {
            fn each(&mut self, see: &mut dyn FnMut(&mut SourceList)) {
                $(self.$figure.each(see);)+
            }
        }
    )+};
}

figures! {
    CitedTime { median, p90 },
    Prices { container_20, container_40, truck, wagon },
    Link { length, capacity_kt_year },
    Service {
        distance, time, departures_per_1000_weeks, wait, capacity_teu, capacity_wagons,
        capacity_trucks, prices
    },
    ThroughRate { prices },
    Tariff { rate, minimum },
    Stake { share },
    Member { share },
    Handling { time, prices },
    BorderTerms { time, exit_mean, entry_mean, fee },
    Fee { amount },
    Speed { moving_metres_per_hour, daily_minutes, p90_per_mille },
    EmissionFactor { milligrams },
    ExchangeRate { usd },
}

/// Shows the sources of every figure of the records in a fixed order.
pub(super) fn each_source_list(records: &mut Records, see: &mut dyn FnMut(&mut SourceList)) {
    macro_rules! all {
        ($($rows:expr),+ $(,)?) => {$(
            for row in $rows {
                row.each(see);
            }
        )+};
    }
    all!(
        records.links.raw_mut(),
        records.services.raw_mut(),
        records.through_rates.raw_mut(),
        records.tariffs.raw_mut(),
        &mut records.stakes,
        &mut records.members,
        &mut records.handling,
        &mut records.borders,
        &mut records.fees,
        &mut records.speeds,
        &mut records.emissions,
        &mut records.exchange_rates,
    );
}

//! Every figure of every record, in a fixed order.

use super::cited::SourceList;
use super::{
    BorderTerms, Cited, CitedTime, EmissionFactor, ExchangeRate, Fee, Handling, Link, Member,
    Network, Origin, Prices, Records, Service, SourceId, Speed, Stake, Tariff, ThroughRate,
};

/// Something that holds figures.
pub(super) trait Figures {
    /// Shows the sources of each figure.
    fn each(&mut self, see: &mut dyn FnMut(&mut SourceList));

    /// Shows of each figure whether it is exact, and its sources.
    fn view(&self, see: &mut dyn FnMut(bool, &[SourceId]));
}

impl<T> Figures for Cited<T> {
    fn each(&mut self, see: &mut dyn FnMut(&mut SourceList)) {
        see(&mut self.sources);
    }

    fn view(&self, see: &mut dyn FnMut(bool, &[SourceId])) {
        see(self.is_exact(), self.sources.as_slice());
    }
}

impl<T: Figures> Figures for Option<T> {
    fn each(&mut self, see: &mut dyn FnMut(&mut SourceList)) {
        if let Some(figures) = self {
            figures.each(see);
        }
    }

    fn view(&self, see: &mut dyn FnMut(bool, &[SourceId])) {
        if let Some(figures) = self {
            figures.view(see);
        }
    }
}

macro_rules! figures {
    ($($record:ty { $($figure:ident),+ }),+ $(,)?) => {$(
        impl Figures for $record {
            fn each(&mut self, see: &mut dyn FnMut(&mut SourceList)) {
                $(self.$figure.each(see);)+
            }

            fn view(&self, see: &mut dyn FnMut(bool, &[SourceId])) {
                $(self.$figure.view(see);)+
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

impl Network {
    /// Shows of every figure its row, whether it is exact, and its sources.
    pub(crate) fn each_figure(&self, see: &mut dyn FnMut(&Origin, bool, &[SourceId])) {
        macro_rules! all {
            ($($rows:expr),+ $(,)?) => {$(
                for row in $rows {
                    let origin = &row.provenance.origin;
                    row.view(&mut |exact, sources| see(origin, exact, sources));
                }
            )+};
        }
        let records = &self.records;
        all!(
            records.links.raw(),
            records.services.raw(),
            records.through_rates.raw(),
            records.tariffs.raw(),
            &records.stakes,
            &records.members,
            &records.handling,
            &records.borders,
            &records.fees,
            &records.speeds,
            &records.emissions,
            &records.exchange_rates,
        );
    }
}

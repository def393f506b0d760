//! Every figure of every record, in a fixed order.

use super::cited::SourceList;
use super::table::Coded as _;
use super::{
    BorderCrossing, BorderTerms, Cited, CitedTime, Closure, ConsortiumOperation, Control,
    Departure, EmissionFactor, ExchangeRate, Fee, Handling, Hazard, Line, Link, Member, Network,
    Operator, Owner, Passage, Place, PlateTerms, PriceIndex, Prices, Project, Records, Season,
    Service, Source, SourceId, SourceRange, Speed, Stake, Tariff, ThroughRate, UnionMember,
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
    ($($record:ty { $($figure:ident),* }),+ $(,)?) => {$(
        impl Figures for $record {
            #[allow(unused_variables, reason = "not every record has figures")]
            fn each(&mut self, see: &mut dyn FnMut(&mut SourceList)) {
                $(self.$figure.each(see);)*
            }

            #[allow(unused_variables, reason = "not every record has figures")]
            fn view(&self, see: &mut dyn FnMut(bool, &[SourceId])) {
                $(self.$figure.view(see);)*
            }
        }
    )+};
}

// One line for each record, those without figures as well.
figures! {
    Place {},
    BorderCrossing {},
    Line {},
    Operator {},
    Owner {},
    Project {},
    Source {},
    Closure {},
    UnionMember {},
    SourceRange {},
    ConsortiumOperation {},
    Passage {},
    Control {},
    CitedTime { median, p90 },
    Prices { container_20, container_40, truck, wagon },
    Link { length, capacity_kt_year },
    Service {
        distance, time, departures_per_1000_weeks, wait, train_wait, capacity_teu, capacity_wagons,
        capacity_trucks, prices
    },
    ThroughRate { prices },
    Tariff { rate, minimum },
    Stake { share },
    Member { share },
    Handling { time, prices },
    BorderTerms { time, exit_mean, entry_mean, fee },
    Fee { amount },
    PlateTerms { limit },
    Hazard { p90_per_mille },
    Speed { moving_metres_per_hour, daily_minutes, p90_per_mille },
    EmissionFactor { milligrams, tank_to_wheel },
    ExchangeRate { usd },
    PriceIndex { index },
    Departure { time },
    Season { median_per_mille, p90_per_mille },
}

macro_rules! each_table {
    (
        coded { $($(#[$c:meta])* $co:ident $cf:ident $coded:ident $ca:ident $cb:ident: $ct:ty, $ci:ident, $cr:ident, $cx:literal $cw:literal;)+ }
        numbered { $($(#[$n:meta])* $no:ident $numbered:ident: $nt:ty, $ni:ident, $nx:literal $nw:literal;)+ }
        listed { $($(#[$l:meta])* $lo:ident $listed:ident: $lt:ty, $lx:literal $lw:literal $ld:literal;)+ }
    ) => {
        /// Shows the sources of every figure of the records in a fixed order.
        pub(super) fn each_source_list(
            records: &mut Records,
            see: &mut dyn FnMut(&mut SourceList),
        ) {
            $(for row in records.$coded.raw_mut() {
                row.each(see);
            })+
            $(for row in &mut records.$numbered {
                row.each(see);
            })+
            $(for row in &mut records.$listed {
                row.each(see);
            })+
        }

        impl Network {
            /// Shows of every figure its file, whether it is exact, and its sources.
            pub(crate) fn each_figure(
                &self,
                see: &mut dyn FnMut(Option<&str>, bool, &[SourceId]),
            ) {
                let records = &self.records;
                $(for row in records.$coded.raw() {
                    let file = row.origin().file();
                    row.view(&mut |exact, sources| see(file, exact, sources));
                })+
                $(for row in &records.$numbered {
                    let file = row.provenance.origin.file();
                    row.view(&mut |exact, sources| see(file, exact, sources));
                })+
                $(for row in &records.$listed {
                    let file = row.provenance.origin.file();
                    row.view(&mut |exact, sources| see(file, exact, sources));
                })+
            }
        }
    };
}

every_table!(each_table);

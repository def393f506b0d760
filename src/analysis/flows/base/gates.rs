//! Gates whose throughput is published.

use std::collections::BTreeSet;

use crate::analysis::flows::{Basis, Bottleneck, Capacity, Measure, Table};
use crate::code::Country;
use crate::route::{Act, Route};

/// What goods pass.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Passing {
    /// A crossing, both ways together or into one country.
    Crossing {
        /// Its code.
        code: String,
        /// The country entered; nothing for both ways together.
        into: Option<Country>,
    },
    /// Services, by id, which have their direction.
    Services(BTreeSet<String>),
}

impl Passing {
    fn services(ids: &[&str]) -> Self {
        Self::Services(ids.iter().map(|id| (*id).to_owned()).collect())
    }

    fn crossing(code: &str) -> Self {
        Self::Crossing {
            code: code.to_owned(),
            into: None,
        }
    }

    fn into_country(code: &str, into: &str) -> Self {
        Self::Crossing {
            code: code.to_owned(),
            into: into.parse().ok(),
        }
    }

    /// Whether a route passes it.
    #[must_use]
    pub fn is_passed_by(&self, route: &Route) -> bool {
        route.atoms().any(|step| match (&step.act, self) {
            (Act::BorderControl { crossing, to, .. }, Self::Crossing { code, into }) => {
                crossing == code.as_str() && into.is_none_or(|into| into == *to)
            }
            (Act::Run { service }, Self::Services(ids)) => ids.contains(service.as_str()),
            _ => false,
        })
    }

    fn names(&self, of: &Bottleneck) -> bool {
        match (self, of) {
            (Self::Crossing { code, .. }, Bottleneck::Crossing { code: of, .. }) => code == of,
            (Self::Services(ids), Bottleneck::Service { id }) => ids.contains(id),
            _ => false,
        }
    }

    /// How many times the figure of a row it is.
    fn times(&self, row: &Capacity) -> f64 {
        match self {
            Self::Crossing { into: None, .. } if row.each_way => 2.0,
            Self::Crossing { into: Some(_), .. } if !row.each_way => 0.5,
            Self::Crossing { .. } | Self::Services(_) => 1.0,
        }
    }
}

/// A gate, in what it is counted, and why the model may miss it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gate {
    /// What people call it.
    pub name: &'static str,
    /// What is passed.
    pub passing: Passing,
    /// What was counted.
    pub measure: Measure,
    /// Sources of rows of the demand that were made from this count.
    pub counted: &'static [&'static str],
    /// What of the real flow no list has, or what else a miss comes from.
    pub reason: &'static str,
}

impl Gate {
    /// What was counted in the year nearest to a given one, of two the later; things of a gate that were counted
    /// together are added up.
    #[must_use]
    pub fn published(&self, table: &Table, year: i16) -> Option<(f64, i16)> {
        let rows = table.rows().iter().filter(|row| {
            row.basis == Basis::Observed
                && row.measure == self.measure
                && self.passing.names(&row.of)
        });
        let rows: Vec<&Capacity> = rows.collect();
        let nearest = rows
            .iter()
            .map(|row| row.year)
            .min_by_key(|of| ((of - year).abs(), -of))?;
        let of_year = rows.iter().filter(|row| row.year == nearest);
        let sum: f64 = of_year
            .map(|row| row.a_year.as_boxes() * self.passing.times(row))
            .sum();
        Some((sum, nearest))
    }
}

/// The gates that the base year is held against.
#[must_use]
pub fn gates() -> Vec<Gate> {
    let gate = |name, passing, measure, counted, reason| Gate {
        name,
        passing,
        measure,
        counted,
        reason,
    };
    vec![
        gate(
            "Alat to Turkmenbashi, trucks",
            Passing::services(&["ASCO-ro_ro-AZ-ala-TMKRW", "MMFT-ro_ro-AZ-ala-TMKRW"]),
            Measure::Trucks,
            &["A-DEM-FERRY"],
            "Türkiye - Central Asia goes by Iran here, as nine trips in ten did before 2020; trucks of Azerbaijan, Georgia and Turkmenistan, and those of Türkiye to Turkmenistan, are in no list",
        ),
        gate(
            "Alat to Kuryk, trucks",
            Passing::services(&["ASCO-ro_ro-AZ-ala-KZ-kur"]),
            Measure::Trucks,
            &["A-DEM-FERRY"],
            "trucks to Kazakhstan go by Samsun and Novorossiysk or by Iran here; those between Azerbaijan or Georgia and Kazakhstan are in no list",
        ),
        gate(
            "Turkmenbashi to Alat, wagons",
            Passing::services(&["ASCO-rail_ferry-TMKRW-AZ-ala"]),
            Measure::Wagons,
            &[],
            "of a million tonnes of Uzbekistan two thirds go by Kuryk here, which costs less in the tables; goods of Turkmenistan are in no list",
        ),
        gate(
            "Kuryk to Alat, wagons",
            Passing::services(&["ASCO-rail_ferry-KZ-kur-AZ-ala"]),
            Measure::Wagons,
            &[],
            "boxes from China that sail from Aktau ride wagons here, one box a wagon, and wagons of Uzbekistan come that take the ferry of Turkmenbashi",
        ),
        gate(
            "Aktau to Alat, containers",
            Passing::services(&["KMTF-feeder-KZAAU-AZ-ala", "ASCO-feeder-KZAAU-AZ-ala"]),
            Measure::Teu,
            &[],
            "boxes from China stay on their wagons and take the ferry of Kuryk here, which costs less in the tables than the feeder with its lifts; empty boxes are in no list",
        ),
        gate(
            "Baku - Tbilisi - Kars",
            Passing::crossing("x-ge-tr-kartsakhi-rail"),
            Measure::Tonnes,
            &["A-DEM-BTK"],
            "the count is of the last full year before the line was closed; what it carries for Türkiye's own trade is in no list",
        ),
        gate(
            "Upper Lars",
            Passing::crossing("x-ge-ru-lars-road"),
            Measure::Trucks,
            &["A-DEM-LARS"],
            "trucks of Armenia alone are in the list, a quarter of those that cross; road trade of Russia with Georgia, Türkiye and Iran is in no list",
        ),
        gate(
            "Norduz",
            Passing::crossing("x-am-ir-agarak-road"),
            Measure::Trucks,
            &["A-DEM-NORDUZ"],
            "exports of Iran alone are in the list; trucks on their way back, exports of Armenia and transit are counted as well",
        ),
        gate(
            "Kapıkule into Bulgaria",
            Passing::into_country("x-bg-tr-kapikule-road", "BG"),
            Measure::Trucks,
            &[],
            "a part goes by ferries to Trieste here; transit and trade with other countries of the Balkans are in no list",
        ),
        gate(
            "Hamzabeyli into Bulgaria",
            Passing::into_country("x-bg-tr-lesovo-road", "BG"),
            Measure::Trucks,
            &[],
            "Kapıkule costs less in the tables and has no queue at what comes here; since the end of 2018 trucks from Türkiye to Bulgaria itself may leave by Hamzabeyli alone, which the tables do not have",
        ),
        gate(
            "İpsala into Greece",
            Passing::into_country("x-gr-tr-kipoi-road", "GR"),
            Measure::Trucks,
            &[],
            "trucks to Greece alone come here in number; the parts of countries are a gravity model's",
        ),
        gate(
            "Khorgos by rail",
            Passing::crossing("x-cn-kz-khorgos-rail"),
            Measure::Tonnes,
            &[],
            "the total of both rail crossings is published and in the list, only how it is divided is modelled",
        ),
        gate(
            "Dostyk by rail",
            Passing::crossing("x-cn-kz-dostyk-rail"),
            Measure::Tonnes,
            &[],
            "the total of both rail crossings is published and in the list, only how it is divided is modelled",
        ),
    ]
}

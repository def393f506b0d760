//! What a figure is about, as groups tell figures apart.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::code::Country;
use crate::network::{
    FigureId, FigurePart, Handling, Mode, Network, Part, PlaceId, Service, ServiceId, ServiceKind,
};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// Kinds of figures that groups are made of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum GroupedFigures {
            $($(#[$doc])* $variant),+
        }

        impl GroupedFigures {
            /// The words of tables, in order.
            pub(super) const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word that tables use.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl FromStr for GroupedFigures {
            type Err = ();
            fn from_str(word: &str) -> Result<Self, ()> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(()),
                }
            }
        }
    };
}

kinds! {
    /// Rates and least amounts of tariffs.
    Rate = "rate",
    /// Prices of services and through rates.
    Price = "price",
    /// Prices of handling.
    HandlingPrice = "handling_price",
    /// What countries ask of trucks.
    Fee = "fee",
    /// What border control costs.
    BorderFee = "border_fee",
    /// Waits for departures: as stated, by how often a service leaves, and by the month.
    Wait = "wait",
    /// Hours of services.
    Hours = "hours",
    /// Hours of handling.
    HandlingHours = "handling_hours",
    /// Hours of border control.
    BorderHours = "border_hours",
    /// Speeds, and hours of a day on which they hold.
    Speed = "speed",
    /// Lengths of links and services.
    Length = "length",
    /// Greenhouse gas intensities.
    Emission = "emission",
}

/// What a figure is about.
pub(in crate::draws) struct About {
    pub(in crate::draws) figures: GroupedFigures,
    pub(in crate::draws) mode: Option<Mode>,
    pub(in crate::draws) countries: Vec<Country>,
    /// Where it is, or from where to where.
    pub(super) places: Vec<PlaceId>,
}

/// Nothing for ratios of spreads and what hazards add, which are of no group.
pub(in crate::draws) fn about(
    network: &Network,
    FigurePart { figure, part }: FigurePart,
) -> Option<About> {
    let of = |figures| About {
        figures,
        mode: None,
        countries: Vec::new(),
        places: Vec::new(),
    };
    let service = |figures, id: ServiceId| {
        let service = network.service(id)?;
        Some(About {
            mode: Some(mode(service)),
            places: vec![service.from, service.to],
            ..of(figures)
        })
    };
    let handling = |figures, row: &Handling| About {
        places: row.place.into_iter().collect(),
        countries: row.country.into_iter().collect(),
        ..of(figures)
    };
    let mut about = match figure {
        FigureId::TariffRate(id) | FigureId::TariffMinimum(id) => {
            let row = network.tariff(id)?;
            About {
                mode: Some(row.mode),
                countries: vec![row.country],
                ..of(GroupedFigures::Rate)
            }
        }
        FigureId::ServicePrice(id, _) => service(GroupedFigures::Price, id)?,
        FigureId::ServiceWait(id)
        | FigureId::ServiceTrainWait(id)
        | FigureId::ServiceFrequency(id) => service(GroupedFigures::Wait, id)?,
        FigureId::ServiceTime(id) => service(GroupedFigures::Hours, id)?,
        FigureId::ServiceLength(id) => service(GroupedFigures::Length, id)?,
        FigureId::ThroughPrice(id, _) => {
            let rate = network.through_rate(id)?;
            About {
                places: vec![rate.from, rate.to],
                ..of(GroupedFigures::Price)
            }
        }
        FigureId::Season(id) => {
            let row = network.seasons().get(id.index())?;
            let services = row.services.iter();
            let services: Vec<&Service> = services.filter_map(|id| network.service(*id)).collect();
            let places = services.iter().flat_map(|it| [it.from, it.to]);
            About {
                mode: services.first().map(|it| mode(it)),
                places: places.collect(),
                ..of(GroupedFigures::Wait)
            }
        }
        FigureId::DepartureTime(id) => {
            let row = network.departures().get(id.index())?;
            About {
                mode: Some(Mode::Rail),
                places: row.place.into_iter().collect(),
                countries: row.country.into_iter().collect(),
                ..of(GroupedFigures::Wait)
            }
        }
        FigureId::HandlingTime(id) => {
            handling(GroupedFigures::HandlingHours, network.handling_record(id)?)
        }
        FigureId::HandlingPrice(id, _) => {
            handling(GroupedFigures::HandlingPrice, network.handling_record(id)?)
        }
        FigureId::BorderTime(id) | FigureId::BorderFee(id) => {
            let row = network.border_terms(id)?;
            let fee = matches!(figure, FigureId::BorderFee(_));
            About {
                mode: row.mode,
                countries: row.from.into_iter().chain(row.to).collect(),
                ..of(if fee {
                    GroupedFigures::BorderFee
                } else {
                    GroupedFigures::BorderHours
                })
            }
        }
        FigureId::Fee(id) => {
            let row = network.fees().get(id.index())?;
            About {
                mode: Some(row.mode),
                countries: vec![row.country],
                ..of(GroupedFigures::Fee)
            }
        }
        FigureId::Speed(_) if part == Part::Spread => return None,
        FigureId::Speed(id) => {
            let row = network.speeds().get(id.index())?;
            About {
                mode: Some(row.mode),
                countries: row.country.into_iter().collect(),
                ..of(GroupedFigures::Speed)
            }
        }
        FigureId::LinkLength(id) => {
            let link = network.link(id)?;
            About {
                mode: Some(link.mode),
                countries: vec![link.country],
                ..of(GroupedFigures::Length)
            }
        }
        FigureId::Emission(id) => About {
            countries: network
                .emissions()
                .get(id.index())?
                .country
                .into_iter()
                .collect(),
            ..of(GroupedFigures::Emission)
        },
        FigureId::Hazard(_) | FigureId::Scenario => return None,
    };
    // Where it is says in which country.
    if about.countries.is_empty() {
        let places = about.places.iter().filter_map(|id| network.place(*id));
        about.countries = places.map(|place| place.country).collect();
    }
    Some(about)
}

const fn mode(service: &Service) -> Mode {
    match service.kind {
        ServiceKind::BlockTrain => Mode::Rail,
        ServiceKind::RailFerry | ServiceKind::RoRo | ServiceKind::Feeder => Mode::Sea,
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {}", self.figures.as_str())?;
        if let Some(mode) = self.mode {
            write!(f, " by {mode}")?;
        }
        let countries: Vec<String> = self.countries.iter().map(Country::to_string).collect();
        if !countries.is_empty() {
            write!(f, " of {}", countries.join(" and "))?;
        }
        Ok(())
    }
}

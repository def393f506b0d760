//! What a route has to warn of, off the rows that its figures were read from.

use super::VerifyError;
use super::reckoning::Reckoning;
use super::records::Records;
use crate::code::Name;
use crate::network::{FigureId, OperatorId, Origin, Validity};
use crate::route::{DatedRow, Warning};

impl Records<'_> {
    /// Notes what the figures of a step call for; a part states hours and no charges.
    pub(super) fn warn(&self, found: &Reckoning, is_part: bool, warnings: &mut Vec<Warning>) {
        if let Some((_, (country, mode, _))) = &found.moved {
            self.warn_of_hazards(*country, *mode, warnings);
        }
        let hours = found.hours.iter().map(|(figure, _)| *figure);
        let charges = found.owed.iter().filter(|_| !is_part);
        // Where the day lies outside of all records, old figures are no news.
        let outside = self.warn_of_day().is_some();
        for figure in hours.chain(charges.map(|owed| owed.figure)) {
            if let Some(warning) = self.old(figure).filter(|_| !outside)
                && !warnings.contains(&warning)
            {
                warnings.push(warning);
            }
            let Some((validity, origin)) = self.dated(figure) else {
                continue;
            };
            let day = self.world.day();
            let early = validity.from().is_some_and(|first| day < first);
            let late = validity.to().is_some_and(|last| last < day);
            if !early && !late {
                continue;
            }
            let Some(of) = self.row(figure) else {
                continue;
            };
            let warning = Warning::FigureOfOtherDay {
                of,
                validity,
                day,
                origin: origin.clone(),
            };
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
    }

    /// When the row of a figure is valid, and where it stands; only rows of figures alone.
    fn dated(&self, figure: FigureId) -> Option<(Validity, &Origin)> {
        let network = self.network;
        let (validity, provenance) = match figure {
            FigureId::BorderTime(id) | FigureId::BorderFee(id) => {
                let row = network.border_terms(id)?;
                (row.validity, &row.provenance)
            }
            FigureId::HandlingTime(id) | FigureId::HandlingPrice(id, _) => {
                let row = network.handling_record(id)?;
                (row.validity, &row.provenance)
            }
            FigureId::DepartureTime(id) => {
                let row = network.departures().get(id.index())?;
                (row.validity, &row.provenance)
            }
            FigureId::Speed(id) => {
                let row = network.speeds().get(id.index())?;
                (row.validity, &row.provenance)
            }
            FigureId::TariffRate(id) | FigureId::TariffMinimum(id) => {
                let row = network.tariff(id)?;
                (row.validity, &row.provenance)
            }
            FigureId::Fee(id) => {
                let row = network.fees().get(id.index())?;
                (row.validity, &row.provenance)
            }
            FigureId::Hazard(_)
            | FigureId::Emission(_)
            | FigureId::LinkLength(_)
            | FigureId::ServiceLength(_)
            | FigureId::ServiceTime(_)
            | FigureId::ServiceWait(_)
            | FigureId::ServiceTrainWait(_)
            | FigureId::Season(_)
            | FigureId::ServiceFrequency(_)
            | FigureId::ServicePrice(..)
            | FigureId::ThroughPrice(..)
            | FigureId::Scenario => return None,
        };
        Some((validity, &provenance.origin))
    }

    fn row(&self, figure: FigureId) -> Option<DatedRow> {
        let network = self.network;
        let company = |id: Option<OperatorId>| id.map(|id| network.operator_at(id).id.clone());
        let family = |family: &Option<String>| family.as_deref().map(Name::from);
        Some(match figure {
            FigureId::BorderTime(id) | FigureId::BorderFee(id) => {
                let row = network.border_terms(id)?;
                let crossing = row.crossing.and_then(|id| network.crossing(id));
                DatedRow::Borders {
                    crossing: crossing.map(|crossing| crossing.code.clone()),
                    from: row.from,
                    to: row.to,
                    mode: row.mode,
                    regime: row.regime,
                }
            }
            FigureId::HandlingTime(id) | FigureId::HandlingPrice(id, _) => {
                let row = network.handling_record(id)?;
                let place = row.place.and_then(|id| network.place(id));
                DatedRow::Handling {
                    operation: row.kind,
                    place: place.map(|place| Name::from(place.code.as_str())),
                    country: row.country,
                    from: family(&row.from),
                    to: family(&row.to),
                }
            }
            FigureId::DepartureTime(id) => {
                let row = network.departures().get(id.index())?;
                let place = row.place.and_then(|id| network.place(id));
                DatedRow::Departures {
                    place: place.map(|place| Name::from(place.code.as_str())),
                    country: row.country,
                    product: row.product,
                    consist: row.consist,
                }
            }
            FigureId::Speed(id) => {
                let row = network.speeds().get(id.index())?;
                let line = row.line.and_then(|id| network.line(id));
                DatedRow::Speeds {
                    line: line.map(|line| line.id.clone()),
                    country: row.country,
                    mode: row.mode,
                    product: row.product,
                }
            }
            FigureId::TariffRate(id) | FigureId::TariffMinimum(id) => {
                let row = network.tariff(id)?;
                DatedRow::Tariffs {
                    id: row.id.clone(),
                    operator: company(row.operator),
                    country: row.country,
                    mode: row.mode,
                    product: row.product,
                }
            }
            FigureId::Fee(id) => {
                let row = network.fees().get(id.index())?;
                DatedRow::Fees {
                    country: row.country,
                    mode: row.mode,
                    plate: row.plate,
                    trigger: row.trigger,
                    payee: company(row.payee),
                }
            }
            FigureId::Hazard(_)
            | FigureId::Emission(_)
            | FigureId::LinkLength(_)
            | FigureId::ServiceLength(_)
            | FigureId::ServiceTime(_)
            | FigureId::ServiceWait(_)
            | FigureId::ServiceTrainWait(_)
            | FigureId::Season(_)
            | FigureId::ServiceFrequency(_)
            | FigureId::ServicePrice(..)
            | FigureId::ThroughPrice(..)
            | FigureId::Scenario => return None,
        })
    }
}

/// A route warns of everything that its figures call for, and of nothing else, in order.
pub(super) fn same(stated: &[Warning], mut recorded: Vec<Warning>) -> Result<(), VerifyError> {
    recorded.sort();
    if stated == recorded {
        return Ok(());
    }
    Err(VerifyError::OtherWarnings {
        stated: stated.to_vec(),
        recorded,
    })
}

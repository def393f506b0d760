//! What a route has to warn of because of where it goes and by whose trucks.

use super::records::Records;
use crate::code::Country;
use crate::network::{Conveyance, Mode, Plate, PlateRule, PlateTerms};
use crate::route::{Act, Stop, Warning};

impl Records<'_> {
    /// Every hazard of the day to a move.
    pub(super) fn warn_of_hazards(
        &self,
        country: Country,
        mode: Mode,
        warnings: &mut Vec<Warning>,
    ) {
        let day = self.world.day();
        let there = self.network.hazards().iter().filter(|row| {
            (row.country, row.mode.unwrap_or(mode)) == (country, mode) && row.validity.contains(day)
        });
        for row in there {
            let warning = Warning::Hazard {
                country,
                kind: row.kind.clone(),
                mode: row.mode,
                origin: row.provenance.origin.clone(),
            };
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
    }

    /// Every carriage from place to place of a country that its truck may not do. A truck carries goods
    /// from the lift that puts them onto it to the one that takes them off; a change of trucks at a border
    /// ends the one carriage, and the other begins abroad.
    pub(super) fn warn_of_cabotage(&self, warnings: &mut Vec<Warning>) {
        let mut loaded: Option<&Stop> = None;
        for step in self.route.atoms() {
            match (&step.act, &step.conveyances[..]) {
                (Act::Load | Act::Tranship, [_, Conveyance::Truck]) => loaded = Some(&step.from),
                (Act::Unload | Act::Tranship, [Conveyance::Truck, _]) => {
                    let home = loaded.filter(|from| from.country == step.from.country);
                    let row = home.and_then(|_| self.no_cabotage(step.from.country));
                    if let (Some(from), Some(row)) = (home, row) {
                        let warning = Warning::Cabotage {
                            country: row.country,
                            plate: self.plate_in(row.country),
                            from: from.code.clone(),
                            to: step.from.code.clone(),
                            origin: row.provenance.origin.clone(),
                        };
                        if !warnings.contains(&warning) {
                            warnings.push(warning);
                        }
                    }
                    loaded = None;
                }
                _ if step.reload.is_some() => loaded = None,
                _ => {}
            }
        }
    }

    /// The row by which the shipment's truck carries nothing from place to place of a country.
    fn no_cabotage(&self, country: Country) -> Option<&PlateTerms> {
        let (plate, day) = (self.plate_in(country), self.world.day());
        let said = |by: Plate| {
            let mut rows = self.network.plates().iter();
            rows.find(|row| {
                let asked = matches!(row.rule, PlateRule::NoCabotage | PlateRule::Cabotage);
                asked && (row.country, row.plate) == (country, by) && row.validity.contains(day)
            })
        };
        let european = self.network.is_in_union(plate, "EU", day);
        let union = || said(Plate::EuropeanUnion).filter(|_| european);
        let row = said(Plate::Country(plate)).or_else(union);
        let row = row.or_else(|| said(Plate::Other));
        row.filter(|row| plate != country && row.rule == PlateRule::NoCabotage)
    }
}

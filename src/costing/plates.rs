//! Whose trucks carry a shipment in which country.

use jiff::civil::Date;

use crate::code::Country;
use crate::network::{Network, Plate, PlateRule};

/// The plates of the trucks that carry a shipment: its own, or where they may not run, the country's.
#[derive(Clone, Debug)]
pub(crate) struct Plates {
    own: Country,
    /// Where its own may not run.
    barred: Vec<Country>,
}

impl Plates {
    pub(crate) fn of(network: &Network, day: Date, own: Country) -> Self {
        let mut barred = Vec::new();
        let mut first = 0;
        let rows = network.plates();
        while let Some(country) = rows.get(first).map(|row| row.country) {
            let here = rows[first..]
                .iter()
                .take_while(|row| row.country == country);
            first += here.clone().count();
            let ranked = here
                .filter(|row| row.validity.contains(day))
                .filter_map(|row| {
                    let bars = match row.rule {
                        PlateRule::NoEntry | PlateRule::BorderZone => true,
                        PlateRule::Allowed => false,
                        PlateRule::NoCabotage | PlateRule::Cabotage => return None,
                    };
                    let rank = specificity(network, day, row.plate, (own, country))?;
                    Some((rank, bars))
                });
            if own != country && ranked.max().is_some_and(|(_, bars)| bars) {
                barred.push(country);
            }
        }
        Self { own, barred }
    }

    /// Where the trucks are registered that carry the shipment in a country.
    pub(crate) fn within(&self, country: Country) -> Country {
        if self.barred.contains(&country) {
            country
        } else {
            self.own
        }
    }

    /// Whether goods change trucks between two countries.
    pub(crate) fn change(&self, [from, to]: [Country; 2]) -> bool {
        self.within(from) != self.within(to)
    }
}

/// How closely a record of a country names a plate: it alone, or as one of the European Union, or as
/// any; nothing where it does not. The country's own plates are named by themselves only.
pub(super) fn specificity(
    network: &Network,
    day: Date,
    named: Plate,
    (plate, country): (Country, Country),
) -> Option<u8> {
    let foreign = plate != country;
    match named {
        Plate::Country(named) => (named == plate).then_some(2),
        Plate::EuropeanUnion => (foreign && network.is_in_union(plate, "EU", day)).then_some(1),
        Plate::Other => foreign.then_some(0),
    }
}

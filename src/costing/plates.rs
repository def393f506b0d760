//! Whose trucks carry a shipment in which country.

use jiff::civil::Date;

use crate::code::Country;
use crate::network::Network;

/// The plates of the trucks that carry a shipment: its own, or where they do not enter, the country's.
#[derive(Clone, Debug)]
pub(crate) struct Plates {
    network: Network,
    day: Date,
    own: Country,
    /// Where its own do not enter.
    barred: Vec<Country>,
}

impl Plates {
    pub(crate) fn of(network: &Network, day: Date, own: Country) -> Self {
        let rows = network.plates().iter();
        let mut barred: Vec<Country> = rows.map(|row| row.country).collect();
        barred.dedup();
        barred.retain(|country| !network.admits(own, *country, day));
        Self {
            network: network.clone(),
            day,
            own,
            barred,
        }
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
    pub(crate) fn change(&self, countries: [Country; 2]) -> bool {
        let [from, to] = countries;
        match countries.map(|country| self.barred.contains(&country)) {
            [false, false] => false,
            [true, false] | [false, true] => true,
            [true, true] => !self.network.admits(from, to, self.day),
        }
    }
}

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Cited, Network, Plate, Provenance, Validity};
use crate::code::Country;
use crate::quantity::Distance;

/// What a country does not let trucks of a plate do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlateRule {
    /// They do not enter: goods change trucks at the border.
    NoEntry,
    /// They enter a zone behind the border only. Goods change trucks at the border as well, as though
    /// they did not enter.
    BorderZone,
    /// They enter, whatever less specific records say.
    Allowed,
    /// They do not carry goods that are loaded in the country to a place in the country.
    NoCabotage,
    /// They may carry them, whatever less specific records say.
    Cabotage,
}

/// What a country lets trucks of a plate do; the most specific record wins: plate, then the European
/// Union's, then any. A country's own trucks may do everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlateTerms {
    /// The country.
    pub country: Country,
    /// Whose trucks.
    pub plate: Plate,
    /// What they may not do.
    pub rule: PlateRule,
    /// How far behind the border the zone reaches; for readers.
    pub limit: Option<Cited<Distance>>,
    /// When it holds.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl PlateTerms {
    /// A rule for every foreign plate.
    #[must_use]
    pub fn new(country: Country, rule: PlateRule) -> Self {
        Self {
            country,
            plate: Plate::Other,
            rule,
            limit: None,
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

impl Network {
    /// Whether trucks of a plate enter a country on `day`, and not a zone at its border only. A
    /// country's own do.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    /// let network = Network::europe_central_asia();
    /// let day = date(2026, 11, 22);
    /// let [turkiye, georgia, china] = ["TR", "GE", "CN"].map(|code| code.parse());
    /// let (turkiye, georgia, china) = (turkiye?, georgia?, china?);
    /// assert!(network.admits(turkiye, georgia, day));
    /// assert!(!network.admits(turkiye, china, day));
    /// # Ok::<(), trade_corridor::code::CodeError>(())
    /// ```
    #[must_use]
    pub fn admits(&self, plate: Country, country: Country, day: Date) -> bool {
        let asked = |rule| match rule {
            PlateRule::NoEntry | PlateRule::BorderZone | PlateRule::Allowed => true,
            PlateRule::NoCabotage | PlateRule::Cabotage => false,
        };
        let first = self.plate_terms(plate, country, day, asked);
        plate == country || first.is_none_or(|row| row.rule == PlateRule::Allowed)
    }

    /// The record by which a country does not let trucks of a plate carry goods from place to place
    /// there on `day`, if one does.
    #[must_use]
    pub fn no_cabotage(&self, plate: Country, country: Country, day: Date) -> Option<&PlateTerms> {
        let asked = |rule| match rule {
            PlateRule::NoCabotage | PlateRule::Cabotage => true,
            PlateRule::NoEntry | PlateRule::BorderZone | PlateRule::Allowed => false,
        };
        let first = self.plate_terms(plate, country, day, asked)?;
        (plate != country && first.rule == PlateRule::NoCabotage).then_some(first)
    }

    /// Whether goods on trucks of a plate change trucks between two countries: where those do not enter
    /// one of them. Where they enter neither, trucks of the country left run on if they may.
    pub(crate) fn changes_trucks(
        &self,
        plate: Country,
        [from, to]: [Country; 2],
        day: Date,
    ) -> bool {
        match [from, to].map(|country| self.admits(plate, country, day)) {
            [true, true] => false,
            [true, false] | [false, true] => true,
            [false, false] => !self.admits(from, to, day),
        }
    }

    /// The most specific record of the asked rules.
    fn plate_terms(
        &self,
        plate: Country,
        country: Country,
        day: Date,
        asked: impl Fn(PlateRule) -> bool,
    ) -> Option<&PlateTerms> {
        let rows = self.plates();
        let first = rows.partition_point(|row| row.country < country);
        let here = rows[first..].iter();
        let here = here.take_while(|row| row.country == country);
        let ranked = here.filter_map(|row| {
            let holds = asked(row.rule) && row.validity.contains(day);
            let plate = (plate, country);
            let rank = holds.then(|| self.names_plate(row.plate, plate, day));
            Some((rank??, row))
        });
        ranked.max_by_key(|(rank, _)| *rank).map(|(_, row)| row)
    }

    /// How closely a record of a country names a plate: it alone, or as one of the European Union, or
    /// as any; nothing where it does not. The country's own are named by themselves only.
    pub(crate) fn names_plate(
        &self,
        named: Plate,
        (plate, country): (Country, Country),
        day: Date,
    ) -> Option<u8> {
        let foreign = plate != country;
        match named {
            Plate::Country(named) => (named == plate).then_some(2),
            Plate::EuropeanUnion => (foreign && self.is_in_union(plate, "EU", day)).then_some(1),
            Plate::Other => foreign.then_some(0),
        }
    }
}

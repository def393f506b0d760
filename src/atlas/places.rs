//! Projects, places and border crossings.

use geo_types::Point;

use super::fields::{Field, Note, Remark};
use super::groups::States;
use super::loader::Loader;
use super::reading::Reading;
use super::schema::{CellKind, ColumnSchema, Names, names};
use super::sheet::Row;
use super::table::{Load, table};
use super::values::Whole;
use crate::code::{Country, Locode, Name};
use crate::network::{
    BorderCrossing, Mode, Place, PlaceId, PlaceKind, Project, ProjectId, Provenance, Regime,
};

table! {
    /// Things that open or change together.
    struct ProjectRow in "projects" defining "id" {
        id: Name = "id",
        name: Name = "name",
        expected: String = "expected",
        note: Note,
        provenance: Provenance,
    }
}

impl Load for ProjectRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut project = Project::new(self.id, self.name);
        project.expected = self.expected;
        project.note = self.note.0;
        project.provenance = self.provenance;
        loader.builder.project(project);
    }
}

/// Longitude and latitude; whether they lie on the globe is checked with the records.
struct Location(Point<f64>);

impl Field for Location {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        for (names, most) in [(names!("lon"), 180.0), (names!("lat"), 90.0)] {
            let kind = CellKind::between(-most, most);
            let unit = Some("degrees");
            let column = ColumnSchema::new(names.name, kind).filled();
            columns.push(ColumnSchema { unit, ..column });
        }
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let (lon, lat) = (f64::read(reading, at), f64::read(reading, at + 1));
        Some(Self(Point::new(lon?, lat?)))
    }
}

table! {
    /// A location.
    struct PlaceRow in "places" defining "code" {
        code: Locode = "code",
        name: Name = "name",
        aliases: Vec<Name> = "aliases",
        country: Country = "country",
        location: Location,
        kinds: Vec<PlaceKind> = "kinds",
        tier: Option<Whole<u8, 1, 2>> = "tier",
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for PlaceRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut place = Place::new(self.code, self.name, self.country, self.location.0);
        place.aliases = self.aliases.into_iter().map(String::from).collect();
        place.kinds = self.kinds;
        place.tier = self.tier.map_or(1, |tier| tier.0);
        place.provenance = self.provenance;
        loader.builder.place(place);
    }
}

/// The two countries of a border.
struct Sides([Country; 2]);

impl Field for Sides {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Country::describe(names!("country_a"), columns);
        Country::describe(names!("country_b"), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let (a, b) = (Country::read(reading, at), Country::read(reading, at + 1));
        let (a, b) = (a?, b?);
        if a >= b {
            let reason = format!(
                "a border lies between two countries in alphabetical order, not `{a}` and `{b}`"
            );
            reading.row.bad(at + 1, reason);
        }
        Some(Self([a, b]))
    }
}

table! {
    /// A point on a border line.
    struct CrossingRow in "crossings" defining "code" {
        code: Name = "code",
        name: Name = "name",
        countries: Sides,
        mode: Mode = "mode",
        location: Location,
        place_a: Option<PlaceId> = "place_a",
        place_b: Option<PlaceId> = "place_b",
        regime: Regime = "regime",
        states: States,
        project: Option<ProjectId> = "project",
        note: Note,
        provenance: Provenance,
    }
}

impl Load for CrossingRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let (countries, location) = (self.countries.0, self.location.0);
        let mut crossing = BorderCrossing::new(self.code, countries, self.mode, location);
        crossing.name = self.name;
        crossing.stations = [self.place_a, self.place_b];
        crossing.regime = self.regime;
        crossing.states = self.states.0;
        crossing.project = self.project;
        crossing.note = self.note.0;
        crossing.provenance = self.provenance;
        loader.builder.crossing(crossing);
    }
}

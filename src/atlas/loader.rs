use rustc_hash::FxHashMap;

use super::findings::Findings;
use super::limits::SOURCES_OF_A_CELL;
use super::overrides::{self, Override};
use super::sheet::{Column, File, Row, Sheet};
use crate::code::Country;
use crate::network::{
    Cited, CitedTime, Conveyance, FaultKind, LineId, Missing, Mode, NetworkBuilder, OperatorId,
    Party, PlaceId, Prices, ProjectId, Provenance, State, Status, Timeline, Waypoint,
};
use crate::quantity::{Rate, TravelTime};

/// Reads tables into a builder, in an order that lets later tables refer to earlier ones.
pub(super) struct Loader<'a> {
    pub(super) builder: NetworkBuilder,
    pub(super) findings: &'a Findings,
    pub(super) money: super::money::Converter,
    /// Lines of links that name none, so that each is looked up once.
    pub(super) default_lines: FxHashMap<(Country, Mode), LineId>,
    overrides: Vec<Override>,
    files: &'a [File],
    most_rows: usize,
}

impl<'a> Loader<'a> {
    pub(super) fn new(
        files: &'a [File],
        findings: &'a Findings,
        price_year: i16,
        most_rows: usize,
    ) -> Self {
        Self {
            builder: NetworkBuilder::default(),
            findings,
            money: super::money::Converter::new(price_year),
            default_lines: FxHashMap::default(),
            overrides: overrides::read(files, most_rows, findings),
            files,
            most_rows,
        }
    }

    pub(super) fn finish(self) -> NetworkBuilder {
        overrides::report(&self.overrides, self.findings);
        self.builder
    }

    /// Every file of a table (`links.csv`, `links_hand.csv`, ... for `links`), overrides applied.
    pub(super) fn sheets(
        &mut self,
        table: &str,
        key: &'static str,
        columns: &[Column],
    ) -> Vec<Sheet<'a>> {
        let mut sheets = Vec::new();
        for file in self
            .files
            .iter()
            .filter(|file| super::folder::table_of(&file.name) == Some(table))
        {
            let defines = matches!(key, "id" | "code" | "year") && table != "status";
            let code = if defines { key } else { "" };
            let mut sheet = Sheet::read(file, code, columns, self.most_rows, self.findings);
            let (mut mine, others): (Vec<_>, Vec<_>) = self
                .overrides
                .drain(..)
                .partition(|change| change.table == table);
            overrides::apply(&mut sheet, key, &mut mine, self.findings);
            self.overrides = others;
            self.overrides.extend(mine);
            sheets.push(sheet);
        }
        sheets
    }

    /// The column `source`; a row without one is a fault.
    pub(super) fn provenance(&self, row: Row<'_>) -> Provenance {
        let mut provenance = row.provenance();
        if !row.has("source") {
            row.fault("source", FaultKind::NoSource);
        }
        let count = row.parts("source").count();
        if count > SOURCES_OF_A_CELL {
            let reason =
                format!("the cell cites {count} sources; cite at most {SOURCES_OF_A_CELL}");
            row.fault("source", FaultKind::BadValue { reason });
            return provenance;
        }
        for entry in row.parts("source") {
            let (column, id) = match entry.split_once('=') {
                Some((column, id)) => (Some(column.trim()), id.trim()),
                None => (None, entry),
            };
            let known = column.map(|name| row.column(name));
            if let (Some(name), Some(None)) = (column, known) {
                let reason = format!("`{name}` is no column of this table; correct the name");
                row.fault("source", FaultKind::BadValue { reason });
            }
            match self.builder.find_source(id) {
                Ok(source) => provenance.cite_known(known.flatten(), source),
                Err(missing) => unknown(&self.builder, row, "source", "source", id, missing),
            }
        }
        provenance
    }

    pub(super) fn place(&self, row: Row<'_>, column: &str) -> Option<PlaceId> {
        let code = row.required(column)?;
        self.builder
            .find_place(code)
            .map_err(|miss| unknown(&self.builder, row, column, "place", code, miss))
            .ok()
    }

    pub(super) fn operator(&self, row: Row<'_>, column: &str) -> Option<OperatorId> {
        let id = row.required(column)?;
        self.builder
            .find_operator(id)
            .map_err(|miss| unknown(&self.builder, row, column, "operator", id, miss))
            .ok()
    }

    pub(super) fn optional_operator(
        &self,
        row: Row<'_>,
        column: &str,
    ) -> Option<Option<OperatorId>> {
        if row.has(column) {
            self.operator(row, column).map(Some)
        } else {
            Some(None)
        }
    }

    pub(super) fn party(&self, row: Row<'_>, column: &str) -> Option<Party> {
        let id = row.required(column)?;
        let owner = self.builder.find_owner(id).map(Party::Owner);
        owner
            .or_else(|miss| {
                let operator = self.builder.find_operator(id).map(Party::Operator);
                operator.map_err(|other| miss.or(other))
            })
            .map_err(|miss| unknown(&self.builder, row, column, "operator or owner", id, miss))
            .ok()
    }

    pub(super) fn project(&self, row: Row<'_>) -> Option<Option<ProjectId>> {
        if !row.has("project") {
            return Some(None);
        }
        let id = row.text("project");
        self.builder
            .find_project(id)
            .map(Some)
            .map_err(|miss| unknown(&self.builder, row, "project", "project", id, miss))
            .ok()
    }

    /// The columns `status`, `valid_from`, `valid_to`. An empty status leaves the states to
    /// `status.csv`.
    pub(super) fn states(row: Row<'_>) -> Option<Timeline> {
        if !row.has("status") {
            return Some(Timeline::default());
        }
        let (status, validity) = (row.parse::<Status>("status"), row.validity());
        let mut states = Timeline::default();
        states.push(State {
            status: status?,
            validity: validity?,
            provenance: row.provenance(),
        });
        Some(states)
    }

    /// A country, or nothing for `*` and an empty cell.
    pub(super) fn any_country(row: Row<'_>, column: &str) -> Option<Option<Country>> {
        if row.text(column) == "*" {
            Some(None)
        } else {
            row.optional(column)
        }
    }

    /// The price columns, in USD of the price year.
    pub(super) fn prices(&self, row: Row<'_>, provenance: &Provenance) -> Option<Prices> {
        let cite = |rate: Option<Rate>, column| rate.map(|rate| cited(provenance, column, rate));
        let of = |column: &str| {
            if row.has(column) {
                self.rate(row, column).map(Some)
            } else {
                Some(None)
            }
        };
        let (small, large) = (of("price_20ft"), of("price_40ft"));
        let (truck, wagon) = (of("price_truck"), of("price_wagon"));
        Some(Prices {
            container_20: cite(small?, "price_20ft"),
            container_40: cite(large?, "price_40ft"),
            truck: cite(truck?, "price_truck"),
            wagon: cite(wagon?, "price_wagon"),
        })
    }

    /// An amount in the row's currency and year, in USD of the price year.
    pub(super) fn rate(&self, row: Row<'_>, column: &str) -> Option<Rate> {
        let amount = row.positive(column);
        let factor = self.money.factor(row);
        let usd = amount? * factor?;
        Rate::from_usd(usd)
            .map_err(|error| {
                row.fault(
                    column,
                    FaultKind::BadValue {
                        reason: error.to_string(),
                    },
                );
            })
            .ok()
    }

    /// Places, crossings and services in a list cell, and `lon lat` points in another.
    pub(super) fn via(&self, row: Row<'_>, codes: &str, points: &str) -> Option<Vec<Waypoint>> {
        let mut sound = true;
        let mut via = Vec::new();
        for code in row.parts(codes) {
            let found = self
                .builder
                .find_place(code)
                .map(Waypoint::Place)
                .or_else(|miss| {
                    let crossing = self.builder.find_crossing(code).map(Waypoint::Crossing);
                    crossing.map_err(|other| miss.or(other))
                })
                .or_else(|miss| {
                    let service = self.builder.find_service(code).map(Waypoint::Service);
                    service.map_err(|other| miss.or(other))
                });
            match found {
                Ok(point) => via.push(point),
                Err(miss) => {
                    sound = false;
                    unknown(
                        &self.builder,
                        row,
                        codes,
                        "place, crossing or service",
                        code,
                        miss,
                    );
                }
            }
        }
        for text in row.parts(points) {
            let numbers: Vec<f64> = text
                .split_whitespace()
                .filter_map(|part| part.parse().ok())
                .collect();
            match numbers[..] {
                [lon, lat] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => {
                    via.push(Waypoint::Point(geo_types::Point::new(lon, lat)));
                }
                _ => {
                    sound = false;
                    let reason = format!("`{text}` is no point; give degrees such as `50.2 40.1`");
                    row.fault(points, FaultKind::BadValue { reason });
                }
            }
        }
        sound.then_some(via)
    }

    /// A conveyance family (`wagon`, `truck`, `vessel`, `terminal` or `depot`), or nothing for `*`.
    pub(super) fn family(row: Row<'_>, column: &str) -> Option<Option<String>> {
        match row.text(column) {
            "" | "*" => Some(None),
            word @ ("wagon" | "truck" | "vessel" | "barge") => Some(Some(word.to_owned())),
            "terminal" | "depot" => Some(Some(Conveyance::Terminal.family().to_owned())),
            text => match text.parse::<Conveyance>() {
                Ok(conveyance) => Some(Some(conveyance.family().to_owned())),
                Err(error) => {
                    row.fault(
                        column,
                        FaultKind::BadValue {
                            reason: error.to_string(),
                        },
                    );
                    None
                }
            },
        }
    }
}

/// Reports a reference to a record that is not there.
pub(super) fn unknown(
    builder: &NetworkBuilder,
    row: Row<'_>,
    column: &str,
    what: &'static str,
    code: &str,
    missing: Missing,
) {
    if row.may_be_refused(code) {
        row.refuse();
        return;
    }
    let suggested = row.may_suggest().then(|| missing.nearest(builder, code));
    let nearest = suggested.flatten();
    row.fault(
        column,
        FaultKind::Unknown {
            what,
            code: code.to_owned(),
            nearest,
        },
    );
}

/// A figure with the sources that speak of its column.
pub(super) fn cited<T>(provenance: &Provenance, column: &str, value: T) -> Cited<T> {
    Cited::from(value).by(provenance.of(column))
}

pub(super) fn cited_time(
    provenance: &Provenance,
    columns: [&str; 2],
    time: TravelTime,
) -> CitedTime {
    let [median, p90] = columns;
    CitedTime::new(
        cited(provenance, median, time.median()),
        cited(provenance, p90, time.p90()),
    )
}

/// Reads one of a few words.
pub(super) fn word<T: Copy>(row: Row<'_>, column: &str, words: &[(&str, T)]) -> Option<T> {
    let text = row.required(column)?;
    let found = words
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| *value);
    if found.is_none() {
        let accepted: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let reason = format!(
            "`{text}` is unknown here; use one of {}",
            accepted.join(", ")
        );
        row.fault(column, FaultKind::BadValue { reason });
    }
    found
}

//! Places, crossings, lines, links and their states.

use geo_types::Point;

use super::loader::{Loader, cited, unknown};
use super::sheet::Row;
use crate::code::Country;
use crate::network::{
    BorderCrossing, Direction, End, Fault, FaultKind, Gauge, Line, Link, Management, Mode, Place,
    PlaceKind, Project, State,
};

impl Loader<'_> {
    pub(super) fn projects(&mut self) {
        for sheet in self.sheets(
            "projects",
            "id",
            &["id", "name", "expected", "note", "source"],
        ) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (Some(id), Some(name)) = (row.required("id"), row.required("name")) else {
                    continue;
                };
                let mut project = Project::new(id, name);
                row.text("expected").clone_into(&mut project.expected);
                row.text("note").clone_into(&mut project.note);
                project.provenance = provenance;
                self.builder.project(project);
            }
        }
    }

    pub(super) fn places(&mut self) {
        let columns = [
            "code", "name", "aliases", "country", "lon", "lat", "kinds", "tier", "source", "?note",
        ];
        for sheet in self.sheets("places", "code", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (code, name) = (row.parse("code"), row.required("name"));
                let (country, location) = (row.parse("country"), point(row));
                let (kinds, tier) = (
                    row.list::<PlaceKind>("kinds"),
                    if row.has("tier") {
                        row.whole::<u8>("tier", 1, 2)
                    } else {
                        Some(1)
                    },
                );
                let (
                    Some(code),
                    Some(name),
                    Some(country),
                    Some(location),
                    Some(kinds),
                    Some(tier),
                ) = (code, name, country, location, kinds, tier)
                else {
                    continue;
                };
                let mut place = Place::new(code, name, country, location);
                place.aliases = row.parts("aliases").map(str::to_owned).collect();
                place.kinds = kinds;
                place.tier = tier;
                place.provenance = provenance;
                self.builder.place(place);
            }
        }
    }

    pub(super) fn crossings(&mut self) {
        let columns = [
            "code",
            "name",
            "country_a",
            "country_b",
            "mode",
            "lon",
            "lat",
            "place_a",
            "place_b",
            "regime",
            "status",
            "valid_from",
            "valid_to",
            "project",
            "note",
            "source",
        ];
        for sheet in self.sheets("crossings", "code", &columns) {
            for row in sheet.rows() {
                if let Some(crossing) = self.crossing(row) {
                    self.builder.crossing(crossing);
                }
            }
        }
    }

    fn crossing(&self, row: Row<'_>) -> Option<BorderCrossing> {
        let provenance = self.provenance(row);
        let (code, name, mode) = (
            row.required("code"),
            row.required("name"),
            row.parse("mode"),
        );
        let (a, b) = (
            row.parse::<Country>("country_a"),
            row.parse::<Country>("country_b"),
        );
        let (location, states, project) = (point(row), Self::states(row), self.project(row));
        let regime = row.parse("regime");
        let station = |column: &str| {
            if row.has(column) {
                self.place(row, column).map(Some)
            } else {
                Some(None)
            }
        };
        let stations = [station("place_a"), station("place_b")];
        let (a, b) = (a?, b?);
        if a >= b {
            let reason = format!(
                "a border lies between two countries in alphabetical order, not `{a}` and `{b}`"
            );
            row.fault("country_b", FaultKind::BadValue { reason });
        }
        let mut crossing = BorderCrossing::new(code?, [a, b], mode?, location?);
        crossing.name = name?.into();
        crossing.stations = [stations[0]?, stations[1]?];
        crossing.regime = regime?;
        crossing.states = states?;
        crossing.project = project?;
        row.text("note").clone_into(&mut crossing.note);
        crossing.provenance = provenance;
        Some(crossing)
    }

    pub(super) fn lines(&mut self) {
        let columns = [
            "id",
            "name",
            "country",
            "mode",
            "manager",
            "valid_from",
            "valid_to",
            "project",
            "source",
            "?note",
        ];
        for sheet in self.sheets("lines", "id", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (id, name) = (row.required("id"), row.required("name"));
                let (country, mode) = (row.parse::<Country>("country"), row.parse::<Mode>("mode"));
                let (manager, validity) = (self.optional_operator(row, "manager"), row.validity());
                let project = self.project(row);
                let (Some(id), Some(name), Some(country), Some(mode), Some(project)) =
                    (id, name, country, mode, project)
                else {
                    continue;
                };
                let mut record = Line::new(id, country, mode);
                record.name = name.into();
                record.project = project;
                record.provenance = provenance.clone();
                // Further rows of a line name its managers at other times.
                let line = match self.builder.find_line(id) {
                    Err(_) => self.builder.line(record),
                    Ok(line) => {
                        if let Some((column, first)) = self.builder.line_differs(line, &record) {
                            let reason = format!(
                                "line `{id}` has another {column} in {first}; make them agree"
                            );
                            row.fault(column, FaultKind::BadValue { reason });
                        } else if manager == Some(None) {
                            let first = self.builder.line_origin(line);
                            let what = "line";
                            let code = id.to_owned();
                            row.fault("id", FaultKind::Duplicate { what, code, first });
                        }
                        line
                    }
                };
                if let (Some(Some(operator)), Some(validity)) = (manager, validity) {
                    self.builder.manage(
                        line,
                        Management {
                            operator,
                            validity,
                            provenance,
                        },
                    );
                }
            }
        }
    }

    pub(super) fn links(&mut self) {
        let columns = [
            "id",
            "from",
            "to",
            "mode",
            "country",
            "length_km",
            "gauges",
            "line",
            "direction",
            "status",
            "valid_from",
            "valid_to",
            "project",
            "capacity_mt_year",
            "shape",
            "source",
            "?note",
        ];
        for sheet in self.sheets("links", "id", &columns) {
            for row in sheet.rows() {
                if let Some(link) = self.link(row) {
                    self.builder.link(link);
                }
            }
        }
    }

    fn link(&mut self, row: Row<'_>) -> Option<Link> {
        let provenance = self.provenance(row);
        let (id, length) = (row.required("id"), row.km("length_km"));
        let (from, to) = (self.end(row, "from"), self.end(row, "to"));
        let (mode, country) = (row.parse::<Mode>("mode"), row.parse::<Country>("country"));
        let (gauges, states) = (row.list::<Gauge>("gauges"), Self::states(row));
        let project = self.project(row);
        let direction = match row.text("direction") {
            "" | "both" => Some(Direction::Both),
            "forward" => Some(Direction::Forward),
            word => {
                let reason = format!("`{word}` is no direction; use `both` or `forward`");
                row.fault("direction", FaultKind::BadValue { reason });
                None
            }
        };
        let capacity = row.optional_thousandths("capacity_mt_year", 1e6);
        if row.has("shape") && polyline::decode_polyline(row.text("shape"), 5).is_err() {
            let reason = "the shape is no encoded polyline of precision 5; encode it anew";
            row.fault(
                "shape",
                FaultKind::BadValue {
                    reason: reason.to_owned(),
                },
            );
        }
        let line = self.line(row, country?, mode?);
        let mut link = Link::new(
            id?,
            from?,
            to?,
            mode?,
            country?,
            line?,
            cited(&provenance, "length_km", length?),
        );
        link.gauges = gauges?;
        link.direction = direction?;
        link.states = states?;
        link.project = project?;
        link.capacity_kt_year = capacity?.map(|n| cited(&provenance, "capacity_mt_year", n));
        row.text("shape").clone_into(&mut link.shape);
        link.provenance = provenance;
        Some(link)
    }

    /// The named line, or the default line of the country and mode.
    fn line(
        &mut self,
        row: Row<'_>,
        country: Country,
        mode: Mode,
    ) -> Option<crate::network::LineId> {
        if row.has("line") {
            let id = row.text("line");
            return self
                .builder
                .find_line(id)
                .map_err(|miss| unknown(&self.builder, row, "line", "line", id, miss))
                .ok();
        }
        let known = self.default_lines.entry((country, mode));
        Some(*known.or_insert_with(|| {
            let id = format!("{country}-{mode}");
            self.builder.find_line(&id).unwrap_or_else(|_| {
                // Public roads need no row of their own.
                self.builder.line(Line::new(id, country, mode))
            })
        }))
    }

    fn end(&self, row: Row<'_>, column: &str) -> Option<End> {
        let code = row.required(column)?;
        self.builder
            .find_place(code)
            .map(End::Place)
            .or_else(|miss| {
                let crossing = self.builder.find_crossing(code).map(End::Crossing);
                crossing.map_err(|other| miss.or(other))
            })
            .map_err(|miss| unknown(&self.builder, row, column, "place or crossing", code, miss))
            .ok()
    }

    /// `status.csv`: the dated states of things whose own status cell is empty.
    pub(super) fn status(&mut self) {
        let columns = [
            "kind",
            "id",
            "status",
            "valid_from",
            "valid_to",
            "source",
            "?note",
        ];
        let before = self.findings.count();
        for sheet in self.sheets("status", "id", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (status, validity) = (row.parse("status"), row.validity());
                let Some(id) = row.required("id") else {
                    continue;
                };
                let (Some(status), Some(validity)) = (status, validity) else {
                    continue;
                };
                let state = State {
                    status,
                    validity,
                    provenance,
                };
                match row.text("kind") {
                    "link" => match self.builder.find_link(id) {
                        Ok(link) => self.builder.set_link_states(link, state),
                        Err(miss) => unknown(&self.builder, row, "id", "link", id, miss),
                    },
                    "crossing" => match self.builder.find_crossing(id) {
                        Ok(crossing) => self.builder.set_crossing_states(crossing, state),
                        Err(miss) => unknown(&self.builder, row, "id", "crossing", id, miss),
                    },
                    "service" => match self.builder.find_service(id) {
                        Ok(service) => self.builder.set_service_states(service, state),
                        Err(miss) => unknown(&self.builder, row, "id", "service", id, miss),
                    },
                    word => {
                        let reason =
                            format!("`{word}` has no states; use `link`, `crossing` or `service`");
                        row.fault("kind", FaultKind::BadValue { reason });
                    }
                }
            }
        }
        // A row that is at fault may be the one that is missed.
        if self.findings.count() == before {
            for origin in self.builder.unsettled() {
                let reason =
                    "no status here and none in status.csv; fill the cell or add a row there";
                let reason = reason.to_owned();
                let kind = FaultKind::BadValue { reason };
                self.findings.add(Fault::new(origin, Some("status"), kind));
            }
        }
    }
}

fn point(row: Row<'_>) -> Option<Point<f64>> {
    let (lon, lat) = (row.number("lon"), row.number("lat"));
    Some(Point::new(lon?, lat?))
}

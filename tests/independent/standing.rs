//! What can be used on a day, as the tables and the changes of a scenario say.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::tables::{Book, Row, holds};

/// A day under a scenario.
pub(crate) struct Standing<'t> {
    pub(crate) book: &'t Book<'t>,
    pub(crate) day: String,
    /// What changes say of things, by kind and id.
    switched: HashMap<(&'static str, String), bool>,
    managers: HashMap<String, String>,
    /// Holder, held, percent.
    pub(crate) stakes: Vec<(String, String, String)>,
    /// Services without room.
    full: BTreeSet<String>,
    /// Country, start, end, whether trade is meant.
    closed: Vec<[String; 4]>,
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or("")
        .to_owned()
}

impl<'t> Standing<'t> {
    /// The scenario as it is saved: day, and changes with one key each.
    pub(crate) fn of(book: &'t Book<'t>, day: &str, changes: &[Value]) -> Self {
        let mut standing = Self {
            book,
            day: day.to_owned(),
            switched: HashMap::new(),
            managers: HashMap::new(),
            stakes: Vec::new(),
            full: BTreeSet::new(),
            closed: Vec::new(),
        };
        let rows = book.tables.rows("closures.csv").iter();
        let mut rows: Vec<&Row> = rows.filter(|row| holds(row, day)).collect();
        // What is said of one thing replaces what is said of its group.
        for groups in [true, false] {
            for change in changes {
                let (kind, said) = change.as_object().unwrap().iter().next().unwrap();
                standing.switch(kind, said, groups);
            }
        }
        for change in changes {
            if let Some(opened) = change.get("open_transit") {
                rows.retain(|row| {
                    let any = |cell: &str| cell.is_empty() || cell == "*";
                    let covers = |key: &str, cell: &str| {
                        let said = text(opened, key);
                        said.is_empty() || !any(cell) && said == cell
                    };
                    let trade = opened.get("trade") == Some(&Value::Bool(true));
                    !(text(opened, "country") == row["country"]
                        && covers("from", &row["from_country"])
                        && covers("to", &row["to_country"])
                        && (trade || row["trade"] != "yes"))
                });
            }
        }
        for row in rows {
            let end = |cell: &str| {
                if cell == "*" {
                    String::new()
                } else {
                    cell.to_owned()
                }
            };
            let (from, to) = (end(&row["from_country"]), end(&row["to_country"]));
            standing
                .closed
                .push([row["country"].clone(), from, to, row["trade"].clone()]);
        }
        standing
    }

    fn switch(&mut self, kind: &str, said: &Value, groups: bool) {
        let target = |said: &Value| {
            let name = said.as_str().unwrap();
            let (kind, name) = name
                .split_once(':')
                .expect("targets of questions have kinds");
            (kind.to_owned(), name.to_owned())
        };
        let open = match kind {
            "open" => true,
            "close" => false,
            "opens_on" => text(said, "date") <= self.day,
            "manager" => {
                self.managers
                    .insert(text(said, "line"), text(said, "operator"));
                return;
            }
            "stake" => {
                let stake = (
                    text(said, "holder"),
                    text(said, "held"),
                    said["percent"].to_string(),
                );
                if groups {
                    self.stakes.push(stake);
                }
                return;
            }
            "capacity" => {
                let (kind, name) = target(&said["what"]);
                if said["percent_left"].as_f64() == Some(0.0) {
                    let all = self.reach(&kind, &name);
                    let services = all.into_iter().filter(|(kind, _)| *kind == "service");
                    self.full.extend(services.map(|(_, id)| id));
                }
                return;
            }
            "close_transit" => {
                let trade = if said.get("trade") == Some(&Value::Bool(true)) {
                    "yes"
                } else {
                    "no"
                };
                if groups {
                    let from_to = (text(said, "from"), text(said, "to"));
                    self.closed.push([
                        text(said, "country"),
                        from_to.0,
                        from_to.1,
                        trade.to_owned(),
                    ]);
                }
                return;
            }
            _ => return,
        };
        let what = if kind == "opens_on" {
            &said["what"]
        } else {
            said
        };
        let (kind, name) = target(what);
        if matches!(kind.as_str(), "link" | "crossing" | "service") != groups {
            for thing in self.reach(&kind, &name) {
                self.switched.insert(thing, open);
            }
        }
    }

    /// Everything that a change of something reaches.
    fn reach(&self, kind: &str, name: &str) -> Vec<(&'static str, String)> {
        let book = self.book;
        let mut all = Vec::new();
        for (id, link) in &book.links {
            let line = book.line_of(link);
            let project = || {
                let rows = book.lines.get(line.as_str()).into_iter().flatten();
                link["project"] == name || rows.into_iter().any(|row| row["project"] == name)
            };
            let reached = match kind {
                "link" => *id == name,
                "line" => line == name,
                "project" => project(),
                "place" => link["from"] == name || link["to"] == name,
                "country" => link["country"] == name,
                _ => false,
            };
            if reached {
                all.push(("link", (*id).to_owned()));
            }
        }
        for (code, row) in &book.crossings {
            let reached = match kind {
                "crossing" => *code == name,
                "project" => row["project"] == name,
                "country" => row["country_a"] == name || row["country_b"] == name,
                _ => false,
            };
            if reached {
                all.push(("crossing", (*code).to_owned()));
            }
        }
        for (id, row) in &book.services {
            let calls = [row["from"].as_str(), row["to"].as_str()];
            let reached = match kind {
                "service" => *id == name,
                "project" => row["project"] == name,
                "place" => calls.contains(&name),
                "country" => calls
                    .iter()
                    .any(|call| book.places[call]["country"] == name),
                _ => false,
            };
            if reached {
                all.push(("service", (*id).to_owned()));
            }
        }
        all
    }

    fn is_open(&self, kind: &'static str, id: &str, row: &Row) -> bool {
        if !row["status"].is_empty() {
            return row["status"] == "open" && holds(row, &self.day);
        }
        let states = self.book.states.get(&(kind, id)).into_iter().flatten();
        states
            .into_iter()
            .any(|state| state["status"] == "open" && holds(state, &self.day))
    }

    pub(crate) fn exists(&self, operator: &str) -> bool {
        self.book
            .operators
            .get(operator)
            .is_some_and(|row| holds(row, &self.day))
    }

    /// Who manages a line; an error where managers are on record and none is there on the day.
    pub(crate) fn manager(&self, line: &str) -> Result<Option<String>, ()> {
        if let Some(manager) = self.managers.get(line) {
            return Ok(Some(manager.clone()));
        }
        let rows = self.book.lines.get(line).into_iter().flatten();
        let managed: Vec<&&Row> = rows.filter(|row| !row["manager"].is_empty()).collect();
        let mut now = managed.iter().filter(|row| holds(row, &self.day));
        match now.next() {
            Some(row) if self.exists(&row["manager"]) => Ok(Some(row["manager"].clone())),
            _ if managed.is_empty() => Ok(None),
            _ => Err(()),
        }
    }

    pub(crate) fn link_is_open(&self, id: &str) -> bool {
        let Some(row) = self.book.links.get(id) else {
            return false;
        };
        match self.switched.get(&("link", id.to_owned())) {
            Some(open) => *open,
            None => self.is_open("link", id, row) && self.manager(&self.book.line_of(row)).is_ok(),
        }
    }

    pub(crate) fn crossing_is_open(&self, code: &str) -> bool {
        let Some(row) = self.book.crossings.get(code) else {
            return false;
        };
        let said = self.switched.get(&("crossing", code.to_owned()));
        said.copied()
            .unwrap_or_else(|| self.is_open("crossing", code, row))
    }

    pub(crate) fn service_runs(&self, id: &str) -> bool {
        let Some(row) = self.book.services.get(id) else {
            return false;
        };
        let said = self.switched.get(&("service", id.to_owned()));
        let recorded = || self.is_open("service", id, row) && self.exists(&row["operator"]);
        !self.full.contains(id) && said.copied().unwrap_or_else(recorded)
    }

    /// Whether goods from one country to another may touch a country.
    pub(crate) fn lets_pass(&self, country: &str, from: &str, to: &str) -> bool {
        !self.closed.iter().any(|[closed, start, end, trade]| {
            closed == country
                && (start.is_empty() || start == from)
                && (end.is_empty() || end == to)
                && (trade == "yes" || from != country && to != country)
        })
    }

    /// Whether a country belongs to a union.
    fn is_in(&self, country: &str, union: &str) -> bool {
        let mut rows = self.book.tables.rows("unions.csv").iter();
        rows.any(|row| row["union"] == union && row["country"] == country && holds(row, &self.day))
    }

    fn enters(&self, plate: &str, country: &str) -> bool {
        let rows = self.book.tables.rows("plates.csv").iter();
        let rows: Vec<&Row> = rows
            .filter(|row| row["country"] == country && holds(row, &self.day))
            .filter(|row| !row["rule"].ends_with("cabotage"))
            .collect();
        let said = |by: &str| {
            rows.iter()
                .find(|row| row["plate"] == by)
                .map(|row| row["rule"].as_str())
        };
        let union = || said("EU").filter(|_| self.is_in(plate, "EU"));
        let rule = said(plate).or_else(union).or_else(|| said("*"));
        plate == country || rule.is_none_or(|rule| rule == "allowed")
    }

    /// The plate of the trucks that carry a shipment in a country.
    pub(crate) fn plate_in(&self, own: &str, country: &str) -> String {
        if self.enters(own, country) {
            own
        } else {
            country
        }
        .to_owned()
    }

    /// Whether a country's fee for trucks of a plate is the most specific one.
    pub(crate) fn fee_is_meant(&self, fee: &Row, plate: &str) -> bool {
        let country = &fee["country"];
        let rows = self.book.tables.rows("fees.csv").iter();
        let named = |wanted: &str| {
            let mut rivals = rows.clone();
            rivals.any(|row| {
                row["plate"] == wanted
                    && ["country", "mode", "trigger"]
                        .iter()
                        .all(|key| row[*key] == fee[*key])
            })
        };
        if plate == country || named(plate) {
            return fee["plate"] == plate;
        }
        let european = self.is_in(plate, "EU") && named("EU");
        fee["plate"] == if european { "EU" } else { "*" }
    }
}

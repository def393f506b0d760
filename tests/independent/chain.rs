//! What the steps of a saved route touch, read off the tables by the ids that they name.

use serde_json::Value;

use crate::standing::Standing;
use crate::tables::{Row, list, scaled};

/// What one thing that is done touches, by the tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    pub(crate) mode: Option<String>,
    pub(crate) conveyances: Vec<String>,
    pub(crate) countries: Vec<String>,
    pub(crate) border: Option<(String, String)>,
    /// Id and role.
    pub(crate) parties: Vec<(String, String)>,
    /// The plate of the truck.
    pub(crate) carrier: Option<String>,
    pub(crate) places: Vec<String>,
    pub(crate) flag: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) line: Option<String>,
    pub(crate) service: Option<String>,
    pub(crate) crossing: Option<String>,
    pub(crate) gauge_change: bool,
    /// Who sells the train or through rate that it is a part of, and the service of a train.
    pub(crate) whole: Option<(String, String)>,
}

/// What is wrong with a route.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<String>);

impl Faults {
    pub(crate) fn unless(&mut self, right: bool, fault: impl FnOnce() -> String) {
        if !right {
            self.0.push(fault());
        }
    }
}

pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or("")
}

pub(crate) fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items
        .map(|item| item.as_str().unwrap_or("").to_owned())
        .collect()
}

pub(crate) fn number(value: &Value, key: &str) -> i128 {
    value[key].as_i64().map_or(-1, i128::from)
}

/// The word of an act, and what stands below it.
pub(crate) fn act(step: &Value) -> (&str, &Value) {
    match &step["act"] {
        Value::String(word) => (word, &Value::Null),
        Value::Object(one) => one
            .iter()
            .next()
            .map_or(("", &Value::Null), |(word, body)| (word, body)),
        _ => ("", &Value::Null),
    }
}

pub(crate) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Steps with the parts of hauls, trains and through rates in their place.
pub(crate) fn atoms(route: &Value) -> Vec<&Value> {
    let mut all = Vec::new();
    for step in items(&route["steps"]) {
        match items(&step["parts"]) {
            [] => all.push(step),
            parts => all.extend(parts),
        }
    }
    all
}

pub(crate) struct Chain<'s, 't> {
    pub(crate) standing: &'s Standing<'t>,
    pub(crate) route: &'s Value,
    pub(crate) faults: Faults,
    pub(crate) touched: Vec<Touched>,
}

impl<'s, 't> Chain<'s, 't> {
    /// Reads a route; what the tables do not bear out is kept as a fault.
    pub(crate) fn read(standing: &'s Standing<'t>, route: &'s Value) -> Self {
        let mut chain = Self {
            standing,
            route,
            faults: Faults::default(),
            touched: Vec::new(),
        };
        let steps = items(&route["steps"]);
        chain.contiguous(steps, &route["from"], &route["to"]);
        let ends = (steps.first().map(act), steps.last().map(act));
        let loaded = matches!(ends, (Some(("load", _)), Some(("unload", _))));
        chain.faults.unless(loaded, || {
            format!("begins or ends without a lift: {ends:?}")
        });
        for step in steps {
            chain.step(step);
            let parts = items(&step["parts"]);
            if !parts.is_empty() {
                chain.contiguous(parts, &step["from"], &step["to"]);
                for part in parts {
                    chain.faults.unless(items(&part["parts"]).is_empty(), || {
                        "parts in parts".to_owned()
                    });
                    chain.step(part);
                    if let (Some(touched), Some(whole)) = (chain.touched.last_mut(), sold(step)) {
                        touched.whole = Some(whole);
                    }
                }
                let sum: i128 = parts.iter().map(|part| number(part, "distance")).sum();
                let whole = number(step, "distance");
                chain
                    .faults
                    .unless(sum == whole, || format!("{whole} m of parts of {sum} m"));
            }
        }
        chain.passes();
        chain
    }

    fn contiguous(&mut self, steps: &[Value], from: &Value, to: &Value) {
        let mut at = from;
        for step in steps {
            let whole = step["from"] == *at;
            self.faults.unless(whole, || {
                format!("a step from {} where goods are at {at}", step["from"])
            });
            at = &step["to"];
        }
        self.faults
            .unless(at == to, || format!("goods end at {at} and not at {to}"));
    }

    /// Whether a stop is the place of a record, and where that lies.
    pub(crate) fn place(&mut self, stop: &Value) -> Option<&'t Row> {
        let row = self.standing.book.places.get(text(stop, "code")).copied();
        let right = row.is_some_and(|row| {
            row["country"] == text(stop, "country") && row["name"] == text(stop, "name")
        });
        self.faults
            .unless(right, || format!("{stop} is no place of the tables"));
        row
    }

    /// Whether a stop is an end of a link in its country: a place there, or the side of a crossing.
    fn end(&mut self, stop: &Value, code: &str, country: &str) {
        let book = self.standing.book;
        let lies = match (book.places.get(code), book.crossings.get(code)) {
            (Some(row), _) => row["country"] == country,
            (None, Some(row)) => row["country_a"] == country || row["country_b"] == country,
            (None, None) => false,
        };
        let right = lies && text(stop, "code") == code && text(stop, "country") == country;
        self.faults
            .unless(right, || format!("{stop} is not {code} in {country}"));
    }

    fn step(&mut self, step: &Value) {
        let (word, body) = act(step);
        let mut touched = Touched {
            conveyances: texts(&step["conveyances"]),
            countries: texts(&step["countries"]),
            ..Touched::default()
        };
        for party in items(&step["parties"]) {
            let party = texts(party);
            let row = self.standing.book.operators.get(party[0].as_str());
            let named = row.is_some_and(|row| row["name"] == party[1]);
            self.faults
                .unless(named, || format!("{party:?} is no operator of the tables"));
            touched.parties.push((party[0].clone(), party[2].clone()));
        }
        match word {
            "move" => self.movement(step, body, &mut touched),
            "haul" => {
                let alike = items(&step["parts"])
                    .iter()
                    .all(|part| act(part).0 == "move");
                self.faults
                    .unless(alike, || "a haul of more than moves".to_owned());
                touched.mode = step["mode"].as_str().map(str::to_owned);
            }
            "border_control" => self.border(step, body, &mut touched),
            "load" | "unload" | "tranship" | "gauge_change" | "depart" => {
                self.lift(step, word, &mut touched)
            }
            "wait" | "run" | "land" => self.service(step, word, body, &mut touched),
            "through" => self.through(step, body, &mut touched),
            _ => self.faults.0.push(format!("unknown act `{word}`")),
        }
        self.paid(step, &touched);
        self.carried(step, word, &mut touched);
        self.touched.push(touched);
    }

    fn movement(&mut self, step: &Value, body: &Value, touched: &mut Touched) {
        let (standing, id) = (self.standing, text(body, "link"));
        let Some(row) = standing.book.links.get(id) else {
            self.faults.0.push(format!("no link {id}"));
            return;
        };
        self.faults.unless(standing.link_is_open(id), || {
            format!("link {id} is not open")
        });
        let forward = body["forward"] == Value::Bool(true);
        let (from, to) = if forward {
            ("from", "to")
        } else {
            ("to", "from")
        };
        let country = row["country"].as_str();
        self.end(&step["from"], &row[from], country);
        self.end(&step["to"], &row[to], country);
        self.faults
            .unless(forward || row["direction"] == "both", || {
                format!("{id} against its direction")
            });
        let metres = scaled(&row["length_km"], 3);
        self.faults
            .unless(metres == Some(number(step, "distance")), || {
                format!("another length of {id}")
            });
        let only = [country.to_owned()];
        self.faults.unless(touched.countries == only, || {
            format!("{id} lies in {country}")
        });
        self.faults
            .unless(step["mode"] == row["mode"].as_str(), || {
                format!("{id} is {}", row["mode"])
            });
        let fits = |conveyance: &String| match conveyance.strip_prefix("wagon-") {
            Some(gauge) => row["mode"] == "rail" && list(&row["gauges"]).any(|one| one == gauge),
            None => row["mode"] == "road" && conveyance == "truck",
        };
        let rides = touched.conveyances.len() == 1 && touched.conveyances.iter().all(fits);
        self.faults
            .unless(rides, || format!("{:?} on {id}", touched.conveyances));
        let line = standing.book.line_of(row);
        if let Ok(Some(manager)) = standing.manager(&line) {
            self.named(touched, &manager, "infrastructure_manager");
        }
        for (carrier, role) in touched.parties.clone() {
            if matches!(role.as_str(), "railway_undertaking" | "road_carrier") {
                self.faults.unless(standing.exists(&carrier), || {
                    format!("{carrier} is not there")
                });
                self.faults.unless(self.sells(&carrier, row, &line), || {
                    format!("{carrier} sells nothing on {id}")
                });
            }
        }
        touched.mode = Some(row["mode"].clone());
        (touched.link, touched.line) = (Some(id.to_owned()), Some(line));
    }

    fn sells(&self, carrier: &str, link: &Row, line: &str) -> bool {
        self.standing
            .book
            .tables
            .rows("tariffs.csv")
            .iter()
            .any(|row| {
                let lines = row["lines"].as_str();
                row["operator"] == carrier
                    && row["country"] == link["country"]
                    && row["mode"] == link["mode"]
                    && (lines.is_empty() || lines == "*" || list(lines).any(|one| one == line))
            })
    }

    pub(crate) fn named(&mut self, touched: &Touched, operator: &str, role: &str) {
        let mut parties = touched.parties.iter();
        let named = parties.any(|(id, by)| id == operator && by == role);
        self.faults
            .unless(named, || format!("{operator} is not named as {role}"));
    }

    fn border(&mut self, step: &Value, body: &Value, touched: &mut Touched) {
        let (standing, code) = (self.standing, text(body, "crossing"));
        let Some(row) = standing.book.crossings.get(code) else {
            self.faults.0.push(format!("no crossing {code}"));
            return;
        };
        self.faults.unless(standing.crossing_is_open(code), || {
            format!("{code} is not open")
        });
        let (from, to) = (text(body, "from"), text(body, "to"));
        let both = [row["country_a"].as_str(), row["country_b"].as_str()];
        let between = from != to && both.contains(&from) && both.contains(&to);
        self.faults
            .unless(between, || format!("{code} between {from} and {to}"));
        self.end(&step["from"], code, from);
        self.end(&step["to"], code, to);
        let stated = [from.to_owned(), to.to_owned()];
        self.faults.unless(touched.countries == stated, || {
            format!("{code} in {:?}", touched.countries)
        });
        self.faults
            .unless(step["mode"] == row["mode"].as_str(), || {
                format!("{code} is {}", row["mode"])
            });
        touched.mode = Some(row["mode"].clone());
        touched.border = Some((from.to_owned(), to.to_owned()));
        touched.crossing = Some(code.to_owned());
    }

    /// Whoever is paid is a party: of the step, or of one of its parts.
    fn paid(&mut self, step: &Value, touched: &Touched) {
        let parts = items(&step["parts"])
            .iter()
            .flat_map(|part| items(&part["parties"]));
        let others: Vec<String> = parts.map(|party| texts(party)[0].clone()).collect();
        for charge in items(&step["charges"]) {
            let Some(payee) = charge["payee"]["operator"]["id"].as_str() else {
                continue;
            };
            let party = touched.parties.iter().any(|(id, _)| id == payee)
                || others.iter().any(|id| id == payee);
            self.faults
                .unless(party, || format!("{payee} is paid and no party"));
        }
    }

    /// Whose truck carries the goods, and where they change trucks.
    fn carried(&mut self, step: &Value, word: &str, touched: &mut Touched) {
        if !touched.conveyances.iter().any(|one| one == "truck") {
            return;
        }
        let own = text(&self.route["shipment"], "plate");
        let here = touched
            .countries
            .last()
            .map_or(text(&step["from"], "country"), String::as_str);
        touched.carrier = Some(self.standing.plate_in(own, here));
        if let (Some((from, to)), true) =
            (&touched.border, matches!(word, "border_control" | "land"))
        {
            let (left, entered) = (
                self.standing.plate_in(own, from),
                self.standing.plate_in(own, to),
            );
            let neither = &left == from && &entered == to && own != from && own != to;
            let runs_on = neither && self.standing.plate_in(from, to) == *from;
            let expected = (left != entered && !runs_on).then(|| vec![left, entered]);
            let stated = step["reload"].as_array().map(|_| texts(&step["reload"]));
            self.faults.unless(stated == expected, || {
                format!("trucks {stated:?} at {from}>{to}")
            });
        }
    }

    /// No country that is closed to these goods is touched.
    fn passes(&mut self) {
        let (from, to) = (
            text(&self.route["from"], "country"),
            text(&self.route["to"], "country"),
        );
        for country in self.touched.iter().flat_map(|one| &one.countries) {
            let open = self.standing.lets_pass(country, from, to);
            self.faults.unless(open, || {
                format!("{country} does not let pass what goes from {from} to {to}")
            });
        }
    }
}

/// Who sells a train or through rate, and the service of a train.
fn sold(step: &Value) -> Option<(String, String)> {
    let (word, body) = act(step);
    let service = match word {
        "run" => text(body, "service").to_owned(),
        "through" => String::new(),
        _ => return None,
    };
    let seller = texts(items(&step["parties"]).first()?);
    Some((seller.first()?.clone(), service))
}

//! Lifts, services and through rates, read off the tables.

use serde_json::Value;

use crate::chain::{Chain, Touched, act, items, number, text, texts};
use crate::tables::{Row, holds, list, scaled};

impl Chain<'_, '_> {
    pub(crate) fn lift(&mut self, step: &Value, word: &str, touched: &mut Touched) {
        self.faults.unless(step["from"] == step["to"], || {
            format!("{word} from place to place")
        });
        let Some(row) = self.place(&step["from"]) else {
            return;
        };
        let is = |kind: &str| list(&row["kinds"]).any(|one| one == kind);
        let handles = |conveyance: &str| match conveyance {
            "terminal" => true,
            "truck" => word != "tranship" || is("road_terminal"),
            "vessel" => is("seaport"),
            _ => is("rail_terminal"),
        };
        let right = match (word, touched.conveyances.as_slice()) {
            ("depart", [one]) => one.starts_with("wagon-"),
            ("gauge_change", [one, two]) => {
                is("gauge_change")
                    && one != two
                    && [one, two].iter().all(|one| one.starts_with("wagon-"))
            }
            ("load", [one, two]) => one == "terminal" && two != "terminal" && handles(two),
            ("unload", [one, two]) => two == "terminal" && one != "terminal" && handles(one),
            ("tranship", [one, two]) => {
                (one == "terminal") != (two == "terminal") && handles(one) && handles(two)
            }
            _ => false,
        };
        self.faults.unless(right, || {
            format!("{word} of {:?} at {}", touched.conveyances, row["code"])
        });
        let only = [row["country"].clone()];
        self.faults.unless(touched.countries == only, || {
            format!("{word} at {} in {:?}", row["code"], touched.countries)
        });
        touched.places.push(row["code"].clone());
        touched.gauge_change = word == "gauge_change";
    }

    pub(crate) fn service(
        &mut self,
        step: &Value,
        word: &str,
        body: &Value,
        touched: &mut Touched,
    ) {
        let (standing, id) = (self.standing, text(body, "service"));
        let Some(row) = standing.book.services.get(id) else {
            self.faults.0.push(format!("no service {id}"));
            return;
        };
        self.faults
            .unless(standing.service_runs(id), || format!("{id} does not run"));
        let [before, after] = match word {
            "wait" => ["from", "from"],
            "run" => ["from", "to"],
            _ => ["to", "to"],
        };
        let calls =
            text(&step["from"], "code") == row[before] && text(&step["to"], "code") == row[after];
        self.faults
            .unless(calls, || format!("{word} for {id} elsewhere"));
        let from = self.place(&step["from"]);
        let to = self.place(&step["to"]);
        let by_sea = row["kind"] != "block_train";
        let role = if by_sea {
            "shipping_line"
        } else {
            "railway_undertaking"
        };
        self.named(touched, &row["operator"], role);
        let flag = (!row["flag"].is_empty()).then(|| row["flag"].clone());
        self.faults
            .unless(step["flag"].as_str() == flag.as_deref(), || {
                format!("another flag of {id}")
            });
        let carriage = [row["carriage"].clone()];
        self.faults.unless(touched.conveyances == carriage, || {
            format!("{:?} on {id}", touched.conveyances)
        });
        let home = |row: Option<&Row>| row.map(|row| row["country"].clone()).unwrap_or_default();
        match word {
            "run" => {
                touched.mode = Some(if by_sea { "sea" } else { "rail" }.to_owned());
                touched
                    .places
                    .extend([row["from"].clone(), row["to"].clone()]);
                let right = if by_sea {
                    scaled(&row["distance_km"], 3) == Some(number(step, "distance"))
                } else {
                    self.via(step, &row["via"])
                };
                self.faults.unless(right, || format!("{id} on another way"));
            }
            "wait" => {
                touched.places.push(row["from"].clone());
                self.faults.unless(touched.countries == [home(from)], || {
                    format!("{id} is not waited for there")
                });
            }
            _ => {
                touched.places.push(row["to"].clone());
                let left = home(standing.book.places.get(row["from"].as_str()).copied());
                let entered = home(to);
                if by_sea && left != entered {
                    touched.border = Some((left, entered));
                }
                let stated = body["border"].as_array().map(|_| texts(&body["border"]));
                let right = stated == touched.border.clone().map(|(from, to)| vec![from, to]);
                self.faults
                    .unless(right, || format!("{id} lands over another border"));
            }
        }
        touched.flag = flag;
        touched.service = Some(id.to_owned());
    }

    /// Whether what a record says is passed is passed, in its order; one of several ways.
    fn via(&self, step: &Value, via: &str) -> bool {
        let passed: Vec<&str> = items(&step["parts"])
            .iter()
            .flat_map(|part| {
                let service = text(act(part).1, "service");
                [
                    text(&part["from"], "code"),
                    service,
                    text(&part["to"], "code"),
                ]
            })
            .collect();
        !passed.is_empty()
            && via.split('|').any(|way| {
                let mut rest = passed.iter();
                list(way).all(|wanted| rest.any(|one| *one == wanted))
            })
    }

    pub(crate) fn through(&mut self, step: &Value, body: &Value, touched: &mut Touched) {
        let (standing, id) = (self.standing, text(body, "rate"));
        let Some(row) = standing.book.rates.get(id) else {
            self.faults.0.push(format!("no through rate {id}"));
            return;
        };
        let sold = holds(row, &standing.day) && standing.exists(&row["seller"]);
        self.faults
            .unless(sold, || format!("{id} is not sold on the day"));
        let ends =
            text(&step["from"], "code") == row["from"] && text(&step["to"], "code") == row["to"];
        self.faults.unless(ends && self.via(step, &row["via"]), || {
            format!("{id} on another way")
        });
        self.named(touched, &row["seller"], "forwarder");
    }
}

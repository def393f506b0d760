//! Rules as they are written in a policy, judged by names on what a route touches.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::business::Business;
use crate::chain::{Chain, Touched, act, atoms, items, number, texts};
use crate::owners::Stakes;
use crate::standing::Standing;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    NotConcerned,
    Held,
    Broken,
}

use Verdict::{Broken, Held, NotConcerned};

/// Whom the rules of a policy speak of, worked out once.
pub(crate) struct Judge<'s, 't> {
    standing: &'s Standing<'t>,
    stakes: Stakes,
}

fn one(value: &Value) -> (&str, &Value) {
    let entry = value.as_object().and_then(|all| all.iter().next());
    entry.map_or(
        (value.as_str().unwrap_or(""), &Value::Null),
        |(key, body)| (key, body),
    )
}

impl<'s, 't> Judge<'s, 't> {
    pub(crate) fn new(standing: &'s Standing<'t>) -> Self {
        Self {
            standing,
            stakes: Stakes::of(standing),
        }
    }

    /// Which rules a route breaks, with the reason.
    pub(crate) fn broken(&self, rules: &[Value], chain: &Chain<'_, '_>) -> Vec<String> {
        let mut broken = Vec::new();
        for rule in rules {
            let (word, body) = one(rule);
            if word == "limit" {
                let (kind, most) = one(body);
                let (kept, found) = limit(kind, most, chain.route);
                if !kept {
                    broken.push(format!("{found} {kind} above {most}"));
                }
                continue;
            }
            let sets = self.sets(rule);
            for touched in &chain.touched {
                if self.judge(rule, &sets, touched) == Broken {
                    broken.push(format!("{rule} by {touched:?}"));
                    break;
                }
            }
        }
        broken
    }

    /// Of each subject on owners below a rule: who is meant.
    fn sets(&self, rule: &Value) -> Vec<(String, BTreeSet<String>)> {
        let mut found = Vec::new();
        self.collect(rule, &mut found);
        found
    }

    fn collect(&self, rule: &Value, found: &mut Vec<(String, BTreeSet<String>)>) {
        let (word, body) = one(rule);
        match word {
            "all" | "any" => items(body)
                .iter()
                .for_each(|part| self.collect(part, found)),
            "not" => self.collect(body, found),
            _ => {
                let (kind, subject) = one(body);
                if kind == "owner" {
                    found.push((body.to_string(), self.meant(kind, subject)));
                }
            }
        }
    }

    fn meant(&self, kind: &str, subject: &Value) -> BTreeSet<String> {
        let book = self.standing.book;
        let countries = texts(&subject["countries"]);
        let from = |party: &str| {
            book.home(party)
                .is_some_and(|home| countries.iter().any(|one| one == home))
        };
        match kind {
            "owner" => {
                let all = book.operators.keys().chain(book.owners.keys());
                let home = all
                    .filter(|party| from(party))
                    .map(|party| (*party).to_owned())
                    .collect();
                let named = texts(&subject["owners"]).into_iter().collect();
                let method = subject["method"].as_str().unwrap_or("aggregate 50 %");
                self.stakes.counted(&home, &named, method)
            }
            _ => panic!("{kind} has no set"),
        }
    }

    fn business(&self, body: &Value) -> Business<'t> {
        let (kind, subject) = one(body);
        Business::of(self.standing, &self.stakes, kind, subject)
    }

    fn judge(
        &self,
        rule: &Value,
        sets: &[(String, BTreeSet<String>)],
        touched: &Touched,
    ) -> Verdict {
        let (word, body) = one(rule);
        match word {
            "exclude" => self.subject(body, false, sets, touched),
            "require" => self.subject(body, true, sets, touched),
            "not" => match self.judge(body, sets, touched) {
                NotConcerned => NotConcerned,
                Held => Broken,
                Broken => Held,
            },
            "all" | "any" => {
                let parts: Vec<Verdict> = items(body)
                    .iter()
                    .map(|part| self.judge(part, sets, touched))
                    .collect();
                let order = if word == "all" {
                    [Broken, Held]
                } else {
                    [Held, Broken]
                };
                let first = order.into_iter().find(|verdict| parts.contains(verdict));
                first.unwrap_or(NotConcerned)
            }
            _ => panic!("unknown rule {rule}"),
        }
    }

    fn subject(
        &self,
        body: &Value,
        require: bool,
        sets: &[(String, BTreeSet<String>)],
        touched: &Touched,
    ) -> Verdict {
        let (kind, subject) = one(body);
        let listed = |key: &str| texts(&subject[key]);
        let book = self.standing.book;
        let every = |inside: Vec<bool>| {
            if inside.is_empty() {
                NotConcerned
            } else if inside.iter().all(|one| *one == require) {
                Held
            } else {
                Broken
            }
        };
        let among = |values: &[String], wanted: Vec<String>| {
            every(values.iter().map(|value| wanted.contains(value)).collect())
        };
        let optional = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
        let set = || {
            let key = body.to_string();
            sets.iter()
                .find(|(known, _)| *known == key)
                .map(|(_, set)| set)
                .expect("worked out before")
        };
        match kind {
            "territory" => among(&touched.countries, listed("countries")),
            "flag" => among(&optional(&touched.flag), listed("countries")),
            "mode" => among(&optional(&touched.mode), listed("modes")),
            "crossing" => among(&optional(&touched.crossing), listed("crossings")),
            "link" => among(&optional(&touched.link), listed("links")),
            "line" => among(&optional(&touched.line), listed("lines")),
            "service" => among(&optional(&touched.service), listed("services")),
            "conveyance" => {
                let rides = touched
                    .conveyances
                    .iter()
                    .filter(|one| !require || *one != "terminal");
                among(&rides.cloned().collect::<Vec<_>>(), listed("conveyances"))
            }
            "border" => {
                let pairs: Vec<Vec<String>> = items(&subject["pairs"]).iter().map(texts).collect();
                let crossed = touched.border.iter();
                every(
                    crossed
                        .map(|(from, to)| pairs.contains(&vec![from.clone(), to.clone()]))
                        .collect(),
                )
            }
            "call" => {
                let (places, countries) = (listed("places"), listed("countries"));
                let calls = touched.places.iter();
                every(
                    calls
                        .map(|place| {
                            places.contains(place)
                                || countries.contains(&book.places[place.as_str()]["country"])
                        })
                        .collect(),
                )
            }
            "gauge_change" => every(touched.gauge_change.then_some(true).into_iter().collect()),
            "operator" => self.parties(
                subject,
                require,
                touched,
                &|id| listed("operators").iter().any(|one| one == id),
                &[],
            ),
            "domicile" => {
                let countries = listed("countries");
                let inside = |id: &str| {
                    book.home(id)
                        .is_some_and(|home| countries.iter().any(|one| one == home))
                };
                self.parties(subject, require, touched, &inside, &countries)
            }
            "owner" => {
                let countries = listed("countries");
                self.parties(
                    subject,
                    require,
                    touched,
                    &|id| set().contains(id),
                    &countries,
                )
            }
            "consortium" if require => self.business(body).required(&listed("countries"), touched),
            "member" | "consortium" => self.business(body).judge(require, touched),
            _ => panic!("unknown subject {kind}"),
        }
    }

    fn concerned<'a>(
        &self,
        roles: &'a [String],
        require: bool,
        touched: &'a Touched,
    ) -> impl Iterator<Item = &'a str> {
        let parties = touched.parties.iter();
        let concerned = parties.filter(move |(_, role)| {
            if roles.is_empty() {
                !require || role != "state_agency"
            } else {
                roles.contains(role)
            }
        });
        concerned.map(|(id, _)| id.as_str())
    }

    /// Parties in the roles of the rule, and the truck by its plate where the rule names countries.
    fn parties(
        &self,
        subject: &Value,
        require: bool,
        touched: &Touched,
        inside: &dyn Fn(&str) -> bool,
        plates: &[String],
    ) -> Verdict {
        let roles = texts(&subject["roles"]);
        let speaks = |role: &str| roles.is_empty() || roles.iter().any(|one| one == role);
        let mut found: Vec<bool> = self
            .concerned(&roles, require, touched)
            .map(inside)
            .collect();
        if let Some(plate) = touched
            .carrier
            .as_ref()
            .filter(|_| !plates.is_empty() && speaks("road_carrier"))
        {
            found.push(plates.contains(plate));
        }
        if !found.is_empty() {
            return if found.iter().all(|one| *one == require) {
                Held
            } else {
                Broken
            };
        }
        // What moves the goods must have somebody on record where somebody is required.
        let lifted = touched.conveyances.len() == 2 && !roles.is_empty() && speaks("terminal");
        let wanted = match touched.mode.as_deref() {
            Some("rail") => "railway_undertaking",
            Some("road") => "road_carrier",
            Some(_) => "shipping_line",
            None if lifted => "terminal",
            None => return NotConcerned,
        };
        let own = touched.carrier.is_some() && speaks("road_carrier");
        if require && touched.border.is_none() && speaks(wanted) && !own {
            Broken
        } else {
            NotConcerned
        }
    }
}

/// Whether a route keeps a limit, and what it has.
fn limit(kind: &str, most: &Value, route: &Value) -> (bool, i128) {
    let steps = items(&route["steps"]);
    let all = atoms(route);
    let count = |word: &str| all.iter().filter(|step| act(step).0 == word).count();
    let whole = most.as_u64().map_or(0, i128::from);
    let scaled = |factor: f64| (most.as_f64().unwrap_or(0.0) * factor).round() as i128;
    let (most, found) = match kind {
        "transhipments" => {
            let reloads = all.iter().filter(|step| step["reload"].is_array()).count();
            (whole, count("tranship").div_ceil(2) + reloads)
        }
        "gauge_changes" => (whole, count("gauge_change")),
        "borders" => {
            let landed = all
                .iter()
                .filter(|step| act(step).0 == "land" && act(step).1["border"].is_array());
            (whole, count("border_control") + landed.count())
        }
        "hours" => {
            let minutes: i128 = steps.iter().map(|step| number(step, "expected")).sum();
            return (minutes <= scaled(60.0), minutes);
        }
        "usd" => {
            let charges = steps.iter().flat_map(|step| items(&step["charges"]));
            let cents: i128 = charges.map(|charge| number(charge, "amount")).sum();
            return (cents <= scaled(100.0), cents);
        }
        _ => panic!("unknown limit {kind}"),
    };
    (found as i128 <= most, found as i128)
}

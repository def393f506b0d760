//! Random worlds, and random questions about them, as texts.

use serde_json::{Value, json};

use crate::tables::{Row, Tables, list};

/// `SplitMix64` (Steele, Lea, Flood 2014): the same numbers on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll() % sides as u64).unwrap()
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    fn some<T: Clone>(&mut self, items: &[T], most: usize) -> Vec<T> {
        let count = 1 + self.below(most);
        (0..count).map(|_| self.pick(items).clone()).collect()
    }
}

/// A question as it is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) shipment: Value,
    pub(crate) objective: Value,
    pub(crate) rules: Vec<Value>,
}

impl Question {
    pub(crate) fn has_limit(&self) -> bool {
        self.rules.iter().any(|rule| rule.get("limit").is_some())
    }
}

/// What questions are made of.
pub(crate) struct Names {
    places: Vec<String>,
    ends: Vec<String>,
    countries: Vec<String>,
    often: Vec<String>,
    operators: Vec<String>,
    parties: Vec<String>,
    states: Vec<String>,
    consortia: Vec<String>,
    lines: Vec<String>,
    links: Vec<String>,
    services: Vec<String>,
    crossings: Vec<(String, [String; 2])>,
    projects: Vec<String>,
    held: Vec<String>,
}

impl Names {
    pub(crate) fn of(tables: &Tables) -> Self {
        let ids = |file: &str, column: &str| -> Vec<String> {
            let mut ids: Vec<String> = tables
                .rows(file)
                .iter()
                .map(|row| row[column].clone())
                .collect();
            ids.dedup();
            ids
        };
        let places = tables.rows("places.csv");
        let handled = |row: &&Row| {
            let kinds = [
                "city",
                "rail_terminal",
                "road_terminal",
                "seaport",
                "dry_port",
            ];
            row["tier"] == "1" && list(&row["kinds"]).any(|kind| kinds.contains(&kind))
        };
        let mut countries = ids("places.csv", "country");
        countries.sort();
        countries.dedup();
        let operators = ids("operators.csv", "id");
        let owners = ids("owners.csv", "id");
        let consortia = tables
            .rows("operators.csv")
            .iter()
            .filter(|row| row["roles"].contains("consortium"));
        let states = tables
            .rows("owners.csv")
            .iter()
            .filter(|row| row["kind"] == "state");
        let crossings = tables.rows("crossings.csv").iter();
        let members = ids("members.csv", "consortium");
        let mut held = ids("stakes.csv", "held");
        held.retain(|one| !members.contains(one) && operators.contains(one));
        let often = "AM AZ BY CN GE IR KZ RU TM TR UA UZ";
        Self {
            places: ids("places.csv", "code"),
            ends: places
                .iter()
                .filter(handled)
                .map(|row| row["code"].clone())
                .collect(),
            countries,
            often: often.split(' ').map(str::to_owned).collect(),
            parties: operators.iter().chain(&owners).cloned().collect(),
            states: states.map(|row| row["id"].clone()).collect(),
            consortia: consortia
                .map(|row| row["id"].clone())
                .filter(|id| members.contains(id))
                .collect(),
            operators,
            lines: ids("lines.csv", "id"),
            links: tables.links().map(|row| row["id"].clone()).collect(),
            services: ids("services.csv", "id"),
            crossings: crossings
                .map(|row| {
                    (
                        row["code"].clone(),
                        [row["country_a"].clone(), row["country_b"].clone()],
                    )
                })
                .collect(),
            projects: ids("projects.csv", "id"),
            held,
        }
    }

    fn country(&self, dice: &mut Dice) -> String {
        dice.pick(if dice.0.is_multiple_of(3) {
            &self.countries
        } else {
            &self.often
        })
        .clone()
    }

    fn some_countries(&self, dice: &mut Dice) -> Vec<String> {
        let count = 1 + dice.below(3);
        (0..count).map(|_| self.country(dice)).collect()
    }

    pub(crate) fn day(dice: &mut Dice) -> String {
        let usual = ["2026-11-22", "2027-01-01", "2029-01-01", "2025-11-10"];
        if dice.below(2) == 0 {
            return (*dice.pick(&usual)).to_owned();
        }
        format!(
            "{}-{:02}-{:02}",
            2022 + dice.below(10),
            1 + dice.below(12),
            1 + dice.below(28)
        )
    }

    /// Up to four changes of a scenario.
    pub(crate) fn changes(&self, dice: &mut Dice) -> Vec<Value> {
        let count = dice.below(5);
        (0..count).map(|_| self.change(dice)).collect()
    }

    fn change(&self, dice: &mut Dice) -> Value {
        let crossing = |dice: &mut Dice| format!("crossing:{}", dice.pick(&self.crossings).0);
        let service = |dice: &mut Dice| format!("service:{}", dice.pick(&self.services));
        match dice.below(13) {
            0 => json!({"close": crossing(dice)}),
            1 => json!({"close": format!("country:{}", self.country(dice))}),
            2 => json!({"close": format!("line:{}", dice.pick(&self.lines))}),
            3 => json!({"close": format!("place:{}", dice.pick(&self.places))}),
            4 => json!({"close": service(dice)}),
            5 => json!({"close": format!("link:{}", dice.pick(&self.links))}),
            6 => json!({"open": format!("project:{}", dice.pick(&self.projects))}),
            7 => {
                json!({"opens_on": {"what": format!("project:{}", dice.pick(&self.projects)), "date": "2027-01-01"}})
            }
            8 => json!({"open": crossing(dice)}),
            9 => {
                let mut closure = json!({"country": self.country(dice)});
                match dice.below(4) {
                    0 => closure["from"] = json!(self.country(dice)),
                    1 => closure["to"] = json!(self.country(dice)),
                    2 => closure["trade"] = json!(true),
                    _ => {}
                }
                json!({"close_transit": closure})
            }
            10 => {
                json!({"stake": {"holder": dice.pick(&self.states), "held": dice.pick(&self.held), "percent": dice.below(20)}})
            }
            11 => {
                json!({"capacity": {"what": service(dice), "percent_left": if dice.below(2) == 0 { 0 } else { 40 }}})
            }
            _ => {
                json!({"manager": {"line": dice.pick(&self.lines), "operator": dice.pick(&self.operators)}})
            }
        }
    }

    pub(crate) fn question(&self, dice: &mut Dice) -> Question {
        let from = if dice.below(12) == 0 {
            &self.places
        } else {
            &self.ends
        };
        let unit = *dice.pick(&["20ft", "40ft", "40ft", "trailer", "wagon"]);
        let most = match unit {
            "wagon" => 75_000,
            "trailer" => 30_000,
            _ => 28_000,
        };
        let mass = if dice.below(6) == 0 {
            0
        } else {
            dice.below(most)
        };
        let count = *dice.pick(&[1, 1, 1, 2, 7, 45, 120]);
        let plate = self.country(dice);
        let objectives = [
            json!("cost"),
            json!("cost"),
            json!("time"),
            json!("distance"),
            json!("emissions"),
            json!({"direct": {"detour": 200_000}}),
        ];
        let rules = dice.below(5);
        Question {
            from: dice.pick(from).clone(),
            to: dice.pick(&self.ends).clone(),
            shipment: json!({"unit": unit, "count": count, "mass_kg": mass, "plate": plate, "value": null}),
            objective: dice.pick(&objectives).clone(),
            rules: (0..rules).map(|_| self.rule(dice)).collect(),
        }
    }

    fn rule(&self, dice: &mut Dice) -> Value {
        match dice.below(12) {
            0 => json!({"limit": self.limit(dice)}),
            1 => {
                let parts: Vec<Value> = (0..2)
                    .map(|_| json!({"exclude": self.subject(dice)}))
                    .collect();
                if dice.below(2) == 0 {
                    json!({"any": parts})
                } else {
                    json!({"all": parts})
                }
            }
            2 => {
                let modes = [
                    json!(["rail", "sea"]),
                    json!(["road", "sea"]),
                    json!(["rail"]),
                    json!(["road"]),
                ];
                json!({"require": {"mode": {"modes": dice.pick(&modes)}}})
            }
            3 => {
                let consortium = dice.pick(&self.consortia);
                json!({"require": {"consortium": {"consortium": consortium, "countries": self.some_countries(dice)}}})
            }
            4 => {
                // Somebody of these countries, wherever goods are hauled there.
                let countries: Vec<&String> = self
                    .countries
                    .iter()
                    .filter(|_| dice.below(8) != 0)
                    .collect();
                let roles = [
                    json!([]),
                    json!(["railway_undertaking"]),
                    json!(["infrastructure_manager"]),
                ];
                json!({"require": {"domicile": {"countries": countries, "roles": dice.pick(&roles)}}})
            }
            5 => json!({"not": {"require": {"territory": {"countries": [self.country(dice)]}}}}),
            _ => json!({"exclude": self.subject(dice)}),
        }
    }

    fn limit(&self, dice: &mut Dice) -> Value {
        match dice.below(5) {
            0 => json!({"transhipments": dice.below(4)}),
            1 => json!({"gauge_changes": dice.below(3)}),
            2 => json!({"borders": 1 + dice.below(8)}),
            3 => json!({"hours": 100 + 50 * dice.below(30)}),
            _ => json!({"usd": 1_000 + 1_000 * dice.below(20)}),
        }
    }

    fn subject(&self, dice: &mut Dice) -> Value {
        let roles = [
            json!([]),
            json!([]),
            json!(["infrastructure_manager"]),
            json!(["railway_undertaking", "shipping_line"]),
            json!(["terminal"]),
        ];
        let methods = [
            "aggregate 50 %",
            "threshold 25 %",
            "threshold 0 %",
            "threshold 33 1/3 %",
            "look-through 25 %",
            "look-through 50 %",
            "look-through 0 %",
        ];
        match dice.below(15) {
            0 | 1 => json!({"territory": {"countries": self.some_countries(dice)}}),
            2 => {
                json!({"operator": {"operators": dice.some(&self.operators, 6), "roles": dice.pick(&roles)}})
            }
            3 => {
                json!({"domicile": {"countries": self.some_countries(dice), "roles": dice.pick(&roles)}})
            }
            4 | 5 => {
                json!({"owner": {"countries": self.some_countries(dice), "owners": [], "method": dice.pick(&methods), "roles": dice.pick(&roles)}})
            }
            6 => {
                json!({"owner": {"countries": [], "owners": dice.some(&self.parties, 5), "method": dice.pick(&methods), "roles": []}})
            }
            7 => json!({"member": {"countries": self.some_countries(dice), "members": []}}),
            8 => json!({"mode": {"modes": [*dice.pick(&["rail", "road", "sea"])]}}),
            9 => {
                let pairs: Vec<[String; 2]> = (0..3)
                    .map(|_| dice.pick(&self.crossings).1.clone())
                    .collect();
                let pairs: Vec<[String; 2]> = pairs
                    .into_iter()
                    .flat_map(|[a, b]| [[a.clone(), b.clone()], [b, a]])
                    .collect();
                json!({"border": {"pairs": pairs}})
            }
            10 => {
                let codes: Vec<String> = (0..30)
                    .map(|_| dice.pick(&self.crossings).0.clone())
                    .collect();
                json!({"crossing": {"crossings": codes}})
            }
            11 => {
                json!({"call": {"countries": self.some_countries(dice), "places": dice.some(&self.places, 5)}})
            }
            12 => json!({"flag": {"countries": self.some_countries(dice)}}),
            13 => match dice.below(5) {
                0 => json!("gauge_change"),
                1 => json!({"line": {"lines": dice.some(&self.lines, 9)}}),
                2 => json!({"link": {"links": dice.some(&self.links, 90)}}),
                3 => json!({"service": {"services": dice.some(&self.services, 30)}}),
                _ => {
                    json!({"conveyance": {"conveyances": [*dice.pick(&["truck", "vessel", "wagon-1435", "wagon-1520"])]}})
                }
            },
            _ => json!({"consortium": {"consortium": dice.pick(&self.consortia), "countries": []}}),
        }
    }
}

//! What must be charged for, whether or not it was.

use serde_json::Value;

use crate::chain::{act, items, number, text, texts};
use crate::money::{Till, cents};
use crate::tables::{Row, scaled};

impl<'s> Till<'_, 's, '_> {
    /// What must be charged for by a lift, a border or a voyage is charged for: the most specific rows of
    /// those that never end.
    pub(crate) fn complete(&mut self, step: &'s Value) {
        if step["priced"] != Value::Bool(true) || step["reload"].is_array() {
            return;
        }
        self.hauled(step);
        self.fees(step);
        let (word, body) = act(step);
        let tables = self.chain.standing.book.tables;
        let both = texts(&step["conveyances"]);
        let countries = texts(&step["countries"]);
        let family = |one: &str| one.split('-').next().unwrap_or("").to_owned();
        let at = |row: &Row, key: &str, value: &str| {
            matches!(row[key].as_str(), "" | "*") || row[key] == value
        };
        let named = |row: &Row, key: &str| !matches!(row[key].as_str(), "" | "*");
        let (file, column, fitting): (&str, &str, Vec<(Vec<usize>, &Row)>) = match word {
            "load" | "unload" | "tranship" | "gauge_change" => {
                let column = match self.goods.unit {
                    "20ft" => "price_20ft",
                    "40ft" => "price_40ft",
                    "trailer" => "price_truck",
                    _ => "price_wagon",
                };
                let place = text(&step["from"], "code");
                let stands = |row: &Row, key: &str, rides: &str| {
                    let wanted = if row[key] == "depot" {
                        "terminal"
                    } else {
                        row[key].as_str()
                    };
                    !named(row, key) || wanted == family(rides)
                };
                let rows = tables.rows("handling.csv").iter().filter(|row| {
                    row["operation"] == word
                        && (row["place"] == place
                            || row["place"].is_empty() && at(row, "country", &countries[0]))
                        && stands(row, "carriage_from", &both[0])
                        && stands(row, "carriage_to", &both[1])
                });
                let ranked = rows.map(|row| {
                    let (from, to) = (named(row, "carriage_from"), named(row, "carriage_to"));
                    let near = [
                        !row["place"].is_empty(),
                        named(row, "country"),
                        from && to,
                        from,
                        to,
                    ];
                    (near.map(usize::from).to_vec(), row)
                });
                ("handling.csv", column, ranked.collect())
            }
            "border_control" => {
                let code = text(body, "crossing");
                let crossing = self.chain.standing.book.crossings[code];
                let product = if crossing["mode"] == "road" || self.goods.unit == "trailer" {
                    "truck"
                } else if self.goods.unit == "wagon" {
                    "wagon"
                } else {
                    "container_train"
                };
                let consist = if product == "truck" {
                    "single"
                } else {
                    self.goods.consist()
                };
                let rows = tables.rows("borders.csv").iter().filter(|row| {
                    at(row, "crossing", code)
                        && at(row, "from_country", &countries[0])
                        && at(row, "to_country", &countries[1])
                        && at(row, "mode", &crossing["mode"])
                        && at(row, "regime", &crossing["regime"])
                        && at(row, "product", product)
                        && at(row, "consist", consist)
                });
                let ranked = rows.map(|row| {
                    let has = |key: &str| usize::from(named(row, key));
                    let countries = has("from_country") + has("to_country");
                    let order = ["regime", "mode", "to_country", "product", "consist"].map(has);
                    (
                        [has("crossing"), countries]
                            .into_iter()
                            .chain(order)
                            .collect(),
                        row,
                    )
                });
                ("borders.csv", "fee", ranked.collect())
            }
            _ => return,
        };
        // Where figures are of some days only, which one counts is more than plain.
        let dated = |row: &Row| !row["valid_from"].is_empty() || !row["valid_to"].is_empty();
        let ended = |row: &Row| {
            row.get("operator")
                .is_some_and(|id| !id.is_empty() && !self.chain.standing.exists(id))
        };
        if fitting.iter().any(|(_, row)| dated(row) || ended(row)) {
            return;
        }
        let Some((_, best)) = fitting.into_iter().max_by_key(|(rank, _)| rank.clone()) else {
            return;
        };
        let owed = self
            .usd(best, column)
            .is_some_and(|rate| cents(rate * self.goods.count, 1) > 0);
        let charged = self.charges(step, best);
        if owed != charged {
            self.faults.push(format!(
                "{word}: {file} asks for {} where charged is {charged}: {best:?}",
                best[column]
            ));
        }
    }

    /// Whether a step is charged for by a row.
    fn charges(&self, step: &'s Value, row: &Row) -> bool {
        items(&step["charges"]).iter().any(|charge| {
            let figure = items(&charge["evidence"]).first();
            let cited = figure.and_then(|figure| self.cited(figure));
            cited.is_some_and(|(_, cited)| std::ptr::eq(cited, row))
        })
    }

    /// Whoever hauls the goods is paid for it, and a truck that stands as well.
    fn hauled(&mut self, step: &'s Value) {
        let (word, _) = act(step);
        if matches!(word, "move" | "haul") {
            let mut charges = items(&step["charges"]).iter();
            if !charges.any(|charge| charge["component"] == "haulage") {
                self.faults.push(format!("nobody hauls: {}", step["act"]));
            }
            return;
        }
        let by_truck = texts(&step["conveyances"]).iter().any(|one| one == "truck");
        let countries = texts(&step["countries"]);
        let here = countries
            .first()
            .map_or(text(&step["from"], "country"), String::as_str);
        let rows = self.chain.standing.book.tables.rows("tariffs.csv").iter();
        let rows = rows.filter(|row| row["country"] == here && row["basis"] == "per_hour");
        let rows: Vec<&Row> = rows.collect();
        let [row] = rows.as_slice() else {
            return;
        };
        let always = row["valid_from"].is_empty() && row["valid_to"].is_empty();
        let stands = number(step, "expected") * self.goods.count > 60;
        if by_truck
            && always
            && stands
            && row["unit"] == "any"
            && row["loaded"] == "any"
            && !self.charges(step, row)
        {
            self.faults
                .push(format!("a truck stands for nothing: {}", step["act"]));
        }
    }

    /// What countries ask of trucks is asked, where no row has dates.
    fn fees(&mut self, step: &'s Value) {
        if texts(&step["conveyances"]) != ["truck"] {
            return;
        }
        let (word, body) = act(step);
        let countries = texts(&step["countries"]);
        let crosses = word == "border_control" || word == "land" && body["border"].is_array();
        let standing = self.chain.standing;
        let gross = self.goods.mass + 15_000;
        let tonnes = |row: &Row, key: &str| scaled(&row[key], 3);
        let mut missing = Vec::new();
        for row in standing.book.tables.rows("fees.csv") {
            let due = match row["trigger"].as_str() {
                "exit" => crosses && countries[0] == row["country"],
                "run" => word == "move" && countries[0] == row["country"] && row["mode"] == "road",
                _ => crosses && countries[1] == row["country"],
            };
            let heavy = tonnes(row, "mass_from_t").is_none_or(|from| from <= gross)
                && tonnes(row, "mass_to_t").is_none_or(|to| gross < to);
            let dated = !row["valid_from"].is_empty() || !row["valid_to"].is_empty();
            if !due || !heavy || dated {
                continue;
            }
            let plate = standing.plate_in(self.goods.plate, &row["country"]);
            let rate = self.usd(row, "amount").unwrap_or(0);
            let (count, per) = match row["trigger"].as_str() {
                "run" => (number(step, "distance"), 1_000),
                _ => (1, 1),
            };
            let asked = cents(rate * self.goods.count * count, per) > 0;
            let owed = asked && standing.fee_is_meant(row, &plate);
            if owed != self.charges(step, row) {
                missing.push(format!(
                    "{} of {} is owed: {owed}",
                    row["trigger"], row["country"]
                ));
            }
        }
        self.faults.extend(missing);
    }
}

//! What the row that a charge cites asks for.

use serde_json::{Value, json};

use crate::chain::{act, items, number, text, texts};
use crate::money::{Till, cents};
use crate::tables::{Row, list, scaled};

impl<'s> Till<'_, 's, '_> {
    /// Millionths of a dollar of the price year.
    pub(crate) fn usd(&self, row: &Row, column: &str) -> Option<i128> {
        let amount: f64 = row[column].trim().parse().ok()?;
        let tables = self.chain.standing.book.tables;
        let find = |file: &str, keys: &[(&str, &str)], column: &str| -> Option<f64> {
            let mut rows = tables.rows(file).iter();
            let row = rows.find(|row| keys.iter().all(|(key, value)| row[*key] == **value))?;
            row[column].parse().ok()
        };
        let (currency, year) = (row["currency"].as_str(), row["price_year"].as_str());
        let year = if year.is_empty() { "2025" } else { year };
        let usd = match currency {
            "" | "USD" => 1.0,
            _ => find(
                "currencies.csv",
                &[("code", currency), ("year", year)],
                "usd",
            )?,
        };
        let factor = if year == "2025" {
            usd
        } else {
            usd * find("deflators.csv", &[("year", "2025")], "index")?
                / find("deflators.csv", &[("year", year)], "index")?
        };
        Some((amount * factor * 1e6).round() as i128)
    }

    /// What the cited row asks; one amount, or those that its bands allow.
    pub(crate) fn owed(&self, step: &'s Value, charge: &'s Value) -> Option<Vec<i128>> {
        let figure = items(&charge["evidence"]).first()?;
        let (file, row) = self.cited(figure)?;
        let (goods, metres) = (&self.goods, number(step, "distance"));
        let wrong = |what: &str| {
            Some(
                vec![-1]
                    .into_iter()
                    .chain(what.bytes().map(i128::from))
                    .collect(),
            )
        };
        let column = match goods.unit {
            "20ft" => "price_20ft",
            "40ft" => "price_40ft",
            "trailer" => "price_truck",
            _ => "price_wagon",
        };
        match file {
            "tariffs.csv"
                if !matches!(act(step).0, "run" | "through")
                    && (row["basis"] == "per_hour") == matches!(act(step).0, "move" | "haul") =>
            {
                wrong("tariff of what stands")
            }
            "tariffs.csv" if row["basis"] == "per_hour" => {
                let right =
                    row["product"] == "truck" && charge["country"] == row["country"].as_str();
                if !right
                    || !self.is_paid(charge, &row["operator"], json!({"carrier": goods.plate}))
                {
                    return wrong("standing");
                }
                let rate = self.usd(row, "rate")?;
                Some(vec![cents(
                    rate * goods.count * number(step, "expected"),
                    60,
                )])
            }
            "tariffs.csv" if matches!(act(step).0, "move" | "haul") => {
                let payee = [row["payee"].as_str(), row["operator"].as_str()];
                let payee = payee
                    .into_iter()
                    .find(|payee| !payee.is_empty())
                    .unwrap_or("");
                let paid = charge["component"] == row["component"].as_str()
                    && charge["country"] == row["country"].as_str();
                let carrier = json!({"carrier": goods.plate});
                if !self.fits(step, row) || !paid || !self.is_paid(charge, payee, carrier) {
                    return wrong("tariff");
                }
                self.tariff(row, metres)
            }
            "handling.csv" => {
                let here = row["place"].is_empty() || row["place"] == text(&step["to"], "code");
                let country = text(&step["to"], "country");
                let right = here
                    && (row["country"] == "*"
                        || row["country"].is_empty()
                        || row["country"] == country);
                let right = right && self.is_paid(charge, &row["operator"], json!("unnamed"));
                let rate = self.usd(row, column)?;
                if right {
                    Some(vec![cents(rate * goods.count, 1)])
                } else {
                    wrong("lift")
                }
            }
            "borders.csv" => {
                let at = |key: &str, value: &str| {
                    row[key] == "*" || row[key].is_empty() || row[key] == value
                };
                let fits = |step: &Value| {
                    let countries = texts(&step["countries"]);
                    let [from, to] = countries.as_slice() else {
                        return false;
                    };
                    let crossing = text(&step["from"], "code");
                    at("from_country", from)
                        && at("to_country", to)
                        && (act(step).0 == "land" || at("crossing", crossing))
                        && self.is_paid(charge, &row["payee"], json!({"authority": to}))
                };
                // A train pays for the borders among its parts.
                let parts = items(&step["parts"]).iter();
                let mut borders = parts.filter(|part| act(part).0 == "border_control");
                let right = fits(step) || borders.any(fits);
                let rate = self.usd(row, "fee")?;
                if right {
                    Some(vec![cents(rate * goods.count, 1)])
                } else {
                    wrong("border")
                }
            }
            "fees.csv" => {
                let plate = self.chain.standing.plate_in(goods.plate, &row["country"]);
                let authority = json!({"authority": row["country"]});
                if !self.chain.standing.fee_is_meant(row, &plate)
                    || !self.is_paid(charge, &row["payee"], authority)
                {
                    return wrong("fee");
                }
                let rate = self.usd(row, "amount")?;
                let by_km = row["trigger"] == "run";
                let (count, per) = if by_km {
                    (goods.count * metres, 1_000)
                } else {
                    (goods.count, 1)
                };
                Some(vec![cents(rate * count, per)])
            }
            "services.csv" if act(step).0 == "run" => {
                let id = text(act(step).1, "service");
                if row["id"] != id {
                    return wrong("service");
                }
                let wagon = || self.usd(row, "price_wagon");
                let rate = match (goods.unit, row["carriage"].as_str()) {
                    (_, "truck") => self
                        .usd(row, "price_truck")
                        .or_else(|| self.usd(row, column)),
                    ("20ft", carriage) if carriage.starts_with("wagon") => {
                        self.usd(row, column).or_else(|| Some((wagon()? + 1) / 2))
                    }
                    ("40ft", carriage) if carriage.starts_with("wagon") => {
                        self.usd(row, column).or_else(wagon)
                    }
                    _ => self.usd(row, column),
                };
                Some(vec![cents(rate? * goods.count, 1)])
            }
            "through_rates.csv" => {
                if row["id"] != text(act(step).1, "rate") {
                    return wrong("rate");
                }
                Some(vec![cents(self.usd(row, column)? * goods.count, 1)])
            }
            _ => None,
        }
    }

    /// Whether an operator is paid, or whoever is where none is named.
    fn is_paid(&self, charge: &Value, operator: &str, otherwise: Value) -> bool {
        if operator.is_empty() {
            // Whose truck it is, the step knows.
            return charge["payee"] == otherwise
                || otherwise["carrier"].is_string() && charge["payee"]["carrier"].is_string();
        }
        charge["payee"]["operator"]["id"] == operator
    }

    /// Whether a tariff is one of the goods, and of the line that they move on.
    fn fits(&self, step: &Value, row: &Row) -> bool {
        let goods = &self.goods;
        let any = |key: &str, value: &str| {
            matches!(row[key].as_str(), "" | "*" | "any") || row[key] == value
        };
        let tonnes = |key: &str| scaled(&row[key], 3);
        let country = texts(&step["countries"]);
        let line = match act(step) {
            ("move", body) => {
                let book = self.chain.standing.book;
                let link = book.links.get(text(body, "link"));
                link.map(|link| book.line_of(link))
            }
            _ => None,
        };
        let named = line.is_none_or(|line| {
            matches!(row["lines"].as_str(), "" | "*") || list(&row["lines"]).any(|one| one == line)
        });
        named
            && country == [row["country"].clone()]
            && step["mode"] == row["mode"].as_str()
            && step["product"] == row["product"].as_str()
            && any("unit", goods.unit)
            && any("loaded", if goods.mass > 0 { "loaded" } else { "empty" })
            && any("consist", goods.consist())
            && tonnes("mass_from_t").is_none_or(|from| from <= goods.gross())
            && tonnes("mass_to_t").is_none_or(|to| goods.gross() < to)
    }

    /// What a tariff asks for so many metres, or for those of a longer band that come to less.
    fn tariff(&self, row: &Row, metres: i128) -> Option<Vec<i128>> {
        let goods = &self.goods;
        let rate = self.usd(row, "rate")?;
        let from = scaled(&row["band_from_km"], 3);
        let to = scaled(&row["band_to_km"], 3);
        let minimum = self
            .usd(row, "minimum")
            .map(|least| cents(least * goods.count, 1));
        let ask = |metres: i128| {
            let inside = if row["taper"] == "slice" {
                metres.min(to.unwrap_or(metres)) - from.unwrap_or(0)
            } else if from.is_none_or(|from| from == 0 || metres > from)
                && to.is_none_or(|to| metres <= to)
            {
                metres
            } else {
                return None;
            };
            let asked = match row["basis"].as_str() {
                "per_km" => cents(rate * goods.count * inside, 1_000),
                "per_tonne_km" => cents(rate * goods.count * goods.charged() * inside, 1_000_000),
                "per_unit" => cents(rate * goods.count, 1),
                _ => cents(rate, 1),
            };
            Some(asked.max(minimum.unwrap_or(0)))
        };
        let own = ask(metres);
        // Whoever runs fewer kilometres may pay for more: for the metre after an end of any band of the offer.
        let rivals = self.chain.standing.book.tables.rows("tariffs.csv").iter();
        let rivals = rivals.filter(|rival| {
            ["operator", "country", "product", "lines"]
                .iter()
                .all(|key| rival[*key] == row[*key])
        });
        let ends = rivals.flat_map(|rival| {
            [
                scaled(&rival["band_from_km"], 3),
                scaled(&rival["band_to_km"], 3),
            ]
        });
        let longer = ends
            .flatten()
            .map(|end| end + 1)
            .filter(|end| *end > metres);
        let owed: Vec<i128> = own.into_iter().chain(longer.filter_map(ask)).collect();
        Some(owed)
    }
}

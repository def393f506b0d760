//! Whether anything leads from one place to another at all, by breadth-first search over the tables.

use std::collections::{BTreeSet, HashMap, VecDeque};

use serde_json::Value;

use crate::chain::texts;
use crate::standing::Standing;
use crate::tables::Row;

/// What plain rules leave of the world.
pub(crate) struct Reach<'s, 't> {
    standing: &'s Standing<'t>,
    countries: BTreeSet<String>,
    modes: BTreeSet<String>,
    /// Ordered pairs, crossings, links, lines, services.
    borders: BTreeSet<(String, String)>,
    named: BTreeSet<String>,
    /// Whether the rules say nothing else that could close a road.
    pub(crate) is_all: bool,
}

impl<'s, 't> Reach<'s, 't> {
    pub(crate) fn under(standing: &'s Standing<'t>, rules: &[Value]) -> Self {
        let mut reach = Self {
            standing,
            countries: BTreeSet::new(),
            modes: BTreeSet::new(),
            borders: BTreeSet::new(),
            named: BTreeSet::new(),
            is_all: true,
        };
        for rule in rules {
            let subject = rule
                .get("exclude")
                .and_then(|body| body.as_object()?.iter().next());
            match subject.map(|(kind, body)| (kind.as_str(), body)) {
                Some(("territory", body)) => reach.countries.extend(texts(&body["countries"])),
                Some(("mode", body)) => reach.modes.extend(texts(&body["modes"])),
                Some((kind @ ("crossing" | "link" | "line" | "service"), body)) => {
                    reach.named.extend(texts(&body[format!("{kind}s")]));
                }
                Some(("border", body)) => {
                    for pair in body["pairs"].as_array().into_iter().flatten() {
                        let pair = texts(pair);
                        reach.borders.insert((pair[0].clone(), pair[1].clone()));
                    }
                }
                Some(("flag", _)) => {}
                _ => reach.is_all = false,
            }
        }
        reach
    }

    /// Whether a way leads there, by road alone or by whatever moves; without rules on parties, conveyances
    /// and limits, without prices, lifts and gauges. No way here is no way at all.
    pub(crate) fn leads(&self, from: &str, to: &str, by_road: bool) -> bool {
        let book = self.standing.book;
        let home = |place: &str| book.places[place]["country"].clone();
        let (start, end) = (home(from), home(to));
        let passes = |country: &str| {
            !self.countries.contains(country) && self.standing.lets_pass(country, &start, &end)
        };
        let mut next: HashMap<(String, String), Vec<(String, String)>> = HashMap::new();
        for (id, link) in &book.links {
            let line = book.line_of(link);
            let named = self.named.contains(*id) || self.named.contains(&line);
            let (country, mode) = (link["country"].clone(), link["mode"].as_str());
            let sold = !by_road || mode == "road" && self.has_trucks(&country);
            if named
                || !sold
                || self.modes.contains(mode)
                || !passes(&country)
                || !self.standing.link_is_open(id)
            {
                continue;
            }
            let ends = ["from", "to"].map(|end| (link[end].clone(), country.clone()));
            next.entry(ends[0].clone())
                .or_default()
                .push(ends[1].clone());
            if link["direction"] == "both" {
                next.entry(ends[1].clone())
                    .or_default()
                    .push(ends[0].clone());
            }
        }
        for (code, crossing) in &book.crossings {
            let mode = &crossing["mode"];
            let other = by_road && mode != "road"
                || self.modes.contains(mode)
                || self.named.contains(*code);
            if other || !self.standing.crossing_is_open(code) {
                continue;
            }
            let (a, b) = (&crossing["country_a"], &crossing["country_b"]);
            for (from, to) in [(a, b), (b, a)] {
                if passes(from) && passes(to) && !self.borders.contains(&(from.clone(), to.clone()))
                {
                    let side = |country: &String| ((*code).to_owned(), country.clone());
                    next.entry(side(from)).or_default().push(side(to));
                }
            }
        }
        for (id, service) in book
            .services
            .iter()
            .filter(|(_, row)| !by_road && row["kind"] != "block_train")
        {
            let by_sea = self.modes.contains("sea");
            if by_sea || self.named.contains(*id) || !self.standing.service_runs(id) {
                continue;
            }
            let ends = ["from", "to"].map(|end| (service[end].clone(), home(&service[end])));
            let border = (ends[0].1.clone(), ends[1].1.clone());
            if passes(&border.0) && passes(&border.1) && !self.borders.contains(&border) {
                next.entry(ends[0].clone())
                    .or_default()
                    .push(ends[1].clone());
            }
        }
        let goal = (to.to_owned(), end.clone());
        let begin = (from.to_owned(), start.clone());
        let mut seen = BTreeSet::from([begin.clone()]);
        let mut queue = VecDeque::from([begin]);
        while let Some(at) = queue.pop_front() {
            if at == goal {
                return true;
            }
            for there in next.get(&at).into_iter().flatten() {
                if seen.insert(there.clone()) {
                    queue.push_back(there.clone());
                }
            }
        }
        false
    }

    /// Whether trucks of any load are for hire there.
    fn has_trucks(&self, country: &str) -> bool {
        let rows = self.standing.book.tables.rows("tariffs.csv").iter();
        let any = |row: &Row, key: &str| matches!(row[key].as_str(), "" | "*" | "any");
        rows.filter(|row| {
            row["country"] == country && row["product"] == "truck" && row["component"] == "haulage"
        })
        .any(|row| {
            any(row, "unit")
                && any(row, "loaded")
                && any(row, "lines")
                && row["basis"] == "per_km"
                && row["operator"].is_empty()
                && row["mass_from_t"].is_empty()
                && row["mass_to_t"].is_empty()
        })
    }
}

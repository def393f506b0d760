//! What is a consortium's business: what it does or sells, and what members run for it where that is listed.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::chain::{Touched, text, texts};
use crate::owners::Stakes;
use crate::rules::Verdict::{self, Broken, Held, NotConcerned};
use crate::standing::Standing;
use crate::tables::{Row, holds};

/// Consortia that a rule speaks of, and the rows of what is run for them.
pub(crate) struct Business<'t> {
    consortia: BTreeSet<String>,
    run: Vec<&'t Row>,
}

impl<'t> Business<'t> {
    /// Of a rule's subject: of one consortium and all members, or of the members that it asks for.
    pub(crate) fn of(
        standing: &Standing<'t>,
        stakes: &Stakes,
        kind: &str,
        subject: &Value,
    ) -> Self {
        let book = standing.book;
        let (countries, named) = (texts(&subject["countries"]), texts(&subject["members"]));
        let is_asked = |whole: &str, member: &str| {
            if kind == "consortium" {
                return whole == text(subject, "consortium");
            }
            let home = book.home(member);
            named.iter().any(|one| one == member)
                || home.is_some_and(|home| countries.iter().any(|one| one == home))
        };
        let asked: Vec<(&String, &String)> = stakes
            .members
            .iter()
            .flat_map(|(whole, members)| members.iter().map(move |member| (whole, member)))
            .filter(|(whole, member)| is_asked(whole, member))
            .collect();
        let mut consortia: BTreeSet<String> =
            asked.iter().map(|(whole, _)| (*whole).clone()).collect();
        if kind == "consortium" {
            consortia.insert(text(subject, "consortium").to_owned());
        }
        let rows = book.tables.rows("consortium_operations.csv").iter();
        let run = rows.filter(|row| {
            let pair = (&row["consortium"], &row["member"]);
            holds(row, &standing.day) && asked.contains(&pair)
        });
        Self {
            consortia,
            run: run.collect(),
        }
    }

    /// Whether somebody in a role does it for a consortium.
    fn counts(&self, id: &str, role: &str, touched: &Touched) -> bool {
        let is_run = |row: &&Row| {
            let (line, service, place) = (&row["line"], &row["service"], &row["place"]);
            if !line.is_empty() {
                row["member"] == id && touched.line.as_ref() == Some(line) && role != "state_agency"
            } else if !service.is_empty() {
                let runs = role == "railway_undertaking" || role == "shipping_line";
                runs && touched.service.as_ref() == Some(service)
            } else {
                row["member"] == id && role == "terminal" && touched.places.contains(place)
            }
        };
        self.consortia.contains(id) || self.run.iter().any(is_run)
    }

    /// Whether the train or through rate that it is a part of is the business.
    fn whole(&self, touched: &Touched) -> bool {
        touched.whole.as_ref().is_some_and(|(seller, service)| {
            let listed = |row: &&Row| !service.is_empty() && row["service"] == *service;
            self.consortia.contains(seller) || self.run.iter().any(listed)
        })
    }

    fn is_used(&self, touched: &Touched) -> bool {
        let mut parties = touched.parties.iter();
        parties.any(|(id, role)| self.counts(id, role, touched)) || self.whole(touched)
    }

    /// None of it, or of parties who are in it nobody else.
    pub(crate) fn judge(&self, require: bool, touched: &Touched) -> Verdict {
        if !require && self.is_used(touched) {
            return Broken;
        }
        let spoken_of = |role: &str| !require || role != "state_agency";
        let mut parties = touched.parties.iter().filter(|(_, role)| spoken_of(role));
        let mut concerned = false;
        let held = parties.all(|(id, role)| {
            concerned = true;
            self.counts(id, role, touched) == require
        });
        match (concerned, held) {
            (false, _) => NotConcerned,
            (true, true) => Held,
            (true, false) => Broken,
        }
    }

    /// Moves are the business; in these countries by land, or everywhere where none are named. Hauls,
    /// trains and through rates are judged by their parts.
    pub(crate) fn required(&self, countries: &[String], touched: &Touched) -> Verdict {
        let mut entered = touched.countries.iter();
        let here = countries.is_empty() || entered.any(|country| countries.contains(country));
        let at_sea = touched.mode.as_deref() == Some("sea") && touched.border.is_none();
        if !here || !(touched.link.is_some() || at_sea) {
            return NotConcerned;
        }
        if self.is_used(touched) { Held } else { Broken }
    }
}

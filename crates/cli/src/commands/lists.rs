//! `corridor places`, `policies` and `scenarios`: what can be named in a question.

use std::error::Error;
use std::io::Write as _;

use clap::Args;
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Tables, policy, scenario};
use crate::output::Output;
use crate::output::tables::WORDS_FIRST;

/// List places: code, name, country, and the other names they are found by
#[derive(Args)]
#[command(after_help = "\
Examples:
  corridor places --country AM
  corridor places Poti
  corridor places --json")]
pub(crate) struct Places {
    /// One place by code, name or alias, instead of all
    name: Option<String>,
    /// Those of one country only
    #[arg(long, value_name = "COUNTRY", conflicts_with = "name")]
    country: Option<Country>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    tables: Tables,
}

impl Places {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let network = self.tables.load()?;
        let mut places: Vec<_> = match &self.name {
            Some(name) => vec![network.find_place(name)?],
            None => network.places().map(|(id, _)| id).collect(),
        };
        places.retain(|id| {
            let of = network.place(*id).map(|place| place.country);
            self.country.is_none() || of == self.country
        });
        let mut rows = Vec::with_capacity(places.len());
        for place in places.iter().filter_map(|id| network.place(*id)) {
            let aliases = place.aliases.join(", ");
            if self.json {
                let (code, country) = (place.code.as_str(), place.country);
                let line = serde_json::json!({
                    "code": code, "name": place.name, "country": country,
                    "longitude_deg": place.location.x(), "latitude_deg": place.location.y(),
                    "aliases": place.aliases,
                });
                writeln!(out, "{line}")?;
            } else {
                let code = place.code.to_string();
                rows.push(vec![
                    code,
                    place.name.to_string(),
                    place.country.to_string(),
                    aliases,
                ]);
            }
        }
        if !self.json {
            let columns = ["code", "name", "country", "also"];
            let table = out.table(&columns, rows, WORDS_FIRST);
            writeln!(out, "{table}")?;
        }
        Ok(Answered::All)
    }
}

/// List the embedded policies, or show one with its rules
#[derive(Args)]
pub(crate) struct Policies {
    /// Print one as TOML: a preset's name or a file
    #[arg(long, value_name = "NAME|FILE")]
    show: Option<String>,
}

impl Policies {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        if let Some(name) = &self.show {
            write!(out, "{}", policy(name)?.to_toml()?)?;
            return Ok(Answered::All);
        }
        let mut rows = Vec::new();
        for name in Policy::presets() {
            let policy = Policy::preset(name)?;
            let rules = policy.rules().len().to_string();
            rows.push(vec![name.to_owned(), rules, policy.name().to_owned()]);
        }
        let table = out.table(&["policy", "rules", "what it says"], rows, WORDS_FIRST);
        writeln!(out, "{table}")?;
        Ok(Answered::All)
    }
}

/// List the embedded scenarios, or show one with its changes
#[derive(Args)]
pub(crate) struct Scenarios {
    /// Print one as TOML: a preset's name or a file
    #[arg(long, value_name = "NAME|FILE")]
    show: Option<String>,
}

impl Scenarios {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        if let Some(name) = &self.show {
            write!(out, "{}", scenario(name)?.to_toml()?)?;
            return Ok(Answered::All);
        }
        let mut rows = Vec::new();
        for name in Scenario::presets() {
            let scenario = Scenario::preset(name)?;
            let changes = scenario.changes().len().to_string();
            let day = scenario.day().to_string();
            rows.push(vec![
                name.to_owned(),
                day,
                changes,
                scenario.name().to_owned(),
            ]);
        }
        let columns = ["scenario", "day", "changes", "what it says"];
        let table = out.table(&columns, rows, WORDS_FIRST);
        writeln!(out, "{table}")?;
        Ok(Answered::All)
    }
}

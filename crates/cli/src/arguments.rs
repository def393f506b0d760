//! Arguments that several commands take.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use trade_corridor::atlas::Atlas;
use trade_corridor::json::{RequestDocument, Without};
use trade_corridor::planner::{FactorGroups, ModelErrors, Sampling};
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;

/// The tables to answer from; the embedded ones unless set otherwise.
#[derive(Args)]
pub(crate) struct Tables {
    /// Lay the tables of a folder over the embedded ones; repeat it for several, the last on top
    #[arg(long, value_name = "FOLDER")]
    tables: Vec<PathBuf>,
    /// Use the tables of a folder alone; it needs an `atlas.toml`
    #[arg(long, value_name = "FOLDER", conflicts_with = "tables")]
    only_tables: Option<PathBuf>,
}

impl Tables {
    /// The network of the given folders, or the embedded one.
    ///
    /// # Errors
    /// An unreadable folder, all faults of its tables.
    pub(crate) fn load(&self) -> Result<Network, Box<dyn Error>> {
        let mut atlas = match &self.only_tables {
            Some(folder) => Atlas::folder(folder)?,
            None if self.tables.is_empty() => return Ok(Network::europe_central_asia().clone()),
            None => Atlas::embedded(),
        };
        for folder in &self.tables {
            atlas = atlas.with_folder(folder)?;
        }
        Ok(atlas.load()?)
    }
}

/// What is shipped.
#[derive(Args)]
pub(crate) struct Goods {
    /// What the goods are packed in: 20ft, 40ft, trailer or wagon
    #[arg(long, default_value = "40ft")]
    unit: LoadUnit,
    /// How many units; what fills a train goes as one
    #[arg(long, default_value_t = 1)]
    count: u32,
    /// Mass of the goods in one unit
    #[arg(long, default_value_t = 20.0)]
    tonnes: f64,
    /// Country in which trucks are registered
    #[arg(long, value_name = "COUNTRY", default_value_t = Shipment::DEFAULT_PLATE)]
    plate: Country,
}

impl Goods {
    /// The shipment.
    ///
    /// # Errors
    /// A mass that is no number, negative, or more than the unit takes; no units.
    pub(crate) fn shipment(&self) -> Result<Shipment, Box<dyn Error>> {
        let mass = Mass::from_tonnes(self.tonnes)?;
        let shipment = Shipment::new(self.unit, mass)?.with_count(self.count)?;
        Ok(shipment.with_plate(self.plate))
    }
}

/// What a route has to use and come by, whatever the policy.
#[derive(Args)]
pub(crate) struct Whole {
    /// Use it at least once: operator:ADY, consortium:, line:, link:, crossing:, service: or place: and an
    /// id, or an id alone that only one thing has; repeat it for several
    #[arg(long, value_name = "SUBJECT")]
    must_use: Vec<String>,
    /// Come by a place, passing it or handled there; repeat it for several, in order
    #[arg(long, value_name = "PLACE")]
    via: Vec<String>,
    /// Go by what a consortium and its members do for it only, all the way; by its id
    #[arg(long, value_name = "CONSORTIUM")]
    only_by: Vec<String>,
    /// Buy nothing of consortia with a member from a country, nor what such members run for them
    #[arg(long, value_name = "COUNTRY")]
    no_member_from: Vec<Country>,
    /// Keep out of the territory of a country, or take no `rail`, `road`, `sea` or `inland_waterway`; repeat it
    /// for several
    #[arg(long, value_name = "COUNTRY|MODE")]
    without: Vec<Without>,
}

impl Whole {
    /// The policy with these rules.
    ///
    /// # Errors
    /// A text that is no subject.
    pub(crate) fn added_to(
        &self,
        mut policy: Policy,
        network: &Network,
    ) -> Result<Policy, Box<dyn Error>> {
        for text in &self.must_use {
            policy = policy.must_use(Subject::find(text, network)?);
        }
        if !self.via.is_empty() {
            policy = policy.via(&self.via);
        }
        for consortium in &self.only_by {
            policy = policy.with(Rule::only_by(consortium));
        }
        for country in &self.no_member_from {
            policy = policy.with(Rule::no_member_from(*country));
        }
        for without in &self.without {
            policy = policy.with(without.rule());
        }
        Ok(policy)
    }

    /// These rules in the fields of a request that has none of the kind.
    pub(crate) fn fill(&self, request: &mut RequestDocument) {
        fn fill<T: Clone>(field: &mut Vec<T>, given: &[T]) {
            if field.is_empty() {
                field.extend_from_slice(given);
            }
        }
        fill(&mut request.must_use, &self.must_use);
        fill(&mut request.via, &self.via);
        fill(&mut request.only_by, &self.only_by);
        fill(&mut request.no_member_from, &self.no_member_from);
        fill(&mut request.without, &self.without);
    }
}

/// What a route should have least of.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Least {
    #[value(alias = "shortest")]
    Distance,
    /// Distance, with 200 km more for each transhipment
    #[value(alias = "most-direct")]
    Direct,
    #[value(alias = "fastest")]
    Time,
    #[value(alias = "cheapest")]
    Cost,
    #[value(alias = "cleanest")]
    Emissions,
}

impl Least {
    pub(crate) const fn objective(self) -> Objective {
        match self {
            Self::Distance => Objective::Distance,
            Self::Direct => Objective::DIRECT,
            Self::Time => Objective::Time,
            Self::Cost => Objective::Cost,
            Self::Emissions => Objective::Emissions,
        }
    }

    /// What a route with least of it is called.
    pub(crate) const fn superlative(self) -> &'static str {
        match self {
            Self::Distance => "shortest",
            Self::Direct => "most direct",
            Self::Time => "fastest",
            Self::Cost => "cheapest",
            Self::Emissions => "cleanest",
        }
    }
}

/// The word that is read back.
impl fmt::Display for Least {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Distance => "distance",
            Self::Direct => "direct",
            Self::Time => "time",
            Self::Cost => "cost",
            Self::Emissions => "emissions",
        })
    }
}

/// How often, and from where, what is not known is drawn.
#[derive(Args)]
pub(crate) struct Draws {
    /// How many draws; powers of two spread best
    #[arg(id = "draws", long, default_value_t = 1_024)]
    count: u32,
    /// The same seed gives the same draws everywhere
    #[arg(long, default_value_t = 0)]
    seed: u32,
    /// Which figures are high or low together: a table as `data/factor_groups.csv`, or `none`; the embedded
    /// one unless given
    #[arg(long, value_name = "FILE|none")]
    groups: Option<String>,
    /// What the model itself gets wrong: a table as `data/model_errors.csv`, or `none`; the embedded one unless
    /// given
    #[arg(long, value_name = "FILE|none")]
    model_errors: Option<String>,
}

impl Draws {
    /// The same for what is to be least.
    ///
    /// # Errors
    /// An unreadable table of groups or of what the model gets wrong.
    pub(crate) fn sampling(&self, objective: Objective) -> Result<Sampling, Box<dyn Error>> {
        let mut sampling = Sampling::default().draws(self.count).seed(self.seed);
        if let Some(given) = &self.model_errors {
            let errors = or_none(given, ModelErrors::none, ModelErrors::from_csv)?;
            sampling = sampling.model_errors(errors);
        }
        if let Some(given) = &self.groups {
            let groups = or_none(given, FactorGroups::none, FactorGroups::from_csv)?;
            sampling = sampling.groups(groups);
        }
        Ok(sampling.objective(objective))
    }
}

/// The table of a file, or what `none` stands for.
fn or_none<T, E: fmt::Display>(
    given: &str,
    none: fn() -> T,
    read: fn(&str) -> Result<T, E>,
) -> Result<T, Box<dyn Error>> {
    if given == "none" {
        return Ok(none());
    }
    Ok(read(&text_of(given)?).map_err(|error| format!("{given}: {error}"))?)
}

/// In which form, and where, answers are written.
#[derive(Args)]
pub(crate) struct Written {
    /// One JSON object a line, as `corridor schema` describes it
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// A table with a header, as CSV
    #[arg(long)]
    csv: bool,
    /// Write here instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// How answers are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// To be read by people.
    Table,
    /// One object a line.
    Json,
    /// With a header.
    Csv,
}

impl Written {
    pub(crate) const fn form(&self) -> Form {
        match (self.json, self.csv) {
            (true, _) => Form::Json,
            (_, true) => Form::Csv,
            (false, false) => Form::Table,
        }
    }
}

/// On which day, and what is changed.
#[derive(Args)]
pub(crate) struct When {
    /// Day on which things are open, valid and owned; that of the scenario when one is given
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// What is changed: a preset's name or a TOML file
    #[arg(long, value_name = "NAME|FILE")]
    scenario: Option<String>,
}

/// The day of a question without one and without a scenario: the one that the documentation speaks of.
pub(crate) const DEFAULT_DAY: Date = date(2026, 11, 22);

impl When {
    /// What the scenario is called; empty where nothing is changed.
    pub(crate) fn name(&self) -> &str {
        self.scenario.as_deref().unwrap_or_default()
    }

    /// The scenario on the day.
    ///
    /// # Errors
    /// An unreadable file, a text that is no scenario, an unknown preset.
    pub(crate) fn scenario(&self) -> Result<Scenario, Box<dyn Error>> {
        let Some(name) = &self.scenario else {
            return Ok(Scenario::on(self.on.unwrap_or(DEFAULT_DAY)));
        };
        let scenario = scenario(name)?;
        Ok(match self.on {
            Some(day) => scenario.with_day(day),
            None => scenario,
        })
    }
}

/// A day alone; a time of day would change nothing.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    let date: Date = text.parse().map_err(|error| format!("{error}"))?;
    if text.contains([':', 'T', 't', ' ']) {
        return Err(format!("it has a time of day; give the day alone, {date}"));
    }
    Ok(date)
}

/// The text of a TOML file, for a name that ends in `.toml`.
fn toml(name: &str) -> Result<Option<String>, Box<dyn Error>> {
    let extension = Path::new(name).extension();
    if extension.is_none_or(|extension| extension != "toml") {
        return Ok(None);
    }
    text_of(name).map(Some)
}

/// A regular file, opened.
///
/// # Errors
/// What is none, or cannot be read.
pub(crate) fn regular(name: &str) -> Result<File, Box<dyn Error>> {
    let unreadable = |error| unreadable(name, &error);
    // Before it is opened: to open a pipe waits for somebody who writes.
    if !std::fs::metadata(name).map_err(unreadable)?.is_file() {
        return Err(format!("`{name}` is no regular file; give a file").into());
    }
    Ok(File::open(name).map_err(unreadable)?)
}

fn unreadable(name: &str, error: &std::io::Error) -> String {
    format!("cannot read `{name}`: {error}")
}

/// The text of a regular file that is no longer than a policy or scenario may be.
fn text_of(name: &str) -> Result<String, Box<dyn Error>> {
    let (mut bytes, most) = (Vec::new(), Policy::LONGEST_TEXT);
    regular(name)?
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(name, &error))?;
    if bytes.len() > most {
        return Err(format!("`{name}` has more than {most} bytes; shorten it").into());
    }
    Ok(String::from_utf8(bytes)
        .map_err(|_| format!("`{name}` is not in UTF-8; save it as UTF-8"))?)
}

/// The scenarios of some names, on a day of all of them where one is given; without names that of nothing
/// changed.
///
/// # Errors
/// As [`scenario`].
pub(crate) fn scenarios(
    names: &[String],
    on: Option<Date>,
) -> Result<Vec<Scenario>, Box<dyn Error>> {
    if names.is_empty() {
        return Ok(vec![Scenario::on(on.unwrap_or(DEFAULT_DAY))]);
    }
    let read = names.iter().map(|name| {
        let scenario = scenario(name)?;
        Ok(match on {
            Some(day) => scenario.with_day(day),
            None => scenario,
        })
    });
    read.collect()
}

/// The policy of a TOML file, for a name that ends in `.toml`, or the preset of that name.
///
/// # Errors
/// An unreadable file, a text that is no policy, an unknown preset.
pub(crate) fn policy(name: &str) -> Result<Policy, Box<dyn Error>> {
    Ok(match toml(name)? {
        Some(text) => Policy::from_toml(name, &text)?,
        None => Policy::preset(name)?,
    })
}

/// The scenario of a TOML file, for a name that ends in `.toml`, or the preset of that name.
///
/// # Errors
/// An unreadable file, a text that is no scenario, an unknown preset.
pub(crate) fn scenario(name: &str) -> Result<Scenario, Box<dyn Error>> {
    Ok(match toml(name)? {
        Some(text) => Scenario::from_toml(name, &text)?,
        None => Scenario::preset(name)?,
    })
}

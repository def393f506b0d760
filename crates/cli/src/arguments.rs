//! Arguments that several commands take.

use std::error::Error;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use trade_corridor::atlas::Atlas;
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
    /// Mass of the goods
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
    /// A mass that is no number, negative, or more than the unit takes.
    pub(crate) fn shipment(&self) -> Result<Shipment, Box<dyn Error>> {
        let mass = Mass::from_tonnes(self.tonnes)?;
        Ok(Shipment::new(self.unit, mass)?.with_plate(self.plate))
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

/// The text of a regular file that is no longer than a policy may be.
fn text_of(name: &str) -> Result<String, Box<dyn Error>> {
    let unreadable = |error| format!("cannot read `{name}`: {error}");
    // Before it is opened: to open a pipe waits for somebody who writes.
    if !std::fs::metadata(name).map_err(unreadable)?.is_file() {
        return Err(format!("`{name}` is no regular file; give a file").into());
    }
    let file = std::fs::File::open(name).map_err(unreadable)?;
    let (mut bytes, most) = (Vec::new(), Policy::LONGEST_TEXT);
    file.take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() > most {
        return Err(format!("`{name}` has more than {most} bytes; shorten it").into());
    }
    Ok(String::from_utf8(bytes)
        .map_err(|_| format!("`{name}` is not in UTF-8; save it as UTF-8"))?)
}

/// The policy of a TOML file, for a name that ends in `.toml`, or the preset of that name.
///
/// # Errors
/// An unreadable file, a text that is no policy, an unknown preset.
pub(crate) fn policy(name: &str) -> Result<Policy, Box<dyn Error>> {
    let is_file = Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "toml");
    if is_file {
        return Ok(Policy::from_toml(name, &text_of(name)?)?);
    }
    Ok(Policy::preset(name)?)
}

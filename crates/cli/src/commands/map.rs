//! `corridor map`: the network, and routes on it, as an SVG map.

use std::error::Error;

use clap::Args;
use trade_corridor::prelude::*;
use trade_corridor::render::{Map, Naming, Region};

use crate::Answered;
use crate::arguments::{Goods, Least, Tables, When, Whole, policy};
use crate::output::Output;

/// Draw the network, and routes on it, as an SVG map
#[derive(Args)]
#[command(after_help = "\
Examples:
  corridor map --region caucasus --out caucasus.svg
  corridor map Khorgos Istanbul --out routes.svg
  corridor map Baku Nakhchivan --scenario tripp-opens --policy open --codes > tripp.svg")]
pub(crate) struct Draw {
    /// Start of the routes: UN/LOCODE, name or alias; the network alone when left out
    #[arg(requires = "to")]
    from: Option<String>,
    /// End of the routes
    to: Option<String>,
    /// caucasus, caspian, central-asia, turkiye, balkans, europe, all, or west,south,east,north in degrees;
    /// the routes, or else everything, when left out
    #[arg(long, allow_hyphen_values = true)]
    region: Option<Region>,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    goods: Goods,
    /// A preset's name or a TOML file; repeat it to draw the routes of several
    #[arg(long, value_name = "NAME|FILE", default_values = ["open", "russia-excluded"])]
    policy: Vec<String>,
    #[command(flatten)]
    whole: Whole,
    /// Least of what; repeat it to draw several
    #[arg(long, alias = "objective", value_enum, default_values = ["cost"])]
    least: Vec<Least>,
    /// Mark what an operator runs, by id; repeat it for several
    #[arg(long, value_name = "OPERATOR")]
    highlight: Vec<String>,
    /// Write codes instead of names
    #[arg(long)]
    codes: bool,
    /// Most pixels across; the height follows, up to as many
    #[arg(long, value_name = "PIXELS", default_value_t = 1600)]
    width: u32,
    /// A line above the map
    #[arg(long, default_value = "")]
    title: String,
    /// Write here instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<std::path::PathBuf>,
    #[command(flatten)]
    tables: Tables,
}

impl Draw {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let network = self.tables.load()?;
        let planner = Planner::new(&network, &self.when.scenario()?)?;
        let (mut routes, mut answered) = (Vec::new(), Answered::All);
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            let request = Request::new(from, to).shipment(self.goods.shipment()?);
            for name in &self.policy {
                let policy = self.whole.added_to(policy(name)?, &network)?;
                for least in &self.least {
                    let request = request.clone().policy(policy.clone());
                    match planner.best(&request, &least.objective()) {
                        Ok(route) => routes.push(route),
                        Err(error) => {
                            let none = error.into_no_route()?;
                            eprintln!("{}, policy `{name}`: {none}", least.superlative());
                            answered = Answered::NotAll;
                        }
                    }
                }
            }
        }
        let drawn: Vec<&Route> = routes.iter().collect();
        let mut map = Map::world(planner.world())
            .routes(&drawn)
            .size(self.width, self.width)
            .title(&*self.title);
        if let Some(region) = self.region {
            map = map.region(region);
        }
        if self.codes {
            map = map.naming(Naming::Code);
        }
        for id in &self.highlight {
            let unknown = || format!("`{id}` is no operator of the tables");
            map = map.highlight(network.operator_by_id(id).ok_or_else(unknown)?);
        }
        let drawing = map.draw()?;
        out.redirect(self.out.as_deref());
        drawing.write_to(&mut *out)?;
        if let Some(path) = &self.out {
            eprintln!("{drawing}\nwritten to {}", path.display());
        }
        Ok(answered)
    }
}

//! `corridor report`: routes from one place to another as one HTML file.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::Args;
use trade_corridor::planner::Sampling;
use trade_corridor::prelude::*;
use trade_corridor::render::report::{Block, Report as Document, Section};

use crate::Answered;
use crate::arguments::{Goods, Least, Tables, When, Whole, policy};
use crate::output::Output;

/// Write the routes from one place to another as one HTML file that works offline
#[derive(Args)]
#[command(after_help = "\
Examples:
  corridor report Khorgos Istanbul
  corridor report Khorgos Istanbul --least cost --sure
  corridor report Almaty Duisburg --policy russia-excluded --least cost --least time --out almaty.html")]
pub(crate) struct Report {
    /// Start: UN/LOCODE, name or alias, such as CNHGS or Khorgos
    from: String,
    /// End, such as TRIST or Istanbul
    to: String,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    goods: Goods,
    /// A preset's name or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "russia-excluded")]
    policy: String,
    #[command(flatten)]
    whole: Whole,
    /// Least of what, instead of distance, time and cost; repeat it for several
    #[arg(long, alias = "objective", value_enum)]
    least: Vec<Least>,
    /// Add how sure each route is: 1,024 draws of everything that is not known
    #[arg(long)]
    sure: bool,
    /// What stands above it; start and end unless set otherwise
    #[arg(long, default_value = "")]
    title: String,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    out: PathBuf,
    #[command(flatten)]
    tables: Tables,
}

impl Report {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let least: &[Least] = if self.least.is_empty() {
            &[Least::Distance, Least::Time, Least::Cost]
        } else {
            &self.least
        };
        let network = self.tables.load()?;
        let planner = Planner::new(&network, &self.when.scenario()?)?;
        let policy = self.whole.added_to(policy(&self.policy)?, &network)?;
        let request = Request::new(&self.from, &self.to)
            .shipment(self.goods.shipment()?)
            .policy(policy.clone());
        let (mut routes, mut missing) = (Vec::new(), Vec::new());
        for least in least {
            match planner.best(&request, &least.objective()) {
                Ok(route) => routes.push(route),
                Err(trade_corridor::Error::NoRoute(error)) => {
                    missing.push(format!("{}: {error}", least.superlative()));
                }
                Err(error) => return Err(error.into()),
            }
        }
        let title = if self.title.is_empty() && routes.is_empty() {
            format!("{} to {}", self.from, self.to)
        } else {
            self.title.clone()
        };
        let mut report = Document::new(planner.world()).title(title).policy(&policy);
        for route in &routes {
            report = report.route(route);
        }
        if self.sure {
            for least in least {
                let sampling = Sampling::default().objective(least.objective());
                match planner.confidence_with(&request, &sampling) {
                    Ok(sure) => report = report.section(Section::sure(&sure)),
                    // Said below.
                    Err(trade_corridor::Error::NoRoute(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        if !missing.is_empty() {
            for text in &missing {
                writeln!(out, "{text}")?;
            }
            report = report.section(Section::new("No route").with(Block::List(missing.clone())));
        }
        if let Ok(kept) = planner.kept_out(&request) {
            let section = Section::new("Kept out by the rules");
            report = report.section(section.with(Block::text(kept.to_string())));
        }
        let html = report.html()?;
        let mut file = BufWriter::new(File::create(&self.out)?);
        file.write_all(html.as_bytes())?;
        file.flush()?;
        writeln!(
            out,
            "{} routes, written to {}",
            routes.len(),
            self.out.display()
        )?;
        Ok(if missing.is_empty() {
            Answered::All
        } else {
            Answered::NotAll
        })
    }
}

//! `corridor report`: routes from one place to another, and flows of a year, as one HTML file.

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
use crate::sections::Year;

/// Write routes, or what is asked about the flows of a year, as one HTML file that works offline
#[derive(Args)]
#[command(after_help = "\
Examples:
  corridor report Khorgos Istanbul
  corridor report Khorgos Istanbul --least cost --sure
  corridor report Almaty Duisburg --policy russia-excluded --least cost --least time --out almaty.html
  corridor report --demand middle-corridor --scenario tripp-opens --toll TDC --out year.html")]
pub(crate) struct Report {
    /// Start: UN/LOCODE, name or alias, such as CNHGS or Khorgos
    #[arg(required_unless_present = "demand", requires = "to")]
    from: Option<String>,
    /// End, such as TRIST or Istanbul
    to: Option<String>,
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
    #[arg(long, requires = "from")]
    sure: bool,
    #[command(flatten)]
    year: Year,
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
        let request = self.from.as_ref().zip(self.to.as_ref());
        let request = request.map(|(from, to)| Request::new(from, to).policy(policy.clone()));
        let request = match request {
            Some(request) => Some(request.shipment(self.goods.shipment()?)),
            None => None,
        };
        let (mut routes, mut missing) = (Vec::new(), Vec::new());
        for (least, request) in least
            .iter()
            .flat_map(|least| request.iter().map(move |it| (least, it)))
        {
            match planner.best(request, &least.objective()) {
                Ok(route) => routes.push(route),
                Err(trade_corridor::Error::NoRoute(error)) => {
                    missing.push(format!("{}: {error}", least.superlative()));
                }
                Err(error) => return Err(error.into()),
            }
        }
        let mut report = Document::new(planner.world())
            .title(self.title(&routes))
            .policy(&policy);
        for route in &routes {
            report = report.route(route);
        }
        if let Some(request) = &request {
            report = self.added(report, &planner, request, least, &missing)?;
        }
        for text in &missing {
            writeln!(out, "{text}")?;
        }
        let (sections, whole) = self.year.sections(&planner, &policy)?;
        for section in sections {
            report = report.section(section);
        }
        let html = report.html()?;
        let mut file = BufWriter::new(File::create(&self.out)?);
        file.write_all(html.as_bytes())?;
        file.flush()?;
        let what = match request {
            Some(_) => format!("{} routes, written", routes.len()),
            None => "written".to_owned(),
        };
        writeln!(out, "{what} to {}", self.out.display())?;
        Ok(if missing.is_empty() && whole {
            Answered::All
        } else {
            Answered::NotAll
        })
    }

    fn title(&self, routes: &[Route]) -> String {
        match (self.title.as_str(), &self.from, &self.to, &self.year.demand) {
            ("", Some(from), Some(to), _) if routes.is_empty() => format!("{from} to {to}"),
            ("", None, _, Some(list)) => format!("The flows of {list} in a year"),
            (title, ..) => title.to_owned(),
        }
    }

    /// The report with what is known of one request beside its routes.
    fn added<'r>(
        &self,
        mut report: Document<'r>,
        planner: &Planner,
        request: &Request,
        least: &[Least],
        missing: &[String],
    ) -> Result<Document<'r>, Box<dyn Error>> {
        if self.sure {
            for least in least {
                let sampling = Sampling::default().objective(least.objective());
                match planner.confidence_with(request, &sampling) {
                    Ok(sure) => report = report.section(Section::sure(&sure)),
                    // Said below.
                    Err(trade_corridor::Error::NoRoute(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        if !missing.is_empty() {
            report = report.section(Section::new("No route").with(Block::List(missing.to_vec())));
        }
        if let Ok(kept) = planner.kept_out(request) {
            let section = Section::new("Kept out by the rules");
            report = report.section(section.with(Block::text(kept.to_string())));
        }
        Ok(report)
    }
}

//! Draws the network, and routes on it if asked, as an SVG map.
//!
//! ```sh
//! cargo run --features render --example map -- --region caucasus --out caucasus.svg
//! cargo run --features render --example map -- --from Khorgos --to Istanbul --open TRIPP-rail
//! ```

mod shared;

use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use trade_corridor::prelude::*;
use trade_corridor::render::{Map, Naming, Region};

/// Draws freight links between Europe and Central Asia as an SVG map.
#[derive(Parser)]
struct Args {
    /// caucasus, caspian, central-asia, turkiye, balkans, europe, all, or west,south,east,north in
    /// degrees; the routes, or else everything, when left out.
    #[arg(long, allow_hyphen_values = true)]
    region: Option<Region>,
    /// The day whose openings and closings are shown.
    #[arg(long, default_value = "2026-11-22")]
    date: Date,
    /// Opens a project, link or crossing that is not open yet; may be repeated.
    #[arg(long)]
    open: Vec<String>,
    /// Start of the routes, by code or name.
    #[arg(long, requires = "to")]
    from: Option<String>,
    /// End of the routes, by code or name.
    #[arg(long, requires = "from")]
    to: Option<String>,
    /// Keeps routes off Russian territory, operators, owners, ports and flags.
    #[arg(long)]
    russia_excluded: bool,
    /// Marks what an operator runs, by id; may be repeated.
    #[arg(long)]
    highlight: Vec<String>,
    /// Writes codes instead of names.
    #[arg(long)]
    codes: bool,
    /// Most pixels across; the height follows, up to as many.
    #[arg(long, default_value_t = 1600)]
    width: u32,
    /// A line above the map.
    #[arg(long, default_value = "")]
    title: String,
    /// The file to write.
    #[arg(long, default_value = "map.svg")]
    out: PathBuf,
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let mut scenario = Scenario::on(args.date);
    for target in &args.open {
        scenario = scenario.with(Change::open(target.as_str()));
    }
    let planner = Planner::new(network, &scenario)?;
    let mut routes: Vec<Route> = Vec::new();
    if let (Some(from), Some(to)) = (&args.from, &args.to) {
        let mut request = Request::new(from, to);
        if args.russia_excluded {
            request = request.policy(Policy::russia_excluded());
        }
        for objective in [Objective::Cost, Objective::Time, Objective::Distance] {
            routes.push(planner.best(&request, &objective)?);
        }
    }
    let drawn: Vec<&Route> = routes.iter().collect();
    let mut map = Map::world(planner.world())
        .routes(&drawn)
        .size(args.width, args.width)
        .title(args.title);
    if let Some(region) = args.region {
        map = map.region(region);
    }
    if args.codes {
        map = map.naming(Naming::Code);
    }
    for id in &args.highlight {
        let unknown = || format!("`{id}` is no operator; see data/operators.csv");
        map = map.highlight(network.operator_by_id(id).ok_or_else(unknown)?);
    }
    let drawing = map.draw()?;
    drawing.write_to(File::create(&args.out)?)?;
    writeln!(out, "{drawing}\nwritten to {}", args.out.display())?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

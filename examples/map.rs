//! Draws the network, and routes on it if asked, as an SVG map.
//!
//! ```sh
//! cargo run --features render --example map -- --region caucasus --out caucasus.svg
//! cargo run --features render --example map -- Khorgos Istanbul --policy russia-excluded
//! cargo run --features render --example map -- --region caucasus --open TRIPP-rail --beside
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
    /// Start of the routes, by code or name.
    #[arg(requires = "to")]
    from: Option<String>,
    /// End of the routes, by code or name.
    to: Option<String>,
    /// caucasus, caspian, central-asia, turkiye, balkans, europe, all, eurasia, or west,south,east,north
    /// in degrees; the routes, or else everything, when left out.
    #[arg(long, allow_hyphen_values = true)]
    region: Option<Region>,
    /// The day whose openings and closings are shown.
    #[arg(long, value_name = "DATE", default_value = "2026-11-22")]
    on: Date,
    /// Opens a project, link or crossing that is not open yet; may be repeated.
    #[arg(long)]
    open: Vec<String>,
    /// Draws the map before anything is opened on the left.
    #[arg(long, requires = "open")]
    beside: bool,
    /// Policy of the routes, of the embedded ones; countries it keeps out of are hatched.
    #[arg(long, default_value = "open")]
    policy: String,
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

/// The cheapest, fastest and shortest route, if asked for.
fn routes(planner: &Planner, args: &Args, policy: &Policy) -> Result<Vec<Route>, Box<dyn Error>> {
    let (Some(from), Some(to)) = (&args.from, &args.to) else {
        return Ok(Vec::new());
    };
    let request = Request::new(from, to).policy(policy.clone());
    let objectives = [Objective::Cost, Objective::Time, Objective::Distance];
    let best = objectives.map(|objective| planner.best(&request, &objective));
    Ok(best.into_iter().collect::<Result<_, _>>()?)
}

/// The map of a planner's world as the arguments want it.
fn map<'a>(
    planner: &'a Planner,
    routes: &'a [Route],
    args: &Args,
    policy: &Policy,
) -> Result<Map<'a>, Box<dyn Error>> {
    let drawn: Vec<&Route> = routes.iter().collect();
    let mut map = Map::world(planner.world())
        .routes(&drawn)
        .policy(policy)
        .size(args.width, args.width)
        .title(args.title.as_str());
    if let Some(region) = args.region {
        map = map.region(region);
    }
    if args.codes {
        map = map.naming(Naming::Code);
    }
    let network = planner.world().network();
    for id in &args.highlight {
        let unknown = || format!("`{id}` is no operator; see data/operators.csv");
        map = map.highlight(network.operator_by_id(id).ok_or_else(unknown)?);
    }
    Ok(map)
}

fn run(out: &mut dyn Write) -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    let network = Network::europe_central_asia();
    let policy = Policy::preset(&args.policy)?;
    let before = Scenario::on(args.on);
    let mut after = before.clone();
    for target in &args.open {
        after = after.with(Change::open(target.as_str()));
    }
    let planners = [
        Planner::new(network, &before)?,
        Planner::new(network, &after)?,
    ];
    let [old, new] = &planners;
    let (old_routes, new_routes) = (routes(old, &args, &policy)?, routes(new, &args, &policy)?);
    let right = map(new, &new_routes, &args, &policy)?;
    let file = File::create(&args.out)?;
    if args.beside {
        let pair = map(old, &old_routes, &args, &policy)?
            .beside(right)
            .draw()?;
        pair.write_to(file)?;
        writeln!(out, "{}\n{}", pair.before(), pair.after())?;
    } else {
        let drawing = right.draw()?;
        drawing.write_to(file)?;
        writeln!(out, "{drawing}")?;
    }
    writeln!(out, "written to {}", args.out.display())?;
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    shared::answer(run)
}

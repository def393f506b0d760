//! `corridor`: freight routes between Europe and Central Asia on the command line.
//!
//! Thin on purpose: it reads arguments, asks the library, prints. A command is a file in
//! `commands`; arguments that several commands take stand in `arguments`, what they print with in
//! `output`.

mod arguments;
mod commands;
#[cfg(feature = "map")]
mod flow_map;
mod flows;
mod lines;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
#[cfg(feature = "report")]
mod sections;
#[cfg(feature = "serve")]
mod serve;
mod tally;
mod usual;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::output::Output;

/// Freight routes between Europe and Central Asia: by distance, time, cost or emissions, under
/// rules that hold.
#[derive(Parser)]
#[command(name = "corridor", version, after_help = STATUS)]
struct Corridor {
    #[command(subcommand)]
    command: Command,
}

const STATUS: &str = "\
Exit status: 0 when every question has an answer, 1 when one has no route (the reason is printed),
2 for a wrong argument, an unknown place or tables with faults (listed on standard error).";

#[derive(Subcommand)]
enum Command {
    Plan(commands::plan::Plan),
    #[cfg(feature = "report")]
    Report(commands::report::Report),
    Compare(commands::compare::Compare),
    WhyNot(commands::why_not::Why),
    Settle(commands::settle::Settle),
    Spoil(commands::spoil::Spoil),
    Toll(commands::toll::Tolls),
    Game(commands::game::Plays),
    Flows(commands::flows::Spread),
    Sure(commands::sure::Sure),
    Money(commands::money::Money),
    Gains(commands::gains::Gained),
    Depends(commands::depends::Depends),
    Projects(commands::projects::Projects),
    #[cfg(feature = "map")]
    Map(commands::map::Draw),
    Batch(commands::batch::Batch),
    #[cfg(feature = "serve")]
    Serve(commands::serve::Serve),
    Places(commands::lists::Places),
    Policies(commands::lists::Policies),
    Scenarios(commands::lists::Scenarios),
    Schema(commands::schema::Schemas),
    Completions(commands::manual::Completions),
    Man(commands::manual::Man),
}

/// What a command that ran to its end found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answered {
    /// Every question has an answer.
    All,
    /// A question has none; its reason is printed.
    NotAll,
}

fn run(command: &Command, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
    let answered = match command {
        Command::Plan(plan) => plan.run(out)?,
        #[cfg(feature = "report")]
        Command::Report(report) => report.run(out)?,
        Command::Compare(compare) => compare.run(out)?,
        Command::WhyNot(why) => why.run(out)?,
        Command::Settle(settle) => settle.run(out)?,
        Command::Spoil(spoil) => spoil.run(out)?,
        Command::Toll(toll) => toll.run(out)?,
        Command::Game(game) => game.run(out)?,
        Command::Flows(flows) => flows.run(out)?,
        Command::Sure(sure) => sure.run(out)?,
        Command::Money(money) => money.run(out)?,
        Command::Gains(gains) => gains.run(out)?,
        Command::Depends(depends) => depends.run(out)?,
        Command::Projects(projects) => projects.run(out)?,
        #[cfg(feature = "map")]
        Command::Map(map) => map.run(out)?,
        Command::Batch(batch) => batch.run(out)?,
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve.run(out)?,
        Command::Places(places) => places.run(out)?,
        Command::Policies(policies) => policies.run(out)?,
        Command::Scenarios(scenarios) => scenarios.run(out)?,
        Command::Schema(schemas) => schemas.run(out)?,
        Command::Completions(completions) => completions.run(out)?,
        Command::Man(man) => man.run(out)?,
    };
    out.finish()?;
    Ok(answered)
}

fn main() -> ExitCode {
    let Corridor { command } = Corridor::parse();
    let mut out = Output::standard();
    match run(&command, &mut out) {
        Ok(Answered::All) => ExitCode::SUCCESS,
        Ok(Answered::NotAll) => ExitCode::from(1),
        // `corridor ... | head`: whoever reads has seen enough.
        Err(error) if output::is_closed(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            // What was found before the error comes first; a second failure to print adds nothing.
            let _ = out.finish();
            output::error(&*error);
            ExitCode::from(2)
        }
    }
}

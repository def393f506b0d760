//! `corridor schema`: JSON Schema of what is read and written.

use std::error::Error;
use std::io::Write as _;

use clap::Args;
use trade_corridor::json::Schema;

use crate::Answered;
use crate::output::Output;

/// Print the JSON Schema of requests and answers
#[derive(Args)]
#[command(after_help = "\
Schemas:
  request      a line of `corridor batch FILE.jsonl`, and what `corridor serve` is asked
  answer       a line of `plan --json`, `compare --json` and of an answered batch
  why-not      what `why-not --json` writes
  settlement   a line of `settle --json`
  sure         a line of `sure --json`
  money        what `money --json` writes, and so on: gains, depends, spoil, toll, game, flows, projects")]
pub(crate) struct Schemas {
    /// Which one; all in one object, by name, when left out
    schema: Option<Schema>,
}

impl Schemas {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        if let Some(schema) = self.schema {
            write!(out, "{}", schema.text())?;
            return Ok(Answered::All);
        }
        let mut all = serde_json::Map::new();
        for schema in Schema::ALL {
            all.insert(schema.to_string(), serde_json::from_str(schema.text())?);
        }
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        Ok(Answered::All)
    }
}

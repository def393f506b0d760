//! `corridor batch`: a row of answer or reason for each row of a table.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use trade_corridor::planner::{Progress, Question};
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::{Goods, Least, Tables, When, Whole};
use crate::lines::{self, Lines};
use crate::output::Output;
use crate::rows::{self, Columns, Defaults};
use crate::tally::Tally;
use crate::usual::Usual;

/// Answer every row of a table: the row, then its best route in figures or why there is none
#[derive(Args)]
#[command(after_help = "\
Columns of the table, in any order: `from` and `to`, and where rows differ `unit`, `tonnes`, `count`,
`plate`, `policy` (a preset's name or a TOML file) and `least`. Empty cells stand for the option of that
name; other columns are copied. Rules such as `--without` hold for all rows. What is added:
  answer      route, no_route or error
  code        the stable code of the reason or error, `reason` in words
  distance_km, expected_h, p90_h, cost_usd, co2e_wtw_kg, transhipments, borders, countries, warnings

Rows are answered and written 4,096 at a time. What is written stays when the program is stopped;
`--resume` goes on after the last whole row. Lines of JSON are requests of their own day and scenario, if they say so;
so are rows of a Parquet file (a program built with the feature `parquet`), whose columns are named as the fields of
`corridor schema request` and whose answers are a Parquet file that is there when it is whole.

Examples:
  corridor batch shipments.csv --out answers.csv
  corridor batch shipments.csv --policy open --least time > answers.csv
  corridor batch shipments.csv --policy open --without RU --via Baku > answers.csv
  corridor batch shipments.csv --out answers.csv --resume
  corridor batch requests.jsonl > answers.jsonl
  corridor batch shipments.parquet --out answers.parquet")]
pub(crate) struct Batch {
    /// The table, as CSV, JSON lines where its name ends in .jsonl or .ndjson, or Parquet; `-` reads standard input
    table: PathBuf,
    /// Read a JSON request a line and write a JSON answer a line, as `corridor schema` describes them
    #[arg(long)]
    json: bool,
    /// Write here instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Go on where an earlier run stopped that wrote to the same file
    #[arg(long, requires = "out")]
    resume: bool,
    /// A preset's name or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "russia-excluded")]
    policy: String,
    /// Least of what
    #[arg(long, alias = "objective", value_enum, default_value = "cost")]
    least: Least,
    #[command(flatten)]
    goods: Goods,
    #[command(flatten)]
    whole: Whole,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    tables: Tables,
}

/// Rows that are answered before they are written.
const AT_ONCE: usize = 4_096;

impl Batch {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        if self.is_json() {
            return self.run_lines(out);
        }
        if self.ends_with(&["parquet"]) {
            return self.run_columns();
        }
        let defaults = Defaults::new(&self.goods, &self.policy, self.least)?;
        let network = self.tables.load()?;
        let mut known = rows::Policies::new(&self.whole, &network, &self.policy)?;
        let planner = Planner::new(&network, &self.when.scenario()?)?;
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::Headers)
            .flexible(true)
            .from_reader(open(&self.table)?);
        let heads = reader.headers()?.clone();
        let columns = Columns::of(&heads)?;
        let skipped = match &self.out {
            Some(path) if self.resume => written(path, &rows::heads(&heads))?,
            _ => 0,
        };
        let mut writer = csv::Writer::from_writer(match &self.out {
            Some(path) if self.resume => {
                Box::new(File::options().append(true).create(true).open(path)?)
            }
            Some(path) => Box::new(File::create(path)?) as Box<dyn Write + '_>,
            None => Box::new(out),
        });
        if skipped == 0 {
            writer.write_record(rows::heads(&heads).iter())?;
        }
        let mut records = reader.into_byte_records().skip(skipped.saturating_sub(1));
        let (started, mut tally) = (Instant::now(), Tally::default());
        loop {
            let read = records.by_ref().take(AT_ONCE);
            let chunk = read.map(|row| Ok(rows::whole(&row?, heads.len())));
            let chunk: Vec<_> = chunk.collect::<Result<_, csv::Error>>()?;
            if chunk.is_empty() {
                break;
            }
            let (chunk, states): (Vec<_>, Vec<_>) = chunk.into_iter().unzip();
            let asked = chunk.iter().zip(states).map(|(row, state)| {
                state?;
                columns.question(row, &defaults, &mut known)
            });
            let asked: Vec<Result<Question, rows::BadRow>> = asked.collect();
            let questions: Vec<Question> = asked.iter().flatten().cloned().collect();
            let answers = planner.answer_each(&questions, &Progress::none(), |_, answer| {
                rows::Cells::of(answer.as_ref())
            });
            tally.grouped(answers.groups());
            let mut answers = answers.into_iter();
            for (row, question) in chunk.iter().zip(asked) {
                let cells = match question {
                    // One answer for each question.
                    Ok(_) => answers.next().unwrap_or_default(),
                    Err(bad) => bad.cells(),
                };
                tally.count(cells.answer());
                writer.write_record(row.iter().chain(cells.iter()))?;
            }
            writer.flush()?;
            tally.tell(started.elapsed());
        }
        writer.flush()?;
        drop(writer);
        tally.end(started.elapsed());
        Ok(tally.answered())
    }

    /// Whether the table is one of JSON lines.
    fn is_json(&self) -> bool {
        self.json || self.ends_with(&["jsonl", "ndjson"])
    }

    fn ends_with(&self, extensions: &[&str]) -> bool {
        let extension = self.table.extension().and_then(|text| text.to_str());
        extension.is_some_and(|text| extensions.contains(&text))
    }

    fn usual(&self) -> Result<Usual<'_>, Box<dyn Error>> {
        let chosen = (&*self.policy, self.least);
        Usual::new(chosen, &self.goods, &self.whole, &self.when, &self.tables)
    }

    /// A request and its answer in JSON a line; fields that are missing stand for the options.
    fn run_lines(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let usual = self.usual()?;
        let mut lines = Lines::new(BufReader::new(open(&self.table)?));
        let skipped = match &self.out {
            Some(path) if self.resume => lines::written(path)?,
            _ => 0,
        };
        lines.skip(skipped)?;
        let mut writer: Box<dyn Write + '_> = match &self.out {
            Some(path) if self.resume => {
                Box::new(File::options().append(true).create(true).open(path)?)
            }
            Some(path) => Box::new(File::create(path)?),
            None => Box::new(out),
        };
        let (started, mut tally) = (Instant::now(), Tally::default());
        loop {
            let chunk = lines.take(AT_ONCE)?;
            if chunk.is_empty() {
                break;
            }
            let answers = usual.answer(chunk);
            for answer in &answers {
                tally.count(answer.outcome.word());
            }
            lines::write(&mut writer, &answers)?;
            tally.tell(started.elapsed());
        }
        drop(writer);
        tally.end(started.elapsed());
        Ok(tally.answered())
    }

    /// The columns of a Parquet file, and those of the answers behind them, into another one.
    #[cfg(feature = "parquet")]
    fn run_columns(&self) -> Result<Answered, Box<dyn Error>> {
        let Some(out) = &self.out else {
            return Err("answers as Parquet go to a file; give `--out FILE`".into());
        };
        if self.resume {
            return Err("a Parquet file cannot be gone on with; leave `--resume` out".into());
        }
        if *out == self.table {
            return Err("the answers cannot replace the table; give `--out` another file".into());
        }
        let tally = crate::parquet::answer(&self.usual()?, &self.table, out, AT_ONCE)?;
        Ok(tally.answered())
    }

    #[cfg(not(feature = "parquet"))]
    #[allow(clippy::unused_self, reason = "as with the feature")]
    fn run_columns(&self) -> Result<Answered, Box<dyn Error>> {
        Err("this program was built without Parquet; build it with `--features parquet`".into())
    }
}

/// The table, from a file or standard input.
fn open(path: &Path) -> Result<Box<dyn Read>, Box<dyn Error>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let named = |error| format!("cannot read `{}`: {error}", path.display());
    let file = File::open(path).map_err(named)?;
    Ok(Box::new(file))
}

/// How many whole rows an earlier run wrote, its header included; what follows the last one is cut off.
///
/// # Errors
/// A file that is no earlier answer to this table, or cannot be read.
fn written(path: &Path, heads: &csv::StringRecord) -> Result<usize, Box<dyn Error>> {
    let named =
        |error: &dyn std::fmt::Display| format!("cannot resume `{}`: {error}", path.display());
    let file = match File::options().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(named(&error).into()),
    };
    let total = file.metadata().map_err(|error| named(&error))?.len();
    let closed = total > 0 && ends_a_line(&file)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(io::BufReader::new(&file));
    let (mut rows, mut end) = (0, 0);
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| named(&error))?
    {
        let after = reader.position().byte();
        if rows == 0 && record != *heads {
            return Err(named(&"its columns are not those that answer this table").into());
        }
        let whole = record.len() == heads.len() && (after < total || closed);
        if whole {
            rows += 1;
            end = after;
        } else if after < total {
            let cells = record.len();
            return Err(named(&format!("row {} has {cells} cells", rows + 1)).into());
        }
    }
    drop(reader);
    file.set_len(end).map_err(|error| named(&error))?;
    Ok(rows)
}

/// Whether the last byte of a file ends a line.
fn ends_a_line(mut file: &File) -> io::Result<bool> {
    use std::io::Seek as _;
    file.seek(io::SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    file.rewind()?;
    Ok(last == *b"\n")
}

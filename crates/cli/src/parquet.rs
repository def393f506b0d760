//! A batch of a Parquet file: its columns, and those of the answers behind them.

use std::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use trade_corridor::json::AnswerDocument;
use trade_corridor_arrow::{answer_schema, answers, requests};

use crate::tally::Tally;
use crate::usual::Usual;

/// Answers a table, so many rows at a time, into a file that is there when it is whole.
///
/// # Errors
/// A file that is no Parquet, columns that are not read or would be added; what cannot be written.
pub(crate) fn answer(
    usual: &Usual<'_>,
    table: &Path,
    out: &Path,
    at_once: usize,
) -> Result<Tally, Box<dyn Error>> {
    let named = |error: &dyn std::fmt::Display| format!("`{}`: {error}", table.display());
    let file = File::open(table).map_err(|error| named(&error))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| named(&error))?;
    let schema = joined(reader.schema()).map_err(|error| named(&error))?;
    // Columns are judged before anything is answered.
    requests(&RecordBatch::new_empty(Arc::clone(reader.schema())))
        .map_err(|error| named(&error))?;
    let reader = reader.with_batch_size(at_once).build();
    let part = beside(out);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = Some(properties.build());
    let mut writer = ArrowWriter::try_new(File::create(&part)?, Arc::clone(&schema), properties)?;
    let (started, mut tally) = (Instant::now(), Tally::default());
    for batch in reader.map_err(|error| named(&error))? {
        let batch = batch.map_err(|error| named(&error))?;
        let rows = requests(&batch).map_err(|error| named(&error))?.into_iter();
        let found = usual.answer(
            rows.map(|row| row.map_err(|error| Box::new(AnswerDocument::refused(None, &error)))),
        );
        for answer in &found {
            tally.count(answer.outcome.word());
        }
        let mut columns = batch.columns().to_vec();
        // The caller's marks stand in the table.
        columns.extend(answers(&found).columns().iter().skip(1).cloned());
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns)?)?;
        writer.flush()?;
        tally.tell(started.elapsed());
    }
    writer.close()?;
    std::fs::rename(&part, out)?;
    tally.end(started.elapsed());
    Ok(tally)
}

/// The columns of a table and those of the answers, without their `id`.
fn joined(table: &SchemaRef) -> Result<SchemaRef, String> {
    let added = answer_schema();
    let added: Vec<_> = added.fields().iter().skip(1).cloned().collect();
    let is_added = |field: &Field| added.iter().any(|other| other.name() == field.name());
    if let Some(field) = table.fields().iter().find(|field| is_added(field)) {
        let name = field.name();
        return Err(format!(
            "the column `{name}` is one that is added; rename it"
        ));
    }
    let fields: Vec<_> = table.fields().iter().cloned().chain(added).collect();
    let metadata = answer_schema().metadata().clone();
    Ok(Arc::new(Schema::new_with_metadata(fields, metadata)))
}

/// Where it is written until it is whole.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

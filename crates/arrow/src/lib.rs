#![doc = include_str!("../README.md")]

mod answers;
mod cells;
mod error;
mod requests;

pub use answers::{answer_schema, answers};
pub use arrow_array::RecordBatch;
pub use error::ColumnError;
pub use requests::{COLUMNS, requests};

use trade_corridor::json::{AnswerDocument, Planners};
use trade_corridor::planner::Progress;

/// A row of answer or reason for each row of questions, in their order; the columns are those of [`answer_schema`].
///
/// A row that cannot be asked is answered by its error. What rows share is made once, see [`Planners::answer_all`].
///
/// # Errors
/// Columns that are missing or of a type that is not read; no answer is begun then.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, cast::AsArray};
/// use trade_corridor::json::Planners;
/// use trade_corridor::planner::Progress;
/// use trade_corridor::prelude::*;
///
/// let planners = Planners::new(Network::europe_central_asia().clone());
/// let text = |cells: [Option<&str>; 2]| Arc::new(StringArray::from(cells.to_vec())) as ArrayRef;
/// let asked = RecordBatch::try_from_iter([
///     ("from", text([Some("Khorgos"), Some("Khorgos")])),
///     ("to", text([Some("Istanbul"), Some("Atlantis")])),
///     ("policy", text([Some("russia-excluded"), None])),
///     ("mass_tonnes", Arc::new(Float64Array::from(vec![Some(18.5), None])) as ArrayRef),
/// ])?;
/// let answered = trade_corridor_arrow::answer(&planners, &asked, &Progress::none())?;
/// assert_eq!(answered.num_rows(), 2);
/// let codes = answered.column_by_name("code").unwrap().as_string::<i32>();
/// assert_eq!((codes.is_null(0), codes.value(1)), (true, "place_unknown"));
/// # use arrow_array::Array as _;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn answer(
    planners: &Planners,
    questions: &RecordBatch,
    progress: &Progress,
) -> Result<RecordBatch, ColumnError> {
    let rows = requests(questions)?.into_iter();
    let rows = rows.map(|row| row.map_err(|error| Box::new(AnswerDocument::refused(None, &error))));
    Ok(answers(&planners.answer_rows(rows, progress)))
}

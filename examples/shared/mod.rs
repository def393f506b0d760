//! How every example ends: its answer on standard output, an error in words on standard error.

use std::error::Error;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

/// Runs an example; what it prints goes to standard output until whoever reads it stops.
///
/// The exit status is the example's own, or 2 for an error.
pub(crate) fn answer(
    example: impl FnOnce(&mut dyn Write) -> Result<ExitCode, Box<dyn Error>>,
) -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let status = example(&mut out);
    let flushed = out.flush();
    let failure = match (status, flushed) {
        (Ok(status), Ok(())) => return status,
        (Err(error), _) => error,
        (Ok(_), Err(error)) => error.into(),
    };
    let closed = failure.downcast_ref::<io::Error>();
    if closed.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    eprintln!("error: {failure}");
    ExitCode::from(2)
}

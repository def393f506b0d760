//! What commands print with: standard output, locked and buffered, errors in words.

pub(crate) mod co2e;
pub(crate) mod tables;

use std::error::Error;
use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, StdoutLock, Write};

/// Standard output, locked and buffered; coloured on a terminal only.
pub(crate) struct Output {
    writer: BufWriter<StdoutLock<'static>>,
    colour: bool,
}

impl Output {
    pub(crate) fn standard() -> Self {
        let stdout = io::stdout();
        Self {
            colour: colour(stdout.is_terminal()),
            writer: BufWriter::with_capacity(1 << 16, stdout.lock()),
        }
    }

    /// The text, in bold where that can be seen.
    pub(crate) fn strong(&self, text: &str) -> String {
        styled(text, "1", self.colour)
    }

    /// Writes what is still in the buffer.
    ///
    /// # Errors
    /// Standard output is closed or full.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Whether to colour what goes to a terminal; `NO_COLOR` (<https://no-color.org>) says no.
fn colour(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn styled(text: &str, style: &str, colour: bool) -> String {
    if colour {
        format!("\x1b[{style}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

/// Whether an error says that nobody reads standard output any more.
pub(crate) fn is_closed(error: &(dyn Error + 'static)) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Prints an error on standard error, in words.
pub(crate) fn error(error: &dyn Error) {
    let mut stderr = io::stderr().lock();
    let mark = styled("error:", "1;31", colour(stderr.is_terminal()));
    // Nowhere is left to say that standard error is closed.
    let _ = writeln!(stderr, "{mark} {error}");
}

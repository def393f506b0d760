//! What commands print with: standard output or a file, buffered, errors in words.

pub(crate) mod co2e;
pub(crate) mod legs;
pub(crate) mod sure;
pub(crate) mod tables;

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, StdoutLock, Write};
use std::path::{Path, PathBuf};

use comfy_table::Table;

/// Standard output, locked and buffered; coloured and fitted on a terminal only. Or a file.
pub(crate) struct Output {
    writer: Writer,
    colour: bool,
    columns: Option<u16>,
}

enum Writer {
    Standard(BufWriter<StdoutLock<'static>>),
    /// Made when something is written to it, so that a question that is refused leaves an old one alone.
    Later(PathBuf),
    File(BufWriter<File>),
}

impl Output {
    pub(crate) fn standard() -> Self {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        Self {
            colour: colour(is_terminal),
            columns: is_terminal.then(columns).flatten(),
            writer: Writer::Standard(BufWriter::with_capacity(1 << 16, stdout.lock())),
        }
    }

    /// From here on writes to a file, where one is given.
    pub(crate) fn redirect(&mut self, file: Option<&Path>) {
        if let Some(path) = file {
            self.writer = Writer::Later(path.to_owned());
            (self.colour, self.columns) = (false, None);
        }
    }

    /// The text, in bold where that can be seen.
    pub(crate) fn strong(&self, text: &str) -> String {
        styled(text, "1", self.colour)
    }

    /// A table whose columns from `words` on hold numbers; no wider than the terminal.
    pub(crate) fn table(
        &self,
        heads: &[&str],
        rows: impl IntoIterator<Item = Vec<String>>,
        words: usize,
    ) -> Table {
        tables::table(heads, rows, words, self.columns)
    }

    /// Writes what is still in the buffer.
    ///
    /// # Errors
    /// Standard output is closed or full.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Writer::Later(path) = &self.writer {
            let named = |error: io::Error| {
                io::Error::new(
                    error.kind(),
                    format!("cannot write `{}`: {error}", path.display()),
                )
            };
            self.writer = Writer::File(BufWriter::new(File::create(path).map_err(named)?));
        }
        match &mut self.writer {
            Writer::Standard(standard) => standard.write(bytes),
            Writer::File(file) => file.write(bytes),
            Writer::Later(_) => Ok(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.writer {
            Writer::Standard(standard) => standard.flush(),
            Writer::File(file) => file.flush(),
            Writer::Later(_) => Ok(()),
        }
    }
}

/// How many columns the terminal has: what `COLUMNS` says, else what the terminal does.
fn columns() -> Option<u16> {
    let said = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| width.0);
    said.or_else(measured)
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

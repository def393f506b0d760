//! A batch of JSON lines: a request a line, an answer a line.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use trade_corridor::json::{AnswerDocument, ErrorDocument, RequestDocument};
use trade_corridor::planner::ErrorKind;

/// Bytes of lines after which no more are read at once.
const MOST_BYTES: usize = 16 << 20;

/// Lines that are requests, read a few thousand at a time.
pub(crate) struct Lines<R> {
    reader: R,
    row: usize,
}

/// A line, or what is wrong with it.
pub(crate) type Line = Result<RequestDocument, Box<AnswerDocument>>;

impl<R: BufRead> Lines<R> {
    pub(crate) const fn new(reader: R) -> Self {
        Self { reader, row: 0 }
    }

    /// Leaves out so many lines.
    ///
    /// # Errors
    /// Lines that cannot be read.
    pub(crate) fn skip(&mut self, lines: usize) -> io::Result<()> {
        for _ in 0..lines {
            self.next_text()?;
        }
        Ok(())
    }

    /// The next requests, at most so many; empty lines are left out.
    ///
    /// # Errors
    /// Lines that cannot be read.
    pub(crate) fn take(&mut self, most: usize) -> io::Result<Vec<Line>> {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while lines.len() < most && bytes < MOST_BYTES {
            let Some(text) = self.next_text()? else {
                break;
            };
            bytes += text.len();
            lines.push(self.read(&text));
        }
        Ok(lines)
    }

    fn read(&self, text: &[u8]) -> Line {
        let refused = |id, error: ErrorDocument| Box::new(AnswerDocument::refused(id, error));
        let Ok(text) = std::str::from_utf8(text) else {
            let message = format!("line {} is not in UTF-8", self.row);
            return Err(refused(
                None,
                ErrorDocument::new("request_not_json", ErrorKind::Input, message),
            ));
        };
        RequestDocument::from_json(text).map_err(|error| {
            let value: Option<serde_json::Value> = serde_json::from_str(text).ok();
            let id = value.as_ref().and_then(|value| value["id"].as_str());
            refused(id.map(str::to_owned), (&error).into())
        })
    }

    /// The next line that is not empty, cut off behind the longest that is read.
    fn next_text(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let mut text = Vec::new();
            // One byte more, so that it is seen to be too long.
            let most = RequestDocument::LONGEST_TEXT as u64 + 2;
            if (&mut self.reader).take(most).read_until(b'\n', &mut text)? == 0 {
                return Ok(None);
            }
            if text.last() != Some(&b'\n') && text.len() as u64 == most {
                self.reader.skip_until(b'\n')?;
            }
            self.row += 1;
            if !text.trim_ascii().is_empty() {
                return Ok(Some(text));
            }
        }
    }
}

/// How many whole lines an earlier run wrote; what follows the last one is cut off.
///
/// # Errors
/// A file that is no earlier answer, or cannot be read.
pub(crate) fn written(path: &Path) -> Result<usize, Box<dyn Error>> {
    let named =
        |error: &dyn std::fmt::Display| format!("cannot resume `{}`: {error}", path.display());
    let file = match File::options().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(named(&error).into()),
    };
    let mut reader = io::BufReader::new(&file);
    let (mut lines, mut end) = (0, 0);
    let mut text = Vec::new();
    while reader
        .read_until(b'\n', &mut text)
        .map_err(|error| named(&error))?
        > 0
    {
        if text.last() != Some(&b'\n') {
            break;
        }
        if serde_json::from_slice::<AnswerDocument>(&text).is_err() {
            return Err(named(&format!("line {} is no answer", lines + 1)).into());
        }
        lines += 1;
        end += text.len() as u64;
        text.clear();
    }
    drop(reader);
    file.set_len(end).map_err(|error| named(&error))?;
    Ok(lines)
}

/// Writes answers, one a line.
///
/// # Errors
/// Nobody reads them, or there is no room.
pub(crate) fn write(out: &mut dyn Write, answers: &[AnswerDocument]) -> Result<(), Box<dyn Error>> {
    for answer in answers {
        serde_json::to_writer(&mut *out, answer).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// A text, and the line in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TextPosition {
    /// The file, or what the text is called.
    pub file: Arc<str>,
    /// The line, where one is at fault; the first is 1.
    pub line: Option<u32>,
}

impl fmt::Display for TextPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{} line {line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

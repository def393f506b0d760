//! What sections are put together from.

use super::charts::{Lines, Sankey};

/// A section of a report: a heading and what stands below it.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Section {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

impl Section {
    /// An empty section.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    /// Adds something below what is there.
    pub fn with(mut self, block: impl Into<Block>) -> Self {
        self.blocks.push(block.into());
        self
    }

    /// Adds several things below what is there.
    pub fn with_all(mut self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.blocks.extend(blocks);
        self
    }
}

/// A part of a section. All of its text is plain text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A list without order.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A chart.
    Bars(Bars),
    /// A chart of ranges.
    Spans(Spans),
    /// A chart of what flows.
    Sankey(Sankey),
    /// A chart of lines.
    Lines(Lines),
    /// Something that is shown when it is asked for, and always in print.
    Details {
        /// What is shown of it before.
        summary: String,
        /// The rest.
        blocks: Vec<Block>,
    },
}

impl Block {
    /// A paragraph.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl From<Bars> for Block {
    fn from(bars: Bars) -> Self {
        Self::Bars(bars)
    }
}

impl From<Spans> for Block {
    fn from(spans: Spans) -> Self {
        Self::Spans(spans)
    }
}

impl From<Sankey> for Block {
    fn from(sankey: Sankey) -> Self {
        Self::Sankey(sankey)
    }
}

impl From<Lines> for Block {
    fn from(lines: Lines) -> Self {
        Self::Lines(lines)
    }
}

/// A table with a caption, heads of columns and perhaps a last row of sums.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Table {
    pub(super) caption: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) total: Vec<Cell>,
}

impl Table {
    /// A table without rows. Units belong in the names of columns.
    pub fn new<C: Into<String>>(
        caption: impl Into<String>,
        columns: impl IntoIterator<Item = C>,
    ) -> Self {
        Self {
            caption: caption.into(),
            columns: columns.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            total: Vec::new(),
        }
    }

    /// Adds a row; cells that are missing are empty, those beyond the columns are left out.
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Adds rows.
    pub fn rows<R: IntoIterator<Item = Cell>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        let rows = rows.into_iter();
        self.rows
            .extend(rows.map(|cells| cells.into_iter().collect()));
        self
    }

    /// The last row, set apart.
    pub fn total(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.total = cells.into_iter().collect();
        self
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cell {
    /// Words, on the left.
    Text(String),
    /// A number as it is written, on the right.
    Number(String),
    /// Words that lead to an address; plain words where it is not one of the web.
    Link {
        /// The words.
        text: String,
        /// The address.
        url: String,
    },
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number as it is written.
    #[must_use]
    pub fn number(number: impl Into<String>) -> Self {
        Self::Number(number.into())
    }

    /// Words that lead to an address.
    #[must_use]
    pub fn link(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self::Link {
            text: text.into(),
            url: url.into(),
        }
    }
}

/// Bars from left to right, one below the other, each with a name and its value.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Bars {
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) values: Vec<(String, f64)>,
}

impl Bars {
    /// Most bars that are drawn; the rest is left to the table beside it.
    pub const MOST: usize = 12;

    /// A chart of values of one unit; a value below zero or that is no number is drawn as zero.
    pub fn new(
        title: impl Into<String>,
        unit: impl Into<String>,
        bars: impl IntoIterator<Item = (String, f64)>,
    ) -> Self {
        Self {
            title: title.into(),
            unit: unit.into(),
            values: bars
                .into_iter()
                .take(Self::MOST)
                .map(|(name, value)| {
                    (
                        name,
                        if value.is_finite() {
                            value.max(0.0)
                        } else {
                            0.0
                        },
                    )
                })
                .collect(),
        }
    }
}

/// Ranges on one axis, one below the other, each with a name: of nested ranges the narrower is darker.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Spans {
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) stated: Option<f64>,
    pub(super) rows: Vec<(String, Vec<f64>)>,
}

impl Spans {
    /// Most rows that are drawn; the rest is left to the table beside it.
    pub const MOST: usize = 12;

    /// A chart of values of one unit. A row is values in order: the first and the last are the ends of its
    /// widest range, the second and the last but one those of the next, and one in the middle is marked; what
    /// is no number is left out.
    pub fn new(
        title: impl Into<String>,
        unit: impl Into<String>,
        rows: impl IntoIterator<Item = (String, Vec<f64>)>,
    ) -> Self {
        let rows = rows.into_iter().take(Self::MOST);
        let rows = rows.map(|(name, mut values)| {
            values.retain(|value| value.is_finite());
            values.sort_by(f64::total_cmp);
            (name, values)
        });
        Self {
            title: title.into(),
            unit: unit.into(),
            stated: None,
            rows: rows.collect(),
        }
    }

    /// Marks a value through all rows.
    pub fn stated(mut self, value: f64) -> Self {
        self.stated = value.is_finite().then_some(value);
        self
    }
}

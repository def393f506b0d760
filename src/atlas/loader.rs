use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::citation::{Citations, Ranges};
use super::findings::Findings;
use super::limits::TableLimits;
use super::money::Converter;
use super::overrides::{self, Override};
use super::schema::ColumnSchema;
use super::sheet::{File, Sheet};
use crate::code::Country;
use crate::network::{LineId, Mode, NetworkBuilder};

/// Reads tables into a builder, in an order that lets later tables refer to earlier ones.
pub(super) struct Loader<'a> {
    pub(super) builder: NetworkBuilder,
    pub(super) findings: &'a Findings,
    pub(super) money: Converter,
    /// Lines of links that name none, so that each is looked up once.
    pub(super) default_lines: FxHashMap<(Country, Mode), LineId>,
    pub(super) citations: Citations,
    pub(super) ranges: Ranges,
    /// The columns of all tables that hold figures.
    pub(super) figures: Vec<&'static str>,
    overrides: Vec<Override>,
    files: &'a [File],
    limits: TableLimits,
}

impl<'a> Loader<'a> {
    pub(super) fn new(
        files: &'a [File],
        findings: &'a Findings,
        price_year: i16,
        figures: Vec<&'static str>,
        limits: TableLimits,
    ) -> Self {
        Self {
            builder: NetworkBuilder::default(),
            findings,
            money: Converter::new(price_year),
            default_lines: FxHashMap::default(),
            citations: Citations::default(),
            ranges: Ranges::default(),
            figures,
            overrides: overrides::read(files, limits.rows, findings),
            files,
            limits,
        }
    }

    /// How many sources one cell may cite.
    pub(super) const fn most_sources(&self) -> usize {
        self.limits.sources
    }

    pub(super) fn finish(self) -> NetworkBuilder {
        overrides::report(&self.overrides, self.findings);
        self.builder
    }

    /// Every file of a table (`links.csv`, `links_hand.csv`, ... for `links`), overrides applied.
    ///
    /// `key` names its rows in overrides, `defined` is the column that other tables refer to,
    /// empty where none does.
    pub(super) fn sheets(
        &mut self,
        table: &str,
        key: &'static str,
        defined: &'static str,
        columns: Vec<ColumnSchema>,
    ) -> Vec<Sheet<'a>> {
        let mut sheets = Vec::new();
        let columns: Arc<[ColumnSchema]> = columns.into();
        for file in self.files {
            if super::folder::table_of(&file.name) != Some(table) {
                continue;
            }
            let mut sheet = Sheet::read(file, defined, &columns, self.limits.rows, self.findings);
            let (mut mine, others): (Vec<_>, Vec<_>) = self
                .overrides
                .drain(..)
                .partition(|change| change.table == table);
            overrides::apply(&mut sheet, key, &mut mine, self.findings);
            self.overrides = others;
            self.overrides.extend(mine);
            sheets.push(sheet);
        }
        sheets
    }
}

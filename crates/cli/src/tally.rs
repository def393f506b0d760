//! How far a batch has come.

use std::io;
use std::time::Duration as Elapsed;

use crate::Answered;

/// What has come of the rows so far.
#[derive(Default)]
pub(crate) struct Tally {
    routes: usize,
    no_routes: usize,
    errors: usize,
    groups: usize,
}

impl Tally {
    /// Counts a row by its kind: `route`, `no_route`, or anything else for what cannot be asked.
    pub(crate) fn count(&mut self, kind: &str) {
        match kind {
            "route" => self.routes += 1,
            "no_route" => self.no_routes += 1,
            _ => self.errors += 1,
        }
    }

    /// So many groups of rows were answered at once.
    pub(crate) fn grouped(&mut self, groups: usize) {
        self.groups = self.groups.max(groups);
    }

    /// Whether every row has a route.
    pub(crate) const fn answered(&self) -> Answered {
        if self.no_routes + self.errors == 0 {
            Answered::All
        } else {
            Answered::NotAll
        }
    }

    const fn rows(&self) -> usize {
        self.routes + self.no_routes + self.errors
    }

    /// How far and how fast, on standard error where that is a terminal.
    pub(crate) fn tell(&self, elapsed: Elapsed) {
        if io::IsTerminal::is_terminal(&io::stderr()) {
            let rate = self.rows() as f64 / elapsed.as_secs_f64().max(1e-9);
            eprint!("\r{} rows, {rate:.0} a second", self.rows());
        }
    }

    pub(crate) fn end(&self, elapsed: Elapsed) {
        if io::IsTerminal::is_terminal(&io::stderr()) {
            eprint!("\r");
        }
        let groups = match self.groups {
            0 => String::new(),
            groups => format!(", at most {groups} groups at once"),
        };
        eprintln!(
            "{} rows in {:.1} s{groups}: {} routes, {} without a route, {} that cannot be asked",
            self.rows(),
            elapsed.as_secs_f64(),
            self.routes,
            self.no_routes,
            self.errors
        );
    }
}

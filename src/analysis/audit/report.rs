use std::fmt;

use super::{Audit, Severity};

impl fmt::Display for Audit {
    /// Every finding under its heading, with what to do about it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in self.by_heading() {
            let Some(first) = group.first() else {
                continue;
            };
            let weight = match first.severity() {
                Severity::Fault => "fault",
                Severity::Notice => "notice",
            };
            writeln!(
                f,
                "{weight}: {} {} - {}",
                group.len(),
                first.heading(),
                first.remedy()
            )?;
            for finding in group {
                writeln!(f, "  {finding}")?;
            }
        }
        let faults = self.faults().count();
        let notices = self.findings.len() - faults;
        write!(f, "{faults} faults, {notices} notices")
    }
}

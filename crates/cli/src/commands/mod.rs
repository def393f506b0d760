//! One file per command: its arguments and what it prints.

pub(crate) mod batch;
pub(crate) mod lists;
pub(crate) mod plan;
#[cfg(feature = "report")]
pub(crate) mod report;

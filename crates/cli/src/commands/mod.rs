//! One file per command: its arguments and what it prints.

pub(crate) mod batch;
pub(crate) mod compare;
pub(crate) mod depends;
pub(crate) mod gains;
pub(crate) mod game;
pub(crate) mod lists;
pub(crate) mod manual;
#[cfg(feature = "map")]
pub(crate) mod map;
pub(crate) mod money;
pub(crate) mod plan;
pub(crate) mod projects;
#[cfg(feature = "report")]
pub(crate) mod report;
pub(crate) mod schema;
#[cfg(feature = "serve")]
pub(crate) mod serve;
pub(crate) mod settle;
pub(crate) mod spoil;
pub(crate) mod sure;
pub(crate) mod toll;
pub(crate) mod why_not;

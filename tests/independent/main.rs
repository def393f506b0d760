//! An independent checker: random questions to the planner, whose answers are held against the CSV tables
//! by code that shares nothing with the crate. It reads the tables itself as text, and of an answer the
//! saved form alone.
//!
//! `TRADE_CORRIDOR_QUESTIONS` says how many (400 unless said), `TRADE_CORRIDOR_SEED` which ones.
//! `cargo test --test independent -- --nocapture` prints what was checked.

#![allow(
    clippy::unused_self,
    clippy::needless_pass_by_value,
    clippy::match_same_arms,
    clippy::semicolon_if_nothing_returned,
    clippy::needless_for_each,
    reason = "plain before short"
)]

mod ask;
mod business;
mod chain;
mod handled;
mod money;
mod owing;
mod owners;
mod planted;
mod planted_tables;
mod prices;
mod questions;
mod reach;
mod rules;
mod standing;
mod tables;
mod texts;
mod verdict;

use std::path::Path;
use std::sync::LazyLock;

use tables::Tables;

/// The tables that are compiled into the crate.
pub(crate) static TABLES: LazyLock<Tables> =
    LazyLock::new(|| Tables::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")));

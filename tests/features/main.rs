//! Claims about what features add, in a program of their own, so that the others are built once.

#![allow(
    dead_code,
    reason = "helpers of the other program, of which these claims use a part"
)]

#[path = "../maps/mod.rs"]
mod maps;
#[path = "../questions/mod.rs"]
mod questions;
#[path = "../roads/mod.rs"]
mod roads;

mod render_map;
mod report_page;
mod schemas;
mod sure_report;
mod year_report;

//! The program as a user runs it: arguments, output, exit status, folders of tables.

mod arguments;
mod batch;
mod commands;
mod files_are_bounded;
mod flows;
mod flows_of_a_year;
mod folders;
mod forms;
mod helps;
mod json;
mod main_job;
mod outputs;
#[cfg(feature = "parquet")]
mod parquet_files;
mod runs;
#[cfg(feature = "serve")]
mod serves;
mod sure;

//! The program as a user runs it: arguments, output, exit status, folders of tables.

mod arguments;
mod batch;
mod files_are_bounded;
mod folders;
mod main_job;
mod outputs;
mod runs;

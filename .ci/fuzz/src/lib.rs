//! What the libraries read, mutated: tables, policies, scenarios, requests, routes, networks, graphs and
//! hierarchies. Sound inputs are made from the embedded tables, a few edits are drawn by proptest and made
//! in their structure (cells, JSON nodes, words, bytes), and the result is read. It has to be refused with
//! words, or accepted and then mean the same when written and read again; and whatever an accepted one is
//! asked has to be answered rightly. A failure is shrunk to the fewest edits and printed.

mod corpora;
mod edits;
mod run;
mod targets;

pub use run::run;

//! All claims about the engine, as modules of one program: compiled and linked once.

mod agreement;
mod algorithms_agree;
mod compromises_agree;
mod files_are_checked;
mod files_import_one_way;
mod foreign_things_are_refused;
mod large_networks_agree;
mod layers_agree;
mod networks;
mod questions_are_bounded;
mod threads_agree;
mod ties_are_those_of_dijkstra;
mod types_go_anywhere;
mod weights_asked_for;

//! The nucleolus of a game, exactly, with a proof that is checked before it is told.
//!
//! A sequence of linear programs (A. Kopelowitz, *Computation of the kernels of simple games and the nucleolus of n-person
//! games*, 1967; M. Maschler, B. Peleg and L. S. Shapley, *Geometric properties of the kernel, nucleolus, and related
//! solution concepts*, 1979): the least level that no coalition's excess lies above is found, coalitions that are tight in
//! every best division are fixed, and the next program is about the rest. Coalitions come in one by one, as they lie above
//! the level (`program.rs`); numbers are whole (`basis.rs`). What is tight is read off the weights of the last basis, and
//! these weights are the proof (`proof.rs`): E. Kohlberg, *On the nucleolus of a characteristic function game*, 1971; M.
//! Benedek, J. Fliege and T.-D. Nguyen, *Finding and verifying the nucleolus of cooperative games*, 2021.

mod arithmetic;
mod basis;
mod program;
mod proof;
mod sequence;
mod span;
mod step;

pub use sequence::{Nucleolus, nucleolus};
pub use step::Among;

pub(super) use sequence::nucleolus_of;

//! Pages that go with the reference.

#[doc = include_str!("../docs/the-model.md")]
pub mod the_model {}

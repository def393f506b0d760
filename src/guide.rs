//! Pages that go with the reference.

#[doc = include_str!("../docs/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../docs/the-model.md")]
pub mod the_model {}

#[doc = include_str!("../docs/guarantees.md")]
pub mod guarantees {}

#[doc = include_str!("../docs/limits.md")]
pub mod limits {}

#[doc = include_str!("../docs/bounds.md")]
pub mod bounds {}

#[doc = include_str!("../docs/comparison.md")]
pub mod comparison {}

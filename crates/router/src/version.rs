//! Which state of a changeable thing something else was made from.

use std::sync::Arc;

/// A state of weights. A copy is the same state until one of the two changes.
///
/// Equal versions are equal weights; equal weights of different origin have different versions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Version(Arc<()>);

impl Version {
    /// The weights change: whoever knows this version knows an older state from now on.
    pub(crate) fn renew(&mut self) {
        if Arc::get_mut(&mut self.0).is_none() {
            *self = Self::default();
        }
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Version {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_the_same_until_one_changes() {
        let mut one = Version::default();
        assert_ne!(one, Version::default());
        let known = one.clone();
        assert_eq!(one, known);
        one.renew();
        assert_ne!(one, known);
        let known = one.clone();
        drop(known);
        one.renew();
    }
}

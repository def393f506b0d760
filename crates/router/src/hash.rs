//! 64-bit hashes (XXH3): they find damage and mix-ups, not forgery.

use std::hash::Hasher as _;

use twox_hash::xxhash3_64::Hasher;

/// So many bytes are laid out at a time.
const AT_ONCE: usize = 2048;

/// A running hash, the same on every platform.
pub(crate) struct Hash(Hasher);

impl Hash {
    pub(crate) fn new() -> Self {
        Self(Hasher::with_seed(0))
    }

    pub(crate) fn add_bytes(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    /// Adds integers, the lower bytes first.
    pub(crate) fn add_all<const N: usize>(&mut self, groups: impl IntoIterator<Item = [u32; N]>) {
        let mut groups = groups.into_iter();
        let mut bytes = [0; AT_ONCE];
        loop {
            let mut used = 0;
            let seats = bytes.chunks_exact_mut(4 * N);
            for (seat, group) in seats.zip(&mut groups) {
                for (seat, word) in seat.chunks_exact_mut(4).zip(group) {
                    seat.copy_from_slice(&word.to_le_bytes());
                }
                used += 4 * N;
            }
            self.add_bytes(&bytes[..used]);
            if used < AT_ONCE / (4 * N) * (4 * N) {
                return;
            }
        }
    }

    pub(crate) fn value(&self) -> u64 {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use twox_hash::XxHash3_64;

    use super::*;

    #[test]
    fn is_the_published_function() {
        // test vector of the reference implementation: no input, no seed
        assert_eq!(Hash::new().value(), 0x2d06_8005_38d3_94c2);
        for count in [0, 1, 255, 256, 257, 512, 5_000_u32] {
            let words = (0..count).map(|word| [word, word.wrapping_mul(0x9e37_79b9)]);
            let bytes = words.clone().flatten().flat_map(u32::to_le_bytes);
            let bytes: Vec<u8> = bytes.collect();
            let mut hash = Hash::new();
            hash.add_all(words);
            assert_eq!(hash.value(), XxHash3_64::oneshot(&bytes));
        }
    }
}

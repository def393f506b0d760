//! 64-bit hashes (XXH3): they tell damage and mix-ups apart, not forgery.

use std::hash::Hasher as _;

use twox_hash::xxhash3_64::Hasher;

/// How many integers are laid out as bytes at a time.
const AT_ONCE: usize = 512;

/// A running hash, the same on every platform.
pub(crate) struct Hash(Hasher);

impl Hash {
    pub(crate) fn new() -> Self {
        Self(Hasher::with_seed(0))
    }

    pub(crate) fn add_bytes(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    pub(crate) fn add_all(&mut self, words: impl IntoIterator<Item = u32>) {
        let mut bytes = [0; 4 * AT_ONCE];
        let mut used = 0;
        for word in words {
            bytes[used..used + 4].copy_from_slice(&word.to_le_bytes());
            used += 4;
            if used == bytes.len() {
                self.add_bytes(&bytes);
                used = 0;
            }
        }
        self.add_bytes(&bytes[..used]);
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
        for count in [0, 1, 511, 512, 513, 5_000_u32] {
            let words = (0..count).map(|word| word.wrapping_mul(0x9e37_79b9));
            let bytes: Vec<u8> = words.clone().flat_map(u32::to_le_bytes).collect();
            let mut hash = Hash::new();
            hash.add_all(words);
            assert_eq!(hash.value(), XxHash3_64::oneshot(&bytes));
        }
    }
}

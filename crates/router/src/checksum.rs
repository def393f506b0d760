//! A 64-bit checksum: tells a damaged file or a foreign metric, not a forged one.

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

#[derive(Clone, Copy, Debug)]
pub(super) struct Checksum(u64);

impl Checksum {
    pub(super) fn new() -> Self {
        Self(PRIME)
    }

    #[inline]
    pub(super) fn add(&mut self, word: u64) {
        // every step can be undone, so a single changed word always changes the result
        let mixed = (self.0 ^ word).wrapping_mul(PRIME);
        self.0 = mixed ^ mixed >> 29;
    }

    pub(super) fn add_all(&mut self, words: &[u32]) {
        self.add(words.len() as u64);
        let mut pairs = words.chunks_exact(2);
        for pair in &mut pairs {
            self.add(u64::from(pair[0]) | u64::from(pair[1]) << 32);
        }
        if let [last] = pairs.remainder() {
            self.add(u64::from(*last));
        }
    }

    pub(super) fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(word));
        }
    }

    pub(super) fn value(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> u64 {
        let mut sum = Checksum::new();
        sum.add_bytes(bytes);
        sum.value()
    }

    #[test]
    fn sees_length_order_and_every_bit() {
        assert_ne!(of(&[0; 8]), of(&[0; 9]));
        assert_ne!(of(&[1, 2]), of(&[2, 1]));
        for bit in 0..64 {
            assert_ne!(of(&(1_u64 << bit).to_le_bytes()), of(&[0; 8]));
        }
    }
}

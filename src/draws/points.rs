//! Where draws lie: as evenly as points can in many dimensions.

use sobol_burley::sample_4d;

use super::normal::quantile;

/// The most draws at once: as long as the sequence is.
pub(crate) const MOST_DRAWS: u32 = 1 << 16;

/// Coordinates of one sequence: later ones of a short sequence go together in pairs.
const TOGETHER: u32 = 32;

/// Scrambled Sobol points (Owen scrambling by hashes, Burley 2020; directions by Joe and Kuo 2008), each
/// coordinate a standard normal variable.
///
/// Of a power of two of points, every coordinate takes the middle of each of as many slices of equal
/// probability once; of other numbers the first ones of the next power are taken. The first 32
/// coordinates are those of one sequence; each further 32 are of another one, shuffled against it.
#[derive(Clone, Debug)]
pub(crate) struct Points {
    draws: u32,
    seed: u32,
    /// Of each slice the standard deviations at its middle.
    middles: Vec<f64>,
}

impl Points {
    /// So many, at least one and at most [`MOST_DRAWS`].
    pub(crate) fn new(draws: u32, seed: u32) -> Self {
        let draws = draws.clamp(1, MOST_DRAWS);
        let slices = draws.next_power_of_two();
        let middle = |slice: u32| quantile((f64::from(slice) + 0.5) / f64::from(slices));
        Self {
            draws,
            seed,
            middles: (0..slices).map(middle).collect(),
        }
    }

    /// The slice in every draw of four coordinates, the first of which is four times as many;
    /// [`Points::middle`] says where a slice lies.
    pub(crate) fn slices(&self, set: u32) -> [Vec<u16>; 4] {
        let (block, dimensions) = (set / (TOGETHER / 4), set % (TOGETHER / 4));
        let seed = self.seed ^ block.wrapping_mul(0x9e37_79b9);
        let slices = self.middles.len() as f32;
        let last = self.middles.len() - 1;
        let mut found = [0; 4].map(|_| Vec::with_capacity(self.draws as usize));
        for draw in 0..self.draws {
            let shares = sample_4d(draw, dimensions, seed);
            for (column, share) in found.iter_mut().zip(shares) {
                column.push(((share * slices) as usize).min(last) as u16);
            }
        }
        found
    }

    /// The standard deviations at the middle of a slice, more for later ones.
    pub(crate) fn middle(&self, slice: u16) -> f64 {
        self.middles[usize::from(slice)]
    }

    /// The standard deviations in every draw of one coordinate.
    #[cfg(test)]
    pub(crate) fn coordinate(&self, at: u32) -> Vec<f64> {
        let slices = &self.slices(at / 4)[at as usize % 4];
        slices.iter().map(|slice| self.middle(*slice)).collect()
    }

    /// The most standard deviations that any coordinate is off.
    pub(crate) fn most(&self) -> f64 {
        self.middles.last().copied().unwrap_or_default()
    }

    /// What tells them from others.
    pub(crate) const fn seed(&self) -> u32 {
        self.seed
    }

    /// How many draws there are.
    pub(crate) const fn len(&self) -> u32 {
        self.draws
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_coordinate_takes_each_slice_once() {
        for (draws, seed) in [(1, 0), (2, 7), (1_024, 0), (1_024, u32::MAX), (65_536, 3)] {
            let points = Points::new(draws, seed);
            for at in [0, 1, 31, 32, 1_000] {
                let mut column = points.coordinate(at);
                column.sort_by(f64::total_cmp);
                assert_eq!(column, points.middles, "{draws} draws, coordinate {at}");
            }
        }
    }

    #[test]
    fn coordinates_are_no_copies_of_each_other() {
        let points = Points::new(1_024, 1);
        let columns: Vec<Vec<f64>> = (0..96).map(|at| points.coordinate(at)).collect();
        let mut most = 0.0_f64;
        for (at, one) in columns.iter().enumerate() {
            for other in &columns[at + 1..] {
                let both: f64 = one.iter().zip(other).map(|(one, other)| one * other).sum();
                most = most.max((both / 1_024.0).abs());
            }
        }
        // Of independent columns the most of so many pairs is about 0.12.
        assert!(most < 0.15, "{most}");
    }

    #[test]
    fn a_seed_gives_other_points() {
        let column = |seed| Points::new(64, seed).coordinate(3);
        assert_eq!(column(1), column(1));
        assert_ne!(column(1), column(2));
    }
}

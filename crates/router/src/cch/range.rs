//! How much paths may weigh: sums must stay below [`FAR`].

use super::error::CchError;
use super::hierarchy::Cch;
use super::metric::{Cell, FAR};

impl Cch {
    /// A bound of all sums along up-down paths; refuses weights with which one could reach
    /// [`FAR`].
    pub(super) fn check_range<const L: usize>(
        &self,
        heaviest: u32,
        weights: &[Cell<L>],
    ) -> Result<u64, CchError> {
        // a path visits each depth at most once on its way up and once on its way down
        let bound = u64::from(heaviest) * 2 * u64::from(self.height);
        if bound < u64::from(FAR) {
            return Ok(bound);
        }
        // a way up and a way down need not both be the longest
        let bound = 2 * self.longest_climb(weights);
        if bound < u64::from(FAR) {
            return Ok(bound);
        }
        let bound = self.longest_ways(weights);
        if bound >= u64::from(FAR) {
            return Err(CchError::TooHeavy {
                bound,
                limit: FAR - 1,
            });
        }
        Ok(bound)
    }

    /// What the longest way up and the longest way down weigh together, each metric by itself.
    fn longest_ways<const L: usize>(&self, weights: &[Cell<L>]) -> u64 {
        let mut longest = vec![[[0_u64; L]; 2]; self.node.len()];
        let mut most = [[0_u64; L]; 2];
        for node in (0..self.node.len()).rev() {
            let mut long = [[0_u64; L]; 2];
            for arc in self.row(node) {
                let above = longest[self.heads()[arc] as usize];
                for side in 0..2 {
                    for lane in 0..L {
                        let weight = weights[arc][side][lane];
                        if weight != FAR {
                            let sum = above[side][lane] + u64::from(weight);
                            long[side][lane] = long[side][lane].max(sum);
                        }
                    }
                }
            }
            longest[node] = long;
            for side in 0..2 {
                for lane in 0..L {
                    most[side][lane] = most[side][lane].max(long[side][lane]);
                }
            }
        }
        let both = (0..L).map(|lane| most[0][lane] + most[1][lane]);
        both.max().unwrap_or(0)
    }

    /// What the longest way upward weighs, in the heavier direction of every arc and the heaviest
    /// of all metrics.
    fn longest_climb<const L: usize>(&self, weights: &[Cell<L>]) -> u64 {
        // by depth: all that lies beneath a node comes between it and the one of its depth before
        let mut climbs = vec![0; self.height as usize];
        let mut longest = 0;
        for (node, &depth) in self.depth.iter().enumerate() {
            let climb = std::mem::take(&mut climbs[depth as usize]);
            longest = climb.max(longest);
            let row = self.row(node);
            for (weights, &depth) in weights[row.clone()].iter().zip(&self.head_depth[row]) {
                let mut heaviest = [0; L];
                for lane in 0..L {
                    // blocked wraps to zero, others weigh one more, which does not matter
                    let open = [0, 1].map(|side| (weights[side][lane] + 1) & FAR);
                    heaviest[lane] = open[0].max(open[1]);
                }
                let heaviest = heaviest.into_iter().max().map_or(0, u64::from);
                let above = &mut climbs[depth as usize];
                *above = (climb + heaviest).max(*above);
            }
        }
        longest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metric::BLOCKED;
    use crate::{Graph, Order};

    proptest! {
        #[test]
        fn the_climb_of_all_bounds_the_ways_of_each(
            nodes in 1_u32..60,
            arcs in prop::collection::vec((any::<u32>(), 0_u32..9, 0_u32..FAR, 0_u32..9), 0..200),
        ) {
            let ends = arcs.iter().map(|&(tail, step, ..)| {
                let tail = tail % nodes;
                (tail, (tail + step) % nodes)
            });
            let graph = Graph::new(nodes, ends).unwrap();
            let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
            let given: Vec<_> = arcs
                .iter()
                .map(|&(.., weight, lane)| {
                    let weight = |at| if at == lane { BLOCKED } else { weight >> (at % 4 * 9) };
                    [0, 1, 2, 3].map(weight)
                })
                .collect();
            let mut weights = vec![[[0; 4]; 2]; cch.arcs() as usize];
            let heaviest = cch.sweep_rows(0..cch.node.len(), 0, &given, &mut weights);
            let exact = cch.longest_ways(&weights);
            prop_assert!(exact <= 2 * cch.longest_climb(&weights));
            match cch.check_range(heaviest, &weights) {
                Ok(bound) => prop_assert!(exact <= bound && bound < u64::from(FAR)),
                Err(error) => {
                    prop_assert!(exact >= u64::from(FAR));
                    prop_assert_eq!(error, CchError::TooHeavy { bound: exact, limit: FAR - 1 });
                }
            }
        }
    }
}

//! Planners of networks with drawn figures.

use super::Sampling;
use super::solve::each;
use crate::draws::Points;
use crate::planner::{Error, Planner};

impl Planner {
    /// What is found by a planner of each draw, in the order of draws: one that reads a network in which
    /// every figure that is not known has another value.
    ///
    /// The planners are made one after the other and dropped, as many at once as there are cores.
    pub(crate) fn of_each_draw<T: Send>(
        &self,
        sampling: &Sampling,
        find: impl Fn(&Self) -> T + Sync + Send,
    ) -> Result<Vec<T>, Error> {
        sampling.check()?;
        let uncertainty = self.uncertainty();
        let points = Points::new(sampling.draws, sampling.seed);
        let count = uncertainty.factors.len() as u32;
        let columns: Vec<Vec<f64>> = (0..count).map(|at| points.coordinate(at)).collect();
        let draws: Vec<u32> = (0..points.len()).collect();
        each(&draws, |draw| {
            let mut network = self.world.network().unshared();
            network.set_all(uncertainty.figures.iter().map(|figure| {
                let off = |factor: u32| {
                    let column = columns.get(factor as usize);
                    let found = column.and_then(|column| column.get(draw as usize));
                    found.copied().unwrap_or_default()
                };
                (figure.which, figure.at(off))
            }));
            Ok(find(&Self::new(&network, self.world.scenario())?))
        })
    }
}

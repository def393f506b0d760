//! Planners of networks with drawn figures.

use super::Sampling;
use super::columns::Columns;
use super::shared::Shared;
use super::solve::each;
use crate::draws::Uncertain;
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
        self.of_each(sampling, |figure, off| figure.at(off), find)
    }

    /// The same where every figure is as stated and the model alone is off.
    pub(crate) fn of_each_error<T: Send>(
        &self,
        sampling: &Sampling,
        find: impl Fn(&Self) -> T + Sync + Send,
    ) -> Result<Vec<T>, Error> {
        self.of_each(sampling, |figure, off| figure.stated_modelled(off), find)
    }

    fn of_each<T: Send>(
        &self,
        sampling: &Sampling,
        number: impl Fn(&Uncertain, &dyn Fn(u32) -> f64) -> f64 + Sync + Send,
        find: impl Fn(&Self) -> T + Sync + Send,
    ) -> Result<Vec<T>, Error> {
        sampling.check()?;
        let uncertainty = &self.uncertainty(sampling)?;
        let shared = Shared::of(uncertainty, sampling);
        let factors: Vec<u32> = (0..uncertainty.factors.len() as u32).collect();
        let columns = Columns::of(&factors, factors.len(), &shared.coordinates);
        let draws: Vec<u32> = (0..sampling.draws).collect();
        each(&draws, |draw| {
            let mut network = self.world.network().unshared();
            let off = |factor: u32| columns.at(factor, draw);
            let figures = uncertainty.figures.iter();
            network.set_all(figures.map(|figure| (figure.which, number(figure, &off))));
            Ok(find(&Self::new(&network, self.world.scenario())?))
        })
    }
}

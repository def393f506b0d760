//! What figures are in several draws at once.

use std::cell::RefCell;

use super::columns::Columns;
use super::question::Question;
use super::solve::each;
use crate::draws::Uncertainty;
use crate::network::FigurePart;
use crate::planner::Error;

/// Draws whose figures are worked out together.
pub(super) const TOGETHER: usize = 32;

impl Question<'_> {
    /// Runs with the figures of every draw, by their places; what it finds is in the order of draws.
    pub(super) fn in_each_draw<T: Send>(
        &self,
        columns: &Columns<'_>,
        work: impl Fn(&dyn Fn(u32) -> f64) -> Result<T, Error> + Sync + Send,
    ) -> Result<Vec<T>, Error> {
        let draws: Vec<u32> = (0..self.points().len()).collect();
        let groups: Vec<&[u32]> = draws.chunks(TOGETHER).collect();
        let found = each(&groups, |group| {
            let figures = Figures::of(self.uncertainty, columns, group);
            let all = 0..group.len();
            let found = all.map(|at| work(&|place| figures.number(place, at).1));
            found.collect::<Result<Vec<T>, Error>>()
        })?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// What figures are in some draws, worked out in all of them when one is first asked for: what a factor has in
/// several draws stands together.
pub(super) struct Figures<'a> {
    uncertainty: &'a Uncertainty,
    columns: &'a Columns<'a>,
    draws: &'a [u32],
    known: RefCell<Known>,
}

struct Known {
    /// By figure, where its numbers start.
    starts: Vec<u32>,
    numbers: Vec<f64>,
}

impl<'a> Figures<'a> {
    pub(super) fn of(
        uncertainty: &'a Uncertainty,
        columns: &'a Columns<'a>,
        draws: &'a [u32],
    ) -> Self {
        Self {
            uncertainty,
            columns,
            draws,
            known: RefCell::new(Known {
                starts: vec![u32::MAX; uncertainty.figures.len()],
                numbers: Vec::new(),
            }),
        }
    }

    /// Of the figure at a place, in the draw at a position.
    pub(super) fn number(&self, place: u32, at: usize) -> (FigurePart, f64) {
        let figure = &self.uncertainty.figures[place as usize];
        let Known { starts, numbers } = &mut *self.known.borrow_mut();
        let start = &mut starts[place as usize];
        if *start == u32::MAX {
            *start = numbers.len() as u32;
            let drawn = self.draws.iter();
            let off = |draw: &u32| figure.at(|factor| self.columns.at(factor, *draw));
            numbers.extend(drawn.map(off));
        }
        (figure.which, numbers[*start as usize + at])
    }
}

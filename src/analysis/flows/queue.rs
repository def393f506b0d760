//! Hours that a load adds at something with a capacity.

/// Mean hours of a year.
pub(super) const YEAR: f64 = 8_766.0;

/// What is passed by so many boxes a year at the most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queue {
    /// Boxes a year that it takes, above nothing.
    pub(super) capacity: f64,
    /// Boxes a year of others, which stay whatever happens.
    pub(super) background: f64,
    /// Boxes a year at which the hours of the tables were measured.
    pub(super) usual: f64,
    /// How much service times vary: the square of their coefficient of variation.
    pub(super) variation: f64,
    /// Hours over which a load above the capacity builds up.
    pub(super) horizon: f64,
}

impl Queue {
    /// Hours more than at the usual load, never fewer, with so many boxes a year beside those of others.
    pub(super) fn hours(&self, boxes: f64) -> f64 {
        let more = self.wait(self.background + boxes) - self.wait(self.usual);
        more.max(0.0)
    }

    /// Mean hours in the queue at a load.
    ///
    /// Pollaczek and Khinchine below saturation: `ρ / (1 - ρ) · (1 + c²) / 2` times the time of one box. Close to
    /// saturation that has no end; what builds up within the horizon `T` has, half of it by mean: `T / 2` for each
    /// capacity's worth of load. The one follows where the other is as steep, so that hours have no step and no bend.
    fn wait(&self, load: f64) -> f64 {
        let each = self.each();
        let used = load.max(0.0) / self.capacity;
        let turn = self.turn();
        if used <= turn {
            return each * used / (1.0 - used);
        }
        each * turn / (1.0 - turn) + (used - turn) * self.horizon / 2.0
    }

    /// Hours of one box, with how much they vary.
    fn each(&self) -> f64 {
        f64::midpoint(1.0, self.variation) * YEAR / self.capacity
    }

    /// The part of the capacity in use at which the queue of random arrivals is as steep as what builds up.
    fn turn(&self) -> f64 {
        (1.0 - (2.0 * self.each() / self.horizon).sqrt()).max(0.0)
    }

    /// Hours fewer with one box a year more of capacity, at the same load.
    pub(super) fn gain(&self, boxes: f64) -> f64 {
        let wider = Self {
            capacity: self.capacity + 1.0,
            ..*self
        };
        let load = self.background + boxes;
        (self.wait(load) - wider.wait(load)).max(0.0)
    }

    /// Boxes a year above the capacity, those of others included.
    pub(super) fn above(&self, boxes: f64) -> f64 {
        (self.background + boxes - self.capacity).max(0.0)
    }
}

//! Stochastic user equilibrium on given ways: nobody gains by what they believe of the hours they meet.
//!
//! With one queue's hours a function of its own load, the flows are the least of a convex function (Fisk 1980; with
//! path sizes as constants of the ways). It is found by partial linearisation: towards the choice that the hours of
//! now make, as far as the function falls.

use super::choice::{Choice, cheapest};
use super::queue::Queue;

/// One flow and its ways.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// Shipments a year.
    pub(super) volume: f64,
    /// Boxes of capacity that each takes.
    pub(super) boxes: f64,
    /// USD that an hour is worth to each.
    pub(super) hour: f64,
    pub(super) ways: Vec<Way>,
}

/// A way of a pair.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// USD without queues.
    pub(super) cost: f64,
    /// Logarithm of its path size.
    pub(super) size: f64,
    /// Queues on it, by position, one as often as it is passed.
    pub(super) passes: Vec<usize>,
}

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Until {
    pub(super) iterations: usize,
    pub(super) residual: f64,
}

impl Way {
    /// Hours that queues add.
    pub(super) fn queue(&self, hours: &[f64]) -> f64 {
        self.passes.iter().map(|queue| hours[*queue]).sum()
    }
}

impl Pair {
    /// What a way costs one shipment of the pair at these hours of queues.
    pub(super) fn cost(&self, way: &Way, hours: &[f64]) -> f64 {
        way.cost + self.hour * way.queue(hours)
    }

    /// What each way costs.
    pub(super) fn costs(&self, hours: &[f64]) -> Vec<f64> {
        let ways = self.ways.iter();
        ways.map(|way| self.cost(way, hours)).collect()
    }
}

/// Flows of each way of each pair, and how far they are from what they make people choose.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub(super) flows: Vec<Vec<f64>>,
    /// Boxes a year in each queue.
    pub(super) loads: Vec<f64>,
    /// Hours that each queue adds.
    pub(super) hours: Vec<f64>,
    pub(super) residual: f64,
    pub(super) iterations: usize,
}

/// Boxes a year in each queue.
fn loads(pairs: &[Pair], flows: &[Vec<f64>], queues: usize) -> Vec<f64> {
    let mut loads = vec![0.0; queues];
    for (pair, flows) in pairs.iter().zip(flows) {
        for (way, flow) in pair.ways.iter().zip(flows) {
            for queue in &way.passes {
                loads[*queue] += flow * pair.boxes;
            }
        }
    }
    loads
}

/// The flows that are chosen at these hours.
fn response(pairs: &[Pair], hours: &[f64], choice: &Choice) -> Vec<Vec<f64>> {
    let chosen = |pair: &Pair| {
        let sizes: Vec<f64> = pair.ways.iter().map(|way| way.size).collect();
        let shares = choice.shares(&pair.costs(hours), &sizes);
        shares.iter().map(|share| share * pair.volume).collect()
    };
    pairs.iter().map(chosen).collect()
}

/// Finds flows that are their own response, from those without queues on.
pub(super) fn settle(pairs: &[Pair], queues: &[Queue], choice: &Choice, until: Until) -> Settled {
    let hours_at = |loads: &[f64]| -> Vec<f64> {
        let both = queues.iter().zip(loads);
        both.map(|(queue, load)| queue.hours(*load)).collect()
    };
    let mut flows = response(pairs, &vec![0.0; queues.len()], choice);
    let mut iterations = 0;
    loop {
        let loads = loads(pairs, &flows, queues.len());
        let hours = hours_at(&loads);
        let chosen = response(pairs, &hours, choice);
        let residual = residual(pairs, &hours, choice, &flows, &chosen);
        let mut far = 0.0;
        if residual > until.residual && iterations < until.iterations {
            iterations += 1;
            far = Line::new(pairs, queues, choice, (&flows, &chosen), &loads).least();
        }
        if far <= 0.0 {
            return Settled {
                flows,
                loads,
                hours,
                residual,
                iterations,
            };
        }
        for (flows, chosen) in flows.iter_mut().zip(&chosen) {
            for (flow, chosen) in flows.iter_mut().zip(chosen) {
                *flow += far * (chosen - *flow);
            }
        }
    }
}

/// Of a spread choice the largest part of a pair that would move; else the part of all cost that could be saved.
fn residual(
    pairs: &[Pair],
    hours: &[f64],
    choice: &Choice,
    flows: &[Vec<f64>],
    chosen: &[Vec<f64>],
) -> f64 {
    if choice.is_spread() {
        let parts = pairs.iter().zip(flows).zip(chosen);
        let parts = parts.filter(|((pair, _), _)| pair.volume > 0.0);
        return parts
            .flat_map(|((pair, flows), chosen)| {
                let both = flows.iter().zip(chosen);
                both.map(move |(flow, chosen)| (flow - chosen).abs() / pair.volume)
            })
            .fold(0.0, f64::max);
    }
    let (mut paid, mut least) = (0.0, 0.0);
    for (pair, flows) in pairs.iter().zip(flows) {
        let costs = pair.costs(hours);
        let best = cheapest(&costs);
        for (flow, cost) in flows.iter().zip(&costs) {
            paid += flow * cost;
            least += flow * best;
        }
    }
    if paid > 0.0 {
        (paid - least) / paid
    } else {
        0.0
    }
}

/// The function along a step from flows towards those that they make people choose.
struct Line<'l> {
    pairs: &'l [Pair],
    queues: &'l [Queue],
    choice: &'l Choice,
    from: &'l [Vec<f64>],
    to: &'l [Vec<f64>],
    loaded: &'l [f64],
    /// How loads change over the whole step, of pairs to which an hour is worth something.
    change: Vec<f64>,
}

impl<'l> Line<'l> {
    fn new(
        pairs: &'l [Pair],
        queues: &'l [Queue],
        choice: &'l Choice,
        (from, to): (&'l [Vec<f64>], &'l [Vec<f64>]),
        loaded: &'l [f64],
    ) -> Self {
        let after = loads(pairs, to, queues.len());
        let both = after.iter().zip(loaded);
        Self {
            pairs,
            queues,
            choice,
            from,
            to,
            loaded,
            change: both.map(|(after, before)| after - before).collect(),
        }
    }

    /// How steep the function is after this part of the step.
    fn slope(&self, part: f64) -> f64 {
        let mut slope = 0.0;
        for ((queue, load), change) in self.queues.iter().zip(self.loaded).zip(&self.change) {
            slope += queue.hours(load + part * change) * change;
        }
        for ((pair, from), to) in self.pairs.iter().zip(self.from).zip(self.to) {
            if pair.hour <= 0.0 {
                continue;
            }
            let weight = pair.boxes / pair.hour;
            for ((way, from), to) in pair.ways.iter().zip(from).zip(to) {
                let change = to - from;
                if change != 0.0 {
                    let flow = from + part * change;
                    slope += weight * change * self.choice.marginal(way.cost, way.size, flow);
                }
            }
        }
        slope
    }

    /// The part of the step at which the function is least.
    fn least(&self) -> f64 {
        if self.slope(1.0) <= 0.0 {
            return 1.0;
        }
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.slope(middle) <= 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }
}

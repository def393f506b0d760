//! Flows of which a part goes each way: revenue by logit choice, and the toll of the most of it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::ask::Terms;
use super::omega::best_single_toll;

/// Intervals that are cut in two at the most; then the best toll so far is taken.
const MOST_CUTS: usize = 1_000_000;

/// One flow that has both ways.
struct Split {
    volume: f64,
    gap: f64,
    through: f64,
    around: f64,
}

/// Flows under a scale, in USD.
pub(super) struct Logit {
    per_usd: f64,
    flows: Vec<Split>,
    /// Shipments without a way around, and what members earn on them.
    pub(super) captive: f64,
    captive_income: f64,
    /// What members earn on flows without a way through.
    always: f64,
}

/// What is earned at a toll, in USD a year.
#[derive(Clone, Copy)]
pub(super) struct Amounts {
    pub(super) traffic: f64,
    pub(super) revenue: f64,
    pub(super) joint: f64,
    /// What shippers gain against no way through, as the logsum says.
    pub(super) surplus: f64,
}

impl Logit {
    pub(super) fn of(terms: &[Terms], per_usd: f64) -> Self {
        let mut logit = Self {
            per_usd,
            flows: Vec::new(),
            captive: 0.0,
            captive_income: 0.0,
            always: 0.0,
        };
        for it in terms {
            let volume = it.volume.as_boxes();
            let around = it.around.iter().map(|way| way.cost.as_usd());
            let least = around.clone().fold(f64::INFINITY, f64::min);
            let weights: Vec<f64> = around
                .map(|cost| libm::exp(-per_usd * (cost - least)))
                .collect();
            let sum: f64 = weights.iter().sum();
            let incomes = it.around.iter().zip(&weights);
            let income: f64 = incomes
                .map(|(way, weight)| way.income.as_usd() * weight / sum)
                .sum();
            match &it.through {
                None => logit.always += volume * income,
                Some(through) if it.around.is_empty() => {
                    logit.captive += volume;
                    logit.captive_income += volume * through.income.as_usd();
                }
                Some(through) => logit.flows.push(Split {
                    volume,
                    gap: least - libm::log(sum) / per_usd - through.cost.as_usd(),
                    through: through.income.as_usd(),
                    around: income,
                }),
            }
        }
        logit
    }

    fn part(&self, split: &Split, toll: f64) -> f64 {
        share(self.per_usd * (split.gap - toll))
    }

    pub(super) fn at(&self, toll: f64) -> Amounts {
        let mut sums = Amounts {
            traffic: self.captive,
            revenue: self.captive * toll,
            joint: self.captive * toll + self.captive_income + self.always,
            surplus: 0.0,
        };
        for split in &self.flows {
            let through = split.volume * self.part(split, toll);
            let around = split.volume - through;
            sums.traffic += through;
            sums.revenue += through * toll;
            sums.joint += through * (toll + split.through) + around * split.around;
            let gain = softplus(self.per_usd * (split.gap - toll)) / self.per_usd;
            sums.surplus += split.volume * gain;
        }
        sums
    }

    /// Above it revenue of every flow falls, and the joint revenue as well.
    pub(super) fn highest(&self) -> f64 {
        let best = self.flows.iter().flat_map(|split| {
            let more = split.through - split.around;
            let alone = best_single_toll(split.gap, self.per_usd);
            let joint = best_single_toll(split.gap + more, self.per_usd);
            alone.into_iter().chain(joint.map(|toll| toll - more))
        });
        best.fold(0.0, f64::max)
    }

    /// The toll of most revenue up to a highest one, or of most joint revenue, to the cent.
    pub(super) fn best(&self, highest: f64, is_joint: bool) -> f64 {
        let value = |cents: i64| {
            let sums = self.at(cents as f64 / 100.0);
            if is_joint { sums.joint } else { sums.revenue }
        };
        // No toll from `low` to `high` earns more: what is taken falls with the toll, what is taken each time rises.
        let bound = |low: i64, high: i64| {
            let (low, high) = (low as f64 / 100.0, high as f64 / 100.0);
            let always = if is_joint {
                self.captive_income + self.always
            } else {
                0.0
            };
            let flows = self.flows.iter().map(|split| {
                let (more, base) = if is_joint {
                    (split.through - split.around, split.around)
                } else {
                    (0.0, 0.0)
                };
                let each = high + more;
                let at = if each >= 0.0 { low } else { high };
                split.volume * (self.part(split, at) * each + base)
            });
            self.captive * high + always + flows.sum::<f64>()
        };
        let top = (highest * 100.0).ceil().clamp(0.0, 1e15) as i64;
        let mut best = (value(0), 0);
        let take = |cents: i64, best: &mut (f64, i64)| {
            let found = value(cents);
            if found > best.0 || (found >= best.0 && cents < best.1) {
                *best = (found, cents);
            }
        };
        take(top, &mut best);
        let mut waiting = BinaryHeap::from([Interval {
            bound: bound(0, top),
            low: 0,
            high: top,
        }]);
        for _ in 0..MOST_CUTS {
            let Some(next) = waiting.pop().filter(|next| next.bound > best.0) else {
                break;
            };
            if next.high - next.low <= 1 {
                continue;
            }
            let middle = next.low + (next.high - next.low) / 2;
            take(middle, &mut best);
            for (low, high) in [(next.low, middle), (middle, next.high)] {
                waiting.push(Interval {
                    bound: bound(low, high),
                    low,
                    high,
                });
            }
        }
        best.1 as f64 / 100.0
    }

    /// Which part of a flow goes through, and which each way around.
    pub(super) fn parts(&self, it: &Terms, toll: f64) -> (f64, Vec<f64>) {
        let Some(through) = &it.through else {
            return (0.0, self.among(it, 1.0));
        };
        if it.around.is_empty() {
            return (1.0, Vec::new());
        }
        let weight = |cost: f64| libm::exp(-self.per_usd * (cost - through.cost.as_usd() - toll));
        let others: f64 = it.around.iter().map(|way| weight(way.cost.as_usd())).sum();
        let through = if others.is_finite() {
            1.0 / (1.0 + others)
        } else {
            0.0
        };
        (through, self.among(it, 1.0 - through))
    }

    /// A part of a flow, by the ways around.
    fn among(&self, it: &Terms, part: f64) -> Vec<f64> {
        let costs = it.around.iter().map(|way| way.cost.as_usd());
        let least = costs.clone().fold(f64::INFINITY, f64::min);
        let weights: Vec<f64> = costs
            .map(|cost| libm::exp(-self.per_usd * (cost - least)))
            .collect();
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| part * weight / sum).collect()
    }
}

/// `1 / (1 + e^-x)`.
fn share(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// `ln (1 + e^x)` without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// Tolls in cents, and what none of them earns more than.
struct Interval {
    bound: f64,
    low: i64,
    high: i64,
}

impl PartialEq for Interval {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Interval {}

impl PartialOrd for Interval {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Interval {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.bound.total_cmp(&other.bound)).then(other.low.cmp(&self.low))
    }
}

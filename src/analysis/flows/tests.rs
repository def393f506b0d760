//! Equilibria on maps small enough to be reckoned otherwise.

use super::choice::{Choice, cheapest};
use super::equilibrium::{Pair, Settled, Until, Way, settle};
use super::queue::Queue;

/// Hours over which a load above a capacity builds up.
const HORIZON: f64 = 720.0;

fn queue(capacity: f64) -> Queue {
    Queue {
        capacity,
        background: 0.0,
        usual: 0.0,
        variation: 1.0,
        horizon: HORIZON,
    }
}

fn way(cost: f64, passes: &[usize]) -> Way {
    Way {
        cost,
        size: 0.0,
        passes: passes.to_vec(),
    }
}

fn pair(volume: f64, hour: f64, ways: Vec<Way>) -> Pair {
    Pair {
        volume,
        boxes: 1.0,
        hour,
        ways,
    }
}

fn settled(pairs: &[Pair], queues: &[Queue], choice: &Choice) -> Settled {
    let until = Until {
        iterations: 100_000,
        residual: 1e-9,
    };
    settle(pairs, queues, choice, until)
}

/// Hours in a queue, written once more.
fn hours(load: f64, capacity: f64) -> f64 {
    let (each, used) = (8_766.0 / capacity, load / capacity);
    let turn = (1.0 - (2.0 * each / HORIZON).sqrt()).max(0.0);
    if used <= turn {
        return each * used / (1.0 - used);
    }
    each * turn / (1.0 - turn) + (used - turn) * HORIZON / 2.0
}

/// `x = V / (1 + exp(s (c1(x) - c2(V - x))))`, by bisection: the right side falls as `x` grows.
#[test]
fn two_links_in_parallel_solve_the_scalar_equation() {
    let (volume, hour, scale) = (10_000.0, 2.0, 0.004);
    for (costs, capacities) in [
        ([1_000.0, 1_100.0], [6_000.0, 6_000.0]),
        ([1_000.0, 1_000.0], [3_000.0, 12_000.0]),
        ([500.0, 1_500.0], [4_000.0, 1_000.0]),
        ([1_000.0, 1_050.0], [50_000.0, 90_000.0]),
    ] {
        let cost = |at: usize, load: f64| costs[at] + hour * hours(load, capacities[at]);
        let (mut low, mut high) = (0.0, volume);
        for _ in 0..200 {
            let x = f64::midpoint(low, high);
            let more = scale * (cost(0, x) - cost(1, volume - x));
            if volume / (1.0 + libm::exp(more)) > x {
                low = x;
            } else {
                high = x;
            }
        }
        let ways = vec![way(costs[0], &[0]), way(costs[1], &[1])];
        let queues = capacities.map(queue);
        let choice = Choice::logit(scale).expect("a scale");
        let found = settled(&[pair(volume, hour, ways)], &queues, &choice);
        assert!(found.residual <= 1e-9, "{}", found.residual);
        assert!(
            (found.flows[0][0] - low).abs() < 1e-4,
            "{low} {:?}",
            found.flows
        );
    }
}

/// Braess: a free link between the middles of two ways makes everybody worse off, in the limit of a large scale.
#[test]
fn a_link_more_makes_everybody_worse_off() {
    let (volume, capacity, hour) = (20_000.0, 10_000.0, 1.0);
    let queues = [queue(capacity), queue(capacity)];
    // Dearer than the queues even where all pass both.
    let around = hours(volume, capacity) + 10.0;
    let two = vec![way(around, &[0]), way(around, &[1])];
    let mut three = two.clone();
    three.push(way(0.0, &[0, 1]));
    let sharp = Choice::logit(2.0).expect("a scale");
    for choice in [Choice::Least, sharp] {
        let paid = |ways: &[Way]| {
            let pairs = [pair(volume, hour, ways.to_vec())];
            let found = settled(&pairs, &queues, &choice);
            let costs = pairs[0].costs(&found.hours);
            // Whatever is used costs the least that there is.
            for (cost, flow) in costs.iter().zip(&found.flows[0]) {
                assert!(
                    *flow < 0.02 * volume || cost - cheapest(&costs) < 1.0,
                    "{costs:?}"
                );
            }
            cheapest(&costs)
        };
        let (without, with) = (paid(&two), paid(&three));
        let expected = around + hours(volume / 2.0, capacity);
        assert!((without - expected).abs() < 1.0, "{without} {expected}");
        assert!((with - 2.0 * hours(volume, capacity)).abs() < 2.0, "{with}");
        assert!(with > without + 100.0, "{with} {without}");
    }
}

/// `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.part()
    }

    fn below(&mut self, sides: usize) -> usize {
        (self.part() * sides as f64) as usize
    }
}

#[test]
fn random_small_maps_settle_and_lose_nothing() {
    let mut dice = Dice(19);
    for map in 0..60 {
        let queues: Vec<Queue> = (0..=dice.below(6))
            .map(|_| queue(dice.between(500.0, 50_000.0)))
            .collect();
        let pairs: Vec<Pair> = (0..=dice.below(8))
            .map(|_| {
                let ways = (0..=dice.below(5)).map(|_| {
                    let passes: Vec<usize> = (0..dice.below(4))
                        .map(|_| dice.below(queues.len()))
                        .collect();
                    let mut way = way(dice.between(1_000.0, 6_000.0), &passes);
                    way.size = -dice.between(0.0, 1.0);
                    way
                });
                let ways: Vec<Way> = ways.collect();
                let (volume, hour) = (dice.between(1.0, 20_000.0), dice.between(0.5, 4.0));
                pair(volume, hour, ways)
            })
            .collect();
        let scale = dice.between(0.000_5, 0.01);
        let choice = Choice::logit(scale).expect("a scale");
        let until = Until {
            iterations: 10_000,
            residual: 1e-6,
        };
        let found = settle(&pairs, &queues, &choice, until);
        assert!(found.residual <= 1e-6, "map {map}: {}", found.residual);
        let mut loads = vec![0.0; queues.len()];
        for (pair, flows) in pairs.iter().zip(&found.flows) {
            let sum: f64 = flows.iter().sum();
            assert!((sum - pair.volume).abs() < 1e-9 * pair.volume, "map {map}");
            for (way, flow) in pair.ways.iter().zip(flows) {
                assert!(*flow >= 0.0, "map {map}: {flow}");
                for at in &way.passes {
                    loads[*at] += flow;
                }
            }
        }
        for (at, load) in loads.iter().enumerate() {
            assert!(
                (found.loads[at] - load).abs() <= 1e-6 * load.max(1.0),
                "map {map}"
            );
            let expected = hours(*load, queues[at].capacity);
            assert!(
                (found.hours[at] - expected).abs() < 1e-6 * expected.max(1.0),
                "map {map}"
            );
        }
    }
}

#[test]
fn without_queues_the_first_answer_stands() {
    let ways = vec![way(1_000.0, &[]), way(1_200.0, &[])];
    let choice = Choice::logit(0.01).expect("a scale");
    let found = settled(&[pair(300.0, 1.0, ways)], &[], &choice);
    let share = 1.0 / (1.0 + libm::exp(-0.01 * 200.0));
    assert_eq!(found.iterations, 0);
    assert!((found.flows[0][0] / 300.0 - share).abs() < 1e-12);
}

//! How sure an answer is agrees with what is worked out by hand: quantiles of sums and of the least of many ways,
//! lengths of hauls, shares of the variance and what it is worth to know.

use trade_corridor::metric::ObjectiveDifference;
use trade_corridor::network::{
    Cited, End, Line, Link, Mode, Network, NetworkBuilder, Product, Source, SourceId, SourceKind,
    Tariff,
};
use trade_corridor::planner::{Confidence, Sampling, Unknown};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;

use crate::maps::{DAY, country};
use crate::questions::Dice;
use crate::stages::ends;

/// Low, stated, high.
type Range = [f64; 3];

struct Map {
    builder: NetworkBuilder,
    ends: [End; 3],
    roads: usize,
}

impl Map {
    /// Gori, Mtskheta and Tbilisi.
    fn new() -> Self {
        let mut builder = Network::builder();
        let ends = ends(&mut builder);
        let roads = 0;
        Self {
            builder,
            ends,
            roads,
        }
    }

    fn source(&mut self, id: &str) -> SourceId {
        self.builder
            .source(Source::new(id, SourceKind::Assumed, "test data"))
    }

    /// A road with a line of its own over one of the two stages or both, so many km each, USD per km.
    fn road(
        &mut self,
        stages: &[usize],
        lengths: &[Cited<Distance>],
        rate: Cited<Rate>,
        least: Option<f64>,
    ) {
        let georgia = country("GE");
        self.roads += 1;
        let line = self.builder.line(Line::new(
            format!("road-{}", self.roads),
            georgia,
            Mode::Road,
        ));
        for (stage, length) in stages.iter().zip(lengths) {
            let (from, to) = (self.ends[*stage], self.ends[stage + 1]);
            let id = format!("L{}-{stage}", self.roads);
            let link = Link::new(id, from, to, Mode::Road, georgia, line, length.clone());
            self.builder.link(link);
        }
        let id = format!("T{}", self.roads);
        let mut tariff = Tariff::new(id, None, georgia, Mode::Road, Product::Truck, rate);
        tariff.lines = vec![line];
        tariff.minimum = least.map(|usd| Cited::from(Rate::from_usd(usd).expect("test data")));
        self.builder.tariff(tariff);
    }

    fn planner(self) -> Planner {
        let network = self.builder.build().expect("test data");
        Planner::new(&network, &Scenario::on(DAY)).expect("test data")
    }
}

fn rate([low, value, high]: Range, source: SourceId) -> Cited<Rate> {
    let [low, value, high] = [low, value, high].map(|usd| Rate::from_usd(usd).expect("test data"));
    Cited::from(value)
        .within(low, high)
        .expect("test data")
        .by([source])
}

fn km(length: f64) -> Distance {
    Distance::from_km(length).expect("test data")
}

fn sure(planner: &Planner, draws: u32) -> Confidence {
    let sampling = Sampling::default().draws(draws);
    planner
        .confidence_with(&Request::new("Gori", "Tbilisi"), &sampling)
        .expect("an answer")
}

const Z95: f64 = 1.644_853_626_951_472_2;

/// The documented law of a range, written again.
#[derive(Clone, Copy)]
struct Law {
    range: [f64; 2],
    median: f64,
}

impl Law {
    fn of([low, value, high]: Range) -> Self {
        let (mut from, mut to) = (low, high);
        for _ in 0..60 {
            let median = 0.5 * (from + to);
            let law = Self {
                range: [low, high],
                median,
            };
            if law.moment(|at| at) < value {
                from = median;
            } else {
                to = median;
            }
        }
        Self {
            range: [low, high],
            median: from,
        }
    }

    fn at(&self, z: f64) -> f64 {
        let run = z.abs().min(Z95) + (z.abs() - Z95).max(0.0) / 3.0;
        let end = self.range[usize::from(z > 0.0)];
        self.median * (end / self.median).powf(run / Z95)
    }

    /// The mean of a function, by the rule of the middle over a grid in z.
    fn moment(&self, of: impl Fn(f64) -> f64) -> f64 {
        let weigh = |z: f64| (-0.5 * z * z).exp();
        let grid = || (-800..800).map(|step| (f64::from(step) + 0.5) / 100.0);
        let sum: f64 = grid().map(|z| weigh(z) * of(self.at(z))).sum();
        sum / grid().map(weigh).sum::<f64>()
    }

    fn variance(&self) -> f64 {
        let mean = self.moment(|at| at);
        self.moment(|at| (at - mean) * (at - mean))
    }
}

/// A standard normal number by the method of Box and Muller.
fn normal(dice: &mut Dice) -> f64 {
    let [radius, turn] = [0, 1].map(|_| ((dice.roll() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64);
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}

/// Whether quantiles of so many draws are those of 200,000 random ones within four standard errors.
fn within_errors(drawn: impl Fn(u16) -> f64, mut random: Vec<f64>, draws: u32) {
    random.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = random.len() as f64 - 1.0;
        random[(share.clamp(0.0, 1.0) * last) as usize]
    };
    for per_mille in [50, 250, 500, 750, 950] {
        let share = f64::from(per_mille) / 1_000.0;
        let error = 4.0 * (share * (1.0 - share) / f64::from(draws)).sqrt();
        let (low, high) = (at(share - error) - 0.01, at(share + error) + 0.01);
        let drawn = drawn(per_mille);
        assert!(
            (low..=high).contains(&drawn),
            "{share}: {low} {drawn} {high}"
        );
    }
}

#[test]
fn the_least_of_many_ways_is_as_by_hand() {
    // The second road of the first stage and the first of the second one rest on one assumption.
    let roads: [(usize, Range, usize); 6] = [
        (0, [0.8, 1.0, 1.3], 0),
        (0, [0.6, 1.02, 1.7], 1),
        (0, [0.9, 1.05, 1.2], 2),
        (1, [0.7, 1.0, 1.5], 1),
        (1, [0.5, 1.01, 2.0], 3),
        (1, [0.95, 1.03, 1.1], 4),
    ];
    let mut map = Map::new();
    let sources: Vec<SourceId> = (0..5).map(|at| map.source(&format!("A-{at}"))).collect();
    for (stage, range, source) in roads {
        map.road(
            &[stage],
            &[km(100.0).into()],
            rate(range, sources[source]),
            None,
        );
    }
    let found = sure(&map.planner(), 4_096);
    assert_eq!((found.unknowns, found.without), (5, 0));
    let laws = roads.map(|(_, range, _)| Law::of(range));
    let mut dice = Dice::new(3);
    let (mut costs, mut least) = (Vec::new(), Vec::new());
    for _ in 0..200_000 {
        let z: Vec<f64> = (0..5).map(|_| normal(&mut dice)).collect();
        let usd: Vec<f64> = laws
            .iter()
            .zip(roads)
            .map(|(law, road)| 100.0 * law.at(z[road.2]))
            .collect();
        let lowest = |usd: &[f64]| usd.iter().copied().fold(f64::INFINITY, f64::min);
        costs.push(usd[0] + usd[3]);
        least.push(lowest(&usd[..3]) + lowest(&usd[3..]));
    }
    within_errors(
        |per_mille| found.cost().at_per_mille(per_mille).as_usd(),
        costs,
        4_096,
    );
    let drawn = |per_mille| {
        found
            .least()
            .at_per_mille(per_mille)
            .money()
            .expect("money")
            .as_usd()
    };
    within_errors(drawn, least, 4_096);
}

#[test]
fn lengths_of_hauls_are_drawn() {
    let mut map = Map::new();
    let source = map.source("A-length");
    let length = |low, value, high| {
        let length = Cited::from(km(value))
            .within(km(low), km(high))
            .expect("test data");
        length.by([source])
    };
    let lengths = [length(80.0, 100.0, 130.0), length(40.0, 50.0, 65.0)];
    let one = Cited::from(Rate::from_usd(1.0).expect("test data"));
    // The least amount is asked of the whole haul.
    map.road(&[0, 1], &lengths, one, Some(135.0));
    let found = sure(&map.planner(), 1_024);
    assert_eq!(
        (found.unknowns, found.answer.cost().as_cents()),
        (1, 15_000)
    );
    let usd = |per_mille| found.cost().at_per_mille(per_mille).as_usd();
    assert!(
        (usd(0) - 135.0).abs() < 0.005 && (usd(50) - 135.0).abs() < 0.005,
        "{}",
        usd(50)
    );
    assert!((usd(950) - 195.0).abs() < 0.3, "{}", usd(950));
    let law = Law::of([120.0, 150.0, 195.0]);
    let mean = law.moment(|km| km.max(135.0));
    assert!((found.cost().mean().as_usd() - mean).abs() < 0.1, "{mean}");
}

fn of<'u>(unknowns: &'u [Unknown], source: &str) -> &'u Unknown {
    let mut all = unknowns.iter();
    all.find(|one| one.sources == [source]).expect("it decides")
}

#[test]
fn shares_of_a_sum_are_those_of_its_variances() {
    let ranges: [Range; 2] = [[0.9, 1.0, 1.1], [0.8, 1.0, 1.2]];
    let mut map = Map::new();
    for (stage, range) in ranges.into_iter().enumerate() {
        let source = map.source(["A", "B"][stage]);
        map.road(&[stage], &[km(100.0).into()], rate(range, source), None);
    }
    let found = sure(&map.planner(), 4_096);
    let variances = ranges.map(|range| Law::of(range).variance());
    let whole: f64 = variances.iter().sum();
    let mut sum = 0.0;
    for (source, variance) in ["A", "B"].into_iter().zip(variances) {
        let known = of(found.what_decides(), source);
        assert!(
            (known.share - variance / whole).abs() < 0.01,
            "{source}: {}",
            known.share
        );
        // Where there is one way, nobody chooses otherwise.
        assert_eq!(known.worth, Some(ObjectiveDifference::Money(Money::ZERO)));
        // Of a sum nothing acts together.
        let total = known.total.expect("a total");
        assert!(
            (total / known.share - 1.0).abs() < 3.0 / 8.0,
            "{source}: {total}"
        );
        sum += known.share;
    }
    assert!((sum - 1.0).abs() < 0.01, "{sum}");
}

#[test]
fn totals_are_those_of_a_sum_and_of_a_product() {
    let ranges: [Range; 2] = [[0.6, 1.0, 1.5], [0.5, 1.0, 1.8]];
    let laws = ranges.map(Law::of);
    let [rate_variance, length_variance] = laws.map(|law| law.variance());
    let whole = (1.0 + rate_variance) * (1.0 + length_variance) - 1.0;
    let mut map = Map::new();
    let (a, b) = (map.source("A"), map.source("B"));
    let [low, value, high] = ranges[1].map(|part| km(100.0 * part));
    let length = Cited::from(value)
        .within(low, high)
        .expect("test data")
        .by([b]);
    map.road(&[0], &[length], rate(ranges[0], a), None);
    map.road(
        &[1],
        &[km(10.0).into()],
        Cited::from(Rate::from_usd(1.0).expect("test data")),
        None,
    );
    let planner = map.planner();
    let ask = |total_draws| {
        let sampling = Sampling::default().draws(4_096).total_draws(total_draws);
        let request = Request::new("Gori", "Tbilisi");
        planner
            .confidence_with(&request, &sampling)
            .expect("an answer")
    };
    // USD per km times km: what both do together is in the total of each.
    let product = ask(4_096);
    for (source, own) in [("A", rate_variance), ("B", length_variance)] {
        let known = of(product.what_decides(), source);
        let total = (own + rate_variance * length_variance) / whole;
        assert!(
            (known.share - own / whole).abs() < 0.02,
            "{source}: {known:?}"
        );
        let found = known.total.expect("a total");
        assert!(
            (found - total).abs() < 0.03 && found > known.share,
            "{source}: {found} {total}"
        );
    }
    // By fewer draws within three of its standard errors; by none nothing.
    let few = ask(128);
    for (one, other) in few.what_decides().iter().zip(product.what_decides()) {
        let (few, all) = (one.total.expect("a total"), other.total.expect("a total"));
        assert!((few / all - 1.0).abs() < 3.0 / 8.0, "{few} {all}");
    }
    assert!(ask(0).what_decides().iter().all(|one| one.total.is_none()));
}

#[test]
fn a_perfect_figure_is_worth_what_the_normal_law_says() {
    let mut map = Map::new();
    let (known, unknown) = (map.source("A-exact"), map.source("A-near"));
    let both = [km(50.0).into(), km(50.0).into()];
    let hundred = Cited::from(Rate::from_usd(1.0).expect("test data")).by([known]);
    map.road(&[0, 1], &both, hundred, None);
    map.road(&[0, 1], &both, rate([0.95, 1.0, 1.05], unknown), None);
    let found = sure(&map.planner(), 4_096);
    let near = of(found.what_decides(), "A-near");
    let Some(ObjectiveDifference::Money(worth)) = near.worth else {
        panic!("{near:?}");
    };
    // By ways that mix both roads a stage is chosen for itself, which is the same choice twice.
    let deviation = 100.0 * 0.05 / Z95;
    let by_hand = deviation / std::f64::consts::TAU.sqrt();
    assert!(
        (worth.as_usd() / by_hand - 1.0).abs() < 0.05,
        "{worth} {by_hand}"
    );
    let exact = Law::of([95.0, 100.0, 105.0]).moment(|usd| (100.0 - usd).max(0.0));
    assert!((worth.as_usd() - exact).abs() < 0.02, "{worth} {exact}");
}

#[test]
fn what_a_way_is_not_read_from_has_no_share_of_it() {
    let mut map = Map::new();
    let (own, other) = (map.source("A"), map.source("B"));
    let both = [km(50.0).into(), km(50.0).into()];
    map.road(&[0, 1], &both, rate([0.8, 1.0, 1.3], own), Some(1.0));
    map.road(&[0, 1], &both, rate([0.6, 1.1, 1.9], other), Some(1.0));
    let found = sure(&map.planner(), 1_024);
    let unknown = of(found.what_decides(), "B");
    assert_eq!(unknown.share.to_bits(), 0.0_f64.to_bits());
    assert_eq!(unknown.total, Some(0.0));
    let nothing = Some(ObjectiveDifference::Money(Money::ZERO));
    assert!(unknown.worth.is_some() && unknown.worth != nothing);
}

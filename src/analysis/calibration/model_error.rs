//! What the model itself gets wrong, estimated from published figures that judge nothing.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::coverage::{computed, quantiles};
use super::report::median;
use super::{Benchmark, Measure, calibrate};
use crate::network::{Network, SourceId};
use crate::planner::{Error, FactorGroups, ModelErrors, ModelFigures, Planner, Sampling, Together};

/// What the model gets wrong about figures of one kind, beyond what is not known of the figures it reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelErrorEstimate {
    /// Which figures.
    pub figures: ModelFigures,
    /// How many published figures it rests on.
    pub rows: u32,
    /// How many of them lie where nine in ten draws of the figures alone do.
    pub inside: u32,
    /// Logarithm of the likelihood of the published figures where what is off is one for a mode in a country, and
    /// where it is one for a mode; for the best spread of each.
    pub likelihood: [f64; 2],
    /// Which of the two has more.
    pub together: Together,
    /// The 95 % quantile of what is so over what is computed, one over the 5 % quantile; nothing where there are too
    /// few rows.
    pub high: Option<f64>,
    /// How many lie inside where the estimate is that of all other publications.
    pub inside_left_out: u32,
    /// The median half width with the estimate, as a part of the computed figure.
    pub half_width: Option<f64>,
}

/// Fewer published figures bound no tenth of what is off: of n and one more, each is the farthest with the same
/// probability, so nine in ten lie within the one of rank 0.9 (n + 1), which must be one of n.
const LEAST_ROWS: usize = 9;

/// How far figures are off where it is looked at what of it is seen in what is computed.
const PROBE: f64 = 1.05;

/// Standard deviations at the 95 % quantile.
const Z95: f64 = 1.644_853_626_951_472_2;

/// A published figure: in logarithms, how far off it is, and half of the way from the 5 % to the 95 % quantile.
#[derive(Clone)]
struct Residual<'b> {
    off: f64,
    /// Of draws of the figures.
    known: f64,
    /// Over that of what the model gets wrong, by [`Together::ALL`].
    shows: [f64; 2],
    sources: &'b [String],
}

impl Residual<'_> {
    fn half(&self, error: f64, together: usize) -> f64 {
        libm::hypot(self.known, self.shows[together] * error)
    }

    /// The least error (half of the way, in logarithms) with which it lies inside.
    fn needs(&self, together: usize) -> f64 {
        let beyond = (self.off * self.off - self.known * self.known).max(0.0);
        libm::sqrt(beyond) / self.shows[together]
    }
}

/// Estimates what the model itself gets wrong about lengths, hours and prices, each by an estimate of its own.
///
/// It rests on published figures that were not drawn to judge, that no table takes its value from, and whose sources
/// state no other figure of the network either, so that they are as foreign to it as those that judge. In logarithms
/// a published figure is off the median of the draws, half of the way between their 5 % and 95 % quantiles is what is
/// known, and what a factor on all figures of the kind shows of itself in what is computed is measured by draws of it
/// alone. Squares add up. The estimate is the least error with which 0.9 (n + 1) of n figures lie inside: with as
/// much a further figure of the same kind does in nine of ten cases, whatever the law (split conformal prediction,
/// Vovk et al. 2005). Whether errors go together by mode or by country is what Student's law with four degrees of
/// freedom finds likelier; errors of lengths count as known for hours and prices.
///
/// # Errors
/// As [`coverage`](super::coverage).
pub fn model_error(
    planner: &Planner,
    benchmarks: &[Benchmark],
    sampling: &Sampling,
) -> Result<Vec<ModelErrorEstimate>, Error> {
    let read = read_by(planner.world().network());
    let usable = |it: &&Benchmark| {
        let measure = it.usage.as_ref().ok();
        let known = !it.judged && !it.fitted;
        known
            && measure.copied().and_then(kind).is_some()
            && !it.sources.iter().any(|id| read.contains(id))
    };
    let rows: Vec<Benchmark> = benchmarks.iter().filter(usable).cloned().collect();
    let alone = sampling.clone().model_errors(ModelErrors::none());
    let drawn = planner.of_each_draw(&alone, |drawn| computed(drawn, &rows))?;
    let known: Vec<Option<[f64; 3]>> = (0..rows.len()).map(|at| ends(&drawn, at)).collect();
    let mut shown = Vec::new();
    for figures in ModelFigures::ALL {
        let mut both = [const { Vec::new() }; 2];
        for (found, together) in both.iter_mut().zip(Together::ALL) {
            let probe = ModelErrors::alone(figures, together, PROBE);
            let groups = FactorGroups::none();
            let probe = sampling.clone().groups(groups).model_errors(probe);
            let drawn = planner.of_each_error(&probe, |drawn| computed(drawn, &rows))?;
            *found = (0..rows.len())
                .map(|at| ends(&drawn, at).map_or(0.0, half) / libm::log(PROBE))
                .collect::<Vec<f64>>();
        }
        shown.push(both);
    }
    let stated = calibrate(planner, &rows);
    let mut lengths: Option<(usize, f64)> = None;
    let mut estimates = Vec::new();
    for (figures, shows) in ModelFigures::ALL.into_iter().zip(&shown) {
        let of_lengths =
            |at: usize| lengths.map_or(0.0, |(together, error)| shown[0][together][at] * error);
        let mut own: Vec<Residual<'_>> = Vec::new();
        for (at, (row, finding)) in rows.iter().zip(stated.findings()).enumerate() {
            let shows = [shows[0][at], shows[1][at]];
            let is_seen = shows.iter().all(|shows| *shows > 0.1);
            if let Some(ends) = known[at]
                && is_seen
                && kind(finding.measure) == Some(figures)
            {
                own.push(Residual {
                    off: libm::log(finding.published / ends[1]),
                    known: libm::hypot(half(ends), of_lengths(at)),
                    shows,
                    sources: &row.sources,
                });
            }
        }
        let (found, estimate) = estimate(figures, &own);
        if figures == ModelFigures::Length {
            lengths = found;
        }
        estimates.push(estimate);
    }
    Ok(estimates)
}

fn estimate(
    figures: ModelFigures,
    rows: &[Residual<'_>],
) -> (Option<(usize, f64)>, ModelErrorEstimate) {
    let likelihood = [0, 1].map(|together| likeliest(rows, together));
    let at = usize::from(likelihood[1] >= likelihood[0]);
    let error = enough(rows, at);
    let others = |row: &Residual<'_>| {
        let others = rows.iter().filter(|it| it.sources != row.sources);
        let others: Vec<Residual<'_>> = others.cloned().collect();
        enough(&others, at)
    };
    let left_out = rows.iter().filter(|row| {
        let error = others(row).unwrap_or_default();
        row.off.abs() <= row.half(error, at)
    });
    let inside = rows.iter().filter(|row| row.off.abs() <= row.known);
    let width = |error: f64| {
        // From the logarithm: half of the way between two ratios.
        let mut widths: Vec<f64> = rows
            .iter()
            .map(|row| libm::sinh(row.half(error, at)))
            .collect();
        median(&mut widths)
    };
    let found = ModelErrorEstimate {
        figures,
        rows: rows.len() as u32,
        inside: inside.count() as u32,
        likelihood,
        together: Together::ALL[at],
        high: error.map(libm::exp),
        inside_left_out: left_out.count() as u32,
        half_width: width(error.unwrap_or_default()),
    };
    (error.map(|error| (at, error)), found)
}

/// The least error with which enough lie inside; nothing where there are too few.
fn enough(rows: &[Residual<'_>], together: usize) -> Option<f64> {
    if rows.len() < LEAST_ROWS {
        return None;
    }
    let mut needs: Vec<f64> = rows.iter().map(|row| row.needs(together)).collect();
    needs.sort_by(f64::total_cmp);
    let rank = (9 * (needs.len() + 1)).div_ceil(10);
    needs.get(rank - 1).copied()
}

/// The logarithm of the greatest likelihood of any error, but for a constant.
fn likeliest(rows: &[Residual<'_>], together: usize) -> f64 {
    const FREE: f64 = 4.0;
    // Of no width, what is published exactly is infinitely likely.
    const LEAST: f64 = 1e-3;
    let of = |error: f64| {
        let one = |row: &Residual<'_>| {
            let scale = row.half(error, together).max(LEAST) / Z95;
            let off = row.off / scale;
            -libm::log(scale) - 0.5 * (FREE + 1.0) * libm::log1p(off * off / FREE)
        };
        rows.iter().map(one).sum::<f64>()
    };
    let errors = (0..200).map(|step| LEAST * libm::exp(f64::from(step) * 0.04));
    errors.map(of).fold(f64::NEG_INFINITY, f64::max)
}

/// Of which kind a measured figure is; nothing for what is no length, time or price.
fn kind(measure: Measure) -> Option<ModelFigures> {
    match measure.unit() {
        "km" => Some(ModelFigures::Length),
        "h" => Some(ModelFigures::Hours),
        "USD" | "USD/km" => Some(ModelFigures::Price),
        _ => None,
    }
}

/// The quantiles of a row; nothing where a draw has no value, or one of them is not above zero.
fn ends(drawn: &[Vec<Option<f64>>], at: usize) -> Option<[f64; 3]> {
    let values = drawn.iter().map(|draw| *draw.get(at)?);
    let ends = quantiles(values.collect::<Option<_>>()?)?;
    ends.iter().all(|end| *end > 0.0).then_some(ends)
}

/// Half of the way between the ends, in logarithms.
fn half([low, _, high]: [f64; 3]) -> f64 {
    0.5 * libm::log(high / low)
}

/// Ids of the sources that some figure of the network comes from, by way of others as well.
fn read_by(network: &Network) -> BTreeSet<String> {
    let mut known: BTreeSet<SourceId> = BTreeSet::new();
    let mut next: Vec<SourceId> = Vec::new();
    let mut see = |sources: &[SourceId]| next.extend(sources);
    network.each_ranged(&mut |_, _, sources| see(sources));
    network.each_exact(&mut |_, _, sources| see(sources));
    while let Some(id) = next.pop() {
        if known.insert(id)
            && let Some(source) = network.source(id)
        {
            next.extend(&source.derived_from);
        }
    }
    let ids = known.iter().filter_map(|id| network.source(*id));
    ids.map(|source| source.id.to_string()).collect()
}

/// As a row of the table and what it rests on.
impl fmt::Display for ModelErrorEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (figures, together) = (self.figures.as_str(), self.together.as_str());
        match self.high {
            Some(high) => write!(f, "{figures},{together},{:.3},{high:.3}", 1.0 / high)?,
            None => write!(f, "{figures}: too few for a row")?,
        }
        let [country, mode] = self.likelihood;
        write!(
            f,
            " by {} published figures; inside without it {}, by the estimate of the others {}; likelihood by country \
             {country:.1}, by mode {mode:.1}; median half width {:.1} %",
            self.rows,
            self.inside,
            self.inside_left_out,
            100.0 * self.half_width.unwrap_or_default()
        )
    }
}

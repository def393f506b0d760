//! Which assumptions weigh most in the answers to a list of questions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::Name;
use crate::costing::{EvidenceGrade, FigureKind};
use crate::network::{Network, Origin, SourceKind};
use crate::quantity::Share;
use crate::route::Route;

/// What a list of routes rests on, every route with the same weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Assumptions {
    /// How many routes were looked at.
    pub routes: usize,
    /// Mean share of the hours by how far their figures can be relied on; grades without a share are
    /// left out.
    pub time: BTreeMap<EvidenceGrade, Share>,
    /// Mean share of the money, as [`Assumptions::time`].
    pub cost: BTreeMap<EvidenceGrade, Share>,
    /// By source what is assumed, borrowed or derived from an assumption; the greatest sum of both
    /// shares first, then by id.
    pub sources: Vec<SourceWeight>,
}

/// How much rests on one source whose figures are no published figures of what they are used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceWeight {
    /// Id of the source; nothing for what nobody states, such as a change of the scenario.
    pub source: Option<Name>,
    /// Published (and used for something else), derived or assumed; as [`SourceWeight::source`].
    pub kind: Option<SourceKind>,
    /// How far what was read from it can be relied on.
    pub grade: EvidenceGrade,
    /// Mean share of the hours of a route.
    pub time: Share,
    /// Mean share of the money of a route.
    pub cost: Share,
    /// In how many of the routes it is used.
    pub routes: usize,
    /// What a published figure would have to say, and the rows that it would go into.
    pub figures: BTreeSet<(FigureKind, Origin)>,
}

/// Millionths of the hours and money of all routes together, a whole for each route.
#[derive(Default)]
struct Millionths {
    time: u64,
    cost: u64,
    routes: usize,
    kind: Option<SourceKind>,
    figures: BTreeSet<(FigureKind, Origin)>,
}

impl Assumptions {
    /// What `routes` rest on. Each counts as a whole, however long or dear it is; one without hours or
    /// money adds nothing there.
    ///
    /// ```
    /// use trade_corridor::analysis::assumptions::Assumptions;
    /// use trade_corridor::prelude::*;
    ///
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
    /// let route = planner.cheapest(&Request::new("Tbilisi", "Baku"))?;
    /// let found = Assumptions::of([&route]);
    /// let assumed = route.assumed().cost.total();
    /// assert!(found.assumed_cost().as_millionths().abs_diff(assumed.as_millionths()) < 100);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of<'r>(routes: impl IntoIterator<Item = &'r Route>) -> Self {
        let mut sums: BTreeMap<(EvidenceGrade, Option<Name>), Millionths> = BTreeMap::new();
        let mut count = 0;
        for route in routes {
            count += 1;
            let sources = route.sources();
            let cents = |money: crate::quantity::Money| money.as_cents().unsigned_abs();
            let hours: u64 = sources.iter().map(|sum| sum.time.as_minutes()).sum();
            let money: u64 = sources.iter().map(|sum| cents(sum.cost)).sum();
            for source in sources {
                let sum = sums.entry((source.grade, source.source)).or_default();
                sum.time += part(source.time.as_minutes(), hours);
                sum.cost += part(cents(source.cost), money);
                sum.routes += 1;
                sum.kind = source.kind;
                sum.figures.extend(source.figures);
            }
        }
        let mean = |sum: u64| {
            let mean = sum.checked_div(count as u64).unwrap_or_default();
            Share::from_millionths(mean as u32).unwrap_or(Share::WHOLE)
        };
        let by_grade = |read: fn(&Millionths) -> u64| {
            let mut grades: BTreeMap<EvidenceGrade, u64> = BTreeMap::new();
            for ((grade, _), sum) in &sums {
                *grades.entry(*grade).or_default() += read(sum);
            }
            grades.retain(|_, sum| *sum > 0);
            let means = grades.into_iter().map(|(grade, sum)| (grade, mean(sum)));
            means.collect()
        };
        let (time, cost) = (by_grade(|sum| sum.time), by_grade(|sum| sum.cost));
        let weak = sums
            .into_iter()
            .filter(|((grade, _), _)| grade.is_assumption());
        let weights = weak.map(|((grade, source), sum)| SourceWeight {
            source,
            kind: sum.kind,
            grade,
            time: mean(sum.time),
            cost: mean(sum.cost),
            routes: sum.routes,
            figures: sum.figures,
        });
        let mut sources: Vec<SourceWeight> = weights.collect();
        sources.sort_by_key(|weight| {
            (
                std::cmp::Reverse(weight.weight()),
                weight.source.clone(),
                weight.grade,
            )
        });
        Self {
            routes: count,
            time,
            cost,
            sources,
        }
    }

    /// Mean share of the hours that is assumed, borrowed or derived from an assumption.
    #[must_use]
    pub fn assumed_time(&self) -> Share {
        assumed(&self.time)
    }

    /// Mean share of the money that is assumed, borrowed or derived from an assumption.
    #[must_use]
    pub fn assumed_cost(&self) -> Share {
        assumed(&self.cost)
    }

    /// The `count` sources that weigh most, each with its words in `network` and what would replace it.
    #[must_use]
    pub fn heaviest<'a>(&'a self, count: usize, network: &'a Network) -> Heaviest<'a> {
        Heaviest {
            sources: &self.sources[..count.min(self.sources.len())],
            network,
        }
    }
}

impl SourceWeight {
    fn weight(&self) -> u32 {
        self.time.as_millionths() + self.cost.as_millionths()
    }

    /// What a published figure would have to say: kinds of figures and the rows they stand in.
    fn replacement(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 4;
        let mut rows: BTreeMap<(FigureKind, Option<&str>), Vec<u32>> = BTreeMap::new();
        for (kind, origin) in &self.figures {
            let rows = rows.entry((*kind, origin.file())).or_default();
            rows.push(origin.row());
        }
        for (index, ((kind, file), rows)) in rows.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "; " })?;
            write!(f, "{}", kind.as_str())?;
            let Some(file) = file else { continue };
            let noun = if rows.len() == 1 { "row" } else { "rows" };
            write!(f, " in {file} {noun} ")?;
            for (index, row) in rows.iter().take(SHOWN).enumerate() {
                write!(f, "{}{row}", if index == 0 { "" } else { ", " })?;
            }
            if rows.len() > SHOWN {
                write!(f, " and {} more", rows.len() - SHOWN)?;
            }
        }
        Ok(())
    }
}

/// Prints sources with their share, title and what would replace them.
#[derive(Clone, Copy, Debug)]
pub struct Heaviest<'a> {
    sources: &'a [SourceWeight],
    network: &'a Network,
}

impl fmt::Display for Heaviest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  hours    USD  routes  source")?;
        for weight in self.sources {
            write!(
                f,
                "{:5.1} % {:4.1} %  {:6}  ",
                weight.time.as_percent(),
                weight.cost.as_percent(),
                weight.routes
            )?;
            match &weight.source {
                Some(id) => {
                    let source = self.network.sources().find(|(_, source)| source.id == *id);
                    let title = source.map_or("", |(_, source)| source.title.as_str());
                    writeln!(f, "{id} ({}): {title}", weight.grade)?;
                }
                None => writeln!(f, "the scenario ({})", weight.grade)?,
            }
            f.write_str("                         to publish: ")?;
            weight.replacement(f)?;
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Assumptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { routes, .. } = self;
        writeln!(f, "{routes} routes, every one with the same weight")?;
        for (what, grades, assumed) in [
            ("hours", &self.time, self.assumed_time()),
            ("USD", &self.cost, self.assumed_cost()),
        ] {
            let assumed = assumed.as_percent();
            write!(f, "{what:5}  {assumed:.1} % rest on assumptions:")?;
            let mut separator = " ";
            for (grade, share) in grades {
                write!(f, "{separator}{:.1} % {grade}", share.as_percent())?;
                separator = ", ";
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Millionths, rounded down.
fn part(some: u64, whole: u64) -> u64 {
    let part = u128::from(some) * 1_000_000;
    part.checked_div(u128::from(whole)).unwrap_or_default() as u64
}

fn assumed(grades: &BTreeMap<EvidenceGrade, Share>) -> Share {
    let shares = grades.iter().filter(|(grade, _)| grade.is_assumption());
    let sum = shares.map(|(_, share)| share.as_millionths()).sum();
    Share::from_millionths(sum).unwrap_or(Share::WHOLE)
}

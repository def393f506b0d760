//! What figures hang on.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::groups::Groups;
use super::{FactorGroups, FactorGroupsError, Law, ModelFactor, Modelled};
use crate::network::{FigureId, FigurePart, Network, Part, PriceFor, SourceId, SourceKind};

/// One thing that is not known, independent of all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Factor {
    /// An assumption, with every figure that cites it.
    Assumption(SourceId),
    /// What a row states of one thing: its prices for all units, its hours, its length.
    Row(FigureId),
    /// The spread of the hours of a row, where that is stated apart from them.
    RowSpread(FigureId),
    /// What the figures of a group have in common, by the position of the group.
    Group(u32),
    /// What the model gets wrong about figures of a kind, a mode and a country.
    Model(ModelFactor),
}

/// A number that is not known exactly.
#[derive(Clone, Debug)]
pub(crate) struct Uncertain {
    pub(crate) which: FigurePart,
    value: f64,
    /// Of the number over its value, or of the number where the value is zero.
    law: Law,
    /// Factors of its own by position in [`Uncertainty::factors`], ascending, all weighed the same.
    factors: Vec<u32>,
    /// Nothing for a figure of no group.
    common: Option<Box<Common>>,
    /// What the model gets wrong: the factor by position, and the law of what the number is multiplied by.
    model: Option<(u32, Law)>,
}

/// What a number has in common with others of its groups.
#[derive(Clone, Debug)]
struct Common {
    /// Factors of groups by position in [`Uncertainty::factors`], and the root of the share of each.
    groups: Vec<(u32, f64)>,
    /// The root of the share that is left for factors of its own.
    own: f64,
}

impl Uncertain {
    /// The number where its factors are so many standard deviations off, counted towards dear and slow.
    pub(crate) fn at(&self, off: impl Fn(u32) -> f64) -> f64 {
        let sum: f64 = self.factors.iter().map(|factor| off(*factor)).sum();
        let z = match self.factors.len() {
            0 | 1 => sum,
            // Of variance one, as each of them.
            many => sum / libm::sqrt(many as f64),
        };
        let z = self.common.as_ref().map_or(z, |common| {
            let groups = common.groups.iter();
            groups.fold(common.own * z, |z, (group, root)| z + root * off(*group))
        });
        let z = if self.which.is_better_high() { -z } else { z };
        let number = self.law.at(z);
        let number = if self.value > 0.0 {
            number * self.value
        } else {
            number
        };
        self.modelled(number, off)
    }

    /// A number with what the model gets wrong beside it.
    fn modelled(&self, number: f64, off: impl Fn(u32) -> f64) -> f64 {
        let Some((factor, law)) = &self.model else {
            return number;
        };
        let times = law.at(off(*factor));
        if self.which.is_better_high() {
            number / times
        } else {
            number * times
        }
    }

    /// The stated number with what the model gets wrong alone.
    pub(crate) fn stated_modelled(&self, off: impl Fn(u32) -> f64) -> f64 {
        self.modelled(self.value, off)
    }

    /// What it hangs on, by position in [`Uncertainty::factors`].
    pub(crate) fn hangs_on(&self) -> impl Iterator<Item = u32> {
        let groups = self.common.iter().flat_map(|common| &common.groups);
        let groups = groups.map(|(group, _)| *group);
        let model = self.model.iter().map(|(factor, _)| *factor);
        self.factors.iter().copied().chain(groups).chain(model)
    }

    /// The number as it is stated.
    pub(crate) const fn stated(&self) -> f64 {
        self.value
    }

    /// The same where every factor is so many standard deviations off.
    pub(crate) fn at_all(&self, off: f64) -> f64 {
        self.at(|_| off)
    }
}

/// Every number of a network that is not known exactly.
#[derive(Clone, Debug)]
pub(crate) struct Uncertainty {
    /// In the order of figures.
    pub(crate) figures: Vec<Uncertain>,
    /// In order.
    pub(crate) factors: Vec<Factor>,
    /// Those that figures have in common.
    pub(crate) groups: Groups,
    /// What the model gets wrong.
    pub(crate) modelled: Modelled,
    /// Where the numbers of each figure stand.
    places: FxHashMap<FigureId, (u32, u32)>,
}

/// A number as it is found: its range, its own factors, and its groups with their shares in thousandths.
struct Ranged {
    which: FigurePart,
    range: [f64; 3],
    factors: Vec<Factor>,
    groups: Vec<(u32, u16)>,
    model: Option<(ModelFactor, Law)>,
}

impl Uncertainty {
    /// Of a network, with what figures have in common and what the model gets wrong.
    pub(crate) fn of(
        network: &Network,
        together: &FactorGroups,
        modelled: Modelled,
    ) -> Result<Self, FactorGroupsError> {
        let groups = together.over(network)?;
        let mut matched = vec![false; groups.len()];
        let mut failed = None;
        let mut found: Vec<Ranged> = Vec::new();
        network.each_ranged(&mut |which, range, sources| {
            let model = modelled.of(network, which);
            let own = groups.of(network, which, sources, &mut matched);
            let own = own.unwrap_or_else(|error| {
                failed.get_or_insert(error);
                Vec::new()
            });
            let shared: u32 = own.iter().map(|(_, share)| u32::from(*share)).sum();
            found.push(Ranged {
                which,
                range,
                // What is all in common has nothing of its own.
                factors: if shared < WHOLE {
                    factors(network, which, sources)
                } else {
                    Vec::new()
                },
                groups: own,
                model,
            });
        });
        if !modelled.is_empty() {
            network.each_exact(&mut |which, range, _| {
                let model = modelled.of(network, which);
                // What is none stays none.
                if model.is_some() && range[1] > 0.0 {
                    found.push(Ranged {
                        which,
                        range,
                        factors: Vec::new(),
                        groups: Vec::new(),
                        model,
                    });
                }
            });
        }
        if let Some(error) = failed {
            return Err(error);
        }
        let nothing = matched.iter().position(|matched| !matched);
        if let Some(error) = nothing.and_then(|at| groups.nothing(at))
            && !together.is_embedded()
        {
            return Err(error);
        }
        found.sort_by_key(|one| one.which);
        let own = found.iter().flat_map(|one| one.factors.iter().copied());
        let common = found.iter().flat_map(|one| &one.groups);
        let common = common.map(|(group, _)| Factor::Group(*group));
        let model = found.iter().filter_map(|one| one.model);
        let model = model.map(|(factor, _)| Factor::Model(factor));
        let mut all: Vec<Factor> = own.chain(common).chain(model).collect();
        all.sort_unstable();
        all.dedup();
        let mut laws: FxHashMap<[u64; 3], Law> = FxHashMap::default();
        let figures = found.into_iter().map(|one| {
            let [low, value, high] = one.range;
            let range = if value > 0.0 {
                [low / value, 1.0, high / value]
            } else {
                [low, value, high]
            };
            let law = laws.entry(range.map(f64::to_bits));
            let law = *law.or_insert_with(|| Law::of(range));
            let at = |factor: Factor| all.partition_point(|known| *known < factor) as u32;
            Uncertain {
                which: one.which,
                value,
                law,
                factors: one.factors.into_iter().map(at).collect(),
                common: Common::of(&one.groups, at),
                model: one
                    .model
                    .map(|(factor, law)| (at(Factor::Model(factor)), law)),
            }
        });
        let figures: Vec<Uncertain> = figures.collect();
        let mut places: FxHashMap<FigureId, (u32, u32)> = FxHashMap::default();
        for (at, known) in (0..).zip(&figures) {
            places.entry(known.which.figure).or_insert((at, at)).1 = at + 1;
        }
        Ok(Self {
            figures,
            factors: all,
            groups,
            modelled,
            places,
        })
    }

    /// Where the numbers of a figure stand; empty where it has no range.
    pub(crate) fn places(&self, figure: FigureId) -> Range<u32> {
        let (from, to) = self.places.get(&figure).copied().unwrap_or_default();
        from..to
    }

    /// How far apart median and 90th percentile are, where the number at a place is a median and that is not
    /// known exactly.
    pub(crate) fn spread_of(&self, place: u32) -> Option<&Uncertain> {
        let [main, next] = [place as usize, place as usize + 1].map(|at| self.figures.get(at));
        let (main, next) = (main?.which, next?);
        let both = main.part == Part::Main && next.which.part == Part::Spread;
        (both && next.which.figure == main.figure).then_some(next)
    }
}

/// A share of all, in thousandths.
const WHOLE: u32 = 1_000;

impl Common {
    fn of(groups: &[(u32, u16)], at: impl Fn(Factor) -> u32) -> Option<Box<Self>> {
        if groups.is_empty() {
            return None;
        }
        let root = |share: u32| libm::sqrt(f64::from(share) / f64::from(WHOLE));
        let shared: u32 = groups.iter().map(|(_, share)| u32::from(*share)).sum();
        let of_group =
            |(group, share): &(u32, u16)| (at(Factor::Group(*group)), root((*share).into()));
        Some(Box::new(Self {
            groups: groups.iter().map(of_group).collect(),
            own: root(WHOLE.saturating_sub(shared)),
        }))
    }
}

/// What a number hangs on itself, in order.
fn factors(network: &Network, which: FigurePart, sources: &[SourceId]) -> Vec<Factor> {
    let assumed = sources.iter().filter(|id| {
        let source = network.source(**id);
        source.is_some_and(|source| source.kind == SourceKind::Assumed)
    });
    let mut factors: Vec<Factor> = assumed.map(|id| Factor::Assumption(*id)).collect();
    factors.sort_unstable();
    factors.dedup();
    if factors.is_empty() {
        factors.push(own(which));
    }
    factors
}

fn own(FigurePart { figure, part }: FigurePart) -> Factor {
    let unit = PriceFor::Container20;
    Factor::Row(match figure {
        FigureId::ServicePrice(id, _) => FigureId::ServicePrice(id, unit),
        FigureId::ThroughPrice(id, _) => FigureId::ThroughPrice(id, unit),
        FigureId::HandlingPrice(id, _) => FigureId::HandlingPrice(id, unit),
        FigureId::TariffMinimum(id) => FigureId::TariffRate(id),
        // The spread of a speed is a ratio, which says nothing about the speed.
        FigureId::Speed(_) if part == Part::Spread => return Factor::RowSpread(figure),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cites_an_assumption_moves_with_it() {
        let network = Network::europe_central_asia();
        let all = Uncertainty::of(network, &FactorGroups::none(), Modelled::default()).unwrap();
        assert!(all.factors.is_sorted() && all.figures.is_sorted_by_key(|one| one.which));
        let mut shared = 0;
        for figure in &all.figures {
            assert!(figure.factors.is_sorted() && !figure.factors.is_empty());
            let assumed = |at: &u32| matches!(all.factors[*at as usize], Factor::Assumption(_));
            let count = figure.factors.iter().filter(|at| assumed(at)).count();
            assert!(
                count == figure.factors.len() || count == 0,
                "{:?}",
                figure.which
            );
            shared += usize::from(count > 0);
        }
        assert!(shared > 1_000, "{shared}");
        assert!(all.factors.len() < all.figures.len());
    }

    #[test]
    fn numbers_keep_their_quantiles_and_mostly_their_mean() {
        let network = Network::europe_central_asia();
        let none = Modelled::default();
        let all = Uncertainty::of(network, &FactorGroups::embedded(), none).unwrap();
        let mut off = 0;
        let mut ranges: FxHashMap<FigurePart, [f64; 3]> = FxHashMap::default();
        Network::europe_central_asia().each_ranged(&mut |which, range, _| {
            ranges.insert(which, range);
        });
        for figure in &all.figures {
            let [low, value, high] = ranges[&figure.which];
            let z = 1.644_853_626_951_472_2;
            let ends = [figure.law.at(-z), figure.law.at(z)];
            let scale = if value > 0.0 { value } else { 1.0 };
            assert!(
                (ends[0] * scale - low).abs() <= 1e-9 * high,
                "{:?}",
                figure.which
            );
            assert!(
                (ends[1] * scale - high).abs() <= 1e-9 * high,
                "{:?}",
                figure.which
            );
            off += usize::from((figure.law.mean() * scale - value).abs() > 0.01 * value);
        }
        assert!(
            off * 4 < all.figures.len(),
            "{off} of {}",
            all.figures.len()
        );
    }
}

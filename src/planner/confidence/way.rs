use serde::Serialize;

use super::Spread;
use crate::code::{Country, Name};
use crate::metric::{ObjectiveDifference, ObjectiveValue};
use crate::network::Mode;
use crate::route::{Act, Route};

/// What tells ways apart: a border, a crossing of the sea, a country passed by rail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Waymark {
    /// From port to port.
    Sea {
        /// Name of the port left.
        from: Name,
        /// Name of the port reached.
        to: Name,
    },
    /// A border crossing.
    Border {
        /// Name of the crossing.
        crossing: Name,
        /// The country left.
        from: Country,
        /// The country entered.
        to: Country,
    },
    /// Rails within a country.
    Rail {
        /// The country.
        within: Country,
    },
}

/// Routes that cross the same borders and seas and run on rails in the same countries: a way to go, whatever
/// terminal, carrier or road is best on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Way {
    /// What people call it, told from the other ways of the answer: its ports, else its borders, else where
    /// it runs on rails.
    pub name: String,
    /// What it passes, in order.
    pub marks: Vec<Waymark>,
    /// The route on it with the least of the objective at the stated figures, with its certificate.
    pub route: Route,
    /// In how many draws it is best.
    pub best_in: u32,
    /// What it has of the objective over the draws in which it has a price, each time by the best of its
    /// routes that are best of all in some draw.
    pub value: Option<Spread<ObjectiveValue>>,
    /// How much more than the best way of each draw it has of the objective, by mean: what choosing it now
    /// costs against knowing first.
    pub regret: Option<ObjectiveDifference>,
    /// What the best other way has of the objective at the stated figures: below that it wins. Nothing for
    /// the only way.
    pub wins_below: Option<ObjectiveValue>,
    /// Units of `value` by draw; nothing where it has no price.
    #[serde(skip)]
    pub(super) by_draw: Vec<Option<u64>>,
}

/// What a route passes, in order.
pub(crate) fn marks(route: &Route) -> Vec<Waymark> {
    let mut marks: Vec<Waymark> = Vec::new();
    let mut put = |mark: Waymark| {
        if marks.last() != Some(&mark) {
            marks.push(mark);
        }
    };
    for step in route.atoms() {
        let by_rail = step.mode == Some(Mode::Rail);
        match &step.act {
            Act::BorderControl { from, to, .. } => put(Waymark::Border {
                crossing: step.from.name.clone(),
                from: *from,
                to: *to,
            }),
            Act::Run { .. } if step.mode == Some(Mode::Sea) => put(Waymark::Sea {
                from: step.from.name.clone(),
                to: step.to.name.clone(),
            }),
            Act::Move { .. } | Act::Haul | Act::Run { .. } if by_rail => {
                if let Some(within) = step.countries.first() {
                    put(Waymark::Rail { within: *within });
                }
            }
            _ => {}
        }
    }
    marks
}

/// A name for each route, by what it passes and others do not.
pub(crate) fn way_names(routes: &[&Route]) -> Vec<String> {
    let ways: Vec<Vec<Waymark>> = routes.iter().map(|route| marks(route)).collect();
    names(&ways)
}

/// A name for each way, as few words as tell it from the others.
pub(super) fn names(ways: &[Vec<Waymark>]) -> Vec<String> {
    let everywhere = |mark: &Waymark| ways.len() > 1 && ways.iter().all(|way| way.contains(mark));
    let seas = |mark: &Waymark| matches!(mark, Waymark::Sea { .. });
    let told = |way: &[Waymark], kept: &dyn Fn(&Waymark) -> bool| {
        let mut words: Vec<String> = Vec::new();
        for mark in way.iter().filter(|mark| kept(mark)) {
            let said = match mark {
                Waymark::Sea { from, to } => vec![from.to_string(), to.to_string()],
                Waymark::Border { crossing, .. } => vec![crossing.to_string()],
                Waymark::Rail { within } => vec![format!("rail in {within}")],
            };
            for word in said {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        }
        words.join("–")
    };
    let by_sea = |mark: &Waymark| seas(mark);
    let apart_by_sea = |mark: &Waymark| seas(mark) && !everywhere(mark);
    let crossed = |mark: &Waymark| !matches!(mark, Waymark::Rail { .. }) && !everywhere(mark);
    let apart = |mark: &Waymark| !everywhere(mark);
    let all = |_: &Waymark| true;
    let levels: [&dyn Fn(&Waymark) -> bool; 5] = [&by_sea, &apart_by_sea, &crossed, &apart, &all];
    let mut names = vec![String::new(); ways.len()];
    for (at, way) in ways.iter().enumerate() {
        let unique = levels.iter().find_map(|kept| {
            let name = told(way, kept);
            let mut others = ways.iter().enumerate().filter(|(other, _)| *other != at);
            let alone = !name.is_empty() && others.all(|(_, other)| told(other, kept) != name);
            alone.then_some(name)
        });
        names[at] = unique.unwrap_or_else(|| told(way, &all));
        if names[at].is_empty() {
            names[at].push_str("by road, no border crossed");
        }
    }
    names
}

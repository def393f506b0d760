//! Which projects first: what sets of them save the shippers of a list in a year, the best set under a budget, and
//! the order of building.
//!
//! A project opens or changes something ([`Project`]) and costs something ([`CostBand`]). What a set of projects
//! saves is what a [`Demand`] pays less in a year when everybody goes the best way with
//! the set built, against the way with nothing built; volumes are those of the list in both. Flows are fixed:
//! nothing jams. [`check_with_queues`] holds the chosen set against queues.
//!
//! The best set is exact, by enumeration with bounds; the order is exact as well, by dynamic programming over
//! subsets, for projects that are built one after the other as money comes in. What rests on the costs alone is
//! told by draws of them.

mod answer;
mod band;
mod best;
mod draws;
mod error;
mod order;
mod pairs;
mod parts;
mod programme;
mod project;
mod queues;
mod table;
mod words;
mod worth;

pub use answer::{
    BuiltInOrder, ChosenSet, Contradiction, OrderBy, Pair, Programme, Spread, Standing, Terms,
};
pub use band::CostBand;
pub use error::ProjectsError;
pub use project::Project;
pub use queues::{Checked, check_with_queues};
pub use table::{Cost, CostTable};

use serde::{Deserialize, Serialize};

use super::demand::Demand;
use crate::draws::MOST_DRAWS;
use crate::metric::Objective;
use crate::planner::{Error, Planner, Progress};
use crate::quantity::{Money, Share};
pub use crate::rows::TableFault;

/// What the best set has most of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Aim {
    /// What shippers save, within the budget; of sets that save as much the cheapest.
    Savings,
    /// What shippers save less what the set costs.
    Net,
}

/// A question: which projects, under which budget.
///
/// Each part is set by the method and read from the field of the same name.
///
/// ```
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::analysis::projects::{CostTable, Project, ProjectsQuestion};
/// use trade_corridor::planner::Progress;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::embedded(date(2029, 6, 1))?;
/// let request = Request::new("Yerevan", "Kars").policy(Policy::russia_excluded());
/// let demand = Demand::new().flow(Flow::new(request, PerYear::from_count(10_000)));
/// let mut projects = Project::on_record(network, &CostTable::embedded())?;
/// projects.retain(|project| ["AM-TR-border", "KARS-DILUCU"].contains(&project.name.as_str()));
/// let question = ProjectsQuestion::of(projects, Money::from_usd(100e6)?).draws(64, 1);
/// let found = question.answer(&planner, &demand, &Progress::none())?;
/// println!("{found}"); // a table of projects, the best set, the order
/// assert_eq!(found.best.projects, ["AM-TR-border"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct ProjectsQuestion {
    /// The projects, at most [`ProjectsQuestion::MOST`]. Those without a cost are never chosen; what they save is
    /// told all the same.
    pub projects: Vec<Project>,
    /// What may be spent, in all.
    pub budget: Money,
    /// What the best set has most of; savings unless set otherwise.
    pub aim: Aim,
    /// At which rate a year later counts less; 5 % unless set otherwise.
    pub rate: Share,
    /// For how many years savings count; 30 unless set otherwise.
    pub years: u32,
    /// How much money comes in a year, for the order of building; a tenth of the budget unless set otherwise.
    pub funds: Option<Money>,
    /// What every flow has least of: the cost unless set otherwise, or the generalised cost.
    pub objective: Objective,
    /// How often costs are drawn; 1,000 times unless set otherwise.
    pub draws: u32,
    /// Which draws: the same number gives the same ones on every platform.
    pub seed: u32,
    /// Searches at the most, each for one flow in one world; 200,000 unless set otherwise.
    pub most_searches: usize,
    /// Worlds at the most; 64 unless set otherwise. One is enough for all projects that only open what no other one
    /// opens; each further project doubles them.
    pub most_worlds: usize,
}

impl ProjectsQuestion {
    /// The most projects: 1,048,576 sets.
    pub const MOST: usize = 20;

    /// These projects under a budget.
    pub fn of(projects: impl IntoIterator<Item = Project>, budget: Money) -> Self {
        Self {
            projects: projects.into_iter().collect(),
            budget,
            aim: Aim::Savings,
            rate: Share::from_millionths(50_000).unwrap_or(Share::ZERO),
            years: 30,
            funds: None,
            objective: Objective::Cost,
            draws: 1_000,
            seed: 1,
            most_searches: 200_000,
            most_worlds: 64,
        }
    }

    /// The same with another aim.
    pub const fn aim(mut self, aim: Aim) -> Self {
        self.aim = aim;
        self
    }

    /// The same at another rate over so many years.
    pub const fn discounted(mut self, rate: Share, years: u32) -> Self {
        self.rate = rate;
        self.years = years;
        self
    }

    /// The same with so much money a year.
    pub const fn funds(mut self, a_year: Money) -> Self {
        self.funds = Some(a_year);
        self
    }

    /// The same by another objective.
    pub fn objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// The same with so many draws of costs, of this number.
    pub const fn draws(mut self, draws: u32, seed: u32) -> Self {
        self.draws = draws;
        self.seed = seed;
        self
    }

    /// The same in so many searches and worlds at the most.
    pub const fn bounds(mut self, searches: usize, worlds: usize) -> Self {
        self.most_searches = searches;
        self.most_worlds = worlds;
        self
    }

    /// Which projects are best, and in which order they are built.
    ///
    /// Two projects that cannot be built together are [`Programme::contradictions`], and no set has both. A flow
    /// without a way where nothing is built saves nothing and is in [`Programme::without`]. A budget below every
    /// project gives the set of none, and [`Programme::below_all`] says so.
    ///
    /// # Errors
    /// Flows of several lists, no flows, a flow that cannot be asked; no projects, more than
    /// [`ProjectsQuestion::MOST`], two of one name, one that cannot be built in the world; a setting beyond its
    /// bounds, an objective that is not in money; more searches or worlds than allowed.
    ///
    /// # Complexity
    /// For each flow at most a search for every set of projects that its best routes use; then at most 2ⁿ sums for n
    /// projects that change something, and as many steps for each draw.
    pub fn answer(
        &self,
        planner: &Planner,
        demand: &Demand,
        progress: &Progress,
    ) -> Result<Programme, Error> {
        demand.total()?;
        self.check()?;
        let most = worth::Most {
            searches: self.most_searches,
            worlds: self.most_worlds,
        };
        let explored = worth::explore(
            planner,
            demand,
            &self.projects,
            &self.objective,
            &most,
            progress,
        )?;
        Ok(programme::programme(self, planner, demand, &explored))
    }

    fn check(&self) -> Result<(), ProjectsError> {
        let (projects, most) = (self.projects.len(), Self::MOST);
        if !(1..=most).contains(&projects) {
            return Err(ProjectsError::Projects { projects, most });
        }
        for (at, project) in self.projects.iter().enumerate() {
            let mut before = self.projects[..at].iter();
            if before.any(|other| other.name == project.name) {
                let name = project.name.clone();
                return Err(ProjectsError::SameName { name });
            }
            if let Some(CostBand { low, value, high }) = project.cost {
                CostBand::new(low, value, high)?;
            }
        }
        if !matches!(self.objective, Objective::Cost | Objective::Generalised(_)) {
            let objective = self.objective.to_string();
            return Err(ProjectsError::Objective { objective });
        }
        let within = |setting, given: f64, least: f64, most: f64| {
            if (least..=most).contains(&given) {
                return Ok(());
            }
            Err(ProjectsError::Setting {
                setting,
                given: given.to_string(),
                least: least.to_string(),
                most: most.to_string(),
            })
        };
        within("budget (USD)", self.budget.as_usd(), 0.0, 1e12)?;
        within("rate (%)", self.rate.as_percent(), 0.0, 100.0)?;
        within("years", f64::from(self.years), 1.0, 200.0)?;
        if let Some(funds) = self.funds {
            within("funds (USD a year)", funds.as_usd(), 0.01, 1e12)?;
        }
        // Each draw goes through the sets.
        let draws = (1_u64 << 31 >> projects).min(u64::from(MOST_DRAWS));
        within("draws", f64::from(self.draws), 0.0, draws as f64)
    }
}

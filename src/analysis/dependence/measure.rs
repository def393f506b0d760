use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::projects::{CostBand, CostTable, ProjectsError};
use crate::network::Network;
use crate::planner::Error;
use crate::scenario::{Change, NamedChange, Scenario, Target, TargetKind};

/// Something that could be done: openings, stakes that change hands, projects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[must_use]
pub struct Measure {
    /// What it is called.
    pub name: String,
    /// What it changes.
    pub changes: Vec<NamedChange>,
    /// What it takes, each once: projects by id, or the measure itself; without a cost where nobody has said one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Taken>,
}

/// Something that a measure takes, and what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Taken {
    /// Id of a project, or what else has to be done. What several measures of a set take is paid once.
    pub what: String,
    /// What it costs, once; nothing where nobody has said so.
    pub cost: Option<CostBand>,
}

impl Measure {
    /// A measure by name and changes.
    pub fn new<C: Into<NamedChange>>(
        name: impl Into<String>,
        changes: impl IntoIterator<Item = C>,
    ) -> Self {
        Self {
            name: name.into(),
            changes: changes.into_iter().map(Into::into).collect(),
            takes: Vec::new(),
        }
    }

    /// The same at what it costs to do, once.
    pub fn costing(mut self, cost: CostBand) -> Self {
        let what = self.name.clone();
        self.takes = vec![Taken {
            what,
            cost: Some(cost),
        }];
        self
    }

    /// The same with what its changes take: the projects that it opens, at the costs of a table; anything else that it
    /// opens, without a cost; and where stakes or tracks pass to another holder the measure itself, without one, since
    /// what is paid for them is not on record.
    ///
    /// # Errors
    /// A cost in a currency without an exchange rate.
    pub fn costed(mut self, network: &Network, costs: &CostTable) -> Result<Self, ProjectsError> {
        let mut takes: BTreeMap<String, Option<CostBand>> = BTreeMap::new();
        for named in &self.changes {
            match named.change() {
                Change::Open(target) | Change::OpensOn { what: target, .. } => {
                    let project = project_of(network, target);
                    let cost = project.and_then(|id| costs.of(id));
                    let cost = cost.map(|cost| cost.usd(network)).transpose()?;
                    let what = project.map_or_else(|| target.to_string(), str::to_owned);
                    takes.insert(what, cost);
                }
                Change::Stake { .. } | Change::Shares(_) | Change::Manager { .. } => {
                    takes.insert(self.name.clone(), None);
                }
                _ => {}
            }
        }
        let takes = takes.into_iter();
        self.takes = takes.map(|(what, cost)| Taken { what, cost }).collect();
        Ok(self)
    }

    /// The changes of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self::new(scenario.name(), scenario.changes().iter().cloned())
    }

    /// Every project of the network as one that opens, and every embedded scenario that opens something or
    /// passes stakes or tracks to another holder and closes nothing, by its preset's name; with what they take at
    /// the costs of a table.
    ///
    /// # Errors
    /// A cost in a currency without an exchange rate. None of the embedded scenarios: they are tested to be readable.
    pub fn on_record(network: &Network, costs: &CostTable) -> Result<Vec<Self>, Error> {
        let projects = network.projects().map(|(_, project)| {
            let target = Target::of_kind(TargetKind::Project, project.id.as_str());
            Self::new(project.id.as_str(), [Change::Open(target)]).costed(network, costs)
        });
        let mut measures: Vec<Self> = projects.collect::<Result<_, _>>()?;
        for name in Scenario::presets() {
            let scenario = Scenario::preset(name)?;
            let has = |of: fn(&Change) -> bool| {
                let mut changes = scenario.changes().iter();
                changes.any(|named| of(named.change()))
            };
            let does = has(|change| {
                matches!(
                    change,
                    Change::Open(_)
                        | Change::OpensOn { .. }
                        | Change::Stake { .. }
                        | Change::Manager { .. }
                )
            });
            let closes = has(|change| matches!(change, Change::Close(_) | Change::CloseTransit(_)));
            if does && !closes {
                let measure = Self::new(name, scenario.changes().iter().cloned());
                measures.push(measure.costed(network, costs)?);
            }
        }
        Ok(measures)
    }
}

/// Id of the project that a target names, if it is one.
fn project_of<'n>(network: &'n Network, target: &Target) -> Option<&'n str> {
    if !matches!(target.kind(), None | Some(TargetKind::Project)) {
        return None;
    }
    let mut projects = network.projects();
    let named = projects.find(|(_, it)| it.id == target.name() || it.name == target.name());
    named.map(|(_, project)| project.id.as_str())
}

/// What some measures take together, each once: what is priced added up, and what is not.
pub(super) fn together<'m>(
    measures: impl Iterator<Item = &'m Measure>,
) -> (Option<CostBand>, Vec<String>) {
    let mut all: BTreeMap<&str, Option<CostBand>> = BTreeMap::new();
    for Taken { what, cost } in measures.flat_map(|measure| &measure.takes) {
        let known = all.entry(what).or_default();
        *known = known.or(*cost);
    }
    let unpriced = all.iter().filter(|(_, cost)| cost.is_none());
    let unpriced = unpriced.map(|(what, _)| (*what).to_owned()).collect();
    let mut priced = all.into_values().flatten().peekable();
    let sum = priced.peek().is_some().then(|| priced.sum());
    (sum, unpriced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Money;

    #[test]
    fn what_several_measures_take_is_paid_once() {
        let cost = |usd: i64| CostBand::exactly(Money::from_cents(usd)).ok();
        let taking = |takes: &[(&str, Option<CostBand>)]| {
            let mut measure = Measure::new("", [] as [Change; 0]);
            let taken = |(what, cost): &(&str, Option<CostBand>)| Taken {
                what: (*what).to_owned(),
                cost: *cost,
            };
            measure.takes = takes.iter().map(taken).collect();
            measure
        };
        let one = taking(&[("a", cost(5)), ("b", None), ("c", None)]);
        let other = taking(&[("a", cost(5)), ("b", cost(7)), ("d", cost(1))]);
        let both = together([&one, &other].into_iter());
        assert_eq!(both, (cost(13), vec!["c".to_owned()]));
        assert_eq!(together([].into_iter()), (None, Vec::new()));
        let alone = taking(&[("c", None)]);
        assert_eq!(together([&alone].into_iter()), (None, vec!["c".to_owned()]));
    }
}

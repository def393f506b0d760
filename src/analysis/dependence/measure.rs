use serde::{Deserialize, Serialize};

use crate::network::Network;
use crate::quantity::Money;
use crate::scenario::{Change, NamedChange, Scenario, ScenarioError, Target, TargetKind};

/// Something that could be done: openings, stakes that change hands, projects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[must_use]
pub struct Measure {
    /// What it is called.
    pub name: String,
    /// What it changes.
    pub changes: Vec<NamedChange>,
    /// What it costs to do, once, where somebody has said so.
    #[serde(
        default,
        rename = "investment_cents",
        skip_serializing_if = "Option::is_none"
    )]
    pub investment: Option<Money>,
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
            investment: None,
        }
    }

    /// The same with what it costs to do, once.
    pub const fn costing(mut self, investment: Money) -> Self {
        self.investment = Some(investment);
        self
    }

    /// The changes of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self::new(scenario.name(), scenario.changes().iter().cloned())
    }

    /// Every project of the network as one that opens, and every embedded scenario that opens something or
    /// passes stakes or tracks to another holder and closes nothing, by its preset's name.
    ///
    /// # Errors
    /// None of the embedded scenarios: they are tested to be readable.
    pub fn on_record(network: &Network) -> Result<Vec<Self>, ScenarioError> {
        let projects = network.projects().map(|(_, project)| {
            let target = Target::of_kind(TargetKind::Project, project.id.as_str());
            Self::new(project.id.as_str(), [Change::Open(target)])
        });
        let mut measures: Vec<Self> = projects.collect();
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
                measures.push(Self::new(name, scenario.changes().iter().cloned()));
            }
        }
        Ok(measures)
    }
}

//! Holders of a company by its schedule.

use std::collections::BTreeMap;

use super::lookup::Applying;
use super::schedule::{ScheduleFault, ShareSchedule};
use super::{Nothing, ScenarioError, Unfit};
use crate::network::Party;
use crate::quantity::Share;

impl Applying<'_, '_> {
    /// What a schedule makes of every holder of a company on the day; nothing of any before it begins.
    pub(super) fn shares(
        &self,
        schedule: &ShareSchedule,
        held: Party,
    ) -> Result<Vec<(Party, Share)>, ScenarioError> {
        let name = schedule.held.clone();
        match schedule.fault() {
            None => {}
            Some(ScheduleFault::Empty) => {
                return Err(self.hits_nothing(Nothing::NoSteps { held: name }));
            }
            Some(ScheduleFault::Reversed(from, to)) => {
                let held = name;
                return Err(self.invalid(Unfit::TermReversed { held, from, to }));
            }
            Some(ScheduleFault::Apart(to, next)) => {
                let held = name;
                return Err(self.invalid(Unfit::TermsApart { held, to, next }));
            }
            Some(ScheduleFault::AboveWhole(from)) => {
                let held = name;
                return Err(self.invalid(Unfit::TermAboveWhole { held, from }));
            }
        }
        let mut by_step: Vec<BTreeMap<Party, Share>> = Vec::new();
        for step in &schedule.steps {
            let mut shares = BTreeMap::new();
            for (id, share) in &step.shares {
                let holder = self.party(id)?;
                if holder == held {
                    let party = id.clone();
                    return Err(self.invalid(Unfit::SelfHeld { party }));
                }
                shares.insert(holder, *share);
            }
            by_step.push(shares);
        }
        let day = self.scenario.day();
        if schedule.is_before(day) {
            return Ok(Vec::new());
        }
        let step = schedule.step(day);
        let mut steps = schedule.steps.iter().zip(&by_step);
        let found = steps.find(|(other, _)| step == Some(*other));
        let mut shares = found.map(|(_, shares)| shares.clone()).unwrap_or_default();
        let network = self.network;
        let recorded = network.stakes().iter().filter(|stake| stake.held == held);
        let recorded = recorded.map(|stake| stake.holder);
        let of = |consortium| Party::Operator(consortium) == held;
        let members = network.members().iter();
        let members = members.filter(|member| of(member.consortium));
        for holder in recorded.chain(members.map(|member| member.member)) {
            shares.entry(holder).or_insert(Share::ZERO);
        }
        Ok(shares.into_iter().collect())
    }
}

//! Questions that share rules, shipment and objective.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::metrics::{Ruled, refuse_limits};
use super::{Case, Error, Planner, Question, Request};
use crate::costing::Shipment;
use crate::metric::Objective;
use crate::network::PlaceId;
use crate::policy::{CompiledPolicy, Policy, RuleSet};

/// Questions of one group that are answered in one go.
const AT_ONCE: usize = 64;

/// The rules of some groups, compiled when first asked for.
struct Rules<'q> {
    policy: &'q Policy,
    compiled: OnceLock<Result<CompiledPolicy, Error>>,
}

/// Rules, and the places of their groups.
type OfRules<'q> = (Arc<Rules<'q>>, Vec<usize>);

/// Questions with the same rules, shipment and objective.
pub(super) struct Group<'q> {
    rules: Arc<Rules<'q>>,
    shipment: Shipment,
    objective: &'q Objective,
    rows: Vec<usize>,
    /// For each set of closures that lets trips pass; forgotten after the last question.
    ruled: Mutex<Vec<(RuleSet, Arc<Ruled>)>>,
    left: AtomicUsize,
}

/// All questions of a batch.
pub(super) struct Groups<'q> {
    groups: Vec<Group<'q>>,
}

impl<'q> Groups<'q> {
    /// In the order of their first questions.
    pub(super) fn of(questions: &'q [Question]) -> Self {
        let mut policies: FxHashMap<(&str, usize), Vec<OfRules<'q>>> = FxHashMap::default();
        let mut groups: Vec<Group<'q>> = Vec::new();
        for (row, question) in questions.iter().enumerate() {
            let Question { request, objective } = question;
            let policy = &request.policy;
            let alike = policies
                .entry((policy.name(), policy.rules().len()))
                .or_default();
            let known = alike.iter().position(|(rules, _)| rules.policy == policy);
            let known = known.unwrap_or_else(|| {
                let rules = Rules {
                    policy,
                    compiled: OnceLock::new(),
                };
                alike.push((Arc::new(rules), Vec::new()));
                alike.len() - 1
            });
            let (rules, of_rules) = &mut alike[known];
            let same = |at: &&usize| {
                let group = &groups[**at];
                group.shipment == request.shipment && group.objective == objective
            };
            let group = of_rules.iter().find(same).copied();
            let group = group.unwrap_or_else(|| {
                of_rules.push(groups.len());
                groups.push(Group {
                    rules: rules.clone(),
                    shipment: request.shipment,
                    objective,
                    rows: Vec::new(),
                    ruled: Mutex::default(),
                    left: AtomicUsize::new(0),
                });
                groups.len() - 1
            });
            groups[group].rows.push(row);
            *groups[group].left.get_mut() += 1;
        }
        Self { groups }
    }

    pub(super) const fn len(&self) -> usize {
        self.groups.len()
    }

    /// Works on some rows of a group at a time, on all cores with the feature `rayon`.
    pub(super) fn each<T: Send>(
        &self,
        work: impl Fn(&Group<'q>, &[usize]) -> Vec<T> + Sync,
    ) -> Vec<Vec<T>> {
        let tasks: Vec<(&Group<'q>, &[usize])> = self
            .groups
            .iter()
            .flat_map(|group| group.rows.chunks(AT_ONCE).map(move |rows| (group, rows)))
            .collect();
        #[cfg(feature = "rayon")]
        {
            use rayon::prelude::*;
            // Neighbouring tasks are of one group, whose work is shared while it lasts.
            let tasks = tasks.into_par_iter().with_max_len(1);
            tasks.map(|(group, rows)| work(group, rows)).collect()
        }
        #[cfg(not(feature = "rayon"))]
        {
            let tasks = tasks.into_iter();
            tasks.map(|(group, rows)| work(group, rows)).collect()
        }
    }
}

impl Group<'_> {
    /// One of its requests resolved.
    pub(super) fn case(&self, planner: &Planner, request: &Request) -> Result<Case, Error> {
        let network = planner.world.network();
        let from = network.find_place(&request.from)?;
        let to = network.find_place(&request.to)?;
        let compile = || Ok(self.rules.policy.compile(&planner.world)?);
        let compiled = self.rules.compiled.get_or_init(compile);
        let compiled = compiled.as_ref().map_err(Error::clone)?;
        let homes = [from, to].map(|place| network.place_at(place).country);
        let exempt = compiled.exempt(homes[0], homes[1]);
        let mut ruled = self.ruled.lock().unwrap_or_else(PoisonError::into_inner);
        let known = ruled.iter().find(|(known, _)| *known == exempt);
        let ruled = match known.map(|(_, ruled)| ruled.clone()) {
            Some(known) => known,
            None => {
                // Under the lock: the others of this group wait for nothing else.
                let made = Arc::new(planner.rule(&self.shipment, compiled, exempt)?);
                ruled.push((exempt, made.clone()));
                made
            }
        };
        planner.case_of(from, to, ruled)
    }

    /// Counts questions that are answered.
    pub(super) fn finish(&self, rows: usize) {
        if self.left.fetch_sub(rows, Ordering::AcqRel) == rows {
            let mut ruled = self.ruled.lock().unwrap_or_else(PoisonError::into_inner);
            *ruled = Vec::new();
        }
    }
}

impl Ruled {
    /// The least exact sum of an objective between two places, if there is a way.
    pub(super) fn least(
        &self,
        planner: &Planner,
        objective: &Objective,
        (from, to): (PlaceId, PlaceId),
    ) -> Result<Option<u64>, Error> {
        refuse_limits(&self.policy)?;
        let weighted = self.weigh(objective)?;
        let ready = weighted.customise(planner, self)?;
        let ends = ready.ends(planner, self, from, to)?;
        ready.least(self.searched()?, &weighted, ends)
    }
}

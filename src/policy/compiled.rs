use std::collections::BTreeSet;
use std::sync::Arc;

use super::bits::ROLES;
use super::node::{Node, Verdict};
use super::{BlockReason, Blocked, Limit, OperationAttributes, RuleIndex, RuleRef, RuleSet};
use crate::code::{Country, Name};
use crate::network::{Conveyance, PlaceId};
use crate::quantity::{Duration, Money};
use crate::scenario::TransitClosure;

/// The tightest limits on a whole route, each with the rule that sets it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Most changes between conveyances other than gauge changes.
    pub transhipments: Option<(u32, RuleIndex)>,
    /// Most gauge changes.
    pub gauge_changes: Option<(u32, RuleIndex)>,
    /// Most borders.
    pub borders: Option<(u32, RuleIndex)>,
    /// Most borders at which goods are controlled.
    pub controlled_borders: Option<(u32, RuleIndex)>,
    /// Longest expected duration.
    pub duration: Option<(Duration, RuleIndex)>,
    /// Highest cost.
    pub cost: Option<(Money, RuleIndex)>,
}

impl Limits {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn tighten(&mut self, limit: Limit, by: RuleIndex) {
        fn least<T: PartialOrd>(known: &mut Option<(T, RuleIndex)>, most: T, by: RuleIndex) {
            if known.as_ref().is_none_or(|(known, _)| most < *known) {
                *known = Some((most, by));
            }
        }
        match limit {
            Limit::Transhipments(most) => least(&mut self.transhipments, most, by),
            Limit::GaugeChanges(most) => least(&mut self.gauge_changes, most, by),
            Limit::Borders(most) => least(&mut self.borders, most, by),
            Limit::ControlledBorders(most) => least(&mut self.controlled_borders, most, by),
            Limit::Hours(most) => least(&mut self.duration, most, by),
            Limit::Usd(most) => least(&mut self.cost, most, by),
        }
    }
}

/// For each value that an operation can touch, the rules that forbid it; a table that no rule
/// speaks of is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) countries: Vec<u128>,
    pub(super) flags: Vec<u128>,
    pub(super) carriers: Vec<u128>,
    pub(super) borders: Vec<([Country; 2], u128)>,
    pub(super) other_borders: u128,
    pub(super) crossings: Vec<u128>,
    pub(super) parties: Vec<u128>,
    pub(super) places: Vec<u128>,
    pub(super) modes: Vec<u128>,
    pub(super) conveyances: Vec<(Conveyance, u128)>,
    pub(super) other_conveyances: u128,
    pub(super) links: Vec<u128>,
    pub(super) lines: Vec<u128>,
    pub(super) services: Vec<u128>,
    pub(super) gauge_change: u128,
    /// Roles that rules speak of, those in which somebody must act, and the rules.
    pub(super) must_act: Vec<([bool; ROLES], [bool; ROLES], u128)>,
    /// Rules that tell parts of trains and through rates from what is done by itself.
    pub(super) wholes: u128,
    /// Rules that must be worked out per operation.
    pub(super) combined: u128,
}

/// A policy as lookups over the ids of one world; cheap to clone.
///
/// Countries that the scenario closes to transit are further rules behind those of the policy.
/// They hold for everybody until [`CompiledPolicy::for_trip`] is given where the goods start and end.
#[derive(Clone, Debug)]
pub struct CompiledPolicy {
    pub(super) tables: Arc<Tables>,
    /// The same for what is used at least once: the rules that a value is of the subject of.
    pub(super) marks: Arc<Tables>,
    /// Rules that say what is used at least once.
    pub(super) uses: u128,
    /// Those of them that say that it is used exactly once.
    pub(super) once: u128,
    /// The rule that says what is come by.
    pub(super) via: Option<(RuleIndex, Arc<[PlaceId]>)>,
    pub(super) nodes: Arc<[Option<Node>]>,
    pub(super) labels: Arc<[Name]>,
    /// How many rules are the policy's own.
    pub(super) own: usize,
    pub(super) closures: Arc<[TransitClosure]>,
    /// Country by place.
    pub(super) homes: Arc<[Country]>,
    pub(super) limits: Limits,
    pub(super) stated_limits: Arc<[(Limit, RuleIndex)]>,
    pub(super) lifted: u128,
}

fn at(table: &[u128], index: usize) -> u128 {
    table.get(index).copied().unwrap_or(0)
}

impl Tables {
    pub(super) fn forbid(&self, attributes: &OperationAttributes<'_>) -> u128 {
        let mut rules = 0;
        if !self.countries.is_empty() {
            for country in attributes.countries {
                rules |= at(&self.countries, country.index());
            }
        }
        if !self.parties.is_empty() {
            for (operator, role) in attributes.parties {
                rules |= at(&self.parties, operator.index() * ROLES + *role as usize);
            }
        }
        if !self.places.is_empty() {
            for place in attributes.places {
                rules |= at(&self.places, place.index());
            }
        }
        if let Some((from, to)) = attributes.border {
            let known = self.borders.iter().find(|(pair, _)| *pair == [from, to]);
            rules |= known.map_or(self.other_borders, |(_, rules)| *rules);
        }
        if let Some(flag) = attributes.flag {
            rules |= at(&self.flags, flag.index());
        }
        if let Some(country) = attributes.carrier {
            rules |= at(&self.carriers, country.index());
        }
        if let Some(mode) = attributes.mode {
            rules |= at(&self.modes, mode as usize);
        }
        if !self.conveyances.is_empty() {
            for conveyance in attributes.conveyances {
                let known = self
                    .conveyances
                    .iter()
                    .find(|(known, _)| known == conveyance);
                rules |= known.map_or(self.other_conveyances, |(_, rules)| *rules);
            }
        }
        if let Some(id) = attributes.crossing {
            rules |= at(&self.crossings, id.index());
        }
        if let Some(id) = attributes.link {
            rules |= at(&self.links, id.index());
        }
        if let Some(id) = attributes.line {
            rules |= at(&self.lines, id.index());
        }
        if let Some(id) = attributes.service {
            rules |= at(&self.services, id.index());
        }
        if attributes.gauge_change {
            rules |= self.gauge_change;
        }
        for (roles, must, rule) in &self.must_act {
            if attributes.nobody(*roles, *must).is_some() {
                rules |= rule;
            }
        }
        rules
    }
}

impl CompiledPolicy {
    /// Whether an operation is allowed; otherwise the first rule that blocks it, and why.
    ///
    /// # Errors
    /// The verdict against it.
    ///
    /// # Complexity
    /// One lookup per value the operation touches, and the work of each combined rule.
    pub fn check(&self, attributes: &OperationAttributes<'_>) -> Result<(), Blocked> {
        match self.violations(attributes).first() {
            None => Ok(()),
            Some(rule) => Err(self.blocked(rule, attributes)),
        }
    }

    /// Every rule that an operation breaks.
    #[must_use]
    pub fn violations(&self, attributes: &OperationAttributes<'_>) -> RuleSet {
        let mut rules = self.tables.forbid(attributes) & !self.lifted;
        let combined = RuleSet(self.tables.combined & !self.lifted);
        for rule in combined.iter() {
            if matches!(self.judge(rule, attributes), Verdict::Broken(_)) {
                rules |= 1 << rule.index();
            }
        }
        RuleSet(rules)
    }

    pub(super) fn judge(&self, rule: RuleIndex, attributes: &OperationAttributes<'_>) -> Verdict {
        match self.nodes.get(rule.index()) {
            Some(Some(node)) => node.verdict(attributes),
            _ => Verdict::NotConcerned,
        }
    }

    /// The verdict of one rule that blocks an operation.
    pub(crate) fn blocked(&self, rule: RuleIndex, attributes: &OperationAttributes<'_>) -> Blocked {
        let reason = match self.judge(rule, attributes) {
            Verdict::Broken(reason) => reason,
            Verdict::Held | Verdict::NotConcerned => BlockReason::Combined,
        };
        Blocked {
            rule,
            reason,
            at: attributes.place(),
        }
    }

    /// Whether goods may start or end at a place: its country and calls at it must be allowed.
    /// Countries closed to transit do not matter here.
    ///
    /// # Errors
    /// The verdict against it.
    pub fn check_endpoint(&self, place: PlaceId) -> Result<(), Blocked> {
        self.at_endpoint(place, |attributes, rules| match rules.first() {
            None => Ok(()),
            Some(rule) => Err(self.blocked(rule, attributes)),
        })
    }

    /// Every rule that keeps goods from starting or ending at a place.
    #[must_use]
    pub fn endpoint_violations(&self, place: PlaceId) -> RuleSet {
        self.at_endpoint(place, |_, rules| rules)
    }

    fn at_endpoint<T>(
        &self,
        place: PlaceId,
        judge: impl FnOnce(&OperationAttributes<'_>, RuleSet) -> T,
    ) -> T {
        let home = self.homes.get(place.index());
        let places = [place];
        let attributes = OperationAttributes {
            countries: home.map_or(&[], std::slice::from_ref),
            places: &places,
            ..OperationAttributes::default()
        };
        let own = self.violations(&attributes).0 & !self.transit_rules();
        judge(&attributes, RuleSet(own))
    }

    fn transit_rules(&self) -> u128 {
        self.closures_where(|_| true).0
    }

    /// Closures of countries that let goods pass that start and end in these countries.
    pub(crate) fn exempt(&self, origin: Country, destination: Country) -> RuleSet {
        self.closures_where(|closure| !closure.stops(origin, destination))
    }

    /// What [`CompiledPolicy::exempt`] gives for trips from any of these countries to any of those.
    pub(crate) fn sets_exempt(
        &self,
        from: &BTreeSet<Country>,
        to: &BTreeSet<Country>,
    ) -> BTreeSet<RuleSet> {
        let trips = from
            .iter()
            .flat_map(|from| to.iter().map(move |to| (from, to)));
        trips.map(|(from, to)| self.exempt(*from, *to)).collect()
    }

    /// Closures for goods of some origin or destination only.
    pub(crate) fn partial_closures(&self) -> RuleSet {
        self.closures_where(|closure| closure.from.is_some() || closure.to.is_some())
    }

    fn closures_where(&self, fits: impl Fn(&TransitClosure) -> bool) -> RuleSet {
        let closures = self.closures.iter().enumerate();
        let fitting = closures.filter(|(_, closure)| fits(closure));
        RuleSet(fitting.fold(0, |rules, (at, _)| rules | 1 << (self.own + at)))
    }

    /// The same policy for goods that start and end in these countries: a country closed to
    /// transit stays open to what starts or ends there, or to what the closure does not name.
    #[must_use]
    pub fn for_trip(mut self, origin: Country, destination: Country) -> Self {
        self.lifted |= self.exempt(origin, destination).0;
        self
    }

    /// The same policy without the countries that the scenario closes to transit.
    pub(crate) fn without_closures(mut self) -> Self {
        self.lifted |= self.transit_rules();
        self
    }

    /// The same policy without some of its rules; limits among them are gone too.
    #[must_use]
    pub fn relax(mut self, rules: RuleSet) -> Self {
        self.lifted |= rules.0;
        self.limits = Limits::default();
        for (limit, rule) in self.stated_limits.iter() {
            if !RuleSet(self.lifted).contains(*rule) {
                self.limits.tighten(*limit, *rule);
            }
        }
        self
    }

    /// Limits on a whole route.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether nothing can be blocked and nothing is limited.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.limits.is_empty() && self.rules().next().is_none()
    }

    /// The rules that hold, closures of the scenario included.
    pub fn rules(&self) -> impl Iterator<Item = RuleIndex> + '_ {
        (0..self.nodes.len())
            .filter(|position| self.lifted >> position & 1 == 0)
            .filter_map(RuleIndex::new)
    }

    /// How many rules the policy itself has; indexes from there on are closures of the scenario.
    #[must_use]
    pub fn own_rules(&self) -> usize {
        self.own
    }

    /// Whether what is allowed on one link of a line may be forbidden on another.
    pub(crate) fn tells_links_apart(&self) -> bool {
        !self.tables.links.is_empty() || self.tables.combined & !self.lifted != 0
    }

    /// Whether what is allowed to one lift at a place may be forbidden to another by the same parties,
    /// both onto or off trucks or neither.
    pub(crate) fn tells_lifts_apart(&self) -> bool {
        !self.tables.conveyances.is_empty() || self.tables.combined & !self.lifted != 0
    }

    /// Whether a part of a train or through rate may be judged otherwise than the same by itself.
    pub(crate) fn tells_wholes_apart(&self) -> bool {
        self.tables.wholes & !self.lifted != 0
    }

    /// What a rule is called.
    pub fn rule_name(&self, rule: RuleIndex) -> &str {
        self.labels.get(rule.index()).map_or("", Name::as_str)
    }

    /// A rule by index and name; countries that the scenario closes have a name alone.
    #[must_use]
    pub fn rule_ref(&self, rule: RuleIndex) -> RuleRef {
        RuleRef {
            index: Some(rule).filter(|rule| rule.index() < self.own),
            name: self.labels.get(rule.index()).cloned().unwrap_or_default(),
        }
    }
}

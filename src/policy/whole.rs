//! Rules on a route as a whole: what it uses at least once, and the places that it comes by.

use super::bits::ROLES;
use super::compiled::Tables;
use super::node::{Node, Set};
use super::resolve::Resolver;
use super::{NamedRule, Policy, PolicyError, Rule, RuleIndex, Subject};
use crate::code::{Country, Name};
use crate::network::{End, LinkId, Passing, PlaceId, ServiceId};
use crate::scenario::World;

/// How many rules of a policy may say what is used at least once: each doubles what is searched.
pub(super) const MOST_USES: usize = 6;

/// How many places a route may be asked to come by.
pub(super) const MOST_STOPS: usize = 8;

impl Rule {
    /// How many rules [`Rule::Use`] and [`Rule::UseOnce`] a policy may have.
    pub const MOST_USES: usize = MOST_USES;

    /// How many places [`Rule::Via`] may name.
    pub const MOST_STOPS: usize = MOST_STOPS;

    /// The route comes by these places in this order.
    pub fn via<T: Into<String>>(places: impl IntoIterator<Item = T>) -> Self {
        Self::Via(places.into_iter().map(Into::into).collect())
    }
}

impl Policy {
    /// The policy with the rule that a route uses a subject at least once; see [`Rule::Use`].
    ///
    /// ```
    /// use trade_corridor::policy::{Policy, Subject};
    /// let policy = Policy::new("over the ferry").must_use(Subject::Operator {
    ///     operators: vec!["ASCO".into()],
    ///     roles: Vec::new(),
    /// });
    /// assert_eq!(policy.rules()[0].name(), "must use operator ASCO");
    /// ```
    #[must_use]
    pub fn must_use(self, subject: impl Into<Subject>) -> Self {
        self.with(Rule::Use(subject.into()))
    }

    /// The policy with the rule that a route uses a subject exactly once; see [`Rule::UseOnce`].
    ///
    /// ```
    /// use trade_corridor::policy::{Policy, Subject};
    /// let pairs = vec![["KZ".parse()?, "AZ".parse()?], ["AZ".parse()?, "KZ".parse()?]];
    /// let policy = Policy::new("over the sea").must_use_once(Subject::Border { pairs });
    /// assert!(policy.rules()[0].name().ends_with("exactly once"));
    /// # Ok::<(), trade_corridor::code::CodeError>(())
    /// ```
    #[must_use]
    pub fn must_use_once(self, subject: impl Into<Subject>) -> Self {
        self.with(Rule::UseOnce(subject.into()))
    }

    /// The policy with the rule that a route comes by places in this order; see [`Rule::Via`].
    ///
    /// ```
    /// use trade_corridor::policy::Policy;
    /// let policy = Policy::new("over the Caspian").via(["Aktau", "Baku"]);
    /// assert_eq!(policy.rules()[0].name(), "via Aktau, then Baku");
    /// ```
    #[must_use]
    pub fn via<T: Into<String>>(self, places: impl IntoIterator<Item = T>) -> Self {
        self.with(Rule::via(places))
    }
}

/// The rules of a policy on a route as a whole, resolved.
#[derive(Default)]
pub(super) struct Whole {
    /// Those that say what is used, by position.
    pub(super) uses: u128,
    /// Those of them that say that it is used exactly once.
    pub(super) once: u128,
    pub(super) via: Option<(RuleIndex, Vec<PlaceId>)>,
}

impl Whole {
    /// Notes a rule that holds on the day.
    pub(super) fn note(
        &mut self,
        rule: &Rule,
        index: RuleIndex,
        resolver: &Resolver<'_, '_>,
    ) -> Result<(), PolicyError> {
        match rule {
            Rule::Use(_) | Rule::UseOnce(_) => {
                self.uses |= 1 << index.index();
                self.once |= u128::from(matches!(rule, Rule::UseOnce(_))) << index.index();
                if self.uses.count_ones() as usize > MOST_USES {
                    return Err(PolicyError::TooManyUses {
                        at: resolver.at(),
                        most: MOST_USES,
                    });
                }
            }
            Rule::Via(places) => {
                if let Some((other, _)) = &self.via {
                    let other = &resolver.policy.rules()[other.index()];
                    return Err(PolicyError::SecondVia {
                        at: resolver.at(),
                        other: other.shared_name().clone(),
                    });
                }
                self.via = Some((index, stops(places, resolver)?));
            }
            Rule::Exclude(_)
            | Rule::Require(_)
            | Rule::Limit(_)
            | Rule::All(_)
            | Rule::Any(_)
            | Rule::Not(_) => {}
        }
        Ok(())
    }

    /// Refuses a rule that asks for what others exclude.
    pub(super) fn refuse_excluded(
        &self,
        policy: &Policy,
        nodes: &[Option<Node>],
        tables: &Tables,
        world: &World,
    ) -> Result<(), PolicyError> {
        let excluded = Excluded { tables, world };
        for (position, node) in nodes.iter().enumerate() {
            let leaves = node.as_ref().and_then(Node::leaves).unwrap_or_default();
            if self.uses >> position & 1 == 0 || leaves.is_empty() {
                continue;
            }
            let mut by: Vec<u128> = Vec::new();
            for (_, set) in &leaves {
                excluded.values(set, &mut by);
            }
            let what = word(leaves[0].1);
            contradiction(policy, position, &by, what)?;
            contradiction(
                policy,
                position,
                &[excluding(policy, position, world)],
                what,
            )?;
        }
        if let Some((rule, places)) = &self.via {
            for place in places {
                let home = world.network().place_at(*place).country;
                let by = at(&tables.countries, home.index());
                contradiction(policy, rule.index(), &[by], "place to come by")?;
            }
        }
        Ok(())
    }
}

/// The rules in force that exclude the subject that a rule asks for.
fn excluding(policy: &Policy, position: usize, world: &World) -> u128 {
    let Some(Rule::Use(asked) | Rule::UseOnce(asked)) =
        policy.rules().get(position).map(NamedRule::rule)
    else {
        return 0;
    };
    let same = |rule: &NamedRule| {
        rule.holds_on(world.day()) && matches!(rule.rule(), Rule::Exclude(other) if other == asked)
    };
    let rules = policy.rules().iter().enumerate();
    let others = rules.filter(|(_, rule)| same(rule));
    others.fold(0, |others, (at, _)| others | 1 << at)
}

/// The places of a rule, each of which something reaches on the day.
fn stops(names: &[String], resolver: &Resolver<'_, '_>) -> Result<Vec<PlaceId>, PolicyError> {
    if names.len() > MOST_STOPS {
        return Err(PolicyError::TooManyStops {
            at: resolver.at(),
            count: names.len(),
            most: MOST_STOPS,
        });
    }
    let world = resolver.context.world;
    let mut places: Vec<PlaceId> = Vec::with_capacity(names.len());
    for name in names {
        let place = PlaceId::new(resolver.place(name)?);
        if places.last() == Some(&place) {
            return Err(PolicyError::RepeatedStop {
                at: resolver.at(),
                place: name.clone(),
            });
        }
        if !is_reached(world, place) {
            return Err(PolicyError::Unreached {
                at: resolver.at(),
                place: name.clone(),
                day: world.day(),
            });
        }
        places.push(place);
    }
    Ok(places)
}

fn is_reached(world: &World, place: PlaceId) -> bool {
    let here = |end| end == End::Place(place);
    let mut links = world.links();
    let mut services = world.services();
    links.any(|(id, link)| (here(link.from) || here(link.to)) && world.is_open_link(id))
        || services.any(|(id, service)| {
            [service.from, service.to].contains(&place) && world.is_open_service(id)
        })
}

/// Refuses a rule of which every value is forbidden by others.
fn contradiction(
    policy: &Policy,
    position: usize,
    by: &[u128],
    what: &'static str,
) -> Result<(), PolicyError> {
    // closures of countries let some goods pass
    let own = |rules: &u128| {
        rules
            & !(u128::MAX
                .checked_shl(policy.rules().len() as u32)
                .unwrap_or(0))
    };
    let by: Vec<u128> = by.iter().map(own).collect();
    if by.is_empty() || by.contains(&0) {
        return Ok(());
    }
    let common = by.iter().fold(u128::MAX, |common, rules| common & rules);
    let all = by.iter().fold(0, |all, rules| all | rules);
    // one rule that forbids everything, where there is one
    let others = match common {
        0 => all,
        some => some & some.wrapping_neg(),
    };
    let rules = policy.rules().iter().enumerate();
    let others = rules.filter(|(position, _)| others >> position & 1 == 1);
    let others: Vec<Name> = others.map(|(_, rule)| rule.shared_name().clone()).collect();
    Err(PolicyError::Contradiction {
        at: policy.location(position),
        others,
        what,
    })
}

fn at(table: &[u128], index: usize) -> u128 {
    table.get(index).copied().unwrap_or(0)
}

/// By which rules values are excluded.
struct Excluded<'c> {
    tables: &'c Tables,
    world: &'c World,
}

impl Excluded<'_> {
    /// For each value of a set the rules that forbid everything with it.
    fn values(&self, set: &Set, by: &mut Vec<u128>) {
        let tables = self.tables;
        match set {
            Set::Territory(bits) => by.extend(bits.iter().map(|id| at(&tables.countries, id))),
            Set::Flag(bits) => by.extend(bits.iter().map(|id| at(&tables.flags, id))),
            Set::Carrier(bits) => by.extend(bits.iter().map(|id| at(&tables.carriers, id))),
            Set::Border(pairs) => by.extend(pairs.iter().map(|pair| {
                let known = tables.borders.iter().find(|(known, _)| known == pair);
                let itself = known.map_or(tables.other_borders, |(_, rules)| *rules);
                let [from, to] = pair.map(|country| at(&tables.countries, country.index()));
                itself | from | to
            })),
            Set::Crossing(bits) => {
                let network = self.world.network();
                for (id, crossing) in network.crossings() {
                    if bits.contains(id.index()) {
                        let sides = crossing
                            .countries
                            .map(|side| at(&tables.countries, side.index()));
                        by.push(at(&tables.crossings, id.index()) | sides[0] | sides[1]);
                    }
                }
            }
            Set::Party {
                operators, roles, ..
            } => {
                for operator in operators.iter() {
                    let roles = (0..ROLES).filter(|role| roles[*role]);
                    by.extend(roles.map(|role| at(&tables.parties, operator * ROLES + role)));
                }
            }
            Set::Call(bits) => by.extend(bits.iter().map(|id| self.place(PlaceId::new(id)))),
            Set::Mode(modes) => {
                by.extend(modes.iter().map(|mode| at(&tables.modes, *mode as usize)));
            }
            Set::Conveyance(conveyances) => by.extend(conveyances.iter().map(|conveyance| {
                let known = tables.conveyances.iter();
                let known = known.clone().find(|(known, _)| known == conveyance);
                known.map_or(tables.other_conveyances, |(_, rules)| *rules)
            })),
            Set::GaugeChange => by.push(tables.gauge_change),
            Set::Link(bits) => {
                by.extend(bits.iter().map(|id| self.link(LinkId::new(id))));
            }
            Set::Line(bits) => {
                for (id, link) in self.world.links() {
                    if bits.contains(link.line.index()) {
                        by.push(self.link(id));
                    }
                }
            }
            Set::Service(bits) => {
                by.extend(bits.iter().map(|id| self.service(ServiceId::new(id))));
            }
            Set::Along { lines, countries } => {
                let here = |country: Country| {
                    let mut named = countries.iter();
                    named.all(|countries| countries.contains(country.index()))
                };
                for (id, link) in self.world.links() {
                    if lines.contains(link.line.index()) && here(link.country) {
                        by.push(self.link(id));
                    }
                }
            }
            Set::Passage(passes) => {
                for (passing, _, named) in passes.iter() {
                    match passing {
                        Passing::Service(id) if *named => by.push(self.service(*id)),
                        Passing::Link(id) if *named => by.push(self.link(*id)),
                        Passing::Service(_) | Passing::Link(_) => {}
                    }
                }
            }
            // Not worked out value by value.
            Set::Business { .. } | Set::RunBy { .. } | Set::BorderControl(_) => by.push(0),
        }
    }

    fn place(&self, place: PlaceId) -> u128 {
        let home = self.world.network().place(place).map(|place| place.country);
        let territory = home.map_or(0, |home| at(&self.tables.countries, home.index()));
        at(&self.tables.places, place.index()) | territory
    }

    fn link(&self, id: LinkId) -> u128 {
        let tables = self.tables;
        let record = self.world.link(id);
        let around = record.map_or(0, |link| {
            at(&tables.lines, link.line.index()) | at(&tables.countries, link.country.index())
        });
        at(&tables.links, id.index()) | around
    }

    fn service(&self, id: ServiceId) -> u128 {
        let ends = self.world.service(id);
        let ends = ends.map_or(0, |service| {
            self.place(service.from) | self.place(service.to)
        });
        at(&self.tables.services, id.index()) | ends
    }
}

/// The kind of a set in words.
fn word(set: &Set) -> &'static str {
    match set {
        Set::Territory(_) => "territory",
        Set::Flag(_) => "flag",
        Set::Border(_) => "border",
        Set::Crossing(_) => "border crossing",
        Set::Party { .. } => "operator",
        Set::Carrier(_) => "road carrier",
        Set::Call(_) => "place to call at",
        Set::Mode(_) => "mode",
        Set::Conveyance(_) => "conveyance",
        Set::GaugeChange => "gauge change",
        Set::Link(_) => "link",
        Set::Service(_) => "service",
        Set::Business { .. } | Set::RunBy { .. } => "consortium",
        Set::Line(_) | Set::Along { .. } => "line",
        Set::Passage(_) => "passage",
        Set::BorderControl(_) => "border control",
    }
}

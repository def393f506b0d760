use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use super::target::{Found, NotFound};
use super::world::{Bits, BorderKey, StakeOnDay, StakeOrigin, TariffChange};
use super::{
    ActiveMember, BorderTime, Change, ChangeIndex, Scenario, ScenarioError, Target, TariffScope,
    World,
};
use crate::code::Country;
use crate::network::{
    CrossingId, End, LinkId, Network, OperatorId, Party, PlaceId, Role, ServiceId, TariffId,
    nearest,
};
use crate::quantity::Share;

/// A change of one thing wins over a change of its group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Group,
    One,
}

struct Claims<K, V> {
    by_thing: BTreeMap<(K, Standing), (V, ChangeIndex)>,
}

impl<K: Ord + Copy, V: PartialEq + Copy> Claims<K, V> {
    fn new() -> Self {
        Self {
            by_thing: BTreeMap::new(),
        }
    }

    /// The earlier change that says otherwise with equal standing.
    fn claim(
        &mut self,
        thing: K,
        standing: Standing,
        value: V,
        by: ChangeIndex,
    ) -> Result<(), ChangeIndex> {
        let (said, first) = *self
            .by_thing
            .entry((thing, standing))
            .or_insert((value, by));
        if said == value { Ok(()) } else { Err(first) }
    }

    fn settled(self) -> BTreeMap<K, (V, ChangeIndex)> {
        // Groups come first, so what is said of the one thing replaces them.
        self.by_thing
            .into_iter()
            .map(|((thing, _), said)| (thing, said))
            .collect()
    }
}

#[derive(Default)]
struct Reach {
    links: Vec<LinkId>,
    crossings: Vec<CrossingId>,
    services: Vec<ServiceId>,
}

impl Reach {
    fn is_empty(&self) -> bool {
        self.links.is_empty() && self.crossings.is_empty() && self.services.is_empty()
    }
}

struct Applying<'s, 'a> {
    scenario: &'s Scenario,
    network: &'a Network,
    at: ChangeIndex,
}

impl Applying<'_, '_> {
    fn unknown<'c>(
        &self,
        what: &'static str,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> ScenarioError {
        ScenarioError::Unknown {
            at: self.scenario.location(self.at),
            what,
            name: name.to_owned(),
            nearest: nearest(name, candidates),
        }
    }

    fn invalid(&self, reason: String) -> ScenarioError {
        ScenarioError::Invalid {
            at: self.scenario.location(self.at),
            reason,
        }
    }

    fn hits_nothing(&self, reason: String) -> ScenarioError {
        ScenarioError::HitsNothing {
            at: self.scenario.location(self.at),
            reason,
        }
    }

    fn contradiction(&self, other: ChangeIndex, about: impl Into<String>) -> ScenarioError {
        ScenarioError::Contradiction {
            at: self.scenario.location(self.at),
            other: self.scenario.changes()[other.index()].name(),
            about: about.into(),
        }
    }

    fn find(&self, target: &Target) -> Result<Found, ScenarioError> {
        target.find(self.network).map_err(|error| match error {
            NotFound::Unknown { what, nearest } => ScenarioError::Unknown {
                at: self.scenario.location(self.at),
                what,
                name: target.name().to_owned(),
                nearest,
            },
            NotFound::Ambiguous(candidates) => ScenarioError::Ambiguous {
                at: self.scenario.location(self.at),
                name: target.name().to_owned(),
                candidates,
            },
        })
    }

    /// Everything that a target stands for, and whether it is one thing or a group.
    fn reach(&self, target: &Target) -> Result<(Standing, Reach), ScenarioError> {
        let network = self.network;
        let mut reach = Reach::default();
        let mut standing = Standing::Group;
        match self.find(target)? {
            Found::Link(id) => {
                standing = Standing::One;
                reach.links.push(id);
            }
            Found::Crossing(id) => {
                standing = Standing::One;
                reach.crossings.push(id);
            }
            Found::Service(id) => {
                standing = Standing::One;
                reach.services.push(id);
            }
            Found::Line(line) => {
                let links = network.links().filter(|(_, link)| link.line == line);
                reach.links = links.map(|(id, _)| id).collect();
            }
            Found::Project(project) => {
                let of = Some(project);
                let links = network.links().filter(|(_, link)| {
                    link.project == of || network.line_at(link.line).project == of
                });
                reach.links = links.map(|(id, _)| id).collect();
                let crossings = network.crossings().filter(|(_, item)| item.project == of);
                reach.crossings = crossings.map(|(id, _)| id).collect();
                let services = network.services().filter(|(_, item)| item.project == of);
                reach.services = services.map(|(id, _)| id).collect();
            }
            Found::Place(place) => {
                let end = End::Place(place);
                let links = network
                    .links()
                    .filter(|(_, link)| link.from == end || link.to == end);
                reach.links = links.map(|(id, _)| id).collect();
                reach.services = self.calling(|at| at == place);
            }
            Found::Country(country) => {
                let links = network.links().filter(|(_, link)| link.country == country);
                reach.links = links.map(|(id, _)| id).collect();
                let crossings = network
                    .crossings()
                    .filter(|(_, crossing)| crossing.countries.contains(&country));
                reach.crossings = crossings.map(|(id, _)| id).collect();
                reach.services = self.calling(|at| network.place_at(at).country == country);
            }
        }
        if reach.is_empty() {
            return Err(self.hits_nothing(format!(
                "nothing in the network belongs to `{target}`; name a link, crossing or service"
            )));
        }
        Ok((standing, reach))
    }

    fn calling(&self, here: impl Fn(PlaceId) -> bool) -> Vec<ServiceId> {
        let services = self.network.services();
        services
            .filter(|(_, service)| here(service.from) || here(service.to))
            .map(|(id, _)| id)
            .collect()
    }

    fn operator(&self, id: &str) -> Result<OperatorId, ScenarioError> {
        self.network.operator_by_id(id).ok_or_else(|| {
            let operators = self.network.operators();
            self.unknown("operator", id, operators.map(|(_, item)| item.id.as_str()))
        })
    }

    fn party(&self, id: &str) -> Result<Party, ScenarioError> {
        self.network.party(id).ok_or_else(|| {
            let operators = self.network.operators().map(|(_, item)| item.id.as_str());
            let owners = self.network.owners().map(|(_, item)| item.id.as_str());
            self.unknown("operator or owner", id, operators.chain(owners))
        })
    }

    fn tariffs(&self, scope: &TariffScope) -> Result<Vec<TariffId>, ScenarioError> {
        if *scope == TariffScope::default() {
            let reason = "the scope is empty; name a tariff, an operator, a country or a mode";
            return Err(self.hits_nothing(reason.to_owned()));
        }
        let network = self.network;
        let only = scope
            .tariff
            .as_deref()
            .map(|id| self.tariff(id))
            .transpose()?;
        let operator = scope
            .operator
            .as_deref()
            .map(|id| self.operator(id))
            .transpose()?;
        let fitting: Vec<TariffId> = network
            .tariffs()
            .filter(|(id, tariff)| {
                only.is_none_or(|only| only == *id)
                    && (operator.is_none() || tariff.operator == operator)
                    && scope.country.is_none_or(|only| only == tariff.country)
                    && scope.mode.is_none_or(|only| only == tariff.mode)
            })
            .map(|(id, _)| id)
            .collect();
        if fitting.is_empty() {
            return Err(self.hits_nothing(format!("the network has no {scope}; widen the scope")));
        }
        Ok(fitting)
    }

    fn tariff(&self, id: &str) -> Result<TariffId, ScenarioError> {
        self.network.tariff_by_id(id).ok_or_else(|| {
            let tariffs = self.network.tariffs();
            self.unknown("tariff", id, tariffs.map(|(_, item)| item.id.as_str()))
        })
    }

    fn border(&self, change: &BorderTime) -> Result<BorderKey, ScenarioError> {
        let crossing = match &change.crossing {
            None => None,
            Some(code) => Some(self.network.crossing_by_code(code).ok_or_else(|| {
                let crossings = self.network.crossings();
                let codes = crossings.map(|(_, item)| item.code.as_str());
                self.unknown("border crossing", code, codes)
            })?),
        };
        let key = BorderKey {
            crossing,
            from: change.from,
            to: change.to,
            mode: change.mode,
        };
        if crossing.is_none() && change.from.is_none() && change.to.is_none() {
            let reason = "names no border; give `crossing`, or `from` and `to`";
            return Err(self.hits_nothing(reason.to_owned()));
        }
        let wanted = |side: [Country; 2]| {
            change.from.is_none_or(|from| from == side[0])
                && change.to.is_none_or(|to| to == side[1])
        };
        let hit = self.network.crossings().any(|(id, item)| {
            let [a, b] = item.countries;
            crossing.is_none_or(|only| only == id)
                && change.mode.is_none_or(|mode| mode == item.mode)
                && (wanted([a, b]) || wanted([b, a]))
        });
        if !hit {
            let reason = "no crossing of the network fits; correct the countries or the mode";
            return Err(self.hits_nothing(reason.to_owned()));
        }
        Ok(key)
    }

    fn close_passage(&self, country: Country) -> Result<(), ScenarioError> {
        let mut links = self.network.links();
        if links.any(|(_, link)| link.country == country) {
            return Ok(());
        }
        Err(self.hits_nothing(format!("the network has no link in {country} to pass over")))
    }
}

pub(super) fn apply<'a>(
    scenario: &Scenario,
    network: &'a Network,
) -> Result<World<'a>, ScenarioError> {
    let day = scenario.day();
    let mut applying = Applying {
        scenario,
        network,
        at: ChangeIndex(0),
    };
    let mut links = Claims::<LinkId, bool>::new();
    let mut crossings = Claims::<CrossingId, bool>::new();
    let mut services = Claims::<ServiceId, bool>::new();
    let mut managers = Claims::new();
    let mut stakes = Claims::<(Party, Party), Share>::new();
    let mut tariffs = Claims::<TariffId, TariffChange>::new();
    let mut link_capacity = Claims::<LinkId, Share>::new();
    let mut service_capacity = Claims::<ServiceId, Share>::new();
    let mut borders: Vec<(BorderKey, _, ChangeIndex)> = Vec::new();
    let mut transit = Vec::new();
    let mut added_links = Vec::new();
    let mut added_services = Vec::new();
    for (position, named) in scenario.changes().iter().enumerate() {
        let at = ChangeIndex(u16::try_from(position).map_err(|_| ScenarioError::Invalid {
            at: scenario.location(ChangeIndex(u16::MAX)),
            reason: "a scenario takes at most 65535 changes; split it".to_owned(),
        })?);
        applying.at = at;
        let switch = match named.change() {
            Change::Open(what) => Some((what, true)),
            Change::Close(what) => Some((what, false)),
            Change::OpensOn { what, date } => Some((what, *date <= day)),
            _ => None,
        };
        if let Some((what, open)) = switch {
            let (standing, reach) = applying.reach(what)?;
            for id in reach.links {
                let claimed = links.claim(id, standing, open, at);
                let about = || format!("link {}", network.link_at(id).id);
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            for id in reach.crossings {
                let claimed = crossings.claim(id, standing, open, at);
                let about = || format!("crossing {}", network.crossing_at(id).code);
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            for id in reach.services {
                let claimed = services.claim(id, standing, open, at);
                let about = || format!("service {}", network.service_at(id).id);
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            continue;
        }
        match named.change() {
            Change::Open(_) | Change::Close(_) | Change::OpensOn { .. } => {}
            Change::CloseTransit(closure) => {
                applying.close_passage(closure.country)?;
                transit.push((*closure, at));
            }
            Change::Manager { line, operator } => {
                let operator = applying.operator(operator)?;
                let id = network.line_by_id(line).ok_or_else(|| {
                    let lines = network.lines();
                    applying.unknown("line", line, lines.map(|(_, item)| item.id.as_str()))
                })?;
                let claimed = managers.claim(id, Standing::One, operator, at);
                let about = || format!("the manager of {line}");
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            Change::Stake {
                holder,
                held,
                share,
            } => {
                let pair = (applying.party(held)?, applying.party(holder)?);
                if pair.0 == pair.1 {
                    let reason = format!("`{held}` cannot hold a stake in itself; name another");
                    return Err(applying.invalid(reason));
                }
                let claimed = stakes.claim(pair, Standing::One, *share, at);
                let about = || format!("the stake of {holder} in {held}");
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            Change::ScaleTariffs { scope, percent } => {
                for id in applying.tariffs(scope)? {
                    let about = || format!("tariff {}", network.tariff_at(id).id);
                    let value = TariffChange::Scale(*percent);
                    let claimed = tariffs.claim(id, Standing::Group, value, at);
                    claimed.map_err(|other| applying.contradiction(other, about()))?;
                }
            }
            Change::SetTariff { tariff, usd } => {
                let id = applying.tariff(tariff)?;
                let value = TariffChange::Set(*usd);
                let claimed = tariffs.claim(id, Standing::One, value, at);
                let about = || format!("tariff {tariff}");
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            Change::BorderTime(change) => {
                let key = applying.border(change)?;
                let known = borders.iter().find(|(other, time, _)| {
                    other.rank() == key.rank()
                        && *time != change.time
                        && overlaps(other.crossing, key.crossing)
                        && overlaps(other.from, key.from)
                        && overlaps(other.to, key.to)
                        && overlaps(other.mode, key.mode)
                });
                if let Some((_, _, other)) = known {
                    return Err(applying.contradiction(*other, "the same border control"));
                }
                borders.push((key, change.time, at));
            }
            Change::AddLink(link) => {
                let record = link.resolve(network);
                added_links.push((record.map_err(|reason| applying.invalid(reason))?, at));
            }
            Change::AddService(service) => {
                let record = service.resolve(network);
                added_services.push((record.map_err(|reason| applying.invalid(reason))?, at));
            }
            Change::Capacity { what, left } => {
                let (standing, reach) = applying.reach(what)?;
                let about = || format!("the capacity of {what}");
                for id in reach.links {
                    let claimed = link_capacity.claim(id, standing, *left, at);
                    claimed.map_err(|other| applying.contradiction(other, about()))?;
                }
                for id in reach.services {
                    let claimed = service_capacity.claim(id, standing, *left, at);
                    claimed.map_err(|other| applying.contradiction(other, about()))?;
                }
            }
        }
    }
    added_links.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    added_services.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    refuse_twins(&mut applying, &added_links, "link", |link| &link.id)?;
    refuse_twins(&mut applying, &added_services, "service", |item| &item.id)?;
    let stakes = stakes.settled();
    let on_day = stakes_on_day(&mut applying, &stakes)?;
    let members = members_on_day(network, scenario, &stakes);

    let mut world = World {
        network,
        scenario: scenario.clone(),
        open_links: Bits::default(),
        open_crossings: Bits::default(),
        open_services: Bits::default(),
        link_changes: BTreeMap::new(),
        crossing_changes: BTreeMap::new(),
        service_changes: BTreeMap::new(),
        link_count: network.links().count(),
        service_count: network.services().count(),
        added_links,
        added_services,
        managers: managers.settled(),
        stakes: on_day,
        members,
        tariffs: tariffs.settled(),
        borders,
        link_capacity: link_capacity.settled(),
        service_capacity: service_capacity.settled(),
        transit,
    };
    for (id, link) in network.links() {
        world.open_links.set(id.index(), link.states.is_open(day));
    }
    for (id, crossing) in network.crossings() {
        world
            .open_crossings
            .set(id.index(), crossing.states.is_open(day));
    }
    for (id, service) in network.services() {
        world
            .open_services
            .set(id.index(), service.states.is_open(day));
    }
    for (id, (open, by)) in links.settled() {
        world.open_links.set(id.index(), open);
        world.link_changes.insert(id, by);
    }
    for (id, (open, by)) in crossings.settled() {
        world.open_crossings.set(id.index(), open);
        world.crossing_changes.insert(id, by);
    }
    for (id, (open, by)) in services.settled() {
        world.open_services.set(id.index(), open);
        world.service_changes.insert(id, by);
    }
    for at in 0..world.added_links.len() {
        world.open_links.set(world.link_count + at, true);
    }
    for at in 0..world.added_services.len() {
        world.open_services.set(world.service_count + at, true);
    }
    Ok(world)
}

fn overlaps<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

fn refuse_twins<T: Debug>(
    applying: &mut Applying<'_, '_>,
    sorted: &[(T, ChangeIndex)],
    what: &str,
    id: fn(&T) -> &String,
) -> Result<(), ScenarioError> {
    for pair in sorted.windows(2) {
        if id(&pair[0].0) == id(&pair[1].0) {
            applying.at = pair[1].1;
            let about = format!("an added {what} {}", id(&pair[0].0));
            return Err(applying.contradiction(pair[0].1, about));
        }
    }
    Ok(())
}

fn stakes_on_day(
    applying: &mut Applying<'_, '_>,
    changed: &BTreeMap<(Party, Party), (Share, ChangeIndex)>,
) -> Result<Vec<StakeOnDay>, ScenarioError> {
    let network = applying.network;
    let day = applying.scenario.day();
    let mut on_day: Vec<StakeOnDay> = Vec::new();
    for (row, stake) in network.stakes().iter().enumerate() {
        let replaced = changed.contains_key(&(stake.held, stake.holder));
        if stake.validity.contains(day) && !replaced {
            on_day.push(StakeOnDay {
                holder: stake.holder,
                held: stake.held,
                share: stake.share,
                origin: StakeOrigin::Row(row as u32),
            });
        }
    }
    for ((held, holder), (share, by)) in changed {
        if *share > Share::ZERO {
            on_day.push(StakeOnDay {
                holder: *holder,
                held: *held,
                share: *share,
                origin: StakeOrigin::Change(*by),
            });
        }
    }
    let name = |party| network.party_id(party).unwrap_or_default();
    on_day.sort_by(|a, b| (name(a.held), name(a.holder)).cmp(&(name(b.held), name(b.holder))));
    let changed_parties: BTreeSet<Party> = changed.keys().map(|(held, _)| *held).collect();
    for held in changed_parties {
        let stakes = on_day.iter().filter(|stake| stake.held == held);
        let sum: u64 = stakes
            .map(|stake| u64::from(stake.share.as_millionths()))
            .sum();
        if sum > 1_000_000 {
            let by = changed
                .iter()
                .filter(|((of, _), _)| *of == held)
                .map(|(_, (_, by))| *by)
                .max();
            applying.at = by.unwrap_or(applying.at);
            return Err(ScenarioError::StakesAboveWhole {
                at: applying.scenario.location(applying.at),
                held: name(held).to_owned(),
                percent: format!("{}", sum as f64 / 1e4),
            });
        }
    }
    Ok(on_day)
}

fn members_on_day(
    network: &Network,
    scenario: &Scenario,
    changed: &BTreeMap<(Party, Party), (Share, ChangeIndex)>,
) -> Vec<ActiveMember> {
    let mut members: Vec<ActiveMember> = network
        .members()
        .iter()
        .filter(|member| member.validity.contains(scenario.day()))
        .filter(|member| {
            !changed.contains_key(&(Party::Operator(member.consortium), member.member))
        })
        .map(ActiveMember::from)
        .collect();
    for ((held, member), (share, _)) in changed {
        if let Party::Operator(consortium) = *held
            && *share > Share::ZERO
            && network
                .operator_at(consortium)
                .roles
                .contains(&Role::Consortium)
        {
            members.push(ActiveMember {
                consortium,
                member: *member,
                share: Some(*share),
            });
        }
    }
    let name = |party| network.party_id(party).unwrap_or_default();
    members.sort_by(|a, b| {
        let key = |item: &ActiveMember| (Party::Operator(item.consortium), item.member);
        let (left, right) = (key(a), key(b));
        (name(left.0), name(left.1)).cmp(&(name(right.0), name(right.1)))
    });
    members
}

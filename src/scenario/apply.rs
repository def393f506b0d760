use std::fmt::Debug;

use super::claims::{Claims, Precedence, overlaps};
use super::formulas::Formulas;
use super::lookup::Applying;
use super::overlay::{BorderKey, TariffChange};
use super::stakes::{members_on_day, stakes_on_day};
use super::{Change, ChangeIndex, Scenario, ScenarioError, TransitClosure, Unfit, World};
use crate::code::Name;
use crate::network::{CrossingId, LinkId, Network, Party, ServiceId, TariffId};
use crate::quantity::Share;

pub(super) fn apply(scenario: &Scenario, network: &Network) -> Result<World, ScenarioError> {
    let day = scenario.day();
    let mut applying = Applying {
        scenario,
        network,
        at: ChangeIndex(0),
    };
    if scenario.changes().len() > Scenario::MOST_CHANGES {
        applying.at = ChangeIndex(Scenario::MOST_CHANGES as u16);
        return Err(applying.invalid(Unfit::TooManyChanges));
    }
    let mut links = Claims::<LinkId, bool>::new();
    let mut crossings = Claims::<CrossingId, bool>::new();
    let mut services = Claims::<ServiceId, bool>::new();
    let mut managers = Claims::new();
    let mut stakes = Claims::<(Party, Party), Share>::new();
    let mut tariffs = Claims::<TariffId, TariffChange>::new();
    let mut link_capacity = Claims::<LinkId, Share>::new();
    let mut service_capacity = Claims::<ServiceId, Share>::new();
    let mut borders: Vec<(BorderKey, _, ChangeIndex)> = Vec::new();
    let mut transit: Vec<(TransitClosure, _)> = Vec::new();
    let mut transit_open: Vec<(TransitClosure, _)> = Vec::new();
    let mut formulas = Formulas::new();
    let mut added_links = Vec::new();
    let mut added_services = Vec::new();
    for (position, named) in scenario.changes().iter().enumerate() {
        let at = ChangeIndex(u16::try_from(position).map_err(|_| ScenarioError::Invalid {
            at: scenario.location(ChangeIndex(u16::MAX)),
            reason: Box::new(Unfit::TooManyChanges),
        })?);
        applying.at = at;
        let switch = match named.change() {
            Change::Open(what) => Some((what, true)),
            Change::Close(what) => Some((what, false)),
            Change::OpensOn { what, date } => Some((what, *date <= day)),
            _ => None,
        };
        if let Some((what, open)) = switch {
            let (precedence, reach) = applying.reach(what)?;
            for id in reach.links {
                let claimed = links.claim(id, precedence, open, at);
                let about = || format!("link {}", network.link_at(id).id);
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            for id in reach.crossings {
                let claimed = crossings.claim(id, precedence, open, at);
                let about = || format!("crossing {}", network.crossing_at(id).code);
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            for id in reach.services {
                let claimed = services.claim(id, precedence, open, at);
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
            Change::OpenTransit(opening) => {
                applying.lifts_a_closure(*opening)?;
                transit_open.push((*opening, at));
            }
            Change::Manager { line, operator } => {
                let operator = applying.operator(operator)?;
                let id = applying.line(line)?;
                let claimed = managers.claim(id, Precedence::One, operator, at);
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
                    let party = held.clone();
                    return Err(applying.invalid(Unfit::SelfHeld { party }));
                }
                let claimed = stakes.claim(pair, Precedence::One, *share, at);
                let about = || format!("the stake of {holder} in {held}");
                claimed.map_err(|other| applying.contradiction(other, about()))?;
            }
            Change::ScaleTariffs { scope, percent } => {
                for id in applying.tariffs(scope)? {
                    let about = || format!("tariff {}", network.tariff_at(id).id);
                    let value = TariffChange::Scale(*percent);
                    let claimed = tariffs.claim(id, Precedence::Group, value, at);
                    claimed.map_err(|other| applying.contradiction(other, about()))?;
                }
            }
            Change::SetTariff { tariff, usd } => {
                let id = applying.tariff(tariff)?;
                let value = TariffChange::Set(*usd);
                let claimed = tariffs.claim(id, Precedence::One, value, at);
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
            Change::Toll(toll) => formulas.toll(&applying, toll)?,
            Change::BorderFee(fee) => formulas.border_fee(&applying, fee)?,
            Change::Collector(collector) => formulas.collector(&applying, collector)?,
            Change::Handling(change) => formulas.handling(&applying, change)?,
            Change::Carrier(change) => formulas.carrier(&applying, change)?,
            Change::Speed(change) => formulas.speed(&applying, change)?,
            Change::Service(change) => formulas.service(&applying, change)?,
            Change::ThroughRate(change) => formulas.through_rate(&applying, change)?,
            Change::Shares(schedule) => {
                let held = applying.party(&schedule.held)?;
                for (holder, share) in applying.shares(schedule, held)? {
                    let claimed = stakes.claim((held, holder), Precedence::One, share, at);
                    let id = network.party_id(holder).unwrap_or_default();
                    let about = || format!("the stake of {id} in {}", schedule.held);
                    claimed.map_err(|other| applying.contradiction(other, about()))?;
                }
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
                let (precedence, reach) = applying.reach(what)?;
                let about = || format!("the capacity of {what}");
                for id in reach.links {
                    let claimed = link_capacity.claim(id, precedence, *left, at);
                    claimed.map_err(|other| applying.contradiction(other, about()))?;
                }
                for id in reach.services {
                    let claimed = service_capacity.claim(id, precedence, *left, at);
                    claimed.map_err(|other| applying.contradiction(other, about()))?;
                }
            }
        }
    }
    for (opening, by) in &transit_open {
        if let Some((closure, at)) = transit.iter().find(|(closure, _)| opening.covers(*closure)) {
            applying.at = *at;
            return Err(applying.contradiction(*by, format!("transit of {}", closure.country)));
        }
    }
    added_links.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    added_services.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    refuse_twins(&mut applying, &added_links, "link", |link| &link.id)?;
    refuse_twins(&mut applying, &added_services, "service", |item| &item.id)?;
    let stakes = stakes.settled();
    let on_day = stakes_on_day(&mut applying, &stakes)?;
    let members = members_on_day(network, scenario, &stakes);

    Ok(World {
        network: network.clone(),
        scenario: scenario.clone(),
        links: links.settled(),
        crossings: crossings.settled(),
        services: services.settled(),
        link_count: network.links().len(),
        service_count: network.services().len(),
        added_links,
        added_services,
        managers: managers.settled(),
        stakes: on_day,
        members,
        tariffs: tariffs.settled(),
        borders,
        link_capacity: link_capacity.settled(),
        service_capacity: service_capacity.settled(),
        formulas: formulas.settled(network),
        transit,
        transit_open: transit_open
            .into_iter()
            .map(|(opening, _)| opening)
            .collect(),
    })
}

fn refuse_twins<T: Debug>(
    applying: &mut Applying<'_, '_>,
    sorted: &[(T, ChangeIndex)],
    what: &str,
    id: fn(&T) -> &Name,
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

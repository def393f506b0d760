//! The network on a day under the changes: what is there, and how does it stand?

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::formula_terms::FormulaTerms;
use super::overlay::{BorderKey, ChangeIndex, StakeOnDay, StakeOrigin, TariffChange};
use super::{
    ActiveMember, ActiveStake, ClosureCause, Factor, NamedChange, Scenario, StakeCause,
    TransitClosure,
};
use crate::code::Country;
use crate::network::{
    CrossingId, LineId, Link, LinkId, Network, OperatorId, Service, ServiceId, TariffId, Validity,
};
use crate::quantity::{Rate, Share, TravelTime};

/// A network on a day under the changes of a scenario: an overlay that shares the network.
///
/// Ids of added links and services continue those of the network; [`World::link`] and
/// [`World::service`] know both.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) network: Network,
    pub(super) scenario: Scenario,
    /// What changes open or close; of the rest the records speak.
    pub(super) links: BTreeMap<LinkId, (bool, ChangeIndex)>,
    pub(super) crossings: BTreeMap<CrossingId, (bool, ChangeIndex)>,
    pub(super) services: BTreeMap<ServiceId, (bool, ChangeIndex)>,
    pub(super) link_count: usize,
    pub(super) service_count: usize,
    /// Sorted by id; the number is the minted id's index less the network's count.
    pub(super) added_links: Vec<(Link, ChangeIndex)>,
    pub(super) added_services: Vec<(Service, ChangeIndex)>,
    pub(super) managers: BTreeMap<LineId, (OperatorId, ChangeIndex)>,
    pub(super) stakes: Vec<StakeOnDay>,
    pub(super) members: Vec<ActiveMember>,
    pub(super) tariffs: BTreeMap<TariffId, (TariffChange, ChangeIndex)>,
    pub(super) borders: Vec<(BorderKey, TravelTime, ChangeIndex)>,
    pub(super) formulas: FormulaTerms,
    pub(super) link_capacity: BTreeMap<LinkId, (Share, ChangeIndex)>,
    pub(super) service_capacity: BTreeMap<ServiceId, (Share, ChangeIndex)>,
    pub(super) transit: Vec<(TransitClosure, ChangeIndex)>,
    /// Which recorded closures do not hold.
    pub(super) transit_open: Vec<TransitClosure>,
}

/// Two sequences in the order of codes as one.
fn merge<'i, K: 'i, T: 'i>(
    base: impl Iterator<Item = (K, &'i T)> + 'i,
    added: impl Iterator<Item = (K, &'i T)> + 'i,
    code: fn(&T) -> &str,
) -> impl Iterator<Item = (K, &'i T)> + 'i {
    let (mut base, mut added) = (base.peekable(), added.peekable());
    std::iter::from_fn(move || {
        let added_first = match (base.peek(), added.peek()) {
            (Some((_, old)), Some((_, new))) => code(new) < code(old),
            (None, Some(_)) => true,
            _ => false,
        };
        if added_first {
            added.next()
        } else {
            base.next()
        }
    })
}

impl World {
    /// The network under it.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The day.
    #[must_use]
    pub fn day(&self) -> Date {
        self.scenario.day()
    }

    /// The scenario that made it.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// A change of its scenario.
    #[must_use]
    pub fn change(&self, index: ChangeIndex) -> Option<&NamedChange> {
        self.scenario.changes().get(index.index())
    }

    pub(super) fn change_at(&self, index: ChangeIndex) -> &NamedChange {
        &self.scenario.changes()[index.index()]
    }

    /// Links of the network and added ones, in the order of ids, open or not.
    pub fn links(&self) -> impl Iterator<Item = (LinkId, &Link)> + '_ {
        let added = self.added_links.iter().enumerate();
        let added = added.map(|(at, (link, _))| (LinkId::new(self.link_count + at), link));
        merge(self.network.links(), added, |link| link.id.as_str())
    }

    /// Services of the network and added ones, in the order of ids, open or not, as changes make them.
    pub fn services(&self) -> impl Iterator<Item = (ServiceId, &Service)> + '_ {
        let added = self.added_services.iter().enumerate();
        let added =
            added.map(|(at, (service, _))| (ServiceId::new(self.service_count + at), service));
        let changed = &self.formulas.services;
        let recorded = self.network.services().map(|(id, service)| {
            let changed = changed.get(&id).map(|changed| &changed.record);
            (id, changed.unwrap_or(service))
        });
        merge(recorded, added, |service| service.id.as_str())
    }

    /// A link, recorded or added.
    #[must_use]
    pub fn link(&self, id: LinkId) -> Option<&Link> {
        self.network.link(id).or_else(|| {
            let at = id.index().checked_sub(self.link_count)?;
            self.added_links.get(at).map(|(link, _)| link)
        })
    }

    /// A service, recorded or added, as changes make it.
    #[must_use]
    pub fn service(&self, id: ServiceId) -> Option<&Service> {
        if let Some(changed) = self.formulas.services.get(&id) {
            return Some(&changed.record);
        }
        self.network.service(id).or_else(|| {
            let at = id.index().checked_sub(self.service_count)?;
            self.added_services.get(at).map(|(service, _)| service)
        })
    }

    /// The id of a link, recorded or added.
    #[must_use]
    pub fn link_by_id(&self, id: &str) -> Option<LinkId> {
        self.network.link_by_id(id).or_else(|| {
            let at = self
                .added_links
                .iter()
                .position(|(link, _)| link.id == id)?;
            Some(LinkId::new(self.link_count + at))
        })
    }

    /// The id of a service, recorded or added.
    #[must_use]
    pub fn service_by_id(&self, id: &str) -> Option<ServiceId> {
        self.network.service_by_id(id).or_else(|| {
            let added = &self.added_services;
            let at = added.iter().position(|(service, _)| service.id == id)?;
            Some(ServiceId::new(self.service_count + at))
        })
    }

    /// How many links there are, added ones included.
    #[must_use]
    pub fn link_count(&self) -> usize {
        self.link_count + self.added_links.len()
    }

    /// How many services there are, added ones included.
    #[must_use]
    pub fn service_count(&self) -> usize {
        self.service_count + self.added_services.len()
    }

    /// Stakes that hold on the day after the changes, in canonical order.
    pub fn stakes(&self) -> impl Iterator<Item = ActiveStake<'_>> + '_ {
        self.stakes.iter().map(|stake| {
            let (validity, range, cause) = match stake.origin {
                StakeOrigin::Row(row) => {
                    let row = &self.network.stakes()[row as usize];
                    let range = [row.share.low(), row.share.high()];
                    (row.validity, range, StakeCause::Row(&row.provenance))
                }
                StakeOrigin::Change(change) => {
                    let cause = StakeCause::Change(self.change_at(change));
                    (Validity::ALWAYS, [stake.share; 2], cause)
                }
            };
            ActiveStake {
                holder: stake.holder,
                held: stake.held,
                share: stake.share,
                range,
                validity,
                cause,
            }
        })
    }

    /// Memberships that hold on the day after the changes, in canonical order.
    #[must_use]
    pub fn members(&self) -> &[ActiveMember] {
        &self.members
    }

    /// The rate of a tariff after the changes.
    #[must_use]
    pub fn tariff_rate(&self, id: TariffId) -> Option<Rate> {
        let rate = self.network.tariff(id)?.rate.value();
        Some(match self.tariffs.get(&id) {
            None => rate,
            Some((TariffChange::Set(rate), _)) => *rate,
            Some((TariffChange::Scale(factor), _)) => factor.of(rate),
        })
    }

    /// Whether a change sets the rate of a tariff, whatever its record says.
    pub(crate) fn sets_tariff(&self, id: TariffId) -> bool {
        matches!(self.tariffs.get(&id), Some((TariffChange::Set(_), _)))
    }

    /// What a tariff's minimum is multiplied with.
    #[must_use]
    pub fn tariff_factor(&self, id: TariffId) -> Factor {
        match self.tariffs.get(&id) {
            Some((TariffChange::Scale(factor), _)) => *factor,
            _ => Factor::ONE,
        }
    }

    /// How long border control takes at a crossing from one country into the other, when a change
    /// says so; what names the crossing wins over what names the countries.
    #[must_use]
    pub fn border_override(
        &self,
        crossing: CrossingId,
        from: Country,
        to: Country,
    ) -> Option<TravelTime> {
        let mode = self.network.crossing(crossing)?.mode;
        let fitting = self.borders.iter().filter(|(key, _, _)| {
            key.crossing.is_none_or(|only| only == crossing)
                && key.from.is_none_or(|only| only == from)
                && key.to.is_none_or(|only| only == to)
                && key.mode.is_none_or(|only| only == mode)
        });
        fitting
            .max_by_key(|(key, _, _)| key.rank())
            .map(|(_, time, _)| *time)
    }

    /// Which part of a link's capacity is left.
    #[must_use]
    pub fn link_capacity_left(&self, id: LinkId) -> Share {
        self.link_capacity
            .get(&id)
            .map_or(Share::WHOLE, |(share, _)| *share)
    }

    /// Which part of a service's capacity is left; the wait for it grows accordingly.
    #[must_use]
    pub fn service_capacity_left(&self, id: ServiceId) -> Share {
        self.service_capacity
            .get(&id)
            .map_or(Share::WHOLE, |(share, _)| *share)
    }

    /// Countries that goods may not pass on the day, by the records and then by the changes.
    pub fn transit_closures(&self) -> impl Iterator<Item = (TransitClosure, ClosureCause<'_>)> {
        let rows = self.network.closures().iter();
        let rows = rows
            .filter(|row| row.validity.contains(self.day()))
            .map(|row| (TransitClosure::from(row), ClosureCause::Row(row)))
            .filter(|(row, _)| !self.transit_open.iter().any(|opening| opening.covers(*row)));
        let changes = self.transit.iter().map(|(closure, change)| {
            let cause = ClosureCause::Change(self.change_at(*change));
            (*closure, cause)
        });
        rows.chain(changes)
    }

    /// What keeps goods from `origin` to `destination` out of `country`.
    #[must_use]
    pub fn transit_closed(
        &self,
        country: Country,
        origin: Country,
        destination: Country,
    ) -> Option<ClosureCause<'_>> {
        self.transit_closures()
            .find(|(closure, _)| closure.country == country && closure.stops(origin, destination))
            .map(|(_, cause)| cause)
    }
}

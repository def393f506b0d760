//! What is wrong with parties that are not the recorded ones.

use super::Mismatch;
use super::records::{Found, Records};
use super::stays::berth;
use super::touch::Touch;
use crate::code::Country;
use crate::network::{
    Conveyance, CrossingId, HandlingKind, Link, Mode, PlaceId, Product, Regime, Role,
};
use crate::route::{Act, Step};

impl Records<'_> {
    /// Who is named at a terminal or a border and is not on record there, or is and is not named.
    pub(super) fn strangers(&self, step: &Step, touch: &Touch<'_>) -> Found<()> {
        let lift = |kind| {
            let place = self.place(&step.from)?;
            match step.conveyances[..] {
                [before, after] => self.terminal(step, place, kind, (before, after)),
                _ => Err(Mismatch::HandlingConveyances),
            }
        };
        match &step.act {
            Act::Load => lift(HandlingKind::Load),
            Act::Unload => lift(HandlingKind::Unload),
            Act::Tranship => lift(HandlingKind::Tranship),
            Act::GaugeChange => lift(HandlingKind::GaugeChange),
            Act::BorderControl { crossing, from, to } => {
                let id = self.network.crossing_by_code(crossing);
                let record = id.and_then(|id| self.network.crossing(id));
                record.map_or(Ok(()), |record| {
                    self.agency(touch, id, (record.mode, record.regime), (*from, *to))
                })
            }
            Act::Wait { service } | Act::Land { service, .. } => {
                if let Act::Land {
                    border: Some(countries),
                    ..
                } = &step.act
                {
                    self.agency(touch, None, (Mode::Sea, Regime::Controlled), *countries)?;
                }
                let known = self.world.service_by_id(service);
                let known = known.and_then(|id| self.world.service(id));
                let Some(service) = known.filter(|service| service.is_by_sea()) else {
                    return Ok(());
                };
                let place = self.place(&step.from)?;
                let (land, sea) = berth(service);
                let waits = matches!(step.act, Act::Wait { .. });
                let way = if waits { (land, sea) } else { (sea, land) };
                self.terminal(step, place, HandlingKind::PortDwell, way)
            }
            Act::Move { link, .. } => {
                let link = self.world.link_by_id(link);
                let link = link.and_then(|id| self.world.link(id));
                link.map_or(Ok(()), |link| self.carrier(step, link, touch))
            }
            Act::Haul | Act::Depart | Act::Run { .. } | Act::Through { .. } => Ok(()),
        }
    }

    /// A terminal that is named must be on record there; where every record of the place names
    /// one, one must be named.
    pub(super) fn terminal(
        &self,
        step: &Step,
        place: PlaceId,
        kind: HandlingKind,
        (before, after): (Conveyance, Conveyance),
    ) -> Found<()> {
        let country = self.network.place(place).map(|place| place.country);
        let rows = |at| {
            let there = self.network.handling_at(kind, at).map(|(_, row)| row);
            there.filter(|row| {
                self.handling_counts(row)
                    && (row.country.is_none() || row.country == country)
                    && row
                        .from
                        .as_deref()
                        .is_none_or(|only| only == before.family())
                    && row.to.as_deref().is_none_or(|only| only == after.family())
            })
        };
        let named = step
            .parties
            .iter()
            .filter(|(_, _, role)| *role == Role::Terminal);
        let mut any = false;
        for (id, _, _) in named {
            any = true;
            let operator = self.network.operator_by_id(id);
            let mut on_record = rows(Some(place)).chain(rows(None));
            if !on_record.any(|row| row.operator == operator) {
                return Err(Mismatch::NotTerminal {
                    operator: id.clone(),
                    place: step.to.code.clone(),
                });
            }
        }
        if any {
            return Ok(());
        }
        let mut here = rows(Some(place)).peekable();
        if here.peek().is_some() && here.all(|row| row.operator.is_some()) {
            return Err(Mismatch::TerminalUnnamed {
                place: step.to.code.clone(),
            });
        }
        Ok(())
    }

    /// Who controls a border must be on record for it; where every record names somebody, one must
    /// be named. Whoever takes a fee of the shipment's trucks must be named.
    pub(super) fn agency(
        &self,
        touch: &Touch<'_>,
        crossing: Option<CrossingId>,
        (mode, regime): (Mode, Regime),
        (from, to): (Country, Country),
    ) -> Found<()> {
        let rows = self
            .network
            .borders_from(crossing, from)
            .map(|(_, row)| row);
        let rows = rows.filter(|row| {
            self.border_counts(row, from)
                && row.to.is_none_or(|only| only == to)
                && row.mode.is_none_or(|only| only == mode)
                && row.regime.is_none_or(|only| only == regime)
        });
        let (mut known, mut all) = (Vec::new(), true);
        for row in rows {
            known.extend(row.payee);
            all &= row.payee.is_some();
        }
        let mut named = touch.parties.iter();
        let controlled =
            named.any(|(_, id, role)| *role == Role::StateAgency && known.contains(id));
        let unnamed = !controlled && all && !known.is_empty();
        known.extend(self.world.border_payee(crossing, from, to));
        for payee in self.fee_payees(&touch.conveyances, crossing, (from, to)) {
            self.named(touch, payee, Role::StateAgency)?;
            known.push(payee);
        }
        Self::only(touch, Role::StateAgency, &known)?;
        if unnamed {
            return Err(Mismatch::AuthorityUnnamed { from, to });
        }
        Ok(())
    }

    /// Who hauls must sell the product on the line; whoever manages it, and whom the carrier's
    /// tariffs pay for its use, must be named.
    pub(super) fn carrier(&self, step: &Step, link: &Link, touch: &Touch<'_>) -> Found<()> {
        let (role, other) = match link.mode {
            Mode::Rail => (Role::RailwayUndertaking, Role::RoadCarrier),
            Mode::Road | Mode::Sea | Mode::InlandWaterway => {
                (Role::RoadCarrier, Role::RailwayUndertaking)
            }
        };
        Self::only(touch, other, &[])?;
        let mut named = touch.parties.iter().filter(|(_, _, named)| *named == role);
        let carrier = named.next().map(|(_, carrier, _)| *carrier);
        let product = step.product.unwrap_or(Product::Truck);
        let sold = self.sold_by(link, product, carrier);
        let Some((all, at)) = sold.filter(|_| named.next().is_none()) else {
            return Err(Mismatch::Unhauled {
                link: link.id.clone(),
            });
        };
        let parties = all[at].parties.iter();
        let managers = parties.filter(|(_, role)| *role == Role::InfrastructureManager);
        for (manager, role) in managers.clone() {
            self.named(touch, *manager, *role)?;
        }
        let tolls: Vec<_> = self.toll_payees(product, link.country);
        for payee in &tolls {
            self.named(touch, *payee, Role::InfrastructureManager)?;
        }
        let mut named = touch.parties.iter();
        let stranger = named.find(|(_, id, named)| {
            *named == Role::InfrastructureManager
                && managers.clone().all(|(known, _)| known != id)
                && !tolls.contains(id)
        });
        match stranger {
            Some((id, _, _)) => Err(Mismatch::NotManager {
                operator: (*id).into(),
                link: link.id.clone(),
            }),
            None => Ok(()),
        }
    }
}

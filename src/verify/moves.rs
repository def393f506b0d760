//! Moves over links and controls at borders, held against the records.

use super::Mismatch;
use super::records::{Found, Records};
use super::touch::Touch;
use crate::code::Country;
use crate::network::{
    BorderCrossing, Conveyance, CrossingId, Direction, End, Link, Mode, OperatorId, Product,
    Regime, Role, Tariff,
};
use crate::route::{Step, Stop};

impl<'a> Records<'a> {
    pub(super) fn movement<'s>(
        &self,
        step: &'s Step,
        id: &'s str,
        forward: bool,
        touch: &mut Touch<'s>,
    ) -> Found<()>
    where
        'a: 's,
    {
        let known = self.world.link_by_id(id);
        let Some((key, link)) = known.and_then(|key| Some((key, self.world.link(key)?))) else {
            return Err(Mismatch::unknown("link", id));
        };
        if !self.world.is_open_link(key) {
            return Err(self.not_open("link", id));
        }
        let ends = if forward {
            (link.from, link.to)
        } else {
            (link.to, link.from)
        };
        self.stands(link, ends.0, &step.from)?;
        self.stands(link, ends.1, &step.to)?;
        if !forward && link.direction == Direction::Forward {
            return Err(Mismatch::OneWay { link: id.into() });
        }
        let rides = |conveyance: &Conveyance| link.conveyances().any(|fits| fits == *conveyance);
        if step.conveyances.len() != 1 || !step.conveyances.iter().all(rides) {
            return Err(Mismatch::LinkConveyance { link: id.into() });
        }
        if step.distance != link.length.value() {
            return Err(Mismatch::LinkLength {
                link: id.into(),
                length: link.length.value(),
            });
        }
        touch.mode = Some(link.mode);
        touch.countries.push(link.country);
        touch.link = Some(id);
        touch.line = self.network.line(link.line).map(|line| line.id.as_str());
        self.carrier(step, link, touch)
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
        if (step.product == Some(Product::Truck)) != (link.mode == Mode::Road)
            || step.product.is_none()
        {
            return Err(Mismatch::LinkProduct {
                link: link.id.clone(),
                mode: link.mode,
            });
        }
        Self::only(touch, other, &[])?;
        let mut named = touch.parties.iter().filter(|(_, _, named)| *named == role);
        let carrier = named.next().map(|(_, carrier, _)| *carrier);
        let mut carriers = self.carriers.borrow_mut();
        let managers = carriers
            .entry((link.line, step.product, carrier))
            .or_insert_with(|| {
                let payees = self.haulage(link, step.product, carrier)?;
                let manager = self.world.manager(link.line);
                Some(manager.into_iter().chain(payees).collect())
            });
        let Some(managers) = managers.as_ref().filter(|_| named.next().is_none()) else {
            return Err(Mismatch::Unhauled {
                link: link.id.clone(),
            });
        };
        for manager in managers {
            self.named(touch, *manager, Role::InfrastructureManager)?;
        }
        let mut named = touch.parties.iter();
        let stranger = named
            .find(|(_, id, named)| *named == Role::InfrastructureManager && !managers.contains(id));
        match stranger {
            Some((id, _, _)) => Err(Mismatch::NotManager {
                operator: (*id).into(),
                link: link.id.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Whom a carrier's tariffs for a product on a line pay for its use; nothing when it sells none.
    pub(super) fn haulage(
        &self,
        link: &Link,
        product: Option<Product>,
        carrier: Option<OperatorId>,
    ) -> Option<Vec<OperatorId>> {
        let day = self.world.day();
        let tariffs = self.network.tariffs_in(link.country, link.mode);
        let tariffs = tariffs.map(|(_, tariff)| tariff);
        let on_line = tariffs.filter(|tariff| {
            tariff.validity.contains(day)
                && (tariff.lines.is_empty() || tariff.lines.contains(&link.line))
        });
        let on_line: Vec<&Tariff> = on_line.collect();
        if on_line.is_empty() {
            // Where nothing is sold by tariff, the railway itself runs, and any truck.
            let manager = self.world.manager(link.line);
            let runs = manager.filter(|_| link.mode == Mode::Rail);
            return (carrier == runs).then(Vec::new);
        }
        let mine = || {
            let mine = on_line.iter();
            mine.filter(|tariff| Some(tariff.product) == product && tariff.operator == carrier)
        };
        mine().next()?;
        // A tariff made for this line replaces the carrier's general one.
        let special = mine().any(|tariff| !tariff.lines.is_empty());
        let payees = mine().filter(|tariff| special != tariff.lines.is_empty());
        let payees = payees.filter_map(|tariff| tariff.payee);
        Some(payees.filter(|payee| Some(*payee) != carrier).collect())
    }

    pub(super) fn stands(&self, link: &Link, end: End, stop: &Stop) -> Found<()> {
        let code = self.network.end_code(end);
        if code != Some(stop.code.as_str()) || stop.country != link.country {
            return Err(Mismatch::LinkElsewhere {
                link: link.id.clone(),
                end: stop.code.clone(),
                country: stop.country,
            });
        }
        Ok(())
    }

    pub(super) fn border<'s>(
        &self,
        step: &'s Step,
        code: &'s str,
        (from, to): (Country, Country),
        touch: &mut Touch<'s>,
    ) -> Found<()> {
        let id = self.network.crossing_by_code(code);
        let known = id.and_then(|id| Some((id, self.network.crossing(id)?)));
        let Some((id, crossing)): Option<(_, &BorderCrossing)> = known else {
            return Err(Mismatch::unknown("border crossing", code));
        };
        if !self.world.is_open_crossing(id) {
            return Err(self.not_open("border crossing", code));
        }
        let between = crossing.countries.contains(&from) && crossing.countries.contains(&to);
        let here = step.from.code == code && step.to.code == code;
        if !between || from == to || !here || step.from.country != from || step.to.country != to {
            return Err(Mismatch::BorderElsewhere {
                crossing: code.into(),
                from,
                to,
            });
        }
        touch.mode = Some(crossing.mode);
        touch.countries.extend([from, to]);
        touch.border = Some((from, to));
        touch.crossing = Some(code);
        if step.conveyances.len() != 1 {
            return Err(Mismatch::BorderConveyances);
        }
        let control = (crossing.mode, crossing.regime);
        self.agency(touch, Some(id), control, (from, to))
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
        let day = self.world.day();
        let rows = self
            .network
            .borders_from(crossing, from)
            .map(|(_, row)| row);
        let rows = rows.filter(|row| {
            row.validity.contains(day)
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
        for payee in self.fee_payees(&touch.conveyances, (from, to)) {
            self.named(touch, payee, Role::StateAgency)?;
            known.push(payee);
        }
        Self::only(touch, Role::StateAgency, &known)?;
        if unnamed {
            return Err(Mismatch::AuthorityUnnamed { from, to });
        }
        Ok(())
    }
}

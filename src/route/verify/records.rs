//! What a step touches, read off the records that it names.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::VerifyError;
use super::judge::Touch;
use crate::code::Country;
use crate::network::{
    BorderCrossing, Carriage, CrossingId, Direction, End, HandlingKind, LineId, Link, Mode,
    Network, OperatorId, Party, PlaceId, PlaceKind, Product, Regime, Role, Service, ServiceKind,
    Tariff, Waypoint,
};
use crate::quantity::Distance;
use crate::route::{Act, PaidTo, Step, Stop};
use crate::scenario::World;

pub(super) struct Records<'w, 'a> {
    world: &'w World<'a>,
    network: &'a Network,
    /// Where the shipment's own trucks are registered.
    plate: Country,
    /// Whether somebody hauls a product on a line, and whom he pays for its use, once asked.
    carriers: RefCell<FxHashMap<Haulage, Option<Vec<OperatorId>>>>,
}

/// Line, product and carrier.
type Haulage = (LineId, Option<Product>, Option<OperatorId>);
type Found<T> = Result<T, String>;

impl<'w, 'a> Records<'w, 'a> {
    pub(super) fn of(world: &'w World<'a>, plate: Country) -> Self {
        Self {
            world,
            network: world.network(),
            plate,
            carriers: RefCell::default(),
        }
    }

    /// What a step touches, when the network has it on the day.
    pub(super) fn touch<'s>(
        &self,
        step: &'s Step,
        number: usize,
        touch: &mut Touch<'s>,
    ) -> Result<(), VerifyError>
    where
        'a: 's,
    {
        touch.clear();
        self.look_up(step, touch)
            .map_err(|reason| VerifyError::NotOnRecord {
                step: number,
                act: step.act.as_str(),
                reason,
            })
    }

    /// A haul, train or through rate leads where its parts lead.
    pub(super) fn composite(step: &Step, number: usize) -> Result<(), VerifyError> {
        let (Some(first), Some(last)) = (step.parts.first(), step.parts.last()) else {
            return Ok(());
        };
        let nested = step.parts.iter().any(|part| !part.parts.is_empty());
        let reason = if nested {
            Some("its parts have parts of their own".to_owned())
        } else if first.from != step.from || last.to != step.to {
            Some("its parts lead elsewhere".to_owned())
        } else {
            None
        };
        match reason {
            None => Ok(()),
            Some(reason) => Err(VerifyError::NotOnRecord {
                step: number,
                act: step.act.as_str(),
                reason,
            }),
        }
    }

    fn look_up<'s>(&self, step: &'s Step, touch: &mut Touch<'s>) -> Found<()>
    where
        'a: 's,
    {
        touch.mode = step.mode;
        touch.carriages.extend_from_slice(&step.carriages);
        let by_truck = step.carriages.contains(&Carriage::Truck);
        touch.carrier = by_truck.then_some(self.plate);
        self.parties(step, touch)?;
        match &step.act {
            Act::Move { link, forward } => self.movement(step, link, *forward, touch)?,
            Act::BorderControl { crossing, from, to } => {
                self.border(step, crossing, (*from, *to), touch)?;
            }
            Act::Load | Act::Unload | Act::Tranship | Act::GaugeChange => {
                self.handling(step, touch)?;
            }
            Act::Wait { service } | Act::Run { service } | Act::Land { service, .. } => {
                self.service(step, service, touch)?;
            }
            Act::Haul => Self::haul(step, touch)?,
            Act::Through { rate } => {
                touch.mode = None;
                self.through(step, rate, touch)?;
            }
        }
        self.told(step, touch)
    }

    /// A haul is run by one carrier over links of one country.
    fn haul(step: &Step, touch: &mut Touch<'_>) -> Found<()> {
        let Some(first) = step.parts.first() else {
            return Err("a haul without links".to_owned());
        };
        touch.mode = first.mode;
        touch.countries.clone_from(&first.countries);
        let alike = |part: &Step| {
            matches!(part.act, Act::Move { .. })
                && part.countries == step.countries
                && part.carriages == step.carriages
                && part.product == step.product
                && Self::carrier_of(part) == Self::carrier_of(step)
        };
        if !step.parts.iter().all(alike) {
            return Err("a haul over something that is no link of its carrier".to_owned());
        }
        Ok(())
    }

    fn carrier_of(step: &Step) -> Option<&str> {
        let mut parties = step.parties.iter();
        let carrier = parties.find(|(_, _, role)| *role == Role::RailwayUndertaking);
        carrier.map(|(id, _, _)| id.as_str())
    }

    /// What the step tells of itself is what the records say.
    fn told(&self, step: &Step, touch: &Touch<'_>) -> Found<()> {
        if step.countries != touch.countries {
            return Err("it tells other countries than the records".to_owned());
        }
        if step.mode != touch.mode {
            return Err("it tells another mode than the records".to_owned());
        }
        if step.flag != touch.flag {
            return Err("it tells another flag than the records".to_owned());
        }
        let parts: Distance = step.parts.iter().map(|part| part.distance).sum();
        let length = match &step.act {
            Act::Move { .. } => step.distance, // compared with the link's
            Act::Run { service } => {
                let service = self.world.service_by_id(service);
                let service = service.and_then(|service| self.world.service(service));
                service
                    .and_then(|service| service.distance)
                    .unwrap_or(parts)
            }
            _ => parts,
        };
        if step.distance != length {
            return Err(format!("it is {length} long, not {}", step.distance));
        }
        for charge in &step.charges {
            self.payee(step, &charge.payee)?;
        }
        Ok(())
    }

    /// Who is paid takes part in the step, or is an authority or carrier without a name.
    fn payee(&self, step: &Step, payee: &PaidTo) -> Found<()> {
        let takes_part = match payee {
            PaidTo::Operator { id, .. } => {
                let all = step.parties.iter();
                let mut all = all.chain(step.parts.iter().flat_map(|part| &part.parties));
                all.any(|(party, _, _)| party == id)
                    || self.network.fees().iter().any(|fee| {
                        fee.payee.is_some() && fee.payee == self.network.operator_by_id(id)
                    })
            }
            PaidTo::Carrier(country) => *country == self.plate,
            PaidTo::Authority(country) => {
                let all = step.countries.iter();
                let mut all = all.chain(step.parts.iter().flat_map(|part| &part.countries));
                all.any(|there| there == country)
            }
            PaidTo::Unnamed => true,
        };
        if takes_part {
            return Ok(());
        }
        Err(format!("{payee} is paid without taking part"))
    }

    /// Everybody the step names, as the network knows them.
    fn parties<'s>(&self, step: &'s Step, touch: &mut Touch<'s>) -> Found<()> {
        let known: &[Role] = match &step.act {
            Act::Move { .. } => &[
                Role::InfrastructureManager,
                Role::RailwayUndertaking,
                Role::RoadCarrier,
            ],
            Act::Haul => &[Role::RailwayUndertaking],
            Act::BorderControl { .. } => &[Role::StateAgency],
            Act::Load | Act::Unload | Act::Tranship | Act::GaugeChange => &[Role::Terminal],
            Act::Run { .. } => &[Role::ShippingLine, Role::RailwayUndertaking],
            Act::Wait { .. } | Act::Land { .. } => {
                &[Role::Terminal, Role::ShippingLine, Role::RailwayUndertaking]
            }
            Act::Through { .. } => &[Role::Forwarder],
        };
        for (id, name, role) in &step.parties {
            let operator = self.network.operator_by_id(id);
            let record = operator.and_then(|operator| self.network.operator(operator));
            let Some(operator) =
                operator.filter(|_| record.is_some_and(|record| record.name == *name))
            else {
                return Err(format!("operator `{id}` is unknown or has another name"));
            };
            if !known.contains(role) {
                return Err(format!("nobody acts as {role} in it, not even `{id}`"));
            }
            touch.parties.push((id, operator, *role));
        }
        Ok(())
    }

    fn named(&self, touch: &Touch<'_>, operator: OperatorId, role: Role) -> Found<()> {
        let mut parties = touch.parties.iter();
        if parties.any(|(_, id, other)| (*id, *other) == (operator, role)) {
            return Ok(());
        }
        let name = self.network.party_id(Party::Operator(operator));
        Err(format!("`{}` as {role} is not named", name.unwrap_or("?")))
    }

    /// Nobody but these is named in a role.
    fn only(touch: &Touch<'_>, only: Role, there: &[OperatorId]) -> Found<()> {
        let mut named = touch.parties.iter().filter(|(_, _, role)| *role == only);
        match named.find(|(_, operator, _)| !there.contains(operator)) {
            Some((id, _, _)) => Err(format!("`{id}` is not {only} there")),
            None => Ok(()),
        }
    }

    fn movement<'s>(
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
            return Err(format!("link `{id}` is unknown"));
        };
        if !self.world.is_open_link(key) {
            return Err(format!("link `{id}` is not open on {}", self.world.day()));
        }
        let ends = if forward {
            (link.from, link.to)
        } else {
            (link.to, link.from)
        };
        self.stands(link, ends.0, &step.from)?;
        self.stands(link, ends.1, &step.to)?;
        if !forward && link.direction == Direction::Forward {
            return Err(format!("link `{id}` leads the other way"));
        }
        let rides = |carriage: &Carriage| link.carriages().any(|fits| fits == *carriage);
        if step.carriages.len() != 1 || !step.carriages.iter().all(rides) {
            return Err(format!("link `{id}` does not take the carriage"));
        }
        if step.distance != link.length {
            return Err(format!("link `{id}` is {} long", link.length));
        }
        touch.mode = Some(link.mode);
        touch.countries.push(link.country);
        touch.link = Some(id);
        touch.line = self.network.line(link.line).map(|line| line.id.as_str());
        self.carrier(step, link, touch)
    }

    /// Who hauls must sell the product on the line; whoever manages it, and whom the carrier's
    /// tariffs pay for its use, must be named.
    fn carrier(&self, step: &Step, link: &Link, touch: &Touch<'_>) -> Found<()> {
        let (role, other, product) = match link.mode {
            Mode::Rail => (Role::RailwayUndertaking, Role::RoadCarrier, "a train"),
            _ => (Role::RoadCarrier, Role::RailwayUndertaking, "a truck"),
        };
        if (step.product == Some(Product::Truck)) != (link.mode == Mode::Road)
            || step.product.is_none()
        {
            return Err(format!("{product} runs over link `{}`", link.id));
        }
        Self::only(touch, other, &[])?;
        let mut named = touch.parties.iter().filter(|(_, _, named)| *named == role);
        let carrier = named.next().map(|(_, carrier, _)| *carrier);
        let mut carriers = self.carriers.borrow_mut();
        let payees = carriers
            .entry((link.line, step.product, carrier))
            .or_insert_with(|| self.haulage(link, step.product, carrier));
        let Some(payees) = payees.as_ref().filter(|_| named.next().is_none()) else {
            return Err(format!("nobody is named who hauls on link `{}`", link.id));
        };
        let manager = self.world.manager(link.line);
        for manager in manager.iter().chain(payees) {
            self.named(touch, *manager, Role::InfrastructureManager)?;
        }
        let managers = touch.parties.iter();
        let mut managers = managers.filter(|(_, _, named)| *named == Role::InfrastructureManager);
        match managers.find(|(_, id, _)| Some(*id) != manager && !payees.contains(id)) {
            Some((id, _, _)) => Err(format!("`{id}` does not manage link `{}`", link.id)),
            None => Ok(()),
        }
    }

    /// Whom a carrier's tariffs for a product on a line pay for its use; nothing when it sells none.
    fn haulage(
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

    fn stands(&self, link: &Link, end: End, stop: &Stop) -> Found<()> {
        let code = self.network.end_code(end);
        if code != Some(stop.code.as_str()) || stop.country != link.country {
            return Err(format!(
                "link `{}` does not end at {} in {}",
                link.id, stop.code, stop.country
            ));
        }
        Ok(())
    }

    fn border<'s>(
        &self,
        step: &'s Step,
        code: &'s str,
        (from, to): (Country, Country),
        touch: &mut Touch<'s>,
    ) -> Found<()> {
        let id = self.network.crossing_by_code(code);
        let known = id.and_then(|id| Some((id, self.network.crossing(id)?)));
        let Some((id, crossing)): Option<(_, &BorderCrossing)> = known else {
            return Err(format!("border crossing `{code}` is unknown"));
        };
        if !self.world.is_open_crossing(id) {
            return Err(format!(
                "border crossing `{code}` is not open on {}",
                self.world.day()
            ));
        }
        let between = crossing.countries.contains(&from) && crossing.countries.contains(&to);
        let here = step.from.code == code && step.to.code == code;
        if !between || from == to || !here || step.from.country != from || step.to.country != to {
            return Err(format!("`{code}` does not lead from {from} into {to}"));
        }
        touch.mode = Some(crossing.mode);
        touch.countries.extend([from, to]);
        touch.border = Some((from, to));
        touch.crossing = Some(code);
        if step.carriages.len() != 1 {
            return Err("goods pass a border in one carriage".to_owned());
        }
        self.agency(
            touch,
            Some(id),
            (crossing.mode, crossing.regime),
            (from, to),
        )
    }

    /// Who controls a border must be on record for it; where every record names somebody, one must
    /// be named.
    fn agency(
        &self,
        touch: &Touch<'_>,
        crossing: Option<CrossingId>,
        (mode, regime): (Mode, Regime),
        (from, to): (Country, Country),
    ) -> Found<()> {
        let day = self.world.day();
        let rows = self.network.borders().iter().filter(|row| {
            row.validity.contains(day)
                && row.crossing.is_none_or(|only| Some(only) == crossing)
                && row.from.is_none_or(|only| only == from)
                && row.to.is_none_or(|only| only == to)
                && row.mode.is_none_or(|only| only == mode)
                && row.regime.is_none_or(|only| only == regime)
        });
        let (mut known, mut all) = (Vec::new(), true);
        for row in rows {
            known.extend(row.payee);
            all &= row.payee.is_some();
        }
        Self::only(touch, Role::StateAgency, &known)?;
        let mut named = touch.parties.iter();
        let named = named.any(|(_, _, role)| *role == Role::StateAgency);
        if !named && all && !known.is_empty() {
            return Err(format!(
                "the authority between {from} and {to} is not named"
            ));
        }
        Ok(())
    }

    fn place(&self, stop: &Stop) -> Found<PlaceId> {
        let id = self.network.place_by_code(&stop.code);
        let place = id.and_then(|id| self.network.place(id));
        match (id, place) {
            (Some(id), Some(place)) if place.country == stop.country => Ok(id),
            _ => Err(format!("no place `{}` in {}", stop.code, stop.country)),
        }
    }

    fn handling<'s>(&self, step: &'s Step, touch: &mut Touch<'s>) -> Found<()> {
        let id = self.place(&step.from)?;
        if step.from != step.to {
            return Err("goods are handled at one place, this leads to another".to_owned());
        }
        let kind = match step.act {
            Act::Load => HandlingKind::Load,
            Act::Unload => HandlingKind::Unload,
            Act::GaugeChange => HandlingKind::GaugeChange,
            _ => HandlingKind::Tranship,
        };
        if let Some(place) = self.network.place(id) {
            let handled = step.carriages.iter().all(|carriage| {
                kind == HandlingKind::GaugeChange
                    || *carriage == Carriage::Depot
                    || place.handles(*carriage)
            });
            if !handled {
                return Err(format!("{} does not handle the carriage", place.code));
            }
        }
        if step.mode.is_some() {
            return Err("handling has no mode".to_owned());
        }
        touch.gauge_change = kind == HandlingKind::GaugeChange;
        touch.countries.push(step.from.country);
        touch.places.push((step.from.code.as_str(), id));
        let [before, after] = step.carriages[..] else {
            return Err("handling has a carriage before and one after".to_owned());
        };
        let wagon = |carriage| matches!(carriage, Carriage::Wagon(_));
        let (stood, stands) = (before == Carriage::Depot, after == Carriage::Depot);
        let fits = match step.act {
            Act::Load => stood && !stands,
            Act::Unload => !stood && stands,
            Act::GaugeChange => wagon(before) && wagon(after) && before != after,
            _ => stood != stands,
        };
        let place = self.network.place(id);
        let changes = place.is_some_and(|place| place.is(PlaceKind::GaugeChange));
        if !fits || kind == HandlingKind::GaugeChange && !changes {
            return Err(format!("goods do not go from {before} to {after} so there"));
        }
        self.terminal(step, id, kind, (before, after))
    }

    /// A terminal that is named must be on record there; where every record of the place names
    /// one, one must be named.
    fn terminal(
        &self,
        step: &Step,
        place: PlaceId,
        kind: HandlingKind,
        (before, after): (Carriage, Carriage),
    ) -> Found<()> {
        let country = self.network.place(place).map(|place| place.country);
        let day = self.world.day();
        let there = [Some(place), None].into_iter();
        let there = there.flat_map(|place| self.network.handling_at(kind, place));
        let valid = there.filter(|row| {
            row.validity.contains(day)
                && (row.country.is_none() || row.country == country)
                && row
                    .from
                    .as_deref()
                    .is_none_or(|only| only == before.family())
                && row.to.as_deref().is_none_or(|only| only == after.family())
        });
        let rows: Vec<_> = valid.collect();
        let named = step
            .parties
            .iter()
            .filter(|(_, _, role)| *role == Role::Terminal);
        let mut any = false;
        for (id, _, _) in named {
            any = true;
            let operator = self.network.operator_by_id(id);
            if !rows.iter().any(|row| row.operator == operator) {
                return Err(format!("`{id}` does not handle goods at {}", step.to.code));
            }
        }
        let mut here = rows
            .iter()
            .filter(|row| row.place == Some(place))
            .peekable();
        if !any && here.peek().is_some() && here.all(|row| row.operator.is_some()) {
            return Err(format!("the terminal at {} is not named", step.to.code));
        }
        Ok(())
    }

    fn service<'s>(&self, step: &'s Step, id: &'s str, touch: &mut Touch<'s>) -> Found<()> {
        let known = self.world.service_by_id(id);
        let Some((key, service)) = known.and_then(|key| Some((key, self.world.service(key)?)))
        else {
            return Err(format!("service `{id}` is unknown"));
        };
        if !self.world.is_open_service(key) {
            return Err(format!(
                "service `{id}` is not open on {}",
                self.world.day()
            ));
        }
        let by_sea = service.kind != ServiceKind::BlockTrain;
        let role = if by_sea {
            Role::ShippingLine
        } else {
            Role::RailwayUndertaking
        };
        self.named(touch, service.operator, role)?;
        Self::only(touch, role, &[service.operator])?;
        let other = if by_sea {
            Role::RailwayUndertaking
        } else {
            Role::ShippingLine
        };
        Self::only(touch, other, &[])?;
        if step.carriages != [service.carriage] || step.flag != service.flag {
            return Err(format!("service `{id}` has another carriage or flag"));
        }
        touch.service = Some(id);
        touch.flag = service.flag;
        let stops = (self.place(&step.from)?, self.place(&step.to)?);
        let expected = match step.act {
            Act::Wait { .. } => (service.from, service.from),
            Act::Land { .. } => (service.to, service.to),
            _ => (service.from, service.to),
        };
        if stops != expected {
            return Err(format!("service `{id}` does not call there"));
        }
        let homes = (step.from.country, step.to.country);
        match &step.act {
            Act::Run { .. } => {
                touch.places.push((step.from.code.as_str(), stops.0));
                touch.places.push((step.to.code.as_str(), stops.1));
                touch.mode = Some(if by_sea { Mode::Sea } else { Mode::Rail });
                if !by_sea {
                    self.train(step, service)?;
                }
                Ok(())
            }
            act => {
                touch.mode = None;
                touch.places.push((step.from.code.as_str(), stops.0));
                touch.countries.push(homes.0);
                if let Act::Land { border, .. } = act {
                    let left = self.network.place(service.from);
                    let left = left.map_or(homes.1, |place| place.country);
                    let crossed = (by_sea && left != homes.1).then_some((left, homes.1));
                    if *border != crossed {
                        return Err(format!("service `{id}` crosses another border"));
                    }
                    touch.border = crossed;
                    if crossed.is_some() {
                        touch.countries.clear();
                        touch.countries.extend([left, homes.1]);
                    }
                }
                if by_sea {
                    // What is lifted aboard waits in the depot; wagons and trucks roll on.
                    let (land, sea) = match service.carriage {
                        Carriage::Vessel => (Carriage::Depot, Carriage::Vessel),
                        rolling => (rolling, Carriage::Vessel),
                    };
                    let carriages = match act {
                        Act::Wait { .. } => (land, sea),
                        _ => (sea, land),
                    };
                    self.terminal(step, stops.0, HandlingKind::PortDwell, carriages)?;
                }
                Ok(())
            }
        }
    }

    /// A block train runs over links and borders, and passes what it says it passes.
    fn train(&self, step: &Step, service: &Service) -> Found<()> {
        if step.parts.is_empty() {
            return Err(format!("train `{}` without links", service.id));
        }
        let mut codes: Vec<&str> = Vec::new();
        for part in &step.parts {
            if !matches!(part.act, Act::Move { .. } | Act::BorderControl { .. }) {
                return Err(format!("train `{}` does more than run", service.id));
            }
            codes.extend([part.from.code.as_str(), part.to.code.as_str()]);
        }
        for point in &service.via {
            let code = match point {
                Waypoint::Place(id) => self.network.end_code(End::Place(*id)),
                Waypoint::Crossing(id) => self.network.end_code(End::Crossing(*id)),
                _ => None,
            };
            if code.is_some_and(|code| !codes.contains(&code)) {
                return Err(format!("train `{}` does not run that way", service.id));
            }
        }
        Ok(())
    }

    fn through(&self, step: &Step, id: &str, touch: &Touch<'_>) -> Found<()> {
        let rate = self.network.through_rate_by_id(id);
        let Some(rate) = rate.and_then(|rate| self.network.through_rate(rate)) else {
            return Err(format!("through rate `{id}` is unknown"));
        };
        if !rate.validity.contains(self.world.day()) {
            return Err(format!(
                "through rate `{id}` is not sold on {}",
                self.world.day()
            ));
        }
        if step.parts.is_empty()
            || (self.place(&step.from)?, self.place(&step.to)?) != (rate.from, rate.to)
        {
            return Err(format!("through rate `{id}` does not lead there"));
        }
        self.named(touch, rate.seller, Role::Forwarder)?;
        Self::only(touch, Role::Forwarder, &[rate.seller])
    }
}

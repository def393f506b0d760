//! What a step touches, read off the records that it names.

use std::collections::HashMap;

use super::VerifyError;
use super::judge::Touch;
use crate::code::Country;
use crate::network::{
    BorderCrossing, Carriage, CrossingId, Direction, End, Handling, HandlingKind, Link, Mode,
    Network, OperatorId, PlaceId, PlaceKind, Product, Regime, Role, Service, ServiceKind, Tariff,
    Waypoint,
};
use crate::quantity::Distance;
use crate::route::{Act, PaidTo, Step, Stop};
use crate::scenario::World;

pub(super) struct Records<'w, 'a> {
    world: &'w World<'a>,
    network: &'a Network,
    /// Where the shipment's own trucks are registered.
    plate: Country,
    /// Tariffs of the day by country and mode.
    tariffs: HashMap<(Country, Mode), Vec<&'a Tariff>>,
    /// Handling records of the day by place, those of no place under none.
    handling: HashMap<Option<PlaceId>, Vec<&'a Handling>>,
}

type Found<T> = Result<T, String>;

impl<'w, 'a> Records<'w, 'a> {
    pub(super) fn of(world: &'w World<'a>, plate: Country) -> Self {
        let (network, day) = (world.network(), world.day());
        let mut tariffs: HashMap<_, Vec<&Tariff>> = HashMap::new();
        for (_, tariff) in network.tariffs() {
            if tariff.validity.contains(day) {
                let key = (tariff.country, tariff.mode);
                tariffs.entry(key).or_default().push(tariff);
            }
        }
        let mut handling: HashMap<_, Vec<&Handling>> = HashMap::new();
        for row in network.handling() {
            if row.validity.contains(day) {
                handling.entry(row.place).or_default().push(row);
            }
        }
        Self {
            world,
            network,
            plate,
            tariffs,
            handling,
        }
    }

    /// What a step touches, when the network has it on the day.
    pub(super) fn touch(&self, step: &Step, number: usize) -> Result<Touch, VerifyError> {
        self.look_up(step)
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

    fn look_up(&self, step: &Step) -> Found<Touch> {
        let mut touch = Touch {
            mode: step.mode,
            carriages: step.carriages.clone(),
            carrier: step
                .carriages
                .contains(&Carriage::Truck)
                .then_some(self.plate),
            ..Touch::default()
        };
        self.parties(step, &mut touch)?;
        match &step.act {
            Act::Move { link, forward } => self.movement(step, link, *forward, &mut touch)?,
            Act::BorderControl { crossing, from, to } => {
                self.border(step, crossing, (*from, *to), &mut touch)?;
            }
            Act::Load | Act::Unload | Act::Tranship | Act::GaugeChange => {
                self.handling(step, &mut touch)?;
            }
            Act::Wait { service } | Act::Run { service } | Act::Land { service, .. } => {
                self.service(step, service, &mut touch)?;
            }
            Act::Haul => Self::haul(step, &mut touch)?,
            Act::Through { rate } => {
                touch.mode = None;
                self.through(step, rate)?;
            }
        }
        self.told(step, &touch)?;
        Ok(touch)
    }

    /// A haul is run by one carrier over links of one country.
    fn haul(step: &Step, touch: &mut Touch) -> Found<()> {
        let Some(first) = step.parts.first() else {
            return Err("a haul without links".to_owned());
        };
        touch.mode = first.mode;
        touch.countries.clone_from(&first.countries);
        let carrier = |step: &Step| {
            let mut parties = step.parties.iter();
            let found = parties.find(|(_, _, role)| *role == Role::RailwayUndertaking);
            found.map(|(id, _, _)| id.clone())
        };
        let alike = |part: &Step| {
            matches!(part.act, Act::Move { .. })
                && part.countries == step.countries
                && part.carriages == step.carriages
                && part.product == step.product
                && carrier(part) == carrier(step)
        };
        if !step.parts.iter().all(alike) {
            return Err("a haul over something that is no link of its carrier".to_owned());
        }
        Ok(())
    }

    /// What the step tells of itself is what the records say.
    fn told(&self, step: &Step, touch: &Touch) -> Found<()> {
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
    fn parties(&self, step: &Step, touch: &mut Touch) -> Found<()> {
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
            let operator = operator.and_then(|operator| self.network.operator(operator));
            if operator.is_none_or(|operator| operator.name != *name) {
                return Err(format!("operator `{id}` is unknown or has another name"));
            }
            if !known.contains(role) {
                return Err(format!("nobody acts as {role} in it, not even `{id}`"));
            }
            touch.parties.push((id.clone(), *role));
        }
        Ok(())
    }

    fn name(&self, operator: OperatorId) -> String {
        let operator = self.network.operator(operator);
        operator.map_or_else(String::new, |operator| operator.id.clone())
    }

    fn named(touch: &Touch, operator: &str, role: Role) -> Found<()> {
        let there = touch
            .parties
            .iter()
            .any(|(id, other)| id == operator && *other == role);
        if there {
            return Ok(());
        }
        Err(format!("`{operator}` as {role} is not named"))
    }

    /// Nobody but these is named in a role.
    fn only(&self, step: &Step, only: Role, there: &[OperatorId]) -> Found<()> {
        let mut named = step.parties.iter().filter(|(_, _, role)| *role == only);
        match named.find(|(id, _, _)| {
            let operator = self.network.operator_by_id(id);
            operator.is_none_or(|operator| !there.contains(&operator))
        }) {
            Some((id, _, _)) => Err(format!("`{id}` is not {only} there")),
            None => Ok(()),
        }
    }

    fn movement(&self, step: &Step, id: &str, forward: bool, touch: &mut Touch) -> Found<()> {
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
        touch.countries = vec![link.country];
        touch.link = Some(id.to_owned());
        touch.line = self.network.line(link.line).map(|line| line.id.clone());
        let payees = self.carrier(step, link)?;
        let manager = self.world.manager(link.line);
        let managers: Vec<OperatorId> = manager.into_iter().chain(payees).collect();
        for manager in &managers {
            Self::named(touch, &self.name(*manager), Role::InfrastructureManager)?;
        }
        self.only(step, Role::InfrastructureManager, &managers)
    }

    /// Who hauls must sell the product on the line; whom his tariffs pay for its use.
    fn carrier(&self, step: &Step, link: &Link) -> Found<Vec<OperatorId>> {
        let here = self.tariffs.get(&(link.country, link.mode));
        let on_line = here
            .into_iter()
            .flatten()
            .filter(|tariff| tariff.lines.is_empty() || tariff.lines.contains(&link.line));
        let on_line: Vec<&Tariff> = on_line.copied().collect();
        let mut sellers: Vec<Option<OperatorId>> = on_line
            .iter()
            .filter(|tariff| Some(tariff.product) == step.product)
            .map(|tariff| tariff.operator)
            .collect();
        if on_line.is_empty() {
            let manager = self.world.manager(link.line);
            sellers.push(manager.filter(|_| link.mode == Mode::Rail));
        }
        let (role, other, product) = match link.mode {
            Mode::Rail => (Role::RailwayUndertaking, Role::RoadCarrier, "a train"),
            _ => (Role::RoadCarrier, Role::RailwayUndertaking, "a truck"),
        };
        if (step.product == Some(Product::Truck)) != (link.mode == Mode::Road)
            || step.product.is_none()
        {
            return Err(format!("{product} runs over link `{}`", link.id));
        }
        self.only(step, other, &[])?;
        let mut carrier = None;
        for (id, _, _) in step.parties.iter().filter(|(_, _, named)| *named == role) {
            let hauls = self.network.operator_by_id(id);
            if carrier.is_some() || !sellers.contains(&hauls) {
                return Err(format!("`{id}` does not haul on link `{}`", link.id));
            }
            carrier = hauls;
        }
        if !sellers.contains(&carrier) {
            return Err(format!("nobody is named who hauls on link `{}`", link.id));
        }
        let mine = || {
            let product = on_line
                .iter()
                .filter(|tariff| Some(tariff.product) == step.product);
            product.filter(|tariff| tariff.operator == carrier)
        };
        // A tariff made for this line replaces the carrier's general one.
        let special = mine().any(|tariff| !tariff.lines.is_empty());
        let payees = mine().filter(|tariff| special != tariff.lines.is_empty());
        let payees = payees.filter_map(|tariff| tariff.payee);
        Ok(payees.filter(|payee| Some(*payee) != carrier).collect())
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

    fn border(
        &self,
        step: &Step,
        code: &str,
        (from, to): (Country, Country),
        touch: &mut Touch,
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
        touch.countries = vec![from, to];
        touch.border = Some((from, to));
        touch.crossing = Some(code.to_owned());
        if step.carriages.len() != 1 {
            return Err("goods pass a border in one carriage".to_owned());
        }
        self.agency(step, Some(id), (crossing.mode, crossing.regime), (from, to))
    }

    /// Who controls a border must be on record for it; where every record names somebody, one must
    /// be named.
    fn agency(
        &self,
        step: &Step,
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
        let payees: Vec<Option<OperatorId>> = rows.map(|row| row.payee).collect();
        let known: Vec<OperatorId> = payees.iter().flatten().copied().collect();
        self.only(step, Role::StateAgency, &known)?;
        let named = step.parties.iter();
        let mut named = named.filter(|(_, _, role)| *role == Role::StateAgency);
        if named.next().is_none() && !payees.is_empty() && payees.iter().all(Option::is_some) {
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

    fn handling(&self, step: &Step, touch: &mut Touch) -> Found<()> {
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
        touch.countries = vec![step.from.country];
        touch.places = vec![step.from.code.clone()];
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
        let there = [Some(place), None].into_iter();
        let there = there.filter_map(|at| self.handling.get(&at)).flatten();
        let valid = there.filter(|row| {
            row.kind == kind
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

    fn service(&self, step: &Step, id: &str, touch: &mut Touch) -> Found<()> {
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
        Self::named(touch, &self.name(service.operator), role)?;
        self.only(step, role, &[service.operator])?;
        let other = if by_sea {
            Role::RailwayUndertaking
        } else {
            Role::ShippingLine
        };
        self.only(step, other, &[])?;
        if step.carriages != [service.carriage] || step.flag != service.flag {
            return Err(format!("service `{id}` has another carriage or flag"));
        }
        touch.service = Some(id.to_owned());
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
                touch.places = vec![step.from.code.clone(), step.to.code.clone()];
                touch.mode = Some(if by_sea { Mode::Sea } else { Mode::Rail });
                if !by_sea {
                    self.train(step, service)?;
                }
                Ok(())
            }
            act => {
                touch.mode = None;
                touch.places = vec![step.from.code.clone()];
                touch.countries = vec![homes.0];
                if let Act::Land { border, .. } = act {
                    let left = self.network.place(service.from);
                    let left = left.map_or(homes.1, |place| place.country);
                    let crossed = (by_sea && left != homes.1).then_some((left, homes.1));
                    if *border != crossed {
                        return Err(format!("service `{id}` crosses another border"));
                    }
                    touch.border = crossed;
                    if crossed.is_some() {
                        touch.countries = vec![left, homes.1];
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

    fn through(&self, step: &Step, id: &str) -> Found<()> {
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
        let touch = Touch {
            parties: step
                .parties
                .iter()
                .map(|(id, _, role)| (id.clone(), *role))
                .collect(),
            ..Touch::default()
        };
        Self::named(&touch, &self.name(rate.seller), Role::Forwarder)?;
        self.only(step, Role::Forwarder, &[rate.seller])
    }
}

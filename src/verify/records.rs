//! What a step touches, read off the records that it names.

use std::cell::RefCell;

use super::cargo::Cargo;
use super::ledger::Ledger;
use super::touch::Touch;
use super::{Mismatch, VerifyError};
use crate::network::{Cited, Conveyance, HandlingKind, Network, OperatorId, Role, UnitKind};
use crate::quantity::Distance;
use crate::route::{Act, Route, Step};
use crate::scenario::World;

pub(super) struct Records<'w> {
    pub(super) world: &'w World,
    pub(super) network: &'w Network,
    pub(super) route: &'w Route,
    pub(super) cargo: Cargo,
    pub(super) ledger: RefCell<Ledger>,
}

pub(super) type Found<T> = Result<T, Mismatch>;

impl<'w> Records<'w> {
    pub(super) fn of(world: &'w World, route: &'w Route, known: Ledger) -> Self {
        let cargo = Cargo::of(route);
        Self {
            world,
            network: world.network(),
            route,
            cargo,
            ledger: RefCell::new(known.for_cargo(cargo)),
        }
    }

    pub(super) fn not_open(&self, kind: &'static str, id: &str) -> Mismatch {
        Mismatch::NotOpen {
            kind,
            id: id.into(),
            day: self.world.day(),
        }
    }

    /// What a step touches, when the network has it on the day; who touched the goods `before` is known.
    pub(super) fn touch<'s>(
        &self,
        step: &'s Step,
        number: usize,
        before: &Touch<'s>,
        touch: &mut Touch<'s>,
    ) -> Result<(), VerifyError>
    where
        'w: 's,
    {
        touch.clear();
        self.look_up(step, before, touch)
            .map_err(|mismatch| VerifyError::NotOnRecord {
                step: number,
                act: step.act.clone(),
                mismatch,
            })
    }

    /// A haul, train or through rate leads where its parts lead.
    pub(super) fn composite(step: &Step, number: usize) -> Result<(), VerifyError> {
        let (Some(first), Some(last)) = (step.parts.first(), step.parts.last()) else {
            return Ok(());
        };
        let nested = step.parts.iter().any(|part| !part.parts.is_empty());
        let mismatch = if nested {
            Mismatch::NestedParts
        } else if first.from != step.from || last.to != step.to {
            Mismatch::PartsElsewhere
        } else {
            return Ok(());
        };
        Err(VerifyError::NotOnRecord {
            step: number,
            act: step.act.clone(),
            mismatch,
        })
    }

    pub(super) fn look_up<'s>(
        &self,
        step: &'s Step,
        before: &Touch<'s>,
        touch: &mut Touch<'s>,
    ) -> Found<()>
    where
        'w: 's,
    {
        touch.mode = step.mode;
        touch.conveyances.extend_from_slice(&step.conveyances);
        self.parties(step, before, touch)?;
        match &step.act {
            Act::Move { link, forward } => self.movement(step, link, *forward, touch)?,
            Act::BorderControl { crossing, from, to } => {
                self.border(step, crossing, (*from, *to), touch)?;
            }
            Act::Load => self.handling(HandlingKind::Load, step, touch)?,
            Act::Unload => self.handling(HandlingKind::Unload, step, touch)?,
            Act::Tranship => self.handling(HandlingKind::Tranship, step, touch)?,
            Act::GaugeChange => self.handling(HandlingKind::GaugeChange, step, touch)?,
            Act::Depart => self.departs(step, touch)?,
            Act::Wait { service } => self.wait(step, service, touch)?,
            Act::Run { service } => self.run(step, service, touch)?,
            Act::Land { service, border } => self.land(step, service, *border, touch)?,
            Act::Haul => Self::haul(step, touch)?,
            Act::Through { rate } => {
                touch.mode = None;
                self.through(step, rate, touch)?;
            }
        }
        touch.carrier = self.carrier_plate(step, &touch.countries);
        self.stated(step, touch)
    }

    /// A haul is run by one carrier over links of one country.
    pub(super) fn haul(step: &Step, touch: &mut Touch<'_>) -> Found<()> {
        let Some(first) = step.parts.first() else {
            return Err(Mismatch::HaulWithoutLinks);
        };
        touch.mode = first.mode;
        touch.countries.clone_from(&first.countries);
        let alike = |part: &Step| {
            matches!(part.act, Act::Move { .. })
                && part.countries == step.countries
                && part.conveyances == step.conveyances
                && part.product == step.product
                && Self::carrier_of(part) == Self::carrier_of(step)
        };
        if !step.parts.iter().all(alike) {
            return Err(Mismatch::HaulBeyondCarrier);
        }
        Ok(())
    }

    pub(super) fn carrier_of(step: &Step) -> Option<&str> {
        let mut parties = step.parties.iter();
        let carrier = parties.find(|(_, _, role)| *role == Role::RailwayUndertaking);
        carrier.map(|(id, _, _)| id.as_str())
    }

    /// What the step states of itself is what the records say.
    pub(super) fn stated(&self, step: &Step, touch: &Touch<'_>) -> Found<()> {
        if step.countries != touch.countries {
            return Err(Mismatch::OtherCountries {
                stated: step.countries.clone(),
                recorded: touch.countries.clone(),
            });
        }
        if step.mode != touch.mode {
            return Err(Mismatch::OtherMode {
                stated: step.mode,
                recorded: touch.mode,
            });
        }
        if step.flag != touch.flag {
            return Err(Mismatch::OtherFlag {
                stated: step.flag,
                recorded: touch.flag,
            });
        }
        let parts: Distance = step.parts.iter().map(|part| part.distance).sum();
        let length = match &step.act {
            Act::Move { .. } => step.distance, // compared with the link's
            Act::Run { service } => {
                let service = self.world.service_by_id(service);
                let service = service.and_then(|service| self.world.service(service));
                service
                    .and_then(|service| service.distance.as_ref().map(Cited::value))
                    .unwrap_or(parts)
            }
            Act::Haul
            | Act::BorderControl { .. }
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::Depart
            | Act::GaugeChange
            | Act::Wait { .. }
            | Act::Land { .. }
            | Act::Through { .. } => parts,
        };
        if step.distance != length {
            return Err(Mismatch::OtherLength {
                stated: step.distance,
                recorded: length,
            });
        }
        Ok(())
    }

    /// Everybody the step names, as the network knows them.
    pub(super) fn parties<'s>(
        &self,
        step: &'s Step,
        before: &Touch<'s>,
        touch: &mut Touch<'s>,
    ) -> Found<()> {
        let known: &[Role] = match &step.act {
            Act::Move { .. } => &[
                Role::InfrastructureManager,
                Role::RailwayUndertaking,
                Role::RoadCarrier,
            ],
            Act::Haul => &[Role::RailwayUndertaking],
            Act::Depart => &[],
            Act::BorderControl { .. } => &[
                Role::Terminal,
                Role::StateAgency,
                Role::InfrastructureManager,
            ],
            Act::Load | Act::Unload | Act::Tranship | Act::GaugeChange => &[Role::Terminal],
            Act::Run { .. } => &[Role::ShippingLine, Role::RailwayUndertaking],
            Act::Wait { .. } => &[Role::Terminal, Role::ShippingLine, Role::RailwayUndertaking],
            Act::Land { .. } => &[
                Role::Terminal,
                Role::ShippingLine,
                Role::RailwayUndertaking,
                Role::StateAgency,
            ],
            Act::Through { .. } => &[Role::Forwarder],
        };
        for (id, name, role) in &step.parties {
            // One link after the other is mostly run by the same.
            let mut named = before.parties.iter();
            let operator = match named.find(|(named, _, _)| *named == id.as_str()) {
                Some((_, operator, _)) => Some(*operator),
                None => self.network.operator_by_id(id),
            };
            let record = operator.and_then(|operator| self.network.operator(operator));
            let Some(operator) =
                operator.filter(|_| record.is_some_and(|record| record.name == *name))
            else {
                return Err(Mismatch::UnknownOperator {
                    operator: id.clone(),
                });
            };
            if !known.contains(role) {
                return Err(Mismatch::RoleOutOfPlace {
                    operator: id.clone(),
                    role: *role,
                });
            }
            touch.parties.push((id, operator, *role));
        }
        Ok(())
    }

    pub(super) fn named(&self, touch: &Touch<'_>, operator: OperatorId, role: Role) -> Found<()> {
        let mut parties = touch.parties.iter();
        if parties.any(|(_, id, other)| (*id, *other) == (operator, role)) {
            return Ok(());
        }
        Err(Mismatch::PartyUnnamed {
            operator: self.network.operator_at(operator).id.clone(),
            role,
        })
    }

    /// Nobody but these is named in a role.
    pub(super) fn only(touch: &Touch<'_>, only: Role, there: &[OperatorId]) -> Found<()> {
        let mut named = touch.parties.iter().filter(|(_, _, role)| *role == only);
        match named.find(|(_, operator, _)| !there.contains(operator)) {
            Some((id, _, _)) => Err(Mismatch::NotInRole {
                operator: (*id).into(),
                role: only,
            }),
            None => Ok(()),
        }
    }

    /// What the shipment is packed in rides and buys what the step is; of a train or a through rate the
    /// parts are not asked.
    pub(super) fn takes_unit(&self, step: &Step) -> Found<()> {
        let unit = self.route.shipment.unit();
        let rides = |conveyance: &Conveyance| unit.rides(*conveyance);
        let by_rail = !matches!(step.act, Act::Through { .. }) || unit.kind() != UnitKind::Trailer;
        let buys = step.product.is_none_or(|product| unit.buys(product));
        if by_rail && buys && step.conveyances.iter().all(rides) {
            return Ok(());
        }
        Err(Mismatch::UnitUnfit { unit: unit.kind() })
    }
}

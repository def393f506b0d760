//! Handling at places, services and through rates, held against the records.

use super::Mismatch;
use super::records::{Found, Records};
use super::touch::Touch;
use crate::code::Country;
use crate::network::{Conveyance, HandlingKind, Mode, PlaceId, PlaceKind, Role, Service};
use crate::quantity::Share;
use crate::route::{Act, Step, Stop};

impl Records<'_> {
    pub(super) fn place(&self, stop: &Stop) -> Found<PlaceId> {
        let id = self.network.place_by_code(&stop.code);
        let place = id.and_then(|id| self.network.place(id));
        match (id, place) {
            (Some(id), Some(place)) if place.country == stop.country => {
                Self::called(stop, Some(&place.name))?;
                Ok(id)
            }
            _ => Err(Mismatch::UnknownPlace {
                place: stop.code.clone(),
                country: stop.country,
            }),
        }
    }

    pub(super) fn handling<'s>(
        &self,
        kind: HandlingKind,
        step: &'s Step,
        touch: &mut Touch<'s>,
    ) -> Found<()> {
        let id = self.place(&step.from)?;
        if step.from != step.to {
            return Err(Mismatch::HandledElsewhere);
        }
        if let Some(place) = self.network.place(id) {
            let ends = matches!(kind, HandlingKind::Load | HandlingKind::Unload);
            let handled = step.conveyances.iter().all(|conveyance| {
                kind == HandlingKind::GaugeChange
                    || *conveyance == Conveyance::Terminal
                    || place.handles(*conveyance)
                    || ends && place.loads(*conveyance)
            });
            if !handled {
                return Err(Mismatch::NotHandled {
                    place: step.from.code.clone(),
                });
            }
        }
        if step.mode.is_some() {
            return Err(Mismatch::HandlingMode);
        }
        touch.gauge_change = kind == HandlingKind::GaugeChange;
        touch.countries.push(step.from.country);
        touch.places.push((step.from.code.as_str(), id));
        let [before, after] = step.conveyances[..] else {
            return Err(Mismatch::HandlingConveyances);
        };
        let wagon = |conveyance| matches!(conveyance, Conveyance::Wagon(_));
        let (stood, stands) = (
            before == Conveyance::Terminal,
            after == Conveyance::Terminal,
        );
        let fits = match kind {
            HandlingKind::Load => stood && !stands,
            HandlingKind::Unload => !stood && stands,
            HandlingKind::GaugeChange => wagon(before) && wagon(after) && before != after,
            HandlingKind::Tranship | HandlingKind::PortDwell => stood != stands,
        };
        let place = self.network.place(id);
        let changes = place.is_some_and(|place| place.is(PlaceKind::GaugeChange));
        if !fits || kind == HandlingKind::GaugeChange && !changes {
            return Err(Mismatch::WrongLift { before, after });
        }
        if self.handler_ceased(kind, id, step.from.country, [before, after]) {
            return Err(Mismatch::NotHandled {
                place: step.from.code.clone(),
            });
        }
        Ok(())
    }

    /// Goods wait for a train where they were loaded on a wagon.
    pub(super) fn departs<'s>(&self, step: &'s Step, touch: &mut Touch<'s>) -> Found<()> {
        let id = self.place(&step.from)?;
        if step.from != step.to {
            return Err(Mismatch::HandledElsewhere);
        }
        if step.mode.is_some() {
            return Err(Mismatch::HandlingMode);
        }
        let [Conveyance::Wagon(_)] = step.conveyances[..] else {
            return Err(Mismatch::HandlingConveyances);
        };
        touch.countries.push(step.from.country);
        touch.places.push((step.from.code.as_str(), id));
        Ok(())
    }

    /// The service of a step, with the parties and the form that its record states.
    fn service<'s>(&self, step: &Step, id: &'s str, touch: &mut Touch<'s>) -> Found<&Service> {
        let known = self.world.service_by_id(id);
        let Some((key, service)) = known.and_then(|key| Some((key, self.world.service(key)?)))
        else {
            return Err(Mismatch::unknown("service", id));
        };
        if !self.world.is_open_service(key) {
            return Err(self.not_open("service", id));
        }
        if self.world.service_capacity_left(key) == Share::ZERO {
            return Err(Mismatch::NoRoom { service: id.into() });
        }
        let roles = [Role::ShippingLine, Role::RailwayUndertaking];
        let [role, other] = if service.is_by_sea() {
            roles
        } else {
            [roles[1], roles[0]]
        };
        self.named(touch, service.operator, role)?;
        Self::only(touch, role, &[service.operator])?;
        Self::only(touch, other, &[])?;
        if step.conveyances != [service.conveyance] || step.flag != service.flag {
            return Err(Mismatch::ServiceForm { service: id.into() });
        }
        touch.service = Some(id);
        touch.flag = service.flag;
        touch.unflagged = (service.is_by_sea() && service.flag.is_none()).then_some(id);
        Ok(service)
    }

    /// The places of a step, which must be those of its service.
    fn calls(&self, step: &Step, service: &Service, expected: (PlaceId, PlaceId)) -> Found<()> {
        if (self.place(&step.from)?, self.place(&step.to)?) == expected {
            return Ok(());
        }
        let service = service.id.clone();
        Err(Mismatch::ServiceElsewhere { service })
    }

    pub(super) fn run<'s>(&self, step: &'s Step, id: &'s str, touch: &mut Touch<'s>) -> Found<()> {
        let service = self.service(step, id, touch)?;
        self.calls(step, service, (service.from, service.to))?;
        touch.places.push((step.from.code.as_str(), service.from));
        touch.places.push((step.to.code.as_str(), service.to));
        touch.mode = Some(if service.is_by_sea() {
            Mode::Sea
        } else {
            Mode::Rail
        });
        if service.is_by_sea() {
            return Ok(());
        }
        self.train(step, service)
    }

    pub(super) fn wait<'s>(&self, step: &'s Step, id: &'s str, touch: &mut Touch<'s>) -> Found<()> {
        let service = self.service(step, id, touch)?;
        self.calls(step, service, (service.from, service.from))?;
        touch.mode = None;
        touch.places.push((step.from.code.as_str(), service.from));
        touch.countries.push(step.from.country);
        Ok(())
    }

    pub(super) fn land<'s>(
        &self,
        step: &'s Step,
        id: &'s str,
        border: Option<(Country, Country)>,
        touch: &mut Touch<'s>,
    ) -> Found<()> {
        let service = self.service(step, id, touch)?;
        self.calls(step, service, (service.to, service.to))?;
        touch.mode = None;
        touch.places.push((step.from.code.as_str(), service.to));
        let entered = step.to.country;
        let left = self.network.place(service.from);
        let left = left.map_or(entered, |place| place.country);
        let crossed = (service.is_by_sea() && left != entered).then_some((left, entered));
        if border != crossed {
            return Err(Mismatch::ServiceBorder { service: id.into() });
        }
        touch.border = crossed;
        match crossed {
            Some((left, entered)) => {
                touch.countries.extend([left, entered]);
            }
            None => {
                touch.countries.push(step.from.country);
                Self::only(touch, Role::StateAgency, &[])?;
            }
        }
        Ok(())
    }

    /// A block train runs over links and borders, and passes what it says it passes.
    pub(super) fn train(&self, step: &Step, service: &Service) -> Found<()> {
        if step.parts.is_empty() {
            let service = service.id.clone();
            return Err(Mismatch::TrainWithoutLinks { service });
        }
        let runs = |part: &Step| {
            let moves = matches!(part.act, Act::Move { .. } | Act::BorderControl { .. });
            moves && part.conveyances == [service.conveyance]
        };
        if !step.parts.iter().all(runs) {
            let service = service.id.clone();
            return Err(Mismatch::TrainDoesMore { service });
        }
        let key = self.world.service_by_id(&service.id);
        if !key.is_some_and(|key| self.runs_as_recorded(step, key, service)) {
            let service = service.id.clone();
            return Err(Mismatch::TrainElsewhere { service });
        }
        Ok(())
    }

    pub(super) fn through(&self, step: &Step, id: &str, touch: &Touch<'_>) -> Found<()> {
        let rate = self.network.through_rate_by_id(id);
        let Some(rate) = rate.and_then(|rate| self.network.through_rate(rate)) else {
            return Err(Mismatch::unknown("through rate", id));
        };
        if !rate.validity.contains(self.world.day()) || !self.exists(Some(rate.seller)) {
            return Err(Mismatch::NotSold {
                rate: id.into(),
                day: self.world.day(),
            });
        }
        if step.parts.is_empty()
            || (self.place(&step.from)?, self.place(&step.to)?) != (rate.from, rate.to)
        {
            return Err(Mismatch::RateElsewhere { rate: id.into() });
        }
        self.named(touch, rate.seller, Role::Forwarder)?;
        Self::only(touch, Role::Forwarder, &[rate.seller])?;
        self.rate_parts(step, rate)
    }
}

/// What goods stand or ride in on shore and on board: what is lifted aboard waits at the terminal, wagons
/// and trucks roll on.
pub(super) fn berth(service: &Service) -> (Conveyance, Conveyance) {
    let land = match service.conveyance {
        Conveyance::Vessel => Conveyance::Terminal,
        rolling @ (Conveyance::Wagon(_)
        | Conveyance::Truck
        | Conveyance::Barge
        | Conveyance::Terminal) => rolling,
    };
    (land, Conveyance::Vessel)
}

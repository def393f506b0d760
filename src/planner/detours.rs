//! Hauls around links that rules block, and by way of what a route has to use or come by, so that no way is
//! missed.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{Error, Planner};
use crate::costing::{CostModel, Shipment};
use crate::metric::{Collects, Verdicts, wanted};
use crate::network::PlaceId;
use crate::operations::{Operation, Wanted};
use crate::policy::CompiledPolicy;
use crate::router::ArcId;

/// How many of them a planner knows.
const MOST: usize = 8;

/// Models with hauls led around blocked moves, the last asked for first: the same rules come again.
#[derive(Debug, Default)]
pub(super) struct Detours {
    known: Mutex<Vec<Detour>>,
}

#[derive(Debug)]
struct Detour {
    /// In order.
    blocked: Vec<ArcId>,
    /// What hauls are led by way of.
    by_way: Option<ByWay>,
    /// As long as somebody asks on it; nothing where no haul can be led around them.
    led: Option<(Weak<CostModel>, Arc<[ArcId]>)>,
}

/// Marks of moves below hauls in order, and places to come by.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ByWay {
    marked: Vec<(ArcId, u8)>,
    stops: Vec<PlaceId>,
}

/// A model, and the hauls in it that run over other parts than in the planner's own.
type Led = (Arc<CostModel>, Arc<[ArcId]>);

impl Planner {
    /// The planner's own model; where rules block links under hauls, one with hauls led around
    /// these, and where a route has to use or come by something, one with hauls by way of it, and what that
    /// is. Trains and through rates keep their one way.
    pub(super) fn search_model(
        &self,
        policy: &CompiledPolicy,
        shipment: &Shipment,
    ) -> Result<(Arc<CostModel>, Verdicts, Option<Wanted>), Error> {
        let operations = self.operations();
        let verdicts = Verdicts::of(operations, policy, shipment);
        let part_only = |arc: &ArcId| operations.arc(*arc).is_some_and(Operation::is_part_only);
        let blocked = verdicts.blocked().iter().map(|(arc, _)| *arc);
        let blocked: Vec<ArcId> = blocked.filter(part_only).collect();
        let (mut model, mut verdicts) = (self.model.clone(), verdicts);
        if !blocked.is_empty()
            && let Some((led, hauls)) =
                self.led(&blocked, None, || Ok(self.model.around(&blocked)?))?
        {
            verdicts = verdicts.led(led.operations(), shipment, &hauls);
            model = led;
        }
        let Some(wanted) = wanted(policy) else {
            return Ok((model, verdicts, None));
        };
        let mut collects = Collects::of(model.operations(), policy, shipment, &wanted);
        if collects.any_below_hauls() {
            let by_way = ByWay {
                marked: collects.marked_below_hauls(),
                stops: wanted.stops().to_vec(),
            };
            let marked = by_way.marked.clone();
            let make = || -> Result<_, Error> { Ok(model.by_way(&blocked, &wanted, &marked)?) };
            if let Some((grown, hauls)) = self.led(&blocked, Some(by_way), make)? {
                verdicts = verdicts.led(grown.operations(), shipment, &hauls);
                model = grown;
            }
        }
        Ok((model, verdicts, Some(wanted)))
    }

    /// A model with other hauls, kept from a recent question or made; nothing where none is any other.
    fn led(
        &self,
        blocked: &[ArcId],
        by_way: Option<ByWay>,
        make: impl FnOnce() -> Result<Option<(CostModel, Vec<ArcId>)>, Error>,
    ) -> Result<Option<Led>, Error> {
        // What a panic elsewhere left behind is whole: entries are put in at once.
        let lock = || {
            let known = &self.kept.detours.known;
            known.lock().unwrap_or_else(PoisonError::into_inner)
        };
        let is_it = |detour: &Detour| detour.blocked == blocked && detour.by_way == by_way;
        let mut known = lock();
        if let Some(at) = known.iter().position(is_it) {
            known[..=at].rotate_right(1);
            let Some((model, hauls)) = &known[0].led else {
                return Ok(None);
            };
            if let Some(model) = model.upgrade() {
                return Ok(Some((model, hauls.clone())));
            }
            known.remove(0);
        }
        drop(known); // others need not wait while these are led
        let led = make()?;
        let led = led.map(|(model, hauls)| (Arc::new(model), Arc::from(hauls)));
        let mut known = lock();
        let weak = |(model, hauls): &Led| (Arc::downgrade(model), hauls.clone());
        let led_weakly = led.as_ref().map(weak);
        known.insert(
            0,
            Detour {
                blocked: blocked.to_vec(),
                by_way,
                led: led_weakly,
            },
        );
        known.truncate(MOST);
        Ok(led)
    }
}

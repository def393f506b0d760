//! Hauls around links that rules block, so that no way around them is missed.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{Error, Planner};
use crate::costing::{CostModel, Shipment};
use crate::metric::Verdicts;
use crate::operations::Operation;
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
    /// As long as somebody asks on it; nothing where no haul can be led around them.
    led: Option<(Weak<CostModel>, Arc<[ArcId]>)>,
}

/// A model, and the hauls in it that run over other parts than in the planner's own.
type Led = (Arc<CostModel>, Arc<[ArcId]>);

impl Planner {
    /// The planner's own model; where rules block links under hauls, one with hauls led around
    /// these. Trains and through rates keep their one way.
    pub(super) fn search_model(
        &self,
        policy: &CompiledPolicy,
        shipment: &Shipment,
    ) -> Result<(Arc<CostModel>, Verdicts), Error> {
        let operations = self.operations();
        let verdicts = Verdicts::of(operations, policy, shipment);
        let part_only = |arc: &ArcId| operations.arc(*arc).is_some_and(Operation::is_part_only);
        let blocked = verdicts.blocked().iter().map(|(arc, _)| *arc);
        let blocked: Vec<ArcId> = blocked.filter(part_only).collect();
        if !blocked.is_empty()
            && let Some((model, hauls)) = self.led_around(blocked)?
        {
            let verdicts = verdicts.led(model.operations(), shipment, &hauls);
            return Ok((model, verdicts));
        }
        Ok((self.model.clone(), verdicts))
    }

    /// The model with hauls led around these moves, if any can be.
    fn led_around(&self, blocked: Vec<ArcId>) -> Result<Option<Led>, Error> {
        // What a panic elsewhere left behind is whole: entries are put in at once.
        let lock = || {
            let known = &self.kept.detours.known;
            known.lock().unwrap_or_else(PoisonError::into_inner)
        };
        let mut known = lock();
        if let Some(at) = known.iter().position(|detour| detour.blocked == blocked) {
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
        let led = self.model.around(&blocked)?;
        let led = led.map(|(model, hauls)| (Arc::new(model), Arc::from(hauls)));
        let mut known = lock();
        let weak = |(model, hauls): &Led| (Arc::downgrade(model), hauls.clone());
        let led_weakly = led.as_ref().map(weak);
        known.insert(
            0,
            Detour {
                blocked,
                led: led_weakly,
            },
        );
        known.truncate(MOST);
        Ok(led)
    }
}

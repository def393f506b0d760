use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::code::Name;
use crate::costing::{CostModel, FeePayees, Quote, Shipment};
use crate::network::{Network, OperatorId, Role};
use crate::operations::Operation;
use crate::quantity::{Distance, Duration, Emissions, Money, TravelTime};
use crate::router::ArcId;
use crate::scenario::World;

type Weigh = dyn Fn(&Weighing<'_>) -> Option<u64> + Send + Sync;

/// An objective of the caller's own: a name, and a function that weighs one operation.
///
/// Made by [`Objective::custom`](super::Objective::custom). Two of them are equal when they have one name and share one
/// function, as clones do; functions that do the same are not compared. The serialised form is the
/// name alone: what is read back equals what else was read back under that name, and cannot weigh
/// ([`WeightsError::NoFunction`](super::WeightsError::NoFunction)).
#[derive(Clone)]
pub struct CustomObjective {
    name: Name,
    weigh: Option<Arc<Weigh>>,
}

impl CustomObjective {
    pub(super) fn new(
        name: Name,
        weigh: impl Fn(&Weighing<'_>) -> Option<u64> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            weigh: Some(Arc::new(weigh)),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has its function; not after it was read back.
    #[must_use]
    pub const fn can_weigh(&self) -> bool {
        self.weigh.is_some()
    }

    pub(super) const fn shared_name(&self) -> &Name {
        &self.name
    }

    pub(super) fn weigh(&self, model: &CostModel, quote: &Quote, arc: ArcId) -> Option<u64> {
        (self.weigh.as_ref()?)(&Weighing::new(model, quote, arc)?)
    }

    /// The name without the function.
    pub(super) fn named(&self) -> Self {
        Self {
            name: self.name.clone(),
            weigh: None,
        }
    }
}

impl PartialEq for CustomObjective {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && match (&self.weigh, &other.weigh) {
                (Some(one), Some(another)) => Arc::ptr_eq(one, another),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            }
    }
}

impl Eq for CustomObjective {}

impl fmt::Debug for CustomObjective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomObjective")
            .field("name", &self.name)
            .field("can_weigh", &self.can_weigh())
            .finish_non_exhaustive()
    }
}

impl Serialize for CustomObjective {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.name.serialize(to)
    }
}

impl<'de> Deserialize<'de> for CustomObjective {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = Name::deserialize(from)?;
        Ok(Self { name, weigh: None })
    }
}

/// An operation that an objective of the caller's own weighs, with what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Weighing<'a> {
    model: &'a CostModel,
    quote: &'a Quote,
    arc: ArcId,
    operation: &'a Operation,
}

impl<'a> Weighing<'a> {
    fn new(model: &'a CostModel, quote: &'a Quote, arc: ArcId) -> Option<Self> {
        Some(Self {
            model,
            quote,
            arc,
            operation: model.operations().arc(arc)?,
        })
    }

    /// What is done, with the ids of the records that it touches.
    #[must_use]
    pub const fn operation(&self) -> &'a Operation {
        self.operation
    }

    /// Its arc in the graph that is searched.
    #[must_use]
    pub const fn arc(&self) -> ArcId {
        self.arc
    }

    /// Times, prices and intensities of all operations.
    #[must_use]
    pub const fn model(&self) -> &'a CostModel {
        self.model
    }

    /// The network on the day.
    #[must_use]
    pub fn world(&self) -> &'a World {
        self.model.world()
    }

    /// The records.
    #[must_use]
    pub fn network(&self) -> &'a Network {
        self.model.world().network()
    }

    /// Every price, read for the shipment.
    #[must_use]
    pub const fn quote(&self) -> &'a Quote {
        self.quote
    }

    /// What is shipped.
    #[must_use]
    pub const fn shipment(&self) -> &'a Shipment {
        self.quote.shipment()
    }

    /// Who touches the goods or is paid, and as what; the parts of a composite operation have their own.
    #[must_use]
    pub fn parties(&self) -> Cow<'a, [(OperatorId, Role)]> {
        FeePayees::of(self.model.operations(), *self.shipment()).parties(self.operation)
    }

    /// How far it goes.
    #[must_use]
    pub fn distance(&self) -> Distance {
        self.operation.distance()
    }

    /// The mean of how long it takes.
    #[must_use]
    pub fn expected(&self) -> Duration {
        self.model.expected(self.arc).unwrap_or_default()
    }

    /// Median and 90th percentile of how long it takes.
    #[must_use]
    pub fn time(&self) -> TravelTime {
        self.model.time(self.arc).unwrap_or_default()
    }

    /// What is paid for it, for the whole shipment; nothing when that is not known, and for most parts
    /// of composite operations.
    #[must_use]
    pub fn cost(&self) -> Option<Money> {
        let cents = self.model.cents(self.arc, self.quote).ok()?;
        Some(Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX)))
    }

    /// What it emits.
    #[must_use]
    pub fn emissions(&self) -> Emissions {
        let emitted = self.model.emissions(self.arc, self.quote.shipment());
        emitted.unwrap_or_default()
    }

    /// The operations that a haul, a block train or a through rate runs over, in order; empty for
    /// others.
    pub fn parts(&self) -> impl Iterator<Item = Weighing<'a>> + use<'a> {
        let (model, quote) = (self.model, self.quote);
        let parts = model.operations().parts(self.operation).iter();
        parts.filter_map(move |part| Self::new(model, quote, *part))
    }

    /// The parts, theirs in their place; the operation itself where it has none.
    #[must_use]
    pub fn atoms(&self) -> Vec<Self> {
        let mut atoms = Vec::new();
        let mut waiting = vec![*self];
        while let Some(next) = waiting.pop() {
            let before = waiting.len();
            waiting.extend(next.parts());
            if waiting.len() == before {
                atoms.push(next);
            }
            waiting[before..].reverse();
        }
        atoms
    }
}

//! How what a step states differs from what the records make of it.

use crate::code::{Country, Name};
use crate::network::{Conveyance, Evidence, Product, Role};
use crate::quantity::{Duration, Emissions, TravelTime};
use crate::route::RouteCharge;

/// What a step states of itself, and what the records make instead.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Misstatement {
    /// Another product than recorded, or one where nothing is sold by product.
    #[error("it states another product than the records")]
    OtherProduct {
        /// What the step states.
        stated: Option<Product>,
        /// What is recorded.
        recorded: Option<Product>,
    },
    /// Other conveyances than recorded.
    #[error("it states other conveyances than the records")]
    OtherConveyances {
        /// What the step states.
        stated: Vec<Conveyance>,
        /// What is recorded.
        recorded: Vec<Conveyance>,
    },
    /// Other parties than recorded, or in another order.
    #[error("it states other parties than the records, or in another order")]
    OtherParties {
        /// Ids and roles that the step states.
        stated: Vec<(Name, Role)>,
        /// Ids and roles of the records, in order.
        recorded: Vec<(Name, Role)>,
    },
    /// A change of trucks at a border that the records do not make, none where they make one, or of other
    /// plates.
    #[error("it changes trucks at a border otherwise than the records have it")]
    OtherReload {
        /// Plates before and after that the step states.
        stated: Option<(Country, Country)>,
        /// Plates before and after by the records.
        recorded: Option<(Country, Country)>,
    },
    /// Other hours than the records make.
    #[error("it takes {} by median and {} in nine of ten cases, not {} and {}", recorded.median(), recorded.p90(), stated.median(), stated.p90())]
    OtherHours {
        /// What the step states.
        stated: TravelTime,
        /// What the records make.
        recorded: TravelTime,
    },
    /// Another mean than the records make.
    #[error("it takes {recorded} in the mean, not {stated}")]
    OtherMean {
        /// What the step states.
        stated: Duration,
        /// What the records make.
        recorded: Duration,
    },
    /// Other emissions than the records make.
    #[error("it emits {recorded}, not {stated}")]
    OtherEmissions {
        /// What the step states.
        stated: Emissions,
        /// What the records make.
        recorded: Emissions,
    },
    /// Other parts of the emissions than the records make.
    #[error("of what it emits {} is tank to wheel and {} of unknown parts, not {} and {}", recorded[0], recorded[1], stated[0], stated[1])]
    OtherEmissionParts {
        /// Tank to wheel, and of unknown parts, as the step states it.
        stated: [Emissions; 2],
        /// What the records make.
        recorded: [Emissions; 2],
    },
    /// More or fewer charges than the records make.
    #[error("it is charged {recorded} times by the records, not {stated} times")]
    OtherCharges {
        /// How many charges the step states.
        stated: usize,
        /// How many the records make.
        recorded: usize,
    },
    /// A charge of another kind or amount, for somebody or somewhere else, or from another price.
    #[error("charge {charge} is {} of {} to {} by the records, not {} of {} to {}; or its country or evidence differs", recorded.component, recorded.amount, recorded.payee, stated.component, stated.amount, stated.payee)]
    OtherCharge {
        /// Number of the charge, from one.
        charge: usize,
        /// What the step states.
        stated: Box<RouteCharge>,
        /// What the records make.
        recorded: Box<RouteCharge>,
    },
    /// A price stated as known that is not, or the reverse.
    #[error("its price is {}known", if *recorded { "" } else { "not " })]
    OtherPriced {
        /// What the step states.
        stated: bool,
        /// Whether it is known and sold to the shipment.
        recorded: bool,
    },
    /// Hours, a length or CO2e from other figures than recorded.
    #[error("its {of} come from other figures or sources than it states")]
    OtherEvidence {
        /// Hours, length or CO2e.
        of: &'static str,
        /// What the step states.
        stated: Evidence,
        /// What the records say.
        recorded: Evidence,
    },
}

coded!(Misstatement {
    OtherProduct { stated, recorded } = "states_other_product",
    OtherConveyances { stated, recorded } = "states_other_conveyances",
    OtherParties { stated, recorded } = "states_other_parties",
    OtherReload { stated, recorded } = "states_other_reload",
    OtherHours { stated, recorded } = "states_other_hours",
    OtherMean { stated, recorded } = "states_other_mean",
    OtherEmissions { stated, recorded } = "states_other_emissions",
    OtherEmissionParts { stated, recorded } = "states_other_emission_parts",
    OtherCharges { stated, recorded } = "states_other_charges",
    OtherCharge { charge, stated, recorded } = "states_other_charge",
    OtherPriced { stated, recorded } = "states_other_priced",
    OtherEvidence { of, stated, recorded } = "states_other_evidence",
});

/// How the steps of a route do not follow each other.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Disorder {
    /// Two hauls with nothing done between them, which are one.
    #[error("a haul follows a haul and nothing is done in between")]
    HaulAfterHaul,
    /// A wait, run or landing without the others.
    #[error("service `{service}` is waited for, run and landed from in this order, once each")]
    ServiceBroken {
        /// Its id.
        service: Name,
    },
    /// Loaded on a wagon, and moved without waiting for a train.
    #[error("what is loaded on a wagon at {place} waits for its train or boards a service")]
    NotDeparted {
        /// Its code.
        place: Name,
    },
    /// A wait for a train of what was not loaded there, or whose train is kept for it.
    #[error("the wait for a train at {place} follows no loading, or a through rate waited before")]
    DepartsAgain {
        /// Its code.
        place: Name,
    },
    /// Lifts in place of a gauge change, or a conveyance boarded off a wagon that goes nowhere.
    #[error(
        "what is lifted off a wagon at {place} leaves it by something else than a wagon, without turning round"
    )]
    LiftedAround {
        /// Its code.
        place: Name,
    },
}

coded!(Disorder {
    HaulAfterHaul {} = "order_haul_after_haul",
    ServiceBroken { service } = "order_service_broken",
    NotDeparted { place } = "order_not_departed",
    DepartsAgain { place } = "order_departs_again",
    LiftedAround { place } = "order_lifted_around",
});

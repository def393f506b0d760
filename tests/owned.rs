//! What is public owns what it stands on: it can be cloned, printed, sent to another thread, shared and
//! kept for as long as anybody likes. Checked when this compiles.

use std::fmt::Debug;

use trade_corridor::analysis::{audit, calibration, criticality, settlement};
use trade_corridor::atlas::Atlas;
use trade_corridor::costing::{Charge, CostModel, Quote, Shipment};
use trade_corridor::metric::{
    CustomObjective, Objective, ObjectiveDifference, ObjectiveValue, ObjectiveWeights, Verdicts,
    WeightsError,
};
use trade_corridor::network::{Network, PlaceId};
use trade_corridor::operations::{Operation, Operations};
use trade_corridor::planner::{
    Choices, Confidence, ConfidenceBetween, ConfidenceOfAll, Ensemble, Error, FactorGroups,
    FactorGroupsError, KeptOut, Matrix, ModelErrors, ModelErrorsError, NoRoute, OnTime, Opening,
    Planner, Prepared, Reason, Relaxation, Request, RulePrice, RulePrices, Stakes, Unshared,
    WhyNot,
};
use trade_corridor::policy::{CompiledPolicy, Policy, Rule, Violation};
use trade_corridor::quantity::{Difference, Distance};
use trade_corridor::route::{Certificate, Comparison, Leg, Route, Step};
use trade_corridor::scenario::{Change, Scenario, World};

const fn owned<T: Clone + Debug + Send + Sync + 'static>() {}

const _: () = {
    owned::<Atlas>();
    owned::<CostModel>();
    owned::<Ensemble>();
    owned::<Network>();
    owned::<Operations>();
    owned::<Planner>();
    owned::<Prepared>();
    owned::<World>();
};

const _: () = {
    owned::<Certificate>();
    owned::<Change>();
    owned::<Charge>();
    owned::<Choices>();
    owned::<Comparison>();
    owned::<Confidence>();
    owned::<ConfidenceBetween>();
    owned::<ConfidenceOfAll<Confidence>>();
    owned::<FactorGroups>();
    owned::<FactorGroupsError>();
    owned::<ModelErrors>();
    owned::<ModelErrorsError>();
    owned::<OnTime>();
    owned::<Stakes>();
    owned::<CompiledPolicy>();
    owned::<CustomObjective>();
    owned::<Difference<Distance>>();
    owned::<Error>();
    owned::<ObjectiveWeights>();
    owned::<KeptOut>();
    owned::<Leg>();
    owned::<Matrix>();
    owned::<NoRoute>();
    owned::<Objective>();
    owned::<ObjectiveDifference>();
    owned::<ObjectiveValue>();
    owned::<Opening>();
    owned::<Operation>();
    owned::<PlaceId>();
    owned::<Policy>();
    owned::<Quote>();
    owned::<Reason>();
    owned::<Relaxation>();
    owned::<Request>();
    owned::<Route>();
    owned::<Rule>();
    owned::<RulePrice>();
    owned::<RulePrices>();
    owned::<Scenario>();
    owned::<Shipment>();
    owned::<Step>();
    owned::<Unshared>();
    owned::<Verdicts>();
    owned::<Violation>();
    owned::<WeightsError>();
    owned::<WhyNot>();
};

const _: () = {
    owned::<audit::Finding>();
    owned::<trade_corridor::analysis::break_even::BreakEven>();
    owned::<criticality::Critical>();
    owned::<criticality::Criticality>();
    owned::<criticality::Dependence>();
    owned::<calibration::Report>();
    owned::<calibration::Coverage>();
    owned::<settlement::Settlement>();
};

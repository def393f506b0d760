//! How do programs ask and read? Questions and answers as JSON, with a version, units in the names of
//! fields and codes that do not change.
//!
//! A [`RequestDocument`] is one question: two places, and whatever differs from the defaults. [`Planners`]
//! answers it, whatever its day and scenario, and keeps what recent ones stood on. The answer is an
//! [`AnswerDocument`]: a route in figures, why there is none, or what is wrong with the question.
//!
//! ```
//! use trade_corridor::json::{Planners, RequestDocument};
//! use trade_corridor::prelude::*;
//!
//! let text = r#"{"from":"Khorgos","to":"Istanbul","policy":"russia-excluded"}"#;
//! let planners = Planners::new(Network::europe_central_asia().clone());
//! let answer = planners.answer(&RequestDocument::from_json(text)?);
//! let route = answer.outcome.route().ok_or("no route")?;
//! assert!(!route.countries.iter().any(|country| country.as_str() == "RU"));
//! let written = serde_json::to_string(&answer)?;
//! assert!(written.starts_with(r#"{"version":1,"#) && written.contains(r#""cost_usd_cents":"#));
//!
//! let error = RequestDocument::from_json(r#"{"from":"Khorgos","to":"Poti","polcy":"open"}"#).unwrap_err();
//! assert_eq!(error.code(), "request_unknown_field");
//! assert!(error.to_string().starts_with("`polcy` is no field of a request; did you mean `policy`?"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The saved form of a [`Route`](crate::route::Route) is another one: it states everything that a check reads, and is
//! written and read by programs that have this crate. It can be had inside an answer ([`Include`]).

mod answer;
mod building;
mod choice;
mod depends;
mod difference;
mod fault;
mod fields;
mod flow_change;
mod flows;
#[cfg(feature = "schema")]
mod forms;
mod gains;
mod game;
mod investment;
mod money;
mod paid;
mod planners;
mod projects;
mod reading;
mod request;
mod route;
#[cfg(feature = "schema")]
mod schema;
mod schemas;
mod settlement;
mod spoil;
mod sure;
mod toll;
mod version;
mod why_not;
mod without;
mod year;

pub use answer::{AnswerDocument, Asked, ErrorDocument, NoRouteDocument, Outcome};
pub use building::{OrderWord, ProjectDrawsDocument, ProjectOrderDocument, ProjectQueuesDocument};
pub use choice::Choice;
pub use depends::{
    AmountsDocument, BasisWord, ContradictionDocument, DependedOn, DependedOnKind, DependsDocument,
    EndingSetDocument, EndsDocument, IndependenceDocument, SharesDocument, WhoseDocument,
    WhoseWord,
};
pub use difference::DifferenceDocument;
pub use fault::{DocumentError, DocumentFault};
pub use flow_change::{FlowChangeDocument, LackDocument, LackWord, OutcomeWord};
pub use flows::{
    BottleneckDocument, BottleneckWord, FlowWayDocument, FlowWaysDocument, FlowsDocument,
    JamDocument, UnlimitedDocument,
};
pub use gains::{
    BorderChangeDocument, CountryGainsDocument, GainsDocument, HoursChangeDocument,
    MoneyChangeDocument, PayeeChangeDocument,
};
pub use game::{BlockingDocument, CoreDocument, GameDocument, PlayerDocument};
pub use investment::InvestmentDocument;
pub use money::{
    MoneyDocument, PaidDocument, ReceivedDocument, RecipientDocument, RecipientKind, TrailDocument,
};
pub use paid::{PaidByComponent, PaidIn, PaidToWhom, PayeeDocument, PayeeKind};
pub use planners::Planners;
pub use projects::{
    AimWord, ProjectContradictionDocument, ProjectDocument, ProjectPairDocument,
    ProjectSetDocument, ProjectsDocument,
};
pub use request::{Include, RequestDocument};
pub use route::{
    AssumedPercent, BorderDocument, CheckedRules, GoodsDocument, LegDocument, RouteDocument,
    RuleOperations, StopDocument, TotalsDocument, WarningDocument,
};
pub use schemas::Schema;
pub use settlement::{NamedDocument, PartDocument, SettlementDocument};
pub use spoil::{
    AmongDocument, DamageDocument, LeverDocument, LeverWord, ReroutedDocument, SecuredDocument,
    SpoilDocument,
};
pub use sure::{
    ConfidenceDocument, RobustDocument, SpreadDocument, SureDifferenceDocument, SureDocument,
    UnknownDocument, WayDocument,
};
pub use toll::{
    ChoiceWord, FlowTollDocument, OneTollDocument, PayerDocument, PaysDocument,
    SeveralTollsDocument, TakenWayDocument, TollCurveDocument, TollDocument, TollPointDocument,
};
pub use version::{VERSION, Version};
pub use why_not::{
    OpeningDocument, RelaxationDocument, RuleGroupDocument, RulePriceDocument, WhyNotDocument,
};
pub use without::Without;
pub use year::{FlowsAsked, UnansweredFlow, WorldDocument};

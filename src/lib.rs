//! Freight routes between Europe and Central Asia over operators, owners, borders and gauges, under
//! rules that hold: what a rule forbids does not exist for any search.
//!
//! A [`Planner`](planner::Planner) holds a network on a day. A [`Request`](planner::Request) says
//! from where to where, what is shipped and under which rules. The answer is a
//! [`Route`](route::Route) with legs, charges, hours and emissions, or
//! [`NoRoute`] with the reason; what cannot be asked is another [`Error`].
//!
//! ```
//! use trade_corridor::prelude::*;
//!
//! let network = Network::europe_central_asia(); // the embedded tables
//! let today = Scenario::on(date(2026, 11, 22));
//! let planner = Planner::new(network, &today)?;
//!
//! let request = Request::new("Khorgos", "Istanbul") // names, aliases or UN/LOCODEs
//!     .shipment(Shipment::container_40ft(Mass::from_tonnes(20.0)?)?)
//!     .policy(Policy::russia_excluded());
//! let cheapest = planner.cheapest(&request)?;
//! let shortest = planner.shortest(&request)?;
//! println!("{cheapest}"); // legs and totals
//! assert!(cheapest.cost() <= shortest.cost());
//! assert!(shortest.distance() <= cheapest.distance());
//!
//! // Whatever the rules say holds on the whole way, for operators and owners too.
//! let russia: Country = "RU".parse()?;
//! assert!(!cheapest.countries().contains(&russia));
//!
//! // Money adds up exactly, whoever it is grouped by.
//! let paid: Money = cheapest.by_payee().into_values().sum();
//! assert_eq!(paid, cheapest.cost());
//!
//! // No route is an answer with a reason.
//! let refused = planner.cheapest(&Request::new("Khorgos", "Moscow").policy(Policy::russia_excluded()));
//! assert_eq!(refused.unwrap_err().into_no_route()?.code(), "endpoint_excluded");
//! # Ok::<(), Error>(())
//! ```
//!
//! # How data flows
//!
//! ```text
//! data/*.csv -> atlas -> network -> scenario -+-> operations -> costing -+-> metric -> search -> route -> verify
//!                                             +-> policy ----------------+
//!
//! quantity, code: words and numbers for every module       planner: calls them in this order
//! ```
//!
//! | module | question it answers |
//! |---|---|
//! | [`quantity`] | how far, long, dear, heavy, how much CO2e? |
//! | [`code`] | which country, which location? |
//! | [`network`] | what exists? |
//! | [`atlas`] | how do tables become a network? |
//! | [`scenario`] | what exists on that day, under these changes? |
//! | [`policy`] | what may be used, and if not, why? |
//! | [`operations`] | what can be done to the goods, one arc each? |
//! | [`costing`] | what does one operation cost: charges, hours, CO2e? |
//! | [`metric`] | one integer per operation, or *blocked* |
//! | [`router`] | shortest paths on integers; knows no freight word, usable alone |
//! | [`route`] | the answer: legs, charges, totals |
//! | [`verify`] | does the answer hold against the records and the rules? |
//! | [`planner`] | the facade: asks the others in order |
//! | [`analysis`] | questions about many routes: calibration, assumptions, money, settlement, criticality, tolls |
//! | [`json`] | how do programs ask and read? |
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | [place](network::Place) | a UN/LOCODE location, or one with an own code of a shape that no UN/LOCODE has |
//! | [link](network::Link) | a section of railway or road between two places, in one country, under one infrastructure manager |
//! | [border crossing](network::BorderCrossing) | a point with two sides, one mode and a regime; passing it is an operation |
//! | [service](network::Service) | what an operator sells between two places: rail ferry, ro-ro ferry, feeder, block train |
//! | [through rate](network::ThroughRate) | one price for a chain, not the sum of its parts |
//! | [conveyance](network::Conveyance) | what the goods ride in: a wagon of a gauge, a truck, a vessel, a barge, or the terminal |
//! | [operation](operations::Operation) | one thing done to the goods: load, move, tranship, gauge change, border control, wait, unload |
//! | [stake](network::Stake) | who holds how much of whom, from when to when |
//! | [policy](policy::Policy), [rule](policy::Rule) | what is not allowed; never a weight |
//! | [scenario](scenario::Scenario) | a day and a list of named changes |
//! | [objective](metric::Objective) | what a route should have least of |
//! | leg, step | a [step](route::Step) is one operation of a route; a [leg](route::Leg) is what a reader takes for one |
//! | assumed | a value without a published source; its source carries the reasoning |
//!
//! # How do I ...
//!
//! The [cookbook](guide::cookbook) asks twenty questions in code. Where to look:
//!
//! * ask under other rules? [`Policy::preset`](policy::Policy::preset), [`Policy::with`](policy::Policy::with),
//!   [`Policy::from_toml`](policy::Policy::from_toml), [`Rule`](policy::Rule)
//! * ask about another day or another world? [`Scenario::preset`](scenario::Scenario::preset),
//!   [`Scenario::with`](scenario::Scenario::with), [`Change`](scenario::Change)
//! * learn which figures are of other days than the one asked for? [`Route::warnings`](route::Route::warnings)
//! * ship something else? [`Shipment`](costing::Shipment): 20 ft, 40 ft, trailer, wagon, mass, plates
//! * have the short way, but not at the price of a lift every hundred kilometres? [`Objective::Direct`](metric::Objective::Direct)
//! * weigh money against hours and emissions? [`Objective::Generalised`](metric::Objective::Generalised)
//! * weigh by a function of my own, such as hours in a country? [`Objective::custom`](metric::Objective::custom)
//! * see who is paid what? [`Route::by_payee`](route::Route::by_payee),
//!   [`by_component`](route::Route::by_component), [`by_country`](route::Route::by_country)
//! * see what the rules keep out? [`Planner::kept_out`](planner::Planner::kept_out)
//! * choose between fast and cheap? [`Planner::compromises`](planner::Planner::compromises),
//!   [`Planner::alternatives`](planner::Planner::alternatives)
//! * ask many pairs at once? [`Planner::prepare`](planner::Planner::prepare),
//!   [`Planner::matrix`](planner::Planner::matrix), [`Ensemble`](planner::Ensemble) for many scenarios
//! * learn why there is no route? [`Planner::why_not`](planner::Planner::why_not),
//!   [`Planner::price_of_rules`](planner::Planner::price_of_rules)
//! * find who could spoil a set of routes, or what a toll may be?
//!   [`analysis::criticality`], [`analysis::break_even`]
//! * see which assumptions weigh most? [`analysis::assumptions`]
//! * learn how sure an answer is? [`Planner::confidence`](planner::Planner::confidence)
//! * see who earns in the end? [`analysis::money`]
//! * weigh many requests by boxes a year? [`analysis::demand`]
//! * see who gains where one world becomes another? [`analysis::gains`]
//! * learn how far trade depends on a country, and what would end it? [`analysis::dependence`]
//! * find the worst closures, the best toll, a fair division? [`analysis::interdiction`], [`analysis::toll`],
//!   [`analysis::game`]
//! * spread flows over ways, and see what jams? [`analysis::flows`]
//! * divide what a consortium earned? [`analysis::settlement`]
//! * draw a route? [`Route::geojson`](route::Route::geojson); `render::Map` and `render::report` with the features
//! * take the network to another program? [`Network::export`](network::Network::export)
//! * ask and answer in JSON? [`json::RequestDocument`], [`json::Planners`]
//! * use my own tables? [`Atlas::folder`](atlas::Atlas::folder), [`Atlas::with_folder`](atlas::Atlas::with_folder)
//! * run any petgraph algorithm? [`Network::graph`](network::Network::graph)
//! * find shortest paths on a graph of my own? [`router`]
//!
//! # What it does not do
//!
//! No timetables by the minute, no streets, no capacity in the search, no offers, no legal advice; much of it rests
//! on assumptions, which every answer counts: [`guide::limits`] has the list and what follows from it.
//!
//! # Features
//!
//! * `rayon`: batch calls of [`router`] on all cores. Single queries never start threads.
//! * `render`: SVG maps of the network and of routes.
//! * `report`: answers as one HTML file that works offline.
//! * `schema`: JSON Schemas of the requests and answers of [`json`].
//!
//! # Determinism
//!
//! The same tables, day and question give the same answer in any order of rows and with any number
//! of threads. Searches run on integers; `exp` and `ln` come from `libm`, not from the platform.

#[macro_use]
mod coded;

pub mod analysis;
pub mod atlas;
pub mod code;
pub mod costing;
mod draws;
pub mod guide;
pub mod json;
pub mod metric;
pub mod network;
pub mod operations;
pub mod planner;
pub mod policy;
pub mod prelude;
pub mod quantity;
#[cfg(feature = "render")]
pub mod render;
pub mod route;
mod rows;
pub mod scenario;
pub mod verify;

pub use planner::{Error, NoRoute};

/// Shortest paths on integers; knows no freight word and is a package of its own.
pub use trade_corridor_router as router;

// Their types stand in the interface; use these, and no version can be the wrong one.
pub use {geo_types, geojson, jiff, petgraph};

//! A route that states something else than the records make of it is refused with what is wrong.

use crate::saved::SAVED;
use trade_corridor::code::Name;
use trade_corridor::network::Component;
use trade_corridor::prelude::*;
use trade_corridor::quantity::TravelTime;
use trade_corridor::route::{Act, RouteCharge, Step};
use trade_corridor::verify::verify_in;

/// A change of a route, what it is called, and the code of what is found; false where it changes
/// nothing.
type Change = (&'static str, &'static str, fn(&mut Route) -> bool);

fn charges(route: &mut Route) -> impl Iterator<Item = &mut RouteCharge> {
    route.steps.iter_mut().flat_map(|step| &mut step.charges)
}

/// Does something to the steps that do this, at the first of them.
fn first(route: &Route, does: fn(&Act) -> bool) -> Option<usize> {
    route.steps.iter().position(|step| does(&step.act))
}

fn at_first(route: &mut Route, does: fn(&Act) -> bool, edit: fn(&mut Vec<Step>, usize)) -> bool {
    let found = first(route, does);
    found.map(|at| edit(&mut route.steps, at)).is_some()
}

fn double(steps: &mut Vec<Step>, at: usize) {
    steps.insert(at, steps[at].clone());
}

fn drop_one(steps: &mut Vec<Step>, at: usize) {
    steps.remove(at);
}

fn into_parts(steps: &mut Vec<Step>, at: usize) {
    let parts = std::mem::take(&mut steps[at].parts);
    steps.splice(at..=at, parts);
}

const WAITS: fn(&Act) -> bool = |act| matches!(act, Act::Wait { .. });
const LANDS: fn(&Act) -> bool = |act| matches!(act, Act::Land { .. });
const HAULS: fn(&Act) -> bool = |act| matches!(act, Act::Haul);

const MISSTATED: &str = "route_misstated";
const HEADING: &str = "route_other_heading";
const CERTIFICATE: &str = "route_other_certificate";
const ORDER: &str = "route_out_of_order";
const RECORD: &str = "route_not_on_record";

const CHANGES: &[Change] = &[
    ("charges removed", MISSTATED, |route| {
        route.steps.iter_mut().for_each(|step| step.charges.clear());
        true
    }),
    ("nothing charged and no hours", MISSTATED, |route| {
        for step in &mut route.steps {
            step.charges.clear();
            step.time = TravelTime::default();
            step.expected = Duration::ZERO;
        }
        true
    }),
    ("a cent more", MISSTATED, |route| {
        let charge = charges(route).last();
        charge
            .map(|charge| charge.amount += Money::from_cents(1))
            .is_some()
    }),
    ("a cent less", MISSTATED, |route| {
        let charge = charges(route).next();
        charge
            .map(|charge| charge.amount += Money::from_cents(-1))
            .is_some()
    }),
    ("another component", MISSTATED, |route| {
        let charge = charges(route).next();
        charge
            .map(|charge| charge.component = Component::Toll)
            .is_some()
    }),
    ("another country of a charge", MISSTATED, |route| {
        let charge = charges(route).next();
        charge
            .map(|charge| charge.country = "PT".parse().ok())
            .is_some()
    }),
    ("no sources of a charge", MISSTATED, |route| {
        let charge = charges(route).next();
        charge
            .map(|charge| charge.evidence = Vec::new().into())
            .is_some()
    }),
    ("the price of another row", MISSTATED, |route| {
        let all: Vec<RouteCharge> = charges(route).map(|charge| charge.clone()).collect();
        let Some(one) = all.first() else {
            return false;
        };
        let other = all
            .iter()
            .find(|other| other.evidence != one.evidence && other.amount != one.amount);
        let (Some(charge), Some(other)) = (charges(route).next(), other) else {
            return false;
        };
        (charge.amount, charge.evidence) = (other.amount, other.evidence.clone());
        true
    }),
    ("a minute of the mean", MISSTATED, |route| {
        route.steps[0].expected += Duration::from_minutes(1);
        true
    }),
    ("a minute of both quantiles", MISSTATED, |route| {
        let time = route.steps[0].time;
        let more = Duration::from_minutes(1);
        route.steps[0].time = TravelTime::new(time.median() + more, time.p90() + more);
        true
    }),
    ("a gram", MISSTATED, |route| {
        let grams = route.steps[0].emissions.as_grams();
        route.steps[0].emissions = Emissions::from_grams(grams + 1);
        true
    }),
    ("a gram of another part", MISSTATED, |route| {
        let grams = route.steps[0].tank_to_wheel.as_grams();
        route.steps[0].tank_to_wheel = Emissions::from_grams(grams + 1);
        true
    }),
    ("no evidence of emissions", MISSTATED, |route| {
        let mut steps = route.steps.iter_mut();
        let step = steps.find(|step| !step.emission_evidence.figures().is_empty());
        step.map(|step| step.emission_evidence = Vec::new().into())
            .is_some()
    }),
    ("a price known or not", MISSTATED, |route| {
        let last = route.steps.last_mut();
        last.map(|step| step.priced = !step.priced).is_some()
    }),
    ("no evidence of hours", MISSTATED, |route| {
        let mut steps = route.steps.iter_mut();
        let step = steps.find(|step| !step.time_evidence.figures().is_empty());
        step.map(|step| step.time_evidence = Vec::new().into())
            .is_some()
    }),
    ("no wait", ORDER, |route| at_first(route, WAITS, drop_one)),
    ("a wait twice", ORDER, |route| {
        at_first(route, WAITS, double)
    }),
    ("no landing", ORDER, |route| {
        at_first(route, LANDS, drop_one)
    }),
    ("a landing twice", ORDER, |route| {
        at_first(route, LANDS, double)
    }),
    ("the links of a haul", RECORD, |route| {
        at_first(route, HAULS, into_parts)
    }),
    ("the name of a place", RECORD, |route| {
        let name = Name::from("Nowhere");
        for step in &mut route.steps {
            (step.from.name, step.to.name) = (name.clone(), name.clone());
        }
        (route.from.name, route.to.name) = (name.clone(), name);
        true
    }),
    ("the day", HEADING, |route| {
        route.day = route.day.tomorrow().unwrap();
        true
    }),
    ("the day of the records", HEADING, |route| {
        route.records_as_of.take().is_some()
    }),
    ("the scenario", HEADING, |route| {
        route.scenario.push('!');
        true
    }),
    ("the objective", CERTIFICATE, |route| {
        let own = matches!(
            route.objective,
            Objective::Generalised(_) | Objective::Direct { .. }
        );
        route.objective = Objective::custom("beauty", |_| Some(0));
        !own
    }),
    ("the value of the goods", CERTIFICATE, |route| {
        route.shipment = route.shipment.with_value(Money::from_cents(7));
        true
    }),
    ("the policy that was checked", CERTIFICATE, |route| {
        let certificate = route.certificate.as_mut();
        certificate
            .map(|certificate| certificate.policy.push('!'))
            .is_some()
    }),
    ("the steps that were checked", CERTIFICATE, |route| {
        let certificate = route.certificate.as_mut();
        certificate
            .map(|certificate| certificate.steps += 1)
            .is_some()
    }),
    (
        "what it has of the objective",
        "route_other_value",
        |route| {
            let own = matches!(route.objective, Objective::Custom(_));
            !own && route.weighed.take().is_some()
        },
    ),
];

#[test]
fn a_route_that_states_something_else_than_the_records_make_is_refused() {
    for (what, code, change) in CHANGES {
        let mut tried = 0;
        for saved in SAVED.iter() {
            let mut changed = saved.route.clone();
            if !change(&mut changed) || changed == saved.route {
                continue;
            }
            tried += 1;
            let found = verify_in(&changed, &saved.policy, &saved.world);
            let found = found.expect_err(what);
            assert_eq!(found.code(), *code, "{what}: {found}");
        }
        assert!(tried > 0, "{what}");
    }
}

#[test]
fn other_shipments_make_other_amounts() {
    for saved in SAVED.iter() {
        let shipment = saved.route.shipment;
        let more = Mass::from_kg(shipment.mass_per_unit().as_kg() as u32 + 1);
        let heavier = Shipment::new(shipment.unit(), more).unwrap();
        let others = [
            shipment.with_count(shipment.count() + 1).unwrap(),
            heavier.with_plate(shipment.plate()),
            shipment.with_plate("PT".parse().unwrap()),
        ];
        for other in others {
            let mut changed = saved.route.clone();
            changed.shipment = other;
            verify_in(&changed, &saved.policy, &saved.world).unwrap_err();
        }
    }
}

/// A certificate of the rules that were asked under does not stand in the way of a check by others; what it
/// says of the route beside the rules must hold.
#[test]
fn a_route_with_a_certificate_is_checked_by_other_rules() {
    let planner = Planner::embedded(date(2026, 11, 22)).unwrap();
    let world = planner.world();
    let request = Request::new("CNHGS", "TRIST").policy(Policy::russia_excluded());
    let route = planner.cheapest(&request).unwrap();
    let country = |code: &str| Policy::country_excluded(code.parse().unwrap());
    verify_in(&route, &country("AM"), world).unwrap();
    let code = |route: &Route, policy: &Policy| verify_in(route, policy, world).unwrap_err().code();
    assert_eq!(code(&route, &country("GE")), "route_breaks_rule");

    let edited = |edit: fn(&mut trade_corridor::route::Certificate)| {
        let mut route = route.clone();
        edit(route.certificate.as_mut().unwrap());
        route
    };
    let fewer = edited(|certificate| certificate.steps -= 1);
    let elsewhere = edited(|certificate| certificate.countries.truncate(1));
    let renamed = edited(|certificate| certificate.policy = "open".to_owned());
    let emptied = edited(|certificate| certificate.rules.clear());
    for (route, policy) in [
        (&fewer, country("AM")),
        (&elsewhere, country("AM")),
        (&renamed, Policy::russia_excluded()),
        (&emptied, Policy::russia_excluded()),
    ] {
        assert_eq!(code(route, &policy), "route_other_certificate");
    }
}

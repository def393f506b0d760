//! The check of a finished route and the tables of a compiled policy judge alike, rule by rule.

use crate::questions::for_most;
use std::sync::LazyLock;

use crate::trips::{ENDS, objectives};
use proptest::prelude::*;
use trade_corridor::metric::{ObjectiveWeights, Verdicts, violations};
use trade_corridor::network::Role;
use trade_corridor::operations::{Operation, OperationKind};
use trade_corridor::policy::{OwnershipMethod, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::Step;
use trade_corridor::router::{ArcId, Dijkstra, NodeId};
use trade_corridor::verify::verify_in;

/// Rules of every kind on names of the atlas, single and combined.
fn any_rule_at_all() -> impl Strategy<Value = Rule> {
    let network = Network::europe_central_asia();
    let names = |names: Vec<String>| prop::collection::vec(prop::sample::select(names), 1..6);
    let operators: Vec<String> = network
        .operators()
        .map(|(_, item)| item.id.to_string())
        .collect();
    let owners = network.owners().map(|(_, item)| item.id.to_string());
    let parties: Vec<String> = owners.chain(operators.iter().cloned()).collect();
    let links: Vec<String> = network
        .links()
        .map(|(_, item)| item.id.to_string())
        .collect();
    let lines: Vec<String> = network
        .lines()
        .map(|(_, item)| item.id.to_string())
        .collect();
    let services: Vec<String> = network
        .services()
        .map(|(_, item)| item.id.to_string())
        .collect();
    let crossings: Vec<String> = network
        .crossings()
        .map(|(_, item)| item.code.to_string())
        .collect();
    let places: Vec<String> = network
        .places()
        .map(|(_, item)| item.code.to_string())
        .collect();
    let consortia = vec![
        "TITR".to_owned(),
        "MCM".to_owned(),
        "UTLC".to_owned(),
        "BTKI".to_owned(),
    ];
    let codes = [
        "KZ", "AZ", "GE", "TR", "RU", "AM", "UZ", "TM", "BY", "PL", "BG", "IR", "CN",
    ];
    let codes = codes.map(|code| code.parse::<Country>().unwrap()).to_vec();
    let countries = prop::collection::vec(prop::sample::select(codes), 1..4);
    let some = countries.clone();
    let maybe = prop_oneof![Just(Vec::new()), countries.clone()];
    let roles = prop::collection::vec(prop::sample::select(Role::ALL), 0..2);
    let method = prop::sample::select(vec![
        OwnershipMethod::Aggregate50,
        OwnershipMethod::Threshold("10".parse().unwrap()),
        OwnershipMethod::LookThrough("25".parse().unwrap()),
        "threshold 25 % within 2 hops".parse().unwrap(),
        "aggregate 50 % at the high end with control"
            .parse()
            .unwrap(),
    ]);
    let passages = network.passages().iter();
    let passages: Vec<String> = passages.map(|row| row.name.to_string()).collect();
    let consortium = prop::sample::select(consortia);
    let conveyances = vec![
        Conveyance::Truck,
        Conveyance::Vessel,
        Conveyance::Terminal,
        Conveyance::Wagon(Gauge::RUSSIAN),
        Conveyance::Wagon(Gauge::STANDARD),
    ];
    let subject = prop_oneof![
        countries
            .clone()
            .prop_map(|countries| Subject::Territory { countries }),
        countries
            .clone()
            .prop_map(|countries| Subject::Flag { countries }),
        countries.prop_map(|countries| Subject::Border {
            pairs: countries
                .windows(2)
                .map(|pair| [pair[0], pair[1]])
                .chain([[countries[0], "GE".parse().unwrap()]])
                .collect(),
        }),
        names(crossings).prop_map(|crossings| Subject::Crossing { crossings }),
        (names(operators), roles.clone())
            .prop_map(|(operators, roles)| Subject::Operator { operators, roles }),
        (some.clone(), roles.clone())
            .prop_map(|(countries, roles)| Subject::Domicile { countries, roles }),
        (maybe.clone(), names(parties.clone()), method, roles.clone()).prop_map(
            |(countries, owners, method, roles)| Subject::Owner {
                countries,
                owners,
                method,
                roles
            }
        ),
        (maybe.clone(), names(parties))
            .prop_map(|(countries, members)| Subject::Member { countries, members }),
        (consortium.clone(), maybe.clone(), roles.clone()).prop_map(
            |(consortium, countries, roles)| Subject::Consortium {
                consortium,
                countries,
                roles
            }
        ),
        (consortium.clone(), roles.clone())
            .prop_map(|(consortium, roles)| Subject::MemberOf { consortium, roles }),
        (names(lines.clone()), consortium, maybe.clone()).prop_map(
            |(lines, consortium, countries)| Subject::Along {
                lines,
                consortia: vec![consortium],
                countries
            }
        ),
        (maybe, names(places)).prop_map(|(countries, places)| Subject::Call { countries, places }),
        prop::collection::vec(prop::sample::select(Mode::ALL), 1..3)
            .prop_map(|modes| Subject::Mode { modes }),
        prop::collection::vec(prop::sample::select(conveyances), 1..4)
            .prop_map(|conveyances| Subject::Conveyance { conveyances }),
        names(passages).prop_map(|passages| Subject::Passage { passages }),
        names(links).prop_map(|links| Subject::Link { links }),
        names(lines).prop_map(|lines| Subject::Line { lines }),
        names(services).prop_map(|services| Subject::Service { services }),
    ];
    let leaf = prop_oneof![
        4 => subject.clone().prop_map(Rule::Exclude),
        3 => subject.prop_map(Rule::Require),
        1 => Just(Rule::Exclude(Subject::GaugeChange)),
        1 => Just(Rule::Exclude(Subject::BorderControl)),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Rule::Any),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Rule::All),
            inner.prop_map(|rule| Rule::Not(Box::new(rule))),
        ]
    })
}

/// A route, and the arcs it runs over.
type Known = (Route, Vec<ArcId>);

/// The arcs that a route runs over, among those of all shortest paths.
fn arcs_of(
    planner: &Planner,
    route: &Route,
    among: &[ArcId],
    (from, to): (NodeId, NodeId),
) -> Vec<ArcId> {
    let (network, operations) = (planner.world().network(), planner.operations());
    let is_step = |operation: &Operation, step: &Step| {
        let codes = [operation.from, operation.to].map(|node| {
            let at = operations.position(node).unwrap().at;
            network.end_code(at).unwrap()
        });
        let mut parties = operations.parties(operation).iter();
        codes == [&*step.from.code, &*step.to.code]
            && operation.mode() == step.mode
            && operation.product() == step.product
            && operation.conveyances() == step.conveyances
            && operation.distance() == step.distance
            && parties.all(|(id, role)| {
                let id = &network.operator(*id).unwrap().id;
                let mut named = step.parties.iter();
                named.any(|(named, _, by)| (named, by) == (id, role))
            })
    };
    let mut open = vec![(from, 0, Vec::new())];
    while let Some((node, step, arcs)) = open.pop() {
        if node == to && step == route.steps.len() {
            return arcs;
        }
        for arc in among {
            let operation = operations.arc(*arc).unwrap();
            let is_pass = matches!(operation.kind, OperationKind::Pass(_));
            let next = route.steps.get(step);
            let fits = is_pass || next.is_some_and(|step| is_step(operation, step));
            if operation.from == node && fits {
                let longer = arcs.iter().copied().chain([*arc]).collect();
                open.push((operation.to, step + usize::from(!is_pass), longer));
            }
        }
    }
    panic!("no arcs make {route}");
}

/// Routes without rules.
static KNOWN: LazyLock<(Planner, Vec<Known>)> = LazyLock::new(|| {
    let scenario = Scenario::preset("status-quo").unwrap();
    let planner = Planner::new(Network::europe_central_asia(), &scenario).unwrap();
    let mut known = Vec::new();
    for (from, to) in ENDS {
        for objective in objectives() {
            let request = Request::new(from, to);
            let Ok(mut route) = planner.best(&request, &objective) else {
                continue;
            };
            route.certificate = None;
            let (operations, model) = (planner.operations(), planner.model());
            let open = for_most(Policy::open().compile(planner.world()).unwrap());
            let verdicts = Verdicts::of(operations, &open, &route.shipment);
            let quote = model.quote(route.shipment);
            let weights = ObjectiveWeights::new(model, &quote, &verdicts, &objective).unwrap();
            let place = |name| planner.world().network().find_place(name).unwrap();
            let ends = (
                operations.gate(place(from)).unwrap(),
                operations.delivered(place(to)).unwrap(),
            );
            let mut ties = Vec::new();
            let weigh = |arc| weights.metric().weight(arc);
            Dijkstra::new()
                .ties_by(operations.graph(), ends.0, ends.1, weigh, &mut ties)
                .unwrap();
            let arcs = arcs_of(&planner, &route, &ties, ends);
            known.push((route, arcs));
        }
    }
    (planner, known)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_check_and_the_tables_judge_alike(rule in any_rule_at_all()) {
        let (planner, known) = &*KNOWN;
        let policy = Policy::new("one").with(rule);
        let Ok(compiled) = policy.compile(planner.world()) else {
            return Ok(()); // its parts contradict each other
        };
        for (route, arcs) in known {
            let compiled = compiled.clone().for_trip(route.from.country, route.to.country);
            let broken = arcs.iter().any(|arc| {
                let operations = planner.operations();
                !violations(operations, &compiled, &route.shipment, *arc).is_empty()
            });
            let checked = verify_in(route, &policy, planner.world());
            prop_assert_eq!(checked.is_err(), broken, "{} {:?}\n{}", &policy, checked, route);
        }
    }
}

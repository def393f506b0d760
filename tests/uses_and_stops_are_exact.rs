//! What a route has to use and the places that it comes by are kept exactly: on random railways the best route
//! is the best of all walks written out, with limits and exclusions, for every objective, and prepared
//! questions, matrices, ensembles and alternatives agree.

use std::collections::{BTreeMap, BTreeSet};

use trade_corridor::costing::Shipment;
use trade_corridor::network::{End, LinkId, Network};
use trade_corridor::operations::OperationKind;
use trade_corridor::planner::Ensemble;
use trade_corridor::policy::{Limit, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::Act;
use trade_corridor::router::{AlternativeLimits, FrontLimits};

use crate::by_hand::tonnes;
use crate::questions::Dice;
use crate::railways::every_way::{Way, all_ways, generalised, objectives};
use crate::railways::railway;

const DAY: Date = date(2026, 11, 22);

/// What is asked of a route.
#[derive(Clone, Debug, Default)]
struct Asked {
    links: Vec<String>,
    lines: Vec<String>,
    carriers: Vec<String>,
    stops: Vec<String>,
    transhipments: Option<u32>,
}

/// Transhipments, uses that are met, stops that are passed.
type State = (u32, usize, usize);

impl Asked {
    fn roll(dice: &mut Dice, links: &[(LinkId, String)]) -> Self {
        let mut asked = Self::default();
        for _ in 0..dice.below(3) {
            match dice.below(4) {
                0 | 1 => asked.links.push(links[dice.below(links.len())].1.clone()),
                2 => asked.lines.push(format!("PT-l{}", dice.below(3))),
                _ => asked.carriers.push(["R", "Q"][dice.below(2)].to_owned()),
            }
        }
        for _ in 0..dice.below(3) {
            let place = ["aaa", "bbb", "ccc", "ddd", "eee"][dice.below(5)];
            let place = format!("PT-{place}");
            if asked.stops.last() != Some(&place) {
                asked.stops.push(place);
            }
        }
        if dice.below(3) == 0 {
            asked.transhipments = Some(dice.below(3) as u32);
        }
        asked
    }

    fn subjects(&self) -> Vec<Subject> {
        let links = self.links.iter().map(|id| Subject::Link {
            links: vec![id.clone()],
        });
        let lines = self.lines.iter().map(|id| Subject::Line {
            lines: vec![id.clone()],
        });
        let carriers = self.carriers.iter().map(|id| Subject::Operator {
            operators: vec![id.clone()],
            roles: Vec::new(),
        });
        links.chain(lines).chain(carriers).collect()
    }

    fn policy(&self, blocked: &[String]) -> Policy {
        let mut policy = Policy::new("asked");
        if !blocked.is_empty() {
            let links = blocked.to_vec();
            policy = policy.with(Rule::Exclude(Subject::Link { links }));
        }
        for subject in self.subjects() {
            policy = policy.must_use(subject);
        }
        if !self.stops.is_empty() {
            policy = policy.via(&self.stops);
        }
        if let Some(most) = self.transhipments {
            policy = policy.with(Rule::Limit(Limit::Transhipments(most)));
        }
        policy
    }

    /// Which uses a haul meets.
    fn used(&self, network: &Network, way: &Way) -> usize {
        let link = |id: &LinkId| network.link(*id).unwrap();
        let line = |id: &LinkId| network.line(link(id).line).unwrap().id.to_string();
        let links = self
            .links
            .iter()
            .map(|id| way.links.iter().any(|of| *link(of).id == **id));
        let lines = self
            .lines
            .iter()
            .map(|id| way.links.iter().any(|of| line(of) == *id));
        let carriers = self.carriers.iter().map(|id| way.carrier == *id);
        let met = links.chain(lines).chain(carriers).enumerate();
        met.fold(0, |used, (at, met)| used | usize::from(met) << at)
    }

    fn passed(&self, network: &Network, from: usize, places: &[End]) -> usize {
        places.iter().fold(from, |next, place| {
            let stop = self
                .stops
                .get(next)
                .map(|stop| network.place_by_code(stop).unwrap());
            next + usize::from(stop.map(End::Place) == Some(*place))
        })
    }

    /// The least of one thing over every walk of hauls with two lifts between them.
    fn best(
        &self,
        planner: &Planner,
        ways: &[Way],
        (what, lift): (usize, u64),
        ends: (End, End),
    ) -> Option<u64> {
        let network = planner.world().network();
        let lifts = planner.operations().arcs();
        let lifted: BTreeSet<End> = lifts
            .filter_map(|operation| match &operation.kind {
                OperationKind::Tranship(lift) => Some(End::Place(lift.place)),
                _ => None,
            })
            .collect();
        let wanted = (1 << self.subjects().len()) - 1;
        // the least of what collects the same between the same ends
        let mut hauls: BTreeMap<(End, End, usize, Vec<usize>), u64> = BTreeMap::new();
        for way in ways {
            let passed = 0..=self.stops.len();
            let passed = passed.map(|from| self.passed(network, from, &way.places));
            let key = (
                way.ends.0,
                way.ends.1,
                self.used(network, way),
                passed.collect(),
            );
            let least = hauls.entry(key).or_insert(u64::MAX);
            *least = way.has[what].min(*least);
        }
        let most = self.transhipments.unwrap_or(12);
        let begun = self.passed(network, 0, &[ends.0]);
        let start: (End, Option<State>) = (ends.0, None);
        let mut reached: BTreeMap<(End, Option<State>), u64> = BTreeMap::from([(start, 0)]);
        loop {
            let mut better = false;
            for ((at, state), sum) in reached.clone() {
                for ((from, to, uses, passes), has) in &hauls {
                    if *from != at {
                        continue;
                    }
                    let (changes, used, next) = match state {
                        None => (0, 0, begun),
                        Some(_) if !lifted.contains(&at) => continue,
                        Some((changes, used, next)) => (changes + 1, used, next),
                    };
                    let sum = sum + has + if state.is_some() { 2 * lift } else { 0 };
                    let state = (
                        // only where it is limited
                        if self.transhipments.is_some() {
                            changes
                        } else {
                            0
                        },
                        used | uses,
                        passes[next],
                    );
                    let known = reached.entry((*to, Some(state))).or_insert(u64::MAX);
                    if changes <= most && sum < *known {
                        *known = sum;
                        better = true;
                    }
                }
            }
            reached.retain(|_, sum| *sum < u64::MAX);
            if !better {
                break;
            }
        }
        let there = reached.iter().filter(|((at, state), _)| {
            let met = |(_, used, next): &State| *used == wanted && *next == self.stops.len();
            *at == ends.1 && state.as_ref().is_some_and(met)
        });
        there.map(|(_, sum)| *sum).min()
    }
}

fn value_of(route: &Route, objective: &Objective) -> u64 {
    match objective {
        Objective::Distance => route.distance().as_metres(),
        Objective::Time => route.duration().as_minutes(),
        Objective::Emissions => route.emissions().as_grams(),
        Objective::Cost => route.cost().as_cents().unsigned_abs(),
        _ => route
            .value()
            .unwrap()
            .money()
            .unwrap()
            .as_cents()
            .unsigned_abs(),
    }
}

fn answered(result: Result<Route, Error>) -> Option<Route> {
    match result {
        Ok(route) => Some(route),
        Err(error) => {
            let none = error
                .into_no_route()
                .expect("no error but that there is no route");
            let known = [
                "rules_unmet",
                "limits_too_tight",
                "blocked_by_rules",
                "unconnected",
                "not_sold",
            ];
            assert!(known.contains(&none.code()), "{none}");
            None
        }
    }
}

#[test]
fn random_railways_are_walked_as_cheaply_as_every_walk_allows() {
    let (mut found, mut none, mut dearer, mut refused, mut round) = (0, 0, 0, 0, 0);
    for seed in 0..90 {
        let mut dice = Dice::new(7_000 + seed);
        let network = railway(&mut dice, false);
        let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
        let shipment = Shipment::container_40ft(tonnes(11.3)).unwrap();
        let codes = ("PT-aaa", "PT-bbb");
        let ends = [codes.0, codes.1].map(|code| network.place_by_code(code).unwrap());
        let gates = ends.map(End::Place);
        let links: Vec<(LinkId, String)> = network
            .links()
            .filter(|(_, link)| link.country.as_str() == "PT" && link.id.starts_with('k'))
            .map(|(id, link)| (id, link.id.to_string()))
            .collect();
        for _ in 0..4 {
            let asked = Asked::roll(&mut dice, &links);
            let blocked: Vec<String> = (0..dice.below(3))
                .map(|_| links[dice.below(links.len())].1.clone())
                .collect();
            let shut = links.iter().filter(|(_, id)| blocked.contains(id));
            let shut: BTreeSet<LinkId> = shut.map(|(id, _)| *id).collect();
            let policy = asked.policy(&blocked);
            let request = Request::new(codes.0, codes.1)
                .shipment(shipment)
                .policy(policy.clone());
            if let Err(error) = policy.compile(planner.world()) {
                // what is asked for is excluded
                assert_eq!(error.code(), "policy_contradiction", "{error}");
                refused += 1;
                continue;
            }
            let ways = all_ways(&planner, &shipment, &shut);
            let free = Asked::default();
            for (what, objective) in objectives().iter().enumerate() {
                let label = format!("seed {seed}, {objective}, {asked:?} without {blocked:?}");
                let minutes = 120;
                let priced = 1_000 + generalised(0, minutes, 0, 0, &shipment);
                let lift = [0, minutes, 0, 1_000, priced][what];
                let handled = [0, 120, 0, 0, 2 * generalised(0, 60, 0, 0, &shipment)][what];
                let least = |asked: &Asked| {
                    let least = asked.best(&planner, &ways, (what, lift), (gates[0], gates[1]));
                    least.map(|least| least + handled)
                };
                let (expected, plain) = (least(&asked), least(&free));
                let route = answered(planner.best(&request, objective));
                let got = route.as_ref().map(|route| value_of(route, objective));
                assert_eq!(got, expected, "{label}");
                assert!(plain <= expected || expected.is_none(), "{label}");
                found += usize::from(got.is_some());
                none += usize::from(got.is_none());
                dearer += usize::from(got > plain);
                let Some(route) = route else { continue };
                round += usize::from(
                    route
                        .steps
                        .iter()
                        .filter(|step| step.act == Act::Haul)
                        .count()
                        > 2,
                );
                agrees(&planner, &request, objective, &route, ends, &label);
            }
        }
    }
    let told =
        format!("{found} found, {none} none, {dearer} dearer, {refused} refused, {round} round");
    assert!(
        found > 400 && none > 50 && dearer > 200 && refused > 5 && round > 0,
        "{told}"
    );
}

/// Prepared questions, matrices, ensembles and choices answer as the single question does.
fn agrees(
    planner: &Planner,
    request: &Request,
    objective: &Objective,
    route: &Route,
    [from, to]: [trade_corridor::network::PlaceId; 2],
    label: &str,
) {
    let (policy, shipment) = (&request.policy, &request.shipment);
    let again = planner.best(request, objective).unwrap();
    assert_eq!(again.steps, route.steps, "{label}");
    if policy
        .rules()
        .iter()
        .any(|rule| matches!(rule.rule(), Rule::Limit(_)))
    {
        return;
    }
    let limits = AlternativeLimits {
        count: 3,
        overlap_percent: 100,
        considered: 60,
        ..AlternativeLimits::default()
    };
    let others = planner.alternatives(request, objective, limits).unwrap();
    assert_eq!(others.routes()[0].steps, route.steps, "{label}");
    let values = others
        .routes()
        .iter()
        .map(|route| value_of(route, objective));
    assert!(values.is_sorted(), "{label}");
    if *objective == Objective::Time {
        let both = [Objective::Time, Objective::Cost];
        let front = planner
            .compromises(request, &both, FrontLimits::default())
            .unwrap();
        let cheapest = planner.cheapest(request).unwrap();
        assert_eq!(front.routes()[0].duration(), route.duration(), "{label}");
        assert_eq!(
            front.routes().last().unwrap().cost(),
            cheapest.cost(),
            "{label}"
        );
    }
    let several = policy
        .rules()
        .iter()
        .filter(|rule| matches!(rule.rule(), Rule::Use(_)))
        .count()
        > 1;
    let prepared = match planner.prepare(shipment, policy, objective) {
        Ok(prepared) => prepared,
        Err(error) => {
            assert!(
                several && error.code() == "several_uses_not_prepared",
                "{label}: {error}"
            );
            return;
        }
    };
    assert!(!several, "{label}");
    let value = route.value();
    assert_eq!(prepared.least(from, to).ok(), value, "{label}");
    assert_eq!(
        prepared.route(from, to).unwrap().steps,
        route.steps,
        "{label}"
    );
    let matrix = prepared.matrix(&[from, to], &[from, to]).unwrap();
    assert_eq!(
        matrix.get(0, 1).unwrap().as_ref().ok().copied(),
        value,
        "{label}"
    );
    let back = Request::new(&*route.to.code, &*route.from.code)
        .shipment(*shipment)
        .policy(policy.clone());
    let back = answered(planner.best(&back, objective)).and_then(|route| route.value());
    assert_eq!(
        matrix.get(1, 0).unwrap().as_ref().ok().copied(),
        back,
        "{label}"
    );
    let scenarios = [Scenario::on(DAY)];
    let network = planner.world().network();
    let ensemble = Ensemble::new(network, &scenarios, shipment, policy, objective).unwrap();
    let many = ensemble.least_of(&[(from, to), (to, from)]).unwrap();
    assert_eq!(many[0][0].as_ref().ok().copied(), value, "{label}");
    assert_eq!(many[1][0].as_ref().ok().copied(), back, "{label}");
}

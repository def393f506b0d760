//! What depends is what breaks the rule, what it costs to do without is what asking again costs, and the
//! smallest sets that end it are those of trying all.

use std::sync::LazyLock;

use crate::questions::PLANNER;
use trade_corridor::analysis::criticality::Dependence;
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::dependence::{
    Basis, DependenceQuestion, EndsIt, Measure, Reliance, Whose,
};
use trade_corridor::analysis::money::Trail;
use trade_corridor::analysis::projects::{CostBand, CostTable};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Difference;
use trade_corridor::verify::{VerifyError, verify_in};

const FLOWS: [(&str, &str, &str); 7] = [
    ("Yerevan", "Moscow", "300.5"),
    ("Yerevan", "Poti", "1000"),
    ("Tbilisi", "Yerevan", "12.25"),
    ("Almaty", "Istanbul", "77.7"),
    ("Almaty", "Warsaw", "5000"),
    ("Baku", "Baku", "3"),
    ("Gyumri", "Batumi", "41"),
];

fn demand() -> Demand {
    let flows =
        FLOWS.map(|(from, to, boxes)| Flow::new(Request::new(from, to), boxes.parse().unwrap()));
    flows.into_iter().collect()
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn answer(question: &DependenceQuestion) -> Reliance {
    question
        .answer(&PLANNER, &demand(), &Progress::none())
        .unwrap()
}

/// Of each flow that has a way: its volume in millionths, its way, and whether it touches.
fn by_hand(on: &Dependence, of: impl Fn(&Flow) -> bool) -> Vec<(i128, Flow, Route, bool)> {
    let demand = demand();
    let flows = demand.iter().filter(|flow| of(flow));
    let ways = flows.filter_map(|flow| {
        let route = PLANNER.cheapest(&flow.request).ok()?;
        let policy = Policy::open().with(on.rule());
        let checked = verify_in(&route, &policy, PLANNER.world());
        let touches = matches!(checked, Err(VerifyError::Broken { .. }));
        Some((
            i128::from(flow.volume.as_millionths()),
            flow.clone(),
            route,
            touches,
        ))
    });
    ways.collect()
}

fn rounded(sum: i128) -> i64 {
    let half = if sum < 0 { -500_000 } else { 500_000 };
    i64::try_from((sum + half) / 1_000_000).unwrap()
}

#[test]
fn every_figure_is_that_of_asking_each_flow_alone() {
    for on in [
        Dependence::Territory(country("RU")),
        Dependence::Territory(country("GE")),
        Dependence::Owner(country("RU")),
        Dependence::Operator("GR".to_owned()),
    ] {
        let found = answer(&DependenceQuestion::on(on.clone()));
        let ways = by_hand(&on, |_| true);
        let sum = |of: &dyn Fn(&Route) -> u64, touching: bool| {
            let chosen = ways.iter().filter(|way| way.3 || !touching);
            rounded(
                chosen
                    .map(|(times, _, route, _)| times * i128::from(of(route)))
                    .sum(),
            )
        };
        let cents = |route: &Route| route.cost().as_cents().unsigned_abs();
        let minutes = |route: &Route| route.duration().as_minutes();
        let kg = |_: &Route| 20_000;
        for (amounts, touching) in [(found.all, false), (found.touching, true)] {
            assert_eq!(amounts.usd.as_cents(), sum(&cents, touching), "{on}");
            assert_eq!(
                amounts.hours.as_minutes(),
                sum(&minutes, touching).unsigned_abs(),
                "{on}"
            );
            assert_eq!(
                amounts.goods.as_kg(),
                sum(&kg, touching).unsigned_abs(),
                "{on}"
            );
        }
        assert_eq!(found.unanswered.len(), 1, "from Baku to Baku");
        assert_eq!(found.unanswered[0].1, "same_place");
        let (some, whole) = (found.touching.usd.as_cents(), found.all.usd.as_cents());
        let share = Share::from_fraction(some.unsigned_abs(), whole.unsigned_abs()).unwrap();
        assert_eq!(found.share(Basis::Usd), share);

        let routes = ways.iter().map(|(_, flow, route, _)| (route, flow.volume));
        let money = Trail::of_year(PLANNER.world(), routes);
        let paid = match &on {
            Dependence::Territory(land) => money.by_territory()[&Some(*land)],
            Dependence::Owner(land) => money.by_country()[&Some(*land)],
            _ => money
                .by_payee()
                .into_iter()
                .filter(|(payee, _)| payee.to_string() == "Georgian Railway")
                .map(|(_, amount)| amount)
                .sum(),
        };
        assert_eq!(found.paid, Some(paid), "{on}");

        // Asked again without it.
        let (mut more, mut longer, mut freed, mut cut) = (0, 0, 0, 0);
        for (times, flow, route, touches) in &ways {
            let without = flow.request.policy.clone().with(on.rule());
            let without = PLANNER.cheapest(&flow.request.clone().policy(without));
            match (touches, without) {
                (false, _) => {}
                (true, Ok(other)) => {
                    freed += 1;
                    more += times * i128::from((other.cost() - route.cost()).as_cents());
                    longer +=
                        times * i128::from((other.duration() - route.duration()).as_minutes());
                }
                (true, Err(_)) => cut += 1,
            }
        }
        let free = found.independence;
        assert_eq!((free.freed.flows, free.cut_off.flows), (freed, cut), "{on}");
        assert!((free.more.as_cents() - rounded(more)).abs() <= 1, "{on}");
        assert!(
            (free.longer.as_minutes() - rounded(longer)).abs() <= 1,
            "{on}"
        );
        assert!(
            free.more >= Money::ZERO,
            "the cheapest ways are not dearer than others"
        );
        assert!(free.longer != Difference::ZERO || freed == 0, "{on}");
    }
}

#[test]
fn flows_are_those_that_start_or_end_there() {
    let russia = Dependence::Territory(country("RU"));
    let question = DependenceQuestion::on(russia.clone());
    let list = answer(&question);
    assert_eq!((list.all.flows, list.touching.flows >= 1), (6, true));
    let armenia = answer(&question.clone().whose(Whose::Country(country("AM"))));
    assert_eq!(armenia.all.flows, 4);
    assert_eq!(armenia.ending_there.flows, 1, "to Moscow");
    assert!(
        armenia.independence.cut_off.flows >= 1,
        "no way to Moscow keeps out of Russia"
    );
    let place = answer(&question.clone().whose(Whose::Place("Gyumri".to_owned())));
    assert_eq!((place.all.flows, place.unanswered.len()), (1, 0));
    let nowhere = question.whose(Whose::Place("Atlantis".to_owned()));
    let error = nowhere
        .answer(&PLANNER, &demand(), &Progress::none())
        .unwrap_err();
    assert_eq!(error.code(), "place_unknown");
    let nobody = DependenceQuestion::on(Dependence::Operator("nobody".to_owned()));
    assert!(
        nobody
            .answer(&PLANNER, &demand(), &Progress::none())
            .is_err()
    );
}

#[test]
fn concentration_is_the_sum_of_squares() {
    let found = answer(&DependenceQuestion::on(Dependence::Territory(country(
        "GE",
    ))));
    let ways = by_hand(&found.on, |_| true);
    let routes = ways.iter().map(|(_, flow, route, _)| (route, flow.volume));
    let money = Trail::of_year(PLANNER.world(), routes);
    let index = |parts: Vec<Money>| {
        let whole = money.total().as_usd();
        parts
            .iter()
            .map(|part| (part.as_usd() / whole).powi(2) * 1e4)
            .sum::<f64>()
    };
    let near = |index: f64, found: u32| {
        assert!((index - f64::from(found)).abs() < 0.51, "{index} {found}");
    };
    near(
        index(money.by_payee().into_values().collect()),
        found.payees.index(),
    );
    near(
        index(money.by_territory().into_values().collect()),
        found.territories.index(),
    );
    let owners = money
        .by_country()
        .into_iter()
        .filter(|(country, _)| country.is_some());
    near(
        index(owners.map(|(_, amount)| amount).collect()),
        found.owners.index(),
    );
    assert!(found.payees.index() > 0 && found.payees.index() <= 10_000);
}

/// Armenia's rail is Russian Railways'; what is done about it is a stake or a way around.
static MEASURES: LazyLock<[Measure; 4]> = LazyLock::new(|| {
    let preset = |name: &str| Measure::of(&Scenario::preset(name).unwrap());
    let usd = |millions: f64| {
        let money = Money::from_usd(millions * 1e6).unwrap();
        CostBand::new(money, money, money + money).unwrap()
    };
    [
        preset("concession-to-kazakhstan").costing(usd(100.0)),
        Measure::new("border", [Change::open("AM-TR-border")]).costing(usd(10.0)),
        Measure::new(
            "close",
            [Change::close(
                "country:AM"
                    .parse::<trade_corridor::scenario::Target>()
                    .unwrap(),
            )],
        ),
        preset("concession-to-qatar"),
    ]
});

fn rails() -> Demand {
    let policy = Policy::open().with(Rule::exclude_mode(Mode::Road));
    let flows = [
        ("Yerevan", "Poti", 1_000),
        ("Tbilisi", "Gyumri", 10),
        ("Almaty", "Poti", 5),
    ];
    let flows = flows.map(|(from, to, boxes)| {
        let request = Request::new(from, to).policy(policy.clone());
        Flow::new(request, PerYear::from_count(boxes))
    });
    flows.into_iter().collect()
}

#[test]
fn smallest_sets_are_those_of_trying_every_set() {
    let day = date(2027, 6, 1);
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(day)).unwrap();
    let demand = rails();
    let question = DependenceQuestion::on(Dependence::Owner(country("RU")))
        .whose(Whose::Country(country("AM")))
        .bounds(3, 100);
    let measures = &*MEASURES;
    let none: Share = Share::ZERO;
    let found = question
        .ends_it(
            &planner,
            &demand,
            measures,
            (Basis::Boxes, none),
            &Progress::none(),
        )
        .unwrap();
    assert!(found.is_complete);
    assert_eq!(found.today, Share::WHOLE);

    // Every set of the measures alone, by asking how far it depends.
    let mut ending: Vec<Vec<&str>> = Vec::new();
    let today = question
        .answer(&planner, &demand, &Progress::none())
        .unwrap();
    for mask in 0_u32..16 {
        let set: Vec<&Measure> = (0..4)
            .filter(|at| mask >> at & 1 == 1)
            .map(|at| &measures[at])
            .collect();
        let mut scenario = Scenario::on(day);
        for change in set.iter().flat_map(|measure| &measure.changes) {
            scenario = scenario.with(change.clone());
        }
        let Ok(other) = Planner::new(network, &scenario) else {
            continue;
        };
        let state = question.answer(&other, &demand, &Progress::none()).unwrap();
        if state.all.flows >= today.all.flows && state.share(Basis::Boxes) <= none && set.len() <= 3
        {
            ending.push(set.iter().map(|measure| measure.name.as_str()).collect());
        }
    }
    let smallest = ending.iter().filter(|set| {
        !ending
            .iter()
            .any(|other| other.len() < set.len() && other.iter().all(|one| set.contains(one)))
    });
    let mut smallest: Vec<Vec<&str>> = smallest.cloned().collect();
    smallest.sort_by_key(|set| (set.len(), set.clone()));
    let mut sets: Vec<Vec<&str>> = found
        .sets
        .iter()
        .map(|set| set.measures.iter().map(String::as_str).collect())
        .collect();
    sets.sort_by_key(|set| (set.len(), set.clone()));
    assert_eq!(sets, smallest);
    assert!(sets.len() >= 2, "{found}");
    let kazakhstan = found
        .sets
        .iter()
        .find(|set| set.measures == [measures[0].name.clone()])
        .unwrap();
    assert_eq!(kazakhstan.investment, measures[0].takes[0].cost);
    let told = found.to_string();
    assert!(told.contains("100.0 (100.0 to 200.0) M USD once"), "{told}");
    // Nobody has said what the other concession costs, so nothing is said of it.
    let qatar = found.sets.iter();
    let mut qatar = qatar.filter(|set| set.measures == ["concession-to-qatar".to_owned()]);
    assert!(qatar.all(|set| set.investment.is_none()));
    assert!(found.sets.iter().all(|set| set.share == Share::ZERO));
    assert!(
        !found.contradictions.is_empty(),
        "two buyers of one concession"
    );
    let saved = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<EndsIt>(&saved).unwrap(), found);
}

#[test]
fn what_does_not_depend_needs_nothing_and_bounds_are_told() {
    let question = DependenceQuestion::on(Dependence::Territory(country("MN")));
    let none = (Basis::Usd, Share::ZERO);
    let found = question
        .ends_it(&PLANNER, &demand(), &MEASURES[..2], none, &Progress::none())
        .unwrap();
    assert_eq!(
        (found.sets.len(), found.tried, found.is_complete),
        (1, 1, true)
    );
    assert!(found.sets[0].measures.is_empty() && found.sets[0].more == Money::ZERO);
    assert!(found.to_string().contains("nothing: 0.0 %"), "{found}");

    let question = DependenceQuestion::on(Dependence::Territory(country("GE"))).bounds(2, 2);
    let found = question
        .ends_it(&PLANNER, &demand(), &MEASURES[..2], none, &Progress::none())
        .unwrap();
    assert_eq!((found.tried, found.is_complete), (2, false));
    assert!(
        found
            .to_string()
            .ends_with("2 sets tried, not all there are"),
        "{found}"
    );
}

#[test]
fn measures_on_record_open_or_pass_on_and_close_nothing() {
    let network = Network::europe_central_asia();
    let costs = CostTable::embedded();
    let measures = Measure::on_record(network, &costs).unwrap();
    let named = |name: &str| measures.iter().any(|measure| measure.name == name);
    assert!(named("TRIPP-rail") && named("concession-to-kazakhstan") && named("tripp-opens"));
    assert!(!named("status-quo") && !named("iran-closed") && !named("georgia-transit-interrupted"));
    for measure in &measures {
        let mut scenario = Scenario::on(date(2029, 6, 1));
        for change in &measure.changes {
            scenario = scenario.with(change.clone());
        }
        assert!(scenario.apply(network).is_ok(), "{}", measure.name);
    }
    let takes = |name: &str| {
        let measure = measures.iter().find(|measure| measure.name == name);
        let takes = measure.unwrap().takes.iter();
        takes
            .map(|it| (it.what.clone(), it.cost))
            .collect::<Vec<_>>()
    };
    let cost = |id: &str| Some(costs.of(id)?.usd(network).unwrap());
    let of = |id: &str| (id.to_owned(), cost(id));
    assert_eq!(takes("TRIPP-rail"), [of("TRIPP-rail")]);
    let all = ["HORADIZ-AGHBAND", "TRIPP-rail", "TRIPP-road"];
    assert_eq!(takes("tripp-opens"), all.map(of));
    assert!(cost("TRIPP-rail").is_some() && cost("TRIPP-road").is_none());
    let kazakhstan = "concession-to-kazakhstan";
    assert!(takes(kazakhstan).contains(&(kazakhstan.to_owned(), None)));
}

/// What two measures of a set both take is paid once; what has no cost is named.
#[test]
fn sets_that_end_it_cost_each_part_once() {
    let planner = Planner::new(
        Network::europe_central_asia(),
        &Scenario::on(date(2027, 6, 1)),
    )
    .unwrap();
    let costs = CostTable::embedded();
    let network = planner.world().network();
    let border = || {
        let measure = Measure::new("border", [Change::open("AM-TR-border")]);
        measure.costed(network, &costs).unwrap()
    };
    let mut sale = Measure::of(&Scenario::preset("concession-to-kazakhstan").unwrap());
    sale.name = "sale".to_owned();
    sale = sale.costed(network, &costs).unwrap();
    sale.takes.extend(border().takes);
    let question = DependenceQuestion::on(Dependence::Owner(country("RU")))
        .whose(Whose::Country(country("AM")))
        .bounds(1, 10);
    let wanted = (Basis::Boxes, Share::ZERO);
    let found = question.ends_it(
        &planner,
        &rails(),
        &[sale, border()],
        wanted,
        &Progress::none(),
    );
    let found = found.unwrap();
    let [set] = found.sets.as_slice() else {
        panic!("{found}");
    };
    assert_eq!(set.investment, border().takes[0].cost);
    assert_eq!(set.unpriced, ["sale"]);
    assert!(
        found.to_string().contains("once, cost not known: sale"),
        "{found}"
    );
}

#[test]
fn reliance_is_saved_and_printed() {
    let found = answer(&DependenceQuestion::on(Dependence::Territory(country(
        "GE",
    ))));
    let saved = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Reliance>(&saved).unwrap(), found);
    let printed = found.to_string();
    for word in [
        "territory of GE",
        "USD",
        "tonnes",
        "HHI",
        "without it",
        "flow 5:",
    ] {
        assert!(printed.contains(word), "{word} in\n{printed}");
    }
}

//! What sets of projects save is what asking in their worlds says; the best set and the best order are those of
//! trying all.

use crate::crossroads::{PLACES, crossroads, planned_crossroads};
use crate::questions::{Dice, PLANNER};
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::flows::{Assignment, Background, Choice, Table};
use trade_corridor::analysis::projects::{
    Aim, CostBand, CostTable, OrderBy, Programme, Project, ProjectsError, ProjectsQuestion,
    check_with_queues,
};
use trade_corridor::metric::{GeneralisedCost, ObjectiveValue};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;
use trade_corridor::scenario::{Change, Factor, Target, TargetKind, TariffScope};

/// Flows between all places of a small map.
fn flows(dice: &mut Dice) -> Demand {
    let mut demand = Demand::new();
    for (at, (from, ..)) in PLACES.iter().enumerate() {
        for (to, ..) in &PLACES[at + 1..] {
            let volume = PerYear::from_count(dice.below(2_000) as u32);
            let request = Request::new(*from, *to).policy(Policy::open());
            demand = demand.flow(Flow::new(request, volume));
        }
    }
    demand
}

fn opening(name: &str) -> Change {
    Change::Open(Target::of_kind(TargetKind::Project, name))
}

fn usd(usd: usize) -> Money {
    Money::from_usd(usd as f64).unwrap()
}

/// Projects of a small map, at costs by chance.
fn projects(dice: &mut Dice, count: usize) -> Vec<Project> {
    let project = |at: usize| {
        let name = format!("P{at}");
        let value = usd(dice.below(9_000_000));
        let low = Money::from_cents(value.as_cents() / 2);
        let band = CostBand::new(low, value, value + value).unwrap();
        let project = Project::new(name.clone(), [opening(&name)]).costing(band);
        project.taking(1 + dice.below(60) as u32)
    };
    (0..count).map(project).collect()
}

/// What each set saves in millionths of a cent a year, by a world for each; nothing where there is none. Flows without
/// a way where nothing is built count for nothing.
fn by_asking(
    planner: &Planner,
    demand: &Demand,
    projects: &[Project],
    objective: &Objective,
) -> Vec<Option<i128>> {
    let cost = |planner: &Planner, flow: &Flow| {
        let route = planner.best(&flow.request, objective).ok()?;
        match route.value() {
            Some(ObjectiveValue::Money(value)) => Some(value.as_cents()),
            other => panic!("{other:?}"),
        }
    };
    let world = planner.world();
    let sets = (0..1_usize << projects.len()).map(|set| {
        let built = projects.iter().enumerate();
        let built = built.filter(|(at, _)| set >> at & 1 == 1);
        let changes = built.flat_map(|(_, project)| project.changes.clone());
        let scenario = changes.fold(world.scenario().clone(), Scenario::with);
        let other = Planner::new(world.network(), &scenario).ok()?;
        let saved = demand.iter().map(|flow| {
            let Some(before) = cost(planner, flow) else {
                return 0;
            };
            let after = cost(&other, flow).expect("it has its old way");
            i128::from(flow.volume.as_millionths()) * i128::from(before - after)
        });
        Some(saved.sum())
    });
    sets.collect()
}

fn cents(millionths: i128) -> Money {
    let half = 500_000 * millionths.signum();
    Money::from_cents(((millionths + half) / 1_000_000).try_into().unwrap())
}

/// Compares everything that is told of sets with a table of them.
fn check(question: &ProjectsQuestion, saved: &[Option<i128>], found: &Programme) {
    let projects = &question.projects;
    let of = |set: usize| saved[set].map(cents);
    let all = saved.len() - 1;
    let set_of = |names: &[String]| {
        let at = |name: &String| {
            projects
                .iter()
                .position(|project| project.name == *name)
                .unwrap()
        };
        names.iter().fold(0, |set, name| set | 1 << at(name))
    };
    for (at, standing) in found.projects.iter().enumerate() {
        assert_eq!(standing.alone, of(1 << at), "{}", standing.project);
        let last = of(all).zip(of(all & !(1 << at)));
        assert_eq!(standing.last, last.map(|(all, without)| all - without));
        let changes = (0..saved.len()).any(|set| of(set | 1 << at) != of(set & !(1 << at)));
        assert_eq!(standing.changes, changes);
    }
    for (one, first) in projects.iter().enumerate() {
        for (other, second) in projects.iter().enumerate().skip(one + 1) {
            let told = found
                .pairs
                .iter()
                .find(|pair| (&pair.one, &pair.other) == (&first.name, &second.name));
            let both = 1 << one | 1 << other;
            let Some(together) = of(both) else {
                assert!(told.is_none());
                continue;
            };
            let synergy = together - of(1 << one).unwrap() - of(1 << other).unwrap();
            let rest = all & !both;
            let with_all = || {
                let with = of(all)? - of(rest | 1 << other)?;
                Some((with, of(rest | 1 << one)? - of(rest)?))
            };
            let differs = with_all().is_some_and(|(with, without)| with != without);
            assert_eq!(told.is_some(), synergy != Money::ZERO || differs);
            if let Some(told) = told {
                assert_eq!(told.synergy(), synergy);
                assert_eq!(told.one_with_all, with_all());
            }
        }
    }
    // The best set, by trying all.
    let years = i32::try_from(question.years).unwrap();
    let annuity: f64 = (1..=years)
        .map(|year| (1.0 + question.rate.as_percent() / 100.0).powi(-year))
        .sum();
    let mut most = (0.0, i64::MIN);
    for set in 0..saved.len() {
        let taken = projects.iter().enumerate();
        let mut taken = taken.filter(|(at, _)| set >> at & 1 == 1);
        let cost = taken.try_fold(Money::ZERO, |sum, (_, project)| {
            Some(sum + project.cost?.value)
        });
        if let (Some(cost), Some(saved)) = (cost, of(set))
            && cost <= question.budget
        {
            let present = saved.as_usd() * annuity;
            let value = match question.aim {
                Aim::Net => present - cost.as_usd(),
                _ => present,
            };
            let better = value > most.0 + 0.02;
            let same = value > most.0 - 0.02 && -cost.as_cents() > most.1;
            if better || same || most.1 == i64::MIN {
                most = (value, -cost.as_cents());
            }
        }
    }
    let best = &found.best;
    let value = match question.aim {
        Aim::Net => best.net,
        _ => best.present,
    };
    assert!((value.as_usd() - most.0).abs() < 0.05, "{value} {most:?}");
    assert!(best.cost.value <= question.budget);
    assert_eq!(Some(best.saved), of(set_of(&best.projects)));
    // No order is better than the best one.
    if let [first, rest @ ..] = found.orders.as_slice() {
        assert_eq!(first.by, OrderBy::Best);
        assert_eq!(first.regret, Some(Money::ZERO));
        let order: Vec<Money> = rest.iter().filter_map(|order| order.regret).collect();
        assert!(order.iter().all(|regret| *regret >= Money::ZERO));
        assert_eq!(set_of(&first.projects), set_of(&best.projects));
    } else {
        assert!(best.projects.is_empty());
    }
}

fn answer(question: &ProjectsQuestion, planner: &Planner, demand: &Demand) -> Programme {
    question.answer(planner, demand, &Progress::none()).unwrap()
}

fn generalised() -> GeneralisedCost {
    GeneralisedCost {
        value_of_time: Rate::from_usd(0.3).unwrap(),
        reliability_per_mille: 0,
        carbon_price: Rate::ZERO,
    }
}

#[test]
fn sets_save_what_their_worlds_say() {
    let (mut chosen, mut without) = (0, 0);
    for seed in 0..6 {
        let mut dice = Dice::new(seed + 100);
        let planner = planned_crossroads(seed, 4);
        let demand = flows(&mut dice);
        let projects = projects(&mut dice, 4);
        let objective = if seed % 2 == 0 {
            Objective::Cost
        } else {
            Objective::Generalised(generalised())
        };
        let saved = by_asking(&planner, &demand, &projects, &objective);
        for aim in [Aim::Savings, Aim::Net] {
            let question = ProjectsQuestion::of(projects.clone(), usd(dice.below(20_000_000)))
                .aim(aim)
                .objective(objective.clone())
                .draws(50, 7);
            let found = answer(&question, &planner, &demand);
            check(&question, &saved, &found);
            chosen += found.best.projects.len();
            without += found.without.len();
            assert!(found.searches < 16 * demand.len(), "{}", found.searches);
            assert_eq!(found.worlds, 1);
        }
    }
    assert!(chosen > 5 && without > 0, "{chosen} {without}");
}

/// Projects that change prices, open what others open, or close what others open.
#[test]
fn projects_that_do_more_than_open_are_worlds_of_their_own() {
    for seed in 0..4 {
        let mut dice = Dice::new(seed + 200);
        let planner = planned_crossroads(seed, 3);
        let demand = flows(&mut dice);
        let mut projects = projects(&mut dice, 3);
        let cheaper = Change::ScaleTariffs {
            scope: TariffScope::operator("ADY"),
            percent: Factor::from_percent(60.0).unwrap(),
        };
        let cost = CostBand::exactly(usd(1_000_000)).unwrap();
        projects.push(Project::new("cheaper trains", [cheaper]).costing(cost));
        let both = [opening("P0"), opening("P1")];
        projects.push(Project::new("both", both).costing(cost));
        let closes = Change::Close(Target::of_kind(TargetKind::Project, "P2"));
        projects.push(Project::new("in place of P2", [closes]).costing(cost));
        let saved = by_asking(&planner, &demand, &projects, &Objective::Cost);
        let question = ProjectsQuestion::of(projects, usd(12_000_000)).draws(20, 7);
        let found = answer(&question, &planner, &demand);
        check(&question, &saved, &found);
        let [contradiction] = found.contradictions.as_slice() else {
            panic!("{found}");
        };
        assert_eq!(contradiction.projects, ["P2", "in place of P2"]);
        assert!(
            found
                .to_string()
                .contains("not together: P2 + in place of P2: ")
        );
        let tight = question.bounds(200_000, 8);
        let error = tight.answer(&planner, &demand, &Progress::none());
        let text = error.unwrap_err().to_string();
        assert!(text.contains("more than 8 worlds"), "{text}");
    }
}

#[test]
fn projects_of_the_atlas_save_what_their_worlds_say() {
    let network = Network::europe_central_asia();
    let mut projects = Project::on_record(network, &CostTable::embedded()).unwrap();
    let names = [
        "AM-TR-border",
        "HORADIZ-AGHBAND",
        "KARS-DILUCU",
        "TRIPP-rail",
    ];
    projects.retain(|project| names.contains(&project.name.as_str()));
    let demand: Demand = [
        ("Yerevan", "Kars", 900),
        ("Baku", "Nakhchivan", 700),
        ("Baku", "Istanbul", 1_100),
        ("Almaty", "Istanbul", 300),
    ]
    .map(|(from, to, boxes)| {
        let request = Request::new(from, to).policy(Policy::open());
        Flow::new(request, PerYear::from_count(boxes))
    })
    .into_iter()
    .collect();
    let saved = by_asking(&PLANNER, &demand, &projects, &Objective::Cost);
    let question = ProjectsQuestion::of(projects, usd(2_000_000_000)).draws(100, 1);
    let found = answer(&question, &PLANNER, &demand);
    check(&question, &saved, &found);
    assert!(!found.pairs.is_empty(), "{found}");
}

#[test]
fn a_budget_below_every_project_buys_nothing_and_says_so() {
    let mut dice = Dice::new(1);
    let (planner, demand) = (planned_crossroads(1, 3), flows(&mut dice));
    let mut projects = projects(&mut dice, 3);
    projects[1].cost = None;
    let cheapest = CostBand::exactly(usd(5)).unwrap();
    projects[0].cost = Some(cheapest);
    projects.push(Project::new("nothing", [] as [Change; 0]).costing(cheapest));
    let question = ProjectsQuestion::of(projects.clone(), usd(4));
    let found = answer(&question, &planner, &demand);
    assert!(found.best.projects.is_empty() && found.orders.is_empty());
    assert_eq!(found.below_all, Some(("P0".to_owned(), usd(5))));
    let text = found.to_string();
    assert!(
        text.contains("nothing; no project costs so little, P0 needs"),
        "{text}"
    );
    assert!(
        text.contains("change nothing for these flows: ") && text.contains("nothing"),
        "{text}"
    );
}

#[test]
fn one_without_a_cost_is_never_chosen_and_told() {
    let mut changing = 0;
    for seed in 0..4 {
        let mut dice = Dice::new(seed);
        let (planner, demand) = (planned_crossroads(seed, 3), flows(&mut dice));
        let mut projects = projects(&mut dice, 3);
        projects[1].cost = None;
        let question = ProjectsQuestion::of(projects, usd(1_000_000_000));
        let found = answer(&question, &planner, &demand);
        assert!(!found.best.projects.contains(&"P1".to_owned()));
        assert!(!found.projects[1].chosen);
        if found.projects[1].changes {
            changing += 1;
            assert!(found.to_string().contains(" unknown "), "{found}");
        }
    }
    assert!(changing > 0);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let mut dice = Dice::new(1);
    let (planner, demand) = (planned_crossroads(1, 3), flows(&mut dice));
    let projects = projects(&mut dice, 3);
    let refused = |question: ProjectsQuestion| {
        let answer = question.answer(&planner, &demand, &Progress::none());
        let error = answer.unwrap_err();
        (error.code().to_owned(), error.to_string())
    };
    let of = |projects: &[Project]| ProjectsQuestion::of(projects.to_vec(), usd(10));
    assert_eq!(refused(of(&[])).0, "projects_number");
    let many = vec![projects[0].clone(); 21];
    assert!(refused(of(&many)).1.contains("21 projects; give 1 to 20"));
    let twice = [projects[0].clone(), projects[0].clone()];
    assert_eq!(refused(of(&twice)).0, "projects_same_name");
    let unknown = [Project::new("new", [opening("P9")])];
    let (code, text) = refused(of(&unknown));
    assert_eq!(code, "projects_cannot_hold");
    assert!(text.contains("`new`") && text.contains("P9"), "{text}");
    let mut minus = projects.clone();
    if let Some(cost) = &mut minus[0].cost {
        cost.low = Money::from_cents(-1);
    }
    assert_eq!(refused(of(&minus)).0, "projects_band");
    let below = ProjectsQuestion::of(projects.clone(), Money::from_cents(-1));
    assert!(refused(below).1.contains("budget (USD) is -0.01"));
    assert_eq!(
        refused(of(&projects).draws(70_000, 1)).0,
        "projects_setting"
    );
    assert_eq!(
        refused(of(&projects).funds(Money::ZERO)).0,
        "projects_setting"
    );
    let rate = of(&projects).discounted("5".parse().unwrap(), 0);
    assert!(refused(rate).1.contains("years is 0"));
    let by_time = of(&projects).objective(Objective::Time);
    assert_eq!(refused(by_time).0, "projects_objective");
    let few = of(&projects).bounds(3, 64);
    assert_eq!(refused(few).0, "projects_too_many_searches");
    let empty = of(&projects).answer(&planner, &Demand::new(), &Progress::none());
    assert!(empty.is_err());
}

#[test]
fn texts_of_costs_are_read_or_refused() {
    let (name, band) = Project::read_cost("TRIPP-road=100..200..400").unwrap();
    assert_eq!(name, "TRIPP-road");
    assert_eq!([band.low, band.high], [usd(100_000_000), usd(400_000_000)]);
    let (_, one) = Project::read_cost("x=0.5").unwrap();
    assert_eq!(one, CostBand::exactly(usd(500_000)).unwrap());
    for bad in ["x", "x=", "x=1..2", "x=a", "x=1e300", "x=NaN"] {
        let error = Project::read_cost(bad).unwrap_err();
        assert!(matches!(error, ProjectsError::Unreadable { .. }), "{bad}");
    }
    let mut known = [Project::new("x", [opening("x")])];
    Project::set_cost(&mut known, "x = 7").unwrap();
    assert_eq!(known[0].cost, CostBand::exactly(usd(7_000_000)).ok());
    let error = Project::set_cost(&mut known, "y=7").unwrap_err();
    assert!(matches!(error, ProjectsError::Unknown { .. }));
    let disordered = Project::read_cost("x=3..2..1");
    assert!(matches!(disordered, Err(ProjectsError::Band { .. })));
    let text = "project,millions,million_low,million_high,currency,year,months\n\
        a,5,1,,USD,2024,\na,5,,,usd,2024,0\nb,5,6,7,USD,24,1\nc,-1,,,USD,2024,1\nd,1\n,1,,,USD,2024,\n";
    let faults = CostTable::from_csv(text).unwrap_err().to_string();
    for said in [
        "line 1, column `millions`: the column is unknown; did you mean `million`?",
        "line 1, column `million`: the column is missing",
        "line 3, column `currency`: `usd`: no currency such as `USD`",
        "line 3, column `months`: `0`: no number of months",
        "line 4, column `year`: `24`: no year such as `2024`",
        "line 6: 2 cells where the header has 7",
        "line 7, column `project`: the cell is empty",
    ] {
        assert!(faults.contains(said), "{said} in {faults}");
    }
    let text = "project,million,million_low,million_high,currency,year\n\
        a,5,1,,USD,2024\nb,5,6,7,USD,2024\nc,1,,,USD,2024\nc,2,,,USD,2024\n";
    let faults = CostTable::from_csv(text).unwrap_err().to_string();
    for said in [
        "line 2, column `million_high`: the other end of the range is missing",
        "line 3, column `million`: `5`: not within 6 to 7",
        "line 5, column `project`: `c`: stands already in line 4",
    ] {
        assert!(faults.contains(said), "{said} in {faults}");
    }
}

#[test]
fn the_embedded_table_is_of_projects_that_are_there() {
    let table = CostTable::embedded();
    let network = Network::europe_central_asia();
    let sources = include_str!("../data/sources.csv");
    let projects = Project::on_record(network, &table).unwrap();
    assert_eq!(table.rows().len(), 13);
    for row in table.rows() {
        let project = Project::find(&row.project, &projects).unwrap();
        let band = project.cost.unwrap();
        assert!(
            band.low < band.value && band.value < band.high,
            "{}",
            row.project
        );
        for cited in row.source.split(';') {
            let id = cited.rsplit('=').next().unwrap();
            let known = sources
                .lines()
                .any(|line| line.starts_with(&format!("{id},")));
            assert!(known, "{id} of {}", row.project);
        }
    }
    // TRY 139.5 billion of 2025.
    let kars = Project::find("KARS-DILUCU", &projects).unwrap();
    let value = kars.cost.unwrap().value.as_usd();
    assert!((3.5e9..3.7e9).contains(&value), "{value}");
}

#[test]
fn draws_are_the_same_everywhere_and_tell_of_costs_alone() {
    let mut dice = Dice::new(9);
    let (planner, demand) = (planned_crossroads(2, 4), flows(&mut dice));
    let mut projects = projects(&mut dice, 4);
    for (at, project) in projects.iter_mut().enumerate() {
        let value = usd(1_000_000 + 100_000 * at);
        let (low, high) = (usd(500_000), usd(3_000_000));
        project.cost = Some(CostBand::new(low, value, high).unwrap());
    }
    let question = ProjectsQuestion::of(projects.clone(), usd(3_000_000)).draws(500, 3);
    let found = answer(&question, &planner, &demand);
    assert_eq!(found, answer(&question, &planner, &demand));
    let spread = found.spread.as_ref().unwrap();
    assert!(spread.cost.0 < found.best.cost.value && found.best.cost.value < spread.cost.1);
    assert!(spread.within_budget > 0.0 && spread.within_budget < 1.0);
    assert!(spread.still_best > 0.0 && spread.still_best <= spread.within_budget);
    assert!(spread.chosen.iter().all(|part| (0.0..=1.0).contains(part)));
    assert!(spread.regret_high >= Money::ZERO);
    assert!(
        found
            .orders
            .iter()
            .all(|order| order.regret_high >= Some(Money::ZERO))
    );
    let other = answer(&question.clone().draws(500, 4), &planner, &demand);
    assert_ne!(spread.cost, other.spread.unwrap().cost);
    // Costs that are known exactly leave nothing open.
    for project in &mut projects {
        project.cost = project
            .cost
            .map(|band| CostBand::exactly(band.value).unwrap());
    }
    let exact = ProjectsQuestion::of(projects, usd(3_000_000)).draws(50, 3);
    let exact = answer(&exact, &planner, &demand);
    let told = exact.spread.unwrap();
    assert!(told.within_budget >= 1.0 && told.still_best >= 1.0);
    assert_eq!(
        (told.cost.0, told.regret_high),
        (exact.best.cost.value, Money::ZERO)
    );
    let saved = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Programme>(&saved).unwrap(), found);
}

#[cfg(feature = "rayon")]
#[test]
fn the_number_of_threads_does_not_show() {
    let mut dice = Dice::new(3);
    let (planner, demand) = (planned_crossroads(3, 5), flows(&mut dice));
    let question = ProjectsQuestion::of(projects(&mut dice, 5), usd(9_000_000)).draws(20, 1);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().unwrap();
        pool.install(|| answer(&question, &planner, &demand))
    };
    let alone = on(1);
    assert!([2, 3, 7].into_iter().all(|threads| on(threads) == alone));
}

/// Where nothing has a capacity and all take the best way, queues save what fixed flows save.
#[test]
fn without_capacities_queues_change_nothing() {
    let mut settings = Assignment::new(generalised(), Choice::Least);
    settings.ways = 2;
    for seed in 0..3 {
        let mut dice = Dice::new(seed + 300);
        let (planner, demand) = (planned_crossroads(seed, 3), flows(&mut dice));
        let projects = projects(&mut dice, 3);
        let question = ProjectsQuestion::of(projects.clone(), usd(1_000_000_000))
            .objective(Objective::Generalised(generalised()));
        let found = answer(&question, &planner, &demand);
        let (table, nothing) = (Table::new(), Background::none());
        let checked = check_with_queues(
            &planner,
            &demand,
            (&projects, &found.best.projects),
            (&table, &nothing, &settings),
            &Progress::none(),
        );
        let checked = checked.unwrap();
        let boxes: f64 = demand.iter().map(|flow| flow.volume.as_boxes()).sum();
        let apart = (checked.saved() - found.best.saved).as_usd().abs();
        assert!(
            apart <= 0.02 * boxes + 0.02,
            "{apart} of {boxes}\n{checked}"
        );
        assert!(checked.jams_after.is_empty() && checked.is_settled);
        let unknown = ["P8".to_owned()];
        let refused = check_with_queues(
            &planner,
            &demand,
            (&projects, &unknown),
            (&table, &nothing, &settings),
            &Progress::none(),
        );
        assert_eq!(refused.unwrap_err().code(), "projects_unknown");
    }
}

#[test]
fn what_is_built_already_changes_nothing() {
    let mut dice = Dice::new(5);
    let (planner, demand) = (crossroads(1), flows(&mut dice));
    let crossing = planner.world().network().crossings().next().unwrap().1;
    let target = Target::of_kind(TargetKind::Crossing, crossing.code.as_str());
    let cost = CostBand::exactly(usd(1)).unwrap();
    let built = Project::new("built", [Change::Open(target)]).costing(cost);
    let found = answer(&ProjectsQuestion::of([built], usd(10)), &planner, &demand);
    assert!(!found.projects[0].changes && found.best.projects.is_empty());
}

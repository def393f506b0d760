//! Questions to the planner, path against path, and the answers to the checker.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::Value;
use trade_corridor::planner::ErrorKind;
use trade_corridor::prelude::*;
use trade_corridor::router::AlternativeLimits;

use crate::TABLES;
use crate::chain::{items, text};
use crate::money::{Share, sums};
use crate::questions::{Dice, Names, Question};
use crate::reach::Reach;
use crate::rules::Judge;
use crate::standing::Standing;
use crate::tables::Book;
use crate::texts::{policy_text, scenario_text};
use crate::verdict::faults;

/// What was done.
#[derive(Debug, Default)]
struct Tally {
    share: Share,
    counts: BTreeMap<String, usize>,
    faults: Vec<String>,
}

impl Tally {
    fn count(&mut self, what: &str) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    fn add(&mut self, other: Self) {
        self.share.add(other.share);
        self.faults.extend(other.faults);
        for (what, count) in other.counts {
            *self.counts.entry(what).or_default() += count;
        }
    }
}

/// A world drawn by chance, with a planner for it.
struct Asked<'b> {
    planner: Planner,
    standing: Standing<'b>,
    told: String,
}

impl Question {
    fn request(&self, rules: &[Value]) -> Request {
        let policy = Policy::from_toml("drawn.toml", &policy_text(rules)).expect("a policy");
        let shipment = serde_json::from_value(self.shipment.clone()).expect("a shipment");
        let request = Request::new(&self.from, &self.to).shipment(shipment);
        request.policy(policy)
    }
}

fn world<'b>(book: &'b Book<'b>, names: &Names, dice: &mut Dice) -> Asked<'b> {
    loop {
        let (day, changes) = (Names::day(dice), names.changes(dice));
        let told = scenario_text(&day, &changes);
        let scenario = Scenario::from_toml("drawn.toml", &told).expect("a scenario");
        // Changes may contradict each other or hit nothing.
        if let Ok(planner) = Planner::new(Network::europe_central_asia(), &scenario) {
            let standing = Standing::of(book, &day, &changes);
            return Asked {
                planner,
                standing,
                told,
            };
        }
    }
}

impl Asked<'_> {
    /// Asks, and holds whatever is answered against the tables.
    fn ask(&self, judge: &Judge<'_, '_>, question: &Question, turn: usize, tally: &mut Tally) {
        let objective: Objective =
            serde_json::from_value(question.objective.clone()).expect("an objective");
        let request = question.request(&question.rules);
        let mut found = Vec::new();
        match self.planner.best(&request, &objective) {
            Ok(route) => {
                tally.count("routes");
                let saved = serde_json::to_value(&route).unwrap();
                let (wrong, share) = faults(&self.standing, judge, question, &saved);
                tally.share.add(share);
                found.extend(wrong);
                found.extend(groupings(&route, &saved));
                let reach = Reach::under(&self.standing, &question.rules);
                if turn.is_multiple_of(5) && !reach.leads(&question.from, &question.to, false) {
                    found.push("a route where nothing leads".to_owned());
                }
                if turn.is_multiple_of(8) && !question.has_limit() {
                    tally.count("answer paths compared");
                    found.extend(self.paths(&request, &objective, &saved));
                }
            }
            Err(error) => match error.kind() {
                ErrorKind::NoRoute => {
                    let none = error.into_no_route().unwrap();
                    tally.count(&format!("no route: {}", none.code()));
                    found.extend(self.none(question, none.code(), tally));
                    if turn.is_multiple_of(4) {
                        found.extend(self.relaxed(question, (&request, &objective), judge, tally));
                    }
                }
                ErrorKind::Input => tally.count("refused"),
                ErrorKind::Engine => tally.count(&format!("beyond the search: {}", error.code())),
                _ => found.push(format!("a defect: {error}")),
            },
        }
        for fault in found {
            tally
                .faults
                .push(format!("{fault}\n  {question:?}\n{}", self.told));
        }
    }

    /// A route that nobody found: there must be a reason that the tables know.
    fn none(&self, question: &Question, code: &str, tally: &mut Tally) -> Option<String> {
        let reach = Reach::under(&self.standing, &question.rules);
        if question.from == question.to || code == "endpoint_excluded" {
            return None;
        }
        if !reach.leads(&question.from, &question.to, false) {
            tally.count("no route, and nothing leads there");
            return None;
        }
        let unit = text(&question.shipment, "unit");
        let by_road =
            unit != "wagon" && reach.is_all && reach.leads(&question.from, &question.to, true);
        by_road.then(|| format!("no route ({code}), though a road leads there"))
    }

    /// The same question by other calls.
    fn paths(&self, request: &Request, objective: &Objective, single: &Value) -> Vec<String> {
        let mut found = Vec::new();
        let network = self.planner.world().network();
        let place = |name: &str| network.find_place(name).unwrap();
        let (from, to) = (place(&request.from), place(&request.to));
        let mut same = |what: &str, right: bool| {
            if !right {
                found.push(format!("{what} answers otherwise than a single question"));
            }
        };
        let value = &single["certificate"]["value"];
        let prepared = self
            .planner
            .prepare(&request.shipment, &request.policy, objective)
            .unwrap();
        let least = prepared.least(from, to).unwrap();
        same(
            "the least of a prepared question",
            serde_json::to_value(least).unwrap() == *value,
        );
        let route = prepared.route(from, to).unwrap();
        same(
            "a prepared question",
            serde_json::to_value(&route).unwrap()["steps"] == single["steps"],
        );
        let matrix = prepared.matrix(&[from, to], &[to, from]).unwrap();
        let cell = matrix.get(0, 0).unwrap().as_ref().unwrap();
        same("a matrix", serde_json::to_value(cell).unwrap() == *value);
        let again = self.planner.best(request, objective).unwrap();
        same(
            "the same question",
            serde_json::to_value(&again).unwrap() == *single,
        );
        let limits = AlternativeLimits::default();
        if let Ok(choices) = self.planner.alternatives(request, objective, limits) {
            let first = serde_json::to_value(&choices.routes()[0]).unwrap();
            same("the first alternative", first["steps"] == single["steps"]);
        }
        found
    }

    /// Every relaxation is asked again, and none of its rules can stay.
    fn relaxed(
        &self,
        question: &Question,
        (request, objective): (&Request, &Objective),
        judge: &Judge<'_, '_>,
        tally: &mut Tally,
    ) -> Vec<String> {
        let mut found = Vec::new();
        let Ok(why) = self.planner.why_not_best(request, objective) else {
            return vec!["no route, and no answer why".to_owned()];
        };
        let why = serde_json::to_value(&why).unwrap();
        for way in items(&why["relaxations"]) {
            let lifted: Vec<usize> = items(&way["rules"])
                .iter()
                .filter_map(|rule| rule["index"].as_u64())
                .map(|index| index as usize)
                .collect();
            if lifted.len() < items(&way["rules"]).len() {
                continue;
            }
            tally.count("relaxations asked again");
            let without = |lifted: &[usize]| -> Vec<Value> {
                let rules = question.rules.iter().enumerate();
                rules
                    .filter(|(index, _)| !lifted.contains(index))
                    .map(|(_, rule)| rule.clone())
                    .collect()
            };
            let lighter = Question {
                rules: without(&lifted),
                ..question.clone()
            };
            match self
                .planner
                .best(&lighter.request(&lighter.rules), objective)
            {
                Ok(route)
                    if serde_json::to_value(&route).unwrap()["steps"] == way["route"]["steps"] => {}
                other => found.push(format!(
                    "relaxed by {lifted:?} the answer is another: {:?}",
                    other.map(|_| ())
                )),
            }
            let (wrong, share) = faults(&self.standing, judge, &lighter, &way["route"]);
            tally.share.add(share);
            found.extend(wrong);
            for stays in lifted.iter().filter(|_| lifted.len() > 1) {
                let fewer: Vec<usize> = lifted
                    .iter()
                    .copied()
                    .filter(|index| index != stays)
                    .collect();
                let rules = without(&fewer);
                if self
                    .planner
                    .best(&question.request(&rules), objective)
                    .is_ok()
                {
                    found.push(format!("rule {stays} of {lifted:?} could stay"));
                }
            }
        }
        found
    }
}

/// Sums of the route's own by every grouping against those of its charges.
fn groupings(route: &Route, saved: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let total: i128 = sums(saved, |_| String::new()).values().sum();
    let mut same = |what: &str, stated: Vec<i64>, key: &dyn Fn(&Value) -> String| {
        let mut stated: Vec<i128> = stated.into_iter().map(i128::from).collect();
        let mut again: Vec<i128> = sums(saved, key).into_values().collect();
        stated.sort_unstable();
        again.sort_unstable();
        if stated != again || stated.iter().sum::<i128>() != total {
            found.push(format!(
                "by {what}: {stated:?} stated, {again:?} in the charges"
            ));
        }
    };
    let cents = |money: &Money| money.as_cents();
    same(
        "component",
        route.by_component().values().map(cents).collect(),
        &|charge| charge["component"].to_string(),
    );
    same(
        "payee",
        route.by_payee().values().map(cents).collect(),
        &|charge| charge["payee"].to_string(),
    );
    same(
        "country",
        route.by_country().values().map(cents).collect(),
        &|charge| charge["country"].to_string(),
    );
    let operator = |charge: &Value| charge["payee"]["operator"]["id"].to_string();
    same(
        "operator",
        route.by_operator().values().map(cents).collect(),
        &operator,
    );
    if i128::from(route.cost().as_cents()) != total {
        found.push(format!(
            "{} in all, {total} cents in the charges",
            route.cost()
        ));
    }
    found
}

fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

#[test]
fn answers_hold_against_the_tables() {
    const A_WORLD: usize = 50;
    let started = Instant::now();
    let questions = setting("TRADE_CORRIDOR_QUESTIONS", 400);
    let seed = setting("TRADE_CORRIDOR_SEED", 1);
    let (book, names) = (Book::of(&TABLES), Names::of(&TABLES));
    let whole = Mutex::new(Tally::default());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut tally = Tally::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number * A_WORLD >= questions {
                break;
            }
            let mut dice = Dice((seed * 1_000_003 + number) as u64);
            let asked = world(&book, &names, &mut dice);
            let judge = Judge::new(&asked.standing);
            for turn in 0..A_WORLD.min(questions - number * A_WORLD) {
                let question = names.question(&mut dice);
                asked.ask(&judge, &question, turn, &mut tally);
            }
        }
        whole.lock().unwrap().add(tally);
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let tally = whole.into_inner().unwrap();
    let part = |again: i128, all: i128| 100.0 * again as f64 / all.max(1) as f64;
    println!(
        "{questions} questions in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    println!(
        "USD worked out again: {:.1} %",
        part(tally.share.cents_again, tally.share.cents)
    );
    println!(
        "hours worked out again: {:.1} %",
        part(tally.share.minutes_again, tally.share.minutes)
    );
    for (what, count) in &tally.counts {
        println!("{count:>7} {what}");
    }
    let shown: Vec<&str> = tally.faults.iter().take(12).map(String::as_str).collect();
    assert!(
        shown.is_empty(),
        "{} faults, the first:\n{}",
        tally.faults.len(),
        shown.join("\n\n")
    );
    let routes = tally.counts.get("routes").copied().unwrap_or(0);
    assert!(routes * 4 > questions, "{routes} routes say little");
    assert!(part(tally.share.cents_again, tally.share.cents) > 70.0);
}

//! Flows spread over ways as they choose at the hours that they make.

use std::collections::BTreeMap;

use crate::questions::PLANNER;
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::flows::{
    Assignment, Background, Basis, Bottleneck, Choice, FlowWay, Flows, FlowsError, Table, assign,
    what_if,
};
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;
use trade_corridor::route::Act;

const SCALE: f64 = 0.003;

fn worth(usd_per_tonne_hour: f64) -> GeneralisedCost {
    GeneralisedCost {
        value_of_time: Rate::from_usd(usd_per_tonne_hour).unwrap(),
        reliability_per_mille: 0,
        carbon_price: Rate::ZERO,
    }
}

fn settings(choice: Choice) -> Assignment {
    Assignment::new(worth(0.1), choice)
}

fn demand(rows: &[(&str, &str, &str)]) -> Demand {
    let flows = rows.iter().map(|(from, to, boxes)| {
        Flow::new(
            Request::new(*from, *to),
            boxes.parse().expect("boxes a year"),
        )
    });
    flows.collect()
}

fn pairs() -> Demand {
    demand(&[
        ("Almaty", "Istanbul", "12000.5"),
        ("Tashkent", "Mersin", "8000"),
        ("Baku", "Poti", "30000"),
        ("Almaty", "Duisburg", "20000.000001"),
    ])
}

fn spread(demand: &Demand, table: &Table, settings: &Assignment) -> Flows {
    let nothing = Background::none();
    assign(
        &PLANNER,
        demand,
        table,
        &nothing,
        settings,
        &Progress::none(),
    )
    .expect("it settles")
}

fn ways(flows: &Flows, row: usize) -> &[FlowWay] {
    flows.rows[row].ways.as_ref().expect("it has ways")
}

/// Kilometres along each link and with each service.
fn along(way: &FlowWay) -> BTreeMap<String, f64> {
    let mut along = BTreeMap::new();
    for step in way.route.atoms() {
        let part = match &step.act {
            Act::Move { link, forward } => format!("{link} {forward}"),
            Act::Run { service } => service.to_string(),
            _ => continue,
        };
        *along.entry(part).or_insert(0.0) += step.distance.as_km();
    }
    along
}

/// Shares by the scalar equation, written once more.
fn logit(ways: &[FlowWay], scale: f64) -> Vec<f64> {
    let along: Vec<_> = ways.iter().map(along).collect();
    let weights: Vec<f64> = ways
        .iter()
        .zip(&along)
        .map(|(way, parts)| {
            let length: f64 = parts.values().sum();
            let size: f64 = parts
                .iter()
                .map(|(part, km)| {
                    let sharing = along
                        .iter()
                        .filter(|other| other.contains_key(part))
                        .count();
                    km / length / sharing as f64
                })
                .sum();
            size * (-scale * way.generalised.as_usd()).exp()
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

#[test]
fn without_capacities_shares_are_those_of_the_logit() {
    let flows = spread(
        &pairs(),
        &Table::new(),
        &settings(Choice::logit(SCALE).unwrap()),
    );
    assert!(flows.is_settled && flows.iterations == 0);
    for row in 0..flows.rows.len() {
        let ways = ways(&flows, row);
        // Trucks from Baku to Poti cost more than half as much again as the railway.
        assert_eq!(ways.len() > 1, flows.rows[row].from != "Baku");
        for (way, share) in ways.iter().zip(logit(ways, SCALE)) {
            assert!((way.share - share).abs() < 1e-5, "{} {share}", way.share);
            assert_eq!(way.queue, Duration::ZERO);
            // What it costs is its money and its hours, as they stand.
            let hours = way.route.duration().as_hours() * 0.1 * 20.0;
            let usd = way.route.cost().as_usd() + hours;
            assert!((way.generalised.as_usd() - usd).abs() < 0.01);
        }
        let whole: PerYear = ways.iter().map(|way| way.volume).sum();
        assert_eq!(whole, flows.rows[row].volume);
        let names: Vec<&String> = ways.iter().map(|way| &way.name).collect();
        assert!(
            names
                .iter()
                .all(|name| names.iter().filter(|n| n == &name).count() == 1)
        );
        // The first is the best; every way keeps the rules of its flow.
        assert!(
            ways.iter()
                .all(|way| way.generalised >= ways[0].generalised)
        );
        assert!(ways.iter().all(|way| way.route.certificate.is_some()));
    }
}

/// A capacity of boxes a year for the border that most of a flow's best way crosses last.
fn narrow(flows: &Flows, row: usize, boxes: f64) -> Table {
    let (crossing, _, _) = ways(flows, row)[0].route.borders().pop().expect("a border");
    let text = format!(
        "subject,ways,measure,a_year,basis,year\ncrossing:{crossing},both,trucks,{boxes:.0},design,2024\n"
    );
    Table::from_csv(&text).expect("a table")
}

/// Hours of a queue, written once more: Pollaczek-Khinchine, and where that is steeper than what builds up within the
/// horizon the straight line.
fn queue(used: f64, capacity: f64, horizon: f64) -> f64 {
    let each = 8_766.0 / capacity;
    let turn = 1.0 - (2.0 * each / horizon).sqrt();
    if used <= turn {
        return each * used / (1.0 - used);
    }
    each * turn / (1.0 - turn) + (used - turn) * horizon / 2.0
}

#[test]
fn a_queue_makes_ways_be_chosen_as_its_hours_say() {
    let settings = settings(Choice::logit(SCALE).unwrap());
    let free = spread(&pairs(), &Table::new(), &settings);
    let before = ways(&free, 0)[0].share;
    let mut last = before;
    // Each narrower than the one before; the last is above its capacity.
    for boxes in [60_000.0, 9_000.0, 5_000.0, 2_000.0] {
        let flows = spread(&pairs(), &narrow(&free, 0, boxes), &settings);
        assert!(flows.residual <= settings.residual, "{}", flows.residual);
        let [jam] = &flows.jams[..] else {
            panic!("{} jams", flows.jams.len());
        };
        let hours = queue(jam.used, boxes, 720.0);
        assert!(
            (jam.queue.as_hours() - hours).abs() < 0.01,
            "{hours} {}",
            jam.queue
        );
        // What it carries is what the ways that pass it carry.
        let Bottleneck::Crossing { code, .. } = &jam.at else {
            panic!("{}", jam.at);
        };
        let passes = |route: &Route| route.borders().iter().any(|(at, _, _)| at == code.as_str());
        let load = flows.passing(passes).as_boxes();
        assert!(
            (load - jam.load.as_boxes()).abs() < 0.01,
            "{load} {}",
            jam.load
        );
        assert!((jam.used - load / boxes).abs() < 1e-6);
        // A fixed point: at these costs they are chosen again.
        for row in 0..flows.rows.len() {
            let ways = ways(&flows, row);
            for (way, share) in ways.iter().zip(logit(ways, SCALE)) {
                assert!((way.share - share).abs() < 1e-4, "{} {share}", way.share);
            }
        }
        let share = ways(&flows, 0)[0].share;
        assert!(share < last + 1e-9, "{share} {last}");
        last = share;
    }
    assert!(last < before * 0.9, "{last} {before}");
}

#[test]
fn one_more_saves_what_the_hours_differ_by() {
    let settings = settings(Choice::logit(SCALE).unwrap());
    let free = spread(&pairs(), &Table::new(), &settings);
    let boxes = 5_000.0;
    let flows = spread(&pairs(), &narrow(&free, 0, boxes), &settings);
    let jam = &flows.jams[0];
    let load = jam.load.as_boxes();
    let fewer = queue(load / boxes, boxes, 720.0) - queue(load / (boxes + 1.0), boxes + 1.0, 720.0);
    // Two USD an hour for each box of 20 t.
    let usd = fewer * load * 2.0;
    assert!(usd > 0.0);
    assert!(
        (jam.one_more.as_usd() - usd).abs() < 0.01 * usd,
        "{usd} {}",
        jam.one_more
    );
}

#[test]
fn a_large_scale_is_the_least_cost() {
    let sharp = spread(
        &pairs(),
        &Table::new(),
        &settings(Choice::logit(1e4).unwrap()),
    );
    let least = spread(&pairs(), &Table::new(), &settings(Choice::Least));
    assert!(least.residual.abs() < 1e-12, "{}", least.residual);
    for row in 0..least.rows.len() {
        assert!((ways(&least, row)[0].share - 1.0).abs() < 1e-12);
        assert!(ways(&sharp, row)[0].share > 0.999);
    }
}

#[test]
fn with_least_cost_no_used_way_is_dearer_than_another() {
    let mut settings = settings(Choice::Least);
    settings.residual = 1e-6;
    settings.iterations = 100_000;
    let free = spread(&pairs(), &Table::new(), &settings);
    let flows = spread(&pairs(), &narrow(&free, 0, 5_000.0), &settings);
    assert!(flows.residual < 1e-4, "{}", flows.residual);
    let used: Vec<&FlowWay> = ways(&flows, 0)
        .iter()
        .filter(|way| way.share > 0.01)
        .collect();
    let least = ways(&flows, 0)
        .iter()
        .map(|way| way.generalised)
        .min()
        .unwrap();
    for way in used {
        let more = (way.generalised - least).as_usd();
        assert!(more < 0.01 * least.as_usd(), "{more}");
    }
}

#[test]
fn what_was_observed_passes_beside_the_demand() {
    let settings = settings(Choice::logit(SCALE).unwrap());
    let free = spread(&pairs(), &Table::new(), &settings);
    let (crossing, _, _) = ways(&free, 0)[0].route.borders().pop().expect("a border");
    let text = format!(
        "subject,ways,measure,a_year,basis,year\ncrossing:{crossing},both,trucks,90000,design,2024\n\
         crossing:{crossing},each,trucks,40000,observed,2024\n"
    );
    let table = Table::from_csv(&text).unwrap();
    let none = Progress::none();
    let beside = Background::observed(&PLANNER, &pairs(), &table, &settings, &none).unwrap();
    let flows = assign(&PLANNER, &pairs(), &table, &beside, &settings, &none).unwrap();
    let jam = &flows.jams[0];
    // 40,000 each way are 80,000, and at the flows that were taken off it nothing is added to the tables' hours.
    assert!(
        (jam.others.as_boxes() + jam.load.as_boxes() - 80_000.0).abs() < 1.0,
        "{jam:?}"
    );
    assert_eq!(jam.queue, Duration::ZERO);
    // Twice the demand is more than that.
    let doubled: Demand = pairs()
        .iter()
        .map(|flow| {
            let boxes = PerYear::from_boxes(flow.volume.as_boxes() * 2.0).unwrap();
            Flow::new(flow.request.clone(), boxes)
        })
        .collect();
    let more = assign(&PLANNER, &doubled, &table, &beside, &settings, &none).unwrap();
    assert!(more.jams[0].queue > Duration::ZERO, "{:?}", more.jams[0]);
}

#[test]
fn what_cannot_go_keeps_its_row() {
    let mut list = demand(&[("Yerevan", "Moscow", "100"), ("Baku", "Atlantis", "5")]);
    list = list.under(&Policy::russia_excluded());
    list = list.flow(Flow::new(
        Request::new("Baku", "Poti"),
        PerYear::from_count(10),
    ));
    let flows = spread(&list, &Table::new(), &settings(Choice::Least));
    let code = |row: usize| flows.rows[row].ways.as_ref().unwrap_err().code();
    assert_eq!(code(1), "place_unknown");
    assert!(matches!(flows.rows[0].ways, Err(Error::NoRoute(_))));
    assert_eq!(flows.without(), PerYear::from_count(105));
    assert_eq!(flows.served(), PerYear::from_count(10));
    assert!(flows.to_string().contains("without a way"));
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    for (scale, said) in [(f64::NAN, "NaN"), (0.0, "above 0"), (f64::INFINITY, "inf")] {
        let refused = Choice::logit(scale).unwrap_err();
        assert!(refused.to_string().contains(said), "{refused}");
    }
    let nothing = (Table::new(), Background::none(), Progress::none());
    let refused = |settings: &Assignment, demand: &Demand| {
        let (table, beside, progress) = &nothing;
        let refused = assign(&PLANNER, demand, table, beside, settings, progress);
        refused.unwrap_err()
    };
    let mut wrong = settings(Choice::Least);
    wrong.ways = 0;
    assert_eq!(refused(&wrong, &pairs()).code(), "flows_setting");
    wrong = settings(Choice::Least);
    wrong.cost.reliability_per_mille = 500;
    let said = refused(&wrong, &pairs()).to_string();
    assert!(said.contains("reliability"), "{said}");
    let empty = refused(&settings(Choice::Least), &Demand::new());
    assert!(matches!(empty, FlowsError::Demand(_)), "{empty}");

    let text = "subject,measure,a_year,basis,year,lows\n\
                crossing:x,trucks,0,design,2024,\n\
                cart:x,trucks,5,design,2024,\n\
                crossing:y,trucks,-5,plan,24,\n\
                crossing:z,trucks,5\n";
    let faults = Table::from_csv(text).unwrap_err().to_string();
    for said in [
        "line 1, column `lows`: the column is unknown; did you mean `low`?",
        "line 2, column `a_year`: `0`: a capacity of nothing",
        "line 3, column `subject`: `cart:x`",
        "line 4, column `a_year`",
        "line 4, column `basis`: `plan`: none of `design`, `observed`, `record`",
        "line 4, column `year`: `24`: no year",
        "line 5: 3 cells where the header has 6",
    ] {
        assert!(faults.contains(said), "{said} in {faults}");
    }
}

#[test]
fn the_embedded_table_is_of_things_that_are_there() {
    let table = Table::embedded();
    let network = Network::europe_central_asia();
    let sources = include_str!("../data/sources.csv");
    assert!(table.rows().len() > 100);
    for row in table.rows() {
        let known = match &row.of {
            Bottleneck::Crossing { code, .. } => network.crossing_by_code(code).is_some(),
            Bottleneck::Service { id } => network.service_by_id(id).is_some(),
            Bottleneck::Port { code, .. } => network.find_place(code).is_ok(),
            Bottleneck::Link { id, .. } => network.link_by_id(id).is_some(),
            other => panic!("{other}"),
        };
        assert!(known, "{}", row.of);
        let cited = sources
            .lines()
            .any(|line| line.starts_with(&format!("{},", row.source)));
        assert!(cited, "{} of {}", row.source, row.of);
        assert!(row.boxes().is_none_or(|boxes| boxes > 0.0), "{}", row.of);
    }
    let bases = [Basis::Design, Basis::Observed];
    assert!(
        bases
            .iter()
            .all(|basis| table.rows().iter().any(|row| row.basis == *basis))
    );
}

#[test]
fn an_hour_is_worth_the_same_to_each_tonne_of_many_units() {
    let flow = |count: u32, boxes: &str| {
        let mut request = Request::new("Almaty", "Istanbul");
        request.shipment = request.shipment.with_count(count).expect("a count");
        Flow::new(request, boxes.parse().expect("boxes a year"))
    };
    let settings = settings(Choice::Least);
    let cost = |count, boxes| {
        let flows = spread(
            &Demand::from_iter([flow(count, boxes)]),
            &Table::new(),
            &settings,
        );
        let way = &ways(&flows, 0)[0];
        let goods = way.route.shipment.goods().as_tonnes();
        let hours = way.route.duration().as_hours() * 0.1 * goods;
        let usd = way.route.cost().as_usd() + hours;
        assert!((way.generalised.as_usd() - usd).abs() < 0.01);
        (goods, flows.is_settled)
    };
    let (one, ten) = (cost(1, "100"), cost(10, "10"));
    assert!(one.1 && ten.1);
    assert!((ten.0 - 10.0 * one.0).abs() < 1e-9);
}

/// At every place as much goes out as comes in, but where flows start and end.
#[test]
fn nothing_is_lost_on_the_way() {
    let settings = settings(Choice::logit(SCALE).unwrap());
    let free = spread(&pairs(), &Table::new(), &settings);
    let flows = spread(&pairs(), &narrow(&free, 0, 5_000.0), &settings);
    for row in &flows.rows {
        let mut out: BTreeMap<String, i128> = BTreeMap::new();
        let (mut from, mut to) = (String::new(), String::new());
        for way in row.ways.as_ref().expect("it has ways") {
            let volume = i128::from(way.volume.as_millionths());
            for step in way.route.atoms() {
                *out.entry(step.from.code.to_string()).or_default() += volume;
                *out.entry(step.to.code.to_string()).or_default() -= volume;
            }
            from = way.route.from.code.to_string();
            to = way.route.to.code.to_string();
        }
        let whole = i128::from(row.volume.as_millionths());
        for (at, left) in out {
            let expected = if at == from {
                whole
            } else if at == to {
                -whole
            } else {
                0
            };
            assert_eq!(left, expected, "{at} of {} to {}", row.from, row.to);
        }
    }
}

#[test]
fn what_is_known_to_take_at_least_so_much_changes_nothing() {
    let settings = settings(Choice::logit(SCALE).unwrap());
    let free = spread(&pairs(), &Table::new(), &settings);
    // Counts and records without a design, of all that is passed.
    let embedded = Table::embedded();
    let codes = embedded.rows().iter().filter_map(|row| match &row.of {
        Bottleneck::Crossing { code, .. } => Some(code.as_str()),
        _ => None,
    });
    let codes: std::collections::BTreeSet<&str> = codes.collect();
    let mut text = String::from("subject,measure,a_year,basis,year\n");
    for code in codes {
        text += "crossing:";
        text += code;
        text += ",trucks,1,observed,2024\n";
    }
    let table = Table::from_csv(&text).unwrap();
    let mut counted = spread(&pairs(), &table, &settings);
    assert!(counted.at_least > 10 && counted.jams.is_empty());
    counted.at_least = free.at_least;
    assert_eq!(counted, free);
}

#[test]
fn the_only_way_is_taken_whatever_it_takes() {
    let list = demand(&[("Baku", "Poti", "30000")]);
    // Nothing dearer is looked for once it is full.
    let mut settings = settings(Choice::logit(SCALE).unwrap());
    settings.rounds = 0;
    let free = spread(&list, &Table::new(), &settings);
    let [only] = ways(&free, 0) else {
        panic!("one way");
    };
    let (crossing, _, _) = only.route.borders().pop().expect("a border");
    let of = |boxes: &str| {
        format!(
            "subject,measure,a_year,basis,year\ncrossing:{crossing},trucks,{boxes},design,2024\n"
        )
    };
    // Nothing at all is no capacity: that is a closure, and there are rules for it.
    let refused = Table::from_csv(&of("0")).unwrap_err().to_string();
    assert!(refused.contains("close it by a rule"), "{refused}");
    for boxes in ["0.000001", "1", "100"] {
        let flows = spread(&list, &Table::from_csv(&of(boxes)).unwrap(), &settings);
        let [jam] = &flows.jams[..] else {
            panic!("{} jams", flows.jams.len());
        };
        let carried: PerYear = ways(&flows, 0).iter().map(|way| way.volume).sum();
        assert_eq!(carried, PerYear::from_count(30_000));
        assert!(jam.queue > Duration::ZERO && jam.used > 100.0, "{jam:?}");
        let away = 30_000.0 - boxes.parse::<f64>().unwrap();
        assert!((jam.turned_away.as_boxes() - away).abs() < 0.01, "{jam:?}");
        assert!(flows.to_string().contains("turned away"), "{flows}");
    }
}

#[test]
fn absurd_volumes_are_refused() {
    let many: Vec<(String, &str)> = (0..11)
        .map(|at| (format!("Place {at}"), "1000000000"))
        .collect();
    let rows: Vec<(&str, &str, &str)> = many
        .iter()
        .map(|(to, boxes)| ("Baku", &**to, *boxes))
        .collect();
    let (table, beside, none) = (Table::new(), Background::none(), Progress::none());
    let settings = settings(Choice::Least);
    let refused = assign(&PLANNER, &demand(&rows), &table, &beside, &settings, &none).unwrap_err();
    assert!(matches!(refused, FlowsError::Demand(_)), "{refused}");
    assert!("2000000000".parse::<PerYear>().is_err());
    assert!("-1".parse::<PerYear>().is_err());
}

/// The same with one thread and with several, with the feature `rayon` on a pool of each size.
#[test]
fn any_number_of_threads_spreads_the_same() {
    let settings = settings(Choice::logit(SCALE).unwrap());
    let free = spread(&pairs(), &Table::new(), &settings);
    let table = narrow(&free, 0, 5_000.0);
    let alone = spread(&pairs(), &table, &settings);
    let together: Vec<Flows> = std::thread::scope(|scope| {
        let each = || spread(&pairs(), &table, &settings);
        let running: Vec<_> = (0..3).map(|_| scope.spawn(each)).collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    for flows in together {
        assert_eq!(flows, alone);
    }
}

/// What moves from one world to another, and what is turned away in both.
#[test]
fn two_worlds_are_told_apart() {
    let settings = settings(Choice::logit(SCALE).unwrap());
    let tripp = Scenario::preset("tripp-opens").unwrap();
    let before = PLANNER.under(Scenario::on(tripp.day())).unwrap();
    let after = PLANNER.under(&tripp).unwrap();
    let list = demand(&[("Baku", "Nakhchivan", "4000"), ("Baku", "Mersin", "6000")]);
    let (table, none) = (Table::embedded(), Progress::none());
    let found = what_if(&before, &after, &list, &table, &settings, &none).unwrap();
    let armenia: Country = "AM".parse().unwrap();
    let through = |route: &Route| route.countries().contains(&armenia);
    let moved = found.moved(through);
    assert!(moved.after > moved.before, "{moved}");
    assert_eq!(moved.of, PerYear::from_count(10_000));
    let tonnes = moved.after.as_boxes() * 20.0;
    assert!((moved.goods_after.as_tonnes() - tonnes).abs() < 1.0);
    // Everything is on some way in both worlds.
    let all = found.moved(|_| true);
    assert_eq!((all.before, all.after), (all.of, all.of));
    for (at, before, after) in found.turned_away() {
        assert!(before + after > PerYear::ZERO, "{at}");
    }
    assert!(found.to_string().contains("turned away"), "{found}");
}

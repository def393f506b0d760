//! Hours within a haul are short or long together, hauls and everything else are independent: cutting
//! lines into pieces and grouping moves changes no spread, and draws from that model agree with it.

use crate::by_hand::{ask, network, small};
use crate::questions::{Dice, PLANNER, pairs};
use trade_corridor::prelude::*;
use trade_corridor::quantity::TravelTime;
use trade_corridor::route::{Act, Step};

/// From `DE-sta` by rail to a ferry, by rail through Poland and over a border to `CZ-end`; the three
/// lines in pieces of so many metres.
struct Journey {
    lines: [Vec<u64>; 3],
    factors: [f64; 3],
    /// The end of each tariff of the railway, from the minimum on.
    tariff: &'static str,
    more: Vec<(&'static str, &'static str)>,
}

const BY_LINK: &str = ",,,,,,haulage,,,,,S";
/// A minimum that nobody falls below makes one operation of each haul.
const BY_HAUL: &str = "0.01,,,,,,haulage,,,,,S";

const AROUND: &[(&str, &str)] = &[
    ("places", "DE-sta,Start,,DE,10,50,rail_terminal,1,S"),
    (
        "places",
        "DE-sea,Sea,,DE,10,50,rail_terminal;seaport;ferry_terminal,1,S",
    ),
    (
        "places",
        "PL-por,Port,,PL,10,50,rail_terminal;seaport;ferry_terminal,1,S",
    ),
    ("places", "CZ-end,End,,CZ,10,50,rail_terminal,1,S"),
    (
        "crossings",
        "x-cz-pl-r-rail,Rails,CZ,PL,rail,10,50,,,controlled,open,,,,,S",
    ),
    (
        "services",
        "f,F,rail_ferry,DE-sea,PL-por,wagon-1435,80,18,27,7,timetable,,,DE,,,,,,,600,USD,2025,open,,,,,,,S",
    ),
    (
        "handling",
        ",*,port_dwell,wagon,vessel,,5,11,,,,,USD,2025,,,,S",
    ),
    (
        "handling",
        "CZ-end,CZ,unload,wagon,*,,4,9,0,0,0,0,USD,2025,,,,S",
    ),
    ("borders", ",DE,PL,sea,controlled,3,9,0,USD,2025,,,,,S"),
    ("borders", ",PL,CZ,rail,controlled,8,30,0,USD,2025,,,,,S"),
];

impl Journey {
    fn new() -> Self {
        Self {
            lines: [vec![900_000], vec![600_000], vec![400_000]],
            factors: [1.3, 1.7, 1.2],
            tariff: BY_LINK,
            more: Vec::new(),
        }
    }

    fn network(&self) -> Network {
        let ends = [
            ("DE", "DE-sta", "DE-sea", 40),
            ("PL", "PL-por", "x-cz-pl-r-rail", 30),
            ("CZ", "x-cz-pl-r-rail", "CZ-end", 50),
        ];
        let mut rows: Vec<(&str, String)> = Vec::new();
        let lines = ends.into_iter().zip(&self.lines).zip(&self.factors);
        for (((country, from, to, kmh), pieces), factor) in lines {
            rows.push(("speeds", format!("{country},rail,*,,{kmh},{factor},,,,,S")));
            let tariff = format!(
                "R,{country},*,rail,container_train,any,any,per_km,1,USD,2025,{}",
                self.tariff
            );
            rows.push(("tariffs", tariff));
            let mut last = from.to_owned();
            for (piece, metres) in pieces.iter().enumerate() {
                let letter = |number: usize| char::from(b'a' + u8::try_from(number).unwrap());
                let next = if piece + 1 == pieces.len() {
                    to.to_owned()
                } else {
                    let code = format!("{country}-z{}{}", letter(piece / 26), letter(piece % 26));
                    rows.push((
                        "places",
                        format!("{code},{code},,{country},10,50,junction,2,S"),
                    ));
                    code
                };
                let km = *metres as f64 / 1_000.0;
                let link = format!(
                    "{country}{piece},{last},{next},rail,{country},{km:.3},1435,,both,open,,,,,,S"
                );
                rows.push(("links", link));
                last = next;
            }
        }
        let rows = rows.iter().map(|(table, row)| (*table, row.as_str()));
        let rows = rows.chain(AROUND.iter().copied()).chain(self.more.clone());
        network(&rows.collect::<Vec<_>>())
    }

    fn route(&self) -> Route {
        ask(&self.network(), "DE-sta", "CZ-end", small(10.0))
    }
}

/// So many metres in so many pieces of at least one.
fn cut(metres: u64, pieces: usize, dice: &mut Dice) -> Vec<u64> {
    let mut cuts: Vec<u64> = (1..pieces)
        .map(|_| dice.below(usize::try_from(metres).unwrap()) as u64)
        .collect();
    cuts.push(metres);
    cuts.sort_unstable();
    cuts.dedup();
    let mut last = 0;
    let ends = cuts.into_iter().filter(|end| *end > 0);
    ends.map(|end| end - std::mem::replace(&mut last, end))
        .collect()
}

fn minutes(route: &Route) -> [u64; 3] {
    let time = route.time();
    [route.duration(), time.median(), time.p90()].map(Duration::as_minutes)
}

fn moves(route: &Route) -> Vec<&Step> {
    let steps = route.atoms();
    steps
        .filter(|step| matches!(step.act, Act::Move { .. }))
        .collect()
}

#[test]
fn thirteen_links_keep_the_factor_of_one() {
    for tariff in [BY_LINK, BY_HAUL] {
        let journey = Journey {
            lines: [vec![100_000; 13], vec![600_000], vec![400_000]],
            tariff,
            ..Journey::new()
        };
        let route = journey.route();
        let legs = route.legs();
        let leg = legs.iter().find(|leg| leg.what == "rail").unwrap();
        let minutes = [leg.time.median(), leg.time.p90(), leg.expected];
        assert_eq!(leg.distance.as_metres(), 1_300_000);
        // 13 times 150 minutes and 13 times 195.
        assert_eq!(minutes[..2], [1_950, 2_535].map(Duration::from_minutes));
        assert!(
            leg.time
                .expected()
                .as_minutes()
                .abs_diff(minutes[2].as_minutes())
                <= 13
        );
    }
}

#[test]
fn cutting_lines_into_pieces_changes_no_total() {
    let mut dice = Dice::new(12);
    let mut pieces = 0;
    for round in 0..60 {
        let tariff = [BY_LINK, BY_HAUL][round % 2];
        let factors = [(); 3].map(|()| 1.0 + dice.below(150) as f64 / 100.0);
        let whole = [(); 3].map(|()| 1_000 + dice.below(2_000_000) as u64);
        let lines = whole.map(|metres| {
            let pieces = 1 + dice.below(40);
            cut(metres, pieces, &mut dice)
        });
        let parts: usize = lines.iter().map(Vec::len).sum();
        let by = |lines| {
            let journey = Journey {
                lines,
                factors,
                tariff,
                ..Journey::new()
            };
            journey.route()
        };
        let (one, many) = (by(whole.map(|metres| vec![metres])), by(lines));
        assert_eq!((moves(&one).len(), moves(&many).len()), (3, parts));
        for (was, is) in minutes(&one).into_iter().zip(minutes(&many)) {
            let far = was.abs_diff(is);
            assert!(far <= parts as u64, "{far} in {parts} parts: {one}\n{many}");
        }
        pieces += parts;
    }
    assert!(pieces > 2_000, "only {pieces} pieces");
}

#[test]
fn moves_and_hauls_have_one_spread() {
    let mut dice = Dice::new(8);
    for _ in 0..20 {
        let factors = [(); 3].map(|()| 1.0 + dice.below(150) as f64 / 100.0);
        let lines = [900_000, 600_000, 400_000].map(|metres| cut(metres, 15, &mut dice));
        let by = |tariff| {
            let journey = Journey {
                lines: lines.clone(),
                factors,
                tariff,
                ..Journey::new()
            };
            journey.route()
        };
        let (moved, hauled) = (by(BY_LINK), by(BY_HAUL));
        let hauls = hauled.steps.iter().filter(|step| step.act == Act::Haul);
        let hauls: Vec<&Step> = hauls.collect();
        assert_eq!(hauls.len(), 3);
        assert_eq!(moves(&moved).len(), moves(&hauled).len());
        assert_eq!(moved.time(), hauled.time());
        for haul in hauls {
            let parts = haul.parts.iter().map(|part| part.time);
            assert_eq!(haul.time, TravelTime::comonotone(parts));
        }
    }
}

/// A train over two hauls and the border between them, and a rate for all of it.
#[test]
fn trains_and_through_rates_have_the_spread_of_their_parts() {
    let mut dice = Dice::new(9);
    let lines = [900_000, 600_000, 400_000].map(|metres| cut(metres, 15, &mut dice));
    let journey = |more: &[(&'static str, &'static str)]| Journey {
        lines: lines.clone(),
        more: more.to_vec(),
        ..Journey::new()
    };
    let train = "t,R,block_train,PL-por,CZ-end,wagon-1435,,,,7,timetable,0,0,,,,,1,1,,1,USD,2025,open,,,,,,,S";
    let rate = "all,R,DE-sta,CZ-end,PL-por,1,1,USD,2025,,,,S";
    let apart = journey(&[]).route();
    let by_train = journey(&[("services", train)]).route();
    let by_rate = journey(&[("through_rates", rate)]).route();
    let runs = |step: &Step| matches!(&step.act, Act::Run { service } if service == "t");
    assert!(by_train.steps.iter().any(runs), "{by_train}");
    let whole = |step: &Step| matches!(step.act, Act::Through { .. });
    assert!(by_rate.steps.len() == 1 && whole(&by_rate.steps[0]));
    for grouped in [by_train, by_rate] {
        assert_eq!(moves(&grouped).len(), moves(&apart).len());
        let parts = moves(&apart).len() as u64;
        let [expected, median, p90] = minutes(&grouped);
        let [apart_expected, apart_median, apart_p90] = minutes(&apart);
        // One mean is rounded as a sum, the other part by part; quantiles once more for the train.
        assert!(expected.abs_diff(apart_expected) <= parts / 2 + 1);
        assert!(median.abs_diff(apart_median) <= 1, "{apart}\n{grouped}");
        assert!(p90.abs_diff(apart_p90) <= 1, "{apart}\n{grouped}");
    }
}

#[test]
fn a_border_ends_a_haul_and_so_does_a_handling() {
    let journey = Journey::new().route();
    let [one, two, three] = moves(&journey)[..] else {
        panic!("{journey}")
    };
    // The moves alone, as three hauls: wider than each, narrower than one haul of all three.
    let moved = [one, two, three].map(|step| step.time);
    let (apart, together) = (TravelTime::total(moved), TravelTime::comonotone(moved));
    assert!(apart.p90() < together.p90());
    let rest = journey.steps.iter().filter(|step| step.product.is_none());
    let all = rest.map(|step| step.time).chain(moved);
    assert_eq!(journey.time(), TravelTime::total(all));
}

/// Normal deviates in pairs (Box and Muller 1958).
fn normal(dice: &mut Dice) -> f64 {
    let even = |dice: &mut Dice| ((dice.roll() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (one, two) = (even(dice), even(dice));
    (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos()
}

/// The median and the 90th percentile of so many journeys along a route, in minutes: one deviate for
/// each haul and for everything else that is done.
fn drawn(route: &Route, draws: usize, dice: &mut Dice) -> [f64; 2] {
    /// Minutes where the deviate is zero, and by how much its logarithm grows with it.
    fn span(time: TravelTime) -> (f64, f64) {
        let [median, p90] = [time.median(), time.p90()].map(|span| span.as_minutes() as f64);
        if median > 0.0 {
            (median, (p90 / median).ln() / 1.281_551_565_544_6)
        } else {
            (p90 / 2.0, 0.0)
        }
    }
    let mut together: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut last = None;
    for step in &route.steps {
        let moved = matches!(step.act, Act::Move { .. } | Act::Haul);
        let haul = moved.then(|| (step.countries.clone(), step.mode, step.product));
        if haul.is_none() || haul != last {
            together.push(Vec::new());
        }
        let spans = together.last_mut().unwrap();
        if moved {
            spans.extend(step.atoms().iter().map(|part| span(part.time)));
        } else {
            spans.push(span(step.time));
        }
        last = haul;
    }
    let mut hours: Vec<f64> = (0..draws)
        .map(|_| {
            let group = |spans: &Vec<(f64, f64)>| -> f64 {
                let deviate = normal(dice);
                spans
                    .iter()
                    .map(|(median, sigma)| median * (sigma * deviate).exp())
                    .sum()
            };
            together.iter().map(group).sum()
        })
        .collect();
    hours.sort_unstable_by(f64::total_cmp);
    [hours[draws / 2], hours[draws * 9 / 10]]
}

/// By which share the stated median and 90th percentile are above drawn ones.
fn above(route: &Route, draws: usize, dice: &mut Dice) -> [f64; 2] {
    let [_, stated @ ..] = minutes(route);
    let drawn = drawn(route, draws, dice);
    [0, 1].map(|which| stated[which] as f64 / drawn[which] - 1.0)
}

/// How far the stated quantiles may be from drawn ones, below and above. A lognormal with the sums of
/// means and variances states too much where a few borders and lifts of a wide spread are much of the
/// way.
const MEDIAN: std::ops::RangeInclusive<f64> = -0.02..=0.04;
const P90: std::ops::RangeInclusive<f64> = -0.02..=0.04;
/// The same on the worst of many ways.
const WORST_P90: std::ops::RangeInclusive<f64> = -0.02..=0.18;
/// Ways with a span whose 90th percentile is more times its median are not held to it: such a span
/// lengthens its mean and the variance more than the nine cases in ten.
const WIDEST: u64 = 5;

#[test]
fn draws_agree_with_the_stated_spread() {
    let mut dice = Dice::new(100_000);
    for factors in [[1.3, 1.7, 1.2], [2.0, 1.1, 1.5], [1.0, 2.5, 1.31]] {
        let lines = [900_000, 600_000, 400_000].map(|metres| cut(metres, 10, &mut dice));
        let journey = Journey {
            lines,
            factors,
            ..Journey::new()
        };
        let route = journey.route();
        let [median, p90] = above(&route, 100_000, &mut dice);
        assert!(
            MEDIAN.contains(&median) && P90.contains(&p90),
            "{median} {p90} of {route}"
        );
    }
}

#[test]
fn draws_agree_with_routes_of_the_atlas() {
    let mut dice = Dice::new(10_000);
    let [box40, wagon] = [
        Shipment::container_40ft(Mass::from_kg(20_000)).unwrap(),
        Shipment::wagon(Mass::from_kg(60_000)).unwrap(),
    ];
    let mut found = Vec::new();
    for (from, to) in pairs(34, 60) {
        for (shipment, objective) in [
            (box40, Objective::Cost),
            (box40, Objective::Time),
            (wagon, Objective::Cost),
        ] {
            let request = Request::new(&*from, &*to).shipment(shipment);
            let Ok(route) = PLANNER.best(&request, &objective) else {
                continue;
            };
            let mut times = route.steps.iter().map(|step| step.time);
            if times.any(|time| time.p90().as_minutes() > WIDEST * time.median().as_minutes()) {
                continue;
            }
            let [median, p90] = above(&route, 10_000, &mut dice);
            assert!(
                MEDIAN.contains(&median) && WORST_P90.contains(&p90),
                "{median} {p90} of {route}"
            );
            found.push(p90.abs());
        }
    }
    assert!(found.len() > 120, "only {} routes", found.len());
    found.sort_unstable_by(f64::total_cmp);
    let half = found[found.len() / 2];
    assert!(
        half < 0.03,
        "half of the 90th percentiles are up to {half} off"
    );
}

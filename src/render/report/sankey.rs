//! What flows, as bands in SVG.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::charts::Sankey;
use super::picture;

/// Sizes in pixels.
pub(super) const WIDTH: f64 = 1100.0;
const NODE: f64 = 14.0;
const HEAD: f64 = 30.0;
/// What all that flows is high, and what a name needs.
const HEIGHT: f64 = 420.0;
const SLOT: f64 = 19.0;
const GAP: f64 = 4.0;
/// Room for names beside the first and the last stage.
const LEFT: f64 = 190.0;
const RIGHT: f64 = 250.0;
/// Letters of a name that have room.
const LETTERS: usize = 30;

/// Told apart with any kind of sight; the rest is grey.
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
];
const REST: &str = "#8a929b";

/// Something of a stage.
struct Node {
    name: String,
    amount: f64,
    top: f64,
    height: f64,
}

type Key = (usize, String);

impl Sankey {
    /// The chart as an SVG document of its own, its title above it; empty without flows.
    #[must_use]
    pub fn picture(&self) -> String {
        let drawn = svg(self).into_string();
        picture::titled(&drawn, &format!("{}, {}", self.title, self.unit))
    }
}

/// The chart as an SVG element with a name for screen readers; nothing without flows.
pub(super) fn svg(chart: &Sankey) -> Markup {
    let flows = pooled(chart);
    if flows.is_empty() {
        return html! {};
    }
    let stages = chart.stages.len();
    let (columns, scale) = columns(&flows, stages);
    let nodes: BTreeMap<(usize, &str), &Node> = (0..)
        .zip(&columns)
        .flat_map(|(stage, column)| column.iter().map(move |node| ((stage, &*node.name), node)))
        .collect();
    let whole: f64 = columns[0].iter().map(|node| node.amount).sum();
    let bottoms = columns.iter().filter_map(|column| column.last());
    let height = bottoms
        .map(|node| node.top + node.height)
        .fold(0.0, f64::max)
        + GAP;
    let at = |stage: usize| {
        LEFT + (WIDTH - LEFT - RIGHT - NODE) * stage as f64 / (stages - 1).max(1) as f64
    };
    let colours = colours(&columns);
    let bands = bands(&flows, &nodes, scale, &columns);
    let told = bands
        .iter()
        .map(|band| format!("{} to {} {:.0}", band.from, band.to, band.amount));
    let told = told.collect::<Vec<_>>().join(", ");
    let label = format!("{}, in {}: {told}", chart.title, chart.unit);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(WIDTH) height=(picture::number(height))
            viewBox=(format!("0 0 {WIDTH} {}", picture::number(height))) role="img" aria-label=(label)
            font-family="Helvetica, Arial, sans-serif" font-size="13" {
            @for band in &bands {
                path d=(curve(band, (at(band.stage) + NODE, at(band.stage + 1))))
                    fill=(band.colour(&colours)) fill-opacity="0.45" {
                    title {
                        (band.from) " to " (band.to) ": " (picture::apart(band.amount)) " " (chart.unit)
                    }
                }
            }
            @for (stage, column) in columns.iter().enumerate() {
                text x=(picture::number(at(stage) + if stage == 0 { NODE } else { 0.0 })) y="14"
                    text-anchor=(if stage == 0 { "end" } else { "start" }) font-weight="bold" fill="#20262e" {
                    (chart.stages[stage])
                }
                @for node in column {
                    (self::node(node, stage, at(stage), whole))
                }
            }
        }
    }
}

fn node(node: &Node, stage: usize, x: f64, whole: f64) -> Markup {
    let height = node.height.max(1.0);
    let (anchor, beside) = if stage == 0 {
        ("end", x - 6.0)
    } else {
        ("start", x + NODE + 6.0)
    };
    let mut name = node.name.clone();
    if name.chars().count() > LETTERS {
        name = name.chars().take(LETTERS - 1).chain(['\u{2026}']).collect();
    }
    let percent = 100.0 * node.amount / whole;
    let share = if percent < 1.0 {
        "<1 %".to_owned()
    } else {
        format!("{percent:.0} %")
    };
    html! {
        rect x=(picture::number(x)) y=(picture::number(node.top)) width=(NODE)
            height=(picture::number(height)) fill="#20262e" {
            title { (node.name) ": " (picture::apart(node.amount)) }
        }
        text x=(picture::number(beside)) y=(picture::number(node.top + node.height / 2.0 + 4.5))
            text-anchor=(anchor) fill="#20262e" stroke="#ffffff" stroke-width="3"
            stroke-linejoin="round" paint-order="stroke" {
            (name) " " (share)
        }
    }
}

/// The flows with the smaller ones of too many things of a stage as one.
fn pooled(chart: &Sankey) -> BTreeMap<(usize, String, String), f64> {
    let mut sums: BTreeMap<Key, f64> = BTreeMap::new();
    for ((stage, from, to), amount) in &chart.flows {
        *sums.entry((*stage, from.clone())).or_default() += amount;
        if stage + 2 == chart.stages.len() {
            *sums.entry((stage + 1, to.clone())).or_default() += amount;
        }
    }
    let mut rest: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for stage in 0..chart.stages.len() {
        let of = sums.iter().filter(|((of, _), _)| *of == stage);
        let mut of: Vec<(&String, f64)> = of.map(|((_, name), sum)| (name, *sum)).collect();
        if of.len() <= Sankey::MOST {
            continue;
        }
        of.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let rest_of = of.iter().skip(Sankey::MOST - 1);
        rest.insert(stage, rest_of.map(|(name, _)| (*name).clone()).collect());
    }
    let named = |stage: usize, name: &String| match rest.get(&stage) {
        Some(few) if few.contains(name) => format!("{} others", few.len()),
        _ => name.clone(),
    };
    let mut flows = BTreeMap::new();
    for ((stage, from, to), amount) in &chart.flows {
        let key = (*stage, named(*stage, from), named(stage + 1, to));
        *flows.entry(key).or_insert(0.0) += amount;
    }
    flows
}

/// Things by stage, the largest on top, and pixels of a unit.
fn columns(flows: &BTreeMap<(usize, String, String), f64>, stages: usize) -> (Vec<Vec<Node>>, f64) {
    let mut sums: BTreeMap<Key, [f64; 2]> = BTreeMap::new();
    for ((stage, from, to), amount) in flows {
        sums.entry((*stage, from.clone())).or_default()[0] += amount;
        sums.entry((stage + 1, to.clone())).or_default()[1] += amount;
    }
    let mut columns: Vec<Vec<Node>> = (0..stages).map(|_| Vec::new()).collect();
    for ((stage, name), [out, into]) in sums {
        columns[stage].push(Node {
            name,
            amount: out.max(into),
            top: 0.0,
            height: 0.0,
        });
    }
    let total = |column: &Vec<Node>| column.iter().map(|node| node.amount).sum::<f64>();
    let most = columns.iter().map(total).fold(f64::MIN_POSITIVE, f64::max);
    let scale = HEIGHT / most;
    for column in &mut columns {
        column.sort_by(|a, b| {
            b.amount
                .total_cmp(&a.amount)
                .then_with(|| a.name.cmp(&b.name))
        });
        let mut top = HEAD;
        for node in column {
            node.height = node.amount * scale;
            let slot = node.height.max(SLOT);
            node.top = top + (slot - node.height) / 2.0;
            top += slot + GAP;
        }
    }
    (columns, scale)
}

/// Colours of the things of the last stage, the largest first.
fn colours(columns: &[Vec<Node>]) -> BTreeMap<&str, &'static str> {
    let last = columns.last().into_iter().flatten();
    let named = last.map(|node| node.name.as_str()).zip(COLOURS);
    named.collect()
}

/// What flows between two things.
struct Band<'a> {
    stage: usize,
    from: &'a str,
    to: &'a str,
    amount: f64,
    /// Where it goes in the end, if that is one thing.
    end: Option<&'a str>,
    width: f64,
    tops: [f64; 2],
}

impl Band<'_> {
    fn colour(&self, colours: &BTreeMap<&str, &'static str>) -> &'static str {
        self.end.and_then(|end| colours.get(end)).unwrap_or(&REST)
    }
}

fn bands<'a>(
    flows: &'a BTreeMap<(usize, String, String), f64>,
    nodes: &BTreeMap<(usize, &str), &Node>,
    scale: f64,
    columns: &[Vec<Node>],
) -> Vec<Band<'a>> {
    let rank = |stage: usize, name: &str| columns[stage].iter().position(|node| node.name == name);
    let mut sorted: Vec<(usize, &str, &str, f64)> = flows
        .iter()
        .map(|((stage, from, to), amount)| (*stage, from.as_str(), to.as_str(), *amount))
        .collect();
    sorted.sort_by_key(|(stage, from, to, _)| (*stage, rank(*stage, from), rank(stage + 1, to)));
    let mut filled: BTreeMap<(usize, &str, bool), f64> = BTreeMap::new();
    let mut bands: Vec<Band<'a>> = Vec::new();
    for (stage, from, to, amount) in sorted {
        let width = amount * scale;
        let mut next = |stage: usize, name: &'a str, out: bool| {
            let top = nodes.get(&(stage, name)).map_or(0.0, |node| node.top);
            let filled = filled.entry((stage, name, out)).or_default();
            let at = top + *filled;
            *filled += width;
            at
        };
        let tops = [next(stage, from, true), next(stage + 1, to, false)];
        let end = end(flows, stage + 1, to, columns.len());
        bands.push(Band {
            stage,
            from,
            to,
            amount,
            end,
            width,
            tops,
        });
    }
    bands
}

/// The thing of the last stage to which most goes from here.
fn end<'a>(
    flows: &'a BTreeMap<(usize, String, String), f64>,
    stage: usize,
    name: &'a str,
    stages: usize,
) -> Option<&'a str> {
    let (mut stage, mut name) = (stage, name);
    while stage + 1 < stages {
        let out = flows
            .iter()
            .filter(|((of, from, _), _)| *of == stage && from == name);
        let most = out.max_by(|a, b| a.1.total_cmp(b.1))?;
        (stage, name) = (stage + 1, most.0.2.as_str());
    }
    Some(name)
}

fn curve(band: &Band<'_>, (left, right): (f64, f64)) -> String {
    let width = band.width.max(0.7);
    let middle = picture::number(f64::midpoint(left, right));
    let [x, to] = [left, right].map(picture::number);
    let [a, b] = band.tops.map(picture::number);
    let [low_a, low_b] = band.tops.map(|top| picture::number(top + width));
    format!(
        "M{x} {a}C{middle} {a} {middle} {b} {to} {b}V{low_b}C{middle} {low_b} {middle} {low_a} {x} {low_a}Z"
    )
}

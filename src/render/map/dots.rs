//! Places: a dot each, and the names that find room.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::areas::{self, Raster};
use super::labels::{Rect, Spot, Wish, place};
use super::paint::Painter;
use super::svg::{escaped, number};
use super::{Map, Naming, style};
use crate::network::{End, Place, PlaceKind};
use crate::route::{Act, Route, Step, Stop};

/// Pixels per degree of longitude from which places of the second tier get a dot, and a name.
const JUNCTION_DOTS: f64 = 30.0;
const JUNCTION_NAMES: f64 = 75.0;
/// From which weight on a name may cover any line.
const WEIGHTY: u32 = 16;

/// A place that may be drawn.
struct Dot {
    /// 0 where it is an end of a route or something is done to the goods there.
    tier: u8,
    weight: u32,
    code: String,
    name: String,
    at: (f64, f64),
}

impl Dot {
    const fn radius(&self) -> f64 {
        match self.tier {
            0 => 4.5,
            1 => 2.6,
            _ => 1.4,
        }
    }

    fn wish(&self, naming: Naming) -> Option<Wish> {
        let text = match naming {
            Naming::Name => self.name.clone(),
            Naming::Code => self.code.clone(),
            Naming::Nothing => return None,
        };
        let (size, patience) = match self.tier {
            0 => (15.0, 9.0),
            // The weightiest names may cover lines; their halo keeps them legible.
            1 if self.weight >= WEIGHTY => (12.0, 9.0),
            1 => (12.0, 0.42),
            _ => (9.5, 0.30),
        };
        Some(Wish {
            text,
            at: self.at,
            radius: self.radius(),
            size,
            patience,
            must: self.tier == 0,
        })
    }
}

impl Painter<'_, '_> {
    /// Dots and names, how many of each, and the names of countries and seas with how many those are.
    ///
    /// Names that have to be written come first, and dots that would lie under them are left out. Then
    /// come the weightiest places, seas, all other places, countries.
    pub(super) fn places(&mut self, raster: &Raster) -> (usize, usize, (String, usize)) {
        let dots = self.dots();
        let (marked, others): (Vec<Dot>, Vec<Dot>) =
            dots.into_iter().partition(|dot| dot.tier == 0);
        for dot in &marked {
            self.obstacles.block(Rect::around(dot.at, dot.radius()));
        }
        let mut named = self.named(&marked);
        let others = others.into_iter().filter(|dot| {
            let around = Rect::around(dot.at, dot.radius());
            !named.iter().any(|(_, spot)| spot.area.overlaps(&around))
        });
        let others: Vec<Dot> = others.collect();
        for dot in &others {
            self.obstacles.block(Rect::around(dot.at, dot.radius()));
        }
        let is_weighty = |dot: &Dot| dot.tier == 1 && dot.weight >= WEIGHTY;
        let (weighty, others): (Vec<Dot>, Vec<Dot>) = others.into_iter().partition(is_weighty);
        named.extend(self.named(&weighty));
        let is_named = self.map.naming != Naming::Nothing;
        let projection = self.projection.clone();
        let locate = |x, y| projection.project(x, y);
        let seas = is_named.then(|| areas::seas(raster, &mut self.obstacles, locate));
        named.extend(self.named(&others));
        let countries = is_named.then(|| areas::countries(raster, &mut self.obstacles));
        let (seas, countries) = (seas.unwrap_or_default(), countries.unwrap_or_default());
        let shown: Vec<Dot> = marked.into_iter().chain(weighty).chain(others).collect();
        let mut text = format!(
            "<g class=\"places\" fill=\"{}\" stroke=\"{}\" stroke-width=\"0.8\">\n",
            style::INK,
            style::PAPER
        );
        for dot in &shown {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"><title>{}</title></circle>",
                number(dot.at.0),
                number(dot.at.1),
                dot.radius(),
                escaped(&format!("{} {}", dot.code, dot.name))
            );
        }
        text += "</g>\n";
        self.put(&text);
        self.write(&named);
        let areas = (
            areas::group(&seas, &countries),
            seas.count + countries.count,
        );
        (shown.len(), named.len(), areas)
    }

    fn named(&mut self, dots: &[Dot]) -> Vec<(Wish, Spot)> {
        let wishes = dots
            .iter()
            .filter(|dot| dot.tier < 2 || self.density >= JUNCTION_NAMES);
        let wishes: Vec<Wish> = wishes.filter_map(|dot| dot.wish(self.map.naming)).collect();
        let spots = place(&wishes, &mut self.obstacles, &self.frame);
        let found = wishes.into_iter().zip(spots);
        found
            .filter_map(|(wish, spot)| Some((wish, spot?)))
            .collect()
    }

    fn write(&mut self, named: &[(Wish, Spot)]) {
        let (mut leaders, mut halos, mut names) = (String::new(), String::new(), String::new());
        for (wish, spot) in named {
            let (weight, colour) = match wish.size {
                size if size > 13.0 => (" font-weight=\"bold\"", style::INK),
                size if size > 10.0 => ("", style::INK),
                _ => ("", style::PALE_INK),
            };
            if let Some([from, to]) = spot.leader {
                // Writing to a string cannot fail.
                let _ = write!(
                    leaders,
                    "M{} {}L{} {}",
                    number(from.0),
                    number(from.1),
                    number(to.0),
                    number(to.1)
                );
            }
            let place = format!(
                "x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}",
                number(spot.at.0),
                number(spot.at.1),
                number(wish.size)
            );
            let text = escaped(&wish.text);
            let _ = writeln!(halos, "<text {place}>{text}</text>");
            let _ = writeln!(names, "<text {place} fill=\"{colour}\">{text}</text>");
        }
        if !leaders.is_empty() {
            self.put(&format!(
                "<path class=\"leaders\" d=\"{leaders}\" stroke=\"{}\" stroke-width=\"0.9\"/>\n",
                style::INK
            ));
        }
        self.put(&format!(
            "<g class=\"halos\" fill=\"{0}\" stroke=\"{0}\" stroke-width=\"3\" \
             stroke-opacity=\"0.85\" aria-hidden=\"true\">\n{halos}</g>\n\
             <g class=\"names\" stroke=\"none\">\n{names}</g>\n",
            style::LAND
        ));
    }

    /// Places and crossings on the map, in the order their names are placed: those of routes, then by
    /// weight, then by code. Cities and seaports weigh most, border posts only by the links that meet
    /// there.
    fn dots(&self) -> Vec<Dot> {
        let network = self.map.ground.network();
        let mut meeting: BTreeMap<End, u32> = BTreeMap::new();
        for (_, link) in network.links() {
            for end in [link.from, link.to] {
                *meeting.entry(end).or_default() += 1;
            }
        }
        let marked = handled(self.map);
        let mut dots: Vec<Dot> = Vec::new();
        for (id, place) in network.places() {
            let links = meeting.get(&End::Place(id)).copied().unwrap_or_default();
            let kinds: u32 = place.kinds.iter().map(|kind| weight(*kind)).sum();
            let tier = if marked.contains(place.code.as_str()) {
                0
            } else {
                place.tier.max(1)
            };
            if tier < 2 || self.density >= JUNCTION_DOTS {
                dots.push(self.dot(tier, kinds + links, place));
            }
        }
        for (_, crossing) in network.crossings() {
            let code = crossing.code.as_str();
            if marked.contains(code) {
                let (x, y) = crossing.location.x_y();
                dots.push(Dot {
                    tier: 0,
                    weight: 0,
                    code: code.to_owned(),
                    name: crossing.name.to_string(),
                    at: self.projection.project(x, y),
                });
            }
        }
        dots.retain(|dot| self.frame.contains(dot.at));
        dots.sort_by(|a, b| (a.tier, b.weight, &a.code).cmp(&(b.tier, a.weight, &b.code)));
        dots
    }

    fn dot(&self, tier: u8, weight: u32, place: &Place) -> Dot {
        let (x, y) = place.location.x_y();
        Dot {
            tier,
            weight,
            code: place.code.as_str().to_owned(),
            name: place.name.to_string(),
            at: self.projection.project(x, y),
        }
    }
}

/// Codes of the ends of the routes, and of where the goods change conveyance, gauge or vessel.
fn handled<'m>(map: &'m Map<'_>) -> BTreeSet<&'m str> {
    let flows = map.flows.iter().map(|flow| flow.route);
    let mut codes = BTreeSet::new();
    for route in map.routes.iter().copied().chain(flows) {
        codes.extend([&*route.from.code, &*route.to.code]);
        codes.extend(changes(route).map(|stop| &*stop.code));
    }
    codes
}

fn changes(route: &Route) -> impl Iterator<Item = &Stop> {
    let steps = route.steps.iter().flat_map(Step::atoms);
    let changes = steps.flat_map(Step::atoms).filter(|step| {
        let lifted = matches!(
            step.act,
            Act::Tranship | Act::GaugeChange | Act::Wait { .. }
        );
        lifted || matches!(step.act, Act::Land { .. }) || step.reload.is_some()
    });
    changes.map(|step| &step.to)
}

/// How much a kind of place asks for a name.
const fn weight(kind: PlaceKind) -> u32 {
    match kind {
        PlaceKind::City => 8,
        PlaceKind::Seaport => 6,
        PlaceKind::DryPort | PlaceKind::FerryTerminal | PlaceKind::GaugeChange => 3,
        PlaceKind::RailTerminal | PlaceKind::RoadTerminal => 1,
        _ => 0,
    }
}

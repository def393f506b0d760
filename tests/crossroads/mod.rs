//! Small random maps: a place in each of five countries, railways between them over one crossing or two.

use jiff::civil::{Date, date};
use trade_corridor::code::Country;
use trade_corridor::geo_types::Point;
use trade_corridor::network::{
    BorderCrossing, End, Gauge, Line, Link, Management, Mode, Network, Operator, Place, PlaceKind,
    Product, Project, Provenance, Role, Status, Tariff, Timeline, Validity,
};
use trade_corridor::planner::Planner;
use trade_corridor::quantity::{Distance, Rate};
use trade_corridor::scenario::Scenario;

use crate::questions::Dice;

pub(crate) const DAY: Date = date(2026, 11, 22);

/// Code, country and operator of each place.
pub(crate) const PLACES: [(&str, &str, &str); 5] = [
    ("AMEVN", "AM", "SCR"),
    ("GETBS", "GE", "GR"),
    ("AZBAK", "AZ", "ADY"),
    ("KZALA", "KZ", "KTZ"),
    ("TRIST", "TR", "TCDD"),
];

/// A map in which every two places are joined by chance, most of them.
pub(crate) fn crossroads(seed: u64) -> Planner {
    drawn(seed, 0)
}

/// The same map, where so many projects `P0`, `P1`, ... have most of the crossings, or the links to them, planned.
pub(crate) fn planned_crossroads(seed: u64, projects: usize) -> Planner {
    drawn(seed, projects)
}

fn drawn(seed: u64, projects: usize) -> Planner {
    let mut dice = Dice::new(seed);
    let mut builder = Network::builder();
    builder.describe("crossroads", Some(DAY), 2026);
    let projects: Vec<_> = (0..projects)
        .map(|at| builder.project(Project::new(format!("P{at}"), format!("project {at}"))))
        .collect();
    let mut turn = usize::try_from(seed % 5).expect("test data");
    let mut ends = Vec::new();
    for (at, (code, country, operator)) in PLACES.into_iter().enumerate() {
        let country: Country = country.parse().expect("test data");
        let location = Point::new(40.0 + at as f64, 40.0 + (at % 2) as f64);
        let code = code.parse().expect("test data");
        let mut place = Place::new(code, format!("place {at}"), country, location);
        place.kinds = vec![PlaceKind::RailTerminal];
        let place = builder.place(place);
        let mut railway = Operator::new(operator, operator, country);
        railway.roles.push(Role::InfrastructureManager);
        let railway = builder.operator(railway);
        let mut line = Line::new(format!("{country}-rail"), country, Mode::Rail);
        line.managers.push(Management {
            operator: railway,
            validity: Validity::ALWAYS,
            provenance: Provenance::default(),
        });
        let line = builder.line(line);
        let rate = Rate::from_usd(0.5 + dice.below(10) as f64 / 10.0).expect("test data");
        let product = Product::ContainerTrain;
        let id = format!("t-{country}");
        builder.tariff(Tariff::new(
            id,
            Some(railway),
            country,
            Mode::Rail,
            product,
            rate,
        ));
        ends.push((place, country, line, location));
    }
    for (one, (place, country, line, location)) in ends.iter().enumerate() {
        for (other, (over, beyond, its, theirs)) in ends.iter().enumerate().skip(one + 1) {
            for way in 0..[0, 1, 1, 2][dice.below(4)] {
                let code = format!("x-{one}-{other}-{way}-rail");
                let middle = Point::new(
                    f64::midpoint(location.x(), theirs.x()),
                    f64::midpoint(location.y(), theirs.y()) + f64::from(way) / 10.0,
                );
                let sides = [*country, *beyond];
                turn += 1;
                let project = projects.get(turn % (projects.len() + 2)).copied();
                let (at_crossing, at_links) = if turn.is_multiple_of(2) {
                    (project, None)
                } else {
                    (None, project)
                };
                let planned = || Timeline::always(Status::Planned);
                let mut crossing = BorderCrossing::new(code, sides, Mode::Rail, middle);
                if at_crossing.is_some() {
                    crossing.project = at_crossing;
                    crossing.states = planned();
                }
                let crossing = builder.crossing(crossing);
                for (place, country, line) in [(place, country, line), (over, beyond, its)] {
                    let km = 200.0 + dice.below(400) as f64;
                    let length = Distance::from_km(km).expect("test data");
                    let id = format!("{country}-{one}-{other}-{way}");
                    let (from, to) = (End::Place(*place), End::Crossing(crossing));
                    let mut link = Link::new(id, from, to, Mode::Rail, *country, *line, length);
                    link.gauges = vec![Gauge::RUSSIAN];
                    if at_links.is_some() {
                        link.project = at_links;
                        link.states = planned();
                    }
                    builder.link(link);
                }
            }
        }
    }
    let network = builder.build().expect("test data");
    Planner::new(&network, &Scenario::on(DAY)).expect("a small map")
}

//! Two places and roads between them whose prices are not known.

use trade_corridor::geo_types::Point;
use trade_corridor::network::{
    Cited, End, Line, Link, Mode, Network, Place, PlaceKind, Product, Source, SourceKind, Tariff,
};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;

use crate::maps::{DAY, country};

/// USD per kilometre: low, stated, high; and who assumes it.
pub(crate) type Road<'a> = ([f64; 3], &'a str);

/// From Gori to Tbilisi by several roads of 100 km, each with a price of its own.
pub(crate) fn roads(roads: &[Road<'_>]) -> Planner {
    let mut builder = Network::builder();
    let georgia = country("GE");
    let mut place = |code: &str, name: &str, at: f64| {
        let code = code.parse().expect("test data");
        let mut place = Place::new(code, name, georgia, Point::new(at, 42.0));
        place.kinds = vec![PlaceKind::RoadTerminal];
        End::Place(builder.place(place))
    };
    let ends = (
        place("GE-gor", "Gori", 44.1),
        place("GETBS", "Tbilisi", 44.8),
    );
    let mut sources = std::collections::BTreeMap::new();
    for (at, (range, source)) in roads.iter().enumerate() {
        let source = *sources.entry(*source).or_insert_with(|| {
            builder.source(Source::new(*source, SourceKind::Assumed, "test data"))
        });
        let line = builder.line(Line::new(format!("road-{at}"), georgia, Mode::Road));
        let length = Distance::from_km(100.0).expect("test data");
        builder.link(Link::new(
            format!("L{at}"),
            ends.0,
            ends.1,
            Mode::Road,
            georgia,
            line,
            length,
        ));
        let [low, value, high] = range.map(|usd| Rate::from_usd(usd).expect("test data"));
        let rate = Cited::from(value)
            .within(low, high)
            .expect("test data")
            .by([source]);
        let product = Product::Truck;
        let mut tariff = Tariff::new(format!("T{at}"), None, georgia, Mode::Road, product, rate);
        tariff.lines = vec![line];
        builder.tariff(tariff);
    }
    Planner::new(&builder.build().expect("test data"), &Scenario::on(DAY)).expect("test data")
}

pub(crate) fn request() -> Request {
    Request::new("Gori", "Tbilisi")
}

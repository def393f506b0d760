//! Gori, Mtskheta and Tbilisi, and roads between them whose rates are not known.

use std::collections::BTreeMap;

use trade_corridor::geo_types::Point;
use trade_corridor::network::{
    Cited, End, Line, Link, Mode, Network, NetworkBuilder, Place, PlaceKind, Product, Source,
    SourceId, SourceKind, Tariff,
};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;

use crate::maps::{DAY, country};

/// The three places.
pub(crate) fn ends(builder: &mut NetworkBuilder) -> [End; 3] {
    let places = [
        ("GE-gor", "Gori", 44.1),
        ("GE-mts", "Mtskheta", 44.7),
        ("GETBS", "Tbilisi", 44.8),
    ];
    places.map(|(code, name, at)| {
        let code = code.parse().expect("test data");
        let mut place = Place::new(code, name, country("GE"), Point::new(at, 42.0));
        place.kinds = vec![PlaceKind::RoadTerminal];
        End::Place(builder.place(place))
    })
}

/// Two stages of 100 km.
pub(crate) struct Stages {
    builder: NetworkBuilder,
    ends: [End; 3],
    sources: BTreeMap<String, SourceId>,
    roads: usize,
}

impl Stages {
    pub(crate) fn new() -> Self {
        let mut builder = Network::builder();
        let ends = ends(&mut builder);
        Self {
            builder,
            ends,
            sources: BTreeMap::new(),
            roads: 0,
        }
    }

    /// A road over a stage: USD per kilometre at least, as stated and at most, by an assumption.
    pub(crate) fn road(mut self, stage: usize, rate: [f64; 3], source: &str) -> Self {
        let builder = &mut self.builder;
        let source = *self.sources.entry(source.to_owned()).or_insert_with(|| {
            builder.source(Source::new(source, SourceKind::Assumed, "test data"))
        });
        let georgia = country("GE");
        self.roads += 1;
        let line = self.builder.line(Line::new(
            format!("road-{}", self.roads),
            georgia,
            Mode::Road,
        ));
        let (from, to) = (self.ends[stage], self.ends[stage + 1]);
        let length = Distance::from_km(100.0).expect("test data");
        let id = format!("L{}", self.roads);
        let link = Link::new(id, from, to, Mode::Road, georgia, line, length);
        self.builder.link(link);
        let [low, value, high] = rate.map(|usd| Rate::from_usd(usd).expect("test data"));
        let rate = Cited::from(value)
            .within(low, high)
            .expect("test data")
            .by([source]);
        let id = format!("T{}", self.roads);
        let mut tariff = Tariff::new(id, None, georgia, Mode::Road, Product::Truck, rate);
        tariff.lines = vec![line];
        self.builder.tariff(tariff);
        self
    }

    pub(crate) fn planner(self) -> Planner {
        let network = self.builder.build().expect("test data");
        Planner::new(&network, &Scenario::on(DAY)).expect("test data")
    }
}

pub(crate) fn request() -> Request {
    Request::new("Gori", "Tbilisi")
}

//! Lengths of great circles are those of the crate `geo`.

use geo::{Distance as _, Haversine};
use proptest::prelude::*;
use trade_corridor::geo_types::Point;
use trade_corridor::prelude::*;
use trade_corridor::quantity::great_circle_metres;

fn anywhere() -> impl Strategy<Value = Point> {
    (-180.0..=180.0, -90.0..=90.0).prop_map(|(lon, lat)| Point::new(lon, lat))
}

/// A hundredth of a millimetre, the half of a circle at the most: between near antipodes the formula loses digits.
fn close(from: Point, to: Point) -> bool {
    let (own, other) = (great_circle_metres(from, to), Haversine.distance(from, to));
    let tolerance = if own > 2e7 { 1.0 } else { 1e-5 };
    (own - other).abs() <= tolerance
}

proptest! {
    #[test]
    fn agree_anywhere(from in anywhere(), to in anywhere()) {
        prop_assert!(close(from, to));
        prop_assert!(close(from, from) && great_circle_metres(from, from) == 0.0);
    }

    #[test]
    fn agree_nearby(from in anywhere(), east in -0.1..0.1, north in -0.1..0.1) {
        prop_assert!(close(from, Point::new(from.x() + east, from.y() + north)));
    }
}

#[test]
fn agree_over_every_link_of_the_tables() {
    let network = Network::europe_central_asia();
    for (_, link) in network.links() {
        let ends = [link.from, link.to].map(|end| network.end_location(end).expect("a place"));
        assert!(close(ends[0], ends[1]), "{}", link.id);
    }
}

#[test]
fn antipodes_are_half_a_circle_apart() {
    let half = std::f64::consts::PI * 6_371_008.8;
    for lat in 0..=90 {
        let (from, to) = (
            Point::new(10.0, f64::from(lat)),
            Point::new(-170.0, f64::from(-lat)),
        );
        assert!((great_circle_metres(from, to) - half).abs() < 1.0, "{lat}");
    }
}

use geo_types::Point;

/// The mean radius of the Earth in metres: R1 of the GRS 80 ellipsoid (Moritz, Geodetic Reference
/// System 1980, Journal of Geodesy 74 (2000), page 131), as the crate `geo` rounds it.
const MEAN_RADIUS: f64 = 6_371_008.8;

/// The length of the great circle between two points, longitude and latitude in degrees, in metres.
///
/// By the haversine formula on a sphere with the Earth's mean radius: within 0.6 % of the length on
/// the ellipsoid. Not a number when a coordinate is none.
///
/// ```
/// use trade_corridor::geo_types::Point;
/// use trade_corridor::quantity::great_circle_metres;
/// let (sofia, plovdiv) = (Point::new(23.319_941, 42.698_334), Point::new(24.742_168, 42.136_097));
/// assert_eq!(great_circle_metres(sofia, plovdiv).round(), 132_433.0);
/// assert!(great_circle_metres(sofia, Point::new(f64::NAN, 0.0)).is_nan());
/// ```
#[must_use]
pub fn great_circle_metres(from: Point, to: Point) -> f64 {
    let [north, east] = [to.y() - from.y(), to.x() - from.x()].map(|apart| {
        let half = libm::sin(apart.to_radians() / 2.0);
        half * half
    });
    let [here, there] = [from, to].map(|point| libm::cos(point.y().to_radians()));
    let haversine = north + here * there * east;
    if haversine.is_nan() {
        return f64::NAN;
    }
    // Rounding can leave it just above one between antipodes.
    2.0 * MEAN_RADIUS * libm::asin(libm::sqrt(haversine.clamp(0.0, 1.0)))
}

//! Points on the globe, distances in metres, line simplification and encoding.

/// Mean radius of the Earth in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Longitude and latitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

impl Point {
    /// A point from degrees east and north.
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }

    /// The point a share `t` of the way to `other`, straight in degrees.
    pub fn towards(self, other: Self, t: f64) -> Self {
        Self::new(
            self.lon + (other.lon - self.lon) * t,
            self.lat + (other.lat - self.lat) * t,
        )
    }
}

/// Great-circle distance in metres.
///
/// Uses `libm`, so the value is the same on every platform.
pub fn great_circle_m(a: Point, b: Point) -> f64 {
    let (la, lb) = (a.lat.to_radians(), b.lat.to_radians());
    let dlat = libm::sin((lb - la) / 2.0);
    let dlon = libm::sin((b.lon - a.lon).to_radians() / 2.0);
    let h = dlat * dlat + libm::cos(la) * libm::cos(lb) * dlon * dlon;
    2.0 * EARTH_RADIUS_M * libm::asin(libm::sqrt(h.clamp(0.0, 1.0)))
}

/// Metres per degree of latitude.
const DEGREE_M: f64 = EARTH_RADIUS_M * std::f64::consts::PI / 180.0;

/// Nearest place on the segment `a`-`b` seen from `p`: the share along it and the distance in
/// metres on a local flat map.
pub fn project(p: Point, a: Point, b: Point) -> (f64, f64) {
    let kx = DEGREE_M * libm::cos(p.lat.to_radians());
    let (ax, ay) = ((a.lon - p.lon) * kx, (a.lat - p.lat) * DEGREE_M);
    let (bx, by) = ((b.lon - p.lon) * kx, (b.lat - p.lat) * DEGREE_M);
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 {
        (-(ax * dx + ay * dy) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (x, y) = (ax + dx * t, ay + dy * t);
    (t, libm::sqrt(x * x + y * y))
}

/// Ramer-Douglas-Peucker with a tolerance in degrees; keeps both ends.
pub fn simplify(line: &[Point], tolerance: f64) -> Vec<Point> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut stack = vec![(0, line.len() - 1)];
    while let Some((i, j)) = stack.pop() {
        let mut worst = (tolerance, None);
        for (k, p) in line.iter().enumerate().take(j).skip(i + 1) {
            let d = flat_distance(*p, line[i], line[j]);
            if d > worst.0 {
                worst = (d, Some(k));
            }
        }
        if let (_, Some(k)) = worst {
            keep[k] = true;
            stack.push((i, k));
            stack.push((k, j));
        }
    }
    line.iter()
        .zip(&keep)
        .filter_map(|(p, k)| k.then_some(*p))
        .collect()
}

/// Distance in degrees of latitude from `p` to the segment `a`-`b`.
fn flat_distance(p: Point, a: Point, b: Point) -> f64 {
    project(p, a, b).1 / DEGREE_M
}

/// Google's encoded polyline, precision 5, latitude first.
pub fn encode(line: &[Point]) -> String {
    let mut out = String::new();
    let (mut lat, mut lon) = (0_i64, 0_i64);
    for p in line {
        let (y, x) = (fixed(p.lat), fixed(p.lon));
        push_delta(&mut out, y - lat);
        push_delta(&mut out, x - lon);
        (lat, lon) = (y, x);
    }
    out
}

fn fixed(degrees: f64) -> i64 {
    (degrees * 1e5).round() as i64
}

fn push_delta(out: &mut String, delta: i64) {
    let mut v = (delta << 1) ^ (delta >> 63);
    while v >= 0x20 {
        out.push(char::from((0x20 | (v & 0x1f)) as u8 + 63));
        v >>= 5;
    }
    out.push(char::from(v as u8 + 63));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let d = great_circle_m(Point::new(44.0, 41.0), Point::new(44.0, 42.0));
        assert!((d - 111_195.0).abs() < 1.0, "{d}");
    }

    #[test]
    fn tbilisi_to_baku_matches_a_known_great_circle() {
        let d = great_circle_m(Point::new(44.8, 41.7), Point::new(49.85, 40.38));
        assert!((d - 449_000.0).abs() < 2_000.0, "{d}");
    }

    #[test]
    fn projection_clamps_to_the_ends() {
        let (a, b) = (Point::new(10.0, 50.0), Point::new(11.0, 50.0));
        let (t, d) = project(Point::new(9.0, 50.0), a, b);
        assert!(t == 0.0 && (d - 71_475.0).abs() < 50.0, "{t} {d}");
        let (t, d) = project(Point::new(10.5, 50.1), a, b);
        assert!((t - 0.5).abs() < 1e-9 && (d - 11_119.5).abs() < 1.0);
        assert!(project(a, a, a).1 == 0.0);
    }

    #[test]
    fn simplification_keeps_ends_and_corners() {
        let line: Vec<Point> = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 2.0)]
            .map(|(x, y)| Point::new(x, y))
            .to_vec();
        let s = simplify(&line, 0.01);
        assert_eq!(s, vec![line[0], line[2], line[3]]);
    }

    #[test]
    fn encoding_follows_the_published_example() {
        let line =
            [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)].map(|(x, y)| Point::new(x, y));
        assert_eq!(encode(&line), "_p~iF~ps|U_ulLnnqC_mqNvxq`@");
    }
}

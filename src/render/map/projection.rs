use std::f64::consts::FRAC_PI_4;

use super::Region;
use super::labels::Rect;

/// How far meridians may lean at the sides of a map, in degrees. Wider maps are cylinders.
const LEAN: f64 = 12.0;

/// Lambert's conformal conic with two standard parallels, or a stereographic cylinder for maps on
/// which the meridians of a cone would fan out, scaled into a box of pixels.
#[derive(Clone, Debug)]
pub(super) struct Projection {
    shape: Shape,
    /// Pixels per radian of the globe at the standard parallels.
    scale: f64,
    left: f64,
    top: f64,
}

#[derive(Clone, Debug)]
enum Shape {
    Conic {
        centre: f64,
        n: f64,
        f: f64,
    },
    /// True to scale in every direction along the parallels `cos` is the cosine of.
    Cylinder {
        centre: f64,
        cos: f64,
    },
}

impl Shape {
    fn of(region: &Region) -> Self {
        let centre = f64::midpoint(region.west(), region.east()).to_radians();
        let span = region.north() - region.south();
        let lower = (region.south() + span / 6.0).to_radians();
        let upper = (region.north() - span / 6.0).to_radians();
        let middle = f64::midpoint(region.south(), region.north()).to_radians();
        let cylinder = Self::Cylinder {
            centre,
            cos: libm::cos(middle),
        };
        if (lower + upper).abs() < 0.05 {
            return cylinder;
        }
        let n = if upper - lower > 1e-6 {
            libm::log(libm::cos(lower) / libm::cos(upper))
                / libm::log(stretched(upper) / stretched(lower))
        } else {
            libm::sin(lower)
        };
        if n.abs() * (region.east() - region.west()) / 2.0 > LEAN {
            return cylinder;
        }
        let f = libm::cos(lower) * libm::pow(stretched(lower), n) / n;
        Self::Conic { centre, n, f }
    }

    /// Right and down in radians of the globe.
    fn project(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let longitude = longitude.to_radians();
        let latitude = latitude.clamp(-85.0, 85.0).to_radians();
        match self {
            Self::Conic { centre, n, f } => {
                let radius = f / libm::pow(stretched(latitude), *n);
                let angle = n * (longitude - centre);
                (radius * libm::sin(angle), radius * libm::cos(angle))
            }
            Self::Cylinder { centre, cos } => (
                (longitude - centre) * cos,
                -(1.0 + cos) * libm::tan(latitude / 2.0),
            ),
        }
    }

    /// Longitude and latitude in degrees of a point that [`Shape::project`] gives.
    fn locate(&self, x: f64, y: f64) -> (f64, f64) {
        let (longitude, latitude) = match self {
            Self::Conic { centre, n, f } => {
                let sign = n.signum();
                let radius = sign * libm::hypot(x, y);
                let angle = libm::atan2(sign * x, sign * y);
                let stretched = libm::pow(f / radius, 1.0 / n);
                (
                    centre + angle / n,
                    2.0 * (libm::atan(stretched) - FRAC_PI_4),
                )
            }
            Self::Cylinder { centre, cos } => {
                (centre + x / cos, 2.0 * libm::atan(-y / (1.0 + cos)))
            }
        };
        (longitude.to_degrees(), latitude.to_degrees())
    }
}

/// Tangent of half the latitude plus 45 degrees.
fn stretched(latitude: f64) -> f64 {
    libm::tan(FRAC_PI_4 + latitude / 2.0)
}

impl Projection {
    /// Fits a region into `width` times `height` pixels, and returns the size it takes up.
    pub(super) fn fit(region: &Region, width: f64, height: f64) -> (Self, f64, f64) {
        let mut projection = Self {
            shape: Shape::of(region),
            scale: 1.0,
            left: 0.0,
            top: 0.0,
        };
        let [mut left, mut top, mut right, mut bottom] = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for (x, y) in projection.outline(region) {
            left = left.min(x);
            top = top.min(y);
            right = right.max(x);
            bottom = bottom.max(y);
        }
        let scale = (width / (right - left)).min(height / (bottom - top));
        projection.scale = scale;
        projection.left = -left * scale;
        projection.top = -top * scale;
        (projection, (right - left) * scale, (bottom - top) * scale)
    }

    /// Moves everything right and down.
    pub(super) fn shift(&mut self, right: f64, down: f64) {
        self.left += right;
        self.top += down;
    }

    /// Pixels from the left and the top.
    pub(super) fn project(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let (x, y) = self.shape.project(longitude, latitude);
        (x * self.scale + self.left, y * self.scale + self.top)
    }

    /// Longitude and latitude in degrees of a pixel.
    fn locate(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (x, y) = ((x - self.left) / self.scale, (y - self.top) / self.scale);
        self.shape.locate(x, y)
    }

    /// The outline of a region, its parallels as arcs.
    fn outline(&self, region: &Region) -> Vec<(f64, f64)> {
        let (west, east) = (region.west(), region.east());
        let top = parts(west, east).map(|x| (x, region.north()));
        let bottom = parts(west, east).map(|x| (x, region.south()));
        top.chain(bottom).map(|(x, y)| self.project(x, y)).collect()
    }

    /// The smallest box of degrees that has all of a frame and some more, so that lines end behind it.
    pub(super) fn reach(&self, frame: &Rect) -> Region {
        let across = parts(frame.left, frame.right);
        let edges = across.flat_map(|x| [(x, frame.top), (x, frame.bottom)]);
        let down = parts(frame.top, frame.bottom);
        let sides = down.flat_map(|y| [(frame.left, y), (frame.right, y)]);
        let [mut west, mut south, mut east, mut north] =
            [180.0_f64, 90.0_f64, -180.0_f64, -90.0_f64];
        for point in edges.chain(sides) {
            let (x, y) = self.locate(point);
            west = west.min(x);
            east = east.max(x);
            south = south.min(y);
            north = north.max(y);
        }
        Region::reaching(west, south, east, north).widened(0.01)
    }

    /// Pixels per kilometre in the middle of a region, along its parallel.
    pub(super) fn pixels_per_km(&self, region: &Region) -> f64 {
        let latitude = f64::midpoint(region.south(), region.north());
        let longitude = f64::midpoint(region.west(), region.east());
        let (a, b) = (
            self.project(longitude - 0.01, latitude),
            self.project(longitude + 0.01, latitude),
        );
        // The mean radius of the Earth, 6,371.0088 km (IUGG).
        let km = 0.02_f64.to_radians() * 6371.0088 * libm::cos(latitude.to_radians());
        libm::hypot(b.0 - a.0, b.1 - a.1) / km
    }

    /// Whether the scale holds in the middle of the map and not all over it.
    pub(super) const fn is_cylinder(&self) -> bool {
        matches!(self.shape, Shape::Cylinder { .. })
    }
}

/// Numbers from the first to the last in equal steps.
fn parts(low: f64, high: f64) -> impl Iterator<Item = f64> {
    const STEPS: u32 = 48;
    (0..=STEPS).map(move |step| low + (high - low) * f64::from(step) / f64::from(STEPS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_east_is_right_and_the_frame_is_filled() {
        for (name, region) in Region::NAMED {
            let (projection, width, height) = Projection::fit(region, 1000.0, 800.0);
            assert!(width <= 1000.01 && height <= 800.01, "{name}");
            assert!(width > 999.0 || height > 799.0, "{name}");
            let at = |x, y| projection.project(x, y);
            let (x, y) = (
                f64::midpoint(region.west(), region.east()),
                f64::midpoint(region.south(), region.north()),
            );
            assert!(at(x, y + 1.0).1 < at(x, y).1, "{name}");
            assert!(at(x + 1.0, y).0 > at(x, y).0, "{name}");
        }
    }

    #[test]
    fn it_is_conformal_and_works_south_of_the_equator_and_on_it() {
        for (south, north) in [(-40.0, -20.0), (-5.0, 5.0), (35.0, 55.0), (83.9, 83.95)] {
            let region = Region::new(10.0, south, 30.0, north).expect("a box");
            let (projection, width, height) = Projection::fit(&region, 900.0, 900.0);
            assert!(width.is_finite() && height > 0.0);
            let y = f64::midpoint(south, north);
            let a = projection.project(20.0, y);
            let east = projection.project(20.001, y);
            let up = projection.project(20.0, y + 0.001);
            let across = (east.0 - a.0) / libm::cos(y.to_radians());
            assert!(
                ((a.1 - up.1) / across - 1.0).abs() < 0.01,
                "{south} {north}"
            );
        }
    }

    #[test]
    fn meridians_do_not_fan_out() {
        for (name, region) in Region::NAMED {
            let (projection, width, height) = Projection::fit(region, 1000.0, 800.0);
            let top = projection.project(region.west(), region.north());
            let bottom = projection.project(region.west(), region.south());
            let lean = libm::atan2((top.0 - bottom.0).abs(), bottom.1 - top.1).to_degrees();
            assert!(lean <= LEAN + 0.01, "{name}: {lean}");
            let frame = Rect {
                left: 0.0,
                top: 0.0,
                right: width,
                bottom: height,
            };
            let reach = projection.reach(&frame);
            assert!(
                reach.west() <= region.west() && reach.east() >= region.east(),
                "{name}"
            );
            assert!(
                reach.south() <= region.south() && reach.north() >= region.north(),
                "{name}"
            );
        }
    }

    #[test]
    fn pixels_are_located() {
        for (south, north) in [(-40.0, -30.0), (-5.0, 5.0), (40.0, 44.0)] {
            for width in [8.0, 80.0] {
                let region = Region::new(10.0, south, 10.0 + width, north).expect("a box");
                let (projection, _, _) = Projection::fit(&region, 900.0, 900.0);
                for (x, y) in [(10.0, south), (10.0 + width, north), (12.0, south + 1.0)] {
                    let (back_x, back_y) = projection.locate(projection.project(x, y));
                    assert!((back_x - x).abs() < 1e-6, "{back_x} {x}");
                    assert!((back_y - y).abs() < 1e-6, "{back_y} {y}");
                }
            }
        }
    }

    #[test]
    fn a_kilometre_has_its_length() {
        let region = Region::new(44.0, 40.0, 46.0, 42.0).expect("a box");
        let (projection, _, height) = Projection::fit(&region, 2000.0, 1000.0);
        // Two degrees of latitude are 222.4 km.
        let km = height / projection.pixels_per_km(&region);
        assert!((km - 222.4).abs() < 2.0, "{km}");
    }
}

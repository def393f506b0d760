use std::fmt;
use std::str::FromStr;

use geo_types::Point;
use serde::{Deserialize, Serialize};

use super::MapError;

/// The part of the world that a map shows: a box of longitudes and latitudes in degrees.
///
/// ```
/// use trade_corridor::render::{MapError, Region};
/// let around_baku = Region::new(48.0, 39.5, 51.0, 41.5)?;
/// assert!(around_baku.contains(trade_corridor::geo_types::Point::new(49.9, 40.4)));
/// assert_eq!("caucasus".parse(), Ok(Region::CAUCASUS));
///
/// assert!(matches!(Region::new(51.0, 39.5, 48.0, 41.5), Err(MapError::Region { .. })));
/// assert!("atlantis".parse::<Region>().is_err());
/// # Ok::<(), MapError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Bounds", into = "Bounds")]
pub struct Region {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

#[derive(Serialize, Deserialize)]
struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// Least width and height in degrees: 0.05, less what subtraction rounds off.
const LEAST: f64 = 0.05 - 1e-9;

impl Region {
    /// Armenia, Azerbaijan, Georgia and their neighbourhood.
    pub const CAUCASUS: Self = Self::fixed(39.5, 37.5, 51.0, 43.8);
    /// The Caspian and its ports.
    pub const CASPIAN: Self = Self::fixed(46.0, 35.8, 57.5, 47.8);
    /// From the Caspian to Urumqi.
    pub const CENTRAL_ASIA: Self = Self::fixed(50.0, 34.0, 89.0, 52.5);
    /// Türkiye and its borders.
    pub const TURKIYE: Self = Self::fixed(25.0, 35.0, 46.0, 43.0);
    /// From Trieste and Budapest to Istanbul.
    pub const BALKANS: Self = Self::fixed(12.5, 36.0, 31.0, 49.0);
    /// From the Channel to the Urals and the Bosporus.
    pub const EUROPE: Self = Self::fixed(-2.0, 36.0, 45.0, 58.0);
    /// From the Rhine to Urumqi.
    pub const ALL: Self = Self::fixed(-2.0, 30.0, 91.0, 58.0);
    /// From the Rhine to Shanghai.
    pub const EURASIA: Self = Self::fixed(-2.0, 18.0, 126.0, 62.0);

    /// The regions that have a name.
    pub const NAMED: &[(&str, Self)] = &[
        ("caucasus", Self::CAUCASUS),
        ("caspian", Self::CASPIAN),
        ("central-asia", Self::CENTRAL_ASIA),
        ("turkiye", Self::TURKIYE),
        ("balkans", Self::BALKANS),
        ("europe", Self::EUROPE),
        ("all", Self::ALL),
        ("eurasia", Self::EURASIA),
    ];

    const fn fixed(west: f64, south: f64, east: f64, north: f64) -> Self {
        Self {
            west,
            south,
            east,
            north,
        }
    }

    /// The box between two meridians and two parallels, in degrees.
    ///
    /// # Errors
    /// Bounds that are not numbers, lie beyond 180 degrees, 80 south or 84 north, or enclose less
    /// than 0.05 degrees. A box over the antimeridian cannot be drawn.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, MapError> {
        // Written so that anything that is not a number fails.
        let fits = west >= -180.0
            && east <= 180.0
            && south >= -80.0
            && north <= 84.0
            && east - west >= LEAST
            && north - south >= LEAST;
        if fits {
            Ok(Self::fixed(west, south, east, north))
        } else {
            Err(MapError::Region {
                west,
                south,
                east,
                north,
            })
        }
    }

    /// The smallest box around some points with a margin of 6 %; nothing without points.
    pub fn around(points: impl IntoIterator<Item = Point<f64>>) -> Option<Self> {
        let mut bounds: Option<Self> = None;
        for point in points {
            let (x, y) = (point.x(), point.y());
            if !x.is_finite() || !y.is_finite() {
                continue;
            }
            let old = bounds.unwrap_or(Self::fixed(x, y, x, y));
            bounds = Some(Self::fixed(
                old.west.min(x),
                old.south.min(y),
                old.east.max(x),
                old.north.max(y),
            ));
        }
        let tight = bounds?;
        let margin = |low: f64, high: f64| ((high - low) * 0.06).max(0.25);
        let (x, y) = (
            margin(tight.west, tight.east),
            margin(tight.south, tight.north),
        );
        Self::new(
            (tight.west - x).clamp(-180.0, 179.5),
            (tight.south - y).clamp(-80.0, 83.5),
            (tight.east + x).clamp(-179.5, 180.0),
            (tight.north + y).clamp(-79.5, 84.0),
        )
        .ok()
    }

    /// Westernmost longitude in degrees.
    #[must_use]
    pub const fn west(&self) -> f64 {
        self.west
    }

    /// Southernmost latitude in degrees.
    #[must_use]
    pub const fn south(&self) -> f64 {
        self.south
    }

    /// Easternmost longitude in degrees.
    #[must_use]
    pub const fn east(&self) -> f64 {
        self.east
    }

    /// Northernmost latitude in degrees.
    #[must_use]
    pub const fn north(&self) -> f64 {
        self.north
    }

    /// Whether a point lies in it.
    #[must_use]
    pub fn contains(&self, point: Point<f64>) -> bool {
        (self.west..=self.east).contains(&point.x())
            && (self.south..=self.north).contains(&point.y())
    }

    /// The part of a segment that lies inside, by Liang and Barsky.
    pub(super) fn cut(&self, a: (f64, f64), b: (f64, f64)) -> Option<[(f64, f64); 2]> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (step, room) in [
            (-dx, a.0 - self.west),
            (dx, self.east - a.0),
            (-dy, a.1 - self.south),
            (dy, self.north - a.1),
        ] {
            if step == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if step < 0.0 {
                enter = enter.max(room / step);
            } else {
                leave = leave.min(room / step);
            }
        }
        // The length is no number when an end is none.
        (enter <= leave && (dx + dy).is_finite()).then(|| {
            let at = |t: f64| (a.0 + t * dx, a.1 + t * dy);
            // Ends that lie inside keep their exact numbers, so that pieces join.
            [
                if enter > 0.0 { at(enter) } else { a },
                if leave < 1.0 { at(leave) } else { b },
            ]
        })
    }

    /// A box that may be as large as the Earth; it is not checked.
    pub(super) const fn reaching(west: f64, south: f64, east: f64, north: f64) -> Self {
        Self::fixed(west, south, east, north)
    }

    /// The part of a closed line that lies inside, by Sutherland and Hodgman.
    pub(super) fn cut_ring(&self, ring: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let mut ring = ring.to_vec();
        for (side, limit) in [self.west, self.south, self.east, self.north]
            .into_iter()
            .enumerate()
        {
            let along = |p: (f64, f64)| if side % 2 == 0 { p.0 } else { p.1 };
            let inside = |p: (f64, f64)| {
                if side < 2 {
                    along(p) >= limit
                } else {
                    along(p) <= limit
                }
            };
            let mut kept = Vec::with_capacity(ring.len());
            for (index, b) in ring.iter().copied().enumerate() {
                let a = ring[(index + ring.len() - 1) % ring.len()];
                if inside(a) != inside(b) {
                    let t = (limit - along(a)) / (along(b) - along(a));
                    kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
                }
                if inside(b) {
                    kept.push(b);
                }
            }
            ring = kept;
        }
        ring
    }

    /// The box with a margin on every side, as a part of its size.
    pub(super) fn widened(&self, part: f64) -> Self {
        let (x, y) = (
            (self.east - self.west) * part,
            (self.north - self.south) * part,
        );
        Self::fixed(self.west - x, self.south - y, self.east + x, self.north + y)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = Self::NAMED.iter().find(|(_, region)| region == self) {
            return f.pad(name);
        }
        write!(
            f,
            "{:.2},{:.2},{:.2},{:.2}",
            self.west, self.south, self.east, self.north
        )
    }
}

/// A name of [`Region::NAMED`], or `west,south,east,north` in degrees.
impl FromStr for Region {
    type Err = MapError;
    fn from_str(text: &str) -> Result<Self, MapError> {
        let named = Self::NAMED.iter().find(|(name, _)| *name == text);
        if let Some((_, region)) = named {
            return Ok(*region);
        }
        let numbers: Vec<f64> = text
            .split(',')
            .filter_map(|number| number.trim().parse().ok())
            .collect();
        match numbers.as_slice() {
            [west, south, east, north] => Self::new(*west, *south, *east, *north),
            _ => Err(MapError::UnknownRegion {
                name: text.to_owned(),
                accepted: Self::NAMED
                    .iter()
                    .map(|(name, _)| format!("`{name}`"))
                    .chain(["or `west,south,east,north` in degrees".to_owned()])
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }
}

impl TryFrom<Bounds> for Region {
    type Error = MapError;
    fn try_from(bounds: Bounds) -> Result<Self, MapError> {
        Self::new(bounds.west, bounds.south, bounds.east, bounds.north)
    }
}

impl From<Region> for Bounds {
    fn from(region: Region) -> Self {
        Self {
            west: region.west,
            south: region.south,
            east: region.east,
            north: region.north,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_box_is_refused() {
        for (west, south, east, north) in [
            (f64::NAN, 0.0, 1.0, 1.0),
            (0.0, 0.0, f64::INFINITY, 1.0),
            (0.0, 0.0, 0.0, 1.0),
            (0.0, 1.0, 1.0, 0.0),
            (0.0, -81.0, 1.0, 1.0),
            (170.0, 0.0, 190.0, 1.0),
        ] {
            let refusal = Region::new(west, south, east, north).unwrap_err();
            assert!(refusal.to_string().starts_with("region west "));
        }
        let unknown = "atlantis".parse::<Region>().unwrap_err();
        assert!(
            unknown
                .to_string()
                .starts_with("`atlantis` is no region; use one of `caucasus`, ")
        );
    }

    #[test]
    fn named_regions_are_boxes_and_read_back() {
        for (name, region) in Region::NAMED {
            let Region {
                west,
                south,
                east,
                north,
            } = *region;
            assert_eq!(Region::new(west, south, east, north), Ok(*region));
            assert_eq!(region.to_string().parse(), Ok(*region), "{name}");
        }
        assert_eq!("1, 2, 3, 4".parse(), Region::new(1.0, 2.0, 3.0, 4.0));
    }

    #[test]
    fn a_box_around_points_survives_anything() {
        assert_eq!(Region::around([]), None);
        assert_eq!(Region::around([Point::new(f64::NAN, 1.0)]), None);
        let one = Region::around([Point::new(10.0, 50.0)]).expect("one point");
        assert!(one.contains(Point::new(10.2, 50.2)));
        let far = [Point::new(-180.0, -90.0), Point::new(180.0, 90.0)];
        assert!(Region::around(far).is_some());
        assert!(Region::around([Point::new(1e300, 1e300)]).is_some());
    }

    #[test]
    fn segments_are_cut_at_the_sides() {
        let region = Region::fixed(0.0, 0.0, 10.0, 10.0);
        let cut = region.cut((-5.0, 5.0), (15.0, 5.0));
        assert_eq!(cut, Some([(0.0, 5.0), (10.0, 5.0)]));
        assert_eq!(region.cut((-5.0, 5.0), (-1.0, 5.0)), None);
        assert_eq!(region.cut((-5.0, 20.0), (15.0, 20.0)), None);
        assert_eq!(region.cut((f64::NAN, 5.0), (15.0, 5.0)), None);
    }
}
